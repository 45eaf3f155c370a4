"""Pictures of tools: only from the library's own hosts, never less safe than the server itself, never too big."""

from urllib.parse import urljoin, urlsplit

from kiosk.backends import ServerAway
from kiosk.backends.answer import Answer
from kiosk.backends.http import Call, Wire
from kiosk.domain.frozen import dataclass

LARGEST_PICTURE = 1024 * 1024
_LONGEST_ADDRESS = 1000


@dataclass(frozen=True, slots=True)
class PictureHosts:
    """Where pictures may lie: `base` is the site's address, `others` hosts that the organisation itself names."""

    base: str
    others: frozenset[str] = frozenset()

    def address(self, said: str) -> str:
        """The whole address of a picture; empty for one that is not asked for."""
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
    """The picture's bytes, as they came; empty where there is none. Raises ServerAway. Sends nobody's token."""
    if hosts.address(address) != address:
        return b""
    call = Call("picture", "GET", address, accept="image/*", most=LARGEST_PICTURE)
    received = await wire.exchange(call)
    if not isinstance(received, Answer):
        raise ServerAway("picture: no answer")
    is_picture = received.content_type.startswith("image/") and received.whole
    return received.body if received.status == 200 and is_picture else b""
