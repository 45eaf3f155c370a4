"""Sample pages after Finish, and sample pages that show only a message."""

# ruff: noqa: RUF001 - typographic signs are what the screen shows
from kiosk.domain.messages.intents import (
    AskAgain,
    Cancel,
    CloseReceipt,
    Finish,
    Help,
    MoreTime,
    No,
    PrintSlip,
    StillHere,
    Yes,
)
from kiosk.structs import replace
from kiosk.views.basket import LineView
from kiosk.views.finish import (
    Band,
    CommittingPage,
    ConfirmGroup,
    ConfirmPage,
    DueGroup,
    GroupRow,
    NameRow,
    ReceiptPage,
    ShelfRow,
)
from kiosk.views.pieces import Banner, Button, Countdown, Emphasis, PlateView, QrCode, Rail, Tone
from kiosk.views.view import HelpView, MessageCard, MessagePage, StillPage
from tests.ui.samples_before import CONTACT, HELP, LANGUAGES, LOCK_UP, rail

CONFIRM = ConfirmPage(
    headline="Is this right, Marta?",
    groups=(
        ConfirmGroup(
            "4 go home with you",
            "borrow",
            (
                GroupRow("Cordless drill 18 V", "Sat 5 Dec"),
                GroupRow("Circular saw 190 mm", "Sat 5 Dec"),
                GroupRow("Orbital sander", "Thu 3 Dec"),
                GroupRow("Bar clamp 900 mm", "Sat 5 Dec"),
            ),
        ),
        ConfirmGroup(
            "2 stay here", "giveback", (GroupRow("Extension ladder 4 m", "C2"), GroupRow("Tile cutter 600 mm", "A4"))
        ),
    ),
    banners=(
        Banner(
            "Not included: pressure washer",
            "It was refused. Please put it back on shelf D1.",
            icon="stop",
            tone=Tone.BAD,
        ),
    ),
    yes=Button("Yes, confirm 6 tools", Yes(), icon="next", look=Emphasis.PRIMARY),
    no=Button("Back to scanning", No(), icon="back"),
    rail=rail(),
)
NAMES = (
    "Cordless drill 18 V",
    "Circular saw 190 mm",
    "Orbital sander",
    "Bar clamp 900 mm",
    "Extension ladder 4 m",
    "Tile cutter 600 mm",
)
COMMITTING = CommittingPage(
    headline="Checking what arrived",
    lead="The library has our message. Now we read your loans back, to be sure.",
    rows=tuple(NameRow(name, proven=index < 2) for index, name in enumerate(NAMES)),
    banner=Banner(
        "Taking longer than usual?",
        "After 30 seconds you may go. Staff will see the answer.",
        icon="clock",
        tone=Tone.WAIT,
    ),
    wait=Button("Please wait", Yes(), icon="clock", enabled=False),
    rail=rail(),
)
CALENDAR = QrCode(
    "https://millbrook.example/dates?id=8d1f0c2b47aa4c5f9c&until=2026-12-05",
    "Code that puts the dates into your phone",
    "Dates into your phone",
)
RECEIPT = ReceiptPage(
    band=Band("Confirmed 6 of 6", "check", Tone.OK),
    shelves_title="Put these on their shelves",
    shelves=(
        ShelfRow(PlateView("C2", "Shelf C2"), "Extension ladder 4 m", "back of the room, left"),
        ShelfRow(PlateView("A4", "Shelf A4"), "Tile cutter 600 mm", "will be looked at"),
    ),
    dues_title="Yours for a while",
    dues=(
        DueGroup("Back by Sat 5 Dec", ("Cordless drill 18 V", "Circular saw 190 mm", "Bar clamp 900 mm")),
        DueGroup("Back by Thu 3 Dec", ("Orbital sander",)),
    ),
    qr=CALENDAR,
    notes=(LOCK_UP,),
    countdown=Countdown(24, 30, "24 seconds until Welcome"),
    done=Button("Done", CloseReceipt(), look=Emphasis.PRIMARY, hint="Back to Welcome by itself in 24 seconds"),
    rail=Rail(
        "Marta",
        Button("Log out", Cancel(), icon="logout"),
        (Button("More time", MoreTime(), icon="clock"), Button("Help", Help(), icon="help")),
    ),
)
PARTIAL = replace(
    RECEIPT,
    band=Band("Confirmed 5 of 6", "alert", Tone.WARN),
    lines=(
        LineView(
            9,
            "Leave the bar clamp here",
            "Refused",
            "CLA-0044, not on your account",
            Tone.BAD,
            "stop",
            reason="“Reserved for another member from Friday.”",
            plate=PlateView("B1", "Shelf B1"),
            name="Leave the bar clamp here, refused",
        ),
    ),
    notes=(),
    countdown=Countdown(52, 60, "52 seconds until Welcome"),
    done=Button("Understood, done", CloseReceipt(), look=Emphasis.PRIMARY, hint="Staff know about the clamp"),
)
FULLEST = replace(CALENDAR, payload="BEGIN:VEVENT".ljust(450, "x"))
"""A calendar entry of the maximal length."""
TWO_DAYS = replace(
    RECEIPT,
    qr=None,
    slip=Button("Print a slip", PrintSlip(("Tool library",)), icon="print"),
    dues=(
        DueGroup("Back by Thu, Nov 26", ("Mitre saw 254 mm (from your reservation)", "Bar clamp 900 mm"), FULLEST),
        DueGroup("Back by Tue, Dec 22", ("Orbital sander 125 mm",), CALENDAR),
    ),
)
STILL = StillPage(
    headline="Still here, Marta?",
    text="If nobody answers, we finish for you:\n3 to borrow, 1 to bring back.",
    countdown=Countdown(18, 20, "18 seconds"),
    stay=Button("Keep going", StillHere(), icon="hand", look=Emphasis.PRIMARY),
    finish=Button("Finish now", Finish(), icon="next"),
)
TROUBLE = MessagePage(
    headline="We cannot reach the library",
    icon="cloudoff",
    tone=Tone.WARN,
    cards=(
        MessageCard(
            "What still works",
            ("Scan on: we note each tool, and check it later.", "Your 3 tools stay in the basket."),
            "scan",
        ),
        MessageCard(
            "What must wait",
            ("Finish: nothing is lent or returned until the library answers.", "Linking a new fob."),
            "clock",
        ),
        MessageCard(
            "What you can do",
            (
                "Wait: we ask again by ourselves.",
                "In a hurry? Put returns on the shelf IN and go; staff book them in.",
                "Please leave what you want to borrow.",
            ),
            "help",
        ),
    ),
    footer="Staff were told at 14:03. For staff: SERVER_AWAY, reference 7F3A.",
    countdown=Countdown(12, 20, "Asking again in 12 seconds"),
    buttons=(Button("Ask again now", AskAgain(), icon="renew", look=Emphasis.PRIMARY),),
)
CLOSED = MessagePage(
    headline="We are closed",
    lead="Open again on Tuesday, 15:00",
    cards=(
        MessageCard(
            "Opening hours",
            (
                "Monday\tclosed",
                "Tuesday, next\t15:00 – 19:00",
                "Wednesday\tclosed",
                "Thursday\t15:00 – 19:00",
                "Friday\tclosed",
                "Saturday\t10:00 – 17:00",
                "Sunday\tclosed",
            ),
            "clock",
        ),
        MessageCard(
            "Bringing something back?",
            ("Returns still work now: hold your fob to the reader, then scan the tool.",),
            "giveback",
        ),
    ),
    contact=CONTACT,
    buttons=(HELP,),
    languages=LANGUAGES,
)
STARTING = MessagePage(headline="One moment", lead="The kiosk is getting ready.", busy=True)
HELP_SHEET = HelpView(
    "Help",
    (
        MessageCard("Borrow", ("Scan the label on the tool.", "Press Finish."), "borrow"),
        MessageCard("Bring back", ("Scan the label on the tool.", "We tell you its shelf."), "giveback"),
        MessageCard("A label does not scan", ("Hold it flat, a hand’s width away.", "Or ask a person."), "scan"),
    ),
    CONTACT,
    Button("Close", Help(), icon="cross"),
)
