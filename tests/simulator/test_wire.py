"""Tests that every text in a form arrives exactly as the kiosk has sent it."""

import httpx
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from kiosk.simulator.wire import form_fields

TEXTS = st.dictionaries(
    st.sampled_from(["item-id", "due-date", "project-id", "new-status"]), st.text(max_size=400), min_size=1
)
AWKWARD = {"item-id": '--x\r\n1/2" & ½ = 50 %\r\n\x00\x1d', "due-date": "\n"}


def received(request: httpx.Request) -> dict[str, str]:
    return form_fields(request.headers["content-type"], request.read())


@given(TEXTS)
@example(AWKWARD)
def test_by_multipart(fields: dict[str, str]) -> None:
    files = {name: (None, value) for name, value in fields.items()}
    sendable = {name: value.encode("utf-8", "replace").decode() for name, value in fields.items()}
    assert received(httpx.Request("POST", "http://x", files=files)) == sendable


@given(TEXTS)
@example(AWKWARD)
def test_by_urlencoded(fields: dict[str, str]) -> None:
    assert received(httpx.Request("POST", "http://x", data=fields)) == fields


@pytest.mark.slow
# `kind` is a header of the request. The server reads headers as Latin-1, so other characters cannot come.
@given(st.text(st.characters(codec="latin-1")), st.binary())
def test_no_other_body_has_fields_or_breaks_the_server(kind: str, body: bytes) -> None:
    form_fields(kind, body)
    form_fields("multipart/form-data", body)
    form_fields(f"multipart/form-data; boundary={kind}", body)
    assert form_fields("application/json", body) == {}
