"""Tests of the search with OverDrive beside myTurn or Sierra, also if OverDrive is slow or does not answer."""

import asyncio
from collections.abc import Awaitable, Callable

import pytest

from kiosk.backends.errors import ServerAwayError, SignInLostError
from kiosk.backends.protocol import Finder, Password
from kiosk.backends.several import Beside, SeveralAccount, SeveralBackend
from kiosk.backends.several_search import SeveralFinder
from kiosk.domain.digital import DigitalSystem, Joined
from kiosk.domain.library import FoundThings, Searchers
from kiosk.domain.model import Item, ItemCode, Medium, Secret, VisitId
from kiosk.domain.search import Details, FoundTool, Query, Results, Shelves, Standing
from kiosk.simulator import SimulatorThread
from kiosk.simulator.ehub import EhubThread
from kiosk.simulator.overdrive import OverdriveThread
from kiosk.simulator.sierra import SierraThread
from tests.backends.houses import House, ehub_house, myturn_house, overdrive_house, sierra_house

OVERDRIVE = DigitalSystem("od", "Riverside e-books", "OD-.*")
CARD = Password("23080000001001", Secret("4711"))


class Together:
    """A main system and OverDrive beside it."""

    def __init__(self, main: House, digital: House) -> None:
        self.main, self.digital = main, digital
        self.backend = SeveralBackend(main.backend, (Beside(OVERDRIVE, digital.backend),))

    async def enter(self) -> SeveralAccount:
        """Sign the member in at the main system, and return the account."""
        return await self.backend.sign_in(self.main.who, VisitId(1), "en")

    def anyone(self) -> Finder:
        """Return the search that needs no account."""
        found = self.backend.searching("en")
        assert found is not None
        return found


def play(both: Together, story: Callable[[], Awaitable[None]]) -> None:
    """Run the story, and close the connections to the servers."""

    async def run() -> None:
        try:
            await story()
        finally:
            await both.backend.aclose()

    asyncio.run(run())


@pytest.fixture
def both(library: SimulatorThread, overdrive: OverdriveThread) -> Together:
    """Return OverDrive beside a myTurn in which anyone can search without a log-in."""
    library.control.turn(public_items=True)
    return Together(myturn_house(library), overdrive_house(overdrive))


@pytest.fixture
def books(sierra: SierraThread, overdrive: OverdriveThread) -> Together:
    """Return OverDrive beside a Sierra. Sierra has no search."""
    return Together(sierra_house(sierra), overdrive_house(overdrive))


def test_the_library_says_which_systems_a_search_asks(both: Together) -> None:
    async def story() -> None:
        library = await both.backend.library("en")
        assert (library.searchers, library.finds) == (Searchers.ANYONE, FoundThings.BOTH)
        assert library.search_in == ("", "od")

    play(both, story)


def test_a_main_system_only_for_members_stays_so(library: SimulatorThread, overdrive: OverdriveThread) -> None:
    both = Together(myturn_house(library), overdrive_house(overdrive))

    async def story() -> None:
        assert (await both.backend.library("en")).searchers is Searchers.MEMBERS

    play(both, story)


def test_where_only_the_digital_system_searches_anyone_finds_its_titles(books: Together) -> None:
    async def story() -> None:
        library = await books.backend.library("en")
        assert (library.searchers, library.finds) == (Searchers.ANYONE, FoundThings.TITLES)
        assert library.search_in == ("od",)
        before = books.main.requests()
        for finder in (books.anyone(), (await books.enter()).searching):
            assert finder is not None
            found = await finder.search(Query("cartographer", system="od"))
            assert len(found.found) == 3
            assert await finder.search(Query("cartographer")) == Results()
            assert await finder.shelves() == Shelves()
            assert await finder.details("1024") is None
        assert books.main.requests() > before  # the log-in

    play(books, story)


def test_a_digital_system_without_a_search_changes_nothing(sierra: SierraThread, ehub: EhubThread) -> None:
    beside = Beside(DigitalSystem("eh", "Films"), ehub_house(ehub).backend)
    backend = SeveralBackend(sierra_house(sierra).backend, (beside,))

    async def story() -> None:
        assert backend.searching("en") is None
        assert (await backend.library("en")).searchers is Searchers.NOBODY
        account = await backend.sign_in(CARD, VisitId(1), "en")
        assert account.searching is None
        await backend.aclose()

    asyncio.run(story())


def test_tools_and_titles_have_the_ids_and_pictures_of_their_system(both: Together, overdrive: OverdriveThread) -> None:
    async def story() -> None:
        finder = both.anyone()
        tools = await finder.search(Query("sander"))
        assert tools.found
        assert {each.system for each in tools.found} == {""}
        assert await finder.details(tools.found[0].item.ident) is not None
        (title,) = (await finder.search(Query("how to borrow a boat", system="od"))).found
        assert (title.system, title.medium, title.item.ident) == ("od", Medium.EBOOK, f"od|{title.item.code}")
        assert title.picture.startswith(f"od|{overdrive.url}")
        assert await both.backend.picture(title.picture) == b""  # the settings do not allow this host of covers
        details = await finder.details(title.item.ident)
        assert details is not None
        assert details.description
        assert (await finder.shelves()).kinds
        assert await finder.search(Query("boat", system="gone")) == Results()

    play(both, story)


def test_a_member_searches_with_the_own_log_in(both: Together, overdrive: OverdriveThread) -> None:
    async def story() -> None:
        account = await both.enter()
        assert isinstance(await account.join("od", Secret(CARD.name), CARD.secret), Joined)

        async def search() -> tuple[int, set[str | None]]:
            before = len(overdrive.library_state.calls())
            assert account.searching is not None
            found = (await account.searching.search(Query("cartographer", system="od"))).found
            calls = overdrive.library_state.calls()[before:]
            return len(found), {each.member for each in calls if each.name == "search" and each.status == 200}

        count, names = await search()
        assert (count, names) == (3, {"marta"})

    play(both, story)


@pytest.mark.parametrize("kind", ["drop", "status", "garbage", "html"])
def test_an_overdrive_that_does_not_answer_costs_only_its_titles(
    both: Together, overdrive: OverdriveThread, kind: str
) -> None:
    overdrive.control.fault("*", kind, count=None)

    async def story() -> None:
        assert (await both.backend.library("en")).search_in == ("", "od")
        for finder in (both.anyone(), (await both.enter()).searching):
            assert finder is not None
            before = both.digital.requests()
            assert (await finder.search(Query("sander"))).found
            assert both.digital.requests() == before
            with pytest.raises(ServerAwayError):
                await finder.search(Query("sander", system="od"))

    play(both, story)


def test_tools_come_while_a_slow_overdrive_is_still_asked(both: Together, overdrive: OverdriveThread) -> None:
    overdrive.control.fault("search", "delay", delay_s=2.0)

    async def story() -> None:
        finder = both.anyone()
        async with asyncio.TaskGroup() as tasks:
            titles = tasks.create_task(finder.search(Query("cartographer", system="od")))
            assert (await finder.search(Query("sander"))).found
            assert not titles.done()
        assert len(titles.result().found) == 3

    play(both, story)


# --- without a server ---


class OneTitle(Finder):
    """A search that finds one title. If `fails` is set, each call raises this error. If `sleeps`, no call ends."""

    def __init__(self, fails: Exception | None = None, *, sleeps: bool = False) -> None:
        self.fails, self.sleeps = fails, sleeps

    async def _answered(self) -> None:
        if self.fails is not None:
            raise self.fails
        if self.sleeps:
            await asyncio.Event().wait()

    async def search(self, query: Query) -> Results:
        await self._answered()
        assert query.system == ""
        return Results((FoundTool(Item(ItemCode("1"), "Emma", "1"), Standing.FREE),), more=True)

    async def shelves(self) -> Shelves:
        await self._answered()
        return Shelves()

    async def details(self, ident: str) -> Details | None:
        await self._answered()
        return Details(ident)


def test_a_digital_system_that_never_answers_is_given_up() -> None:
    async def story() -> None:
        finder = SeveralFinder(OneTitle(), {"od": (OneTitle(sleeps=True),)}, patience_s=0.02)
        with pytest.raises(ServerAwayError, match="in time"):
            await finder.search(Query("emma", system="od"))
        with pytest.raises(ServerAwayError):
            await finder.details("od|1")
        assert (await finder.search(Query("emma"))).more

    asyncio.run(story())


def test_an_ended_log_in_at_a_digital_system_does_not_end_the_visit() -> None:
    async def story() -> None:
        ended = OneTitle(SignInLostError("over"))
        finder = SeveralFinder(None, {"od": (ended, OneTitle())})
        found = await finder.search(Query("emma", system="od"))
        assert [each.key for each in found.found] == ["od|1"]
        assert found.more
        assert await finder.details("od|1") == Details("1")
        alone = SeveralFinder(ended, {"od": (ended,)})
        with pytest.raises(ServerAwayError):
            await alone.search(Query("emma", system="od"))
        with pytest.raises(SignInLostError):
            await alone.search(Query("emma"))

    asyncio.run(story())
