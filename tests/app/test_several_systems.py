"""Tests of the whole app with a main system and a digital system beside it, both in memory."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest

from kiosk.app.systems import LendingSystem
from kiosk.backends.marked import MarkedLog
from kiosk.backends.ports import ClockWatch, ItemMemory, LoanRegister, WriteLog
from kiosk.backends.several import Beside, SeveralBackend
from kiosk.domain.digital import DigitalSystem, LinkKind, SystemProgress
from kiosk.domain.messages.intents import OpenDigital
from kiosk.domain.model import Secret
from kiosk.domain.visit.states import Idle, Serving
from kiosk.settings.model import Settings
from tests.app.standing import MARTA
from tests.app.test_digital_loans import BOOK, StandingDigital
from tests.backends import digital_shelf
from tests.backends.digital_shelf import DigitalBackend
from tests.backends.immediate import ImmediateBackend, Shelf
from tests.domain.visit.test_laws import held_in

pytestmark = pytest.mark.slow

DRILL = "DR-1"
CARD, PIN = "23080000990001", "4711"


class StandingSeveral(StandingDigital):
    """The whole app, with a main system for tools and a digital system beside it."""

    def _system(self) -> LendingSystem:
        self.tools = Shelf({MARTA.username: MARTA.password}, {DRILL: "Cordless drill"})
        system = DigitalSystem("od", "Riverside e-books", "(EB|AU)-.*")

        def several(
            settings: Settings,
            log: WriteLog,
            items: ItemMemory,
            now: Callable[[], datetime],
            watch: ClockWatch | None = None,
            loans: LoanRegister | None = None,
        ) -> SeveralBackend:
            digital = DigitalBackend(self.shelf, MarkedLog("od", log), now)
            return SeveralBackend(ImmediateBackend(self.tools, log, now), (Beside(system, digital),))

        return LendingSystem("memory:several", digital_shelf.__name__, several)

    def joined(self) -> SystemProgress | None:
        """Return the progress of the log-in at the digital system, or None if the state is not `Serving`."""
        state = self.program.kiosk.state
        return state.systems[0].progress if isinstance(state, Serving) else None


async def test_a_tool_and_a_title_are_borrowed_together_and_the_title_is_opened(tmp_path: Path) -> None:
    async with StandingSeveral(tmp_path) as kiosk:
        await kiosk.enter()
        kiosk.scan(DRILL, BOOK)
        await kiosk.sees("Cordless drill, borrowed", "The Workshop Handbook, borrowed")
        assert (set(kiosk.tools.loans), set(kiosk.shelf.loans)) == ({DRILL}, {BOOK})
        await kiosk.press("Open The Workshop Handbook on your phone")
        await kiosk.sees("Opens your loan in the Libby app.")
        assert kiosk.codes() == [kiosk.shelf.address(BOOK, LinkKind.APP)]
        await kiosk.press("Back to digital loans")
        await kiosk.press("Back to scanning")
        await kiosk.press_first("Done")
        await kiosk.sees("Confirmed 2 of 2")


async def test_home_does_not_wait_for_a_digital_system_and_its_corner_says_that_it_is_away(tmp_path: Path) -> None:
    async with StandingSeveral(tmp_path) as kiosk:
        kiosk.shelf.check_out(MARTA.username, BOOK, kiosk.clock().wall)
        kiosk.shelf.away = True
        await kiosk.enter()
        kiosk.scan(DRILL)
        await kiosk.sees("Cordless drill, borrowed")
        kiosk.scan(BOOK)
        await kiosk.sees("EB-1")
        assert kiosk.program.kiosk.lasting.away_since is None
        await kiosk.until(lambda: kiosk.joined() is SystemProgress.AWAY, "the answer of the digital system")
        kiosk.shelf.away = False
        kiosk.put_forward(16)
        await kiosk.sees("Your digital loans", "The Workshop Handbook, E-book", timeout_s=30)


async def test_a_card_is_entered_for_the_digital_system_and_nothing_of_it_stays(tmp_path: Path) -> None:
    async with StandingSeveral(tmp_path) as kiosk:
        kiosk.shelf.passwords = {CARD: PIN}
        kiosk.shelf.check_out(CARD, BOOK, kiosk.clock().wall)
        await kiosk.enter()
        kiosk.scan(DRILL)
        await kiosk.sees("Cordless drill, borrowed")
        kiosk.scan("DR-9")
        await kiosk.press_first("Remove")
        await kiosk.until(lambda: "DR-9" not in kiosk.words(), "the end of the refused line")
        await kiosk.press_first("Give back Cordless drill")
        await kiosk.press("Give it back? Yes, give it back")
        await kiosk.sees("Cordless drill, given back")
        kiosk.program.tell(OpenDigital())
        await kiosk.press("Enter your card")
        await kiosk.fill("Card number", CARD)
        await kiosk.fill("Card PIN", "0000")
        await kiosk.press("Show my loans")
        await kiosk.sees("That did not work")
        await kiosk.fill("Card PIN", PIN)
        await kiosk.press("Show my loans")
        await kiosk.sees("The Workshop Handbook, E-book", "On the library card ending in 0001")
        await kiosk.press_first("Log out")
        await kiosk.until(lambda: isinstance(kiosk.program.kiosk.state, Idle), "the page Welcome", timeout_s=60)
        assert not list(held_in(kiosk.program.kiosk.state, Secret))
