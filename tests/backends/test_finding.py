"""Tests of the search over real HTTP, with a token and without a token.

The published text does not say if people without a log-in may search, so the tests try both.
"""

import pytest

from kiosk.backends.errors import ServerAwayError, SignInLostError
from kiosk.backends.protocol import Finder
from kiosk.domain.library import Searchers
from kiosk.domain.search import Details, FoundTool, Place, Query, Results, Standing
from kiosk.simulator import SimulatorThread
from tests.backends.visits import Visit, at

POWER, LADDERS, MAIN_ROOM, RACK_B, DESK = "1", "4", "10", "12", "40"


def of(results: Results, code: str) -> FoundTool:
    """Return the result with this label."""
    return next(each for each in results.found if each.item.code == code)


def searched(library: SimulatorThread, query: Query, *, who: str | None = "marta") -> Results:
    """Return the results for this member. If `who` is None, search without a token."""
    found: list[Results] = []

    async def story(visit: Visit) -> None:
        finder: Finder = visit.account.searching if who else visit.backend.searching("en")
        found.append(await finder.search(query))

    at(library, story, enter=who)
    return found[0]


def searchers(library: SimulatorThread) -> Searchers:
    """Read the library's settings as the kiosk does, and return the setting that says who may search."""
    found: list[Searchers] = []

    async def story(visit: Visit) -> None:
        found.append((await visit.backend.library("en")).searchers)

    at(library, story, enter=None)
    return found[0]


# --- who may search ------------------------------------------------------------------------------


def test_the_server_says_whether_anyone_may_look(library: SimulatorThread) -> None:
    assert searchers(library) is Searchers.MEMBERS
    library.control.turn(public_items=True)
    assert searchers(library) is Searchers.ANYONE


@pytest.mark.parametrize("fault", ["drop", "html", "garbage", "status"])
def test_a_server_that_does_not_say_offers_it_to_members(library: SimulatorThread, fault: str) -> None:
    library.control.turn(public_items=True)
    library.control.fault("items", fault, count=9)
    assert searchers(library) is Searchers.MEMBERS


def test_what_was_known_holds_while_nobody_answers(library: SimulatorThread) -> None:
    library.control.turn(public_items=True)

    async def story(visit: Visit) -> None:
        assert (await visit.backend.library("en")).searchers is Searchers.ANYONE
        library.control.fault("items", "drop", count=9)
        assert (await visit.backend.library("en")).searchers is Searchers.ANYONE

    at(library, story, enter=None)


def test_anyone_sends_no_token_and_members_do(library: SimulatorThread) -> None:
    library.control.turn(public_items=True)
    for who in (None, "marta"):
        searched(library, Query("sander"), who=who)
        assert [call.member for call in library.library_state.calls() if call.name == "items"][-1] == who


def test_who_may_not_look_gets_no_answer(library: SimulatorThread) -> None:
    with pytest.raises(ServerAwayError):
        searched(library, Query("sander"), who=None)


# --- what is found -------------------------------------------------------------------------------


def test_words_kinds_and_places_narrow_what_is_found(library: SimulatorThread) -> None:
    assert {each.item.code for each in searched(library, Query("sanding block")).found} == {"SAND-0027"}
    in_ladders = searched(library, Query(kind=LADDERS)).found
    assert {each.item.category for each in in_ladders} == {"Ladders"}
    with_words = searched(library, Query("step", kind=LADDERS)).found
    assert {each.item.code for each in with_words} < {each.item.code for each in in_ladders}
    on_rack = searched(library, Query("sander", place=RACK_B)).found
    in_room = searched(library, Query("sander", place=MAIN_ROOM)).found
    assert {each.item.code for each in on_rack} <= {each.item.code for each in in_room}
    assert on_rack


def test_pages_follow_each_other_without_a_gap(library: SimulatorThread) -> None:
    first = searched(library, Query(kind=POWER, limit=5))
    second = searched(library, Query(kind=POWER, offset=5, limit=5))
    whole = searched(library, Query(kind=POWER, limit=200))
    assert first.more
    assert [*first.found, *second.found] == list(whole.found[:10])
    assert not whole.more


@pytest.mark.parametrize("empty_as", ["list", "404"])
def test_an_empty_list_and_a_404_are_both_none(library: SimulatorThread, empty_as: str) -> None:
    library.control.turn(empty_as=empty_as)
    assert searched(library, Query("no such tool")) == Results()


def test_a_result_says_whether_it_is_free_and_where_it_stands(library: SimulatorThread) -> None:
    sanders = searched(library, Query("sander"))
    free = of(sanders, "SAND-0019")
    assert (free.standing, free.item.shelf, free.item.ident) == (Standing.FREE, "B2", "1024")
    assert of(sanders, "SAND-0024").standing is Standing.STAFF
    assert of(sanders, "SAND-0024").item.shelf == "DESK"
    assert of(searched(library, Query("impact driver")), "DR-0163").standing is Standing.REPAIR
    assert of(searched(library, Query("bar clamp")), "CLMP-0003").standing is Standing.OUT


@pytest.mark.parametrize("language", ["fr", "es", "de", "nl"])
def test_statuses_are_understood_in_every_language(library: SimulatorThread, language: str) -> None:
    async def story(visit: Visit) -> None:
        visit.account.speak(language)
        drivers = await visit.account.searching.search(Query("DR-0163"))
        sanders = await visit.account.searching.search(Query("SAND-0024"))
        assert of(drivers, "DR-0163").standing is Standing.REPAIR
        assert of(sanders, "SAND-0024").standing is Standing.STAFF

    at(library, story)


def test_the_price_is_the_member_s_own(library: SimulatorThread) -> None:
    usual = of(searched(library, Query("sander")), "SAND-0019")
    assert usual.price.startswith("$2.00")
    assert usual.usual_price == ""
    assert of(searched(library, Query("sanding block")), "SAND-0027").price == ""


def test_one_tool_is_told_in_full(library: SimulatorThread) -> None:
    async def story(visit: Visit) -> None:
        assert await visit.account.searching.details("1024") == Details(
            "Discs are sold at the desk.", "Bosch", "GEX 125-1 AE"
        )
        assert await visit.account.searching.details("999999") is None

    at(library, story)


def test_kinds_and_places_to_choose_from(library: SimulatorThread) -> None:
    async def story(visit: Visit) -> None:
        shelves = await visit.account.searching.shelves()
        assert [kind.name for kind in shelves.kinds][:2] == ["Power tools", "Hand tools"]
        assert Place("11", ("Main room", "Rack A")) in shelves.places
        library.control.fault("locations", "status", status=503, count=9)
        assert (await visit.account.searching.shelves()).kinds == shelves.kinds
        library.control.fault("categories", "status", status=503, count=9)
        library.control.fault("locations", "status", status=503, count=9)
        with pytest.raises(ServerAwayError):
            await visit.account.searching.shelves()

    at(library, story)


def test_five_thousand_more_tools_for_those_who_measure(library: SimulatorThread) -> None:
    library.control.turn(more_items=5000)
    assert len(library.library_state.catalogue.tools) > 5000
    assert searched(library, Query(kind=POWER, limit=200)).more


# --- tokens and unusable answers -----------------------------------------------------------------


def test_a_token_that_has_ended_is_renewed_once_for_all_who_wait(library: SimulatorThread) -> None:
    library.control.turn(refresh_rotates=True)

    async def story(visit: Visit) -> None:
        library.control.expire_tokens("marta")
        shelves = await visit.account.searching.shelves()  # this sends two calls at the same time
        assert shelves.kinds
        assert shelves.places
        assert visit.called()["renew_token"] == 1

    at(library, story)


def test_a_sign_in_that_cannot_be_renewed_is_lost(library: SimulatorThread) -> None:
    library.control.turn(refresh_token=False)

    async def story(visit: Visit) -> None:
        library.control.expire_tokens("marta")
        with pytest.raises(SignInLostError):
            await visit.account.searching.search(Query("sander"))

    at(library, story)


@pytest.mark.parametrize("fault", ["drop", "html", "garbage", "truncated", "wrong-type", "nested", "huge", "redirect"])
def test_an_answer_that_is_none_is_no_answer(library: SimulatorThread, fault: str) -> None:
    library.control.fault("items", fault, count=9)
    with pytest.raises(ServerAwayError):
        searched(library, Query("sander"))


# --- pictures ------------------------------------------------------------------------------------


def test_a_picture_is_brought_from_the_library_s_own_host(library: SimulatorThread) -> None:
    library.control.turn(thumbnails=True)

    async def story(visit: Visit) -> None:
        found = of(await visit.account.searching.search(Query("sander")), "SAND-0019")
        assert found.picture.startswith(library.url.rpartition("/")[0])
        assert (await visit.backend.picture(found.picture)).startswith(b"\x89PNG")
        assert await visit.backend.picture("https://elsewhere.example/1.png") == b""
        assert await visit.backend.picture(f"{library.url}/api/v1.1/organization") == b""
        library.control.go_away()
        with pytest.raises(ServerAwayError):
            await visit.backend.picture(found.picture)

    at(library, story)


def test_kinds_that_the_list_names_by_their_ids_only_are_read_one_by_one(library: SimulatorThread) -> None:
    library.control.turn(categories_listed="ids")

    async def story(visit: Visit) -> None:
        shelves = await visit.account.searching.shelves()
        assert "Ladders" in {each.name for each in shelves.kinds}
        assert visit.called()["category"] == len(shelves.kinds)

    at(library, story)
