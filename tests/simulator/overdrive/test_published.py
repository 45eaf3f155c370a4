"""Tests that the simulator's answers have the same fields and types as the examples that OverDrive has published."""

from collections.abc import Callable
from datetime import datetime
from re import fullmatch
from typing import Any

import pytest

from kiosk.simulator.overdrive import OverdriveThread
from tests.backends.overdrive.published import CHECKOUTS, KINDLE_NO, LOCATION, MADE
from tests.simulator.overdrive.asking import FREE, KINDLE
from tests.simulator.overdrive.conftest import ME, Caller
from tests.simulator.shape import differences

MEMBER = Callable[[str], Caller]
LINK = MADE["links"]["self"]


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
    assert list(differences(MADE, made.json(), more=year == "2025")) == []
    read = ines.get(made.headers["location"])
    assert read.json() == made.json()
    assert made.json()["links"]["self"]["href"] == made.headers["location"]


def test_the_members_come_in_the_published_order(library: OverdriveThread, member: MEMBER) -> None:
    library.control.turn(records="2021")
    (first, *_others) = member("marta").loans()["checkouts"]
    assert list(first) == list(MADE)
    assert first["reserveId"].isupper()
    assert first["actions"]["earlyReturn"]["method"] == "delete"


def test_the_answer_of_opening_a_loan(member: MEMBER) -> None:
    ines = member("ines")
    link = ines.borrow(FREE.id).json()["links"]["downloadRedirect"]["href"]
    answer = ines.get(link)
    assert (answer.status_code, answer.content, answer.headers["content-length"]) == (302, b"", "0")
    place = answer.headers["location"]
    guid, code = "[0-9A-F]{8}(?:-[0-9A-F]{4}){3}-[0-9A-F]{12}", "[0-9a-f]{64}"
    form = rf"https?://[\w.:]+/fulfillment/{guid}\?code={code}&client=\w+"
    assert fullmatch(form, LOCATION)
    assert fullmatch(form, place)
    assert FREE.id.upper() in place


def test_a_return_has_no_body(member: MEMBER) -> None:
    marta = member("marta")
    answer = marta.http.delete(marta.loans()["checkouts"][0]["actions"]["earlyReturn"]["href"])
    assert (answer.status_code, answer.content, answer.headers.get("content-length")) == (204, b"", None)
    assert len(marta.loans()["checkouts"]) == 2


def test_the_refusal_for_a_kindle(member: MEMBER) -> None:
    answer = member("jamal").give_back(KINDLE.id)
    assert answer.status_code == 400
    assert list(differences(KINDLE_NO, answer.json())) == []
    assert answer.json()["errorCode"] == KINDLE_NO["errorCode"]


def test_a_loan_ends_after_its_days(library: OverdriveThread, member: MEMBER) -> None:
    made = member("ines").borrow(FREE.id).json()
    out, ends = (datetime.fromisoformat(made[name]) for name in ("checkoutDate", "expires"))
    assert (ends - out).days == 14


@pytest.mark.parametrize(
    ("found", "told"),
    [
        (MADE | {"crossRefId": "1"}, [".crossRefId: str instead of number"]),
        (MADE | {"links": {"self": LINK, "metadata": LINK}}, [".links.downloadRedirect is missing"]),
        (MADE | {"expires": "2026-12-12"}, [".expires: '2026-12-12' is not an instant"]),
        (MADE | {"colour": 1}, [".colour is new"]),
    ],
)
def test_the_comparison_finds_differences(found: Any, told: list[str]) -> None:
    assert list(differences(MADE, found)) == told
