"""The base class of all readers. Each reader has a thread that opens a device and reads it.

If the device is lost, the thread tries to open it again.
"""

import logging
import threading
import time
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable
from typing import Protocol

from hardware.recording import Raw
from hardware.scan import Cause, ReaderEvent, ReaderState, ReaderStatus
from hardware.scan_or_misread import Pipeline, Read
from hardware.spec import ScannerSpec

logger = logging.getLogger(__name__)

Emit = Callable[[ReaderEvent], None]
Tap = Callable[[Raw], None]

FIRST_RETRY_S = 0.5
# The longest wait, in seconds, between two tries to open the device. With this wait, a reader that was unplugged is
# found within 2 s after somebody has plugged it in again.
LAST_RETRY_S = 1.5
NOT_HERE = frozenset({Cause.NO_SUCH_DEVICE, Cause.GONE})


class Reader(Protocol):
    """The methods of a reader that the kiosk uses."""

    @property
    def name(self) -> str: ...

    @property
    def status(self) -> ReaderStatus: ...

    def start(self) -> None: ...

    def stop(self, timeout_s: float = 2.0) -> None: ...


class UnavailableError(Exception):
    """The error if a device cannot be used now. `why` tells staff the reason in plain words."""

    def __init__(self, cause: Cause, why: str) -> None:
        super().__init__(why)
        self.cause = cause
        self.why = why


class ReaderThread(ABC):
    """A reader that runs in its own daemon thread. It calls `emit` in this thread.

    No exception ends the thread, because the thread catches all exceptions.
    """

    def __init__(self, spec: ScannerSpec, emit: Emit, *, tap: Tap | None = None) -> None:
        self._spec = spec
        self._emit_to = emit
        self._tap = tap
        self._pipeline = Pipeline(spec)
        self._stopping = threading.Event()
        self._status = ReaderStatus(spec.name, ReaderState.ABSENT)
        self._thread = threading.Thread(target=self._run, name=f"reader-{spec.name}", daemon=True)

    @property
    def name(self) -> str:
        return self._spec.name

    @property
    def status(self) -> ReaderStatus:
        return self._status

    def start(self) -> None:
        self._thread.start()

    def stop(self, timeout_s: float = 2.0) -> None:
        """Stop the thread, and wait `timeout_s` seconds at most until the thread has ended.

        If the thread has ended in this time, the reader emits no more events.
        """
        self._stopping.set()
        self._wake()
        if self._thread.is_alive():
            self._thread.join(timeout_s)

    @abstractmethod
    def _session(self) -> None:
        """Open the device, and read it until `stop` is called.

        Raises UnavailableError if the device cannot be opened or is lost.
        """

    def _wake(self) -> None:  # noqa: B027 - a reader that never waits long needs no such method
        """End the wait inside `_session`, so that the reader can stop at once. Another thread calls this method."""

    def _run(self) -> None:
        self._set_status(ReaderState.OPENING)
        failures = 0
        while not self._stopping.is_set():
            try:
                self._session()
            except UnavailableError as unavailable:
                was_ready = self._lost(unavailable)
                failures = 0 if was_ready or unavailable.cause in NOT_HERE else failures + 1
            except Exception as bug:
                logger.warning("reader %s: unexpected %s", self.name, type(bug).__name__, exc_info=True)
                was_ready = self._lost(UnavailableError(Cause.BROKEN, f"an unexpected fault ({type(bug).__name__})"))
                failures = 0 if was_ready else failures + 1
            self._stopping.wait(min(FIRST_RETRY_S * 2 ** min(max(failures - 1, 0), 8), LAST_RETRY_S))

    def _lost(self, unavailable: UnavailableError) -> bool:
        """Emit a status that says why the device cannot be used.

        Return True if the reader was ready before this status.
        """
        was_ready = self._status.state is ReaderState.READY
        state = ReaderState.ABSENT if unavailable.cause in NOT_HERE else ReaderState.FAILED
        self._set_status(state, unavailable.why, unavailable.cause)
        return was_ready

    def _set_status(self, state: ReaderState, why: str = "", cause: Cause = Cause.NONE) -> None:
        """Emit the status of the reader if it has changed.

        After a device was unplugged, the cause of the status is "gone". If the reader then looks for the device and
        does not find it, the cause stays "gone".
        """
        status = ReaderStatus(self.name, state, why, cause)
        still_away = self._status.cause is Cause.GONE and cause is Cause.NO_SUCH_DEVICE
        if status == self._status or still_away:
            return
        self._status = status
        # This message has only the level debug, because the program that receives the event logs the status for staff.
        logger.debug("reader %s is %s%s", self.name, state, f": {why}" if why else "")
        self._emit(status)

    def _hand_on(self, reads: Iterable[Read], took_s: float = 0.0) -> None:
        for read in reads:
            event = self._pipeline.take(read, time.monotonic(), took_s)
            if event is not None:
                self._emit(event)

    def _emit(self, event: ReaderEvent) -> None:
        if self._stopping.is_set():
            return
        try:
            self._emit_to(event)
        except Exception:  # an error in `emit` must not end this thread, because the next scans would then be lost
            logger.exception("reader %s: an event could not be handed on", self.name)

    def _to_tap(self, raw: Raw) -> None:
        if self._tap is not None:
            self._tap(raw)
