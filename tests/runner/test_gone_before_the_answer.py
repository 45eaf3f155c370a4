"""Tests of a commit that was not done, after the member has left because the screen said "You can go".

When the kiosk learns that the commit was never sent or had no effect, it asks staff.
"""

from pathlib import Path

import pytest

from kiosk.domain.messages.effects import Commit, Farewell, HandOver
from kiosk.domain.model import CommitId
from kiosk.simulator import SimulatorThread
from kiosk.store.inbox import StaffInbox
from tests.runner.deeds import MARTA, Deeds

ASKED = [("commit_not_sent", ("DR-0142",), MARTA.username)]


@pytest.mark.parametrize(
    ("what", "asked"), [("429", ASKED), ("408", ASKED), ("other device", ASKED), ("dead token", ASKED), ("", [])]
)
async def test_staff_are_told_of_a_commit_that_never_left(
    tmp_path: Path, library: SimulatorThread, what: str, asked: list[tuple[str, tuple[str, ...], str]]
) -> None:
    async with Deeds(tmp_path, library) as deeds:
        visit = await deeds.signed_in()
        line, finished = await deeds.staged(visit, "DR-0142"), deeds.clock().wall
        if what.isdigit():
            library.control.fault("convert", "status", status=int(what))
        elif what == "other device":
            library.control.other_device(MARTA.username, "borrow", "SAW-0087")
        elif what:
            library.control.expire_tokens()
            library.control.fault("renew_token", "status", status=401)
        commit = CommitId(deeds.number())
        deeds.ask(Commit(visit, commit, (line,)))

        deeds.ask(Farewell(visit, hand_over=HandOver(commit, (line,), finished)))

        inbox = StaffInbox(deeds.stores.store.journal, deeds.stores.key, lambda: deeds.clock().wall)
        await deeds.until(lambda: deeds.serving._runner.quiet and (not what or bool(inbox.entries())))
        await deeds.until(lambda: bool(what) or "DR-0142" in deeds.out())
        assert [(entry.kind, entry.codes, entry.member) for entry in inbox.entries()] == asked
        assert ("DR-0142" in deeds.out()) is (not what)
