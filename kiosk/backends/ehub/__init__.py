"""A content provider of Axiell eHUB. The provider lends digital titles, and it does not check who the member is.

Begin to read at `backend.py`. `account.py` has the acts of one member. `paths.py` has the table of addresses, and all
guesses about facts that eHUB's published pages do not give.
"""
