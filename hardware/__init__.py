"""The readers of the kiosk. This package turns key events and bytes into scans.

The command `python -m hardware` runs readers without a kiosk. The package knows nothing of lending. `hardware.scan`
holds the events that a reader emits, and `hardware.spec` holds the settings of a reader. Importing the package loads no
driver and no decoder, because a kiosk that starts needs only the settings at first.
"""

from typing import TYPE_CHECKING, assert_never

if TYPE_CHECKING:
    from hardware.reader import Emit, Reader, Tap
    from hardware.spec import ScannerSpec


def open_reader(spec: "ScannerSpec", emit: "Emit", *, tap: "Tap | None" = None) -> "Reader":
    """Return a new reader, which the caller must start. The caller must have checked `spec` for problems.

    The reader calls `emit` in its own thread, with each scan, misread and status. It calls `tap` with every raw key
    event and every chunk of bytes, because a recording needs the raw data. A replay does not call `tap`.
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
