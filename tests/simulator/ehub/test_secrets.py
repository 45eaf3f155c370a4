"""Tests that cards, tokens, the key and the codes in links are in no log, no list of calls and no repr."""

import base64
import logging
from re import findall

import httpx
import pytest

from kiosk.simulator.ehub import SECRET_KEY, EhubThread
from kiosk.simulator.ehub.asked import EhubCall
from kiosk.simulator.ehub.signed_tokens import CallerClaims
from kiosk.simulator.wire import WireRequest
from tests.simulator.ehub.signing import ProviderClient, claims_of, person, signed


def test_no_secret_is_told_by_logs_calls_and_levers(
    library: EhubThread, ines: ProviderClient, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    library.control.turn(agreement=True)
    one, token = person("ines"), signed(claims_of("ines"))
    wrong = signed(claims_of("ines"), "b3RoZXI=")
    assert ines.send("POST", "/checkouts", token, {"recordId": "au-2001"}).status_code == 200
    assert ines.send("GET", "/records/mb-1001", wrong).status_code == 401
    ines.send("GET", "/records/mb-1001", signed(claims_of("ines", iat="x")))
    answer = ines.loan(library.library_state.loans_of("ines")[0].id)
    codes = findall(r"/(?:content|agreement)/([0-9a-f]{32})", answer.text)
    assert len(set(codes)) == 50
    httpx.get(f"{library.origin}/content/{codes[-1]}/audio-stream/content_0", verify=False)
    state = library.library_state
    told = [
        *(
            record.getMessage()
            for record in caplog.records
            if record.name.startswith(("kiosk", "uvicorn", "starlette"))
        ),
        *(repr(each) for each in (state.calls(), state.acts(), state.tokens(), state.people, state.loans)),
        *(
            httpx.get(f"{library.origin}/_simulator/{name}", verify=False).text
            for name in ("state", "calls", "acts", "knobs", "titles")
        ),
    ]
    secrets = [one.card, one.patron_id, token, wrong, *codes, SECRET_KEY, base64.b64decode(SECRET_KEY).decode()]
    assert [each for each in secrets if any(each in text for text in told)] == []


def test_a_refused_token_is_not_repeated_in_the_answer(ines: ProviderClient) -> None:
    for changes in ({"iss": "hidden-site"}, {"libraryCard": ["hidden"]}, {"patronId": {"hidden": 1}}):
        answer = ines.send("GET", "/records/mb-1001", signed(claims_of("ines", **changes)))
        assert answer.status_code == 401
        assert "hidden" not in answer.text


def test_a_request_shows_no_claim(library: EhubThread) -> None:
    claims = CallerClaims(1, 2, None, frozenset({"libraryCard"}), {"libraryCard": "hidden"})
    wire = WireRequest(
        verb="GET", ids={}, query={}, fields={}, json=None, language="en", token="hidden", origin="http://127.0.0.1"
    )
    assert "hidden" not in repr(EhubCall(library.library_state, wire, claims, "ines"))
