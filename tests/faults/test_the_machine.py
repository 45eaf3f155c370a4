"""Tests of failures of the machine or the kiosk: power cuts, readers, disks, a stuck event loop, bugs."""

import asyncio
import contextlib
import os
import re
import resource
import signal
import sqlite3
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk.simulator import SimulatorThread
from tests.app.standing import MARTA, StandingKiosk, link_fobs
from tests.e2e.desk import wait_until
from tests.faults.manager import PretendManager
from tests.faults.process import KioskProcess
from tests.store.test_disk import full_disk

pytestmark = pytest.mark.slow


def linked(folder: Path, library: SimulatorThread) -> None:
    """Link Marta's fob before the test."""
    asyncio.run(link_fobs(folder, library, MARTA))


# --- killed --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("moment", "fault"),
    [
        ("tools are scanned", {}),
        ("the answer is on its way", {"answer_delay_s": 30.0}),
        ("the server still works on it", {"delay_s": 1.5}),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_the_kiosk_is_killed(tmp_path: Path, moment: str, fault: dict[str, float]) -> None:
    """After a kill, the kiosk starts again and finds its data in the journal and the open cart.

    If no commit was sent, the open cart still has the tools, and the member can press Finish. If a commit was sent, the
    kiosk settles this commit, and does not send it a second time.
    """
    with SimulatorThread() as library:
        linked(tmp_path, library)
        state = library.library_state
        with KioskProcess(tmp_path, library) as kiosk:
            kiosk.fobs.scan(MARTA.fob)
            kiosk.says("SignedIn -> Serving")
            kiosk.items.scan("DR-0142")
            kiosk.items.scan("LVL-0002")
            wait_until(lambda: kiosk.said().count("LineAnswered -> Serving") == 2, "both tools", kiosk.said)
            if fault:
                library.control.fault("convert", "delay", acts=True, **fault)
                kiosk.fobs.scan(MARTA.fob)
                wait_until(lambda: not state.faults.waiting(), "the commit to arrive", kiosk.said)
            kiosk.ends(by=signal.SIGKILL)
            again = len(kiosk.said())
            kiosk.start()
            if not fault:
                kiosk.fobs.scan(MARTA.fob)
                kiosk.says("SignedIn -> Serving", since=again)
                kiosk.fobs.scan(MARTA.fob)
                kiosk.says("-> Receipt", since=again)
            else:
                kiosk.says(": done", since=again)
            loans = {loan.code for loan in state.loans_of("marta")}
            assert ("DR-0142" in loans, "LVL-0002" in loans) == (True, False)
            assert state.call_counts()["convert"] == 1


# --- readers -------------------------------------------------------------------------------------------


async def test_a_reader_is_unplugged(tmp_path: Path) -> None:
    """The screen says that the reader is unplugged.

    Touch and the other reader still work. The kiosk finds the reader within 2 s after it is plugged in again.
    """
    with SimulatorThread() as library:
        await link_fobs(tmp_path, library, MARTA)
        async with StandingKiosk(tmp_path, library=library) as kiosk:
            kiosk.fobs.unplug()
            await kiosk.sees("The fob reader is unplugged")
            kiosk.scan("DR-0142")
            await kiosk.sees("DR-0142")
            await kiosk.press("Log in")
            await kiosk.log_in(MARTA)
            await kiosk.sees("Log out Marta", "1 to borrow")

            kiosk.fobs.plug()

            await kiosk.until(kiosk.readers_ready, "the reader again", timeout_s=3.0)
            kiosk.fobs.scan(MARTA.fob)
            await kiosk.sees("Finish for Marta")


# --- disks ---------------------------------------------------------------------------------------------


async def test_the_disk_is_full(tmp_path: Path) -> None:
    """The screen says that the kiosk cannot write to its disk.

    Without a row in the journal, the kiosk sends no write to the server. When the disk has room again, the kiosk goes
    on.
    """
    with SimulatorThread() as library:
        await link_fobs(tmp_path, library, MARTA)
        async with StandingKiosk(tmp_path, library=library) as kiosk:
            await kiosk.arrive(MARTA)
            kiosk.scan("DR-0142")
            await kiosk.sees("1 to borrow")
            with full_disk(1024):
                kiosk.items.scan("SAND-0019")
                await kiosk.sees("This kiosk cannot write to its disk", "Your basket stays here")
                before = kiosk.program.kiosk.lasting.notice
                kiosk.fobs.scan(MARTA.fob)
                await kiosk.until(lambda: kiosk.program.kiosk.lasting.notice not in (None, before), "an answer")
                await kiosk.sees("cannot be recorded now")
                assert (kiosk.calls("add_checkout"), kiosk.calls("convert")) == (1, 0)

            await kiosk.sees("2 to borrow")
            await kiosk.press("Finish. 2 tools are ready")
            await kiosk.sees("Confirmed 2 of 2")


async def test_the_disk_is_full_when_nobody_is_there(tmp_path: Path) -> None:
    """The screen says what staff can do. When the disk has room again, the screen shows Welcome."""
    async with StandingKiosk(tmp_path) as kiosk:
        with full_disk(1024):
            kiosk.scan("DR-0142")
            await kiosk.sees("DR-0142")
            kiosk.put_forward(61)
            await kiosk.sees("This kiosk cannot write to its disk", "Look at the free space")
            assert kiosk.calls("log_in") == 0

        await kiosk.sees("Hold your key fob to the reader")
        await kiosk.until_inbox(("tray_without_fob", ("DR-0142",)))


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """Yield the state folder on a separate file system of 1 MB."""
    folder = tmp_path / "state"
    folder.mkdir()
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", folder], check=False).returncode:
        pytest.skip("this account may not mount anything")
    yield folder
    subprocess.run(["umount", "--lazy", folder], check=True)


def remount(folder: Path, mode: str) -> None:
    """Make the file system of this folder read-only ("ro") or writable ("rw")."""
    subprocess.run(["mount", "-o", f"remount,{mode}", folder], check=True)


def fill(folder: Path) -> Path:
    """Fill the disk until nothing more can be written, and return the file that fills it.

    First shorten the log of SQLite, because new rows would still fit into the free part of the log.
    """
    for database in folder.glob("*.db"):
        with contextlib.closing(sqlite3.connect(database)) as connection:
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    filler = folder / "filler"
    with contextlib.suppress(OSError), filler.open("wb", buffering=0) as file:
        while True:
            file.write(bytes(4096))
    return filler


async def test_a_really_full_disk(tmp_path: Path, small_disk: Path) -> None:
    """The screen says that the kiosk cannot write. The disk is full when the kiosk starts, and later in the visit."""
    with SimulatorThread() as library:
        await link_fobs(tmp_path, library, MARTA)
        filler = fill(small_disk)
        async with StandingKiosk(tmp_path, library=library) as kiosk:
            await kiosk.sees("This kiosk cannot write to its disk")
            kiosk.fobs.scan(MARTA.fob)
            await kiosk.sees("not in use")
            filler.unlink()
            await kiosk.sees("Hold your key fob to the reader")
            await kiosk.arrive(MARTA)
            kiosk.scan("DR-0142")
            await kiosk.sees("1 to borrow")
            filler = fill(small_disk)
            kiosk.fobs.scan(MARTA.fob)
            await kiosk.sees("cannot be recorded now")
            assert kiosk.calls("convert") == 0
            filler.unlink()
            await kiosk.press("Finish. 1 tool is ready")
            await kiosk.sees("Confirmed 1 of 1")


async def test_a_disk_that_is_read_only(tmp_path: Path, small_disk: Path) -> None:
    """The screen says that the kiosk cannot write. As soon as the disk can be written, the kiosk goes on by itself."""
    with SimulatorThread() as library:
        await link_fobs(tmp_path, library, MARTA)
        remount(small_disk, "ro")
        async with StandingKiosk(tmp_path, library=library) as kiosk:
            await kiosk.sees("This kiosk cannot write to its disk")

            remount(small_disk, "rw")

            await kiosk.sees("Hold your key fob to the reader")
            await kiosk.arrive(MARTA)


# --- a loop that is stuck --------------------------------------------------------------------------------

STUCK = """
import signal, sys, threading
from kiosk.__main__ import main
def stuck_here(*_): threading.Event().wait()
signal.signal(signal.SIGUSR1, stuck_here)
sys.exit(main(sys.argv[1:]))
"""


def test_the_event_loop_is_stuck(tmp_path: Path) -> None:
    """The kiosk sends no more pings, so the watchdog can end it. The log has the Python stack of every thread."""
    with (
        SimulatorThread() as library,
        PretendManager(tmp_path / "notify", watchdog_s=0.8) as manager,
        KioskProcess(tmp_path, library, planted=STUCK, environ=manager.environ) as kiosk,
    ):
        heard = [manager.hears(1.0) for _ in range(5)]
        assert "READY=1" in heard
        assert heard.count("WATCHDOG=1") == 4
        assert kiosk.process is not None

        kiosk.process.send_signal(signal.SIGUSR1)

        wait_until(lambda: manager.hears(0.8) is None, "the pings to stop")
        assert kiosk.process.poll() is None
        assert kiosk.ends(by=signal.SIGABRT) == -signal.SIGABRT
        assert "stuck_here" in kiosk.said()
        assert len(re.findall(r"^(Thread|Current thread) 0x", kiosk.said(), re.MULTILINE)) >= 4


@pytest.fixture
def dumps_allowed() -> Iterator[None]:
    """Let a program that crashes write its memory to disk (a core dump), as far as this user may allow this."""
    soft, hard = resource.getrlimit(resource.RLIMIT_CORE)
    most = resource.RLIM_INFINITY if os.geteuid() == 0 else hard
    resource.setrlimit(resource.RLIMIT_CORE, (most, most))
    yield
    resource.setrlimit(resource.RLIMIT_CORE, (soft, hard if os.geteuid() == 0 else most))


@pytest.mark.parametrize("number", [signal.SIGABRT, signal.SIGSEGV, signal.SIGQUIT])
def test_a_crash_writes_no_memory_to_disk(tmp_path: Path, dumps_allowed: None, number: signal.Signals) -> None:
    """A crash of the kiosk writes no core dump, because the memory has passwords and fob codes.

    This is so even if the machine allows core dumps.
    """
    before = set(Path.cwd().glob("core*"))
    with SimulatorThread() as library, KioskProcess(tmp_path, library) as kiosk:
        assert kiosk.process is not None
        assert resource.prlimit(kiosk.process.pid, resource.RLIMIT_CORE) == (0, 0)
        assert kiosk.ends(by=number) == -number
    assert set(Path.cwd().glob("core*")) == before
    assert not list(tmp_path.rglob("core*"))


# --- faults of the kiosk itself --------------------------------------------------------------------------

BUG = """
import asyncio, sys, threading
from pathlib import Path
from kiosk.app.launch import run_kiosk
from kiosk.ops.logs import open_log
from kiosk.settings.load import load

def bug(*_): raise RuntimeError("ours: password=sawdust-and-tea Bearer abc.def.ghi")

async def bug_in_a_task(): bug()

async def plant(program):
    if {where!r} == "a task": program.spawn(bug_in_a_task())
    if {where!r} == "a slot":
        program.window.touched.connect(bug)
        asyncio.get_running_loop().call_soon(program.window.touched.emit)
    if {where!r} == "a callback of the loop": asyncio.get_running_loop().call_soon(bug)
    if {where!r} == "a thread": threading.Thread(target=bug, name="reader").start()
    if {where!r} == "a step": program.tell(object())
    if {where!r} == "an effect": program.serving.start(object())

open_log(debug=True, for_journal=True)
sys.exit(run_kiosk(load(Path(sys.argv[-1])), prepare=plant))
"""


@pytest.mark.parametrize("where", ["a task", "a slot", "a callback of the loop", "a thread", "a step", "an effect"])
def test_a_bug_of_our_own(tmp_path: Path, where: str) -> None:
    """The kiosk logs the error without the secrets, and exits with the code 70. systemd would start it again."""
    with SimulatorThread() as library:
        kiosk = KioskProcess(tmp_path, library, planted=BUG.format(where=where))
        kiosk.launch()
        assert kiosk.ends() == 70
        assert "<2>kiosk.crash: unexpected error in" in kiosk.said()
        assert "Traceback" in kiosk.said()
        assert "sawdust-and-tea" not in kiosk.said()
        assert "abc.def.ghi" not in kiosk.said()


def test_a_bug_in_a_store_of_the_installed_command(tmp_path: Path) -> None:
    """If a table of the journal is missing, the installed command logs the error and exits with the code 70."""
    with SimulatorThread() as library, KioskProcess(tmp_path, library) as kiosk:
        with contextlib.closing(sqlite3.connect(tmp_path / "state" / "journal.db")) as journal, journal:
            journal.execute("DROP TABLE notes")
        kiosk.fobs.scan(MARTA.fob)
        kiosk.says("-> AskingSecret")
        assert kiosk.ends(by=signal.SIGTERM) == 70
        assert "no such table: notes" in kiosk.said()
