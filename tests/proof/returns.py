"""Play returns without an account. The network fails and works again, and the program is restarted.

At the end, the loans at the server, the results that the kiosk has told, and the inbox must agree.
"""

import asyncio
from collections import Counter
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

from kiosk.domain.messages.answers import ReturnSettled
from kiosk.domain.model import Refused
from kiosk.domain.returns import LeftToStaff, TakenIn
from kiosk.simulator.sierra import SierraThread
from kiosk.simulator.sierra.control import SierraControl
from tests.runner.return_desk import ReturnDesk

THINGS = ("30800000001010", "30800000001052", "30800000002001", "30800000001044", "30800000001013", "30899999999999")
"""Things of the simulated library: some are on loan to several members, one is free, and one label is unknown."""
_FAULTS = (
    {"operation": "checkin", "kind": "drop", "acts": True},
    {"operation": "checkin", "kind": "drop", "acts": False},
    {"operation": "checkin", "kind": "refuse"},
    {"operation": "checkin", "kind": "html", "acts": True},
    {"operation": "checkin", "kind": "status", "status": 502, "acts": True},
    {"operation": "checkin", "kind": "status", "status": 401},
    {"operation": "checkin", "kind": "delay", "answer_delay_s": 1.5},
    {"operation": "items_query", "kind": "drop"},
    {"operation": "item", "kind": "status", "status": 503},
    {"operation": "token", "kind": "drop"},
)


def returned(seed: int) -> list[str]:
    """Play returns with this seed. Return a text for each mistake that is found at the end."""
    with TemporaryDirectory(prefix="returns-") as folder, SierraThread() as sierra:
        return asyncio.run(_run(Random(seed), Path(folder), sierra))


async def _run(dice: Random, folder: Path, sierra: SierraThread) -> list[str]:
    left, told = list(THINGS), list[ReturnSettled]()
    dice.shuffle(left)
    lines, names = 0, dict[int, str]()
    for _ in range(dice.randint(1, 3)):
        async with ReturnDesk(folder, sierra, lines=lines) as desk:
            for _ in range(dice.randint(2, 5)):
                something_happens(dice, sierra.control)
                if left and dice.random() < 0.7:
                    names[desk.lines + 1] = left[-1]
                    await desk.bring(left.pop())
                await asyncio.sleep(dice.choice((0.0, 0.02, 0.1)))
            lines = desk.lines
            told += [each for each in desk.told if isinstance(each, ReturnSettled)]
    sierra.control.clear_faults()
    sierra.control.come_back()
    async with ReturnDesk(folder, sierra, lines=lines) as desk:
        await desk.at_rest()
        told += [each for each in desk.told if isinstance(each, ReturnSettled)]
        return _wrongs(desk, told, names)


def something_happens(dice: Random, control: SierraControl) -> None:
    """Let the server go away, come back, or give a faulty answer to one of the next requests. Sometimes do nothing."""
    match dice.random():
        case number if number < 0.25:
            control.go_away()
        case number if number < 0.5:
            control.come_back()
        case number if number < 0.8:
            fault = dict(dice.choice(_FAULTS))
            control.fault(str(fault.pop("operation")), str(fault.pop("kind")), **fault)
        case _:
            pass


def _wrongs(desk: ReturnDesk, told: list[ReturnSettled], names: dict[int, str]) -> list[str]:
    wrongs, asked = list[str](), {code for _, codes in desk.inbox() for code in codes}
    acted = Counter(
        call.about
        for call in desk.sierra.library_state.calls()
        if call.name == "checkin" and call.status != 401 and call.about
    )
    wrongs += [f"{code}: sent {count} times" for code, count in acted.items() if count > 1]
    ends = {names[each.line]: each.outcome for each in told}
    for code in names.values():
        match ends.get(code):
            case TakenIn() if desk.is_out(code):
                wrongs.append(f"{code}: told as taken back, and the server still lends it")
            case Refused() | LeftToStaff() if code not in asked:
                wrongs.append(f"{code}: no result, and staff are not asked")
            case None if code not in asked and (desk.is_out(code) or not acted[code]):
                wrongs.append(f"{code}: nobody knows of it")
            case _:
                pass
    return wrongs
