"""Tests of reservations: which of them are ready, and which line picks up a reserved tool."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.domain.days import is_open, last_open
from kiosk.domain.model import Direction, ItemCode, Line, LineId, LineState
from kiosk.domain.reservations import (
    Kept,
    Queue,
    Reservation,
    after_borrow,
    later,
    pickup_of,
    ready,
    scanned_for,
    to_pick_up,
    waiting,
    without,
)
from kiosk.domain.terms import Pickup, ReservationId
from kiosk.structs import replace
from tests.domain.cast import item, loan
from tests.domain.test_days import FRIDAY, MONDAY, SATURDAY, TUESDAY_TO_SATURDAY, days, weeks
from tests.domain.visit.kept import KEPT, READY, TODAY, reservation
from tests.domain.visit.kept import days as ahead


@pytest.mark.parametrize(
    ("starts", "ends", "is_ready", "is_later", "is_over"),
    [
        (0, 0, True, False, False),
        (-3, 0, True, False, False),
        (0, 5, True, False, False),
        (1, 5, False, True, False),
        (-5, -1, False, False, True),
    ],
)
def test_it_is_ready_from_its_first_day_to_its_last(
    starts: int, ends: int, *, is_ready: bool, is_later: bool, is_over: bool
) -> None:
    one = reservation("DR-1", starts=starts, ends=ends)
    assert bool(ready([one], TODAY)) is is_ready
    assert bool(later([one], TODAY)) is is_later
    assert one.is_over(TODAY) is is_over
    assert pickup_of([one], ItemCode("DR-1"), TODAY) == (Pickup(one.ident, one.ends) if is_ready else None)


def test_the_one_that_ends_first_comes_first_and_the_next_one_leads_those_to_come() -> None:
    soon, late = reservation("A", ends=1, ident="b"), reservation("A", ends=2, ident="a")
    assert ready((late, soon), TODAY) == (soon, late)
    assert pickup_of((late, soon), ItemCode("A"), TODAY) == Pickup(ReservationId("b"), ahead(1))
    assert to_pick_up((late, soon), (), TODAY) == (Kept(soon, item("A")),)
    first, second = reservation("A", starts=2, ends=3), reservation("A", starts=4, ends=4)
    assert later((second, first), TODAY) == (first, second)


@pytest.mark.parametrize(
    ("code", "found"), [("DR-1", True), ("dr-1", True), ("SA-2", True), ("XX-9", False), ("118", False)]
)
def test_a_label_is_found_whatever_caps_lock_does(code: str, found: bool) -> None:  # noqa: FBT001 - a parameter
    assert (pickup_of(KEPT, ItemCode(code), TODAY) is not None) is found


def test_a_spelling_that_could_mean_two_labels_means_neither() -> None:
    both = reservation("dr-1", "Dr-1")
    assert pickup_of([both], ItemCode("DR-1"), TODAY) is None
    assert pickup_of([both], ItemCode("dr-1"), TODAY) is not None


def test_what_is_out_already_is_not_to_be_picked_up() -> None:
    found = to_pick_up(KEPT, (loan("DR-1"),), TODAY)
    assert [each.item and each.item.code for each in found] == ["SA-2", "HA-3"]


def test_the_last_one_of_a_reservation_is_known() -> None:
    assert [Kept(each, each.items[0]).is_last for each in KEPT] == [False, True, True]


def test_a_released_item_changes_its_reservation_and_no_other() -> None:
    left = reservation("SA-2")
    assert without(KEPT, READY.ident, left) == (left, *KEPT[1:])
    assert without(KEPT, READY.ident, None) == KEPT[1:]
    assert without(KEPT, READY.ident, replace(left, items=())) == KEPT[1:]


def hold(*codes: str, ident: str = "h1", **more: object) -> Reservation:
    """Return a reservation without a first day. The member can only cancel it as a whole, not one of its items."""
    one = Reservation(ReservationId(ident), None, ahead(3), tuple(item(code) for code in codes), can_cancel=True)
    return replace(one, **more)  # type: ignore[arg-type]


def test_without_a_first_or_last_day_it_is_ready_until_it_is_over() -> None:
    assert hold("A").is_ready(TODAY)
    assert hold("A", ends=None).is_ready(TODAY)
    assert hold("A", ends=ahead(-1)).is_over(TODAY)
    assert pickup_of([hold("A", ends=None)], ItemCode("A"), TODAY) == Pickup(ReservationId("h1"), None)
    assert ready((hold("A", ends=None), hold("B")), TODAY) == (hold("B"), hold("A", ends=None))


def test_who_waits_in_a_queue_picks_up_nothing_yet() -> None:
    far, near = hold("A", queue=Queue(3, 4)), hold("B", ident="h2", queue=Queue(1, 2))
    unknown, coming = hold("C", ident="h3", queue=Queue(length=2)), hold("D", ident="h4", queue=Queue(is_coming=True))
    bare = hold("E", ident="h5", queue=Queue())
    assert waiting((far, near, unknown, coming, READY)) == (coming, near, unknown, far)
    assert waiting((near, bare)) == (bare, near)
    assert ready((far, coming), TODAY) == later((far, coming), TODAY) == ()
    assert pickup_of((far,), ItemCode("A"), TODAY) is None


def test_a_title_of_which_any_item_will_do() -> None:
    title, other = hold(title="Sharpening by hand"), hold(title="Roofs", ident="h2")
    assert to_pick_up((title, other), (loan("DR-1"),), TODAY) == (Kept(title, None), Kept(other, None))
    assert scanned_for(Kept(title, None), (line("A", LineState.DONE),)) is None
    assert (Kept(title, None).named_item, Kept(title, None).is_whole) == ("", True)
    assert not Kept(replace(title, can_cancel=False), None).is_whole
    assert without((title, other), title.ident, title) == (title, other)


def test_a_tool_is_named_by_its_number_unless_its_reservation_is_enough() -> None:
    assert Kept(hold("A"), item("A")).named_item == ""
    assert Kept(hold("A", "B"), item("A")).named_item == "id-A"
    assert Kept(READY, item("DR-1")).named_item == "id-DR-1"


def test_a_borrow_fulfils_what_was_kept() -> None:
    done = line("A", LineState.DONE, item=item("A"))
    assert after_borrow((hold("A"), READY), done) == (READY,)
    assert after_borrow((hold("A", "B"),), done) == (hold("B"),)
    assert after_borrow((READY, hold(title="Roofs")), done) == (READY, hold(title="Roofs"))


def line(code: str, state: LineState, **more: object) -> Line:
    drawn = Line(LineId(1), ItemCode(code), Direction.BORROW, state)
    return replace(drawn, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("of", "ticked"),
    [
        (line("DR-1", LineState.CHECKING), True),
        (line("dr-1", LineState.STAGED), True),
        (line("rfid", LineState.STAGED, item=item("DR-1")), True),
        (line("rfid", LineState.STAGED, item=replace(item("other"), ident="id-DR-1")), True),
        (line("DR-1", LineState.DONE), True),
        (line("DR-1", LineState.REMOVING, again=True), True),
        (line("DR-1", LineState.REMOVING), False),
        (line("DR-1", LineState.CHECKING, unwanted=True), False),
        (line("DR-1", LineState.REFUSED), False),
        (line("DR-1", LineState.STAGED, direction=Direction.RETURN), False),
        (line("SA-2", LineState.STAGED), False),
    ],
)
def test_a_tool_is_ticked_off_by_the_line_that_borrows_it(of: Line, *, ticked: bool) -> None:
    assert (scanned_for(Kept(READY, item("DR-1")), (of,)) is of) is ticked


def test_the_last_open_day_before_the_end() -> None:
    sunday = date(2026, 11, 22)
    assert last_open(TUESDAY_TO_SATURDAY, sunday, FRIDAY) == SATURDAY
    assert last_open(TUESDAY_TO_SATURDAY, SATURDAY, FRIDAY) == SATURDAY
    assert last_open(TUESDAY_TO_SATURDAY, MONDAY, sunday) == MONDAY


@given(weeks, days, st.integers(0, 20))
def test_never_after_the_end_and_open_where_a_day_is(hours: tuple, day: date, before: int) -> None:  # type: ignore[type-arg]
    first = date.fromordinal(day.toordinal() - before)
    found = last_open(hours, day, first)
    assert first <= found <= day
    all_days = [date.fromordinal(each) for each in range(first.toordinal(), day.toordinal() + 1)]
    assert is_open(hours, found) or not any(is_open(hours, each) for each in all_days)
