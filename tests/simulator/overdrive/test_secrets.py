"""Tests that cards, PINs, tokens and personal codes are in no log, no list of calls and no repr of the simulator."""

import logging
from collections.abc import Callable

import httpx
import pytest

from kiosk.simulator.overdrive import CLIENT_SECRET, OverdriveThread
from kiosk.simulator.wire import Reply, WireRequest
from tests.simulator.overdrive.asking import FREE
from tests.simulator.overdrive.conftest import ME, Caller, patron

MEMBER = Callable[[str], Caller]


def test_no_secret_is_told_by_logs_calls_and_levers(
    library: OverdriveThread, member: MEMBER, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    ines, one = member("ines"), patron("ines")
    ines.log_in("ines", password="wrong-pin")
    ines.log_in("ines", username="WRONG CARD")
    ines.borrow(FREE.id)
    place = ines.get(f"{ME}/checkouts/{FREE.id}/formats/downloadredirect").headers["location"]
    ines.get(place)
    state = library.library_state
    told = [
        *(
            record.getMessage()
            for record in caplog.records
            if record.name.startswith(("kiosk", "uvicorn", "starlette"))
        ),
        repr(state.calls()),
        repr(state.acts()),
        repr(state.patrons),
        repr(state.loans_of("ines")),
        *(httpx.get(f"{library.url}/_simulator/{name}", verify=False).text for name in ("state", "calls", "acts")),
    ]
    code = httpx.URL(place).params["code"]
    token = ines.http.headers["Authorization"].partition(" ")[2]
    secrets = [*one.barcodes, one.pin, code, token, CLIENT_SECRET, "wrong-pin", "WRONG CARD"]
    assert [each for each in secrets if any(each in text for text in told)] == []
    assert len(code) == 64


def test_a_request_shows_no_secret() -> None:
    shown = repr(
        WireRequest(
            verb="POST",
            ids={},
            query={"code": "hidden"},
            fields={"password": "hidden"},
            json={"pin": "hidden"},
            language="en",
            token="hidden",
            origin="http://127.0.0.1",
            authorization="hidden",
            headers={"authorization": "hidden"},
        )
    )
    assert "hidden" not in shown


def test_a_reply_shows_no_secret() -> None:
    assert "hidden" not in repr(Reply({"access_token": "hidden"}, headers={"location": "hidden"}))
