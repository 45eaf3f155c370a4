"""The readers of the kiosk. Each reader's thread passes its scans to the event loop, which makes events from them."""

import asyncio
import logging
import time
from collections.abc import Callable, Sequence
from typing import assert_never

from hardware.reader import Reader
from hardware.scan import Misread, MisreadReason, ReaderEvent, ReaderState, ReaderStatus, Scan
from hardware.spec import Reads, ScannerSpec
from kiosk.domain.library import CodeRule
from kiosk.domain.meaning import meaning_of
from kiosk.domain.messages.events import Event, OddRead, OddReason, ReaderChanged, ReaderKind, ScanFailed, Scanned

_log = logging.getLogger("kiosk.readers")

OpenReader = Callable[[ScannerSpec, Callable[[ReaderEvent], None]], Reader]

_ODD = {
    MisreadReason.TOO_LONG: OddReason.TOO_LONG,
    MisreadReason.OVERFLOW: OddReason.TOO_LONG,
    MisreadReason.CONTROL: OddReason.CONTROL_CHARACTERS,
    MisreadReason.LENGTH: OddReason.NOT_OURS,
    MisreadReason.SENTINEL: OddReason.NOT_OURS,
    MisreadReason.RANGE: OddReason.NOT_OURS,
    MisreadReason.FORMAT: OddReason.NOT_OURS,
    MisreadReason.RANDOM_UID: OddReason.NOT_OURS,
    MisreadReason.SEVERAL_LINES: OddReason.NOT_OURS,
    MisreadReason.NOT_OURS: OddReason.NOT_OURS,
}
"""The kinds of misread for which another scan does not help.

The code was read correctly but cannot be used, so another scan gives the same result.
"""

_MENDS = {
    MisreadReason.CHARSET: "its codes are not text in its charset; this in its [[scanner]] reads them",
    MisreadReason.UNEXPECTED_KEY: "it presses a key that no code has; keys in its [[scanner]] can ignore it",
}
"""The advice for staff in the log, for each reason of a misread that can have a hint.

The log adds the hint of the misread to the advice. For CHARSET, the hint is the setting with which the codes can be
read. For UNEXPECTED_KEY, the hint is the name of the key.
"""

_KINDS = {Reads.FOBS: ReaderKind.FOBS, Reads.ITEMS: ReaderKind.ITEMS, Reads.ANYTHING: ReaderKind.ANYTHING}
_OUT_OF_USE = frozenset({ReaderState.ABSENT, ReaderState.FAILED})


class Readers:
    """All readers in the settings, each in its own thread. The visit gets every scan at once, as an event."""

    def __init__(
        self,
        specs: Sequence[ScannerSpec],
        *,
        open_reader: OpenReader,
        dispatch: Callable[[Event], None],
        rules: CodeRule,
        commands: bool,
    ) -> None:
        self._specs = specs
        self._open = open_reader
        self._dispatch = dispatch
        self._rules = rules
        self._commands = commands
        self._readers: list[Reader] = []
        self._told: set[tuple[str, str]] = set()

    def start(self, loop: asyncio.AbstractEventLoop) -> None:
        """Open all readers.

        If a reader cannot be opened, the visit gets the event ReaderChanged, and the thread of this reader tries to
        open the reader again.
        """
        for spec in self._specs:

            def heard(event: ReaderEvent, spec: ScannerSpec = spec) -> None:
                if not loop.is_closed():
                    loop.call_soon_threadsafe(self._hear, spec, event)

            reader = self._open(spec, heard)
            self._readers.append(reader)
            reader.start()

    def silence(self) -> None:
        """Stop all readers, but do not wait for their threads.

        No earlier scan is lost, because all earlier scans are in the loop's queue already.
        """
        for reader in self._readers:
            reader.stop(0.0)

    def stop(self, within_s: float = 1.0) -> None:
        """Stop all readers and release their devices. Wait at most `within_s` seconds for all threads together."""
        self.silence()
        ends = time.monotonic() + within_s
        for reader in self._readers:
            reader.stop(max(0.0, ends - time.monotonic()))

    def _hear(self, spec: ScannerSpec, event: ReaderEvent) -> None:
        kind = _KINDS[spec.reads]
        match event:
            case Scan():
                meaning = meaning_of(event.code, kind, self._rules, commands=self._commands)
                why = f" ({meaning.reason})" if isinstance(meaning, OddRead) else ""
                _log.info("reader %s: %s%s", spec.name, type(meaning).__name__, why)
                self._dispatch(Scanned(meaning, spec.name))
            case Misread() if (odd := _ODD.get(event.reason)) is not None:
                _log.warning("reader %s: %s: not one of ours, or the reader is set wrongly", spec.name, event.reason)
                self._dispatch(Scanned(OddRead(odd), spec.name))
            case Misread():
                self._log_misread(event)
                self._dispatch(ScanFailed(spec.name, event.reason))
            case ReaderStatus():
                level = logging.WARNING if event.state in _OUT_OF_USE else logging.INFO
                _log.log(level, "reader %s: %s%s", spec.name, event.state, f": {event.why}" if event.why else "")
                ready = event.state is ReaderState.READY
                self._dispatch(ReaderChanged(spec.name, kind, ready, event.why))
            case _:
                assert_never(event)

    def _log_misread(self, event: Misread) -> None:
        """Log a misread. If it has a hint, also log the advice for staff, once for each reader and hint."""
        _log.info("reader %s: misread (%s)", event.reader, event.reason)
        if event.hint and (event.reader, event.hint) not in self._told:
            self._told.add((event.reader, event.hint))
            _log.warning("reader %s: %s (%s)", event.reader, _MENDS[event.reason], event.hint)
