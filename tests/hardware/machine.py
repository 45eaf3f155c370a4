"""A made-up machine: /sys as the kernel would tell it, and nodes in /dev that are FIFOs."""

import os
import struct
from pathlib import Path

from hardware.evdev_reader import EvdevReader
from hardware.spec import DeviceMatch, ScannerSpec
from tests.hardware.keystrokes import Script, timed
from tests.hardware.listening import Heard

READER_KEYS = "e080ffdf01cfffff fffffffffffffffe"


def records(script: Script) -> bytes:
    return b"".join(
        struct.pack("@llHHi", int(at), round(at % 1 * 1e6), kind, code, value)
        for at, kind, code, value in timed(script)
    )


class Machine:
    """A made-up /sys and /dev with FIFOs for nodes."""

    def __init__(self, root: Path) -> None:
        self.sys_root, self.dev_root = root / "sys", root / "dev"
        (self.sys_root / "class/input").mkdir(parents=True)
        (self.dev_root / "input").mkdir(parents=True)
        self._ends: dict[int, int] = {}

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

    def send(self, number: int, script: Script) -> None:
        os.write(self._ends[number], records(script))

    def reader(self, heard: Heard, **match: str | int) -> EvdevReader:
        spec = ScannerSpec("fob", match=DeviceMatch(**match))  # type: ignore[arg-type]
        return EvdevReader(spec, heard, sys_root=self.sys_root, dev_root=self.dev_root)

    def close(self) -> None:
        for end in self._ends.values():
            os.close(end)
