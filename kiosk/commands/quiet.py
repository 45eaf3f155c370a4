"""Silence for the log in commands that report problems themselves: the log would repeat them between the lines."""

import logging


def keep_the_log_out() -> None:
    """Add a handler that writes nothing: without any handler, Python prints warnings to standard error."""
    root = logging.getLogger()
    if not root.handlers:
        root.addHandler(logging.NullHandler())
