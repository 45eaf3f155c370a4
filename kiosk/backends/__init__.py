"""The protocol that every lending system implements, its errors, and the ports that a system needs."""
