"""Sample pages of "Find a tool"."""

from kiosk.domain.messages.intents import (
    AtPlace,
    CloseFound,
    CloseSidePage,
    LayOut,
    MoreFound,
    OfKind,
    OpenFound,
    SearchAgain,
)
from kiosk.domain.search import Choosing
from kiosk.structs import replace
from kiosk.views.find import FindPage, FoundCard, FoundRow
from kiosk.views.pieces import Banner, Button, Emphasis, Pill, PlateView, Rail, Tone
from tests.ui.samples_before import HELP, rail

FREE, STAFF = Pill("Free now", "shelf", Tone.ACCENT), Pill("Staff must hand it out", "hand", Tone.WAIT)
OUT = Pill("Out until Tue 1 Dec", "clock", Tone.WARN)
KINDS = ("Power tools", "Hand tools", "Garden", "Ladders", "Painting", "Tiling & flooring", "Plumbing", "Cleaning")


def found(key: str, title: str, state: Pill, shelf: str = "", *, icon: str = "sander", extra: str = "") -> FoundRow:
    plate = PlateView(shelf, f"Shelf {shelf}") if shelf else None
    name = ", ".join(part for part in (title, state.text.lower(), plate.name if plate else "", extra) if part)
    return FoundRow(key, title, state, Button(title, OpenFound(key), name=name), icon, plate, extra)


def chip(label: str, ident: str | None, *, chosen: bool = False) -> Button:
    return Button(label, OfKind(ident), look=Emphasis.CHOSEN if chosen else Emphasis.PLAIN, name=f"Kind: {label}")


ROWS = (
    found("1", "Orbital sander 125 mm", FREE, "B2", extra="$2.00 per loan"),
    found("2", "Belt sander 75 mm", OUT, extra="$4.00 per loan"),
    found("3", "Drywall sander, long neck", STAFF, "DESK", extra="$15.00 per loan"),
    found("4", "Sanding block set", FREE, "A1", icon="box"),
)
FIND = FindPage(
    headline="Find a tool",
    form=7,
    field_name="What are you looking for?",
    enter=Button("Search", SearchAgain(), look=Emphasis.PRIMARY, name="Search"),
    value="sand",
    placeholder="Name, brand or label",
    clear="Empty the field",
    chips=(chip("All", None, chosen=True), *(chip(kind, str(place)) for place, kind in enumerate(KINDS))),
    more_chips=Button("More", LayOut(Choosing.KINDS), "down", name="More kinds"),
    where=Button("Everywhere", LayOut(Choosing.PLACES), name="Place: Everywhere"),
    hint="Take it from its shelf and scan its label: then it is in your basket.",
    rows=ROWS,
    status="4 tools found",
    back=Button("Back", CloseSidePage(), "back", name="Back"),
    rail=replace(rail(), tools=(HELP,)),
)
TILES = replace(
    FIND,
    form=8,
    value="",
    hint="",
    lead="Type its name, or choose a kind. A tool joins your basket when you scan its label.",
    rows=(),
    tiles=tuple(replace(chip(kind, str(place)), icon="drill") for place, kind in enumerate(KINDS)),
    rail=Rail(tools=(HELP,)),
)
PLACES = replace(
    TILES,
    form=9,
    value="sand",
    chips=(chip("All", None), chip("Power tools", "0"), *TILES.chips[2:6], chip("Plumbing", "6", chosen=True)),
    lead="Where?",
    tiles=tuple(
        Button(
            label,
            AtPlace(label),
            look=Emphasis.CHOSEN if label == "Main room" else Emphasis.PLAIN,
            name=f"Place: {label}",
        )
        for label in ("Everywhere", "Main room", "Main room / Rack A", "Main room / Rack B", "Back room", "Yard shed")
    ),
)
LONG = "Brad nailer & compressor kit, 6-gallon pancake compressor, 25 ft hose, three nailers (16 gauge, 18 gauge)"
MANY = replace(
    FIND,
    form=10,
    rows=(
        found("0", LONG, FREE, "Main room, behind the rack"),
        found(
            "9",
            "Unglaublichkeitsüberprüfungswerkzeugkoffer",
            Pill("Bitte im Regal nachsehen", "shelf", Tone.WAIT),
            "D4",
        ),
        *(found(str(number), f"Sander no. {number}", FREE, "B2") for number in range(20, 60)),
    ),
    hint="",
    more=Button("Show more tools", MoreFound(), "down", name="Show more tools"),
)
NONE = replace(
    FIND,
    form=11,
    value="sandd",
    rows=(),
    hint="",
    message=Banner("Nothing called “sandd”", "Try fewer letters, or ask staff.", "search", Tone.WAIT),
)
AWAY = replace(
    FIND,
    form=12,
    hint="",
    searching=True,
    message=Banner(
        "The library does not answer",
        "What you typed stays here. We ask again by ourselves.",
        "cloudoff",
        Tone.WARN,
        (Button("Search again", SearchAgain(), "renew", name="Search again"),),
    ),
)
OPENED = replace(
    FIND,
    form=13,
    opened=FoundCard(
        "1",
        "Orbital sander 125 mm",
        FREE,
        "sander",
        PlateView("B2", "Shelf B2"),
        (
            "Discs are sold at the desk.",
            "Bosch GEX 125-1 AE",
            "$1.60 per loan instead of $2.00 per loan",
            "Back by Thursday 10 December at the latest.",
        ),
        "Take it from its shelf and scan its label: then it is in your basket.",
    ),
    back=Button("Back to the list", CloseFound(), "back", name="Back to the list"),
)
