"""Finish: one convert for one press, whatever becomes of its answer, and the loans read back as the only proof."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import date, timedelta

import pytest

from kiosk.backends import ActKind, Misconfigured, SealedToken, ServerAway, SignInLost
from kiosk.domain.model import (
    CommitDone,
    CommitRefused,
    Direction,
    InDoubt,
    LineId,
    NotSent,
    Proof,
    RefusalKind,
    Secret,
    Staged,
    VisitId,
)
from kiosk.simulator import SimulatorThread
from tests.backends.visits import FREE, FREE_14_DAYS, FREE_TOO, MINE, MINE_LATE, Visit, as_staged, at

TWO_PHASE = {"useTwoPhaseCommitOnKiosk": True}


async def basket(visit: Visit) -> None:
    """Two to borrow, one to bring back."""
    for code in (FREE, MINE, FREE_TOO):
        await visit.add(code)
    visit.forget_calls()


def acts_of(visit: Visit, kind: ActKind) -> int:
    return sum(1 for act in visit.log.acts if act.kind is kind)


# --- the good end ---------------------------------------------------------------------------------


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
            "log_in": 1, "carts": 1, "create_cart": 1,
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
        assert truth.waiting == frozenset()
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
        assert act.finished == visit.finished
        assert act.token is not None
        assert library.library_state.tokens.owner(act.token.reveal()) == "marta"

    at(library, story)


def test_the_commit_has_a_connection_of_its_own() -> None:
    import asyncio

    from kiosk.backends.http import Call, Wire
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
            await wire.exchange(Call("carts", "GET", server.url))
            from datetime import UTC, datetime

            order = Orders(VisitId(1), "marta", carts).convert(Cart("1"), CommitId(1), (), datetime.now(UTC))
            await writes.end(await writes.send(order))
            await wire.exchange(Call("carts", "GET", server.url))
            await wire.aclose()
            assert [(each.connection, each.line.split()[0]) for each in server.requests] == [
                (1, "GET"),
                (2, "POST"),
                (1, "GET"),
            ]

    asyncio.run(run())


# --- answers that get lost ------------------------------------------------------------------------

LOST = ["drop", "cut", "html", "garbage", "empty", "truncated", "wrong-type", "nested", "huge", "redirect", "status"]


@pytest.mark.parametrize("kind", LOST)
def test_a_lost_answer_to_a_convert_that_acted_is_settled_by_reading(library: SimulatorThread, kind: str) -> None:
    library.control.fault("convert", kind, acts=True)

    async def story(visit: Visit) -> None:
        await basket(visit)
        assert await visit.finish() == InDoubt()
        assert visit.called()["convert"] == 1
        assert visit.log.story[-1] == "commit unknown"
        truth = await visit.look()
        assert len(truth.proven) == 3

    at(library, story)


@pytest.mark.parametrize("kind", LOST)
def test_a_lost_convert_that_did_nothing_is_seen_to_wait_and_can_be_finished_again(
    library: SimulatorThread, kind: str
) -> None:
    library.control.fault("convert", kind, acts=False)

    async def story(visit: Visit) -> None:
        await basket(visit)
        assert await visit.finish() == InDoubt()
        truth = await visit.look()
        assert truth.proven == ()
        assert truth.waiting == {1, 2, 3}
        assert visit.called()["convert"] == 1
        assert await visit.finish(commit=2) == CommitDone()
        assert visit.called()["convert"] == 2
        assert len((await visit.look()).proven) == 3

    at(library, story)


def test_a_convert_that_acts_after_the_time_out_is_first_waiting_and_then_proven(library: SimulatorThread) -> None:
    library.control.fault("convert", "delay", delay_s=1.0)

    async def story(visit: Visit) -> None:
        await basket(visit)
        assert await visit.finish() == InDoubt()
        assert len((await visit.look()).waiting) == 3
        while len((await visit.look()).proven) != 3:
            pass
        assert visit.called()["convert"] <= 1

    at(library, story, timeout_s=0.4)


@pytest.mark.parametrize("status", [408, 425, 429])
def test_try_later_sends_nothing(library: SimulatorThread, status: int) -> None:
    library.control.fault("convert", "status", status=status, retry_after_s=3)

    async def story(visit: Visit) -> None:
        await basket(visit)
        assert await visit.finish() == NotSent(3.0)
        assert await visit.finish(commit=2) == CommitDone()

    at(library, story)


def test_with_the_server_away_nothing_was_sent(library: SimulatorThread) -> None:
    async def story(visit: Visit) -> None:
        await basket(visit)
        library.control.go_away()
        assert await visit.finish() == NotSent()
        assert visit.log.story[-1] == "commit not_sent"
        with pytest.raises(ServerAway):
            await visit.look()
        library.control.come_back()
        assert await visit.finish(commit=2) == CommitDone()

    at(library, story)


def test_a_cart_that_is_gone_is_not_taken_for_a_success_nor_for_a_failure(library: SimulatorThread) -> None:
    async def story(visit: Visit) -> None:
        await basket(visit)
        library.control.other_device("marta", "convert")
        assert await visit.finish() == InDoubt()
        assert len((await visit.look()).proven) == 3
        assert visit.called()["convert"] == 1

    at(library, story)


def test_a_verb_that_is_not_taken_is_a_matter_for_staff(library: SimulatorThread) -> None:
    library.control.fault("convert", "status", status=405)

    async def story(visit: Visit) -> None:
        await basket(visit)
        with pytest.raises(Misconfigured, match="convert"):
            await visit.finish()
        assert visit.log.story[-1] == "commit not_sent"

    at(library, story)


def test_the_alias_of_convert_can_be_set(library: SimulatorThread) -> None:
    async def story(visit: Visit) -> None:
        await basket(visit)
        assert await visit.finish() == CommitDone()

    at(library, story, paths={"convert": "/api/v1.1/self-checkout/carts/{cart}/commit"})


# --- refusals -------------------------------------------------------------------------------------


def test_a_refused_convert_says_why_and_leaves_everything_where_it_was(library: SimulatorThread) -> None:
    async def story(visit: Visit) -> None:
        await basket(visit)
        library.control.set_status(FREE, "In maintenance")
        refused = await visit.finish()
        assert isinstance(refused, CommitRefused)
        assert "Cordless drill" in refused.words
        assert len((await visit.look()).waiting) == 3

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
        library.control.expire_tokens()
        assert await visit.finish() == CommitDone()
        assert visit.called() == {"convert": 2, "renew_token": 1}
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
        with pytest.raises(SignInLost):
            await visit.finish()
        await visit.enter()
        assert len(visit.account.opening.found) == 3
        assert await visit.finish(commit=2) == CommitDone()

    at(library, story)


# --- two phases -----------------------------------------------------------------------------------


def test_a_line_whose_commit_is_refused_leaves_the_cart_and_the_rest_goes_through(library: SimulatorThread) -> None:
    library.control.turn(organization=TWO_PHASE)

    async def story(visit: Visit) -> None:
        await basket(visit)
        library.control.fault("commit_checkout", "status", status=409)
        refused = await visit.finish()
        assert isinstance(refused, CommitRefused)
        assert [line for line, _ in refused.lines] == [LineId(1)]
        assert FREE not in visit.out()
        assert FREE_TOO in visit.out()

    at(library, story)


def test_with_every_line_refused_nothing_is_converted(library: SimulatorThread) -> None:
    library.control.turn(organization=TWO_PHASE)

    async def story(visit: Visit) -> None:
        await visit.add(FREE)
        library.control.fault("commit_checkout", "status", status=409)
        refused = await visit.finish()
        assert isinstance(refused, CommitRefused)
        assert "convert" not in visit.called()

    at(library, story)


@pytest.mark.parametrize("acts", [True, False], ids=["acted", "not acted"])
def test_a_lost_commit_of_a_line_stops_before_convert_and_is_not_sent_twice_when_it_acted(
    library: SimulatorThread, *, acts: bool
) -> None:
    library.control.turn(organization=TWO_PHASE)

    async def story(visit: Visit) -> None:
        await visit.add(FREE)
        library.control.fault("commit_checkout", "drop", acts=acts)
        assert await visit.finish() == InDoubt()
        assert "convert" not in visit.called()
        assert (await visit.look()).waiting == {1}
        assert await visit.finish(commit=2) == CommitDone()
        assert visit.called()["commit_checkout"] == (1 if acts else 2)

    at(library, story)


@pytest.mark.parametrize(("status", "outcome"), [(429, NotSent), (405, Misconfigured)])
def test_a_line_s_commit_that_was_not_taken_stops_the_whole(
    library: SimulatorThread, status: int, outcome: type[NotSent | Misconfigured]
) -> None:
    library.control.turn(organization=TWO_PHASE)

    async def story(visit: Visit) -> None:
        await visit.add(FREE)
        library.control.fault("commit_checkout", "status", status=status)
        if issubclass(outcome, Misconfigured):
            with pytest.raises(Misconfigured):
                await visit.finish()
        else:
            assert isinstance(await visit.finish(), NotSent)
        assert "convert" not in visit.called()

    at(library, story)


def test_committed_lines_found_in_the_cart_are_converted_and_not_committed_again(library: SimulatorThread) -> None:
    library.control.turn(organization=TWO_PHASE)

    async def story(visit: Visit) -> None:
        await visit.add(FREE)
        await visit.add(MINE)
        library.control.fault("convert", "drop", acts=False)
        await visit.finish()
        await visit.enter()
        found = visit.account.opening.found
        assert [each.committed for each in found] == [True, True]
        visit.lines = [
            as_staged(replace(visit.line(each.item.code, each.direction), ident=LineId(10 + number)),
                      Staged(each.ref, each.item, each.due, loan=each.loan))
            for number, each in enumerate(found)
        ]  # fmt: skip
        visit.forget_calls()
        assert await visit.finish(commit=2) == CommitDone()
        assert visit.called() == {"convert": 1}
        assert len((await visit.look()).proven) == 2

    at(library, story)


# --- the cart was changed elsewhere ---------------------------------------------------------------


def test_what_another_device_took_out_goes_back_in_before_convert(library: SimulatorThread) -> None:
    async def story(visit: Visit) -> None:
        await basket(visit)
        library.control.other_device("marta", "remove", FREE)
        await visit.add("DR-0158")  # its answer shows the cart without the other one
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


def test_what_was_borrowed_elsewhere_meanwhile_is_never_brought_back(library: SimulatorThread) -> None:
    async def story(visit: Visit) -> None:
        await visit.add(FREE)
        library.control.other_device("marta", "convert")
        await visit.add(FREE_TOO)
        refused = await visit.finish()
        assert isinstance(refused, CommitRefused)
        assert [(line, refusal.kind) for line, refusal in refused.lines] == [(LineId(1), RefusalKind.ON_LOAN)]
        assert {FREE, FREE_TOO} <= visit.out()

    at(library, story)


# --- reading back ---------------------------------------------------------------------------------


def test_an_older_loan_of_the_same_tool_proves_nothing(library: SimulatorThread) -> None:
    async def story(visit: Visit) -> None:
        line = as_staged(visit.line(MINE), Staged("9", direction=Direction.BORROW))
        visit.lines, visit.finished = [line], visit.now()
        assert (await visit.look()).proven == ()

    at(library, story)


@pytest.mark.parametrize(("later", "proven"), [(timedelta(minutes=4), 1), (timedelta(minutes=6), 0)])
def test_five_minutes_between_the_clocks_are_allowed(library: SimulatorThread, later: timedelta, proven: int) -> None:
    async def story(visit: Visit) -> None:
        await visit.add(FREE)
        library.control.other_device("marta", "convert")
        visit.finished = visit.now() + later
        assert len((await visit.look()).proven) == proven

    at(library, story)


def test_a_reading_that_fails_says_so(library: SimulatorThread) -> None:
    async def story(visit: Visit) -> None:
        await basket(visit)
        await visit.finish()
        for kind in ("html", "garbage", "truncated", "wrong-type", "nested", "huge"):
            library.control.fault("carts", kind, count=3)
            with pytest.raises(ServerAway):
                await visit.look()
            library.control.clear_faults()
        assert len((await visit.look()).proven) == 3

    at(library, story)


def sealed(visit: Visit) -> SealedToken:
    token = visit.log.acts[-1].token
    assert token is not None
    return SealedToken(token, visit.log.acts[-1].account)


async def after_restart(visit: Visit, then: Callable[[], Awaitable[None]]) -> None:
    """What a new process knows: the commit's row and its token."""
    act = visit.log.acts[-1]
    assert act.finished is not None
    await visit.enter(sealed(visit))
    visit.lines, visit.finished = list(act.lines), act.finished
    await then()


@pytest.mark.parametrize("acts", [True, False], ids=["acted", "not acted"])
def test_a_sealed_token_settles_a_commit_after_a_restart(library: SimulatorThread, *, acts: bool) -> None:
    library.control.fault("convert", "drop", acts=acts)

    async def story(visit: Visit) -> None:
        await basket(visit)
        await visit.finish()
        visit.forget_calls()

        async def look() -> None:
            truth = await visit.look()
            assert (len(truth.proven), len(truth.waiting)) == ((3, 0) if acts else (0, 3))
            await visit.account.sign_out()

        await after_restart(visit, look)
        assert visit.account.renewable is None
        assert visit.called() == ({"carts": 1, "create_cart": 1, "delete_cart": 1} if acts else {"carts": 1})

    at(library, story)


def test_a_sealed_token_that_ended_cannot_be_renewed(library: SimulatorThread) -> None:
    async def story(visit: Visit) -> None:
        await basket(visit)
        await visit.finish()
        library.control.expire_tokens()

        async def look() -> None:
            with pytest.raises(SignInLost):
                await visit.look()

        await after_restart(visit, look)

    at(library, story)
