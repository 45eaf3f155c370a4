"""Tests that the simulator's answers have the fields and types of OverDrive's published answers.

The samples below have the fields of OverDrive's published answers, but made-up values.
"""

from collections.abc import Callable, Iterator
from datetime import datetime
from re import compile as compile_pattern
from re import fullmatch
from typing import Any

import pytest

from kiosk.simulator.overdrive import OverdriveThread
from tests.simulator.overdrive.asking import FREE, KINDLE
from tests.simulator.overdrive.conftest import ME, Caller

LINK = {"href": "https://patron.example/v1", "type": "application/vnd.overdrive.circulation.api+json"}
CHECKOUT: dict[str, Any] = {
    "reserveId": "00000000-0000-4000-8000-000000000000",
    "crossRefId": 1,
    "expires": "2026-12-12T14:00:00Z",
    "isFormatLockedIn": False,
    "links": {"self": LINK, "metadata": LINK, "downloadRedirect": LINK},
    "actions": {"earlyReturn": {"href": "https://patron.example/v1", "method": "delete"}},
    "checkoutDate": "2026-11-28T14:00:00Z",
}
CHECKOUTS = {"totalItems": 1, "totalCheckouts": 1, "checkouts": [CHECKOUT], "links": {"self": LINK}}
REFUSAL = {"errorCode": "Some", "message": "Some text.", "token": "00000000-0000-4000-8000-000000000000"}
INSTANT = compile_pattern(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")
MEMBER = Callable[[str], Caller]


def differences(sample: Any, found: Any, place: str = "", *, more: bool) -> Iterator[str]:
    """Yield each place where an answer differs from a sample in a field or in the type of a value.

    If `more` is True, the answer can have fields that the sample does not have.
    """
    if type(sample) is not type(found):
        yield f"{place}: {type(found).__name__} instead of {type(sample).__name__}"
    elif isinstance(sample, dict):
        yield from (f"{place}.{name} is missing" for name in sample if name not in found)
        yield from (f"{place}.{name} is new" for name in found if name not in sample and not more)
        for name in sample:
            if name in found:
                yield from differences(sample[name], found[name], f"{place}.{name}", more=more)
    elif isinstance(sample, list):
        for number, each in enumerate(found):
            yield from differences(sample[0], each, f"{place}[{number}]", more=more)
    elif isinstance(sample, str) and INSTANT.fullmatch(sample) and not INSTANT.fullmatch(found):
        yield f"{place}: {found!r} is not an instant"


@pytest.mark.parametrize("year", ["2021", "2025"])
def test_the_list_of_loans(library: OverdriveThread, member: MEMBER, year: str) -> None:
    library.control.turn(records=year)
    answer = member("marta").get(f"{ME}/checkouts")
    assert answer.status_code == 200
    assert len(answer.json()["checkouts"]) == 3
    assert list(differences(CHECKOUTS, answer.json(), more=year == "2025")) == []


@pytest.mark.parametrize("year", ["2021", "2025"])
def test_one_loan_and_a_check_out(library: OverdriveThread, member: MEMBER, year: str) -> None:
    library.control.turn(records=year)
    ines = member("ines")
    made = ines.borrow(FREE.id, "id")
    assert made.status_code == 201
    assert list(differences(CHECKOUT, made.json(), more=year == "2025")) == []
    read = ines.get(made.headers["location"])
    assert read.json() == made.json()
    assert made.json()["links"]["self"]["href"] == made.headers["location"]


def test_the_members_come_in_the_published_order(library: OverdriveThread, member: MEMBER) -> None:
    library.control.turn(records="2021")
    (first, *_others) = member("marta").loans()["checkouts"]
    assert list(first) == list(CHECKOUT)
    assert first["reserveId"].isupper()
    assert first["actions"]["earlyReturn"]["method"] == "delete"


def test_the_answer_of_opening_a_loan(member: MEMBER) -> None:
    ines = member("ines")
    link = ines.borrow(FREE.id).json()["links"]["downloadRedirect"]["href"]
    answer = ines.get(link)
    assert (answer.status_code, answer.content, answer.headers["content-length"]) == (302, b"", "0")
    place = answer.headers["location"]
    assert fullmatch(rf"http://127\.0\.0\.1:\d+/fulfillment/{FREE.id.upper()}\?code=[0-9a-f]{{64}}&client=\w+", place)


def test_a_return_has_no_body(member: MEMBER) -> None:
    marta = member("marta")
    answer = marta.http.delete(marta.loans()["checkouts"][0]["actions"]["earlyReturn"]["href"])
    assert (answer.status_code, answer.content, answer.headers.get("content-length")) == (204, b"", None)
    assert len(marta.loans()["checkouts"]) == 2


def test_the_refusal_for_a_kindle(member: MEMBER) -> None:
    answer = member("jamal").give_back(KINDLE.id)
    assert answer.status_code == 400
    assert list(differences(REFUSAL, answer.json(), more=False)) == []
    assert answer.json()["errorCode"] == "CannotEarlyReturnWhenFulfilledOnKindle"


def test_a_loan_ends_after_its_days(library: OverdriveThread, member: MEMBER) -> None:
    made = member("ines").borrow(FREE.id).json()
    out, ends = (datetime.fromisoformat(made[name]) for name in ("checkoutDate", "expires"))
    assert (ends - out).days == 14


@pytest.mark.parametrize(
    ("found", "told"),
    [
        (CHECKOUT | {"crossRefId": "1"}, [".crossRefId: str instead of int"]),
        (CHECKOUT | {"links": {"self": LINK, "metadata": LINK}}, [".links.downloadRedirect is missing"]),
        (CHECKOUT | {"expires": "2026-12-12"}, [".expires: '2026-12-12' is not an instant"]),
        (CHECKOUT | {"colour": 1}, [".colour is new"]),
    ],
)
def test_the_walk_finds_differences(found: Any, told: list[str]) -> None:
    assert list(differences(CHECKOUT, found, more=False)) == told
