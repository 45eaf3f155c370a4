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
        """Return True if the server did not answer the last request."""
        return self._away

    def asked_by(self, ask: Callable[[], None]) -> None:
        """Remember the function `ask`, which sends a request to the server.

        The function is called if no other request would show that the server is back.
        """
        self._ask = ask

    def unwatched(self) -> None:
        """If the server is away, ask the server again at once.

        Call this when no line waits to be sent again, because then nothing else would show that the server is back.
        """
        if self._away:
            self._ask()

    def failed(self, retry_s: float, reason: AwayReason | None = None) -> None:
        """Remember that no usable answer came, and tell the kiosk. The next try is in `retry_s` seconds.

        `reason` is None if the caller does not know the reason.
        """
        if not self._away:
            _log.warning("the library's server does not answer")
            self._reason = AwayReason.NO_ANSWER
        reason = reason or self._reason
        if not self._away or (retry_s, reason) != (self._retry_s, self._reason):
            self._tell(ServerAway(retry_s, reason))
        self._away, self._retry_s, self._reason = True, retry_s, reason

    def answered(self) -> None:
        """Remember that the server has answered. If the server was away, tell the kiosk that the server is back.

        A refusal is an answer, too.
        """
        if self._away:
            self._away = False
            _log.info("the library's server answers again")
            self._tell(ServerBack())

    def heard(self, wait_s: float | None, *, lost: bool) -> None:
        """Remember that an answer came if `lost` is False, or that no answer came if `lost` is True.

        After a lost answer, the caller sends its next request in `wait_s` seconds. If the caller has planned no further
        request, `wait_s` is None. In this case, this method asks the server at once.
        """
        if not lost:
            self.answered()
            return
        self.failed(wait_s or 0.0)
        if wait_s is None:
            self.unwatched()


def _nobody() -> None:
    """Do nothing. This function is used until `asked_by` is called with another function."""
