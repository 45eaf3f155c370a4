"""Readers: key events and bytes become scans. Knows nothing of lending; `python -m hardware` runs it alone.

What a reader says is in `hardware.scan`, what the settings say of one in `hardware.spec`. Importing this loads neither
drivers nor decoders: a kiosk that starts needs the settings first.
"""

from typing import TYPE_CHECKING, assert_never

if TYPE_CHECKING:
    from hardware.reader import Emit, Reader, Tap
    from hardware.spec import ScannerSpec


def open_reader(spec: "ScannerSpec", emit: "Emit", *, tap: "Tap | None" = None) -> "Reader":
    """A reader that has not started yet. `spec` has no problems; `emit` is called in the reader's own thread.

    `tap` hears every raw event or chunk of bytes before it is decoded (for recordings).
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


__all__ = ["open_reader"]
