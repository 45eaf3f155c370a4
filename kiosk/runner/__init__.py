"""The code that carries out the effects of a visit with the lending system and the stores. Answers are events."""
