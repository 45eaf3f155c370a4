"""Tests that the answers have the fields and types that Sierra has published, with and without the query `fields`."""

import re
from typing import Any

from kiosk.simulator.sierra import SierraThread
from tests.backends.sierra.published import CHECKOUTS

WHOLE = {
    "id": str,
    "patron": str,
    "item": str,
    "barcode": str,
    "dueDate": str,
    "callNumber": str,
    "numberOfRenewals": int,
    "outDate": str,
    "recallDate": str,
}
"""The fields of the published Checkout object and their types, in the order in which Sierra sends the fields."""
BY_DEFAULT = ("id", "patron", "item", "dueDate", "outDate", "recallDate")
"""The fields of a loan that Sierra sends if the request has no query `fields`.

Sierra sends barcode, callNumber and numberOfRenewals only if the query `fields` names them.
"""
EXTRA = "default,barcode,callNumber,numberOfRenewals"
RECALLED = "30800000002001"
MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z")


def test_the_types_are_those_of_the_published_example() -> None:
    recalled, other = CHECKOUTS["entries"]
    assert list(types(recalled).items()) == list(WHOLE.items())
    assert types(other) == {name: kind for name, kind in WHOLE.items() if name != "recallDate"}


def types(entry: dict[str, Any]) -> dict[str, type]:
    return {name: type(value) for name, value in entry.items()}


def test_the_list_with_fields_has_every_member_of_the_sample(kiosk: Any) -> None:
    answer = kiosk.loans("marta", fields=EXTRA).json()
    assert list(answer) == ["total", "entries"]
    assert (answer["total"], len(answer["entries"])) == (4, 4)
    recalled = next(each for each in answer["entries"] if each["barcode"] == RECALLED)
    assert types(recalled) == WHOLE
    assert list(recalled) == list(WHOLE)
    other = next(each for each in answer["entries"] if each["barcode"] != RECALLED)
    assert types(other) == {name: kind for name, kind in WHOLE.items() if name != "recallDate"}


def test_the_list_without_fields_has_the_default_members(kiosk: Any) -> None:
    entries = kiosk.loans("marta").json()["entries"]
    assert {tuple(each) for each in entries} == {BY_DEFAULT, BY_DEFAULT[:-1]}
    assert kiosk.loans("marta", fields="default").json()["entries"] == entries


def test_fields_name_what_is_sent_beside_the_id(kiosk: Any) -> None:
    assert {tuple(each) for each in kiosk.loans("marta", fields="barcode").json()["entries"]} == {("id", "barcode")}


def test_ids_are_addresses_and_moments_are_in_utc(kiosk: Any, library: SierraThread) -> None:
    entry = next(each for each in kiosk.loans("marta", fields=EXTRA).json()["entries"] if each["barcode"] == RECALLED)
    number = library.library_state.loans_of("marta")[3].id
    assert entry["id"] == f"{library.url}/patrons/checkouts/{number}"
    assert entry["patron"] == f"{library.url}/patrons/1042514"
    assert entry["item"] == f"{library.url}/items/1002001"
    assert all(MOMENT.fullmatch(entry[name]) for name in ("dueDate", "outDate", "recallDate"))
    assert entry["dueDate"] == "2026-12-07T09:00:00Z"  # 04:00 in New York, the hour when loans of whole days end
    assert entry["recallDate"].startswith("2026-11-25")
    assert entry["callNumber"] == "|aTT152|b.H37 2011"


def test_one_loan_alone_has_the_same_form(kiosk: Any) -> None:
    for query in ({}, {"fields": EXTRA}):
        listed = kiosk.loans("marta", **query).json()["entries"][0]
        assert kiosk.get(listed["id"], **query).json() == listed


def test_the_type_of_a_record_number_depends_on_the_record(kiosk: Any) -> None:
    """The id of a patron is a number. The ids of items and bibs are texts."""
    assert kiosk.get("/patrons/1042514").json()["id"] == 1042514
    item = kiosk.get("/items/1002001").json()
    assert (item["id"], item["bibIds"]) == ("1002001", ["2002001"])
    assert kiosk.get("/bibs/2002001").json()["id"] == "2002001"
