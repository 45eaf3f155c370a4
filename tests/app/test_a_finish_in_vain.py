"""Tests of a Finish that fails in the whole app: a tool is refused, the server is away, or an answer is lost."""

from pathlib import Path

import pytest

from kiosk.domain.model import LineState
from kiosk.domain.visit.states import Receipt, Serving, Settling
from tests.app.standing import MARTA, StandingKiosk, link_fobs

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("quick_hash")]


def states(kiosk: StandingKiosk) -> dict[str, LineState]:
    state = kiosk.program.kiosk.state
    return {line.code: line.state for line in state.lines} if isinstance(state, Serving) else {}


async def test_a_tool_that_is_refused_while_finish_waits_is_decided_on_and_makes_the_receipt_amber(
    tmp_path: Path,
) -> None:
    async with StandingKiosk(tmp_path) as kiosk:
        await link_fobs(tmp_path, kiosk.library, MARTA)
        await kiosk.arrive()
        kiosk.scan("DR-0142", "SAND-0019")
        await kiosk.until(lambda: list(states(kiosk).values()) == [LineState.STAGED] * 2, "two tools")
        kiosk.library.control.fault("*", "delay", delay_s=1.0, count=2)
        kiosk.scan("WASH-0031")
        await kiosk.until(lambda: "WASH-0031" in states(kiosk), "the third tool")
        await kiosk.press_first("Finish.")
        await kiosk.until(lambda: isinstance(kiosk.program.kiosk.state, Settling), "Settling")

        await kiosk.sees("was refused. Press Finish again to go on without it.")
        assert kiosk.calls("convert") == 0
        await kiosk.press_first("Finish.")

        await kiosk.sees("Confirmed 2 of 3")
        assert kiosk.loans() >= {"DR-0142", "SAND-0019"}
        words = kiosk.words()
        assert words.index("Leave here: ") < words.index("Yours for a while")


async def test_what_was_left_out_of_a_finish_in_vain_is_asked_for_again(tmp_path: Path) -> None:
    async with StandingKiosk(tmp_path) as kiosk:
        await link_fobs(tmp_path, kiosk.library, MARTA)
        await kiosk.arrive()
        kiosk.scan("DR-0142")
        await kiosk.until(lambda: states(kiosk) == {"DR-0142": LineState.STAGED}, "the drill")
        kiosk.library.control.go_away()
        kiosk.scan("SAND-0019")
        await kiosk.until(lambda: states(kiosk).get("SAND-0019") is LineState.NOT_CHECKED, "a tool nobody knows of")
        await kiosk.press_first("Finish.")
        await kiosk.press_first("Yes, finish with")

        await kiosk.sees("Not finished yet", "Nothing has been recorded.", timeout_s=60)
        kiosk.library.control.come_back()

        await kiosk.until(lambda: set(states(kiosk).values()) == {LineState.STAGED}, "both tools known", 60)
        await kiosk.press_first("Finish.")
        await kiosk.sees("Confirmed 2 of 2")


async def test_the_library_is_not_called_back_while_its_answer_is_lost(tmp_path: Path) -> None:
    async with StandingKiosk(tmp_path) as kiosk:
        await link_fobs(tmp_path, kiosk.library, MARTA)
        await kiosk.arrive()
        kiosk.scan("DR-0142")
        await kiosk.until(lambda: states(kiosk) == {"DR-0142": LineState.STAGED}, "the drill")
        kiosk.library.control.fault("convert", "drop", acts=True)
        said: list[str] = []
        kiosk.program.window.told.connect(said.append)

        await kiosk.press_first("Finish.")

        await kiosk.until(lambda: isinstance(kiosk.program.kiosk.state, Receipt), "the receipt")
        assert "The library is back." not in said
