"""Tests of a search in a main system and in the digital systems beside it."""

import pytest

from kiosk.domain.library import FoundThings
from kiosk.domain.messages.answers import SearchAnswered
from kiosk.domain.messages.effects import ReadDetails, Search
from kiosk.domain.messages.events import ServerBack
from kiosk.domain.messages.intents import MoreFound, OfKind, OpenFound, SearchAgain
from kiosk.domain.model import Item, ItemCode, Medium
from kiosk.domain.search import MOST_FOUND, PAGE, FoundTool, Query, Standing
from kiosk.domain.visit.state_parts import visit_of
from kiosk.domain.visit.states import SearchProgress
from kiosk.domain.visit.times import TITLES_S, TYPING_S
from kiosk.structs import replace
from tests.domain.cast import LIBRARY
from tests.domain.visit.looks import found
from tests.domain.visit.searches import SANDER, SAW, Desk, looking

BOTH = replace(LIBRARY, finds=FoundThings.BOTH, search_in=("", "od", "cl"))
TITLES = replace(LIBRARY, finds=FoundThings.TITLES, search_in=("od",))


def title(ident: str, system: str = "od") -> FoundTool:
    item = Item(ItemCode(ident), f"Title {ident}", f"{system}|{ident}")
    return FoundTool(item, Standing.FREE, medium=Medium.EBOOK, system=system)


EMMA, DUNE = title("1"), title("2", "cl")


def nobody(desk: Desk) -> Desk:
    """Tell the kiosk that the system has not answered the kiosk's last search. Return the desk."""
    desk.tell(SearchAnswered(visit_of(desk.state), desk.finding().number, None))
    return desk


def asked(desk: Desk) -> tuple[str, int, float]:
    """Return the system, the offset and the wait, in seconds, of the search that the last event asked for.

    Fail if the last event did not ask for exactly one search.
    """
    effect = desk.the(Search)
    return effect.query.system, effect.query.offset, effect.wait_s


def test_tools_are_shown_at_once_and_the_titles_of_each_system_follow() -> None:
    desk = looking(BOTH).type("sand")
    assert asked(desk) == ("", 0, TYPING_S)
    desk.find(SANDER)
    assert asked(desk) == ("od", 0, TITLES_S)
    assert desk.query() == Query("sand", limit=PAGE, system="od")
    assert (desk.finding().found, desk.finding().looking) == ((SANDER,), SearchProgress.RUNNING)
    desk.find(EMMA)
    assert asked(desk) == ("cl", 0, TITLES_S)
    desk.find(DUNE)
    assert desk.wants(Search)[-1].query.system == "cl"
    assert (desk.finding().found, desk.finding().looking) == ((SANDER, EMMA, DUNE), SearchProgress.HERE)


def test_all_tools_come_before_the_first_title_and_each_system_counts_its_own_results() -> None:
    desk = looking(BOTH).type("sand").find(SANDER, more=True)
    assert desk.finding().looking is SearchProgress.HERE
    desk.tell(MoreFound())
    assert asked(desk) == ("", 1, 0.0)
    desk.find(SAW)
    assert asked(desk) == ("od", 0, TITLES_S)
    desk.find(EMMA, more=True).tell(MoreFound())
    assert asked(desk) == ("od", 1, 0.0)
    desk.find(title("3"))
    assert asked(desk) == ("cl", 0, TITLES_S)
    assert desk.finding().found == (SANDER, SAW, EMMA, title("3"))


def test_a_digital_system_without_an_answer_costs_only_its_titles() -> None:
    desk = nobody(looking(BOTH).shelves().type("sand").find(SANDER))
    assert asked(desk) == ("cl", 0, TITLES_S)
    desk.find(DUNE)
    assert (desk.finding().found, desk.finding().unanswered) == ((SANDER, DUNE), ("od",))
    assert desk.finding().looking is SearchProgress.HERE
    desk.tell(SearchAgain())
    assert asked(desk) == ("od", 0, 0.0)
    assert desk.finding().unanswered == ()
    desk.find(EMMA)
    assert asked(desk) == ("cl", 0, TITLES_S)
    assert desk.find(DUNE).finding().found == (SANDER, DUNE, EMMA)


def test_the_titles_that_are_here_stay_if_the_next_page_does_not_come() -> None:
    desk = looking(replace(BOTH, search_in=("", "od"))).type("sand").find(SANDER).find(EMMA, more=True)
    nobody(desk.tell(MoreFound()))
    assert (desk.finding().found, desk.finding().more) == ((SANDER, EMMA), False)
    assert (desk.finding().looking, desk.finding().unanswered) == (SearchProgress.HERE, ("od",))


def test_without_an_answer_of_the_main_system_nothing_else_is_asked() -> None:
    desk = nobody(looking(BOTH).type("sand"))
    assert desk.work == []
    assert desk.finding().looking is SearchProgress.AWAY
    desk.tell(ServerBack())
    assert desk.query().system == ""


def test_a_system_of_titles_alone_is_asked_first_and_can_be_away() -> None:
    desk = looking(TITLES).type("emma")
    assert asked(desk) == ("od", 0, TYPING_S)
    nobody(desk)
    assert (desk.finding().looking, desk.finding().unanswered) == (SearchProgress.AWAY, ())
    desk.tell(SearchAgain())
    assert asked(desk) == ("od", 0, 0.0)
    assert desk.find(EMMA).finding().found == (EMMA,)


def test_other_words_begin_with_the_main_system_and_forget_who_was_silent() -> None:
    desk = nobody(looking(replace(BOTH, search_in=("", "od"))).type("sand").find(SANDER))
    assert desk.finding().unanswered == ("od",)
    desk.type("saw")
    assert asked(desk)[0] == ""
    assert (desk.finding().found, desk.finding().unanswered) == ((SANDER,), ())
    assert desk.find(SAW).finding().found == (SAW,)


def test_kinds_are_only_of_tools() -> None:
    desk = looking(BOTH).shelves().type("sand").tell(OfKind("1")).find(SANDER)
    assert desk.work == []
    assert desk.finding().looking is SearchProgress.HERE


def test_enough_tools_leave_no_room_for_titles() -> None:
    desk = looking(BOTH).type("sand").find(*(found(f"T-{each}") for each in range(MOST_FOUND)))
    assert desk.work == []
    assert desk.finding().looking is SearchProgress.HERE


def test_a_system_that_the_library_no_longer_has_ends_the_search() -> None:
    desk = looking(BOTH).type("sand").find(SANDER)
    desk.kiosk = replace(desk.kiosk, lasting=replace(desk.kiosk.lasting, library=LIBRARY))
    assert desk.find(EMMA).work == []
    assert desk.finding().looking is SearchProgress.HERE


@pytest.mark.parametrize(("one", "system"), [(SANDER, ""), (EMMA, "od")])
def test_details_are_asked_of_the_system_that_lends_it(one: FoundTool, system: str) -> None:
    desk = looking(BOTH).type("sand").find(SANDER).find(EMMA).tell(OpenFound(one.key))
    asked_for = desk.the(ReadDetails)
    assert (asked_for.ident, asked_for.system) == (one.item.ident, system)
