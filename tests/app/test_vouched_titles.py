"""Tests of the whole app with OverDrive and a content provider of eHUB beside a main system.

The provider cannot check who a member is. The provider trusts the facts that the main system gives about the member.
"""

from pathlib import Path

import pytest

from kiosk.domain.messages.intents import Cancel, OpenDigital
from kiosk.domain.model import Secret
from kiosk.domain.visit.states import Idle, Receipt
from kiosk.settings.load import load
from kiosk.settings.model import Settings
from kiosk.simulator import SimulatorThread
from kiosk.simulator.ehub import CONSUMER_ID, SECRET_KEY, SITE_ID, EhubThread
from kiosk.simulator.overdrive import (
    AUTHORIZATION_NAME,
    CLIENT_KEY,
    CLIENT_SECRET,
    LIBRARY_ID,
    WEBSITE_ID,
    OverdriveThread,
)
from kiosk.simulator.sierra import KEY, KEY_SECRET, SierraThread
from tests.app.standing import MARTA, SCANNERS, StandingKiosk, link_fobs
from tests.domain.visit.test_laws import held_in
from tests.phone import read_codes

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("quick_hash")]

BOOK = "EH-mb-1012"
MARTA_CARD, INES_CARD = "23080000001001", "23080000001003"
FREE_AT_SIERRA = "30800000001013"
TITLES = f'[[title]]\ncode = "{BOOK}"\nrecord = "mb-1012"\ntitle = "The Understory"\n'
MYTURN = """
[kiosk]
state_dir = "{folder}/state"
display = "1280x800"
digital = ["ehub", "overdrive"]
[sound]
player = "off"
[fees]
allow_owing = true
[myturn]
url = "{main}"
request_timeout_s = 2.0
"""
SIERRA = """
[kiosk]
backend = "sierra"
time_zone = "America/New_York"
state_dir = "{folder}/state"
display = "1280x800"
digital = ["overdrive", "ehub"]
[sound]
player = "off"
[sierra]
url = "{main}"
key_file = "{folder}/sierra-key"
card_pin = "none"
request_timeout_s = 2.0
[library]
name = "Millbrook"
[login]
fob = "card"
"""
DIGITAL = """
[overdrive]
library_id = {library_id}
website_id = {website_id}
authorization_name = "{authorization_name}"
client_file = "{folder}/overdrive-client"
items = "OD-(.+)"
[overdrive.hosts]
oauth = "{overdrive}"
oauth_patron = "{overdrive}"
api = "{overdrive}"
patron = "{overdrive}"
[ehub]
url = "{ehub}"
site_id = "{site_id}"
consumer_id = {consumer_id}
key_file = "{folder}/ehub-key"
label = "Riverside"
catalogue = "{folder}/titles.toml"
allow_delete = true
remember_loans = {remember}
claims = [{claims}]
request_timeout_s = 2.0
"""


class StandingVouched(StandingKiosk):
    """The whole app with a main system, OverDrive and a provider of eHUB.

    The main system is myTurn, or a Sierra whose cards have no PIN.
    """

    def __init__(
        self,
        folder: Path,
        main: SimulatorThread | SierraThread,
        overdrive: OverdriveThread,
        ehub: EhubThread,
        *,
        claims: str = '"patronId"',
        remember: bool = False,
    ) -> None:
        super().__init__(folder)
        self.main, self.overdrive, self.ehub = main, overdrive, ehub
        self._claims, self._remember = claims, remember

    def _opened(self) -> Settings:
        for name, text in (
            ("overdrive-client", f"{CLIENT_KEY}:{CLIENT_SECRET}\n"),
            ("ehub-key", f"{SECRET_KEY}\n"),
            ("sierra-key", f"{KEY}:{KEY_SECRET}\n"),
            ("titles.toml", TITLES),
        ):
            (self.folder / name).touch(0o600)
            (self.folder / name).write_text(text, encoding="utf-8")
        path, tables = self.folder / "kiosk.toml", SIERRA if isinstance(self.main, SierraThread) else MYTURN
        settings = (tables + DIGITAL + SCANNERS).format(
            folder=self.folder,
            main=self.main.url,
            overdrive=self.overdrive.url,
            library_id=LIBRARY_ID,
            website_id=WEBSITE_ID,
            authorization_name=AUTHORIZATION_NAME,
            ehub=self.ehub.url,
            site_id=SITE_ID,
            consumer_id=CONSUMER_ID,
            remember=str(self._remember).lower(),
            claims=self._claims,
        )
        path.write_text(settings, encoding="utf-8")
        return load(path)

    async def titles(self) -> None:
        """Show the page of the digital loans."""
        self.program.tell(OpenDigital())
        await self.sees("Your digital loans")

    async def leave(self) -> None:
        """Log out, close the receipt if there is one, and wait for the page Welcome.

        Check that the kiosk then holds no secret of the member.
        """
        self.program.tell(Cancel())
        ended = (Idle, Receipt)
        await self.until(
            lambda: isinstance(self.program.kiosk.state, ended) or "Yes, log out" in self.words(),
            "the end of the visit",
        )
        if not isinstance(self.program.kiosk.state, ended):
            await self.press_first("Yes, log out")
        elif isinstance(self.program.kiosk.state, Receipt):
            await self.press("Done")
        await self.until(lambda: isinstance(self.program.kiosk.state, Idle), "the page Welcome")
        assert not list(held_in(self.program.kiosk.state, Secret))

    def codes(self) -> list[str]:
        """Return the contents of the QR codes that a phone reads from the screen now."""
        return read_codes(self.program.window.grab().toImage())


async def test_a_linked_fob_is_enough_for_a_title_that_is_opened_and_shown_again_after_a_restart(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with SimulatorThread() as library, OverdriveThread() as overdrive, EhubThread() as ehub:
        await link_fobs(tmp_path, library, MARTA)
        async with StandingVouched(tmp_path, library, overdrive, ehub, remember=True) as kiosk:
            await kiosk.arrive()
            kiosk.scan(BOOK)
            await kiosk.sees("The Understory, borrowed")
            await kiosk.press("Open The Understory on your phone")
            await kiosk.until(lambda: len(kiosk.codes()) == 1, "the code")
            assert kiosk.codes()[0].startswith(ehub.url.removesuffix("/ep/api"))
            await kiosk.press("Back to digital loans")
            await kiosk.sees("The Understory", "Enter your card", "Riverside: only loans made here")
            await kiosk.leave()
        async with StandingVouched(tmp_path, library, overdrive, ehub, remember=True) as kiosk:
            await kiosk.arrive()
            await kiosk.titles()
            await kiosk.sees("The Understory", "Riverside: only loans made here")
            await kiosk.press("Give back The Understory")
            await kiosk.press("Yes, give it back")
            await kiosk.until(lambda: not ehub.library_state.loans_of("stranger-1"), "the return at the provider")
            await kiosk.misses("The Understory, E-book")
            await kiosk.leave()
        assert [act.act for act in ehub.library_state.acts() if act.act != "content"] == ["checkout", "return"]
    assert SECRET_KEY not in caplog.text


async def test_a_provider_that_is_down_costs_its_own_corner_and_a_scan_waits_for_it(tmp_path: Path) -> None:
    with SierraThread() as sierra, OverdriveThread() as overdrive, EhubThread() as ehub:
        ehub.control.go_away()
        async with StandingVouched(tmp_path, sierra, overdrive, ehub, remember=True) as kiosk:
            kiosk.fobs.scan(MARTA_CARD)
            await kiosk.until(lambda: "Marta" in kiosk.words(), "Home")
            kiosk.scan(FREE_AT_SIERRA, BOOK)
            await kiosk.until(lambda: len(sierra.library_state.acts("checkout")) == 1, "the loan of the main system")
            assert kiosk.program.kiosk.lasting.away_since is None
            ehub.control.come_back()
            await kiosk.until(lambda: len(ehub.library_state.acts("checkout")) == 1, "the loan of the title", 60)
            await kiosk.sees("The Understory, borrowed")


async def test_a_member_whose_record_lacks_a_claim_is_told_and_nothing_is_sent(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with SierraThread() as sierra, OverdriveThread() as overdrive, EhubThread() as ehub:
        claims = '"patronId", "email"'
        async with StandingVouched(tmp_path, sierra, overdrive, ehub, claims=claims) as kiosk:
            kiosk.fobs.scan(INES_CARD)
            await kiosk.sees("Inès")
            await kiosk.titles()
            await kiosk.sees("We cannot show your digital loans", "record of you. Please ask staff.")
            kiosk.scan(BOOK)
            await kiosk.press("Back to scanning")
            await kiosk.sees("We cannot borrow this for you here. Please ask staff")
            await kiosk.leave()
            assert ehub.library_state.acts() == ()
            assert not any("email" in each.claims for each in ehub.library_state.tokens())
            assert "a fact about the member is not known: email" in caplog.text
            kiosk.fobs.scan(MARTA_CARD)
            await kiosk.until(lambda: "Marta" in kiosk.words(), "Home")
            kiosk.scan("EH-mag/bench/2026-12")
            await kiosk.sees("mag/bench/2026-12, borrowed")
    assert "marta@members.example" not in caplog.text


async def test_a_lost_answer_of_the_provider_goes_to_staff_at_once(tmp_path: Path) -> None:
    with SierraThread() as sierra, OverdriveThread() as overdrive, EhubThread() as ehub:
        async with StandingVouched(tmp_path, sierra, overdrive, ehub) as kiosk:
            kiosk.fobs.scan(INES_CARD)
            await kiosk.sees("Inès")
            ehub.control.fault("checkout", "drop", acts=True)
            kiosk.scan(BOOK)
            await kiosk.until_inbox(("line_unknown", (BOOK,)))
            assert len(ehub.library_state.acts("checkout")) == 1
