"""Lending systems with a member called Marta. One system stages lines in a cart.

The other systems record each scan at once.
"""

import asyncio
import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from dataclasses import replace as changed
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from kiosk.app.systems import LendingSystem
from kiosk.backends.ehub.backend import EHubBackend
from kiosk.backends.ehub.paths import EHubClaim
from kiosk.backends.ehub.service import EHubSite
from kiosk.backends.http import Wire
from kiosk.backends.marked import MarkedLog
from kiosk.backends.myturn.backend import MyTurnBackend
from kiosk.backends.myturn.site import MyTurnSite
from kiosk.backends.overdrive.backend import OverDriveBackend
from kiosk.backends.overdrive.paths import GUESSES, OverDriveHost
from kiosk.backends.overdrive.service import OverDriveSite
from kiosk.backends.protocol import Account, LendingBackend, Password
from kiosk.backends.several import Beside, SeveralBackend
from kiosk.backends.sierra.backend import SierraBackend
from kiosk.backends.sierra.service import SierraSite
from kiosk.domain.digital import DigitalSystem, MemberFact
from kiosk.domain.library import Library
from kiosk.domain.model import Secret, VisitId
from kiosk.simulator import SimulatorThread
from kiosk.simulator.ehub import CONSUMER_ID, SECRET_KEY, SITE_ID, EhubThread
from kiosk.simulator.overdrive import (
    AUTHORIZATION_NAME,
    CLIENT_KEY,
    CLIENT_SECRET,
    LIBRARY_ID,
    WEBSITE_ID,
    OverdriveThread,
)
from kiosk.simulator.sierra import KEY, KEY_SECRET, SierraThread
from kiosk.structs import replace
from tests.backends.csv_library import CsvBackend
from tests.backends.digital_shelf import DigitalBackend, TitleShelf
from tests.backends.immediate import ImmediateBackend, Shelf
from tests.backends.ports import MemoryItems, MemoryLog, MemoryRegister
from tests.backends.visits import FREE, FREE_TOO, MINE, TAKEN, ZONE, by_password

SIERRA_ZONE = ZoneInfo("America/New_York")


@dataclass
class House:
    """A lending system with a member.

    Nobody has the tools `free` and `free_too` on loan. The member has the tool `mine`, and another member has `taken`.
    `out` returns the codes of the member's loans from the records of the lending system.
    """

    backend: LendingBackend
    log: MemoryLog
    who: Password
    out: Callable[[], set[str]]
    requests: Callable[[], int]
    go_away: Callable[[], None]
    come_back: Callable[[], None]
    now: Callable[[], datetime]
    stages: bool
    """True if lines are staged in a cart; False if each scan is recorded at once."""
    keeps: bool = False
    """True if members can have reservations in this system."""
    greets: str = "Marta"
    """The first name of the member, as the system gives it. Empty if the system gives no names."""
    is_digital: bool = False
    """True if the system lends digital titles. A scan never gives back such a title."""
    lists: bool = True
    """True if the system lists the loans from before the visit. If not, the member must first borrow `mine`."""
    quotes: bool = True
    """True if the refusals of this system have words that the kiosk can show to members."""
    stranger: Password | None = None
    """A log-in that the system refuses. If it is None, the tests use the member's name with a wrong password."""
    zone: ZoneInfo = ZONE
    free: str = FREE
    free_too: str = FREE_TOO
    mine: str = MINE
    taken: str = TAKEN

    async def enter(self) -> Account:
        await self.backend.library("en")
        return await self.backend.sign_in(self.who, VisitId(1), "en")


def myturn_house(library: SimulatorThread, vouches: frozenset[MemberFact] = frozenset()) -> House:
    log, state = MemoryLog(), library.library_state
    site = MyTurnSite(url=library.url, time_zone=ZONE, timeout_s=5.0, vouches=vouches)
    return House(
        MyTurnBackend(site, log, MemoryItems(), state.clock.now, wire=Wire(timeout_s=5.0, pauses_s=(0.0, 0.0))),
        log,
        by_password(),
        lambda: {each.code for each in state.loans_of("marta")},
        lambda: len(state.calls()),
        library.control.go_away,
        library.control.come_back,
        state.clock.now,
        stages=True,
        keeps=True,
    )


def sierra_house(library: SierraThread, vouches: frozenset[MemberFact] = frozenset()) -> House:
    log, state = MemoryLog(), library.library_state
    key = Secret(f"{KEY}:{KEY_SECRET}")
    described = Library(name="Millbrook")
    site = SierraSite(library.url, key, SIERRA_ZONE, timeout_s=5.0, library=described, vouches=vouches)
    wire = Wire(timeout_s=5.0, pauses_s=(0.0, 0.0))
    return House(
        SierraBackend(site, log, MemoryItems(), state.clock.now, wire=wire),
        log,
        Password("23080000001001", Secret("4711")),
        lambda: {each.barcode for each in state.loans_of("marta")},
        lambda: len(state.calls()),
        library.control.go_away,
        library.control.come_back,
        state.clock.now,
        stages=False,
        keeps=True,
        zone=SIERRA_ZONE,
        free="30800000001013",
        free_too="30800000001016",
        mine="30800000001010",
        taken="30800000001044",
    )


def overdrive_site(library: OverdriveThread, **more: Any) -> OverDriveSite:
    """Return the settings of a kiosk at this library.

    The kiosk may send 500 requests in one second. So the tests do not wait for the usual pause between two requests.
    """
    facts: dict[str, Any] = {
        "hosts": dict.fromkeys(OverDriveHost, library.url),
        "client": Secret(f"{CLIENT_KEY}:{CLIENT_SECRET}"),
        "library_id": LIBRARY_ID,
        "website_id": int(WEBSITE_ID),
        "authorization_name": AUTHORIZATION_NAME,
        "zone": SIERRA_ZONE,
        "timeout_s": 5.0,
        "library": Library(name="Millbrook"),
        "guesses": replace(GUESSES, most_per_s=500),
    }
    return OverDriveSite(**(facts | more))


def overdrive_house(library: OverdriveThread) -> House:
    log, state = MemoryLog(), library.library_state
    with state.lock:
        titles: dict[str, Any] = {
            name: state.title_named(title).id
            for name, title in {
                "free": "How to Borrow a Boat",
                "free_too": "The Glassblower of Vesna",
                "mine": "Winter Wheat",
                "taken": "A Ladder for Mr. Quill",
            }.items()
        }
    return House(
        OverDriveBackend(overdrive_site(library), log, MemoryItems(), state.clock.now, pauses_s=(0.0, 0.0)),
        log,
        Password("23080000001001", Secret("4711")),
        lambda: {each.id for each in state.loans_of("marta")},
        lambda: len(state.calls()),
        library.control.go_away,
        library.control.come_back,
        state.clock.now,
        stages=False,
        keeps=True,
        greets="",
        is_digital=True,
        zone=SIERRA_ZONE,
        **titles,
    )


def ehub_house(library: EhubThread) -> House:
    """Return the house of a provider that knows people by their cards.

    There is no main system here, so the kiosk knows only the card of a member.
    """
    log, state = MemoryLog(), library.library_state
    library.control.turn(identified_by="libraryCard")
    site = EHubSite(
        library.url,
        SITE_ID,
        CONSUMER_ID,
        Secret(SECRET_KEY),
        SIERRA_ZONE,
        allow_delete=True,
        trusted_cards=re.compile("23[0-9]{12}"),
        timeout_s=5.0,
        library=Library(name="Millbrook"),
    )
    return House(
        EHubBackend(site, log, MemoryItems(), state.clock.now, pauses_s=(0.0, 0.0)),
        log,
        Password("23080000001003", Secret("")),
        lambda: {each.record_id for each in state.loans_of("ines")},
        lambda: len(state.calls()),
        library.control.go_away,
        library.control.come_back,
        state.clock.now,
        stages=False,
        greets="",
        is_digital=True,
        lists=False,
        quotes=False,
        stranger=Password("9999", Secret("")),
        zone=SIERRA_ZONE,
        free="mb-1012",
        free_too="films & books/12",
        mine="mag/bench/2026-12",
        taken="mb-1020",
    )


def immediate_house() -> House:
    def now() -> datetime:
        return datetime.now(UTC)

    log = MemoryLog()
    earlier = (now() - timedelta(days=3), now().date() + timedelta(days=4))
    items = {code: f"Tool {code}" for code in (FREE, FREE_TOO, MINE, TAKEN)}
    shelf = Shelf({"marta": "sawdust-and-tea"}, items, {MINE: ("marta", *earlier), TAKEN: ("theo", *earlier)})
    return House(
        ImmediateBackend(shelf, log, now),
        log,
        by_password(),
        lambda: {code for code, (who, _, _) in shelf.loans.items() if who == "marta"},
        lambda: shelf.requests,
        lambda: setattr(shelf, "away", True),
        lambda: setattr(shelf, "away", False),
        now,
        stages=False,
    )


def several_house() -> House:
    """Return the house in memory as a main system, with a digital system beside it."""
    main = immediate_house()
    digital = DigitalBackend(TitleShelf({}, {}), main.log, main.now)
    beside = Beside(DigitalSystem("od", "Riverside e-books", "EB-.*"), digital)
    return changed(main, backend=SeveralBackend(main.backend, (beside,)))


@dataclass
class WithBoth:
    """A main system with OverDrive and a content provider of eHUB beside it. All three are simulated.

    At OverDrive, Marta has the same card and PIN as at the simulated Sierra. The provider knows the patrons of Sierra
    by their numbers.
    """

    house: House
    overdrive: OverdriveThread
    ehub: EhubThread
    register: MemoryRegister | None = None
    """The register of the loans at the provider, or None if the kiosk does not remember these loans."""
    made: list[SeveralBackend] = field(default_factory=list)
    """The back ends that `with_claims` has made. The test closes them."""

    def __post_init__(self) -> None:
        self.main = self.house.backend

    def with_claims(self, *claims: EHubClaim) -> SeveralBackend:
        """Return a back end with all three systems. The tokens for the provider have these claims."""
        house, state = self.house, self.ehub.library_state
        titles = overdrive_site(self.overdrive, items=re.compile("OD-(.+)"))
        site = EHubSite(
            self.ehub.url,
            SITE_ID,
            CONSUMER_ID,
            Secret(SECRET_KEY),
            SIERRA_ZONE,
            claims=claims,
            vouched=True,
            remember_loans=self.register is not None,
            allow_delete=True,
            items=re.compile("EH-(.+)"),
            timeout_s=5.0,
        )
        od = OverDriveBackend(titles, MarkedLog("od", house.log), MemoryItems(), house.now, pauses_s=(0.0, 0.0))
        log, now = MarkedLog("eh", house.log), state.clock.now
        eh = EHubBackend(site, log, MemoryItems(), now, pauses_s=(0.0, 0.0), register=self.register)
        is_sierra = not house.stages
        beside = (
            Beside(DigitalSystem("od", "Libby", "OD-.+"), od, same_cards=is_sierra),
            Beside(DigitalSystem("eh", "Riverside", "EH-.+", has_pin=False), eh, vouched=True),
        )
        self.made.append(SeveralBackend(self.main, beside))
        return self.made[-1]

    @property
    def joined_house(self) -> House:
        """Return a house whose back end has all three systems. The tests that every system must pass use this house."""
        return changed(self.house, backend=self.with_claims(EHubClaim.PATRON_ID))


def myturn_with_both(library: SimulatorThread, overdrive: OverdriveThread, ehub: EhubThread) -> WithBoth:
    return WithBoth(myturn_house(library, frozenset({MemberFact.EMAIL})), overdrive, ehub)


def sierra_with_both(library: SierraThread, overdrive: OverdriveThread, ehub: EhubThread) -> WithBoth:
    facts = frozenset({MemberFact.EMAIL, MemberFact.BIRTH_DATE})
    return WithBoth(sierra_house(library, facts), overdrive, ehub)


_CSV_PASSWORDS = {"marta": "sawdust-and-tea"}


def csv_file(folder: Path) -> Path:
    """Write a file in which Marta has one tool on loan, and Theo has another tool on loan. Return its path."""
    path, due = folder / "library.csv", datetime.now(UTC).date() + timedelta(days=4)
    rows = [f"{FREE},Drill,,", f"{FREE_TOO},Saw,,", f"{MINE},Tile cutter,marta,{due}", f"{TAKEN},Clamp,theo,{due}"]
    path.write_text("\n".join(rows) + "\n")
    return path


def csv_system(path: Path) -> LendingSystem:
    """Return a LendingSystem whose library is this CSV file. The app makes a CsvBackend from the LendingSystem."""
    return LendingSystem(
        path.as_uri(),
        CsvBackend.__module__,
        lambda _, log, __, now, *___: CsvBackend(path, _CSV_PASSWORDS, log, now),
    )


def csv_house(folder: Path) -> House:
    def now() -> datetime:
        return datetime.now(UTC)

    def move(here: Path, there: Path) -> None:
        here.rename(there)

    log, path, away = MemoryLog(), csv_file(folder), folder / "library.away"
    return House(
        CsvBackend(path, _CSV_PASSWORDS, log, now),
        log,
        by_password(),
        lambda: {row.split(",")[0] for row in path.read_text().splitlines() if ",marta," in row},
        lambda: path.stat().st_mtime_ns,
        lambda: move(path, away),
        lambda: move(away, path),
        now,
        stages=False,
    )


def play(house: House, story: Callable[[], Awaitable[None]]) -> None:
    async def run() -> None:
        try:
            await story()
        finally:
            await house.backend.aclose()

    asyncio.run(run())
