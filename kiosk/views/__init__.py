"""The frozen picture that the window draws. Words, order and enabled buttons are decided before it is made.

Start in `view.py`: `View` holds one page, and each page stands in the file of its name; `pieces.py` holds their parts.
Every text is plain unless its name ends in `html` (already sanitised). A button carries the intent that it sends.
"""
