"""Tests that the simulator's answers have the same fields and types as the published answers.

The samples below have the fields of the published answers, but made-up values.
"""

from datetime import UTC, datetime, timedelta
from re import fullmatch
from typing import Any

import httpx
import pytest

from kiosk.simulator.ehub import EhubThread
from kiosk.simulator.ehub.catalogue import ehub_catalogue
from tests.simulator.ehub.conftest import MakesClients
from tests.simulator.ehub.signing import ProviderClient, refusal_of

CONTENTS: dict[str, Any] = {
    "contentLinks": [{"href": "http://host.example/1"}],
    "supplementLinks": [{"name": "Map", "href": "http://host.example/2"}],
}
ALL_FORMATS: dict[str, Any] = {"id": "1", "formatMetadata": {"any": CONTENTS}, "expirationDate": "2026-12-12T14:00:00Z"}
ONE_FORMAT: dict[str, Any] = {"id": "1", **CONTENTS, "expirationDate": "2026-12-12T14:00:00Z"}
RECORD: dict[str, Any] = {"id": "1", "formats": [{"id": "ebook"}]}


def alike(sample: Any, found: Any) -> bool:
    """Return True if an answer has exactly the fields and the types of a sample, in the same order.

    Only the names of formats can differ.
    """
    if type(sample) is not type(found):
        return False
    if isinstance(sample, list):
        return all(alike(sample[0], each) for each in found)
    if not isinstance(sample, dict):
        return True
    if set(sample) == {"any"}:
        return all(alike(sample["any"], each) for each in found.values())
    return list(sample) == list(found) and all(alike(sample[name], found[name]) for name in sample)


def test_a_loan_of_all_formats(ines: ProviderClient) -> None:
    made = ines.borrow("mix-3001")
    assert made.status_code == 200
    assert made.headers["content-type"] == "application/json;charset=UTF-8"
    assert alike(ALL_FORMATS, made.json())
    metadata = made.json()["formatMetadata"]
    assert list(metadata) == ["ebook", "audio-stream", "audio-downloadable"]
    assert [len(each["contentLinks"]) for each in metadata.values()] == [2, 2, 2]
    assert ines.loan(made.json()["id"]).json() == made.json()


def test_a_loan_of_one_format(library: EhubThread, ines: ProviderClient) -> None:
    library.control.turn(loan_mode="LPF")
    made = ines.borrow("mix-3001", "audio-stream")
    assert made.status_code == 200
    assert alike(ONE_FORMAT, made.json())
    assert all("/audio-stream/" in each["href"] for each in made.json()["contentLinks"])
    assert ines.loan(made.json()["id"]).json() == made.json()


def test_a_record(ines: ProviderClient) -> None:
    answer = ines.record("mix-3001")
    assert answer.status_code == 200
    assert alike(RECORD, answer.json())
    assert answer.json()["id"] == "mix-3001"
    assert [each["id"] for each in answer.json()["formats"]] == ["ebook", "audio-stream", "audio-downloadable"]


def test_a_refusal(caller: MakesClients) -> None:
    answer = caller("marta").borrow("au-2001")
    assert answer.status_code == 500
    assert answer.json() == {"code": "ALREADY_ON_LOAN", "message": "Record is already on loan for this user"}


def test_the_end_of_a_loan_has_no_body(library: EhubThread, ines: ProviderClient) -> None:
    id_ = ines.borrow("mb-1001").json()["id"]
    answer = ines.give_back(id_)
    assert (answer.status_code, answer.content) == (204, b"")
    assert library.library_state.loans_of("ines") == ()
    library.control.turn(deleted=200, created=201)
    again = ines.borrow("mb-1001")
    assert (again.status_code, ines.give_back(again.json()["id"]).status_code) == (201, 200)


@pytest.mark.parametrize(
    ("found", "same"),
    [
        (RECORD, True),
        ({"id": "1"}, False),
        ({"id": 1, "formats": []}, False),
        ({"id": "1", "formats": ["ebook"]}, False),
        (RECORD | {"more": 1}, False),
    ],
)
def test_the_comparison_finds_differences(found: Any, *, same: bool) -> None:
    assert alike(RECORD, found) is same


@pytest.mark.parametrize(
    ("knob", "form"),
    [
        ("Z", r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ"),
        ("milliseconds", r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.000Z"),
        ("+02:00", r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+02:00"),
        ("+0200", r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+0200"),
    ],
)
def test_the_four_forms_of_a_date_are_the_same_instant(
    library: EhubThread, ines: ProviderClient, knob: str, form: str
) -> None:
    library.control.turn(dates=knob)
    said = ines.borrow("mb-1001").json()["expirationDate"]
    assert fullmatch(form, said)
    (loan,) = library.library_state.loans_of("ines")
    assert datetime.fromisoformat(said) == loan.ends
    assert loan.ends - loan.out == timedelta(days=14)
    assert abs(loan.out - datetime.now(UTC)) < timedelta(minutes=5)


@pytest.mark.parametrize("record_id", ehub_catalogue())
def test_every_record_id_is_one_part_of_a_path(ines: ProviderClient, record_id: str) -> None:
    assert ines.record(record_id).json()["id"] == record_id


def test_an_id_that_is_not_encoded_is_another_address(caller: MakesClients) -> None:
    jamal = caller("jamal")
    plain = jamal.send("GET", "/records/isbn/978-0-00-000010-4")
    assert (plain.status_code, plain.headers["content-type"]) == (404, "text/html;charset=UTF-8")
    twice = jamal.record("isbn%2F978-0-00-000010-4")
    assert refusal_of(twice) == (404, "INVALID_CONTENT_PROVIDER_RECORD_ID")


def test_a_check_out_can_have_an_odd_id(library: EhubThread, ines: ProviderClient) -> None:
    library.control.turn(checkout_ids="odd")
    id_ = ines.borrow("mb-1001").json()["id"]
    assert {"/", " ", "%", "?", "ø"} < set(id_)
    assert ines.loan(id_).json()["id"] == id_
    assert ines.send("GET", f"/checkouts/{id_.replace('%', '%25').replace('?', '%3F')}").status_code == 404
    assert ines.give_back(id_).status_code == 204


@pytest.mark.parametrize("version", ["v1", "v5.0"])
def test_both_versions_have_the_same_answers(library: EhubThread, caller: MakesClients, version: str) -> None:
    other = "v5.0" if version == "v1" else "v1"
    assert alike(RECORD, caller("ines", version).record("mb-1001").json())
    library.control.turn(versions=version)
    assert caller("ines", version).record("mb-1001").status_code == 200
    assert caller("ines", other).record("mb-1001").status_code == 404


@pytest.mark.parametrize("path", ["/patrons/me", "/checkouts", "/records"])
def test_there_is_no_other_call(ines: ProviderClient, path: str) -> None:
    answer = ines.send("GET", path)
    assert (answer.status_code, answer.headers["content-type"]) == (404, "text/html;charset=UTF-8")


def test_the_list_of_titles_has_covers(library: EhubThread) -> None:
    titles = httpx.get(f"{library.origin}/_simulator/titles", verify=False).json()
    assert len(titles) >= 30
    assert {each["kind"] for each in titles} == {"e-book", "audio book", "video", "magazine"}
    pictures = {httpx.get(f"{library.origin}{each['cover']}", verify=False).content for each in titles}
    assert len(pictures) == len(titles)
    assert all(each.startswith(b"\x89PNG\r\n\x1a\n") for each in pictures)
    assert httpx.get(f"{library.origin}/covers/{len(titles) + 1}.png", verify=False).status_code == 404
