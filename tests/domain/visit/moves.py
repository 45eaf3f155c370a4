"""Random events for a kiosk, in any order. Some events have right ids, others have wrong ids."""

from collections.abc import Callable
from decimal import Decimal
from typing import TypeVar

from kiosk.domain.basket import in_flight
from kiosk.domain.carts import CartDiffers, CommitCame
from kiosk.domain.digital import ItemFacts
from kiosk.domain.messages.answers import (
    BalanceRead,
    BillSeen,
    CartSeen,
    CommitAnswered,
    FobsPaused,
    LineAnswered,
    LineChanged,
    LineGone,
    LineStays,
    LinkDead,
    LinkKept,
    LoansRead,
    NotLinked,
    OffersRead,
    PinNeeded,
    ResetAnswered,
    ResetOutcome,
    SignedIn,
    SignInAway,
    SignInLost,
    SlipAnswered,
    Throttled,
    TitlesRead,
    TurnAwayReason,
    TurnedAwayBy,
    WrongSecret,
)
from kiosk.domain.messages.events import (
    CommandName,
    CommandRead,
    EitherRead,
    Event,
    FobRead,
    ItemRead,
    OddRead,
    OddReason,
    ScanFailed,
    Scanned,
    Touched,
)
from kiosk.domain.messages.intents import (
    AskAgain,
    Cancel,
    ChooseLanguage,
    CloseReceipt,
    CodeTyped,
    Finish,
    ForgotPassword,
    FormSent,
    Help,
    Link,
    LogInWithoutFob,
    MoreTime,
    No,
    PrintSlip,
    RemoveFromTray,
    RemoveLine,
    RetryLine,
    ShowLanguages,
    StillHere,
    ThatWasATool,
    TypeCode,
    Yes,
)
from kiosk.domain.model import (
    CommitDone,
    CommitId,
    CommitRefused,
    Direction,
    EarlierLine,
    InDoubt,
    ItemCode,
    Limits,
    Line,
    LineId,
    LineOutcome,
    LinesRefused,
    Medium,
    NotSent,
    Opening,
    Proof,
    Recorded,
    Refusal,
    RefusalKind,
    Refused,
    Secret,
    Staged,
    Truth,
    VisitId,
)
from kiosk.domain.money import Balance
from kiosk.domain.terms import Changed
from kiosk.domain.visit.state_parts import basket_of, tray_of, visit_of
from kiosk.domain.visit.states import (
    AskingSecret,
    Committing,
    Identifying,
    Idle,
    Kiosk,
    ReadingBack,
    Resolving,
    Serving,
    Settling,
    SigningIn,
    State,
)
from tests.domain.cast import JONAS, MARTA, NEXT_WEEK, item, loan
from tests.domain.visit.choices import BILLS, DAYS, OFFERS, cart_now, change, choices, pick
from tests.domain.visit.digital import RIVER, TITLES, about_titles
from tests.domain.visit.kept import kept_answers
from tests.domain.visit.looks import look
from tests.domain.visit.world_moves import world

FOBS = ("FOB-MARTA", "FOB-JONAS", "118")
CODES = ("DR-1", "dr-1", "SA-2", "HA-3", "ha-3", "118", "4006381333931")
OWN = ("HA-3",)
T = TypeVar("T")
Move = Callable[[Kiosk, int], Event]


def lines_of(state: State) -> tuple[Line, ...]:
    """Return every line in the state."""
    match state:
        case Committing(serving=serving, lines=lines):
            return (*lines, *serving.lines)
        case ReadingBack(of) | Resolving(of):
            return (*of.lines, *of.serving.lines)
        case _:
            return basket_of(state)


def _visit(kiosk: Kiosk, number: int) -> VisitId:
    """Return the id of the open visit, or sometimes a wrong id."""
    open_visit = visit_of(kiosk.state)
    return VisitId(number) if open_visit is None or number % 11 == 0 else open_visit


def _line(kiosk: Kiosk, number: int) -> LineId:
    lines = lines_of(kiosk.state)
    return LineId(number) if not lines or number % 7 == 0 else pick(lines, number).ident


def _commit(kiosk: Kiosk, number: int) -> CommitId:
    match kiosk.state:
        case Committing(commit=commit) if number % 9:
            return commit
        case ReadingBack(of) | Resolving(of) if number % 9:
            return of.commit
        case _:
            return CommitId(number)


def _line_outcome(number: int) -> LineOutcome:
    code = pick(("DR-1", "SA-2", "HA-3"), number // 3)
    options: tuple[LineOutcome, ...] = (
        Staged(f"ref-{number % 5}", item(code), NEXT_WEEK, days=DAYS),
        Staged(f"ref-{code}"),
        Staged("r", item(code), direction=Direction.RETURN),
        Recorded(item(code), NEXT_WEEK),
        Refused(Refusal(RefusalKind.ITEM_UNKNOWN)),
        Refused(Refusal(RefusalKind.NOT_AVAILABLE, item=item("HA-3"))),
        NotSent(),
        InDoubt(),
    )
    return pick(options, number)


def _commit_outcome(kiosk: Kiosk, number: int) -> CommitCame:
    refused = tuple((line.ident, Refusal(RefusalKind.OTHER)) for line in lines_of(kiosk.state)[: number % 3])
    options: tuple[CommitCame, ...] = (
        *(CommitDone(), InDoubt(), NotSent()),
        CommitRefused("no"),
        LinesRefused(refused),
        CommitRefused("no", refused[:1]),
        CartDiffers(cart_now(lines_of(kiosk.state), number)),
    )
    return pick(options, number)


def _truth(kiosk: Kiosk, number: int) -> Truth | None:
    idents = sorted({line.ident for line in lines_of(kiosk.state)})
    if number % 5 == 0:
        return None
    proven = tuple(Proof(ident, NEXT_WEEK) for place, ident in enumerate(idents) if number >> place & 1)
    return Truth(proven, frozenset(idents) - {proof.line for proof in proven} if number % 2 else frozenset())


def _opening(number: int) -> Opening:
    found = (EarlierLine(Direction.BORROW, item("SA-2"), "old", NEXT_WEEK),) if number % 3 == 0 else ()
    limits = Limits(max_loans=2) if number % 4 == 0 else Limits()
    loans = tuple(loan(code) for code in OWN) if number % 2 else TITLES if number % 4 else ()
    other_carts = (EarlierLine(Direction.BORROW, item("118"), "far"),) if number % 7 == 0 else ()
    return Opening(loans, found, limits, project_required=number % 5 == 0, other_carts=other_carts)


def scan(_: Kiosk, number: int) -> Event:
    """Return a scan or a misread."""
    which, number = number % 6, number // 6
    options: tuple[Event, ...] = (
        Scanned(FobRead(Secret(pick(FOBS, number)))),
        Scanned(ItemRead(ItemCode(pick(CODES, number)))),
        Scanned(EitherRead(Secret(pick((*FOBS, *CODES), number)))),
        Scanned(CommandRead(pick(tuple(CommandName), number), "fr" if number % 2 else "tlh")),
        Scanned(OddRead(pick(tuple(OddReason), number))),
        ScanFailed("items", "noise"),
    )
    return options[which]


def intent(kiosk: Kiosk, number: int) -> Event:
    """Return an act of a person at the screen. Some acts make no sense in this state."""
    options: tuple[Event, ...] = (
        *(Touched(), Finish(), Finish(), Yes(), Yes(), No(), Cancel(), StillHere(), CloseReceipt(), MoreTime()),
        *(PrintSlip(("A drill",)), TypeCode(), CodeTyped(pick((*CODES, " "), number // 20))),
        *(LogInWithoutFob(), ForgotPassword(), ThatWasATool(), Help(), ShowLanguages(), AskAgain()),
        Link(yes=bool(number % 2)),
        ChooseLanguage(pick(("fr", "en", "tlh"), number // 20)),
        RemoveLine(_line(kiosk, number // 20)),
        *choices(_line(kiosk, number // 20), number // 20),
        RetryLine(_line(kiosk, number // 20)),
        RemoveFromTray(pick(tray_of(kiosk.state) or (ItemCode("DR-1"),), number // 20)),
        FormSent(
            getattr(kiosk.state, "form", 0), "n" * (number % 5), Secret("s" * (number % 3)), Secret("1" * (number % 2))
        ),
    )
    return pick(options, number)


def answer(kiosk: Kiosk, number: int) -> Event:
    """Return an answer of the runner. Sometimes the kiosk has not asked for this answer."""
    which, number = number % 25, number // 25
    visit, line, commit = _visit(kiosk, number), _line(kiosk, number), _commit(kiosk, number)
    options: tuple[Event, ...] = (
        SignedIn(visit, JONAS if number % 6 == 0 else MARTA, _opening(number), bool(number % 2), bool(number % 3)),
        NotLinked(visit),
        PinNeeded(visit, wrong=bool(number % 2)),
        LinkDead(visit, expired=bool(number % 2)),
        WrongSecret(visit),
        FobsPaused(visit, number % 90) if number % 4 == 0 else Throttled(visit, number % 90),
        SignInAway(visit),
        TurnedAwayBy(visit, pick(tuple(TurnAwayReason), number)),
        SignInLost(visit),
        *(LinkKept(visit, ok=bool(number % 2)), SlipAnswered(visit, ok=bool(number % 2))),
        ResetAnswered(visit, pick(tuple(ResetOutcome), number)),
        *(LineAnswered(visit, line, _line_outcome(number)), LineAnswered(visit, line, _line_outcome(number + 1))),
        *(LineGone(visit, line), LineStays(visit, line)),
        *(change(lines_of(kiosk.state), visit, line, each) for each in (number, number + 1)),
        *(CartSeen(visit, cart_now(lines_of(kiosk.state), each)) for each in (number, number + 1)),
        *(OffersRead(visit, OFFERS if number % 2 else None), BillSeen(visit, BILLS[number % 2])),
        *kept_answers(visit, number),
        TitlesRead(visit, (ItemFacts(item(pick(CODES, number)), pick((None, Medium.EBOOK), number)),)),
        BalanceRead(visit, Balance(Decimal(number)) if number % 2 else None),
        *(CommitAnswered(visit, commit, _commit_outcome(kiosk, number)),) * 2,
        *(LoansRead(visit, commit, _truth(kiosk, number)),) * 2,
    )
    return options[which]


def forward(kiosk: Kiosk, number: int) -> Event:
    """Return the next event of a usual visit. With these events, random kiosks also reach the receipt."""
    visit = visit_of(kiosk.state) or VisitId(0)
    match kiosk.state:
        case Idle():
            return Scanned(FobRead(Secret(pick(FOBS, number))))
        case Identifying() | SigningIn():
            systems = (RIVER,) if number % 4 == 0 else ()
            reserves, owing = bool(number % 3), bool(number % 2)
            return SignedIn(visit, MARTA, _opening(number), reserves=reserves, owing=owing, systems=systems)
        case AskingSecret(form=form):
            return FormSent(form, "marta", Secret("secret"), Secret("1234"))
        case Serving(lines=lines) | Settling(serving=Serving(lines=lines)) if in_flight(lines):
            line = pick(in_flight(lines), number)
            if line.wish is not None:
                return LineChanged(visit, line.ident, line.wish.number, Changed(line.wanted))
            return LineAnswered(visit, line.ident, Staged(f"ref-{line.code}", item(line.code), NEXT_WEEK))
        case Serving(lines=lines) if len(lines) < number % 4:
            return Scanned(ItemRead(ItemCode(pick(CODES, number))))
        case Committing(commit=commit):
            return CommitAnswered(visit, commit, CommitDone() if number % 2 else InDoubt())
        case ReadingBack(of) | Resolving(of) if number % 3 == 0:
            return LoansRead(visit, of.commit, _truth(kiosk, number))
        case ReadingBack(of) | Resolving(of):
            return LoansRead(visit, of.commit, Truth(tuple(Proof(line.ident, NEXT_WEEK) for line in of.lines)))
        case _:
            return Finish()


MOVES: tuple[Move, ...] = (
    *(scan, scan, intent, answer, world, look, look, forward, forward, forward),
    *(about_titles, about_titles, about_titles),
)
