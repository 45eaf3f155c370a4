"""Tests of the page Find a tool in the whole app. OverDrive is beside myTurn, and both are simulated."""

from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from kiosk.settings.load import load
from kiosk.settings.model import Settings
from kiosk.simulator import Knobs
from kiosk.simulator.overdrive import (
    AUTHORIZATION_NAME,
    CLIENT_KEY,
    CLIENT_SECRET,
    LIBRARY_ID,
    WEBSITE_ID,
    OverdriveThread,
)
from tests.app.standing import StandingKiosk

pytestmark = pytest.mark.slow

_OVERDRIVE = """
[overdrive]
library_id = {library_id}
website_id = {website_id}
authorization_name = "{authorization_name}"
client_file = "{folder}/overdrive-client"
items = "OD-(.+)"
covers = ["127.0.0.1"]
[overdrive.hosts]
oauth = "{url}"
oauth_patron = "{url}"
api = "{url}"
patron = "{url}"
"""
FIELD, BOTH = "What are you looking for?", "Find something"


class StandingBoth(StandingKiosk):
    """The whole app with OverDrive beside a myTurn in which anyone can search without a log-in."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder, knobs=Knobs(public_items=True))

    def _opened(self) -> Settings:
        self.titles = self._stack.enter_context(OverdriveThread(time_zone=ZoneInfo("America/New_York")))
        key = self.folder / "overdrive-client"
        key.touch(0o600)
        key.write_text(f"{CLIENT_KEY}:{CLIENT_SECRET}\n", encoding="utf-8")
        self._more = _OVERDRIVE.format(
            folder=self.folder,
            url=self.titles.url,
            library_id=LIBRARY_ID,
            website_id=WEBSITE_ID,
            authorization_name=AUTHORIZATION_NAME,
        )
        super()._opened()
        path = self.folder / "kiosk.toml"
        path.write_text(path.read_text().replace("[kiosk]\n", '[kiosk]\ndigital = ["overdrive"]\n', 1))
        return load(path)

    def pictures_asked(self) -> int:
        """Return how many times the app has asked OverDrive for a cover."""
        return len([each for each in self.titles.library_state.calls() if each.name == "cover"])


async def test_a_title_stands_below_the_tools_and_says_how_it_is_borrowed(tmp_path: Path) -> None:
    async with StandingBoth(tmp_path) as kiosk:
        await kiosk.press(BOTH)
        await kiosk.fill(FIELD, "carpenter")
        await kiosk.sees("The Patient Carpenter, e-book, free, 1 of 2 free")
        await kiosk.until(lambda: kiosk.pictures_asked() > 0, "a cover")
        await kiosk.press_first("The Patient Carpenter")
        await kiosk.sees("Mirela Dobrescu", "A made-up title of Millbrook Digital Library & friends.")
        await kiosk.sees("Show your fob, then scan its label to borrow it.")
        await kiosk.press("Back to the list")


async def test_tools_are_on_the_screen_while_overdrive_is_slow_and_stay_if_it_fails(tmp_path: Path) -> None:
    async with StandingBoth(tmp_path) as kiosk:
        kiosk.titles.control.fault("search", "delay", count=1, delay_s=3.0)
        await kiosk.press(BOTH)
        await kiosk.fill(FIELD, "sand")
        await kiosk.sees("We are still looking for e-books.", "sander")
        kiosk.titles.control.go_away()
        await kiosk.fill(FIELD, "sander")
        await kiosk.sees("E-books are missing here, because they are not answering.", "sander")
        assert kiosk.program.kiosk.lasting.away_since is None
        kiosk.titles.control.come_back()
        await kiosk.press("Search")
        await kiosk.misses("E-books are missing here, because they are not answering.")
