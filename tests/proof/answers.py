"""Visits in which nearly every act gets a faulty answer. For example, the answer is lost, delayed or an error."""

import asyncio
import re
import tempfile
from dataclasses import dataclass
from pathlib import Path

from kiosk.domain.visit.states import Idle
from kiosk.settings.load import load
from tests.proof.after import SPEED, Room, at_rest, wrongs
from tests.proof.people import AtTheKiosk, Deed
from tests.proof.told import Telling
from tests.walks.dice import Dice
from tests.walks.digital_world import DigitalWorld
from tests.walks.ehub_world import EHubWorld
from tests.walks.fast_loop import FastLoop
from tests.walks.kiosk import WalkClock, WalkingKiosk
from tests.walks.sierra_world import SierraWorld
from tests.walks.systems import SIERRA, opened
from tests.walks.world import Visitor, World

_WHO = ("marta", "jamal", "ines", "theo", "busy")
_ACTS = (4, 8)
_ODD = ("checkout", "checkin", "renewal", "cancel_hold", "return")
"""The names of the requests that do an act and get faulty answers."""
_READS = {"checkouts": 0.25, "items_query": 0.1, "loan": 0.25}
"""The names of the requests that read something and sometimes get a faulty answer.

Each has the chance of a faulty answer, from 0 to 1.
"""
_TMP = "/dev/shm" if Path("/dev/shm").is_dir() else None
_LATE_S = 1.4
"""The delay of an answer that comes too late, in real seconds.

The kiosk waits for 10 s of its fast loop, which are 1 real second.
"""


@dataclass(frozen=True, slots=True)
class Heard:
    """The result of one visit. `odd` is the number of faulty answers to acts. `wrongs` has the kiosk's mistakes."""

    seed: int
    odd: int
    wrongs: tuple[str, ...]
    trace: tuple[str, ...]


def odd_answers(seed: int, system: str = SIERRA) -> Heard:
    """Play one visit with faulty answers at a library with this system, and return the result of the visit.

    The seed decides the member, the acts and the faults.
    """
    dice = Dice(seed)
    with (
        tempfile.TemporaryDirectory(prefix="proof-", dir=_TMP) as folder,
        opened(system, dice.of("habits")) as world,
    ):
        trace = [str(world)]
        world.note = lambda *what: trace.append(" ".join(map(str, what)))
        here = Room.of(world, Path(folder), doubled=True)
        loop = FastLoop(SPEED)
        asyncio.set_event_loop(loop)
        try:
            loop.run_until_complete(_visit(here, loop, dice))
        finally:
            asyncio.set_event_loop(None)
            loop.close()
        calls = [call for part in world.systems for call in part.state.calls()]
        odd = sum(call.name in _ODD and call.fault is not None for call in calls)
        trace.append(here.told.read_text(encoding="utf-8"))
        trace += [f"{call.name} {call.about} {call.status} {call.fault}" for call in calls]
        trace += [str(row) for row in here.disk.commits()] + [str(each) for each in here.disk.inbox()]
        return Heard(seed, odd, tuple(wrongs(here)), tuple(trace))


async def _visit(here: Room[World], loop: FastLoop, dice: Dice) -> None:
    key = dice.one_of(_WHO)
    who = next(each for each in here.world.visitors if each.key == key)
    with here.told.open("a", encoding="utf-8") as file:
        clock = WalkClock(loop, here.world.state.clock.now())
        kiosk = WalkingKiosk(load(here.folder / "kiosk.toml"), clock, Telling(file))
        await kiosk.start()
        member = AtTheKiosk(kiosk, who)
        await member.comes()
        hurry = dice.of("hurry")
        for deed in _deeds(dice, who, here.world):
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


def _deeds(dice: Dice, who: Visitor, world: World) -> list[Deed]:
    """Return random acts of this member. The same act can be in the list twice, because its first try may fail."""
    own, free = sorted(who.home), list(world.free)
    deeds = list[Deed]()
    for _ in range(dice.number(*_ACTS)):
        did = [each.code for each in deeds]
        what = dice.weighted({"borrow": 4, "bring back": 3, "renew": 2, "undo": 2, "again": 1, "renew all": 1})
        match what:
            case "bring back" if own:
                code = dice.one_of(own)
                deeds.append(Deed("title back" if _is_title(code, world) else "scan", code))
            case "renew" if own:
                deeds.append(Deed("renew", dice.one_of(own)))
            case "renew all":
                deeds.append(Deed(what, ""))
            case "undo" | "again" if did:
                deeds.append(Deed(what, dice.one_of(did)))
            case _:
                deeds.append(Deed("scan", dice.one_of(free)))
    return deeds


def _is_title(code: str, world: World) -> bool:
    return any(re.fullmatch(one.label, code) for one in world.systems if isinstance(one, DigitalWorld))


def _goes_wrong(world: World, dice: Dice) -> None:
    """Plan a faulty answer to the next act of each kind, and sometimes also to the next reading of the loans."""
    for system in world.systems:
        for operation in _acts_of(system):
            system.clear_faults(operation)
            if dice.chance(0.9):
                fault = _odd(dice)
                if _hides_second_delivery(system, operation):
                    fault.pop("deliveries", None)
                system.plan(operation, fault)
        for operation, chance in _READS.items():
            if operation in system.where and dice.chance(chance):
                system.plan(operation, _odd(dice))


def _hides_second_delivery(system: World, operation: str) -> bool:
    """Return True if no kiosk can see from the answer that the network has delivered a request twice.

    If a renewal leaves the due day as it is, Sierra takes a doubled renewal for two renewals. eHUB refuses the second
    check-out, because the member has the title already. It lists no loans, so the kiosk takes this for an older loan.
    """
    match system:
        case SierraWorld():
            return operation == "renewal" and system.habits.knobs.get("renewal_due") == "unchanged"
        case EHubWorld():
            return operation == "checkout"
        case _:
            return False


def _acts_of(world: World) -> list[str]:
    return [operation for operation in world.writes if operation in _ODD and operation in world.where]


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
