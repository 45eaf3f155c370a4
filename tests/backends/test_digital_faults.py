"""Tests that no fault of a digital system changes anything at the main system beside it.

The same visit is played first without a fault, and then once with each fault of the digital systems. Each time, the
main system must get the same requests in the same order, and must have the same loans at the end.
"""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress

import pytest

from kiosk.backends.ehub.paths import EHubClaim
from kiosk.backends.errors import LendingError
from kiosk.domain.model import CommitDone, CommitId, Direction, ItemCode, Line, LineId, LineState, Secret, VisitId
from kiosk.simulator.ehub import EhubThread
from kiosk.simulator.overdrive import OverdriveThread
from kiosk.structs import replace
from tests.backends.houses import WithBoth, myturn_with_both, sierra_with_both

pytestmark = pytest.mark.slow
CARD, PIN = Secret("23080000001001"), Secret("4711")
EH = "EH-mb-1012"


def _faults(kind: str, **more: object) -> Callable[[WithBoth], None]:
    def plan(both: WithBoth) -> None:
        for operation in ("patron_token", "checkouts", "checkout", "return"):
            both.overdrive.control.fault(operation, kind, count=None, **more)
        for operation in ("loan", "checkout", "return"):
            both.ehub.control.fault(operation, kind, count=None, **more)

    return plan


def _away(both: WithBoth) -> None:
    both.overdrive.control.go_away()
    both.ehub.control.go_away()


FAULTS: dict[str, Callable[[WithBoth], None]] = {
    "away": _away,
    "refuses every connection": _faults("refuse"),
    "loses every answer, but acts": _faults("drop", acts=True),
    "cuts every answer": _faults("cut"),
    "fails": _faults("status", status=503),
    "refuses every token": _faults("status", status=401),
    "sends web pages": _faults("html"),
    "sends garbage": _faults("garbage"),
    "is slow": _faults("delay", delay_s=0.3),
}


@pytest.mark.parametrize("main", ["library", "sierra"], ids=["myturn", "sierra"])
def test_the_main_system_gets_the_same_requests_whatever_a_digital_system_does(
    request: pytest.FixtureRequest, overdrive: OverdriveThread, ehub: EhubThread, main: str
) -> None:
    library = request.getfixturevalue(main)

    def played(fault: Callable[[WithBoth], None] | None) -> tuple[object, ...]:
        for each in (library, overdrive, ehub):
            each.control.reset()
        both = (myturn_with_both if main == "library" else sierra_with_both)(library, overdrive, ehub)
        if fault is not None:
            fault(both)
        asyncio.run(_visit(both))
        calls = [(each.name, each.member, each.status, each.about) for each in library.library_state.calls()]
        return calls, both.house.out()

    well = played(None)
    assert len(well[1]) > 1  # type: ignore[arg-type]  # the loans
    for name, fault in FAULTS.items():
        assert played(fault) == well, name


async def _visit(both: WithBoth) -> None:
    """Borrow a thing and two titles, bring another thing back, read the loans, and log out."""
    backend, house = both.with_claims(EHubClaim.PATRON_ID), both.house
    with both.overdrive.library_state.lock:
        poster = f"OD-{both.overdrive.library_state.title_named('How to Borrow a Boat').id}"
    try:
        await backend.library("en")
        account = await backend.sign_in(house.who, VisitId(1), "en")
        await _tried(account.join("eh", None, None))
        await _tried(account.join("od", CARD, PIN))
        loan = account.own_loan(ItemCode(house.mine))
        assert loan is not None
        borrow, back = _line(house.free, 1), replace(_line(house.mine, 4), direction=Direction.RETURN, loan=loan.ident)
        title, other = _line(poster, 2, "od"), _line(EH, 3, "eh")
        for each in (title, borrow, other, back):
            await account.act(each)
        finished = house.now()
        if account.staging is not None:
            assert await account.staging.commit(CommitId(9), (borrow, back), finished=finished) == CommitDone()
        truth = await account.reconcile((borrow, title, other, back), finished=finished)
        assert {borrow.ident, back.ident} <= {proof.line for proof in truth.proven}
        await account.sign_out()
    finally:
        for made in both.made:
            await made.aclose()


def _line(code: str, number: int, system: str = "") -> Line:
    return Line(LineId(number), ItemCode(code), Direction.BORROW, LineState.CHECKING, system=system)


async def _tried(joining: Awaitable[object]) -> None:
    """Wait for the log-in at a digital system. If the log-in fails, go on."""
    with suppress(LendingError):
        await joining
