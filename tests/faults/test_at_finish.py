"""Tests of failures after Finish: refused lines, lost answers, and members who have left."""

from pathlib import Path

import pytest

from kiosk.domain.visit.states import Idle, Resolving
from kiosk.simulator import Knobs, SimulatorThread
from tests.app.standing import MARTA, StandingKiosk, link_fobs

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("quick_hash")]

TWO_PHASE = Knobs(organization={"useTwoPhaseCommitOnKiosk": True})


async def test_the_commit_is_refused_for_one_line(tmp_path: Path) -> None:
    """The receipt says which tool must stay here. The kiosk does not try to borrow this tool again."""
    with SimulatorThread(knobs=TWO_PHASE) as library:
        await link_fobs(tmp_path, library, MARTA)
        async with StandingKiosk(tmp_path, library=library) as kiosk:
            await kiosk.arrive(MARTA)
            kiosk.scan("DR-0142", "SAND-0019")
            await kiosk.sees("2 to borrow")
            library.control.fault("commit_checkout", "status", status=409)

            await kiosk.press("Finish. 2 tools are ready")

            await kiosk.sees("Confirmed 1 of 2", "Leave here: ", "Back by ")
            assert len(kiosk.loans() & {"DR-0142", "SAND-0019"}) == 1
            assert kiosk.calls("convert") == 1


async def test_the_commit_is_refused_as_a_whole(tmp_path: Path) -> None:
    """The receipt says that nothing was confirmed. It shows each tool, and the words of the server."""
    with SimulatorThread() as library:
        await link_fobs(tmp_path, library, MARTA)
        async with StandingKiosk(tmp_path, library=library) as kiosk:
            await kiosk.arrive(MARTA)
            kiosk.scan("DR-0142", "SAND-0019")
            await kiosk.sees("2 to borrow")
            library.control.set_status("DR-0142", "In maintenance")

            await kiosk.press("Finish. 2 tools are ready")

            await kiosk.sees("Nothing was confirmed", "Leave here: Cordless drill 18 V", "Leave here: Orbital sander")
            await kiosk.sees("cannot be checked out: In maintenance")
            assert not kiosk.loans() & {"DR-0142", "SAND-0019"}
            await kiosk.press("Understood, done")
            await kiosk.arrive(MARTA)
            assert "Orbital sander" not in kiosk.words()


@pytest.mark.parametrize("kind", ["drop", "html", "status", "cut"])
async def test_the_answer_to_the_commit_is_lost_after_the_server_acted(tmp_path: Path, kind: str) -> None:
    """Before the loans have been read, the screen says "We are finding out". It never says "failed" or "Confirmed"."""
    with SimulatorThread() as library:
        await link_fobs(tmp_path, library, MARTA)
        async with StandingKiosk(tmp_path, library=library) as kiosk:
            await kiosk.arrive(MARTA)
            kiosk.scan("DR-0142")
            await kiosk.sees("1 to borrow")
            library.control.fault("convert", kind, acts=True)
            library.control.fault("carts", "delay", delay_s=0.5)

            await kiosk.press("Finish. 1 tool is ready")

            await kiosk.sees("We are finding out")
            assert "Confirmed" not in kiosk.words()
            assert "failed" not in kiosk.words()
            await kiosk.sees("Confirmed 1 of 1")
            assert kiosk.calls("convert") == 1


async def test_nobody_can_find_out_what_became_of_the_commit(tmp_path: Path) -> None:
    """The screen tells the member that the kiosk does not know the result, and the inbox has a question to staff.

    The member may leave. As soon as the kiosk knows the result, the question is no longer in the inbox.
    """
    with SimulatorThread() as library:
        await link_fobs(tmp_path, library, MARTA)
        async with StandingKiosk(tmp_path, library=library) as kiosk:
            await kiosk.arrive(MARTA)
            kiosk.scan("DR-0142")
            await kiosk.sees("1 to borrow")
            library.control.fault("convert", "drop", acts=True)
            # the read of the cart before the commit succeeds, and all later reads fail
            library.control.fault("carts", "status", count=None, skip=1)
            await kiosk.press("Finish. 1 tool is ready")
            await kiosk.sees("We are finding out")
            await kiosk.until(lambda: isinstance(kiosk.program.kiosk.state, Resolving), "the state")
            kiosk.put_forward(31)
            await kiosk.sees("You can go, we keep asking")

            kiosk.put_forward(60)

            await kiosk.sees("We do not know yet about 1 tool")
            await kiosk.until_inbox(("commit_unsettled", ("DR-0142",)))
            await kiosk.press("Understood, done")
            library.control.clear_faults()
            await kiosk.arrive(MARTA)
            await kiosk.until_inbox()
            assert kiosk.calls("convert") == 1


@pytest.mark.parametrize(
    ("policy", "lent", "brought"), [("finish", True, True), ("returns-only", False, True), ("abandon", False, False)]
)
async def test_a_member_walks_away(tmp_path: Path, policy: str, lent: bool, brought: bool) -> None:  # noqa: FBT001
    """First the screen counts down. Then the kiosk ends the visit as the settings say, and shows no receipt."""
    with SimulatorThread() as library:
        await link_fobs(tmp_path, library, MARTA)
        more = f'[visit]\nwalk_away = "{policy}"\n'
        async with StandingKiosk(tmp_path, library=library, more=more) as kiosk:
            await kiosk.arrive(MARTA)
            kiosk.scan("DR-0142", "LVL-0002")
            await kiosk.sees("1 to borrow", "1 to bring back")
            timeout_s = kiosk.program.kiosk.lasting.library.logout_timeout * 60  # type: ignore[union-attr]
            kiosk.put_forward(timeout_s - 15)
            await kiosk.sees("Still here, Marta?")

            kiosk.put_forward(20)

            await kiosk.until(lambda: isinstance(kiosk.program.kiosk.state, Idle), "Welcome")
            assert "Marta" not in kiosk.words()
            assert "DR-0142" not in kiosk.words()
            assert ("DR-0142" in kiosk.loans(), "LVL-0002" not in kiosk.loans()) == (lent, brought)
