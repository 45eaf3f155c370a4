"""Tests of a scanner that has several input devices.

The reader grabs all these devices, and reads the devices that send typed characters. A device may also appear later.
"""

from collections.abc import Iterator
from itertools import zip_longest
from pathlib import Path

import pytest

from hardware.scan import Cause, ReaderState
from hardware.spec import DeviceMatch, OnGap, ScannerSpec
from tests.hardware.keystrokes import ENTER, Script, down, line, report, type_text, up
from tests.hardware.listening import Heard, running
from tests.hardware.machine import Machine

pytestmark = pytest.mark.slow
FIRST, SECOND, MEDIA, OTHER = 3, 4, 5, 6
SPEC = ScannerSpec("fob", match=DeviceMatch(phys="usb-1/input0"))


@pytest.fixture
def heard() -> Heard:
    return Heard()


@pytest.fixture
def machine(tmp_path: Path) -> Iterator[Machine]:
    machine = Machine(tmp_path)
    machine.plug(FIRST, phys="usb-1/input0")
    yield machine
    machine.close()


def test_both_keyboards_of_one_scanner_are_read(machine: Machine, heard: Heard) -> None:
    machine.plug(SECOND, phys="usb-1/input1")
    with running(machine.reader_of(SPEC, heard)):
        heard.until_ready()
        machine.send(SECOND, line("ITEM-1"))
        heard.until_codes("ITEM-1")
        machine.send(FIRST, line("42"))
        heard.until_codes("ITEM-1", "42")


def test_what_they_type_at_the_same_time_does_not_mix(machine: Machine, heard: Heard) -> None:
    machine.plug(SECOND, phys="usb-1/input1")
    # on a busy machine, keys can come more slowly than from a real scanner, so only a pause of 2 s ends a code
    spec = ScannerSpec("fob", match=SPEC.match, gap_ms=2000)
    with running(machine.reader_of(spec, heard)):
        heard.until_ready()
        for steps in zip_longest(line("ABC-1"), line("abcd2")):
            for number, step in zip((FIRST, SECOND), steps, strict=True):
                machine.send(number, [step] if step else [])
        heard.until(lambda h: len(h.codes) == 2)
    assert sorted(heard.codes) == ["ABC-1", "abcd2"]


def test_each_is_ended_by_its_own_silence(machine: Machine, heard: Heard) -> None:
    machine.plug(SECOND, phys="usb-1/input1")
    with running(machine.reader_of(ScannerSpec("fob", match=SPEC.match, on_gap=OnGap.EMIT), heard)):
        heard.until_ready()
        machine.send(SECOND, type_text("2"))
        machine.send(FIRST, type_text("1"))
        heard.until(lambda h: sorted(h.codes) == ["1", "2"])


def test_one_of_another_port_is_left_alone(machine: Machine, heard: Heard) -> None:
    machine.plug(OTHER, phys="usb-11/input1")
    with running(machine.reader_of(SPEC, heard)):
        heard.until_ready()
        assert set(machine.opened) == {"event3"}


def test_a_keyboard_that_comes_a_little_later_is_read_too(machine: Machine, heard: Heard) -> None:
    with running(machine.reader_of(SPEC, heard)):
        heard.until_ready()
        machine.plug(SECOND, phys="usb-1/input1")
        machine.send(SECOND, line("ITEM-1"))
        machine.send(FIRST, line("42"))
        heard.until(lambda h: sorted(h.codes) == ["42", "ITEM-1"])
    assert heard.misreads == []


def test_one_that_never_can_be_opened_is_told(machine: Machine, heard: Heard) -> None:
    """The reader reports a device that it can never open.

    Otherwise scans of this device would be lost, and staff would not know the reason.
    """
    with running(machine.reader_of(SPEC, heard)):
        heard.until_ready()
        machine.plug(SECOND, phys="usb-1/input1")
        node = machine.dev_root / "input/event4"
        node.unlink()
        status = heard.until_state(ReaderState.ABSENT, Cause.NO_SUCH_DEVICE)
    assert status.why == f"there is no device {node}: is it plugged in?"


def test_unplugged_while_both_type_is_one_misread(machine: Machine, heard: Heard) -> None:
    machine.plug(SECOND, phys="usb-1/input1")
    spec = ScannerSpec("fob", match=SPEC.match, gap_ms=2000)
    with running(machine.reader_of(spec, heard)):
        heard.until_ready()
        machine.send(FIRST, line("42"))
        heard.until_codes("42")
        machine.send(FIRST, type_text("1"))
        machine.send(SECOND, type_text("2"))
        machine.unplug(SECOND)
        heard.until_state(ReaderState.ABSENT, Cause.GONE)
    assert heard.misreads == ["unplugged"]


HELD: list[tuple[str, dict[int, list[int]]]] = [
    ("the first", {FIRST: [ENTER]}),
    ("the second", {SECOND: [ENTER]}),
    ("both", {FIRST: [ENTER], SECOND: [ENTER]}),
]


@pytest.mark.parametrize("keys_down", [h[1] for h in HELD], ids=[h[0] for h in HELD])
def test_none_is_taken_while_a_key_of_it_is_down(
    machine: Machine, heard: Heard, keys_down: dict[int, list[int]]
) -> None:
    machine.plug(SECOND, phys="usb-1/input1")
    machine.plug(MEDIA, phys="usb-1/input2", keys="0")
    machine.keys_down.update(keys_down)
    with running(machine.reader_of(SPEC, heard)) as reader:
        heard.until(lambda h: len(h.statuses) == 2)
        assert reader.status.why == "a key of it is down: waiting until it is let go"
        taken = {number: machine.opened[f"event{number}"].grabs for number in (FIRST, SECOND, MEDIA)}
        assert taken == {FIRST: FIRST not in keys_down, SECOND: SECOND not in keys_down, MEDIA: 0}
        for number, keys in keys_down.items():
            machine.send(number, released(keys))
        heard.until_ready()
        assert [device.grabs for device in machine.opened.values()] == [1, 1, 1]


def released(keys: list[int]) -> Script:
    return [step for key in keys for step in up(key) + down(key) + up(key) + report()]
