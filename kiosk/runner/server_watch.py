"""The only place that knows if the library's server answers. It tells the kiosk when this changes."""

import logging
from collections.abc import Callable

from kiosk.domain.messages.events import AwayReason, Event, ServerAway, ServerBack

_log = logging.getLogger("kiosk.server")


class ServerWatch:
    """Tells the kiosk once when the server stops answering, and once when the server answers again."""

    def __init__(self, tell: Callable[[Event], None]) -> None:
        self._tell = tell
        self._ask: Callable[[], None] = _nobody
        self._away = False
        self._retry_s = 0.0
        self._reason = AwayReason.NO_ANSWER

    @property
    def away(self) -> bool:
        """Return True if the last exchange with the server failed."""
        return self._away

    def asked_by(self, ask: Callable[[], None]) -> None:
        """Remember the function `ask`. It is called when nothing else would find out that the server is back."""
        self._ask = ask

    def unwatched(self) -> None:
        """Ask the server again if it is away. Nothing else waits to be sent, so nothing else would find out."""
        if self._away:
            self._ask()

    def failed(self, retry_s: float, reason: AwayReason | None = None) -> None:
        """Note that no usable answer came, and that the next try is in `retry_s` seconds.

        `reason` is None if the reason is not known.
        """
        if not self._away:
            _log.warning("the library's server does not answer")
            self._reason = AwayReason.NO_ANSWER
        reason = reason or self._reason
        if not self._away or (retry_s, reason) != (self._retry_s, self._reason):
            self._tell(ServerAway(retry_s, reason))
        self._away, self._retry_s, self._reason = True, retry_s, reason

    def answered(self) -> None:
        """Note that the server has answered. An answer that refuses something counts too."""
        if self._away:
            self._away = False
            _log.info("the library's server answers again")
            self._tell(ServerBack())

    def heard(self, wait_s: float | None, *, lost: bool) -> None:
        """Note that the answer to a request came, or that it was `lost`.

        The next try is in `wait_s` seconds. `wait_s` is None if no further try is planned.
        """
        if not lost:
            self.answered()
            return
        self.failed(wait_s or 0.0)
        if wait_s is None:
            self.unwatched()


def _nobody() -> None:
    """Do nothing. This function is used until `asked_by` gives another one."""
