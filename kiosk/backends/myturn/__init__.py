"""myTurn's self-service API as a lending system.

    site.py      what the settings say of the site        paths.py         the one editable table of its operations
    schema.py    the JSON that it answers                 reading.py       that JSON as members, items, loans, lines
    refusals.py  its noes                                 organization.py  its organisation as the library
    login.py     the ways in                              session.py       tokens, and the calls that need one
    carts.py     which cart is ours                       orders.py        each write that can be asked of a cart
    writes.py    how a write is sent and judged           due.py           the due date of a borrow
    lines.py     staging, and taking out                  commit.py        Finish
    readback.py  what the loans prove                     account.py, backend.py   the two protocols

Nothing is imported here: `site` is cheap, `backend` brings the HTTP library and is for after the first frame.
"""
