"""The settings of the kiosk's connections: the proxy, if there is one, and the trusted certificates.

Environment variables such as HTTPS_PROXY are never read, because only the settings file decides what a kiosk does.
"""

import ssl
from functools import cache
from ipaddress import ip_address, ip_network
from pathlib import Path
from urllib.parse import urlsplit

from msgspec import Struct

from kiosk.domain.model import Secret


@cache
def tls_context(ca_file: str = "") -> ssl.SSLContext:
    """Return a TLS context that trusts the system's certificates and the certificates in this file.

    Each file is loaded only once. No keys of connections are written to a file, even if the environment variable
    SSLKEYLOGFILE names one. With these keys, others could read passwords and tokens.
    """
    context = ssl.create_default_context()
    context.keylog_filename = None  # type: ignore[assignment]  # the stub does not know that None ends it
    if ca_file:
        context.load_verify_locations(cafile=ca_file)
    return context


class Network(Struct, frozen=True):
    """The settings of [network]. `login` is the text "name:password" for the proxy."""

    proxy: str = ""
    login: Secret | None = None
    no_proxy: tuple[str, ...] = ()
    ca_file: Path | None = None

    def tls(self) -> ssl.SSLContext:
        """Return the TLS context that verifies https connections."""
        return tls_context(str(self.ca_file) if self.ca_file else "")

    def goes_through_proxy(self, url: str) -> bool:
        """Return True if requests to this address use the proxy. Requests to this machine never use the proxy."""
        if not self.proxy:
            return False
        host = _host(url).rstrip(".")
        return not is_loopback(host) and not any(_is_in(host, one) for one in self.no_proxy)


STRAIGHT = Network()


def is_loopback(host: str) -> bool:
    """Return True if the host is a name or an address of this machine itself."""
    if host.lower() == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def is_local(url: str) -> bool:
    """Return True if the address is on this machine. A request to such an address is safe even with plain HTTP."""
    return is_loopback(_host(url))


def _host(url: str) -> str:
    try:
        return urlsplit(url).hostname or ""
    except ValueError:  # The address is broken, for example http://[::bad/
        return ""


def _is_in(host: str, entry: str) -> bool:
    """Return True if this entry of no_proxy includes this host.

    An entry can be an address, a range of addresses such as 10.0.0.0/8, or * for all hosts. It can also be a name such
    as example.org, which also includes all names that end with .example.org.
    """
    named = entry.strip().lower().removeprefix("*").lstrip(".")
    if entry.strip() == "*":
        return True
    try:
        return ip_address(host) in ip_network(named, strict=False)
    except ValueError:
        return bool(named) and (host.lower() == named or host.lower().endswith(f".{named}"))


def wrong_certificates(path: Path) -> str:
    """Return words for staff that say why the certificates in this file are not usable, or "" if they are usable."""
    try:
        ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT).load_verify_locations(cafile=str(path))
    except ssl.SSLError:
        return "it holds no certificates in PEM form (-----BEGIN CERTIFICATE-----)"
    except OSError as why:
        return why.strerror or type(why).__name__
    return ""
