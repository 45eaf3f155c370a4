"""Tests that kill the real process (kill -9) while people hold tools.

When the kiosk starts again, it finds the codes of these tools, and tells staff.
"""

import asyncio
import signal
import sqlite3
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from kiosk.simulator import SimulatorThread
from tests.app.standing import MARTA, link_fobs
from tests.e2e.desk import wait_until
from tests.faults.process import KioskProcess
from tests.runner.deeds import Deeds

pytestmark = pytest.mark.slow

Story = Callable[[KioskProcess, SimulatorThread], float | None]
Asked = list[tuple[str, tuple[str, ...], str | None]]
DRILL, LEVEL, SAW, BOX = "DR-0142", "LVL-0002", "SAW-0087", "SAND-0019"


def told(folder: Path, library: SimulatorThread) -> Asked:
    """Start a new kiosk after the kill, and let it ask staff about the tools. Return all questions in the inbox."""

    async def ask() -> Asked:
        async with Deeds(folder, library) as deeds:
            await deeds.stores.in_hand.ask_about_former_runs()
            entries = await asyncio.to_thread(deeds.inbox().entries)
            return [(entry.kind, entry.codes, entry.member) for entry in entries]

    return asyncio.run(ask())


def seen(kiosk: KioskProcess, words: str, count: int = 1) -> None:
    wait_until(lambda: kiosk.said().count(words) >= count, f"{count} times {words!r}", kiosk.said)


def on_disk(kiosk: KioskProcess, scanned: float | None) -> None:
    """Wait until the codes of the last scan are on disk.

    `scanned` is the time of this scan, in seconds since 1970. If `scanned` is None, wait until no code is on disk.
    """

    def is_written() -> bool:
        with closing(sqlite3.connect(f"file:{kiosk.folder}/state/journal.db?mode=ro", uri=True)) as journal:
            found = journal.execute("SELECT kept FROM in_hand ORDER BY kept DESC LIMIT 1").fetchone()
        return found is None if scanned is None else found is not None and found[0] >= int(scanned * 1000)

    wait_until(is_written, "the row", kiosk.said)


def tray(kiosk: KioskProcess, _: SimulatorThread) -> float:
    now = time.time()
    kiosk.items.scan(DRILL)
    on_disk(kiosk, now)
    now = time.time()
    kiosk.items.scan(SAW)
    seen(kiosk, "Scanned -> Idle", 2)
    return now


def basket(kiosk: KioskProcess, _: SimulatorThread) -> float:
    kiosk.fobs.scan(MARTA.fob)
    kiosk.says("SignedIn -> Serving")
    now = 0.0
    for number, code in enumerate((DRILL, LEVEL), start=1):
        now = time.time()
        kiosk.items.scan(code)
        seen(kiosk, "LineAnswered -> Serving", number)
        on_disk(kiosk, now)
    return now


def never_sent(kiosk: KioskProcess, library: SimulatorThread) -> float:
    kiosk.fobs.scan(MARTA.fob)
    kiosk.says("SignedIn -> Serving")
    library.control.go_away()
    now = time.time()
    kiosk.items.scan(DRILL)
    kiosk.says("Scanned -> Serving")
    return now


def finished(kiosk: KioskProcess, library: SimulatorThread) -> float | None:
    basket(kiosk, library)
    kiosk.fobs.scan(MARTA.fob)
    kiosk.says("LoansRead -> Receipt")
    return None


def at_the_receipt(kiosk: KioskProcess, library: SimulatorThread) -> float:
    finished(kiosk, library)
    now = time.time()
    kiosk.items.scan(SAW)
    kiosk.says("Scanned -> Receipt")
    return now


def during_the_commit(kiosk: KioskProcess, library: SimulatorThread) -> float:
    basket(kiosk, library)
    library.control.fault("convert", "delay", answer_delay_s=30.0)
    kiosk.fobs.scan(MARTA.fob)
    kiosk.says("Scanned -> Committing")
    now = time.time()
    kiosk.items.scan(SAW)
    seen(kiosk, "Scanned -> Committing", 2)
    wait_until(lambda: library.library_state.call_counts()["convert"] > 0, "the commit", kiosk.said)
    return now


@pytest.mark.parametrize(
    ("story", "asked"),
    [
        (tray, [("tray_without_fob", (DRILL, SAW))]),
        (basket, [("interrupted", (DRILL, LEVEL))]),
        (never_sent, [("interrupted", (DRILL,))]),
        (finished, []),
        (at_the_receipt, [("tray_without_fob", (SAW,))]),
        (during_the_commit, [("tray_without_fob", (SAW,))]),
    ],
)
@pytest.mark.parametrize("by", [signal.SIGKILL, signal.SIGTERM])
def test_staff_are_told_of_what_nobody_comes_back_for(
    tmp_path: Path, story: Story, asked: list[tuple[str, tuple[str, ...]]], by: signal.Signals
) -> None:
    with SimulatorThread() as library:
        asyncio.run(link_fobs(tmp_path, library, MARTA))
        with KioskProcess(tmp_path, library) as kiosk:
            on_disk(kiosk, story(kiosk, library))
            kiosk.ends(by=by)
        library.control.clear_faults()
        library.control.come_back()
        assert [(kind, codes) for kind, codes, _ in told(tmp_path, library)] == asked
        assert {member for kind, _, member in told(tmp_path, library) if kind == "interrupted"} <= {MARTA.username}


def test_who_comes_back_after_the_kill_is_no_question(tmp_path: Path) -> None:
    with SimulatorThread() as library:
        asyncio.run(link_fobs(tmp_path, library, MARTA))
        with KioskProcess(tmp_path, library) as kiosk:
            kiosk.items.scan(SAW)
            kiosk.says("Scanned -> Idle")
            kiosk.fobs.scan(MARTA.fob)
            kiosk.says("LineAnswered -> Serving")
            wait_until(lambda: library.library_state.call_counts()["add_checkout"] == 1, "the saw", kiosk.said)
            on_disk(kiosk, 0.0)
            now = time.time()
            kiosk.items.scan(DRILL)
            seen(kiosk, "LineAnswered -> Serving", 2)
            on_disk(kiosk, now)
            kiosk.ends(by=signal.SIGKILL)
            kiosk.start()
            again = len(kiosk.said())
            kiosk.fobs.scan(MARTA.fob)
            kiosk.says("SignedIn -> Serving", since=again)
            kiosk.fobs.scan(MARTA.fob)
            kiosk.says("LoansRead -> Receipt", since=again)
            kiosk.ends(by=signal.SIGTERM)
        assert told(tmp_path, library) == []
