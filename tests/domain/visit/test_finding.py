"""Tests of the page "Find a tool": who may open it, and which events close it."""

import pytest

from kiosk.domain.library import Searchers
from kiosk.domain.messages.answers import SignInLost
from kiosk.domain.messages.effects import ReadShelves
from kiosk.domain.messages.events import CommandName, CommandRead, Event, LibraryRead, Scanned, Touched
from kiosk.domain.messages.intents import Cancel, ChooseLanguage, CloseSidePage, FindTool, Finish, StillHere
from kiosk.domain.model import LineState
from kiosk.domain.visit.questions import AskSwitch
from kiosk.domain.visit.side_pages import finding_of
from kiosk.domain.visit.states import AskingSecret, Identifying, Idle, Serving, ToolSearch
from kiosk.domain.visit.times import FINDING_S
from kiosk.structs import replace
from tests.domain.cast import LIBRARY, OTHER_FOB
from tests.domain.kiosks import idle, serving
from tests.domain.visit.searches import looking, passing_by

MEMBERS_ONLY = replace(LIBRARY, searchers=Searchers.MEMBERS)


@pytest.mark.parametrize(
    ("searchers", "named", "opens"),
    [
        (Searchers.NOBODY, True, False),
        (Searchers.NOBODY, False, False),
        (Searchers.MEMBERS, True, True),
        (Searchers.MEMBERS, False, False),
        (Searchers.ANYONE, True, True),
        (Searchers.ANYONE, False, True),
    ],
)
def test_it_opens_only_for_those_who_may_look(searchers: Searchers, *, named: bool, opens: bool) -> None:
    library = replace(LIBRARY, searchers=searchers)
    bench = (serving(library=library) if named else idle(library)).tell(FindTool())
    assert (finding_of(bench.state) is not None) is opens
    assert bool(bench.wants(ReadShelves)) is opens


def test_it_opens_once() -> None:
    for desk in (looking(), passing_by()):
        desk.type("sand")
        before = desk.state
        desk.tell(FindTool())
        assert desk.state == before


@pytest.mark.parametrize("event", [CloseSidePage(), Finish(), Scanned(CommandRead(CommandName.CANCEL))])
def test_what_closes_it_in_a_visit(event: Event) -> None:
    assert finding_of(looking().tell(event).state) is None


def test_a_scan_goes_to_the_basket_as_always() -> None:
    desk = looking().type("sand").scan("DR-1")
    assert desk.is_in(Serving).side_page is None
    assert desk.basket == {"DR-1": LineState.CHECKING}


def test_a_scan_on_welcome_goes_into_the_tray() -> None:
    desk = passing_by().type("sand").scan("DR-1")
    assert desk.is_in(Idle).finding is None
    assert desk.is_in(Idle).tray == ("DR-1",)


def test_a_fob_on_welcome_begins_the_visit() -> None:
    assert isinstance(passing_by().type("sand").fob().state, Identifying)


def test_another_fob_asks_on_the_basket() -> None:
    desk = looking().fob(OTHER_FOB)
    assert isinstance(desk.is_in(Serving).question, AskSwitch)
    assert desk.is_in(Serving).side_page is None


def test_an_open_question_is_answered_with_no_by_looking_for_a_tool() -> None:
    bench = serving("DR-1").fob(OTHER_FOB).tell(FindTool())
    assert bench.is_in(Serving).question is None
    assert isinstance(bench.is_in(Serving).side_page, ToolSearch)


def test_log_out_asks_first_where_there_is_a_basket() -> None:
    bench = serving("DR-1").tell(FindTool()).tell(Cancel())
    assert bench.is_in(Serving).question is not None
    assert bench.is_in(Serving).side_page is None


def test_the_card_cancel_on_welcome_goes_back() -> None:
    desk = passing_by().tell(Scanned(CommandRead(CommandName.CANCEL)))
    assert desk.is_in(Idle).finding is None


def test_who_asks_whether_somebody_is_still_there_comes_back_to_the_search() -> None:
    desk = looking().type("sand")
    desk.wait(101)
    assert desk.is_in(Serving).warned
    desk.tell(StillHere())
    assert desk.is_in(Serving).side_page is not None


def test_nobody_touches_it_on_welcome() -> None:
    desk = passing_by()
    desk.tell(ChooseLanguage("es")).later(FINDING_S - 1).tell(Touched())
    desk.wait(FINDING_S - 1)
    assert desk.is_in(Idle).finding is not None
    assert desk.kiosk.lasting.language == "es"
    desk.wait(2)
    assert desk.is_in(Idle) == Idle()
    assert desk.kiosk.lasting.language == "en"


def test_a_library_that_no_longer_wants_it_closes_it_on_welcome() -> None:
    assert passing_by().tell(LibraryRead(MEMBERS_ONLY)).is_in(Idle).finding is None
    assert passing_by().tell(LibraryRead(LIBRARY)).is_in(Idle).finding is not None


def test_a_lost_sign_in_keeps_the_basket_and_forgets_the_search() -> None:
    bench = serving("DR-1").tell(FindTool())
    bench.tell(SignInLost(bench.visit))
    kept = bench.is_in(AskingSecret).kept
    assert kept is not None
    assert kept.side_page is None
    assert len(kept.lines) == 1


def test_the_basket_goes_on_behind_it() -> None:
    bench = serving().scan("DR-1").tell(FindTool())
    bench.answer("DR-1")
    assert isinstance(bench.is_in(Serving).side_page, ToolSearch)
    assert bench.basket == {"DR-1": LineState.STAGED}
