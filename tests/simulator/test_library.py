"""Tests of the data that a client gets from the simulated myTurn: settings, lists, tools, reservations, projects."""

from collections.abc import Callable
from typing import Any

import httpx
import pytest

from kiosk.simulator import SimulatorThread

Make = Callable[[], Any]
As = Callable[[str], Any]


def labels(answer: httpx.Response) -> list[str]:
    return [each["itemId"] for each in answer.json()]


def test_the_organisation_is_public_and_has_every_kiosk_setting(visitor: Make) -> None:
    found = visitor().get("organization").json()
    assert found["name"] == "Millbrook Tool Library"
    assert "both batteries" in found["kioskWelcomeText"]
    assert found["kioskPostCheckInText"] == "<p>Please be sure to lock up when you leave.</p>"
    assert {
        "apiUrl", "address", "allowKioskFormLogin", "allowKioskScanLogin", "currencyCode", "email", "enableKioskMode",
        "hideMoney", "hours", "id", "kioskCheckInText", "kioskCheckOutText", "kioskFormLoginErrorText", "kioskHomeText",
        "kioskPostCheckOutText", "kioskScanLoginErrorText", "locale", "logo", "logoutTimeout", "playSounds",
        "projectsSupported", "renewMembershipUrl", "selfServeEnabled", "shortName", "skipKioskCheckinConfirmation",
        "skipKioskCheckoutConfirmation", "skipKioskLogoutConfirmation", "useTwoPhaseCommitOnKiosk",
    } <= set(found)  # fmt: skip


def test_its_texts_follow_the_language_asked_for(visitor: Make) -> None:
    guest = visitor()
    guest.http.headers["Accept-Language"] = "fr-CA,fr;q=0.9"
    assert "batteries, svp" in guest.get("organization").json()["kioskWelcomeText"]
    guest.http.headers["Accept-Language"] = "tlh"
    assert "both batteries" in guest.get("organization").json()["kioskWelcomeText"]


def test_its_settings_can_be_turned(library: SimulatorThread, visitor: Make) -> None:
    library.control.turn(organization={"hideMoney": True, "kioskHomeText": ""})
    found = visitor().get("organization").json()
    assert (found["hideMoney"], found["kioskHomeText"]) == (True, "")


@pytest.mark.parametrize(("form", "ending"), [("versioned", "/library/api/v1.1"), ("site", "/library")])
def test_its_address_comes_in_two_forms(library: SimulatorThread, visitor: Make, form: str, ending: str) -> None:
    library.control.turn(api_url=form)
    assert visitor().get("organization").json()["apiUrl"] == library.url.removesuffix("/library") + ending


@pytest.mark.parametrize(("start", "closed"), [("monday", [0, 6]), ("sunday", [0, 1])])
def test_the_week_starts_on_monday_or_sunday(
    library: SimulatorThread, visitor: Make, start: str, closed: list[int]
) -> None:
    library.control.turn(hours_start=start)
    hours = visitor().get("organization").json()["hours"]
    assert [place for place, day in enumerate(hours) if day["closed"]] == closed
    assert hours[2] == {"closed": False, "openTime": "15:00:00.000", "closeTime": "19:00:00.000"}


def test_languages_statuses_and_locations(visitor: Make) -> None:
    guest = visitor()
    assert [each["code"] for each in guest.get("languages").json()] == ["en", "fr", "es", "de", "nl"]
    assert {"id": 5, "name": "In maintenance"} in guest.get("statuses").json()
    assert {"id": 13, "name": "Rack C", "path": ["Main room", "Rack C"]} in guest.get("locations").json()
    guest.http.headers["Accept-Language"] = "fr"
    assert {"id": 5, "name": "En réparation"} in guest.get("statuses").json()


@pytest.mark.parametrize("path", ["languages", "statuses", "locations"])
def test_these_lists_may_need_a_token(library: SimulatorThread, visitor: Make, member: As, path: str) -> None:
    library.control.turn(public_lists=False)
    assert visitor().get(path).status_code == 401
    assert member("marta").get(path).status_code == 200


def test_items_come_in_pages_of_twenty(member: As) -> None:
    theo = member("theo")
    first = labels(theo.get("items"))
    assert len(first) == 20
    assert labels(theo.get("items", offset=20, limit=200))[0] not in first
    assert len(labels(theo.get("items", limit=200))) >= 120


@pytest.mark.parametrize("query", [{"limit": 0}, {"limit": 201}, {"offset": -1}, {"limit": "x"}, {"location": 99}])
def test_a_page_that_cannot_be_is_400(member: As, query: dict[str, str | int]) -> None:
    assert member("theo").get("items", **query).status_code == 400


@pytest.mark.parametrize(
    ("words", "label"),
    [("karcher", "WASH-0031"), ("DRILL cordless 12", "DR-0147"), ('1/2" plunge', "ROUT-0001"), ("plmb 12", "PLMB 12")],
)
def test_items_are_found_by_parts_of_words(member: As, words: str, label: str) -> None:
    assert labels(member("theo").get("items", q=words)) == [label]


def test_a_place_includes_what_is_inside_it(member: As) -> None:
    theo = member("theo")
    yard = labels(theo.get("items", location=30, limit=200))
    assert yard == labels(theo.get("items", location=31, limit=200))
    assert "G/01" in yard
    assert "DR-0142" not in yard


@pytest.mark.parametrize(("knob", "status"), [("list", 200), ("404", 404)])
def test_no_items_is_an_empty_list_or_404(library: SimulatorThread, member: As, knob: str, status: int) -> None:
    library.control.turn(empty_as=knob)
    assert member("theo").get("items", q="unicorn").status_code == status


def test_an_item_says_whether_it_may_go_out_and_until_when(member: As) -> None:
    theo = member("theo")
    drill = theo.get("items", q="DR-0142").json()[0]
    assert (drill["availableForCheckout"], drill["loanLength"], drill["maxReturnDate"]) == (True, 7, "2026-12-10")
    assert (drill["locationCode"], drill["homeLocation"]["path"]) == ("A2", ["Main room", "Rack A"])
    washer = theo.get("items", q="WASH-0031").json()[0]
    assert (washer["availableForCheckout"], washer["amountDisplay"]) == (False, "$12.00 per loan")
    assert member("jamal").get("items", q="WASH-0031").json()[0]["availableForCheckout"] is True


def test_a_date_of_an_item_may_come_as_an_instant(library: SimulatorThread, member: As) -> None:
    library.control.turn(line_dates="midnight")
    assert member("theo").get("items", q="DR-0142").json()[0]["maxReturnDate"] == "2026-12-10T00:00:00.000Z"


def test_one_item_comes_as_a_list_of_one_with_its_details(library: SimulatorThread, member: As) -> None:
    number = library.library_state.item("DR-0142").id
    theo = member("theo")
    (found,) = theo.get(f"items/{number}").json()
    assert (found["manufacturer"], found["model"]) == ("Bosch", "GSR 18V-55")
    assert "locationCode" not in found
    assert theo.get("items/999999").status_code == 404


def test_pictures_are_sent_only_when_turned_on(library: SimulatorThread, member: As) -> None:
    theo = member("theo")
    assert "thumbnail" not in theo.get("items").json()[0]
    library.control.turn(thumbnails=True)
    picture = theo.http.get(theo.get("items").json()[0]["thumbnail"])
    assert picture.headers["content-type"] == "image/png"
    assert picture.content.startswith(b"\x89PNG")


def test_categories_and_what_is_in_them(member: As) -> None:
    theo = member("theo")
    assert {"id": 4, "name": "Ladders"} in theo.get("categories").json()
    assert theo.get("categories/4").json() == {"id": 4, "name": "Ladders"}
    assert "LAD-0009" in labels(theo.get("categories/4/items"))
    assert labels(theo.get("categories/4/items", q="orchard")) == ["LAD-0018"]
    assert theo.get("categories/99").status_code == 404
    assert theo.get("categories/99/items").status_code == 404


def test_projects(member: As) -> None:
    assert {"id": 156, "name": "Energy audit at 123 Sesame Street"} in member("theo").get("projects").json()


def test_reservations_hide_the_fulfilled_unless_asked(member: As) -> None:
    marta = member("marta")
    assert [each["startDate"][:10] for each in marta.get("reservations").json()] == [
        "2026-11-28",
        "2026-12-05",
        "2026-11-08",
    ]
    everything = marta.get("reservations", includeFulfilled="Y").json()
    assert [each["fulfilled"] for each in everything] == [False, False, False, True]
    assert len(marta.get("reservations", includeFulfilled="yes").json()) == 3


def test_one_reservation_and_taking_a_tool_off_it_but_never_the_last(member: As) -> None:
    marta = member("marta")
    number = marta.get("reservations").json()[0]["id"]
    found = marta.get(f"reservations/{number}").json()
    assert (found["startDate"], found["endDate"]) == ("2026-11-28T00:00:00.000Z", "2026-12-02T00:00:00.000Z")
    saw, reel = (each["id"] for each in found["items"])
    left = marta.http.delete(f"/api/v1.1/reservations/{number}/items/{saw}").json()
    assert [each["id"] for each in left["items"]] == [reel]
    assert marta.http.delete(f"/api/v1.1/reservations/{number}/items/{reel}").json()["code"] == "Last Reservation Item"
    assert marta.http.delete(f"/api/v1.1/reservations/{number}/items/{saw}").status_code == 404


def test_a_reservation_of_another_member_is_not_there(member: As) -> None:
    number = member("marta").get("reservations").json()[0]["id"]
    assert member("theo").get(f"reservations/{number}").status_code == 404


def test_what_is_not_in_the_table_is_404_and_a_wrong_verb_405(member: As) -> None:
    theo = member("theo")
    assert theo.get("nothing-here").status_code == 404
    assert theo.http.delete("/api/v1.1/items").status_code == 405
