"""What can happen in a story. The wordings are listed in README.md, which a test compares with this file."""

from dataclasses import replace

from kiosk.domain.library import FobLogin, WalkAway
from kiosk.domain.messages import (
    AddLine,
    Cancel,
    ClosedByStaff,
    CloseReceipt,
    CommandName,
    CommandRead,
    Event,
    Finish,
    FobRead,
    FormSent,
    Help,
    Identify,
    LibraryRead,
    LineAnswered,
    LinkDead,
    LinkKept,
    LoansRead,
    LogInWithoutFob,
    Misread,
    MoreTime,
    No,
    NotLinked,
    OddRead,
    OddReason,
    OpenedByStaff,
    PinNeeded,
    ReaderChanged,
    ReaderKind,
    RemoveFromTray,
    RemoveLine,
    RetryLine,
    Scanned,
    ServerAway,
    ServerBack,
    SignedIn,
    SignInAway,
    SignInLost,
    StillHere,
    Stopping,
    StoreBroken,
    StoreMended,
    ThatWasATool,
    Throttled,
    Touched,
    TurnAwayReason,
    TurnedAwayBy,
    WrongSecret,
    Yes,
)
from kiosk.domain.messages import Link as LinkChoice
from kiosk.domain.model import (
    CommitRefused,
    Direction,
    FoundLine,
    InDoubt,
    ItemCode,
    Limits,
    LineOutcome,
    NotSent,
    Opening,
    Proof,
    Recorded,
    Refusal,
    RefusalKind,
    Refused,
    Truth,
)
from kiosk.domain.secret import Secret
from tests.domain.bench import LIBRARY, NEXT_WEEK
from tests.scenarios.stage import PEOPLE, Stage, codes_in, in_cart, item_of, loan_of
from tests.scenarios.telling import happens

BUTTONS: dict[str, Event] = {
    "Finish": Finish(),
    "Yes": Yes(),
    "No": No(),
    "Log out": Cancel(),
    "Back": Cancel(),
    "Keep going": StillHere(),
    "More time": MoreTime(),
    "Done": CloseReceipt(),
    "Log in without a fob": LogInWithoutFob(),
    "That was a tool": ThatWasATool(),
    "Help": Help(),
}

# --- how this library is set up ------------------------------------------------------------------


@happens("the kiosk has just started and knows nothing yet")
def _(stage: Stage) -> None:
    stage.library = None


@happens("the library wants every borrow confirmed")
def _(stage: Stage) -> None:
    stage.set_library(confirm_borrows=True)


@happens("the library finishes for those who walk away")
def _(stage: Stage) -> None:
    stage.set_house(walk_away=WalkAway.FINISH)


@happens("the library only takes back for those who walk away")
def _(stage: Stage) -> None:
    stage.set_house(walk_away=WalkAway.RETURNS_ONLY)


@happens("the library forgets the list of those who walk away")
def _(stage: Stage) -> None:
    stage.set_house(walk_away=WalkAway.ABANDON)


@happens("the library uses no fobs")
def _(stage: Stage) -> None:
    stage.set_house(fob_login=FobLogin.OFF)


@happens("the library wants the password each time")
def _(stage: Stage) -> None:
    stage.set_house(fob_login=FobLogin.ASK_PASSWORD)


@happens("the library wants no sounds")
def _(stage: Stage) -> None:
    stage.set_library(sounds=False)


# --- people --------------------------------------------------------------------------------------


@happens("{who} shows {whose}")
def _(stage: Stage, who: str) -> None:
    stage.bench.tell(Scanned(FobRead(_fob(stage, who))))


@happens("{who} shows {whose} to the reader for everything")
def _(stage: Stage, who: str) -> None:
    stage.bench.either(_fob(stage, who).reveal())


@happens("{who} scans {tools}")
def _(stage: Stage, who: str, tools: str) -> None:
    stage.named(who)
    for code in codes_in(tools):
        stage.bench.later(0.5).scan(code)


@happens("{who} scans {tools} with the reader for everything")
def _(stage: Stage, who: str, tools: str) -> None:
    stage.named(who)
    for code in codes_in(tools):
        stage.bench.later(0.5).either(code)


@happens("{who} presses {text}")
def _(stage: Stage, who: str, text: str) -> None:
    stage.named(who)
    stage.bench.tell(BUTTONS[text])


@happens("{who} takes {tools} off the list")
def _(stage: Stage, who: str, tools: str) -> None:
    stage.named(who)
    for code in codes_in(tools):
        stage.bench.tell(RemoveLine(stage.line(code).ident))


@happens("{who} takes {tools} out of the tray")
def _(stage: Stage, who: str, tools: str) -> None:
    stage.named(who)
    for code in codes_in(tools):
        stage.bench.tell(RemoveFromTray(code))


@happens("{who} asks once more for {tools}")
def _(stage: Stage, who: str, tools: str) -> None:
    stage.named(who)
    for code in codes_in(tools):
        stage.bench.tell(RetryLine(stage.line(code).ident))


@happens("{who} types the name {text} and the password {more}")
def _(stage: Stage, who: str, text: str, more: str) -> None:
    stage.named(who)
    stage.bench.tell(Touched()).tell(FormSent(_form(stage), text, Secret(more)))


@happens("{who} types the PIN {text}")
def _(stage: Stage, who: str, text: str) -> None:
    stage.named(who)
    stage.bench.tell(Touched()).tell(FormSent(_form(stage), pin=Secret(text)))


@happens("{who} does not want the fob remembered")
def _(stage: Stage, who: str) -> None:
    stage.named(who)
    stage.bench.tell(LinkChoice(yes=False))


@happens("{who} touches the screen")
def _(stage: Stage, who: str) -> None:
    stage.named(who)
    stage.bench.tell(Touched())


@happens("{who} holds up the card {text}")
def _(stage: Stage, who: str, text: str) -> None:
    stage.named(who)
    name, _, argument = text.partition(" ")
    stage.bench.later(1).tell(Scanned(CommandRead(CommandName(name.lower()), argument)))


@happens("a reader cannot read something")
def _(stage: Stage) -> None:
    stage.bench.tell(Misread("items", "noise"))


@happens("a code of 300 characters is scanned")
def _(stage: Stage) -> None:
    stage.bench.tell(Scanned(OddRead(OddReason.TOO_LONG, "A" * 24 + "…")))


@happens("after {n} seconds?")
def _(stage: Stage, n: str) -> None:
    stage.bench.wait(int(n))


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
    found = tuple(FoundLine(Direction.BORROW, item_of(code), f"ref-{code}", NEXT_WEEK) for code in codes_in(tools))
    _sign_in(stage, who, Opening(found=found))


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
    stage.bench.later(1).answer_commit(CommitRefused(lines=reasons))


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


# --- around the kiosk ----------------------------------------------------------------------------


@happens("the kiosk learns the library's settings")
def _(stage: Stage) -> None:
    stage.bench.tell(LibraryRead(LIBRARY))


@happens("the library switches the kiosk off")
def _(stage: Stage) -> None:
    stage.bench.tell(LibraryRead(replace(LIBRARY, kiosk_enabled=False)))


@happens("the library goes out of reach")
def _(stage: Stage) -> None:
    stage.bench.tell(ServerAway(4.0))


@happens("the library is back in reach")
def _(stage: Stage) -> None:
    stage.bench.tell(ServerBack())


@happens("the item scanner is unplugged")
def _(stage: Stage) -> None:
    stage.bench.tell(ReaderChanged("items", ReaderKind.ITEMS, ready=False, why="unplugged"))


@happens("the item scanner is plugged in again")
def _(stage: Stage) -> None:
    stage.bench.tell(ReaderChanged("items", ReaderKind.ITEMS, ready=True))


@happens("the disk breaks")
def _(stage: Stage) -> None:
    stage.bench.tell(StoreBroken())


@happens("the disk works again")
def _(stage: Stage) -> None:
    stage.bench.tell(StoreMended())


@happens("staff close the kiosk")
def _(stage: Stage) -> None:
    stage.bench.tell(ClosedByStaff())


@happens("staff open the kiosk")
def _(stage: Stage) -> None:
    stage.bench.tell(OpenedByStaff())


@happens("the kiosk is switched off and on again")
def _(stage: Stage) -> None:
    stage.bench.tell(Stopping())
    stage.restart()


def _fob(stage: Stage, who: str) -> Secret:
    return Secret(f"FOB-{stage.named(who).upper()}")


def _form(stage: Stage) -> int:
    return int(getattr(stage.bench.state, "form", 0))


def _sign_in(stage: Stage, who: str, opening: Opening) -> None:
    stage.bench.tell(SignedIn(stage.bench.visit, PEOPLE[stage.named(who)], opening))


def _answer(stage: Stage, code: ItemCode, outcome: LineOutcome) -> None:
    stage.bench.later(0.3).tell(LineAnswered(stage.bench.visit, stage.line(code).ident, outcome))


def _read(stage: Stage, proven: tuple[ItemCode, ...], waiting: tuple[ItemCode, ...]) -> None:
    idents = {line.code: line.ident for line in (*stage.bench.commit.lines, *stage.bench.serving.lines)}
    proofs = tuple(Proof(idents[code], NEXT_WEEK) for code in proven)
    truth = Truth(proofs, frozenset(idents[code] for code in waiting))
    stage.bench.later(1).tell(LoansRead(stage.bench.visit, stage.bench.commit.commit, truth))
