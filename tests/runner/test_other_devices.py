"""Tests that the runner reports a cart that another device has changed. It reports each such change only once.

The runner does not report a change that this visit has made.
"""

from pathlib import Path

from kiosk.domain.carts import CartDiffers
from kiosk.domain.messages.answers import CartSeen, LineAnswered, LineGone, SignedIn, SignInLost
from kiosk.domain.messages.effects import AddLine, SignIn, TakeOut
from kiosk.domain.model import CommitDone, Direction, Secret
from kiosk.simulator import SimulatorThread
from tests.runner.deeds import MARTA, Deeds

DRILL, SANDER, SAW, LEVEL = "DR-0142", "SAND-0019", "SAW-0087", "LVL-0002"


def seen(deeds: Deeds) -> list[set[str]]:
    """Return the codes in the cart, as one set for each time that the runner has reported the cart."""
    return [{line.item.code for line in event.now.lines} for event in deeds.told if isinstance(event, CartSeen)]


async def test_what_this_visit_does_itself_is_no_news(tmp_path: Path, library: SimulatorThread) -> None:
    async with Deeds(tmp_path, library) as deeds:
        visit = await deeds.signed_in()
        drill, sander = await deeds.staged(visit, DRILL), await deeds.staged(visit, SANDER)
        level = await deeds.staged(visit, LEVEL, Direction.RETURN)
        deeds.ask(TakeOut(visit, sander))
        await deeds.answer(LineGone)
        _, outcome = await deeds.commit(visit, drill, level)
        assert outcome == CommitDone()
        assert seen(deeds) == []


async def test_what_another_device_added_is_told_with_the_next_answer(tmp_path: Path, library: SimulatorThread) -> None:
    async with Deeds(tmp_path, library) as deeds:
        visit = await deeds.signed_in()
        await deeds.staged(visit, DRILL)
        library.control.other_device("marta", "borrow", SAW)
        await deeds.staged(visit, SANDER)
        await deeds.answer(CartSeen)
        await deeds.staged(visit, LEVEL, Direction.RETURN)
        assert seen(deeds) == [{DRILL, SAW, SANDER}]


async def test_what_another_device_took_out_is_told(tmp_path: Path, library: SimulatorThread) -> None:
    async with Deeds(tmp_path, library) as deeds:
        visit = await deeds.signed_in()
        await deeds.staged(visit, DRILL)
        library.control.other_device("marta", "remove", DRILL)
        await deeds.staged(visit, SANDER)
        await deeds.answer(CartSeen)
        assert seen(deeds) == [{SANDER}]


async def test_a_cart_converted_elsewhere_is_told_with_its_loans(tmp_path: Path, library: SimulatorThread) -> None:
    async with Deeds(tmp_path, library) as deeds:
        visit = await deeds.signed_in()
        await deeds.staged(visit, DRILL)
        library.control.other_device("marta", "convert")
        await deeds.staged(visit, SANDER)
        told = await deeds.answer(CartSeen)
        assert DRILL in {loan.item.code for loan in told.now.loans}
        assert deeds.calls("create_cart") == 2


async def test_what_finish_finds_is_told_by_its_answer_alone(tmp_path: Path, library: SimulatorThread) -> None:
    async with Deeds(tmp_path, library) as deeds:
        visit = await deeds.signed_in()
        drill = await deeds.staged(visit, DRILL)
        library.control.other_device("marta", "borrow", SAW)
        _, outcome = await deeds.commit(visit, drill)
        assert isinstance(outcome, CartDiffers)
        await deeds.staged(visit, SANDER)
        assert seen(deeds) == []
        assert deeds.calls("convert") == 0


async def test_what_was_put_back_at_finish_is_told_with_its_new_handle(
    tmp_path: Path, library: SimulatorThread
) -> None:
    async with Deeds(tmp_path, library) as deeds:
        visit = await deeds.signed_in()
        drill = await deeds.staged(visit, DRILL)
        library.control.other_device("marta", "remove", DRILL)
        library.control.fault("convert", "status", status=429)
        await deeds.commit(visit, drill)
        told = await deeds.answer(CartSeen)
        assert [line.item.code for line in told.now.lines] == [DRILL]
        assert told.now.lines[0].ref != drill.ref


async def test_after_a_new_sign_in_its_own_opening_says_it(tmp_path: Path, library: SimulatorThread) -> None:
    library.control.turn(refresh_token=False)
    async with Deeds(tmp_path, library) as deeds:
        visit = await deeds.signed_in()
        await deeds.staged(visit, DRILL)
        library.control.other_device("marta", "borrow", SAW)
        library.control.expire_tokens()
        deeds.ask(AddLine(visit, deeds.line(SANDER)))
        await deeds.answer(SignInLost)
        deeds.ask(SignIn(visit, MARTA.username, Secret(MARTA.password)))
        opened = await deeds.answer(SignedIn)
        assert {found.item.code for found in opened.opening.earlier} == {DRILL, SAW}
        await deeds.answer(LineAnswered)
        assert seen(deeds) == []
