"""Tests of a search for a tool: which requests the kiosk sends to the library, and which of the answers it uses."""

from collections.abc import Callable

import pytest

from kiosk.domain.messages.answers import DetailsRead, SearchAnswered, ShelvesRead
from kiosk.domain.messages.effects import ReadDetails, ReadShelves, Search
from kiosk.domain.messages.events import ServerBack
from kiosk.domain.messages.intents import (
    AtPlace,
    Cancel,
    ChooseLanguage,
    CloseFound,
    FindTool,
    LayOut,
    LookFor,
    MoreFound,
    OfKind,
    OpenFound,
    SearchAgain,
)
from kiosk.domain.model import Item, ItemCode
from kiosk.domain.search import (
    MOST_FOUND,
    PAGE,
    Choosing,
    Details,
    FoundTool,
    Query,
    Results,
    Shelves,
    Standing,
    ToolCategory,
)
from kiosk.domain.visit.side_pages import finding_of
from kiosk.domain.visit.state_parts import visit_of
from kiosk.domain.visit.states import Idle, SearchProgress
from kiosk.domain.visit.times import TYPING_S
from tests.domain.visit.looks import GARDEN, MAIN, POWER, found
from tests.domain.visit.searches import SANDER, SAW, Desk, looking, passing_by

# --- asking --------------------------------------------------------------------------------------


def test_what_is_typed_is_looked_for_when_the_fingers_rest() -> None:
    desk = looking().type("  belt   sand ")
    assert desk.the(Search).wait_s == TYPING_S
    assert desk.query() == Query("belt sand", limit=PAGE)
    assert desk.finding().looking is SearchProgress.RUNNING


@pytest.mark.parametrize("words", ["", "   "])
def test_without_words_the_page_is_as_at_its_beginning(words: str) -> None:
    desk = looking().type("sand").find(SANDER).type(words)
    assert desk.finding().looking is SearchProgress.BEFORE
    assert desk.finding().found == ()
    assert not [effect for effect in desk.last if isinstance(effect, Search)]


def test_the_same_words_and_another_field_ask_nothing() -> None:
    desk = looking().type("sand")
    desk.type("sand")
    assert desk.work == []
    desk.tell(LookFor(-1, "drill"))
    assert desk.work == []


def test_kinds_and_places_narrow_it_at_once() -> None:
    desk = looking().shelves().type("sand").tell(OfKind("1"))
    assert desk.the(Search).wait_s == 0
    desk.tell(AtPlace("10"))
    assert desk.the(Search).query == Query("sand", "1", "10", limit=PAGE)
    desk.tell(OfKind("no such kind"))
    assert desk.the(Search).query == Query("sand", "", "10", limit=PAGE)
    desk.tell(AtPlace(None))
    assert desk.the(Search).query == Query("sand", limit=PAGE)


def test_a_kind_alone_is_enough_to_look_for() -> None:
    desk = looking().shelves().tell(LayOut(Choosing.KINDS)).tell(OfKind("3"))
    assert desk.the(Search).query.kind == "3"
    assert finding_of(desk.state).choosing is None  # type: ignore[union-attr]


def test_kinds_that_are_not_known_yet_narrow_nothing() -> None:
    desk = looking().tell(OfKind("1")).tell(AtPlace("10"))
    assert desk.wants(Search) == []


def test_more_is_asked_for_once_and_only_where_there_is_more() -> None:
    desk = looking().type("sand").find(SANDER, more=True)
    desk.tell(MoreFound())
    assert desk.the(Search).query.offset == 1
    desk.tell(MoreFound())
    assert desk.work == []
    desk.find(SANDER, SAW)
    assert desk.finding().found == (SANDER, SAW)
    desk.tell(MoreFound())
    assert desk.work == []


def test_two_hundred_are_enough() -> None:
    desk = looking().type("sand")
    for page in range(5):
        desk.find(*(found(f"T-{page * PAGE + each}") for each in range(PAGE)), more=True)
        desk.tell(MoreFound())
    assert len(desk.finding().found) == MOST_FOUND
    assert not desk.finding().more


# --- answers -------------------------------------------------------------------------------------


def test_an_answer_to_an_older_question_changes_nothing() -> None:
    desk = looking().type("sa")
    older = desk.finding().number
    desk.type("saw")
    desk.tell(SearchAnswered(visit_of(desk.state), older, Results((SANDER,))))
    assert desk.finding().looking is SearchProgress.RUNNING
    assert desk.finding().found == ()
    desk.find(SAW)
    assert desk.finding().found == (SAW,)


def test_what_was_found_stays_until_the_next_answer() -> None:
    desk = looking().type("sand").find(SANDER).type("saw")
    assert desk.finding().found == (SANDER,)
    desk.find()
    assert desk.finding().found == ()
    assert desk.finding().looking is SearchProgress.HERE


def test_an_answer_for_a_visit_that_is_over_is_not_for_welcome() -> None:
    desk = looking().type("sand")
    late = SearchAnswered(desk.visit, desk.finding().number, Results((SANDER,)))
    desk.tell(Cancel()).tell(FindTool()).tell(late)
    assert desk.is_in(Idle).finding is not None
    assert desk.finding().found == ()


@pytest.mark.parametrize("make", [looking, passing_by])
def test_no_answer_is_asked_again_when_the_library_is_back(make: Callable[[], Desk]) -> None:
    desk = make().type("sand")
    desk.tell(SearchAnswered(visit_of(desk.state), desk.finding().number, None))
    assert desk.finding().looking is SearchProgress.AWAY
    desk.tell(ServerBack())
    assert desk.query().words == "sand"
    desk.find(SANDER)
    assert desk.finding().found == (SANDER,)
    desk.tell(ServerBack())
    assert not [effect for effect in desk.last if isinstance(effect, Search)]


def test_somebody_asks_again() -> None:
    desk = looking().shelves().type("sand")
    desk.tell(SearchAnswered(desk.visit, desk.finding().number, None)).tell(SearchAgain())
    assert [type(effect) for effect in desk.last] == [Search]
    assert looking().tell(SearchAgain()).the(ReadShelves).visit


def test_kinds_and_places_that_come_late_or_not_at_all_change_nothing() -> None:
    desk = looking().shelves()
    before = desk.finding()
    desk.tell(ShelvesRead(desk.visit, before.shelves_number - 1, Shelves()))
    desk.shelves(None)
    assert desk.finding() == before


def test_another_language_asks_for_everything_again() -> None:
    desk = looking().shelves().type("sand").find(SANDER).tell(OfKind("1"))
    desk.tell(ChooseLanguage("es"))
    assert [effect.language for effect in desk.last if isinstance(effect, Search | ReadShelves)] == ["es", "es"]
    assert isinstance(desk, Desk)
    desk.shelves(Shelves((ToolCategory("1", "Herramientas"),), ()))
    assert desk.finding().kind == ToolCategory("1", "Herramientas")


def test_another_language_before_anything_is_looked_for() -> None:
    desk = looking().tell(ChooseLanguage("es"))
    assert [type(effect) for effect in desk.last if isinstance(effect, Search | ReadShelves)] == [ReadShelves]


# --- one result ----------------------------------------------------------------------------------


def test_a_result_is_opened_and_told_in_full() -> None:
    desk = looking().type("sand").find(SANDER, SAW)
    desk.tell(OpenFound(SAW.key))
    asked = desk.the(ReadDetails)
    assert asked.ident == SAW.item.ident
    desk.tell(DetailsRead(desk.visit, asked.number - 1, Details("late")))
    desk.tell(DetailsRead(desk.visit, asked.number, Details("Sharp")))
    opened = desk.finding().opened
    assert opened is not None
    assert opened.details == Details("Sharp")
    desk.tell(CloseFound())
    assert desk.finding().opened is None
    assert desk.finding().found == (SANDER, SAW)
    desk.tell(DetailsRead(desk.visit, asked.number, Details("too late")))
    assert desk.finding().opened is None


def test_a_result_that_is_not_there_or_has_no_number_asks_nothing() -> None:
    bare = FoundTool(Item(ItemCode("X"), "No number"), Standing.FREE)
    desk = looking().type("x").find(bare)
    desk.tell(OpenFound("no such key"))
    assert desk.finding().opened is None
    desk.tell(OpenFound(bare.key))
    assert desk.finding().opened is not None
    assert desk.work == []


# --- tools like a refused tool -------------------------------------------------------------------


def one_like(name: str, kind: str = "") -> Desk:
    """Return a kiosk at which Marta looks for tools that are like a tool with this name and kind."""
    desk = Desk()
    desk.fob().sign_in()
    desk.tell(FindTool(name, kind))
    return desk


def test_one_like_it_is_one_of_its_kind() -> None:
    desk = one_like("Cordless drill 18 V", "Garden")
    assert desk.wants(Search) == []
    desk.shelves()
    assert desk.query().kind == GARDEN.ident


@pytest.mark.parametrize(
    ("name", "words"),
    [("Cordless drill 18 V, compact", "Cordless drill"), ("18 V drill", "18 V drill"), ("", "")],
)
def test_without_a_kind_its_name_is_looked_for(name: str, words: str) -> None:
    assert one_like(name).finding().words == words


def test_a_kind_that_the_library_does_not_list_is_looked_for_by_its_name() -> None:
    desk = one_like("Drill", "Drills")
    desk.shelves()
    assert desk.query().words == "Drills"
    assert desk.finding().kind is None
    desk.tell(OfKind(POWER.ident)).tell(AtPlace(MAIN.ident))
    assert desk.query().place == MAIN.ident
