"""The lines of stories about the settings of a library, and about what people do at the kiosk.

README.md lists the wordings of these lines.
"""

from kiosk.domain.library import FobLogin, WalkAway
from kiosk.domain.messages.events import (
    CommandName,
    CommandRead,
    Event,
    FobRead,
    OddRead,
    OddReason,
    ScanFailed,
    Scanned,
    Touched,
)
from kiosk.domain.messages.intents import (
    Cancel,
    CloseFound,
    ClosePanel,
    CloseReceipt,
    CloseSidePage,
    CodeTyped,
    FindTool,
    Finish,
    ForgotPassword,
    FormSent,
    Help,
    LeaveOtherCarts,
    LogInWithoutFob,
    MoreTime,
    No,
    RemoveFromTray,
    RemoveLine,
    RetryLine,
    ShowReservations,
    StillHere,
    TakeOver,
    ThatWasATool,
    TypeCode,
    Yes,
)
from kiosk.domain.messages.intents import Link as LinkChoice
from kiosk.domain.model import Secret
from tests.scenarios.stage import Stage, codes_in
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
    "Forgot your password?": ForgotPassword(),
    "Help": Help(),
    "Keep": ClosePanel(),
    "Type the code": TypeCode(),
    "Put it on this list": TakeOver(),
    "Leave it there": LeaveOtherCarts(),
    "Find a tool": FindTool(),
    "Back to the list": CloseFound(),
    "Back from the search": CloseSidePage(),
    "Reservations": ShowReservations(),
    "Ask again": ShowReservations(),
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


@happens("the library sends mails for a new password")
def _(stage: Stage) -> None:
    stage.set_house(resets_password=True)


@happens("the library wants no sounds")
def _(stage: Stage) -> None:
    stage.set_library(sounds=False)


@happens("this kiosk has no scanner for labels")
def _(stage: Stage) -> None:
    stage.set_house(has_item_reader=False)


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


@happens("{who} types the address {text}")
def _(stage: Stage, who: str, text: str) -> None:
    stage.named(who)
    stage.bench.tell(Touched()).tell(FormSent(_form(stage), text))


@happens("{who} types the PIN {text}")
def _(stage: Stage, who: str, text: str) -> None:
    stage.named(who)
    stage.bench.tell(Touched()).tell(FormSent(_form(stage), pin=Secret(text)))


@happens("{who} types the code {text}")
def _(stage: Stage, who: str, text: str) -> None:
    stage.named(who)
    stage.bench.tell(Touched()).tell(CodeTyped(text))


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
    stage.bench.tell(ScanFailed("items", "noise"))


@happens("a code of 300 characters is scanned")
def _(stage: Stage) -> None:
    stage.bench.tell(Scanned(OddRead(OddReason.TOO_LONG, "A" * 24 + "…")))


@happens("after {n} seconds?")
def _(stage: Stage, n: str) -> None:
    stage.bench.wait(int(n))


def _fob(stage: Stage, who: str) -> Secret:
    return Secret(f"FOB-{stage.named(who).upper()}")


def _form(stage: Stage) -> int:
    return int(getattr(stage.bench.state, "form", 0))
