"""Sheets of paper with command cards and labels, which people print and cut.

A command card has a code. A scan of this code works like the press of a button. The module `pdf` makes the file,
`layout` says where each part stands, `drawing` draws the parts, and `code128` computes the bars. Like the rest
of the user interface, this package uses only `kiosk.views` and Qt.
"""
