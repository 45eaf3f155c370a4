"""The search for a tool and its place. A search lends nothing. Only the scan of a label adds a tool to the basket.

Tools and digital titles can be in several systems. The kiosk asks one system after the other, and shows the results of
each system as soon as they come. The main system comes first. The kiosk asks the next system only after all results of
the main system have come. So digital systems do not delay the results for tools. If a digital system does not answer,
the search leaves out the titles of this system.
"""

from typing import assert_never

from kiosk.domain.messages.answers import DetailsRead, SearchAnswered, ShelvesRead
from kiosk.domain.messages.effects import ReadDetails, ReadShelves, Search
from kiosk.domain.messages.intents import (
    AtPlace,
    CloseFound,
    FindTool,
    LayOut,
    LookFor,
    MoreFound,
    OfKind,
    OpenFound,
    SearchAgain,
)
from kiosk.domain.model import VisitId
from kiosk.domain.search import MOST_FOUND, FoundTool, Place, Query, Results, Shelves, ToolCategory
from kiosk.domain.visit.states import Opened, SearchProgress, ToolSearch
from kiosk.domain.visit.times import TITLES_S, TYPING_S
from kiosk.domain.visit.turn import Turn
from kiosk.structs import replace

SearchIntent = LookFor | LayOut | OfKind | AtPlace | MoreFound | OpenFound | CloseFound | SearchAgain
News = SearchAnswered | ShelvesRead | DetailsRead


def open_search(turn: Turn, visit: VisitId | None, wanted: FindTool) -> ToolSearch:
    """Return a new search. If the person wanted a tool and cannot have it, search for similar tools.

    If the category of the wanted tool is known, this search begins as soon as the library's categories are read. If the
    category is not known, the search for the tool's name begins at once.
    """
    finding = _read_shelves(ToolSearch(turn.number(), 0, like=wanted.kind), turn, visit)
    if wanted.kind or not wanted.like:
        return finding
    return _look(replace(finding, words=_plain_name(wanted.like)), turn, visit)


def on_intent(finding: ToolSearch, act: SearchIntent, turn: Turn, visit: VisitId | None) -> ToolSearch:
    """Return the search after an intent, for example after the person typed, chose a category, or opened a result."""
    match act:
        case LookFor(field, words):
            return _type(finding, field, words, turn, visit)
        case LayOut(what):
            return replace(finding, choosing=what, opened=None)
        case OfKind(ident):
            return _look(replace(finding, kind=_kind(finding, ident), like=""), turn, visit)
        case AtPlace(ident):
            return _look(replace(finding, place=_place(finding, ident)), turn, visit)
        case MoreFound():
            return _more(finding, turn, visit)
        case OpenFound(key):
            return _open(finding, key, turn, visit)
        case CloseFound():
            return replace(finding, opened=None)
        case SearchAgain():
            return ask_unanswered(finding, turn, visit)
        case _:
            assert_never(act)


def on_answer(finding: ToolSearch, news: News, turn: Turn, visit: VisitId | None) -> ToolSearch:
    """Return the search after an answer of the library. An answer to an earlier request changes nothing."""
    match news:
        case SearchAnswered(_, number, results):
            return _answered(finding, results, turn, visit) if number == finding.number else finding
        case ShelvesRead(_, number, shelves):
            if shelves is None or number != finding.shelves_number:
                return finding
            return _with_shelves(finding, shelves, turn, visit)
        case DetailsRead(_, number, details):
            opened = finding.opened
            if opened is None or opened.number != number:
                return finding
            return replace(finding, opened=replace(opened, details=details))
        case _:
            assert_never(news)


def ask_unanswered(finding: ToolSearch, turn: Turn, visit: VisitId | None) -> ToolSearch:
    """Ask the library again for the categories and for the results if they got no answer."""
    if finding.shelves is None:
        finding = _read_shelves(finding, turn, visit)
    if finding.looking is SearchProgress.AWAY:
        return _ask(finding, turn, visit, offset=finding.offset)
    if finding.looking is SearchProgress.HERE and finding.unanswered:
        system, *others = finding.unanswered
        return _ask(replace(finding, system=system, unanswered=tuple(others)), turn, visit)
    return finding


def ask_in_new_language(finding: ToolSearch, turn: Turn, visit: VisitId | None) -> ToolSearch:
    """Ask the library again for the categories and the results, because the person has chosen another language."""
    finding = _read_shelves(finding, turn, visit)
    return _look(finding, turn, visit) if _wants_something(finding) else finding


# --- asking --------------------------------------------------------------------------------------


def _type(finding: ToolSearch, field: int, words: str, turn: Turn, visit: VisitId | None) -> ToolSearch:
    if field != finding.field or words == finding.words:
        return finding
    return _look(replace(finding, words=words, like=""), turn, visit, wait_s=TYPING_S)


def _look(finding: ToolSearch, turn: Turn, visit: VisitId | None, *, wait_s: float = 0.0) -> ToolSearch:
    """Start a new search with the words, category and place in `finding`. If it has none of them, show no results."""
    finding = replace(finding, opened=None, choosing=None, system=_systems(finding, turn)[0], unanswered=())
    if _wants_something(finding):
        return _ask(finding, turn, visit, wait_s=wait_s)
    return replace(finding, number=turn.number(), looking=SearchProgress.BEFORE, found=(), more=False)


def _wants_something(finding: ToolSearch) -> bool:
    return bool(finding.words.strip() or finding.kind or finding.place)


def _ask(finding: ToolSearch, turn: Turn, visit: VisitId | None, *, offset: int = 0, wait_s: float = 0.0) -> ToolSearch:
    """Ask `finding.system` for results. The earlier results stay on the page until the answer comes."""
    number = turn.number()
    query = Query(
        " ".join(finding.words.split()),
        finding.kind.ident if finding.kind else "",
        finding.place.ident if finding.place else "",
        offset,
        system=finding.system,
    )
    turn.ask(Search(visit, number, turn.lasting.language, query, wait_s))
    return replace(finding, number=number, offset=offset, looking=SearchProgress.RUNNING)


def _more(finding: ToolSearch, turn: Turn, visit: VisitId | None) -> ToolSearch:
    if not finding.more or finding.looking is not SearchProgress.HERE:
        return finding
    return _ask(finding, turn, visit, offset=sum(each.system == finding.system for each in finding.found))


def _systems(finding: ToolSearch, turn: Turn) -> tuple[str, ...]:
    """Return the keys of the systems to ask, in the order in which they are asked.

    If a category or place is chosen, return only the first system. Digital systems have no categories and no places.
    """
    systems = turn.library.search_in
    return systems if not (finding.kind or finding.place) else systems[:1]


def _open(finding: ToolSearch, key: str, turn: Turn, visit: VisitId | None) -> ToolSearch:
    found = next((each for each in finding.found if each.key == key), None)
    if found is None:
        return finding
    number = turn.number()
    if found.item.ident:
        turn.ask(ReadDetails(visit, number, turn.lasting.language, found.item.ident, found.system))
    return replace(finding, opened=Opened(found, number))


def _read_shelves(finding: ToolSearch, turn: Turn, visit: VisitId | None) -> ToolSearch:
    number = turn.number()
    turn.ask(ReadShelves(visit, number, turn.lasting.language))
    return replace(finding, shelves_number=number)


def _plain_name(name: str) -> str:
    """Return the part of a tool's name before the first number or comma. This part usually says the kind of tool."""
    words = name.partition(",")[0].split()
    end = next((place for place, word in enumerate(words) if any(sign.isdigit() for sign in word)), len(words))
    return " ".join(words[:end] or words)


# --- answers -------------------------------------------------------------------------------------


def _answered(finding: ToolSearch, results: Results | None, turn: Turn, visit: VisitId | None) -> ToolSearch:
    is_first = finding.system == _systems(finding, turn)[0]
    if results is None and is_first:
        return replace(finding, looking=SearchProgress.AWAY)
    if results is None:
        left_out = replace(finding, more=False, unanswered=(*finding.unanswered, finding.system))
        return _ask_next(left_out, turn, visit)
    before = () if is_first and not finding.offset else finding.found
    found = _joined(before, results.found)
    more = results.more and len(found) < MOST_FOUND
    finding = replace(finding, looking=SearchProgress.HERE, found=found, more=more)
    return finding if more or len(found) >= MOST_FOUND else _ask_next(finding, turn, visit)


def _ask_next(finding: ToolSearch, turn: Turn, visit: VisitId | None) -> ToolSearch:
    """Ask the system that comes after `finding.system`. If no system comes after it, the search is complete."""
    systems = _systems(finding, turn)
    rest = systems[systems.index(finding.system) + 1 :] if finding.system in systems else ()
    if not rest:
        return replace(finding, looking=SearchProgress.HERE)
    return _ask(replace(finding, system=rest[0]), turn, visit, wait_s=TITLES_S)


def _joined(before: tuple[FoundTool, ...], after: tuple[FoundTool, ...]) -> tuple[FoundTool, ...]:
    """Return the results of two pages together. A tool can appear on two pages, but it is returned only once."""
    known = {each.key: each for each in (*before, *after)}
    return tuple(known.values())[:MOST_FOUND]


def _with_shelves(finding: ToolSearch, shelves: Shelves, turn: Turn, visit: VisitId | None) -> ToolSearch:
    kind, place = finding.kind, finding.place
    finding = replace(
        finding,
        shelves=shelves,
        kind=kind and next((each for each in shelves.kinds if each.ident == kind.ident), kind),
        place=place and next((each for each in shelves.places if each.ident == place.ident), place),
    )
    if not finding.like:
        return finding
    alike = next((each for each in shelves.kinds if each.name == finding.like), None)
    words = finding.words if alike else finding.like
    return _look(replace(finding, like="", kind=alike, words=words), turn, visit)


def _kind(finding: ToolSearch, ident: str | None) -> ToolCategory | None:
    return next((each for each in (finding.shelves or Shelves()).kinds if each.ident == ident), None)


def _place(finding: ToolSearch, ident: str | None) -> Place | None:
    return next((each for each in (finding.shelves or Shelves()).places if each.ident == ident), None)
