"""The readers of the kiosk. This package turns key events and bytes into scans.

The command `python -m hardware` runs readers without a kiosk. The package knows nothing about lending. `hardware.scan`
has the events that a reader emits, and `hardware.spec` has the settings of a reader. The import of the package loads no
driver and no decoder, so that a starting kiosk can read the settings of its readers quickly.
"""

from typing import TYPE_CHECKING, assert_never

if TYPE_CHECKING:
    from hardware.reader import Emit, Reader, Tap
    from hardware.spec import ScannerSpec


def open_reader(spec: "ScannerSpec", emit: "Emit", *, tap: "Tap | None" = None) -> "Reader":
    """Return a new reader for these settings. The caller must start the reader.

    The caller must have checked `spec` with `hardware.spec_check`. The reader calls `emit` in its own thread, with each
    scan, each misread and each change of its status. If `tap` is given, the reader also calls `tap` with every key
    event and every chunk of bytes, unchanged, so that the caller can record them. There is one exception: a reader that
    plays a recording never calls `tap`.
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
