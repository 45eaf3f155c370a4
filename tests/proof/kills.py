"""Kill a kiosk in a separate process with -9: at a change of its journal, or at a random moment of a visit."""

import signal
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from threading import Event
from time import monotonic

from tests.proof.after import Room, restarted, wrongs
from tests.proof.nursery import Nursery
from tests.walks.dice import Dice
from tests.walks.sierra_world import SierraHabits, SierraWorld

CALM = SierraHabits(knobs={}, card_pin=True, one_reader=False, rules=False, walk_away="finish")
Plan = Sequence[tuple[str, dict[str, object]]]
SCENES: dict[str, Plan] = {
    "answered": (),
    "lost, done": tuple((name, {"kind": "drop", "acts": True}) for name in ("checkout", "checkin", "renewal")),
    "lost, not done": tuple((name, {"kind": "drop", "acts": False}) for name in ("checkout", "checkin", "renewal")),
}
"""The faults of the server in Marta's visit, by the name of the scene. A fault changes the first answer to an act."""
_PATIENCE_S = 120.0
_TRIES = 3
_TMP = "/dev/shm" if Path("/dev/shm").is_dir() else None


def with_number(work: Callable[[int], list[str]], number: int) -> tuple[int, list[str]]:
    """Return the number, and the result of `work(number)`. The processes of a pool call this function."""
    return number, work(number)


@contextmanager
def room(habits: SierraHabits = CALM) -> Iterator[Room]:
    """Open a library and a folder, and yield a Room with both."""
    with tempfile.TemporaryDirectory(prefix="proof-", dir=_TMP) as folder, SierraWorld.with_habits(habits) as world:
        yield Room.of(world, Path(folder))


def _plan(here: Room, plan: Plan) -> None:
    for name, more in plan:
        here.world.plan(name, more)


@cache
def nursery() -> Nursery:
    """Return the client of the process that starts kiosks. This function makes the client at its first call."""
    return Nursery()


def begin(here: Room, place: int, script: str = "visit") -> None:
    """Start a kiosk that kills itself at the place with this number, or never if the number is 0."""
    nursery().begin(here.folder, place, here.world.state.clock.now().isoformat(), script)


def lived(here: Room, place: int, script: str = "visit") -> bool:
    """Run a kiosk until it kills itself at this place. Return False if its script ends first.

    Raise AssertionError if the kiosk fails.
    """
    begin(here, place, script)
    code = nursery().ended()
    if code not in (0, -signal.SIGKILL):
        said = (here.folder / "stderr").read_text(encoding="utf-8")
        raise AssertionError(f"the kiosk ended with {code}: {said}")
    return code == -signal.SIGKILL


def places(scene: str) -> list[str]:
    """Return the name of each place that a kiosk reaches in this scene, in order of time."""
    with room() as here:
        _plan(here, SCENES[scene])
        lived(here, 0)
        return (here.folder / "places").read_text(encoding="utf-8").splitlines()


def killed_at(scene: str, place: int) -> list[str]:
    """Kill a kiosk at this place, restart it, and return what does not agree."""
    for _ in range(_TRIES):  # on a busy machine, a visit may not reach the place
        with room() as here:
            _plan(here, SCENES[scene])
            died = lived(here, place)
            wrong = _judged(here)
            if died or wrong:
                return wrong
    return [f"no kiosk has come to place {place}"]


def places_of_settling(scene: str, place: int) -> list[str]:
    """Kill a kiosk at this place, restart it, and return the names of the places that the restart reaches."""
    with room() as here:
        _plan(here, SCENES[scene])
        lived(here, place)
        (here.folder / "places").unlink()
        lived(here, 0, "rest")
        return (here.folder / "places").read_text(encoding="utf-8").splitlines()


def killed_while_settling(scene: str, place: int, then: int) -> list[str]:
    """Kill a kiosk at `place`, and the restarted kiosk at its place `then`. Restart it again. Return the faults."""
    with room() as here:
        _plan(here, SCENES[scene])
        lived(here, place)
        lived(here, then, "rest")
        return _judged(here)


def killed_at_a_moment(seed: int) -> list[str]:
    """Kill a kiosk at a random moment of a visit with slow answers, restart it, and return the faults."""
    dice = Dice(seed)
    habits = SierraHabits.drawn(dice.of("habits"))
    habits = SierraHabits(habits.knobs | {"barcodes": dice.one_of(["all", "none"])}, *_rest_of(habits))
    with room(habits) as here:
        for name in ("checkout", "checkin", "renewal"):
            before, after = dice.one_of([0.0, 0.05, 0.2]), dice.one_of([0.0, 0.05, 0.2])
            here.world.plan(name, {"kind": "delay", "count": None, "delay_s": before, "answer_delay_s": after})
        begin(here, 0)
        came, end = here.folder / "came", monotonic() + _PATIENCE_S
        while not came.exists() and monotonic() < end:
            Event().wait(0.02)
        Event().wait(dice.number(0, 160) / 100.0)
        nursery().kill()
        nursery().ended()
        return [f"{wrong} ({habits})" for wrong in _judged(here)]


def _rest_of(habits: SierraHabits) -> tuple[bool, bool, bool, str]:
    return habits.card_pin, habits.one_reader, True, habits.walk_away


def _judged(here: Room) -> list[str]:
    here.world.calm()
    end = monotonic() + 10.0
    while here.world.state.under_way and monotonic() < end:
        Event().wait(0.05)  # wait until the server has ended all its requests, then restart the kiosk
    restarted(here)
    return list(wrongs(here))
