"""The code that makes all parts of the kiosk, connects them, starts them in order and ends them.

This is the only package that knows every class.
"""
