"""Tests of the rules for loans: refusals and their codes, the end of a loan, and the formats of a title.

A loan can be for one format of a title, or for all its formats. The provider decides which of these two modes it uses.
"""

from datetime import date
from typing import Any

import pytest

from kiosk.simulator.ehub import EhubThread
from kiosk.simulator.ehub.catalogue import ehub_catalogue
from kiosk.simulator.ehub.errors import DOCUMENTED
from tests.simulator.ehub.conftest import MakesClients
from tests.simulator.ehub.signing import ProviderClient, refusal_of

REFUSED = {each.id: each.refusal for each in ehub_catalogue().values() if each.refusal}
FREE = "mb-1012"
"""A title that nobody has at the start."""


def formats(client: ProviderClient, record_id: str) -> list[str]:
    """Read a record, and return the ids of the formats that the answer lists."""
    return [each["id"] for each in client.record(record_id).json()["formats"]]


def test_a_loan_is_made_once(library: EhubThread, ines: ProviderClient) -> None:
    made = ines.borrow(FREE)
    assert refusal_of(ines.borrow(FREE)) == (500, "ALREADY_ON_LOAN")
    (loan,) = library.library_state.loans_of("ines")
    assert (loan.id, loan.record_id, loan.format_id) == (made.json()["id"], FREE, None)
    assert [each.record_id for each in library.library_state.acts("checkout")] == [FREE]


def test_a_loan_that_exists_can_be_the_answer(library: EhubThread, ines: ProviderClient) -> None:
    library.control.turn(again="same loan")
    assert ines.borrow(FREE).json() == ines.borrow(FREE).json()
    assert len(library.library_state.acts("checkout")) == 1


def test_each_format_is_a_loan_of_its_own(library: EhubThread, ines: ProviderClient) -> None:
    library.control.turn(loan_mode="LPF")
    first, second = ines.borrow("au-2004", "audio-stream"), ines.borrow("au-2004", "audio-downloadable")
    assert first.json()["id"] != second.json()["id"]
    assert refusal_of(ines.borrow("au-2004", "audio-stream")) == (500, "ALREADY_ON_LOAN")
    assert refusal_of(ines.borrow("au-2004", "ebook")) == (500, "INVALID_FORMAT_ID")
    assert refusal_of(ines.borrow("au-2004")) == (500, "INVALID_FORMAT_ID")
    told = [(each.record_id, each.format_id) for each in library.library_state.loans_of("ines")]
    assert told == [("au-2004", "audio-stream"), ("au-2004", "audio-downloadable")]


def test_a_format_can_be_locked_in(library: EhubThread, ines: ProviderClient) -> None:
    library.control.turn(loan_mode="LPF", format_lock=True)
    assert ines.borrow("au-2004", "audio-stream").status_code == 200
    assert refusal_of(ines.borrow("au-2004", "audio-downloadable")) == (500, "ANOTHER_FORMAT_LOCKED_IN")


def test_one_loan_of_all_formats_takes_no_notice_of_a_format(ines: ProviderClient) -> None:
    assert list(ines.borrow("au-2004", "nonsense").json()["formatMetadata"]) == ["audio-stream", "audio-downloadable"]


@pytest.mark.parametrize("record_id", REFUSED)
def test_titles_that_nobody_gets(library: EhubThread, ines: ProviderClient, record_id: str) -> None:
    assert refusal_of(ines.borrow(record_id)) == (500, REFUSED[record_id])
    assert library.library_state.acts() == ()


@pytest.mark.parametrize("code", sorted(DOCUMENTED))
def test_a_title_can_be_refused_with_any_documented_code(library: EhubThread, ines: ProviderClient, code: str) -> None:
    library.control.refuse_title(FREE, code)
    assert refusal_of(ines.borrow(FREE)) == (500, code)
    library.control.refuse_title(FREE)
    assert ines.borrow(FREE).status_code == 200
    with pytest.raises(KeyError):
        library.control.refuse_title(FREE, "NO_SUCH_CODE")


def test_an_unknown_record(ines: ProviderClient) -> None:
    assert refusal_of(ines.record("nothing")) == (404, "INVALID_CONTENT_PROVIDER_RECORD_ID")
    assert refusal_of(ines.borrow("nothing")) == (404, "INVALID_CONTENT_PROVIDER_RECORD_ID")


def test_an_inactive_record_can_be_shown_or_refused(library: EhubThread, ines: ProviderClient) -> None:
    inactive = next(id_ for id_, code in REFUSED.items() if code == "PRODUCT_INACTIVE")
    assert formats(ines, inactive) == ["ebook"]
    library.control.turn(inactive_record="PRODUCT_INACTIVE")
    assert refusal_of(ines.record(inactive)) == (500, "PRODUCT_INACTIVE")


def test_the_limit_of_a_person(library: EhubThread, caller: MakesClients) -> None:
    greta = caller("greta")
    assert refusal_of(greta.borrow(FREE)) == (500, "BORROWER_LIMIT_REACHED")
    library.control.change_person("greta", limit=3)
    assert greta.borrow(FREE).status_code == 200


def test_the_only_copy(library: EhubThread, ines: ProviderClient) -> None:
    assert refusal_of(ines.borrow("mb-1020")) == (500, "LIBRARY_LIMIT_REACHED")
    library.control.end_loan(library.library_state.loans_of("greta")[0].id)
    assert ines.borrow("mb-1020").status_code == 200


def test_the_limit_of_the_library(library: EhubThread, ines: ProviderClient) -> None:
    library.control.turn(library_limit=3)
    assert refusal_of(ines.borrow(FREE)) == (500, "LIBRARY_LIMIT_REACHED")


@pytest.mark.parametrize(
    ("record_id", "birth", "lent"),
    [
        ("mb-1018", "2008-11-28", True),
        ("mb-1018", "2008-11-29", False),
        ("vid-4002", "2008-11-29", True),
        ("vid-4002", "2011-11-29", False),
        ("mb-1018", "28.11.1990", False),
        ("mb-1018", None, False),
        ("mb-1012", None, True),
    ],
)
def test_age_limits(*, record_id: str, birth: str | None, lent: bool) -> None:
    with EhubThread(today=date(2026, 11, 28)) as library:
        now = int(library.library_state.epoch_s())
        client = ProviderClient(library.url, "ines", birthDate=birth, iat=now, exp=now + 300)
        answer = client.borrow(record_id)
        client.http.close()
        assert answer.status_code == (200 if lent else 500)
        assert lent or refusal_of(answer) == (500, "UNFULFILLED_AGE_LIMIT")


def test_without_a_birth_date_the_age_is_a_guess(library: EhubThread, ines: ProviderClient) -> None:
    assert refusal_of(ines.borrow("mb-1018")) == (500, "UNFULFILLED_AGE_LIMIT")
    library.control.turn(no_birth_date="lent")
    assert ines.borrow("mb-1018").status_code == 200


@pytest.mark.parametrize("body", [None, [], "text", {}, {"recordId": 5}, {"recordId": ""}, {"record": "mb-1001"}])
def test_a_body_without_a_record(library: EhubThread, ines: ProviderClient, body: Any) -> None:
    assert refusal_of(ines.send("POST", "/checkouts", body=body)) == (400, "BAD_REQUEST")
    library.control.turn(bad_body=500)
    assert ines.send("POST", "/checkouts", body=body).status_code == 500


@pytest.mark.parametrize("status", [400, 403, 409])
def test_a_refusal_can_have_another_status(library: EhubThread, ines: ProviderClient, status: int) -> None:
    library.control.turn(refusal_status=status)
    assert refusal_of(ines.borrow("mb-1020")) == (status, "LIBRARY_LIMIT_REACHED")


@pytest.mark.parametrize(
    ("knob", "content"),
    [("text", b"The library has reached the limit of loans"), ("empty", b""), ("own code", None)],
)
def test_a_refusal_can_say_less(library: EhubThread, ines: ProviderClient, knob: str, content: bytes | None) -> None:
    library.control.turn(refusals=knob)
    answer = ines.borrow("mb-1020")
    assert answer.status_code == 500
    if content is None:
        assert answer.json()["code"] not in DOCUMENTED
    else:
        assert answer.content == content


# --- loans that exist -----------------------------------------------------------------------------


def test_an_unknown_loan_and_a_loan_of_somebody_else(library: EhubThread, ines: ProviderClient) -> None:
    foreign = library.library_state.loans_of("marta")[0].id
    for id_ in ("co-1", foreign):
        assert refusal_of(ines.loan(id_)) == (404, "CHECKOUT_NOT_FOUND")
        assert refusal_of(ines.give_back(id_)) == (404, "CHECKOUT_NOT_FOUND")
    library.control.turn(unknown_checkout="INVALID_LOAN_ID", unknown_checkout_status=500)
    assert refusal_of(ines.loan(foreign)) == (500, "INVALID_LOAN_ID")
    assert len(library.library_state.loans_of("marta")) == 3


def test_a_loan_whose_time_is_over(library: EhubThread, ines: ProviderClient) -> None:
    id_ = ines.borrow(FREE).json()["id"]
    library.control.end_loan(id_, in_s=3600)
    assert ines.loan(id_).status_code == 200
    library.control.end_loan(id_)
    assert refusal_of(ines.loan(id_)) == (500, "INACTIVE_LOAN")
    library.control.turn(ended_checkout="CHECKOUT_NOT_FOUND")
    assert refusal_of(ines.loan(id_)) == (404, "CHECKOUT_NOT_FOUND")
    assert ines.borrow(FREE).status_code == 200


def test_a_second_end_of_a_loan(library: EhubThread, ines: ProviderClient) -> None:
    id_ = ines.borrow(FREE).json()["id"]
    assert ines.give_back(id_).status_code == 204
    assert refusal_of(ines.give_back(id_)) == (500, "INACTIVE_LOAN")
    assert len(library.library_state.acts("return")) == 1


@pytest.mark.parametrize("status", [405, 404, 501])
def test_a_provider_without_the_end_of_a_loan(library: EhubThread, caller: MakesClients, status: int) -> None:
    library.control.turn(delete="missing", no_delete=status)
    answer = caller("marta").give_back(library.library_state.loans_of("marta")[0].id)
    assert (answer.status_code, answer.headers["content-type"]) == (status, "text/html;charset=UTF-8")
    assert len(library.library_state.loans_of("marta")) == 3


@pytest.mark.parametrize("code", ["DELETE_NOT_ALLOWED", "INVALID_LOAN_ID"])
def test_a_provider_that_refuses_the_end_of_a_loan(library: EhubThread, caller: MakesClients, code: str) -> None:
    library.control.turn(delete="refused", delete_refused=code)
    answer = caller("marta").give_back(library.library_state.loans_of("marta")[0].id)
    assert refusal_of(answer) == (500, code)
    assert len(library.library_state.loans_of("marta")) == 3


def test_a_loan_can_stay_after_its_end(library: EhubThread, caller: MakesClients) -> None:
    library.control.turn(return_stays=True)
    assert caller("marta").give_back(library.library_state.loans_of("marta")[0].id).status_code == 204
    assert len(library.library_state.loans_of("marta")) == 3
    assert library.library_state.acts() == ()


def test_the_content_of_a_loan_can_go_away(library: EhubThread, ines: ProviderClient) -> None:
    id_ = ines.borrow(FREE).json()["id"]
    library.control.refuse_title(FREE, "PRODUCT_INACTIVE")
    assert ines.loan(id_).status_code == 200
    library.control.refuse_title(FREE, "MISSING_CONTENT_IN_LOAN")
    assert refusal_of(ines.loan(id_)) == (500, "MISSING_CONTENT_IN_LOAN")


def test_a_loan_of_another_device_can_be_read(library: EhubThread, ines: ProviderClient) -> None:
    id_ = library.control.lend("ines", "au-2001")
    assert ines.loan(id_).json()["id"] == id_
    library.control.turn(loan_mode="LPF")
    other = library.control.lend("ines", "mix-3001", "audio-stream")
    assert "/audio-stream/" in ines.loan(other).json()["contentLinks"][0]["href"]
    with pytest.raises(KeyError):
        library.control.lend("ines", "nothing")


# --- the formats of a record ----------------------------------------------------------------------


def test_formats_are_narrowed_to_what_a_person_can_borrow(library: EhubThread, caller: MakesClients) -> None:
    greta, ines = caller("greta"), caller("ines")
    assert formats(greta, FREE) == ["ebook"]
    library.control.turn(record_formats="narrowed")
    assert (formats(greta, FREE), formats(greta, "mb-1020"), formats(ines, FREE)) == ([], ["ebook"], ["ebook"])
    assert formats(ines, "mb-1018") == []
    library.control.turn(record_formats="narrowed without loans")
    assert (formats(greta, "mb-1020"), formats(ines, FREE)) == ([], ["ebook"])


def test_a_format_on_loan_is_shown_in_the_other_mode_too(library: EhubThread, ines: ProviderClient) -> None:
    library.control.turn(loan_mode="LPF", record_formats="narrowed")
    ines.borrow("mix-3001", "ebook")
    library.control.change_person("ines", limit=1)
    assert formats(ines, "mix-3001") == ["ebook"]
    library.control.turn(record_formats="narrowed without loans")
    library.control.change_person("ines", limit=2)
    assert formats(ines, "mix-3001") == ["audio-stream", "audio-downloadable"]
