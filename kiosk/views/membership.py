"""What a member has, and what is missing."""

from kiosk.domain.frozen import dataclass
from kiosk.views.pieces import QrCode, Tone


@dataclass(frozen=True, slots=True)
class MembershipView:
    """A card on Home; `qr` leads to where it is mended."""

    title: str
    lines: tuple[str, ...]
    tone: Tone = Tone.PLAIN
    icon: str = "user"
    qr: QrCode | None = None
