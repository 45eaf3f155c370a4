"""The lending system Sierra, through its REST API v5 or v6. Sierra has no cart, so each act is a real loan or return.

Read `backend.py` first. `account.py` has the acts of one member. `paths.py` has the table of addresses, and all
guesses about facts that Sierra's published pages do not give.
"""
