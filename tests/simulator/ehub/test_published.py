"""Tests that the simulator's answers have the same fields and types as the answers that eHUB has published."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from re import fullmatch
from typing import Any

import httpx
import pytest

from kiosk.simulator.ehub import EhubThread
from kiosk.simulator.ehub.catalogue import ehub_catalogue
from tests.simulator.ehub.conftest import MakesClients
from tests.simulator.ehub.signing import ProviderClient, refusal_of
from tests.simulator.shape import differences

FILE = Path(__file__).parents[2] / "backends" / "ehub" / "published_checkout.json"
ALL_FORMATS: dict[str, Any] = json.loads(FILE.read_text(encoding="utf-8"))
ONE_FORMAT: dict[str, Any] = {
    "id": ALL_FORMATS["id"],
    **ALL_FORMATS["formatMetadata"]["ebook"],
    "expirationDate": ALL_FORMATS["expirationDate"],
}
"""A loan of one format. eHUB has published the fields, but no example. The values here are from ALL_FORMATS."""
RECORD: dict[str, Any] = {"id": "1", "formats": [{"id": "ebook"}]}
"""A record. eHUB has published the fields, but no example. The values here are made up."""
FREE_NAMES = frozenset({"formatMetadata"})
"""The field that has an object with any keys. A key is the name of a format, and each provider chooses these names."""


def test_a_loan_of_all_formats(ines: ProviderClient) -> None:
    made = ines.borrow("mix-3001")
    assert made.status_code == 200
    assert made.headers["content-type"] == "application/json;charset=UTF-8"
    assert list(differences(ALL_FORMATS, made.json(), named=FREE_NAMES)) == []
    metadata, published = made.json()["formatMetadata"], ALL_FORMATS["formatMetadata"]
    assert list(made.json()) == list(ALL_FORMATS)
    assert list(metadata) == list(published) == ["ebook", "audio-stream", "audio-downloadable"]
    for kind in ("contentLinks", "supplementLinks"):
        assert [len(each[kind]) for each in metadata.values()] == [len(each[kind]) for each in published.values()]
    assert ines.loan(made.json()["id"]).json() == made.json()


def test_a_loan_of_one_format(library: EhubThread, ines: ProviderClient) -> None:
    library.control.turn(loan_mode="LPF")
    made = ines.borrow("mix-3001", "audio-stream")
    assert made.status_code == 200
    assert list(differences(ONE_FORMAT, made.json())) == []
    assert all("/audio-stream/" in each["href"] for each in made.json()["contentLinks"])
    assert ines.loan(made.json()["id"]).json() == made.json()


def test_a_record(ines: ProviderClient) -> None:
    answer = ines.record("mix-3001")
    assert answer.status_code == 200
    assert list(differences(RECORD, answer.json())) == []
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


EBOOK: dict[str, Any] = ALL_FORMATS["formatMetadata"]["ebook"]


@pytest.mark.parametrize(
    ("formats", "told"),
    [
        ({"vinyl": EBOOK}, []),
        (
            {"vinyl": EBOOK | {"contentLinks": ["http://host.example/1"]}},
            [".vinyl.contentLinks[0]: str instead of dict"],
        ),
        ({"vinyl": EBOOK | {"supplementLinks": [{"href": "x"}]}}, [".vinyl.supplementLinks[0].name is missing"]),
        ({"vinyl": EBOOK | {"more": 1}}, [".vinyl.more is new"]),
        ({"vinyl": None}, [".vinyl: NoneType instead of dict"]),
    ],
)
def test_the_comparison_finds_differences(formats: Any, told: list[str]) -> None:
    found = differences(ALL_FORMATS, ALL_FORMATS | {"formatMetadata": formats}, named=FREE_NAMES)
    assert [each.removeprefix(".formatMetadata") for each in found] == told


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
    assert list(differences(RECORD, caller("ines", version).record("mb-1001").json())) == []
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
