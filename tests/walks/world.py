"""The world around the kiosk in one walk: a library with its habits, its members and their fobs, the settings file."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from kiosk.settings.load import load
from kiosk.settings.model import Settings
from kiosk.simulator import MEMBERS, Person, SimulatorThread
from kiosk.simulator.catalogue import read_catalogue
from kiosk.simulator.control import DeviceAct
from kiosk.simulator.records import CartFact
from kiosk.simulator.refusals import ServerRefusalError
from tests.walks.dice import Dice

LIKELY = ("marta", "jamal", "ines", "anneliese", "busy", "max.out", "owes")
"""The members who come most often. All others come sometimes."""
FREE = ("DR-0142", "DR-0147", "SAW-0087", "HEAT-0003", "PLAN-0002", "WOOD-0002", "GRIN-0011", "CLMP-0001", "SAW-0091")
STRANGE = (
    *("4006381333931", "TOOL-99999", "dr-0142", " DR-0142 ", "DR-0142\x07", "X" * 65, "CMD:HELP", "CMD:FINISH"),
    *("CMD:CANCEL", "CMD:LANGUAGE:fr", "CMD:NOTHING", "NAIL-0006", "G/02", "鋸", "%s{x}", "0", "1004"),
)
"""Codes that no item of the library has, that the library does not lend, or that have another meaning."""

Taken = tuple[str, str]
"""A member's user name and an item's code."""


@dataclass(frozen=True, slots=True)
class Habits:
    """The settings of this library and of this kiosk."""

    knobs: dict[str, object]
    fob: str
    walk_away: str
    one_reader: bool
    rules: bool
    logout_call: bool
    two_phase: bool
    minutes: bool
    linked: tuple[str, ...]
    remember_password: bool
    pin: str

    @classmethod
    def drawn(cls, dice: Dice) -> "Habits":
        """Return random habits."""
        confirms = {"skipKioskCheckinConfirmation": dice.chance(0.6), "skipKioskCheckoutConfirmation": dice.chance(0.6)}
        knobs: dict[str, object] = {
            "carts_listed": dice.one_of(["whole", "whole", "ids"]),
            "empty_as": dice.one_of(["list", "404"]),
            "refusal_status": dice.one_of([400, 403, 409, 422]),
            "duplicate_add": dice.one_of(["same-line", "refuse"]),
            "refresh_token": dice.chance(0.9),
            "refresh_rotates": dice.chance(0.5),
            "committed_lines": dice.one_of(["recorded", "dropped"]),
            "logout_revokes": dice.chance(0.2),
            "cart_delete": dice.chance(0.8),
            "mark_again": dice.one_of(["changes", "refuse", "keeps"]),
            "organization": confirms,
        }
        fob = dice.weighted({"linked": 5, "ask-password": 1, "endpoint": 2})
        return cls(
            knobs=knobs | {"scan_endpoint": fob == "endpoint"},
            fob=fob,
            walk_away=dice.one_of(["finish", "returns-only", "abandon"]),
            one_reader=dice.chance(0.35),
            rules=dice.chance(0.5),
            logout_call=dice.chance(0.25),
            two_phase=dice.chance(0.4),
            minutes=dice.chance(0.7),
            linked=dice.some_of(LIKELY, 5),
            remember_password=dice.chance(0.15),
            pin=dice.weighted({"never": 6, "first-visit-of-day": 1, "always": 1}),
        )

    def __str__(self) -> str:
        """Return the habits on one line."""
        readers = f"one reader {'with' if self.rules else 'without'} rules" if self.one_reader else "two readers"
        phases = "two-phase" if self.two_phase else "one-phase"
        return f"fob={self.fob}, {self.walk_away}, {readers}, {phases}, logout_call={self.logout_call}, {self.knobs}"


def settings_of(habits: Habits, folder: Path, url: str) -> Settings:
    """Write a settings file for these habits, and return its settings."""
    names = ("anything",) if habits.one_reader else ("fobs", "items")
    rules = "[codes]\nfob = '^00[0-9]{8}$'\nitem = '^[A-Z]{1,5}[-/ ].*'\n" if habits.rules and habits.one_reader else ""
    endpoint = f'endpoint_url = "{url}/api/kiosk/scan"\nendpoint_body = \'{{"code": "{{code}}"}}\'\n'
    remember = 'remember = "password"\n' if habits.remember_password else ""
    text = (
        f'[kiosk]\nstate_dir = "{folder / "state"}"\n'
        f'[myturn]\nurl = "{url}"\nrequest_timeout_s = 10.0\n'
        f'[login]\nfob = "{habits.fob}"\npin = "{habits.pin}"\nlogout_call = {str(habits.logout_call).lower()}\n'
        f"{endpoint if habits.fob == 'endpoint' else ''}{remember}"
        f'[visit]\nlogout_timeout_unit = "{"minutes" if habits.minutes else "seconds"}"\n'
        f'walk_away = "{habits.walk_away}"\n[fees]\nallow_owing = true\n{rules}'
        + ("[overrides]\nuseTwoPhaseCommitOnKiosk = true\n" if habits.two_phase else "")
        + "".join(
            f'\n[[scanner]]\nname = "{name}"\nreads = "{name}"\ndriver = "serial"\nport = "/dev/{name}"\n'
            for name in names
        )
    )
    path = folder / "kiosk.toml"
    path.write_text(text, encoding="utf-8")
    return load(path)


@dataclass
class World:
    """The running library. `elsewhere` keeps what other devices did, because no kiosk can know it."""

    library: SimulatorThread
    habits: Habits
    note: Callable[..., None]
    elsewhere: set[Taken] = field(default_factory=set)

    def all_loans(self) -> set[Taken]:
        """Return all loans that the server has."""
        return {(person.username, code) for person in MEMBERS for code in self.loans(person.username)}

    def loans(self, username: str) -> frozenset[str]:
        """Return the codes of this member's loans."""
        return frozenset(loan.code for loan in self.library.library_state.loans_of(username))

    def in_carts(self, username: str) -> frozenset[str]:
        """Return the codes in this member's open carts."""
        return frozenset(code for cart in self._carts(username) for code in (*cart.borrows, *cart.returns))

    def _carts(self, username: str) -> tuple[CartFact, ...]:
        return self.library.library_state.open_carts_of(username)

    def calm(self) -> None:
        """Let nothing go wrong any more."""
        self.library.control.clear_faults()
        self.library.control.come_back()

    def other_device(self, dice: Dice, username: str) -> None:
        """Let this member do something on another device."""
        act = dice.weighted(_ACTS)
        code = dice.one_of([*FREE, *sorted(self.loans(username))])
        touched = {code} | self.in_carts(username) if act in ("convert", "delete") else {code}
        try:
            self.library.control.other_device(username, act, code)
        except (ServerRefusalError, KeyError, ValueError) as why:
            self.note("other device", act, code, "failed:", type(why).__name__)
            return
        self.note("other device", act, code, sorted(touched))
        self.elsewhere |= {(username, one) for one in touched}

    def fault(self, dice: Dice) -> None:
        """Plan a fault of the server, or let the server be away for a moment."""
        if dice.chance(0.1):
            self.library.control.go_away(dice.one_of([0.05, 0.2, 0.6]))
            self.note("FAULT away")
            return
        operation = dice.weighted(_WHERE)
        kind = dice.weighted({"delay": 3, "refuse": 2, "drop": 5, "cut": 2, "status": 4, "html": 1, "garbage": 1})
        more: dict[str, object] = {"count": dice.one_of([1, 1, 1, 2, 3]), "skip": dice.one_of([0, 0, 0, 1])}
        acts, status = dice.chance(0.45), dice.one_of([400, 401, 403, 404, 408, 409, 429, 500, 502, 503, 504])
        delay_s, answer_s = dice.one_of([0.05, 0.2, 0.5]), dice.one_of([0.0, 0.1, 0.4])
        if kind in ("drop", "html") or (kind == "status" and status >= 500):
            more["acts"] = acts
        if kind == "status":
            more["status"] = status
        if kind == "delay":
            more |= {"delay_s": delay_s, "answer_delay_s": answer_s}
        self.library.control.fault(operation, kind, **more)
        self.note("FAULT", operation, kind, more)


_ACTS: dict[DeviceAct, float] = {"borrow": 4, "return": 1, "remove": 3, "convert": 2, "open": 1, "delete": 1}
_WHERE = {
    "convert": 6.0,
    "add_checkout": 3.0,
    "add_checkin": 2.0,
    "carts": 2.0,
    "cart": 2.0,
    "remove_checkout": 1.0,
    "remove_checkin": 1.0,
    "create_cart": 1.0,
    "commit_checkout": 2.0,
    "commit_checkin": 1.0,
    "change_checkout": 1.0,
    "renew_token": 1.5,
    "log_in": 1.0,
    "scan_log_in": 0.5,
    "organization": 0.5,
    "delete_cart": 0.5,
}


def people(dice: Dice, linked: tuple[str, ...]) -> Iterator[Person]:
    """Yield the members who come, one after the other, for ever."""
    named = {person.username: person for person in MEMBERS}
    while True:
        likely = dice.one_of([*LIKELY, *linked])
        yield named[likely] if dice.chance(0.9) else dice.one_of(MEMBERS)


def tools() -> tuple[str, ...]:
    """Return the codes of every tool."""
    return tuple(sorted(tool.code for tool in read_catalogue().tools.values()))
