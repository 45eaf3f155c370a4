"""Tests of the findings of `lending-kiosk check` about the server's clock and about a server that does not answer."""

import http.server
import json
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path

import pytest

from kiosk.backends.network import Network
from kiosk.commands.checks.clock import check_clock, check_time_zone
from kiosk.commands.checks.result import Mark
from kiosk.commands.checks.server import ask, check_server, why_unreachable
from kiosk.settings.model import KioskSettings, MyTurnSettings, NetworkSettings, Settings
from tests.backends.certificates import authority
from tests.backends.wires import free_port

URL = "https://library.example/library"

# --- time ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("named", "machine", "mark", "said"),
    [
        ("America/New_York", "Etc/UTC", Mark.OK, "time zone America/New_York, from this file"),
        (None, "Europe/Paris", Mark.OK, "time zone Europe/Paris, from this machine"),
        (None, "Etc/UTC", Mark.WARNING, "this machine's time zone is Etc/UTC"),
        (None, None, Mark.WARNING, "this machine's time zone is not set"),
    ],
)
def test_the_time_zone(tmp_path: Path, named: str | None, machine: str | None, mark: Mark, said: str) -> None:
    localtime = tmp_path / "localtime"
    if machine:
        target = tmp_path / "zoneinfo" / machine
        target.parent.mkdir(parents=True)
        target.touch()
        localtime.symlink_to(target)
    settings = Settings(kiosk=KioskSettings(time_zone=named), myturn=MyTurnSettings(url=URL))
    found = check_time_zone(settings, localtime, {})
    assert (found.mark, said in found.text) == (mark, True), found


def test_the_variable_tz_comes_before_the_zone_of_the_machine() -> None:
    settings = Settings(kiosk=KioskSettings(), myturn=MyTurnSettings(url=URL))
    found = check_time_zone(settings, environ={"TZ": "Asia/Tokyo"})
    assert "time zone Asia/Tokyo, from the variable TZ" in found.text
    assert found.mark is Mark.OK
    assert check_time_zone(settings, environ={"TZ": "UTC"}).mark is Mark.WARNING


@pytest.mark.parametrize(
    ("ahead", "mark", "said"),
    [
        (None, Mark.NOTE, "compared with nothing"),
        (timedelta(seconds=119), Mark.OK, "agrees with the server's"),
        (timedelta(seconds=-119), Mark.OK, "agrees with the server's"),
        (timedelta(minutes=3), Mark.WARNING, "3 minutes ahead of the server's"),
        (timedelta(hours=-5), Mark.WARNING, "5.0 hours behind the server's"),
    ],
)
def test_the_clock_beside_the_servers(ahead: timedelta | None, mark: Mark, said: str) -> None:
    found = check_clock(ahead)
    assert (found.mark, said in found.text) == (mark, True), found


class LateLibrary(http.server.BaseHTTPRequestHandler):
    """A server whose clock is ten minutes behind."""

    def do_GET(self) -> None:
        body = json.dumps({"name": "Late", "languages": []}).encode()
        self.send_response_only(200)
        self.send_header("Date", format_datetime(datetime.now(UTC) - timedelta(minutes=10), usegmt=True))
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command == "GET":
            self.wfile.write(body)

    do_HEAD = do_GET  # noqa: N815 - http.server gives this name

    def log_message(self, format: str, *_: object) -> None:  # noqa: A002 - http.server gives this name
        pass


@contextmanager
def serving(tls: ssl.SSLContext | None = None, handler: type[LateLibrary] = LateLibrary) -> Iterator[int]:
    """Yield the port on which the server answers."""
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    if tls is not None:
        server.socket = tls.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield server.server_address[1]
    server.shutdown()
    server.server_close()
    thread.join()


def test_the_servers_time_is_read_from_its_answers() -> None:
    with serving() as port:
        asked = ask(Settings(myturn=MyTurnSettings(url=f"http://127.0.0.1:{port}/library")))
    assert asked.library is not None
    assert asked.ahead is not None
    assert timedelta(minutes=9) < asked.ahead < timedelta(minutes=11)
    assert check_clock(asked.ahead).text == "this machine's clock is 10 minutes ahead of the server's"


# --- why a server is not reached -----------------------------------------------------------------


def test_a_certificate_that_nobody_vouches_for(tmp_path: Path) -> None:
    vouching = authority(tmp_path)
    with serving(vouching.server("127.0.0.1")) as port:
        url = f"https://127.0.0.1:{port}/library"
        assert "127.0.0.1: the server's certificate is not trusted" in why_unreachable(url, 5.0)
        assert why_unreachable(url, 5.0, Network(ca_file=vouching.file)) == ""


@pytest.mark.parametrize(
    ("days", "said"),
    [
        ((400, 500), "not yet valid: this machine's clock shows"),
        ((-500, -400), "has expired: this machine's clock shows"),
    ],
)
def test_a_certificate_of_other_days_names_the_clock(tmp_path: Path, days: tuple[float, float], said: str) -> None:
    vouching = authority(tmp_path)
    with serving(vouching.server("127.0.0.1", begins_in_d=days[0], ends_in_d=days[1])) as port:
        site = MyTurnSettings(url=f"https://127.0.0.1:{port}/library")
        asked = ask(Settings(myturn=site, network=NetworkSettings(ca_file=vouching.file)))
    assert asked.trouble is not None
    assert said in asked.trouble.text


@pytest.mark.parametrize(
    ("status", "location", "said"),
    [
        (301, "https://new.example/library", "moved to https://new.example/library"),
        (302, "http://portal.example/login", "the network wants a log-in first"),
        (511, "", "the network wants a log-in first"),
    ],
)
def test_what_leads_elsewhere_is_said(status: int, location: str, said: str) -> None:
    class Leads(LateLibrary):
        def do_GET(self) -> None:
            self.send_response_only(status)
            self.send_header("Location", location)
            self.send_header("Content-Length", "0")
            self.end_headers()

    with serving(handler=Leads) as port:
        asked = ask(Settings(myturn=MyTurnSettings(url=f"http://127.0.0.1:{port}/library")))
    assert asked.trouble is not None
    assert said in asked.trouble.text


def test_behind_a_proxy_the_proxy_is_tried() -> None:
    closed = Network(f"http://127.0.0.1:{free_port()}")
    with serving() as port:
        network = Network(f"http://127.0.0.1:{port}")
        assert why_unreachable("https://kiosk.invalid/library", 5.0, network) == ""
    why = why_unreachable("https://kiosk.invalid/library", 5.0, closed)
    assert why.startswith("the proxy ([network] proxy) cannot be reached: 127.0.0.1 refuses connections")


def test_a_server_without_tls_where_tls_was_meant() -> None:
    with serving() as port:
        assert why_unreachable(f"http://127.0.0.1:{port}/library", 5.0) == ""
        assert "does not speak TLS as it should" in why_unreachable(f"https://127.0.0.1:{port}/library", 5.0)


def test_a_name_that_nobody_knows() -> None:
    assert "the name kiosk.invalid is not known here" in why_unreachable("https://kiosk.invalid/library", 5.0)


def test_what_is_odd_in_the_answers_is_listed_with_its_place() -> None:
    class Odd(LateLibrary):
        def do_GET(self) -> None:
            body = json.dumps(
                {
                    "name": "Odd &amp; Sons",
                    "address": {"phone": [5], "city": "Millbrook"},
                    "hours": [None],
                    "logoutTimeout": "5 minutes",
                    "languages": [],
                }
            ).encode()
            self.send_response_only(200)
            self.send_header("Content-Type", "text/html")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(b"" if self.command == "HEAD" else body)

    with serving(handler=Odd) as port:
        settings = Settings(myturn=MyTurnSettings(url=f"http://127.0.0.1:{port}/library"))
        asked = ask(settings)
    assert asked.library is not None
    assert asked.library.name == "Odd & Sons"
    said = [finding.text for finding in check_server(settings, asked) if finding.mark is Mark.WARNING]
    for place in ("$.address.phone", "$.hours[0]", "$.logoutTimeout"):
        assert [place in text for text in said].count(True) == 1, (place, said)
