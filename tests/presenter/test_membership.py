"""Tests of the member's card at Home and of refused lines.

They show why the member may not borrow, and what is still possible. A QR code leads to the page where the member can
solve the problem.
"""

from datetime import date

import pytest

from kiosk.domain.model import Limits, Line, LineState, Loan, Member, Missing, RefusalKind
from kiosk.domain.visit.lasting import Lasting
from kiosk.domain.visit.states import Serving
from kiosk.structs import replace
from kiosk.views.basket import BasketPage
from kiosk.views.pieces import QrCode, Tone
from tests.presenter.kiosks import AROUND, LIBRARY, MARTA, SAT_5_DEC, every, line, loan, seen, serving

RENEW, WEB = "https://millbrook.example/renew", "https://millbrook.example/library"
ONLINE = replace(AROUND, library=replace(LIBRARY, renew_url=RENEW, web_url=WEB))
LOANS = (loan("Nailer", SAT_5_DEC), loan("Level", SAT_5_DEC))


def home(
    member: Member, limits: Limits | None = None, *, loans: tuple[Loan, ...] = (), lasting: Lasting = ONLINE
) -> BasketPage:
    page = seen(replace(serving(), member=member, limits=limits or Limits(), loans=loans), lasting).page
    assert isinstance(page, BasketPage)
    return page


def test_a_member_in_good_standing_has_a_quiet_card() -> None:
    member = replace(MARTA, membership="Household", expires=date(2027, 6, 8), max_loans=10)
    card = home(member, loans=LOANS).membership
    assert card is not None
    assert (card.title, card.tone, card.qr) == ("Membership: Household", Tone.PLAIN, None)
    assert card.lines == ("Valid until 8 Jun 2027.", "You may have 10 tools at a time, you have 2.")


def test_of_whom_nothing_is_known_there_is_no_card() -> None:
    assert home(MARTA).membership is None


MISSING = [
    (Missing.AGREEMENT, "Please sign the agreement first, on the library’s web site."),  # noqa: RUF001
    (Missing.DETAILS, "Some of your details are missing. Please fill them in on the library’s web site."),  # noqa: RUF001
    (
        Missing.PAYMENT_METHOD,
        "A way to pay is missing. Please add one on the library’s web site, or ask staff.",  # noqa: RUF001
    ),
]


@pytest.mark.parametrize(("what", "said"), MISSING)
def test_what_is_missing_is_said_with_the_way_to_mend_it(what: Missing, said: str) -> None:
    page = home(replace(MARTA, missing=frozenset({what})))
    card = page.membership
    assert card is not None
    assert card.lines == (said, "You can still bring tools back.")
    assert (card.title, card.tone) == ("Your membership", Tone.WARN)
    assert card.qr is not None
    assert card.qr.payload == WEB
    assert page.lead == "You can still bring tools back."


@pytest.mark.parametrize(
    ("expires", "said"),
    [(None, "Your membership has ended."), (date(2026, 11, 10), "Your membership ended on 10 Nov 2026.")],
)
def test_an_ended_membership_leads_to_renewing(expires: date | None, said: str) -> None:
    card = home(replace(MARTA, is_expired=True, expires=expires)).membership
    assert card is not None
    assert card.lines == (said, "You can still bring tools back.")
    assert card.qr is not None
    assert (card.qr.payload, card.qr.caption) == (RENEW, "Renew it on your phone")


def test_who_may_not_borrow_is_sent_to_staff_without_a_code() -> None:
    page = home(replace(MARTA, may_borrow=False))
    card = page.membership
    assert card is not None
    assert card.lines[0] == "Your account cannot borrow just now. Please ask staff."
    assert card.qr is None
    assert page.lead == "You can bring tools back here. To borrow, please ask staff."


@pytest.mark.parametrize(
    ("most", "said"),
    [
        (2, "You have 2 tools, the most at a time. Bring one back first, then you can borrow again."),
        (0, "Your account cannot borrow just now. Please ask staff."),
    ],
)
def test_the_limit_is_reached(most: int, said: str) -> None:
    card = home(replace(MARTA, max_loans=most), loans=LOANS).membership
    assert card is not None
    assert card.lines == (said, "You can still bring tools back.")


def test_without_a_cart_it_is_not_said_that_bringing_back_works() -> None:
    page = home(replace(MARTA, missing=frozenset({Missing.AGREEMENT})), Limits(can_return=False))
    assert page.membership is not None
    assert page.membership.lines[-1] == "Bringing something back? Please show it to staff."
    assert page.lead == "Scan on: your tools stay on the screen. Once you have signed, press Check again."


@pytest.mark.parametrize("url", ["", "http://[", "javascript:alert(1)", "mailto:x@y.example", "https://"])
def test_only_a_web_address_becomes_a_code(url: str) -> None:
    lasting = replace(AROUND, library=replace(LIBRARY, renew_url=url, web_url=""))
    card = home(replace(MARTA, is_expired=True), lasting=lasting).membership
    assert card is not None
    assert card.qr is None


def refused(ident: int, kind: RefusalKind) -> Line:
    return line(ident, f"Tool {ident}", state=LineState.REFUSED, refused=kind, shelf="B1")


def lines_of(state: Serving) -> BasketPage:
    page = seen(state, ONLINE).page
    assert isinstance(page, BasketPage)
    return page


def test_the_newest_refused_line_carries_the_code_for_all() -> None:
    page = lines_of(
        serving(
            refused(1, RefusalKind.RESERVED),
            refused(2, RefusalKind.MEMBERSHIP_EXPIRED),
            refused(3, RefusalKind.MEMBERSHIP_EXPIRED),
        )
    )
    assert [row.qr.payload if row.qr else "" for row in page.lines] == ["", RENEW, ""]
    assert page.lines[1].plate is None
    assert "Renew it on your phone" in page.lines[1].name
    assert len(list(every(page, QrCode))) == 1


@pytest.mark.parametrize(
    "kind", [RefusalKind.AGREEMENT_MISSING, RefusalKind.DETAILS_MISSING, RefusalKind.PAYMENT_MISSING]
)
def test_a_line_refused_for_something_missing_can_be_tried_again(kind: RefusalKind) -> None:
    (row,) = lines_of(replace(serving(refused(1, kind)), limits=Limits(can_return=False))).lines
    assert row.qr is not None
    assert row.qr.payload == WEB
    assert row.retry is not None
    assert row.reason.endswith("Bringing something back? Please show it to staff.")
