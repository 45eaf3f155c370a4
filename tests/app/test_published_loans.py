"""Tests of the whole app with the loans of Sierra's published example. The clock shows the day of the example."""

from collections.abc import Sequence
from copy import deepcopy
from datetime import UTC, datetime, time
from pathlib import Path
from types import TracebackType
from typing import Self

import pytest

from tests.app.test_at_once import CARD, StandingSierra
from tests.backends.listening import listening
from tests.backends.sierra.desk import ZONE, Answer, Desk, usual
from tests.backends.sierra.published import BIBS, CHECKOUTS, ITEMS, ITS_DAY, RENEWALS

pytestmark = pytest.mark.slow


class StandingExample(StandingSierra):
    """The whole app, with a server that answers with the published example.

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
