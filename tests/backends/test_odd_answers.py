"""Tests of values of a wrong type or form in any field of any answer.

If the kiosk needs a field for a decision, a wrong value there raises WrongAnswerError. If a field is only shown, the
wrong value is left out, and the log names the field.

The tests put each wrong value into each field of each struct. So a field that is added later is tested, too.
"""

import json
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.backends.answer import HttpAnswer
from kiosk.backends.errors import WrongAnswerError
from kiosk.backends.lenient import Oddities
from kiosk.backends.myturn import organization, reading, search
from kiosk.backends.myturn import schema as answers
from kiosk.backends.myturn.pictures import PictureHosts
from kiosk.backends.myturn.schema import decode
from tests.backends.answers import CART, LOGIN, NEW_YORK

HOSTS = PictureHosts("https://x.example/library")
ITEM: dict[str, Any] = CART["outstandingLoans"][0]["item"]  # type: ignore[index]
DAY = {"closed": False, "openTime": "10:00", "closeTime": "18:00"}
SAMPLES: dict[type[msgspec.Struct], dict[str, Any]] = {
    answers.MembershipAnswer: {
        "name": "Friend", "mayBorrow": True, "mayUseKiosk": True, "mayBorrowMax": 5, "expiration": "2027-01-31",
        "isExpired": False, "missingAgreements": False, "missingUserFields": False, "missingPaymentMethod": False,
    },
    answers.OwnOrganization: {"id": 1, "apiUrl": "https://x", "selfServeEnabled": True, "membership": {"name": "F"}},
    answers.LoginAnswer: LOGIN | {"refreshToken": "r", "displayName": "Marta K", "emailAddress": "marta@example.org"},
    answers.CategoryAnswer: {"name": "Saws"},
    answers.LocationAnswer: {"name": "Room", "path": ["House", "Room"]},
    answers.ToolAnswer: ITEM,
    answers.NamedAnswer: {"id": 3, "name": "Garden"},
    answers.LoanAnswer: {
        "id": 7, "item": ITEM, "returning": True, "committed": False, "checkoutDate": "2017-09-01T18:32:43.844Z",
        "dueDate": "2017-09-16T03:59:00.000Z", "lateFees": 2, "discountedLateFees": 1, "lateFeeRate": 1,
        "lateFeeDays": 2, "newStatus": {"id": 2, "name": "In maintenance"},
    },
    answers.LineAnswer: {
        "id": 5, "item": ITEM, "availableDueDates": ["2017-09-20"], "dueDate": "2017-09-20", "committed": True,
        "amount": 3, "discountedAmount": 2, "project": {"id": 3, "name": "Garden"},
    },
    answers.CartAnswer: {
        "id": 43, "outstandingLoans": [{"id": 7, "item": ITEM}], "checkouts": [{"id": 0, "item": ITEM}],
        "canCheckoutItems": True,
        "projectRequired": False, "amount": 3, "amountPayable": 3, "displayAmountPayable": "$3", "discounts": [],
    },
    answers.SummaryAnswer: {"id": 1, "startDate": "2017-09-20", "endDate": "2017-09-21", "fulfilled": False},
    answers.ReservationAnswer: {"id": 1, "startDate": "2017-09-20", "endDate": "2017-09-21", "items": [ITEM]},
    answers.DayAnswer: DAY,
    answers.AddressAnswer: {"street1": "Main 1", "street2": "B", "city": "Millbrook", "phone": "555"},
    answers.LanguageAnswer: {"code": "fr", "name": "French", "native": "Français", "isDefault": True},
    answers.OrganizationAnswer: {
        "id": 1, "apiUrl": "https://x", "name": "Tools", "email": "a@x.example", "renewMembershipUrl": "https://x/renew",
        "hours": [DAY] * 7, "address": {"city": "Millbrook"}, "locale": "en-US", "currencyCode": "USD",
        "languages": [{"code": "fr"}], "playSounds": True, "hideMoney": True, "projectsSupported": True,
        "enableKioskMode": True, "selfServeEnabled": True, "allowKioskScanLogin": True, "allowKioskFormLogin": True,
        "useTwoPhaseCommitOnKiosk": True, "logoutTimeout": 3, "skipKioskCheckinConfirmation": True,
        "skipKioskCheckoutConfirmation": True, "skipKioskLogoutConfirmation": True,
        **{f"kiosk{name}": "<p>Hello</p>" for name in (
            "WelcomeText", "HomeText", "CheckInText", "CheckOutText", "PostCheckInText", "PostCheckOutText",
            "ScanLoginErrorText", "FormLoginErrorText",
        )},
    },
    answers.ErrorAnswer: {"code": "No", "message": "No.", "error": "no", "errorDescription": "No."},
    search.PeriodAnswer: {"display": "per week"},
    search.StatusAnswer: {"name": "In maintenance"},
    search.FoundAnswer: ITEM | {
        "availableForCheckout": True, "statuses": [{"name": "S"}], "currentLocation": {"name": "Room"}, "amount": 3,
        "amountDisplay": "$3", "discountedAmount": 2, "discountedAmountDisplay": "$2",
        "amountPeriod": {"display": "per week"}, "thumbnail": "https://x.example/1.png", "description": "Cuts.",
        "manufacturer": "Bosch", "model": "X1",
    },
    search.KindAnswer: {"id": 1, "name": "Saws", "children": [{"id": 2, "name": "Jigsaws"}]},
    search.PlaceAnswer: {"id": 1, "name": "Room", "path": ["House", "Room"]},
}  # fmt: skip
"""One answer of each kind, with every field that the kiosk reads."""

ODD: dict[str, Any] = {
    "an empty text": "", "a text": "some words that fit nothing", "5 minutes": "5 minutes", "a number": 12,
    "a huge number": 10**30, "a negative number": -1, "a fraction": 7.25, "true": True, "a list": [],
    "a list of null": [None],
    "a list of lists": [[["x"]]], "an object": {}, "an object of null": {"id": None}, "nested": {"a": {"b": [1, None]}},
    "epoch ms": 1505534340000, "steps": "../../admin", "a control sign": "a\r\nb", "a lone half": "\ud800",
    "long": "x" * 300_000,
}  # fmt: skip

CARRY_MEANING = {
    "LoginAnswer.accessToken", "CartAnswer.id", "CartAnswer.outstandingLoans", "CartAnswer.checkouts", "NamedAnswer.id",
    "SummaryAnswer.id", "ReservationAnswer.id", "ReservationAnswer.items", "LanguageAnswer.code", "DayAnswer.closed",
    "DayAnswer.openTime", "DayAnswer.closeTime",
}  # fmt: skip
"""The fields that the kiosk needs. If one of them is wrong, the object is unusable. All other fields are only shown."""


def said(value: object) -> HttpAnswer:
    return HttpAnswer(200, json.dumps(value).encode(), "application/json", operation="asked")


def fields() -> list[tuple[type[msgspec.Struct], str]]:
    modules = [each for module in (answers, search) for each in vars(module).values()]
    structs = {
        each for each in modules if isinstance(each, type) and issubclass(each, msgspec.Struct) and _is_read(each)
    }
    known = sorted(structs - {msgspec.Struct}, key=lambda each: each.__name__)
    return [(each, name) for each in known for name in each.__struct_encode_fields__]


def _is_read(struct: type[msgspec.Struct]) -> bool:
    return struct.__module__ in (answers.__name__, search.__name__)


def key_of(shape: type[msgspec.Struct], field: str) -> str:
    """Return the key of this field in the JSON of the sample."""
    return {"accessToken": "access_token"}.get(field, field) if shape is answers.LoginAnswer else field


def read(sent: HttpAnswer, shape: type[msgspec.Struct]) -> tuple[object, str]:
    """Return the decoded answer and an empty path. If a field is refused, return None and the path of the field."""
    try:
        return decode(sent, shape), ""
    except WrongAnswerError as wrong:
        return None, wrong.path


def used(found: object) -> object:
    """Convert the decoded answer as the kiosk does. No wrong value in the answer may raise an error here."""
    match found:
        case answers.CartAnswer():
            return reading.cart(found, NEW_YORK)
        case answers.LoginAnswer():
            return reading.member(found, found.membership, "x")
        case search.FoundAnswer():
            return search.found_tool(found, NEW_YORK, HOSTS), search.details(found)
        case answers.ToolAnswer():
            return reading.item(found, NEW_YORK)
        case answers.LoanAnswer():
            return reading.cart(answers.CartAnswer(1, [found], []), NEW_YORK)
        case answers.LineAnswer():
            return reading.cart(answers.CartAnswer(1, [], [found]), NEW_YORK), reading.bill(
                answers.CartAnswer(1, [], [found])
            )
        case answers.ReservationAnswer():
            return reading.reservation(found, NEW_YORK)
        case answers.OrganizationAnswer():
            return organization.library(found, ())
        case search.KindAnswer():
            return search.kinds([found])
        case search.PlaceAnswer():
            return search.places([found])
        case _:
            return found


def test_every_struct_has_a_sample_with_every_field() -> None:
    missing = [f"{shape.__name__}.{field}" for shape, field in fields() if key_of(shape, field) not in SAMPLES[shape]]
    assert missing == []


@pytest.mark.parametrize("odd", ODD.values(), ids=ODD.keys())
def test_an_odd_value_is_refused_or_left_out_and_named_or_read(odd: object) -> None:
    for shape, field in fields():
        name, key = f"{shape.__name__}.{field}", key_of(shape, field)
        sent_odd = said(SAMPLES[shape] | {key: odd})
        without = {each: value for each, value in SAMPLES[shape].items() if each != key}
        found, path = read(sent_odd, shape)
        if found is None:
            assert name in CARRY_MEANING or without == {}, name  # or the answer has only this field
            assert path.startswith(f"$.{field}"), name
            continue
        used(found)
        noted = sent_odd.oddities.all()
        for each in noted:
            assert each.startswith(f"asked: $.{field}"), name
        if any(each.startswith(f"asked: $.{field}: ") for each in noted):
            assert name not in CARRY_MEANING, name
            assert used(found) == used(decode(said(without), shape)), name


def test_null_says_nothing() -> None:
    for shape, field in fields():
        sent_odd = said(SAMPLES[shape] | {key_of(shape, field): None})
        name = f"{shape.__name__}.{field}"
        found, path = read(sent_odd, shape)
        if found is None:
            assert (name in CARRY_MEANING, path) == (True, f"$.{field}"), name
            continue
        used(found)
        item_only = field == "item"  # null counts as a wrong value only for an item; elsewhere it means "no value"
        assert (sent_odd.oddities.all() == ()) is not item_only, name


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)


@given(st.sampled_from(fields()), anything)
def test_no_value_at_any_place_makes_the_kiosk_crash(place: tuple[type[msgspec.Struct], str], value: object) -> None:
    shape, field = place
    found, path = read(said(SAMPLES[shape] | {key_of(shape, field): value}), shape)
    used(found)
    assert (found is None) == path.startswith("$")


# --- single fields --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("sent", "shown"),
    [
        (12, "12"), (0, "0"), (12.5, "12.5"), (1e3, "1000.0"), ("  4 B ", "4 B"), (None, "Room 405"), ({}, "Room 405"),
        ([], "Room 405"), (True, "Room 405"), (10**50, "Room 405"),
    ],
)  # fmt: skip
def test_a_shelf_as_a_number_is_read_and_an_odd_one_left_unsaid(sent: object, shown: str) -> None:
    assert reading.item(decode(said(ITEM | {"locationCode": sent}), answers.ToolAnswer), NEW_YORK).shelf == shown


@pytest.mark.parametrize("sent", ["no", "No", "N", "off", "0", "false", " FALSE ", 0, False, 0.0])
def test_a_flag_may_be_a_word(sent: object) -> None:
    library = organization.library(decode(said({"id": 1, "enableKioskMode": sent}), answers.OrganizationAnswer), [])
    assert not library.kiosk_enabled


@pytest.mark.parametrize("sent", ["yes", "Y", "on", "1", "True", 1, "disabled", "", {}, None])
def test_other_words_leave_a_flag_as_it_usually_is(sent: object) -> None:
    library = organization.library(decode(said({"id": 1, "enableKioskMode": sent}), answers.OrganizationAnswer), [])
    assert library.kiosk_enabled


@pytest.mark.parametrize(
    ("sent", "due"),
    [
        (1505534340000, "2017-09-15"), (1505534340, "2017-09-15"), (1505534340000.0, "2017-09-15"),
        ("2017-09-16T03:59:00Z", "2017-09-15"), ("2017-09-15", "2017-09-15"), (" 2017-09-15 ", "2017-09-15"),
        (20170915, None), (5, None), (-1505534340000, None), (10**20, None), (True, None),
        ({"date": "2017-09-15"}, None), ([2017, 9, 15], None), ("15.09.2017", None), ("soon", None), ("", None),
        ("1505534340000", "2017-09-15"), (" 1505534340 ", "2017-09-15"),
        ("1505534340.844", "2017-09-15"), ("99999999", None),
    ],
)  # fmt: skip
def test_a_due_date_is_read_or_left_unsaid(sent: object, due: str | None) -> None:
    loan = decode(said({"id": 1, "item": ITEM, "dueDate": sent}), answers.LoanAnswer)
    (found,) = reading.cart(answers.CartAnswer(1, [loan], []), NEW_YORK).loans
    assert (found.loan.due.isoformat() if found.loan.due else None) == due


@pytest.mark.parametrize(
    "hours",
    [
        [None], [None] * 7, [DAY] * 6, [*[DAY] * 6, None], [*[DAY] * 6, {"closed": "perhaps"}], "10 to 6",
        {"mon": DAY}, 5,
        [*[DAY] * 6, {"openTime": "ten", "closeTime": "18:00"}], [*[DAY] * 6, {"openTime": 10, "closeTime": 18}],
        [*[DAY] * 6, DAY | {"closeTime": {"hour": 18}}], [[DAY] * 7],
    ],
)  # fmt: skip
def test_hours_of_which_one_day_is_odd_say_nothing(hours: object) -> None:
    sent = said({"name": "Tools", "hours": hours})
    assert organization.library(decode(sent, answers.OrganizationAnswer), ()).hours == ()
    assert hours == [DAY] * 6 or sent.oddities.all()


@pytest.mark.parametrize(
    "ident", ["7.5", "a/b", "a.b/c d".replace(" ", ""), "Ä-1", "urn:loan:7", "#7", "%2e", "...", 7, 7.0, "7?x=1"]
)
def test_ids_of_many_forms_are_taken(ident: object) -> None:
    assert decode(said({"id": ident}), answers.CartAnswer).id == (7 if ident == 7.0 else ident)


@pytest.mark.parametrize(
    "ident", ["", " ", "..", ".", "../x", "x/..", "a/./b", "..\\x", "a b", "a\nb", "\x00", "x" * 201, -7, 7.5]
)
def test_ids_that_cannot_stand_in_a_path_are_refused(ident: object) -> None:
    with pytest.raises(WrongAnswerError) as wrong:
        decode(said({"id": ident}), answers.CartAnswer)
    assert wrong.value.path == "$.id"


def test_an_answer_of_which_nothing_is_left_is_none() -> None:
    with pytest.raises(WrongAnswerError):
        decode(said({"name": [], "email": {}, "hours": 5}), answers.OrganizationAnswer)
    with pytest.raises(WrongAnswerError):
        decode(said([None, 5]), list[answers.CartAnswer])
    assert decode(said([None, {"id": 1}]), list[answers.CartAnswer]) == [answers.CartAnswer(1)]
    assert decode(said([]), list[answers.CartAnswer]) == []


def test_it_is_logged_once_with_its_path_and_without_what_was_sent(caplog: pytest.LogCaptureFixture) -> None:
    oddities = Oddities()
    sent = {"id": 1, "outstandingLoans": [{"id": 1, "item": {"name": ["s3cret"]}}] * 3, "checkouts": []}
    for _ in range(3):
        decode(HttpAnswer(200, json.dumps(sent).encode(), operation="carts", oddities=oddities), answers.CartAnswer)
    lines = [each.getMessage() for each in caplog.records]
    assert lines == ["carts: left out $.outstandingLoans[0].item.name: Expected `str`, got `array`"]
    assert oddities.all() == ("carts: $.outstandingLoans[0].item.name: Expected `str`, got `array`",)
