"""Tests of a convert (the call that makes the cart real) without a usable answer.

The back end does not send the convert again by itself. A missing answer counts neither as a success nor as a failure.
"""

import pytest

from kiosk.backends.errors import MisconfiguredError, ServerAwayError
from kiosk.domain.model import CommitDone, InDoubt, NotSent
from kiosk.simulator import SimulatorThread
from tests.backends.visits import UNUSABLE, Visit, at, basket


@pytest.mark.parametrize("kind", UNUSABLE)
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


@pytest.mark.parametrize("kind", UNUSABLE)
def test_a_lost_convert_that_did_nothing_is_seen_to_wait_and_can_be_finished_again(
    library: SimulatorThread, kind: str
) -> None:
    library.control.fault("convert", kind, acts=False)

    async def story(visit: Visit) -> None:
        await basket(visit)
        assert await visit.finish() == InDoubt()
        truth = await visit.look()
        assert truth.proven == ()
        assert truth.absent == {1, 2, 3}
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
        assert len((await visit.look()).absent) == 3
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
        # The back end did not even begin the commit.
        assert not any(each.startswith("commit") for each in visit.log.story)
        with pytest.raises(ServerAwayError):
            await visit.look()
        library.control.come_back()
        assert await visit.finish(commit=2) == CommitDone()

    at(library, story)


def test_a_cart_that_is_gone_is_not_taken_for_a_success_nor_for_a_failure(library: SimulatorThread) -> None:
    async def story(visit: Visit) -> None:
        await basket(visit)
        library.control.fault("convert", "status", status=404, acts=True)
        assert await visit.finish() == InDoubt()
        assert len((await visit.look()).proven) == 3
        assert visit.called()["convert"] == 1

    at(library, story)


def test_a_verb_that_is_not_taken_is_a_matter_for_staff(library: SimulatorThread) -> None:
    library.control.fault("convert", "status", status=405)

    async def story(visit: Visit) -> None:
        await basket(visit)
        with pytest.raises(MisconfiguredError, match="convert"):
            await visit.finish()
        assert visit.log.story[-1] == "commit not_sent"

    at(library, story)


def test_the_alias_of_convert_can_be_set(library: SimulatorThread) -> None:
    async def story(visit: Visit) -> None:
        await basket(visit)
        assert await visit.finish() == CommitDone()

    at(library, story, paths={"convert": "/api/v1.1/self-checkout/carts/{cart}/commit"})
