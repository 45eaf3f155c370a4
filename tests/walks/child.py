"""A kiosk in its own process. People do random things at this kiosk until the process is killed.

`python -m tests.walks.child FOLDER SYSTEM LIKELY SEED MODE`. FOLDER has the settings file. LIKELY has the keys of the
people who come most often, with commas between them. MODE is "walk" or "rest". With "rest", nobody comes, and the
process ends by itself. The process writes one line of JSON into FOLDER/told for each receipt and each record.
"""

import asyncio
import json
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TextIO

from kiosk.domain.messages.effects import Effect, Record
from kiosk.domain.messages.events import Event
from kiosk.domain.visit.states import Kiosk, Receipt, Starting
from kiosk.settings.load import load
from kiosk.views.view import View
from tests.walks.dice import Dice
from tests.walks.fast_loop import FastLoop
from tests.walks.kiosk import WalkClock, WalkingKiosk
from tests.walks.member import Hands
from tests.walks.systems import SYSTEMS
from tests.walks.world import people

SPEED = 10.0
REST_S = 150.0
A_LIFE = 100
"""A number that gives each process of a walk a different seed. The processes run one after the other.

The seed of a process is the seed of the walk times this number, plus the number of the process (0 for the first).
"""


def _nothing(*_what: object) -> None:
    """Do nothing. The notes of this process would be lost when it is killed."""


@dataclass
class Telling:
    """A watcher of a kiosk. It writes the codes of receipts and records to a file at once, before a kill can lose them.

    It is also the `Room` of member.py, which has the facts about the library that the people know.
    """

    file: TextIO
    free: tuple[str, ...]
    strange: tuple[str, ...]
    home: dict[str, frozenset[str]] = field(default_factory=dict)
    note: Callable[..., None] = _nothing

    def loans(self, key: str) -> frozenset[str]:
        """Return the codes that this member had at home before the walk."""
        return self.home.get(key, frozenset())

    def happened(self, before: Kiosk, event: Event, after: Kiosk, view: View) -> None:  # noqa: ARG002 - as in Watching
        """Write down the codes of a new receipt."""
        if isinstance(after.state, Receipt) and not isinstance(before.state, Receipt):
            lines = (*after.state.lines, *after.state.others)
            self._say([code for line in lines for code in {line.code, line.item.code if line.item else line.code}])

    def asked(self, kiosk: Kiosk, effect: Effect) -> None:  # noqa: ARG002 - as in Watching
        """Write down the codes of a record."""
        if isinstance(effect, Record):
            self._say(list(effect.codes))

    def _say(self, codes: list[str]) -> None:
        self.file.write(json.dumps(codes) + "\n")
        self.file.flush()


async def _live(folder: Path, system: str, likely: str, seed: int, mode: str, loop: FastLoop) -> None:
    cast, dice = SYSTEMS[system], Dice(seed)
    with (folder / "told").open("a", encoding="utf-8") as file:
        telling = Telling(file, cast.free, cast.strange, {each.key: each.home for each in cast.visitors})
        kiosk = WalkingKiosk(load(folder / "kiosk.toml"), WalkClock(loop), telling)
        await kiosk.start()
        while isinstance(kiosk.kiosk.state, Starting):  # noqa: ASYNC110 - the kiosk sets no event
            await asyncio.sleep(0.2)
        print("ready", flush=True)
        if mode == "rest":
            await asyncio.sleep(REST_S)
            await kiosk.stop()
            return
        for person in people(dice.of("people"), cast.visitors, likely.split(",")):
            hands = Hands(person, dice.of("hands"), kiosk, telling)
            for _ in range(40):
                _something(hands)
                await asyncio.sleep(dice.one_of([0.05, 0.3, 1.0, 3.0]))


def _something(hands: Hands) -> None:
    what = hands.dice.weighted({"scan": 5, "fob": 2, "press": 5, "fill in": 4})
    match what:
        case "scan":
            hands.scan()
        case "fob":
            hands.scan_fob(hands.who.fob)
        case "press":
            hands.press_something()
        case _:
            hands.fill_in()


def main() -> None:
    """Run the kiosk until it is killed."""
    folder, system, likely, seed, mode = sys.argv[1:]
    loop = FastLoop(SPEED)
    asyncio.set_event_loop(loop)
    loop.run_until_complete(_live(Path(folder), system, likely, int(seed), mode, loop))


if __name__ == "__main__":
    main()
