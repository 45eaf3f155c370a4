"""`lending-kiosk check` beside a server: whose clock is right, and why there is no answer."""

import http.server
import json
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from ipaddress import IPv4Address
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from kiosk.commands.checks.finding import Mark
from kiosk.commands.checks.machine import clock, zone
from kiosk.commands.checks.reach import why_unreachable
from kiosk.commands.checks.server import ask
from kiosk.settings import KioskSettings, MyTurnSettings, Settings

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
    found = zone(Settings(kiosk=KioskSettings(time_zone=named), myturn=MyTurnSettings(url=URL)), localtime)
    assert (found.mark, said in found.text) == (mark, True), found


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
    found = clock(ahead)
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

    do_HEAD = do_GET  # noqa: N815 - as above

    def log_message(self, format: str, *_: object) -> None:  # noqa: A002 - the library's own
        pass


@contextmanager
def serving(tls: ssl.SSLContext | None = None) -> Iterator[int]:
    """The port on which it answers."""
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), LateLibrary)
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
    assert clock(asked.ahead).text == "this machine's clock is 10 minutes ahead of the server's"


# --- why a server is not reached -----------------------------------------------------------------


def test_a_certificate_that_nobody_vouches_for(tmp_path: Path) -> None:
    with serving(_own_certificate(tmp_path)) as port:
        why = why_unreachable(f"https://127.0.0.1:{port}/library", 5.0)
    assert why == "the certificate of 127.0.0.1 is not trusted: self-signed certificate"


def test_a_server_without_tls_where_tls_was_meant() -> None:
    with serving() as port:
        assert why_unreachable(f"http://127.0.0.1:{port}/library", 5.0) == ""
        assert "does not speak TLS as it should" in why_unreachable(f"https://127.0.0.1:{port}/library", 5.0)


def test_a_name_that_nobody_knows() -> None:
    assert "the name kiosk.invalid is not known here" in why_unreachable("https://kiosk.invalid/library", 5.0)


def _own_certificate(folder: Path) -> ssl.SSLContext:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "127.0.0.1")])
    now = datetime.now(UTC)
    builder = x509.CertificateBuilder(name, name, key.public_key(), 7, now - timedelta(days=1), now + timedelta(days=1))
    names = x509.SubjectAlternativeName([x509.IPAddress(IPv4Address("127.0.0.1"))])
    made = builder.add_extension(names, critical=False).sign(key, hashes.SHA256())
    pem, plain = serialization.Encoding.PEM, serialization.NoEncryption()
    file = folder / "own.pem"
    private = key.private_bytes(pem, serialization.PrivateFormat.PKCS8, plain)
    file.write_bytes(private + made.public_bytes(pem))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(file)
    return context
