"""A test with a library where the kiosk commits each tool by its own request, before it converts the cart.

The kiosk sends the commit of one tool, and stops before it converts the cart. Later the server lends this tool without
another request, so the kiosk must ask staff about the tool.
"""

from pathlib import Path

from kiosk.domain.messages.effects import Commit
from kiosk.domain.model import CommitId
from kiosk.simulator import Knobs, SimulatorThread
from kiosk.store.inbox import StaffInbox
from tests.runner.deeds import MARTA, Deeds

TWO_PHASE = Knobs(organization={"useTwoPhaseCommitOnKiosk": True})
DRILL = "DR-0142"


async def test_a_tool_handed_over_before_the_kiosk_stopped_is_asked_of_staff(tmp_path: Path) -> None:
    with SimulatorThread(knobs=TWO_PHASE) as library:
        library.control.fault("commit_checkout", "drop", acts=True, answer_delay_s=0.2)
        async with Deeds(tmp_path, library) as deeds:
            visit = await deeds.signed_in()
            line = await deeds.staged(visit, DRILL)
            deeds.ask(Commit(visit, CommitId(deeds.number()), (line,)))
            await deeds.until_called("commit_checkout")

        library.control.put_forward(library.library_state.knobs.sweep_after_s + 1)
        async with Deeds(tmp_path, library) as deeds:
            assert DRILL in deeds.out(MARTA)
            assert deeds.calls("convert") == 0
            assert await deeds.stores.journal.open_commits() == ()
            deeds.clock.forward_s = 25 * 3600

            assert await deeds.stores.journal.to_inbox_after(24) == 1

            inbox = StaffInbox(deeds.stores.store.journal, deeds.stores.key, lambda: deeds.clock().wall)
            [entry] = inbox.entries()
            assert (entry.kind, entry.codes, entry.member) == ("not_finished", (DRILL,), MARTA.username)
