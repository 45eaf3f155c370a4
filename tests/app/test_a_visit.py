"""Tests of visits in the whole app: the test scans and presses buttons, and looks at the screen and the loans."""

import logging
from pathlib import Path

import pytest

from kiosk.demo.pretend_readers import PretendReader
from kiosk.simulator import Knobs, SimulatorThread
from tests.app.standing import INES, MARTA, ONE_FOR_EVERYTHING, SCANNERS, StandingKiosk, link_fobs

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("quick_hash")]


async def test_a_linked_fob_three_tools_out_one_back(tmp_path: Path) -> None:
    with SimulatorThread() as library:
        await link_fobs(tmp_path, library, MARTA)
        async with StandingKiosk(tmp_path, library=library) as kiosk:
            await kiosk.arrive(MARTA)
            kiosk.scan("DR-0142", "SAND-0019", "100", "LVL-0002")
            await kiosk.sees("3 to borrow", "1 to bring back")

            await kiosk.press("Finish. 4 tools are ready")

            await kiosk.sees("Confirmed 4 of 4")
            assert kiosk.loans() & {"DR-0142", "SAND-0019", "100", "LVL-0002"} == {"DR-0142", "SAND-0019", "100"}


LICENCE = b"@\n\x1e\rANSI 636014\rDLDAQD1234562\rDCSPUBLIC\rDAG789 E OAK ST\rDCGUSA\r"
NOTICE = "That is no label or fob of ours."
PRIVATE = ("ANSI", "D1234562", "PUBLIC", "OAK", "DCGUSA")


async def test_a_licence_is_one_notice_on_welcome_in_a_form_and_in_a_visit(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    async def show(kiosk: StandingKiosk, *readers: PretendReader) -> None:
        for reader in readers:
            await kiosk.misses(NOTICE)
            reader.write(LICENCE)
            await kiosk.sees(NOTICE)
            assert not [word for word in PRIVATE if word in kiosk.words()]
            kiosk.put_forward(10)

    caplog.set_level(logging.DEBUG)
    with SimulatorThread() as library:
        await link_fobs(tmp_path, library, MARTA)
        async with StandingKiosk(tmp_path, library=library) as kiosk:
            await show(kiosk, kiosk.items, kiosk.fobs)
            await kiosk.press("Log in without a fob")
            await show(kiosk, kiosk.fobs, kiosk.items)
            await kiosk.press("Back")
            await kiosk.arrive(MARTA)
            await show(kiosk, kiosk.fobs, kiosk.items)
            asked = kiosk.calls("add_checkout") + kiosk.calls("add_checkin")
            kept = [path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()]  # noqa: ASYNC240
    assert asked == 0
    assert not [word for word in PRIVATE if word in caplog.text or word.encode() in b"".join(kept)]


@pytest.mark.parametrize("label", ["SAND-0019", "plan-0002"])
async def test_a_label_that_was_shown_for_a_fob_never_opens_an_account(tmp_path: Path, label: str) -> None:
    async with StandingKiosk(tmp_path, scanners=ONE_FOR_EVERYTHING) as kiosk:
        kiosk.fobs.scan(label)
        await kiosk.press("Remember this fob")
        await kiosk.log_in(MARTA, "Link fob")
        await kiosk.sees("This fob is not remembered.", "the label of a tool")
        await kiosk.press("Log out Marta")
        await kiosk.misses("Log out Marta")

        kiosk.fobs.scan(label)
        await kiosk.sees("That was a tool")
        assert "Marta" not in kiosk.words()
        await kiosk.press("Not now")

        kiosk.fobs.scan(MARTA.fob)
        await kiosk.press("Remember this fob")
        await kiosk.log_in(MARTA, "Link fob")
        await kiosk.sees("Next time the fob is enough.")
        await kiosk.press("Log out Marta")
        await kiosk.misses("Log out Marta")
        await kiosk.arrive(MARTA)


@pytest.mark.parametrize(
    ("out", "back", "one_item", "two_phase"),
    [(2, 2, False, False), (2, 2, True, False), (3, 2, False, False), (3, 2, True, True), (3, 3, False, True)],
)
async def test_several_tools_with_one_label_come_back_one_at_each_scan(
    tmp_path: Path, out: int, back: int, *, one_item: bool, two_phase: bool
) -> None:
    knobs = Knobs(organization={"useTwoPhaseCommitOnKiosk": two_phase})
    with SimulatorThread(knobs=knobs) as library:
        await link_fobs(tmp_path, library, INES)
        library.control.lend_alike(INES.username, "CHAIR", out, one_item=one_item)
        at_a_hands_pace = SCANNERS + 'repeat = {{ mode = "fixed", ms = 50 }}\n'
        async with StandingKiosk(tmp_path, library=library, scanners=at_a_hands_pace) as kiosk:
            await kiosk.arrive(INES)
            for n in range(1, back + 1):
                kiosk.scan("CHAIR")
                await kiosk.sees(f"{n} to bring back")

            await kiosk.press(f"Finish. {back} tools are ready")

            await kiosk.sees(f"Confirmed {back} of {back}")
            left = [loan.code for loan in library.library_state.loans_of(INES.username)].count("CHAIR")
            assert left == out - back
