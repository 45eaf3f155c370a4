"""Tests of the kiosk's systemd unit.

The tests stop the service, kill the compositor cage or the kiosk, and let the screen appear late.
"""

import os
import re
import shlex
import shutil
import signal
import sqlite3
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from kiosk.demo.pretend_readers import PretendReader
from kiosk.simulator import MEMBERS, SimulatorThread
from tests.e2e.kiosk_process import COMMAND
from tests.e2e.readers import SERIAL
from tests.e2e.shipped_unit import NOBODY, UnitUnderCage, as_nobody, unit_lines

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(shutil.which("cage") is None, reason="cage is not installed: run .make/machine test"),
]


class Station:
    """The service under cage, with a library and two serial readers."""

    def __init__(self, folder: Path, stack: ExitStack) -> None:
        self.state = folder / "state"
        self.library = stack.enter_context(SimulatorThread())
        self.fobs, self.items = PretendReader(folder / "fob-reader"), PretendReader(folder / "item-scanner")
        tables = ""
        for name, reads, reader in (("fob", "fobs", self.fobs), ("items", "items", self.items)):
            reader.plug()
            reader.port.chmod(0o666)
            stack.callback(reader.unplug)
            tables += SERIAL.format(name=name, reads=reads, port=reader.port)
        config = folder / "kiosk.toml"
        config.write_text(
            f'[kiosk]\nstate_dir = "{self.state}"\n[myturn]\nurl = "{self.library.url}"\n'
            f'[sound]\nplayer = "off"\n{tables}'
        )
        self.unit = UnitUnderCage(folder, config)
        self._starts = 0

    def start(self) -> None:
        self._starts += 1
        self.unit.start()
        for words in ("reader fob: ready", "reader items: ready", "ready for visits"):
            self.unit.wait_for_log(words, self._starts)

    def scan_items(self, *codes: str) -> None:
        for code in codes:
            before = self.unit.log_text().count("reader items: ItemRead")
            self.items.scan(code)
            self.unit.wait_for_log("reader items: ItemRead", before + 1)

    def written_down(self) -> list[str]:
        with sqlite3.connect(f"file:{self.state / 'journal.db'}?mode=ro", uri=True) as journal:
            rows = journal.execute("SELECT codes FROM notes UNION ALL SELECT codes FROM inbox").fetchall()
        return sorted({code for (codes,) in rows for code in re.findall(r'"([^"]+)"', codes)})


@pytest.fixture
def folder() -> Iterator[Path]:
    """Yield a folder that belongs to the user of the service.

    pytest's own folders are only for the user who runs the tests.
    """
    with tempfile.TemporaryDirectory(prefix="kiosk-unit-") as made:
        if as_nobody():
            os.chown(made, NOBODY, NOBODY)
            try:
                reached = subprocess.run((COMMAND, "--version"), capture_output=True, check=False, **as_nobody())
            except PermissionError:
                reached = None
            if reached is None or reached.returncode:
                pytest.skip(f"only root can reach {COMMAND}, and cage does not run as root")
        yield Path(made)


@pytest.fixture
def station(folder: Path) -> Iterator[Station]:
    with ExitStack() as stack:
        station = Station(folder, stack)
        stack.callback(station.unit.kill)
        station.start()
        yield station


def test_a_stop_writes_down_what_lies_in_the_tray(station: Station) -> None:
    station.scan_items("DR-0142", "LVL-0002")
    station.unit.stop()
    assert station.written_down() == ["DR-0142", "LVL-0002"]
    assert "stopping" in station.unit.log_text()


def test_a_stop_without_anything_in_the_tray_is_quick_and_the_next_start_is_whole(station: Station) -> None:
    station.unit.stop()
    assert station.unit.wait_for_end() == 0
    station.start()
    station.unit.stop()
    assert station.written_down() == []


def test_a_stop_in_a_visit_writes_down_its_basket(station: Station) -> None:
    """The member's tools stay in the open cart, and a note tells staff that the visit was not finished."""
    marta = MEMBERS[0]
    station.scan_items("DR-0142")
    station.fobs.scan(marta.fob)
    station.unit.wait_for_log("reader fob: FobRead")
    station.scan_items("LVL-0002")
    station.unit.stop()
    assert station.written_down() == ["DR-0142", "LVL-0002"]


def test_without_the_stop_line_nothing_would_be_written_down(station: Station) -> None:
    """If cage ends before the kiosk, the kiosk ends, too, before it can write anything.

    This is why the unit has a line ExecStop=, which first ends the kiosk. This test kills cage instead.
    """
    station.scan_items("DR-0142")
    os.kill(station.unit.cage, signal.SIGKILL)
    station.unit.wait_for_end()
    assert "stopping" not in station.unit.log_text()


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGABRT, signal.SIGTERM])
def test_cage_ends_with_the_kiosk_so_that_systemd_starts_both_again(station: Station, number: signal.Signals) -> None:
    os.kill(station.unit.kiosk, number)
    station.unit.wait_for_end()
    station.start()
    station.scan_items("DR-0142")


def test_stop_lines_do_nothing_when_the_service_has_ended_by_itself(station: Station) -> None:
    os.kill(station.unit.kiosk, signal.SIGTERM)
    station.unit.wait_for_end()
    station.unit.stop()


WaitForScreen = Callable[[dict[str, str]], "subprocess.Popen[str]"]


@pytest.fixture
def wait_for_screen(tmp_path: Path) -> WaitForScreen:
    """Return a function that runs one line of the systemd unit. This line waits for the screen.

    Here, the line looks for the screen in a folder of the test, not in /dev/dri. The line looks 100 times a second.
    """
    [line] = [line for line in unit_lines("ExecStartPre") if "/dev/dri" in line]
    quicker = line.replace("/dev/dri", str(tmp_path)).replace("sleep 0.2", "sleep 0.01").replace("$$", "$")

    def start(environ: dict[str, str]) -> "subprocess.Popen[str]":
        return subprocess.Popen(
            shlex.split(quicker), env={"PATH": os.environ["PATH"], **environ}, stdout=subprocess.PIPE, text=True
        )

    return start


@pytest.mark.parametrize("name", ["card0", "card1"])
def test_it_waits_for_a_screen_that_comes_late(wait_for_screen: WaitForScreen, tmp_path: Path, name: str) -> None:
    with wait_for_screen({}) as waiting:
        assert waiting.stdout is not None
        assert waiting.stdout.readline().startswith("waiting for the screen: ")
        (tmp_path / name).touch()
        assert waiting.wait(10) == 0
        assert waiting.stdout.read() == ""


def test_a_machine_without_a_screen_is_told_so_and_starts_all_the_same(wait_for_screen: WaitForScreen) -> None:
    with wait_for_screen({"WLR_BACKENDS": "libinput,drm"}) as waiting:
        said, _ = waiting.communicate(timeout=30)
    assert waiting.returncode == 0
    assert said.splitlines()[-1] == "there is no screen after 20 s: starting cage without it"


@pytest.mark.parametrize("backends", ["headless", "wayland", "headless,libinput"])
def test_a_cage_that_draws_elsewhere_waits_for_nothing(wait_for_screen: WaitForScreen, backends: str) -> None:
    with wait_for_screen({"WLR_BACKENDS": backends}) as waiting:
        assert waiting.communicate(timeout=10)[0] == ""
    assert waiting.returncode == 0
