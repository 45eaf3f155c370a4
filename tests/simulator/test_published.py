"""Tests that the simulator's answers have the same fields and types as the samples on myTurn's published page."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
import pytest

from kiosk.simulator import MEMBERS, SimulatorThread
from tests.simulator.conftest import CARTS, Visitor
from tests.simulator.shape import differences

As = Callable[[str], Visitor]
FILE = Path(__file__).parents[1] / "backends" / "published_myturn.json"
PUBLISHED: dict[str, Any] = json.loads(FILE.read_text(encoding="utf-8"))
NEW = frozenset({"missingAgreements", "missingUserFields", "missingPaymentMethod", "refresh_token", "project"})
"""Fields that the simulator sends and that are not in the samples.

The first three are on myTurn's page about rights. Real servers send the other two.
"""
ABSENT = frozenset({"newStatus", "locationCode", "currentLocation", "maxReturnDate", "openTime", "closeTime"})
"""Fields that can be missing or null. For example, a tool on loan is at no place, and a closed day has no hours."""


def differs(name: str, answer: httpx.Response) -> list[str]:
    """Return the differences in fields and types between an answer and the published sample with this name."""
    return list(differences(PUBLISHED[name], answer.json(), new=NEW, absent=ABSENT))


def test_a_log_in(library: SimulatorThread, visitor: Callable[[], Visitor]) -> None:
    marta = MEMBERS[0]
    body = dict(zip(PUBLISHED["login_request"], (marta.username, marta.password), strict=True))
    assert differs("log_in", visitor().http.post("/api/login", json=body)) == []


@pytest.mark.parametrize(
    ("name", "path"),
    [
        ("organization", "organization"),
        ("languages", "languages"),
        ("statuses", "statuses"),
        ("locations", "locations"),
        ("items", "items"),
        ("item", "items/{item}"),
        ("categories", "categories"),
        ("category", "categories/{category}"),
        ("items", "categories/{category}/items"),
        ("reservations", "reservations?includeFulfilled=Y"),
        ("reservation", "reservations/{reservation}"),
        ("projects", "projects"),
        ("cart", "self-checkout/carts/{cart}"),
    ],
)
def test_what_is_read(member: As, name: str, path: str) -> None:
    marta = member("marta")
    (item, *_), (category, *_) = marta.get("items").json(), marta.get("categories").json()
    (reservation, *_), cart = marta.get("reservations").json(), marta.open_cart()
    ids = {"item": item, "category": category, "reservation": reservation, "cart": cart}
    answer = marta.http.get(f"/api/v1.1/{path.format(**{kind: each['id'] for kind, each in ids.items()})}")
    assert answer.json()
    assert differs(name, answer) == []


def test_the_carts(member: As) -> None:
    marta = member("marta")
    assert marta.http.get(CARTS).json() == PUBLISHED["carts"]
    assert differs("cart", marta.http.post(CARTS)) == []
    (cart,) = marta.http.get(CARTS).json()
    assert list(differences(PUBLISHED["cart"], cart, new=NEW, absent=ABSENT)) == []


def test_a_cart_with_everything_in_it(member: As) -> None:
    """Only two carts together have all fields: one has a late loan and a new status, and the other has a discount."""
    marta = member("marta")
    marta.open_cart()
    given = marta.give_back("NAIL-0004", new_status="5")
    loan = next(each for each in given.json()["outstandingLoans"] if each["returning"])
    assert list(differences(PUBLISHED["cart"]["outstandingLoans"][0], loan, absent=ABSENT - {"newStatus"})) == []
    ines = member("ines")
    ines.open_cart()
    borrowed = ines.borrow("SAND-0031")
    (line,) = borrowed.json()["checkouts"]
    assert list(differences(PUBLISHED["cart"]["checkouts"][0], line, absent=frozenset({"maxReturnDate"}))) == []
    assert borrowed.json()["discounts"]
    assert differs("cart", given) == differs("cart", borrowed) == []


def test_a_refusal(member: As) -> None:
    answer = member("unsigned").http.post(CARTS)
    assert answer.status_code == 403
    assert differs("refusal", answer) == []


CART: dict[str, Any] = PUBLISHED["cart"]


@pytest.mark.parametrize(
    ("found", "told"),
    [
        (CART | {"id": "43"}, [".id: str instead of number"]),
        (CART | {"canCheckoutItems": 1}, [".canCheckoutItems: number instead of bool"]),
        (CART | {"outstandingLoans": {}}, [".outstandingLoans: dict instead of list"]),
        (
            CART | {"discounts": [{**CART["discounts"][0], "isLateFee": None}]},
            [".discounts[0].isLateFee: NoneType instead of bool"],
        ),
        ({name: each for name, each in CART.items() if name != "checkouts"}, [".checkouts is missing"]),
        (CART | {"colour": 1}, [".colour is new"]),
        (CART | {"project": 1, "amount": 1.5, "otherFees": {"balance": 1}}, []),
    ],
)
def test_the_comparison_finds_differences(found: Any, told: list[str]) -> None:
    assert list(differences(CART, found, new=NEW, absent=ABSENT)) == told
