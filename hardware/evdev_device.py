"""The functions that open the input device of a reader, with python-evdev, and set its clock and its event mask.

The event mask says which events the kernel stores for this program.
"""

import array
import errno
import fcntl
import struct
import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from typing import TYPE_CHECKING, Protocol

from hardware.input_devices import FoundDevice
from hardware.key_decoder import EV_KEY, EV_SYN

if TYPE_CHECKING:
    from evdev import InputDevice, InputEvent

_EVIOCSCLOCKID, _EVIOCSMASK = 0x400445A0, 0x40104593


class KeyDevice(Protocol):
    """The part of `evdev.InputDevice` that a reader uses."""

    @property
    def fd(self) -> int: ...

    def read(self) -> Iterable["InputEvent"]: ...

    def active_keys(self) -> list[int]: ...

    def grab(self) -> None: ...

    def close(self) -> None: ...


# A function of this type opens a device. It raises OSError if the device cannot be opened.
OpenDevice = Callable[[FoundDevice], KeyDevice]


def open_device(found: FoundDevice) -> KeyDevice:
    """Open the device for reading only, because some keyboards reset their lights if a program opens them for writing.

    Raises OSError if the device cannot be opened. OSError is also raised if the path of the device now leads to
    another device. Call this function in the reader's own thread, because it imports python-evdev and this takes time.
    """
    from evdev import InputDevice

    try:
        device = InputDevice(found.node, readonly=True)
    except SystemError:  # evdev 2.0 raises SystemError if the device disappears while evdev asks for its properties
        raise OSError(errno.ENODEV, "it went away while it was opened") from None
    except UnicodeDecodeError:
        raise OSError(errno.EILSEQ, "its name is not UTF-8") from None
    if not _is(device, found):
        device.close()
        raise OSError(errno.ENODEV, "its number is another device's now")
    _set_clock_and_mask(device.fd)
    return device


def keys_down(device: KeyDevice) -> set[int]:
    """Return the codes of the keys that are down now. If the device does not answer, return an empty set.

    Call this function only once for each device, directly after it was opened. Each call makes the kernel drop the key
    events that nobody has read yet, so a later call could lose a part of a scan.
    """
    with suppress(OSError, SystemError):  # the device is gone, or a test uses a device that cannot answer
        return set(device.active_keys())
    return set()


def _is(device: "InputDevice[str]", found: FoundDevice) -> bool:
    same_kind = (device.info.vendor, device.info.product) == (found.vendor, found.product)
    return same_kind and device.phys.strip() == found.phys


def _set_clock_and_mask(fd: int) -> None:
    """Set the clock and the event mask of the device. No error is raised if the kernel cannot do this.

    The monotonic clock is used because its times do not jump when the system time is set (NTP). The mask removes the
    events with scan codes. So the kernel does not store these events, and its buffer has room for one and a half times
    as many key events as without the mask.
    """
    wanted = array.array("L", [1 << EV_SYN | 1 << EV_KEY])
    address, _ = wanted.buffer_info()
    for request, argument in (
        (_EVIOCSCLOCKID, struct.pack("i", time.CLOCK_MONOTONIC)),
        (_EVIOCSMASK, struct.pack("IIQ", 0, wanted.itemsize, address)),
    ):
        with suppress(OSError):
            fcntl.ioctl(fd, request, argument)
