"""Tests of the command line as a program: its answers, its exit codes, and the modules that it does not load."""

import os
import subprocess
import sys

import pytest

from kiosk.commands import available
from kiosk.exit_codes import ExitCode

SLOW_TO_LOAD = {"PySide6", "qasync", "httpx", "Cryptodome", "asyncio", "sqlite3", "msgspec"}


def _kiosk(*words: str, python: tuple[str, ...] = ()) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *python, "-m", "kiosk", *words], capture_output=True, text=True, check=False, timeout=60
    )


def _loaded(*words: str) -> set[str]:
    """Run the command with these arguments, and return the top-level modules that it loads."""
    answered = _kiosk(*words, python=("-X", "importtime"))
    return {line.rpartition("|")[2].strip().partition(".")[0] for line in answered.stderr.splitlines() if "|" in line}


def test_version_is_said_without_loading_the_kiosk() -> None:
    answered = _kiosk("--version")
    assert answered.returncode == ExitCode.OK
    assert answered.stdout.startswith("lending-kiosk ")
    assert not _loaded("--version") & SLOW_TO_LOAD


def test_help_lists_every_command_that_there_is() -> None:
    answered = _kiosk("--help")
    assert answered.returncode == ExitCode.OK
    for name, summary in available().items():
        assert name in answered.stdout
        assert summary.split(",", maxsplit=1)[0] in " ".join(answered.stdout.split())
    assert not _loaded("--help") & SLOW_TO_LOAD


@pytest.mark.parametrize("name", available())
def test_every_command_explains_itself_without_loading_qt(name: str) -> None:
    answered = _kiosk(name, "--help")
    assert (answered.returncode, answered.stderr) == (ExitCode.OK, "")
    assert f"lending-kiosk {name}" in answered.stdout
    assert not _loaded(name, "--help") & {"PySide6", "qasync"}


@pytest.mark.parametrize("words", [(), ("rnu",), ("--vresion",), ("run", "--no-such-option")])
def test_a_wrong_command_line_is_a_usage_error(words: tuple[str, ...]) -> None:
    answered = _kiosk(*words)
    assert answered.returncode == ExitCode.USAGE
    assert "usage: lending-kiosk" in answered.stderr


@pytest.mark.parametrize("words", [("--size", "wide"), ("--size", "0x800"), ("--language", "tlh"), ("--theme", "pink")])
def test_a_demo_that_cannot_be_is_a_usage_error(words: tuple[str, ...]) -> None:
    answered = _kiosk("demo", *words)
    assert answered.returncode == ExitCode.USAGE
    assert words[1] in answered.stderr


def test_without_a_display_it_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("QT_QPA_PLATFORM", "WAYLAND_DISPLAY", "DISPLAY"):
        monkeypatch.delenv(name, raising=False)
    answered = _kiosk("run", "--config", "none.toml")
    assert answered.returncode == ExitCode.UNAVAILABLE
    assert "there is no display here" in answered.stderr


def test_a_display_that_does_not_answer_is_said_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QT_QPA_PLATFORM", "xcb")
    monkeypatch.setenv("DISPLAY", ":65000")
    answered = _kiosk("run", "--config", "none.toml")
    assert answered.returncode == ExitCode.UNAVAILABLE
    assert "no window can be opened here" in answered.stderr
    assert "Fatal Python error" not in answered.stderr


def test_what_reads_along_may_leave_early() -> None:
    """A program that reads the output, such as `head`, may close the pipe before the command has written everything.

    Then the command must end without an error message. Its exit code is the one of a program that SIGPIPE has ended.
    """
    reading, writing = os.pipe()
    os.close(reading)
    words = [sys.executable, "-m", "kiosk", "simulate", "--print-members"]
    with os.fdopen(writing, "wb") as left:
        answered = subprocess.run(words, stdout=left, stderr=subprocess.PIPE, check=False, timeout=60)
    assert (answered.returncode, answered.stderr) == (141, b"")


def test_exit_codes_are_those_of_sysexits() -> None:
    assert {code.name: int(code) for code in ExitCode} == {
        "OK": 0,
        "USAGE": 64,
        "DATAERR": 65,
        "UNAVAILABLE": 69,
        "SOFTWARE": 70,
        "OSERR": 71,
        "TEMPFAIL": 75,
        "CONFIG": 78,
    }
