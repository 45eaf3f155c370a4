"""Walks (random visits) with kiosks that are really killed.

Each kiosk is a process that gets `kill -9` at a random moment. The next kiosk starts on the same disk.
"""

import json
import subprocess
import sys
import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event, Lock
from time import monotonic

from kiosk.simulator.records import ReceivedCall
from tests.walks.acts import came_twice, needs_row, sent_twice
from tests.walks.child import A_LIFE
from tests.walks.dice import Dice
from tests.walks.disk import Disk
from tests.walks.systems import MYTURN, opened
from tests.walks.walk import Walked, walk
from tests.walks.world import World

LIVES = (2, 4)
_PATIENCE_S = 90.0
_TRULY_KILLED = 25
"""Of this number of walks, one walk runs its kiosks in processes that are killed."""


@dataclass
class Arrivals:
    """A check of each write that reaches the server: its row is on disk, and its visit has no other open write."""

    disk: Disk
    world: World
    broken: list[str] = field(default_factory=list)
    count: dict[str, int] = field(default_factory=dict)
    lock: Lock = field(default_factory=Lock)
    doubled: bool = False
    """True if the network delivers some requests twice, so that there are fewer rows than requests."""

    def __call__(self, call: ReceivedCall, sort: str | None) -> None:
        """Check a request that has arrived. The thread of the server calls this method."""
        if sort is None or not needs_row(call, sort):
            return
        with self.lock:  # each system's server has its own thread
            arrived = self.count[sort] = self.count.get(sort, 0) + 1
        rows = self.disk.rows_by_sort(self.world.sorts)[sort]
        if rows < arrived and not self.doubled:
            self.broken.append(f"{call.name}: {arrived} of its sort have arrived, and {rows} have a row")
        if at_once := self.disk.two_at_once():
            self.broken.append(f"{call.name} has arrived, and visits {at_once} have two writes under way")


def one_of_either(seed: int, system: str = MYTURN) -> Walked:
    """Usually walk in this process. For one seed in _TRULY_KILLED, walk with kiosks in processes that are killed."""
    return killed_walk(seed, system) if seed % _TRULY_KILLED == 0 else walk(seed, system)


def killed_walk(seed: int, system: str = MYTURN) -> Walked:
    """Run some kiosks on one disk, one after the other, and kill each of them.

    Then run a kiosk that settles the open acts, and compare the loans with the results that people were told.
    """
    began, trace, dice = monotonic(), list[str](), Dice(seed)
    with tempfile.TemporaryDirectory(prefix="killed-") as name, opened(system, dice.of("habits")) as world:
        folder = Path(name)
        world.note = lambda *what: trace.append(" ".join(map(str, what)))
        world.note(world)
        world.settings(folder)
        arrivals, at_first = Arrivals(Disk(folder / "state"), world), world.all_loans()
        world.listen(arrivals)
        lives = dice.of("lives")
        for number in range(lives.number(*LIVES)):
            _live_and_die(world, folder, (system, seed * A_LIFE + number), lives)
        world.calm()
        _rest(world, folder, (system, seed * A_LIFE))
        changed = {code for who, code in world.all_loans() ^ at_first if (who, code) not in world.elsewhere}
        unexplained = changed - _told(folder) - _on_disk(arrivals.disk)
        broken = [*arrivals.broken, *(f"{code} was lent or returned, and nobody was told" for code in unexplained)]
        broken += [*sent_twice(arrivals.disk, world), *came_twice(arrivals.disk, world)]
    return Walked(seed, tuple(broken), tuple(trace), monotonic() - began)


def _live_and_die(world: World, folder: Path, which: tuple[str, int], dice: Dice) -> None:
    child = _child(world, folder, which, "walk")
    people = [person for person in world.visitors if person.home]
    try:
        _ready(child)
        for _ in range(dice.number(1, 6)):
            if dice.chance(0.6):
                world.fault(dice)
            if dice.chance(0.2):
                world.other_device(dice, dice.one_of(people).key)
            Event().wait(dice.one_of([0.1, 0.3, 0.7]))
    finally:
        child.kill()
        child.communicate()
    world.note("KILLED")


def _rest(world: World, folder: Path, which: tuple[str, int]) -> None:
    child = _child(world, folder, which, "rest")
    _ready(child)
    child.communicate(timeout=_PATIENCE_S)
    if child.returncode != 0:
        raise AssertionError(f"the kiosk that nobody used ended with {child.returncode}")


def _child(world: World, folder: Path, which: tuple[str, int], mode: str) -> "subprocess.Popen[str]":
    system, seed = which
    likely = ",".join(world.most_likely)
    arguments = [sys.executable, "-m", "tests.walks.child", str(folder), system, likely, str(seed), mode]
    return subprocess.Popen(arguments, stdout=subprocess.PIPE, stderr=None, text=True)


def _ready(child: "subprocess.Popen[str]") -> None:
    assert child.stdout is not None
    if child.stdout.readline().strip() != "ready":
        raise AssertionError(f"the kiosk does not start: {child.wait(_PATIENCE_S)}")


def _told(folder: Path) -> set[str]:
    """Return the codes on receipts and in records. Leave out a line that a kill has cut off."""
    told: set[str] = set()
    for line in (folder / "told").read_text(encoding="utf-8").splitlines():
        if line.endswith("]"):
            told |= set(json.loads(line))
    return told


def _on_disk(disk: Disk) -> set[str]:
    by_journal = {code for row in disk.commits() if row.settlement in (None, "done") for code in row.codes}
    by_journal |= {row.code for row in disk.returns()}
    return by_journal | {code for _, codes in disk.inbox() for code in codes}
