"""The code that reads the library's settings from the server every five minutes, or sooner after a failure.

The settings are also read at once if somebody asks for this.
"""

import asyncio
import logging
from collections.abc import Callable

from kiosk.backends.errors import LendingError, MisconfiguredError, ServerAwayError
from kiosk.backends.protocol import LendingBackend
from kiosk.domain.library import Library
from kiosk.domain.messages.events import AwayReason, Event, LibraryRead, TextsRead
from kiosk.runner.server_watch import ServerWatch
from kiosk.runner.tasks import happens

_log = logging.getLogger("kiosk.reading")

REFRESH_S = 300.0
_A_LITTLE_S = 0.1
_RETRIES_S = (2.0, 4.0, 8.0, 15.0, 30.0, 60.0)


class LibraryReading:
    """Reads the library's settings again and again. `now` makes the next reading begin at once."""

    def __init__(
        self,
        backend: LendingBackend,
        *,
        language: str,
        tell: Callable[[Event], None],
        keep: Callable[[Library], None],
        server: ServerWatch,
        unsure_s: Callable[[], float | None] | None = None,
    ) -> None:
        """Keep the arguments. `keep` saves the library's settings after each reading.

        If the kiosk doubts the machine's clock, it learns the server's time from the next reading. `unsure_s` returns
        the seconds until this reading must begin, or None if the kiosk does not doubt the clock.
        """
        self._backend = backend
        self._unsure_s = unsure_s
        self._language = language
        self._tell = tell
        self._keep = keep
        self._server = server
        self._wake = asyncio.Event()
        self._failures = 0
        server.asked_by(self.now)

    def now(self) -> None:
        """Read the settings at once, because somebody asks for this, or to find out if the server answers again."""
        self._wake.set()

    async def read(self, language: str) -> None:
        """Read the settings at once if `language` is empty.

        If a language is given, read only the library's texts in this language, and do not try again after a failure.
        """
        if not language:
            self.now()
            return
        try:
            texts = await self._backend.texts(language)
        except LendingError as why:
            _log.info("the library's texts in %r cannot be read: %s", language, why)
        else:
            self._tell(TextsRead(language, texts))

    async def run(self) -> None:
        """Read the settings again and again. This ends only when the task is cancelled."""
        while True:
            self._wake.clear()
            wait_s = await self._once()
            await happens(self._wake, wait_s)

    async def _once(self) -> float:
        try:
            library = await self._backend.library(self._language)
        except (ServerAwayError, MisconfiguredError) as why:
            return self._failed(why)
        self._failures = 0
        self._server.answered()
        self._keep(library)
        self._tell(LibraryRead(library))
        soon_s = self._unsure_s() if self._unsure_s is not None else None
        return REFRESH_S if soon_s is None else max(soon_s + _A_LITTLE_S, _RETRIES_S[0])

    def _failed(self, why: LendingError) -> float:
        level = logging.WARNING if self._failures == 0 else logging.DEBUG
        _log.log(level, "the library's settings cannot be read: %s", why)
        wait_s = _RETRIES_S[min(self._failures, len(_RETRIES_S) - 1)]
        self._failures += 1
        self._server.failed(wait_s, why.reason if isinstance(why, ServerAwayError) else AwayReason.NO_ANSWER)
        return wait_s
