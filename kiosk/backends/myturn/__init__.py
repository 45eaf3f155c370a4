"""myTurn's self-service API as a lending system.

    site.py      the settings of the site                 paths.py         the table of operations, which staff can edit
    schema.py    the JSON of the answers                  reading.py       that JSON as members, items, loans, lines
    refusals.py  the server's refusals                    organization.py  myTurn's organisation as the library
    login.py     the ways to sign in                      session.py       tokens, and the calls that need one
    carts.py     the choice of our cart                   orders.py        each write that changes a cart
    writes.py    sending and judging a write              due.py           the due date of a borrow
    lines.py     staging and taking out                   commit.py        Finish
    readback.py  what the loans prove                     account.py, backend.py   the two protocols

Nothing is imported here: `site` is cheap, but `backend` loads the HTTP library and must wait for the first frame.
"""
