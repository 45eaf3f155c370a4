"""The code that carries out the effects of visits, with the lending system and the stores. The results are events."""
