"""Tests of the read-back: only the loans prove a commit, in the same visit or after a restart of the kiosk."""

from collections.abc import Awaitable, Callable
from datetime import timedelta

import pytest

from kiosk.backends.errors import ServerAwayError, SignInLostError
from kiosk.domain.model import Direction, Staged
from kiosk.simulator import SimulatorThread
from tests.backends.visits import FREE, MINE, Visit, as_staged, at, basket


def test_an_older_loan_of_the_same_tool_proves_nothing(library: SimulatorThread) -> None:
    async def story(visit: Visit) -> None:
        line = as_staged(visit.line(MINE), Staged("9", direction=Direction.BORROW))
        visit.lines, visit.finished = [line], visit.now()
        assert (await visit.look()).proven == ()

    at(library, story)


@pytest.mark.parametrize(("later", "proven"), [(timedelta(minutes=4), 1), (timedelta(minutes=6), 0)])
def test_five_minutes_between_the_clocks_are_allowed(library: SimulatorThread, later: timedelta, proven: int) -> None:
    async def story(visit: Visit) -> None:
        await visit.add(FREE)
        library.control.other_device("marta", "convert")
        visit.finished = visit.now() + later
        assert len((await visit.look()).proven) == proven

    at(library, story)


def test_a_reading_that_fails_says_so(library: SimulatorThread) -> None:
    async def story(visit: Visit) -> None:
        await basket(visit)
        await visit.finish()
        for kind in ("html", "garbage", "truncated", "wrong-type", "nested", "huge"):
            library.control.fault("carts", kind, count=3)
            with pytest.raises(ServerAwayError):
                await visit.look()
            library.control.clear_faults()
        assert len((await visit.look()).proven) == 3

    at(library, story)


async def after_restart(visit: Visit, then: Callable[[], Awaitable[None]]) -> None:
    """Replace the account and the lines of the visit, as a new process would do, and then call `then`.

    The new account and lines come from the last row of the log, which has a token of the member.
    """
    act = visit.log.acts[-1]
    assert act.finished is not None
    account = visit.backend.account_for(act.account, act.visit, act.token)
    assert account is not None
    visit.account = account
    visit.lines, visit.finished = list(act.lines), act.finished
    await then()


@pytest.mark.parametrize("acts", [True, False], ids=["acted", "not acted"])
def test_a_sealed_token_settles_a_commit_after_a_restart(library: SimulatorThread, *, acts: bool) -> None:
    library.control.fault("convert", "drop", acts=acts)

    async def story(visit: Visit) -> None:
        await basket(visit)
        await visit.finish()
        visit.forget_calls()

        async def look() -> None:
            truth = await visit.look()
            assert (len(truth.proven), len(truth.absent)) == ((3, 0) if acts else (0, 3))
            await visit.account.sign_out()

        await after_restart(visit, look)
        assert visit.account.renewable is None
        assert visit.called() == ({"carts": 1, "create_cart": 1, "delete_cart": 1} if acts else {"carts": 1})

    at(library, story)


def test_a_sealed_token_that_ended_cannot_be_renewed(library: SimulatorThread) -> None:
    async def story(visit: Visit) -> None:
        await basket(visit)
        await visit.finish()
        library.control.expire_tokens()

        async def look() -> None:
            with pytest.raises(SignInLostError):
                await visit.look()

        await after_restart(visit, look)

    at(library, story)
