"""Tests of staging without a usable answer.

The back end reads the cart, and sends a line again only if the line is not in the cart.
"""

import pytest

from kiosk.backends.errors import MisconfiguredError
from kiosk.domain.model import Gone, InDoubt, NotSent
from kiosk.simulator import SimulatorThread
from tests.backends.visits import FREE, MINE, UNUSABLE, Visit, at, staged

# --- answers that get lost ------------------------------------------------------------------------


OPERATIONS = [
    pytest.param("add_checkout", FREE, id="borrow"),
    pytest.param("add_checkin", MINE, id="return"),
]


@pytest.mark.parametrize("acts", [True, False], ids=["acted", "not acted"])
@pytest.mark.parametrize("kind", UNUSABLE)
@pytest.mark.parametrize(("operation", "code"), OPERATIONS)
def test_after_no_usable_answer_the_cart_is_read_and_only_what_is_absent_is_sent_again(
    library: SimulatorThread, operation: str, code: str, kind: str, *, acts: bool
) -> None:
    library.control.fault(operation, kind, acts=acts)

    async def story(visit: Visit) -> None:
        staged(await visit.add(code))
        assert visit.called()[operation] == (1 if acts else 2)
        cart = library.library_state.open_cart_of("marta")
        assert cart is not None
        assert (*cart.borrows, *cart.returns) == (code,)
        assert visit.log.story[-1].endswith("done")

    at(library, story)


@pytest.mark.parametrize("acts", [True, False], ids=["acted", "not acted"])
@pytest.mark.parametrize("kind", UNUSABLE)
def test_a_lost_taking_out_is_settled_in_the_same_way(library: SimulatorThread, kind: str, *, acts: bool) -> None:
    library.control.fault("remove_checkout", kind, acts=acts)

    async def story(visit: Visit) -> None:
        await visit.add(FREE)
        assert await visit.account.staging.take_out(visit.lines[0]) == Gone()
        cart = library.library_state.open_cart_of("marta")
        assert cart is not None
        assert cart.borrows == ()

    at(library, story)


def test_staging_is_sent_three_times_at_most(library: SimulatorThread) -> None:
    library.control.fault("add_checkout", "drop", count=None)

    async def story(visit: Visit) -> None:
        assert await visit.add(FREE) == InDoubt()
        assert visit.called() == {"add_checkout": 3, "carts": 3}
        assert visit.log.story == ["borrow unknown"] * 3

    at(library, story)


def test_silence_for_longer_than_the_time_out_is_no_answer(library: SimulatorThread) -> None:
    library.control.fault("add_checkout", "delay", answer_delay_s=30.0)

    async def story(visit: Visit) -> None:
        staged(await visit.add(FREE))
        assert visit.called()["add_checkout"] == 1

    at(library, story, timeout_s=0.5)


def test_no_answer_and_no_reading_either_is_in_doubt(library: SimulatorThread) -> None:
    async def story(visit: Visit) -> None:
        library.control.fault("add_checkout", "drop")
        library.control.fault("carts", "status", status=502, count=None)
        assert await visit.add(FREE) == InDoubt()
        assert visit.called()["add_checkout"] == 1

    at(library, story)


@pytest.mark.parametrize("status", [408, 425, 429])
def test_try_later_is_not_sent(library: SimulatorThread, status: int) -> None:
    library.control.fault("add_checkout", "status", status=status, retry_after_s=9)

    async def story(visit: Visit) -> None:
        assert await visit.add(FREE) == NotSent(9.0)
        assert visit.log.story == ["borrow not_sent"]

    at(library, story)


def test_with_the_server_away_nothing_was_sent_and_it_works_when_it_is_back(library: SimulatorThread) -> None:
    async def story(visit: Visit) -> None:
        library.control.go_away()
        assert await visit.add(FREE) == NotSent()
        library.control.come_back()
        staged(await visit.add(FREE))
        assert visit.log.story == ["borrow not_sent", "borrow done"]

    at(library, story)


def test_a_verb_that_is_not_taken_is_a_matter_for_staff(library: SimulatorThread) -> None:
    library.control.fault("add_checkout", "status", status=405)

    async def story(visit: Visit) -> None:
        with pytest.raises(MisconfiguredError, match="add_checkout"):
            await visit.add(FREE)

    at(library, story)


# --- the cart is deleted or finished elsewhere ----------------------------------------------------


@pytest.mark.parametrize("empty", ["list", "404"])
@pytest.mark.parametrize("how", ["convert", "delete"])
def test_a_cart_that_is_gone_is_replaced_and_the_line_goes_into_the_new_one(
    library: SimulatorThread, how: str, empty: str
) -> None:
    library.control.turn(empty_as=empty)

    async def story(visit: Visit) -> None:
        library.control.other_device("marta", how)  # type: ignore[arg-type]
        staged(await visit.add(FREE))
        assert visit.called() == {"add_checkout": 2, "carts": 1, "create_cart": 1}

    at(library, story)
