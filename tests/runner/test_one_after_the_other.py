"""Tests that only one account is open at a time.

For example, a member comes directly after another one. Sometimes the log-out of the other member still runs, or the
other member has left before the answer to the log-in has come.
"""

from pathlib import Path

import pytest

from kiosk.domain.messages.answers import LineAnswered, LoansRead, SignedIn, SignInAway, SignInLost
from kiosk.domain.messages.effects import AddLine, Farewell, HandOver, Identify, SignIn
from kiosk.domain.model import InDoubt, NotSent, Secret, Staged, VisitId
from kiosk.runner.tasks import Patience
from kiosk.simulator import Knobs, SimulatorThread
from tests.runner.deeds import JAMAL, MARTA, Deeds

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("quick_hash")]
HURRIED = Patience(sign_in_s=1.0, farewell_s=0.3, sign_out_s=0.5)


# --- a farewell that still runs ------------------------------------------------------------------------


async def test_the_next_sign_in_waits_for_the_farewell_before_it(tmp_path: Path, library: SimulatorThread) -> None:
    async with Deeds(tmp_path, library) as deeds:
        first = await deeds.signed_in(MARTA)
        drill = await deeds.staged(first, "DR-0142")
        library.control.fault("remove_checkout", "delay", answer_delay_s=0.6)
        deeds.ask(Farewell(first, (drill,)))
        logged_in = deeds.calls("log_in")
        deeds.ask(SignIn(VisitId(2), JAMAL.username, Secret(JAMAL.password)))

        await deeds.until_called("remove_checkout")
        assert deeds.calls("log_in") == logged_in

        assert isinstance(await deeds.answer_to(VisitId(2)), SignedIn)


async def test_but_not_for_ever(tmp_path: Path, library: SimulatorThread) -> None:
    async with Deeds(tmp_path, library, patience=HURRIED) as deeds:
        first = await deeds.signed_in(MARTA)
        drill = await deeds.staged(first, "DR-0142")
        library.control.fault("remove_checkout", "delay", answer_delay_s=1.9)
        deeds.ask(Farewell(first, (drill,)))
        assert isinstance(await deeds.sign_in(JAMAL), SignedIn)


async def test_a_commit_that_is_handed_over_is_read_back_beside_the_next_visit(
    tmp_path: Path, library: SimulatorThread
) -> None:
    async with Deeds(tmp_path, library) as deeds:
        first = await deeds.signed_in(MARTA)
        drill = await deeds.staged(first, "DR-0142")
        library.control.fault("convert", "drop", acts=True)
        finished = deeds.clock().wall
        commit, outcome = await deeds.commit(first, drill)
        assert outcome == InDoubt()
        deeds.ask(Farewell(first, hand_over=HandOver(commit, (drill,), finished)))

        assert isinstance(await deeds.sign_in(JAMAL), SignedIn)

        await deeds.until_settled()


# --- a sign-in that nobody waits for ---------------------------------------------------------------------


async def test_a_server_that_never_answers_is_answered_for(tmp_path: Path, library: SimulatorThread) -> None:
    async with Deeds(tmp_path, library, patience=HURRIED) as deeds:
        library.control.fault("log_in", "delay", delay_s=1.9)
        began = deeds.clock().at
        assert isinstance(await deeds.sign_in(MARTA), SignInAway)
        assert deeds.clock().at - began < 1.5


async def test_the_answer_comes_in_time_although_an_earlier_commit_cannot_be_read(
    tmp_path: Path, library: SimulatorThread
) -> None:
    async with Deeds(tmp_path, library, patience=HURRIED) as deeds:
        first = await deeds.signed_in(MARTA)
        drill = await deeds.staged(first, "DR-0142")
        library.control.fault("convert", "drop", acts=True)
        await deeds.commit(first, drill)
        deeds.ask(Farewell(first))
        library.control.fault("carts", "delay", skip=1, count=None, delay_s=1.9)
        began = deeds.clock().at
        assert isinstance(await deeds.sign_in(MARTA), SignedIn)
        assert deeds.clock().at - began < 1.5
        library.control.clear_faults()


async def test_an_account_that_opens_too_late_is_closed_before_the_next_one_opens(
    tmp_path: Path, library: SimulatorThread
) -> None:
    async with Deeds(tmp_path, library) as deeds:
        library.control.fault("log_in", "delay", answer_delay_s=0.4)
        deeds.ask(SignIn(VisitId(1), MARTA.username, Secret(MARTA.password)))
        await deeds.until_called("log_in")
        deeds.ask(Farewell(VisitId(1)))

        assert isinstance(await deeds.sign_in(JAMAL), SignedIn)

        assert not [event for event in deeds.told if getattr(event, "visit", None) == VisitId(1)]
        assert deeds.calls("delete_cart") == 1  # Marta's sign-in came too late, and the kiosk deletes her new cart


async def test_going_back_while_the_fob_is_looked_up_does_not_end_the_link(tmp_path: Path) -> None:
    with SimulatorThread(knobs=Knobs(refresh_rotates=True)) as library:
        async with Deeds(tmp_path, library) as deeds:
            deeds.ask(Farewell(await deeds.link(MARTA)))
            library.control.fault("renew_token", "delay", answer_delay_s=0.3)
            deeds.ask(Identify(VisitId(1), Secret(MARTA.fob)))
            await deeds.until_called("renew_token")
            deeds.ask(Farewell(VisitId(1)))

            assert isinstance(await deeds.identify(MARTA), SignedIn)


# --- log-ins that end in mid-visit ------------------------------------------------------------------------


async def test_an_access_token_that_ends_is_renewed_and_nobody_notices(
    tmp_path: Path, library: SimulatorThread
) -> None:
    async with Deeds(tmp_path, library) as deeds:
        visit = await deeds.signed_in(MARTA)
        library.control.expire_tokens()
        assert isinstance(await deeds.add(visit, deeds.line("DR-0142")), Staged)
        assert deeds.calls("renew_token") == 1


async def test_without_a_renewal_the_member_is_asked_again_and_what_waited_is_sent(tmp_path: Path) -> None:
    with SimulatorThread(knobs=Knobs(refresh_token=False)) as library:
        async with Deeds(tmp_path, library) as deeds:
            visit = await deeds.signed_in(MARTA)
            library.control.expire_tokens()
            deeds.ask(AddLine(visit, deeds.line("DR-0142")))
            await deeds.answer(SignInLost)
            assert isinstance((await deeds.answer(LineAnswered)).outcome, NotSent)

            deeds.ask(SignIn(visit, MARTA.username, Secret(MARTA.password)))

            assert isinstance(await deeds.answer_to(visit), SignedIn)
            answer = await deeds.answer(LineAnswered)
            assert isinstance(answer.outcome, Staged)


async def test_another_member_who_logs_in_again_gets_nothing_of_the_first_ones(tmp_path: Path) -> None:
    with SimulatorThread(knobs=Knobs(refresh_token=False)) as library:
        async with Deeds(tmp_path, library) as deeds:
            visit = await deeds.signed_in(MARTA)
            await deeds.staged(visit, "DR-0142")
            library.control.expire_tokens()
            deeds.ask(AddLine(visit, deeds.line("SAND-0019")))
            await deeds.answer(SignInLost)
            deeds.at_once(SignedIn, Farewell(visit))
            deeds.ask(SignIn(visit, JAMAL.username, Secret(JAMAL.password)))

            assert isinstance(again := await deeds.sign_in(JAMAL), SignedIn)
            assert again.opening.earlier == ()
            assert isinstance(again := await deeds.sign_in(MARTA), SignedIn)
            assert [found.item.code for found in again.opening.earlier] == ["DR-0142"]


async def test_reading_back_without_an_account_says_that_it_cannot(tmp_path: Path, library: SimulatorThread) -> None:
    async with Deeds(tmp_path, library) as deeds:
        visit = await deeds.signed_in(MARTA)
        drill = await deeds.staged(visit, "DR-0142")
        commit, _ = await deeds.commit(visit, drill)
        deeds.ask(Farewell(visit))
        assert await deeds.look(visit, commit, drill) is None
        assert isinstance(deeds.told[-1], LoansRead)
