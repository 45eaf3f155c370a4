"""The whole way of a key event, from sysfs to a scan, by the command itself, on a device that umockdev makes up."""

import os
import shutil
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.hardware.keystrokes import Script, dropped, line, pause, report, timed, type_text

pytestmark = pytest.mark.skipif(shutil.which("umockdev-run") is None, reason="umockdev is not installed")

DEVICES = """\
P: /devices/pci0/usb1/1-{port}/1-{port}:1.0/0003:FFFF:0035.000{port}/input/input{number}
E: SUBSYSTEM=input
A: name=Sycreader RFID\\n
A: phys=usb-0000:00:14.0-{port}/input0\\n
A: uniq=08FF20140315\\n
A: id/vendor=ffff\\n
A: id/product=0035\\n
A: capabilities/key=e080ffdf01cfffff fffffffffffffffe\\n

P: /devices/pci0/usb1/1-{port}/1-{port}:1.0/0003:FFFF:0035.000{port}/input/input{number}/event{number}
N: input/event{number}
E: DEVNAME=/dev/input/event{number}
E: SUBSYSTEM=input
E: MAJOR=13
E: MINOR={minor}
L: device=..
"""


PATIENCE_S = 30
SLOW = "--gap-ms=3000"  # a busy machine may pause between two keys for longer than a scanner ever does


class Bench:
    """Files that describe the devices and what is typed on each."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._options: list[str] = []

    def plug(self, number: int, port: int, script: Script) -> None:
        device, events = self._folder / f"{number}.umockdev", self._folder / f"{number}.events"
        device.write_text(DEVICES.format(number=number, port=port, minor=64 + number))
        typed = timed(script, 0.0)
        events.write_text("".join(f"E: {at:.6f} {kind:04x} {code:04x} {value}\n" for at, kind, code, value in typed))
        self._options += ["-d", str(device), "-e", f"/dev/input/event{number}={events}"]

    @contextmanager
    def watching(self, *options: str) -> Iterator["subprocess.Popen[str]"]:
        command = [sys.executable, "-m", "hardware", "watch", "--show", SLOW, *options]
        with subprocess.Popen(
            ["umockdev-run", *self._options, "--", *command], stdout=subprocess.PIPE, text=True, start_new_session=True
        ) as process:
            end = threading.Timer(PATIENCE_S, os.killpg, (process.pid, signal.SIGTERM))
            end.start()
            try:
                yield process
            finally:
                end.cancel()
                os.killpg(process.pid, signal.SIGTERM)

    def lines(self, last: str, *options: str) -> list[str]:
        """What `watch` says up to and with the line that contains `last`."""
        said = []
        with self.watching(*options) as process:
            assert process.stdout is not None
            for row in process.stdout:
                said.append(row.strip())
                if last in row:
                    break
        return said


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


def test_dropped_events_are_a_misread(bench: Bench) -> None:
    bench.plug(7, 2, type_text("12") + dropped() + report() + line("678") + pause(4) + line("777"))
    said = bench.lines("777", "--name", "Syc*")
    assert said[2:] == ["reader: misread (dropped)", "reader: scan, '777'"]


def test_the_list_says_what_to_write_in_the_settings(bench: Bench) -> None:
    bench.plug(7, 2, [])
    command = ["umockdev-run", *bench._options, "--", sys.executable, "-m", "hardware", "list"]
    said = subprocess.run(command, capture_output=True, text=True, check=True).stdout.splitlines()
    assert said == [
        "/dev/input/event7  Sycreader RFID",
        '    match = { vendor = 0xffff, product = 0x0035, phys = "usb-0000:00:14.0-2/input0" }',
    ]
