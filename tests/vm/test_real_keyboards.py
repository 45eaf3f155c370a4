"""Tests of readers that type like a keyboard, with real input devices of the kernel.

The tests make and remove these devices through /dev/uinput.
"""

import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest
from evdev import UInput, ecodes

from hardware.evdev_device import open_device
from hardware.evdev_reader import EvdevReader
from hardware.input_devices import input_devices
from hardware.key_decoder import EV_KEY, EV_SYN, SYN_DROPPED, KeyDecoder, Mod, Typed
from hardware.scan import Cause, MisreadReason, ReaderState, ReadRefusal
from hardware.scanner_nodes import TypingNode
from hardware.spec import DeviceMatch, ScannerSpec
from kiosk.structs import replace
from tests.hardware.keystrokes import BETWEEN_S, ENTER, Script, down, held, line, tap, type_text, up
from tests.hardware.listening import PATIENCE_S, Heard, open_files, running

REPLUGS = 20
SCANS = 250  # the number of scans on each of two readers
KEY_S = 0.001  # seconds from one press or release to the next; real scanners take 1 to 15 ms
SLOW_MS = 2000  # an emulated machine may pause longer between two keys than any scanner
SPEC = ScannerSpec("fob", match=DeviceMatch(vendor=0xFFFF, product=0x35), gap_ms=SLOW_MS)


class Keyboards:
    """Makes keyboards through /dev/uinput, and removes them at the end of a test."""

    def __init__(self, stack: ExitStack) -> None:
        self._stack = stack

    def plug(self, phys: str = "usb-1/input0") -> UInput:
        keyboard = UInput({ecodes.EV_KEY: list(range(1, 128)), ecodes.EV_MSC: [ecodes.MSC_SCAN]},
                          name="Made-up RFID", vendor=0xFFFF, product=0x35, phys=phys)  # fmt: skip
        self._stack.callback(keyboard.close)
        return keyboard


@pytest.fixture
def keyboards() -> Iterator[Keyboards]:
    with ExitStack() as stack:
        yield Keyboards(stack)


@pytest.fixture
def heard() -> Heard:
    return Heard()


def send(keyboard: UInput, script: Script, wait_s: float = KEY_S) -> None:
    """Type the script with a pause after each press and each release, as the fastest scanners do.

    Without pauses, the events would overflow the buffer of the kernel.
    """
    pausing = threading.Event()
    for step in script:
        keyboard.write(step.kind, step.code, step.value)
        if wait_s and step.kind == EV_SYN:
            pausing.wait(wait_s)


def scan(keyboard: UInput, *codes: str) -> None:
    """Type these codes one after the other, as fast as a person can scan."""
    for code in codes:
        send(keyboard, line(code))
        threading.Event().wait(BETWEEN_S)


def node_of(keyboard: UInput) -> Path:
    assert keyboard.device is not None
    return Path(str(keyboard.device.path))


def opened(keyboard: UInput) -> TypingNode:
    path = node_of(keyboard)
    [found] = [device for device in input_devices() if device.node == path]
    return TypingNode(open_device(found), path, KeyDecoder(gap_s=SLOW_MS / 1000))


def test_a_real_keyboard_is_read_and_nobody_else_hears_it(keyboards: Keyboards, heard: Heard) -> None:
    keyboard = keyboards.plug()
    with running(EvdevReader(SPEC, heard)):
        heard.until_ready()
        desktop = os.open(node_of(keyboard), os.O_RDONLY | os.O_NONBLOCK)
        send(keyboard, line("0008075634"))
        heard.until_codes("0008075634")
        send(keyboard, line("ITEM-00042"))
        heard.until_codes("0008075634", "ITEM-00042")
        with pytest.raises(BlockingIOError):
            os.read(desktop, 24)
        os.close(desktop)


def test_unplugged_in_the_middle_and_found_again_within_two_seconds(keyboards: Keyboards, heard: Heard) -> None:
    """Unplug the keyboard 20 times. Each time, the reader must find it again within 2 s after it is plugged in.

    Two of the 20 searches may take longer, because the emulated machine may stop for a moment.
    """
    keyboard, took_s = keyboards.plug(), []
    with running(EvdevReader(SPEC, heard)):
        heard.until_ready()
        for round_number in range(2, 2 + REPLUGS):
            send(keyboard, type_text("12"))
            keyboard.close()
            heard.until_state(ReaderState.ABSENT, Cause.GONE, times=round_number - 1)
            keyboard, plugged_at = keyboards.plug(), time.monotonic()
            heard.until_ready(times=round_number)
            took_s.append(time.monotonic() - plugged_at)
        send(keyboard, line("345"))
        heard.until_codes("345")
    assert set(heard.misreads) <= {"unplugged"}
    assert sorted(took_s)[-3] < 2, took_s


def test_two_of_a_kind_are_told_apart_by_their_port(keyboards: Keyboards) -> None:
    right, left = keyboards.plug("usb-2/input0"), keyboards.plug("usb-1/input0")
    heard_left, heard_right = Heard(), Heard()
    with (
        running(EvdevReader(replace(SPEC, match=DeviceMatch(phys="usb-1/*")), heard_left)),
        running(EvdevReader(replace(SPEC, match=DeviceMatch(phys="usb-2/*")), heard_right)),
    ):
        heard_left.until_ready()
        heard_right.until_ready()
        send(left, line("1111"))
        send(right, line("2222"))
        heard_left.until_codes("1111")
        heard_right.until_codes("2222")


def wait_until_opened_by_reader(keyboard: UInput) -> None:
    """Wait until this process has opened the keyboard twice: the test types on it, and the reader reads it."""
    pausing, node, until = threading.Event(), node_of(keyboard), time.monotonic() + PATIENCE_S
    while open_files().count(node) < 2:
        assert time.monotonic() < until, "nobody has opened it"
        pausing.wait(0.05)


def test_both_keyboards_of_one_scanner_are_read_and_nobody_else_hears_them(keyboards: Keyboards, heard: Heard) -> None:
    first = keyboards.plug("usb-1/input0")
    with running(EvdevReader(replace(SPEC, match=DeviceMatch(phys="usb-1/input0")), heard)):
        heard.until_ready()
        second = keyboards.plug("usb-1/input1")  # the parts of a real USB device also appear one by one
        wait_until_opened_by_reader(second)
        send(second, line("ITEM-00042"))
        send(first, line("0008075634"))
        heard.until(lambda h: sorted(h.codes) == ["0008075634", "ITEM-00042"])
        for keyboard in (first, second):
            with pytest.raises(OSError, match="busy"):
                keyboard.device.grab()
        second.close()
        heard.until_state(ReaderState.ABSENT, Cause.GONE)
        heard.until_ready(times=2)
        send(first, line("777"))
        heard.until(lambda h: h.codes[-1] == "777")
    assert heard.misreads == []


class Typist:
    """A scanner in another process, so that the threads of this process do not slow the scanner down."""

    def __init__(self, stack: ExitStack, phys: str, codes: list[str]) -> None:
        command = [sys.executable, "-m", "tests.vm.typist", phys, str(KEY_S), *codes]
        self._process = stack.enter_context(
            subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        )
        stack.callback(self.tell)
        self.heard("plugged")

    def tell(self) -> None:
        assert self._process.stdin is not None
        self._process.stdin.write("\n")
        self._process.stdin.flush()

    def heard(self, word: str) -> None:
        assert self._process.stdout is not None
        assert self._process.stdout.readline().strip() == word


def test_no_character_is_lost_at_a_millisecond_a_key_on_two_readers() -> None:
    codes = [f"ITEM-{number:05d}" for number in range(SCANS)]
    listeners = [Heard(), Heard()]
    with ExitStack() as stack:
        typists = [Typist(stack, f"usb-{port}/input0", codes) for port in (1, 2)]
        for port, heard in enumerate(listeners, start=1):
            match = DeviceMatch(phys=f"usb-{port}/input0")
            stack.enter_context(running(EvdevReader(replace(SPEC, match=match), heard)))
            heard.until_ready()
        began = time.monotonic()
        for typist in typists:
            typist.tell()
        for typist in typists:
            typist.heard("typed")
        characters_per_s = sum(map(len, codes)) / (time.monotonic() - began)
        for heard in listeners:
            heard.until(lambda h: len(h.codes) + len(h.misreads) >= len(codes), 300)
        print(f"{characters_per_s:.0f} characters a second on each of two readers")
    assert [heard.codes for heard in listeners] == [codes, codes]


LICENCE = "@", "ANSI 636001070002", "DCSPUBLIC", "DACJANE", "DBB19800131", "DAG12 ELM STREET", "DAJNY"


def test_a_licence_is_one_read_that_is_not_ours(keyboards: Keyboards, heard: Heard) -> None:
    """The code of a driving licence has many lines, which follow each other at once.

    On this slow machine, there may be a second between two lines.
    """
    keyboard = keyboards.plug()
    with running(EvdevReader(replace(SPEC, line_gap_ms=1000), heard)):
        heard.until_ready()
        send(keyboard, [step for text in LICENCE for step in line(text)])
        heard.until(lambda h: h.misreads == ["several_lines"])
        threading.Event().wait(1.5)  # without this pause, the next code would count as a line of the licence
        send(keyboard, line("0008075634"))
        heard.until_codes("0008075634")
    assert heard.misreads == ["several_lines"]


SHEET = [
    held(Mod.LEFT_CTRL, held(Mod.LEFT_ALT, tap(code))) for code in (*range(59, 69), 111, 105, 106, 14)
]  # Ctrl+Alt with F1 to F10, Del, Left, Right and Backspace
SHEET += [held(Mod.LEFT_ALT, tap(code)) for code in (62, 15, 57, 28, 103)]  # Alt with F4, Tab, Space, Enter, Up
SHEET += [held(Mod.LEFT_ALT, held(99, tap(code))) for code in (48, 19, 31, 22)]  # Alt+SysRq with b, r, s, u
SHEET += [tap(code) for code in (99, 116, 119)]  # SysRq, Power, Pause


def test_a_printed_sheet_of_key_sequences_does_nothing(keyboards: Keyboards, heard: Heard) -> None:
    """Key sequences such as Ctrl+Alt+F1 make no code, switch no console and cause no restart.

    The code after them is read correctly.
    """
    keyboard = keyboards.plug()
    active = Path("/sys/class/tty/tty0/active").read_text()
    with running(EvdevReader(SPEC, heard)):
        heard.until_ready()
        for script in SHEET:
            send(keyboard, script)
            threading.Event().wait(BETWEEN_S)
        assert heard.codes == []
        send(keyboard, tap(ENTER))
        threading.Event().wait(BETWEEN_S)
        send(keyboard, line("0008075634"))
        heard.until(lambda h: h.codes == ["0008075634"])
    assert Path("/sys/class/tty/tty0/active").read_text() == active


def test_k28_a_key_that_is_down_at_opening_delays_the_grab(keyboards: Keyboards, heard: Heard) -> None:
    keyboard = keyboards.plug()
    send(keyboard, down(ENTER))
    with running(EvdevReader(SPEC, heard)) as reader:
        heard.until(lambda h: len(h.statuses) == 2)
        assert reader.status.why == "a key of it is down: waiting until it is let go"
        keyboard.device.grab()  # this works only if the reader has not grabbed the keyboard
        keyboard.device.ungrab()
        send(keyboard, up(ENTER))
        heard.until_ready()
        send(keyboard, line("7"))
        heard.until_codes("7")


def test_a_second_reader_of_the_same_device_is_told_who_has_it(keyboards: Keyboards, heard: Heard) -> None:
    keyboards.plug()
    first = Heard()
    with running(EvdevReader(SPEC, first)):
        first.until_ready()
        with running(EvdevReader(SPEC, heard)):
            status = heard.until_state(ReaderState.FAILED, Cause.BUSY)
    assert f"another reader of this program (process {os.getpid()})" in status.why


HOLD = "import evdev, sys; d = evdev.InputDevice(sys.argv[1]); d.grab(); print('held', flush=True); sys.stdin.read()"


def test_a_program_that_has_it_is_named_and_waited_for(keyboards: Keyboards, heard: Heard) -> None:
    keyboard = keyboards.plug()
    with ExitStack() as stack:
        command = [sys.executable, "-c", HOLD, str(node_of(keyboard))]
        with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as holder:
            assert holder.stdout is not None
            assert holder.stdout.readline() == "held\n"
            keyboard.device.close()
            stack.enter_context(running(EvdevReader(SPEC, heard)))
            status = heard.until_state(ReaderState.FAILED, Cause.BUSY)
            assert f"(process {holder.pid})" in status.why
            assert "another reader of this program" not in status.why
            holder.communicate()
        heard.until_ready()


@contextmanager
def unprivileged() -> Iterator[None]:
    os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(0)


def test_without_permission_staff_hear_what_is_missing_and_the_reader_waits_for_it(
    keyboards: Keyboards, heard: Heard
) -> None:
    node = node_of(keyboards.plug())
    subprocess.run(["udevadm", "settle"], check=False)  # udev also sets the mode of the node, so wait for udev
    node.chmod(0o600)
    with unprivileged(), running(EvdevReader(SPEC, heard)):
        status = heard.until_state(ReaderState.FAILED, Cause.NO_PERMISSION)
        assert status.why.startswith(f"no permission for {node}: ")
        os.seteuid(0)
        node.chmod(0o644)
        os.seteuid(65534)
        heard.until_ready()


def test_what_the_kernel_drops_is_a_misread(keyboards: Keyboards) -> None:
    keyboard = keyboards.plug()
    node = opened(keyboard)
    send(keyboard, line("1" * 60), 0)
    send(keyboard, line("777"), 0)
    events = [event for batch in iter(node.read, []) for event in batch or ()]
    node.close()
    reads = [read for event in events for read in node.decode(event)] + node.cut()
    assert (EV_SYN, SYN_DROPPED) in {(event.kind, event.code) for event in events}
    assert {read.reason for read in reads if isinstance(read, ReadRefusal)} & {
        MisreadReason.DROPPED,
        MisreadReason.SEVERAL_LINES,
    }
    assert Typed("1" * 60) not in reads


def test_the_kernel_sends_only_keys_and_by_the_monotonic_clock(keyboards: Keyboards) -> None:
    keyboard = keyboards.plug()
    node = opened(keyboard)
    keyboard.write(ecodes.EV_MSC, ecodes.MSC_SCAN, 4)
    send(keyboard, tap(ENTER))
    now, events = time.monotonic(), node.read()
    node.close()
    assert events is not None
    assert {event.kind for event in events} == {EV_KEY, EV_SYN}
    assert all(abs(event.at - now) < 30 for event in events)
