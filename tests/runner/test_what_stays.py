"""Tests of the data of a visit that must not stay in the runner, such as passwords, and of errors that end the kiosk.

A question to staff must name the member whose lines it is about, also if somebody else has logged in since.
"""

import gc
import logging
from pathlib import Path

import pytest

from kiosk.domain.messages.answers import LoansRead, SearchAnswered, SignedIn, SignInLost, TurnedAwayBy
from kiosk.domain.messages.effects import (
    AddLine,
    Farewell,
    ReadLoans,
    Record,
    RecordKind,
    Search,
    SignIn,
    SpeakLanguage,
)
from kiosk.domain.model import CommitId, ItemCode, Secret, VisitId
from kiosk.domain.search import Query
from kiosk.simulator import MEMBERS, Knobs, SimulatorThread
from kiosk.store.inbox import StaffInbox
from kiosk.store.link_encryption import RememberedPassword
from tests.backends.ports import MemoryKeeper
from tests.runner.deeds import JAMAL, MARTA, Deeds

pytestmark = pytest.mark.slow
PILAR = MEMBERS[6]
PASSWORDS = '[login]\nremember = "password"\n'


async def test_the_inbox_names_the_member_whose_lines_they_are_when_somebody_else_logs_in(tmp_path: Path) -> None:
    with SimulatorThread(knobs=Knobs(refresh_token=False)) as library:
        async with Deeds(tmp_path, library) as deeds:
            visit = await deeds.signed_in(MARTA)
            library.control.expire_tokens()
            deeds.ask(AddLine(visit, deeds.line("DR-0142")))
            await deeds.answer(SignInLost)
            deeds.ask(SignIn(visit, JAMAL.username, Secret(JAMAL.password)))
            await deeds.answer(SignedIn)
            deeds.ask(Record(RecordKind.MEMBER_CHANGED, visit, (ItemCode("DR-0142"),), inbox=True))
            inbox = StaffInbox(deeds.stores.store.journal, deeds.stores.key, lambda: deeds.clock().wall)

            await deeds.until(lambda: bool(inbox.entries()))

            assert [entry.member for entry in inbox.entries()] == [MARTA.username]


def passwords_kept() -> list[RememberedPassword]:
    gc.collect()
    return [each for each in gc.get_objects() if isinstance(each, RememberedPassword)]


async def test_a_password_whose_member_is_turned_away_is_not_kept(tmp_path: Path, library: SimulatorThread) -> None:
    async with Deeds(tmp_path, library, more=PASSWORDS) as deeds:
        assert isinstance(await deeds.sign_in(PILAR), TurnedAwayBy)
        assert passwords_kept() == []


async def test_a_password_of_a_log_in_that_nobody_waits_for_is_not_kept(
    tmp_path: Path, library: SimulatorThread
) -> None:
    async with Deeds(tmp_path, library, more=PASSWORDS) as deeds:
        library.control.fault("log_in", "delay", answer_delay_s=0.3)
        deeds.ask(SignIn(VisitId(1), MARTA.username, Secret(MARTA.password)))
        await deeds.until_called("log_in")
        deeds.ask(Farewell(VisitId(1)))
        deeds.ask(Farewell(await deeds.signed_in(JAMAL)))  # Jamal's farewell is carried out after Marta's farewell

        assert passwords_kept() == []


async def test_a_language_chosen_before_the_log_in_is_no_error_and_the_server_speaks_it(
    tmp_path: Path, library: SimulatorThread, caplog: pytest.LogCaptureFixture
) -> None:
    async with Deeds(tmp_path, library) as deeds:
        deeds.ask(SpeakLanguage(VisitId(1), "fr"))
        deeds.ask(SignIn(VisitId(1), MARTA.username, Secret("wrong")))
        await deeds.answer_to(VisitId(1))

    assert [record.message for record in caplog.records if record.levelno >= logging.ERROR] == []


async def test_a_renewed_token_that_cannot_be_kept_costs_an_answer_and_not_the_program(tmp_path: Path) -> None:
    with SimulatorThread(knobs=Knobs(refresh_rotates=True)) as library:
        async with Deeds(tmp_path, library) as deeds:
            visit = await deeds.signed_in(MARTA)
            account = deeds.serving._runner.visits[visit].account
            assert account is not None
            account.keep_with(MemoryKeeper(broken=True))
            library.control.expire_tokens()
            now = deeds.clock()
            deeds.ask(ReadLoans(visit, CommitId(5), (), now.wall, now.at))
            assert (await deeds.answer(LoansRead)).truth is None
            deeds.ask(Search(visit, 1, "en", Query("saw"), 0.0))
            assert (await deeds.answer(SearchAnswered)).results is None
            deeds.ask(Farewell(visit))
            assert isinstance(await deeds.sign_in(JAMAL), SignedIn)


class OurMistakeError(Exception):
    """An error as from a bug. No part of the kiosk catches it."""


async def _mistake() -> None:
    raise OurMistakeError


async def test_a_sign_in_on_its_way_does_not_hide_the_error_that_ends_the_app(
    tmp_path: Path, library: SimulatorThread
) -> None:
    async def run() -> None:
        async with Deeds(tmp_path, library) as deeds:
            library.control.fault("log_in", "delay", answer_delay_s=5.0)
            deeds.ask(SignIn(VisitId(1), MARTA.username, Secret(MARTA.password)))
            await deeds.until_called("log_in")
            deeds._ground.spawn(_mistake())
            await deeds.until(lambda: False)

    with pytest.raises(ExceptionGroup) as ended:
        await run()
    assert [type(error) for error in ended.value.exceptions] == [OurMistakeError]
