"""The lending system Sierra, through its REST API v5 or v6. Every act counts at once; there is no cart.

`backend.py` is the entrance, `account.py` the acts of one member, `paths.py` the table of addresses and of everything
that the published pages do not say.
"""
