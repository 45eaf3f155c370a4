"""The lines of stories about reservations. README.md lists the wordings of these lines."""

from datetime import date, timedelta

from kiosk.domain.messages.answers import LineAnswered, ReleaseAnswered, ReservationsRead, SignedIn
from kiosk.domain.messages.effects import AddLine, ReadReservations, Release
from kiosk.domain.messages.intents import AskRelease, CloseSidePage, ShowReservations
from kiosk.domain.model import InDoubt, ItemCode, Line, NotSent, Opening, Refusal, RefusalKind, Refused
from kiosk.domain.reservations import Released, ReleaseOutcome, Reservation
from kiosk.domain.terms import ReservationId
from kiosk.domain.visit.states import Reserving
from kiosk.structs import replace
from tests.domain.cast import NEXT_WEEK
from tests.scenarios.stage import PEOPLE, Stage, codes_in, in_cart, item_of, loan_of
from tests.scenarios.telling import happens, holds

# --- people --------------------------------------------------------------------------------------


@happens("{who} opens the reservations")
def _(stage: Stage, who: str) -> None:
    stage.named(who)
    stage.bench.tell(ShowReservations())


@happens("{who} goes back to scanning")
def _(stage: Stage, who: str) -> None:
    stage.named(who)
    stage.bench.tell(CloseSidePage())


@happens("{who} no longer needs {tools}")
def _(stage: Stage, who: str, tools: str) -> None:
    stage.named(who)
    for code in codes_in(tools):
        stage.bench.tell(AskRelease(_of(stage, code).ident, item_of(code).ident))


# --- the library answers -------------------------------------------------------------------------


@happens("the library knows {who}, who can reserve")
def _(stage: Stage, who: str) -> None:
    _sign_in(stage, who, Opening())


@happens("the library knows {who}, who can reserve and has {tools} at home")
def _(stage: Stage, who: str, tools: str) -> None:
    _sign_in(stage, who, Opening(tuple(loan_of(code) for code in codes_in(tools))))


@happens("the library keeps {tools} until day {n}")
def _(stage: Stage, tools: str, n: str) -> None:
    _keep(stage, tools, _day(n) - timedelta(days=5), _day(n))


@happens("the library keeps {tools} from day {n} on")
def _(stage: Stage, tools: str, n: str) -> None:
    _keep(stage, tools, _day(n), _day(n) + timedelta(days=2))


@happens("the library puts {tools} on the list, from the reservation")
def _(stage: Stage, tools: str) -> None:
    for code in codes_in(tools):
        line = stage.line(code)
        staged = replace(in_cart(code), pickup=line.pickup)
        stage.bench.later(0.3).tell(LineAnswered(stage.bench.visit, line.ident, staged))


@happens("the reservations are read")
def _(stage: Stage) -> None:
    stage.bench.later(0.2).tell(ReservationsRead(stage.bench.visit, tuple(stage.kept)))


@happens("the reservations cannot be read")
def _(stage: Stage) -> None:
    stage.bench.later(0.2).tell(ReservationsRead(stage.bench.visit, None))


@happens("the library cancels {tools}")
def _(stage: Stage, tools: str) -> None:
    for code in codes_in(tools):
        was = _of(stage, code)
        now = replace(was, items=tuple(item for item in was.items if item.code != code))
        stage.kept = [now if each is was else each for each in stage.kept]
        _answer(stage, was, code, Released(now))


@happens("the library does not cancel {tools}")
def _(stage: Stage, tools: str) -> None:
    for code in codes_in(tools):
        _answer(stage, _of(stage, code), code, Refused(Refusal(RefusalKind.OTHER)))


@happens("the wish to cancel {tools} never reached the library")
def _(stage: Stage, tools: str) -> None:
    for code in codes_in(tools):
        _answer(stage, _of(stage, code), code, NotSent())


@happens("nobody can tell whether {tools} (?:is|are) cancelled")
def _(stage: Stage, tools: str) -> None:
    for code in codes_in(tools):
        _answer(stage, _of(stage, code), code, InDoubt())


# --- checks of the present state -----------------------------------------------------------------


@holds("the kiosk asks what is kept")
def _(stage: Stage) -> None:
    assert any(isinstance(effect, ReadReservations) for effect in stage.bench.last), stage.bench.work


@holds("the kiosk asks the library to cancel {tools}")
def _(stage: Stage, tools: str) -> None:
    asked = [effect.item and effect.item.code for effect in stage.bench.last if isinstance(effect, Release)]
    assert asked == list(codes_in(tools)), stage.bench.work


@holds("the kiosk has not asked to cancel anything")
def _(stage: Stage) -> None:
    assert stage.bench.wants(Release) == []


@holds("the kiosk picks up {tools}")
def _(stage: Stage, tools: str) -> None:
    for code in codes_in(tools):
        pickup = _last_asked(stage, code).pickup
        assert pickup is not None
        assert pickup.ends == _of(stage, code).ends


@holds("the kiosk borrows {tools} as any other tool")
def _(stage: Stage, tools: str) -> None:
    assert all(_last_asked(stage, code).pickup is None for code in codes_in(tools))


@holds("the reservations are on the screen")
def _(stage: Stage) -> None:
    assert isinstance(stage.bench.serving.side_page, Reserving)


@holds("the basket is on the screen")
def _(stage: Stage) -> None:
    assert stage.bench.serving.side_page is None


def _day(n: str) -> date:
    return NEXT_WEEK.replace(day=int(n))


def _sign_in(stage: Stage, who: str, opening: Opening) -> None:
    stage.bench.tell(SignedIn(stage.bench.visit, PEOPLE[stage.named(who)], opening, reserves=True))


def _keep(stage: Stage, tools: str, starts: date, ends: date) -> None:
    items = tuple(item_of(code) for code in codes_in(tools))
    stage.kept.append(Reservation(ReservationId(f"r{len(stage.kept) + 1}"), starts, ends, items))


def _of(stage: Stage, code: ItemCode) -> Reservation:
    return next(each for each in stage.kept if code in {item.code for item in each.items})


def _answer(stage: Stage, of: Reservation, code: ItemCode, outcome: ReleaseOutcome) -> None:
    answer = ReleaseAnswered(stage.bench.visit, of.ident, item_of(code).ident, outcome)
    stage.bench.later(0.3).tell(answer)


def _last_asked(stage: Stage, code: ItemCode) -> Line:
    return [effect.line for effect in stage.bench.wants(AddLine) if effect.line.code == code][-1]
