"""Tests of the number of requests at Sierra: no act makes an unnecessary request. The server counts the requests.

The token is fetched once for all members. Titles and locations are read once for each item and then remembered.
"""

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime

import pytest

from kiosk.backends.protocol import Password
from kiosk.backends.sierra.account import SierraAccount
from kiosk.backends.sierra.backend import SierraBackend
from kiosk.backends.sierra.service import SierraSite
from kiosk.domain.model import Direction, Recorded, Refused, Secret, VisitId
from kiosk.simulator.knobs import knobs_changed
from kiosk.simulator.sierra import KEY, KEY_SECRET, SierraKnobs, SierraThread
from tests.backends.houses import SIERRA_ZONE
from tests.backends.ports import MemoryItems, MemoryLog
from tests.backends.sierra.desk import line

MARTA, INES = ("23080000001001", "4711"), ("23080000001003", "minuit-crepes")
FREE, TAKEN, MINE, UNKNOWN = "30800000001013", "30800000001044", "30800000001010", "99999999999999"


class Desk:
    """A back end that speaks to a library. `made` counts the requests at the library."""

    def __init__(self, library: SierraThread, *, card_pin: bool) -> None:
        key = Secret(f"{KEY}:{KEY_SECRET}")
        site = SierraSite(library.url, key, SIERRA_ZONE, card_pin=card_pin)
        self.library = library
        self.backend = SierraBackend(site, MemoryLog(), MemoryItems(), library.library_state.clock.now)
        self._seen = 0

    async def enter(self, card: str, pin: str) -> SierraAccount:
        """Sign this member in."""
        return await self.backend.sign_in(Password(card, Secret(pin)), VisitId(7), "en")

    def made(self) -> dict[str, int]:
        """Return the number of requests of each operation since the last call of this method."""
        calls = self.library.library_state.calls()
        new, self._seen = calls[self._seen :], len(calls)
        return dict(Counter(each.name for each in new))


def at(story: Callable[[Desk], Awaitable[None]], *, card_pin: bool = True, **knobs: object) -> None:
    """Run a story at a library with these knobs."""

    async def run(library: SierraThread) -> None:
        desk = Desk(library, card_pin=card_pin)
        try:
            await story(desk)
        finally:
            await desk.backend.aclose()

    with SierraThread(knobs=knobs_changed(SierraKnobs(), knobs), time_zone=SIERRA_ZONE) as library:
        asyncio.run(run(library))


@pytest.mark.parametrize(("knobs", "card_pin", "who"), [
    ({}, True, {"auth": 1, "patron": 1}),
    ({}, False, {"find_patron": 1}),
    ({"v6": False}, True, {"auth": 1, "validate": 1, "find_patron": 1}),
])  # fmt: skip
def test_a_log_in_reads_the_member_the_loans_and_their_titles(
    knobs: dict[str, object], who: dict[str, int], *, card_pin: bool
) -> None:
    titles = {"bibs": 1} if knobs.get("v6", True) else {"bibs": 1, "items": 1}

    async def story(desk: Desk) -> None:
        await desk.enter(*MARTA)
        assert desk.made() == {"token": 1, **who, "checkouts": 1, **titles}
        await desk.enter(*INES)
        who.pop("auth", None) if "validate" in who else None  # the first sign-in showed that there is no call "auth"
        assert desk.made() == {**who, "checkouts": 1}

    at(story, card_pin=card_pin, **knobs)


def test_each_act_is_one_write_and_what_its_line_says() -> None:
    async def story(desk: Desk) -> None:
        account = await desk.enter(*MARTA)
        desk.made()
        lent = await account.act(line(FREE))
        assert isinstance(lent, Recorded)
        assert lent.item is not None
        assert desk.made() == {"checkout": 1}  # the answer has no title; `titles` reads the title
        assert len(await account.titles((lent.item,))) == 1
        assert desk.made() == {"items": 1, "bibs": 1}
        assert isinstance(await account.act(line(FREE, Direction.RETURN, 2, loan=lent.loan)), Recorded)
        assert desk.made() == {"checkin": 1, "item": 1}
        assert isinstance(await account.act(line(FREE, number=3)), Recorded)
        assert desk.made() == {"checkout": 1}  # the back end remembers the title of this item
        loan = account.own_loan(line(MINE).code)
        assert loan is not None
        renewal = line(MINE, Direction.RENEW, 4, loan=loan.ident, due_before=loan.due, item=loan.item)
        assert isinstance(await account.act(renewal), Recorded)
        assert desk.made() == {"renewal": 1}

    at(story)


@pytest.mark.parametrize(("answer", "more"), [("checkout", {}), ("link", {"loan": 1}), ("id", {"loan": 1})])
def test_a_borrow_that_is_answered_by_an_address_reads_that_loan(answer: str, more: dict[str, int]) -> None:
    async def story(desk: Desk) -> None:
        account = await desk.enter(*INES)
        desk.made()
        assert isinstance(await account.act(line(FREE)), Recorded)
        assert desk.made() == {"checkout": 1, **more}

    at(story, checkout_answer=answer)


def test_a_refusal_reads_the_loans_only_if_it_can_be_a_second_answer() -> None:
    async def story(desk: Desk) -> None:
        account = await desk.enter(*INES)
        desk.made()
        assert isinstance(await account.act(line(UNKNOWN)), Refused)
        assert desk.made() == {"checkout": 1}
        assert isinstance(await account.act(line(TAKEN, number=2)), Refused)
        # The last three requests find the title: search the item's id by the label, read the item, read the bib.
        assert desk.made() == {"checkout": 1, "checkouts": 1, "items_query": 1, "item": 1, "bibs": 1}

    at(story)


def test_done_reads_the_loans_once() -> None:
    async def story(desk: Desk) -> None:
        account = await desk.enter(*MARTA)
        lent = await account.act(line(FREE))
        assert isinstance(lent, Recorded)
        assert lent.item is not None
        await account.titles((lent.item,))
        desk.made()
        truth = await account.reconcile([line(FREE)], finished=datetime.now(UTC))
        assert len(truth.proven) == 1
        assert desk.made() == {"checkouts": 1}
        await account.sign_out()
        assert desk.made() == {}

    at(story)
