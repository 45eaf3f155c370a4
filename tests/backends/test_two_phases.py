"""Tests of servers that commit each line separately. The commit of a line is refused, lost, or found to be done."""

import asyncio

import pytest

from kiosk.backends.errors import LogBrokenError, MisconfiguredError, SignInLostError
from kiosk.backends.ports import ActKind
from kiosk.domain.carts import CartDiffers
from kiosk.domain.model import CommitDone, CommitRefused, InDoubt, LineId, LinesRefused, NotSent, Staged
from kiosk.simulator import SimulatorThread
from kiosk.structs import replace
from tests.backends.visits import FREE, FREE_TOO, MINE, TWO_PHASE, UNUSABLE, Visit, as_staged, at, basket


def test_a_line_whose_commit_is_refused_leaves_the_cart_and_the_rest_goes_through(library: SimulatorThread) -> None:
    library.control.turn(organization=TWO_PHASE)

    async def story(visit: Visit) -> None:
        await basket(visit)
        library.control.fault("commit_checkout", "status", status=409)
        refused = await visit.finish()
        assert isinstance(refused, LinesRefused)
        assert [line for line, _ in refused.lines] == [LineId(1)]
        assert FREE not in visit.out()
        assert FREE_TOO in visit.out()

    at(library, story)


def test_a_line_refused_by_name_keeps_its_reason_when_the_whole_is_refused_after_it(library: SimulatorThread) -> None:
    library.control.turn(organization=TWO_PHASE)

    async def story(visit: Visit) -> None:
        await basket(visit)
        library.control.fault("commit_checkout", "status", status=409)
        library.control.fault("convert", "status", status=403)
        refused = await visit.finish()
        assert isinstance(refused, CommitRefused)
        assert [line for line, _ in refused.lines] == [LineId(1)]
        assert visit.out() & {FREE, FREE_TOO} == set()

    at(library, story)


def test_with_every_line_refused_nothing_is_converted(library: SimulatorThread) -> None:
    library.control.turn(organization=TWO_PHASE)

    async def story(visit: Visit) -> None:
        await visit.add(FREE)
        library.control.fault("commit_checkout", "status", status=409)
        refused = await visit.finish()
        assert isinstance(refused, LinesRefused)
        assert "convert" not in visit.called()

    at(library, story)


@pytest.mark.parametrize("kind", UNUSABLE)
def test_a_lost_commit_of_a_line_that_acted_is_seen_in_the_cart_and_the_rest_goes_on(
    library: SimulatorThread, kind: str
) -> None:
    library.control.turn(organization=TWO_PHASE)

    async def story(visit: Visit) -> None:
        await basket(visit)
        library.control.fault("commit_checkout", kind, acts=True, status=500)
        assert await visit.finish() == CommitDone()
        assert visit.called()["commit_checkout"] == 2  # one call for each of the two borrows
        assert "line_commit unknown" not in visit.log.story
        assert {FREE, FREE_TOO} <= visit.out()

    at(library, story)


@pytest.mark.parametrize("kind", ["drop", "html", "status", "redirect"])
def test_a_lost_commit_of_a_line_that_did_not_act_stops_before_convert(library: SimulatorThread, kind: str) -> None:
    library.control.turn(organization=TWO_PHASE)

    async def story(visit: Visit) -> None:
        await visit.add(FREE)
        library.control.fault("commit_checkout", kind, acts=False)
        assert await visit.finish() == InDoubt()
        assert "convert" not in visit.called()
        truth = await visit.look()
        assert (truth.absent, truth.handed) == (frozenset({LineId(1)}), frozenset[LineId]())
        assert await visit.finish(commit=2) == CommitDone()
        assert visit.called()["commit_checkout"] == 2

    at(library, story)


@pytest.mark.parametrize("cart", ["drop", "status", "html"])
def test_when_the_cart_cannot_be_read_the_fate_of_a_line_stays_open_and_a_later_look_sees_it(
    library: SimulatorThread, cart: str
) -> None:
    library.control.turn(organization=TWO_PHASE)

    async def story(visit: Visit) -> None:
        await basket(visit)
        library.control.fault("commit_checkout", "drop", acts=True)
        library.control.fault("carts", cart, count=3, skip=1)
        assert await visit.finish() == InDoubt()
        library.control.clear_faults()
        truth = await visit.look()
        assert (set(truth.absent), set(truth.handed)) == (
            {1, 2, 3},
            {1, 2},
        )  # line 2 is a return: the server committed this line when the kiosk marked the return
        assert visit.account.staging.cart_now is not None

    at(library, story)


NOT_SENT = [
    ("convert", {"kind": "status", "status": 429}),
    ("convert", {"kind": "status", "status": 408}),
    ("convert", {"kind": "status", "status": 425}),
    ("commit_checkout", {"kind": "status", "status": 429, "skip": 1}),
    ("commit_checkout", {"kind": "status", "status": 408, "skip": 1}),
]


@pytest.mark.parametrize(("operation", "fault"), NOT_SENT)
def test_what_was_handed_over_is_told_when_the_rest_was_not_sent(
    library: SimulatorThread, operation: str, fault: dict[str, object]
) -> None:
    library.control.turn(organization=TWO_PHASE)

    async def story(visit: Visit) -> None:
        for code in (FREE, FREE_TOO):
            await visit.add(code)
        library.control.fault(operation, **fault)  # type: ignore[arg-type]
        differs = await visit.finish()
        assert isinstance(differs, CartDiffers)
        handed = [each.item.code for each in differs.now.lines if each.committed]
        assert handed == ([FREE, FREE_TOO] if operation == "convert" else [FREE])
        assert await visit.finish(commit=2) == CommitDone()
        assert visit.called()["commit_checkout"] == (2 if operation == "convert" else 3)

    at(library, story)


@pytest.mark.parametrize("look", ["status", "drop", "html", "refuse"])
def test_what_was_handed_over_is_told_though_its_answer_showed_no_cart_and_the_server_is_gone(
    library: SimulatorThread, look: str
) -> None:
    library.control.turn(organization=TWO_PHASE)

    async def story(visit: Visit) -> None:
        await visit.add(FREE)
        library.control.fault("commit_checkout", "empty")
        library.control.fault("carts", look, count=None, skip=1)
        differs = await visit.finish()
        assert isinstance(differs, CartDiffers)
        assert [(each.item.code, each.committed) for each in differs.now.lines] == [(FREE, True)]
        assert visit.account.staging.cart_now == differs.now

    at(library, story)


@pytest.mark.parametrize("broken", [LogBrokenError, SignInLostError])
def test_what_was_handed_over_is_known_when_the_store_or_the_sign_in_fails_after_it(
    library: SimulatorThread, broken: type[Exception]
) -> None:
    library.control.turn(organization=TWO_PHASE)

    async def story(visit: Visit) -> None:
        await visit.add(FREE)
        if broken is LogBrokenError:
            visit.log.breaks_after = ActKind.LINE_COMMIT
        else:
            library.control.fault("convert", "status", status=401)
            library.control.fault("renew_token", "status", status=401)
        with pytest.raises(broken):
            await visit.finish()
        now = visit.account.staging.cart_now
        assert now is not None
        assert [each.committed for each in now.lines] == [True]

    at(library, story)


def test_what_another_device_adds_while_lines_are_committed_without_a_cart_in_the_answer_is_seen_before_convert(
    library: SimulatorThread,
) -> None:
    library.control.turn(organization=TWO_PHASE)

    async def borrowed_elsewhere() -> None:
        while not library.library_state.call_counts()["commit_checkout"]:  # noqa: ASYNC110 - the server runs in another thread
            await asyncio.sleep(0.01)
        library.control.other_device("marta", "borrow", FREE_TOO)

    async def story(visit: Visit) -> None:
        await visit.add(FREE)
        library.control.fault("commit_checkout", "empty", answer_delay_s=0.5)
        differs, _ = await asyncio.gather(visit.finish(), borrowed_elsewhere())
        assert isinstance(differs, CartDiffers)
        assert {each.item.code for each in differs.now.lines} == {FREE, FREE_TOO}
        assert visit.out() & {FREE, FREE_TOO} == set()

    at(library, story)


@pytest.mark.parametrize(("status", "outcome"), [(429, NotSent), (405, MisconfiguredError)])
def test_a_line_s_commit_that_was_not_taken_stops_the_whole(
    library: SimulatorThread, status: int, outcome: type[NotSent | MisconfiguredError]
) -> None:
    library.control.turn(organization=TWO_PHASE)

    async def story(visit: Visit) -> None:
        await visit.add(FREE)
        library.control.fault("commit_checkout", "status", status=status)
        if issubclass(outcome, MisconfiguredError):
            with pytest.raises(MisconfiguredError):
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
        found = visit.account.opening.earlier
        assert [each.committed for each in found] == [True, True]
        visit.lines = [
            as_staged(replace(visit.line(each.item.code, each.direction), ident=LineId(10 + number)),
                      Staged(each.ref, each.item, each.due, loan=each.loan))
            for number, each in enumerate(found)
        ]  # fmt: skip
        visit.forget_calls()
        assert await visit.finish(commit=2) == CommitDone()
        assert visit.called() == {"carts": 1, "convert": 1}
        assert len((await visit.look()).proven) == 2

    at(library, story)
