"""The lending system Sierra, through its REST API v5 or v6. Every act counts at once; there is no cart.

Begin to read at `backend.py`. `account.py` has the acts of one member. `paths.py` has the table of addresses, and every
fact that Sierra's published pages do not say.
"""
