"""One input device, opened by python-evdev, and what that package does not offer: the device's clock and its mask."""

import array
import errno
import fcntl
import struct
import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from typing import TYPE_CHECKING, Protocol

from hardware.input_devices import FoundDevice
from hardware.keys import EV_KEY, EV_SYN

if TYPE_CHECKING:
    from evdev import InputDevice, InputEvent

_EVIOCSCLOCKID, _EVIOCSMASK = 0x400445A0, 0x40104593


class KeyDevice(Protocol):
    """What a reader uses of `evdev.InputDevice`."""

    @property
    def fd(self) -> int: ...

    def read(self) -> Iterable["InputEvent"]: ...

    def active_keys(self) -> list[int]: ...

    def grab(self) -> None: ...

    def close(self) -> None: ...


OpenDevice = Callable[[FoundDevice], KeyDevice]  # raises OSError when the device cannot be had


def open_device(found: FoundDevice) -> KeyDevice:
    """Read-only: to open for writing makes some keyboards set their lights anew, and a grab does not need it.

    OSError when it cannot be opened, or when its node is another device's by now. Loads python-evdev: call it in the
    reader's own thread.
    """
    from evdev import InputDevice

    try:
        device = InputDevice(found.node, readonly=True)
    except SystemError:  # evdev 2.0 sets no error when some of its questions fail: the device went away between two
        raise OSError(errno.ENODEV, "it went away while it was opened") from None
    except UnicodeDecodeError:
        raise OSError(errno.EILSEQ, "its name is not UTF-8") from None
    if not _is(device, found):
        device.close()
        raise OSError(errno.ENODEV, "its number is another device's now")
    _steady(device.fd)
    return device


def keys_down(device: KeyDevice) -> set[int]:
    """Ask once: the kernel forgets the key events that wait to be read whenever it is asked this."""
    with suppress(OSError, SystemError):  # gone, or a stand-in that does not know; see above
        return set(device.active_keys())
    return set()


def _is(device: "InputDevice[str]", found: FoundDevice) -> bool:
    same_kind = (device.info.vendor, device.info.product) == (found.vendor, found.product)
    return same_kind and device.phys.strip() == found.phys


def _steady(fd: int) -> None:
    """Best effort: times that no NTP step moves; no scan codes, so the kernel's ring holds half as much again."""
    wanted = array.array("L", [1 << EV_SYN | 1 << EV_KEY])
    address, _ = wanted.buffer_info()
    for request, argument in (
        (_EVIOCSCLOCKID, struct.pack("i", time.CLOCK_MONOTONIC)),
        (_EVIOCSMASK, struct.pack("IIQ", 0, wanted.itemsize, address)),
    ):
        with suppress(OSError):
            fcntl.ioctl(fd, request, argument)
