"""Tests of the number of calls of a visit.

A visit makes only the calls that the API needs, and one more call that reads the cart before Finish.
The simulated server counts the calls. With the option `-s`, pytest prints for each visit how many calls of each
operation the API needs. The calls of the read-back are counted separately.
"""

from collections import Counter

import pytest

from kiosk.backends.protocol import Credential, Renewal
from kiosk.domain.model import CommitDone, Direction, Secret
from kiosk.simulator import SimulatorThread
from tests.backends.ports import MemoryKeeper
from tests.backends.visits import FREE, FREE_14_DAYS, FREE_TOO, MINE, MINE_LATE, TWO_PHASE, Visit, at, by_password

pytestmark = pytest.mark.slow
FREE_TOOLS = (FREE, FREE_TOO, "DR-0142", "DR-0158", "DR-0160", "SAND-0019")
MINE_ALL = (MINE, MINE_LATE, "LVL-0002")
LOOK = {"carts": 1}


def minimum(*, linked: bool, cart: bool, borrows: int, wrong_days: int, returns: int, two_phase: bool) -> Counter[str]:
    """Return the smallest number of calls of each operation that the API needs for this visit."""
    least = {
        "renew_token" if linked else "log_in": 1,
        "carts": 1,
        "create_cart": 0 if cart else 1,
        "add_checkout": borrows,
        "change_checkout": wrong_days,
        "add_checkin": returns,
        "commit_checkout": borrows if two_phase else 0,
        "commit_checkin": returns if two_phase else 0,
        "convert": 1,
    }
    return Counter({name: count for name, count in least.items() if count})


@pytest.mark.parametrize("two_phase", [False, True], ids=["one phase", "two phases"])
@pytest.mark.parametrize("linked", [False, True], ids=["password", "link"])
@pytest.mark.parametrize("cart", [False, True], ids=["no cart", "an open cart"])
@pytest.mark.parametrize(
    ("borrows", "wrong_days", "returns"), [(1, 0, 0), (0, 0, 1), (2, 0, 2), (5, 0, 3), (6, 1, 0), (0, 0, 3)]
)
def test_a_visit_needs_the_minimum_of_calls_and_one_look(
    library: SimulatorThread,
    *,
    borrows: int,
    wrong_days: int,
    returns: int,
    cart: bool,
    linked: bool,
    two_phase: bool,
) -> None:
    library.control.turn(organization=TWO_PHASE if two_phase else {})
    if cart:
        library.control.other_device("marta", "open")
    tools = [*FREE_TOOLS[: borrows - wrong_days], *[FREE_14_DAYS][:wrong_days]]
    least = minimum(
        linked=linked, cart=cart, borrows=borrows, wrong_days=wrong_days, returns=returns, two_phase=two_phase
    )

    async def story(visit: Visit) -> None:
        await visit.backend.library("en")
        credential: Credential = by_password()
        if linked:
            token = (await visit.enter()).renewable
            await visit.account.sign_out()
            credential = Renewal(token or Secret(""), MemoryKeeper())
        visit.forget_calls()
        await visit.enter(credential)
        for code in tools:
            await visit.add(code)
        for code in MINE_ALL[:returns]:
            await visit.add(code, Direction.RETURN)
        assert await visit.finish() == CommitDone()
        made = Counter(visit.called())
        visit.forget_calls()
        assert len((await visit.look()).proven) == borrows + returns
        read_back = Counter(visit.called())
        parts = " + ".join(f"{count} {name}" for name, count in least.items())
        print(f"{borrows + returns} tools: {sum(made.values())} calls = {parts} + 1 look; read-back", dict(read_back))
        assert made == least + Counter(LOOK)
        assert sum(made.values()) == sum(least.values()) + 1
        assert read_back == Counter({"carts": 1, "create_cart": 1})

    at(library, story, enter=None)
