"""Sample pages that tell a member why they may not borrow, and what they can do about it."""

# ruff: noqa: RUF001 - typographic signs are what the screen shows
from kiosk.domain.messages.intents import RetryLine
from kiosk.domain.model import LineId
from kiosk.structs import replace
from kiosk.views.basket import MembershipView
from kiosk.views.pieces import Button, QrCode, Tone
from tests.ui.samples_basket import BASKET, EMPTY, LADDER, UNBROKEN, line

RENEW = QrCode(
    "https://millbrook.myturn.com/library/orgMembership/renew?organization=117",
    "Code that opens the page for renewing on your phone",
    "Renew it on your phone",
)
SIGN = QrCode(
    "https://millbrook.myturn.com/library",
    "Code that opens the library’s page on your phone",
    "Open it on your phone",
)
STANDING = replace(
    EMPTY,
    membership=MembershipView(
        "Membership: Household", ("Valid until 8 Jun 2027.", "You may have 10 tools at a time, you have 3.")
    ),
)
EXPIRED = replace(
    EMPTY,
    lead="Your membership has ended. You can still bring tools back.",
    membership=MembershipView(
        "Membership: Household",
        (
            "Your membership ended on 10 Nov 2026.",
            "Please sign the agreement first, on the library’s web site.",
            "You can still bring tools back.",
        ),
        Tone.WARN,
        "alert",
        RENEW,
    ),
)
_REASON = (
    "Please sign the agreement first, on the library’s web site. “There are one or more agreements that you have to "
    "sign before you can check out items.” Bringing something back? Please show it to staff."
)
UNSIGNED = replace(
    BASKET,
    lines=(
        replace(
            line(1, "Cordless drill 18 V", "Refused", "DR-0142", Tone.BAD, "stop", reason=_REASON, fresh=True),
            retry=Button("Check again", RetryLine(LineId(1)), icon="renew", name="Check the drill again"),
            qr=SIGN,
        ),
        line(2, UNBROKEN[:60], "Refused", "SAW-0087", Tone.BAD, "stop", reason=_REASON),
        LADDER,
    ),
    count="3",
)
