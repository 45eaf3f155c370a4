"""The log of the kiosk. It is written to standard error, and systemd's journal reads it from there.

Texts in the log that look like secrets are replaced by stars.
"""

import logging
import re
import sys
from typing import TextIO

_PRIORITY = {logging.DEBUG: 7, logging.INFO: 6, logging.WARNING: 4, logging.ERROR: 3, logging.CRITICAL: 2}

# No code is allowed to log a secret. This pattern helps if code logs a secret by mistake. The pattern finds texts that
# look like a token, a password or a PIN.
_SECRETS = re.compile(
    r"(?i)(bearer\s+|(?:access_token|refresh_token|password|passwort|secret|pin)[\"']?\s*[=:]\s*[\"']?)[^\s\"'&,;]+"
)


def masked(text: str) -> str:
    """Return the text with stars instead of everything that looks like a token, password or PIN."""
    return _SECRETS.sub(r"\1***", text)


class _Line(logging.Formatter):
    """The format of a line in the log. If `for_journal` is True, a line looks like `<6>kiosk.runner: text`.

    The number is the priority of the line. systemd reads the number and removes it from the line.
    """

    def __init__(self, *, for_journal: bool) -> None:
        super().__init__("%(name)s: %(message)s" if for_journal else "%(asctime)s %(levelname)s %(name)s: %(message)s")
        self._for_journal = for_journal

    def format(self, record: logging.LogRecord) -> str:
        text = masked(super().format(record))
        if not self._for_journal:
            return text
        priority = _PRIORITY.get(record.levelno, 6)
        return "\n".join(f"<{priority}>{line}" for line in text.splitlines())


def open_log(*, debug: bool, for_journal: bool, stream: TextIO = sys.stderr) -> None:
    """Write the log messages to the stream. `for_journal` chooses the format that systemd's journal reads.

    Write the kiosk's messages from the level INFO up. If `debug` is True, write them from the level DEBUG up. Write the
    messages of other packages only from the level WARNING up.
    """
    handler = logging.StreamHandler(stream)
    handler.setFormatter(_Line(for_journal=for_journal))
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.WARNING)
    for ours in ("kiosk", "hardware"):
        logging.getLogger(ours).setLevel(logging.DEBUG if debug else logging.INFO)
