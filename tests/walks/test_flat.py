"""Tests that visits leave nothing in memory.

The number of the kiosk's objects does not grow with the number of visits.
"""

import asyncio
import gc
from collections import Counter, deque
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from kiosk.domain.messages.effects import Effect
from kiosk.domain.messages.events import Event
from kiosk.domain.messages.intents import CloseReceipt, Finish, FormSent, LogInWithoutFob
from kiosk.domain.model import LineState, Secret
from kiosk.domain.visit.states import AskingSecret, Idle, Kiosk, Receipt, Serving, State
from kiosk.simulator import MEMBERS, Knobs, SimulatorThread
from kiosk.simulator.knobs import knobs_changed
from kiosk.views.view import View
from tests.walks.fast_loop import FastLoop
from tests.walks.kiosk import WalkClock, WalkingKiosk
from tests.walks.world import Habits, settings_of

WARM, FURTHER = 10, 8
_HOLDS = (dict, list, set, tuple, deque, frozenset)


class Deaf:
    """A watcher that ignores everything."""

    def happened(self, before: Kiosk, event: Event, after: Kiosk, view: View) -> None:
        """Do nothing."""

    def asked(self, kiosk: Kiosk, effect: Effect) -> None:
        """Do nothing."""


def held(root: object) -> Counter[str]:
    """Count the values in the attributes of all objects of the kiosk. A key is, for example, "Store.journal".

    Begin at `root`, and follow all attributes and collections from there.
    """
    found: Counter[str] = Counter()
    for name, thing in _reached(root):
        found[name] += len(thing) if isinstance(thing, dict | list | set | deque) else 1
    return found


def _reached(root: object) -> Iterator[tuple[str, object]]:
    seen, left = {id(root), id(asyncio.get_running_loop())}, [("root", root)]
    while left:
        name, thing = left.pop()
        yield name, thing
        inner: list[tuple[str, object]] = []
        if isinstance(thing, _HOLDS):
            inner = [(name, one) for one in gc.get_referents(thing)]
        elif type(thing).__module__.startswith(("kiosk.", "hardware.", "tests.")):
            slots = (slot for cls in type(thing).__mro__ for slot in getattr(cls, "__slots__", ()))
            names = [*getattr(thing, "__dict__", {}), *slots]
            inner = [(f"{type(thing).__name__}.{each}", getattr(thing, each, None)) for each in names]
        for each, one in inner:
            if id(one) not in seen and "simulator" not in type(one).__module__:
                seen.add(id(one))
                left.append((each, one))


async def _until(kiosk: WalkingKiosk, fact: Callable[[State], bool]) -> None:
    async with asyncio.timeout(600):
        while not fact(kiosk.kiosk.state):  # noqa: ASYNC110 - the kiosk sets no event
            await asyncio.sleep(0.05)


async def _visit(kiosk: WalkingKiosk) -> None:
    """Let Marta log in, borrow the drill (or bring it back if she has it), and leave."""
    kiosk.tell(LogInWithoutFob())
    form = kiosk.kiosk.state
    assert isinstance(form, AskingSecret)
    kiosk.tell(FormSent(form.form, MEMBERS[0].username, Secret(MEMBERS[0].password)))
    await _until(kiosk, lambda state: isinstance(state, Serving))
    kiosk.readers["items"].reads("DR-0142", 0.0)
    await _until(kiosk, lambda state: isinstance(state, Serving) and _staged(state))
    kiosk.tell(Finish())
    await _until(kiosk, lambda state: isinstance(state, Receipt))
    kiosk.tell(CloseReceipt())
    await _until(kiosk, lambda state: isinstance(state, Idle))
    await asyncio.sleep(5.0)  # wait for the end of the log-out
    await kiosk.at_rest()
    gc.collect()


def _staged(state: Serving) -> bool:
    return bool(state.lines) and all(line.state is LineState.STAGED for line in state.lines)


@pytest.mark.slow
def test_visits_leave_nothing_behind(tmp_path: Path) -> None:
    loop = FastLoop(5.0)
    asyncio.set_event_loop(loop)
    calm = {"skipKioskCheckinConfirmation": True, "skipKioskCheckoutConfirmation": True}
    habits = Habits(
        knobs={"organization": calm}, fob="linked", walk_away="finish", one_reader=False, rules=False, pin="never",
        logout_call=False, two_phase=False, minutes=True, linked=(), remember_password=False,
    )  # fmt: skip
    knobs = knobs_changed(Knobs(), habits.knobs)

    async def story(url: str) -> tuple[Counter[str], Counter[str]]:
        kiosk = WalkingKiosk(settings_of(habits, tmp_path, url), WalkClock(loop), Deaf())
        await kiosk.start()
        await _until(kiosk, lambda state: isinstance(state, Idle))
        for _ in range(WARM):
            await _visit(kiosk)
        before = held(kiosk)
        for _ in range(FURTHER):
            await _visit(kiosk)
        after = held(kiosk)
        await kiosk.stop()
        return before, after

    try:
        with SimulatorThread(knobs=knobs) as library:
            before, after = loop.run_until_complete(story(library.url))
    finally:
        asyncio.set_event_loop(None)
        loop.close()
    grown = {name: (before[name], count) for name, count in after.items() if count - before[name] >= FURTHER // 2}
    assert not grown, f"before and after {FURTHER} more visits: {grown}"
