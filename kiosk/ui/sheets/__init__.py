"""Command cards and labels as pages to print and cut. Knows only `kiosk.views` and Qt, as the rest of the ui.

`pdf` makes the file, `layout` says where each part stands, `drawing` draws it, and `code128` computes the bars.
"""
