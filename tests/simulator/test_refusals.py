"""Tests of the refusals of the simulated myTurn, and of their words. A refused request changes nothing."""

from collections.abc import Callable
from typing import Any

import pytest

from kiosk.simulator import SimulatorThread

As = Callable[[str], Any]


@pytest.mark.parametrize(
    ("username", "label", "status", "code"),
    [
        ("theo", "NO-SUCH", 404, "Item Not Found"),
        ("theo", "dr-0142", 404, "Item Not Found"),
        ("theo", "", 404, "Item Not Found"),
        ("theo", "LAD-0010", 409, "Item Checked Out"),
        ("marta", "TILE-0003", 409, "Item Already Checked Out To You"),
        ("theo", "DR-0163", 409, "Item Not Available"),
        ("theo", "GRIN-0012", 409, "Item Not Available"),
        ("theo", "SAND-0024", 409, "Staff Checkout Required"),
        ("theo", "WASH-0031", 409, "Item Reserved"),
        ("theo", "SAW-0097", 409, "Item Reserved"),
        ("max.out", "DR-0142", 409, "Borrowing Limit Reached"),
        ("olga.exp", "DR-0142", 409, "Membership Expired"),
        ("desmond", "DR-0142", 409, "Borrowing Not Allowed"),
    ],
)
def test_a_tool_that_cannot_go_out(
    library: SimulatorThread, member: As, username: str, label: str, status: int, code: str
) -> None:
    someone = member(username)
    someone.open_cart()
    answer = someone.borrow(label, days=1)
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert answer.json()["message"]
    cart = library.library_state.open_cart_of(username)
    assert cart is not None
    assert cart.borrows == ()


@pytest.mark.parametrize(("username", "label"), [("staff", "SAND-0024"), ("marta", "SAW-0097"), ("theo", "1004")])
def test_a_tool_that_can(member: As, username: str, label: str) -> None:
    someone = member(username)
    someone.open_cart()
    assert someone.borrow(label, days=1).status_code == 200


@pytest.mark.parametrize("username", ["olga.exp", "desmond"])
def test_who_may_not_borrow_may_still_bring_back(library: SimulatorThread, member: As, username: str) -> None:
    someone = member(username)
    cart = someone.open_cart()
    assert cart["canCheckoutItems"] is False
    someone.give_back(cart["outstandingLoans"][0]["item"]["itemId"])
    assert someone.convert().status_code == 200
    assert library.library_state.loans_of(username) == ()


def test_bringing_one_back_makes_room_under_the_limit(member: As) -> None:
    greta = member("max.out")
    greta.open_cart()
    greta.give_back("ROUT-0001")
    assert greta.borrow("DR-0142").status_code == 200
    assert greta.borrow("SAW-0087").json()["message"] == "You have reached the limit of 2 items."


@pytest.mark.parametrize("status", [403, 409, 422])
def test_without_a_signed_agreement_there_is_no_cart(library: SimulatorThread, member: As, status: int) -> None:
    library.control.turn(agreement_status=status)
    answer = member("unsigned").http.post("/api/v1.1/self-checkout/carts")
    assert answer.status_code == status
    assert answer.json() == {
        "code": "Agreement Signature Required",
        "message": "There are one or more agreements you must sign before you can continue.",
    }


def test_without_kiosk_rights_there_is_no_cart(member: As) -> None:
    answer = member("walk-in").http.post("/api/v1.1/self-checkout/carts")
    assert (answer.status_code, answer.json()["code"]) == (403, "Kiosk Not Allowed")


@pytest.mark.parametrize(
    ("fields", "status", "code"),
    [
        ({}, 400, "Due Date Required"),
        ({"due-date": "soon"}, 400, "Due Date Invalid"),
        ({"due-date": "2026-11-27"}, 400, "Due Date Invalid"),
        ({"due-date": "2026-12-11"}, 409, "Due Date Too Late"),
        ({"due-date": "2026-12-10", "project-id": "1"}, 400, "Project Invalid"),
        ({"reservation-id": "1"}, 400, "Due Date Required"),
    ],
)
def test_terms_that_cannot_be(member: As, fields: dict[str, str], status: int, code: str) -> None:
    theo = member("theo")
    theo.open_cart()
    answer = theo.on_cart("POST", "/checkouts", {"item-id": "DR-0142"} | fields)
    assert (answer.status_code, answer.json()["code"]) == (status, code)


def test_a_due_date_may_be_optional(library: SimulatorThread, member: As) -> None:
    library.control.turn(due_date_required=False)
    theo = member("theo")
    theo.open_cart()
    line = theo.on_cart("POST", "/checkouts", {"item-id": "DR-0142"}).json()["checkouts"][0]
    assert line["dueDate"] == "2026-12-05"


def test_a_due_date_beyond_may_be_made_earlier(library: SimulatorThread, member: As) -> None:
    library.control.turn(due_date_beyond="clamp")
    theo = member("theo")
    theo.open_cart()
    assert theo.borrow("DR-0142", days=30).json()["checkouts"][0]["dueDate"] == "2026-12-10"


def test_the_same_tool_twice_is_one_line_or_refused(library: SimulatorThread, member: As) -> None:
    theo = member("theo")
    theo.open_cart()
    theo.borrow("DR-0142")
    assert len(theo.borrow("DR-0142").json()["checkouts"]) == 1
    library.control.turn(duplicate_add="refuse")
    assert theo.borrow("DR-0142").json()["code"] == "Item Already In Cart"


def test_borrowing_what_one_has_may_renew_it(library: SimulatorThread, member: As) -> None:
    library.control.turn(own_loan_add="renew")
    marta = member("marta")
    marta.open_cart()
    assert marta.borrow("LVL-0002", days=6).json()["checkouts"] == []
    assert library.library_state.loans_of("marta")[1].due.isoformat() == "2026-12-04"


def test_a_project_may_be_required_to_convert(library: SimulatorThread, member: As) -> None:
    library.control.turn(project_required=True)
    theo = member("theo")
    assert theo.get("organization").json()["projectsSupported"] is True
    assert theo.open_cart()["projectRequired"] is True
    theo.borrow("DR-0142", project_id="156")
    theo.borrow("SAW-0087")
    assert theo.convert().json()["message"] == "Please choose a project for Circular saw 190 mm."
    theo.on_cart("PUT", f"/checkouts/{theo.line('SAW-0087')['id']}", {"project-id": "157"})
    assert theo.convert().json() == "OK"
    assert [each.project for each in library.library_state.loans_of("theo")] == [156, 157]


def test_convert_is_all_or_nothing(library: SimulatorThread, member: As) -> None:
    theo = member("theo")
    theo.open_cart()
    theo.borrow("DR-0142")
    theo.borrow("SAW-0087")
    library.control.other_device("jamal", "borrow", "SAW-0087")
    library.control.other_device("jamal", "convert")
    assert theo.convert().json()["code"] == "Item Checked Out"
    assert library.library_state.loans_of("theo") == ()
    assert library.library_state.open_cart_of("theo") is not None


@pytest.mark.parametrize("status", [400, 403, 422])
def test_refusals_may_have_another_status(library: SimulatorThread, member: As, status: int) -> None:
    library.control.turn(refusal_status=status)
    theo = member("theo")
    theo.open_cart()
    assert theo.borrow("WASH-0031").status_code == status


def test_messages_follow_the_language_and_codes_do_not(member: As) -> None:
    theo = member("theo")
    theo.http.headers["Accept-Language"] = "fr"
    theo.open_cart()
    assert theo.borrow("WASH-0031").json() == {
        "code": "Item Reserved",
        "message": "Pressure washer 140 bar est réservé pour un autre membre.",
    }
