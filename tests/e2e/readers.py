"""The two kinds of readers in end-to-end tests: serial lines, and keyboards that umockdev simulates."""

import json
import shutil
import subprocess
import threading
import time
from contextlib import ExitStack
from pathlib import Path
from typing import Protocol

from kiosk.demo.pretend_readers import BETWEEN_S, PretendReader
from tests.e2e.desk import HERE, SYSTEM_PYTHON, Desk

SERIAL = """
[[scanner]]
name = "{name}"
reads = "{reads}"
driver = "serial"
port = "{port}"
"""
EVDEV = """
[[scanner]]
name = "{name}"
reads = "{reads}"
driver = "evdev"
match = {{ vendor = 0xffff, phys = "{phys}" }}
"""


class Scanning(Protocol):
    """A reader of codes."""

    def scan(self, code: str) -> None:
        """Hold this code to the reader."""


class Readers(Protocol):
    """A fob reader and an item scanner."""

    @property
    def fobs(self) -> Scanning: ...
    @property
    def items(self) -> Scanning: ...
    @property
    def environ(self) -> dict[str, str]: ...

    def set_up(self, desk: Desk, stack: ExitStack) -> str:
        """Make the readers, and return the tables of the settings file that name them."""
        ...


class SerialReaders:
    """Two serial lines that can be unplugged."""

    def __init__(self, folder: Path) -> None:
        self.fobs = PretendReader(folder / "fob-reader")
        self.items = PretendReader(folder / "item-scanner")
        self.environ: dict[str, str] = {}

    def set_up(self, _desk: Desk, stack: ExitStack) -> str:
        for reader in (self.fobs, self.items):
            reader.plug()
            stack.callback(reader.unplug)
        fob = SERIAL.format(name="fob", reads="fobs", port=self.fobs.port)
        return fob + SERIAL.format(name="items", reads="items", port=self.items.port)


class Keyboard:
    """A reader that types like a keyboard, at the speed of a scanner."""

    def __init__(self, number: int) -> None:
        self.number = number
        self.phys = f"usb-pretended-{number}/input0"
        self.driver: subprocess.Popen[str] | None = None
        self._typed_at = -BETWEEN_S

    def scan(self, code: str) -> None:
        """Type this code and Enter. Before that, wait as long as a person needs between two scans."""
        threading.Event().wait(max(0.0, self._typed_at + BETWEEN_S - time.monotonic()))
        self.ask(do="type", text=code)
        self._typed_at = time.monotonic()

    def ask(self, **request: str) -> None:
        """Send a request about this keyboard to the program `keyboards.py`, and wait for the answer of the program."""
        assert self.driver is not None
        assert self.driver.stdin is not None
        assert self.driver.stdout is not None
        self.driver.stdin.write(json.dumps({**request, "number": self.number}) + "\n")
        self.driver.stdin.flush()
        assert self.driver.stdout.readline() == "true\n"


class KeyboardReaders:
    """Two readers that type like keyboards. They are of the same model, and only their ports differ."""

    def __init__(self) -> None:
        self.fobs, self.items = Keyboard(5), Keyboard(6)
        self.environ: dict[str, str] = {}

    @staticmethod
    def missing() -> bool:
        """Return True if umockdev, which simulates the keyboards, is not installed here."""
        if shutil.which("umockdev-wrapper") is None:
            return True
        code = "import gi; gi.require_version('UMockdev', '1.0')"
        return subprocess.run([SYSTEM_PYTHON, "-c", code], capture_output=True, check=False).returncode != 0

    def set_up(self, desk: Desk, _stack: ExitStack) -> str:
        driver = desk.talk_to(["umockdev-wrapper", SYSTEM_PYTHON, str(HERE / "keyboards.py")])
        assert driver.stdout is not None
        root, preload = json.loads(driver.stdout.readline())
        self.environ = {"UMOCKDEV_DIR": root, "LD_PRELOAD": preload}
        tables = ""
        for keyboard, name, reads in ((self.fobs, "fob", "fobs"), (self.items, "items", "items")):
            keyboard.driver = driver
            keyboard.ask(do="add", name="Pretended reader", phys=keyboard.phys)
            tables += EVDEV.format(name=name, reads=reads, phys=keyboard.phys)
        return tables
