"""Tests of the condition in which a tool comes back, and of the number of calls of a visit."""

import pytest

from kiosk.domain.model import (
    CommitDone,
    Direction,
    LineId,
    NotSent,
    Refused,
    Staged,
)
from kiosk.domain.terms import Changed, Offers, Project, Terms
from kiosk.simulator import SimulatorThread
from kiosk.structs import replace
from tests.backends.terms import AUDIT, BROKEN, SATURDAY, STATUSES, WORN, change, status_of
from tests.backends.visits import FREE, FREE_TOO, MINE, Visit, at

# --- condition ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("knob", "calls"),
    [
        ("changes", {"add_checkin": 1}),
        ("refuse", {"add_checkin": 2, "remove_checkin": 1}),
        ("keeps", {"add_checkin": 2, "remove_checkin": 1}),
    ],
)
def test_a_condition_is_set_and_taken_back_whatever_a_second_mark_does(
    library: SimulatorThread, knob: str, calls: dict[str, int]
) -> None:
    library.control.turn(mark_again=knob)

    async def story(visit: Visit) -> None:
        await visit.add(MINE, Direction.RETURN)
        visit.forget_calls()
        assert await change(visit, condition=WORN) == Changed(Terms(condition=WORN))
        assert status_of(library) == 6
        assert visit.called() == calls
        assert isinstance(await change(visit, condition=BROKEN), Changed)
        assert status_of(library) == 7
        assert isinstance(await change(visit, condition=None), Changed)
        assert status_of(library) is None

    at(library, story)


def test_the_way_that_a_server_takes_is_remembered(library: SimulatorThread) -> None:
    library.control.turn(mark_again="refuse")

    async def story(visit: Visit) -> None:
        await visit.add(MINE, Direction.RETURN)
        await change(visit, condition=WORN)
        visit.forget_calls()
        await change(visit, condition=BROKEN)
        assert visit.called() == {"remove_checkin": 1, "add_checkin": 1}

    at(library, story)


def test_a_return_whose_own_commit_is_done_stays_marked(library: SimulatorThread) -> None:
    library.control.turn(mark_again="refuse", organization={"useTwoPhaseCommitOnKiosk": True})

    async def story(visit: Visit) -> None:
        await visit.add(MINE, Direction.RETURN)
        visit.forget_calls()
        assert isinstance(await change(visit, condition=WORN), Refused)
        assert visit.called() == {"add_checkin": 1}
        cart = library.library_state.cart_record("marta")
        assert cart is not None
        assert cart.has_commits

    at(library, story)


def test_the_tool_has_its_condition_after_finish(library: SimulatorThread) -> None:
    async def story(visit: Visit) -> None:
        await visit.add(MINE, Direction.RETURN)
        await change(visit, condition=WORN)
        assert await visit.finish() == CommitDone()
        assert library.library_state.item(MINE).status == "Needs a look"

    at(library, story)


def test_a_return_that_was_lost_between_unmarking_and_marking_is_put_back_at_finish(library: SimulatorThread) -> None:
    library.control.turn(mark_again="refuse")

    async def story(visit: Visit) -> None:
        await visit.add(MINE, Direction.RETURN)
        visit.backend._learned.marks_again = False
        library.control.fault("add_checkin", "status", status=429)
        assert isinstance(await change(visit, condition=WORN), NotSent)
        assert await visit.finish() == CommitDone()
        assert MINE not in visit.out()

    at(library, story)


def test_conditions_are_those_of_the_settings_in_their_order(library: SimulatorThread) -> None:
    async def story(visit: Visit) -> None:
        known = await visit.backend.library("fr")
        assert known.asks_condition
        assert known.offers == Offers(conditions=(WORN, BROKEN))

    at(library, story, conditions=STATUSES)


def test_lists_that_need_a_log_in_are_read_in_the_visit_in_the_settings_language(library: SimulatorThread) -> None:
    library.control.turn(public_lists=False)

    async def story(visit: Visit) -> None:
        known = await visit.backend.library("en")
        assert (known.asks_condition, known.offers) == (True, Offers())
        visit.account.speak("fr")
        assert await visit.account.offering.offers() == Offers(conditions=(WORN, BROKEN))
        assert await visit.account.offering.offers() == Offers(conditions=(WORN, BROKEN))
        assert visit.called()["statuses"] == 1, "read once for everybody"
        assert (await visit.backend.library("en")).offers.conditions == (WORN, BROKEN)

    at(library, story, conditions=STATUSES)


def test_a_line_found_in_the_cart_has_its_terms(library: SimulatorThread) -> None:
    async def story(visit: Visit) -> None:
        await visit.add(FREE)
        await change(visit, due=SATURDAY, project=Project(AUDIT, ""))
        await visit.add(MINE, Direction.RETURN)
        await change(visit, condition=WORN)
        returned, borrowed = (await visit.enter()).opening.earlier
        assert (returned.condition, borrowed.due, borrowed.project and borrowed.project.ident) == (
            WORN,
            SATURDAY,
            AUDIT,
        )
        assert borrowed.days

    at(library, story)


# --- the calls of a visit -------------------------------------------------------------------------


def test_a_visit_makes_no_call_that_the_contract_does_not_need(library: SimulatorThread) -> None:
    """A visit needs one call more for each of these: another due day, a condition, the list of projects."""
    library.control.turn(project_required=True)

    async def story(visit: Visit) -> None:
        visit.forget_calls()
        await visit.enter()
        audit = (await visit.account.offering.offers()).projects[1]
        for code in (FREE, FREE_TOO):
            line = visit.line(code, project=audit)
            outcome = await visit.account.act(line)
            assert isinstance(outcome, Staged)
            visit.lines.append(replace(line, ident=LineId(len(visit.lines) + 1), ref=outcome.ref, due=outcome.due))
        await visit.add(MINE, Direction.RETURN)
        assert isinstance(await change(visit, 0, due=SATURDAY), Changed)
        assert isinstance(await change(visit, 2, condition=WORN), Changed)
        assert await visit.finish() == CommitDone()
        assert visit.called() == {
            "log_in": 1,
            "carts": 2,
            "projects": 1,
            "add_checkout": 2,
            "add_checkin": 2,
            "change_checkout": 1,
            "convert": 1,
        }

    at(library, story, conditions=STATUSES)
