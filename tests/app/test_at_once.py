"""Tests of the whole app with a simulated Sierra. A card opens the account, and Sierra records each scan at once.

For the receipt, the kiosk reads the loans again.
"""

from pathlib import Path

import pytest

from kiosk.domain.messages.intents import RenewLoan
from kiosk.domain.model import LineState
from kiosk.domain.visit.at_once import renewable
from kiosk.domain.visit.state_parts import basket_of
from kiosk.domain.visit.states import Serving
from kiosk.settings.load import load
from kiosk.settings.model import Settings
from kiosk.simulator.sierra import KEY, KEY_SECRET, SierraThread
from tests.app.standing import SCANNERS, StandingKiosk

pytestmark = pytest.mark.slow

CARD, SAW, NAILER = "23080000001001", "30800000001013", "30800000001010"
SETTINGS = """
[kiosk]
backend = "sierra"
time_zone = "America/New_York"
state_dir = "{folder}/state"
display = "1280x800"
[sound]
player = "off"
[sierra]
url = "{url}"
key_file = "{folder}/sierra-key"
card_pin = "{pin}"
request_timeout_s = 2.0
{more}[library]
name = "Millbrook"
{library}
[login]
fob = "card"
"""


class StandingSierra(StandingKiosk):
    """The whole app, with a simulated Sierra as its lending system.

    `more` has additional lines for the table [sierra] of the settings file.
    """

    more = ""

    def __init__(self, folder: Path, *, pin: str = "none", library: str = "") -> None:
        super().__init__(folder)
        self._pin, self._library = pin, library

    def _served(self) -> str:
        """Start the simulated Sierra, and return its address."""
        self.sierra = self._stack.enter_context(SierraThread())
        return self.sierra.url

    def _opened(self) -> Settings:
        url = self._served()
        key, path = self.folder / "sierra-key", self.folder / "kiosk.toml"
        key.write_text(f"{KEY}:{KEY_SECRET}")
        key.chmod(0o600)
        tables = SETTINGS.format(folder=self.folder, url=url, pin=self._pin, more=self.more, library=self._library)
        path.write_text(tables + SCANNERS.format(folder=self.folder), encoding="utf-8")
        return load(path)

    def out(self) -> set[str]:
        """Return the codes of the items that Marta has on loan, according to Sierra."""
        return {each.barcode for each in self.sierra.library_state.loans_of("marta")}


def read(kiosk: StandingSierra) -> int:
    """Return how often the kiosk has read the loans."""
    return kiosk.sierra.library_state.call_counts()["checkouts"]


def settled(kiosk: StandingSierra) -> bool:
    """Return True if the screen shows the result for the saw: "borrowed" or "Not recorded"."""
    return "Not recorded" in kiosk.words() or "borrowed, due" in kiosk.words()


def not_checked(kiosk: StandingSierra) -> int:
    """Return the number of lines that have not reached Sierra yet."""
    return sum(line.state is LineState.NOT_CHECKED for line in basket_of(kiosk.program.kiosk.state))


async def test_a_saw_out_and_a_nailer_back(tmp_path: Path) -> None:
    async with StandingSierra(tmp_path) as kiosk:
        before = kiosk.out()
        kiosk.fobs.scan(CARD)
        await kiosk.sees("Hello Marta", "Wanted back since")
        kiosk.scan(SAW)
        await kiosk.sees("Circular saw 190 mm (Makita 5007MG), borrowed, due", "Give back")
        kiosk.scan(NAILER)
        await kiosk.sees("Cordless nailer (DeWALT DCN680), given back")
        assert kiosk.out() == (before | {SAW}) - {NAILER}
        await kiosk.press_first("Done")
        await kiosk.sees("Confirmed 2 of 2")
        assert len(kiosk.sierra.library_state.acts("checkout")) == 1
        assert len(kiosk.sierra.library_state.acts("checkin")) == 1


async def test_a_borrow_is_given_back_after_a_question_and_a_return_is_borrowed_again(tmp_path: Path) -> None:
    async with StandingSierra(tmp_path) as kiosk:
        before = kiosk.out()
        kiosk.fobs.scan(CARD)
        await kiosk.sees("Hello Marta")
        kiosk.scan(SAW)
        await kiosk.press_first("Give back Circular saw")
        await kiosk.sees("Give it back?")
        await kiosk.press("Give it back? Yes, give it back")
        await kiosk.sees("(Makita 5007MG), given back")
        assert kiosk.out() == before
        kiosk.scan(NAILER)
        await kiosk.until(lambda: kiosk.out() == before - {NAILER}, "the return")
        await kiosk.sees("(DeWALT DCN680), given back")

        def asked() -> bool:
            # `until` repeats this scan, because the reader ignores the code if it was read a moment ago.
            kiosk.scan(NAILER)
            return "Borrow it again?" in kiosk.words()

        await kiosk.until(asked, "the question")
        await kiosk.press("Borrow it again? Yes, borrow it again")
        await kiosk.until(lambda: kiosk.out() == before, "the loan")


@pytest.mark.parametrize("acts", [True, False])
async def test_a_lost_answer_is_found_out_and_not_sent_again(tmp_path: Path, *, acts: bool) -> None:
    async with StandingSierra(tmp_path) as kiosk:
        kiosk.fobs.scan(CARD)
        await kiosk.sees("Hello Marta")
        kiosk.sierra.control.fault("checkout", "drop", acts=acts)
        kiosk.scan(SAW)
        await kiosk.sees("we are finding out" if not acts else SAW)
        reads = read(kiosk)
        for after_s in (2, 17, 17):
            kiosk.put_forward(after_s)
            reads += 1
            await kiosk.until(lambda n=reads: settled(kiosk) or read(kiosk) >= n, "a reading of the loans")  # type: ignore[misc]
        await kiosk.sees(*(("borrowed",) if acts else ("Not recorded. Scan it again",)), timeout_s=60)
        assert len(kiosk.sierra.library_state.acts("checkout")) == int(acts)


async def test_a_card_with_a_pin_asks_for_it(tmp_path: Path) -> None:
    async with StandingSierra(tmp_path, pin="required") as kiosk:
        kiosk.fobs.scan(CARD)
        await kiosk.fill("PIN", "4711")
        await kiosk.press("Log in")
        await kiosk.sees("Hello Marta")


async def test_a_loan_is_kept_longer(tmp_path: Path) -> None:
    async with StandingSierra(tmp_path) as kiosk:
        kiosk.fobs.scan(CARD)
        await kiosk.press_first("Keep Cordless nailer")
        await kiosk.sees("kept longer")
        assert len(kiosk.sierra.library_state.acts("renewal")) == 1


async def test_all_loans_are_kept_longer_and_each_refusal_is_said_in_its_row(tmp_path: Path) -> None:
    async with StandingSierra(tmp_path) as kiosk:
        kiosk.sierra.control.change_patron("marta", block="b")
        kiosk.fobs.scan(CARD)
        await kiosk.press_first("Keep all longer, 3 of 4 can be")
        await kiosk.sees("There is a problem with your library record")
        await kiosk.until(lambda: kiosk.words().count("There is a problem") >= 3, "three refusals")
        assert kiosk.sierra.library_state.acts("renewal") == ()
        kiosk.sierra.control.change_patron("marta", block="-")


async def test_all_loans_are_kept_longer(tmp_path: Path) -> None:
    async with StandingSierra(tmp_path) as kiosk:
        kiosk.fobs.scan(CARD)
        await kiosk.press_first("Keep all longer, 3 of 4 can be")
        await kiosk.until(lambda: len(kiosk.sierra.library_state.acts("renewal")) == 3, "three renewals")
        await kiosk.until(lambda: kiosk.words().count("kept longer") >= 3, "three green lines")


async def test_loans_without_labels_are_kept_longer_after_an_outage(tmp_path: Path) -> None:
    async with StandingSierra(tmp_path) as kiosk:
        kiosk.sierra.control.turn(barcodes="none", item_as="text")
        kiosk.fobs.scan(CARD)
        await kiosk.sees("Hello Marta", "Keep all longer, 3 of 4 can be")
        kiosk.sierra.control.go_away()
        state = kiosk.program.kiosk.state
        assert isinstance(state, Serving)
        for count, loan in enumerate(renewable(state)[:2], start=1):
            kiosk.program.tell(RenewLoan(loan.ident))
            await kiosk.until(lambda n=count: not_checked(kiosk) == n, "a renewal that was not sent")  # type: ignore[misc]
        kiosk.sierra.control.come_back()
        await kiosk.until(lambda: len(kiosk.sierra.library_state.acts("renewal")) == 2, "two renewals", timeout_s=30)
