"""A library with a main system and one or more digital systems beside it."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from pathlib import Path
from typing import ClassVar

from kiosk.settings.load import load
from kiosk.settings.model import Settings
from kiosk.simulator.records import ReceivedCall
from tests.walks.dice import Dice
from tests.walks.digital_world import DigitalWorld
from tests.walks.hosts import Host, in_a_thread
from tests.walks.sierra_world import SierraWorld
from tests.walks.world import Heard, MyTurnWorld, Taken, Visitor, World

AnyMain = type[MyTurnWorld] | type[SierraWorld]


class BesideWorld(World):
    """A library with a main system and digital systems beside it. In half of the walks, only the digital systems fail.

    Such a walk shows that a fault of a digital system changes nothing at the main system.
    """

    main_cast: ClassVar[AnyMain]
    digital_casts: ClassVar[tuple[type[DigitalWorld], ...]]

    def __init__(self, main: World, digital: Sequence[DigitalWorld], *, main_fails: bool) -> None:
        super().__init__(main.state)
        self.main, self.digital, self.url = main, tuple(digital), main.url
        self.parts: tuple[World, ...] = (main, *digital)
        self._main_fails, self._hurt = main_fails, False
        for one in self.digital:
            one.stand_beside(main)
        for each in self.parts:
            each.elsewhere = self.elsewhere
            each.note, each.seconds = self._noted, self._now

    def __str__(self) -> str:
        fails = "every system fails" if self._main_fails else "only digital systems fail"
        return "; ".join((fails, *map(str, self.parts)))

    @classmethod
    @contextmanager
    def opened(cls, dice: Dice, host: Host = in_a_thread) -> Iterator["BesideWorld"]:
        """Open a library with random habits from these dice."""
        with ExitStack() as stack:
            main = stack.enter_context(cls.main_cast.opened(dice, host))
            digital = [stack.enter_context(each.opened(dice.of(each.key), host)) for each in cls.digital_casts]
            yield cls(main, digital, main_fails=dice.of("fails").chance(0.5))

    @classmethod
    @contextmanager
    def usual(cls) -> Iterator["BesideWorld"]:
        """Open a library with the usual answers and settings."""
        with ExitStack() as stack:
            main = stack.enter_context(cls.main_cast.usual())
            digital = [stack.enter_context(each.usual()) for each in cls.digital_casts]
            yield cls(main, digital, main_fails=True)

    def plan(self, operation: str, fault: Mapping[str, object]) -> None:
        """Plan this fault at each digital system that has this operation."""
        for each in self.digital:
            if operation in each.where:
                each.plan(operation, fault)

    def clear_faults(self, operation: str) -> None:
        """Remove the planned faults of this operation from every digital system that has the operation."""
        for each in self.digital:
            if operation in each.where:
                each.clear_faults(operation)

    def settings(self, folder: Path) -> Settings:
        self.main.settings(folder)
        path = folder / "kiosk.toml"
        text = path.read_text(encoding="utf-8")
        keys = ", ".join(f'"{each.key}"' for each in self.digital)
        labels = "|".join(f"^({each.label})$" for each in self.digital)
        text = text.replace("[kiosk]\n", f"[kiosk]\ndigital = [{keys}]\n", 1)
        text = re.sub(r"^item = '(.*)'$", lambda found: f"item = '({found[1]})|{labels}'", text, flags=re.MULTILINE)
        text += "".join(each.table(folder, alone=False) for each in self.digital)
        path.write_text(text, encoding="utf-8")
        return load(path)

    def _noted(self, *what: object) -> None:
        self.note(*what)

    def _now(self) -> float:
        return self.seconds()

    # --- all systems ---

    def listen(self, heard: Heard) -> None:
        for each in self.parts:
            each.listen(heard)

    @property
    def under_way(self) -> int:
        return sum(each.under_way for each in self.parts)

    def wrongs(self) -> Iterator[str]:
        for each in self.parts:
            yield from each.wrongs()

    @property
    def systems(self) -> tuple[World, ...]:
        return self.parts

    def allow_other_clock(self) -> None:
        for each in self.parts:
            each.allow_other_clock()

    def time_is_skipped(self) -> None:
        for each in self.parts:
            each.time_is_skipped()

    def loans(self, key: str) -> frozenset[str]:
        return frozenset[str]().union(*(each.loans(key) for each in self.parts))

    def all_loans(self) -> set[Taken]:
        return set[Taken]().union(*(each.all_loans() for each in self.parts))

    @property
    def cart_items(self) -> frozenset[str]:  # type: ignore[override]  # the main system decides
        return self.main.cart_items

    def lent(self) -> Counter[Taken]:
        return sum((each.lent() for each in self.parts), Counter[Taken]())

    def came(self) -> Counter[Taken]:
        return sum((each.came() for each in self.parts), Counter[Taken]())

    def opened_title(self, call: ReceivedCall) -> str:
        return next((code for each in self.digital if (code := each.opened_title(call))), "")

    @property
    def secrets(self) -> tuple[str, ...]:
        return tuple({secret for each in self.parts for secret in each.secrets})

    def calm(self) -> None:
        for each in self.parts:
            each.calm()

    def keep_time(self, seconds: float) -> None:
        now = self.state.clock.now()
        for each in self.parts:
            each.keep_time(seconds + (now - each.state.clock.now()).total_seconds())

    # --- one of the systems ---

    @property
    def is_hurt(self) -> bool:
        return self._hurt

    def go_away(self, for_s: float | None) -> None:
        """Refuse all connections to the main system for `for_s` seconds, or until `calm` is called."""
        self._hurt = True
        self.main.go_away(for_s)

    def fault(self, dice: Dice) -> None:
        self.one_that_fails(dice).fault(dice)

    def token_dies(self, dice: Dice, key: str) -> None:
        self.one_that_fails(dice).token_dies(dice, key)

    def one_that_fails(self, dice: Dice) -> World:
        one = dice.one_of(self.parts if self._main_fails else self.digital)
        self._hurt = self._hurt or one is self.main
        return one

    def other_device(self, dice: Dice, key: str) -> None:
        one = dice.one_of(self.parts)
        if any(each.key == key for each in one.visitors):
            one.other_device(dice, key)

    # --- the main system ---

    def in_carts(self, key: str) -> frozenset[str]:
        return self.main.in_carts(key)

    def key_of(self, reference: str) -> str:
        return self.main.key_of(reference)

    def label_of(self, loan: str) -> str:
        return self.main.label_of(loan)

    @property
    def has_drop_box(self) -> bool:
        return self.main.has_drop_box

    @property
    def is_mixed(self) -> bool:
        return self.main.is_mixed

    @property
    def hides_ends(self) -> bool:
        return any(each.hides_ends for each in self.parts)

    @property
    def has_rules(self) -> bool:
        return self.main.has_rules

    @property
    def linked(self) -> tuple[Visitor, ...]:
        return self.main.linked

    @property
    def links_fobs(self) -> bool:
        return self.main.links_fobs


def beside(main: AnyMain, *digital: type[DigitalWorld]) -> type[BesideWorld]:
    """Return a new class for libraries with this main system and these digital systems."""
    at_once = {f"{kind} at once": kind for each in digital for kind in each.sorts}
    return type(
        "".join(each.__name__ for each in (main, *digital)),
        (BesideWorld,),
        {
            "main_cast": main,
            "digital_casts": digital,
            "visitors": tuple(_with_titles(each, digital) for each in main.visitors),
            "likely": main.likely,
            "free": (*main.free, *(code for each in digital for code in each.free)),
            "titles": tuple(code for each in digital for code in each.titles),
            "strange": (*main.strange, *(code for each in digital for code in each.strange)),
            "tools": main.tools.union(*(each.tools for each in digital)),
            "writes": main.writes,
            "sorts": {**main.sorts, **at_once},
        },
    )


def _with_titles(one: Visitor, digital: Sequence[type[DigitalWorld]]) -> Visitor:
    """Return this visitor, and add what the digital systems have for the same person: titles, names and the card."""
    for cast in digital:
        same = next((each for each in cast.visitors if each.key == one.key), None)
        if same is not None:
            home, called = one.home | same.home, (*one.called, *same.called)
            card, pin = same.card or one.card, same.card_pin or one.card_pin
            one = replace(one, home=home, called=called, card=card, card_pin=pin)
    return one
