"""Tests that garbage with Qt objects in it is collected in the main thread only."""

import gc
import resource
import threading
import weakref
from pathlib import Path

from PySide6.QtCore import QTimer

from kiosk.app.garbage import DUE, collect_if_due, give_memory_back
from kiosk.app.qt import application
from tests.app.standing import StandingKiosk

MANY = 200 * DUE[0]


class Ring:
    """An object with a running timer. The object refers to itself, so only a garbage collection removes it."""

    def __init__(self) -> None:
        self.timer = QTimer()
        self.timer.timeout.connect(self.strike)
        self.timer.start(1)
        self.itself = self

    def strike(self) -> None:
        """Do nothing."""


def _left_behind(count: int) -> list[str]:
    """Make `count` rings to which nothing refers. Return a list.

    When a ring is removed, the list gets the name of the thread that has removed the ring.
    """
    removed_by: list[str] = []
    for _ in range(count):
        weakref.finalize(Ring(), lambda: removed_by.append(threading.current_thread().name))
    return removed_by


def _busy_thread() -> None:
    """Let another thread make so many objects that Python would usually have collected garbage many times."""
    busy = threading.Thread(target=lambda: [[[]] for _ in range(MANY)], name="busy")
    busy.start()
    busy.join()


def test_a_busy_thread_removes_nothing_of_qt_and_the_main_thread_removes_all_of_it() -> None:
    app = application()
    gc.collect()
    removed_by = _left_behind(50)
    _busy_thread()
    assert removed_by == []
    app.processEvents()
    kept = []
    while len(removed_by) < 50:
        collect_if_due()
        kept += [[None] for _ in range(2 * DUE[0])]
    assert set(removed_by) == {"MainThread"}
    app.processEvents()


def test_only_a_generation_that_is_due_is_collected() -> None:
    application()
    gc.collect()
    collected: list[int] = []

    def note(phase: str, about: dict[str, int]) -> None:
        if phase == "start":
            collected.append(about["generation"])

    gc.callbacks.append(note)
    try:
        collect_if_due()
        assert collected == []
        kept = []
        for _ in range(2 * (DUE[1] + 2) * (DUE[2] + 2)):
            kept += [[None] for _ in range(2 * DUE[0])]
            collect_if_due()
    finally:
        gc.callbacks.remove(note)
    assert set(collected) == {0, 1, 2}
    assert collected.count(0) > collected.count(1) > collected.count(2)


async def test_a_kiosk_that_stands_collects_with_its_ticks_and_never_by_itself(tmp_path: Path) -> None:
    async with StandingKiosk(tmp_path) as kiosk:
        assert not gc.isenabled()
        removed_by = _left_behind(50)
        _busy_thread()
        assert removed_by == []
        kiosk.put_forward(1)
        await kiosk.until(lambda: len(removed_by) == 50, "the end of the rings")
        assert set(removed_by) == {"MainThread"}


def test_memory_between_objects_that_stay_is_given_back() -> None:
    """The C library keeps freed memory if an object behind this memory still exists.

    The kiosk must give such memory back to the machine.
    """
    blocks = [bytes([number % 256]) * 2000 for number in range(20_000)]
    stays = blocks.pop()
    full = _resident_mb()
    blocks.clear()
    give_memory_back()
    assert len(stays) == 2000
    assert full - _resident_mb() > 20


def _resident_mb() -> float:
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * resource.getpagesize() / 2**20
