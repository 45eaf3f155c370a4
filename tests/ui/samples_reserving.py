"""Sample views of a member's reservations."""

# ruff: noqa: RUF001 - typographic signs are what the screen shows
from kiosk.domain.messages.intents import AskRelease, CloseSidePage, No, ShowReservations, Yes
from kiosk.domain.terms import ReservationId
from kiosk.structs import replace
from kiosk.views.basket import KeptRow, OfferRow, OfferView, ReservationsPage, WaitRow, WaitView
from kiosk.views.pieces import Banner, Button, Emphasis, PlateView, Tone
from tests.ui.samples_basket import BASKET, EMPTY, LONG_TITLE
from tests.ui.samples_before import rail

RESERVATIONS = Button("Reservations", ShowReservations(), icon="bookmark", name="Reservations")
R1, R2 = PlateView("R1", "Shelf R1"), PlateView("R2", "Shelf R2")


def _cancel(title: str, label: str = "Cancel") -> tuple[Button, ...]:
    ask = AskRelease(ReservationId("1"), title)
    return (Button(label, ask, icon="cross", name=f"Cancel the reservation of {title}"),)


def _kept(title: str, text: str, **more: object) -> KeptRow:
    return replace(KeptRow(title, text, name=f"{title}: {text}"), **more)  # type: ignore[arg-type]


READY = "Ready. Yours until Wed 25 Nov, 19:00"
LAST = "The last tool of a reservation is cancelled by staff, or on the library’s web site."
SAW = _kept("Mitre saw 254 mm", READY, tone=Tone.ACCENT, icon="bookmark", plate=R1, buttons=_cancel("saw"))
REEL = _kept("Extension reel 40 m", READY, tone=Tone.ACCENT, icon="bookmark", plate=R1, buttons=_cancel("reel"))
WASHER = _kept("Pressure washer 140 bar", "From Sat 5 Dec to Thu 10 Dec", buttons=_cancel("washer"))
CUTTER = _kept("Tile cutter 600 mm", "From Mon 14 Dec to Fri 18 Dec", note=LAST)
KEPT = ReservationsPage(
    headline="Your reservations",
    lead="Take the ready ones and scan them here.",
    rows=(SAW, REEL, WASHER, CUTTER),
    hint="No longer need one? Cancel it here.",
    hint_text="Somebody else gets it sooner.",
    count="0",
    count_text="in your basket",
    back=Button("Back to scanning", CloseSidePage(), icon="back", name="Back to scanning"),
    rail=rail("Marta"),
)
KEPT_ASKED = replace(
    KEPT,
    rows=(
        replace(SAW, text="In your basket", icon="check", buttons=()),
        replace(
            REEL,
            plate=None,
            question="Cancel this reservation?",
            buttons=(
                Button("Yes, cancel", Yes(), icon="cross", look=Emphasis.PRIMARY, name="Yes, cancel: reel"),
                Button("Keep it", No(), icon="back", name="Keep it: reel"),
            ),
        ),
        WASHER,
        CUTTER,
    ),
)
GERMAN = replace(
    KEPT,
    headline="Ihre Reservierungen",
    lead="Nehmen Sie, was bereitliegt, und scannen Sie es hier.",
    rows=tuple(
        _kept(
            title,
            text,
            tone=Tone.ACCENT,
            icon="bookmark",
            plate=PlateView("Hinterer Raum, Regal links", "Regal"),
            buttons=_cancel(title, "Stornieren"),
        )
        for title, text in (
            (LONG_TITLE[:55], "Liegt bereit. Für Sie bis Mittwoch 25. November, 19:00"),
            ("Kappsäge 254 mm", "Liegt bereit. Für Sie bis Mi. 25. Nov., 19:00"),
        )
    )
    * 3,
    back=Button("Zurück zum Scannen", CloseSidePage(), icon="back", name="Zurück zum Scannen"),
    rail=rail("Maximiliane-Theodora"),
)
FAILED = replace(
    KEPT,
    lead="",
    rows=(),
    hint="",
    hint_text="",
    banner=Banner(
        "Your reservations cannot be read just now",
        "Everything else works: scan on.",
        "cloudoff",
        buttons=(Button("Ask again", ShowReservations(), icon="renew", name="Ask again"),),
    ),
)
OFFERED = replace(
    EMPTY,
    ways=(RESERVATIONS,),
    offer=OfferView("2 tools are ready for you", "Kept until Wednesday, 19:00. Scan them here.", (R1,)),
)
OFFERED_MANY = replace(
    OFFERED,
    ways=(replace(RESERVATIONS, label="Find a tool", icon="search", name="Find a tool"), RESERVATIONS),
    offer=OfferView(
        "12 Werkzeuge liegen für Sie bereit",
        "Das erste bis Mittwoch, 25. November, 19:00. Scannen Sie sie hier.",
        (R1, R2, PlateView("Hinterer Raum", "Hinterer Raum")),
    ),
)
TICKED = replace(
    BASKET,
    offer=OfferView(
        "3 tools reserved for you",
        rows=(
            OfferRow("Mitre saw 254 mm", done=True, name="Mitre saw 254 mm: in your basket"),
            OfferRow("Extension reel 40 m", done=False, name="Extension reel 40 m: not scanned yet"),
            OfferRow("Tile cutter 600 mm", done=False, name="Tile cutter 600 mm: not scanned yet"),
        ),
    ),
)
DESK = PlateView("Millbrook, main desk", "Millbrook, main desk")
WAITING = replace(
    EMPTY,
    ways=(RESERVATIONS,),
    offer=OfferView("1 tool is ready for you", "Kept until Wednesday, 19:00. Scan it here.", (DESK,)),
    waits=WaitView("You are waiting for 1 tool", (WaitRow("Pressure washer 140 bar", "Number 2 of 3 in the queue"),)),
)
WAITING_LONG = replace(
    OFFERED_MANY,
    waits=WaitView(
        "Sie warten auf 12 Werkzeuge",
        (
            WaitRow(LONG_TITLE[:55], "Unterwegs zu Ihnen"),
            WaitRow("Hochdruckreiniger 140 bar", "Platz 12 von 31 auf der Warteliste"),
        ),
        "und 10 weitere",
    ),
)
QUEUED = _kept(
    "Pressure washer 140 bar",
    "Number 2 of 3 in the queue",
    icon="clock",
    note="You get it here: Millbrook, main desk.",
    buttons=_cancel("washer"),
)
KEPT_QUEUE = replace(
    KEPT,
    rows=(
        replace(SAW, plate=DESK),
        replace(QUEUED, title=LONG_TITLE[:55], text="On its way to you"),
        QUEUED,
        replace(KEPT_ASKED.rows[1], icon="clock"),
    ),
)
