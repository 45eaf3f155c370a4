"""Tests of the whole app: people bring things back without logging in.

This is possible if the library has a drop box, and if the lending system does not answer.
"""

from pathlib import Path

import pytest

from kiosk.domain.messages.intents import AskAgain
from kiosk.simulator.sierra import SierraThread
from tests.app.standing import StandingKiosk
from tests.app.test_at_once import CARD, NAILER, StandingSierra

pytestmark = pytest.mark.slow

DRILL = "30800000001044"  # another member has this drill on loan


class BoxedSierra(StandingSierra):
    """The whole app with a simulated Sierra, in a library with a drop box."""

    more = "drop_box = true\n"


def check_ins(sierra: SierraThread) -> list[str]:
    return [call.about for call in sierra.library_state.calls() if call.name == "checkin"]


async def test_anybody_brings_back_at_the_drop_box_and_sees_where_each_thing_goes(tmp_path: Path) -> None:
    async with BoxedSierra(tmp_path) as kiosk:
        await kiosk.press("Only bringing back")
        await kiosk.sees("Bringing back", "No name needed")
        kiosk.scan(NAILER, DRILL)
        await kiosk.sees("(DeWALT DCN680), given back", "2", "scanned")
        await kiosk.until(lambda: kiosk.words().count("given back") >= 2, "both returns")
        assert check_ins(kiosk.sierra) == [NAILER, DRILL]
        assert "Marta" not in kiosk.words()
        await kiosk.press_first("Done")
        await kiosk.sees("2 things given back")
        await kiosk.press("Done")
        await kiosk.sees("Only bringing back")
        await kiosk.until_inbox()


async def test_a_card_at_the_drop_box_opens_the_account_and_the_returns_stay(tmp_path: Path) -> None:
    async with BoxedSierra(tmp_path) as kiosk:
        await kiosk.press("Only bringing back")
        kiosk.scan(NAILER)
        await kiosk.sees("(DeWALT DCN680), given back")
        kiosk.fobs.scan(CARD)
        await kiosk.sees("Hello Marta")
        assert NAILER not in kiosk.out()


class AwaySierra(StandingSierra):
    """The whole app with a simulated Sierra that stops answering."""

    async def tells_that_it_is_away(self) -> None:
        """Ask the server, so that the kiosk finds out that the server does not answer."""
        self.program.tell(AskAgain())
        await self.sees("We cannot reach the library")


async def test_returns_while_sierra_is_away_are_sent_when_it_is_back(tmp_path: Path) -> None:
    async with AwaySierra(tmp_path) as kiosk:
        assert "Bring things back" not in kiosk.words()
        kiosk.sierra.control.go_away()
        await kiosk.tells_that_it_is_away()
        await kiosk.press("Bring things back")
        kiosk.scan(NAILER, DRILL)
        await kiosk.sees("saved here, will be sent", "line 2 of 2", "Your slip number: 1")
        await kiosk.until(lambda: kiosk.words().count("saved here, will be sent") == 2, "both returns on disk")
        await kiosk.press_first("Done")
        await kiosk.sees("2 things saved", "Your slip number: 1")
        assert check_ins(kiosk.sierra) == []
        kiosk.sierra.control.come_back()
        await kiosk.until(lambda: check_ins(kiosk.sierra) == [NAILER, DRILL], "both check-ins", timeout_s=30)
        await kiosk.sees("2 things given back")
        await kiosk.until_inbox()
        assert NAILER not in kiosk.out()


async def test_lines_turn_green_on_the_open_page_when_the_network_is_back(tmp_path: Path) -> None:
    async with AwaySierra(tmp_path) as kiosk:
        kiosk.sierra.control.go_away()
        await kiosk.tells_that_it_is_away()
        await kiosk.press("Bring things back")
        kiosk.scan(NAILER)
        await kiosk.sees("saved here, will be sent")
        kiosk.sierra.control.come_back()
        await kiosk.sees("(DeWALT DCN680), given back", timeout_s=30)


async def test_a_system_that_needs_a_member_leaves_the_returns_to_staff(tmp_path: Path) -> None:
    async with StandingKiosk(tmp_path) as kiosk:
        kiosk.library.control.go_away()
        kiosk.program.tell(AskAgain())
        await kiosk.press("Bring things back")
        kiosk.scan("LD-0023")
        await kiosk.sees("seen here, staff will book it in", "Your slip number: 1")
        await kiosk.press_first("Done")
        await kiosk.sees("1 thing saved")
        await kiosk.until_inbox(("return_seen", ("LD-0023",)))
        kiosk.library.control.come_back()
        await kiosk.press("Done")
        await kiosk.until(lambda: kiosk.program.kiosk.lasting.away_since is None, "the library", timeout_s=40)
        assert kiosk.calls("add_line") == 0
