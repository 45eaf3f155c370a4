"""Readers: this package turns key events and bytes into scans. `python -m hardware` runs it without a kiosk.

The package knows nothing of lending. `hardware.scan` holds the events that a reader emits, `hardware.spec` the
settings of a reader. Importing the package loads no drivers and no decoders: a starting kiosk needs the settings first.
"""

from typing import TYPE_CHECKING, assert_never

if TYPE_CHECKING:
    from hardware.reader import Emit, Reader, Tap
    from hardware.spec import ScannerSpec


def open_reader(spec: "ScannerSpec", emit: "Emit", *, tap: "Tap | None" = None) -> "Reader":
    """Return a reader that has not started yet. The caller has checked `spec` for problems.

    The reader calls `emit` in its own thread. It calls `tap` with every raw event or chunk of bytes before it decodes
    them; recordings need that.
    """
    from hardware.spec import Driver

    match spec.driver:
        case Driver.EVDEV:
            from hardware.evdev_reader import EvdevReader

            return EvdevReader(spec, emit, tap=tap)
        case Driver.SERIAL:
            from hardware.serial_reader import SerialReader

            return SerialReader(spec, emit, tap=tap)
        case Driver.REPLAY:
            from hardware.replay_reader import ReplayReader

            return ReplayReader(spec, emit)
        case _ as unreachable:
            assert_never(unreachable)
