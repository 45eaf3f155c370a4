"""Where lines are committed one by one: a line's commit that is refused, lost or found done."""

from dataclasses import replace

import pytest

from kiosk.backends import Misconfigured
from kiosk.domain.model import CommitDone, CommitRefused, InDoubt, LineId, LinesRefused, NotSent, Staged
from kiosk.simulator import SimulatorThread
from tests.backends.visits import FREE, FREE_TOO, MINE, TWO_PHASE, Visit, as_staged, at, basket


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
        assert visit.called() == {"carts": 1, "convert": 1}
        assert len((await visit.look()).proven) == 2

    at(library, story)
