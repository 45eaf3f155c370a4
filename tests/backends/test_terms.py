"""The terms of a staged line: due day, project, condition; and what can be chosen."""

from dataclasses import replace
from datetime import date

import pytest

from kiosk.domain.model import (
    CommitDone,
    Direction,
    InDoubt,
    Line,
    LineId,
    NotSent,
    RefusalKind,
    Refused,
    Staged,
)
from kiosk.domain.terms import Changed, Condition, Offers, Project, Terms, Wish
from kiosk.simulator import SimulatorThread
from tests.backends.visits import FREE, FREE_TOO, FREE_UNTIL_TOMORROW, MINE, WEDNESDAY, Visit, at

AUDIT, BEDS = "156", "157"
WORN, BROKEN = Condition("6", "Needs a look"), Condition("7", "Broken")
STATUSES = ("Needs a look", "broken ", "No such status")
SATURDAY, FRIDAY = date(2026, 3, 21), date(2026, 3, 20)


def wishing(line: Line, **more: object) -> Line:
    return replace(line, wish=Wish(9, replace(line.terms, **more)))  # type: ignore[arg-type]


async def change(visit: Visit, at_: int = -1, **more: object) -> object:
    """Ask for other terms; what is agreed is the line's from then on."""
    line = visit.lines[at_]
    outcome = await visit.account.change(wishing(line, **more))
    if isinstance(outcome, Changed):
        agreed = outcome.terms
        visit.lines[at_] = replace(line, due=agreed.due, project=agreed.project, condition=agreed.condition)
    return outcome


def in_cart(library: SimulatorThread) -> tuple[date, int | None]:
    """Due day and project of the one line in Marta's cart, as the library has it."""
    cart = library.library_state.cart_record("marta")
    assert cart is not None
    (line,) = cart.lines.values()
    return line.due, line.project


def status_of(library: SimulatorThread, code: str = MINE) -> int | None:
    """The status that a marked return will have."""
    cart = library.library_state.cart_record("marta")
    assert cart is not None
    return next(mark.new_status for mark in cart.returns.values() if mark.loan.tool.code == code)


# --- due day --------------------------------------------------------------------------------------


def test_a_line_tells_the_days_on_which_it_may_be_due(library: SimulatorThread) -> None:
    async def story(visit: Visit) -> None:
        line = await visit.add(FREE)
        assert isinstance(line, Staged)
        assert line.days[0] > WEDNESDAY
        assert line.due in line.days

    at(library, story)


@pytest.mark.parametrize("verb", ["PUT", "PATCH", "POST"])
def test_another_day_is_one_update_whatever_verb_the_server_takes(library: SimulatorThread, verb: str) -> None:
    library.control.turn(update_verb=verb)

    async def story(visit: Visit) -> None:
        await visit.add(FREE)
        assert await change(visit, due=SATURDAY) == Changed(Terms(SATURDAY))
        visit.forget_calls()
        assert await change(visit, due=FRIDAY) == Changed(Terms(FRIDAY))
        assert visit.called() == {"change_checkout": 1}
        assert in_cart(library)[0] == FRIDAY
        assert visit.log.story[-1] == "change done"

    at(library, story)


def test_what_holds_already_is_not_asked_for(library: SimulatorThread) -> None:
    async def story(visit: Visit) -> None:
        await visit.add(FREE)
        visit.forget_calls()
        assert await change(visit) == Changed(visit.lines[0].terms)
        assert visit.called() == {}

    at(library, story)


def test_a_day_that_is_too_late_is_refused_and_the_old_one_stays(library: SimulatorThread) -> None:
    async def story(visit: Visit) -> None:
        await visit.add(FREE_UNTIL_TOMORROW)
        before = in_cart(library)
        outcome = await change(visit, due=date(2026, 4, 30))
        assert isinstance(outcome, Refused)
        assert outcome.refusal.kind is RefusalKind.DUE_DATE
        assert in_cart(library) == before

    at(library, story)


def test_a_day_that_the_server_makes_earlier_is_told_as_it_holds(library: SimulatorThread) -> None:
    library.control.turn(due_date_beyond="clamp")

    async def story(visit: Visit) -> None:
        await visit.add(FREE_UNTIL_TOMORROW)
        outcome = await change(visit, due=date(2026, 4, 30))
        assert outcome == Changed(Terms(in_cart(library)[0]))
        assert in_cart(library)[0] < date(2026, 4, 30)

    at(library, story)


@pytest.mark.parametrize("acts", [True, False])
@pytest.mark.parametrize("kind", ["drop", "html", "garbage"])
def test_a_lost_answer_is_settled_by_reading_and_sent_again_only_where_it_had_no_effect(
    library: SimulatorThread, kind: str, *, acts: bool
) -> None:
    async def story(visit: Visit) -> None:
        await visit.add(FREE)
        library.control.fault("change_checkout", kind, acts=acts)
        visit.forget_calls()
        assert await change(visit, due=SATURDAY) == Changed(Terms(SATURDAY))
        assert in_cart(library)[0] == SATURDAY
        assert visit.called()["change_checkout"] == (1 if acts else 2)

    at(library, story)


def test_after_three_lost_answers_nobody_knows(library: SimulatorThread) -> None:
    async def story(visit: Visit) -> None:
        await visit.add(FREE)
        library.control.fault("change_checkout", "drop", acts=False, count=3)
        assert await change(visit, due=SATURDAY) == InDoubt()

    at(library, story)


def test_a_server_that_takes_no_such_call_leaves_the_line_as_it_is(library: SimulatorThread) -> None:
    async def story(visit: Visit) -> None:
        await visit.add(FREE)
        library.control.fault("change_checkout", "status", status=405, count=9)
        assert isinstance(await change(visit, due=SATURDAY), Refused)

    at(library, story)


def test_a_server_that_is_away_was_not_asked(library: SimulatorThread) -> None:
    async def story(visit: Visit) -> None:
        await visit.add(FREE)
        library.control.fault("change_checkout", "status", status=429)
        assert isinstance(await change(visit, due=SATURDAY), NotSent)

    at(library, story)


def test_a_line_that_another_device_took_out_is_put_back_with_its_new_day(library: SimulatorThread) -> None:
    async def story(visit: Visit) -> None:
        await visit.add(FREE)
        library.library_state.cart_record("marta").lines.clear()  # type: ignore[union-attr]
        assert await change(visit, due=SATURDAY) == Changed(Terms(SATURDAY))
        assert in_cart(library)[0] == SATURDAY

    at(library, story)


# --- projects -------------------------------------------------------------------------------------


@pytest.mark.parametrize("told", [True, False])
def test_a_project_goes_with_the_line_is_changed_and_unset(library: SimulatorThread, *, told: bool) -> None:
    library.control.turn(projects_told=told)

    async def story(visit: Visit) -> None:
        audit, beds = Project(AUDIT, "Energy audit at 123 Sesame Street"), Project(BEDS, "Raised beds")
        outcome = await visit.account.borrow(visit.line(FREE, project=audit))
        assert isinstance(outcome, Staged)
        visit.lines.append(replace(visit.line(FREE), ref=outcome.ref, due=outcome.due, project=audit))
        assert in_cart(library)[1] == int(AUDIT)
        assert isinstance(await change(visit, project=beds), Changed)
        assert in_cart(library) == (outcome.due, int(BEDS))
        assert await change(visit, project=None) == Changed(Terms(outcome.due))
        assert in_cart(library)[1] is None

    at(library, story)


def test_day_and_project_together_are_one_update(library: SimulatorThread) -> None:
    async def story(visit: Visit) -> None:
        await visit.add(FREE)
        visit.forget_calls()
        assert isinstance(await change(visit, due=SATURDAY, project=Project(AUDIT, "")), Changed)
        assert in_cart(library) == (SATURDAY, int(AUDIT))
        assert visit.called() == {"change_checkout": 1}

    at(library, story)


def test_a_required_project_is_told_at_sign_in_and_its_list_read_once(library: SimulatorThread) -> None:
    library.control.turn(project_required=True)

    async def story(visit: Visit) -> None:
        assert visit.account.opening.project_required
        found = await visit.account.offers()
        assert [each.name[:5] for each in found.projects] == ["Café ", "Energ", "Porch", "Raise"]
        assert visit.called() == {"projects": 1}

    at(library, story)


def test_a_library_without_projects_is_not_asked_for_them(library: SimulatorThread) -> None:
    async def story(visit: Visit) -> None:
        assert await visit.account.offers() == Offers()
        assert visit.called() == {}

    at(library, story)


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
        assert await visit.account.offers() == Offers(conditions=(WORN, BROKEN))
        assert await visit.account.offers() == Offers(conditions=(WORN, BROKEN))
        assert visit.called()["statuses"] == 1, "read once for everybody"
        assert (await visit.backend.library("en")).offers.conditions == (WORN, BROKEN)

    at(library, story, conditions=STATUSES)


def test_a_line_found_in_the_cart_has_its_terms(library: SimulatorThread) -> None:
    async def story(visit: Visit) -> None:
        await visit.add(FREE)
        await change(visit, due=SATURDAY, project=Project(AUDIT, ""))
        await visit.add(MINE, Direction.RETURN)
        await change(visit, condition=WORN)
        returned, borrowed = (await visit.enter()).opening.found
        assert (returned.condition, borrowed.due, borrowed.project and borrowed.project.ident) == (
            WORN,
            SATURDAY,
            AUDIT,
        )
        assert borrowed.days

    at(library, story)


# --- the calls of a visit -------------------------------------------------------------------------


def test_a_visit_makes_no_call_that_the_contract_does_not_need(library: SimulatorThread) -> None:
    """n tools, one with another day, one with a condition: two calls more than the tools, and one list of projects."""
    library.control.turn(project_required=True)

    async def story(visit: Visit) -> None:
        visit.forget_calls()
        await visit.enter()
        audit = (await visit.account.offers()).projects[1]
        for code in (FREE, FREE_TOO):
            line = visit.line(code, project=audit)
            outcome = await visit.account.borrow(line)
            assert isinstance(outcome, Staged)
            visit.lines.append(replace(line, ident=LineId(len(visit.lines) + 1), ref=outcome.ref, due=outcome.due))
        await visit.add(MINE, Direction.RETURN)
        assert isinstance(await change(visit, 0, due=SATURDAY), Changed)
        assert isinstance(await change(visit, 2, condition=WORN), Changed)
        assert await visit.finish() == CommitDone()
        assert visit.called() == {
            "log_in": 1,
            "carts": 1,
            "projects": 1,
            "add_checkout": 2,
            "add_checkin": 2,
            "change_checkout": 1,
            "convert": 1,
        }

    at(library, story, conditions=STATUSES)
