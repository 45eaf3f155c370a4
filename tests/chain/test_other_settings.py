"""Tests of the kiosk settings that no page shows: the sounds, and the calls of Finish.

One test checks that no setting is left out.
"""

import asyncio
from collections.abc import Callable
from pathlib import Path

import pytest
from msgspec.structs import fields

from kiosk.backends.myturn.schema import OrganizationAnswer
from kiosk.domain.messages.effects import Sound
from kiosk.simulator import Knobs, SimulatorThread
from kiosk.views.view import View
from tests.chain import scenes
from tests.chain.kiosk import MARTA, ChainedKiosk
from tests.chain.settings import SETTINGS
from tests.presenter.kiosks import words

pytestmark = pytest.mark.slow

NO_SETTINGS = {"id", "apiUrl", "name"}
NOT_SEEN = {"playSounds", "useTwoPhaseCommitOnKiosk"}
"""No page shows these settings, so the tests in this file check them."""


def still(view: View) -> list[str]:
    """Return the lines of this view that have no digit. The lines with the time and with countdowns have digits."""
    return [text for text in words(view).splitlines() if not any(sign.isdigit() for sign in text)]


def borrowed_and_brought_back(folder: Path, setting: str, *, on: bool, look: Callable[[ChainedKiosk], object]) -> View:
    """Borrow one tool and bring one back, with the setting on or off. Return the last view."""

    async def story() -> View:
        with SimulatorThread(knobs=Knobs(organization={setting: on})) as library:
            async with ChainedKiosk(folder / str(on), library) as kiosk:
                await scenes.borrowed_and_brought_back(kiosk)
                look(kiosk)
                return kiosk.view

    return asyncio.run(asyncio.wait_for(story(), 60))


def test_play_sounds_lets_every_scan_and_the_receipt_be_heard_and_changes_nothing_on_the_screen(tmp_path: Path) -> None:
    heard: list[list[Sound]] = []
    views = [
        borrowed_and_brought_back(tmp_path, "playSounds", on=on, look=lambda kiosk: heard.append(kiosk.sounds))
        for on in (True, False)
    ]
    assert heard == [[Sound.SEEN, Sound.ADDED, Sound.SEEN, Sound.ADDED, Sound.CONFIRMED], []]
    assert still(views[0]) == still(views[1])


def test_two_phases_commit_each_line_before_the_one_convert_and_the_member_sees_the_same(tmp_path: Path) -> None:
    told: list[list[int]] = []
    calls = ("commit_checkin", "commit_checkout", "convert")
    views = [
        borrowed_and_brought_back(
            tmp_path,
            "useTwoPhaseCommitOnKiosk",
            on=on,
            look=lambda kiosk: told.append([kiosk.calls(one) for one in calls]),
        )
        for on in (True, False)
    ]
    assert told == [[1, 1, 1], [0, 0, 1]]
    assert still(views[0]) == still(views[1])


def test_no_setting_that_the_kiosk_reads_is_left_out() -> None:
    read = {field.encode_name for field in fields(OrganizationAnswer)} - NO_SETTINGS
    assert read == {each.name for each in SETTINGS} | NOT_SEEN


def test_a_chosen_language_is_spoken_by_the_library_too_until_the_visit_ends(tmp_path: Path) -> None:
    async def story() -> None:
        with SimulatorThread() as library:
            async with ChainedKiosk(tmp_path, library) as kiosk:
                await kiosk.sees("Please bring drills back")
                await kiosk.press("Français")
                await kiosk.sees("Approchez votre badge", "Rapportez les perceuses")
                await kiosk.press("Se connecter sans badge")
                await kiosk.fill_in("marta", "wrong")
                await kiosk.sees("Un souci pour vous connecter")
                await kiosk.fill_in(MARTA.username, MARTA.password)
                await kiosk.sees("Bonjour Marta", "Lames et mèches sont en vente")
                await kiosk.scan("DR-0142", "lunettes de protection")
                await kiosk.press("Terminer")
                await kiosk.sees("Bon bricolage", "À rendre le ")
                await kiosk.press("Terminé")
                await kiosk.sees("Hold your key fob", "Please bring drills back")

    asyncio.run(asyncio.wait_for(story(), 60))


@pytest.mark.parametrize("on", [True, False])
def test_what_the_settings_file_says_of_a_kiosk_setting_wins(tmp_path: Path, on: bool) -> None:  # noqa: FBT001 - a parameter of the test
    async def story() -> str:
        with SimulatorThread(knobs=Knobs(organization={"allowKioskFormLogin": not on})) as library:
            more = f"[overrides]\nallowKioskFormLogin = {str(on).lower()}\n"
            async with ChainedKiosk(tmp_path, library, more) as kiosk:
                return kiosk.words()

    assert ("Log in without a fob" in asyncio.run(story())) is on
