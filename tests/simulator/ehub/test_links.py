"""Tests of the links of a loan.

A link opens the content, a supplement, or a page where the person must agree to terms. An address can have many forms.
"""

from typing import Any

import httpx
import pytest

from kiosk.simulator.ehub import EhubThread
from tests.simulator.ehub.conftest import MakesClients
from tests.simulator.ehub.signing import ProviderClient


def metadata(client: ProviderClient, record_id: str) -> Any:
    """Borrow a title. Return the part of the answer that is about the title's first format."""
    return next(iter(client.borrow(record_id).json()["formatMetadata"].values()))


def opened(href: str) -> httpx.Response:
    """Open a link as another device does, without a token, and return the HTTP response."""
    return httpx.get(href, verify=False)


@pytest.mark.parametrize(
    ("record_id", "parts", "supplements"), [("au-2001", 24, 1), ("mb-1002", 1, 2), ("mb-1021", 0, 0)]
)
def test_links_for_each_part_and_each_supplement(
    library: EhubThread, ines: ProviderClient, record_id: str, parts: int, supplements: int
) -> None:
    told = metadata(ines, record_id)
    hrefs = [each["href"] for each in told["contentLinks"]]
    named = {each["name"]: each["href"] for each in told["supplementLinks"]}
    assert (len(set(hrefs)), len(named)) == (parts, supplements)
    assert not set(hrefs) & set(named.values())
    for href in (*hrefs, *named.values()):
        assert opened(href).headers["content-type"].startswith("text/html")
    assert len(library.library_state.acts("content")) == parts + supplements


def test_a_list_without_links_can_be_left_out(library: EhubThread, ines: ProviderClient) -> None:
    library.control.turn(empty_links="absent")
    assert metadata(ines, "mb-1021") == {}
    assert list(metadata(ines, "mb-1001")) == ["contentLinks"]


@pytest.mark.parametrize(
    ("knob", "formats"), [("without first", ["audio-stream", "audio-downloadable"]), ("empty", [])]
)
def test_formats_can_be_missing_in_a_loan(
    library: EhubThread, ines: ProviderClient, knob: str, formats: list[str]
) -> None:
    library.control.turn(format_metadata=knob)
    assert list(ines.borrow("mix-3001").json()["formatMetadata"]) == formats
    assert len(library.library_state.loans_of("ines")) == 1


@pytest.mark.parametrize(
    ("knob", "start"),
    [
        ("http", "http://127.0.0.1:"),
        ("https", "https://content.ehub.example/content/"),
        ("one slash", "http:/127.0.0.1:"),
        ("app", "millbrook-reader:open?path=content%2F"),
    ],
)
def test_links_can_have_other_forms(library: EhubThread, ines: ProviderClient, knob: str, start: str) -> None:
    library.control.turn(links=knob)
    told = metadata(ines, "mb-1002")
    hrefs = [each["href"] for each in (*told["contentLinks"], *told["supplementLinks"])]
    assert [each for each in hrefs if not each.startswith(start)] == []


def test_links_end_with_the_loan(library: EhubThread, ines: ProviderClient) -> None:
    made = ines.borrow("mb-1001").json()
    href = made["formatMetadata"]["ebook"]["contentLinks"][0]["href"]
    assert opened(href).status_code == 200
    ines.give_back(made["id"])
    assert opened(href).status_code == 410
    assert opened(f"{library.origin}/content/{'0' * 32}/ebook/content_0").status_code == 410


def test_links_can_end_sooner(library: EhubThread, ines: ProviderClient) -> None:
    library.control.turn(link_lifetime_s=60)
    made = ines.borrow("mb-1001").json()
    library.control.put_forward(40)
    assert ines.loan(made["id"]).json() == made
    library.control.put_forward(19)
    href = made["formatMetadata"]["ebook"]["contentLinks"][0]["href"]
    assert opened(href).status_code == 200
    library.control.turn(leeway_s=600)
    library.control.put_forward(1)
    assert opened(href).status_code == 410
    new = ines.loan(made["id"]).json()["formatMetadata"]["ebook"]["contentLinks"][0]["href"]
    assert (new != href, opened(new).status_code) == (True, 200)


def test_each_answer_can_have_new_links(library: EhubThread, ines: ProviderClient) -> None:
    library.control.turn(links_each_time="new")
    made = ines.borrow("mb-1001").json()
    hrefs = [
        each["formatMetadata"]["ebook"]["contentLinks"][0]["href"] for each in (made, ines.loan(made["id"]).json())
    ]
    assert len(set(hrefs)) == 2
    assert [opened(each).status_code for each in hrefs] == [200, 200]


def test_the_first_link_can_lead_to_the_agreement(library: EhubThread, caller: MakesClients) -> None:
    library.control.turn(agreement=True)
    ines = caller("ines")
    made = ines.borrow("au-2004").json()
    first, *others = [each["href"] for each in made["formatMetadata"]["audio-stream"]["contentLinks"]]
    assert "/agreement/" in first
    assert all("/content/" in each for each in others)
    assert opened(first).status_code == 200
    assert library.library_state.acts("agreement") == ()
    assert httpx.post(first, verify=False).status_code == 200
    assert httpx.post(first, verify=False).status_code == 200
    assert [each.key for each in library.library_state.acts("agreement")] == ["ines"]
    again = ines.loan(made["id"]).json()["formatMetadata"]["audio-stream"]["contentLinks"]
    assert ["/content/" in each["href"] for each in again] == [True, True, True]
    assert opened(f"{library.origin}/agreement/{'0' * 32}").status_code == 404


def test_a_person_can_agree_on_another_device(library: EhubThread, ines: ProviderClient) -> None:
    library.control.turn(agreement=True)
    library.control.agree("ines")
    assert "/content/" in metadata(ines, "mb-1001")["contentLinks"][0]["href"]


def test_answers_can_have_more_members(library: EhubThread, ines: ProviderClient) -> None:
    library.control.turn(more_members=True)
    assert "addedLater" in ines.record("mb-1001").json()
    assert "addedLater" in ines.record("mb-1001").json()["formats"][0]
    made = ines.borrow("mb-1002").json()
    told = made["formatMetadata"]["ebook"]
    for each in (made, told, told["contentLinks"][0], told["supplementLinks"][0]):
        assert "addedLater" in each
