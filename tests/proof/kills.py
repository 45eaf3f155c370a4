"""Run a kiosk in a separate process, and kill it with -9: when its journal changes, or at a random moment of a visit.

A place is the number of a moment when the journal changes (see transitions.py).
"""

import signal
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from random import Random
from threading import Event
from time import monotonic
from typing import Any

from tests.proof.after import Room, restarted, wrongs
from tests.proof.brought import wrong_returns
from tests.proof.nursery import Nursery
from tests.proof.returns import something_happens
from tests.proof.told import write_down_a_kill
from tests.walks.dice import Dice
from tests.walks.sierra_world import SierraHabits, SierraWorld
from tests.walks.systems import BOTH, EHUB, MYTURN, OVERDRIVE, SIERRA, opened, usual

CALM = SierraHabits(knobs={}, card_pin=True, one_reader=False, rules=False, walk_away="finish", drop_box=True)
Plan = Sequence[tuple[str, dict[str, object]]]


@dataclass(frozen=True, slots=True)
class Scene:
    """One way to run a kiosk that is killed.

    `plan` has the faults of the server. `script` says what the people at the kiosk do (see child.py). An empty script
    means a visit of Marta. `system` is the lending system of the library.
    """

    plan: Plan = ()
    script: str = ""
    system: str = SIERRA


def _lost(*names: str, acts: bool) -> Plan:
    return tuple((name, {"kind": "drop", "acts": acts}) for name in names)


_REFUSED_TOKEN = {"kind": "status", "status": 401, "count": 2}
_ACTS = ("checkout", "checkin", "renewal")
SCENES = {
    "answered": Scene(),
    "lost, done": Scene(_lost(*_ACTS, acts=True)),
    "lost, not done": Scene(_lost(*_ACTS, acts=False)),
    "box, answered": Scene((), "box"),
    "box, lost, done": Scene(_lost("checkin", acts=True), "box"),
    "box, lost, not done": Scene(_lost("checkin", acts=False), "box"),
    "box, not sent": Scene((("checkin", _REFUSED_TOKEN),), "box"),
    "box, away": Scene((("items_query", {"kind": "refuse", "count": 9}),), "box"),
}
"""The scenes by their names. In the first three, Marta comes. In the other scenes, somebody brings things back.

A fault changes the first answer to each kind of request that the plan names. If the fault has a "count", it changes so
many answers.
"""
DIGITAL_SCENES = {
    f"{system}, {name}": Scene(plan, system=system)
    for system in (OVERDRIVE, EHUB, f"{SIERRA}+{BOTH}", f"{MYTURN}+{BOTH}")
    for name, plan in (
        ("answered", ()),
        ("lost, done", _lost("checkout", "return", acts=True)),
        ("lost, not done", _lost("checkout", "return", acts=False)),
    )
}
"""The scenes with digital systems, by their names. In all of them, Marta comes.

If there is also a main system, it answers all requests correctly, and only the digital systems fail.
"""
SCENES |= DIGITAL_SCENES
NOT_REACHED = "the kiosk has fewer places in this run"
"""The result if no run has reached the place at which the kiosk should be killed.

The number of places is not the same in each run, because the kiosk sometimes merges two writes.
"""
_PATIENCE_S = 120.0
_TRIES = 3
_TMP = "/dev/shm" if Path("/dev/shm").is_dir() else None


def with_number(work: Callable[[int], list[str]], number: int) -> tuple[int, list[str]]:
    """Return `number` and the result of `work(number)`. The processes of a pool call this function."""
    return number, work(number)


@contextmanager
def room(habits: SierraHabits = CALM) -> Iterator[Room[SierraWorld]]:
    """Open a library with Sierra, and a folder for a kiosk. Yield a Room with both.

    `habits` has the knobs of the library and some settings of the kiosk.
    """
    with tempfile.TemporaryDirectory(prefix="proof-", dir=_TMP) as folder, SierraWorld.with_habits(habits) as world:
        yield Room.of(world, Path(folder))


@contextmanager
def room_of(system: str) -> Iterator[Room[Any]]:
    """Open a library with this system, and a folder for a kiosk. Yield a Room with both.

    The library has the usual knobs, and the kiosk has the usual settings.
    """
    if system == SIERRA:
        with room() as here:
            yield here
        return
    with tempfile.TemporaryDirectory(prefix="proof-", dir=_TMP) as folder, usual(system) as world:
        yield Room.of(world, Path(folder))


def _plan(here: Room[Any], plan: Plan) -> None:
    for name, more in plan:
        here.world.plan(name, more)


def _played(here: Room[Any], scene: Scene, place: int) -> bool:
    _plan(here, scene.plan)
    return lived(here, place, scene.script or f"visit:{scene.system}")


@cache
def nursery() -> Nursery:
    """Return the client of the process that starts kiosks. Make the client at the first call only."""
    return Nursery()


def begin(here: Room[Any], place: int, script: str = f"visit:{SIERRA}") -> None:
    """Start a kiosk that kills itself at the place with this number, or never if the number is 0."""
    nursery().begin(here.folder, place, here.world.state.clock.now().isoformat(), script)


def lived(here: Room[Any], place: int, script: str = f"visit:{SIERRA}") -> bool:
    """Run a kiosk, and return True if it has killed itself at this place. Return False if its script has ended first.

    Raise AssertionError if the kiosk ends with an error.
    """
    begin(here, place, script)
    code = nursery().ended()
    if code not in (0, -signal.SIGKILL):
        said = (here.folder / "stderr").read_text(encoding="utf-8")
        raise AssertionError(f"the kiosk ended with {code}: {said}")
    write_down_a_kill(here.told)
    return code == -signal.SIGKILL


def places(scene: str) -> list[str]:
    """Return the name of each place that a kiosk reaches in this scene, in order of time."""
    with room_of(SCENES[scene].system) as here:
        _played(here, SCENES[scene], 0)
        return (here.folder / "places").read_text(encoding="utf-8").splitlines()


def killed_at(scene: str, place: int) -> list[str]:
    """Kill a kiosk at this place, restart it, and return the mistakes of the kiosk.

    If no run of the kiosk reaches this place, return only NOT_REACHED.
    """
    for _ in range(_TRIES):  # on a busy machine, a visit may not reach the place
        with room_of(SCENES[scene].system) as here:
            died = _played(here, SCENES[scene], place)
            wrong = _judged(here)
            if died or wrong:
                return wrong
    return [NOT_REACHED]


def places_of_settling(scene: str, place: int) -> list[str]:
    """Kill a kiosk at this place, restart it, and return the names of the places that the restarted kiosk reaches."""
    with room_of(SCENES[scene].system) as here:
        _played(here, SCENES[scene], place)
        (here.folder / "places").unlink()
        lived(here, 0, "rest")
        return (here.folder / "places").read_text(encoding="utf-8").splitlines()


def killed_while_settling(scene: str, place: int, then: int) -> list[str]:
    """Kill a kiosk at `place`, restart it, kill it at its place `then`, and restart it a second time.

    Return the mistakes of the kiosk.
    """
    with room_of(SCENES[scene].system) as here:
        _played(here, SCENES[scene], place)
        lived(here, then, "rest")
        return _judged(here)


def killed_at_a_moment(seed: int) -> list[str]:
    """Kill a kiosk at a random moment of a visit with slow answers, restart it, and return the mistakes of the kiosk.

    The library has Sierra. The seed decides the knobs of the library, some settings of the kiosk, the delays, and the
    moment of the kill.
    """
    dice = Dice(seed)
    habits = SierraHabits.drawn(dice.of("habits"))
    habits = replace(habits, knobs=habits.knobs | {"barcodes": dice.one_of(["all", "none"])}, rules=True)
    with room(habits) as here:
        for name in ("checkout", "checkin", "renewal"):
            before, after = dice.one_of([0.0, 0.05, 0.2]), dice.one_of([0.0, 0.05, 0.2])
            here.world.plan(name, {"kind": "delay", "count": None, "delay_s": before, "answer_delay_s": after})
        begin(here, 0)
        _until_somebody_came(here)
        Event().wait(dice.number(0, 160) / 100.0)
        nursery().kill()
        nursery().ended()
        return [f"{wrong} ({habits})" for wrong in _judged(here)]


def killed_with_titles(system: str, seed: int) -> list[str]:
    """Kill a kiosk at a random moment of a visit with slow answers, restart it, and return the mistakes of the kiosk.

    The library has this system. The seed decides the knobs of the library, some settings of the kiosk, the delays, and
    the moment of the kill.
    """
    dice = Dice(seed)
    with (
        tempfile.TemporaryDirectory(prefix="proof-", dir=_TMP) as folder,
        opened(system, dice.of("habits")) as world,
    ):
        here = Room[Any].of(world, Path(folder))
        for name in ("checkout", "return"):
            before, after = dice.one_of([0.0, 0.05, 0.2]), dice.one_of([0.0, 0.05, 0.2])
            here.world.plan(name, {"kind": "delay", "count": None, "delay_s": before, "answer_delay_s": after})
        begin(here, 0, f"visit:{system}")
        _until_somebody_came(here)
        Event().wait(dice.number(0, 160) / 100.0)
        nursery().kill()
        nursery().ended()
        return [f"{wrong} ({world})" for wrong in _judged(here)]


def killed_at_the_box(seed: int) -> list[str]:
    """Kill a kiosk once or twice at random moments while people bring things back without an account.

    During this time, the server goes away, comes back, and loses answers. In some runs, the library has no drop box.
    Restart the kiosk, and return its mistakes.
    """
    dice = Dice(seed)
    habits = SierraHabits.drawn(dice.of("habits"))
    with room(habits) as here:
        for life in range(dice.number(1, 2)):
            (here.folder / "came").unlink(missing_ok=True)
            begin(here, 0, f"box:{seed}:{life}")
            _until_somebody_came(here)
            _bad_weather(here, Random(f"{seed} {life}"), dice.number(0, 250) / 100.0)
            nursery().kill()
            nursery().ended()
            write_down_a_kill(here.told)
        return [f"{wrong} ({habits})" for wrong in _judged(here)]


def _bad_weather(here: Room[Any], dice: Random, seconds: float) -> None:
    end = monotonic() + seconds
    while monotonic() < end:
        something_happens(dice, here.world.library.control)
        Event().wait(min(dice.choice((0.02, 0.1, 0.3)), max(0.0, end - monotonic())))


def _until_somebody_came(here: Room[Any]) -> None:
    came, end = here.folder / "came", monotonic() + _PATIENCE_S
    while not came.exists() and monotonic() < end:
        Event().wait(0.02)


def _judged(here: Room[Any]) -> list[str]:
    here.world.calm()
    end = monotonic() + 10.0
    while here.world.under_way and monotonic() < end:
        Event().wait(0.05)  # wait until the server has ended all its requests, then restart the kiosk
    restarted(here)
    return [*wrongs(here), *wrong_returns(here)]
