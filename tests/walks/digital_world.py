"""The code that the worlds of all digital systems share. A world is a running library with its people (see world.py).

At a digital system, each act counts at once, and a title has no thing that somebody could bring back. A digital system
can be the only system of the kiosk, or can stand beside a main system (see beside_world.py).
"""

from abc import abstractmethod
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar, Protocol

from kiosk.settings.load import load
from kiosk.settings.model import Settings
from kiosk.simulator.records import ReceivedCall
from kiosk.simulator.served_state import ServedState
from tests.walks.dice import Dice
from tests.walks.drawn_faults import drawn_fault
from tests.walks.hosts import Host, in_a_thread
from tests.walks.sierra_world import ZONE
from tests.walks.world import REFUSED_UNREAD, Taken, World

DIGITAL_WRITES = {"checkout": "borrow", "return": "give_back", "cancel_hold": "reservation"}
"""The calls that write something, each with the kind of its row in the journal."""
_NOTHING_DONE = REFUSED_UNREAD | {403, 404, 405, 501}


class DigitalLevers(Protocol):
    """The levers of a simulated digital system that a walk uses."""

    def go_away(self, for_s: float | None = None) -> None:
        """Refuse all connections for `for_s` seconds, or until `come_back` is called if `for_s` is None."""
        ...

    def come_back(self) -> None:
        """Accept connections again."""
        ...

    def fault(self, operation: str, kind: str, **more: object) -> object:
        """Plan a fault of this kind."""
        ...

    def clear_faults(self, operation: str | None = None) -> None:
        """Remove the planned faults of this operation, or of all operations if `operation` is None."""
        ...

    def put_forward(self, seconds: float) -> None:
        """Put the clock of the server forward by this number of seconds."""
        ...


@dataclass(frozen=True, slots=True)
class DigitalHabits:
    """The knobs of a digital system, and the settings of a kiosk that has no other system."""

    knobs: dict[str, object]
    card_pin: bool = False
    one_reader: bool = False
    rules: bool = False
    walk_away: str = "finish"

    @classmethod
    def with_knobs(cls, dice: Dice, knobs: dict[str, object], *, card_pin: bool) -> "DigitalHabits":
        """Return habits with these knobs and this `card_pin`. The other values are random."""
        return cls(
            knobs,
            card_pin=card_pin,
            one_reader=dice.chance(0.4),
            rules=dice.chance(0.6),
            walk_away=dice.one_of(["finish", "returns-only", "abandon"]),
        )


class DigitalWorld(World):
    """A running digital system. `key` is its name in the settings file.

    `label` is a regular expression that fits the labels of its titles. `where` has the operations that can fail, each
    with a weight: a fault is more likely at an operation with a greater weight.
    """

    key: ClassVar[str]
    label: ClassVar[str]
    has_pins: ClassVar[bool] = False
    writes: ClassVar[Mapping[str, str]] = DIGITAL_WRITES
    sorts: ClassVar[Mapping[str, str]] = {kind: kind for kind in DIGITAL_WRITES.values()}

    def __init__(self, state: ServedState, control: DigitalLevers, habits: DigitalHabits) -> None:
        super().__init__(state)
        self.control, self.habits = control, habits

    def __str__(self) -> str:
        return f"{self.key}: {self.habits}"

    @classmethod
    @abstractmethod
    def opened(cls, dice: Dice, host: Host = in_a_thread) -> "AbstractContextManager[DigitalWorld]":
        """Open a library with random habits from these dice."""

    @classmethod
    @abstractmethod
    def with_habits(cls, habits: DigitalHabits, host: Host = in_a_thread) -> "AbstractContextManager[DigitalWorld]":
        """Open a library with these habits."""

    @classmethod
    def usual(cls) -> "AbstractContextManager[DigitalWorld]":
        """Open a library with the usual answers and settings."""
        return cls.with_habits(DigitalHabits({}, card_pin=cls.has_pins))

    @abstractmethod
    def table(self, folder: Path, *, alone: bool) -> str:
        """Write the kiosk's key for this system into the folder. Return the system's table of the settings file.

        `alone` is True if the kiosk has no other system.
        """

    def stand_beside(self, main: World) -> None:
        """Let this digital system know the members of the main system from now on."""

    @abstractmethod
    def code_of(self, call: ReceivedCall) -> str:
        """Return the code of the title that this request is about, or an empty text if there is none."""

    def settings(self, folder: Path) -> Settings:
        names = ("anything",) if self.habits.one_reader else ("fobs", "items")
        with_rules = self.habits.rules and self.habits.one_reader
        rules = f"[codes]\nfob = '^2308[0-9]{{10}}$'\nitem = '^({self.label})$'\n" if with_rules else ""
        text = (
            f'[kiosk]\nbackend = "{self.key}"\nstate_dir = "{folder / "state"}"\ntime_zone = "{ZONE.key}"\n'
            f'{self.table(folder, alone=True)}[library]\nname = "Millbrook"\nlogout_timeout_s = 120\n'
            f'[login]\nfob = "card"\n[visit]\nwalk_away = "{self.habits.walk_away}"\n{rules}'
        ) + "".join(
            f'\n[[scanner]]\nname = "{name}"\nreads = "{name}"\ndriver = "serial"\nport = "/dev/{name}"\n'
            for name in names
        )
        path = folder / "kiosk.toml"
        path.write_text(text, encoding="utf-8")
        return load(path)

    def came(self) -> Counter[Taken]:
        """Count the requests for acts that have come and have perhaps done something, by kind and code.

        The kiosk sends an act a second time only if the first request has certainly done nothing.
        """
        return Counter(
            (DIGITAL_WRITES[call.name], self.code_of(call))
            for call in self.state.calls()
            if call.name in ("checkout", "return") and call.status not in _NOTHING_DONE and self.code_of(call)
        )

    @property
    def is_mixed(self) -> bool:
        return self.habits.one_reader

    @property
    def has_rules(self) -> bool:
        return self.habits.rules

    def go_away(self, for_s: float | None) -> None:
        self.control.go_away(for_s)

    def calm(self) -> None:
        self.control.clear_faults()
        self.control.come_back()

    def keep_time(self, seconds: float) -> None:
        self.control.put_forward(seconds)

    def plan(self, operation: str, fault: Mapping[str, object]) -> None:
        """Plan a fault of the server. `fault` has the kind and the other fields of the fault."""
        self.control.fault(operation, **fault)  # type: ignore[arg-type]  # the lever checks this

    def clear_faults(self, operation: str) -> None:
        self.control.clear_faults(operation)

    def fault(self, dice: Dice) -> None:
        self.note("FAULT", self.key, *drawn_fault(self.control, self.where, dice))


class PaceWatch:
    """A check that the server gets no more than `most` requests in one second of the kiosk's clock."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._at: list[float] = []
        self._from_s = 0.0
        self.broken: list[str] = []

    def forget(self, now_s: float) -> None:
        """Forget all requests until now. Ignore also those of the next two seconds, which were perhaps sent earlier."""
        self._at, self._from_s = [], now_s + 2.0

    def came(self, call: ReceivedCall, at_s: float) -> None:
        """Check a request that has come at `at_s`. Ignore a request with a fault, because it may have come earlier."""
        if call.fault is not None or at_s < self._from_s:
            return
        self._at = [*self._at, at_s][-self._most - 1 :]
        if len(self._at) > self._most and (within := self._at[-1] - self._at[0]) < 1.0:
            self.broken.append(f"{call.name} was request number {self._most + 1} within {within:.2f} s")

    def wrongs(self) -> Iterator[str]:
        """Yield a text for each request that came although the limit of its second was already reached."""
        yield from self.broken
