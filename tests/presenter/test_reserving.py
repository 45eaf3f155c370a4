"""Tests of reservations on three views.

Home offers the reservations that are ready. A list above the basket ticks off scanned tools. A page shows and cancels
reservations.
"""

from datetime import time, timedelta

import pytest

from kiosk.domain.library import Library, OpeningHours
from kiosk.domain.messages.intents import AskRelease, CloseSidePage, No, ShowReservations, Yes
from kiosk.domain.model import Item, ItemCode, LineState, Medium
from kiosk.domain.reservations import Queue, Reservation
from kiosk.domain.terms import Pickup, ReservationId
from kiosk.domain.visit.states import KeptItem, Receipt, Reserving, Serving, Verdict
from kiosk.structs import replace
from kiosk.views.basket import BasketPage, OfferView, ReservationsPage
from kiosk.views.finish import ReceiptPage
from tests.presenter.kiosks import AROUND, DRILL, NOW, line, seen, serving, words

TODAY = AROUND.moment.today
OPEN = OpeningHours(time(10), time(19))


def kept(*names: str, starts: int = 0, ends: int = 3, ident: str = "r1", shelf: str = "R1") -> Reservation:
    items = tuple(Item(ItemCode(name.upper()), name, ident=name, shelf=shelf) for name in names)
    days = (TODAY + timedelta(days=starts), TODAY + timedelta(days=ends))
    return Reservation(ReservationId(ident), *days, items)


def reserving(*reservations: Reservation, **more: object) -> Serving:
    visit = replace(serving(), reserves=True, reservations=reservations)
    return replace(visit, **more)  # type: ignore[arg-type]


def home(state: Serving, library: Library | None = None) -> BasketPage:
    page = seen(state, replace(AROUND, library=library) if library else AROUND).page
    assert isinstance(page, BasketPage)
    return page


def offered(state: Serving, library: Library | None = None) -> OfferView:
    found = home(state, library).offer
    assert found is not None
    return found


def page_of(state: Serving) -> ReservationsPage:
    page = seen(replace(state, side_page=state.side_page or Reserving())).page
    assert isinstance(page, ReservationsPage)
    return page


def test_home_says_how_many_until_when_and_where() -> None:
    offer = offered(reserving(kept("saw", "reel")), Library(hours=(OPEN,) * 7))
    assert offer.title == "2 tools are ready for you"
    assert offer.text.startswith("Kept until ")
    assert offer.text.endswith(", 19:00. Scan them here.")
    assert [plate.text for plate in offer.plates] == ["R1"]


def test_the_last_day_is_today() -> None:
    assert offered(reserving(kept("saw", ends=0))).text == "Kept until today, 17:00. Scan it here."


def test_a_day_far_away_is_named_with_its_date() -> None:
    day = TODAY + timedelta(days=15)
    assert f" {day.day} " in offered(reserving(kept("saw", ends=15))).text


def test_several_ends_and_shelves() -> None:
    many = (kept("saw", ends=2), *(kept(f"t{n}", ends=4 + n, ident=f"x{n}", shelf=f"S{n}") for n in range(5)))
    offer = offered(reserving(*many))
    assert offer.text.startswith("The first is kept until ")
    assert [plate.text for plate in offer.plates] == ["R1", "S0", "S1"]


def test_nothing_ready_no_offer_and_no_button_without_reservations() -> None:
    assert home(reserving(kept("saw", starts=2))).offer is None
    assert [button.intent for button in home(reserving()).ways] == [ShowReservations()]
    assert home(serving()).ways == ()
    assert home(replace(reserving(kept("saw")), lines=(DRILL,))).ways == ()


def test_scanned_ones_are_ticked_off_in_their_order() -> None:
    saw = replace(line(9, "saw", state=LineState.CHECKING), code=ItemCode("SAW"), item=None)
    rows = offered(reserving(kept("reel", "saw"), lines=(saw,))).rows
    assert [(row.title, row.done, row.name) for row in rows] == [
        ("reel", False, "reel: Not scanned yet"),
        ("saw", True, "saw: In your basket"),
    ]


def test_the_page_has_ready_ones_first_then_those_to_come() -> None:
    page = page_of(reserving(kept("washer", starts=7, ends=9, ident="r2"), kept("saw", "reel")))
    assert [row.title for row in page.rows] == ["saw", "reel", "washer"]
    assert [row.plate is not None for row in page.rows] == [True, True, False]
    assert [bool(row.buttons) for row in page.rows] == [True, True, False]
    assert page.rows[0].buttons[0].intent == AskRelease(ReservationId("r1"), "saw")
    assert page.rows[2].note.startswith("The last tool")
    assert page.lead == "Take the ready ones and scan them here."
    assert page.hint
    assert page.back is not None
    assert page.back.intent == CloseSidePage()


def test_a_single_day() -> None:
    assert page_of(reserving(kept("saw", starts=1, ends=1))).rows[0].text.startswith("On ")


def test_a_question_stands_on_its_line_alone() -> None:
    asked = Reserving(asked=KeptItem(ReservationId("r1"), "saw"))
    page = page_of(reserving(kept("saw", "reel"), side_page=asked))
    assert page.rows[0].question == "Cancel this reservation?"
    assert [button.intent for button in page.rows[0].buttons] == [Yes(), No()]
    assert page.rows[0].plate is None
    assert not page.rows[1].question


def test_while_one_is_being_cancelled_no_other_can_be() -> None:
    page = page_of(reserving(kept("saw", "reel"), side_page=Reserving(leaving=KeptItem(ReservationId("r1"), "saw"))))
    assert page.rows[0].text == "Being cancelled"
    assert [row.buttons for row in page.rows] == [(), ()]
    assert page.hint == ""


@pytest.mark.parametrize(
    ("state", "says", "not_says"),
    [
        (reserving(), "Nothing reserved.", "cannot be read"),
        (reserving(kept("saw", starts=3)), "None of them is ready yet.", "Take the ready ones"),
        (replace(reserving(), reservations=None), "cannot be read just now", "Nothing reserved."),
        (replace(reserving(), reservations=None, side_page=Reserving(reading=True)), "One moment", "cannot be read"),
    ],
)
def test_the_page_says_how_it_stands(state: Serving, says: str, not_says: str) -> None:
    said = words(page_of(state))
    assert says in said
    assert not_says not in said


def test_the_page_is_announced_without_a_name_and_the_still_page_covers_it() -> None:
    state = replace(reserving(kept("saw")), side_page=Reserving())
    assert seen(state).announce == "Your reservations"
    assert not isinstance(seen(replace(state, warned=True)).page, ReservationsPage)


def test_line_and_receipt_say_where_it_came_from() -> None:
    picked = replace(DRILL, pickup=Pickup(ReservationId("r1"), TODAY))
    assert home(serving(picked)).lines[0].reason == "From your reservation."
    done = replace(picked, state=LineState.DONE)
    receipt = Receipt(serving().visit, serving().member, Verdict.ALL, (done,), NOW + 30, NOW + 120)
    page = seen(receipt).page
    assert isinstance(page, ReceiptPage)
    assert page.dues[0].titles == ("Cordless drill 18 V (from your reservation)",)
    assert "reservation" not in words(page.qr)


def test_a_line_that_goes_in_again_from_its_reservation_is_being_checked_and_counts() -> None:
    for out in (replace(DRILL, state=LineState.REMOVING), replace(DRILL, state=LineState.CHECKING, unwanted=True)):
        assert home(serving(out)).count == "0"
        again = home(serving(replace(out, again=True)))
        assert again.count == "1"
        assert again.lines[0].word == "Checking"


def test_every_language_says_it() -> None:
    state = reserving(kept("saw", "reel"))
    said = {language: words(seen(state, language=language)) for language in ("en", "fr")}
    assert said["en"] != said["fr"]


def hold(title: str, ident: str, queue: Queue | None = None, ends: int | None = None, **more: object) -> Reservation:
    """Return a reservation that has no first day, and that can be cancelled only as a whole."""
    last = None if ends is None else TODAY + timedelta(days=ends)
    one = Reservation(ReservationId(ident), None, last, (), title, queue, can_cancel=True)
    return replace(one, **more)  # type: ignore[arg-type]


COMING = hold("saw", "h1", Queue(is_coming=True))
NEXT = hold("reel", "h2", Queue(1, 4))
THIRD = hold("washer", "h3", Queue(3), pick_up="Main desk")
SOMEWHERE = hold("<b>cutter</b>", "h4", Queue())


def test_home_says_how_far_away_what_the_member_waits_for_is() -> None:
    waits = home(reserving(THIRD, COMING, NEXT)).waits
    assert waits is not None
    assert waits.title == "You are waiting for 3 tools"
    assert [(row.title, row.text) for row in waits.rows] == [
        ("saw", "On its way to you"),
        ("reel", "Number 1 of 4 in the queue"),
        ("washer", "Number 3 in the queue"),
    ]
    assert waits.more == ""


def test_home_names_two_of_many_and_counts_the_rest() -> None:
    waits = home(reserving(THIRD, COMING, NEXT, SOMEWHERE)).waits
    assert waits is not None
    assert ([row.title for row in waits.rows], waits.more) == (["saw", "<b>cutter</b>"], "and 2 more")


def test_what_is_waited_for_is_not_on_home_while_something_is_scanned() -> None:
    assert home(reserving(THIRD, lines=(DRILL,))).waits is None
    assert home(reserving(kept("saw", starts=3))).waits is None
    assert home(serving()).waits is None


def test_a_ready_title_says_where_it_waits_and_until_when_if_that_is_known() -> None:
    ready = hold("saw", "h1", ends=2, pick_up="Main desk")
    offer = offered(reserving(ready, hold("reel", "h2")))
    assert offer.title == "2 tools are ready for you"
    assert offer.text.startswith("The first is kept until ")
    assert [(plate.text, plate.name) for plate in offer.plates] == [("Main desk", "Main desk")]
    assert offered(reserving(hold("reel", "h2"))).text == "Scan it here."
    first, second = page_of(reserving(hold("reel", "h2"), ready)).rows
    assert (first.title, second.title, second.text) == ("saw", "reel", "Ready for you")
    assert first.plate is not None
    assert (first.plate.text, first.note, second.plate) == ("Main desk", "", None)


def test_each_whole_reservation_can_be_cancelled() -> None:
    page = page_of(reserving(THIRD, hold("saw", "h1", ends=2)))
    assert [(row.title, row.text, row.icon) for row in page.rows[1:]] == [("washer", "Number 3 in the queue", "clock")]
    assert page.rows[1].note == "You get it here: Main desk."
    assert [row.buttons[0].intent for row in page.rows] == [
        AskRelease(ReservationId("h1"), ""),
        AskRelease(ReservationId("h3"), ""),
    ]
    asked = Reserving(asked=KeptItem(ReservationId("h3"), ""))
    assert page_of(reserving(THIRD, side_page=asked)).rows[0].question == "Cancel this reservation?"
    assert page_of(reserving(THIRD)).lead == "None of them is ready yet."


def test_what_has_no_last_day_is_for_one_day() -> None:
    one = Reservation(ReservationId("r9"), TODAY + timedelta(days=2), None, kept("saw").items)
    assert page_of(reserving(one)).rows[0].text.startswith("On ")
    assert page_of(reserving(replace(hold("", "h1", Queue()), items=()))).rows[0].text == "In the queue"


# --- digital titles ---

BOOK = hold("The Workshop Handbook", "b1", ends=2, medium=Medium.OTHER, pick_up="Main desk")
EARS = hold("Chairs by Hand", "b2", medium=Medium.OTHER)
QUEUED = hold("Joints", "b3", Queue(2, is_coming=True), medium=Medium.OTHER)


def test_home_says_that_a_title_is_borrowed_by_its_label_and_names_no_place_and_no_closing_time() -> None:
    offer = offered(reserving(BOOK), Library(hours=(OPEN,) * 7))
    assert offer.title == "1 title is ready for you"
    assert offer.text == "Kept until Monday. Scan its label to borrow it."
    assert offer.plates == ()
    assert offered(reserving(EARS)).text == "Scan its label to borrow it."
    assert offered(reserving(BOOK, EARS)).title == "2 titles are ready for you"
    assert offered(reserving(BOOK, kept("saw"))).title == "2 tools and titles are ready for you"


def test_above_the_basket_a_ready_title_is_ready_to_borrow() -> None:
    offer = offered(reserving(BOOK, lines=(DRILL,)))
    assert offer.title == "1 title reserved for you"
    assert [row.name for row in offer.rows] == ["The Workshop Handbook: Ready to borrow"]
    offer = offered(reserving(BOOK, kept("saw"), lines=(DRILL,)))
    assert offer.title == "2 tools and titles reserved for you"
    assert [row.name.rpartition(": ")[2] for row in offer.rows] == ["Ready to borrow", "Not scanned yet"]


def test_the_page_says_how_a_ready_title_is_borrowed_and_of_a_waiting_one_no_place() -> None:
    page = page_of(reserving(BOOK, EARS, QUEUED))
    assert page.lead == "Scan the label of a ready title to borrow it."
    assert [(row.text, row.note, row.plate) for row in page.rows] == [
        ("Ready. Yours until Mon 23 Nov", "Scan its label to borrow it.", None),
        ("Ready for you", "Scan its label to borrow it.", None),
        ("Number 2 in the queue", "", None),
    ]
    assert page_of(reserving(BOOK, kept("saw"))).lead == "Take the ready ones and scan them here."


def test_titles_for_which_the_member_waits_are_called_titles() -> None:
    waits = home(reserving(QUEUED)).waits
    assert waits is not None
    assert waits.title == "You are waiting for 1 title"
    waits = home(reserving(QUEUED, COMING)).waits
    assert waits is not None
    assert waits.title == "You are waiting for 2 tools and titles"
