"""Tests of the whole app with the loans of the published examples. The clock shows the day of the example.

A real decoder reads the QR codes on the screen, as a phone does.
"""

from collections.abc import Sequence
from copy import deepcopy
from datetime import UTC, datetime, time
from pathlib import Path
from types import TracebackType
from typing import Self

import pytest

from tests.app.standing_published import (
    EHUB,
    EHUB_TITLE,
    TITLES,
    StandingEHub,
    StandingMyTurn,
    StandingOverDrive,
)
from tests.app.test_at_once import CARD, StandingSierra
from tests.backends.ehub.desk import loan_of
from tests.backends.listening import listening
from tests.backends.overdrive.published import LOCATION
from tests.backends.sierra.desk import ZONE, Answer, Desk, usual
from tests.backends.sierra.published import BIBS, CHECKOUTS, ITEMS, ITS_DAY, RENEWALS

pytestmark = pytest.mark.slow


class StandingExample(StandingSierra):
    """The whole app with Sierra. The server answers with the published example of loans.

    `renewals` is the number of renewals of the first loan.
    """

    def __init__(self, folder: Path, *, renewals: int) -> None:
        super().__init__(folder)
        loans = deepcopy(CHECKOUTS)
        loans["entries"][0]["numberOfRenewals"] = renewals
        answers: dict[str, Sequence[Answer]] = {
            "GET /patrons/1042514/checkouts": [(200, loans)],
            "GET /items": [ITEMS],
            "GET /bibs": [BIBS],
        }
        self.desk = Desk(usual() | answers)
        self._listening = listening(self.desk.serve)
        its_noon = datetime.combine(ITS_DAY, time(12), ZONE)
        self.clock.wall_s = (its_noon - datetime.now(UTC)).total_seconds()

    async def __aenter__(self) -> Self:
        port = await self._listening.__aenter__()
        self.desk.url = f"http://127.0.0.1:{port}/iii/sierra-api/v6"
        return await super().__aenter__()

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await super().__aexit__(kind, error, trace)
        await self._listening.__aexit__(None, None, None)

    def _served(self) -> str:
        return self.desk.url


@pytest.mark.parametrize(("renewals", "words"), [(0, "Not renewed yet"), (RENEWALS, "Renewed 2 times")])
async def test_the_loans_show_call_number_renewals_and_recall(tmp_path: Path, renewals: int, words: str) -> None:
    async with StandingExample(tmp_path, renewals=renewals) as kiosk:
        kiosk.fobs.scan(CARD)
        await kiosk.sees("Eugene Onegin", "Wanted back since Tue, Apr 28")
        await kiosk.sees(f"Due Fri, May 1 · PG3476.B425 Z513 · {words}")
        await kiosk.sees("Somebody is waiting for it. Please bring it back.")
        await kiosk.sees("The complete woodworker", "Due tomorrow", "HX157 .H8 · Not renewed yet")
        await kiosk.sees("Keep The complete woodworker longer")
        assert "Keep Eugene Onegin longer" not in kiosk.words()
        asked = kiosk.desk.of("GET /patrons/1042514/checkouts")[0].query["fields"].split(",")
        assert {"default", "barcode", "callNumber", "numberOfRenewals"} <= set(asked)


async def test_the_cart_of_myturn_is_shown_with_its_loan_and_its_line(tmp_path: Path) -> None:
    """In myTurn's documentation, the word "string" is the only example of some texts, such as the member's name."""
    async with StandingMyTurn(tmp_path) as kiosk:
        await kiosk.press("Log in without a fob")
        await kiosk.fill("User name or membership ID", "someone")
        await kiosk.fill("Password", "words-of-someone")
        await kiosk.press("Log in")
        await kiosk.sees("Log out string", "Hammer, to borrow", "Hammer, bringing back", "Handed over before")
        await kiosk.sees("1 to borrow", "1 to bring back", "Finish. 2 tools are ready")


@pytest.mark.parametrize("size", ["1280x800", "1080x1920"])
async def test_the_titles_of_overdrive_are_shown_and_opened(tmp_path: Path, size: str) -> None:
    async with StandingOverDrive(tmp_path, size=size) as kiosk:
        await kiosk.enter()
        await kiosk.press("Digital loans, 2")
        await kiosk.sees("The Winter Garden, E-book, until Fri, Aug 27", "Chairs by Hand, E-book, until Tue, Aug 24")
        for title in TITLES.values():
            await kiosk.press(f"Open {title} on your phone")
            await kiosk.sees("Point your phone", "Opens your loan in the browser.")
            await kiosk.until(lambda: kiosk.codes() == [LOCATION], "the code")
            assert "site.overdrive.com" not in kiosk.words()
            await kiosk.press("Back to digital loans")
            await kiosk.sees("Your digital loans")


async def test_a_loan_of_ehub_as_printed_cannot_be_opened_and_stays_on_loan(tmp_path: Path) -> None:
    """In the documentation of eHUB, each address has only one slash after "http:", so the kiosk cannot use it."""
    async with StandingEHub(tmp_path) as kiosk:
        await kiosk.enter()
        await kiosk.press(f"Open {EHUB_TITLE} on your phone")
        await kiosk.sees("This title cannot be opened here.")
        assert kiosk.codes() == []
        assert "Part 1" not in kiosk.words()
        await kiosk.press("Back to digital loans")
        await kiosk.sees(f"{EHUB_TITLE}, Digital title, until Thu, Dec 31", f"Open {EHUB_TITLE} on your phone")
        assert [each for each in kiosk.server.asked if each.verb == "DELETE"] == []


@pytest.mark.parametrize("size", ["1280x800", "1080x1920"])
async def test_a_loan_of_ehub_has_twelve_codes_one_at_a_time(tmp_path: Path, size: str) -> None:
    async with StandingEHub(tmp_path, between="//", size=size) as kiosk:
        contents, supplements = kiosk.addresses("contentLinks"), kiosk.addresses("supplementLinks")
        assert (len(set(contents)), len(set(supplements))) == (6, 6)
        await kiosk.enter()
        await kiosk.press(f"Open {EHUB_TITLE} on your phone")
        places = [
            *(f"E-book · Part {n} of 2" for n in (1, 2)),
            *(f"Audiobook · Part {n} of 4" for n in range(1, 5)),
            *(f"Extra {n} of 6" for n in range(1, 7)),
        ]
        for number, (place, address) in enumerate(zip(places, contents + supplements, strict=True)):
            if number:
                await kiosk.press(place)
            await kiosk.until(lambda each=address: kiosk.codes() == [each], place)  # type: ignore[misc]
            assert "localhost" not in kiosk.words()
        assert len(kiosk.server.of(loan_of(EHUB["id"]))) == 1
