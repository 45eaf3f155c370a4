"""A made-up machine. Its /sys is like the kernel's, and its nodes in /dev are FIFOs."""

import os
import struct
from pathlib import Path

from evdev import InputDevice

from hardware.evdev_reader import EvdevReader
from hardware.input_devices import FoundDevice
from hardware.reader import Emit, Tap
from hardware.spec import DeviceMatch, ScannerSpec
from tests.hardware.keystrokes import Script, timed
from tests.hardware.listening import Heard

READER_KEYS = "e080ffdf01cfffff fffffffffffffffe"


def records(script: Script) -> bytes:
    return b"".join(
        struct.pack("@llHHi", int(at), round(at % 1 * 1e6), kind, code, value)
        for at, kind, code, value in timed(script)
    )


class FifoDevice(InputDevice[str]):
    """A device that python-evdev reads from a FIFO.

    A FIFO cannot answer everything that a real device can, so this class gives some answers itself.
    """

    def __init__(self, path: Path, keys_down: list[int] | None) -> None:
        self.path = str(path)
        self.fd = os.open(path, os.O_RDONLY | os.O_NONBLOCK)
        self.grabs = 0
        self._keys_down = keys_down

    def active_keys(self, verbose: bool = False) -> list[int]:  # noqa: FBT001, FBT002 - the package's own signature
        """Return the keys that are down. The test has set them.

        If the test has set no keys, raise SystemError, as python-evdev does if a device does not answer.
        """
        return list(super().active_keys(verbose)) if self._keys_down is None else self._keys_down

    def grab(self) -> None:
        self.grabs += 1


class Machine:
    """The folders of a made-up /sys and /dev. A FIFO stands in for each device node."""

    def __init__(self, root: Path) -> None:
        self.sys_root, self.dev_root = root / "sys", root / "dev"
        (self.sys_root / "class/input").mkdir(parents=True)
        (self.dev_root / "input").mkdir(parents=True)
        self._ends: dict[int, int] = {}
        self.keys_down: dict[int, list[int]] = {}
        self.opened: dict[str, FifoDevice] = {}  # the last opened device of each node, by the name of the node

    def plug(self, number: int, *, name: str = "RFID", phys: str = "usb-1/input0", keys: str = READER_KEYS) -> None:
        of = self.sys_root / "class/input" / f"event{number}" / "device"
        (of / "id").mkdir(parents=True)
        (of / "capabilities").mkdir()
        for file, text in (("name", name), ("phys", phys), ("uniq", ""), ("capabilities/key", keys),
                           ("id/vendor", "ffff"), ("id/product", "0035")):  # fmt: skip
            (of / file).write_text(text + "\n")
        node = self.dev_root / "input" / f"event{number}"
        os.mkfifo(node)
        self._ends[number] = os.open(node, os.O_RDWR | os.O_NONBLOCK)

    def unplug(self, number: int) -> None:
        (self.dev_root / "input" / f"event{number}").unlink()
        entry = self.sys_root / "class/input" / f"event{number}"
        entry.rename(entry.with_name(f"was{number}"))
        os.close(self._ends.pop(number))

    def send_bytes(self, number: int, data: bytes) -> None:
        os.write(self._ends[number], data)

    def send(self, number: int, script: Script) -> None:
        self.send_bytes(number, records(script))

    def reader(self, heard: Heard, **match: str | int) -> EvdevReader:
        spec = ScannerSpec("fob", match=DeviceMatch(**match))  # type: ignore[arg-type]
        return self.reader_of(spec, heard)

    def reader_of(self, spec: ScannerSpec, emit: Emit, tap: Tap | None = None) -> EvdevReader:
        roots = {"sys_root": self.sys_root, "dev_root": self.dev_root}
        return EvdevReader(spec, emit, tap=tap, open_device=self.open, **roots)

    def open(self, found: FoundDevice) -> FifoDevice:
        """Open the FIFO of this device. The tests use this method in place of `hardware.evdev_device.open_device`."""
        number = int(found.node.name.removeprefix("event"))
        device = FifoDevice(found.node, self.keys_down.get(number))
        self.opened[found.node.name] = device
        return device

    def close(self) -> None:
        for end in self._ends.values():
            os.close(end)
