"""The user interface: one window that shows a view and sends intents.

This package uses only `kiosk.views` and Qt, and it makes no decisions.
"""
