"""The pictures of titles. The kiosk reads at most 1 MB for each picture, and only from the hosts in the settings."""

from fnmatch import fnmatchcase
from urllib.parse import urlsplit

from kiosk.backends.answer import HttpAnswer
from kiosk.backends.errors import ServerAwayError
from kiosk.backends.http import HttpCall, Wire
from kiosk.backends.network import is_loopback
from kiosk.backends.overdrive.reading import encoded

LARGEST_COVER = 1024 * 1024
_LONGEST_ADDRESS = 1000


def cover_address(said: str, hosts: tuple[str, ...]) -> str:
    """Return the address of a picture with its braces encoded, or "" if the kiosk must not read this picture.

    `hosts` are names of hosts. The name *.example.org means every host whose name ends with .example.org. The address
    must begin with https, and have the usual port. An address of this machine itself may have http and any port.
    """
    if len(said) > _LONGEST_ADDRESS or not said.isprintable():
        return ""
    address = encoded(said)
    try:
        parts = urlsplit(address)
        host, port = (parts.hostname or "").lower(), parts.port
    except ValueError:
        return ""
    is_allowed = any(fnmatchcase(host, each.lower()) for each in hosts)
    is_right = is_loopback(host) or (parts.scheme == "https" and port in {None, 443})
    return address if is_right and is_allowed and "@" not in parts.netloc else ""


async def cover(wire: Wire, address: str, hosts: tuple[str, ...]) -> bytes:
    """Return the bytes of a picture, or b"" if there is no picture. Raises ServerAwayError.

    The request contains no token. A redirect is not followed.
    """
    target = cover_address(address, hosts)
    if not target:
        return b""
    call = HttpCall("cover", "GET", target, accept="image/*", most=LARGEST_COVER, redirects=True)
    received = await wire.exchange(call)
    if not isinstance(received, HttpAnswer):
        raise ServerAwayError("cover: no answer")
    is_picture = received.content_type.startswith("image/") and received.whole
    return received.body if received.status == 200 and is_picture else b""
