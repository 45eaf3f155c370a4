"""States of a kiosk for the tests of the presenter.

In these states, it is a Saturday afternoon in November, the library has opening hours, and Marta is the member.
"""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time

from msgspec import Struct
from msgspec.structs import fields

from kiosk.domain.library import Contact, House, KioskTexts, Library, OpeningHours
from kiosk.domain.model import (
    CommitId,
    Direction,
    Item,
    ItemCode,
    Line,
    LineId,
    LineState,
    Loan,
    LoanId,
    Member,
    Moment,
    Refusal,
    RefusalKind,
    Secret,
    VisitId,
)
from kiosk.domain.visit.lasting import Lasting
from kiosk.domain.visit.questions import Then, ThenReceipt
from kiosk.domain.visit.states import Committing, Kiosk, Serving, State
from kiosk.presenter import present
from kiosk.presenter.page_facts import wording
from kiosk.structs import replace
from kiosk.texts import NATIVE_NAMES, Texts
from kiosk.texts.formats import Formats, PlainFormats
from kiosk.ui.formats import QtFormats
from kiosk.views.view import View

NOW = 1000.0
SATURDAY = datetime(2026, 11, 21, 14, 5, tzinfo=UTC)
SAT_5_DEC = date(2026, 12, 5)
FOB = Secret("secret-fob-4711")
OTHER_FOB = Secret("secret-fob-0815")
CLOSED = OpeningHours()
EVENING = OpeningHours(time(15), time(19))
LIBRARY = Library(
    name="Millbrook Tool Library",
    hours=(CLOSED, EVENING, CLOSED, EVENING, CLOSED, OpeningHours(time(10), time(17)), CLOSED),
    contact=Contact("(802) 555-0142", "hello@millbrook.example", "1 Mill Lane", "Millbrook"),
    texts=KioskTexts(
        welcome="<p>Welcome text</p>",
        home="<p>Home text</p>",
        check_in="<p>Check-in text</p>",
        check_out="<p>Check-out text</p>",
        post_check_in="<p>Post check-in text</p>",
        post_check_out="<p>Post check-out text</p>",
    ),
)
AROUND = Lasting(Moment(NOW, SATURDAY), library=LIBRARY)
MARTA = Member("ref-1", "Marta")

FORMATS: dict[str, Formats] = {code: QtFormats(code) for code in NATIVE_NAMES} | {"en": PlainFormats()}


def nothing(code: ItemCode) -> str:
    """Return an empty name for every item, as a cache does that knows no items."""
    return ""


def seen(state: State, lasting: Lasting = AROUND, language: str = "en") -> View:
    """Return the view of this state."""
    lasting = replace(lasting, language=language)
    return present(Kiosk(state, lasting), Texts.for_language(language, wording(lasting)), FORMATS[language], nothing)


def line(
    ident: int,
    name: str = "",
    direction: Direction = Direction.BORROW,
    state: LineState = LineState.STAGED,
    *,
    shelf: str = "",
    due: date | None = None,
    refused: RefusalKind | None = None,
    days_late: int = 0,
) -> Line:
    """Return a line. If `name` is empty, the line has no item, and only the item's code is known."""
    code = ItemCode(f"CODE-{ident}")
    item = Item(code, name, shelf=shelf) if name else None
    refusal = Refusal(refused, item=item) if refused else None
    return Line(LineId(ident), code, direction, state, item, due, refusal=refusal, days_late=days_late)


DRILL = line(2, "Cordless drill 18 V", due=SAT_5_DEC)
LADDER = line(3, "Extension ladder 4 m", Direction.RETURN, shelf="C2")
SAW = line(1, state=LineState.CHECKING)
WASHER = line(4, "Pressure washer", state=LineState.REFUSED, shelf="D1", refused=RefusalKind.RESERVED)
SANDER = line(5, state=LineState.NOT_CHECKED)
FIVE = (SAW, DRILL, LADDER, WASHER, SANDER)


def loan(name: str, due: date | None, days_late: int = 0) -> Loan:
    """Return a loan of a tool that the member has at home."""
    return Loan(LoanId(name), Item(ItemCode(name.upper()), name), due=due, days_late=days_late)


def serving(*lines: Line) -> Serving:
    """Return Marta's visit with these lines."""
    return Serving(VisitId(1), MARTA, NOW + 60, FOB, lines)


def committing(*lines: Line, then: Then | None = None, began: float = NOW) -> Committing:
    """Return the state after Marta has pressed Finish, when the commit has no answer yet."""
    return Committing(serving(*lines), CommitId(9), lines, then or ThenReceipt(), began, SATURDAY)


def house(**changes: object) -> Lasting:
    """Return the lasting values of a kiosk whose `House` has these changes."""
    return replace(AROUND, house=replace(House(), **changes))  # type: ignore[arg-type]


def every(part: object, kind: type) -> Iterator[object]:
    """Yield every value of this type that `part` of a view contains, at any depth."""
    if isinstance(part, kind):
        yield part
    if isinstance(part, Struct):
        for name in part.__struct_fields__:
            yield from every(getattr(part, name), kind)
    elif isinstance(part, tuple):
        for one in part:
            yield from every(one, kind)


def words(part: object) -> str:
    """Return all texts in a part of a view, one on each line. Return also the texts that the screen does not show."""
    return "\n".join(str(text) for text in every(part, str))


NOT_OURS = frozenset({"intent", "html", "payload", "value", "key", "picture"})
"""Names of the fields of a view that contain no plain text of the kiosk.

They contain intents, HTML, addresses, typed text or keys.
"""


def shown(part: object) -> Iterator[str]:
    """Yield the plain texts in a part of a view. Leave out the fields in NOT_OURS."""
    if isinstance(part, str):
        yield part
    elif isinstance(part, Struct):
        for field in fields(part):
            if field.name not in NOT_OURS:
                yield from shown(getattr(part, field.name))
    elif isinstance(part, tuple):
        for one in part:
            yield from shown(one)
