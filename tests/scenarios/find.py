"""The lines of stories about a search for a tool. README.md lists the wordings of these lines."""

from kiosk.domain.library import FoundThings, Searchers
from kiosk.domain.messages.answers import DetailsRead, SearchAnswered, ShelvesRead, SignInLost
from kiosk.domain.messages.effects import ReadDetails, ReadShelves, Search
from kiosk.domain.messages.intents import AtPlace, FindTool, LayOut, LookFor, MoreFound, OfKind, OpenFound
from kiosk.domain.model import Item, ItemCode, Medium
from kiosk.domain.search import Choosing, Details, FoundTool, Place, Results, Shelves, Standing, ToolCategory
from kiosk.domain.visit.side_pages import finding_of
from kiosk.domain.visit.state_parts import visit_of
from kiosk.domain.visit.states import ToolSearch
from kiosk.structs import replace
from kiosk.views.basket import BasketPage, LineView
from kiosk.views.find import FindPage
from tests.domain.cast import NEXT_WEEK
from tests.scenarios.stage import Stage, codes_in, item_of
from tests.scenarios.telling import happens, holds

KINDS = (ToolCategory("1", "Power tools"), ToolCategory("3", "Garden"))
PLACES = (Place("10", ("Main room",)), Place("20", ("Back room",)))
STANDINGS = {
    "free": Standing.FREE,
    "out": Standing.OUT,
    "handed out by staff": Standing.STAFF,
    "being repaired": Standing.REPAIR,
}


def _finding(stage: Stage) -> ToolSearch:
    finding = finding_of(stage.bench.state)
    assert finding is not None, "nobody looks for a tool"
    return finding


def _lines(stage: Stage) -> tuple[LineView, ...]:
    page = stage.view.page
    assert isinstance(page, BasketPage)
    return page.lines


def _answer(stage: Stage, results: Results | None) -> None:
    stage.bench.tell(SearchAnswered(visit_of(stage.bench.state), _finding(stage).number, results))


def _found(tools: str, standing: Standing) -> tuple[FoundTool, ...]:
    until = NEXT_WEEK if standing is Standing.OUT else None
    return tuple(
        FoundTool(replace(item_of(code), category="Power tools"), standing, until=until, price="$2.00 per loan")
        for code in codes_in(tools)
    )


# --- how this library is set up ------------------------------------------------------------------


@happens("only those who have logged in may look for tools")
def _(stage: Stage) -> None:
    stage.set_library(searchers=Searchers.MEMBERS)


@happens("the library also finds titles of a digital library")
def _(stage: Stage) -> None:
    stage.set_library(finds=FoundThings.BOTH, search_in=("", "od"))


@happens("the library shows no money")
def _(stage: Stage) -> None:
    stage.set_library(hide_money=True)


# --- people --------------------------------------------------------------------------------------


@happens("{who} looks for {text}")
def _(stage: Stage, who: str, text: str) -> None:
    stage.named(who)
    if finding_of(stage.bench.state) is None:
        stage.bench.tell(FindTool())
    stage.bench.tell(LookFor(_finding(stage).field, text))


@happens("{who} wants one like {tools}")
def _(stage: Stage, who: str, tools: str) -> None:
    stage.named(who)
    (code,) = codes_in(tools)
    line = next(one for one in _lines(stage) if one.code == item_of(code).code)
    assert line.like is not None
    stage.bench.tell(line.like.intent)


@happens("{who} wants only the kind {text}")
def _(stage: Stage, who: str, text: str) -> None:
    stage.named(who)
    stage.bench.tell(OfKind(next(kind.ident for kind in KINDS if kind.name == text)))


@happens("{who} wants only the place {text}")
def _(stage: Stage, who: str, text: str) -> None:
    stage.named(who)
    stage.bench.tell(LayOut(Choosing.PLACES))
    stage.bench.tell(AtPlace(next(place.ident for place in PLACES if place.path[-1] == text)))


@happens("{who} looks closer at {tools}")
def _(stage: Stage, who: str, tools: str) -> None:
    stage.named(who)
    for code in codes_in(tools):
        stage.bench.tell(OpenFound(item_of(code).ident))


@happens("{who} wants to see more tools")
def _(stage: Stage, who: str) -> None:
    stage.named(who)
    stage.bench.tell(MoreFound())


# --- the library answers -------------------------------------------------------------------------


@happens("the library tells its kinds and places")
def _(stage: Stage) -> None:
    asked = stage.bench.wants(ReadShelves)[-1]
    stage.bench.tell(ShelvesRead(asked.visit, asked.number, Shelves(KINDS, PLACES)))


@happens("the library finds {tools}, {word}")
def _(stage: Stage, tools: str, word: str) -> None:
    _answer(stage, Results(_found(tools, STANDINGS[word])))


@happens("the library finds {tools} and more")
def _(stage: Stage, tools: str) -> None:
    _answer(stage, Results(_found(tools, Standing.FREE), more=True))


@happens("the digital library finds the e-book {text}, {word}")
def _(stage: Stage, text: str, word: str) -> None:
    item = Item(ItemCode("guid-1"), text, "od|guid-1")
    _answer(stage, Results((FoundTool(item, STANDINGS[word], medium=Medium.EBOOK, system="od"),)))


@happens("the library finds nothing")
def _(stage: Stage) -> None:
    _answer(stage, Results())


@happens("the library finds {tools} for what was looked for before")
def _(stage: Stage, tools: str) -> None:
    before = stage.bench.wants(Search)[-2]
    stage.bench.tell(SearchAnswered(before.visit, before.number, Results(_found(tools, Standing.FREE))))


@happens("the library does not answer the search")
def _(stage: Stage) -> None:
    _answer(stage, None)


@happens("the library tells more of it: {text} by {more}")
def _(stage: Stage, text: str, more: str) -> None:
    asked = stage.bench.wants(ReadDetails)[-1]
    stage.bench.tell(DetailsRead(asked.visit, asked.number, Details(text, more)))


@happens("the search finds out that the sign-in has ended")
def _(stage: Stage) -> None:
    stage.bench.tell(SignInLost(stage.bench.visit))


# --- checks --------------------------------------------------------------------------------------


@holds("somebody can look for a tool")
def _(stage: Stage) -> None:
    assert isinstance(stage.view.page, FindPage), type(stage.view.page).__name__


@holds("nobody looks for a tool")
def _(stage: Stage) -> None:
    assert finding_of(stage.bench.state) is None


@holds("what is found is {tools}")
def _(stage: Stage, tools: str) -> None:
    page = stage.view.page
    assert isinstance(page, FindPage)
    names = {item_of(code).name for code in codes_in(tools)}
    assert {row.title for row in page.rows} == names, [row.title for row in page.rows]


@holds("the kiosk looks for {text}")
def _(stage: Stage, text: str) -> None:
    assert stage.bench.the(Search).query.words == text, stage.bench.work


@holds("the kiosk looks for the kind {text}")
def _(stage: Stage, text: str) -> None:
    query = stage.bench.the(Search).query
    assert query.kind == next(kind.ident for kind in KINDS if kind.name == text)


@holds("the kiosk looks in {text}")
def _(stage: Stage, text: str) -> None:
    query = stage.bench.the(Search).query
    assert query.place == next(place.ident for place in PLACES if place.path[-1] == text)
