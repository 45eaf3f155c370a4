"""The picture of a member's membership, and of what is missing."""

from kiosk.domain.frozen import dataclass
from kiosk.views.pieces import QrCode, Tone


@dataclass(frozen=True, slots=True)
class MembershipView:
    """A card on Home; `qr` leads to the web page where a hindrance can be mended."""

    title: str
    lines: tuple[str, ...]
    tone: Tone = Tone.PLAIN
    icon: str = "user"
    qr: QrCode | None = None
