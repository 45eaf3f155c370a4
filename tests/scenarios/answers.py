"""The lines of stories in which the library answers the kiosk. README.md lists the wordings of these lines."""

from kiosk.domain.messages.answers import (
    LineAnswered,
    LinkDead,
    LinkKept,
    LoansRead,
    NotLinked,
    PinNeeded,
    ResetAnswered,
    ResetOutcome,
    SignedIn,
    SignInAway,
    SignInLost,
    Throttled,
    TurnAwayReason,
    TurnedAwayBy,
    WrongSecret,
)
from kiosk.domain.messages.effects import AddLine, Identify
from kiosk.domain.model import (
    CommitRefused,
    Direction,
    EarlierLine,
    InDoubt,
    ItemCode,
    Limits,
    LineOutcome,
    LinesRefused,
    NotSent,
    Opening,
    Proof,
    Recorded,
    Refusal,
    RefusalKind,
    Refused,
    Truth,
)
from kiosk.structs import replace
from tests.domain.cast import NEXT_WEEK
from tests.scenarios.stage import PEOPLE, Stage, codes_in, in_cart, item_of, loan_of
from tests.scenarios.telling import happens

# --- the library answers: who is this ------------------------------------------------------------


@happens("the library knows {who}")
def _(stage: Stage, who: str) -> None:
    _sign_in(stage, who, Opening())


@happens("the library knows {who}, who has {tools} at home")
def _(stage: Stage, who: str, tools: str) -> None:
    _sign_in(stage, who, Opening(tuple(loan_of(code) for code in codes_in(tools))))


@happens("the library knows {who}, who has {tools} at home and may have only {n}")
def _(stage: Stage, who: str, tools: str, n: str) -> None:
    _sign_in(stage, who, Opening(tuple(loan_of(code) for code in codes_in(tools)), limits=Limits(max_loans=int(n))))


@happens("the library knows {who}, whose list still holds {tools} from before")
def _(stage: Stage, who: str, tools: str) -> None:
    found = tuple(EarlierLine(Direction.BORROW, item_of(code), f"ref-{code}", NEXT_WEEK) for code in codes_in(tools))
    _sign_in(stage, who, Opening(earlier=found))


@happens("the library knows {who}, whose membership has ended and who has {tools} at home")
def _(stage: Stage, who: str, tools: str) -> None:
    member = replace(PEOPLE[stage.named(who)], is_expired=True)
    opening = Opening(tuple(loan_of(code) for code in codes_in(tools)))
    stage.bench.tell(SignedIn(stage.bench.visit, member, opening))


@happens("the library knows {who}, and can remember the fob")
def _(stage: Stage, who: str) -> None:
    stage.bench.tell(SignedIn(stage.bench.visit, PEOPLE[stage.named(who)], Opening(), renewable=True))


@happens("the fob is remembered")
def _(stage: Stage) -> None:
    stage.bench.tell(LinkKept(stage.bench.visit, ok=True))


@happens("the library does not know the fob")
def _(stage: Stage) -> None:
    stage.bench.tell(NotLinked(stage.bench.visit))


@happens("the library wants a PIN")
def _(stage: Stage) -> None:
    stage.bench.tell(PinNeeded(stage.bench.visit))


@happens("the PIN is wrong")
def _(stage: Stage) -> None:
    stage.bench.tell(PinNeeded(stage.bench.visit, wrong=True))


@happens("the link of the fob has expired")
def _(stage: Stage) -> None:
    stage.bench.tell(LinkDead(stage.bench.visit, expired=True))


@happens("the library has been asked for the mail")
def _(stage: Stage) -> None:
    stage.bench.tell(ResetAnswered(stage.bench.visit, ResetOutcome.ASKED))


@happens("the library was asked for such a mail just now")
def _(stage: Stage) -> None:
    stage.bench.tell(ResetAnswered(stage.bench.visit, ResetOutcome.TOO_OFTEN))


@happens("the library cannot be asked for the mail")
def _(stage: Stage) -> None:
    stage.bench.tell(ResetAnswered(stage.bench.visit, ResetOutcome.AWAY))


@happens("the password is wrong")
def _(stage: Stage) -> None:
    stage.bench.tell(WrongSecret(stage.bench.visit))


@happens("there were too many wrong passwords: wait {n} seconds")
def _(stage: Stage, n: str) -> None:
    stage.bench.tell(Throttled(stage.bench.visit, float(n)))


@happens("the library cannot be reached for the sign-in")
def _(stage: Stage) -> None:
    stage.bench.tell(SignInAway(stage.bench.visit))


@happens("the library wants an agreement signed first")
def _(stage: Stage) -> None:
    stage.bench.tell(TurnedAwayBy(stage.bench.visit, TurnAwayReason.AGREEMENT, "Please sign the agreement."))


@happens("the library asks once more who this is")
def _(stage: Stage) -> None:
    stage.bench.tell(SignInLost(stage.bench.visit))


# --- the library answers: tools ------------------------------------------------------------------


@happens("the library puts {tools} on the list")
def _(stage: Stage, tools: str) -> None:
    for code in codes_in(tools):
        _answer(stage, code, in_cart(code))


@happens("the library says {tools} is the same as {text}")
def _(stage: Stage, tools: str, text: str) -> None:
    for code in codes_in(tools):
        _answer(stage, code, in_cart(ItemCode(text)))


@happens("the library refuses {tools}: {word}")
def _(stage: Stage, tools: str, word: str) -> None:
    for code in codes_in(tools):
        _answer(stage, code, Refused(Refusal(RefusalKind[word.upper().replace(" ", "_")])))


@happens("{tools} never reached the library")
def _(stage: Stage, tools: str) -> None:
    for code in codes_in(tools):
        _answer(stage, code, NotSent())


@happens("nobody can tell what became of {tools}")
def _(stage: Stage, tools: str) -> None:
    for code in codes_in(tools):
        _answer(stage, code, InDoubt())


@happens("the library records {tools} at once")
def _(stage: Stage, tools: str) -> None:
    for code in codes_in(tools):
        _answer(stage, code, Recorded(item_of(code), NEXT_WEEK))


@happens("the library takes {tools} off the list")
def _(stage: Stage, tools: str) -> None:
    for code in codes_in(tools):
        stage.bench.gone(code)


@happens("the library cannot take {tools} off the list")
def _(stage: Stage, tools: str) -> None:
    for code in codes_in(tools):
        stage.bench.stays(code)


@happens("a late answer puts {tools} on the list")
def _(stage: Stage, tools: str) -> None:
    for code in codes_in(tools):
        asked = next(effect for effect in stage.bench.wants(AddLine) if effect.line.code == code)
        stage.bench.tell(LineAnswered(asked.visit, asked.line.ident, in_cart(code)))


@happens("the sign-in of {who} succeeds after all")
def _(stage: Stage, who: str) -> None:
    asked = stage.bench.wants(Identify)[-1]
    stage.bench.tell(SignedIn(asked.visit, PEOPLE[stage.named(who)], Opening()))


# --- the library answers: the commit -------------------------------------------------------------


@happens("the library accepts it")
def _(stage: Stage) -> None:
    stage.bench.later(1).answer_commit()


@happens("no answer comes")
def _(stage: Stage) -> None:
    stage.bench.later(10).answer_commit(InDoubt())


@happens("it never reached the library")
def _(stage: Stage) -> None:
    stage.bench.later(1).answer_commit(NotSent())


@happens("the library refuses it: {text}")
def _(stage: Stage, text: str) -> None:
    stage.bench.later(1).answer_commit(CommitRefused(text))


@happens("the library accepts it, but refuses {tools}: {text}")
def _(stage: Stage, tools: str, text: str) -> None:
    reasons = tuple((stage.line(code).ident, Refusal(RefusalKind.OTHER, text)) for code in codes_in(tools))
    stage.bench.later(1).answer_commit(LinesRefused(reasons))


@happens("the library refuses {tools}: {text}, and then the rest: {more}")
def _(stage: Stage, tools: str, text: str, more: str) -> None:
    reasons = tuple((stage.line(code).ident, Refusal(RefusalKind.OTHER, text)) for code in codes_in(tools))
    stage.bench.later(1).answer_commit(CommitRefused(more, reasons))


@happens("the loans show {tools}")
def _(stage: Stage, tools: str) -> None:
    _read(stage, codes_in(tools), ())


@happens("the loans show nothing new, and the list still holds {tools}")
def _(stage: Stage, tools: str) -> None:
    _read(stage, (), codes_in(tools))


@happens("the loans show {tools}, the rest is still on the list")
def _(stage: Stage, tools: str) -> None:
    proven = codes_in(tools)
    _read(stage, proven, tuple(line.code for line in stage.bench.commit.lines if line.code not in proven))


@happens("the loans show nothing new, and the list is gone")
def _(stage: Stage) -> None:
    _read(stage, (), ())


@happens("the loans cannot be read")
def _(stage: Stage) -> None:
    stage.bench.later(1).read_nothing()


def _sign_in(stage: Stage, who: str, opening: Opening) -> None:
    stage.bench.tell(SignedIn(stage.bench.visit, PEOPLE[stage.named(who)], opening))


def _answer(stage: Stage, code: ItemCode, outcome: LineOutcome) -> None:
    stage.bench.later(0.3).tell(LineAnswered(stage.bench.visit, stage.line(code).ident, outcome))


def _read(stage: Stage, proven: tuple[ItemCode, ...], waiting: tuple[ItemCode, ...]) -> None:
    idents = {line.code: line.ident for line in (*stage.bench.commit.lines, *stage.bench.serving.lines)}
    proofs = tuple(Proof(idents[code], NEXT_WEEK) for code in proven)
    truth = Truth(proofs, frozenset(idents[code] for code in waiting))
    stage.bench.later(1).tell(LoansRead(stage.bench.visit, stage.bench.commit.commit, truth))
