"""Tests of returns without an account, from the disk to a simulated Sierra.

The kiosk must send each return once, in order, and must settle each return.
"""

from pathlib import Path

import pytest

from kiosk.backends.ports import ActEnd
from kiosk.domain.messages.answers import ReturnNotSaved, ReturnSaved
from kiosk.domain.messages.events import ServerAway, ServerBack
from kiosk.domain.model import Put, RefusalKind, Refused
from kiosk.domain.returns import LeftToStaff, TakenIn
from kiosk.simulator.sierra import SierraThread
from tests.runner.return_desk import ReturnDesk

MINE, HERS, FREE, UNKNOWN = "30800000001010", "30800000001044", "30800000001013", "30899999999999"


async def test_things_of_several_members_are_checked_in_by_their_labels(tmp_path: Path) -> None:
    with SierraThread() as sierra:
        async with ReturnDesk(tmp_path, sierra) as desk:
            await desk.bring(MINE, HERS)
            mine, hers = await desk.settled(2)
            assert isinstance(mine, TakenIn)
            assert isinstance(hers, TakenIn)
            assert mine.item is not None
            assert mine.item.name
            assert not desk.is_out(MINE)
            assert not desk.is_out(HERS)
            assert desk.check_ins() == [MINE, HERS]
            assert desk.inbox() == []
            assert [each.sends for each in desk.told if isinstance(each, ReturnSaved)] == [True, True]


@pytest.mark.parametrize(("goes", "put"), [("transit", Put.IN_TRANSIT), ("hold shelf", Put.HOLD_SHELF)])
async def test_the_place_comes_with_the_answer(tmp_path: Path, goes: str, put: Put) -> None:
    with SierraThread() as sierra:
        sierra.control.turn(returns_go=goes)
        async with ReturnDesk(tmp_path, sierra) as desk:
            await desk.bring(MINE)
            assert [each.put for each in await desk.settled(1)] == [put]


@pytest.mark.parametrize("answer", ["404", "204"])
async def test_a_thing_that_is_not_on_loan_is_back_whatever_the_site_answers(tmp_path: Path, answer: str) -> None:
    with SierraThread() as sierra:
        sierra.control.turn(checkin_of_free=answer)
        async with ReturnDesk(tmp_path, sierra) as desk:
            await desk.bring(FREE)
            assert isinstance((await desk.settled(1))[0], TakenIn)
            assert desk.inbox() == []


async def test_an_unknown_label_is_refused_and_comes_to_staff(tmp_path: Path) -> None:
    with SierraThread() as sierra:
        async with ReturnDesk(tmp_path, sierra) as desk:
            await desk.bring(UNKNOWN)
            (refused,) = await desk.settled(1)
            assert isinstance(refused, Refused)
            assert refused.refusal.kind is RefusalKind.ITEM_UNKNOWN
            assert desk.inbox() == [("return_refused", (UNKNOWN,))]


async def test_a_return_that_waits_does_not_end_the_loan_of_who_borrows_the_thing_meanwhile(tmp_path: Path) -> None:
    with SierraThread() as sierra:
        async with ReturnDesk(tmp_path, sierra) as desk:
            sierra.control.go_away()
            await desk.bring(MINE, HERS)
            row = await desk.begins_to_borrow(MINE)
            sierra.control.come_back()
            await desk.settled(1)
            assert desk.check_ins() == [HERS]  # as long as nobody knows if the loan was made, its return waits
            await desk.journal.end(row, ActEnd.DONE)
            outcomes = await desk.settled(2)
            assert outcomes[1] == LeftToStaff()
            assert desk.check_ins() == [HERS]
            assert desk.is_out(MINE)
            assert desk.inbox() == [("return_unclear", (MINE,))]


@pytest.mark.parametrize("end", [ActEnd.REFUSED, ActEnd.NOT_SENT])
async def test_a_return_is_sent_if_nobody_could_borrow_the_thing_meanwhile(tmp_path: Path, end: ActEnd) -> None:
    with SierraThread() as sierra:
        async with ReturnDesk(tmp_path, sierra) as desk:
            sierra.control.go_away()
            await desk.bring(MINE)
            await desk.journal.end(await desk.begins_to_borrow(MINE), end)
            sierra.control.come_back()
            assert isinstance((await desk.settled(1))[0], TakenIn)
            assert desk.check_ins() == [MINE]


async def test_what_was_saved_while_the_network_was_gone_is_sent_in_order_when_it_is_back(tmp_path: Path) -> None:
    with SierraThread() as sierra:
        async with ReturnDesk(tmp_path, sierra) as desk:
            sierra.control.go_away()
            await desk.bring(HERS, MINE)
            await desk.until(lambda: any(isinstance(each, ServerAway) for each in desk.told))
            assert desk.is_out(MINE)
            assert desk.outcomes() == []
            sierra.control.come_back()
            await desk.settled(2)
            assert desk.check_ins() == [HERS, MINE]
            assert any(isinstance(each, ServerBack) for each in desk.told)


async def test_what_was_saved_before_a_crash_is_sent_after_the_next_start(tmp_path: Path) -> None:
    with SierraThread() as sierra:
        sierra.control.go_away()
        async with ReturnDesk(tmp_path, sierra) as desk:
            await desk.bring(HERS, MINE)
        sierra.control.come_back()
        async with ReturnDesk(tmp_path, sierra) as desk:
            await desk.settled(2)
            assert desk.check_ins() == [HERS, MINE]


async def test_a_lost_answer_whose_return_was_done_is_found_out_and_not_sent_again(tmp_path: Path) -> None:
    with SierraThread() as sierra:
        sierra.control.fault("checkin", "drop", acts=True)
        async with ReturnDesk(tmp_path, sierra) as desk:
            await desk.bring(MINE)
            assert isinstance((await desk.settled(1))[0], TakenIn)
            assert desk.check_ins() == [MINE]
            assert desk.inbox() == []


async def test_a_lost_answer_whose_return_was_not_done_comes_to_staff_after_two_looks(tmp_path: Path) -> None:
    with SierraThread() as sierra:
        sierra.control.fault("checkin", "drop", acts=False)
        async with ReturnDesk(tmp_path, sierra) as desk:
            await desk.bring(MINE)
            looks = sierra.library_state.call_counts
            before = looks()["item"]
            await desk.until(lambda: looks()["item"] > before + 1)
            assert desk.outcomes() == []
            desk.forward_s = 16
            assert await desk.settled(1) == [LeftToStaff()]
            assert desk.check_ins() == [MINE]
            assert desk.inbox() == [("return_unclear", (MINE,))]


async def test_a_site_that_shows_no_due_days_cannot_prove_a_lost_return(tmp_path: Path) -> None:
    with SierraThread() as sierra:
        sierra.control.turn(status_duedate=False)
        sierra.control.fault("checkin", "drop", acts=True)
        async with ReturnDesk(tmp_path, sierra) as desk:
            await desk.bring(MINE)
            assert await desk.settled(1) == [LeftToStaff()]
            assert desk.inbox() == [("return_unclear", (MINE,))]


async def test_a_return_that_was_sent_before_a_crash_is_looked_at_and_not_sent_again(tmp_path: Path) -> None:
    with SierraThread() as sierra:
        sierra.control.fault("checkin", "delay", answer_delay_s=30.0)
        async with ReturnDesk(tmp_path, sierra) as desk:
            await desk.bring(MINE)
            await desk.until(lambda: desk.check_ins() == [MINE])
        async with ReturnDesk(tmp_path, sierra) as desk:
            assert isinstance((await desk.settled(1))[0], TakenIn)
            assert desk.check_ins() == [MINE]


async def test_a_key_without_the_role_leaves_the_return_to_staff(tmp_path: Path) -> None:
    with SierraThread() as sierra:
        sierra.control.turn(roles_missing="Items Write")
        async with ReturnDesk(tmp_path, sierra) as desk:
            await desk.backend.probe()
            await desk.bring(MINE)
            await desk.bring("0004711", maybe_fob=True)
            assert [each.sends for each in desk.told if isinstance(each, ReturnSaved)] == [False, False]
            assert desk.inbox() == [("return_seen", (MINE,)), ("return_seen", ("…11",))]
            assert desk.check_ins() == []


async def test_a_disk_that_takes_nothing_is_told_and_nothing_is_sent(tmp_path: Path) -> None:
    with SierraThread() as sierra:
        async with ReturnDesk(tmp_path, sierra) as desk:
            await desk.store.journal.write(lambda connection: connection.execute("PRAGMA query_only = 1"))
            await desk.bring(MINE)
            assert [type(each) for each in desk.told] == [ReturnNotSaved]
            assert desk.check_ins() == []


async def test_a_dead_token_is_renewed_and_the_return_sent_with_the_new_one(tmp_path: Path) -> None:
    with SierraThread() as sierra:
        async with ReturnDesk(tmp_path, sierra) as desk:
            await desk.bring(FREE)
            await desk.settled(1)
            sierra.control.fault("checkin", "status", status=401)
            await desk.bring(MINE)
            assert isinstance((await desk.settled(2))[1], TakenIn)
            assert not desk.is_out(MINE)
