"""Tests of the network between kiosk and server, with a real proxy, a made-up certificate authority and wrong clocks.

If a request has not left this machine, the outcome must say so. The error must say why the server was not reached.
"""

import asyncio
import logging
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest

from kiosk.backends.answer import HttpAnswer
from kiosk.backends.errors import ServerAwayError
from kiosk.backends.http import HttpCall, Wire
from kiosk.backends.login_file import login_in
from kiosk.backends.network import STRAIGHT, Network, is_loopback, tls_context, wrong_certificates
from kiosk.domain.messages.events import AwayReason
from kiosk.domain.model import Secret
from kiosk.domain.outcome import Answered, BodyKind, NeverLeft, NoAnswer, Outcome, outcome
from tests.backends.certificates import Authority, authority
from tests.backends.listening import listening
from tests.backends.proxy import proxy
from tests.backends.tiny import Tiny, hang_up, http, tiny
from tests.backends.wires import free_port

NAME = "library.example"
LOGIN = "kiosk:s3cret:with a colon"


@pytest.fixture(scope="module")
def made_up(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return authority(tmp_path_factory.mktemp("authority"))


@asynccontextmanager
async def https(tls: ssl.SSLContext) -> AsyncIterator[tuple[Tiny, int]]:
    here = Tiny([http()])
    async with listening(here._serve, tls=tls) as port:
        yield here, port


@asynccontextmanager
async def wire(network: Network) -> AsyncIterator[Wire]:
    one = Wire(timeout_s=5.0, tls=network.tls(), pauses_s=(), network=network)
    try:
        yield one
    finally:
        await one.aclose()


def post(url: str) -> HttpCall:
    return HttpCall("add", "POST", url, b"a=1", token=Secret("t0k"))


# --- through a proxy -----------------------------------------------------------------------------


@pytest.mark.parametrize("fresh", [False, True])
def test_https_goes_through_the_proxy_and_is_verified_with_the_networks_own_authority(
    made_up: Authority, *, fresh: bool
) -> None:
    async def run() -> None:
        async with https(made_up.server(NAME)) as (server, port), proxy(login=LOGIN, hosts={NAME: port}) as box:
            network = Network(box.url, Secret(LOGIN), ca_file=made_up.file)
            async with wire(network) as out:
                call = HttpCall("add", "POST", f"https://{NAME}/x", b"a=1", token=Secret("t0k"), fresh=fresh)
                answer = await out.exchange(call)
                assert isinstance(answer, HttpAnswer)
                assert answer.verified
            assert box.asked == [f"CONNECT {NAME}:443"]
            (request,) = server.requests
            assert request.headers["authorization"] == "Bearer t0k"
            assert "proxy-authorization" not in request.headers

    asyncio.run(run())


def test_plain_http_is_forwarded() -> None:
    async def run() -> None:
        async with tiny(http()) as server, proxy(hosts={NAME: int(server.url.rpartition(":")[2])}) as box:
            async with wire(Network(box.url)) as out:
                assert isinstance(await out.exchange(post(f"http://{NAME}/x")), HttpAnswer)
            assert box.asked == [f"POST http://{NAME}/x"]
            assert server.requests[0].line == "POST /x HTTP/1.1"

    asyncio.run(run())


@pytest.mark.parametrize("no_proxy", [("library.example",), (".example",), ("*.example",), ("*",)])
def test_what_no_proxy_names_goes_straight(no_proxy: tuple[str, ...]) -> None:
    async def run() -> None:
        async with proxy() as box:
            async with wire(Network(box.url, no_proxy=no_proxy)) as out:
                await out.exchange(post(f"http://{NAME}/x"))
            assert box.asked == []

    asyncio.run(run())


def test_this_machine_itself_is_never_asked_through_the_proxy() -> None:
    async def run() -> None:
        async with tiny(http()) as server, proxy() as box:
            async with wire(Network(box.url)) as out:
                assert isinstance(await out.exchange(post(server.url)), HttpAnswer)
            assert box.asked == []

    asyncio.run(run())


def test_the_environment_says_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "http_proxy", "https_proxy", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    monkeypatch.setenv("SSL_CERT_FILE", "/nonexistent")

    async def run() -> None:
        async with tiny(http()) as server, wire(STRAIGHT) as out:
            call = HttpCall("add", "GET", f"{server.url.replace('127.0.0.1', 'localhost')}/x")
            assert isinstance(await out.exchange(call), HttpAnswer)

    asyncio.run(run())


def test_the_environment_lets_nobody_read_along(
    made_up: Authority, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSLKEYLOGFILE", str(tmp_path / "keys"))
    tls_context.cache_clear()

    async def run() -> None:
        async with https(made_up.server("localhost")) as (_, port), wire(Network(ca_file=made_up.file)) as out:
            answer = await out.exchange(post(f"https://localhost:{port}/x"))
            assert isinstance(answer, HttpAnswer)
            assert answer.verified

    asyncio.run(run())
    keys = tmp_path / "keys"
    assert not keys.exists() or "SECRET" not in keys.read_text()


REFUSED = {
    "403": b"HTTP/1.1 403 Forbidden\r\ncontent-length: 6\r\n\r\ns3cret",
    "502": b"HTTP/1.1 502 s3cret words\r\ncontent-length: 0\r\n\r\n",
    "503": b"HTTP/1.1 503 Busy\r\ncontent-length: 0\r\n\r\n",
    "302": b"HTTP/1.1 302 Found\r\nlocation: http://portal.example/login\r\ncontent-length: 0\r\n\r\n",
    "511": b"HTTP/1.1 511 Log in\r\ncontent-length: 0\r\n\r\n",
    "nonsense": b"s3cret\r\n\r\n",
    "nothing": b" ",
}


@pytest.mark.parametrize("refusal", REFUSED)
def test_a_way_that_the_proxy_does_not_open_means_that_nothing_left(
    refusal: str, caplog: pytest.LogCaptureFixture
) -> None:
    async def run() -> None:
        async with proxy(refuses=REFUSED[refusal]) as box, wire(Network(box.url)) as out:
            call = HttpCall("add", "POST", f"https://{NAME}/x?s3cret", b"s3cret")
            assert await out.exchange(call) == NeverLeft()
            if refusal.isdigit():
                with pytest.raises(ServerAwayError, match=f"the proxy does not let it through .{refusal}") as away:
                    await out.read(call)
                assert away.value.reason is AwayReason.NETWORK

    with caplog.at_level(logging.DEBUG):
        asyncio.run(run())
    assert "s3cret" not in caplog.text


def test_a_proxy_that_wants_a_log_in_is_named_and_no_secret_with_it(caplog: pytest.LogCaptureFixture) -> None:
    async def run() -> None:
        async with proxy(login=LOGIN) as box, wire(Network(box.url, Secret("kiosk:wr0ng"))) as out:
            call = post(f"https://{NAME}/x")
            assert await out.exchange(call) == NeverLeft()
            with pytest.raises(ServerAwayError, match=r"the proxy wants a log-in \(407") as away:
                await out.read(call)
            assert away.value.reason is AwayReason.NETWORK
            assert "wr0ng" not in repr(Network(box.url, Secret("kiosk:wr0ng")))

    with caplog.at_level(logging.DEBUG):
        asyncio.run(run())
    assert "s3cret" not in caplog.text
    assert "wr0ng" not in caplog.text


def test_a_proxy_that_keeps_a_plain_request_for_want_of_a_log_in_has_not_sent_it() -> None:
    async def run() -> None:
        async with proxy(login=LOGIN) as box, wire(Network(box.url)) as out:
            answer = await out.exchange(post(f"http://{NAME}/x"))
            assert isinstance(answer, HttpAnswer)
            assert outcome(Answered(answer.status, BodyKind.ODD, in_cart=True)) is Outcome.NOT_SENT

    asyncio.run(run())


def test_a_proxy_that_is_not_there_means_that_nothing_left() -> None:
    async def run() -> None:
        async with wire(Network(f"http://127.0.0.1:{free_port()}")) as out:
            for scheme in ("http", "https"):
                assert await out.exchange(post(f"{scheme}://{NAME}/x")) == NeverLeft()

    asyncio.run(run())


def test_a_way_that_breaks_after_the_request_leaves_its_fate_unknown(made_up: Authority) -> None:
    async def run() -> None:
        async with https(made_up.server(NAME)) as (server, port), proxy(hosts={NAME: port}) as box:
            server.answers = [hang_up]
            async with wire(Network(box.url, ca_file=made_up.file)) as out:
                assert await out.exchange(post(f"https://{NAME}/x")) == NoAnswer()

    asyncio.run(run())


def test_a_server_that_cannot_prove_itself_behind_the_proxy_is_sent_nothing(made_up: Authority) -> None:
    async def run() -> None:
        async with https(made_up.server("other.example")) as (server, port), proxy(hosts={NAME: port}) as box:
            async with wire(Network(box.url, ca_file=made_up.file)) as out:
                assert await out.exchange(post(f"https://{NAME}/x")) == NeverLeft()
            assert server.requests == []

    asyncio.run(run())


# --- certificates and clocks ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("begins_in_d", "ends_in_d", "reason", "words"),
    [
        (700.0, 1000.0, AwayReason.CLOCK, "the server's certificate is not yet valid: this machine's clock shows"),
        (0.5, 1.0, AwayReason.CLOCK, "which must be wrong"),
        (-1000.0, -700.0, AwayReason.EXPIRED, "the server's certificate has expired: this machine's clock shows"),
        (-2.0, -1.0, AwayReason.EXPIRED, f"{datetime.now(UTC):%Y-}"),
    ],
)
def test_a_certificate_of_other_days_names_the_clock(
    made_up: Authority,
    caplog: pytest.LogCaptureFixture,
    begins_in_d: float,
    ends_in_d: float,
    reason: AwayReason,
    words: str,
) -> None:
    tls = made_up.server("localhost", begins_in_d=begins_in_d, ends_in_d=ends_in_d)

    async def run() -> None:
        async with https(tls) as (server, port), wire(Network(ca_file=made_up.file)) as out:
            with pytest.raises(ServerAwayError) as away:
                await out.read(HttpCall("organization", "GET", f"https://localhost:{port}/x"))
            assert (away.value.reason, words in str(away.value)) == (reason, True), away.value
            assert server.requests == []

    asyncio.run(run())
    assert words in caplog.text


@pytest.mark.parametrize("name", ["other.example", "localhost"], ids=["another name", "an unknown authority"])
def test_a_certificate_that_is_not_the_servers_is_another_matter(made_up: Authority, name: str) -> None:
    trusted = Network(ca_file=made_up.file) if name != "localhost" else STRAIGHT

    async def run() -> None:
        async with https(made_up.server(name)) as (_, port), wire(trusted) as out:
            with pytest.raises(ServerAwayError, match="the server's certificate is not trusted") as away:
                await out.read(HttpCall("organization", "GET", f"https://localhost:{port}/x"))
            assert away.value.reason is AwayReason.UNTRUSTED

    asyncio.run(run())


@pytest.mark.slow
def test_no_tls_where_tls_was_meant() -> None:
    async def run() -> None:
        async with tiny(http()) as server, wire(STRAIGHT) as out:
            with pytest.raises(ServerAwayError, match="TLS") as away:
                await out.read(HttpCall("organization", "GET", server.url.replace("http:", "https:")))
            assert away.value.reason is AwayReason.UNTRUSTED

    asyncio.run(run())


# --- the settings for the proxy -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("no_proxy", "host", "through"),
    [
        ((), "library.example", True),
        (("library.example",), "library.example", False),
        (("library.example",), "api.library.example", False),
        (("library.example",), "mylibrary.example", True),
        (("LIBRARY.example",), "Library.Example", False),
        ((".example",), "library.example.", False),
        (("example",), "library.example.org", True),
        (("10.0.0.0/8",), "10.2.3.4", False),
        (("10.0.0.0/8",), "11.2.3.4", True),
        (("10.2.3.4",), "10.2.3.4", False),
        (("10.2.3.4",), "10.2.3.40", True),
        (("fd00::/8",), "[fd12::1]", False),
        (("10.0.0.0/8",), "ten.example", True),
        (("",), "library.example", True),
        (("*",), "library.example", False),
        ((), "localhost", False),
        ((), "127.9.9.9", False),
        ((), "[::1]", False),
    ],
)
def test_what_goes_through_the_proxy(no_proxy: tuple[str, ...], host: str, *, through: bool) -> None:
    network = Network("http://proxy.example:3128", no_proxy=no_proxy)
    assert network.goes_through_proxy(f"https://{host}/library") is through
    assert not Network(no_proxy=no_proxy).goes_through_proxy(f"https://{host}/library")


@pytest.mark.parametrize("host", ["localhost", "LOCALHOST", "127.0.0.1", "127.1.2.3", "::1"])
def test_this_machine_itself(host: str) -> None:
    assert is_loopback(host)
    assert not is_loopback(f"{host}.example")


@pytest.mark.parametrize("text", ["kiosk:pass\n", "kiosk:p:a:s:s", "kiosk:pass\r\n"])
def test_a_log_in_file(tmp_path: Path, text: str) -> None:
    file = tmp_path / "login"
    file.write_text(text)
    assert login_in(file).reveal() == text.strip()


@pytest.mark.parametrize("text", ["", "\n", "kiosk", ":", "a:b\nc:d\n", "kiosk:"])
def test_a_log_in_file_that_is_none(tmp_path: Path, text: str) -> None:
    file = tmp_path / "login"
    file.write_text(text)
    with pytest.raises(ValueError, match="one line, name:password"):
        login_in(file)


def test_certificates_that_cannot_be_used(tmp_path: Path, made_up: Authority) -> None:
    (tmp_path / "empty.pem").write_text("")
    (tmp_path / "odd.pem").write_text("-----BEGIN CERTIFICATE-----\nabc\n-----END CERTIFICATE-----\n")
    assert wrong_certificates(made_up.file) == ""
    assert wrong_certificates(tmp_path / "none.pem") == "No such file or directory"
    assert "holds no certificates" in wrong_certificates(tmp_path / "empty.pem")
    assert "holds no certificates" in wrong_certificates(tmp_path / "odd.pem")
