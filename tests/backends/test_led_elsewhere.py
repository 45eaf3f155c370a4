"""Tests of answers that do not come from the lending system: redirects, log-in pages, answers of a proxy or filter.

The error must say what has happened, for example that the network wants a log-in.
"""

import asyncio
import logging

import pytest

from kiosk.backends.answer import HttpAnswer
from kiosk.backends.errors import ServerAwayError
from kiosk.backends.http import Wire
from kiosk.backends.myturn.backend import MyTurnBackend
from kiosk.backends.myturn.site import MyTurnSite
from kiosk.domain.messages.events import AwayReason
from tests.backends.ports import MemoryItems, MemoryLog
from tests.backends.test_odd_servers import NOON
from tests.backends.tiny import http, tiny
from tests.backends.visits import ZONE
from tests.backends.wires import exchanged

NETWORK, MOVED, NOTHING = AwayReason.NETWORK, AwayReason.MOVED, AwayReason.NO_ANSWER


def to(address: str, status: int = 302) -> bytes:
    return http(b"<html>moved</html>", status, location=address, content_type="text/html")


LED = {
    "moved for good": (to("https://new.example/library", 301), MOVED, "moved to https://new.example/library"),
    "moved for good, 308": (to("https://new.example/library", 308), MOVED, "moved to https://new.example/library"),
    "moved on the same host": (to("/v2/organization", 301), MOVED, "/v2/organization"),
    "wants https": (to("https://{host}/library/api/v1.1/organization", 301), MOVED, "the server wants https://"),
    "wants https, for now": (to("https://{host}/library/api/v1.1/organization", 307), MOVED, "the server wants https"),
    "a log-in page of the network": (
        to("http://portal.example/login?u=s3cret"),
        NETWORK,
        "http://portal.example/login",
    ),
    "a box in the building": (to("http://192.168.0.1:8002/index.php?s3cret=1"), NETWORK, "http://192.168.0.1:8002/"),
    "a box in the building, 301": (to("http://10.1.0.1/", 301), NETWORK, "the network wants a log-in first"),
    "a box with a name": (to("http://gateway.lan/start", 303), NETWORK, "the network wants a log-in first"),
    "somewhere else for now": (to("https://cloud-guest.example/s/x", 307), NETWORK, "the network wants a log-in first"),
    "no scheme": (to("//wifi.example/welcome"), NETWORK, "http://wifi.example/welcome"),
    "its own log-in page": (to("/users/sign_in"), MOVED, "sent to a log-in page"),
    "nowhere": (http(b"", 302), MOVED, "does not say where to"),
    "with a log-in in it": (to("https://user:s3cret@new.example/library", 301), MOVED, "https://new.example/library"),
    "511": (http(b"<html>", 511, content_type="text/html"), NETWORK, "HTTP 511: the network wants a log-in first"),
    "407": (http(b"<html>", 407, content_type="text/html"), NETWORK, "HTTP 407: the proxy wants a log-in"),
    "a page with 200": (http(b"<html>Hello", content_type="text/html"), NETWORK, "the log-in page of the network"),
    "a page with 203": (http(b"<html>Hello", 203), NETWORK, "the log-in page of the network"),
    "451": (http(b"", 451), NOTHING, "HTTP 451: a filter in the network"),
    "502": (http(b"", 502), NOTHING, "HTTP 502: a server in between"),
    "504": (http(b"<html>", 504), NOTHING, "HTTP 504: a server in between"),
    "500": (http(b"", 500), NOTHING, "HTTP 500"),
    "418": (http(b"", 418), NOTHING, "HTTP 418"),
}


@pytest.mark.parametrize(("sent", "reason", "words"), LED.values(), ids=LED.keys())
def test_it_is_said_what_it_means(
    sent: bytes, reason: AwayReason, words: str, caplog: pytest.LogCaptureFixture
) -> None:
    async def run() -> None:
        async with tiny() as server:
            server.answers = (sent.replace(b"{host}", server.url.removeprefix("http://").encode()),)
            site = MyTurnSite(url=f"{server.url}/library", time_zone=ZONE)
            wire = Wire(timeout_s=5.0, pauses_s=())
            backend = MyTurnBackend(site, MemoryLog(), MemoryItems(), lambda: NOON, wire=wire)
            try:
                with pytest.raises(ServerAwayError) as away:
                    await backend.library("en")
            finally:
                await backend.aclose()
            assert (away.value.reason, words in str(away.value)) == (reason, True), away.value
            assert "s3cret" not in str(away.value)

    with caplog.at_level(logging.DEBUG):
        asyncio.run(run())
    assert "s3cret" not in caplog.text
    if sent[9:12] not in {b"418", b"451"}:
        assert words in caplog.text


@pytest.mark.parametrize(
    ("answer", "reason", "words"),
    [
        (HttpAnswer(302, asked="http://x.example/a", moved_to="http://[::bad"), MOVED, "does not say where to"),
        (HttpAnswer(200, b"<html>", asked="https://x.example/a"), NOTHING, "is the site being worked on"),
        (
            HttpAnswer(302, asked="https://x.example/a", moved_to="https://sso.example/cas"),
            MOVED,
            "sent to a log-in page",
        ),
        (
            HttpAnswer(302, asked="https://x.example/a", moved_to="https://y.example/a"),
            MOVED,
            "moved to https://y.example/a",
        ),
        (
            HttpAnswer(301, asked="https://x.example/a", moved_to="http://192.168.0.1/"),
            MOVED,
            "moved to http://192.168.0.1",
        ),
    ],
)
def test_over_a_verified_connection_no_network_can_have_said_it(
    answer: HttpAnswer, reason: AwayReason, words: str
) -> None:
    assert (answer.meaning.reason, words in answer.said) == (reason, True), answer.said


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_nothing_of_it_is_followed(status: int) -> None:
    answer = exchanged(to("/elsewhere", status))
    assert isinstance(answer, HttpAnswer)
    assert answer.status == status
