"""Tests of a second kiosk that is started on the state folder of a running kiosk.

The second kiosk logs that another kiosk uses the folder, changes nothing, and ends.
"""

import asyncio
import hashlib
import signal
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk.exit_codes import ExitCode
from kiosk.simulator import SimulatorThread
from tests.app.standing import MARTA, link_fobs
from tests.faults.process import COMMAND, KioskProcess

pytestmark = pytest.mark.slow


@pytest.fixture
def library() -> Iterator[SimulatorThread]:
    with SimulatorThread() as running:
        yield running


@pytest.fixture
def first(tmp_path: Path, library: SimulatorThread) -> Iterator[KioskProcess]:
    asyncio.run(link_fobs(tmp_path, library, MARTA))
    with KioskProcess(tmp_path, library) as kiosk:
        yield kiosk


def second(first: KioskProcess, library: SimulatorThread, state: Path) -> KioskProcess:
    """Return a second kiosk at the same library. The second kiosk is not started yet.

    Its state folder is `state`, which is another path to the folder of the first kiosk.
    """
    folder = first.folder / "second"
    folder.mkdir()
    kiosk = KioskProcess(folder, library)
    text = kiosk.config.read_text(encoding="utf-8").replace(str(folder / "state"), str(state))
    kiosk.config.write_text(text, encoding="utf-8")
    return kiosk


def kept(state: Path) -> dict[str, str]:
    """Return the name of each file in the folder, and a hash of its content."""
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in sorted(state.iterdir())}


@pytest.mark.parametrize("way", ["a link", "another root"])
def test_the_second_says_so_and_ends(first: KioskProcess, library: SimulatorThread, way: str) -> None:
    state = first.folder / "state"
    link = first.folder / "link"
    link.symlink_to(state)
    other = second(first, library, {"a link": link, "another root": Path(f"/proc/self/root{state}")}[way])
    calls, before = library.library_state.call_counts(), kept(state)
    other.launch()

    assert other.ends(within_s=30.0) == ExitCode.TEMPFAIL
    assert "another kiosk runs on" in other.said()
    assert "first frame" not in other.said()
    assert kept(state) == before
    assert library.library_state.call_counts() == calls
    first.fobs.scan(MARTA.fob)
    first.says("SignedIn -> Serving")


def test_it_takes_over_from_one_that_ends_meanwhile(first: KioskProcess, library: SimulatorThread) -> None:
    other = second(first, library, first.folder / "state")
    other.launch()
    other.says("another kiosk runs on")
    assert first.ends(by=signal.SIGTERM) == ExitCode.OK
    other.says("ready for visits")
    assert other.ends(by=signal.SIGTERM) == ExitCode.OK


def test_nothing_stale_is_left_by_a_kill(first: KioskProcess, library: SimulatorThread) -> None:
    first.ends(by=signal.SIGKILL)
    other = second(first, library, first.folder / "state")
    other.launch()
    other.says("ready for visits")
    assert "another kiosk" not in other.said()
    assert other.ends(by=signal.SIGTERM) == ExitCode.OK


@pytest.mark.parametrize("command", [["check"], ["inbox", "list"], ["fobs", "list"]], ids=lambda words: words[0])
def test_commands_work_beside_a_kiosk_that_runs(first: KioskProcess, command: list[str]) -> None:
    done = subprocess.run(
        [COMMAND, *command, "--config", str(first.config)], capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode != ExitCode.TEMPFAIL, done
    assert "another kiosk" not in done.stdout + done.stderr
    assert "Traceback" not in done.stderr
