"""Tests of a mail for a new password, over the real server.

The kiosk slows down repeated requests, for one name and for all names together. A failed request has an answer, too.
"""

from pathlib import Path

from kiosk.domain.messages.answers import ResetAnswered, ResetOutcome, SignedIn
from kiosk.domain.messages.effects import ResetPassword
from kiosk.domain.model import VisitId
from kiosk.simulator import SimulatorThread
from tests.runner.deeds import Deeds

VISIT = VisitId(7)


async def asked(deeds: Deeds, name: str) -> ResetOutcome:
    """Ask for a mail to the member with this name, and return the outcome."""
    deeds.ask(ResetPassword(VISIT, name))
    answer = await deeds.answer(ResetAnswered)
    assert answer.visit == VISIT
    return answer.outcome


async def test_a_mail_is_asked_for_once_in_a_while_for_members_and_strangers_alike(
    tmp_path: Path, library: SimulatorThread
) -> None:
    async with Deeds(tmp_path, library) as deeds:
        for name in ("marta", "nobody"):
            outcomes = [await asked(deeds, each) for each in (name, name.upper())]
            assert outcomes == [ResetOutcome.ASKED, ResetOutcome.TOO_OFTEN]
        assert library.library_state.mails == ["marta@members.example"]
        assert deeds.calls("reset_password") == 2

        deeds.clock.forward_s = 301
        assert await asked(deeds, "marta") is ResetOutcome.ASKED
        deeds.clock.forward_s = 602  # the second wait is twice as long as the first
        assert await asked(deeds, "marta") is ResetOutcome.TOO_OFTEN


async def test_many_names_are_slowed_down_for_the_kiosk_as_a_whole(tmp_path: Path, library: SimulatorThread) -> None:
    async with Deeds(tmp_path, library) as deeds:
        outcomes = [await asked(deeds, f"member-{number}") for number in range(11)]
        assert outcomes == [ResetOutcome.ASKED] * 10 + [ResetOutcome.TOO_OFTEN]


async def test_asking_for_mails_costs_nobody_a_try_to_log_in(tmp_path: Path, library: SimulatorThread) -> None:
    async with Deeds(tmp_path, library) as deeds:
        for number in range(11):
            await asked(deeds, "marta" if number % 2 else f"member-{number}")
        assert isinstance(await deeds.sign_in(), SignedIn)


async def test_a_library_that_is_away_or_has_no_such_call_sends_no_mail(
    tmp_path: Path, library: SimulatorThread
) -> None:
    async with Deeds(tmp_path, library) as deeds:
        library.control.fault("reset_password", "status", status=404)
        assert await asked(deeds, "marta") is ResetOutcome.AWAY
        library.control.go_away()
        assert await asked(deeds, "jamal") is ResetOutcome.AWAY
