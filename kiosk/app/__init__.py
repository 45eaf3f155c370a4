"""The composition root: the one room that knows every class, starts everything in order, and ends it."""
