"""Tests of a single HTTP call: was it sent, is its answer usable, and is it sent again? No secret is logged."""

import asyncio
import logging
import socket
import tracemalloc
from collections.abc import Awaitable, Callable

import pytest

from kiosk.backends.answer import HttpAnswer
from kiosk.backends.errors import ServerAwayError
from kiosk.backends.http import LARGEST_ANSWER, HttpCall, Wire
from kiosk.domain.model import Secret
from kiosk.domain.outcome import NeverLeft, NoAnswer
from tests.backends.tiny import hang_up, http, never, then_hang_up, tiny
from tests.backends.wires import exchanged, free_port, get, post, with_wire

# --- was it sent? ---------------------------------------------------------------------------------


@pytest.mark.parametrize("url", ["http://127.0.0.1:{port}/x", "http://no-such-host.invalid/x", "http://[::bad/x"])
def test_what_finds_no_server_never_left(url: str) -> None:
    async def work(wire: Wire) -> None:
        assert await wire.exchange(HttpCall("add", "POST", url.format(port=free_port()))) == NeverLeft()

    with_wire(work)


def test_a_connection_that_never_completes_never_left() -> None:
    async def work(wire: Wire) -> None:
        # Two connections fill the queue of this port. The kernel then ignores the third connection, that of the call.
        with socket.socket() as deaf:
            deaf.bind(("127.0.0.1", 0))
            deaf.listen(0)
            port = deaf.getsockname()[1]
            with socket.create_connection(("127.0.0.1", port)), socket.socket() as second:
                second.setblocking(False)
                second.connect_ex(("127.0.0.1", port))
                assert await wire.exchange(HttpCall("add", "POST", f"http://127.0.0.1:{port}/x")) == NeverLeft()

    with_wire(work, timeout_s=0.4)


def test_tls_to_a_server_without_it_never_left() -> None:
    async def work(wire: Wire) -> None:
        async with tiny(http()) as server:
            call = HttpCall("add", "POST", server.url.replace("http:", "https:"))
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


# --- which answers are used -----------------------------------------------------------------------


def test_a_whole_answer_says_all_that_matters() -> None:
    said = http(b'{"a":1}', 429, retry_after="7", date="Sat, 22 Nov 2025 10:00:00 GMT")
    answer = exchanged(said)
    assert isinstance(answer, HttpAnswer)
    assert (answer.status, answer.body, answer.retry_after_s) == (429, b'{"a":1}', 7.0)
    assert answer.can_be_json
    assert answer.date is not None
    assert answer.date.isoformat() == "2025-11-22T10:00:00+00:00"


@pytest.mark.parametrize("value", ["soon", "-3", "Sat, 99 Nov 2025", "", "9" * 500])
def test_a_strange_retry_after_harms_nobody(value: str) -> None:
    answer = exchanged(http(retry_after=value, date=value))
    assert isinstance(answer, HttpAnswer)
    assert answer.retry_after_s is None or answer.retry_after_s <= 3600


def test_a_redirect_is_not_followed() -> None:
    async def work(wire: Wire) -> None:
        async with tiny(http(b"", 302, location="/elsewhere")) as server:
            answer = await wire.exchange(post(server))
            assert isinstance(answer, HttpAnswer)
            assert answer.status == 302
            assert len(server.requests) == 1

    with_wire(work)


def test_ten_megabytes_are_cut_off_and_never_held() -> None:
    sent = 0

    async def flood(writer: asyncio.StreamWriter) -> None:
        nonlocal sent
        writer.write(b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 104857600\r\n\r\n")
        # Send 100 MB. The kernel's buffers take some of these megabytes, although the back end does not read them.
        for _ in range(1600):
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
            assert isinstance(answer, HttpAnswer)
            assert not answer.whole
            assert answer.body == b""
            assert peak < 3 * LARGEST_ANSWER
            assert sent < 104_857_600

    with_wire(work)


def test_two_megabytes_are_read() -> None:
    answer = exchanged(http(b"x" * LARGEST_ANSWER))
    assert isinstance(answer, HttpAnswer)
    assert len(answer.body) == LARGEST_ANSWER


def test_a_packed_answer_is_never_asked_for() -> None:
    async def work(wire: Wire) -> None:
        async with tiny(http()) as server:
            await wire.exchange(get(server))
            (request,) = server.requests
            assert request.headers["accept-encoding"] == "identity"

    with_wire(work)


# --- reads that are sent again --------------------------------------------------------------------


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
            with pytest.raises(ServerAwayError, match="carts: HTTP 502"):
                await wire.read(get(server))
            assert len(server.requests) == 3

    with_wire(work)


def test_a_read_waits_no_longer_than_a_person_would_and_passes_on_how_long_the_server_asked_for() -> None:
    async def work(wire: Wire) -> None:
        async with tiny(http(b"", 503, retry_after="60")) as server:
            with pytest.raises(ServerAwayError) as away:
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
            call = HttpCall("scan", "GET", f"{server.url}/fob?code=s3cret", b"password=s3cret", token=Secret("s3cret"))
            await wire.exchange(call)
            await wire.exchange(call)
            with pytest.raises(ServerAwayError) as away:
                await wire.read(call)
            assert "s3cret" not in repr(call) + repr(away.value) + str(away.value)
            assert away.value.__cause__ is None

    with caplog.at_level(logging.DEBUG):
        with_wire(work)
    assert "s3cret" not in caplog.text
    assert not [each for each in caplog.records if each.name.startswith(("httpx", "httpcore"))]
