"""Sample lines, acts and linked fobs, as a visit makes them."""

from datetime import UTC, date, datetime

from kiosk.backends.ports import ActKind, PlannedWrite
from kiosk.domain.messages.effects import Record, RecordKind
from kiosk.domain.model import CommitId, Direction, Item, ItemCode, Line, LineId, LineState, LoanId, Secret, VisitId
from kiosk.store.link_encryption import RememberedToken
from kiosk.store.vault import Holder, LinkAnswer, Linked

FINISHED = datetime(2026, 3, 2, 9, 59, 30, tzinfo=UTC)

BORROWED = Line(
    LineId(7),
    ItemCode("DR-0142"),
    Direction.BORROW,
    LineState.STAGED,
    Item(ItemCode("DR 0142"), 'Drill, 1/2"', "991", shelf="A3", loan_days=7),
    due=date(2026, 3, 9),
    ref="line-55",
)
RETURNED = Line(LineId(8), ItemCode("LAD-0009"), Direction.RETURN, LineState.STAGED, loan=LoanId("L-3"), ref="line-56")

UNSETTLED = Record(RecordKind.COMMIT_UNSETTLED, VisitId(3), (ItemCode("DR-0142"),), CommitId(5), inbox=True)

FOB, OTHER_FOB = Secret("FOB-00117788"), Secret("FOB-00117789")
PIN, WRONG = Secret("2468"), Secret("1111")
TOKEN = RememberedToken(Secret("refresh-token-xyz"))
ANNA = Holder("member-4711", "AB")
SITE = "https://example.org/library"


def commit(
    number: int, account: str = "member-4711", visit: int = 3, token: str | None = "access-token-abc"
) -> PlannedWrite:
    return PlannedWrite(
        ActKind.COMMIT,
        VisitId(visit),
        account,
        commit=CommitId(number),
        lines=(BORROWED, RETURNED),
        finished=FINISHED,
        token=Secret(token) if token else None,
    )


def borrow(line: int = 7, account: str = "member-4711", visit: int = 3, code: str = "DR-0142") -> PlannedWrite:
    return PlannedWrite(ActKind.BORROW, VisitId(visit), account, line=LineId(line), code=ItemCode(code))


def linked(found: LinkAnswer) -> Linked:
    assert isinstance(found, Linked)
    return found
