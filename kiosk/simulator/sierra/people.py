"""The made-up patrons of the simulated Sierra, with cards, PINs, loans, holds and fines.

All days are counted from the day of the start or reset.
"""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class CheckoutSeed:
    """A loan that exists at the start. It began `out` days ago and is due in `due` days.

    If the item is lent by the hour, `due` is not used. `renewals` is the number of renewals so far. If the item was
    recalled, `recalled` is the number of days since the recall.
    """

    barcode: str
    out: int
    due: int
    renewals: int = 0
    recalled: int | None = None


@dataclass(frozen=True, slots=True)
class HoldSeed:
    """A hold that exists at the start. It was placed `placed` days ago, and its place in the queue is `place`.

    `queue` is the length of the queue. If `ready` is True, the item waits on the hold shelf, and the patron can fetch
    it for `until` more days. If `of_title` is True, the hold is for any item with the same title. If `of_volume` is
    True, the hold is for any item of the same volume.
    """

    barcode: str
    placed: int
    place: int = 1
    queue: int = 1
    ready: bool = False
    until: int | None = None
    of_title: bool = False
    of_volume: bool = False


@dataclass(frozen=True, slots=True)
class FineSeed:
    """A fine that exists at the start. The amounts are in cents."""

    description: str
    charge: int
    fee: int = 0
    paid: int = 0
    days_ago: int = 9
    barcode: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Patron:
    """A made-up patron. The card and the PIN are no secrets, and the simulator prints them when it starts.

    `block` is a code with which staff have blocked the patron. `auto_block` is a code with which Sierra itself has
    blocked the patron. The code "-" means that the patron is not blocked.
    """

    key: str
    id: int
    barcodes: tuple[str, ...]
    pin: str = field(repr=False)
    name: str
    note: str
    """A few words for people who try the simulator. They say what is special about this patron."""
    expires_in: int = 200
    block: str = "-"
    auto_block: str = "-"
    message: str = "-"
    deleted: bool = False
    patron_type: int = 12
    limit: int = 50
    email: str = ""
    born: str = ""
    """The birth date in the form YYYY-MM-DD, or an empty text if the library does not know the date."""
    loans: tuple[CheckoutSeed, ...] = ()
    holds: tuple[HoldSeed, ...] = ()
    fines: tuple[FineSeed, ...] = ()

    @property
    def barcode(self) -> str:
        """Return the barcode of the card that the patron uses now. Older cards can have other barcodes."""
        return self.barcodes[0]

    @property
    def owes(self) -> int:
        """Return the cents that the patron owes."""
        return sum(each.charge + each.fee - each.paid for each in self.fines)


PATRONS: tuple[Patron, ...] = (
    Patron(
        key="marta",
        id=1042514,
        barcodes=("23080000001001", "OLD 1001"),
        pin="4711",
        name="KOWALSKA, MARTA",
        note="four loans: one late, one due today, one recalled; a hold ready; an old card works, too",
        email="marta@members.example",
        born="1987-06-05",
        loans=(
            CheckoutSeed("30800000001010", 5, -2),
            CheckoutSeed("30800000001052", 7, 0, renewals=1),
            CheckoutSeed("PLMB 12", 2, 5),
            CheckoutSeed("30800000002001", 12, 9, recalled=3),
        ),
        holds=(
            HoldSeed("30800000001019", 4, ready=True, until=3),
            HoldSeed("30800000001106", 2, place=2, queue=3),
        ),
    ),
    Patron(
        key="jamal",
        id=1042521,
        barcodes=("23080000001002",),
        pin="8023",
        name="OKAFOR-WHITFIELD, JAMAL",
        note="nothing wrong, a ladder out, waits for the recalled book",
        loans=(CheckoutSeed("30800000001044", 1, 2),),
        holds=(HoldSeed("30800000002001", 3),),
    ),
    Patron(
        key="ines",
        id=1042532,
        barcodes=("23080000001003",),
        pin="minuit-crepes",
        name="LEFÈVRE D'AUBIGNÉ, INÈS",
        note="nothing out; a long PIN, of which Sierra compares 8 characters",
    ),
    Patron(
        key="theo",
        id=1042543,
        barcodes=("MILL 0042/A",),
        pin="1234",
        name="BRANDT, THEO",
        note="a card with letters, a blank and a slash, nothing out",
    ),
    Patron(
        key="olga",
        id=1042554,
        barcodes=("23080000001005",),
        pin="5555",
        name="PETRENKO, OLGA",
        note="card expired 12 days ago, one tool out",
        expires_in=-12,
        loans=(CheckoutSeed("30800000001026", 16, -9),),
    ),
    Patron(
        key="desmond",
        id=1042565,
        barcodes=("23080000001006",),
        pin="6006",
        name="O'HARA & SONS, DESMOND",
        note="blocked by staff (code b), one tool out",
        block="b",
        loans=(CheckoutSeed("G/02", 3, 0),),
    ),
    Patron(
        key="bao",
        id=1042576,
        barcodes=("23080000001008",),
        pin="7007",
        name="NGUYỄN, BAO",
        note="blocked by Sierra itself (code m)",
        auto_block="m",
    ),
    Patron(
        key="gone",
        id=1042587,
        barcodes=("23080000001007",),
        pin="0000",
        name="NÚÑEZ, PILAR",
        note="deleted",
        deleted=True,
    ),
    Patron(
        key="twin-1",
        id=1042598,
        barcodes=("23080000001099",),
        pin="1111",
        name="ABERNATHY, RUTH",
        note="shares the card number with another record",
    ),
    Patron(
        key="twin-2",
        id=1042609,
        barcodes=("23080000001099",),
        pin="2222",
        name="ABERNATHY, R.",
        note="shares the card number with another record",
    ),
    Patron(
        key="greta",
        id=1042610,
        barcodes=("23080000001009",),
        pin="9009",
        name="LINDQVIST, GRETA",
        note="limit of 2 reached; one loan is a partner library's",
        limit=2,
        loans=(CheckoutSeed("30800000001032", 4, 3), CheckoutSeed("PARTNER 7", 6, 8)),
    ),
    Patron(
        key="owes",
        id=1042621,
        barcodes=("23080000001010",),
        pin="1010",
        name="ABERNATHY-JONES, RUTH",
        note="owes 18.75; two loans late, one renewed twice",
        loans=(CheckoutSeed("30800000001108", 13, -10, renewals=2), CheckoutSeed("30800000001005", 6, -3)),
        fines=(
            FineSeed("", charge=1250, barcode="30800000001013"),
            FineSeed("Lost key of the blue crate", charge=500, fee=375, paid=250, days_ago=40),
        ),
    ),
    Patron(
        key="mononym",
        id=1042632,
        barcodes=("23080000001013",),
        pin="1313",
        name="SUHARTO",
        note="one name only; a study kit by the hour; waits for a title, whichever item of it comes",
        loans=(CheckoutSeed("30800000002007", 0, 0),),
        holds=(HoldSeed("30800000002002", 5, place=3, queue=4, of_title=True),),
    ),
    Patron(
        key="busy",
        id=1042643,
        barcodes=("23080000001014",),
        pin="1414",
        name="DVOŘÁKOVÁ, ŠÁRKA",
        note="56 loans: more than one page of 50",
        limit=100,
        loans=tuple(CheckoutSeed(f"308000000030{number:02d}", 7, 7 + number % 3) for number in range(1, 57)),
    ),
    Patron(
        key="wanda",
        id=1042654,
        barcodes=("23080000001015",),
        pin="1515",
        name="MARCHETTI, WANDA",
        note="nothing out; waits for the second volume of a title",
        holds=(HoldSeed("30800000004002", 6, place=1, queue=2, of_volume=True),),
    ),
)
