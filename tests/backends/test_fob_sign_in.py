"""Tests of the sign-in with a fob: with a remembered token, or with a call that sends the code of the fob.

If the server sends a new token, the kiosk stores the new token before it uses the token.
"""

import asyncio

import pytest

from kiosk.backends.errors import (
    LogBrokenError,
    MisconfiguredError,
    RenewalRefusedError,
    ServerAwayError,
    WrongLoginError,
)
from kiosk.backends.myturn.site import ScanEndpoint
from kiosk.backends.protocol import Renewal, ScannedFob
from kiosk.domain.model import Secret
from kiosk.domain.search import Query
from kiosk.simulator import SimulatorThread
from tests.backends.ports import MemoryKeeper
from tests.backends.visits import FREE, MARTA_FOB, UNUSABLE, Visit, at

# --- with a remembered token ----------------------------------------------------------------------


@pytest.mark.parametrize("rotates", [False, True])
def test_a_remembered_token_signs_in_and_a_rotated_one_is_kept_first(
    library: SimulatorThread, *, rotates: bool
) -> None:
    library.control.turn(refresh_rotates=rotates)

    async def story(visit: Visit) -> None:
        token = (await visit.enter()).renewable
        assert token is not None
        await visit.account.sign_out()
        visit.forget_calls()
        keeper = MemoryKeeper()
        account = await visit.enter(Renewal(token, keeper))
        assert account.member.first_name == "Marta"
        assert visit.called()["renew_token"] == 1
        assert "log_in" not in visit.called()
        assert len(keeper.tokens) == (1 if rotates else 0)
        assert account.renewable == (Secret(keeper.tokens[0]) if rotates else token)
        library.control.expire_tokens()
        await visit.add(FREE)
        assert len(keeper.tokens) == (2 if rotates else 0)

    at(library, story, enter=None)


def test_a_fob_linked_in_this_visit_keeps_its_token_when_it_rotates_later_in_it(library: SimulatorThread) -> None:
    library.control.turn(refresh_rotates=True)

    async def story(visit: Visit) -> None:
        keeper = MemoryKeeper()
        visit.account.keep_with(keeper)
        library.control.expire_tokens()
        await visit.add(FREE)
        assert visit.account.renewable == Secret(keeper.tokens[0])

    at(library, story)


def test_a_reading_that_is_given_up_while_it_renews_the_token_does_not_cost_the_sign_in(
    library: SimulatorThread,
) -> None:
    library.control.turn(refresh_rotates=True)

    async def story(visit: Visit) -> None:
        keeper = MemoryKeeper()
        visit.account.keep_with(keeper)
        library.control.expire_tokens()
        library.control.fault("renew_token", "delay", answer_delay_s=0.2)
        async with asyncio.TaskGroup() as tasks:
            search = tasks.create_task(visit.account.searching.search(Query("saw")))
            while "renew_token" not in visit.called():  # noqa: ASYNC110 - the server runs in another thread
                await asyncio.sleep(0.01)
            search.cancel()  # the kiosk cancels a search like this if the member types other words
        await visit.add(FREE)
        assert visit.called()["renew_token"] == 1
        assert visit.account.renewable == Secret(keeper.tokens[0])

    at(library, story)


def test_a_rotated_token_that_cannot_be_kept_is_not_used(library: SimulatorThread) -> None:
    library.control.turn(refresh_rotates=True)

    async def story(visit: Visit) -> None:
        token = (await visit.enter()).renewable
        assert token is not None
        with pytest.raises(LogBrokenError):
            await visit.enter(Renewal(token, MemoryKeeper(broken=True)))

    at(library, story, enter=None)


@pytest.mark.parametrize("status", [400, 401, 403])
def test_a_dead_token_is_refused(library: SimulatorThread, status: int) -> None:
    library.control.fault("renew_token", "status", status=status)

    async def story(visit: Visit) -> None:
        with pytest.raises(RenewalRefusedError):
            await visit.enter(Renewal(Secret("dead"), MemoryKeeper()))

    at(library, story, enter=None)


@pytest.mark.parametrize("kind", UNUSABLE)
def test_no_trouble_on_the_way_is_taken_for_a_dead_token(library: SimulatorThread, kind: str) -> None:
    async def story(visit: Visit) -> None:
        token = (await visit.enter()).renewable
        assert token is not None
        library.control.fault("renew_token", kind)
        with pytest.raises(ServerAwayError):
            await visit.enter(Renewal(token, MemoryKeeper()))
        await visit.enter(Renewal(token, MemoryKeeper()))

    at(library, story, enter=None)


# --- with the vendor's call for scanned fobs ------------------------------------------------------


ENDPOINTS = ['{"code": "{code}"}', "code={code}"]


@pytest.mark.parametrize("body", ENDPOINTS)
def test_a_fob_signs_in_by_the_vendor_s_call(library: SimulatorThread, body: str) -> None:
    library.control.turn(scan_endpoint=True)
    endpoint = ScanEndpoint(f"{library.url}/api/kiosk/scan", body=body)

    async def story(visit: Visit) -> None:
        account = await visit.enter(ScannedFob(Secret(MARTA_FOB)))
        assert account.member.reference == "marta"
        with pytest.raises(WrongLoginError):
            await visit.enter(ScannedFob(Secret('nobody"&x=1')))

    at(library, story, enter=None, scan_endpoint=endpoint)


@pytest.mark.parametrize(
    ("body", "code"),
    [('{"code": "{code}"}', f'x", "code": "{MARTA_FOB}'), ("code={code}", f"x&code={MARTA_FOB}")],
    ids=["JSON", "form"],
)
def test_a_printed_code_adds_no_field_to_the_vendor_s_call(library: SimulatorThread, body: str, code: str) -> None:
    """If the code were not escaped, the server would read a second field with the code of Marta's fob."""
    library.control.turn(scan_endpoint=True)

    async def story(visit: Visit) -> None:
        with pytest.raises(WrongLoginError):
            await visit.enter(ScannedFob(Secret(code)))

    at(library, story, enter=None, scan_endpoint=ScanEndpoint(f"{library.url}/api/kiosk/scan", body=body))


@pytest.mark.parametrize(
    ("endpoint", "says"),
    [
        (ScanEndpoint("http://vendor.example/scan", body="{code}"), "https"),
        (ScanEndpoint("https://vendor.example/scan"), "{code}"),
    ],
)
def test_a_vendor_s_call_that_cannot_be_is_a_matter_for_staff(
    library: SimulatorThread, endpoint: ScanEndpoint, says: str
) -> None:
    async def story(visit: Visit) -> None:
        pass

    with pytest.raises(MisconfiguredError) as wrong:
        at(library, story, enter=None, scan_endpoint=endpoint)
    assert says in str(wrong.value)


def test_without_the_vendor_s_call_a_fob_cannot_sign_in(library: SimulatorThread) -> None:
    async def story(visit: Visit) -> None:
        with pytest.raises(MisconfiguredError, match="endpoint_url"):
            await visit.enter(ScannedFob(Secret(MARTA_FOB)))

    at(library, story, enter=None)
