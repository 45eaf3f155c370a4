"""Tests of prices and fees on every view. If the library hides money, no view shows an amount."""

import re
from decimal import Decimal

import pytest
from hypothesis import given

from kiosk.domain.model import Direction, Line, LineState, LoanId, Refusal, RefusalKind, VisitId
from kiosk.domain.money import Balance, Bill, Cost, Discount, Fine, LateFee, Price
from kiosk.domain.visit.lasting import Lasting
from kiosk.domain.visit.questions import AskConfirm, AskFinishWithout, AskSwitch, AskUnpaid, ThenReceipt
from kiosk.domain.visit.states import Kiosk, ReadingBack, Receipt, Serving, Settling, State, Verdict
from kiosk.presenter import present
from kiosk.structs import replace
from kiosk.texts import NATIVE_NAMES, Texts
from kiosk.views.basket import BasketPage
from kiosk.views.finish import ConfirmPage, ReceiptPage
from kiosk.views.pieces import MoneyView
from tests.presenter import strategies as some
from tests.presenter.kiosks import (
    AROUND,
    DRILL,
    FORMATS,
    LADDER,
    LIBRARY,
    MARTA,
    NOW,
    OTHER_FOB,
    committing,
    line,
    nothing,
    seen,
    serving,
    words,
)

D = Decimal
PRICED = replace(DRILL, ref="11")
COSTLY = replace(line(6, "Plunge saw"), ref="12")
LATE = replace(LADDER, ref="77", loan=LoanId("77"), days_late=2)
VOLUNTEER = Discount("Volunteer", D("1.50"), on_borrowing=True)
BILL = Bill(
    prices=(Price("11", Cost(D("3.10"), D("1.60"))), Price("12", Cost(D("15.20"), D("15.20")))),
    late_fees=(LateFee("77", Cost(D("2.40"), D("2.40")), D("1.20"), 2),),
    full=D("20.70"),
    to_pay=D("19.20"),
    shown="$19.20",
    discounts=(VOLUNTEER,),
)
OWING = replace(AROUND, house=replace(AROUND.house, allow_owing=True, prints=True))
STRICT = replace(AROUND, house=replace(AROUND.house, prints=True))
FEE_DIGITS = re.compile(r"[$€]|USD|\d[.,]\d\d|3\.1|1\.6|15\.2|2\.4|1\.2|20\.7|19\.2")


def hiding(lasting: Lasting) -> Lasting:
    return replace(lasting, library=replace(LIBRARY, hide_money=True))


def basket(*lines: object, bill: Bill = BILL, **more: object) -> Serving:
    return replace(serving(*lines), bill=bill, **more)  # type: ignore[arg-type]


def receipt(*states: LineState, verdict: Verdict = Verdict.ALL, bill: Bill = BILL) -> Receipt:
    lines = tuple(replace(each, state=state) for each, state in zip((PRICED, COSTLY, LATE), states, strict=False))
    return replace(Receipt(VisitId(1), MARTA, verdict, lines, NOW + 30, NOW + 90), bill=bill)


DONE = (LineState.DONE,) * 3
ALL = (PRICED, COSTLY, LATE)
REFUSED = replace(PRICED, state=LineState.REFUSED, refusal=Refusal(RefusalKind.OTHER, "Please pay $18.75 first."))
SHOWN: dict[str, tuple[State, Lasting]] = {
    "basket": (basket(*ALL), OWING),
    "held back": (basket(*ALL), STRICT),
    "words": (basket(REFUSED), STRICT),
    "settling": (Settling(basket(*ALL), ThenReceipt(), NOW + 9), OWING),
    "switch": (basket(*ALL, question=AskSwitch(OTHER_FOB)), OWING),
    "confirm": (basket(*ALL, question=AskConfirm()), OWING),
    "receipt": (receipt(*DONE), OWING),
    "part of it": (receipt(LineState.DONE, LineState.REFUSED, LineState.DONE, verdict=Verdict.SOME), OWING),
}
WITHOUT_AMOUNTS: dict[str, tuple[State, Lasting]] = {
    "unpaid": (basket(*ALL, question=AskUnpaid((PRICED.ident,))), STRICT),
    "without": (basket(*ALL, question=AskFinishWithout(())), OWING),
    "committing": (replace(committing(*ALL), serving=basket(*ALL)), OWING),
    "reading back": (ReadingBack(replace(committing(*ALL), serving=basket(*ALL))), OWING),
    "only a return": (basket(LATE, bill=replace(BILL, prices=(), to_pay=D("2.40"))), OWING),
    "confirm a return": (basket(LATE, bill=replace(BILL, prices=()), question=AskConfirm()), OWING),
    "nothing": (receipt(*(LineState.UNKNOWN,) * 3, verdict=Verdict.UNKNOWN), OWING),
    "accepted": (receipt(*(LineState.STAGED,) * 3, verdict=Verdict.ACCEPTED), OWING),
}


def test_amounts_are_shown() -> None:
    assert [name for name, kiosk in SHOWN.items() if not FEE_DIGITS.search(words(seen(*kiosk)))] == []


@pytest.mark.parametrize("language", NATIVE_NAMES)
def test_where_money_is_hidden_no_view_has_an_amount(language: str) -> None:
    pages = {
        name: seen(state, hiding(lasting), language).page
        for name, (state, lasting) in (SHOWN | WITHOUT_AMOUNTS).items()
    }
    assert {name: found for name, page in pages.items() if (found := FEE_DIGITS.findall(words(page)))} == {}


def test_before_a_return_is_safe_no_late_fee_is_told() -> None:
    pages = {name: seen(*kiosk).page for name, kiosk in WITHOUT_AMOUNTS.items()}
    assert {name: found for name, page in pages.items() if (found := FEE_DIGITS.findall(words(page)))} == {}


@some.few
@given(kiosk=some.kiosks)
def test_whatever_the_kiosk_holds_hidden_money_is_nowhere(kiosk: Kiosk) -> None:
    library = replace(kiosk.lasting.library or LIBRARY, hide_money=True)
    lasting = replace(kiosk.lasting, library=library)
    view = present(Kiosk(kiosk.state, lasting), Texts.for_language("en"), FORMATS["en"], nothing)
    assert not re.search(r"[$]|41[.,]37|0\.50|123,456|USD", words(view))


def page_of(name: str) -> BasketPage:
    state, lasting = SHOWN[name]
    page = seen(state, lasting).page
    assert isinstance(page, BasketPage)
    return page


def test_prices_stand_at_their_lines_and_one_total_near_finish() -> None:
    page = page_of("basket")
    assert [row.price for row in page.lines] == ["$1.60 instead of $3.10", "$15.20", ""]
    assert page.total == "To pay: $16.80. It goes on your account."
    assert "costs $15.20" in page.lines[1].name


def test_a_line_that_may_not_be_owed_says_what_can_be_done() -> None:
    page = page_of("held back")
    assert page.lines[1].reason == (
        "It costs $15.20, and nothing can be paid here. Please see staff, or take it out of your list."
    )
    assert page.finish is not None
    assert page.finish.hint == "1 tool is ready, 2 cannot be lent here"
    assert page.total == ""


def test_the_library_s_own_words_for_the_sum_win() -> None:
    page = seen(basket(PRICED, bill=replace(BILL, late_fees=(), shown="1 dollar 60", to_pay=D("1.60"))), OWING).page
    assert isinstance(page, BasketPage)
    assert page.total == "To pay: 1 dollar 60. It goes on your account."


def test_a_free_basket_says_nothing_of_money() -> None:
    free = Bill(prices=(Price("11", Cost(D(0), D(0))),), to_pay=D(0), shown="$0.00")
    page = seen(basket(PRICED, bill=free), STRICT).page
    assert isinstance(page, BasketPage)
    assert (page.total, page.lines[0].price) == ("", "")


def sums(view: MoneyView | None) -> list[tuple[str, str]]:
    assert view is not None
    return [(row.label, row.amount) for row in view.rows]


def test_confirm_adds_up_and_names_discounts() -> None:
    bill = replace(BILL, late_fees=(), to_pay=D("16.80"), shown="")
    page = seen(basket(PRICED, COSTLY, bill=bill, question=AskConfirm()), OWING).page
    assert isinstance(page, ConfirmPage)
    assert sums(page.money) == [
        ("Plunge saw", "$15.20"),
        ("Cordless drill 18 V", "$3.10"),
        ("Volunteer", "\N{MINUS SIGN}$1.50"),
        ("To pay", "$16.80"),
    ]
    assert page.yes is not None
    assert page.yes.hint == "To pay: $16.80. It goes on your account."


def test_what_a_discount_makes_free_is_said_to_be_free() -> None:
    bill = Bill((Price("11", Cost(D(3), D(0))),), (), D(3), D(0), "", (Discount("", None, D("100.000")),))
    page = seen(basket(PRICED, bill=bill, question=AskConfirm()), STRICT).page
    assert isinstance(page, ConfirmPage)
    assert sums(page.money) == [
        ("Cordless drill 18 V", "$3.00"),
        ("Discount", "100% off"),
        ("In all", "Nothing to pay"),
    ]


def receipt_page(state: Receipt, lasting: Lasting = OWING) -> ReceiptPage:
    page = seen(state, lasting).page
    assert isinstance(page, ReceiptPage)
    return page


def test_the_receipt_tells_late_fees_kindly_under_the_tool() -> None:
    page = receipt_page(receipt(*DONE))
    assert page.shelves[0].detail == "2 days late, thank you for bringing it. Late fee: $2.40"
    assert sums(page.money) == [
        ("Cordless drill 18 V", "$3.10"),
        ("Plunge saw", "$15.20"),
        ("Late fee: Extension ladder 4 m", "$2.40"),
        ("Volunteer", "\N{MINUS SIGN}$1.50"),
        ("In all", "$19.20"),
    ]
    assert page.money is not None
    assert page.money.rows[2].detail == "2 days at $1.20"
    assert page.money.note == "It is on your account. You pay it later, with staff."


def test_the_receipt_of_a_part_counts_only_what_is_confirmed() -> None:
    page = receipt_page(receipt(LineState.DONE, LineState.REFUSED, LineState.DONE, verdict=Verdict.SOME))
    assert sums(page.money) == [
        ("Cordless drill 18 V", "$1.60 instead of $3.10"),
        ("Late fee: Extension ladder 4 m", "$2.40"),
        ("In all", "$4.00"),
    ]


def test_only_a_late_return_is_thanked_for() -> None:
    late = replace(receipt(*DONE), lines=(replace(LATE, state=LineState.DONE),))
    page = receipt_page(replace(late, bill=replace(BILL, to_pay=D("2.40"), discounts=(), shown="")))
    assert page.money is not None
    assert page.money.note == "It is on your account. You pay it later, with staff. Thank you for bringing it back."


def test_a_free_visit_has_no_sums() -> None:
    assert receipt_page(receipt(*DONE, bill=Bill(to_pay=D(0)))).money is None


def test_the_slip_has_the_sums() -> None:
    page = receipt_page(receipt(*DONE))
    assert page.slip is not None
    assert "In all: $19.20" in words(page.slip)


def test_a_renewal_may_cost_too() -> None:
    longer = replace(PRICED, direction=Direction.RENEW)
    page = seen(basket(longer), STRICT).page
    assert isinstance(page, BasketPage)
    assert page.lines[0].price


@pytest.mark.parametrize("lasting", [OWING, hiding(OWING)], ids=["shown", "hidden"])
def test_a_line_whose_price_is_not_told_says_so_or_nothing(lasting: Lasting) -> None:
    unknown = replace(lasting, house=replace(lasting.house, allow_owing=False))
    page = seen(basket(PRICED, bill=Bill(to_pay=D(5))), unknown).page
    assert isinstance(page, BasketPage)
    hidden = lasting.library is not None and lasting.library.hide_money
    assert ("something" in page.lines[0].reason) is not hidden


# --- what the member owes from before ---

OWES = Balance(
    D("18.75"),
    (Fine("Belt sander", "Overdue", D("12.50")), Fine("", "Lost key", D("6.00")), Fine("", "", D("0.25"))),
)


def owing(balance: Balance | None, lasting: Lasting = AROUND, *lines: Line) -> MoneyView | None:
    page = seen(replace(serving(*lines), balance=balance), lasting).page
    assert isinstance(page, BasketPage)
    return page.owed


def test_home_says_what_the_member_owes_and_where_to_pay() -> None:
    view = owing(OWES)
    assert view is not None
    assert (view.title, view.note) == ("You owe $18.75", "Please pay at the desk, not here.")
    assert [(row.label, row.amount, row.detail) for row in view.rows] == [
        ("Belt sander", "$12.50", "Overdue"),
        ("Lost key", "$6.00", ""),
        ("Fee", "$0.25", ""),
    ]


def test_home_says_the_balance_alone_if_no_fine_is_known() -> None:
    view = owing(Balance(D("4.50")))
    assert view is not None
    assert (view.title, view.rows) == ("You owe $4.50", ())


def test_home_adds_up_the_fines_that_have_no_row() -> None:
    many = Balance(D("10"), tuple(Fine(f"Tool {n}", "", D(n)) for n in range(1, 5)))
    view = owing(many)
    assert view is not None
    assert [(row.label, row.amount) for row in view.rows] == [
        ("Tool 1", "$1.00"),
        ("Tool 2", "$2.00"),
        ("2 more fees", "$7.00"),
    ]


@pytest.mark.parametrize("balance", [None, Balance(D(0)), Balance(D(-2), (Fine("Saw", "", D(1)),))])
def test_who_owes_nothing_or_an_unknown_amount_reads_nothing(balance: Balance | None) -> None:
    assert owing(balance) is None


def test_what_is_owed_is_only_on_home_and_never_where_money_is_hidden() -> None:
    hidden = replace(AROUND, library=replace(LIBRARY, hide_money=True))
    assert owing(OWES, hidden) is None
    assert owing(OWES, AROUND, DRILL) is None
