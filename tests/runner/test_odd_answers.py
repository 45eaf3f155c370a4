"""Tests of faulty answers to every kind of request. After each of them, the runner must tell the visit a result."""

from pathlib import Path
from typing import get_args

import pytest

from kiosk.domain.messages.answers import (
    LineGone,
    LineStays,
    SignedIn,
    SignInAway,
    Throttled,
    TurnedAwayBy,
    WrongSecret,
)
from kiosk.domain.messages.effects import Farewell, TakeOut
from kiosk.domain.messages.events import ServerAway
from kiosk.domain.model import CommitDone
from kiosk.simulator import SimulatorThread
from kiosk.simulator.faults import FaultKind
from tests.runner.deeds import Deeds

pytestmark = pytest.mark.slow
STATUSES = (400, 401, 403, 404, 405, 409, 418, 429, 500)
FAULTS: list[tuple[str, int]] = [
    *((kind, 503) for kind in sorted(set(get_args(FaultKind)) - {"delay"})),
    *(("status", status) for status in STATUSES),
]
READ_FAULTS = [("html", 200), ("nested", 200), ("cut", 200), ("status", 401), ("status", 404), ("status", 405)]
"""A shorter list of faults for requests that only read.

If a read is lost, the kiosk repeats it for more than a second. So a test with all FAULTS would take too long.
"""


@pytest.mark.parametrize(("kind", "status"), READ_FAULTS)
async def test_at_the_start(tmp_path: Path, library: SimulatorThread, kind: str, status: int) -> None:
    library.control.fault("organization", kind, count=None, status=status)
    async with Deeds(tmp_path, library) as deeds:
        await deeds.answer(ServerAway)
        assert isinstance(await deeds.sign_in(), SignInAway)


@pytest.mark.parametrize(("operation", "faults"), [("log_in", FAULTS), ("create_cart", FAULTS), ("carts", READ_FAULTS)])
async def test_at_a_sign_in(
    tmp_path: Path, library: SimulatorThread, operation: str, faults: list[tuple[str, int]]
) -> None:
    async with Deeds(tmp_path, library) as deeds:
        for kind, status in faults:
            library.control.reset()
            library.control.fault(operation, kind, count=None, status=status)
            answer = await deeds.sign_in()
            assert isinstance(answer, SignedIn | SignInAway | WrongSecret | TurnedAwayBy | Throttled), kind
            assert operation != "log_in" or not isinstance(answer, SignedIn), kind
            library.control.clear_faults()
            deeds.clock.forward_s += 3600.0  # wait an hour, because wrong log-ins are slowed down
            assert isinstance(await deeds.sign_in(), SignedIn), kind


async def test_at_a_scan_and_its_removal(tmp_path: Path, library: SimulatorThread) -> None:
    async with Deeds(tmp_path, library) as deeds:
        for kind, status in FAULTS:
            library.control.reset()
            visit = await deeds.signed_in()
            drill = await deeds.staged(visit, "DR-0142")
            library.control.fault("add_checkout", kind, status=status)
            library.control.fault("remove_checkout", kind, status=status)
            deeds.ask(TakeOut(visit, drill))
            assert isinstance(await deeds.answer_to(visit), LineGone | LineStays), kind
            await deeds.add(visit, deeds.line("SAND-0019"))

            deeds.ask(Farewell(visit))
            assert isinstance(await deeds.sign_in(), SignedIn), kind


async def test_at_finish(tmp_path: Path, library: SimulatorThread) -> None:
    async with Deeds(tmp_path, library) as deeds:
        for kind, status in FAULTS:
            library.control.reset()
            visit = await deeds.signed_in()
            drill = await deeds.staged(visit, "DR-0142")
            before = deeds.calls("convert")
            library.control.fault("convert", kind, status=status)
            commit, outcome = await deeds.commit(visit, drill)
            truth = await deeds.look(visit, commit, drill)

            assert truth is not None, kind
            assert bool(truth.proven) == ("DR-0142" in deeds.out()), kind
            assert outcome != CommitDone() or truth.proven, kind
            # Only after a 401 and a renewal of the token may the commit be sent a second time.
            assert deeds.calls("convert") - before <= (2 if (kind, status) == ("status", 401) else 1), kind
            deeds.ask(Farewell(visit))
