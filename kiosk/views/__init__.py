"""The view consists of objects that describe what the window draws. These objects never change.

The presenter has already chosen the words, their order, and the buttons that can be pressed. Read `view.py` first,
because a `View` holds one page. The other modules hold the pages, and `pieces.py` holds the parts that all
pages use. If the name of a field ends in `html`, the field holds HTML that is already sanitised. All other texts are
plain texts. A button holds the intent that is sent when the button is pressed.
"""
