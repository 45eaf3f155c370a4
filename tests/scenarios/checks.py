"""The lines of stories that begin with `->` and check something. README.md lists the wordings of these lines.

A test compares the list in README.md with this file.
"""

from kiosk.domain.library import ClosedReason
from kiosk.domain.messages.effects import (
    AddLine,
    Commit,
    Effect,
    Farewell,
    Identify,
    KeepLink,
    Play,
    ReadLoans,
    Record,
    ResetPassword,
    SignIn,
    TakeOut,
)
from kiosk.domain.model import Line, RefusalKind
from kiosk.domain.visit.questions import ThenQuietly
from kiosk.domain.visit.state_parts import tray_of
from kiosk.domain.visit.states import AskingSecret, Closed, Purpose, Receipt, Serving
from tests.scenarios.stage import PEOPLE, Stage, codes_in
from tests.scenarios.telling import holds
from tests.scenarios.words import LOOKS, QUESTIONS, SCREENS, VERDICTS


@holds("the screen is {word}")
def _(stage: Stage, word: str) -> None:
    assert isinstance(stage.bench.state, SCREENS[word]), type(stage.bench.state).__name__
    if word == "closed":
        assert stage.bench.is_in(Closed).reason in set(ClosedReason)


@holds("the screen says {text}")
def _(stage: Stage, text: str) -> None:
    assert text.casefold() in stage.words.casefold(), stage.words


@holds("the screen does not say {text}")
def _(stage: Stage, text: str) -> None:
    assert text.casefold() not in stage.words.casefold()


@holds("nobody is told what becomes of it, the kiosk finishes quietly")
def _(stage: Stage) -> None:
    assert isinstance(stage.bench.commit.then, ThenQuietly)
    assert not any(member.first_name in stage.words for member in PEOPLE.values())


@holds("the question is {word}")
def _(stage: Stage, word: str) -> None:
    question = getattr(stage.bench.state, "question", None)
    assert isinstance(question, QUESTIONS[word]), question


@holds("there is no question")
def _(stage: Stage) -> None:
    assert getattr(stage.bench.state, "question", None) is None


@holds("it asks whether somebody is still there")
def _(stage: Stage) -> None:
    assert stage.bench.is_in(Serving).warned


@holds("the form asks for a password to remember the fob")
def _(stage: Stage) -> None:
    assert stage.bench.is_in(AskingSecret).purpose is Purpose.LINK


@holds("the form asks for a password")
def _(stage: Stage) -> None:
    assert stage.bench.is_in(AskingSecret).purpose in {Purpose.PASSWORD, Purpose.FORM}


@holds("the form asks for a PIN")
def _(stage: Stage) -> None:
    assert stage.bench.is_in(AskingSecret).purpose is Purpose.PIN


@holds("the form asks the same member once more")
def _(stage: Stage) -> None:
    assert stage.bench.is_in(AskingSecret).purpose is Purpose.AGAIN


@holds("it is {who}'s basket")
def _(stage: Stage, who: str) -> None:
    assert stage.bench.serving.member == PEOPLE[stage.named(who)]


@holds("{tools} (?:is|are) {word}")
def _(stage: Stage, tools: str, word: str) -> None:
    state, direction = LOOKS[word]
    for code in codes_in(tools):
        line = stage.line(code)
        assert line.state is state, line.state
        assert direction in (None, line.direction)


@holds("{tools} (?:is|are) refused because of: {word}")
def _(stage: Stage, tools: str, word: str) -> None:
    for code in codes_in(tools):
        refusal = stage.line(code).refusal
        assert refusal is not None
        assert refusal.kind is RefusalKind[word.upper().replace(" ", "_")], refusal.kind


@holds("there is no line for {tools}")
def _(stage: Stage, tools: str) -> None:
    for code in codes_in(tools):
        assert all(line.code != code for line in stage.lines())


@holds("the list is {tools}")
def _(stage: Stage, tools: str) -> None:
    assert tuple(line.code for line in stage.lines()) == codes_in(tools), [line.code for line in stage.lines()]


@holds("the list is empty")
def _(stage: Stage) -> None:
    assert not stage.lines()


@holds("the tray holds {tools}")
def _(stage: Stage, tools: str) -> None:
    assert set(tray_of(stage.bench.state)) == set(codes_in(tools)), tray_of(stage.bench.state)


@holds("the tray is empty")
def _(stage: Stage) -> None:
    assert not tray_of(stage.bench.state)


@holds("the receipt says: {word}")
def _(stage: Stage, word: str) -> None:
    assert stage.bench.is_in(Receipt).verdict is VERDICTS[word], stage.bench.is_in(Receipt).verdict


@holds("the kiosk asks the library who that is")
def _(stage: Stage) -> None:
    assert any(isinstance(effect, Identify | SignIn) for effect in stage.bench.last), stage.bench.work


@holds("the kiosk asks the library for a mail to {text}")
def _(stage: Stage, text: str) -> None:
    assert [effect.name for effect in stage.bench.last if isinstance(effect, ResetPassword)] == [text]


@holds("the kiosk asks the library for {tools}")
def _(stage: Stage, tools: str) -> None:
    assert {line.code for line in _lines_of(stage, AddLine)} == set(codes_in(tools)), stage.bench.work


@holds("the kiosk asked the library {n} times? for {tools}")
def _(stage: Stage, n: str, tools: str) -> None:
    for code in codes_in(tools):
        assert sum(effect.line.code == code for effect in stage.bench.wants(AddLine)) == int(n)


@holds("the kiosk asks the library to take {tools} off the list")
def _(stage: Stage, tools: str) -> None:
    assert {line.code for line in _lines_of(stage, TakeOut)} == set(codes_in(tools)), stage.bench.work


@holds("the kiosk asks the library to record {tools}")
def _(stage: Stage, tools: str) -> None:
    assert {line.code for line in _lines_of(stage, Commit)} == set(codes_in(tools)), stage.bench.work


@holds("the kiosk has asked {n} times? to record")
def _(stage: Stage, n: str) -> None:
    assert len(stage.bench.wants(Commit)) == int(n)


@holds("the kiosk looks at the loans again")
def _(stage: Stage) -> None:
    stage.bench.the(ReadLoans)


@holds("the kiosk asks the library for nothing")
def _(stage: Stage) -> None:
    assert stage.bench.work == []


@holds("the kiosk wants to remember the fob")
def _(stage: Stage) -> None:
    stage.bench.the(KeepLink)


@holds("the account is closed")
def _(stage: Stage) -> None:
    stage.bench.the(Farewell)


@holds("the account is closed, and {tools} (?:is|are) taken off its list")
def _(stage: Stage, tools: str) -> None:
    assert {line.code for line in stage.bench.the(Farewell).take_out} == set(codes_in(tools))


@holds("the account is closed, and nothing is taken off its list")
def _(stage: Stage) -> None:
    assert stage.bench.the(Farewell).take_out == ()


@holds("the account is closed, but the kiosk goes on looking at the loans")
def _(stage: Stage) -> None:
    assert stage.bench.the(Farewell).hand_over is not None


@holds("no account was closed")
def _(stage: Stage) -> None:
    assert not stage.bench.wants(Farewell)


@holds("staff find {tools} in the inbox")
def _(stage: Stage, tools: str) -> None:
    assert set(stage.bench.inbox) == set(codes_in(tools)), stage.bench.inbox


@holds("staff find nothing in the inbox")
def _(stage: Stage) -> None:
    assert stage.bench.inbox == []


@holds("a note is kept")
def _(stage: Stage) -> None:
    assert any(isinstance(effect, Record) for effect in stage.bench.last)


@holds("it sounds {word}")
def _(stage: Stage, word: str) -> None:
    assert stage.bench.sounds[-1].value == word, stage.bench.sounds


@holds("it makes no sound")
def _(stage: Stage) -> None:
    assert not stage.bench.wants(Play)


@holds("nothing of {who} is left on the screen")
def _(stage: Stage, who: str) -> None:
    assert PEOPLE[stage.named(who)].first_name not in stage.words


@holds("the basket is open, and nothing was lost")
def _(stage: Stage) -> None:
    assert stage.bench.is_in(Serving).lines


def _lines_of(stage: Stage, kind: type[Effect]) -> list[Line]:
    found: list[Line] = []
    for effect in stage.bench.last:
        if not isinstance(effect, kind):
            continue
        match effect:
            case AddLine(line=line) | TakeOut(line=line):
                found.append(line)
            case Commit(lines=lines):
                found.extend(lines)
            case _:
                pass
    return found
