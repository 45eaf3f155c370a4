"""The one HTTP behaviour: what counts as sent, what is believed, what is tried again, what is never written down."""

import asyncio
import logging
import socket
import subprocess
import tracemalloc
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from kiosk.backends import ServerAway
from kiosk.backends.http import FORM, LARGEST_ANSWER, Answer, Call, Received, Wire, form_body
from kiosk.domain.model import Secret
from kiosk.domain.outcome import NeverLeft, NoAnswer
from tests.backends.tiny import Tiny, hang_up, http, never, then_hang_up, tiny


def post(server: Tiny, *, fresh: bool = False) -> Call:
    return Call(
        "add", "POST", f"{server.url}/x", form_body({"a": "1"}), "application/x-www-form-urlencoded", fresh=fresh
    )


def get(server: Tiny) -> Call:
    return Call("carts", "GET", f"{server.url}/x")


def with_wire(work: Callable[[Wire], Awaitable[None]], timeout_s: float = 5.0) -> None:
    async def run() -> None:
        wire = Wire(timeout_s=timeout_s, pauses_s=(0.0, 0.0))
        try:
            await work(wire)
        finally:
            await wire.aclose()

    asyncio.run(run())


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def exchanged(
    server_does: bytes | Callable[[asyncio.StreamWriter], Awaitable[None]], timeout_s: float = 5.0
) -> Received:
    seen: list[Received] = []

    async def work(wire: Wire) -> None:
        async with tiny(server_does) as server:
            seen.append(await wire.exchange(post(server)))

    with_wire(work, timeout_s)
    return seen[0]


# --- was it sent? ---------------------------------------------------------------------------------


@pytest.mark.parametrize("url", ["http://127.0.0.1:{port}/x", "http://no-such-host.invalid/x", "http://[::bad/x"])
def test_what_finds_no_server_never_left(url: str) -> None:
    async def work(wire: Wire) -> None:
        assert await wire.exchange(Call("add", "POST", url.format(port=free_port()))) == NeverLeft()

    with_wire(work)


def test_a_connection_that_never_completes_never_left() -> None:
    async def work(wire: Wire) -> None:
        # A full backlog: the kernel lets one connection wait and ignores the next.
        with socket.socket() as deaf:
            deaf.bind(("127.0.0.1", 0))
            deaf.listen(0)
            port = deaf.getsockname()[1]
            with socket.create_connection(("127.0.0.1", port)), socket.socket() as second:
                second.setblocking(False)
                second.connect_ex(("127.0.0.1", port))
                assert await wire.exchange(Call("add", "POST", f"http://127.0.0.1:{port}/x")) == NeverLeft()

    with_wire(work, timeout_s=0.4)


def test_tls_to_a_server_without_it_never_left() -> None:
    async def work(wire: Wire) -> None:
        async with tiny(http()) as server:
            call = Call("add", "POST", server.url.replace("http:", "https:"))
            assert await wire.exchange(call) == NeverLeft()

    with_wire(work, timeout_s=2.0)


@pytest.mark.parametrize(
    "does",
    [
        hang_up,
        then_hang_up(b"HTTP/1.1 200 OK\r\ncontent-le"),
        then_hang_up(b"HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{"),
        then_hang_up(b"\x00\x01\x02 this is no HTTP\r\n\r\n"),
        then_hang_up(b"HTTP/1.1 200 OK\r\nx: " + b"y" * 200_000),
    ],
    ids=["cut", "cut in the head", "cut in the body", "not HTTP", "endless head"],
)
def test_what_left_and_got_no_whole_answer_is_unknown(does: Callable[[asyncio.StreamWriter], Awaitable[None]]) -> None:
    assert exchanged(does) == NoAnswer()


def test_silence_is_no_answer_within_the_time_out() -> None:
    assert exchanged(never, timeout_s=0.2) == NoAnswer()


def test_an_answer_that_drips_has_the_same_time_out_as_silence() -> None:
    async def drip(writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 200 OK\r\ncontent-length: 1000\r\n\r\n")
        for _ in range(200):
            writer.write(b".")
            await writer.drain()
            await asyncio.sleep(0.02)

    assert exchanged(drip, timeout_s=0.2) == NoAnswer()


# --- what is believed -----------------------------------------------------------------------------


def test_a_whole_answer_says_all_that_matters() -> None:
    said = http(b'{"a":1}', 429, retry_after="7", date="Sat, 22 Nov 2025 10:00:00 GMT")
    answer = exchanged(said)
    assert isinstance(answer, Answer)
    assert (answer.status, answer.body, answer.retry_after_s) == (429, b'{"a":1}', 7.0)
    assert answer.can_be_json
    assert answer.date is not None
    assert answer.date.isoformat() == "2025-11-22T10:00:00+00:00"


@pytest.mark.parametrize("value", ["soon", "-3", "Sat, 99 Nov 2025", "", "9" * 500])
def test_a_strange_retry_after_harms_nobody(value: str) -> None:
    answer = exchanged(http(retry_after=value, date=value))
    assert isinstance(answer, Answer)
    assert answer.retry_after_s is None or answer.retry_after_s <= 3600


def test_a_web_page_cannot_be_json() -> None:
    answer = exchanged(http(b"<html>", content_type="text/html; charset=utf-8"))
    assert isinstance(answer, Answer)
    assert not answer.can_be_json


def test_a_compressed_answer_was_not_asked_for_and_is_not_unpacked() -> None:
    answer = exchanged(http(b"\x1f\x8b\x08", content_encoding="gzip"))
    assert isinstance(answer, Answer)
    assert not answer.can_be_json


def test_a_redirect_is_not_followed() -> None:
    async def work(wire: Wire) -> None:
        async with tiny(http(b"", 302, location="/elsewhere")) as server:
            answer = await wire.exchange(post(server))
            assert isinstance(answer, Answer)
            assert answer.status == 302
            assert len(server.requests) == 1

    with_wire(work)


def test_ten_megabytes_are_cut_off_and_never_held() -> None:
    sent = 0

    async def flood(writer: asyncio.StreamWriter) -> None:
        nonlocal sent
        writer.write(b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 10485760\r\n\r\n")
        for _ in range(160):
            writer.write(b"x" * 65536)
            sent += 65536
            await writer.drain()

    async def work(wire: Wire) -> None:
        async with tiny(http(), flood) as server:
            await wire.exchange(get(server))
            tracemalloc.start()
            answer = await wire.exchange(get(server))
            _, peak = tracemalloc.get_traced_memory()
            tracemalloc.stop()
            assert isinstance(answer, Answer)
            assert not answer.whole
            assert answer.body == b""
            assert peak < 3 * LARGEST_ANSWER
            assert sent < 10_485_760

    with_wire(work)


def test_two_megabytes_are_read() -> None:
    answer = exchanged(http(b"x" * LARGEST_ANSWER))
    assert isinstance(answer, Answer)
    assert len(answer.body) == LARGEST_ANSWER


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
    # The pool asks a monotonic clock; its own setting is the fact to look at.
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
            await asyncio.sleep(0)  # the server's FIN is here before its answer was read to the end
            second = await wire.exchange(post(server))
            assert isinstance(second, Answer)
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
        server = await asyncio.start_server(here._serve, "127.0.0.1", 0, ssl=ours)
        call = Call("log_in", "POST", f"https://localhost:{server.sockets[0].getsockname()[1]}/x")
        strangers, friends = ssl.create_default_context(), ssl.create_default_context(cafile=cert)
        for context, expected in ((strangers, NeverLeft), (friends, Answer)):
            wire = Wire(timeout_s=5.0, tls=context)
            assert isinstance(await wire.exchange(call), expected)
            await wire.aclose()
        server.close()
        assert len(here.requests) == 1

    asyncio.run(run())


# --- what is sent ---------------------------------------------------------------------------------


def test_a_call_carries_token_language_and_form() -> None:
    async def work(wire: Wire) -> None:
        async with tiny(http()) as server:
            body = form_body({"item-id": "A/1 é"})
            call = Call("add", "POST", f"{server.url}/x", body, FORM, token=Secret("t0k"), language="fr")
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
            await wire.exchange(Call("convert", "POST", f"{server.url}/x"))
            assert server.requests[0].headers["content-length"] == "0"

    with_wire(work)


# --- reading again --------------------------------------------------------------------------------


@pytest.mark.parametrize("first", [hang_up, http(b"", 503), http(b"", 429)], ids=["cut", "503", "429"])
def test_a_lost_read_is_made_again(first: bytes | Callable[[asyncio.StreamWriter], Awaitable[None]]) -> None:
    async def work(wire: Wire) -> None:
        async with tiny(first, http(b"[]")) as server:
            assert (await wire.read(get(server))).body == b"[]"
            assert len(server.requests) == 2

    with_wire(work)


def test_a_read_is_given_up_after_three_tries() -> None:
    async def work(wire: Wire) -> None:
        async with tiny(http(b"", 502)) as server:
            with pytest.raises(ServerAway, match="carts: HTTP 502"):
                await wire.read(get(server))
            assert len(server.requests) == 3

    with_wire(work)


def test_a_read_waits_no_longer_than_a_person_would_and_passes_on_how_long_the_server_asked_for() -> None:
    async def work(wire: Wire) -> None:
        async with tiny(http(b"", 503, retry_after="60")) as server:
            with pytest.raises(ServerAway) as away:
                await wire.read(get(server))
            assert away.value.retry_after_s == 60.0
            assert len(server.requests) == 1

    with_wire(work)


@pytest.mark.parametrize("status", [200, 302, 401, 404, 405, 409])
def test_an_answer_is_not_asked_for_twice(status: int) -> None:
    async def work(wire: Wire) -> None:
        async with tiny(http(b"{}", status)) as server:
            assert (await wire.read(get(server))).status == status
            assert len(server.requests) == 1

    with_wire(work)


# --- logs -----------------------------------------------------------------------------------------


def test_an_outage_is_one_warning_and_one_all_clear(caplog: pytest.LogCaptureFixture) -> None:
    async def work(wire: Wire) -> None:
        async with tiny(http(b"", 500), http(b"", 500), hang_up, http(), http()) as server:
            for _ in range(5):
                await wire.exchange(post(server))

    with caplog.at_level(logging.DEBUG, "kiosk.http"):
        with_wire(work)
    assert [each.levelname for each in caplog.records] == ["WARNING", "DEBUG", "DEBUG", "INFO"]


def test_no_secret_is_logged_or_shown(caplog: pytest.LogCaptureFixture) -> None:
    async def work(wire: Wire) -> None:
        async with tiny(http(b"s3cret-answer", 500), hang_up) as server:
            call = Call("scan", "GET", f"{server.url}/fob?code=s3cret", b"password=s3cret", token=Secret("s3cret"))
            await wire.exchange(call)
            await wire.exchange(call)
            with pytest.raises(ServerAway) as away:
                await wire.read(call)
            assert "s3cret" not in repr(call) + repr(away.value) + str(away.value)
            assert away.value.__cause__ is None

    with caplog.at_level(logging.DEBUG):
        with_wire(work)
    assert "s3cret" not in caplog.text
    assert not [each for each in caplog.records if each.name.startswith(("httpx", "httpcore"))]
