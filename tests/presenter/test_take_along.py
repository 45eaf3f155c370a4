"""What a member takes along from the receipt: due days for a phone."""

from dataclasses import replace
from datetime import date

from kiosk.domain.model import Direction, Line, LineState, VisitId
from kiosk.domain.visit.state import Receipt, Verdict
from kiosk.views import QrCode, ReceiptPage
from tests.presenter.kiosks import DRILL, LADDER, LIBRARY, MARTA, NOW, SAT_5_DEC, every, line, seen

THU_3_DEC = date(2026, 12, 3)
LENT = replace(DRILL, state=LineState.DONE)
SANDER = line(7, "Orbital sander", state=LineState.DONE, due=THU_3_DEC)
RETURNED = replace(LADDER, state=LineState.DONE)
UNDATED = line(8, "Rake", state=LineState.DONE)


def receipt_of(*lines: Line, verdict: Verdict = Verdict.ALL) -> Receipt:
    return Receipt(VisitId(1), MARTA, verdict, lines, NOW + 30, NOW + 90)


def page_of(*lines: Line, verdict: Verdict = Verdict.ALL, language: str = "en") -> ReceiptPage:
    page = seen(receipt_of(*lines, verdict=verdict), language=language).page
    assert isinstance(page, ReceiptPage)
    return page


def codes(page: ReceiptPage) -> list[QrCode]:
    return [code for code in every(page, QrCode) if isinstance(code, QrCode)]


def test_one_due_day_is_one_code_for_the_page() -> None:
    page = page_of(LENT, RETURNED, UNDATED)
    assert page.qr is not None
    assert codes(page) == [page.qr]
    assert "SUMMARY:Bring back: Cordless drill 18 V\r\n" in page.qr.payload
    assert f"LOCATION:{LIBRARY.name}\r\n" in page.qr.payload
    assert "DTSTART;VALUE=DATE:20261205\r\n" in page.qr.payload
    assert page.qr.caption == "Dates into your phone"


def test_two_due_days_are_a_code_for_each_because_phones_take_one_event_of_a_code() -> None:
    page = page_of(LENT, SANDER, UNDATED)
    assert page.qr is None
    dated = {due.headline: due.qr.payload if due.qr else "" for due in page.dues}
    assert "DTSTART;VALUE=DATE:20261203" in dated["Back by Thu 3 Dec"]
    assert "DTSTART;VALUE=DATE:20261205" in dated["Back by Sat 5 Dec"]
    assert dated["No date given"] == ""


def test_only_what_was_confirmed_goes_into_a_phone() -> None:
    unknown, refused, staged = (
        replace(LENT, state=state) for state in (LineState.UNKNOWN, LineState.REFUSED, LineState.STAGED)
    )
    for lines, verdict in (
        ((unknown,), Verdict.UNKNOWN),
        ((refused,), Verdict.NONE),
        ((staged,), Verdict.ACCEPTED),
        ((RETURNED,), Verdict.ALL),
        ((UNDATED,), Verdict.ALL),
    ):
        assert codes(page_of(*lines, verdict=verdict)) == []


def test_a_renewed_loan_has_a_new_day_too() -> None:
    renewed = replace(LENT, direction=Direction.RENEW, due=SAT_5_DEC)
    assert page_of(renewed).qr is not None


def test_the_code_speaks_the_language_of_the_visit_and_knows_nothing_of_the_member() -> None:
    page = page_of(LENT, language="fr")
    assert page.qr is not None
    assert "SUMMARY:Rapporter : Cordless drill 18 V" in page.qr.payload
    assert MARTA.first_name not in page.qr.payload
    assert MARTA.reference not in page.qr.payload
