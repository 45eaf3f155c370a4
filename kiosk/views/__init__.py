"""The view: frozen objects that describe what the window draws.

The presenter has already decided words, order and enabled buttons. Start in `view.py`, because a `View` holds one page.
Each page is in the file with its name, and the parts that all pages use are in `pieces.py`. A text is plain, unless its
field's name ends in `html`: such a text is already sanitised. A button holds the intent that is sent when the button is
pressed.
"""
