"""Why a server does not answer, found out step by step: its name, the connection, its certificate."""

import socket
import ssl
from urllib.parse import urlsplit

_USUAL_PORTS = {"http": 80, "https": 443}


def why_unreachable(url: str, timeout_s: float) -> str:
    """In words that staff can act on; empty where the connection itself stands."""
    parts = urlsplit(url)
    host, port = parts.hostname or "", parts.port or _USUAL_PORTS.get(parts.scheme, 443)
    try:
        socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except socket.gaierror as why:
        return f"the name {host} is not known here ({why.strerror}): is the network up, and the name right?"
    try:
        with socket.create_connection((host, port), timeout_s) as connection:
            return _why_not_trusted(connection, host) if parts.scheme == "https" else ""
    except ConnectionRefusedError:
        return f"{host} refuses connections on port {port}: the server there does not run, or the port is wrong"
    except TimeoutError:
        return f"{host} does not answer on port {port}: is the network up, does a firewall stand between?"
    except OSError as why:
        return f"{host} cannot be reached: {why.strerror or type(why).__name__}"


def _why_not_trusted(connection: socket.socket, host: str) -> str:
    try:
        with ssl.create_default_context().wrap_socket(connection, server_hostname=host):
            return ""
    except ssl.SSLCertVerificationError as why:
        clock = ": is this machine's clock right?" if "date" in why.verify_message or "expired" in why.reason else ""
        return f"the certificate of {host} is not trusted: {why.verify_message}{clock}"
    except (OSError, ValueError) as why:
        return f"{host} does not speak TLS as it should: {type(why).__name__}"
