"""Tests of the basket and of Home at a lending system that has no cart and acts at once."""

from datetime import date

import pytest

from kiosk.domain.messages.intents import GiveBack, No, RenewAll, RenewLoan, Yes
from kiosk.domain.model import Direction, Item, ItemCode, LineState, LoanAct, LoanId, Put, Refusal, RefusalKind
from kiosk.domain.visit.questions import AskBorrowAgain, AskFinishWithout, AskGiveBack, ThenReceipt
from kiosk.domain.visit.states import Serving
from kiosk.structs import replace
from kiosk.views.basket import BasketPage, LineView
from kiosk.views.finish import ConfirmPage
from kiosk.views.pieces import Tone
from kiosk.views.view import StillPage
from tests.presenter.kiosks import AROUND, SATURDAY, house, line, loan, seen, serving

LENT = replace(line(1, "Saw"), state=LineState.DONE, loan=LoanId("7"))
BACK = replace(line(2, "Nailer", Direction.RETURN), state=LineState.DONE, loan=LoanId("8"))
_OTHERS = (("Saw 2", date(2026, 11, 3)), ("Drill", date(2026, 12, 3)))


def at_once(*lines: object, **more: object) -> Serving:
    return replace(serving(*lines), at_once=True, **more)  # type: ignore[arg-type]


def page(state: Serving) -> BasketPage:
    found = seen(state).page
    assert isinstance(found, BasketPage)
    return found


def only(state: Serving) -> LineView:
    (view,) = page(state).lines
    return view


def test_done_stands_instead_of_finish_and_the_headline_says_so() -> None:
    shown = page(at_once(LENT))
    assert shown.finish is not None
    assert shown.finish.label == "Done"
    assert shown.headline == "Scan the next one, or press Done"


def test_a_borrowed_tool_can_be_given_back_on_its_line_and_only_here() -> None:
    view = only(at_once(LENT))
    assert (view.tone, view.word) == (Tone.OK, "Borrowed")
    assert view.retry is not None
    assert (view.retry.intent, view.retry.name) == (GiveBack(LENT.ident), "Give back Saw")
    # the system of this visit has a cart, so only another device can have made the loan before Finish
    assert only(serving(LENT)).retry is None


def test_the_question_stands_on_the_line() -> None:
    view = only(at_once(LENT, question=AskGiveBack(LENT.ident)))
    assert (view.reason, view.asked) == ("Give it back?", True)
    assert view.retry is not None
    assert view.like is not None
    assert (view.retry.intent, view.like.intent) == (Yes(), No())
    again = only(at_once(BACK, question=AskBorrowAgain(BACK.ident)))
    assert again.reason == "Borrow it again?"
    assert again.name.endswith("Borrow it again?")


def test_a_green_line_shows_its_title_and_day_and_not_its_code() -> None:
    day = date(2026, 12, 5)
    view = only(at_once(replace(LENT, due=day)))
    assert (view.title, view.code, view.due) == ("Saw", "", "Sat 5 Dec")
    assert only(at_once(replace(LENT, item=None))).title == LENT.code
    assert only(at_once(replace(LENT, state=LineState.CHECKING))).code == LENT.code
    assert only(at_once(replace(LENT, due=day), question=AskGiveBack(LENT.ident))).due == ""


def test_a_loan_that_is_kept_longer_is_not_also_at_home() -> None:
    saw = loan("saw", date(2026, 12, 5))
    kept = replace(line(1, "saw", Direction.RENEW), state=LineState.DONE, loan=saw.ident)
    for state in (LineState.DONE, LineState.CHECKING):
        assert page(at_once(replace(kept, state=state), loans=(saw,))).loans == ()
    refused = replace(kept, state=LineState.REFUSED, refusal=Refusal(RefusalKind.OTHER))
    assert page(at_once(refused, loans=(saw,))).loans, "the member can ask for the renewal again"
    final = replace(refused, refusal=Refusal(RefusalKind.NO_RENEWAL))
    assert page(at_once(final, loans=(saw,))).loans == (), "the refused line says why already"


def test_after_a_scan_the_other_loans_stay_on_the_page_with_their_buttons() -> None:
    can = frozenset({LoanAct.RETURN, LoanAct.RENEW})
    late, drill = (replace(loan(name, day), can=can, ident=LoanId(name)) for name, day in _OTHERS)
    shown = page(at_once(LENT, loans=(late, drill)))
    assert [row.title for row in shown.loans] == ["Saw 2", "Drill"]
    assert all(row.renew is not None for row in shown.loans)
    assert (shown.loans_title, shown.loans_line) == ("You also have 2 tools at home, 1 is late", "")
    with_a_cart = page(replace(serving(LENT), loans=(late, drill)))
    assert (with_a_cart.loans, with_a_cart.loans_title) == ((), "")
    assert with_a_cart.loans_line == "You also have 2 tools at home, 1 is late"


def test_a_loan_says_its_call_number_and_how_often_it_was_renewed() -> None:
    book = loan("Book", date(2026, 12, 3))
    book = replace(book, item=replace(book.item, shelf="TT152 .H37"))
    for times, words in ((None, ""), (0, "Not renewed yet"), (1, "Renewed 1 time"), (2, "Renewed 2 times")):
        row = page(at_once(loans=(replace(book, renewals=times),))).loans[0]
        assert row.details == " · ".join(filter(None, ("TT152 .H37", words)))
        assert row.note == ""
    wanted = page(at_once(loans=(replace(book, renewals=2, recalled=date(2026, 11, 26)),))).loans[0]
    assert wanted.details == "Due Thu 3 Dec · TT152 .H37 · Renewed 2 times"
    assert wanted.note == "Somebody is waiting for it. Please bring it back."
    with_a_cart = seen(replace(serving(), loans=(book,))).page
    assert isinstance(with_a_cart, BasketPage)
    assert with_a_cart.loans[0].details == ""


def test_a_returned_tool_says_where_it_belongs_and_how_it_is_borrowed_again() -> None:
    view = only(at_once(BACK))
    assert view.reason == "Scan it again to borrow it."
    boxes = house(in_transit="the blue crate", hold_shelf="the hold shelf")
    for put, name in ((Put.IN_TRANSIT, "the blue crate"), (Put.HOLD_SHELF, "the hold shelf")):
        found = seen(at_once(replace(BACK, put=put)), boxes).page
        assert isinstance(found, BasketPage)
        plate = found.lines[0].plate
        assert plate is not None
        assert plate.text == name
    shelved = replace(BACK, put=Put.SHELF, item=Item(ItemCode("N"), "Nailer", shelf="B2"))
    plate = only(at_once(shelved)).plate
    assert plate is not None
    assert plate.text == "B2"


def test_an_unknown_act_says_what_to_do_with_the_tool() -> None:
    lent, back = (replace(each, state=LineState.UNKNOWN) for each in (LENT, BACK))
    assert only(at_once(lent)).reason.endswith("Keep it with you until we know.")
    assert only(at_once(back)).reason.endswith("Leave it here.")
    still = replace(back, refusal=Refusal(RefusalKind.STILL_LISTED))
    assert only(at_once(still)).reason == "You gave it back here, but it is still on your account."


def test_a_loan_says_that_it_is_wanted_back_or_can_be_kept_longer() -> None:
    can = frozenset({LoanAct.RETURN, LoanAct.RENEW})
    wanted = replace(loan("Book", date(2026, 12, 3)), can=can, recalled=date(2026, 11, 26))
    saw, fixed = replace(loan("Saw", date(2026, 12, 3)), can=can), loan("Clamp", date(2026, 12, 3))
    shown = page(at_once(loans=(fixed, saw, replace(wanted, due=date(2026, 12, 20))))).loans
    assert [row.title for row in shown] == ["Book", "Clamp", "Saw"], "what is wanted back comes first"
    rows = {row.title: row for row in shown}
    assert (rows["Book"].due, rows["Book"].renew) == ("Wanted back since Thu 26 Nov", None)
    assert rows["Clamp"].renew is None
    renew = rows["Saw"].renew
    assert renew is not None
    assert (renew.intent, renew.name) == (RenewLoan(saw.ident), "Keep Saw longer")


def test_what_was_borrowed_just_now_is_not_also_at_home() -> None:
    own = replace(loan("Saw", SATURDAY.date()), ident=LoanId("7"))
    assert page(at_once(LENT, loans=(own,))).loans == ()


def test_who_is_asked_whether_they_are_still_here_is_not_told_that_nothing_is_lent() -> None:
    found = seen(at_once(LENT, warned=True), AROUND).page
    assert isinstance(found, StillPage)
    assert "Nothing is lent" not in found.text


def test_all_loans_can_be_kept_longer_with_one_button_if_several_can() -> None:
    can = frozenset({LoanAct.RETURN, LoanAct.RENEW})
    saw, drill = (replace(loan(name, date(2026, 12, 3)), can=can, ident=LoanId(name)) for name in ("Saw", "Drill"))
    clamp = loan("Clamp", date(2026, 12, 3))
    button = page(at_once(loans=(saw, drill, clamp))).keep_all
    assert button is not None
    assert (button.label, button.intent, button.name) == (
        "Keep all longer",
        RenewAll(),
        "Keep all longer, 2 of 3 can be",
    )
    assert page(at_once(loans=(saw, clamp))).keep_all is None
    assert page(at_once(LENT, loans=(saw, drill))).keep_all == page(at_once(loans=(saw, drill))).keep_all
    assert page(replace(serving(LENT), loans=(saw, drill))).keep_all is None
    assert page(at_once()).keep_all is None


@pytest.mark.parametrize(("words", "says"), [("TOO MANY RENEWALS", "Cannot be kept longer: TOO MANY RENEWALS"),
                                              ("", "Cannot be kept longer")])  # fmt: skip
def test_a_loan_that_the_library_refuses_to_lengthen_says_why(words: str, says: str) -> None:
    saw = replace(loan("Saw", date(2026, 12, 3)), why_not=words)
    (row,) = page(at_once(loans=(saw,))).loans
    assert (row.note, row.renew) == (says, None)
    assert page(at_once(loans=(replace(saw, why_not=None),))).loans[0].note == ""


def test_who_goes_on_without_a_tool_is_not_told_to_log_out_if_something_is_recorded() -> None:
    waits = replace(line(3), state=LineState.NOT_CHECKED)
    asked = AskFinishWithout((waits.ident,), confirmed=False, then=ThenReceipt())
    for state, label in ((at_once(LENT, waits), "Yes, go on"), (at_once(waits), "Yes, log out")):
        found = seen(replace(state, question=asked)).page
        assert isinstance(found, ConfirmPage)
        assert found.yes is not None
        assert found.yes.label == label
