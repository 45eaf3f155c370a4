"""The back ends: the code that speaks to the lending systems. All back ends implement the same protocol.

The package also has the errors that back ends raise, and the interfaces (ports) through which they use the kiosk.
"""
