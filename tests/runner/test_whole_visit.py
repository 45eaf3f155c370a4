"""Tests of a whole visit in the runner: log in, link, borrow, bring back, finish, leave, come again."""

from pathlib import Path

from kiosk.domain.messages.answers import LineAnswered, LineGone, SignedIn
from kiosk.domain.messages.effects import AddLine, Farewell, TakeOut
from kiosk.domain.messages.events import ServerAway, ServerBack
from kiosk.domain.model import CommitDone, Direction, NotSent, Proof, Staged
from kiosk.simulator import SimulatorThread
from tests.runner.deeds import JAMAL, MARTA, Deeds


async def test_borrow_two_bring_one_back_finish_and_come_again(tmp_path: Path, library: SimulatorThread) -> None:
    async with Deeds(tmp_path, library) as deeds:
        visit = await deeds.link(MARTA)
        drill, sander = await deeds.staged(visit, "DR-0142"), await deeds.staged(visit, "SAND-0019")
        level = await deeds.staged(visit, "LVL-0002", Direction.RETURN)
        assert deeds.out() & {"DR-0142", "SAND-0019", "LVL-0002"} == {"LVL-0002"}

        commit, outcome = await deeds.commit(visit, drill, sander, level)
        truth = await deeds.look(visit, commit, drill, sander, level)

        assert outcome == CommitDone()
        assert truth is not None
        assert {proof.line for proof in truth.proven} == {drill.ident, sander.ident, level.ident}
        assert deeds.out() & {"DR-0142", "SAND-0019", "LVL-0002"} == {"DR-0142", "SAND-0019"}
        assert await deeds.stores.journal.open_commits() == ()
        deeds.ask(Farewell(visit))
        assert isinstance(await deeds.identify(MARTA), SignedIn)


async def test_the_due_date_read_back_is_the_one_that_was_sent(tmp_path: Path, library: SimulatorThread) -> None:
    async with Deeds(tmp_path, library) as deeds:
        visit = await deeds.signed_in()
        line = deeds.line("DR-0142")
        outcome = await deeds.add(visit, line)
        assert isinstance(outcome, Staged)
        commit, _ = await deeds.commit(visit, line)

        truth = await deeds.look(visit, commit, line)

        assert truth is not None
        assert truth.proven == (Proof(line.ident, outcome.due),)


async def test_a_line_that_is_taken_out_is_not_lent(tmp_path: Path, library: SimulatorThread) -> None:
    async with Deeds(tmp_path, library) as deeds:
        visit = await deeds.signed_in()
        drill, sander = await deeds.staged(visit, "DR-0142"), await deeds.staged(visit, "SAND-0019")
        deeds.ask(TakeOut(visit, drill))
        assert (await deeds.answer(LineGone)).line == drill.ident

        await deeds.commit(visit, sander)

        assert deeds.out() & {"DR-0142", "SAND-0019"} == {"SAND-0019"}


async def test_what_a_cancelled_visit_staged_is_out_of_the_cart_before_the_next_one(
    tmp_path: Path, library: SimulatorThread
) -> None:
    async with Deeds(tmp_path, library) as deeds:
        visit = await deeds.signed_in()
        drill = await deeds.staged(visit, "DR-0142")
        deeds.ask(Farewell(visit, (drill,)))

        answer = await deeds.sign_in(MARTA)

        assert isinstance(answer, SignedIn)
        assert answer.opening.earlier == ()


async def test_what_a_crash_left_in_the_cart_is_found_at_the_next_sign_in(
    tmp_path: Path, library: SimulatorThread
) -> None:
    async with Deeds(tmp_path, library) as deeds:
        await deeds.staged(await deeds.signed_in(), "DR-0142")
    async with Deeds(tmp_path, library) as deeds:
        answer = await deeds.sign_in(MARTA)
        assert isinstance(answer, SignedIn)
        assert [found.item.code for found in answer.opening.earlier] == ["DR-0142"]


async def test_a_line_scanned_while_the_server_is_away_is_sent_when_it_is_back(
    tmp_path: Path, library: SimulatorThread
) -> None:
    async with Deeds(tmp_path, library) as deeds:
        visit = await deeds.signed_in()
        library.control.go_away()
        assert isinstance(await deeds.add(visit, deeds.line("DR-0142")), NotSent)
        await deeds.answer(ServerAway)

        library.control.come_back()

        await deeds.answer(ServerBack)
        assert any(isinstance(getattr(event, "outcome", None), Staged) for event in deeds.told)
        assert deeds.calls("add_checkout") == 1


async def test_after_a_finish_that_nobody_heard_the_server_is_asked_until_it_is_back(
    tmp_path: Path, library: SimulatorThread
) -> None:
    async with Deeds(tmp_path, library) as deeds:
        visit = await deeds.signed_in()
        drill = await deeds.staged(visit, "DR-0142")
        library.control.go_away()
        assert (await deeds.commit(visit, drill))[1] == NotSent()
        await deeds.answer(ServerAway)

        library.control.come_back()

        await deeds.answer(ServerBack)


async def test_once_nothing_waits_to_be_sent_the_server_is_asked_all_the_same(
    tmp_path: Path, library: SimulatorThread
) -> None:
    async with Deeds(tmp_path, library) as deeds:
        visit, drill = await deeds.signed_in(), deeds.line("DR-0142")
        library.control.go_away()
        assert isinstance(await deeds.add(visit, drill), NotSent)
        deeds.ask(TakeOut(visit, drill))
        await deeds.answer(LineGone)

        library.control.come_back()

        await deeds.answer(ServerBack)
        assert deeds.calls("add_checkout") == 0


async def test_two_members_one_after_the_other_never_share_a_cart(tmp_path: Path, library: SimulatorThread) -> None:
    async with Deeds(tmp_path, library) as deeds:
        first = await deeds.signed_in(MARTA)
        drill = await deeds.staged(first, "DR-0142")
        await deeds.commit(first, drill)
        deeds.ask(Farewell(first))
        second = await deeds.signed_in(JAMAL)
        sander = await deeds.staged(second, "SAND-0019")
        await deeds.commit(second, sander)

        assert "DR-0142" in deeds.out(MARTA) - deeds.out(JAMAL)
        assert "SAND-0019" in deeds.out(JAMAL) - deeds.out(MARTA)


async def test_five_scans_in_a_row_are_sent_in_scan_order(tmp_path: Path, library: SimulatorThread) -> None:
    codes = ["DR-0142", "DR-0143", "DR-0147", "DR-0158", "DR-0160"]
    async with Deeds(tmp_path, library) as deeds:
        visit = await deeds.signed_in()
        for code in codes:
            deeds.ask(AddLine(visit, deeds.line(code)))
        for _ in codes:
            await deeds.answer(LineAnswered)
        deeds.ask(Farewell(visit))
        answer = await deeds.sign_in(MARTA)
        assert isinstance(answer, SignedIn)
        assert [found.item.code for found in answer.opening.earlier] == codes
