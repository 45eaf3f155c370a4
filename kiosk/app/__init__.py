"""The composition root: the only room that knows every class. Everything is started here in order, and ended."""
