"""JSON from a server: both spellings, nulls and missing fields, and anything hostile: an answer or WrongAnswer."""

import json
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.backends import WrongAnswer
from kiosk.backends.clean import label, plain, rich
from kiosk.backends.http import Answer
from kiosk.backends.myturn import organization, reading
from kiosk.backends.myturn.reading import Calendar, instant
from kiosk.backends.myturn.refusals import body_of, read_no, turned_away
from kiosk.backends.myturn.schema import (
    CartAnswer,
    LanguageAnswer,
    LoginAnswer,
    OrganizationAnswer,
    decode,
)
from kiosk.domain.library import Library
from kiosk.domain.model import RefusalKind
from kiosk.domain.outcome import Body

JOINERS = {0x200C: None, 0x200D: None}
NEW_YORK = Calendar(ZoneInfo("America/New_York"), date(2017, 9, 17))
CART = {
    "id": 43,
    "outstandingLoans": [
        {
            "id": 7,
            "returning": True,
            "checkoutDate": "2017-09-01T18:32:43.844Z",
            "dueDate": "2017-09-16T03:59:00.000Z",
            "item": {
                "id": 999,
                "itemId": "barcode-1234",
                "name": "Hammer",
                "location": "4th Floor",
                "locationCode": "A 1.0",
                "loanLength": 7,
                "maxReturnDate": "2017-09-20",
                "categories": [{"id": 0, "name": "Hand tools"}],
                "homeLocation": {"id": 43, "name": "4th Floor", "path": ["Building B", "4th Floor", "Room 405"]},
            },
            "committed": False,
        }
    ],
    "checkouts": [
        {
            "id": 0,
            "item": {"itemId": 100, "name": "Saw"},
            "availableDueDates": ["2017-09-20", "2017-09-19T00:00:00.000Z", "soon"],
            "dueDate": "2017-09-20T00:00:00.000Z",
            "committed": True,
        }
    ],
    "canCheckoutItems": True,
    "membershipChange": {},
}
LOGIN = {
    "username": "marta",
    "firstName": "Marta",
    "access_token": "t",
    "isAdmin": True,
    "membership": {"mayBorrow": True, "mayUseKiosk": True, "mayBorrowMax": 0, "isExpired": False},
    "organizations": [{"id": "1", "apiUrl": "https://x/library", "selfServeEnabled": True}],
}


def answer(value: object, status: int = 200) -> Answer:
    body = value if isinstance(value, bytes) else json.dumps(value).encode()
    return Answer(status, body, "application/json")


def read_cart(value: object) -> reading.Cart:
    return reading.cart(decode(answer(value), CartAnswer), NEW_YORK)


# --- what is right --------------------------------------------------------------------------------


def test_the_published_cart() -> None:
    cart = read_cart(CART)
    (loan,), (line,) = cart.loans, cart.lines
    assert (cart.ident, cart.can_borrow, cart.is_empty) == ("43", True, False)
    assert (loan.returning, loan.committed, loan.loan.ident) == (True, False, "7")
    assert (loan.loan.due, loan.loan.days_late) == (date(2017, 9, 15), 2)
    assert loan.loan.since == datetime(2017, 9, 1, 18, 32, 43, 844000, UTC)
    item = loan.loan.item
    assert (item.code, item.ident, item.name, item.shelf, item.place) == (
        "barcode-1234",
        "999",
        "Hammer",
        "A 1.0",
        "4th Floor",
    )
    assert (item.loan_days, item.max_due, item.category) == (7, date(2017, 9, 20), "Hand tools")
    assert (line.ref, line.item.code, line.due, line.committed) == ("0", "100", date(2017, 9, 20), True)
    assert line.choices == (date(2017, 9, 19), date(2017, 9, 20))


@pytest.mark.parametrize(
    ("fields", "shelf"),
    [
        ({"locationCode": "A1", "homeLocation": {"path": ["B", "C"]}, "location": "D"}, "A1"),
        ({"locationCode": None, "homeLocation": {"path": ["B", "C"]}, "location": "D"}, "C"),
        ({"homeLocation": {"name": "N", "path": []}, "location": "D"}, "N"),
        ({"homeLocation": None, "location": "D"}, "D"),
        ({}, ""),
    ],
)
def test_the_shelf(fields: dict[str, object], shelf: str) -> None:
    cart = read_cart({"id": 1, "checkouts": [{"id": 1, "item": {"itemId": "x"} | fields}]})
    assert cart.lines[0].item.shelf == shelf


@pytest.mark.parametrize(
    ("zone", "text", "expected"),
    [
        ("America/New_York", "2017-09-16T03:59:00.000Z", date(2017, 9, 15)),
        ("America/Vancouver", "2017-12-16T07:59:00.000Z", date(2017, 12, 15)),
        ("Atlantic/Reykjavik", "2017-09-15T23:59:00.000Z", date(2017, 9, 15)),
        ("Europe/Berlin", "2017-09-15T21:59:00.000Z", date(2017, 9, 15)),
        ("Europe/Berlin", "2017-12-15T22:59:00.000Z", date(2017, 12, 15)),
        ("Pacific/Auckland", "2017-09-15T11:59:00.000Z", date(2017, 9, 15)),
        ("Europe/Berlin", "2017-09-15", date(2017, 9, 15)),
        ("Europe/Berlin", "2017-09-15T23:59:00+02:00", date(2017, 9, 15)),
        ("Europe/Berlin", "tomorrow", None),
        ("Pacific/Auckland", "9999-12-31T23:59:00.000Z", None),
        ("America/New_York", "0001-01-01T00:00:00.000Z", None),
    ],
)
def test_a_loan_is_due_on_the_local_day(zone: str, text: str, expected: date | None) -> None:
    assert Calendar(ZoneInfo(zone), date(2017, 9, 1)).local_day(text) == expected


@pytest.mark.parametrize("zone", ["America/New_York", "Pacific/Auckland"])
def test_a_calendar_date_is_never_shifted(zone: str) -> None:
    calendar = Calendar(ZoneInfo(zone), date(2018, 11, 1))
    assert calendar.calendar_day("2018-11-15T00:00:00.000Z") == date(2018, 11, 15)
    assert calendar.calendar_day("2018-11-15") == date(2018, 11, 15)


def test_a_log_in_without_flags_says_nothing_not_no() -> None:
    member = reading.member(decode(answer({"access_token": "t"}), LoginAnswer), None, "1001")
    assert member.reference == "1001"
    assert (member.may_borrow, member.may_use_kiosk, member.is_expired, member.max_loans) == (None, None, None, None)


@pytest.mark.parametrize("admin", ["isAdmin", "is_admin"])
def test_both_spellings_even_mixed(admin: str) -> None:
    said = {"access_token": "t", admin: True, "display_name": "Marta K", "membership": {"may_borrow": False}}
    found = decode(answer(said), LoginAnswer)
    member = reading.member(found, found.membership, "x")
    assert (member.is_staff, member.first_name, member.may_borrow) == (True, "Marta", False)


def test_flags_and_numbers_as_texts_are_taken_as_meant() -> None:
    said = LOGIN | {"isAdmin": "false", "membership": {"mayBorrow": 1, "mayBorrowMax": "3"}}
    found = decode(answer(said), LoginAnswer)
    member = reading.member(found, found.membership, "x")
    assert (member.is_staff, member.may_borrow, member.max_loans) == (False, True, 3)


# --- what is wrong --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("change", "path"),
    [
        ({"id": None}, "$.id"),
        ({"id": "../../admin"}, "$.id"),
        ({"id": -1}, "$.id"),
        ({"id": 10**30}, "$.id"),
        ({"checkouts": {}}, "$.checkouts"),
        ({"checkouts": [None]}, "$.checkouts[0]"),
        ({"checkouts": [{"id": 1, "item": None}]}, "$.checkouts[0].item"),
        ({"outstandingLoans": [CART["outstandingLoans"][0], {"id": 1, "item": {}}]}, "$.outstandingLoans[1].item"),  # type: ignore[index]
        ({"canCheckoutItems": "perhaps"}, "$.canCheckoutItems"),
    ],
)
def test_a_surprise_names_its_place(change: dict[str, object], path: str) -> None:
    with pytest.raises(WrongAnswer) as wrong:
        read_cart(CART | change)
    assert wrong.value.path == path


@pytest.mark.parametrize(
    "body",
    [
        b"", b"{", b"nul", b"NaN", b'{"id": NaN}', b"[" * 100_000, b'{"a":' * 100_000, b"\xff\xfe", b'"\\ud800"',
        b"1" * 5000, b'{"id": 1e999}', b'{"id": 1e308}', b"<html></html>", b'{"id": 1} x', b"\x00", b"null",
        b'{"id": ' + b"9" * 4000 + b"}",
        b'{"outstandingLoans": ' + b"[" * 900 + b"]" * 900 + b"}",
    ],
)  # fmt: skip
@pytest.mark.parametrize("shape", [CartAnswer, LoginAnswer, list[CartAnswer]])
def test_what_is_no_such_json_is_a_wrong_answer(body: bytes, shape: type) -> None:
    with pytest.raises(WrongAnswer):
        decode(answer(body), shape)


def test_of_two_equal_names_the_last_counts() -> None:
    assert decode(answer(b'{"id": 1, "id": 2}'), CartAnswer).id == 2


def test_a_token_that_could_not_stand_in_a_header_is_none() -> None:
    for token in ("a\r\nX-Evil: 1", "é", "", "x" * 20_000, None, 5):
        with pytest.raises(WrongAnswer) as wrong:
            decode(answer(LOGIN | {"access_token": token}), LoginAnswer)
        assert str(token) not in str(wrong.value) or not token


def test_tokens_are_not_shown() -> None:
    assert "hush" not in repr(decode(answer(LOGIN | {"access_token": "hush"}), LoginAnswer))


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)


def spoil(value: object, draw: st.DrawFn) -> object:
    """The same JSON with something else in some of its places."""
    if draw(st.integers(0, 9)) == 0:
        return draw(anything)
    match value:
        case dict():
            return {name: spoil(each, draw) for name, each in value.items() if draw(st.integers(0, 19))}
        case list():
            return [spoil(each, draw) for each in value]
        case _:
            return value


@st.composite
def spoiled(draw: st.DrawFn, value: object) -> Answer:
    return answer(spoil(value, draw))


def no_surrogates(value: str) -> bool:
    return value.encode("utf-8", "replace").decode() == value


@settings(max_examples=150, deadline=None)
@given(spoiled(CART))
def test_no_cart_whatever_it_holds_makes_the_kiosk_crash(spoilt: Answer) -> None:
    try:
        cart = reading.cart(decode(spoilt, CartAnswer), NEW_YORK)
    except WrongAnswer:
        return
    for item in [each.loan.item for each in cart.loans] + [each.item for each in cart.lines]:
        assert no_surrogates(item.name + item.code + item.shelf)
        assert item.name.translate(JOINERS).isprintable()


@settings(max_examples=100, deadline=None)
@given(spoiled(LOGIN))
def test_no_log_in_whatever_it_holds_makes_the_kiosk_crash(spoilt: Answer) -> None:
    try:
        found = decode(spoilt, LoginAnswer)
    except WrongAnswer:
        return
    assert reading.member(found, found.membership, "x").first_name.translate(JOINERS).isprintable()


@settings(max_examples=100, deadline=None)
@given(
    st.fixed_dictionaries(
        {},
        optional={
            "name": anything, "hours": anything, "address": anything, "logoutTimeout": anything, "locale": anything,
            "playSounds": anything, "renewMembershipUrl": anything, "kioskHomeText": anything, "languages": anything,
        },
    )
)  # fmt: skip
def test_no_organisation_whatever_it_holds_makes_the_kiosk_crash(fields: dict[str, object]) -> None:
    try:
        found = organization.library(decode(answer(fields), OrganizationAnswer), ())
    except WrongAnswer:
        return
    assert isinstance(found, Library)
    assert found.logout_timeout > 0


@given(st.binary(max_size=200), st.sampled_from([200, 400, 401, 404, 409, 500]))
def test_no_body_whatever_it_holds_makes_the_kiosk_crash(body: bytes, status: int) -> None:
    said = answer(body, status)
    assert body_of(said) in Body
    turned_away(said, "https://x")
    for shape in (CartAnswer, LoginAnswer, list[LanguageAnswer]):
        try:
            decode(said, shape)
        except WrongAnswer:
            continue


@given(st.text(), st.text())
def test_cleaned_text_is_one_harmless_line(before: str, after: str) -> None:
    shown = plain(f"{before}\u202e\x1b[31m\n\u2028{after}", longest=50)
    assert len(shown) <= 50
    assert not set(shown) & set(
        "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f\x1b\n\r\t\x00\u2028"
    )
    assert label(label(before)) == label(before)


@given(st.text())
def test_cleaned_html_holds_no_attribute_and_no_other_tag(text: str) -> None:
    cleaned = rich(f"{text}<p style='x' onclick=y>{text}</p><img src=x>{text}")
    assert "<img" not in cleaned
    assert "onclick=y>" not in cleaned
    assert "<a" not in cleaned.replace("&lt;a", "")


@given(st.text())
def test_any_text_is_an_instant_or_none(text: str) -> None:
    at = instant(text)
    assert at is None or at.tzinfo is not None


# --- noes -----------------------------------------------------------------------------------------


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
        (409, {"code": "Item Reserved", "message": "m"}, Body.REFUSAL),
        (404, {"code": "Item Not Found", "message": "m"}, Body.DECLARED),
        (404, {"code": "Cart Not Found", "message": "m"}, Body.REFUSAL),
        (500, {"code": "Item Not Found", "message": "m"}, Body.REFUSAL),
        (500, {"status": 500, "error": "Internal Server Error"}, Body.REFUSAL),
        (403, b"", Body.EMPTY),
        (403, b"<html>", Body.ODD),
        (403, {"a": 1}, Body.ODD),
        (403, [1], Body.ODD),
        (403, "no", Body.ODD),
    ],
)
def test_what_a_body_is(status: int, value: object, body: Body) -> None:
    assert body_of(answer(value, status)) is body


def test_words_are_cleaned_and_cut() -> None:
    no = read_no(answer({"code": "x", "message": "A\u202e\n" + "b" * 5000}, 409))
    assert no is not None
    assert no.words.startswith("A bbb")
    assert len(no.words) == 300
