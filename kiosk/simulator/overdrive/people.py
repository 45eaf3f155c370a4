"""The made-up patrons of the simulated OverDrive, with their loans and holds.

They are the patrons of the simulated Sierra, with the same cards and PINs. One card opens both systems.
"""

from dataclasses import dataclass, field

from kiosk.simulator.sierra import people
from kiosk.simulator.sierra.rules import is_blocked


@dataclass(frozen=True, slots=True)
class DigitalLoanSeed:
    """A loan that exists at the start. It began `out_h` hours ago and ends in `left_h` hours.

    If `on_kindle` is True, the patron has sent the loan to a Kindle.
    """

    title: str
    out_h: float
    left_h: float
    on_kindle: bool = False


@dataclass(frozen=True, slots=True)
class DigitalHoldSeed:
    """A hold that exists at the start. It was placed `placed_d` days ago.

    If `ready` is True, the patron can borrow the title now, for three more days.
    """

    title: str
    placed_d: int
    ready: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class OverdrivePatron:
    """A made-up patron. If `refused` is True, OverDrive gives no token for this patron's cards."""

    key: str
    id: int
    barcodes: tuple[str, ...] = field(repr=False)
    pin: str = field(repr=False)
    note: str
    """A few words about the special case that this patron shows, for people who try the simulator."""
    refused: bool = False
    limit: int = 10
    hold_limit: int = 8
    email: str = ""
    days: int = 14
    """The number of days for which the patron borrows a title."""
    loans: tuple[DigitalLoanSeed, ...] = ()
    holds: tuple[DigitalHoldSeed, ...] = ()


_BUSY = (
    "Salt Under the Door",
    "Nine Winters at Corrie Mill",
    "Small Engines, Large Hearts",
    "The Patient Carpenter",
    "Über den Dächern von Altenfurt",
    "El jardín de las herramientas",
    "La Boîte à clous",
    "Rain & Other Tenants",
    'The "Good Enough" Kitchen',
    "The Cartographer's Apprentice",
    "The Cartographer's Debt",
    "The Cartographer's Daughter",
    "Sixpence and Smoke",
    "A Quiet Word in Penmarrow",
    "Learning to Sharpen",
    "The Orchard Accounts",
    "Mono",
    "Second Hand Summer",
    "Grease, Grit and Grace",
    "Songs for a Broken Kettle",
    "The Astronomer's Dog",
    "Breathing for Busy People",
    "Midnight at the Tool Library",
    "A History of String",
    "Bench & Bevel, Autumn 2026",
    "The Allotment, Autumn 2026",
    "Loft, Winter 2026",
)
_LOANS: dict[str, tuple[DigitalLoanSeed, ...]] = {
    "marta": (
        DigitalLoanSeed("The Lamp on Harrow Lane", 334, 2),
        DigitalLoanSeed("Winter Wheat", 310, 26),
        DigitalLoanSeed("Bench & Bevel, Winter 2026", 20, 316),
    ),
    "jamal": (
        DigitalLoanSeed("A Ladder for Mr. Quill", 48, 288, on_kindle=True),
        DigitalLoanSeed("What the Tide Kept", 5, 331),
    ),
    "greta": (
        DigitalLoanSeed("The Ferrywoman's Ledger", 100, 236),
        DigitalLoanSeed("Gravel", 30, 306),
    ),
    "owes": (DigitalLoanSeed("Bees in the Belfry", 335.25, 0.75),),
    "mononym": (DigitalLoanSeed("The Tinker Tales", 60, 276),),
    "busy": tuple(DigitalLoanSeed(title, 40 + place, 296 - place) for place, title in enumerate(_BUSY)),
}
_HOLDS: dict[str, tuple[DigitalHoldSeed, ...]] = {
    "marta": (
        DigitalHoldSeed("Forty Acres of Fog", 9, ready=True),
        DigitalHoldSeed("The Orchard Accounts", 4),
    ),
    "jamal": (DigitalHoldSeed("The Orchard Accounts", 6),),
    "theo": (DigitalHoldSeed("The Lamp on Harrow Lane", 2),),
}
_LIMITS = {"greta": 2, "busy": 40}
_NOTES = {
    "marta": "three loans: one ends in 2 hours, one tomorrow; a hold ready, another queued; an old card works, too",
    "jamal": "a loan that was sent to Kindle, and another",
    "ines": "nothing out",
    "theo": "a card with letters, a blank and a slash; waits for a book",
    "olga": "card expired: gets no token",
    "desmond": "blocked by staff: gets no token",
    "bao": "blocked by Sierra: gets no token",
    "gone": "deleted: gets no token",
    "twin-1": "shares the card number with another patron",
    "twin-2": "shares the card number with another patron",
    "greta": "limit of 2 reached; one loan cannot end early",
    "owes": "one loan, which ends in 45 minutes",
    "mononym": "a bundle of three audio books",
    "busy": "27 loans: more than one request for metadata",
}


def _patron(place: int, one: people.Patron) -> OverdrivePatron:
    return OverdrivePatron(
        key=one.key,
        id=21_400_070 + 11 * place,
        barcodes=one.barcodes,
        pin=one.pin,
        note=_NOTES.get(one.key, "nothing out"),
        refused=is_blocked(one),
        limit=_LIMITS.get(one.key, 10),
        email=one.email,
        loans=_LOANS.get(one.key, ()),
        holds=_HOLDS.get(one.key, ()),
    )


OVERDRIVE_PATRONS: tuple[OverdrivePatron, ...] = tuple(
    _patron(place, each) for place, each in enumerate(people.PATRONS)
)
