"""The code that carries out the effects of visits, with the lending system and the stores.

The result of each effect goes back to the visit as an event.
"""
