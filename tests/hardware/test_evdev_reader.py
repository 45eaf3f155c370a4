"""Tests of the reader of key events: its thread, and a device that is lost and found again.

The device here is a FIFO with the kernel's records, which python-evdev reads. Real devices are in tests/vm.
"""

import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from hardware.evdev_device import KeyDevice
from hardware.evdev_reader import EvdevReader
from hardware.input_devices import FoundDevice
from hardware.recording import Raw, RawKey
from hardware.scan import Cause, ReaderEvent, ReaderState
from hardware.spec import DeviceMatch, OnGap, ScannerSpec
from tests.hardware.keystrokes import BETWEEN_S, dropped, line, pause, report, timed, type_text
from tests.hardware.listening import Heard, running
from tests.hardware.machine import Machine, records

SPEC = ScannerSpec("fob", match=DeviceMatch(vendor=0xFFFF, product=0x35))


class OneReader:
    """A machine with one reader. Each time the reader is plugged in, its device node gets another number."""

    def __init__(self, machine: Machine) -> None:
        self.machine = machine
        self.number = 2

    def plug(self) -> None:
        self.number += 1
        self.machine.plug(self.number)

    def send(self, data: bytes) -> None:
        self.machine.send_bytes(self.number, data)

    def unplug(self) -> None:
        self.machine.unplug(self.number)


@pytest.fixture
def device(tmp_path: Path) -> Iterator[OneReader]:
    yield OneReader(machine := Machine(tmp_path))
    machine.close()


@pytest.fixture
def heard() -> Heard:
    return Heard()


def reader_of(device: OneReader, heard: Heard, spec: ScannerSpec = SPEC) -> EvdevReader:
    return device.machine.reader_of(spec, heard)


def test_scans_come_from_the_reader_s_own_thread(device: OneReader, heard: Heard) -> None:
    threads: set[str] = set()

    def emit(event: ReaderEvent) -> None:
        threads.add(threading.current_thread().name)
        heard(event)

    device.plug()
    with running(device.machine.reader_of(SPEC, emit)):
        heard.until_ready()
        device.send(records(line("0008075634") + pause(BETWEEN_S) + line("ITEM-1")))
        heard.until_codes("0008075634", "ITEM-1")
    assert threads == {"reader-fob"}
    assert heard.told()[:2] == ["[opening]", "[ready]"]


def test_events_may_arrive_in_any_batches(device: OneReader, heard: Heard) -> None:
    device.plug()
    with running(reader_of(device, heard)):
        for step in line("42"):
            device.send(records([step]))
        heard.until_codes("42")


def test_a_scan_without_an_end_is_ended_by_silence(device: OneReader, heard: Heard) -> None:
    device.plug()
    with running(reader_of(device, heard)):
        device.send(records(type_text("42")))
        heard.until_codes("42")


def test_or_is_a_misread(device: OneReader, heard: Heard) -> None:
    device.plug()
    with running(reader_of(device, heard, ScannerSpec("fob", match=SPEC.match, on_gap=OnGap.REJECT))):
        device.send(records(type_text("42")))
        heard.until(lambda h: h.misreads == ["gap"])


def test_dropped_events_are_a_misread(device: OneReader, heard: Heard) -> None:
    device.plug()
    with running(reader_of(device, heard)):
        device.send(records(type_text("12345") + dropped() + report() + line("678")))
        heard.until(lambda h: h.misreads == ["dropped"])
        device.send(records(line("777")))
        heard.until_codes("777")


def test_k27_unplugged_in_the_middle_and_plugged_in_again(device: OneReader, heard: Heard) -> None:
    device.plug()
    with running(reader_of(device, heard)) as reader:
        heard.until_ready()
        device.send(records(type_text("12"))[:-7])
        device.unplug()
        heard.until_state(ReaderState.ABSENT, Cause.GONE)
        assert reader.status.why == "it has been unplugged"
        device.plug()
        heard.until_ready(times=2)
        device.send(records(line("345")))
        heard.until_codes("345")
    assert heard.told() == ["[opening]", "[ready]", "(unplugged)", "[absent: gone]", "[ready]", "345"]


def test_a_reader_that_is_not_there_says_so_once_and_waits(device: OneReader, heard: Heard) -> None:
    with running(reader_of(device, heard)):
        heard.until_state(ReaderState.ABSENT, Cause.NO_SUCH_DEVICE)
        device.plug()
        heard.until_ready()
    assert heard.told() == ["[opening]", "[absent: no_such_device]", "[ready]"]


def test_a_fault_of_ours_is_told_and_outlived(device: OneReader, heard: Heard) -> None:
    faults = iter([ZeroDivisionError("ours")])

    def open_device(found: FoundDevice) -> KeyDevice:
        for fault in faults:
            raise fault
        return device.machine.open(found)

    device.plug()
    machine = device.machine
    with running(
        EvdevReader(SPEC, heard, sys_root=machine.sys_root, dev_root=machine.dev_root, open_device=open_device)
    ):
        status = heard.until_state(ReaderState.FAILED, Cause.BROKEN)
        assert status.why == "an unexpected fault (ZeroDivisionError)"
        heard.until_ready()


def test_a_listener_that_raises_does_not_end_the_reader(device: OneReader, heard: Heard) -> None:
    def emit(event: ReaderEvent) -> None:
        heard(event)
        raise RuntimeError("the loop is closed")

    device.plug()
    with running(device.machine.reader_of(SPEC, emit)):
        device.send(records(line("1") + pause(BETWEEN_S) + line("2")))
        heard.until_codes("1", "2")


def test_stopping_is_quick_and_final(device: OneReader, heard: Heard) -> None:
    device.plug()
    reader = reader_of(device, heard)
    reader.start()
    heard.until_ready()
    reader.stop()
    reader.stop()
    assert "reader-fob" not in {thread.name for thread in threading.enumerate()}


def test_a_reader_that_never_started_can_be_stopped(device: OneReader, heard: Heard) -> None:
    device.plug()
    reader_of(device, heard).stop()
    assert heard.events == []


def test_a_tap_hears_what_the_device_sent(device: OneReader, heard: Heard) -> None:
    raw: list[Raw] = []
    device.plug()
    with running(device.machine.reader_of(SPEC, heard, raw.append)):
        device.send(records(line("1")))
        heard.until_codes("1")
    assert [(r.kind, r.code, r.value) for r in raw if isinstance(r, RawKey)] == [
        (kind, code, value) for _, kind, code, value in timed(line("1"))
    ]


def test_python_evdev_is_not_loaded_before_a_reader_runs() -> None:
    code = "import hardware.evdev_reader, hardware.probe, sys; print('evdev' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "False\n"
