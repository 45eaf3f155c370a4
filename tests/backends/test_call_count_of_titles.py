"""Tests of the number of requests in a visit at OverDrive and at a content provider of eHUB.

The kiosk must make no unnecessary request, because it sends OverDrive only two requests in one second. The simulated
servers count the requests.
"""

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable

import pytest

from kiosk.domain.digital import OpeningRefused
from kiosk.domain.model import Direction, Recorded, VisitId
from kiosk.simulator.ehub import EhubThread
from kiosk.simulator.overdrive import OverdriveThread
from kiosk.simulator.served_state import ServedState
from tests.backends.houses import House, ehub_house, overdrive_house
from tests.backends.sierra.desk import line


class Calls:
    """A counter of the requests that the server with this state gets."""

    def __init__(self, state: ServedState) -> None:
        self._state, self._seen = state, 0

    def made(self) -> dict[str, int]:
        """Return the number of requests of each operation since the last call of this method."""
        calls = self._state.calls()
        new, self._seen = calls[self._seen :], len(calls)
        return dict(Counter(each.name for each in new))


def visit(house: House, state: ServedState, story: Callable[[House, Calls], Awaitable[None]]) -> None:
    """Run this story, and close the connections to the server."""

    async def run() -> None:
        try:
            await story(house, Calls(state))
        finally:
            await house.backend.aclose()

    asyncio.run(run())


@pytest.mark.slow
def test_a_visit_at_overdrive_makes_only_these_requests(overdrive: OverdriveThread) -> None:
    async def story(house: House, calls: Calls) -> None:
        account = await house.enter()
        log_in = {"patron_token": 1, "patron": 1, "checkouts": 1, "bulk_metadata": 1}
        assert calls.made() == {"token": 1, "library": 1, **log_in}  # a later log-in needs neither of these two
        borrow = line(house.free)
        lent = await account.act(borrow)
        assert isinstance(lent, Recorded)
        assert lent.item is not None
        assert calls.made() == {"checkout": 1}  # the title is lent now, and its name is read later
        await account.titles((lent.item,))
        assert calls.made() == {"bulk_metadata": 1}
        assert account.digital is not None
        assert lent.loan is not None
        assert not isinstance(await account.digital.title_links(lent.loan), OpeningRefused)
        assert calls.made() == {"metadata": 1, "open_loan": 1}  # for the link of the app, for that of the browser
        back = line(house.free, Direction.RETURN, 2, loan=lent.loan)
        assert isinstance(await account.act(back), Recorded)
        assert calls.made() == {"return": 1}
        assert len((await account.reconcile([back], finished=house.now())).proven) == 1
        assert calls.made() == {"checkouts": 1}
        await account.sign_out()
        await house.backend.sign_in(house.who, VisitId(2), "en")
        del log_in["bulk_metadata"]  # the kiosk knows the names of the titles already
        assert calls.made() == log_in

    visit(overdrive_house(overdrive), overdrive.library_state, story)


@pytest.mark.slow
def test_a_visit_at_a_provider_makes_only_these_requests(ehub: EhubThread) -> None:
    async def story(house: House, calls: Calls) -> None:
        account = await house.enter()
        assert calls.made() == {"record": 1}  # this request only shows that the provider answers
        lent = await account.act(line(house.free))
        assert isinstance(lent, Recorded)
        assert lent.loan is not None
        assert lent.item is not None
        assert calls.made() == {"checkout": 1}
        await account.titles((lent.item,))
        assert calls.made() == {}
        assert account.digital is not None
        assert not isinstance(await account.digital.title_links(lent.loan), OpeningRefused)
        assert calls.made() == {"loan": 1}
        back = line(house.free, Direction.RETURN, 2, loan=lent.loan)
        assert len((await account.reconcile([back], finished=house.now())).absent) == 1
        assert calls.made() == {"loan": 1}
        assert isinstance(await account.act(back), Recorded)
        assert calls.made() == {"return": 1}
        await account.sign_out()
        assert calls.made() == {}

    visit(ehub_house(ehub), ehub.library_state, story)
