"""Tests of the search for input devices.

The kiosk finds the device of a reader, also after it was unplugged, and takes no similar device instead.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest

from hardware.input_devices import FoundDevice, describe, fits, input_devices
from hardware.scan import Cause, ReaderState
from hardware.spec import DeviceMatch
from tests.hardware.keystrokes import line
from tests.hardware.listening import Heard, open_files, running
from tests.hardware.machine import Machine


@pytest.fixture
def heard() -> Heard:
    return Heard()


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
    """Return how many file descriptors of this process have the node open. The test itself has one of them."""
    node = machine.dev_root / f"input/event{number}"
    return open_files().count(node)


DEVICE = FoundDevice(Path("/dev/input/event3"), "Sycreader RFID", 0xFFFF, 0x35, "usb-1/input0", "08FF", types=True)
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


def test_a_device_that_goes_while_we_look_is_passed_over(machine: Machine) -> None:
    machine.plug(3)
    machine.plug(4)
    name = machine.sys_root / "class/input/event3/device/name"
    name.unlink()
    # put a folder in place of the file: nobody can read it as a file, as if the device were unplugged at this moment
    name.mkdir()
    assert [device.node.name for device in input_devices(machine.sys_root, machine.dev_root)] == ["event4"]


def test_a_device_without_a_port_or_an_identity_is_listed_too(machine: Machine) -> None:
    machine.plug(3)
    for file in ("phys", "uniq", "id/vendor"):
        (machine.sys_root / "class/input/event3/device" / file).unlink()
    [device] = input_devices(machine.sys_root, machine.dev_root)
    assert (device.phys, device.uniq, device.vendor, device.product) == ("", "", 0, 0x35)
