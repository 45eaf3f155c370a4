"""Tests of a staged line whose due day or project is changed."""

from datetime import date

import pytest

from kiosk.domain.model import (
    InDoubt,
    NotSent,
    RefusalKind,
    Refused,
    Staged,
)
from kiosk.domain.terms import Changed, Offers, Project, Terms
from kiosk.simulator import SimulatorThread
from kiosk.structs import replace
from tests.backends.terms import AUDIT, BEDS, FRIDAY, SATURDAY, change, in_cart
from tests.backends.visits import FREE, FREE_UNTIL_TOMORROW, WEDNESDAY, Visit, at

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
        outcome = await visit.account.act(visit.line(FREE, project=audit))
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
        found = await visit.account.offering.offers()
        assert [each.name[:5] for each in found.projects] == ["Café ", "Energ", "Porch", "Raise"]
        assert visit.called() == {"projects": 1}

    at(library, story)


def test_a_library_without_projects_is_not_asked_for_them(library: SimulatorThread) -> None:
    async def story(visit: Visit) -> None:
        assert await visit.account.offering.offers() == Offers()
        assert visit.called() == {}

    at(library, story)
