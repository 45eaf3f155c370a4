"""Tests of taking one tool out of a reservation.

The back end sends the call a second time only if it has read that the tool is still in the reservation.
"""

import asyncio

import pytest

from kiosk.backends.errors import LogBrokenError
from kiosk.domain.model import InDoubt, Item, NotSent, Refused
from kiosk.domain.reservations import Released, Reservation
from kiosk.simulator import SimulatorThread
from tests.backends.test_reservations import REEL, SAW, WASHER, read
from tests.backends.visits import UNUSABLE, Visit, at


async def first(visit: Visit) -> tuple[Reservation, Item]:
    """Return Marta's ready reservation, and the saw in it."""
    found = (await read(visit))[0]
    visit.forget_calls()
    return found, next(item for item in found.items if item.code == SAW)


def kept(library: SimulatorThread) -> tuple[str, ...]:
    """Return the codes of the tools in Marta's first reservation, from the records of the library."""
    return library.library_state.reservations_of("marta")[0].codes


def test_it_is_one_call_and_the_answer_shows_what_is_left(library: SimulatorThread) -> None:
    async def story(visit: Visit) -> None:
        found, saw = await first(visit)
        outcome = await visit.account.reserving.release(found.ident, saw)
        assert isinstance(outcome, Released)
        assert outcome.reservation is not None
        assert [item.code for item in outcome.reservation.items] == [REEL]
        assert kept(library) == (REEL,)
        assert visit.called() == {"remove_reserved_item": 1}
        assert visit.log.story == ["reservation done"]
        assert visit.log.acts[0].code == SAW

    at(library, story)


@pytest.mark.parametrize("acts", [True, False])
@pytest.mark.parametrize("kind", ["drop", "cut", "html", "garbage", "empty", "truncated", "wrong-type", "status"])
def test_no_usable_answer_is_settled_by_reading(library: SimulatorThread, kind: str, *, acts: bool) -> None:
    async def story(visit: Visit) -> None:
        found, saw = await first(visit)
        library.control.fault("remove_reserved_item", kind, acts=acts)
        outcome = await visit.account.reserving.release(found.ident, saw)
        assert isinstance(outcome, Released)
        assert kept(library) == (REEL,)
        assert visit.called()["remove_reserved_item"] == (1 if acts else 2)
        assert visit.log.story[-1] == "reservation done"

    at(library, story)


@pytest.mark.parametrize("kind", UNUSABLE)
def test_where_nobody_can_be_asked_it_is_in_doubt(library: SimulatorThread, kind: str) -> None:
    async def story(visit: Visit) -> None:
        found, saw = await first(visit)
        library.control.fault("remove_reserved_item", kind)
        library.control.fault("reservation", "drop", count=None)
        assert await visit.account.reserving.release(found.ident, saw) == InDoubt()
        assert visit.log.story == ["reservation unknown"]

    at(library, story)


def test_one_that_never_shows_an_effect_is_sent_three_times_at_most(library: SimulatorThread) -> None:
    async def story(visit: Visit) -> None:
        found, saw = await first(visit)
        library.control.fault("remove_reserved_item", "drop", count=None, acts=False)
        assert await visit.account.reserving.release(found.ident, saw) == InDoubt()
        assert visit.called()["remove_reserved_item"] == 3
        assert visit.log.story == ["reservation unknown"] * 3

    at(library, story)


def test_an_absent_server_has_certainly_not_got_it(library: SimulatorThread) -> None:
    async def story(visit: Visit) -> None:
        found, saw = await first(visit)
        library.control.go_away()
        try:
            assert await visit.account.reserving.release(found.ident, saw) == NotSent()
        finally:
            library.control.come_back()
        assert visit.log.story == ["reservation not_sent"]

    at(library, story)


def test_a_server_without_this_verb_says_no(library: SimulatorThread) -> None:
    library.control.turn(release_item=False)

    async def story(visit: Visit) -> None:
        found, saw = await first(visit)
        assert isinstance(await visit.account.reserving.release(found.ident, saw), Refused)
        assert kept(library) == (SAW, REEL)
        assert visit.called() == {"remove_reserved_item": 1}

    at(library, story)


def test_the_last_one_is_refused_in_the_servers_words(library: SimulatorThread) -> None:
    async def story(visit: Visit) -> None:
        (washer,) = (await read(visit))[1].items
        outcome = await visit.account.reserving.release((await read(visit))[1].ident, washer)
        assert isinstance(outcome, Refused)
        assert "last item" in outcome.refusal.words
        assert library.library_state.reservations_of("marta")[1].codes == (WASHER,)

    at(library, story)


def test_one_that_was_taken_out_elsewhere_is_out(library: SimulatorThread) -> None:
    async def story(visit: Visit) -> None:
        found, saw = await first(visit)
        with library.library_state.lock:
            record = library.library_state.reservations[int(found.ident)]
            record.tools = [tool for tool in record.tools if tool.code != SAW]
        outcome = await visit.account.reserving.release(found.ident, saw)
        assert isinstance(outcome, Released)
        assert outcome.reservation is not None
        assert [item.code for item in outcome.reservation.items] == [REEL]

    at(library, story)


def test_one_whose_reservation_is_gone_is_out(library: SimulatorThread) -> None:
    async def story(visit: Visit) -> None:
        found, saw = await first(visit)
        with library.library_state.lock:
            library.library_state.reservations.clear()
        assert await visit.account.reserving.release(found.ident, saw) == Released(None)

    at(library, story)


def test_with_a_broken_log_nothing_is_sent(library: SimulatorThread) -> None:
    async def story(visit: Visit) -> None:
        found, saw = await first(visit)
        visit.log.broken = True
        with pytest.raises(LogBrokenError):
            await visit.account.reserving.release(found.ident, saw)
        assert visit.called() == {}

    at(library, story)


def test_reading_beside_a_write_renews_a_dead_token_once(library: SimulatorThread) -> None:
    """A server may accept a refresh token only once.

    If two calls need a renewal at the same time, only one of them renews the token.
    """
    library.control.turn(refresh_rotates=True)

    async def story(visit: Visit) -> None:
        library.control.expire_tokens("marta")
        found, outcome = await asyncio.gather(
            visit.account.reserving.reservations(), visit.account.act(visit.line("DR-0143"))
        )
        assert len(found) == 2
        assert type(outcome).__name__ == "Staged"
        assert visit.called()["renew_token"] == 1

    at(library, story)
