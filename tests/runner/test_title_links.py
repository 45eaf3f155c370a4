"""Tests of title links in the runner. A title link is an address that opens a digital loan.

The kiosk asks for the links each time that it needs them, and stores them nowhere.
"""

import logging
from collections.abc import Callable

import pytest

from kiosk.backends.errors import MisconfiguredError, ServerAwayError, SignInLostError
from kiosk.domain.digital import LinkKind, OpeningRefused, TitleLink
from kiosk.domain.messages.answers import TitleLinksCame
from kiosk.domain.messages.effects import AskLinks, Record
from kiosk.domain.messages.events import Event
from kiosk.domain.model import CommitId, ItemCode, LoanId, Refusal, RefusalKind, Secret, VisitId
from kiosk.runner.server_watch import ServerWatch
from kiosk.runner.visit_reads import VisitReads
from kiosk.store.open_commits import Settlement
from tests.runner.desk import VISIT, Desk, play
from tests.runner.fakes import ScriptedAccount, TurnedClock

ASK = AskLinks(VISIT, 7, LoanId("loan-1"))
LINK = TitleLink(LinkKind.BROWSER, Secret("https://read.example/open?token=7f3a"))
NO = OpeningRefused(Refusal(RefusalKind.OTHER, "Not now."))
Given = tuple[TitleLink, ...] | OpeningRefused | Exception


class OpenedTitles:
    """A digital system that gives the same answer to each request for title links. It counts the requests."""

    def __init__(self, answer: Given) -> None:
        self.answer, self.asked = answer, 0

    async def title_links(self, loan: LoanId) -> tuple[TitleLink, ...] | OpeningRefused:
        assert loan == ASK.loan
        self.asked += 1
        if isinstance(self.answer, Exception):
            raise self.answer
        return self.answer


class DigitalAccount(ScriptedAccount):
    """An account with digital loans."""

    def __init__(self, titles: OpenedTitles) -> None:
        super().__init__()
        self._titles = titles

    @property
    def digital(self) -> OpenedTitles:  # type: ignore[override]
        return self._titles


class Nothing:
    """A fake for the part that settles commits. It does nothing, because these tests have no commits."""

    async def settled(
        self, commit: CommitId, settlement: Settlement, question: Record | None = None, member: str = ""
    ) -> None: ...

    async def found_out(self, visit: VisitId, codes: tuple[ItemCode, ...]) -> None: ...


def told(account: Callable[[], ScriptedAccount], *, asks: int = 1, is_open: bool = True) -> list[Event]:
    """Ask for the title links `asks` times, and return the events that the runner tells.

    `is_open` is False if the visit is already over.
    """
    events: list[Event] = []

    async def story(desk: Desk) -> None:
        reads = VisitReads(Nothing(), ServerWatch(events.append), tell=events.append, clock=TurnedClock())
        for _ in range(asks):
            await reads.read(ASK, lambda: desk.open if is_open else None)

    play(account, story)
    return events


def test_the_addresses_come_and_nothing_of_them_is_logged(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    assert told(lambda: DigitalAccount(OpenedTitles((LINK,)))) == [TitleLinksCame(VISIT, 7, (LINK,))]
    assert "7f3a" not in caplog.text


def test_the_addresses_are_not_kept_for_the_next_time() -> None:
    titles = OpenedTitles((LINK,))
    assert len(told(lambda: DigitalAccount(titles), asks=3)) == titles.asked == 3


def test_a_refusal_is_an_answer() -> None:
    assert told(lambda: DigitalAccount(OpenedTitles(NO))) == [TitleLinksCame(VISIT, 7, NO)]


@pytest.mark.parametrize("why", [ServerAwayError("away"), SignInLostError("over"), MisconfiguredError("no right")])
def test_every_failure_is_an_answer(why: Exception) -> None:
    assert told(lambda: DigitalAccount(OpenedTitles(why))) == [TitleLinksCame(VISIT, 7, None)]


def test_a_system_without_digital_loans_and_a_visit_that_is_over_answer_too() -> None:
    assert told(ScriptedAccount) == [TitleLinksCame(VISIT, 7, None)]
    assert told(ScriptedAccount, is_open=False) == [TitleLinksCame(VISIT, 7, None)]
