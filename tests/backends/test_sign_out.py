"""Tests of the sign-out: it never fails, it leaves no empty cart, and no log has data of a member."""

import logging

import pytest

from kiosk.backends.errors import ServerAwayError
from kiosk.backends.protocol import Password, Renewal
from kiosk.domain.model import Secret, VisitId
from kiosk.simulator import SimulatorThread
from tests.backends.ports import MemoryKeeper
from tests.backends.visits import FREE, FREE_TOO, MARTA_FOB, Visit, at

# --- the sign-out ---------------------------------------------------------------------------------


def test_an_empty_cart_of_our_own_is_deleted_and_no_log_out_call_made(library: SimulatorThread) -> None:
    async def story(visit: Visit) -> None:
        await visit.account.sign_out()
        assert visit.called() == {"delete_cart": 1}
        assert library.library_state.open_cart_of("marta") is None
        assert visit.account.renewable is None

    at(library, story)


def test_a_cart_with_lines_stays(library: SimulatorThread) -> None:
    async def story(visit: Visit) -> None:
        await visit.add(FREE)
        await visit.account.sign_out()
        assert "delete_cart" not in visit.called()

    at(library, story)


def test_a_server_that_keeps_carts_is_asked_once(library: SimulatorThread) -> None:
    library.control.turn(cart_delete=False)

    async def story(visit: Visit) -> None:
        await visit.account.sign_out()
        library.control.reset()
        library.control.turn(cart_delete=False)
        await visit.enter()
        await visit.account.sign_out()
        assert "delete_cart" not in visit.called()

    at(library, story)


@pytest.mark.parametrize("status", [200, 404])
def test_the_log_out_call_is_made_where_it_is_asked_for(library: SimulatorThread, status: int) -> None:
    library.control.turn(logout_status=status)

    async def story(visit: Visit) -> None:
        await visit.add(FREE_TOO)
        await visit.account.sign_out()
        assert visit.called()["log_out"] == 1

    at(library, story, logout_call=True)


def test_a_farewell_never_fails(library: SimulatorThread) -> None:
    async def story(visit: Visit) -> None:
        library.control.expire_tokens()
        library.control.revoke_refresh_tokens()
        await visit.account.sign_out()
        await visit.enter()
        library.control.go_away()
        await visit.account.sign_out()
        library.control.come_back()

    at(library, story, logout_call=True)


# --- secrets --------------------------------------------------------------------------------------


def test_no_name_and_no_secret_is_logged(library: SimulatorThread, caplog: pytest.LogCaptureFixture) -> None:
    async def story(visit: Visit) -> None:
        account = await visit.enter()
        assert account.renewable is not None
        secrets = [account.renewable.reveal(), "sawdust-and-tea", "marta", "Marta", "guess-me", MARTA_FOB]
        library.control.fault("*", "status", status=500, count=2)
        await visit.add(FREE)
        library.control.expire_tokens()
        await visit.add(FREE_TOO)
        for way in (Password("marta", Secret("guess-me")), Renewal(account.renewable, MemoryKeeper())):
            library.control.fault("log_in", "garbage")
            library.control.fault("renew_token", "garbage")
            with pytest.raises(ServerAwayError) as away:
                await visit.backend.sign_in(way, VisitId(8), "en")
            assert not [each for each in secrets if each in repr(away.value)]
        assert not [each for each in secrets if each in caplog.text]
        assert not [each for each in secrets if each in repr(account) + repr(visit.log.acts[-1].token)]

    with caplog.at_level(logging.DEBUG):
        at(library, story, enter=None)
