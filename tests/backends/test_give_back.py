"""Tests of bringing a tool back and of taking a line out of the cart, also if another device has changed the cart."""

from datetime import date

import pytest

from kiosk.backends.ports import ActKind
from kiosk.domain.model import Direction, Gone, ItemCode, RefusalKind, Staged
from kiosk.simulator import SimulatorThread
from kiosk.structs import replace
from tests.backends.visits import FREE, FREE_TOO, MINE, MINE_LATE, UNUSABLE, Visit, as_staged, at, refused, staged

# --- bringing back --------------------------------------------------------------------------------


@pytest.mark.parametrize("direction", [Direction.BORROW, Direction.RETURN])
def test_a_tool_of_one_s_own_is_a_return(library: SimulatorThread, direction: Direction) -> None:
    async def story(visit: Visit) -> None:
        own = visit.account.own_loan(ItemCode(MINE_LATE))
        assert own is not None
        line = staged(await visit.add(MINE_LATE, direction))
        assert (line.direction, line.loan, line.days_late) == (Direction.RETURN, own.ident, 2)
        assert line.due == date(2026, 3, 9)
        assert MINE_LATE in visit.out()
        assert visit.called() == {"add_checkin": 1}
        assert visit.log.story == ["give_back done"]

    at(library, story)


def test_the_wrong_case_is_taken_where_it_can_mean_one_own_loan(library: SimulatorThread) -> None:
    async def story(visit: Visit) -> None:
        assert staged(await visit.add(MINE.lower())).direction is Direction.RETURN

    at(library, story)


def test_a_return_of_what_is_not_on_the_account_is_refused_after_a_look(library: SimulatorThread) -> None:
    async def story(visit: Visit) -> None:
        assert refused(await visit.add(FREE, Direction.RETURN)).kind is RefusalKind.NOT_ON_ACCOUNT
        assert visit.called() == {"carts": 1}

    at(library, story)


def test_a_loan_of_which_the_kiosk_did_not_know_is_brought_back(library: SimulatorThread) -> None:
    async def story(visit: Visit) -> None:
        library.control.other_device("marta", "borrow", FREE)
        library.control.other_device("marta", "convert")
        assert staged(await visit.add(FREE)).direction is Direction.RETURN

    at(library, story)


def test_a_loan_that_ended_meanwhile_is_not_brought_back(library: SimulatorThread) -> None:
    async def story(visit: Visit) -> None:
        library.control.other_device("marta", "return", MINE)
        library.control.other_device("marta", "convert")
        assert refused(await visit.add(MINE)).kind is RefusalKind.NOT_ON_ACCOUNT

    at(library, story)


def test_with_two_phases_a_return_is_committed_right_after_its_mark(library: SimulatorThread) -> None:
    library.control.turn(organization={"useTwoPhaseCommitOnKiosk": True})

    async def story(visit: Visit) -> None:
        await visit.add(MINE)
        assert visit.called() == {"add_checkin": 1, "commit_checkin": 1}
        assert visit.log.story == ["give_back done", "line_commit done"]
        cart = library.library_state.open_cart_of("marta")
        assert cart is not None
        assert cart.committed == (MINE,)

    at(library, story)


@pytest.mark.parametrize(("kind", "acts"), [("drop", True), ("drop", False), ("html", False)])
def test_a_lost_commit_of_a_return_leaves_the_line_in_the_cart_and_is_not_sent_again(
    library: SimulatorThread, kind: str, *, acts: bool
) -> None:
    library.control.turn(organization={"useTwoPhaseCommitOnKiosk": True})
    library.control.fault("commit_checkin", kind, acts=acts)

    async def story(visit: Visit) -> None:
        staged(await visit.add(MINE))
        assert visit.called()["commit_checkin"] == 1
        assert visit.log.story == ["give_back done", "line_commit done" if acts else "line_commit unknown"]

    at(library, story)


@pytest.mark.parametrize(
    ("kind", "acts"), [(kind, True) for kind in UNUSABLE] + [(kind, False) for kind in ("drop", "html", "status")]
)
def test_after_an_unusable_answer_the_cart_tells_if_a_return_is_handed_over(
    library: SimulatorThread, kind: str, *, acts: bool
) -> None:
    library.control.turn(organization={"useTwoPhaseCommitOnKiosk": True})
    library.control.fault("commit_checkin", kind, acts=acts, status=500)

    async def story(visit: Visit) -> None:
        assert staged(await visit.add(MINE)).committed is acts
        assert visit.called()["commit_checkin"] == 1

    at(library, story)


@pytest.mark.parametrize("knob", ["refuse", "renew"])
def test_a_tool_that_was_lent_to_the_member_elsewhere_just_now_is_brought_back(
    library: SimulatorThread, knob: str
) -> None:
    library.control.turn(own_loan_add=knob)

    async def story(visit: Visit) -> None:
        library.control.other_device("marta", "borrow", FREE)
        library.control.other_device("marta", "convert")
        await visit.add(FREE_TOO)  # this line goes into a new cart, and the answer shows the new loan
        cart = visit.account._carts.cart
        assert cart is not None
        visit.account._carts.see(replace(cart, loans=()))  # let the back end forget the new loan
        assert staged(await visit.add(FREE)).direction is Direction.RETURN
        assert visit.called()["add_checkout"] == 3

    at(library, story)


def test_an_agreement_that_is_asked_for_in_mid_visit_is_a_refusal_of_the_line(library: SimulatorThread) -> None:
    async def story(visit: Visit) -> None:
        library.control.other_device("marta", "delete")
        library.control.change_member("marta", agreements_missing=True)
        assert refused(await visit.add(FREE)).kind is RefusalKind.AGREEMENT_MISSING

    at(library, story)


# --- taking a line out of the cart ----------------------------------------------------------------


@pytest.mark.parametrize("code", [FREE, MINE])
def test_what_is_taken_out_is_gone(library: SimulatorThread, code: str) -> None:
    async def story(visit: Visit) -> None:
        await visit.add(code)
        assert await visit.account.staging.take_out(visit.lines[0]) == Gone()
        assert await visit.account.staging.take_out(visit.lines[0]) == Gone()
        cart = library.library_state.open_cart_of("marta")
        assert cart is not None
        assert (cart.borrows, cart.returns) == ((), ())
        assert [act.kind for act in visit.log.acts][-1] is ActKind.TAKE_OUT
        assert sum(each for name, each in visit.called().items() if name.startswith("remove")) == 1

    at(library, story)


@pytest.mark.parametrize("code", [FREE, MINE])
def test_what_another_device_took_out_is_gone(library: SimulatorThread, code: str) -> None:
    async def story(visit: Visit) -> None:
        await visit.add(code)
        library.control.other_device("marta", "remove", code)
        assert await visit.account.staging.take_out(visit.lines[0]) == Gone()

    at(library, story)


def test_what_went_with_its_cart_is_gone_and_no_new_cart_is_made_for_it(library: SimulatorThread) -> None:
    async def story(visit: Visit) -> None:
        await visit.add(FREE)
        library.control.other_device("marta", "delete")
        assert await visit.account.staging.take_out(visit.lines[0]) == Gone()
        assert "create_cart" not in visit.called()

    at(library, story)


def test_a_line_found_in_the_cart_can_be_taken_out(library: SimulatorThread) -> None:
    library.control.other_device("marta", "borrow", FREE)
    library.control.other_device("marta", "return", MINE)

    async def story(visit: Visit) -> None:
        for found in visit.account.opening.earlier:
            line = visit.line(found.item.code, found.direction)
            assert (
                await visit.account.staging.take_out(as_staged(line, Staged(found.ref, found.item, loan=found.loan)))
                == Gone()
            )
        cart = library.library_state.open_cart_of("marta")
        assert cart is not None
        assert (cart.borrows, cart.returns) == ((), ())

    at(library, story)
