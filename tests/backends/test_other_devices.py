"""Tests of a cart that another device changes during the visit. Finish reads the cart before it commits."""

from collections.abc import Callable

import pytest

from kiosk.domain.carts import CartDiffers
from kiosk.domain.model import CommitDone, CommitId, Direction, NotSent
from kiosk.simulator import SimulatorThread
from kiosk.structs import replace
from tests.backends.test_odd_servers import NOON, asked, cart, line_of, meet, says, scanned
from tests.backends.tiny import Tiny, http
from tests.backends.visits import FREE, FREE_14_DAYS, FREE_TOO, MINE, TWO_PHASE, Visit, at, basket


def codes(differs: object) -> set[str]:
    """Return the codes of the lines in the changed cart. `differs` is the outcome of a Finish that read the cart."""
    assert isinstance(differs, CartDiffers)
    return {each.item.code for each in differs.now.lines}


def test_what_another_device_added_is_not_lent_before_it_was_seen(library: SimulatorThread) -> None:
    async def story(visit: Visit) -> None:
        await basket(visit)
        library.control.other_device("marta", "borrow", FREE_14_DAYS)
        assert codes(await visit.finish()) == {FREE, MINE, FREE_TOO, FREE_14_DAYS}
        assert "convert" not in visit.called()
        assert FREE_14_DAYS not in visit.out()

    at(library, story)


def test_seen_and_taken_along_it_is(library: SimulatorThread) -> None:
    async def story(visit: Visit) -> None:
        await basket(visit)
        library.control.other_device("marta", "borrow", FREE_14_DAYS)
        differs = await visit.finish()
        assert isinstance(differs, CartDiffers)
        added = next(each for each in differs.now.lines if each.item.code == FREE_14_DAYS)
        visit.lines.append(replace(visit.line(FREE_14_DAYS), ref=added.ref, item=added.item, from_before=True))
        assert await visit.finish(commit=2) == CommitDone()
        assert FREE_14_DAYS in visit.out()

    at(library, story)


def test_a_return_that_another_device_marked_is_asked_about_too(library: SimulatorThread) -> None:
    async def story(visit: Visit) -> None:
        await visit.add(FREE)
        library.control.other_device("marta", "return", MINE)
        assert codes(await visit.finish()) == {FREE, MINE}
        assert MINE in visit.out()

    at(library, story)


@pytest.mark.parametrize("two_phase", [False, True])
def test_what_another_device_took_out_is_put_back(library: SimulatorThread, *, two_phase: bool) -> None:
    library.control.turn(organization=TWO_PHASE if two_phase else {})

    async def story(visit: Visit) -> None:
        await basket(visit)
        library.control.other_device("marta", "remove", FREE)
        library.control.other_device("marta", "remove", MINE)
        assert await visit.finish() == CommitDone()
        assert {FREE, FREE_TOO} <= visit.out()
        assert MINE not in visit.out()

    at(library, story)


def test_a_line_from_before_that_another_device_took_out_is_not_put_back(library: SimulatorThread) -> None:
    async def story(visit: Visit) -> None:
        await basket(visit)
        visit.lines[0] = replace(visit.lines[0], from_before=True)
        library.control.other_device("marta", "remove", FREE)
        assert codes(await visit.finish()) == {MINE, FREE_TOO}
        assert "convert" not in visit.called()

    at(library, story)


def test_a_cart_deleted_elsewhere_is_filled_again(library: SimulatorThread) -> None:
    async def story(visit: Visit) -> None:
        await basket(visit)
        library.control.other_device("marta", "delete")
        assert await visit.finish() == CommitDone()
        assert {FREE, FREE_TOO} <= visit.out()
        assert MINE not in visit.out()
        assert visit.called()["create_cart"] == 1

    at(library, story)


def test_a_cart_converted_elsewhere_is_told_and_nothing_is_sent_again(library: SimulatorThread) -> None:
    async def story(visit: Visit) -> None:
        await basket(visit)
        library.control.other_device("marta", "convert")
        differs = await visit.finish()
        assert codes(differs) == set()
        assert isinstance(differs, CartDiffers)
        assert {each.item.code for each in differs.now.loans} == visit.out()
        assert "convert" not in visit.called()

    at(library, story)


def test_what_each_answer_shows_of_the_cart_is_there_to_compare(library: SimulatorThread) -> None:
    async def story(visit: Visit) -> None:
        await visit.add(FREE)
        library.control.other_device("marta", "borrow", FREE_14_DAYS)
        await visit.add(FREE_TOO)
        now = visit.account.staging.cart_now
        assert now is not None
        assert [each.item.code for each in now.lines] == [FREE, FREE_14_DAYS, FREE_TOO]

    at(library, story)


def scan(visit: Visit) -> object:
    return visit.add(FREE_14_DAYS)


def mark(visit: Visit) -> object:
    return visit.add(MINE, Direction.RETURN)


@pytest.mark.parametrize("act", [scan, mark])
@pytest.mark.parametrize("end", ["convert", "delete"])
def test_a_cart_that_vanished_under_a_scan_shows_what_became_of_the_rest(
    library: SimulatorThread, act: Callable[[Visit], object], end: str
) -> None:
    async def story(visit: Visit) -> None:
        await visit.add(FREE)
        library.control.other_device("marta", end)  # type: ignore[arg-type]
        await act(visit)  # type: ignore[misc]
        now = visit.account.staging.cart_now
        assert now is not None
        assert len(now.lines) == 1
        assert (FREE in {each.item.code for each in now.loans}) is (end == "convert")

    at(library, story)


def test_with_no_answer_to_the_look_nothing_is_sent(library: SimulatorThread) -> None:
    async def story(visit: Visit) -> None:
        await basket(visit)
        library.control.fault("carts", "status", status=503, count=9)
        assert isinstance(await visit.finish(), NotSent)
        assert "convert" not in visit.called()
        library.control.clear_faults()
        assert await visit.finish(commit=2) == CommitDone()

    at(library, story)


def test_a_line_that_appears_while_lines_are_committed_one_by_one_stops_before_convert() -> None:
    async def then(account: object, server: Tiny) -> None:
        differs = await account.staging.commit(CommitId(1), [scanned(ref="5")], finished=NOON)  # type: ignore[attr-defined]
        assert codes(differs) == {"SAW-1", "DR-9"}
        assert asked(server)[1:] == ["GET /carts", "POST /carts/1/checkouts/5/commit"]

    one = cart(lines=[line_of()])
    two = cart(lines=[line_of(committed=True), line_of(6, {"itemId": "DR-9", "name": "Drill"})])
    answers = (says([one]), says([one]), says(two), http(b'"OK"'))
    meet(*answers, then=then, organization={"useTwoPhaseCommitOnKiosk": True})
