"""Visits in which nearly every act gets a faulty answer. The answer is lost, delayed or doubled."""

import asyncio
import tempfile
from dataclasses import dataclass
from pathlib import Path

from kiosk.domain.visit.states import Idle
from kiosk.settings.load import load
from tests.proof.after import SPEED, Room, at_rest, wrongs
from tests.proof.people import AtTheKiosk, Deed
from tests.proof.told import Telling
from tests.walks.dice import Dice
from tests.walks.fast_loop import FastLoop
from tests.walks.kiosk import WalkClock, WalkingKiosk
from tests.walks.sierra_world import WRITES, SierraHabits, SierraWorld
from tests.walks.world import Visitor

_WHO = ("marta", "jamal", "ines", "theo", "busy")
_ACTS = (4, 8)
_TMP = "/dev/shm" if Path("/dev/shm").is_dir() else None
_LATE_S = 1.4
"""A delay of an answer, in real seconds. The kiosk gives up after 10 s of its fast loop, which are 1 real second."""


@dataclass(frozen=True, slots=True)
class Heard:
    """The result of one run. `odd` is the number of faulty answers to acts. `wrongs` are the faults of the kiosk."""

    seed: int
    odd: int
    wrongs: tuple[str, ...]
    trace: tuple[str, ...]


def odd_answers(seed: int) -> Heard:
    """Play one visit with faulty answers, and return its result.

    The seed decides the member, the acts and the faults.
    """
    dice = Dice(seed)
    habits = SierraHabits.drawn(dice.of("habits"))
    with tempfile.TemporaryDirectory(prefix="proof-", dir=_TMP) as folder, SierraWorld.with_habits(habits) as world:
        trace = [str(habits)]
        world.note = lambda *what: trace.append(" ".join(map(str, what)))
        here = Room.of(world, Path(folder), doubled=True)
        loop = FastLoop(SPEED)
        asyncio.set_event_loop(loop)
        try:
            loop.run_until_complete(_visit(here, loop, dice))
        finally:
            asyncio.set_event_loop(None)
            loop.close()
        odd = sum(call.name in WRITES and call.fault is not None for call in world.state.calls())
        trace.append(here.told.read_text(encoding="utf-8"))
        trace += [f"{call.name} {call.about} {call.status} {call.fault}" for call in world.state.calls()]
        trace += [str(row) for row in here.disk.commits()] + [str(each) for each in here.disk.inbox()]
        return Heard(seed, odd, tuple(wrongs(here)), tuple(trace))


async def _visit(here: Room, loop: FastLoop, dice: Dice) -> None:
    key = dice.one_of(_WHO)
    who = next(each for each in here.world.visitors if each.key == key)
    with here.told.open("a", encoding="utf-8") as file:
        clock = WalkClock(loop, here.world.state.clock.now())
        kiosk = WalkingKiosk(load(here.folder / "kiosk.toml"), clock, Telling(file))
        await kiosk.start()
        member = AtTheKiosk(kiosk, who)
        await member.comes()
        hurry = dice.of("hurry")
        for deed in _deeds(dice, who):
            _goes_wrong(here.world, dice)
            here.world.note("->", deed)
            await member.does([deed], waits=hurry.chance(0.7))
        here.world.calm()
        if dice.chance(0.7):
            await member.leaves()
        while not isinstance(kiosk.kiosk.state, Idle):
            await asyncio.sleep(0.1)
            if here.world.under_way == 0:
                loop.skip(1.0)
        await at_rest(here, kiosk, loop)
        await kiosk.stop()


def _deeds(dice: Dice, who: Visitor) -> list[Deed]:
    """Return the acts of this member. An act can come again, because the first try may have failed."""
    own, free = sorted(who.home), list(SierraWorld.free)
    deeds = list[Deed]()
    for _ in range(dice.number(*_ACTS)):
        did = [each.code for each in deeds]
        what = dice.weighted({"borrow": 4, "bring back": 3, "renew": 2, "undo": 2, "again": 1, "renew all": 1})
        match what:
            case "bring back" if own:
                deeds.append(Deed("scan", dice.one_of(own)))
            case "renew" if own:
                deeds.append(Deed("renew", dice.one_of(own)))
            case "renew all":
                deeds.append(Deed(what, ""))
            case "undo" | "again" if did:
                deeds.append(Deed(what, dice.one_of(did)))
            case _:
                deeds.append(Deed("scan", dice.one_of(free)))
    return deeds


def _goes_wrong(world: SierraWorld, dice: Dice) -> None:
    """Plan a faulty answer to the next act of each kind, and sometimes also to the next reading of the loans."""
    for operation in WRITES:
        world.library.control.clear_faults(operation)
        if dice.chance(0.9):
            world.plan(operation, _odd(dice))
    if dice.chance(0.25):
        world.plan("checkouts", _odd(dice))
    if dice.chance(0.1):
        world.plan("items_query", _odd(dice))


def _odd(dice: Dice) -> dict[str, object]:
    acts, late = dice.chance(0.5), dice.one_of([0.05, 0.3, _LATE_S])
    kind = dice.weighted({"lost": 5, "spoilt": 2, "refused": 2, "late": 2, "late act": 1, "doubled": 3, "no entry": 1})
    match kind:
        case "lost":
            return {"kind": dice.one_of(["drop", "drop", "html"]), "acts": acts}
        case "spoilt":
            return {"kind": dice.one_of(["cut", "empty", "truncated", "garbage", "wrong-type"])}
        case "refused":
            return {"kind": "status", "status": dice.one_of([500, 502, 503, 504]), "acts": acts}
        case "late":
            return {"kind": "delay", "answer_delay_s": late}
        case "late act":
            return {"kind": "delay", "delay_s": late}
        case "doubled":
            lost = dice.chance(0.4)
            return {"kind": "drop", "acts": True, "deliveries": 2} if lost else {"kind": "delay", "deliveries": 2}
        case _:
            return {"kind": "refuse"}
