"""The pictures of tools. The kiosk reads at most 1 MB for each picture, and only from the hosts of the library.

If the site uses https, the pictures must use https, too.
"""

from urllib.parse import urljoin, urlsplit

from msgspec import Struct

from kiosk.backends.answer import HttpAnswer
from kiosk.backends.errors import ServerAwayError
from kiosk.backends.http import HttpCall, Wire

LARGEST_PICTURE = 1024 * 1024
_LONGEST_ADDRESS = 1000


class PictureHosts(Struct, frozen=True):
    """The hosts from which the kiosk may read pictures.

    `base` is the address of the site. `others` are the names of other hosts that are allowed.
    """

    base: str
    others: frozenset[str] = frozenset()

    def address(self, said: str) -> str:
        """Return the full address of a picture. `said` is the address that the server sent, which can be relative.

        Return "" if the kiosk must not read a picture from this address.
        """
        if not said or len(said) > _LONGEST_ADDRESS or not said.isprintable():
            return ""
        try:
            address = urljoin(f"{self.base}/", said.strip())
            parts, base = urlsplit(address), urlsplit(self.base)
            own = (parts.hostname, parts.port) == (base.hostname, base.port)
        except ValueError:
            return ""
        schemes = {"https", base.scheme}
        trusted = own or (parts.hostname in self.others and parts.scheme == "https" and parts.port in {None, 443})
        return address if trusted and parts.scheme in schemes and "@" not in parts.netloc else ""


async def picture(wire: Wire, hosts: PictureHosts, address: str) -> bytes:
    """Return the picture's bytes as the server sent them, or b"" if there is no picture. Raises ServerAwayError.

    The request contains no member's token.
    """
    if hosts.address(address) != address:
        return b""
    call = HttpCall("picture", "GET", address, accept="image/*", most=LARGEST_PICTURE)
    received = await wire.exchange(call)
    if not isinstance(received, HttpAnswer):
        raise ServerAwayError("picture: no answer")
    is_picture = received.content_type.startswith("image/") and received.whole
    return received.body if received.status == 200 and is_picture else b""
