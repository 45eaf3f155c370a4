"""Tests that every lending system with a search must pass."""

import pytest

from kiosk.backends.errors import ServerAwayError
from kiosk.backends.protocol import Finder
from kiosk.domain.library import Searchers
from kiosk.domain.model import ItemCode
from kiosk.domain.search import Query, Results, Standing
from kiosk.simulator import SimulatorThread
from tests.backends.houses import House, immediate_house, myturn_house, play
from tests.backends.visits import FREE, TAKEN


@pytest.fixture(params=["myturn", "immediate"])
def house(request: pytest.FixtureRequest) -> House:
    if request.param == "immediate":
        return immediate_house()
    library: SimulatorThread = request.getfixturevalue("library")
    library.control.turn(public_items=True)
    return myturn_house(library)


def test_who_says_that_it_searches_searches(house: House) -> None:
    async def story() -> None:
        assert (await house.enter()).searching is not None
        assert (await house.backend.library("en")).searchers is Searchers.ANYONE

    play(house, story)


def test_a_member_and_anyone_find_the_same_tools(house: House) -> None:
    async def story() -> None:
        account = await house.enter()
        free = await named(house, FREE)
        for finder in (account.searching, house.backend.searching("en")):
            assert finder is not None
            results = await finder.search(Query(free, limit=200))
            standings = {each.item.code: each.standing for each in results.found}
            assert standings[ItemCode(FREE)] is Standing.FREE
            assert await finder.search(Query("no such tool anywhere")) == Results()

    play(house, story)


def anyone(house: House) -> Finder:
    """Return the search for people who have not logged in."""
    finder = house.backend.searching("en")
    assert finder is not None
    return finder


async def named(house: House, code: str) -> str:
    """Return the name of the tool with this label."""
    pages = [await anyone(house).search(Query(offset=offset, limit=200)) for offset in (0, 200)]
    return next(each.item.name for page in pages for each in page.found if each.item.code == code)


def test_a_tool_that_somebody_has_is_not_free(house: House) -> None:
    async def story() -> None:
        results = await anyone(house).search(Query(await named(house, TAKEN), limit=200))
        taken = next(each for each in results.found if each.item.code == TAKEN)
        assert taken.standing is Standing.OUT

    play(house, story)


def test_pages_add_up_to_the_whole(house: House) -> None:
    async def story() -> None:
        finder, codes, offset, more = anyone(house), [], 0, True
        while more:
            page = await finder.search(Query(offset=offset, limit=3 if offset < 6 else 200))
            codes += [each.item.code for each in page.found]
            more, offset = page.more, len(codes)
        whole = await finder.search(Query(limit=200))
        assert codes == [each.item.code for each in whole.found]

    play(house, story)


def test_details_of_a_tool_that_is_there_and_of_one_that_is_not(house: House) -> None:
    async def story() -> None:
        finder = anyone(house)
        found = (await finder.search(Query(await named(house, FREE), limit=200))).found[0]
        assert await finder.details(found.item.ident) is not None
        assert await finder.details("987654") is None
        await finder.shelves()

    play(house, story)


def test_a_system_that_is_away_says_so(house: House) -> None:
    async def story() -> None:
        account = await house.enter()
        house.go_away()
        for finder in (account.searching, house.backend.searching("en")):
            assert finder is not None
            with pytest.raises(ServerAwayError):
                await finder.search(Query("drill"))
            with pytest.raises(ServerAwayError):
                await finder.shelves()
        house.come_back()

    play(house, story)
