"""The frozen picture that the window draws. Words, order and enabled buttons are decided before it is made.

Every text is plain unless its name ends in `html` (already sanitised). A button carries the intent that it sends.
"""
