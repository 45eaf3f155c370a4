"""Tests of reservations in the runner.

No write waits while the runner reads reservations. A cancellation waits for the writes before it.
"""

from pathlib import Path

import pytest

from kiosk.backends.errors import LogBrokenError, MisconfiguredError, SignInLostError
from kiosk.domain.messages.answers import ReleaseAnswered, ReservationsRead, SignedIn
from kiosk.domain.messages.effects import AddLine, Farewell, ReadReservations, Release
from kiosk.domain.messages.events import StoreBroken
from kiosk.domain.model import InDoubt, Item, ItemCode, NotSent, Refusal, RefusalKind, Refused, VisitId
from kiosk.domain.reservations import Released, ReleaseOutcome, Reservations
from kiosk.domain.terms import Pickup, ReservationId
from kiosk.simulator import SimulatorThread
from kiosk.structs import replace
from tests.runner.deeds import MARTA, Deeds
from tests.runner.desk import VISIT, Desk, line, play
from tests.runner.fakes import ScriptedAccount

SAW = "SAW-0097"
RELEASE = Release(VISIT, ReservationId("r1"), Item(ItemCode(SAW), "Mitre saw", ident="97"))


async def reserved(deeds: Deeds, visit: VisitId) -> Reservations:
    deeds.ask(ReadReservations(visit))
    found = (await deeds.answer(ReservationsRead)).reservations
    assert found is not None
    return found


async def test_a_scan_does_not_wait_for_them(tmp_path: Path, library: SimulatorThread) -> None:
    async with Deeds(tmp_path, library) as deeds:
        library.control.fault("reservations", "delay", delay_s=1.5)
        visit = await deeds.signed_in()
        deeds.ask(ReadReservations(visit))
        await deeds.add(visit, deeds.line("DR-0142"))
        assert not any(isinstance(event, ReservationsRead) for event in deeds.told)
        assert (await deeds.answer(ReservationsRead)).reservations


async def test_signing_in_says_that_there_can_be_some_and_reads_none(tmp_path: Path, library: SimulatorThread) -> None:
    async with Deeds(tmp_path, library) as deeds:
        answer = await deeds.sign_in(MARTA)
        assert isinstance(answer, SignedIn)
        assert answer.reserves
        assert deeds.calls("reservations") == 0


async def test_they_cannot_be_read_and_the_visit_goes_on(tmp_path: Path, library: SimulatorThread) -> None:
    async with Deeds(tmp_path, library) as deeds:
        visit = await deeds.signed_in()
        library.control.fault("reservations", "html", count=None)
        deeds.ask(ReadReservations(visit))
        assert (await deeds.answer(ReservationsRead)).reservations is None
        await deeds.staged(visit, "DR-0142")


async def test_picked_up_and_finished_it_is_fulfilled(tmp_path: Path, library: SimulatorThread) -> None:
    library.control.turn(picks_up="by-id")
    async with Deeds(tmp_path, library) as deeds:
        visit = await deeds.signed_in()
        first = (await reserved(deeds, visit))[0]
        lines = []
        for item in first.items:
            sent = replace(deeds.line(item.code), pickup=Pickup(first.ident, first.ends))
            outcome = await deeds.add(visit, sent)
            lines.append(replace(sent, ref=getattr(outcome, "ref", ""), due=getattr(outcome, "due", None)))
        await deeds.commit(visit, *lines)
        assert library.library_state.reservations_of("marta")[0].open == ()


async def test_cancelling_is_a_row_before_it_is_sent(tmp_path: Path, library: SimulatorThread) -> None:
    async with Deeds(tmp_path, library) as deeds:
        visit = await deeds.signed_in()
        first = (await reserved(deeds, visit))[0]
        deeds.ask(Release(visit, first.ident, first.items[0]))
        answer = await deeds.answer(ReleaseAnswered)
        assert isinstance(answer.outcome, Released)
        assert (answer.reservation, answer.item) == (first.ident, first.items[0].ident)
        kinds = deeds.stores.store.journal.read_now(
            lambda connection: connection.execute("SELECT kind, code, answer FROM acts").fetchall()
        )
        assert kinds == [("reservation", SAW, "done")]


def came(desk: Desk) -> list[ReleaseOutcome]:
    return [event.outcome for event in desk.told if isinstance(event, ReleaseAnswered)]


@pytest.mark.parametrize(
    ("answer", "outcome"),
    [
        (None, Released(None)),
        (NotSent(), NotSent()),
        (InDoubt(), InDoubt()),
        (SignInLostError("over"), NotSent()),
        (LogBrokenError("full"), NotSent()),
        (MisconfiguredError("no such path"), Refused(Refusal(RefusalKind.OTHER))),
    ],
)
def test_every_end_of_a_cancelling_is_an_answer(answer: object, outcome: ReleaseOutcome) -> None:
    async def story(desk: Desk) -> None:
        desk.open.want(RELEASE)
        await desk.heard(2 if isinstance(answer, SignInLostError | LogBrokenError) else 1)

    desk = play(lambda: ScriptedAccount(answer), story)  # type: ignore[arg-type]
    assert came(desk) == [outcome]
    assert desk.account.calls == [("release", "97 of r1")]
    assert any(isinstance(event, StoreBroken) for event in desk.told) is isinstance(answer, LogBrokenError)


def test_it_waits_for_its_turn_and_is_not_sent_once_the_member_has_left() -> None:
    async def story(desk: Desk) -> None:
        desk.open.want(AddLine(VISIT, line(1)))
        await desk.until_called(1)
        desk.open.want(RELEASE)
        desk.open.leave(Farewell(VISIT))
        desk.account.go.set()
        await desk.running

    desk = play(lambda: ScriptedAccount("wait"), story)
    assert [act for act, _ in desk.account.calls] == ["borrow"]
    assert came(desk) == []


def test_one_that_waits_when_the_sign_in_is_lost_is_answered_as_not_sent() -> None:
    async def story(desk: Desk) -> None:
        desk.open.want(AddLine(VISIT, line(1)))
        await desk.until_called(1)
        desk.open.want(RELEASE)
        desk.account.go.set()
        await desk.heard(3)

    desk = play(lambda: ScriptedAccount("wait", SignInLostError("over")), story)
    assert came(desk) == [NotSent()]


async def test_a_visit_without_an_account_has_none(tmp_path: Path, library: SimulatorThread) -> None:
    async with Deeds(tmp_path, library) as deeds:
        deeds.ask(ReadReservations(VisitId(4711)))
        assert (await deeds.answer(ReservationsRead)).reservations is None
