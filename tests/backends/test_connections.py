"""Tests of the form of a request, and of its connection.

Requests may share a connection. A connection may be new, kept open, closed by the server, or encrypted.
"""

import asyncio
import subprocess
from pathlib import Path

import pytest

from kiosk.backends.answer import HttpAnswer
from kiosk.backends.http import FORM, HttpCall, Wire, form_body
from kiosk.domain.model import Secret
from kiosk.domain.outcome import NeverLeft, NoAnswer
from tests.backends.listening import listening
from tests.backends.tiny import Tiny, hang_up, http, then_hang_up, tiny
from tests.backends.wires import post, with_wire

# --- what is sent ---------------------------------------------------------------------------------


def test_a_call_carries_token_language_and_form() -> None:
    async def work(wire: Wire) -> None:
        async with tiny(http()) as server:
            body = form_body({"item-id": "A/1 é"})
            call = HttpCall("add", "POST", f"{server.url}/x", body, FORM, token=Secret("t0k"), language="fr")
            await wire.exchange(call)
            sent = server.requests[0]
            assert sent.line == "POST /x HTTP/1.1"
            assert sent.body == b"item-id=A%2F1+%C3%A9"
            assert sent.headers["authorization"] == "Bearer t0k"
            assert sent.headers["accept-language"] == "fr"
            assert sent.headers["accept-encoding"] == "identity"

    with_wire(work)


def test_an_empty_post_says_so() -> None:
    async def work(wire: Wire) -> None:
        async with tiny(http()) as server:
            await wire.exchange(HttpCall("convert", "POST", f"{server.url}/x"))
            assert server.requests[0].headers["content-length"] == "0"

    with_wire(work)


# --- connections ----------------------------------------------------------------------------------


def test_calls_share_a_connection_and_a_fresh_one_has_its_own() -> None:
    async def work(wire: Wire) -> None:
        async with tiny(http()) as server:
            await wire.exchange(post(server))
            await wire.exchange(post(server))
            await wire.exchange(post(server, fresh=True))
            await wire.exchange(post(server, fresh=True))
            await wire.exchange(post(server))
            assert [each.connection for each in server.requests] == [1, 1, 2, 3, 1]
            assert [each.headers["connection"] for each in server.requests][1:3] == ["keep-alive", "close"]

    with_wire(work)


def test_a_kept_connection_is_not_used_after_four_seconds() -> None:
    # A test cannot change the clock of the connection pool, so this test reads the time-out from the pool's settings.
    async def work(wire: Wire) -> None:
        async with tiny(http()) as server:
            await wire.exchange(post(server))
            client = wire._client(fresh=False)
            assert client._transport._pool._keepalive_expiry == 4.0  # type: ignore[attr-defined]

    with_wire(work)


def test_a_write_on_a_connection_that_the_server_has_closed_goes_out_once_on_a_new_one() -> None:
    async def work(wire: Wire) -> None:
        async with tiny(then_hang_up(http()), http(b'{"n":2}')) as server:
            await wire.exchange(post(server))
            await asyncio.sleep(0)  # one turn of the loop, so that the server has surely closed the connection
            second = await wire.exchange(post(server))
            assert isinstance(second, HttpAnswer)
            assert second.body == b'{"n":2}'
            assert [each.connection for each in server.requests] == [1, 2]

    with_wire(work)


def test_a_write_lost_on_a_dying_connection_is_reported_and_not_sent_again() -> None:
    async def work(wire: Wire) -> None:
        async with tiny(http(), hang_up, http()) as server:
            await wire.exchange(post(server))
            assert await wire.exchange(post(server)) == NoAnswer()
            assert len(server.requests) == 2

    with_wire(work)


def test_a_cookie_of_one_visit_is_never_sent_in_the_next() -> None:
    async def work(wire: Wire) -> None:
        async with tiny(http(set_cookie="JSESSIONID=marta; Path=/")) as server:
            await wire.exchange(post(server))
            await wire.exchange(post(server))
            assert "cookie" not in server.requests[1].headers

    with_wire(work)


def test_https_with_a_certificate_that_nobody_signed_never_leaves(tmp_path: Path) -> None:
    import ssl

    key, cert = tmp_path / "key.pem", tmp_path / "cert.pem"
    made = subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost",
         "-addext", "subjectAltName=DNS:localhost", "-keyout", str(key), "-out", str(cert)],
        capture_output=True, check=False,
    )  # fmt: skip
    if made.returncode:
        pytest.skip("no openssl to make a certificate with")

    async def run() -> None:
        ours = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        ours.load_cert_chain(cert, key)
        here = Tiny([http()])
        strangers, friends = ssl.create_default_context(), ssl.create_default_context(cafile=cert)
        async with listening(here._serve, tls=ours) as port:
            call = HttpCall("log_in", "POST", f"https://localhost:{port}/x")
            for context, expected in ((strangers, NeverLeft), (friends, HttpAnswer)):
                wire = Wire(timeout_s=5.0, tls=context)
                assert isinstance(await wire.exchange(call), expected)
                await wire.aclose()
        assert len(here.requests) == 1

    asyncio.run(run())
