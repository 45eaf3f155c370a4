"""The lines of stories about due days, projects and conditions. README.md lists the wordings of these lines."""

from datetime import date, time, timedelta

from kiosk.domain.library import OpeningHours
from kiosk.domain.messages.answers import LineAnswered, LineChanged, SignedIn
from kiosk.domain.messages.effects import ChangeLine
from kiosk.domain.messages.intents import ChooseCondition, ChooseDue, ChooseProject, OpenPanel, SameDueForAll
from kiosk.domain.model import ChangeOutcome, InDoubt, ItemCode, NotSent, Opening, Refusal, RefusalKind, Refused, Staged
from kiosk.domain.terms import Changed, Condition, Offers, Project, TermKind
from kiosk.structs import replace
from tests.domain.cast import NEXT_WEEK
from tests.scenarios.stage import PEOPLE, Stage, codes_in, item_of
from tests.scenarios.telling import happens, holds

PROJECTS = {each.name: each for each in (Project("156", "Energy audit"), Project("157", "Raised beds"))}
CONDITIONS = {each.name: each for each in (Condition("6", "Needs a look"), Condition("7", "Broken"))}
DAYS = tuple(NEXT_WEEK + timedelta(days=ahead) for ahead in range(-4, 4))
OPEN, CLOSED = OpeningHours(time(10), time(17)), OpeningHours()


# --- how this library is set up ------------------------------------------------------------------


@happens("the library is open on Tuesdays and Fridays")
def _(stage: Stage) -> None:
    stage.set_library(hours=(CLOSED, OPEN, CLOSED, CLOSED, OPEN, CLOSED, CLOSED))


@happens("the library wants a project for every borrow")
def _(stage: Stage) -> None:
    stage.set_library(projects=True, offers=Offers(projects=tuple(PROJECTS.values())))


@happens("the library asks how tools come back")
def _(stage: Stage) -> None:
    stage.set_library(asks_condition=True, offers=Offers(conditions=tuple(CONDITIONS.values())))


# --- people --------------------------------------------------------------------------------------


@happens("{who} opens the days of {tools}")
def _(stage: Stage, who: str, tools: str) -> None:
    stage.named(who)
    for code in codes_in(tools):
        stage.bench.tell(OpenPanel(stage.line(code).ident, TermKind.DUE))


@happens("{who} chooses day {n} for {tools}")
def _(stage: Stage, who: str, n: str, tools: str) -> None:
    stage.named(who)
    for code in codes_in(tools):
        stage.bench.later(0.5).tell(ChooseDue(stage.line(code).ident, _day(n)))


@happens("{who} chooses day {n} for all")
def _(stage: Stage, who: str, n: str) -> None:
    stage.named(who)
    stage.bench.tell(SameDueForAll(_day(n)))


@happens("{who} chooses the project {text} for all")
def _(stage: Stage, who: str, text: str) -> None:
    stage.named(who)
    stage.bench.tell(ChooseProject(None, PROJECTS[text]))


@happens("{who} chooses the project {text} for {tools}")
def _(stage: Stage, who: str, text: str, tools: str) -> None:
    stage.named(who)
    for code in codes_in(tools):
        stage.bench.tell(ChooseProject(stage.line(code).ident, PROJECTS[text]))


@happens("{who} says of {tools}: {text}")
def _(stage: Stage, who: str, tools: str, text: str) -> None:
    stage.named(who)
    for code in codes_in(tools):
        stage.bench.tell(ChooseCondition(stage.line(code).ident, CONDITIONS[text]))


# --- the library answers -------------------------------------------------------------------------


@happens("the library knows {who}, and wants to know what tools are for")
def _(stage: Stage, who: str) -> None:
    stage.bench.tell(SignedIn(stage.bench.visit, PEOPLE[stage.named(who)], Opening(project_required=True)))


@happens("the library puts {tools} on the list, with days to choose from")
def _(stage: Stage, tools: str) -> None:
    for code in codes_in(tools):
        _staged(stage, code)


@happens("the library puts {tools} on the list for six days, with days to choose from")
def _(stage: Stage, tools: str) -> None:
    for code in codes_in(tools):
        _staged(stage, code, loan_days=6)


@happens("the library puts {tools} on the list, which is reserved from day {n}")
def _(stage: Stage, tools: str, n: str) -> None:
    for code in codes_in(tools):
        _staged(stage, code, max_due=_day(n) - timedelta(days=1))


@happens("the library makes the change of {tools}")
def _(stage: Stage, tools: str) -> None:
    for code in codes_in(tools):
        _change(stage, code, Changed(stage.line(code).wanted))


@happens("the library makes the first change of {tools}")
def _(stage: Stage, tools: str) -> None:
    for code in codes_in(tools):
        first = next(effect.line.wish for effect in stage.bench.wants(ChangeLine) if effect.line.code == code)
        assert first is not None
        ident = stage.line(code).ident
        stage.bench.tell(LineChanged(stage.bench.visit, ident, first.number, Changed(first.terms)))


@happens("the library refuses the change of {tools}")
def _(stage: Stage, tools: str) -> None:
    for code in codes_in(tools):
        _change(stage, code, Refused(Refusal(RefusalKind.DUE_DATE)))


@happens("the change of {tools} never reached the library")
def _(stage: Stage, tools: str) -> None:
    for code in codes_in(tools):
        _change(stage, code, NotSent())


@happens("nobody can tell what became of the change of {tools}")
def _(stage: Stage, tools: str) -> None:
    for code in codes_in(tools):
        _change(stage, code, InDoubt())


# --- checks of the present state -----------------------------------------------------------------


@holds("{tools} (?:is|are) due on day {n}")
def _(stage: Stage, tools: str, n: str) -> None:
    for code in codes_in(tools):
        assert stage.line(code).wanted.due == _day(n), stage.line(code).wanted


@holds("{tools} (?:is|are) for the project {text}")
def _(stage: Stage, tools: str, text: str) -> None:
    for code in codes_in(tools):
        assert stage.line(code).wanted.project == PROJECTS[text], stage.line(code).wanted


@holds("nothing is open to choose from")
def _(stage: Stage) -> None:
    assert stage.bench.serving.panel is None


@holds("the kiosk asks the library to change {tools}")
def _(stage: Stage, tools: str) -> None:
    changed = {effect.line.code for effect in stage.bench.last if isinstance(effect, ChangeLine)}
    assert changed == set(codes_in(tools)), stage.bench.work


def _day(n: str) -> date:
    return NEXT_WEEK.replace(day=int(n))


def _staged(stage: Stage, code: ItemCode, *, loan_days: int | None = None, max_due: date | None = None) -> None:
    item = replace(item_of(code), loan_days=loan_days, max_due=max_due)
    staged = Staged(f"ref-{code}", item, NEXT_WEEK, days=DAYS)
    stage.bench.later(0.3).tell(LineAnswered(stage.bench.visit, stage.line(code).ident, staged))


def _change(stage: Stage, code: ItemCode, outcome: ChangeOutcome) -> None:
    line = stage.line(code)
    assert line.wish is not None, "no change is on its way"
    stage.bench.later(0.3).tell(LineChanged(stage.bench.visit, line.ident, line.wish.number, outcome))
