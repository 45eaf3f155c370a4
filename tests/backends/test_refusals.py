"""Tests of refusals. Their kind comes from the server's error code. Their words are cleaned for the screen."""

import pytest

from kiosk.backends.myturn.refusals import body_of, read_no
from kiosk.domain.model import RefusalKind
from kiosk.domain.outcome import BodyKind
from tests.backends.answers import answer


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        ("Agreement Signature Required", RefusalKind.AGREEMENT_MISSING),
        ("Item Not Found", RefusalKind.ITEM_UNKNOWN),
        ("Unknown Item", RefusalKind.ITEM_UNKNOWN),
        ("Item Not Available", RefusalKind.NOT_AVAILABLE),
        ("ITEM IS DISABLED", RefusalKind.NOT_AVAILABLE),
        ("Item Checked Out", RefusalKind.ON_LOAN),
        ("Item Reserved", RefusalKind.RESERVED),
        ("Borrowing Limit Reached", RefusalKind.LIMIT_REACHED),
        ("Maximum number of items", RefusalKind.LIMIT_REACHED),
        ("Membership Expired", RefusalKind.MEMBERSHIP_EXPIRED),
        ("Borrowing Not Allowed", RefusalKind.MAY_NOT_BORROW),
        ("You may not borrow", RefusalKind.MAY_NOT_BORROW),
        ("Due Date Too Late", RefusalKind.DUE_DATE),
        ("Project Required", RefusalKind.PROJECT_NEEDED),
        ("Staff Checkout Required", RefusalKind.STAFF_ONLY),
        ("Loan Not Found", RefusalKind.NOT_ON_ACCOUNT),
        ("Missing Details", RefusalKind.DETAILS_MISSING),
        ("Something Else Entirely", RefusalKind.OTHER),
        ("", RefusalKind.OTHER),
    ],
)
def test_a_no_is_told_by_the_words_of_its_code(code: str, kind: RefusalKind) -> None:
    no = read_no(answer({"code": code, "message": "So it is."}, 409))
    assert no is not None
    assert (no.kind, no.words) == (kind, "So it is.")


@pytest.mark.parametrize(
    ("status", "value", "body"),
    [
        (409, {"code": "Item Reserved", "message": "m"}, BodyKind.REFUSAL),
        (404, {"code": "Item Not Found", "message": "m"}, BodyKind.DECLARED),
        (404, {"code": "Cart Not Found", "message": "m"}, BodyKind.REFUSAL),
        (500, {"code": "Item Not Found", "message": "m"}, BodyKind.REFUSAL),
        (500, {"status": 500, "error": "Internal Server Error"}, BodyKind.REFUSAL),
        (403, b"", BodyKind.EMPTY),
        (403, b"<html>", BodyKind.ODD),
        (403, {"a": 1}, BodyKind.ODD),
        (403, [1], BodyKind.ODD),
        (403, "no", BodyKind.ODD),
    ],
)
def test_what_a_body_is(status: int, value: object, body: BodyKind) -> None:
    assert body_of(answer(value, status)) is body


def test_words_are_cleaned_and_cut() -> None:
    no = read_no(answer({"code": "x", "message": "A\u202e\n" + "b" * 5000}, 409))
    assert no is not None
    assert no.words.startswith("A bbb")
    assert len(no.words) == 300
