"""The user interface: one window that shows a view and sends intents.

This package imports only `kiosk.views`, the helpers of `kiosk.structs` and Qt. It decides nothing about a visit.
"""
