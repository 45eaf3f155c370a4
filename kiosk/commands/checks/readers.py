"""Every reader, really opened for a moment: ready, or why not, in its own words."""

import re
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path

from hardware import open_reader
from hardware.input_devices import describe
from hardware.reader import Reader
from hardware.scan import Cause, ReaderEvent, ReaderState, ReaderStatus
from hardware.spec import Driver, ScannerSpec
from kiosk.commands.checks.finding import Finding, note, ok, problem, warning
from kiosk.exit_codes import ExitCode

_FINAL = frozenset({Cause.NO_PERMISSION, Cause.NOT_A_READER, Cause.BUSY})
"""What waiting a few seconds does not change."""


class _Ears:
    """Hears how the readers are doing, and lets the others be waited for. Codes are not kept."""

    def __init__(self) -> None:
        self._changed = threading.Condition()

    def __call__(self, event: ReaderEvent) -> None:
        if isinstance(event, ReaderStatus):
            with self._changed:
                self._changed.notify_all()

    def settled(self, reader: Reader, until: float) -> ReaderStatus:
        """Its status as soon as that will not get better, at the latest at `until`."""
        with self._changed:
            while not _is_settled(reader.status) and (left_s := until - time.monotonic()) > 0:
                self._changed.wait(min(left_s, 0.1))
        return reader.status


def _is_settled(status: ReaderStatus) -> bool:
    return status.state is ReaderState.READY or status.cause in _FINAL


def opened(specs: Sequence[ScannerSpec], wait_s: float) -> Iterator[Finding]:
    """All at once, as the kiosk has them; `wait_s` for all together."""
    if not specs:
        yield note(
            "no [[scanner]] in this file: nothing to open", "lending-kiosk scanners list shows what is plugged in"
        )
        return
    ears = _Ears()
    with ExitStack() as stack:
        readers = []
        for spec in specs:
            reader = open_reader(spec, ears)
            reader.start()
            stack.callback(reader.stop)
            readers.append(reader)
        until = time.monotonic() + wait_s
        for spec, reader in zip(specs, readers, strict=True):
            yield _said(spec, ears.settled(reader, until))


def _said(spec: ScannerSpec, status: ReaderStatus) -> Finding:
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


def _ready(spec: ScannerSpec, who: str) -> Finding:
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
    """Whether a program that has it open, as `why` names them, is a kiosk."""
    return any(_is_kiosk(proc / number) for number in re.findall(r"\(process (\d+)\)", why))


def _is_kiosk(process: Path) -> bool:
    try:
        words = (process / "cmdline").read_bytes().split(b"\0")
    except OSError:
        return False
    return b"run" in words and any(word.endswith((b"lending-kiosk", b"kiosk")) for word in words)
