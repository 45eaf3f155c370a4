"""Tests of the work between two visits: the kiosk collects garbage (unused memory), and makes pages in advance."""

import asyncio
import weakref

from kiosk.app.between_visits import AFTER_S, BetweenVisits


class Ring:
    """An object that refers to itself, so that only the garbage collector removes it."""

    def __init__(self) -> None:
        self.itself = self


def _dropped(when_gone: asyncio.Event) -> "weakref.finalize[[], Ring]":
    return weakref.finalize(Ring(), when_gone.set)


def _nothing() -> None:
    """Tidy nothing, because these tests have no stores."""


def _nothing_to_make() -> bool:
    return False


async def test_what_is_kept_is_tidied_once_after_each_visit() -> None:
    tidied: list[int] = []
    happened = asyncio.Event()

    def tidy() -> None:
        tidied.append(1)
        happened.set()

    between = BetweenVisits(tidy, _nothing_to_make)
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
    between, gone = BetweenVisits(_nothing, _nothing_to_make), asyncio.Event()
    between.shown(idle=False)
    _dropped(gone)
    between.shown(idle=True)
    await asyncio.wait_for(gone.wait(), 10)


async def test_nobody_waits_for_it_in_a_visit() -> None:
    """If a new visit begins at once, the kiosk does not collect the garbage before the end of the new visit."""
    between, gone = BetweenVisits(_nothing, _nothing_to_make), asyncio.Event()
    between.shown(idle=False)
    between.shown(idle=True)
    between.shown(idle=False)
    _dropped(gone)
    await _later_than_the_first_timer()
    assert not gone.is_set()
    between.shown(idle=True)
    await asyncio.wait_for(gone.wait(), 10)


async def test_an_idle_kiosk_looks_for_nothing() -> None:
    between, gone = BetweenVisits(_nothing, _nothing_to_make), asyncio.Event()
    between.shown(idle=True)
    _dropped(gone)
    between.shown(idle=True)
    await _later_than_the_first_timer()
    assert not gone.is_set()


async def _later_than_the_first_timer() -> None:
    """Wait a little longer than AFTER_S seconds, the time of the first timer of BetweenVisits."""
    struck = asyncio.Event()
    asyncio.get_running_loop().call_later(1.2 * AFTER_S, struck.set)
    await struck.wait()


async def test_what_is_to_be_collected_in_a_moment_can_be_collected_now_and_only_once() -> None:
    tidied: list[int] = []
    between = BetweenVisits(lambda: tidied.append(1), _nothing_to_make)
    between.finish_now()
    between.shown(idle=False)
    between.finish_now()
    assert tidied == []
    between.shown(idle=True)
    between.finish_now()
    between.finish_now()
    await _later_than_the_first_timer()
    assert tidied == [1]


async def test_pages_are_made_one_at_a_time_and_a_fob_between_two_of_them_is_answered_first() -> None:
    """If a member comes when only the first page is made, the kiosk makes the other pages after the visit."""
    left, made, happened = 3, list[str](), asyncio.Event()

    def make_ready() -> bool:
        nonlocal left
        left -= 1
        made.append("page")
        if len(made) == 1:
            asyncio.get_running_loop().call_soon(member_comes)
        if not left:
            happened.set()
        return bool(left)

    def member_comes() -> None:
        made.append("member")
        between.shown(idle=False)

    between = BetweenVisits(_nothing, make_ready)
    between.shown(idle=False)
    between.shown(idle=True)
    await _later_than_the_first_timer()
    await _later_than_the_first_timer()
    assert made == ["page", "member"]
    between.shown(idle=True)
    await asyncio.wait_for(happened.wait(), 10)
    await _later_than_the_first_timer()
    assert made == ["page", "member", "page", "page"]


async def test_visits_without_a_pause_can_have_all_pages_made_now() -> None:
    left = iter((True, True, False))
    between = BetweenVisits(_nothing, lambda: next(left))
    between.shown(idle=False)
    between.shown(idle=True)
    between.finish_now()
    assert next(left, None) is None
    between.finish_now()


async def test_after_the_stop_nothing_is_planned_or_done() -> None:
    tidied: list[int] = []
    between = BetweenVisits(lambda: tidied.append(1), _nothing_to_make)
    between.shown(idle=False)
    between.shown(idle=True)
    between.stop()
    between.shown(idle=False)
    between.shown(idle=True)
    between.finish_now()
    await _later_than_the_first_timer()
    assert tidied == []


async def test_memory_is_given_back_once_after_each_visit_when_all_pages_are_made() -> None:
    done: list[str] = []

    def make_ready() -> bool:
        done.append("page")
        return done.count("page") % 2 == 1

    between = BetweenVisits(lambda: done.append("tidy"), make_ready, lambda: done.append("memory"))
    between.shown(idle=True)
    between.finish_now()
    assert done == []
    for _ in range(2):
        between.shown(idle=False)
        between.shown(idle=True)
        between.finish_now()
    assert done == ["tidy", "page", "page", "memory"] * 2


async def test_no_memory_is_given_back_in_a_visit() -> None:
    """If a member comes before all pages are made, the kiosk gives memory back after the visit of this member."""
    done, happened = list[str](), asyncio.Event()

    def make_ready() -> bool:
        done.append("page")
        if len(done) == 1:
            asyncio.get_running_loop().call_soon(comes)
        return len(done) == 1

    def comes() -> None:
        between.shown(idle=False)
        asyncio.get_running_loop().call_later(1.2 * AFTER_S, leaves)

    def leaves() -> None:
        done.append("leaves")
        between.shown(idle=True)

    def give_back() -> None:
        done.append("memory")
        happened.set()

    between = BetweenVisits(_nothing, make_ready, give_back)
    between.shown(idle=False)
    between.shown(idle=True)
    await asyncio.wait_for(happened.wait(), 10)
    assert done == ["page", "leaves", "page", "memory"]
