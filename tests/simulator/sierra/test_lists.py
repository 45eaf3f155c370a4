"""Tests of the lists of loans, items and bibs: their pages, empty lists, and forms that differ at real libraries."""

from datetime import date
from typing import Any

import pytest

from kiosk.simulator.sierra import SierraThread
from tests.simulator.sierra.asking import code_of, error_of
from tests.simulator.sierra.conftest import day_at, patron

FIELDS = "default,barcode,callNumber,numberOfRenewals"


def barcodes(answer: Any) -> list[str]:
    return [each["barcode"] for each in answer.json()["entries"]]


def test_a_page_has_fifty_entries_unless_told_otherwise(kiosk: Any) -> None:
    assert kiosk.loans("busy").json()["total"] == 50
    first = barcodes(kiosk.loans("busy", fields="barcode", limit=40))
    second = kiosk.loans("busy", fields="barcode", limit=40, offset=40)
    assert (second.json()["total"], second.json()["start"]) == (16, 40)
    assert len(set(first + barcodes(second))) == 56


def test_the_total_may_be_that_of_the_whole_list(library: SierraThread, kiosk: Any) -> None:
    library.control.turn(total="whole")
    assert kiosk.loans("busy", limit=40, offset=40).json()["total"] == 56


def test_the_server_may_send_shorter_pages_than_asked(library: SierraThread, kiosk: Any) -> None:
    assert len(kiosk.loans("busy", limit=100).json()["entries"]) == 56
    library.control.turn(page_cap=20)
    assert len(kiosk.loans("busy", limit=100).json()["entries"]) == 20


@pytest.mark.parametrize("query", [{"limit": 0}, {"limit": "many"}, {"offset": "x"}])
def test_a_page_that_makes_no_sense(kiosk: Any, query: Any) -> None:
    assert code_of(kiosk.loans("busy", **query)) == 108


@pytest.mark.parametrize("path", ["/patrons/1042532/checkouts", "/patrons/1042532/holds", "/patrons/1042532/fines"])
def test_an_empty_list_has_two_forms(library: SierraThread, kiosk: Any, path: str) -> None:
    assert kiosk.get(path).json() == {"total": 0, "entries": []}
    library.control.turn(empty_as="404")
    assert error_of(kiosk.get(path)) == (404, 107, "")


def test_the_page_after_the_last_is_empty_too(library: SierraThread, kiosk: Any) -> None:
    assert kiosk.loans("marta", offset=4).json() == {"total": 0, "start": 4, "entries": []}
    library.control.turn(empty_as="404")
    assert code_of(kiosk.loans("marta", offset=4)) == 107


def test_the_item_of_a_loan_is_a_text_or_an_object(library: SierraThread, kiosk: Any) -> None:
    def item(**query: str) -> Any:
        return kiosk.loans("jamal", **query).json()["entries"][0]["item"]

    address = f"{library.url}/items/1001044"
    assert item() == address
    assert (item(expand="item")["id"], item(expand="item")["barcode"]) == ("1001044", "30800000001044")
    library.control.turn(item_as="object")
    assert item()["id"] == "1001044"
    library.control.turn(item_as="text")
    assert item(expand="item") == address


def test_a_partner_librarys_item_has_an_id_that_no_batch_takes(library: SierraThread, kiosk: Any) -> None:
    _own, partners = kiosk.loans("greta", fields=FIELDS).json()["entries"]
    assert partners["item"] == f"{library.url}/items/1000777@code"
    assert "callNumber" not in partners
    expanded = kiosk.loans("greta", fields=FIELDS, expand="item").json()["entries"][1]
    assert expanded["item"] == {"id": "1000777@code"}
    assert code_of(kiosk.get("/items/1000777@code")) == 107
    assert code_of(kiosk.get("/items", id="1001032,1000777@code")) == 108


@pytest.mark.parametrize(("knob", "count"), [("all", 56), ("some", 28), ("none", 0)])
def test_barcodes_may_be_missing(library: SierraThread, kiosk: Any, knob: str, count: int) -> None:
    library.control.turn(barcodes=knob)
    entries = kiosk.loans("busy", fields=FIELDS, limit=100).json()["entries"]
    assert sum("barcode" in each for each in entries) == count
    assert all("callNumber" in each for each in entries)


def test_due_dates_are_moments_or_days(library: SierraThread, kiosk: Any) -> None:
    def due(key: str) -> str:
        return str(kiosk.loans(key).json()["entries"][0]["dueDate"])

    assert due("jamal") == "2026-11-30T09:00:00Z"
    assert not due("mononym").endswith("T09:00:00Z")  # this loan lasts some hours and not whole days
    assert due("mononym").endswith(":00Z")
    library.control.turn(due_dates="date")
    assert due("jamal") == "2026-11-30"
    assert len(due("mononym")) == 10


def test_a_recall_date_is_left_out_or_blank(library: SierraThread, kiosk: Any) -> None:
    def recalls() -> list[str | None]:
        return [each.get("recallDate") for each in kiosk.loans("marta").json()["entries"]]

    assert recalls()[:3] == [None, None, None]
    library.control.turn(recall_blank=True)
    assert recalls()[:3] == ["", "", ""]
    library.control.recall("PLMB 12", days_ago=1)
    assert day_at(library, str(recalls()[2])) == date(2026, 11, 27)


def test_call_numbers_have_marks_or_not(library: SierraThread, kiosk: Any) -> None:
    def numbers(knob: str) -> list[str]:
        library.control.turn(call_numbers=knob)
        return [each["callNumber"] for each in kiosk.loans("marta", fields="callNumber").json()["entries"]]

    assert all(each.startswith("|a") for each in numbers("marked"))
    assert not any("|" in each for each in numbers("plain"))
    assert {each.startswith("|a") for each in numbers("mixed")} == {True, False}


def test_an_item_is_found_by_its_barcode(library: SierraThread, kiosk: Any) -> None:
    def asked(how: dict[str, object], **query: int) -> Any:
        target = {"record": {"type": "item"}, "field": {"tag": "b"}}
        return kiosk.post("/items/query", {"target": target, "expr": {"op": "equals"} | how}, **query)

    link = {"total": 1, "start": 0, "entries": [{"link": f"{library.url}/items/1001082"}]}
    assert asked({"operands": ["plmb 12 "]}, offset=0, limit=1).json() == link
    assert asked({"operand": "PLMB 12"}, offset=0, limit=1).json() == link
    assert asked({"operands": ["nothing"]}, offset=0, limit=1).json() == {"total": 0, "start": 0, "entries": []}
    assert code_of(asked({"operands": ["PLMB 12"]})) == 108
    assert code_of(asked({"operands": []}, offset=0, limit=1)) == 108
    assert code_of(kiosk.post("/items/query", None, offset=0, limit=1)) == 108


def test_an_item_on_loan_says_so_by_its_due_date_only(library: SierraThread, kiosk: Any) -> None:
    def status() -> Any:
        return kiosk.get("/items/1001044").json()["status"]

    assert status() == {"code": "-", "display": "AVAILABLE", "duedate": "2026-11-30T09:00:00Z"}
    library.control.turn(status_duedate=False)
    assert status() == {"code": "-", "display": "AVAILABLE"}


def test_an_item_has_blanks_and_marks_as_in_sierra(kiosk: Any) -> None:
    item = kiosk.get("/items/1002001", fields="default,itemType,holdCount").json()
    assert item["location"] == {"code": "books ", "name": "Books  "}
    assert (item["callNumber"], item["itemType"], item["holdCount"]) == ("|aTT152|b.H37 2011", "Book", 1)
    assert kiosk.get("/items/1001041").json()["barcode"] == "GLUE 50%"


def test_several_items_and_bibs_come_by_id(library: SierraThread, kiosk: Any) -> None:
    some = kiosk.get("/items", id="1002001,1001044,7", fields="barcode").json()
    assert some["entries"] == [
        {"id": "1001044", "barcode": "30800000001044"},
        {"id": "1002001", "barcode": "30800000002001"},
    ]
    titles = kiosk.get("/bibs", id="2002004,2002001,2002002", fields="title,author").json()["entries"]
    assert [each["title"] for each in titles] == ["The small workshop / ", "Sharpening by hand.", ""]
    for path in ("/items", "/bibs"):
        assert error_of(kiosk.get(path, id="7,8")) == (404, 107, "")
        assert code_of(kiosk.get(path)) == 108
    assert len(kiosk.get("/items", id=",".join(str(1003000 + each) for each in range(1, 57))).json()["entries"]) == 50


def test_the_field_for_the_isbn_came_with_6_0(library: SierraThread, kiosk: Any) -> None:
    assert kiosk.get("/bibs/2002001", fields="isbn").json()["isbn"] == ["9780000000019"]
    library.control.turn(sierra="5.2")
    assert code_of(kiosk.get("/bibs/2002001", fields="isbn")) == 108


def test_the_loan_of_an_item(kiosk: Any) -> None:
    (loan,) = kiosk.get("/items/1001044/checkouts").json()["entries"]
    assert loan["patron"].endswith(f"/{patron('jamal').id}")
    assert kiosk.get("/items/1001001/checkouts").json() == {"total": 0, "entries": []}
