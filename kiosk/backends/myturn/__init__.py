"""myTurn's self-service API as a lending system.

    site.py      what the settings say of the site          paths.py     the one editable table of its operations
    schema.py    the JSON that it answers                   reading.py   that JSON as members, items, loans, lines
    refusals.py  its noes                                   session.py   tokens, and the calls that need one
    login.py     the four ways in                           carts.py     which cart is ours
    account.py   a member's lines, writes and read-back     backend.py   MyTurnBackend

Nothing is imported here: `site` is cheap, `backend` brings the HTTP library and is for after the first frame.
"""
