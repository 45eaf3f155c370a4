"""Sample baskets that another device has changed, and baskets of members who have a second list."""

from kiosk.domain.messages.intents import Finish, KeepLine, LeaveOtherCarts, No, TakeOver, Yes
from kiosk.domain.model import LineId
from kiosk.structs import replace
from kiosk.views.basket import SummaryRow
from kiosk.views.finish import ConfirmGroup, ConfirmPage, GroupRow
from kiosk.views.pieces import Banner, Button, Emphasis, PlateView, Tone
from tests.ui.samples_basket import BASKET, DRILL, EMPTY, line
from tests.ui.samples_before import rail

ADDED = line(
    7,
    "Circular saw 190 mm",
    "Added elsewhere",
    "SAW-0087",
    Tone.WARN,
    "alert",
    reason="Another device put it on your list. Do you take it along?",
    retry=Button("Keep it", KeepLine(LineId(7)), "check", name="Keep Circular saw 190 mm"),
    fresh=True,
)
TAKEN_OUT = replace(DRILL, reason="Another device took it off. Finish puts it back on your list.")
HANDED_OVER = replace(
    line(
        8,
        "Tile cutter 600 mm",
        "Bringing back",
        "TILE-0003",
        Tone.ACCENT,
        "giveback",
        reason="Handed over before, not yet finished. Press Finish to record it.",
        plate=PlateView("A4"),
    ),
    remove=None,
)
CHANGED = replace(
    BASKET,
    lines=(ADDED, TAKEN_OUT, HANDED_OVER),
    count="3",
    summary=(
        SummaryRow("1 to borrow", "borrow", Tone.ACCENT),
        SummaryRow("1 to bring back", "giveback", Tone.ACCENT),
    ),
    finish=Button("Finish", Finish(), "next", "2 tools are ready", Emphasis.PRIMARY, "Finish. 2 tools are ready"),
)
ASIDE = replace(
    EMPTY,
    banner=Banner(
        "You have another list, too",
        "On it: Circular saw 190 mm and Extension ladder 4 m. Scan them to have them here. "
        "Else they stay there; nothing of it is lent or lost.",
        "box",
        Tone.WARN,
        (Button("Put it on this list", TakeOver(), "next"), Button("Leave it there", LeaveOtherCarts())),
    ),
)
ALONG = ConfirmPage(
    headline="Take 2 more tools along?",
    lead="Another device put it on your list. You have not scanned it here.",
    groups=(
        ConfirmGroup("1 goes home with you", "borrow", (GroupRow("Circular saw 190 mm", day="Sat 5 Dec"),)),
        ConfirmGroup("1 stays here", "giveback", (GroupRow("Tile cutter 600 mm", plate=PlateView("A4")),)),
    ),
    yes=Button("Yes, 2 more", Yes(), "next", look=Emphasis.PRIMARY),
    no=Button("Back to the list", No(), "back"),
    rail=rail(),
)
