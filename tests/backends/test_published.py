"""Tests with the example answers in the published documentation of the lending systems.

The kiosk must read each example without leaving out a field. The file published_myturn.json has the examples of
myTurn's documentation, each under the name of the kiosk's operation. The documentation has one example answer for all
operations with a cart.
"""

import json
from pathlib import Path
from typing import Any

import pytest

from kiosk.backends.answer import HttpAnswer
from kiosk.backends.ehub.schema import CheckoutAnswered
from kiosk.backends.errors import WrongAnswerError
from kiosk.backends.json_answer import shaped
from kiosk.backends.myturn.schema import (
    CartAnswer,
    ErrorAnswer,
    LanguageAnswer,
    LoginAnswer,
    NamedAnswer,
    OrganizationAnswer,
    ReservationAnswer,
    SummaryAnswer,
    raw,
)
from kiosk.backends.myturn.search import FoundAnswer, KindAnswer, PlaceAnswer
from kiosk.backends.overdrive.schema import NoAnswered, TitleOnLoan, TitlesOnLoan
from kiosk.backends.sierra.schema import CheckoutsAnswer
from tests.backends.overdrive import published as overdrive
from tests.backends.sierra import published as sierra

HERE = Path(__file__).parent
MYTURN: dict[str, Any] = json.loads((HERE / "published_myturn.json").read_text(encoding="utf-8"))
EHUB: dict[str, Any] = json.loads((HERE / "ehub" / "published_checkout.json").read_text(encoding="utf-8"))
ONLY_SENT = {"login_request"}
"""The names of the bodies that the kiosk sends. The server sends no such body."""
SHAPES: dict[str, Any] = {
    "log_in": LoginAnswer,
    "organization": OrganizationAnswer,
    "languages": list[LanguageAnswer],
    "statuses": list[NamedAnswer],
    "locations": list[PlaceAnswer],
    "items": list[FoundAnswer],
    "item": list[FoundAnswer],
    "categories": list[KindAnswer],
    "category": KindAnswer,
    "reservations": list[SummaryAnswer],
    "reservation": ReservationAnswer,
    "projects": list[NamedAnswer],
    "carts": list[CartAnswer],
    "refusal": ErrorAnswer,
    "cart": CartAnswer,
}
LEFT_OPEN, A_DATE = '"string"', '"2017-09-20"'
"""For many texts, myTurn's page has only the word "string". The tests replace it with a date, which always fits."""


def ignored(value: object, shape: Any) -> tuple[str, ...]:
    """Read the value as an object of the type `shape`, and return the fields that the kiosk has left out."""
    text = json.dumps(value).replace(LEFT_OPEN, A_DATE)
    answer = HttpAnswer(200, text.encode(), "application/json", operation="published")
    shaped(answer, raw(answer), shape)
    return answer.oddities.all()


def test_every_answer_of_myturn_has_a_shape() -> None:
    assert SHAPES.keys() == MYTURN.keys() - ONLY_SENT


@pytest.mark.parametrize(("name", "shape"), SHAPES.items())
def test_the_answers_of_myturn_are_read(name: str, shape: Any) -> None:
    assert ignored(MYTURN[name], shape) == ()


@pytest.mark.parametrize(
    ("body", "shape"),
    [
        (sierra.CHECKOUTS, CheckoutsAnswer),
        (overdrive.CHECKOUTS, TitlesOnLoan),
        (overdrive.MADE, TitleOnLoan),
        (overdrive.KINDLE_NO, NoAnswered),
        (EHUB, CheckoutAnswered),
    ],
)
def test_the_answers_of_the_other_systems_are_read(body: Any, shape: Any) -> None:
    assert ignored(body, shape) == ()


def test_a_field_that_the_kiosk_leaves_out_is_found() -> None:
    loan = overdrive.MADE | {"expires": "soon", "isFormatLockedIn": {}}
    assert len(ignored(loan, TitleOnLoan)) == 2
    with pytest.raises(WrongAnswerError):
        ignored(loan | {"reserveId": 230}, list[TitleOnLoan])
