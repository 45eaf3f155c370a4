"""Tests of reservations: reading them, and picking up a tool of a reservation."""

from datetime import date, timedelta

import pytest

from kiosk.backends.errors import ServerAwayError
from kiosk.backends.myturn import reading
from kiosk.backends.myturn.reservations import MOST
from kiosk.backends.myturn.schema import ReservationAnswer, decode
from kiosk.domain.model import ItemCode, RefusalKind, Staged
from kiosk.domain.reservations import Reservation
from kiosk.domain.terms import Pickup, ReservationId
from kiosk.simulator import SimulatorThread
from kiosk.simulator.people import ReservationSeed
from kiosk.structs import replace
from tests.backends.answers import NEW_YORK, answer
from tests.backends.visits import FREE, UNUSABLE, WEDNESDAY, Visit, at, refused, staged

SAW, REEL, WASHER = "SAW-0097", "REEL-0001", "WASH-0031"
SATURDAY = date(2026, 3, 14)
SUNDAY = date(2026, 3, 15)
"""The last day of the ready reservation. The library is closed on this day."""


def keep(library: SimulatorThread, *seeds: ReservationSeed, who: str = "marta") -> None:
    """Remove all reservations, and add these reservations for the member `who`."""
    state = library.library_state
    with state.lock:
        state.reservations.clear()
        for seed in seeds:
            state._seed_reservation(state.people[who], seed)


def days(*ahead: int) -> tuple[date, ...]:
    return tuple(WEDNESDAY + timedelta(days=each) for each in ahead)


async def read(visit: Visit) -> tuple[Reservation, ...]:
    return await visit.account.reserving.reservations()


async def pick_up(visit: Visit, code: str, *, pickup: Pickup | None = None) -> Staged:
    """Read the reservations, then scan this tool of a reservation. Return the staged line."""
    found = next(each for each in await read(visit) if code in {item.code for item in each.items})
    line = visit.line(code, pickup=pickup or Pickup(found.ident, found.ends))
    return staged(await visit.account.act(line))


# --- reading --------------------------------------------------------------------------------------


def test_open_ones_are_read_with_their_tools_and_days_and_passed_ones_are_not(library: SimulatorThread) -> None:
    async def story(visit: Visit) -> None:
        now, soon = await read(visit)
        assert [item.code for item in now.items] == [SAW, REEL]
        assert (now.starts, now.ends) == days(0, 4)
        assert [item.code for item in soon.items] == [WASHER]
        assert (soon.starts, soon.ends) == days(7, 12)
        assert all(item.ident and item.name and item.shelf for item in now.items)
        assert visit.called() == {"reservations": 1, "reservation": 2}

    at(library, story)


@pytest.mark.parametrize("empty", ["list", "404"])
def test_none_are_none_however_the_server_says_it(library: SimulatorThread, empty: str) -> None:
    library.control.turn(empty_as=empty)

    async def story(visit: Visit) -> None:
        assert await read(visit) == ()
        assert visit.called() == {"reservations": 1}

    at(library, story, enter="theo")


def test_days_of_the_calendar_are_not_shifted_by_the_time_zone(library: SimulatorThread) -> None:
    """At midnight UTC, the date in New York is still the date of the day before."""
    keep(library, ReservationSeed(0, 0, (SAW,)))

    async def story(visit: Visit) -> None:
        (found,) = await read(visit)
        assert (found.starts, found.ends) == days(0, 0)
        assert found.is_ready(WEDNESDAY)

    at(library, story)


def test_only_so_many_are_looked_at(library: SimulatorThread) -> None:
    keep(library, *(ReservationSeed(ahead, ahead + 1, (SAW,)) for ahead in range(MOST + 5, -1, -1)))

    async def story(visit: Visit) -> None:
        found = await read(visit)
        assert len(found) == visit.called()["reservation"] == MOST
        assert found[0].starts == WEDNESDAY

    at(library, story)


def test_one_that_is_taken_away_while_it_is_read_is_left_out(library: SimulatorThread) -> None:
    async def story(visit: Visit) -> None:
        library.control.fault("reservation", "status", status=404)
        (soon,) = await read(visit)
        assert [item.code for item in soon.items] == [WASHER]

    at(library, story)


@pytest.mark.parametrize("fault", UNUSABLE)
@pytest.mark.parametrize("operation", ["reservations", "reservation"])
def test_an_unusable_answer_is_a_server_that_is_away(library: SimulatorThread, operation: str, fault: str) -> None:
    async def story(visit: Visit) -> None:
        library.control.fault(operation, fault, count=None)
        with pytest.raises(ServerAwayError):
            await read(visit)

    at(library, story)


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("2026-03-11T00:00:00.000Z", WEDNESDAY),
        ("2026-03-11", WEDNESDAY),
        ("2026-03-11T23:59:00.000-11:00", WEDNESDAY),
        ("11 March", None),
        ("", None),
        (None, None),
    ],
)
def test_a_day_is_the_one_that_is_written(written: str | None, day: date | None) -> None:
    """The kiosk leaves out a reservation whose first or last day it cannot read."""
    said = {"id": 7, "startDate": written, "endDate": written, "items": [{"itemId": "A"}] * 99}
    found = reading.reservation(decode(answer(said), ReservationAnswer), NEW_YORK)
    assert (found and (found.starts, found.ends)) == (day and (day, day))
    assert found is None or len(found.items) == reading.MOST_KEPT


# --- picking up -----------------------------------------------------------------------------------


def reserved_line(library: SimulatorThread) -> tuple[int | None, date]:
    """Return two values of the only line in the cart: the number of its reservation, or None, and its due day."""
    cart = library.library_state.cart_record("marta")
    assert cart is not None
    (line,) = cart.lines.values()
    return line.reservation, line.due


@pytest.mark.parametrize("due", ["end", "asked"])
def test_a_ready_one_is_borrowed_by_its_number_and_with_a_due_date(library: SimulatorThread, due: str) -> None:
    """The due day is the last day of the reservation. If the library is closed then, it is the last open day before."""
    library.control.turn(reservation_due=due, picks_up="by-id")

    async def story(visit: Visit) -> None:
        outcome = await pick_up(visit, SAW)
        assert outcome.pickup is not None
        assert outcome.due == SATURDAY
        number, day = reserved_line(library)
        assert (str(number), day) == (outcome.pickup.reservation, SATURDAY)

    at(library, story)


def test_finishing_fulfils_it_tool_by_tool(library: SimulatorThread) -> None:
    library.control.turn(picks_up="by-id")

    async def story(visit: Visit) -> None:
        for code, left in ((SAW, (REEL,)), (REEL, ())):
            visit.lines.clear()
            found = (await read(visit))[0]
            line = visit.line(code, pickup=Pickup(found.ident, found.ends))
            outcome = staged(await visit.account.act(line))
            visit.lines.append(replace(line, ref=outcome.ref, item=outcome.item, due=outcome.due))
            await visit.finish()
            assert library.library_state.reservations_of("marta")[0].open == left

    at(library, story)


def test_one_that_has_passed_gives_way_to_an_ordinary_borrow_with_a_due_date(library: SimulatorThread) -> None:
    """The kiosk sends a due date, and does not send the number of the reservation, which the server would ignore."""
    keep(library, ReservationSeed(-3, -1, (SAW,)))
    passed = library.library_state.reservations_of("marta")[0]

    async def story(visit: Visit) -> None:
        assert await read(visit) == ()
        line = visit.line(SAW, pickup=Pickup(ReservationId(str(passed.id)), passed.end))
        outcome = staged(await visit.account.act(line))
        assert outcome.pickup is None
        assert reserved_line(library) == (None, outcome.due)
        assert outcome.due is not None
        assert outcome.due > WEDNESDAY

    at(library, story)


def test_one_that_ends_today_is_borrowed_for_today(library: SimulatorThread) -> None:
    keep(library, ReservationSeed(-3, 0, (SAW,)))

    async def story(visit: Visit) -> None:
        outcome = await pick_up(visit, SAW)
        assert outcome.pickup is not None
        assert outcome.due is not None
        assert outcome.due >= WEDNESDAY

    at(library, story)


def test_the_tool_of_a_later_one_is_borrowed_as_any_other(library: SimulatorThread) -> None:
    keep(library, ReservationSeed(7, 12, (SAW,)))

    async def story(visit: Visit) -> None:
        outcome = staged(await visit.account.act(visit.line(SAW)))
        assert outcome.pickup is None
        assert reserved_line(library)[0] is None

    at(library, story)


@pytest.mark.parametrize("gone", ["ignored", "refused"])
def test_a_tool_that_was_taken_out_elsewhere_is_borrowed_as_any_other(library: SimulatorThread, gone: str) -> None:
    library.control.turn(reservation_gone=gone)

    async def story(visit: Visit) -> None:
        found = (await read(visit))[0]
        with library.library_state.lock:
            del library.library_state.reservations[int(found.ident)]
        outcome = staged(await visit.account.act(visit.line(SAW, pickup=Pickup(found.ident, found.ends))))
        assert outcome.due is not None
        assert reserved_line(library)[0] is None
        assert (outcome.pickup is None) is (gone == "refused")

    at(library, story)


def test_what_is_kept_for_somebody_else_is_refused_with_or_without_a_number(library: SimulatorThread) -> None:
    keep(library, ReservationSeed(0, 4, (FREE,)), who="jamal")

    async def story(visit: Visit) -> None:
        for pickup in (None, Pickup(ReservationId("4711"), SUNDAY)):
            no = refused(await visit.account.act(visit.line(FREE, pickup=pickup)))
            assert no.kind is RefusalKind.RESERVED

    at(library, story)


def test_a_line_that_the_cart_has_lost_goes_back_under_its_reservation(library: SimulatorThread) -> None:
    library.control.turn(picks_up="by-id")

    async def story(visit: Visit) -> None:
        found = (await read(visit))[0]
        line = visit.line(SAW, pickup=Pickup(found.ident, found.ends))
        outcome = staged(await visit.account.act(line))
        line = replace(line, ref=outcome.ref, item=outcome.item, due=outcome.due)
        visit.lines.append(line)
        with library.library_state.lock:
            library.library_state.carts.clear()
        await visit.account.reconcile([], finished=visit.now())
        await visit.finish()
        assert library.library_state.reservations_of("marta")[0].open == (REEL,)
        assert ItemCode(SAW) in visit.out()

    at(library, story)
