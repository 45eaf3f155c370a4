"""Tests of reservations: the effects in each state, and the rules of the page.

The stories in tests/scenarios test other parts of reservations.
"""

import pytest

from kiosk.domain.messages.answers import ReleaseAnswered, ReservationsRead, SignedIn, SignInLost
from kiosk.domain.messages.effects import AddLine, ReadReservations, Release, TakeOut
from kiosk.domain.messages.events import Event
from kiosk.domain.messages.intents import AskRelease, CloseSidePage, Finish, No, OpenPanel, ShowReservations, Yes
from kiosk.domain.model import (
    Direction,
    EarlierLine,
    LoanId,
    NotSent,
    Opening,
    Recorded,
    RefusalKind,
)
from kiosk.domain.reservations import Queue, Released, Reservation, Reservations
from kiosk.domain.terms import Pickup, ReservationId, TermKind
from kiosk.domain.visit.lasting import NoticeKey
from kiosk.domain.visit.states import KeptItem, Reserving, Settling
from kiosk.structs import replace
from tests.domain.bench import Bench
from tests.domain.cast import MARTA, NEXT_WEEK, item, loan, refused, staged
from tests.domain.kiosks import identifying, remove
from tests.domain.visit.kept import KEPT, READY, reservation

PICKUP = Pickup(READY.ident, READY.ends)


def arrived(*tray: str, opening: Opening | None = None) -> Bench:
    """Return a kiosk at which Marta is signed in. The system has reservations, and the kiosk has not read them yet."""
    bench = identifying().scan(*tray)
    return bench.tell(SignedIn(bench.visit, MARTA, opening or Opening(), reserves=True))


def read(bench: Bench, kept: Reservations | None = KEPT) -> Bench:
    return bench.tell(ReservationsRead(bench.visit, kept))


def with_page(*scanned: str) -> Bench:
    return read(arrived()).scan(*scanned).tell(ShowReservations())


def ask(bench: Bench, code: str) -> Bench:
    return bench.tell(AskRelease(READY.ident, f"id-{code}"))


def side_page(bench: Bench) -> Reserving:
    found = bench.serving.side_page
    assert isinstance(found, Reserving)
    return found


def test_they_are_read_after_everything_that_was_scanned() -> None:
    assert arrived("DR-1", "XX-9").work == ["AddLine DR-1", "AddLine XX-9", "ReadReservations"]


def test_a_line_from_before_stays_as_it_is() -> None:
    found = EarlierLine(Direction.BORROW, item("DR-1"), "old", NEXT_WEEK)
    assert read(arrived(opening=Opening(earlier=(found,)))).work == []


def test_a_tool_that_comes_back_is_not_picked_up() -> None:
    bench = read(arrived(opening=Opening((loan("DR-1"),))).scan("DR-1"))
    assert bench.work == []
    assert bench.line("DR-1").pickup is None


def test_one_in_flight_is_taken_out_and_asked_for_again_under_its_reservation() -> None:
    bench = read(arrived("DR-1"))
    assert bench.work == ["TakeOut DR-1"]
    bench.gone("DR-1")
    assert bench.the(AddLine).line.pickup == PICKUP


def test_what_is_open_inside_a_line_closes_when_it_goes_out_and_in_again() -> None:
    bench = arrived("DR-1").answer("DR-1")
    bench.tell(OpenPanel(bench.line("DR-1").ident, TermKind.DUE))
    assert bench.serving.panel is not None
    assert read(bench).serving.panel is None


def test_one_that_is_leaving_is_left_alone() -> None:
    bench = arrived("DR-1").answer("DR-1")
    assert read(remove(bench, "DR-1")).work == []


def test_one_that_never_arrived_is_sent_from_the_reservation() -> None:
    bench = read(arrived("DR-1").answer("DR-1", NotSent()))
    assert bench.work == ["TakeOut DR-1", "AddLine DR-1"]
    assert bench.the(AddLine).line.pickup == PICKUP


def test_another_refusal_stays() -> None:
    bench = read(arrived("DR-1").answer("DR-1", refused(RefusalKind.STAFF_ONLY)))
    assert bench.work == []


def test_without_a_store_nothing_is_taken_out() -> None:
    bench = arrived("DR-1").answer("DR-1")
    bench.kiosk = replace(bench.kiosk, lasting=replace(bench.kiosk.lasting, store_ok=False))
    assert read(bench).wants(TakeOut) == []


def test_what_the_cart_says_of_the_reservation_counts() -> None:
    bench = read(arrived()).scan("DR-1")
    assert bench.line("DR-1").pickup == PICKUP
    bench.answer("DR-1", staged("DR-1"))
    assert bench.line("DR-1").pickup is None


def test_one_that_turns_out_to_be_her_own_loan_is_no_pick_up() -> None:
    bench = read(arrived(opening=Opening((loan("HA-3"),)))).scan("DR-1")
    no = refused(RefusalKind.ON_LOAN)
    bench.answer("DR-1", replace(no, refusal=replace(no.refusal, item=item("HA-3"))))
    assert bench.line("DR-1").direction is Direction.RETURN
    assert bench.line("DR-1").pickup is None


def test_while_finish_waits_they_are_only_kept_in_mind() -> None:
    bench = arrived("DR-1").tell(Finish())
    bench.is_in(Settling)
    assert read(bench, None).serving.reservations is None
    assert read(bench).serving.reservations == KEPT
    assert bench.work == []


def test_a_failed_reading_keeps_what_was_known() -> None:
    assert read(read(arrived()), None).serving.reservations == KEPT


def test_the_page_is_opened_once_and_closes_a_panel() -> None:
    bench = with_page()
    assert bench.wants(ReadReservations) == bench.wants(ReadReservations)[:1]
    assert side_page(bench.tell(ShowReservations())) == Reserving()
    assert bench.tell(CloseSidePage()).serving.side_page is None


def test_while_it_is_being_read_it_is_not_asked_for_again() -> None:
    bench = arrived().tell(ShowReservations())
    assert side_page(bench).reading
    assert bench.tell(ShowReservations()).work == []
    assert not side_page(read(bench)).reading


@pytest.mark.parametrize("event", [Yes(), No()])
def test_yes_and_no_without_a_question_do_nothing(event: Event) -> None:
    assert with_page().tell(event).wants(Release) == []
    assert read(arrived()).tell(event).serving.side_page is None


def test_nothing_is_asked_of_what_is_not_kept_or_while_no_page_is_open() -> None:
    assert ask(read(arrived()), "SA-2").serving.side_page is None
    assert side_page(ask(with_page(), "no-such")).asked is None
    bench = with_page()
    assert side_page(bench.tell(AskRelease(KEPT[1].ident, "id-HA-3"))).asked is None


def test_one_at_a_time() -> None:
    bench = ask(with_page(), "SA-2").tell(Yes())
    assert side_page(bench).leaving is not None
    assert side_page(ask(bench, "DR-1")).asked is None


def test_one_that_is_gone_meanwhile_is_not_cancelled() -> None:
    bench = read(ask(with_page(), "SA-2"), (reservation("DR-1"),)).tell(Yes())
    assert bench.wants(Release) == []
    bench = read(ask(with_page(), "SA-2"), (reservation("SA-2"),)).tell(Yes())
    assert bench.wants(Release) == []


def test_the_answer_counts_after_the_page_was_closed() -> None:
    bench = ask(with_page(), "SA-2").tell(Yes()).tell(CloseSidePage())
    bench.tell(ReleaseAnswered(bench.visit, READY.ident, "id-SA-2", Released(reservation("DR-1"))))
    assert bench.notice() is NoticeKey.RELEASED
    assert bench.serving.reservations == (reservation("DR-1"), *KEPT[1:])
    assert bench.serving.side_page is None


def test_an_answer_about_another_one_does_not_end_the_waiting() -> None:
    bench = ask(with_page(), "SA-2").tell(Yes())
    bench.tell(ReleaseAnswered(bench.visit, READY.ident, "id-DR-1", NotSent()))
    assert side_page(bench).leaving is not None


def test_an_answer_before_anything_was_read_changes_nothing() -> None:
    bench = arrived()
    bench.tell(ReleaseAnswered(bench.visit, READY.ident, "id-DR-1", Released(None)))
    assert bench.serving.reservations is None


def test_a_lost_sign_in_closes_the_page_and_keeps_what_was_read() -> None:
    bench = with_page().tell(SignInLost(with_page().visit))
    bench.tell(SignInLost(bench.visit)).send_form().sign_in()
    assert bench.serving.side_page is None
    assert bench.serving.reservations == KEPT


HOLD = Reservation(ReservationId("h1"), None, None, (item("DR-1"),), can_cancel=True)
TITLE = Reservation(ReservationId("h2"), None, None, (), "Sharpening by hand", can_cancel=True)
WAITS = Reservation(ReservationId("h3"), None, None, (item("SA-2"),), queue=Queue(2, 3), can_cancel=True)


def at_once(*tray: str) -> Bench:
    """Return a kiosk at which Marta is signed in, at a system that lends at once and has reservations."""
    bench = identifying().scan(*tray)
    return bench.tell(SignedIn(bench.visit, MARTA, Opening(), reserves=True, at_once=True))


def lent(code: str) -> Recorded:
    return Recorded(item(code), NEXT_WEEK, Direction.BORROW, LoanId(f"loan-{code}"))


@pytest.mark.parametrize("whole", [HOLD, TITLE, WAITS])
def test_a_whole_reservation_is_cancelled_after_a_question(whole: Reservation) -> None:
    bench = read(at_once(), (HOLD, TITLE, WAITS)).tell(ShowReservations()).tell(AskRelease(whole.ident, ""))
    assert side_page(bench).asked == KeptItem(whole.ident, "")
    assert bench.wants(Release) == []
    bench.tell(Yes())
    assert bench.the(Release) == Release(bench.visit, whole.ident, None)
    assert bench.the(Release).named_item == ""
    bench.tell(ReleaseAnswered(bench.visit, whole.ident, "", Released(None)))
    assert whole not in (bench.serving.reservations or ())
    assert len(bench.serving.reservations or ()) == 2
    assert side_page(bench).leaving is None


def test_what_is_lent_at_once_is_kept_no_more_and_is_not_sent_again() -> None:
    bench = read(at_once("DR-1"), (HOLD, WAITS))
    assert bench.work == []
    assert bench.line("DR-1").pickup == Pickup(HOLD.ident, None)
    bench.answer("DR-1", lent("DR-1"))
    assert bench.serving.reservations == (WAITS,)
    assert bench.line("DR-1").pickup is not None
    assert bench.work == []


def test_a_title_that_is_ready_is_asked_for_again_after_a_borrow() -> None:
    bench = read(at_once("XX-9"), (TITLE, WAITS)).answer("XX-9", lent("XX-9"))
    assert bench.work == ["ReadReservations"]
    assert read(bench, (WAITS,)).serving.reservations == (WAITS,)


def test_a_borrow_that_keeps_nothing_reads_nothing() -> None:
    bench = read(at_once("XX-9"), (HOLD, WAITS)).answer("XX-9", lent("XX-9"))
    assert bench.work == []
    assert bench.serving.reservations == (HOLD, WAITS)
