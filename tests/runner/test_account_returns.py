"""Tests of returns that are booked later on the account of a linked fob, with real files and a real server."""

import asyncio
from pathlib import Path
from time import monotonic

import pytest

from kiosk.domain.messages.answers import (
    FobsPaused,
    FobTaken,
    NotLinked,
    PinNeeded,
    ReturnSaved,
    ReturnSettled,
    SignedIn,
    SignInAway,
)
from kiosk.domain.messages.effects import DropFob, Farewell, Identify, SaveReturn, TakeFob, TryServer
from kiosk.domain.messages.events import Event
from kiosk.domain.model import CommitId, ItemCode, LineId, Refused, Secret, VisitId
from kiosk.domain.returns import LeftToStaff, ReturnOutcome, TakenIn
from kiosk.simulator import Knobs, Person, SimulatorThread
from kiosk.simulator.records import ReceivedCall
from kiosk.store.fob_list import FobList
from kiosk.store.open_commits import Settlement
from tests.app.standing import link_fobs
from tests.runner.deeds import INES, JAMAL, MARTA, Deeds, ShiftedClock
from tests.runner.test_left_open import Leaping
from tests.store.samples import commit

pytestmark = pytest.mark.usefixtures("quick_hash")
NAIL, LEVEL, TILE, LADDER, DRILL = "NAIL-0004", "LVL-0002", "TILE-0003", "LAD-0010", "DR-0142"


class ReturnDeeds(Deeds):
    """A runner for tests, with the acts of a person who brings things back while the library is away."""

    async def show_fob(self, visit: VisitId, person: Person = MARTA) -> Event:
        """Show the fob of this person on the page of this visit, and return the answer."""
        self.ask(TakeFob(visit, Secret(person.fob)))
        return await self.answer_to(visit)

    async def bring(self, visit: VisitId, *codes: str) -> list[bool]:
        """Scan these things on the page of this visit. For each thing, return True if its return will be sent."""
        for code in codes:
            self.ask(SaveReturn(visit, LineId(self.number()), ItemCode(code)))
        return [(await self.answer(ReturnSaved)).sends for _ in codes]

    async def saved(self, *codes: str, person: Person = MARTA) -> VisitId:
        """Save the returns of these things with the fob of this person, and leave the page."""
        visit = VisitId(self.number())
        assert isinstance(await self.show_fob(visit, person), FobTaken)
        assert all(await self.bring(visit, *codes))
        self.ask(DropFob(visit))
        return visit

    async def outcomes(self, count: int) -> list[ReturnOutcome]:
        """Wait for the outcomes of the next `count` returns, and return them in order."""
        return [(await self.answer(ReturnSettled)).outcome for _ in range(count)]

    async def questions(self) -> list[tuple[str, tuple[str, ...], str | None]]:
        """Return the questions to staff: kind, codes and member."""
        entries = await asyncio.to_thread(self.inbox().entries)
        return [(entry.kind, entry.codes, entry.member) for entry in entries]

    async def passes(self) -> int:
        """Return the number of passes on disk."""
        return await self.stores.store.journal.read(
            lambda connection: int(connection.execute("SELECT count(*) FROM passes").fetchone()[0])
        )


async def away(folder: Path, library: SimulatorThread, *people: Person) -> None:
    """Link the fobs of these people, and then let the library stop answering."""
    await link_fobs(folder, library, *(people or (MARTA,)))
    library.control.go_away()


async def test_returns_with_a_fob_are_booked_on_its_account_when_the_library_is_back(
    tmp_path: Path, library: SimulatorThread
) -> None:
    await away(tmp_path, library)
    async with ReturnDeeds(tmp_path, library) as deeds:
        await deeds.saved(LEVEL, TILE)
        assert await deeds.passes() == 1
        library.control.come_back()
        assert await deeds.outcomes(2) == [TakenIn(), TakenIn()]
        assert deeds.out() == {NAIL}
        assert (deeds.calls("convert"), await deeds.passes(), await deeds.questions()) == (1, 0, [])
        await deeds.until(lambda: deeds.calls("delete_cart") > 1)


async def test_where_each_return_is_committed_alone_the_cart_is_converted_too(tmp_path: Path) -> None:
    with SimulatorThread(knobs=Knobs(organization={"useTwoPhaseCommitOnKiosk": True})) as library:
        await away(tmp_path, library)
        library.control.fault("convert", "status", status=429)
        async with ReturnDeeds(tmp_path, library) as deeds:
            await deeds.saved(LEVEL, TILE)
            library.control.come_back()
            assert await deeds.outcomes(2) == [TakenIn(), TakenIn()]
            assert (deeds.out(), await deeds.questions()) == ({NAIL}, [])


async def test_a_fob_after_the_scans_takes_them_out_of_the_inbox(tmp_path: Path, library: SimulatorThread) -> None:
    await away(tmp_path, library)
    async with ReturnDeeds(tmp_path, library) as deeds:
        visit = VisitId(5)
        assert await deeds.bring(visit, LEVEL) == [False]
        assert await deeds.questions() == [("return_seen", (LEVEL,), None)]
        taken = await deeds.show_fob(visit)
        assert isinstance(taken, FobTaken)
        assert len(taken.lines) == 1
        assert await deeds.questions() == []
        assert await deeds.bring(visit, TILE) == [True]
        library.control.come_back()
        assert await deeds.outcomes(2) == [TakenIn(), TakenIn()]
        assert deeds.out() == {NAIL}


async def test_a_thing_that_is_scanned_after_the_first_ones_were_booked_is_booked_too(
    tmp_path: Path, library: SimulatorThread
) -> None:
    await away(tmp_path, library)
    async with ReturnDeeds(tmp_path, library) as deeds:
        visit = VisitId(5)
        await deeds.show_fob(visit)
        await deeds.bring(visit, LEVEL)
        library.control.come_back()
        assert await deeds.outcomes(1) == [TakenIn()]
        assert await deeds.bring(visit, TILE) == [True]
        assert await deeds.outcomes(1) == [TakenIn()]
        assert (deeds.out(), await deeds.passes()) == ({NAIL}, 0)
        deeds.ask(DropFob(visit))
        assert await deeds.bring(visit, NAIL) == [False]


async def test_the_returns_of_two_members_go_to_two_accounts(tmp_path: Path, library: SimulatorThread) -> None:
    await away(tmp_path, library, MARTA, JAMAL)
    async with ReturnDeeds(tmp_path, library) as deeds:
        await deeds.saved(LEVEL)
        await deeds.saved(LADDER, person=JAMAL)
        library.control.come_back()
        assert await deeds.outcomes(2) == [TakenIn(), TakenIn()]
        assert (deeds.out(MARTA), deeds.out(JAMAL)) == ({NAIL, TILE}, set())


# --- fobs that are not taken ---


async def test_a_fob_without_a_link_and_the_label_of_a_tool_are_not_taken(
    tmp_path: Path, library: SimulatorThread
) -> None:
    await away(tmp_path, library)
    async with ReturnDeeds(tmp_path, library) as deeds:
        assert isinstance(await deeds.show_fob(VisitId(5), INES), NotLinked)
        deeds.ask(TakeFob(VisitId(6), Secret(LEVEL.lower())))
        assert isinstance(await deeds.answer_to(VisitId(6)), NotLinked)
        assert await deeds.bring(VisitId(6), LEVEL) == [False]


async def test_many_unknown_fobs_make_the_kiosk_pause(tmp_path: Path, library: SimulatorThread) -> None:
    await away(tmp_path, library)
    async with ReturnDeeds(tmp_path, library) as deeds:
        answers = []
        for number in range(6):
            deeds.ask(TakeFob(VisitId(5), Secret(f"000471{number}")))
            answers.append(type(await deeds.answer_to(VisitId(5))))
        assert answers == [*[NotLinked] * 5, FobsPaused]


async def test_a_link_with_a_pin_is_left_to_staff(tmp_path: Path, library: SimulatorThread) -> None:
    async with ReturnDeeds(tmp_path, library, more='[login]\npin = "always"\n') as deeds:
        deeds.ask(Farewell(await deeds.link(MARTA, pin="2468")))
        await deeds.until_called("delete_cart")
        library.control.go_away()
        assert isinstance(await deeds.show_fob(VisitId(5)), PinNeeded)
        assert await deeds.bring(VisitId(5), LEVEL) == [False]
        assert await deeds.passes() == 0


async def test_a_disk_that_takes_nothing_takes_no_fob(tmp_path: Path, library: SimulatorThread) -> None:
    await away(tmp_path, library)
    async with ReturnDeeds(tmp_path, library) as deeds:
        await deeds.bring(VisitId(5), LEVEL)
        await deeds.stores.store.journal.write(lambda connection: connection.execute("PRAGMA query_only = 1"))
        assert isinstance(await deeds.show_fob(VisitId(5)), SignInAway)
        await deeds.stores.store.journal.read(lambda connection: connection.execute("PRAGMA query_only = 0"))
        assert await deeds.bring(VisitId(5), TILE) == [False]
        assert [codes for _, codes, _ in await deeds.questions()] == [(LEVEL,), (TILE,)]


# --- what goes to staff ---


@pytest.mark.parametrize("new_cart", [False, True])
async def test_a_cart_with_another_line_is_not_touched(
    tmp_path: Path, library: SimulatorThread, *, new_cart: bool
) -> None:
    await away(tmp_path, library)
    async with ReturnDeeds(tmp_path, library) as deeds:
        await deeds.saved(LEVEL)
        library.control.other_device(MARTA.username, "borrow", DRILL)
        if new_cart:
            library.control.other_device(MARTA.username, "open")
        library.control.come_back()
        assert await deeds.outcomes(1) == [LeftToStaff()]
        assert await deeds.questions() == [("return_not_booked", (LEVEL,), MARTA.username)]
        assert deeds.out() == {NAIL, LEVEL, TILE}
        assert (deeds.calls("convert"), deeds.calls("add_checkin"), await deeds.passes()) == (0, 0, 0)
        carts = library.library_state.open_carts_of(MARTA.username)
        assert [code for cart in carts for code in (*cart.borrows, *cart.returns)] == [DRILL]


async def test_a_line_that_comes_in_between_is_not_converted(tmp_path: Path, library: SimulatorThread) -> None:
    await away(tmp_path, library)
    async with ReturnDeeds(tmp_path, library) as deeds:
        await deeds.saved(LEVEL)

        def add_a_drill(call: ReceivedCall) -> None:
            if call.name == "add_checkin":
                library.control.other_device(MARTA.username, "borrow", DRILL)

        library.library_state.listen(add_a_drill)
        library.control.come_back()
        assert await deeds.outcomes(1) == [LeftToStaff()]
        assert deeds.out() == {NAIL, LEVEL, TILE}
        assert deeds.calls("convert") == 0


async def test_what_the_member_does_not_have_is_left_to_staff_and_the_rest_is_booked(
    tmp_path: Path, library: SimulatorThread
) -> None:
    await away(tmp_path, library)
    async with ReturnDeeds(tmp_path, library) as deeds:
        await deeds.saved(LADDER, LEVEL)
        library.control.come_back()
        assert await deeds.outcomes(2) == [LeftToStaff(), TakenIn()]
        assert await deeds.questions() == [("return_not_booked", (LADDER,), MARTA.username)]
        assert (deeds.out(), deeds.out(JAMAL)) == ({NAIL, TILE}, {LADDER})


@pytest.mark.parametrize("how", ["revoked", "refused"])
async def test_a_link_that_is_gone_leaves_the_returns_to_staff(
    tmp_path: Path, library: SimulatorThread, how: str
) -> None:
    await away(tmp_path, library)
    async with ReturnDeeds(tmp_path, library) as deeds:
        await deeds.saved(LEVEL)
        if how == "revoked":
            await asyncio.to_thread(FobList(deeds.stores.store.vault, deeds.stores.key).revoke_all)
        else:
            library.control.revoke_refresh_tokens()
        library.control.come_back()
        assert await deeds.outcomes(1) == [LeftToStaff()]
        assert await deeds.questions() == [("return_not_booked", (LEVEL,), MARTA.username)]
        assert (deeds.out(), await deeds.passes()) == ({NAIL, LEVEL, TILE}, 0)


async def test_after_24_hours_staff_are_asked_and_the_pass_is_gone(tmp_path: Path, library: SimulatorThread) -> None:
    await away(tmp_path, library)
    async with ReturnDeeds(tmp_path, library) as deeds:
        await deeds.saved(LEVEL)
        deeds.clock.forward_s = 24 * 3600 + 1
        library.control.come_back()
        assert await deeds.outcomes(1) == [LeftToStaff()]
        assert [kind for kind, _, _ in await deeds.questions()] == ["return_not_booked"]
        assert (deeds.out(), await deeds.passes()) == ({NAIL, LEVEL, TILE}, 0)


@pytest.mark.parametrize("operation", ["convert", "add_checkin"])
async def test_a_refusal_goes_to_staff_and_nothing_of_it_stays_in_the_cart(
    tmp_path: Path, library: SimulatorThread, operation: str
) -> None:
    await away(tmp_path, library)
    library.control.fault(operation, "status", status=400)
    async with ReturnDeeds(tmp_path, library) as deeds:
        await deeds.saved(LEVEL)
        library.control.come_back()
        assert [type(each) for each in await deeds.outcomes(1)] == [Refused]
        assert await deeds.questions() == [("return_refused", (LEVEL,), MARTA.username)]
        carts = library.library_state.open_carts_of(MARTA.username)
        assert not [code for cart in carts for code in (*cart.borrows, *cart.returns)]
        assert (deeds.out(), await deeds.passes()) == ({NAIL, LEVEL, TILE}, 0)


@pytest.mark.parametrize("operation", ["convert", "add_checkin"])
async def test_a_system_that_does_not_take_the_write_leaves_it_to_staff(
    tmp_path: Path, library: SimulatorThread, operation: str
) -> None:
    await away(tmp_path, library)
    library.control.fault(operation, "status", status=405)
    async with ReturnDeeds(tmp_path, library) as deeds:
        await deeds.saved(LEVEL)
        library.control.come_back()
        assert await deeds.outcomes(1) == [LeftToStaff()]
        assert [kind for kind, _, _ in await deeds.questions()] == ["return_not_booked"]


@pytest.mark.parametrize(
    ("settlement", "outcome", "asked"),
    [
        (Settlement.DONE, TakenIn(), []),
        (Settlement.PARTLY, LeftToStaff(), [("return_unclear", (LEVEL,), None)]),
        (Settlement.NOT_DONE, LeftToStaff(), [("return_unclear", (LEVEL,), None)]),
        (Settlement.BY_STAFF, LeftToStaff(), []),
    ],
)
async def test_a_commit_that_was_settled_before_the_start_settles_its_returns(
    tmp_path: Path,
    library: SimulatorThread,
    settlement: Settlement,
    outcome: ReturnOutcome,
    asked: list[tuple[str, tuple[str, ...], str | None]],
) -> None:
    await away(tmp_path, library)
    async with ReturnDeeds(tmp_path, library) as deeds:
        await deeds.saved(LEVEL)
        (saved,) = await deeds.stores.returns.open_ones()
        await deeds.stores.returns.committing([saved.ident], CommitId(77))
        await deeds.stores.journal.begin(commit(77))
        await deeds.stores.journal.settle(CommitId(77), settlement)
    async with ReturnDeeds(tmp_path, library) as deeds:
        assert await deeds.outcomes(1) == [outcome]
        assert (await deeds.questions(), await deeds.passes()) == (asked, 0)


async def test_an_account_without_a_cart_takes_no_returns(tmp_path: Path, library: SimulatorThread) -> None:
    await away(tmp_path, library)
    library.control.change_member(MARTA.username, agreements_missing=True)
    async with ReturnDeeds(tmp_path, library) as deeds:
        await deeds.saved(LEVEL)
        library.control.come_back()
        assert await deeds.outcomes(1) == [LeftToStaff()]
        assert [kind for kind, _, _ in await deeds.questions()] == ["return_not_booked"]


async def test_a_system_that_answers_only_in_part_is_not_asked_without_a_pause(
    tmp_path: Path, library: SimulatorThread
) -> None:
    await away(tmp_path, library)
    library.control.fault("add_checkin", "status", status=503, count=None)
    async with ReturnDeeds(tmp_path, library) as deeds:
        await deeds.saved(LEVEL)
        library.control.come_back()
        await deeds.until(lambda: deeds.calls("add_checkin") > 0)
        began = monotonic()
        tried = deeds.calls("renew_token")
        # The second try can follow the first at once, because the runner hears that the server answers. The third try
        # must wait.
        await deeds.until(lambda: deeds.calls("renew_token") > tried + 1)
        assert monotonic() - began > 4.0
        library.control.clear_faults()
        deeds.ask(TryServer())
        assert await deeds.outcomes(1) == [TakenIn()]
        assert deeds.out() == {NAIL, TILE}


# --- tokens, restarts and lost answers ---


async def test_a_server_that_replaces_each_token_is_asked_with_the_newest(
    tmp_path: Path, library: SimulatorThread
) -> None:
    library.control.turn(refresh_rotates=True)
    await away(tmp_path, library)
    async with ReturnDeeds(tmp_path, library) as deeds:
        await deeds.saved(LEVEL)
        library.control.come_back()
        assert await deeds.outcomes(1) == [TakenIn()]
        assert isinstance(await deeds.identify(MARTA), SignedIn)


async def test_returns_of_a_kiosk_that_ended_are_booked_after_the_next_start(
    tmp_path: Path, library: SimulatorThread
) -> None:
    await away(tmp_path, library)
    async with ReturnDeeds(tmp_path, library) as deeds:
        await deeds.saved(LEVEL, TILE)
    library.control.come_back()
    async with ReturnDeeds(tmp_path, library) as deeds:
        assert await deeds.outcomes(2) == [TakenIn(), TakenIn()]
        assert (deeds.out(), deeds.calls("convert")) == ({NAIL}, 1)


@pytest.mark.parametrize("operation", ["add_checkin", "convert"])
async def test_a_kiosk_that_ends_while_it_sends_books_each_return_once(
    tmp_path: Path, library: SimulatorThread, operation: str
) -> None:
    await away(tmp_path, library)
    library.control.fault(operation, "delay", answer_delay_s=60.0)
    async with ReturnDeeds(tmp_path, library) as deeds:
        await deeds.saved(LEVEL)
        library.control.come_back()
        await deeds.until_called(operation)
    async with ReturnDeeds(tmp_path, library) as deeds:
        assert await deeds.outcomes(1) == [TakenIn()]
        assert (deeds.out(), deeds.calls("convert"), await deeds.passes()) == ({NAIL, TILE}, 1, 0)
        assert await deeds.questions() == []


async def test_a_lost_answer_is_found_out_and_nothing_is_sent_twice(tmp_path: Path, library: SimulatorThread) -> None:
    await away(tmp_path, library)
    async with ReturnDeeds(tmp_path, library) as deeds:
        await deeds.saved(LEVEL)
        library.control.fault("convert", "drop", acts=True)
        library.control.come_back()
        assert await deeds.outcomes(1) == [TakenIn()]
        assert (deeds.out(), deeds.calls("convert"), await deeds.questions()) == ({NAIL, TILE}, 1, [])


async def test_a_lost_commit_that_had_no_effect_is_left_to_staff(tmp_path: Path, library: SimulatorThread) -> None:
    await away(tmp_path, library)
    async with ReturnDeeds(tmp_path, library, clock=Leaping(ShiftedClock())) as deeds:
        await deeds.saved(LEVEL)
        library.control.fault("convert", "drop", acts=False)
        library.control.come_back()
        assert await deeds.outcomes(1) == [LeftToStaff()]
        assert await deeds.questions() == [("return_unclear", (LEVEL,), MARTA.username)]
        assert (deeds.out(), deeds.calls("convert"), await deeds.passes()) == ({NAIL, LEVEL, TILE}, 1, 0)


# --- members at the kiosk ---


async def test_returns_wait_while_their_member_is_being_served(tmp_path: Path, library: SimulatorThread) -> None:
    await link_fobs(tmp_path, library, MARTA)
    async with ReturnDeeds(tmp_path, library) as deeds:
        visit = await deeds.signed_in()
        await deeds.staged(visit, DRILL)
        await deeds.saved(LEVEL)
        assert not any(isinstance(each, ReturnSettled) for each in deeds.told)
        line = await deeds.staged(visit, TILE)
        deeds.ask(Farewell(visit, take_out=(line,)))
        # a commit of the cart would also lend the drill, which is still in the cart
        assert await deeds.outcomes(1) == [LeftToStaff()]
        assert deeds.calls("convert") == 0


async def test_nobody_waits_while_the_kiosk_only_reads_what_a_booking_has_done(
    tmp_path: Path, library: SimulatorThread
) -> None:
    """After the commit of Marta's return, the server no longer accepts her tokens, so the result is not known at once.

    Jamal can log in before it is known.
    """
    await away(tmp_path, library, MARTA, JAMAL)
    library.control.fault("convert", "delay", delay_s=0.5)
    async with ReturnDeeds(tmp_path, library) as deeds:
        await deeds.saved(LEVEL)
        library.control.come_back()
        await deeds.until_called("convert")
        library.control.expire_tokens(MARTA.username)
        library.control.revoke_refresh_tokens(MARTA.username)
        deeds.ask(Identify(VisitId(900), Secret(JAMAL.fob)))
        await deeds.answer(SignedIn)
        assert not any(isinstance(each, ReturnSettled) for each in deeds.told)


async def test_a_sign_in_waits_until_the_returns_are_booked(tmp_path: Path, library: SimulatorThread) -> None:
    await away(tmp_path, library)
    library.control.fault("convert", "delay", delay_s=1.0)
    async with ReturnDeeds(tmp_path, library) as deeds:
        await deeds.saved(LEVEL)
        library.control.come_back()
        await deeds.until_called("add_checkin")
        visit = VisitId(900)
        deeds.ask(Identify(visit, Secret(MARTA.fob)))
        signed_in = await deeds.answer(SignedIn)
        assert {loan.item.code for loan in signed_in.opening.loans} == {NAIL, TILE}
        assert signed_in.opening.earlier == ()
