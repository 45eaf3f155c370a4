"""Tests of key events, from the device in sysfs to the scan.

The tests run the command `python -m hardware watch`. The program umockdev simulates the device.
"""

import os
import shutil
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from tests.hardware.keystrokes import Script, dropped, line, pause, report, timed, type_text

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(shutil.which("umockdev-run") is None, reason="umockdev is not installed"),
]

DEVICES = """\
P: /devices/pci0/usb1/1-{port}/1-{port}:1.{part}/0003:FFFF:0035.000{port}/input/input{number}
E: SUBSYSTEM=input
A: name=Sycreader RFID\\n
A: phys={phys}\\n
A: uniq=08FF20140315\\n
A: id/vendor=ffff\\n
A: id/product=0035\\n
A: capabilities/key=e080ffdf01cfffff fffffffffffffffe\\n

P: /devices/pci0/usb1/1-{port}/1-{port}:1.{part}/0003:FFFF:0035.000{port}/input/input{number}/event{number}
N: input/event{number}
E: DEVNAME=/dev/input/event{number}
E: SUBSYSTEM=input
E: MAJOR=13
E: MINOR={minor}
L: device=..
"""


def asked_text(text: str) -> str:
    """Return the text in the form of an answer of the kernel: the length of the text, then 256 bytes."""
    return f"{len(text) + 1} {text.encode().ljust(256, bytes(1)).hex()}"


KEYS = sum(1 << key for key in range(1, 128)).to_bytes(96, "little").hex()
ANSWERS = f"""\
@DEV /dev/input/event{{number}}
EVIOCGVERSION 0 01000100
EVIOCGID 0 0300FFFF35000111
EVIOCGBIT(0) 4 13000000
EVIOCGBIT(1) 96 {KEYS}
EVIOCGBIT(4) 96 {"10".ljust(192, "0")}
EVIOCGKEY 96 {"00" * 96}
EVIOCGNAME {asked_text("Sycreader RFID")}
EVIOCGPHYS {{phys}}
EVIOCGUNIQ {asked_text("08FF20140315")}
EVIOCGEFFECTS 0 00000000
"""
PATIENCE_S = 30
# On a busy machine, simulated keys can come more slowly than from any real scanner. So only a pause of 3 s ends a code.
SLOW = "--gap-ms=3000"


class Bench:
    """A folder with files that describe the devices and the keys that are typed on each device."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._options: list[str] = []

    def plug(self, number: int, port: int, script: Script, *, part: int = 0) -> None:
        device, answers, events = (self.folder / f"{number}.{kind}" for kind in ("umockdev", "ioctl", "events"))
        phys = f"usb-0000:00:14.0-{port}/input{part}"
        device.write_text(DEVICES.format(number=number, port=port, part=part, phys=phys, minor=64 + number))
        answers.write_text(ANSWERS.format(number=number, phys=asked_text(phys)))
        typed = timed(script, 0.0)
        events.write_text("".join(f"E: {at:.6f} {kind:04x} {code:04x} {value}\n" for at, kind, code, value in typed))
        node = f"/dev/input/event{number}"
        self._options += ["-d", str(device), "-i", f"{node}={answers}", "-e", f"{node}={events}"]

    @contextmanager
    def watching(self, *options: str) -> Iterator["subprocess.Popen[str]"]:
        command = [sys.executable, "-m", "hardware", "watch", "--show", SLOW, *options]
        with subprocess.Popen(
            ["umockdev-run", *self._options, "--", *command], stdout=subprocess.PIPE, text=True, start_new_session=True
        ) as process:
            # Send SIGKILL and not SIGTERM. After SIGTERM, umockdev-run waits for its child. But the child can be stuck
            # in the library that umockdev-run has loaded into it, and then never ends.
            end = threading.Timer(PATIENCE_S, _kill, (process.pid,))
            end.start()
            try:
                yield process
            finally:
                end.cancel()
                _kill(process.pid)

    def lines(self, last: str, *options: str) -> list[str]:
        """Return the output of `watch` up to the line that contains `last`, including this line."""
        said = []
        with self.watching(*options) as process:
            assert process.stdout is not None
            for row in process.stdout:
                said.append(row.strip())
                if last in row:
                    break
        return said


def _kill(group: int) -> None:
    with suppress(ProcessLookupError):
        os.killpg(group, signal.SIGKILL)


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
    return Bench(tmp_path)


def test_a_scan_goes_all_the_way(bench: Bench) -> None:
    bench.plug(7, 2, line("0008075634") + pause(4) + line("ITEM-00042"))
    said = bench.lines("ITEM", "--vendor", "0xffff", "--product", "0x35", "--transform", "strip")
    assert said == ["reader: opening", "reader: ready", "reader: scan, '0008075634'", "reader: scan, 'ITEM-00042'"]


def test_of_two_readers_of_a_kind_the_port_tells(bench: Bench) -> None:
    bench.plug(7, 2, line("0000000002"))
    bench.plug(8, 1, line("0000000001"))
    assert bench.lines("scan", "--phys", "usb-*-2/input0")[-1] == "reader: scan, '0000000002'"
    assert bench.lines("scan", "--phys", "usb-*-1/input0")[-1] == "reader: scan, '0000000001'"


def test_two_keyboards_of_one_scanner_are_one_reader(bench: Bench) -> None:
    bench.plug(7, 2, line("0008075634") + pause(4) + line("777"))
    bench.plug(8, 2, line("ITEM-00042"), part=1)
    said = bench.lines("777", "--phys", "usb-*-2/input0")
    assert sorted(said[2:-1]) == ["reader: scan, '0008075634'", "reader: scan, 'ITEM-00042'"]


NOT_THERE = "reader: absent, there is no device /dev/input/event7: is it plugged in?"
ODD_ANSWERS: list[tuple[str, str, str, str]] = [
    ("its number is another device's now", b"14.0-2/".hex(), b"14.0-3/".hex(), NOT_THERE),
    ("it is another kind of device now", "EVIOCGID 0 0300FFFF3500", "EVIOCGID 0 0300FFFF3600", NOT_THERE),
    ("it went away while it was opened", "EVIOCGVERSION 0 01000100\n", "", NOT_THERE),
    ("its name is no text", b"Sycreader".hex(), b"S\xffcreader".hex(),
     "reader: failed, /dev/input/event7 cannot be opened: Invalid or incomplete multibyte or wide character"),
]  # fmt: skip


@pytest.mark.parametrize(("found", "given", "said"), [o[1:] for o in ODD_ANSWERS], ids=[o[0] for o in ODD_ANSWERS])
def test_a_device_that_is_not_what_was_found_is_not_read(bench: Bench, found: str, given: str, said: str) -> None:
    bench.plug(7, 2, line("0008075634"))
    answers = bench.folder / "7.ioctl"
    assert found in answers.read_text()
    answers.write_text(answers.read_text().replace(found, given))
    assert bench.lines("/dev/input/event7", "--vendor", "0xffff")[1:] == [said]


def test_dropped_events_are_a_misread(bench: Bench) -> None:
    bench.plug(7, 2, type_text("12") + dropped() + report() + line("678") + pause(4) + line("777"))
    said = bench.lines("777", "--name", "Syc*")
    assert said[2:] == ["reader: misread (dropped)", "reader: scan, '777'"]


def test_the_list_says_what_to_write_in_the_settings(bench: Bench) -> None:
    bench.plug(7, 2, [])
    command = ["umockdev-run", *bench._options, "--", sys.executable, "-m", "hardware", "list"]
    said = subprocess.run(command, capture_output=True, text=True, check=True, timeout=PATIENCE_S).stdout.splitlines()
    assert said == [
        "/dev/input/event7  Sycreader RFID",
        '    match = { vendor = 0xffff, product = 0x0035, phys = "usb-0000:00:14.0-2/input0" }',
    ]
