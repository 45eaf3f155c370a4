"""The search for the reason why a server does not answer, step by step: name, connection, certificate."""

import socket
import ssl
from datetime import UTC, datetime
from urllib.parse import urlsplit

from kiosk.backends.network import STRAIGHT, Network
from kiosk.backends.unanswered import not_trusted

_USUAL_PORTS = {"http": 80, "https": 443}


def why_unreachable(url: str, timeout_s: float, network: Network = STRAIGHT) -> str:
    """Return why no connection can be made, in words that staff can act on, or an empty text if one can be made.

    Behind a proxy, the kiosk itself sees neither the server's name nor its certificate, so only the proxy is tried.
    """
    if network.goes_through_proxy(url):
        wrong = _why_no_connection(network.proxy, timeout_s, network)
        return wrong and f"the proxy ([network] proxy) cannot be reached: {wrong}"
    return _why_no_connection(url, timeout_s, network)


def _why_no_connection(url: str, timeout_s: float, network: Network) -> str:
    parts = urlsplit(url)
    host, port = parts.hostname or "", parts.port or _USUAL_PORTS.get(parts.scheme, 443)
    try:
        socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except socket.gaierror as why:
        return f"the name {host} is not known here ({why.strerror}): is the network up, and the name right?"
    try:
        with socket.create_connection((host, port), timeout_s) as connection:
            return _why_not_trusted(connection, host, network) if parts.scheme == "https" else ""
    except ConnectionRefusedError:
        return f"{host} refuses connections on port {port}: the server there does not run, or the port is wrong"
    except TimeoutError:
        return f"{host} does not answer on port {port}: is the network up, does a firewall stand between?"
    except OSError as why:
        return f"{host} cannot be reached: {why.strerror or type(why).__name__}"


def _why_not_trusted(connection: socket.socket, host: str, network: Network) -> str:
    try:
        with network.tls().wrap_socket(connection, server_hostname=host):
            return ""
    except ssl.SSLCertVerificationError as why:
        return f"{host}: {not_trusted(why, datetime.now(UTC)).words}"
    except (OSError, ValueError) as why:
        return f"{host} does not speak TLS as it should: {type(why).__name__}"
