"""The made-up members with their loans and reservations.

All days are counted from the day on which the simulator was started or reset.
"""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class LoanSeed:
    """A loan that exists at the start. It began `out` days ago and is due in `due` days.

    If `due` is negative, the loan is late.
    """

    code: str
    out: int
    due: int


@dataclass(frozen=True, slots=True)
class ReservationSeed:
    """A reservation that exists at the start.

    `start` and `end` are the first and the last day of the reservation. They are counted in days from today. A negative
    number is a day in the past.
    """

    start: int
    end: int
    codes: tuple[str, ...]
    fulfilled: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """A made-up member. The password and the fob code are no secrets, and the simulator prints them when it starts."""

    username: str
    membership_id: str
    password: str = field(repr=False)
    fob: str = field(repr=False)
    first: str
    last: str
    note: str
    """A few words for people who try the simulator. They say what is special about this member."""
    plan: str = "Household"
    may_borrow: bool = True
    may_use_kiosk: bool = True
    limit: int = 10
    expires_in: int = 200
    agreements_missing: bool = False
    admin: bool = False
    discount: int = 0
    """The discount on every fee, in per cent."""
    balance: int = 0
    """The amount that the member already owes at the start, in cents."""
    loans: tuple[LoanSeed, ...] = ()
    reservations: tuple[ReservationSeed, ...] = ()

    @property
    def display(self) -> str:
        """Return the first and the last name as one text."""
        return f"{self.first} {self.last}".strip()

    @property
    def email(self) -> str:
        """Return a mail address for the member.

        Mail to this address reaches nobody, because its domain does not exist.
        """
        return f"{self.username.replace(' ', '.')}@members.example"


MEMBERS: tuple[Person, ...] = (
    Person(
        username="marta",
        membership_id="1001",
        password="sawdust-and-tea",  # noqa: S106 - made up, see Person
        fob="0008075634",
        first="Marta",
        last="Kowalska",
        note="three tools out (one late, one due today), a reservation ready",
        loans=(LoanSeed("NAIL-0004", 5, -2), LoanSeed("LVL-0002", 7, 0), LoanSeed("TILE-0003", 2, 5)),
        reservations=(
            ReservationSeed(0, 4, ("SAW-0097", "REEL-0001")),
            ReservationSeed(7, 12, ("WASH-0031",)),
            ReservationSeed(-20, -13, ("LAD-0012", "PNT-0004")),
            ReservationSeed(-60, -53, ("G/03",), fulfilled=True),
        ),
    ),
    Person(
        username="jamal",
        membership_id="1002",
        password="ladder-in-van",  # noqa: S106 - made up
        fob="0008075641",
        first="Jamal",
        last="Okafor-Whitfield",
        note="nothing wrong, a ladder out",
        loans=(LoanSeed("LAD-0010", 1, 2),),
        reservations=(ReservationSeed(1, 4, ("WASH-0031",)), ReservationSeed(13, 20, ("DR-0142",))),
    ),
    Person(
        username="ines",
        membership_id="1003",
        password="minuit-crepes",  # noqa: S106 - made up
        fob="0004411982",
        first="Inès",
        last="Lefèvre d'Aubigné",
        note="French speaker, half price, nothing out",
        plan="Volunteer",
        discount=50,
        reservations=(ReservationSeed(2, 9, ("APPL 04",)),),
    ),
    Person(
        username="theo",
        membership_id="1004",
        password="first-time-here",  # noqa: S106 - made up
        fob="0012345678",
        first="Theo",
        last="Brandt",
        note="new, fob not linked; the membership number is also a label (floor jack)",
    ),
    Person(
        username="olga.exp",
        membership_id="1005",
        password="renew-me-soon",  # noqa: S106 - made up
        fob="0009900017",
        first="Olga",
        last="Petrenko",
        note="membership ended 12 days ago, one tool out",
        expires_in=-12,
        loans=(LoanSeed("SAND-0022", 16, -9),),
    ),
    Person(
        username="desmond",
        membership_id="1006",
        password="only-returning",  # noqa: S106 - made up
        fob="0009900024",
        first="Desmond",
        last="O'Hara & Sons",
        note="may not borrow, one tool out",
        plan="Suspended",
        may_borrow=False,
        loans=(LoanSeed("G/02", 3, 0),),
    ),
    Person(
        username="walk-in",
        membership_id="1007",
        password="desk-service-only",  # noqa: S106 - made up
        fob="0009900031",
        first="Pilar",
        last="Núñez",
        note="may not use the kiosk",
        plan="Desk only",
        may_use_kiosk=False,
    ),
    Person(
        username="unsigned",
        membership_id="1008",
        password="where-do-i-sign",  # noqa: S106 - made up
        fob="0009900048",
        first="Bao",
        last="Nguyễn",
        note="agreement not signed: no cart",
        agreements_missing=True,
    ),
    Person(
        username="max.out",
        membership_id="1009",
        password="hands-are-full",  # noqa: S106 - made up
        fob="0009900055",
        first="Greta",
        last="Lindqvist",
        note="limit of 2 reached",
        plan="Starter",
        limit=2,
        loans=(LoanSeed("ROUT-0001", 4, 3), LoanSeed("PLMB 15", 1, 2)),
    ),
    Person(
        username="owes",
        membership_id="1010",
        password="fines-and-fees",  # noqa: S106 - made up
        fob="0009900062",
        first="Ruth",
        last="Abernathy",
        note="late fees on two tools and an old balance",
        balance=1875,
        loans=(LoanSeed("WASH-0035", 13, -10), LoanSeed("DR-0155", 6, -3)),
    ),
    Person(
        username="staff",
        membership_id="1011",
        password="keys-to-the-shop",  # noqa: S106 - made up
        fob="0009900079",
        first="Rosalind",
        last="Vance",
        note="staff: may take out what staff hand out",
        plan="Staff",
        limit=0,
        admin=True,
    ),
    Person(
        username="anneliese",
        membership_id="1012",
        password="länger-läuft-sicher",  # noqa: S106 - made up
        fob="0009900086",
        first="Anneliese-Charlotte Wilhelmina",
        last="von Hohenlohe-Schillingsfürst-Ratibor",
        note="a very long name",
        loans=(LoanSeed("NAIL-0009", 1, 2),),
    ),
    Person(
        username="mononym",
        membership_id="1013",
        password="just-one-name",  # noqa: S106 - made up
        fob="0009900093",
        first="",
        last="Suharto",
        note="no first name",
    ),
    Person(
        username="busy",
        membership_id="1014",
        password="twelve-tools-out",  # noqa: S106 - made up
        fob="0009900100",
        first="Šárka",
        last="Dvořáková",
        note="many tools out, one due in each coming week",
        limit=20,
        loans=tuple(
            LoanSeed(code, 7, due)
            for code, due in (
                ("CLMP-0003", 7),
                ("CLMP-0007", 7),
                ("SAW-0088", 1),
                ("G/10", 7),
                ("G/16", 21),
                ("107", 21),
                ("PLMB 12", 7),
                ("PNT-0006", 2),
                ("MEAS/13", 7),
                ("APPL 07", 21),
                ("LAD-0015", -1),
                ("000484", 7),
            )
        ),
    ),
)

PASSER_BY = Person(
    username="", membership_id="", password="", fob="", first="", last="", note="Somebody without a name looks around."
)
