"""Tests of the findings of `lending-kiosk check` about the stores, the readers and the screen of a machine."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from kiosk.demo.pretend_readers import PretendReader
from kiosk.exit_codes import ExitCode
from kiosk.store.store import Store, touch
from tests.commands.kiosk_files import NO_KIOSK_HERE, KioskFiles, here, kiosk, lines

pytestmark = pytest.mark.slow

# --- the state folder and the stores -------------------------------------------------------------


def test_a_state_dir_that_cannot_be(tmp_path: Path) -> None:
    files = KioskFiles(tmp_path)
    (tmp_path / "file").write_text("")
    ended = here("check", "--config", files.write(tmp_path / "file" / "state"), "--no-server", "--no-readers")
    assert ended.returncode == ExitCode.OSERR
    assert "state cannot be written: Not a directory" in lines(ended, "problem")[0]


def test_a_damaged_store(files: KioskFiles) -> None:
    (files.state_dir / "journal.db").write_bytes(b"no database " * 400)
    ended = kiosk("check", "--config", files.write(), "--no-server", "--no-readers")
    assert ended.returncode == ExitCode.OSERR
    assert "the journal in" in lines(ended, "problem")[0]
    assert "damaged" in lines(ended, "problem")[0]
    assert (files.state_dir / "journal.db").read_bytes().startswith(b"no database")


def test_a_damaged_store_that_the_kiosk_has_put_aside(files: KioskFiles) -> None:
    (files.state_dir / "journal.db").write_bytes(b"no database " * 400)
    kiosk_starts = Store.open(files.state_dir)
    kiosk_starts.journal.write_now(touch)
    kiosk_starts.close()

    ended = here("check", "--config", files.write(), "--no-server", "--no-readers")
    inbox = here("inbox", "--config", files.config)

    (kept,) = kiosk_starts.damaged_files()
    assert ended.returncode == inbox.returncode == ExitCode.OK
    assert f"a damaged journal was put aside as {kept}, and a new one begun" in lines(ended, "warning")
    assert f"{kept}: what waited in it is not in this list" in inbox.stderr


def test_a_key_that_is_none(files: KioskFiles) -> None:
    (files.state_dir / "kiosk-key").write_bytes(b"short")
    ended = here("check", "--config", files.write(), "--no-server", "--no-readers")
    assert ended.returncode == ExitCode.OSERR
    assert "has 5 bytes; it must have 32" in lines(ended, "problem")[0]


@NO_KIOSK_HERE
def test_a_key_from_systemd(files: KioskFiles, tmp_path: Path) -> None:
    credentials = tmp_path / "credentials"
    credentials.mkdir()
    (files.state_dir / "kiosk-key").rename(credentials / "kiosk-key")
    words = ("check", "--config", files.write(), "--no-server", "--no-readers")
    ended = kiosk(*words, CREDENTIALS_DIRECTORY=str(credentials))
    assert any("the kiosk key is given by systemd" in line for line in lines(ended, "note"))
    assert "a stolen disk opens nothing" in ended.stdout


def test_others_must_not_look_in(files: KioskFiles) -> None:
    files.state_dir.chmod(0o755)
    (files.state_dir / "kiosk-key").chmod(0o644)
    files.pin_file.chmod(0o644)
    ended = here("check", "--config", files.write(), "--no-server", "--no-readers")
    assert ended.returncode == ExitCode.OK
    assert [line for line in lines(ended, "warning") if line.startswith("others on this machine may")] == [
        f"others on this machine may look into {files.state_dir}",
        f"others on this machine may read the kiosk key {files.state_dir}/kiosk-key",
        f"others on this machine may read the staff PIN in {files.pin_file}",
    ]


def test_a_forgotten_staff_pin(files: KioskFiles) -> None:
    files.pin_file.unlink()
    ended = here("check", "--config", files.write(), "--no-server", "--no-readers")
    assert ended.returncode == ExitCode.OK
    assert f"no staff PIN: there is no file {files.pin_file}; no screen asks for one yet" in lines(ended, "note")
    assert "lending-kiosk staff-pin" in ended.stdout


# --- readers -------------------------------------------------------------------------------------


def test_a_reader_that_is_not_plugged_in(files: KioskFiles, ports: tuple[PretendReader, PretendReader]) -> None:
    ports[1].unplug()
    ended = kiosk("check", "--config", files.write(), "--no-server", "--wait", "0.5")
    assert ended.returncode == ExitCode.UNAVAILABLE
    missing = f"items (reads items): there is no device {ports[1].port}: is it plugged in?"
    assert lines(ended, "problem") == [missing]
    assert "fob (reads fobs): ready" in "\n".join(lines(ended, "ok"))


def test_a_reader_that_another_program_holds(files: KioskFiles, ports: tuple[PretendReader, PretendReader]) -> None:
    with holding(ports[0].port, files.folder / "terminal.py") as holder:
        ended = here("check", "--config", files.write(), "--no-server")
    assert ended.returncode == ExitCode.UNAVAILABLE
    (found,) = lines(ended, "problem")
    assert found.startswith("fob (reads fobs): ")
    assert "is in use by" in found
    assert f"(process {holder})" in found


def test_a_reader_that_the_running_kiosk_holds_is_as_it_should_be(
    files: KioskFiles, ports: tuple[PretendReader, PretendReader]
) -> None:
    with holding(ports[0].port, files.folder / "lending-kiosk"):
        ended = here("check", "--config", files.write(), "--no-server")
    assert ended.returncode == ExitCode.OK
    assert "fob (reads fobs) is held by the kiosk, which runs: that is as it should be" in lines(ended, "note")


@contextmanager
def holding(port: Path, program: Path) -> Iterator[int]:
    """Start a process that opens the port, so that no other process can open it. Yield the id of the process.

    The process runs the file `program`.
    """
    program.write_text(
        "import sys, serial\n"
        "port = serial.Serial(sys.argv[2], exclusive=True)\n"
        "print('held', flush=True)\n"
        "sys.stdin.read()\n"
    )
    words = [sys.executable, str(program), "run", str(port)]
    with subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "held\n"
        yield process.pid
        process.communicate()


# --- the screen ----------------------------------------------------------------------------------


def test_a_display_that_is_not_there(files: KioskFiles) -> None:
    words = ("check", "--config", files.write(), "--no-server", "--no-readers")
    ended = kiosk(*words, QT_QPA_PLATFORM="", WAYLAND_DISPLAY="", DISPLAY=":987")
    assert ended.returncode == ExitCode.OSERR
    assert lines(ended, "problem")[0].startswith("no window can be opened on DISPLAY=:987: ")


def test_a_session_without_a_display_is_no_problem_by_itself(files: KioskFiles) -> None:
    words = ("check", "--config", files.write(), "--no-server", "--no-readers")
    ended = kiosk(*words, QT_QPA_PLATFORM="", WAYLAND_DISPLAY="", DISPLAY="")
    assert ended.returncode == ExitCode.OK
    assert "this session has no display" in ended.stdout


def test_a_terminal_that_knows_no_signs_gets_plain_ones(files: KioskFiles) -> None:
    words = ("check", "--config", files.write(), "--no-server", "--no-readers")
    ended = kiosk(*words, PYTHONIOENCODING="ascii")
    assert ended.returncode == ExitCode.OK
    assert "  + ok " in ended.stdout


def test_the_gravest_exit_code_wins(files: KioskFiles, ports: tuple[PretendReader, PretendReader]) -> None:
    ports[0].unplug()
    (files.state_dir / "kiosk-key").write_bytes(b"short")
    ended = here("check", "--config", files.write(), "--no-server", "--wait", "0.5")
    assert len(lines(ended, "problem")) == 2
    assert ended.returncode == ExitCode.OSERR
