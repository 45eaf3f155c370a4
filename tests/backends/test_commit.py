"""Tests of Finish: it succeeds, it is refused, the token has ended, or another device has changed the cart."""

from datetime import date, timedelta

import pytest

from kiosk.backends.errors import SignInLostError
from kiosk.backends.ports import ActKind
from kiosk.domain.carts import CartDiffers
from kiosk.domain.model import CommitDone, CommitRefused, LineId, Proof, Secret, VisitId
from kiosk.simulator import SimulatorThread
from tests.backends.visits import FREE, FREE_14_DAYS, FREE_TOO, MINE, MINE_LATE, TWO_PHASE, Visit, at, basket

# --- success --------------------------------------------------------------------------------------


def test_a_whole_visit_needs_the_minimum_of_calls(library: SimulatorThread) -> None:
    async def story(visit: Visit) -> None:
        await visit.backend.library("en")
        visit.forget_calls()
        await visit.enter()
        await visit.add(FREE)
        await visit.add(FREE_14_DAYS)
        await visit.add(MINE)
        assert await visit.finish() == CommitDone()
        assert visit.called() == {
            "log_in": 1, "carts": 2, "create_cart": 1,
            "add_checkout": 2, "change_checkout": 1, "add_checkin": 1, "convert": 1,
        }  # fmt: skip
        assert {FREE, FREE_14_DAYS} <= visit.out()
        assert MINE not in visit.out()

    at(library, story, enter=None)


def test_with_two_phases_it_is_one_call_more_per_line(library: SimulatorThread) -> None:
    library.control.turn(organization=TWO_PHASE)

    async def story(visit: Visit) -> None:
        for code in (FREE, MINE, FREE_TOO):
            await visit.add(code)
        assert await visit.finish() == CommitDone()
        assert visit.called() == {
            "carts": 1,
            "add_checkout": 2,
            "add_checkin": 1,
            "commit_checkin": 1,
            "commit_checkout": 2,
            "convert": 1,
        }
        assert visit.log.story[-3:] == ["line_commit done", "line_commit done", "commit done"]

    at(library, story)


def test_the_read_back_proves_every_line_with_the_due_date_that_the_server_holds(library: SimulatorThread) -> None:
    async def story(visit: Visit) -> None:
        await basket(visit)
        await visit.finish()
        visit.forget_calls()
        truth = await visit.look()
        assert set(truth.proven) == {
            Proof(LineId(1), date(2026, 3, 18)),
            Proof(LineId(2)),
            Proof(LineId(3), date(2026, 3, 18)),
        }
        assert truth.absent == frozenset()
        assert {each.item.code for each in truth.loans} == visit.out()
        assert visit.called() == {"carts": 1, "create_cart": 1}
        await visit.look()
        assert visit.called() == {"carts": 2, "create_cart": 1}

    at(library, story)


def test_the_row_of_a_commit_can_settle_it_later(library: SimulatorThread) -> None:
    async def story(visit: Visit) -> None:
        await basket(visit)
        await visit.finish(commit=42)
        act = visit.log.acts[-1]
        assert (act.kind, act.commit, act.account, act.visit) == (ActKind.COMMIT, 42, "marta", VisitId(7))
        assert act.lines == tuple(visit.lines)
        assert act.finished is not None
        # The server gives its time in whole seconds, so the two times can differ by less than a second.
        assert timedelta() <= visit.finished - act.finished < timedelta(seconds=1)
        assert act.token is not None
        assert library.library_state.tokens.owner(act.token.reveal()) == "marta"

    at(library, story)


def test_the_commit_has_a_connection_of_its_own() -> None:
    import asyncio

    from kiosk.backends.http import HttpCall, Wire
    from kiosk.backends.myturn.carts import Carts
    from kiosk.backends.myturn.orders import Orders
    from kiosk.backends.myturn.paths import Paths
    from kiosk.backends.myturn.reading import Calendar, Cart
    from kiosk.backends.myturn.session import Session
    from kiosk.backends.myturn.writes import Writes
    from kiosk.domain.model import CommitId
    from tests.backends.ports import MemoryLog
    from tests.backends.tiny import http, tiny
    from tests.backends.visits import WEDNESDAY, ZONE

    async def run() -> None:
        async with tiny(http(b'"OK"')) as server:
            wire = Wire(timeout_s=5.0)
            session = Session(wire, Paths(f"{server.url}/library"), token=Secret("t"))
            carts = Carts(session, lambda: Calendar(ZONE, WEDNESDAY))
            carts.see(Cart("1"))
            writes = Writes(session, carts, MemoryLog())
            await wire.exchange(HttpCall("carts", "GET", server.url))
            from datetime import UTC, datetime

            order = Orders(VisitId(1), "marta", carts).convert(Cart("1"), CommitId(1), (), datetime.now(UTC))
            await writes.end(await writes.send(order))
            await wire.exchange(HttpCall("carts", "GET", server.url))
            await wire.aclose()
            assert [(each.connection, each.line.split()[0]) for each in server.requests] == [
                (1, "GET"),
                (2, "POST"),
                (1, "GET"),
            ]

    asyncio.run(run())


@pytest.mark.parametrize("two_phase", [False, True])
@pytest.mark.parametrize(
    "ahead",
    [timedelta(minutes=6), timedelta(hours=13), timedelta(days=400), timedelta(minutes=-6), timedelta(days=-20_000)],
)
@pytest.mark.parametrize("restarted", [False, True])
def test_a_clock_that_is_put_right_between_finish_and_the_read_back_changes_no_proof(
    library: SimulatorThread, ahead: timedelta, *, two_phase: bool, restarted: bool
) -> None:
    library.control.turn(organization={"useTwoPhaseCommitOnKiosk": two_phase})

    async def story(visit: Visit) -> None:
        visit.ahead = ahead
        await basket(visit)
        assert await visit.finish() == CommitDone()
        visit.ahead = timedelta()
        if not restarted:
            found = await visit.look()
        else:
            [row] = [act for act in visit.log.acts if act.kind is ActKind.COMMIT]
            await visit.enter()
            assert row.finished is not None
            found = await visit.account.reconcile(row.lines, finished=row.finished, before=row.before)
        assert {proof.line for proof in found.proven} == {line.ident for line in visit.lines}
        assert found.others == ()

    at(library, story)


# --- refusals -------------------------------------------------------------------------------------


def test_a_refused_convert_says_why_and_leaves_everything_where_it_was(library: SimulatorThread) -> None:
    async def story(visit: Visit) -> None:
        await basket(visit)
        library.control.set_status(FREE, "In maintenance")
        refused = await visit.finish()
        assert isinstance(refused, CommitRefused)
        assert "Cordless drill" in refused.words
        assert len((await visit.look()).absent) == 3

    at(library, story)


def test_fees_that_must_be_paid_first_are_the_server_s_words(library: SimulatorThread) -> None:
    library.control.turn(fees="refuse")

    async def story(visit: Visit) -> None:
        await visit.add(MINE_LATE)
        refused = await visit.finish()
        assert isinstance(refused, CommitRefused)
        assert "$2.00 must be paid" in refused.words

    at(library, story)


# --- the token ends -------------------------------------------------------------------------------


def test_a_token_that_ended_is_renewed_and_the_commit_s_row_has_the_new_one(library: SimulatorThread) -> None:
    async def story(visit: Visit) -> None:
        await basket(visit)
        library.control.fault("convert", "status", status=401)
        assert await visit.finish() == CommitDone()
        assert visit.called() == {"carts": 1, "convert": 2, "renew_token": 1}
        assert visit.log.story[-2:] == ["commit not_sent", "commit done"]
        token = visit.log.acts[-1].token
        assert token is not None
        assert library.library_state.tokens.owner(token.reveal()) == "marta"

    at(library, story)


def test_without_renewal_nothing_is_lost_but_the_sign_in(library: SimulatorThread) -> None:
    library.control.turn(refresh_token=False)

    async def story(visit: Visit) -> None:
        await basket(visit)
        library.control.expire_tokens()
        with pytest.raises(SignInLostError):
            await visit.finish()
        await visit.enter()
        assert len(visit.account.opening.earlier) == 3
        assert await visit.finish(commit=2) == CommitDone()

    at(library, story)


# --- the cart was changed elsewhere ---------------------------------------------------------------


def test_what_another_device_took_out_goes_back_in_before_convert(library: SimulatorThread) -> None:
    async def story(visit: Visit) -> None:
        await basket(visit)
        library.control.other_device("marta", "remove", FREE)
        await visit.add("DR-0158")  # the answer to this scan shows the cart, now without FREE
        assert await visit.finish() == CommitDone()
        assert {FREE, FREE_TOO, "DR-0158"} <= visit.out()

    at(library, story)


def test_lines_that_went_with_an_earlier_cart_go_into_the_new_one(library: SimulatorThread) -> None:
    async def story(visit: Visit) -> None:
        await basket(visit)
        library.control.other_device("marta", "delete")
        await visit.add("DR-0158")
        assert await visit.finish() == CommitDone()
        assert len((await visit.look()).proven) == 4

    at(library, story)


def test_a_cart_that_is_gone_and_is_not_opened_again_is_refused_in_the_server_s_words(library: SimulatorThread) -> None:
    async def story(visit: Visit) -> None:
        await basket(visit)
        library.control.other_device("marta", "delete")
        library.control.change_member("marta", agreements_missing=True)
        outcome = await visit.finish()
        assert isinstance(outcome, CommitRefused)
        assert "agreements" in outcome.words
        assert "convert" not in visit.called()

    at(library, story)


def test_what_was_borrowed_elsewhere_meanwhile_is_never_brought_back(library: SimulatorThread) -> None:
    async def story(visit: Visit) -> None:
        await visit.add(FREE)
        library.control.other_device("marta", "convert")
        await visit.add(FREE_TOO)
        assert isinstance(await visit.finish(), CartDiffers)
        del visit.lines[0]  # the member has seen that another device has borrowed this tool
        assert await visit.finish(commit=2) == CommitDone()
        assert {FREE, FREE_TOO} <= visit.out()

    at(library, story)
