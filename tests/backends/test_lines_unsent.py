"""Tests of writes that are not sent because the token has ended or the log is broken."""

import pytest

from kiosk.backends.errors import LogBrokenError, SignInLostError
from kiosk.domain.model import Direction, NotSent
from kiosk.simulator import SimulatorThread
from tests.backends.visits import FREE, FREE_TOO, MINE, Visit, at, staged

# --- the token ends -------------------------------------------------------------------------------


def test_a_token_that_ended_is_renewed_once_and_the_write_sent_once_more(library: SimulatorThread) -> None:
    async def story(visit: Visit) -> None:
        library.control.expire_tokens()
        staged(await visit.add(FREE))
        assert visit.called() == {"add_checkout": 2, "renew_token": 1}
        assert visit.log.story == ["borrow not_sent", "borrow done"]

    at(library, story)


def test_without_a_refresh_token_the_sign_in_is_lost(library: SimulatorThread) -> None:
    library.control.turn(refresh_token=False)

    async def story(visit: Visit) -> None:
        assert visit.account.renewable is None
        library.control.expire_tokens()
        with pytest.raises(SignInLostError):
            await visit.add(FREE)
        assert visit.log.story == ["borrow not_sent"]

    at(library, story)


def test_a_dead_refresh_token_loses_the_sign_in_too(library: SimulatorThread) -> None:
    async def story(visit: Visit) -> None:
        library.control.expire_tokens()
        library.control.revoke_refresh_tokens()
        with pytest.raises(SignInLostError):
            await visit.add(FREE)

    at(library, story)


def test_a_second_401_is_not_renewed_again(library: SimulatorThread) -> None:
    library.control.fault("add_checkout", "status", status=401, count=2)

    async def story(visit: Visit) -> None:
        with pytest.raises(SignInLostError):
            await visit.add(FREE)
        assert visit.called() == {"add_checkout": 2, "renew_token": 1}
        assert visit.log.story == ["borrow not_sent", "borrow not_sent"]

    at(library, story)


def test_a_renewal_that_finds_no_server_leaves_the_write_unsent(library: SimulatorThread) -> None:
    library.control.fault("renew_token", "status", status=503)

    async def story(visit: Visit) -> None:
        library.control.expire_tokens()
        assert await visit.add(FREE) == NotSent()
        staged(await visit.add(FREE))

    at(library, story)


# --- the log --------------------------------------------------------------------------------------


def test_with_a_broken_log_nothing_is_sent(library: SimulatorThread) -> None:
    async def story(visit: Visit) -> None:
        await visit.add(FREE)
        visit.forget_calls()
        visit.log.broken = True
        for act in (
            visit.account.act(visit.line(FREE_TOO)),
            visit.account.act(visit.line(MINE, Direction.RETURN)),
            visit.account.staging.take_out(visit.lines[0]),
            visit.finish(),
        ):
            with pytest.raises(LogBrokenError):
                await act
        assert visit.called() == {"carts": 1}  # Finish reads the cart first, and then sends nothing

    at(library, story)
