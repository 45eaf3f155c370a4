"""Tests of the commands for staff.

They list the devices, show what a reader reads, make a recording, and learn steps from one fob.
"""

import os
import signal
import stat
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from hardware.__main__ import main
from hardware.learn import learn
from hardware.probe import Device, describe_event, list_devices, record, watch
from hardware.recording import RawText, from_lines, to_line
from hardware.replay_reader import ReplayReader
from hardware.scan import Cause, Misread, MisreadReason, ReaderState, ReaderStatus, Scan
from hardware.spec import Driver, ScannerSpec
from hardware.transform import Transformed, parse_steps
from kiosk.structs import replace
from tests.hardware.listening import Heard, running
from tests.hardware.machine import Machine

FOB = "007B3972"


def test_devices_are_listed_with_what_the_settings_would_say(tmp_path: Path) -> None:
    machine = Machine(tmp_path)
    machine.plug(4, name="Mouse", keys="70000 0 0 0 0")
    machine.plug(3, phys="usb-1/input0")
    tty = machine.sys_root / "devices/usb1/1-2/1-2:1.0/tty/ttyACM0"
    tty.mkdir(parents=True)
    (tty / "device").symlink_to("../..")
    (tty.parents[2] / "product").write_text("Honeywell scanner\n")
    (machine.sys_root / "class/tty").mkdir()
    (machine.sys_root / "class/tty/ttyACM0").symlink_to(tty)
    (machine.dev_root / "serial/by-id").mkdir(parents=True)
    (machine.dev_root / "ttyACM0").touch()
    (machine.dev_root / "serial/by-id/usb-Honeywell").symlink_to("../../ttyACM0")
    plain = machine.sys_root / "class/tty/ttyUSB0"
    plain.mkdir()
    input_dir = machine.dev_root / "input"
    by_id = machine.dev_root / "serial/by-id/usb-Honeywell"
    gone = f"there is no device {machine.dev_root}/ttyUSB0: is it plugged in?"
    match = 'match = { vendor = 0xffff, product = 0x0035, phys = "usb-1/input0" }'
    assert list_devices(machine.sys_root, machine.dev_root) == [
        Device(input_dir / "event3", "RFID", True, match, ""),
        Device(machine.dev_root / "ttyACM0", "Honeywell scanner", True, f'port = "{by_id}"', ""),
        Device(machine.dev_root / "ttyUSB0", "", True, f'port = "{machine.dev_root}/ttyUSB0"', gone),
        Device(input_dir / "event4", "Mouse", False, match, ""),
    ]
    machine.close()


EVENTS = [
    (Scan(FOB, "fob", 1.0), "fob: scan, 8 characters", f"fob: scan, '{FOB}'"),
    (Scan("12", "fob", 1.0, "C1"), "fob: scan, 2 characters, symbology C1", "fob: scan, '12', symbology C1"),
    (Misread("fob", MisreadReason.CHECKSUM, 1.0), "fob: misread (checksum)", "fob: misread (checksum)"),
    (ReaderStatus("fob", ReaderState.READY), "fob: ready", "fob: ready"),
    (ReaderStatus("fob", ReaderState.ABSENT, "it has been unplugged", Cause.GONE),
     "fob: absent, it has been unplugged", "fob: absent, it has been unplugged"),
]  # fmt: skip


@pytest.mark.parametrize(("event", "masked", "shown"), EVENTS)
def test_codes_are_shown_only_when_asked_for(event: Scan | Misread | ReaderStatus, masked: str, shown: str) -> None:
    assert describe_event(event) == masked
    assert describe_event(event, show_codes=True) == shown


@pytest.fixture
def recording(tmp_path: Path) -> ScannerSpec:
    file = tmp_path / "scans.jsonl"
    file.write_text(to_line(RawText(0, FOB)) + "\n")
    return ScannerSpec("demo", driver=Driver.REPLAY, file=str(file))


def test_watching_ends_when_told(recording: ScannerSpec) -> None:
    said: list[str] = []
    until = threading.Event()

    def say(text: str) -> None:
        said.append(text)
        if "ended" in text:
            until.set()

    watch([recording], say, until, show_codes=True)
    assert said == ["demo: opening", "demo: ready", f"demo: scan, '{FOB}'", "demo: absent, the recording has ended"]


def test_a_recording_is_for_this_user_only_and_can_be_played(tmp_path: Path) -> None:
    far, near = os.openpty()
    spec = ScannerSpec("items", driver=Driver.SERIAL, port=os.ttyname(near))
    path, until, heard = tmp_path / "record.jsonl", threading.Event(), Heard()
    lines: list[int] = []
    recorder = threading.Thread(target=lambda: lines.append(record(spec, path, until, heard)))
    recorder.start()
    heard.until_ready()
    os.write(far, b"ITEM-1\r")
    heard.until_codes("ITEM-1")
    os.write(far, b"ITEM-2\r")
    heard.until_codes("ITEM-1", "ITEM-2")
    until.set()
    recorder.join()
    os.close(near)
    os.close(far)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert lines == [len(list(from_lines(path.read_text().splitlines())))]
    played = Heard()
    with running(ReplayReader(replace(spec, driver=Driver.REPLAY, file=str(path)), played)):
        played.until_codes("ITEM-1", "ITEM-2")


def test_no_recording_overwrites_another(recording: ScannerSpec) -> None:
    with pytest.raises(FileExistsError):
        record(recording, Path(recording.file), threading.Event())


LESSONS: list[tuple[str, str, dict[str, str], str]] = [
    ("a USB reader and a UART", "0008075634", {"usb": "0008075634", "uart": "6F007B3972"}, "007B3972"),
    ("both numbers printed", "0008075634 123,14706", {"usb": "0008075634", "uart": "6F007B3972"}, "007B3972"),
    ("a poor reader decides for all", "0008075634 123,14706", {"usb": "0008075634", "poor": "123,14706"}, "7B3972"),
    ("glued three and five", "123,14706", {"a": "12314706"}, "7B3972"),
    ("eight digits of 24 bits", "0008075634", {"a": "08075634", "b": "6F007B3972"}, "7B3972"),
    ("bytes reversed", "0008075634", {"a": "72397B00"}, "007B3972"),
    ("bytes reversed, in decimal", "0008075634", {"a": "1916369664"}, "007B3972"),
    ("bits reversed", "0008075634", {"a": "F600DE9C4E"}, "007B3972"),
    ("bits reversed, in decimal", "0008075634", {"a": "001056576543822"}, "007B3972"),
    ("nibbles swapped", "0008075634", {"a": "F600B79327"}, "007B3972"),
    ("wires swapped", "0001217496", {"wiegand": "ED6C27", "uart": "01001293D858"}, "1293D8"),
    ("a parity bit kept", "203,03685", {"a": "2007961CCA"}, "CB0E65"),
    ("reversed and cut", "12003A", {"a": "0973083258"}, "12003A"),
    ("Wiegand bits", "123,14706", {"a": "00111101100111001011100101"}, "7B3972"),
    ("fourteen digits", "6F007B3972", {"a": "00476749445490"}, "6F007B3972"),
    ("five and five", "0008075634", {"a": "00123.14706"}, "007B3972"),
    ("sentinels and colons", "0008075634", {"a": ";0008075634?", "b": "6f:00:7b:39:72"}, "007B3972"),
    ("nothing printed", "", {"a": "0008075634", "b": "6F007B3972"}, "007B3972"),
]


@pytest.mark.slow
@pytest.mark.parametrize(("printed", "reads", "code"), [c[1:] for c in LESSONS], ids=[c[0] for c in LESSONS])
def test_the_best_proposal_brings_all_readers_to_one_code(printed: str, reads: dict[str, str], code: str) -> None:
    best = learn(printed, reads)[0]
    assert best.code == code
    for reader, raw in reads.items():
        assert parse_steps(best.ways[reader].steps).apply(raw) == Transformed(code)


def test_a_way_that_drops_bits_is_called_lossy() -> None:
    best = learn("0008075634", {"usb": "0008075634", "uart": "6F007B3972"})[0]
    assert {reader: way.lossy for reader, way in best.ways.items()} == {"usb": False, "uart": True}
    assert FOB not in repr(best)


def test_another_fob_teaches_nothing() -> None:
    assert learn("0008075634", {"a": "0009999999"}) == []
    assert learn("0008075634", {}) == []
    assert learn("1", {"a": "2"}) == []


def test_the_command_lists(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["list"]) == 0
    assert capsys.readouterr().out


def test_the_command_learns(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["learn", "0008075634", "usb=0008075634", "uart=6F007B3972"]) == 0
    assert capsys.readouterr().out.splitlines()[:3] == [
        "all readers give 007B3972 with:",
        '    usb: transform = ["strip", "upper", "dec_to_hex(8)"]',
        '    uart: transform = ["strip", "upper", "mask(32)"]   # lossy: two fobs could look alike',
    ]
    assert main(["learn", "0008075634", "usb=0000000001"]) == 65


def test_the_command_says_what_is_wrong_with_its_options(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["watch", "--port", "/dev/null", "--framing", "lines", "--transform", "strop"]) == 64
    assert capsys.readouterr().err.splitlines() == [
        "framing: there is no framing 'lines': did you mean line?",
        "transform[0]: there is no step 'strop': did you mean strip?",
    ]


def test_the_command_does_not_overwrite(recording: ScannerSpec, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["record", "--file", recording.file, recording.file]) == 73
    assert capsys.readouterr().err == f"{recording.file} cannot be written: File exists\n"


def run_until(word: str, *arguments: str) -> tuple[int, list[str]]:
    """Run the command until it prints the word, then send Ctrl+C. Return the exit code and the printed lines."""
    said = []
    with subprocess.Popen([sys.executable, "-m", "hardware", *arguments], stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        for row in process.stdout:
            said.append(row.strip())
            if word in row:
                process.send_signal(signal.SIGINT)
        return process.wait(), said


def test_the_command_watches_until_ctrl_c(recording: ScannerSpec) -> None:
    status, said = run_until("ended", "watch", "--file", recording.file)
    assert (status, said[2]) == (0, "reader: scan, 8 characters")


def test_the_command_records_until_ctrl_c(tmp_path: Path) -> None:
    path = tmp_path / "record.jsonl"
    status, said = run_until("ready", "record", "--port", "loop://", str(path))
    assert (status, said[-1]) == (0, f"0 lines in {path}; they hold the codes")
