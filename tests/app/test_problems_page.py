"""Tests of a kiosk that cannot start. The screen says why, and changes when staff correct a mistake.

When no mistake is left, the kiosk starts by itself.
"""

import signal
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from kiosk.simulator import SimulatorThread
from tests.app.standing import write_settings
from tests.e2e.desk import Desk, missing_parts, wait_until
from tests.e2e.kiosk_process import COMMAND
from tests.settings.mistakes import TEN_MISTAKES

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(bool(missing_parts()), reason=f"this machine lacks {missing_parts()}"),
]

Start = Callable[[Path], "subprocess.Popen[str]"]


@pytest.fixture(scope="module")
def desk() -> Iterator[Desk]:
    with Desk() as standing:
        yield standing


@pytest.fixture
def start(desk: Desk, tmp_path: Path) -> Iterator[Start]:
    """Return a function that starts the installed command. The fixture ends the command at the end of the test."""
    started: list[subprocess.Popen[str]] = []

    def command(config: Path) -> "subprocess.Popen[str]":
        started.append(desk.start([str(COMMAND), "run", "--config", str(config)], tmp_path / "kiosk.log"))
        return started[-1]

    yield command
    for process in started:
        process.terminate()
        assert process.wait(10) == 0, (tmp_path / "kiosk.log").read_text(encoding="utf-8")


def mend(config: Path, text: str) -> None:
    """Write the text as an editor does: write a new file, and then replace the old file by the new one."""
    draft = config.with_suffix(".draft")
    draft.write_text(text, encoding="utf-8")
    draft.replace(config)


def test_ten_mistakes_in_the_settings_file(desk: Desk, start: Start, tmp_path: Path) -> None:
    with SimulatorThread() as library:
        write_settings(tmp_path, library)
        config = tmp_path / "kiosk.toml"
        right = config.read_text(encoding="utf-8")
        mend(config, TEN_MISTAKES)
        process = start(config)
        desk.wait_for("This kiosk is not set up yet", "10 problems", "line 2: kiosk.stattion", "line 16: scanner")
        assert "Language:" not in desk.words()  # the part of the kiosk that can change the language does not run yet

        mend(config, right.replace('[sound]\nplayer = "off"', '[sound]\nplayer = "flute"'))
        desk.wait_for("one problem", "flute")
        mend(config, right)

        desk.wait_for("Log in here to start", "Millbrook Tool Library")
        assert process.poll() is None


def test_an_address_that_no_such_site_can_have(desk: Desk, start: Start, tmp_path: Path) -> None:
    with SimulatorThread() as library:
        write_settings(tmp_path, library)
        config = tmp_path / "kiosk.toml"
        right = config.read_text(encoding="utf-8")
        mend(config, right.replace(library.url, library.url.removesuffix("/library")))
        start(config)
        desk.wait_for("This kiosk is not set up yet", "myturn.url: ")

        mend(config, right)

        desk.wait_for("Log in here to start")


def test_a_kiosk_key_that_cannot_be_used(desk: Desk, start: Start, tmp_path: Path) -> None:
    with SimulatorThread() as library:
        write_settings(tmp_path, library)
        (tmp_path / "state").mkdir()
        key = tmp_path / "state" / "kiosk-key"
        key.write_bytes(b"short")
        start(tmp_path / "kiosk.toml")
        desk.wait_for("This kiosk cannot use its key", "has 5 bytes; it must have 32")

        key.unlink()

        desk.wait_for("Log in here to start")


def test_it_ends_at_once_while_it_says_what_is_wrong(desk: Desk, start: Start, tmp_path: Path) -> None:
    config = tmp_path / "kiosk.toml"
    config.write_text("nonsense", encoding="utf-8")
    process = start(config)
    desk.wait_for("This kiosk is not set up yet", "not TOML")
    process.send_signal(signal.SIGTERM)
    wait_until(lambda: process.poll() == 0, "its end", timeout_s=5.0)
