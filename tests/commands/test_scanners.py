"""Tests of `lending-kiosk scanners` as staff run it.

The ports are real. Only the tests of `list` use made-up files of devices.
"""

import json
import signal
import subprocess
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from hardware.probe import list_devices
from hardware.scan import Misread, MisreadReason
from kiosk.commands.scanner_words import REASONS, in_words, masked
from kiosk.commands.scanners import listed
from kiosk.demo.pretend_readers import PretendReader
from kiosk.exit_codes import ExitCode
from kiosk.settings.load import load
from tests.commands.kiosk_files import COMMAND, PATIENCE_S, KioskFiles, here

pytestmark = pytest.mark.slow
READER_KEYS = "e080ffdf01cfffff fffffffffffffffe"
Ports = tuple[PretendReader, PretendReader]
FOB, PRINTED = "0008075634", "0008075634 123,14706"


class Running:
    """A running command, and the lines that it has printed so far."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self.process = process
        self.said: list[str] = []
        self._more = threading.Condition()
        threading.Thread(target=self._read, daemon=True).start()

    def _read(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            with self._more:
                self.said.append(line.rstrip("\n"))
                self._more.notify_all()

    def until(self, *parts: str, times: int = 1) -> None:
        """Wait until the command has printed each of these parts, in at least `times` lines."""

        def all_said() -> bool:
            return all(sum(part in line for line in self.said) >= times for part in parts)

        with self._more:
            assert self._more.wait_for(all_said, PATIENCE_S), f"waited for {parts}, heard {self.said}"

    def end(self) -> int:
        """Send Ctrl+C, and return the exit code."""
        self.process.send_signal(signal.SIGINT)
        return self.process.wait(PATIENCE_S)


@contextmanager
def scanners(*words: str | Path, typed: str = "") -> Iterator[Running]:
    pipe = subprocess.PIPE
    with subprocess.Popen(
        [COMMAND, "scanners", *map(str, words)], stdin=pipe, stdout=pipe, stderr=subprocess.STDOUT, text=True
    ) as process:
        assert process.stdin is not None
        process.stdin.write(typed)
        process.stdin.close()
        yield Running(process)
        process.kill()


@pytest.fixture
def ports(tmp_path: Path) -> Iterator[Ports]:
    readers = (PretendReader(tmp_path / "left"), PretendReader(tmp_path / "right"))
    for reader in readers:
        reader.plug()
    yield readers
    for reader in readers:
        reader.unplug()


@pytest.fixture
def config(tmp_path: Path, ports: Ports) -> Path:
    files = KioskFiles(tmp_path, more='[codes]\nfob = "FOB-.*"\nitem = "TL-[0-9]+"')
    files.reader("fob", "fobs", ports[0].port, 'transform = ["strip", "length(8,10)"]\n')
    files.reader("both", "anything", ports[1].port)
    return files.write()


# --- watch ---------------------------------------------------------------------------------------


def test_watch_says_who_read_how_much_and_what_the_kiosk_takes_it_for(config: Path, ports: Ports) -> None:
    with scanners("watch", "--config", config) as watching:
        watching.until("fob: ready", "both: ready")
        ports[0].scan(FOB)
        watching.until("fob: read ••••••••34 (10 characters): a fob")
        for code in ("FOB-123", "TL-0042", "CMD:FINISH", "CMD:DANCE", "7"):
            ports[1].scan(code)
        watching.until(
            "both: read •••••23 (7 characters): a fob",
            "both: read •••••42 (7 characters): a tool",
            "both: read ••••••••SH (10 characters): the command FINISH",
            "both: read •••••••CE (9 characters): nothing that can be used (unknown command)",
            "both: read • (1 characters): a fob on Welcome, a tool in a visit",
        )
        assert watching.end() == ExitCode.OK
        assert not any(FOB in line or "FOB-123" in line for line in watching.said)


def test_watch_shows_whole_codes_only_when_asked(ports: Ports) -> None:
    with scanners("watch", "--device", ports[0].port, "--show") as watching:
        watching.until("reader: ready")
        ports[0].scan("TL-0042")
        watching.until('reader: read "TL-0042" (7 characters)')
        assert watching.end() == ExitCode.OK


def test_watch_says_why_something_was_not_read(config: Path, ports: Ports) -> None:
    with scanners("watch", "--config", config, "--reader", "fob") as watching:
        watching.until("fob: ready")
        ports[0].scan("12")
        watching.until("fob: misread: it is shorter than min_len, or not as long as transform expects")
        ports[0].unplug()
        watching.until("fob: not here: it has been unplugged")
        ports[0].plug()
        ports[0].scan(FOB)
        assert watching.end() == ExitCode.OK
        assert not any(line.startswith("both") for line in watching.said)


def test_every_kind_of_misread_has_its_sentence() -> None:
    assert set(REASONS) == set(MisreadReason)
    for reason in MisreadReason:
        assert in_words(Misread("fob", reason, 0.0), show=False) == f"fob: misread: {REASONS[reason]}"


@pytest.mark.parametrize(
    ("code", "shown"), [("0008075634", "••••••••34"), ("123456", "••••56"), ("12345", "•••••"), ("1234\x1b[", "••••·[")]
)
def test_a_masked_code_keeps_two_characters_at_most(code: str, shown: str) -> None:
    assert masked(code) == shown


# --- learn ---------------------------------------------------------------------------------------


def test_learn_finds_the_steps_that_make_one_number_of_two_readers(config: Path, ports: Ports) -> None:
    with scanners("learn", "--config", config, typed=PRINTED + "\n") as learning:
        learning.until("fob: ready", "both: ready")
        ports[0].scan(FOB)
        ports[1].scan("123,14706")
        assert learning.process.wait(PATIENCE_S) == ExitCode.OK
        learning.until("The example holds the number of this fob")
    text = config.read_text(encoding="utf-8").replace('transform = ["strip", "length(8,10)"]', "")
    for name in ("fob", "both"):
        text = text.replace(f'name = "{name}"', f'name = "{name}"\n{_lines_for(learning.said, name)}')
    config.write_text(text, encoding="utf-8")
    examples = [scanner.example for scanner in load(config).scanners]
    assert [example.out for example in examples if example] == ["7B3972", "7B3972"]


def _lines_for(said: list[str], reader: str) -> str:
    """Return the lines that the command proposes for the settings of this reader."""
    start = said.index(f"{reader}: write into its [[scanner]]") + 1
    return "\n".join(line.strip() for line in said[start : start + 2])


def test_learn_leaves_a_reader_alone_that_is_right(config: Path, ports: Ports) -> None:
    text = config.read_text(encoding="utf-8")
    config.write_text(text.replace('["strip", "length(8,10)"]', '["strip", "dec_to_hex(8)"]'), encoding="utf-8")
    with scanners("learn", "--config", config, "--reader", "fob", typed=f"{FOB}\n") as learning:
        learning.until("fob: ready")
        ports[0].scan(FOB)
        learning.until("fob: leave it as it is; it makes this number of the fob already.")
        assert learning.process.wait(PATIENCE_S) == ExitCode.OK


def test_learn_says_when_it_was_another_fob(config: Path, ports: Ports) -> None:
    with scanners("learn", "--config", config, "--reader", "fob", typed="0001217496\n") as learning:
        learning.until("fob: ready")
        ports[0].scan(FOB)
        learning.until("Is it the same fob, and the number printed on it?")
        assert learning.process.wait(PATIENCE_S) == ExitCode.DATAERR


def test_learn_says_what_mends_a_read_that_gives_no_code(config: Path, ports: Ports) -> None:
    with scanners("learn", "--config", config, "--reader", "fob", typed=f"{FOB}\n") as learning:
        learning.until("fob: ready")
        ports[0].write(b"\0007B3972\0\r")
        learning.until("fob: its reads give no code as it is set up now; write into its [[scanner]]")
        learning.until('    transform = ["drop_control", ...]   # before its other steps')
        assert learning.process.wait(PATIENCE_S) == ExitCode.OK


def test_learn_takes_a_second_fob_to_tell_steps_apart(config: Path, ports: Ports) -> None:
    with scanners(
        "learn", "--config", config, "--reader", "fob", "--fobs", "2", typed="5A5AA5A5\n007B3972\n"
    ) as learning:
        learning.until("fob: ready")
        ports[0].scan("A5A55A5A")
        learning.until("fob: ready", times=2)
        ports[0].scan("72397B00")
        assert learning.process.wait(PATIENCE_S) == ExitCode.OK
        learning.until('    transform = ["strip", "upper", "reverse_bytes"]')
        assert not any("Other steps fit" in line for line in learning.said)


def test_learn_does_not_wait_for_ever(config: Path, ports: Ports) -> None:
    with scanners("learn", "--config", config, "--wait", "0.5") as learning:
        learning.until("nothing was read")
        assert learning.process.wait(PATIENCE_S) == ExitCode.UNAVAILABLE
    with scanners("learn", "--config", config, "--quiet", "0.5", typed=f"{FOB}\n") as learning:
        learning.until("fob: ready")
        ports[0].scan(FOB)
        assert learning.process.wait(PATIENCE_S) == ExitCode.OK


# --- record and replay ---------------------------------------------------------------------------


def test_a_recording_reads_as_the_reader_did(config: Path, ports: Ports, tmp_path: Path) -> None:
    file = tmp_path / "fob.jsonl"
    with scanners("record", file, "--config", config, "--reader", "fob") as recording:
        recording.until("fob: ready")
        ports[0].scan(FOB)
        recording.until("fob: read ••••••••34")
        assert recording.end() == ExitCode.OK
    assert file.stat().st_mode & 0o777 == 0o600
    assert all("bytes" in json.loads(line) for line in file.read_text().splitlines())
    replayed = here("scanners", "replay", file, "--config", config, "--reader", "fob", "--show")
    assert replayed.returncode == ExitCode.OK
    assert f'fob: read "{FOB}" (10 characters): a fob' in replayed.stdout.splitlines()


def test_a_recording_is_never_written_over(config: Path, tmp_path: Path) -> None:
    file = tmp_path / "kept"
    file.write_text("something")
    ended = here("scanners", "record", file, "--config", config, "--reader", "fob")
    assert (ended.returncode, file.read_text()) == (ExitCode.OSERR, "something")
    assert f"{file} cannot be written: File exists" in ended.stderr


@pytest.mark.parametrize("content", [None, "no recording\n"])
def test_what_is_no_recording(config: Path, tmp_path: Path, content: str | None) -> None:
    file = tmp_path / "recording"
    if content is not None:
        file.write_text(content)
    ended = here("scanners", "replay", file, "--config", config, "--reader", "fob")
    assert ended.returncode == ExitCode.DATAERR
    assert "cannot be read" in ended.stdout


# --- the choice of readers -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("watch", "--reader", "door"), "the file has no reader 'door': fob, both"),
        (("record", "/nonexistent/file"), "say which reader: --reader with one of fob, both"),
        (("watch", "--device", "/dev/ttyX", "--framing", "lines"), "there is no framing 'lines': did you mean line?"),
    ],
)
def test_a_reader_that_cannot_be_meant(config: Path, words: tuple[str, ...], said: str) -> None:
    ended = here("scanners", *words, "--config", config)
    assert (ended.returncode, ended.stderr) == (ExitCode.USAGE, f"lending-kiosk: {said}\n")


def test_a_wrong_settings_file_is_said_as_everywhere(tmp_path: Path) -> None:
    ended = here("scanners", "watch", "--config", tmp_path / "none.toml")
    assert ended.returncode == ExitCode.CONFIG


# --- list ----------------------------------------------------------------------------------------


@pytest.fixture
def plug_in(tmp_path: Path) -> Callable[..., None]:
    """Return a function that adds an input device to a tree of files like those of the kernel."""

    def plug(node: str, name: str, keys: str, phys: str = "") -> None:
        device = tmp_path / "sys" / "class" / "input" / node / "device"
        (device / "id").mkdir(parents=True)
        (device / "capabilities").mkdir()
        texts = {"name": name, "phys": phys, "id/vendor": "ffff", "id/product": "0035", "capabilities/key": keys}
        for file, text in texts.items():
            (device / file).write_text(text + "\n")
        made = tmp_path / "dev" / "input" / node
        made.parent.mkdir(parents=True, exist_ok=True)
        made.touch(0o600)

    return plug


def test_list_gives_tables_to_copy(tmp_path: Path, plug_in: Callable[..., None]) -> None:
    plug_in("event3", "Sycreader \x1b[2J", READER_KEYS, "usb-0000:00:14.0-2/input0")
    plug_in("event4", "Power Button", "10000000000000 0")
    (tmp_path / "sys" / "class" / "tty" / "ttyACM0").mkdir(parents=True)
    (tmp_path / "dev" / "ttyACM0").touch()
    said = list(listed(list_devices(tmp_path / "sys", tmp_path / "dev")))
    config = tmp_path / "kiosk.toml"
    tables = "\n".join(line for line in said[1:] if "Power Button" not in line)
    config.write_text('[myturn]\nurl = "https://library.example/library"\n' + tables, encoding="utf-8")
    first, second = load(config).scanners
    assert (first.match.vendor, first.match.product, first.match.phys) == (0xFFFF, 0x35, "usb-0000:00:14.0-2/input0")
    assert second.port == str(tmp_path / "dev" / "ttyACM0")
    assert not any("\x1b" in line for line in said)
    assert said[-1].endswith("event4): not a reader")


def test_list_on_a_machine_without_readers() -> None:
    assert next(iter(listed([]))).startswith("No reader is plugged in")
    ended = here("scanners", "list", "--json")
    assert ended.returncode == ExitCode.OK
    assert isinstance(json.loads(ended.stdout), list)
