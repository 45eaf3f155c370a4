"""The log, which writes to standard error, from where systemd's journal reads it. Secrets in the log are masked."""

import logging
import re
import sys
from typing import TextIO

_PRIORITY = {logging.DEBUG: 7, logging.INFO: 6, logging.WARNING: 4, logging.ERROR: 3, logging.CRITICAL: 2}

# No code is allowed to log a secret. If some code does it anyway, this pattern finds texts that look like a token,
# password or PIN, so that they are masked.
_SECRETS = re.compile(
    r"(?i)(bearer\s+|(?:access_token|refresh_token|password|passwort|secret|pin)[\"']?\s*[=:]\s*[\"']?)[^\s\"'&,;]+"
)


def masked(text: str) -> str:
    """Return the text with stars instead of everything that looks like a token, password or PIN."""
    return _SECRETS.sub(r"\1***", text)


class _Line(logging.Formatter):
    """The format of a line of the log. For the journal, a line looks like `<6>kiosk.runner: text`.

    systemd reads the number as the priority of the line, and removes the number.
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
    """Send the log messages to the stream.

    Messages of the kiosk are sent from level INFO up, or from DEBUG up if `debug` is True. Messages of other packages
    are sent from level WARNING up.
    """
    handler = logging.StreamHandler(stream)
    handler.setFormatter(_Line(for_journal=for_journal))
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.WARNING)
    for ours in ("kiosk", "hardware"):
        logging.getLogger(ours).setLevel(logging.DEBUG if debug else logging.INFO)
