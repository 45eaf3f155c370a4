"""The driver for readers on a serial port or at a pyserial URL (loop://, socket://host:port, rfc2217://host:port)."""

import select
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from hardware.framing import framer_of
from hardware.framing.framer import FRAME_LIMIT
from hardware.open_errors import explain
from hardware.reader import Emit, ReaderThread, Tap, UnavailableError
from hardware.recording import RawBytes
from hardware.scan import Cause, ReaderState
from hardware.spec import ScannerSpec

if TYPE_CHECKING:
    import serial

WAIT_S = 0.05  # seconds; the longest wait for a byte, so stop() also waits no longer than this
_LOOK_S = 0.004  # seconds between two checks of a port for which select() does not work, such as rfc2217://
# Bytes that come within this many seconds after the port was opened are thrown away, because they belong to an earlier
# scan. The first number is for a device of this machine, whose old bytes come within a few milliseconds. The second
# number is for a pyserial URL, because old bytes that have waited in the network come later.
STALE_S, STALE_BEYOND_S = WAIT_S, 0.1
_STEP_S = WAIT_S / 5


class SerialReader(ReaderThread):
    """A reader on a serial port or at a pyserial URL."""

    def __init__(self, spec: ScannerSpec, emit: Emit, *, tap: Tap | None = None) -> None:
        super().__init__(spec, emit, tap=tap)
        self._path = None if "://" in spec.port else Path(spec.port)
        self._stale_s = STALE_S if self._path else STALE_BEYOND_S

    def _session(self) -> None:
        port = self._open()
        try:
            self._listen(port)
        finally:
            with suppress(OSError):
                port.close()

    def _listen(self, port: "serial.Serial") -> None:
        framer = framer_of(self._spec)
        clock = _SilenceClock(time.monotonic())
        opened = time.monotonic()
        while not self._stopping.is_set():
            rest_s = framer.rest_s(clock.now)
            wait_s = WAIT_S if rest_s is None else min(rest_s, WAIT_S)
            try:
                waited_in_vain, data = _read(port, wait_s, self._stopping.wait)
            except OSError as gone:
                self._hand_on(framer.cut())
                raise UnavailableError(Cause.GONE, self._gone_text()) from gone
            now = time.monotonic()
            clock.passed(now, most_s=None if not data else wait_s if waited_in_vain else _STEP_S)
            framed = framer.feed(data, clock.now) if data else framer.tick(clock.now)
            if now - opened < self._stale_s:
                continue
            self._set_status(ReaderState.READY)
            if data:
                self._to_tap(RawBytes(now, data))
            self._hand_on(framed, framer.took_s)

    def _gone_text(self) -> str:
        return "it has been unplugged" if self._path else f"{self._spec.port} has closed the connection"

    def _open(self) -> "serial.Serial":
        import serial

        try:
            port = serial.serial_for_url(self._spec.port, do_not_open=True, exclusive=True)
        except ValueError as wrong:
            why = f"port {self._spec.port!r} is neither a device nor a known URL: {wrong}"
            raise UnavailableError(Cause.BROKEN, why) from None
        port.baudrate = self._spec.baud
        port.bytesize = self._spec.bits
        port.parity = self._spec.parity[0].upper()
        port.stopbits = self._spec.stop_bits
        port.timeout = WAIT_S
        # Many USB scanners send only if the signal DTR is on. DTR is set before the port is opened, because some boards
        # reset themselves if DTR changes later.
        port.dtr = True
        port.rts = True
        try:
            port.open()
            port.reset_input_buffer()
        except Exception as refused:  # noqa: BLE001 - termios.error is no OSError, and URL handlers raise any exception
            with suppress(Exception):
                port.close()
            raise self._explain(refused) from None
        return port

    def _explain(self, refused: Exception) -> UnavailableError:
        if self._path is None:
            return UnavailableError(Cause.UNREACHABLE, f"{self._spec.port} cannot be reached: {refused}")
        return explain(self._path, _error_number(refused))


class _SilenceClock:
    """A clock that measures the silence on the line: the time in which no byte comes.

    The clock does not count a delay of this thread as silence, because bytes can arrive in the kernel during the delay.
    """

    def __init__(self, now: float) -> None:
        self.now = now
        self._real = now

    def passed(self, real: float, *, most_s: float | None) -> None:
        """Move the clock forward to the time `real`, but not more than `most_s` seconds.

        If `most_s` is None, there is no limit.
        """
        elapsed = real - self._real
        self.now += elapsed if most_s is None else min(elapsed, most_s)
        self._real = real


def _read(port: "serial.Serial", wait_s: float, pause: Callable[[float], object]) -> tuple[bool, bytes]:
    """Wait `wait_s` seconds at most for bytes, and read the bytes that have come.

    The first returned value is True if there was no byte before the wait. The second value has the bytes.
    """
    was_empty = not port.in_waiting
    if was_empty and not _has_come(port, wait_s, pause):
        return True, b""
    data = port.read(1)
    waiting = min(port.in_waiting, FRAME_LIMIT) if data else 0
    return was_empty, bytes(data + port.read(waiting)) if waiting else bytes(data)


def _has_come(port: "serial.Serial", wait_s: float, pause: Callable[[float], object]) -> bool:
    """Wait for a byte, `wait_s` seconds at most, and return True if a byte has come.

    Return True also if the port is lost, because the next read of the port then raises the error.
    """
    until = time.monotonic() + wait_s
    with suppress(OSError, AttributeError):  # ports of rfc2217:// and loop:// have no fileno
        return bool(select.select([port.fileno()], [], [], wait_s)[0])
    while not port.in_waiting:
        if (left_s := until - time.monotonic()) <= 0:
            return False
        pause(min(left_s, _LOOK_S))
    return True


def _error_number(refused: BaseException) -> int | None:
    """Return the error number of the system, or None if the error has no number.

    Pyserial sometimes raises its own error instead of the system's error. In this case, the error of
    pyserial contains the system's error, and the number is taken from there.
    """
    number = getattr(refused, "errno", None)
    if number is None and refused.args and isinstance(refused.args[0], int):
        number = refused.args[0]
    if number is None and refused.__context__ is not None:
        return _error_number(refused.__context__)
    return number
