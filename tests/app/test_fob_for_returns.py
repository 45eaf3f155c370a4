"""Tests of the whole app: a member shows a linked fob and brings things back while the library does not answer.

When the library answers again, the kiosk sends the returns to the library.
"""

from pathlib import Path

import pytest

from kiosk.domain.messages.intents import AskAgain
from kiosk.simulator import Knobs, Person, SimulatorThread
from kiosk.store.fob_list import FobList
from tests.app.standing import INES, JAMAL, MARTA, StandingKiosk, link_fobs

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("quick_hash")]

NAIL, LEVEL, TILE, LADDER, DRILL = "NAIL-0004", "LVL-0002", "TILE-0003", "LAD-0010", "DR-0142"
SHOWN = "What you brought will be taken off the account of the fob that was shown."
HOLD_UP = "If you have used your fob here before, hold it up"


class AwayLibrary:
    """`async with AwayLibrary(folder) as kiosk:` starts a kiosk with linked fobs. Then its library stops answering."""

    def __init__(self, folder: Path, *people: Person, knobs: Knobs | None = None) -> None:
        self.folder, self.people, self.knobs = folder, people or (MARTA,), knobs

    async def __aenter__(self) -> StandingKiosk:
        self._server = SimulatorThread(knobs=self.knobs)
        library = self._server.__enter__()
        await link_fobs(self.folder, library, *self.people)
        self.kiosk = StandingKiosk(self.folder, library=library)
        await self.kiosk.__aenter__()
        await go_away(self.kiosk)
        return self.kiosk

    async def __aexit__(self, *error: object) -> None:
        try:
            await self.kiosk.end()
        finally:
            self._server.__exit__(None, None, None)


async def go_away(kiosk: StandingKiosk) -> None:
    """Let the library stop answering, and open the page for returns."""
    kiosk.library.control.go_away()
    kiosk.program.tell(AskAgain())
    await kiosk.press("Bring things back")
    await kiosk.sees("Bringing back")


async def bring(kiosk: StandingKiosk, *codes: str, person: Person = MARTA) -> None:
    """Show the fob of this person, scan these things, and wait until the returns are on disk."""
    kiosk.fobs.scan(person.fob)
    await kiosk.sees(SHOWN)
    kiosk.scan(*codes)
    await kiosk.until(lambda: kiosk.words().count("saved here, will be sent") == len(codes), "the returns on disk")


async def gone(kiosk: StandingKiosk, *codes: str, person: Person = MARTA) -> None:
    """Wait until the library has taken these things off the account of this person."""
    await kiosk.until(lambda: not set(codes) & kiosk.loans(person), f"the returns of {codes}", timeout_s=30)


async def test_a_member_shows_the_fob_scans_and_leaves(tmp_path: Path) -> None:
    async with AwayLibrary(tmp_path) as kiosk:
        await kiosk.sees(HOLD_UP)
        await bring(kiosk, LEVEL, TILE)
        assert MARTA.first not in kiosk.words()
        await kiosk.press_first("Done")
        await kiosk.sees("2 things saved", "Your slip number: 1", SHOWN)
        await kiosk.press("Done")
        await kiosk.sees("Bring things back")
        assert "account" not in kiosk.words()
        assert LEVEL in kiosk.loans()
        kiosk.library.control.come_back()
        await gone(kiosk, LEVEL, TILE)
        assert kiosk.loans() == {NAIL}
        assert kiosk.calls("convert") == 1
        await kiosk.until_inbox()
        await kiosk.arrive(MARTA)


async def test_the_fob_after_the_scans_and_the_lines_turn_green_on_the_open_page(tmp_path: Path) -> None:
    async with AwayLibrary(tmp_path) as kiosk:
        kiosk.scan(LEVEL, LADDER)
        await kiosk.until(lambda: kiosk.words().count("seen here, staff will book it in") == 2, "both on disk")
        kiosk.fobs.scan(MARTA.fob)
        await kiosk.until(lambda: kiosk.words().count("saved here, will be sent") == 2, "both for the fob")
        await kiosk.until_inbox()
        kiosk.library.control.come_back()
        await kiosk.sees("given back", "seen here, staff will book it in", timeout_s=30)
        await kiosk.until_inbox(("return_not_booked", (LADDER,)))
        assert (LEVEL in kiosk.loans(), LADDER in kiosk.loans(JAMAL)) == (False, True)


async def test_the_fob_of_the_next_member_begins_a_page_of_their_own(tmp_path: Path) -> None:
    async with AwayLibrary(tmp_path, MARTA, JAMAL) as kiosk:
        await bring(kiosk, LEVEL)
        kiosk.fobs.scan(JAMAL.fob)
        await kiosk.misses(LEVEL)
        await bring(kiosk, LADDER, person=JAMAL)
        await kiosk.sees("Your slip number: 2")
        kiosk.library.control.come_back()
        await gone(kiosk, LEVEL)
        await gone(kiosk, LADDER, person=JAMAL)
        assert kiosk.loans() == {NAIL, TILE}


async def test_an_unknown_fob_leaves_everything_to_staff(tmp_path: Path) -> None:
    async with AwayLibrary(tmp_path) as kiosk:
        kiosk.fobs.scan(INES.fob)
        await kiosk.sees("We cannot use this fob now")
        kiosk.scan(LEVEL)
        await kiosk.sees("seen here, staff will book it in", HOLD_UP)
        await kiosk.until_inbox(("return_seen", (LEVEL,)))


async def test_another_line_in_the_cart_is_never_converted(tmp_path: Path) -> None:
    async with AwayLibrary(tmp_path) as kiosk:
        await bring(kiosk, LEVEL)
        kiosk.library.control.other_device(MARTA.username, "borrow", DRILL)
        kiosk.library.control.come_back()
        await kiosk.until_inbox(("return_not_booked", (LEVEL,)))
        await kiosk.sees("seen here, staff will book it in")
        assert (kiosk.loans(), kiosk.calls("convert")) == ({NAIL, LEVEL, TILE}, 0)


async def test_a_fob_that_was_revoked_meanwhile_opens_nothing(tmp_path: Path) -> None:
    async with AwayLibrary(tmp_path) as kiosk:
        await bring(kiosk, LEVEL)
        stores = kiosk.program.stores
        FobList(stores.store.vault, stores.key).revoke_all()
        kiosk.library.control.come_back()
        await kiosk.until_inbox(("return_not_booked", (LEVEL,)))
        assert kiosk.loans() == {NAIL, LEVEL, TILE}


async def test_after_a_restart_the_returns_are_booked_once(tmp_path: Path) -> None:
    with SimulatorThread(knobs=Knobs(refresh_rotates=True)) as library:
        await link_fobs(tmp_path, library, MARTA)
        async with StandingKiosk(tmp_path, library=library) as kiosk:
            await go_away(kiosk)
            await bring(kiosk, LEVEL)
        again = StandingKiosk(tmp_path, library=library)
        await again.begin()
        try:
            assert LEVEL in again.loans()
            library.control.come_back()
            await gone(again, LEVEL)
            assert again.calls("convert") == 1
            await again.until_inbox()
            await again.sees("Hold your key fob to the reader", timeout_s=40)
            await again.arrive(MARTA)
        finally:
            await again.end()


async def test_a_lost_answer_is_read_back(tmp_path: Path) -> None:
    async with AwayLibrary(tmp_path) as kiosk:
        await bring(kiosk, LEVEL)
        kiosk.library.control.fault("convert", "drop", acts=True)
        kiosk.library.control.come_back()
        await kiosk.sees("given back", timeout_s=30)
        assert (LEVEL in kiosk.loans(), kiosk.calls("convert")) == (False, 1)
        await kiosk.until_inbox()


async def test_a_member_who_logs_in_at_that_moment_waits_and_sees_the_loans_as_they_are(tmp_path: Path) -> None:
    async with AwayLibrary(tmp_path) as kiosk:
        await bring(kiosk, LEVEL)
        await kiosk.press_first("Done")
        await kiosk.press("Done")
        await kiosk.sees("Bring things back")
        kiosk.library.control.fault("convert", "delay", delay_s=1.0)
        kiosk.library.control.come_back()
        await kiosk.until(lambda: kiosk.calls("add_checkin") == 1, "the staging", timeout_s=30)
        await kiosk.arrive(MARTA)
        assert (kiosk.loans(), kiosk.calls("convert")) == ({NAIL, TILE}, 1)
        await kiosk.until_inbox()
