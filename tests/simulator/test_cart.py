"""Tests of the cart at the simulated myTurn: how it is created, filled, changed, converted and deleted.

Some tests are about the prices and fees in the cart.
"""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from kiosk.simulator import SimulatorThread

As = Callable[[str], Any]


def codes(lines: list[Any]) -> list[str]:
    return [each["item"]["itemId"] for each in lines]


@pytest.mark.parametrize(("knob", "status"), [("list", 200), ("404", 404)])
def test_no_cart_is_an_empty_list_or_404(library: SimulatorThread, member: As, knob: str, status: int) -> None:
    library.control.turn(empty_as=knob)
    assert member("marta").http.get("/api/v1.1/self-checkout/carts").status_code == status


def test_a_cart_is_created_once_and_then_listed(member: As) -> None:
    marta = member("marta")
    created = marta.open_cart()
    assert marta.open_cart()["id"] == created["id"]
    assert [each["id"] for each in marta.http.get("/api/v1.1/self-checkout/carts").json()] == [created["id"]]
    assert marta.cart() == created


def test_a_cart_holds_everything_the_member_has_out(member: As) -> None:
    cart = member("marta").open_cart()
    assert codes(cart["outstandingLoans"]) == ["NAIL-0004", "LVL-0002", "TILE-0003"]
    late, today, later = cart["outstandingLoans"]
    # In November, 23:59 in Vermont is 04:59 of the next day in UTC.
    assert (late["dueDate"], late["lateFeeDays"], late["lateFees"]) == ("2026-11-27T04:59:00.000Z", 2, 2.0)
    assert (today["dueDate"], today["lateFeeDays"]) == ("2026-11-29T04:59:00.000Z", 0)
    assert (later["returning"], later["committed"], later["item"]["locationCode"]) == (False, False, "A4")
    assert cart["canCheckoutItems"] is True


def test_a_visit_three_out_and_one_back(library: SimulatorThread, member: As) -> None:
    marta = member("marta")
    marta.open_cart()
    for code in ("DR-0142", "SAW-0087", "G/01"):
        assert marta.borrow(code).status_code == 200
    assert marta.give_back("NAIL-0004").json()["outstandingLoans"][0]["returning"] is True
    assert [each.code for each in library.library_state.loans_of("marta")] == ["NAIL-0004", "LVL-0002", "TILE-0003"]
    answer = marta.convert()
    assert (answer.status_code, answer.json()) == (200, "OK")
    state = library.library_state
    assert {each.code: each.due for each in state.loans_of("marta")} == {
        "LVL-0002": date(2026, 11, 28),
        "TILE-0003": date(2026, 12, 3),
        "DR-0142": date(2026, 12, 5),
        "SAW-0087": date(2026, 12, 5),
        "G/01": date(2026, 12, 5),
    }
    assert state.open_cart_of("marta") is None
    assert state.item("NAIL-0004").on_loan_to is None
    assert marta.on_cart("GET").status_code == 404


@pytest.mark.parametrize("as_form", ["data", "files"])
def test_fields_come_urlencoded_or_multipart(library: SimulatorThread, member: As, as_form: str) -> None:
    marta = member("marta")
    marta.open_cart()
    fields: dict[str, Any] = {"item-id": "MEAS/12 A", "due-date": "2026-12-05"}
    body = fields if as_form == "data" else {name: (None, value) for name, value in fields.items()}
    marta.http.post(f"/api/v1.1/self-checkout/carts/{marta.cart_id}/checkouts", **{as_form: body}).raise_for_status()
    cart = library.library_state.open_cart_of("marta")
    assert cart is not None
    assert cart.borrows == ("MEAS/12 A",)


def test_a_line_says_when_it_is_due_and_which_days_are_possible(member: As) -> None:
    marta = member("marta")
    marta.open_cart()
    (line,) = marta.borrow("DR-0142").json()["checkouts"]
    assert (line["dueDate"], line["committed"]) == ("2026-12-05", False)
    assert line["availableDueDates"][0] == "2026-12-01"
    assert line["availableDueDates"][-1] == "2026-12-10"
    assert "2026-11-29" not in line["availableDueDates"]


def test_dates_of_a_line_may_come_as_instants(library: SimulatorThread, member: As) -> None:
    library.control.turn(line_dates="midnight")
    marta = member("marta")
    marta.open_cart()
    assert marta.borrow("DR-0142").json()["checkouts"][0]["dueDate"] == "2026-12-05T00:00:00.000Z"


@pytest.mark.parametrize("verb", ["PUT", "PATCH", "POST"])
def test_a_line_is_changed_by_one_verb_only(library: SimulatorThread, member: As, verb: str) -> None:
    library.control.turn(update_verb=verb)
    marta = member("marta")
    marta.open_cart()
    marta.borrow("SAW-0087")
    path = f"/checkouts/{marta.line('SAW-0087')['id']}"
    for other in {"PUT", "PATCH", "POST"} - {verb}:
        assert marta.on_cart(other, path, {"due-date": "2026-12-01"}).status_code == 405
    changed = marta.on_cart(verb, path, {"due-date": "2026-12-01", "project-id": "156"}).json()["checkouts"][0]
    assert (changed["dueDate"], changed["project"]["id"]) == ("2026-12-01", 156)
    kept = marta.on_cart(verb, path, {"project-id": "0"}).json()["checkouts"][0]
    assert kept["dueDate"] == "2026-12-01"
    assert "project" not in kept


def test_lines_and_marks_are_taken_out_again(member: As) -> None:
    marta = member("marta")
    marta.open_cart()
    marta.borrow("SAW-0087")
    marta.give_back("LVL-0002")
    assert marta.on_cart("DELETE", f"/checkouts/{marta.line('SAW-0087')['id']}").json()["checkouts"] == []
    loan = marta.loan("LVL-0002")["id"]
    cart = marta.on_cart("DELETE", f"/checkins/{loan}").json()
    assert not any(each["returning"] for each in cart["outstandingLoans"])
    assert marta.on_cart("DELETE", f"/checkins/{loan}").status_code == 404
    assert marta.on_cart("DELETE", "/checkouts/1").status_code == 404


def test_a_return_can_set_a_status_which_then_keeps_the_tool_in(library: SimulatorThread, member: As) -> None:
    marta = member("marta")
    marta.open_cart()
    marta.give_back("LVL-0002")
    marked = marta.give_back("LVL-0002", new_status="5").json()["outstandingLoans"][1]
    assert marked["newStatus"] == {"id": 5, "name": "In maintenance"}
    marta.convert()
    assert library.library_state.item("LVL-0002").status == "In maintenance"
    marta.open_cart()
    assert marta.borrow("LVL-0002").json()["code"] == "Item Not Available"


@pytest.mark.parametrize("number", ["99", "broken", "٣"])
def test_a_status_that_does_not_exist_is_refused(member: As, number: str) -> None:
    marta = member("marta")
    marta.open_cart()
    assert marta.give_back("LVL-0002", new_status=number).json()["code"] == "Status Invalid"


def test_the_old_name_of_convert_works_too(library: SimulatorThread, member: As) -> None:
    marta = member("marta")
    marta.open_cart()
    marta.give_back("LVL-0002")
    assert marta.on_cart("POST", "/commit").json() == "OK"
    assert len(library.library_state.loans_of("marta")) == 2


def test_a_cart_can_be_deleted_where_the_server_lets_one(library: SimulatorThread, member: As) -> None:
    library.control.turn(cart_delete=False)
    marta = member("marta")
    marta.open_cart()
    marta.give_back("LVL-0002")
    assert marta.on_cart("DELETE").status_code == 405
    assert library.library_state.open_cart_of("marta") is not None
    library.control.turn(cart_delete=True)
    assert marta.on_cart("DELETE").status_code == 200
    assert library.library_state.open_cart_of("marta") is None
    assert len(library.library_state.loans_of("marta")) == 3


def test_a_cart_of_another_member_is_not_there(member: As) -> None:
    marta, theo = member("marta"), member("theo")
    marta.open_cart()
    theo.cart_id = marta.cart_id
    assert theo.on_cart("GET").json()["code"] == "Cart Not Found"
    assert theo.on_cart("POST", f"/checkins/{marta.loan('LVL-0002')['id']}").status_code == 404
    theo.open_cart()
    assert theo.on_cart("POST", f"/checkins/{marta.loan('LVL-0002')['id']}").json()["code"] == "Loan Not Found"


def test_picking_up_everything_fulfils_a_reservation(member: As) -> None:
    marta = member("marta")
    marta.open_cart()
    number = str(marta.get("reservations").json()[0]["id"])
    line = marta.on_cart("POST", "/checkouts", {"item-id": "SAW-0097", "reservation-id": number}).json()["checkouts"][0]
    assert line["dueDate"] == "2026-12-02"
    marta.borrow("REEL-0001")
    marta.convert()
    assert number not in [str(each["id"]) for each in marta.get("reservations").json()]


def test_a_reservation_that_has_passed_is_ignored(member: As) -> None:
    marta = member("marta")
    marta.open_cart()
    passed = str(marta.get("reservations").json()[2]["id"])
    only = marta.on_cart("POST", "/checkouts", {"item-id": "LAD-0012", "reservation-id": passed})
    assert only.json()["code"] == "Due Date Required"
    assert marta.borrow("LAD-0012", days=4, reservation_id=passed).json()["checkouts"][0]["dueDate"] == "2026-12-02"


def test_money_fees_discounts_and_what_is_owed(library: SimulatorThread, member: As) -> None:
    ines = member("ines")
    ines.open_cart()
    cart = ines.borrow("SAND-0031").json()
    assert (cart["amount"], cart["amountPayable"], cart["displayAmountPayable"]) == (25.0, 12.5, "$12.50")
    assert cart["discounts"] == [
        {"name": "Volunteer", "amount": 12.5, "percentage": 50, "isLateFee": False, "isCheckout": True}
    ]
    assert cart["checkouts"][0]["discountedAmount"] == 12.5
    ines.convert()
    assert library.library_state.owes("ines") == 1250


def test_fees_by_the_day_follow_the_due_date(member: As) -> None:
    staff = member("staff")
    staff.open_cart()
    assert staff.borrow("GEN-0001", days=3).json()["amount"] == 105.0


def test_late_fees_are_counted_when_the_tool_comes_back(library: SimulatorThread, member: As) -> None:
    ruth = member("owes")
    assert ruth.open_cart()["otherFees"] == {"balance": 18.75}
    assert ruth.give_back("WASH-0035").json()["amountPayable"] == 10.0
    ruth.convert()
    assert library.library_state.owes("owes") == 2875


def test_a_server_may_refuse_to_convert_what_is_not_paid(library: SimulatorThread, member: As) -> None:
    library.control.turn(fees="refuse")
    marta = member("marta")
    marta.http.headers["Accept-Language"] = "fr"
    marta.open_cart()
    marta.give_back("NAIL-0004")
    assert marta.convert().json() == {"code": "Payment Required", "message": "2,00 $ sont à payer avant de terminer."}
    assert len(library.library_state.loans_of("marta")) == 3
