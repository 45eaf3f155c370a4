"""Tests of the whole app with OverDrive beside myTurn: the kiosk remembers a card together with a linked fob."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from kiosk.domain.messages.intents import Cancel, OpenDigital
from kiosk.domain.model import Secret
from kiosk.domain.visit.digital_systems import form_of
from kiosk.domain.visit.states import Idle, Serving
from kiosk.settings.load import load
from kiosk.settings.model import Settings
from kiosk.simulator import SimulatorThread
from kiosk.simulator.overdrive import (
    AUTHORIZATION_NAME,
    CLIENT_KEY,
    CLIENT_SECRET,
    LIBRARY_ID,
    OVERDRIVE_PATRONS,
    WEBSITE_ID,
    OverdriveThread,
)
from kiosk.store.fob_list import FobList
from tests.app.standing import MARTA, SCANNERS, StandingKiosk, link_fobs
from tests.domain.visit.test_laws import held_in

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("quick_hash")]

PATRON = next(each for each in OVERDRIVE_PATRONS if each.key == "marta")
CARD, PIN = PATRON.barcodes[0], PATRON.pin
ENDING = f"On the library card ending in {CARD[-4:]}"
ONE_READER = """
[[scanner]]
name = "fob"
reads = "fobs"
driver = "serial"
port = "{folder}/fob-reader"
[[scanner]]
name = "everything"
reads = "anything"
driver = "serial"
port = "{folder}/item-scanner"
"""
SETTINGS = """
[kiosk]
state_dir = "{folder}/state"
display = "1280x800"
digital = ["overdrive"]
[sound]
player = "off"
[fees]
allow_owing = true
[myturn]
url = "{url}"
request_timeout_s = 2.0
[overdrive]
library_id = {library_id}
website_id = {website_id}
authorization_name = "{authorization_name}"
client_file = "{folder}/overdrive-client"
remember = "{remember}"
items = "OD-(.+)"
[overdrive.hosts]
oauth = "{overdrive}"
oauth_patron = "{overdrive}"
api = "{overdrive}"
patron = "{overdrive}"
"""


class StandingBeside(StandingKiosk):
    """The whole app of a library that lends tools with myTurn, and e-books with OverDrive."""

    def __init__(
        self,
        folder: Path,
        library: SimulatorThread,
        overdrive: OverdriveThread,
        *,
        remember: str = "password",
        scanners: str = SCANNERS,
    ) -> None:
        super().__init__(folder, library=library, scanners=scanners)
        self.overdrive, self._remember = overdrive, remember

    def _opened(self) -> Settings:
        assert self._given is not None
        self.library = self._given
        key = self.folder / "overdrive-client"
        key.touch(0o600)
        key.write_text(f"{CLIENT_KEY}:{CLIENT_SECRET}\n", encoding="utf-8")
        path = self.folder / "kiosk.toml"
        settings = SETTINGS.format(
            folder=self.folder,
            url=self.library.url,
            overdrive=self.overdrive.url,
            library_id=LIBRARY_ID,
            website_id=WEBSITE_ID,
            authorization_name=AUTHORIZATION_NAME,
            remember=self._remember,
        )
        path.write_text(settings + self._scanners.format(folder=self.folder), encoding="utf-8")
        return load(path)

    async def enter_card(self, pin: str = PIN, *, remember: bool = True) -> None:
        """Open the form for the card, fill in the form, and send it."""
        await self.press("Enter your card")
        await self.fill("Card number", CARD)
        await self.fill("Card PIN", pin)
        if remember:
            await self.press_first("Remember this card with my fob")
        await self.press("Show my loans")

    async def titles(self) -> None:
        """Show the page of the digital loans."""
        self.program.tell(OpenDigital())
        await self.sees("Your digital loans")

    async def leave(self) -> None:
        """Log out, and wait for the page Welcome. Check that the kiosk then holds no secret of the member."""
        self.program.tell(Cancel())
        await self.until(lambda: isinstance(self.program.kiosk.state, Idle), "the page Welcome")
        assert not list(held_in(self.program.kiosk.state, Secret))

    def number(self) -> str:
        """Return the card number in the form for the card, or an empty text if the form is not open."""
        state = self.program.kiosk.state
        form = form_of(state) if isinstance(state, Serving) else None
        return form.name if form is not None else ""

    def remembered(self) -> tuple[str, ...]:
        """Return the names of the digital systems for which the kiosk remembers a card, for example "overdrive"."""
        stores = self.program.stores
        return tuple(system for fob in FobList(stores.store.vault, stores.key).entries() for system in fob.cards)


def cards_on_disk(folder: Path) -> int:
    with closing(sqlite3.connect(folder / "state" / "vault.db")) as file, file:
        return int(file.execute("SELECT count(*) FROM cards").fetchone()[0])


def bytes_on_disk(folder: Path) -> bytes:
    return b"".join(file.read_bytes() for file in (folder / "state").rglob("*") if file.is_file())


async def test_a_card_is_entered_once_and_the_next_visit_by_the_fob_types_nothing(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with SimulatorThread() as library, OverdriveThread() as overdrive:
        await link_fobs(tmp_path, library, MARTA)
        async with StandingBeside(tmp_path, library, overdrive) as kiosk:
            await kiosk.arrive()
            await kiosk.titles()
            await kiosk.enter_card()
            await kiosk.sees("This card is remembered. Next time your fob is enough.", ENDING)
            await kiosk.leave()
        async with StandingBeside(tmp_path, library, overdrive) as kiosk:  # the kiosk starts a second time
            await kiosk.arrive()
            await kiosk.titles()
            await kiosk.sees(ENDING, "This card is remembered")
            await kiosk.press("Forget this card")
            await kiosk.sees("This card is forgotten.")
            await kiosk.misses("This card is remembered")
            assert (kiosk.remembered(), ENDING in kiosk.words()) == ((), True)
            await kiosk.leave()
            await kiosk.arrive()
            await kiosk.titles()
            await kiosk.sees("Enter your card")
            await kiosk.leave()
    assert CARD not in caplog.text
    assert CARD.encode() not in bytes_on_disk(tmp_path)


async def test_without_the_choice_the_card_is_forgotten_with_the_visit(tmp_path: Path) -> None:
    with SimulatorThread() as library, OverdriveThread() as overdrive:
        await link_fobs(tmp_path, library, MARTA)
        async with StandingBeside(tmp_path, library, overdrive) as kiosk:
            await kiosk.arrive()
            await kiosk.titles()
            await kiosk.enter_card(remember=False)
            await kiosk.sees(ENDING)
            assert kiosk.remembered() == ()
            await kiosk.leave()


async def test_a_remembered_card_that_overdrive_refuses_is_forgotten_and_asked_for(tmp_path: Path) -> None:
    with SimulatorThread() as library, OverdriveThread() as overdrive:
        await link_fobs(tmp_path, library, MARTA)
        async with StandingBeside(tmp_path, library, overdrive) as kiosk:
            await kiosk.arrive()
            await kiosk.titles()
            await kiosk.enter_card()
            await kiosk.sees(ENDING)
            await kiosk.leave()
            overdrive.control.change_patron("marta", pin="9876")
            await kiosk.arrive()
            await kiosk.titles()
            await kiosk.sees("Your remembered card is no longer accepted")
            await kiosk.until(lambda: kiosk.remembered() == (), "the card to be forgotten")
            await kiosk.enter_card("9876")
            await kiosk.sees(ENDING, "This card is remembered")
            assert kiosk.remembered() == ("overdrive",)
            await kiosk.leave()


async def test_a_fob_that_is_linked_in_this_visit_can_remember_a_card(tmp_path: Path) -> None:
    with SimulatorThread() as library, OverdriveThread() as overdrive:
        async with StandingBeside(tmp_path, library, overdrive) as kiosk:
            kiosk.fobs.scan(MARTA.fob)
            await kiosk.log_in(MARTA, "Link fob")
            await kiosk.sees("Next time the fob is enough.")
            await kiosk.titles()
            await kiosk.enter_card()
            await kiosk.sees(ENDING, "This card is remembered")
            await kiosk.leave()
            await kiosk.arrive()
            await kiosk.titles()
            await kiosk.sees(ENDING)
            await kiosk.leave()


async def test_after_the_setting_was_changed_the_next_start_forgets_the_cards(tmp_path: Path) -> None:
    with SimulatorThread() as library, OverdriveThread() as overdrive:
        await link_fobs(tmp_path, library, MARTA)
        async with StandingBeside(tmp_path, library, overdrive) as kiosk:
            await kiosk.arrive()
            await kiosk.titles()
            await kiosk.enter_card()
            await kiosk.sees(ENDING)
            await kiosk.leave()
        assert cards_on_disk(tmp_path) == 1
        async with StandingBeside(tmp_path, library, overdrive, remember="session") as kiosk:
            await kiosk.until(lambda: kiosk.remembered() == (), "the end of the cards")
            await kiosk.arrive()
            await kiosk.titles()
            await kiosk.press("Enter your card")
            await kiosk.sees("Card number")
            assert "Remember this card" not in kiosk.words()
            await kiosk.leave()


async def test_with_one_reader_a_card_fills_the_number_and_a_tool_goes_to_the_basket(tmp_path: Path) -> None:
    with SimulatorThread() as library, OverdriveThread() as overdrive:
        await link_fobs(tmp_path, library, MARTA)
        async with StandingBeside(tmp_path, library, overdrive, scanners=ONE_READER) as kiosk:
            await kiosk.arrive()
            await kiosk.titles()
            await kiosk.press("Enter your card")
            await kiosk.sees("Card number")
            kiosk.scan("DR-0142")
            await kiosk.press("That was a tool")
            await kiosk.sees("1 in your basket")
            kiosk.scan(CARD)
            await kiosk.until(lambda: kiosk.number() == CARD, "the number of the card")
            await kiosk.fill("Card PIN", PIN)
            await kiosk.press("Show my loans")
            await kiosk.sees(ENDING)
