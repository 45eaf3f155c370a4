"""The check of the readers. It opens every reader for a moment, and says for each reader if it is ready.

If a reader is not ready, the check says why.
"""

import re
import threading
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from hardware.input_devices import describe
from hardware.probe import running
from hardware.reader import Reader
from hardware.scan import Cause, ReaderEvent, ReaderState, ReaderStatus
from hardware.spec import Driver, ScannerSpec
from kiosk.commands.checks.result import CheckResult, note, ok, problem, warning
from kiosk.exit_codes import ExitCode

_FINAL = frozenset({Cause.NO_PERMISSION, Cause.NOT_A_READER, Cause.BUSY})
"""The causes of problems that do not end within seconds. If a reader has such a problem, the check stops waiting."""


class _StatusListener:
    """A listener that gets the events of all readers. Call `settled` to wait until the status of a reader is certain.

    The listener ignores scans, because a check must not store codes.
    """

    def __init__(self) -> None:
        self._changed = threading.Condition()

    def __call__(self, event: ReaderEvent) -> None:
        if isinstance(event, ReaderStatus):
            with self._changed:
                self._changed.notify_all()

    def settled(self, reader: Reader, until: float) -> ReaderStatus:
        """Wait until the status of the reader is certain, and return the status.

        The status is certain if the reader is ready, or if the reader has a problem that does not end soon. The wait
        ends at the time `until`, even if the status is not certain yet. `until` is a value of time.monotonic().
        """
        with self._changed:
            while not _is_final(reader.status) and (left_s := until - time.monotonic()) > 0:
                self._changed.wait(min(left_s, 0.1))
        return reader.status


def _is_final(status: ReaderStatus) -> bool:
    return status.state is ReaderState.READY or status.cause in _FINAL


def check_readers(specs: Sequence[ScannerSpec], wait_s: float) -> Iterator[CheckResult]:
    """Open all readers at the same time, as the kiosk does. Yield a result for each reader.

    If a reader is not ready after `wait_s` seconds, its result is a problem.
    """
    if not specs:
        yield note(
            "no [[scanner]] in this file: nothing to open", "lending-kiosk scanners list shows what is plugged in"
        )
        return
    listener = _StatusListener()
    with running(specs, listener) as readers:
        until = time.monotonic() + wait_s
        for spec, reader in zip(specs, readers, strict=True):
            yield _result(spec, listener.settled(reader, until))


def _result(spec: ScannerSpec, status: ReaderStatus) -> CheckResult:
    who = f"{spec.name} (reads {spec.reads.value})"
    if status.state is ReaderState.READY:
        return _ready(spec, who)
    if status.state is ReaderState.OPENING:
        why = status.why or "it has neither opened nor failed in the time given"
        return problem(ExitCode.UNAVAILABLE, f"{who} is not ready yet: {why}", "give it longer: --wait 10")
    if status.cause is Cause.BUSY and _kiosk_holds(status.why):
        return note(
            f"{who} is held by the kiosk, which runs: that is as it should be", "to try it here, stop the kiosk"
        )
    return problem(ExitCode.UNAVAILABLE, f"{who}: {status.why}", _advice(status.cause))


def _ready(spec: ScannerSpec, who: str) -> CheckResult:
    match spec.driver:
        case Driver.EVDEV:
            return ok(f"{who}: ready ({describe(spec.match)})")
        case Driver.SERIAL:
            return ok(f"{who}: ready ({spec.port})")
        case Driver.REPLAY:
            return warning(f"{who} only plays the recording {spec.file}: nothing can be scanned with it")


def _advice(cause: Cause) -> str:
    match cause:
        case Cause.NO_SUCH_DEVICE | Cause.GONE:
            return "lending-kiosk scanners list shows what is plugged in, and what to write for it"
        case Cause.NO_PERMISSION:
            return "systemd/70-lending-kiosk.rules is that udev rule; try again as the kiosk's own user"
        case Cause.NOT_A_READER:
            return "lending-kiosk scanners list shows which devices are readers"
        case Cause.UNREACHABLE:
            return "is the device at that address on, and in this network?"
        case _:
            return "the kiosk runs without it, and keeps trying"


def _kiosk_holds(why: str, proc: Path = Path("/proc")) -> bool:
    """Return True if a kiosk uses the reader now.

    `why` is the error text of the reader. This text has the process number of each program that has opened the reader.
    """
    return any(_is_kiosk(proc / number) for number in re.findall(r"\(process (\d+)\)", why))


def _is_kiosk(process: Path) -> bool:
    try:
        words = (process / "cmdline").read_bytes().split(b"\0")
    except OSError:
        return False
    return b"run" in words and any(word.endswith((b"lending-kiosk", b"kiosk")) for word in words)
