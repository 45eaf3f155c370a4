"""The digital lending system OverDrive, through its APIs. OverDrive has no cart, so each act is a real loan or return.

Begin to read at `backend.py`. `account.py` has the acts of one member. `paths.py` has the table of addresses, and all
guesses about facts that OverDrive's published pages do not give.
"""
