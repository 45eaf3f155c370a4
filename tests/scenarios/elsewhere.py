"""The lines of stories about a list (a cart) that another device changes, a second list, and tools of an earlier visit.

README.md lists the wordings of these lines.
"""

from kiosk.domain.carts import CartDiffers, CartNow
from kiosk.domain.messages.answers import CartSeen, SignedIn
from kiosk.domain.messages.intents import KeepLine
from kiosk.domain.model import Direction, EarlierLine, ItemCode, Line, LineState, Loan, LoanId, Opening
from kiosk.structs import replace
from tests.domain.cast import NEXT_WEEK
from tests.scenarios.stage import PEOPLE, Stage, codes_in, item_of, loan_of
from tests.scenarios.telling import happens


@happens("another device puts {tools} on the list")
def _(stage: Stage, tools: str) -> None:
    _seen(stage, (*_now(stage), *map(_to_borrow, codes_in(tools))))


@happens("another device marks {tools} as brought back")
def _(stage: Stage, tools: str) -> None:
    _seen(stage, (*_now(stage), *map(_to_bring_back, codes_in(tools))))


@happens("another device takes {tools} off the list")
def _(stage: Stage, tools: str) -> None:
    _seen(stage, tuple(found for found in _now(stage) if found.item.code not in codes_in(tools)))


@happens("another device finishes the list")
def _(stage: Stage) -> None:
    now = _now(stage)
    back = {found.loan for found in now if found.direction is Direction.RETURN}
    new = tuple(
        Loan(LoanId(f"new-{found.item.code}"), found.item, due=found.due)
        for found in now
        if found.direction is Direction.BORROW
    )
    kept = tuple(loan for loan in stage.bench.serving.loans if loan.ident not in back)
    stage.bench.later(1).tell(CartSeen(stage.bench.visit, CartNow((), (*kept, *new))))


@happens("the library says that another device has put {tools} on the list")
def _(stage: Stage, tools: str) -> None:
    now = CartNow((*_now(stage), *map(_to_borrow, codes_in(tools))), stage.bench.serving.loans)
    stage.bench.later(1).answer_commit(CartDiffers(now))


@happens("the library knows {who}, whose other list holds {tools}")
def _(stage: Stage, who: str, tools: str) -> None:
    _sign_in(stage, who, Opening(other_carts=tuple(map(_to_borrow, codes_in(tools)))))


@happens("the library knows {who}, who handed over {tools} on another list")
def _(stage: Stage, who: str, tools: str) -> None:
    handed_over = (replace(_to_borrow(code), committed=True) for code in codes_in(tools))
    _sign_in(stage, who, Opening(other_carts=tuple(handed_over)))


@happens("the library knows {who}, who took {tools} before, which was not finished")
def _(stage: Stage, who: str, tools: str) -> None:
    found = (replace(_to_borrow(code), committed=True) for code in codes_in(tools))
    _sign_in(stage, who, Opening(earlier=tuple(found)))


@happens("the library knows {who}, who brought back {tools} before, which was not finished")
def _(stage: Stage, who: str, tools: str) -> None:
    codes = codes_in(tools)
    found = (replace(_to_bring_back(code), committed=True) for code in codes)
    _sign_in(stage, who, Opening(tuple(map(loan_of, codes)), tuple(found)))


@happens("{who} keeps {tools}")
def _(stage: Stage, who: str, tools: str) -> None:
    stage.named(who)
    for code in codes_in(tools):
        stage.bench.tell(KeepLine(stage.line(code).ident))


def _sign_in(stage: Stage, who: str, opening: Opening) -> None:
    stage.bench.tell(SignedIn(stage.bench.visit, PEOPLE[stage.named(who)], opening))


def _seen(stage: Stage, lines: tuple[EarlierLine, ...]) -> None:
    stage.bench.later(1).tell(CartSeen(stage.bench.visit, CartNow(lines, stage.bench.serving.loans)))


def _now(stage: Stage) -> tuple[EarlierLine, ...]:
    """Return the lines that are in the cart now: the staged lines of the basket."""
    lines = stage.bench.serving.lines
    return tuple(_as_found(line) for line in lines if line.state is LineState.STAGED)


def _as_found(line: Line) -> EarlierLine:
    item = line.item or item_of(line.code)
    return EarlierLine(line.direction, item, line.ref, line.due, line.loan, committed=line.committed)


def _to_borrow(code: ItemCode) -> EarlierLine:
    return EarlierLine(Direction.BORROW, item_of(code), f"ref-{code}", NEXT_WEEK)


def _to_bring_back(code: ItemCode) -> EarlierLine:
    loan = loan_of(code)
    return EarlierLine(Direction.RETURN, loan.item, loan.ident, loan.due, loan.ident)
