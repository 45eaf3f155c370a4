"""Tests of the two copies of a receipt: QR codes that put the due days into a phone's calendar, and a paper slip."""

from datetime import date
from textwrap import wrap

import pytest

from kiosk.domain.messages.intents import PrintSlip
from kiosk.domain.model import Direction, Line, LineState, RefusalKind, VisitId
from kiosk.domain.visit.lasting import Lasting
from kiosk.domain.visit.states import Receipt, Slip, Verdict
from kiosk.structs import replace
from kiosk.views.finish import ReceiptPage
from kiosk.views.pieces import QrCode
from tests.presenter.kiosks import AROUND, DRILL, LADDER, LIBRARY, MARTA, NOW, SAT_5_DEC, every, house, line, seen

THU_3_DEC = date(2026, 12, 3)
LENT = replace(DRILL, state=LineState.DONE)
SANDER = line(7, "Orbital sander", state=LineState.DONE, due=THU_3_DEC)
RETURNED = replace(LADDER, state=LineState.DONE)
UNDATED = line(8, "Rake", state=LineState.DONE)


def receipt_of(*lines: Line, verdict: Verdict = Verdict.ALL) -> Receipt:
    return Receipt(VisitId(1), MARTA, verdict, lines, NOW + 30, NOW + 90)


def page_of(
    *lines: Line,
    verdict: Verdict = Verdict.ALL,
    language: str = "en",
    lasting: Lasting = AROUND,
    printed: Slip = Slip.NOT_ASKED,
) -> ReceiptPage:
    page = seen(replace(receipt_of(*lines, verdict=verdict), slip=printed), lasting, language=language).page
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
    assert "SUMMARY:Rendre : Cordless drill 18 V" in page.qr.payload
    assert MARTA.first_name not in page.qr.payload
    assert MARTA.reference not in page.qr.payload


# --- paper slips -----------------------------------------------------------------------------------------

WITH_PRINTER = house(prints=True)


def slip_of(page: ReceiptPage) -> str:
    assert page.slip is not None
    assert isinstance(page.slip.intent, PrintSlip)
    return "\n".join(page.slip.intent.lines)


def test_a_slip_says_what_the_receipt_says() -> None:
    refused = line(9, "Bar clamp", state=LineState.REFUSED, refused=RefusalKind.RESERVED, shelf="B1")
    page = page_of(LENT, SANDER, RETURNED, refused, verdict=Verdict.SOME, lasting=WITH_PRINTER)
    assert slip_of(page) == (
        "Millbrook Tool Library\n"
        "21 Nov 2026\n"
        "Confirmed 3 of 4\n"
        "\n"
        "Leave here: Bar clamp\n"
        f"{_wrapped(f'Refused. {page.lines[0].reason}')}\n"
        "\n"
        "Put these on their shelves\n"
        "- Shelf C2: Extension ladder 4 m\n"
        "\n"
        "Back by Thu 3 Dec\n"
        "- Orbital sander\n"
        "\n"
        "Back by Sat 5 Dec\n"
        "- Cordless drill 18 V"
    )


def _wrapped(text: str) -> str:
    return "\n".join(wrap(text, 40))


def test_a_slip_fits_a_narrow_roll_and_knows_nothing_of_the_member() -> None:
    long = replace(SANDER, item=replace(SANDER.item, name="Very " * 30 + "long" * 20)) if SANDER.item else SANDER
    text = slip_of(page_of(LENT, RETURNED, long, lasting=WITH_PRINTER, language="fr"))
    assert all(len(one) <= 40 for one in text.splitlines())
    assert "À rendre le sam. 5 déc." in text
    assert MARTA.first_name not in text
    assert MARTA.reference not in text


def test_there_is_no_slip_without_a_printer_or_without_anything_confirmed() -> None:
    assert page_of(LENT).slip is None
    unknown = replace(LENT, state=LineState.UNKNOWN)
    assert page_of(unknown, verdict=Verdict.UNKNOWN, lasting=WITH_PRINTER).slip is None


@pytest.mark.parametrize(
    ("printed", "enabled", "hint"),
    [(Slip.NOT_ASKED, True, ""), (Slip.ASKED, False, "One moment"), (Slip.PRINTING, False, "The slip is on its way")],
)
def test_the_button_says_how_far_the_printer_is(printed: Slip, *, enabled: bool, hint: str) -> None:
    button = page_of(LENT, lasting=WITH_PRINTER, printed=printed).slip
    assert button is not None
    assert (button.label, button.enabled, button.hint) == ("Print a slip", enabled, hint)
