"""Tests of the reader on a serial port. The port is unplugged, plugged in again, busy, or sends old or wrong bytes.

The ports are real ptys and real sockets.
"""

import os
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest

from hardware.recording import Raw, RawBytes
from hardware.scan import Cause, ReaderState
from hardware.serial_reader import SerialReader, _SilenceClock
from hardware.spec import Driver, Reads, ScannerSpec
from kiosk.structs import replace
from tests.hardware.listening import Heard, open_files, running
from tests.hardware.test_framing import S1, S2, S4

pytestmark = pytest.mark.slow
SPEC = ScannerSpec("items", reads=Reads.ITEMS, driver=Driver.SERIAL)
RDM = replace(SPEC, reads=Reads.FOBS, framing="rdm6300")


class Cable:
    """A pty, and a symbolic link to it. The link has the same name after each plugging, as udev's links do."""

    def __init__(self, link: Path) -> None:
        self._link = link
        self._far = -1

    def plug(self) -> None:
        self._far, near = os.openpty()
        self._link.symlink_to(os.ttyname(near))
        os.close(near)

    def unplug(self) -> None:
        """Remove the link, and close the pty. For the reader, this is the same as a USB adapter that is pulled out."""
        self._link.unlink()
        os.close(self._far)
        self._far = -1

    def send(self, data: bytes) -> None:
        os.write(self._far, data)

    def spec(self, spec: ScannerSpec = SPEC) -> ScannerSpec:
        return replace(spec, port=str(self._link))

    def close(self) -> None:
        if self._far >= 0:
            os.close(self._far)


@pytest.fixture
def cable(tmp_path: Path) -> Iterator[Cable]:
    yield (cable := Cable(tmp_path / "kiosk-barcode"))
    cable.close()


@pytest.fixture
def heard() -> Heard:
    return Heard()


def test_scans_come_from_the_port(cable: Cable, heard: Heard) -> None:
    cable.plug()
    with running(SerialReader(cable.spec(), heard)):
        heard.until_ready()
        cable.send(b"ITEM-00042\r")
        heard.until_codes("ITEM-00042")
        cable.send(b"ITEM-00043\r\n")
        heard.until_codes("ITEM-00042", "ITEM-00043")
    assert heard.told()[:2] == ["[opening]", "[ready]"]


def test_a_torn_line_is_a_misread(cable: Cable, heard: Heard) -> None:
    cable.plug()
    with running(SerialReader(cable.spec(), heard)):
        heard.until_ready()
        cable.send(b"ITEM-000")
        heard.until(lambda h: h.misreads == ["gap"])
        cable.send(b"ITEM-00042\r")
        heard.until_codes("ITEM-00042")


def test_noise_around_fobs_is_not_heard(cable: Cable, heard: Heard) -> None:
    cable.plug()
    with running(SerialReader(cable.spec(RDM), heard)):
        heard.until_ready()
        cable.send(b"\xff\x00\x41" + S1 + S1[:6] + S1 + S2)
        heard.until_codes("6F007B3972", "100086F444")
    assert heard.misreads == []


def test_a_fob_that_is_held_and_never_read_whole_is_told_before_it_is_lifted(cable: Cable, heard: Heard) -> None:
    lifted = threading.Event()

    def hold() -> None:
        while not lifted.wait(0.04):  # 40 ms is shorter than the quiet time, so no pause ends the read
            cable.send(S4)

    cable.plug()
    with running(SerialReader(cable.spec(RDM), heard)):
        heard.until_ready()
        holding = threading.Thread(target=hold)
        holding.start()
        try:
            heard.until(lambda h: h.misreads == ["checksum"] * 2)
        finally:
            lifted.set()
            holding.join()


def test_s19_unplugged_in_the_middle_and_plugged_in_again(cable: Cable, heard: Heard) -> None:
    taps: list[Raw] = []
    cable.plug()
    with running(SerialReader(cable.spec(RDM), heard, tap=taps.append)):
        heard.until_ready()
        cable.send(S1[:6])
        wait_until_read(taps)
        cable.unplug()
        status = heard.until_state(ReaderState.ABSENT, Cause.GONE)
        assert status.why == "it has been unplugged"
        cable.plug()
        cable.send(S2)
        heard.until_ready(times=2)
        cable.send(S1)
        heard.until_codes("6F007B3972")
    # The reason is "gap" if the quiet time has passed before the port was unplugged. This can happen on a busy machine.
    assert heard.misreads in (["unplugged"], ["gap"])


def wait_until_read(taps: list[Raw]) -> None:
    waiting = threading.Event()
    while not any(isinstance(tap, RawBytes) for tap in taps):
        waiting.wait(0.005)


def test_what_was_scanned_before_the_start_is_thrown_away(cable: Cable, heard: Heard) -> None:
    cable.plug()
    cable.send(b"OLD-1\rOLD-2\rOLD")
    with running(SerialReader(cable.spec(), heard)):
        heard.until_ready()
        cable.send(b"NEW-1\r")
        heard.until_codes("NEW-1")


def test_no_such_device(cable: Cable, heard: Heard) -> None:
    with running(SerialReader(cable.spec(), heard)):
        status = heard.until_state(ReaderState.ABSENT, Cause.NO_SUCH_DEVICE)
        assert status.why == f"there is no device {cable.spec().port}: is it plugged in?"
        cable.plug()
        heard.until_ready()
    assert heard.told() == ["[opening]", "[absent: no_such_device]", "[ready]"]


def test_busy_by_a_reader_of_ours(cable: Cable, heard: Heard) -> None:
    cable.plug()
    first = Heard()
    with running(SerialReader(cable.spec(), first)):
        first.until_ready()
        with running(SerialReader(cable.spec(), heard)):
            status = heard.until_state(ReaderState.FAILED, Cause.BUSY)
    assert f"in use by another reader of this program (process {os.getpid()})" in status.why


HOLD = "import serial, sys; p = serial.Serial(sys.argv[1], exclusive=True); print('held', flush=True); sys.stdin.read()"


@contextmanager
def held_by_another_program(port: str) -> Iterator[int]:
    with subprocess.Popen(
        [sys.executable, "-c", HOLD, port], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "held\n"
        yield holder.pid
        holder.communicate()


def test_busy_names_the_program_and_goes_on_trying(cable: Cable, heard: Heard) -> None:
    cable.plug()
    with ExitStack() as stack:
        with held_by_another_program(cable.spec().port) as pid:
            stack.enter_context(running(SerialReader(cable.spec(), heard)))
            status = heard.until_state(ReaderState.FAILED, Cause.BUSY)
        assert f"(process {pid}): stop that program" in status.why
        heard.until_ready()


def test_a_file_is_no_port(tmp_path: Path, heard: Heard) -> None:
    file = tmp_path / "port"
    file.touch()
    with running(SerialReader(replace(SPEC, port=str(file)), heard)):
        assert heard.until_state(ReaderState.FAILED, Cause.NOT_A_READER).why == f"{file} is not a device of this kind"


def test_a_url_of_an_unknown_kind(heard: Heard) -> None:
    with running(SerialReader(replace(SPEC, port="carrier-pigeon://roof"), heard)):
        assert "is neither a device nor a known URL" in heard.until_state(ReaderState.FAILED, Cause.BROKEN).why


def test_a_loop_can_be_opened(heard: Heard) -> None:
    with running(SerialReader(replace(SPEC, port="loop://"), heard)):
        heard.until_ready()


@contextmanager
def serving(port: int = 0) -> Iterator[socket.socket]:
    with socket.create_server(("127.0.0.1", port)) as server:
        server.settimeout(20)
        yield server


def test_a_port_behind_the_network(heard: Heard) -> None:
    with serving() as server:
        number = server.getsockname()[1]
        with running(SerialReader(replace(SPEC, port=f"socket://127.0.0.1:{number}"), heard)) as reader:
            far, _ = server.accept()
            far.sendall(b"OLD-1\r")
            heard.until_ready()
            far.sendall(b"NEW-1\r")
            heard.until_codes("NEW-1")
            far.sendall(b"NE")
            far.close()
            heard.until_state(ReaderState.ABSENT, Cause.GONE)
            assert reader.status.why == f"socket://127.0.0.1:{number} has closed the connection"
            far, _ = server.accept()
            heard.until_ready(times=2)
            far.sendall(b"NEW-2\r")
            heard.until_codes("NEW-1", "NEW-2")
            far.close()


def test_a_network_that_does_not_answer(heard: Heard) -> None:
    with serving() as server:
        number = server.getsockname()[1]
    with ExitStack() as stack:
        reader = stack.enter_context(running(SerialReader(replace(SPEC, port=f"socket://127.0.0.1:{number}"), heard)))
        status = heard.until_state(ReaderState.FAILED, Cause.UNREACHABLE)
        assert status.why.startswith(f"socket://127.0.0.1:{number} cannot be reached: ")
        server = stack.enter_context(serving(number))
        far, _ = server.accept()
        heard.until_ready()
        reader.stop()
        far.close()


CLOCK: list[tuple[str, list[tuple[float, float | None]], float]] = [
    ("silence passes", [(1.0, None), (2.0, None)], 2.0),
    ("a byte that was waited for comes when it comes", [(1.0, None), (1.03, 0.04)], 1.03),
    ("being held up while waiting is no silence", [(1.0, None), (3.0, 0.04)], 1.04),
    ("being held up before looking is none either", [(1.0, None), (3.0, 0.01)], 1.01),
    ("bytes in a row pass as they come", [(1.0, None), (1.004, 0.01)], 1.004),
]


@pytest.mark.parametrize(("passing", "now"), [c[1:] for c in CLOCK], ids=[c[0] for c in CLOCK])
def test_only_silence_moves_the_clock_freely(passing: list[tuple[float, float | None]], now: float) -> None:
    clock = _SilenceClock(0.0)
    for real, most_s in passing:
        clock.passed(real, most_s=most_s)
    assert clock.now == pytest.approx(now)


def test_a_reader_that_is_stopped_lets_the_port_go(cable: Cable, heard: Heard) -> None:
    cable.plug()
    for _ in range(3):
        with running(SerialReader(cable.spec(), heard)):
            heard.until_ready()
    assert not [path for path in open_files() if "pts" in str(path)]
