"""Readers that type like a keyboard, on a machine without input devices.

The library umockdev simulates the devices, and this program types on them. The program runs under the system's own
Python inside `umockdev-wrapper`. First it prints the paths of the simulated /dev and /sys. Then each line of its input
is a request in JSON:

{"do": "add" | "remove" | "type", "number": 5, ...}
"""

import json
import os
import struct
import sys
import tempfile
import time
from threading import Event
from typing import Any

import gi  # type: ignore[import-not-found]  # Debian's python3-gi, outside the venv

gi.require_version("UMockdev", "1.0")
from gi.repository import UMockdev  # type: ignore[import-not-found]  # noqa: E402 - the version must be set first

KEYS = list(range(1, 128))
DIGITS = {"1": 2, "2": 3, "3": 4, "4": 5, "5": 6, "6": 7, "7": 8, "8": 9, "9": 10, "0": 11}
LETTERS = dict(zip("QWERTYUIOPASDFGHJKLZXCVBNM", [*range(16, 26), *range(30, 39), *range(44, 51)], strict=True))
CODES = {**DIGITS, **LETTERS, "-": 12, " ": 57, "/": 53}
SHIFT, ENTER = 42, 28
BETWEEN_KEYS = Event()


def words(bits: list[int]) -> str:
    value = sum(1 << bit for bit in bits)
    found = []
    while value:
        found.append(f"{value & (2**64 - 1):x}")
        value >>= 64
    return " ".join(reversed(found))


def bitmap(bits: list[int], size: int) -> str:
    return sum(1 << bit for bit in bits).to_bytes(size, "little").hex().upper()


def text(said: str) -> str:
    """Return the text in the form of an answer of the kernel: the length of the text, then 256 bytes."""
    return f"{len(said) + 1} {said.encode().ljust(256, bytes(1)).hex()}"


def describe(number: int, name: str, phys: str) -> str:
    path = f"/devices/pci/usb1/1-{number}/input/input{number}"
    return f"""P: {path}
E: SUBSYSTEM=input
A: name={name}\\n
A: phys={phys}\\n
A: uniq=\\n
A: id/vendor=ffff\\n
A: id/product=0035\\n
A: capabilities/key={words(KEYS)}\\n

P: {path}/event{number}
N: input/event{number}
L: device=../../input{number}
E: DEVNAME=/dev/input/event{number}
E: MAJOR=13
E: MINOR={64 + number}
E: SUBSYSTEM=input
"""


def answers(number: int, name: str, phys: str) -> str:
    return f"""@DEV /dev/input/event{number}
EVIOCGVERSION 0 01000100
EVIOCGID 0 0300FFFF35000111
EVIOCGBIT(0) 4 13000000
EVIOCGBIT(1) 96 {bitmap(KEYS, 96)}
EVIOCGBIT(4) 96 {bitmap([4], 96)}
EVIOCGKEY 96 {"00" * 96}
EVIOCGNAME {text(name)}
EVIOCGPHYS {text(phys)}
EVIOCGUNIQ {text("")}
EVIOCGEFFECTS 0 00000000
"""


class Keyboards:
    """The devices of one testbed of umockdev."""

    def __init__(self) -> None:
        self.bed: Any = UMockdev.Testbed.new()
        self._lines: dict[int, int] = {}

    def add(self, number: int, name: str, phys: str) -> None:
        self.bed.add_from_string(describe(number, name, phys))
        with tempfile.NamedTemporaryFile("w", suffix=".ioctl") as file:
            file.write(answers(number, name, phys))
            file.flush()
            self.bed.load_ioctl(f"/dev/input/event{number}", file.name)
        self._lines[number] = self.bed.get_dev_fd(f"/dev/input/event{number}")

    def type(self, number: int, text: str) -> None:
        for letter in text:
            self._key(number, CODES[letter.upper()], shifted=letter.isupper())
        self._key(number, ENTER, shifted=False)

    def _key(self, number: int, code: int, *, shifted: bool) -> None:
        strokes = [(SHIFT, 1), (code, 1), (code, 0), (SHIFT, 0)] if shifted else [(code, 1), (code, 0)]
        for key, value in strokes:
            self._event(number, 1, key, value)
            self._event(number, 0, 0, 0)
            BETWEEN_KEYS.wait(0.001)

    def _event(self, number: int, kind: int, code: int, value: int) -> None:
        now = time.monotonic()
        os.write(self._lines[number], struct.pack("llHHi", int(now), int(now % 1 * 1e6), kind, code, value))


keyboards = Keyboards()
print(json.dumps([keyboards.bed.get_root_dir(), os.environ["LD_PRELOAD"]]), flush=True)
for line in sys.stdin:
    asked = json.loads(line)
    if asked["do"] == "add":
        keyboards.add(asked["number"], asked["name"], asked["phys"])
    else:
        keyboards.type(asked["number"], asked["text"])
    print("true", flush=True)
