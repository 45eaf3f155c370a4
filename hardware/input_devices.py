"""The input devices of this machine. This module reads their properties from sysfs.

It opens no device, because a program that opens a device can disturb the device.
"""

import struct
from collections.abc import Iterator
from fnmatch import fnmatchcase
from pathlib import Path

from msgspec import Struct

from hardware.spec import DeviceMatch

SYS_ROOT, DEV_ROOT = Path("/sys"), Path("/dev")
READER_KEYS = (*range(2, 12), 28)  # the digits 1 to 0, and Enter
_WORD_BITS = 8 * struct.calcsize("L")


class FoundDevice(Struct, frozen=True):
    """An input device as sysfs describes it."""

    node: Path  # such as /dev/input/event3
    name: str
    vendor: int
    product: int
    phys: str
    uniq: str
    types: bool  # True if the device has digit keys and Enter; every reader that acts as a keyboard has these keys

    def shares_plug_with(self, other: "FoundDevice") -> bool:
        """Return True if this device and the other device belong to one USB device.

        For example, the keyboard of a scanner and its media keys are two input devices of one USB device.
        """
        plug, slash, _ = self.phys.rpartition("/input")
        return bool(slash) and other.phys.rpartition("/input")[0] == plug and other.node != self.node


def node_names(sys_root: Path = SYS_ROOT) -> frozenset[str]:
    """Return the names of all input nodes. This is many times faster than reading the properties of all nodes."""
    return frozenset(entry.name for entry in _entries(sys_root))


def input_devices(sys_root: Path = SYS_ROOT, dev_root: Path = DEV_ROOT) -> list[FoundDevice]:
    """Return all input devices, sorted by the ports to which they are connected. So the order is the same each time."""
    found = []
    for entry in _entries(sys_root):
        try:
            found.append(_device(entry, dev_root))
        except OSError:  # the device was unplugged before its properties were read
            continue
    return sorted(found, key=lambda device: (device.phys, len(device.node.name), device.node.name))


def fits(match: DeviceMatch, device: FoundDevice) -> bool:
    """Return True if the device has every property that is given in `match`."""
    return (
        match.vendor in {None, device.vendor}
        and match.product in {None, device.product}
        and _fits_text(match.name, device.name)
        and _fits_text(match.phys, device.phys)
        and match.uniq in {None, device.uniq}
        and (match.path is None or Path(match.path).resolve() == device.node)
    )


def describe(match: DeviceMatch) -> str:
    """Return a text that describes the properties in `match`. The text uses the same names as the settings file."""
    numbers = (("vendor", match.vendor), ("product", match.product))
    parts = [f"{key} 0x{number:04x}" for key, number in numbers if number is not None]
    texts = (("name", match.name), ("phys", match.phys), ("uniq", match.uniq), ("path", match.path))
    return ", ".join(parts + [f"{key} {text!r}" for key, text in texts if text is not None])


def _entries(sys_root: Path) -> Iterator[Path]:
    return (sys_root / "class" / "input").glob("event*")


def _fits_text(wanted: str | None, found: str) -> bool:
    return wanted is None or wanted == found or fnmatchcase(found, wanted)


def _device(entry: Path, dev_root: Path) -> FoundDevice:
    of = entry / "device"
    return FoundDevice(
        node=dev_root.resolve() / "input" / entry.name,
        name=_text(of / "name"),
        vendor=int(_text(of / "id" / "vendor") or "0", 16),
        product=int(_text(of / "id" / "product") or "0", 16),
        phys=_text(of / "phys"),
        uniq=_text(of / "uniq"),
        types=_has_keys(_text(of / "capabilities" / "key")),
    )


def _text(path: Path) -> str:
    try:
        return path.read_text(errors="replace").strip()
    except FileNotFoundError:
        return ""


def _has_keys(bitmap: str) -> bool:
    """Return True if the kernel's bitmap has all the keys that a reader needs.

    The bitmap is a list of hexadecimal words. The word for the highest key codes comes first.
    """
    bits = 0
    for word in bitmap.split():
        bits = bits << _WORD_BITS | int(word, 16)
    return all(bits >> key & 1 for key in READER_KEYS)
