"""The files of a kiosk with a simulated Sierra, and a TLS server in front of this Sierra."""

import socket
import socketserver
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from kiosk.simulator.sierra import KEY, KEY_SECRET

SITE = "https://catalog.example.org/iii/sierra-api/v6"
LIBRARY = '[library]\nname = "Millbrook"\nphone = "555 0100"\n[library.hours]\nmon = "10:00-18:00"\n'


@dataclass
class SierraFiles:
    """The settings file and the key file. `zone`, `library` and `more` are lines for the settings file."""

    folder: Path
    url: str = SITE
    zone: str = 'time_zone = "America/New_York"'
    sierra: str | None = None
    """The lines of the table [sierra] about the key. None stands for the line with the path of the key file."""
    library: str = LIBRARY
    more: str = ""

    @property
    def key(self) -> Path:
        """Return the path of the key file."""
        return self.folder / "sierra-key"

    @property
    def config(self) -> Path:
        """Return the path of the settings file."""
        return self.folder / "kiosk.toml"

    def keep_key(self, text: str = f"{KEY}:{KEY_SECRET}", mode: int = 0o600) -> None:
        """Write the key file."""
        self.key.write_text(text)
        self.key.chmod(mode)

    def write(self) -> Path:
        """Write the settings file, and return its path."""
        sierra = f'key_file = "{self.key}"' if self.sierra is None else self.sierra
        self.config.write_text(
            f'[kiosk]\nbackend = "sierra"\nstate_dir = "{self.folder / "state"}"\n{self.zone}\n'
            f'[sierra]\nurl = "{self.url}"\nrequest_timeout_s = 2.0\n{sierra}\n'
            f'{self.library}[login]\nfob = "card"\n[sound]\nplayer = "off"\n{self.more}'
        )
        return self.config


class _Relay(socketserver.BaseRequestHandler):
    """A connection with TLS from a client to this server.

    The server passes the bytes on to the simulated Sierra without TLS, and passes the answers back to the client.
    """

    server: "_Relays"

    def handle(self) -> None:
        """Pass the bytes on in both directions, until one side closes the connection."""
        with (
            suppress(OSError),
            self.server.tls.wrap_socket(self.request, server_side=True) as outside,
            socket.create_connection(("127.0.0.1", self.server.port)) as inside,
        ):
            back = threading.Thread(target=_pour, args=(inside, outside))
            back.start()
            _pour(outside, inside)
            back.join()


def _pour(source: socket.socket, target: socket.socket) -> None:
    with suppress(OSError):
        while data := source.recv(65536):
            target.sendall(data)
        target.shutdown(socket.SHUT_WR)


class _Relays(socketserver.ThreadingTCPServer):
    def __init__(self, tls: ssl.SSLContext, port: int) -> None:
        super().__init__(("127.0.0.1", 0), _Relay)
        self.tls, self.port = tls, port


@contextmanager
def behind_tls(url: str, tls: ssl.SSLContext) -> Iterator[str]:
    """Serve the simulated Sierra with TLS as well.

    `url` is its address without TLS. Yield the address with TLS, which begins with https.
    """
    parts = urlsplit(url)
    with _Relays(tls, parts.port or 80) as relays:
        thread = threading.Thread(target=relays.serve_forever)
        thread.start()
        try:
            yield f"https://127.0.0.1:{relays.server_address[1]}{parts.path}"
        finally:
            relays.shutdown()
            thread.join()
