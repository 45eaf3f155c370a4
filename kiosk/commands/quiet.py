"""A command that says itself what goes wrong: the log would say it once more, in the middle of its lines."""

import logging


def keep_the_log_out() -> None:
    """Without any handler Python would print warnings to standard error."""
    root = logging.getLogger()
    if not root.handlers:
        root.addHandler(logging.NullHandler())
