"""Tests of a member with several carts. The visit uses one cart, and does not change the other carts."""

import pytest

from kiosk.domain.model import CommitDone, Direction, LoanId, Staged
from kiosk.simulator import SimulatorThread
from kiosk.structs import replace
from tests.backends.visits import FREE, FREE_14_DAYS, FREE_TOO, MINE, MINE_LATE, TWO_PHASE, Visit, at, staged


def another_cart(library: SimulatorThread, *codes: str, back: tuple[str, ...] = (), committed: str = "") -> int:
    """Open one more cart of Marta's with these tools, and return its id.

    The codes in `back` are marked as returns. If `committed` is a code, its line is committed.
    """
    other = library.control.other_device("marta", "open")
    for code in codes:
        library.control.other_device("marta", "borrow", code, other)
    for code in back:
        library.control.other_device("marta", "return", code, other)
    if committed:
        library.control.other_device("marta", "commit", committed, other)
    return other


def held(library: SimulatorThread) -> dict[int, tuple[str, ...]]:
    """Return the codes in each of Marta's carts, from the records of the library."""
    return {each.id: (*each.borrows, *each.returns) for each in library.library_state.open_carts_of("marta")}


def test_the_newest_cart_that_is_not_empty_is_taken_and_the_other_is_shown(library: SimulatorThread) -> None:
    another_cart(library, FREE, back=(MINE,))
    another_cart(library, FREE_TOO)
    another_cart(library)

    async def story(visit: Visit) -> None:
        opening = (await visit.enter()).opening
        assert [each.item.code for each in opening.earlier] == [FREE_TOO]
        assert [(each.item.code, each.direction) for each in opening.other_carts] == [
            (MINE, Direction.RETURN),
            (FREE, Direction.BORROW),
        ]

    at(library, story, enter=None)


def test_a_cart_with_which_a_tool_was_handed_over_comes_first(library: SimulatorThread) -> None:
    another_cart(library, FREE, committed=FREE)
    another_cart(library, FREE_TOO)

    async def story(visit: Visit) -> None:
        opening = (await visit.enter()).opening
        assert [(each.item.code, each.committed) for each in opening.earlier] == [(FREE, True)]
        assert [each.item.code for each in opening.other_carts] == [FREE_TOO]

    at(library, story, enter=None)


def test_the_same_tool_in_two_carts_is_shown_once(library: SimulatorThread) -> None:
    another_cart(library, FREE, FREE_TOO)
    another_cart(library, FREE)

    async def story(visit: Visit) -> None:
        assert [each.item.code for each in (await visit.enter()).opening.other_carts] == [FREE_TOO]

    at(library, story, enter=None)


def test_finish_leaves_the_other_cart_as_it_is(library: SimulatorThread) -> None:
    other = another_cart(library, FREE, back=(MINE,))
    another_cart(library, FREE_TOO)

    async def story(visit: Visit) -> None:
        opening = (await visit.enter()).opening
        visit.lines.append(replace(visit.line(FREE_TOO), ref=opening.earlier[0].ref, item=opening.earlier[0].item))
        await visit.add(FREE_14_DAYS)
        assert await visit.finish() == CommitDone()
        assert len((await visit.look()).proven) == 2
        assert held(library) == {other: (FREE, MINE)}
        assert FREE not in visit.out()
        assert MINE in visit.out()

    at(library, story, enter=None)


@pytest.mark.parametrize("knob", ["allow", "refuse"])
def test_a_tool_of_the_other_cart_is_taken_over_when_it_is_scanned(library: SimulatorThread, knob: str) -> None:
    library.control.turn(in_other_cart=knob)
    other = another_cart(library, FREE, FREE_14_DAYS)
    mine = another_cart(library, FREE_TOO)

    async def story(visit: Visit) -> None:
        await visit.enter()
        assert isinstance(await visit.add(FREE), Staged)
        assert held(library) == {other: (FREE_14_DAYS,), mine: (FREE_TOO, FREE)}
        assert visit.called()["remove_checkout"] == 1

    at(library, story, enter=None)


def test_a_return_that_is_marked_in_the_other_cart_moves_with_its_scan(library: SimulatorThread) -> None:
    other = another_cart(library, back=(MINE, MINE_LATE))
    mine = another_cart(library, FREE_TOO)

    async def story(visit: Visit) -> None:
        await visit.enter()
        assert staged(await visit.add(MINE, Direction.RETURN)).direction is Direction.RETURN
        assert held(library) == {other: (MINE_LATE,), mine: (FREE_TOO, MINE)}

    at(library, story, enter=None)


def test_what_was_handed_over_with_the_other_cart_stays_in_it(library: SimulatorThread) -> None:
    library.control.turn(organization=TWO_PHASE)
    other = another_cart(library, back=(MINE,), committed=MINE)
    mine = another_cart(library, back=(MINE_LATE,), committed=MINE_LATE)

    async def story(visit: Visit) -> None:
        opening = (await visit.enter()).opening
        assert [(each.item.code, each.committed) for each in opening.other_carts] == [(MINE, True)]
        await visit.add(MINE, Direction.RETURN)
        assert held(library) == {other: (MINE,), mine: (MINE_LATE, MINE)}

    at(library, story, enter=None)


@pytest.mark.parametrize("kind", ["drop", "refuse", "status"])
def test_a_tool_that_cannot_leave_the_other_cart_is_lent_once_all_the_same(library: SimulatorThread, kind: str) -> None:
    other = another_cart(library, FREE)
    another_cart(library, FREE_TOO)
    library.control.fault("remove_checkout", kind, count=5)

    async def story(visit: Visit) -> None:
        await visit.enter()
        await visit.add(FREE)
        found = next(each for each in visit.account.opening.earlier)
        visit.lines.append(replace(visit.line(FREE_TOO), ref=found.ref, item=found.item))
        assert await visit.finish() == CommitDone()
        assert len((await visit.look()).proven) == 2  # both lines, although FREE is still in the other cart, too
        assert held(library) == {other: (FREE,)}

    at(library, story, enter=None)


def test_a_loan_of_nobody_s_cart_is_just_brought_back(library: SimulatorThread) -> None:
    another_cart(library, FREE)
    mine = another_cart(library, FREE_TOO)

    async def story(visit: Visit) -> None:
        await visit.enter()
        loan = next(each for each in visit.account.opening.loans if each.item.code == MINE)
        assert staged(await visit.add(MINE)).loan == LoanId(loan.ident)
        assert held(library)[mine] == (FREE_TOO, MINE)
        assert "remove_checkin" not in visit.called()

    at(library, story, enter=None)
