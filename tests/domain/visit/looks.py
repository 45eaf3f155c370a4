"""Random events of a person who looks for a tool, and random answers of the library."""

from typing import TypeVar

from kiosk.domain.messages.answers import DetailsRead, SearchAnswered, ShelvesRead
from kiosk.domain.messages.events import Event
from kiosk.domain.messages.intents import (
    AtPlace,
    CloseFound,
    CloseSidePage,
    FindTool,
    LayOut,
    LookFor,
    MoreFound,
    OfKind,
    OpenFound,
    SearchAgain,
)
from kiosk.domain.search import Choosing, Details, FoundTool, Place, Results, Shelves, Standing, ToolCategory
from kiosk.domain.visit.side_pages import finding_of
from kiosk.domain.visit.state_parts import visit_of
from kiosk.domain.visit.states import Kiosk
from tests.domain.cast import NEXT_WEEK, item

T = TypeVar("T")
POWER, GARDEN = ToolCategory("1", "Power tools"), ToolCategory("3", "Garden")
MAIN, RACK = Place("10", ("Main room",)), Place("11", ("Main room", "Rack A"))
SHELVES = Shelves((POWER, GARDEN), (MAIN, RACK))


def found(code: str, standing: Standing = Standing.FREE) -> FoundTool:
    """Return the search result for this tool. `standing` says if the tool can be borrowed now."""
    return FoundTool(item(code), standing, until=NEXT_WEEK if standing is Standing.OUT else None)


def _pick(options: tuple[T, ...], number: int) -> T:
    return options[number % len(options)]


def look(kiosk: Kiosk, number: int) -> Event:
    """Return an event of a search.

    The event is an act of the person, or the library's answer to the last request or to an earlier request.
    """
    which, number = number % 20, number // 20
    finding, visit = finding_of(kiosk.state), visit_of(kiosk.state)
    late = number % 5 == 0
    asked, shelves, field = (finding.number, finding.shelves_number, finding.field) if finding else (1, 1, 1)
    opened = finding.opened.number if finding and finding.opened else 1
    page = tuple(found(f"T-{number % 7 + each}", _pick(tuple(Standing), each)) for each in range(number % 4))
    like = FindTool(_pick(("Belt sander 3", ""), number), _pick(("Garden", "", "X"), number))
    results = _pick((Results(page, more=bool(number % 2)), Results(page, more=True), None), number)
    options: tuple[Event, ...] = (
        *(
            FindTool(),
            like,
            CloseSidePage(),
            LayOut(_pick((*Choosing, None), number)),
        ),
        *(LookFor(field, "sand"[: number % 5]), LookFor(field, f"drill {number}"), LookFor(-1, "x")),
        *(OfKind(_pick(("1", "3", "99", None), number)), AtPlace(_pick(("10", "11", None), number))),
        *(MoreFound(), OpenFound(f"id-T-{number % 9}"), CloseFound(), SearchAgain()),
        *(SearchAnswered(visit, asked - late, results),) * 3,
        *(ShelvesRead(visit, shelves - late, _pick((SHELVES, None), number)),) * 2,
        DetailsRead(visit, opened - late, _pick((Details("Sharp", "Bosch", "X"), None), number)),
        FindTool(),
    )
    return options[which]
