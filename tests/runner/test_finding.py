"""Tests of searches during a visit.

Only the newest search gets its results. A search never delays the member's writes. A failed search gets an answer, too.
"""

from pathlib import Path

import pytest

from kiosk.domain.messages.answers import DetailsRead, LineAnswered, SearchAnswered, ShelvesRead, SignInLost
from kiosk.domain.messages.effects import AddLine, Farewell, ReadDetails, ReadShelves, Search
from kiosk.domain.messages.events import LibraryRead, ServerAway, ServerBack
from kiosk.domain.model import Staged, VisitId
from kiosk.domain.search import Query, Results
from kiosk.simulator import SimulatorThread
from tests.runner.deeds import MARTA, Deeds

pytestmark = pytest.mark.slow


def search(visit: VisitId | None, number: int, words: str = "sander", wait_s: float = 0.0) -> Search:
    return Search(visit, number, "en", Query(words), wait_s)


def answered(deeds: Deeds) -> list[int]:
    """Return the numbers of the answered searches, in order."""
    return [event.number for event in deeds.told if isinstance(event, SearchAnswered)]


async def test_a_member_finds_tools_and_what_is_told_of_one(tmp_path: Path, library: SimulatorThread) -> None:
    async with Deeds(tmp_path, library) as deeds:
        visit = await deeds.signed_in()
        deeds.ask(search(visit, 5))
        results = (await deeds.answer(SearchAnswered)).results
        assert results is not None
        found = next(each for each in results.found if each.item.code == "SAND-0019")
        deeds.ask(ReadDetails(visit, 6, "en", found.item.ident))
        details = (await deeds.answer(DetailsRead)).details
        assert details is not None
        assert details.maker == "Bosch"
        deeds.ask(ReadShelves(visit, 7, "en"))
        assert (await deeds.answer(ShelvesRead)).shelves is not None


async def test_of_fast_typing_only_the_last_words_reach_the_server(tmp_path: Path, library: SimulatorThread) -> None:
    async with Deeds(tmp_path, library) as deeds:
        visit = await deeds.signed_in()
        before = deeds.calls("items")
        for number, words in enumerate(["s", "sa", "san", "sand"], start=1):
            deeds.ask(search(visit, number, words, wait_s=0.2))
        await deeds.answer(SearchAnswered)
        assert answered(deeds) == [4]
        assert deeds.calls("items") == before + 1


async def test_an_answer_that_comes_after_a_later_question_is_not_told(
    tmp_path: Path, library: SimulatorThread
) -> None:
    async with Deeds(tmp_path, library) as deeds:
        visit = await deeds.signed_in()
        before = deeds.calls("items")
        library.control.fault("items", "delay", answer_delay_s=1.0)
        deeds.ask(search(visit, 1))
        await deeds.until(lambda: deeds.calls("items") == before + 1)
        deeds.ask(search(visit, 2, "no such tool"))
        assert await deeds.answer(SearchAnswered) == SearchAnswered(visit, 2, Results())
        assert answered(deeds) == [2]


async def test_a_write_does_not_wait_for_a_search_nor_a_search_for_a_write(
    tmp_path: Path, library: SimulatorThread
) -> None:
    async with Deeds(tmp_path, library) as deeds:
        visit = await deeds.signed_in()
        library.control.fault("items", "delay", answer_delay_s=1.5)
        deeds.ask(search(visit, 1))
        assert isinstance(await deeds.add(visit, deeds.line("DR-0142")), Staged)
        assert answered(deeds) == []
        await deeds.answer(SearchAnswered)
        library.control.fault("add_checkout", "delay", answer_delay_s=1.5)
        deeds.ask(AddLine(visit, deeds.line("SAND-0019")))
        deeds.ask(search(visit, 2))
        await deeds.answer(SearchAnswered)
        assert not isinstance(deeds.told[-1], LineAnswered)
        assert isinstance((await deeds.answer(LineAnswered)).outcome, Staged)


async def test_anyone_may_look_where_the_library_says_so(tmp_path: Path, library: SimulatorThread) -> None:
    library.control.turn(public_items=True)
    async with Deeds(tmp_path, library) as deeds:
        deeds.ask(search(None, 1))
        results = (await deeds.answer(SearchAnswered)).results
        assert results is not None
        assert results.found


async def test_a_search_that_fails_alone_does_not_make_the_library_away(
    tmp_path: Path, library: SimulatorThread
) -> None:
    async with Deeds(tmp_path, library) as deeds:
        visit = await deeds.signed_in()
        reads = sum(isinstance(event, LibraryRead) for event in deeds.told)
        library.control.fault("items", "status", status=500, count=9)
        deeds.ask(search(visit, 1))
        assert (await deeds.answer(SearchAnswered)).results is None
        await deeds.until(lambda: sum(isinstance(event, LibraryRead) for event in deeds.told) > reads)
        assert not any(isinstance(event, ServerAway) for event in deeds.told)


async def test_a_search_finds_out_that_the_library_is_away_and_back(tmp_path: Path, library: SimulatorThread) -> None:
    async with Deeds(tmp_path, library) as deeds:
        visit = await deeds.signed_in()
        library.control.go_away()
        deeds.ask(search(visit, 1))
        assert (await deeds.answer(SearchAnswered)).results is None
        await deeds.answer(ServerAway)
        library.control.come_back()
        await deeds.answer(ServerBack)


async def test_a_dead_token_asks_for_the_member_again_and_a_search_meanwhile_finds_nothing(
    tmp_path: Path, library: SimulatorThread
) -> None:
    library.control.turn(refresh_token=False)
    async with Deeds(tmp_path, library) as deeds:
        visit = await deeds.signed_in(MARTA)
        library.control.expire_tokens("marta")
        deeds.ask(search(visit, 1))
        await deeds.answer(SignInLost)
        await deeds.until(lambda: answered(deeds) == [1])
        deeds.ask(search(visit, 2))
        await deeds.until(lambda: answered(deeds) == [1, 2])
        assert sum(isinstance(event, SignInLost) for event in deeds.told) == 1


async def test_a_search_of_a_visit_that_is_over_finds_nothing(tmp_path: Path, library: SimulatorThread) -> None:
    async with Deeds(tmp_path, library) as deeds:
        visit = await deeds.signed_in()
        deeds.ask(Farewell(visit))
        deeds.ask(search(visit, 1))
        assert (await deeds.answer(SearchAnswered)).results is None
