"""The reader of key events: its thread, and its device lost and found. The device here is a pipe that speaks the
kernel's records; tests/vm has real ones."""

import os
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from hardware.evdev_reader import EvdevReader, InputNode
from hardware.reader import Unavailable
from hardware.recording import Raw, RawKey
from hardware.scan import Cause, ReaderEvent, ReaderState
from hardware.spec import DeviceMatch, OnGap, ScannerSpec
from tests.hardware.keystrokes import dropped, line, report, timed, type_text
from tests.hardware.listening import Heard, running
from tests.hardware.machine import records

SPEC = ScannerSpec("fob", match=DeviceMatch(vendor=0xFFFF, product=0x35))


class PipeDevice:
    """A device that is plugged in as often as it is opened, after `plug()`."""

    def __init__(self) -> None:
        self._inner: list[int] = []
        self._outer = -1

    def plug(self) -> None:
        inner, self._outer = os.pipe2(os.O_NONBLOCK | os.O_CLOEXEC)
        self._inner.append(inner)

    def send(self, data: bytes) -> None:
        os.write(self._outer, data)

    def unplug(self) -> None:
        os.close(self._outer)

    def open(self) -> InputNode:
        if not self._inner:
            raise Unavailable(Cause.NO_SUCH_DEVICE, "nothing is plugged in")
        return InputNode(self._inner.pop(0), Path("/dev/input/event0"))


@pytest.fixture
def device() -> Iterator[PipeDevice]:
    yield (device := PipeDevice())
    device.unplug()


@pytest.fixture
def heard() -> Heard:
    return Heard()


def reader_of(device: PipeDevice, heard: Heard, spec: ScannerSpec = SPEC) -> EvdevReader:
    return EvdevReader(spec, heard, open_node=device.open)


def test_scans_come_from_the_reader_s_own_thread(device: PipeDevice, heard: Heard) -> None:
    threads: set[str] = set()

    def emit(event: ReaderEvent) -> None:
        threads.add(threading.current_thread().name)
        heard(event)

    device.plug()
    with running(EvdevReader(SPEC, emit, open_node=device.open)):
        heard.until_ready()
        device.send(records(line("0008075634") + line("ITEM-1")))
        heard.until_codes("0008075634", "ITEM-1")
    assert threads == {"reader-fob"}
    assert heard.told()[:2] == ["[opening]", "[ready]"]


def test_records_may_arrive_in_any_pieces(device: PipeDevice, heard: Heard) -> None:
    device.plug()
    with running(reader_of(device, heard)):
        for byte in records(line("42")):
            device.send(bytes([byte]))
        heard.until_codes("42")


def test_a_scan_without_an_end_is_ended_by_silence(device: PipeDevice, heard: Heard) -> None:
    device.plug()
    with running(reader_of(device, heard)):
        device.send(records(type_text("42")))
        heard.until_codes("42")


def test_or_is_a_misread(device: PipeDevice, heard: Heard) -> None:
    device.plug()
    with running(reader_of(device, heard, ScannerSpec("fob", match=SPEC.match, on_gap=OnGap.REJECT))):
        device.send(records(type_text("42")))
        heard.until(lambda h: h.misreads == ["gap"])


def test_dropped_events_are_a_misread(device: PipeDevice, heard: Heard) -> None:
    device.plug()
    with running(reader_of(device, heard)):
        device.send(records(type_text("12345") + dropped() + report() + line("678")))
        heard.until(lambda h: h.misreads == ["dropped"])
        device.send(records(line("777")))
        heard.until_codes("777")


def test_k27_unplugged_in_the_middle_and_plugged_in_again(device: PipeDevice, heard: Heard) -> None:
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


def test_a_reader_that_is_not_there_says_so_once_and_waits(device: PipeDevice, heard: Heard) -> None:
    with running(reader_of(device, heard)):
        heard.until_state(ReaderState.ABSENT, Cause.NO_SUCH_DEVICE)
        device.plug()
        heard.until_ready()
    assert heard.told() == ["[opening]", "[absent: no_such_device]", "[ready]"]


def test_a_fault_of_ours_is_told_and_outlived(device: PipeDevice, heard: Heard) -> None:
    faults = iter([ZeroDivisionError("ours")])

    def open_node() -> InputNode:
        for fault in faults:
            raise fault
        return device.open()

    device.plug()
    with running(EvdevReader(SPEC, heard, open_node=open_node)):
        status = heard.until_state(ReaderState.FAILED, Cause.BROKEN)
        assert status.why == "an unexpected fault (ZeroDivisionError)"
        heard.until_ready()


def test_a_listener_that_raises_does_not_end_the_reader(device: PipeDevice, heard: Heard) -> None:
    def emit(event: ReaderEvent) -> None:
        heard(event)
        raise RuntimeError("the loop is closed")

    device.plug()
    with running(EvdevReader(SPEC, emit, open_node=device.open)):
        device.send(records(line("1") + line("2")))
        heard.until_codes("1", "2")


def test_stopping_is_quick_and_final(device: PipeDevice, heard: Heard) -> None:
    device.plug()
    reader = reader_of(device, heard)
    reader.start()
    heard.until_ready()
    reader.stop()
    reader.stop()
    assert "reader-fob" not in {thread.name for thread in threading.enumerate()}


def test_a_reader_that_never_started_can_be_stopped(device: PipeDevice, heard: Heard) -> None:
    device.plug()
    reader_of(device, heard).stop()
    assert heard.events == []


def test_a_tap_hears_what_the_device_sent(device: PipeDevice, heard: Heard) -> None:
    raw: list[Raw] = []
    device.plug()
    with running(EvdevReader(SPEC, heard, open_node=device.open, tap=raw.append)):
        device.send(records(line("1")))
        heard.until_codes("1")
    assert [(r.kind, r.code, r.value) for r in raw if isinstance(r, RawKey)] == [
        (kind, code, value) for _, kind, code, value in timed(line("1"))
    ]
