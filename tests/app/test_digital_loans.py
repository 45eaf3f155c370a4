"""Tests of the whole app with a digital lending system in memory: borrow, open on a phone, and give back."""

from pathlib import Path

import pytest

from hardware.spec import Driver, Reads, ScannerSpec
from kiosk.app.systems import LendingSystem
from kiosk.domain.digital import LinkKind
from kiosk.domain.messages.intents import AskTitleLinks, OpenWith
from kiosk.domain.model import LoanId, Medium, Secret
from kiosk.domain.visit.states import Idle
from kiosk.settings.model import KioskSettings, Player, Settings, SoundSettings
from kiosk.settings.text_values import Display
from tests.app.standing import MARTA, StandingKiosk
from tests.backends import digital_shelf
from tests.backends.digital_shelf import DigitalBackend, TitleShelf
from tests.domain.visit.test_laws import held_in
from tests.phone import read_codes

pytestmark = pytest.mark.slow

BOOK, AUDIO = "EB-1", "AU-2"


class StandingDigital(StandingKiosk):
    """The whole app, with a digital lending system in memory."""

    def _opened(self) -> Settings:
        self.shelf = TitleShelf(
            {MARTA.username: MARTA.password},
            {BOOK: "The Workshop Handbook", AUDIO: "Chairs by Hand"},
            media={AUDIO: Medium.AUDIOBOOK},
        )
        return Settings(
            kiosk=KioskSettings(state_dir=self.folder / "state", display=Display(window=(1280, 800))),
            sound=SoundSettings(player=Player.OFF),
            scanners=(
                ScannerSpec("fob", Reads.FOBS, Driver.SERIAL, port=str(self.fobs.port)),
                ScannerSpec("items", Reads.ITEMS, Driver.SERIAL, port=str(self.items.port)),
            ),
        )

    def _system(self) -> LendingSystem:
        return LendingSystem(
            "memory:digital",
            digital_shelf.__name__,
            lambda _, log, __, now, *___: DigitalBackend(self.shelf, log, now),
        )

    def codes(self) -> list[str]:
        """Return the contents of the QR codes that a phone reads from the screen now."""
        return read_codes(self.program.window.grab().toImage())

    def addresses(self) -> list[Secret]:
        """Return every secret in the state of the visit."""
        return [each for each in held_in(self.program.kiosk.state, Secret) if isinstance(each, Secret)]

    async def enter(self) -> None:
        """Log Marta in on the screen."""
        await self.press("Log in without a fob")
        await self.log_in(MARTA)
        await self.sees("Hello Marta")


async def test_a_title_is_borrowed_by_its_label_opened_on_a_phone_and_given_back(tmp_path: Path) -> None:
    async with StandingDigital(tmp_path) as kiosk:
        await kiosk.enter()
        kiosk.scan(BOOK)
        await kiosk.sees("The Workshop Handbook, borrowed")
        await kiosk.press("Open The Workshop Handbook on your phone")
        await kiosk.sees("Opens your loan in the Libby app.")
        assert kiosk.codes() == [kiosk.shelf.address(BOOK, LinkKind.APP)]
        await kiosk.press("In the browser")
        await kiosk.sees("Opens your loan in the browser.")
        assert kiosk.codes() == [kiosk.shelf.address(BOOK, LinkKind.BROWSER)]
        assert "t1x7f3a9c" not in kiosk.words()

        await kiosk.press("Back to digital loans")
        await kiosk.sees("Your digital loans")
        assert kiosk.codes() == []
        await kiosk.press("Give back The Workshop Handbook")
        await kiosk.sees("Give it back now?")
        await kiosk.press("Yes, give it back")
        await kiosk.until(lambda: not kiosk.shelf.loans, "the return")
        await kiosk.sees("No digital loans.")
        await kiosk.press("Back to scanning")
        await kiosk.sees("The Workshop Handbook, given back")
        await kiosk.press_first("Log out")
        await kiosk.until(lambda: isinstance(kiosk.program.kiosk.state, Idle), "the page Welcome")
        assert kiosk.addresses() == []


async def test_a_scan_of_a_title_on_loan_opens_its_page_and_a_code_goes_with_the_next_scan(tmp_path: Path) -> None:
    async with StandingDigital(tmp_path) as kiosk:
        kiosk.shelf.check_out(MARTA.username, AUDIO, kiosk.clock().wall)
        await kiosk.enter()
        await kiosk.sees("Digital loans, 1")
        kiosk.scan(AUDIO)
        await kiosk.sees("Your digital loans", "Chairs by Hand, Audiobook")
        assert kiosk.shelf.loans
        await kiosk.press("Open Chairs by Hand on your phone")
        await kiosk.sees("Part 1 of 2")
        await kiosk.press("Part 2 of 2")
        await kiosk.until(lambda: kiosk.codes() == [kiosk.shelf.address(AUDIO, LinkKind.CONTENT, 2)], "the second code")
        kiosk.scan(BOOK)
        await kiosk.sees("The Workshop Handbook, borrowed")
        assert kiosk.codes() == []
        assert not any("token" in each.reveal() for each in kiosk.addresses())


async def test_a_code_ends_after_a_minute_and_a_new_one_has_another_address(tmp_path: Path) -> None:
    async with StandingDigital(tmp_path) as kiosk:
        kiosk.shelf.check_out(MARTA.username, BOOK, kiosk.clock().wall)
        await kiosk.enter()
        kiosk.program.tell(AskTitleLinks(LoanId(BOOK)))
        await kiosk.sees("Point your phone")
        kiosk.program.tell(OpenWith(LinkKind.BROWSER))
        first = kiosk.codes()
        kiosk.put_forward(61)
        await kiosk.sees("This code has gone. Press New code.")
        assert kiosk.codes() == []
        await kiosk.press("New code")
        await kiosk.sees("Point your phone")
        assert kiosk.codes() == [kiosk.shelf.address(BOOK, LinkKind.BROWSER)] != first


async def test_a_title_that_cannot_be_opened_now_says_why(tmp_path: Path) -> None:
    async with StandingDigital(tmp_path) as kiosk:
        kiosk.shelf.check_out(MARTA.username, BOOK, kiosk.clock().wall)
        await kiosk.enter()
        kiosk.shelf.away = True
        kiosk.program.tell(AskTitleLinks(LoanId(BOOK)))
        await kiosk.sees("No answer just now. Press New code to try again.")
        kiosk.shelf.away, kiosk.shelf.refuses = False, True
        await kiosk.press("New code")
        await kiosk.sees("This title cannot be opened here. Not now")
