"""Functions that make a kiosk in each state."""

from kiosk.domain.library import House, Library
from kiosk.domain.messages.answers import NotLinked, TurnAwayReason, TurnedAwayBy
from kiosk.domain.messages.intents import RemoveLine
from kiosk.domain.model import (
    Limits,
    Member,
)
from tests.domain.bench import Bench
from tests.domain.cast import LIBRARY, MARTA


def idle(library: Library = LIBRARY, house: House | None = None) -> Bench:
    """Return a kiosk that shows Welcome."""
    return Bench(library, house)


def identifying(*, house: House | None = None, library: Library = LIBRARY) -> Bench:
    """Return a kiosk at which Marta has shown her fob."""
    return Bench(library, house).fob()


def asking(*, house: House | None = None, library: Library = LIBRARY) -> Bench:
    """Return a kiosk at which Marta has shown her fob, and the fob is not linked yet."""
    bench = identifying(house=house, library=library)
    return bench.tell(NotLinked(bench.visit))


def signing_in(*, house: House | None = None) -> Bench:
    """Return a kiosk at which Marta has sent the log-in form."""
    return asking(house=house).send_form()


def turned_away() -> Bench:
    """Return a kiosk that has refused Marta's log-in, because she has not signed the library's agreement."""
    bench = identifying()
    return bench.tell(TurnedAwayBy(bench.visit, TurnAwayReason.AGREEMENT, "Please sign"))


def serving(
    *codes: str,
    loans: tuple[str, ...] = (),
    house: House | None = None,
    library: Library = LIBRARY,
    member: Member = MARTA,
    limits: Limits | None = None,
) -> Bench:
    """Return a kiosk at which Marta is signed in. These items are on her list."""
    return identifying(house=house, library=library).sign_in(member, loans=loans, limits=limits).stage(*codes)


def committing(*codes: str, loans: tuple[str, ...] = ()) -> Bench:
    """Return a kiosk that has sent the commit of these items, because Marta has scanned her fob a second time.

    The second scan of her fob works like Finish.
    """
    return serving(*(codes or ("DR-1",)), loans=loans).later(1).fob()


def reading_back(*codes: str) -> Bench:
    """Return a kiosk after the server has accepted Marta's commit."""
    return committing(*codes).later(1).answer_commit()


def receipt(*codes: str) -> Bench:
    """Return a kiosk that shows the receipt, because the loans have proven Marta's commit."""
    codes = codes or ("DR-1",)
    return reading_back(*codes).later(1).read(proven=codes)


def remove(bench: Bench, code: str) -> Bench:
    """Take the line of this code off the list, as the member does."""
    return bench.tell(RemoveLine(bench.line(code).ident))
