"""The code that carries out effects, each by a lending system or a store, and ends each with an answer event."""
