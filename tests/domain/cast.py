"""The persons of the tests (Marta and Jonas) with their fobs, tools and loans, and answers of a server."""

from datetime import UTC, date, datetime

from kiosk.domain.library import Language, Library, Searchers
from kiosk.domain.model import (
    Direction,
    Item,
    ItemCode,
    Loan,
    LoanId,
    Member,
    Refusal,
    RefusalKind,
    Refused,
    Staged,
)

NOON = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
NEXT_WEEK = date(2026, 11, 27)
MARTA = Member("member-1", "Marta")
JONAS = Member("member-2", "Jonas")
FOB = "FOB-MARTA"
OTHER_FOB = "FOB-JONAS"
LIBRARY = Library(
    name="Tool Library",
    logout_timeout=2.0,
    languages=(Language("en", "English", is_default=True), Language("es", "E")),
    searchers=Searchers.ANYONE,
    web_url="https://tools.example/library",
)


def item(code: str) -> Item:
    """Return the item of this code, with a name and an id."""
    return Item(ItemCode(code), f"The {code}", ident=f"id-{code}")


def loan(code: str) -> Loan:
    """Return a loan of this item. The loan is two days late."""
    return Loan(LoanId(f"loan-{code}"), item(code), due=date(2026, 11, 18), days_late=2)


def staged(code: str, *, direction: Direction | None = None, ref: str = "") -> Staged:
    """Return the server's answer that the item is in the cart."""
    return Staged(ref or f"ref-{code}", item(code), NEXT_WEEK, direction)


def refused(kind: RefusalKind, words: str = "") -> Refused:
    """Return a refusal of the server."""
    return Refused(Refusal(kind, words))
