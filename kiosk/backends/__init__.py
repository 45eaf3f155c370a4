"""The protocol that every lending system implements, with the errors and the interfaces (ports) that it uses."""
