"""The reader of key events: its thread, its device lost and found, the right one of two. The device here is a pipe that
speaks the kernel's records; tests/vm has real ones."""

import os
import struct
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from hardware.evdev_reader import EvdevReader, InputNode
from hardware.input_devices import InputDevice, describe, fits, input_devices
from hardware.reader import Unavailable
from hardware.recording import Raw, RawKey
from hardware.scan import Cause, ReaderEvent, ReaderState
from hardware.spec import DeviceMatch, OnGap, ScannerSpec
from tests.hardware.keystrokes import Script, dropped, line, report, timed, type_text
from tests.hardware.listening import Heard, running

READER_KEYS = "e080ffdf01cfffff fffffffffffffffe"
SPEC = ScannerSpec("fob", match=DeviceMatch(vendor=0xFFFF, product=0x35))


def records(script: Script) -> bytes:
    return b"".join(
        struct.pack("@llHHi", int(at), round(at % 1 * 1e6), kind, code, value)
        for at, kind, code, value in timed(script)
    )


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


@pytest.fixture
def machine(tmp_path: Path) -> Iterator[Machine]:
    yield (machine := Machine(tmp_path))
    machine.close()


def test_the_fitting_device_is_found_and_read(machine: Machine, heard: Heard) -> None:
    machine.plug(3)
    with running(machine.reader(heard, vendor=0xFFFF, product=0x35)):
        heard.until_ready()
        machine.send(3, line("42"))
        heard.until_codes("42")


def test_it_is_found_again_at_another_number(machine: Machine, heard: Heard) -> None:
    machine.plug(3)
    with running(machine.reader(heard, name="RF*")):
        heard.until_ready()
        machine.unplug(3)
        heard.until_state(ReaderState.ABSENT, Cause.GONE)
        machine.plug(11)
        heard.until_ready(times=2)
        machine.send(11, line("42"))
        heard.until_codes("42")


def test_two_of_a_kind_are_told_apart_by_their_port(machine: Machine) -> None:
    machine.plug(4, phys="usb-0000:00:14.0-2/input0")
    machine.plug(3, phys="usb-0000:00:14.0-1/input0")
    left, right = Heard(), Heard()
    with running(machine.reader(left, phys="*-1/input0")), running(machine.reader(right, phys="usb-0000:00:14.0-2/*")):
        left.until_ready()
        right.until_ready()
        machine.send(3, line("1"))
        machine.send(4, line("2"))
        left.until_codes("1")
        right.until_codes("2")


def test_nothing_fits(machine: Machine, heard: Heard) -> None:
    machine.plug(3)
    with running(machine.reader(heard, vendor=0x1234, name="Scan*")):
        status = heard.until_state(ReaderState.ABSENT, Cause.NO_SUCH_DEVICE)
    assert status.why == "no input device fits vendor 0x1234, name 'Scan*' (1 are here): is it plugged in?"


def test_a_mouse_is_no_reader(machine: Machine, heard: Heard) -> None:
    machine.plug(3, name="Mouse", keys="70000 0 0 0 0")
    with running(machine.reader(heard, vendor=0xFFFF)):
        status = heard.until_state(ReaderState.FAILED, Cause.NOT_A_READER)
    assert status.why == "'Mouse' has no digit keys and no Enter: it is not a reader that acts as a keyboard"


def test_a_node_that_has_not_come_yet_is_waited_for(machine: Machine, heard: Heard) -> None:
    machine.plug(3)
    node = machine.dev_root / "input/event3"
    node.rename(node.with_name("later"))
    with running(machine.reader(heard, vendor=0xFFFF)):
        status = heard.until_state(ReaderState.ABSENT, Cause.NO_SUCH_DEVICE)
        assert status.why == f"there is no device {node}: is it plugged in?"
        node.with_name("later").rename(node)
        heard.until_ready()


def test_the_other_parts_of_one_scanner_are_opened_with_it(machine: Machine, heard: Heard) -> None:
    machine.plug(3, phys="usb-1/input0")
    machine.plug(4, phys="usb-1/input1", keys="0")
    machine.plug(5, phys="usb-2/input0")
    with running(machine.reader(heard, phys="usb-1/*")):
        heard.until_ready()
        held_by_us = [number for number in (3, 4, 5) if open_count(machine, number) > 1]
    assert held_by_us == [3, 4]


def open_count(machine: Machine, number: int) -> int:
    """How many descriptors of this process are at the node; the test's own end is one."""
    node = machine.dev_root / f"input/event{number}"
    return sum(link.resolve() == node for link in Path("/proc/self/fd").iterdir())


DEVICE = InputDevice(Path("/dev/input/event3"), "Sycreader RFID", 0xFFFF, 0x35, "usb-1/input0", "08FF", types=True)
MATCHES: list[tuple[DeviceMatch, bool]] = [
    (DeviceMatch(vendor=0xFFFF), True),
    (DeviceMatch(vendor=0xFFFF, product=0x36), False),
    (DeviceMatch(name="Sycreader RFID"), True),
    (DeviceMatch(name="Syc*"), True),
    (DeviceMatch(name="syc*"), False),
    (DeviceMatch(phys="usb-?/input0"), True),
    (DeviceMatch(phys="usb-2/*"), False),
    (DeviceMatch(uniq="08FF"), True),
    (DeviceMatch(uniq="08"), False),
    (DeviceMatch(path="/dev/input/event3"), True),
    (DeviceMatch(path="/dev/input/event4"), False),
]


@pytest.mark.parametrize(("match", "fit"), MATCHES, ids=[describe(m[0]) for m in MATCHES])
def test_every_given_part_must_fit(match: DeviceMatch, fit: bool) -> None:  # noqa: FBT001 - a column of the table
    assert fits(match, DEVICE) is fit


def test_a_path_may_be_a_link(machine: Machine, tmp_path: Path) -> None:
    machine.plug(3)
    machine.plug(4)
    link = tmp_path / "kiosk-fob"
    link.symlink_to(machine.dev_root / "input/event4")
    found = input_devices(machine.sys_root, machine.dev_root)
    assert [d.node.name for d in found if fits(DeviceMatch(path=str(link)), d)] == ["event4"]
