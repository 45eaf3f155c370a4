"""Cycles of a visit die after it, at a moment of our choosing."""

import asyncio
import gc
import weakref
from collections.abc import Iterator

import pytest

from kiosk.app.garbage import AFTER_S, BetweenVisits


class Ring:
    """Holds itself: only the garbage collection ends it."""

    def __init__(self) -> None:
        self.itself = self


@pytest.fixture(autouse=True)
def no_other_collection() -> Iterator[None]:
    gc.disable()
    yield
    gc.enable()


def _dropped(when_gone: asyncio.Event) -> "weakref.finalize[[], Ring]":
    return weakref.finalize(Ring(), when_gone.set)


def _nothing() -> None:
    """What is kept needs no tidying here."""


async def test_what_is_kept_is_tidied_once_after_each_visit() -> None:
    tidied: list[int] = []
    happened = asyncio.Event()

    def tidy() -> None:
        tidied.append(1)
        happened.set()

    between = BetweenVisits(tidy)
    between.shown(idle=True)
    for visits in (1, 2, 3):
        between.shown(idle=False)
        between.shown(idle=True)
        between.shown(idle=True)
        await asyncio.wait_for(happened.wait(), 10)
        happened.clear()
        await _later_than_the_first_timer()
        assert len(tidied) == visits


async def test_after_a_visit_what_it_left_in_circles_is_gone() -> None:
    between, gone = BetweenVisits(_nothing), asyncio.Event()
    between.shown(idle=False)
    _dropped(gone)
    between.shown(idle=True)
    await asyncio.wait_for(gone.wait(), 10)


async def test_nobody_waits_for_it_in_a_visit() -> None:
    """The next member came at once: the timer of before does not strike, and the one after that visit does."""
    between, gone = BetweenVisits(_nothing), asyncio.Event()
    between.shown(idle=False)
    between.shown(idle=True)
    between.shown(idle=False)
    _dropped(gone)
    await _later_than_the_first_timer()
    assert not gone.is_set()
    between.shown(idle=True)
    await asyncio.wait_for(gone.wait(), 10)


async def test_an_idle_kiosk_looks_for_nothing() -> None:
    between, gone = BetweenVisits(_nothing), asyncio.Event()
    between.shown(idle=True)
    _dropped(gone)
    between.shown(idle=True)
    await _later_than_the_first_timer()
    assert not gone.is_set()


async def _later_than_the_first_timer() -> None:
    """Timers of one loop strike in the order of their moments."""
    struck = asyncio.Event()
    asyncio.get_running_loop().call_later(1.2 * AFTER_S, struck.set)
    await struck.wait()


async def test_what_is_to_be_collected_in_a_moment_can_be_collected_now_and_only_once() -> None:
    tidied: list[int] = []
    between = BetweenVisits(lambda: tidied.append(1))
    between.collect_now()
    between.shown(idle=False)
    between.collect_now()
    assert tidied == []
    between.shown(idle=True)
    between.collect_now()
    between.collect_now()
    await _later_than_the_first_timer()
    assert tidied == [1]
