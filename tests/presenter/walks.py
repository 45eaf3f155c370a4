"""Random walks through the real visit.

People press buttons of the screen, scan and wait. The server gives any possible answer.
"""

from dataclasses import dataclass
from datetime import timedelta

from hypothesis import strategies as st

from kiosk.domain.library import House, Language, Library, Searchers, WalkAway
from kiosk.domain.messages.answers import (
    Answer,
    CommitAnswered,
    DetailsRead,
    FobsPaused,
    LineAnswered,
    LineChanged,
    LineGone,
    LinkDead,
    LoansRead,
    NotLinked,
    OffersRead,
    PinNeeded,
    SearchAnswered,
    ShelvesRead,
    SignedIn,
    SignInAway,
    SignInLost,
    Throttled,
    TurnAwayReason,
    TurnedAwayBy,
    WrongSecret,
)
from kiosk.domain.messages.effects import (
    AddLine,
    ChangeLine,
    Commit,
    Effect,
    Identify,
    Inquiry,
    Play,
    ReadDetails,
    ReadLoans,
    ReadOffers,
    ReadShelves,
    Search,
    SignIn,
    TakeOut,
)
from kiosk.domain.messages.events import (
    Event,
    FobRead,
    ItemRead,
    ReaderChanged,
    ReaderKind,
    Scanned,
    ServerAway,
    ServerBack,
    StoreBroken,
    StoreMended,
    Tick,
)
from kiosk.domain.messages.intents import FormSent, LookFor
from kiosk.domain.model import (
    ChangeOutcome,
    CommitDone,
    CommitOutcome,
    Direction,
    InDoubt,
    Item,
    ItemCode,
    Line,
    LineOutcome,
    Loan,
    LoanId,
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
)
from kiosk.domain.search import Details, Place, Results, Shelves, ToolCategory
from kiosk.domain.terms import Changed, Condition, Offers, Project, Terms
from kiosk.domain.visit import begin, step
from kiosk.domain.visit.side_pages import finding_of
from kiosk.domain.visit.states import Kiosk, Step
from kiosk.presenter import present
from kiosk.structs import replace
from kiosk.texts import Texts
from kiosk.views.pieces import Button, Emphasis
from kiosk.views.view import View
from tests.presenter.kiosks import AROUND, FORMATS, LIBRARY, MARTA, SAT_5_DEC, every, nothing
from tests.presenter.searches import founds

BOTH = replace(
    LIBRARY,
    confirm_borrows=True,
    languages=(Language("en", "English"), Language("fr", "Français")),
    logout_timeout=1,
    searchers=Searchers.ANYONE,
)
PROJECTS = tuple(Project(str(number), f"Project {number}") for number in range(12))
CONDITIONS = (Condition("6", "Needs a look"), Condition("7", "Broken"))
ASKING = replace(BOTH, projects=True, offers=Offers(conditions=CONDITIONS), asks_condition=True)
NAILER = Loan(LoanId("77"), Item(ItemCode("NAIL-1"), "Nailer", shelf="A1"), due=SAT_5_DEC)


@dataclass
class Walk:
    """A kiosk during a walk. `asked` has the effects that have no answer yet."""

    kiosk: Kiosk
    asked: tuple[Effect, ...] = ()

    def view(self, language: str = "en") -> View:
        """Return the view that the person sees now."""
        return present(self.kiosk, Texts.for_language(language), FORMATS[language], nothing)

    def tried(self, event: Event, after_s: float) -> Step:
        """Return the step that this event would cause in `after_s` seconds. Do not change this walk."""
        moment = self.kiosk.lasting.moment
        later = replace(moment, at=moment.at + after_s, wall=moment.wall + timedelta(seconds=after_s))
        return step(self.kiosk.at(later), event)

    def goes(self, event: Event, after_s: float = 0.1) -> Step:
        """Send this event to the kiosk after `after_s` seconds, and return the step."""
        result = self.tried(event, after_s)
        self.kiosk, self.asked = result.kiosk, (*self.asked, *filter(_is_answered, result.effects))
        return result

    def buttons(self) -> list[Button]:
        """Return the buttons that can be pressed now."""
        found = every(self.view(), Button)
        return [it for it in found if isinstance(it, Button) and it.enabled and it.look is not Emphasis.CHOSEN]


def started(library: Library = BOTH, **house: object) -> Walk:
    """Return a walk that begins at Welcome, while the library is open."""
    return Walk(begin(replace(House(), **house), AROUND.moment, library))  # type: ignore[arg-type]


@st.composite
def walks(draw: st.DrawFn) -> Walk:
    """Draw a walk. It begins at Welcome, or at Marta's basket of two tools."""
    walk = started(draw(st.sampled_from([BOTH, ASKING])), walk_away=draw(st.sampled_from(WalkAway)))
    if draw(st.booleans()):
        return walk
    asked = work(walk.goes(Scanned(FobRead(Secret("secret-fob-1")))))
    opening = Opening((NAILER,), project_required=draw(st.booleans()))
    walk.goes(SignedIn(next(it.visit for it in asked if isinstance(it, Identify)), MARTA, opening))
    for code in ("NAIL-1", "DR-1"):
        for add in work(walk.goes(Scanned(ItemRead(ItemCode(code))))):
            if isinstance(add, AddLine):
                walk.goes(LineAnswered(add.visit, add.line.ident, Staged("ref", _item(add.line), SAT_5_DEC)))
    walk.asked = ()
    return walk


def _is_answered(effect: Effect) -> bool:
    return isinstance(
        effect, Emphasis | Identify | SignIn | AddLine | TakeOut | ChangeLine | Commit | ReadLoans | ReadOffers
    )


def work(result: Step) -> list[Effect]:
    """Return the effects of a step, except the sounds."""
    return [effect for effect in result.effects if not isinstance(effect, Play)]


def _item(line: Line) -> Item:
    return Item(line.code, f"Tool {line.code}", ident=line.code, shelf="B2")


@st.composite
def line_outcomes(draw: st.DrawFn, line: Line) -> LineOutcome:
    item = _item(line)
    outcomes: list[LineOutcome] = [
        Staged("ref", item, SAT_5_DEC),
        Staged("ref", item, SAT_5_DEC, days=tuple(SAT_5_DEC + timedelta(days=ahead) for ahead in range(12))),
        Staged("ref", item, direction=Direction.RETURN, days_late=2),
        Recorded(item, SAT_5_DEC),
        Refused(Refusal(RefusalKind.RESERVED, "Until <b>Friday</b>", item)),
        Refused(Refusal(RefusalKind.ITEM_UNKNOWN)),
        NotSent(),
        InDoubt(),
    ]
    return draw(st.sampled_from(outcomes))


@st.composite
def looked(draw: st.DrawFn, look: Inquiry) -> Answer:
    """Draw the library's answer to a search, to a request for shelves, or to a request for details of a tool.

    Half of the answers say that the library did not answer.
    """
    answered = draw(st.booleans())
    match look:
        case Search(visit, number):
            some = draw(st.lists(founds, max_size=3)) if answered else []
            return SearchAnswered(visit, number, Results(tuple(some), draw(st.booleans())) if answered else None)
        case ReadShelves(visit, number):
            return ShelvesRead(
                visit, number, Shelves((ToolCategory("1", "Saws"),), (Place("2", ("Rack",)),)) if answered else None
            )
        case ReadDetails(visit, number):
            return DetailsRead(visit, number, Details("Sharp") if answered else None)


@st.composite
def answers(draw: st.DrawFn, effect: Effect) -> Answer | None:
    """Draw one of the answers that this effect can have. Return None if the effect has no answer."""
    match effect:
        case Identify(visit) | SignIn(visit):
            opening = SignedIn(visit, MARTA, Opening((NAILER,)), renewable=True)
            asked_again: list[Answer] = [NotLinked(visit), PinNeeded(visit, wrong=True), LinkDead(visit, expired=True)]
            failed: list[Answer] = [
                WrongSecret(visit, "No"),
                Throttled(visit, 30.0),
                FobsPaused(visit, 30.0),
                SignInAway(visit),
            ]
            away = TurnedAwayBy(visit, TurnAwayReason.AGREEMENT, url="https://library.example")
            asked = asked_again if isinstance(effect, Identify) else failed
            return draw(st.sampled_from([opening, opening, opening, *asked, away]))
        case AddLine(visit, line):
            answered: Answer = LineAnswered(visit, line.ident, draw(line_outcomes(line)))
            return draw(st.sampled_from([*[answered] * 9, SignInLost(visit)]))
        case ChangeLine(visit, line):
            assert line.wish is not None
            kept = Terms(line.due, line.wish.terms.project)
            changes: list[ChangeOutcome] = [Changed(line.wish.terms), Changed(kept), NotSent(), InDoubt()]
            return LineChanged(visit, line.ident, line.wish.number, draw(st.sampled_from(changes)))
        case ReadOffers(visit):
            return OffersRead(visit, draw(st.sampled_from([None, Offers(), Offers(PROJECTS)])))
        case Search() | ReadShelves() | ReadDetails():
            return draw(looked(effect))
        case TakeOut(visit, line):
            return LineGone(visit, line.ident)
        case Commit(visit, commit):
            commits: list[CommitOutcome] = [CommitDone(), CommitDone(), NotSent(), InDoubt()]
            return CommitAnswered(visit, commit, draw(st.sampled_from(commits)))
        case ReadLoans(visit, commit, lines):
            proven = tuple(Proof(line.ident) for line in lines if draw(st.booleans()))
            rest = frozenset(line.ident for line in lines) - {proof.line for proof in proven}
            return LoansRead(visit, commit, draw(st.sampled_from([Truth(proven, rest), Truth(proven), None])))
        case _:
            return None


SCANS: list[Event] = [
    Scanned(FobRead(Secret("secret-fob-1"))),
    Scanned(FobRead(Secret("secret-fob-2"))),
    Scanned(ItemRead(ItemCode("NAIL-1"))),
    Scanned(ItemRead(ItemCode("DR-1"))),
    Scanned(ItemRead(ItemCode("DR-2"))),
    Scanned(ItemRead(ItemCode("DR-3"))),
]
WORLD: list[Event] = [
    ServerAway(5.0),
    ServerBack(),
    StoreBroken(),
    *[StoreMended()] * 3,
    ReaderChanged("fob", ReaderKind.FOBS, ready=False),
    ReaderChanged("fob", ReaderKind.FOBS, ready=True),
    ReaderChanged("items", ReaderKind.ITEMS, ready=False),
]


@st.composite
def happenings(draw: st.DrawFn, walk: Walk) -> tuple[Event, float]:
    """Draw an event that can happen now, and the number of seconds until it happens."""
    kind = draw(st.sampled_from([*["answer"] * 6, *["press"] * 6, *["scan"] * 3, *["time"] * 2, "world"]))
    if kind == "answer" and walk.asked:
        effect, walk.asked = walk.asked[0], walk.asked[1:]
        answer = draw(answers(effect))
        if answer is not None:
            return answer, 0.2
    finding = finding_of(walk.kiosk.state)
    if kind == "press" and finding is not None and draw(st.booleans()):
        return LookFor(finding.field, draw(st.sampled_from(["", "sa", "sand"]))), 1.0
    if kind == "press":
        button = draw(st.sampled_from(walk.buttons() or [Button("-", FormSent(0))]))
        intent = button.intent
        if isinstance(intent, FormSent):
            return replace(intent, name="marta", secret=Secret("secret-word"), pin=Secret("secret-pin")), 1.0
        return intent, 1.0
    if kind == "world":
        return draw(st.sampled_from(WORLD)), 1.0
    if kind == "time":
        return Tick(), draw(st.sampled_from([1.0, 1.0, 5.0, 5.0, 12.0, 45.0]))
    return draw(st.sampled_from(SCANS)), 0.5
