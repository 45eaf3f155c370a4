"""The world around the kiosk in one walk: a running library, its members and their fobs, and the settings file.

The habits of a world are the values that differ from walk to walk: the knobs of the library, and settings of the kiosk.
`World` has the methods that a walk needs for each lending system. This module has the world of myTurn, sierra_world.py
has the world of Sierra, and so on.
"""

from abc import ABC, abstractmethod
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import ClassVar

from kiosk.settings.load import load
from kiosk.settings.model import Settings
from kiosk.simulator import MEMBERS, Knobs, LibraryServer
from kiosk.simulator.catalogue import read_catalogue
from kiosk.simulator.control import DeviceAct
from kiosk.simulator.knobs import knobs_changed
from kiosk.simulator.records import CartFact, ReceivedCall
from kiosk.simulator.refusals import ServerRefusalError
from kiosk.simulator.served_state import ServedState
from tests.walks.dice import Dice
from tests.walks.drawn_faults import drawn_fault
from tests.walks.hosts import Host, in_a_thread

LIKELY = ("marta", "jamal", "ines", "anneliese", "busy", "max.out", "owes")
"""The members who come most often. All other members come sometimes."""
FREE = ("DR-0142", "DR-0147", "SAW-0087", "HEAT-0003", "PLAN-0002", "WOOD-0002", "GRIN-0011", "CLMP-0001", "SAW-0091")
STRANGE = (
    *("4006381333931", "TOOL-99999", "dr-0142", " DR-0142 ", "DR-0142\x07", "X" * 65, "CMD:HELP", "CMD:FINISH"),
    *("CMD:CANCEL", "CMD:LANGUAGE:fr", "CMD:NOTHING", "NAIL-0006", "G/02", "鋸", "%s{x}", "0", "1004"),
)
"""Codes that no item of the library has, that the library does not lend, or that have another meaning."""

REFUSED_UNREAD = frozenset({401, 407, 408, 425, 429, 511})
"""The statuses of answers that certainly mean that nothing was done.

If a request gets such an answer, the kiosk sends the request again.
"""

Taken = tuple[str, str]
"""A member's key and an item's code. In counts of acts: the kind of an act and an item's code."""


STAGING = {"add_checkout": "stage", "change_checkout": "stage", "add_checkin": "stage", "remove_checkout": "stage"}
WRITES = STAGING | {
    "remove_checkin": "stage",
    "commit_checkout": "line_commit",
    "commit_checkin": "line_commit",
    "convert": "commit",
    "remove_reserved_item": "reservation",
}
"""The calls that write something and have a row in the journal, each with the sort of its row (see World.sorts)."""
_SORTS = {
    **dict.fromkeys(("borrow", "give_back", "renew", "change", "take_out"), "stage"),
    **{kind: kind for kind in ("line_commit", "commit", "reservation")},
}


@dataclass(frozen=True, slots=True)
class Visitor:
    """Somebody who may come to the kiosk.

    `key` is the key of this person at the simulated server. The person types `name` and `secret` to log in, and holds
    `fob` to a reader.
    """

    key: str
    name: str
    secret: str
    fob: str
    home: frozenset[str]
    """The codes of the items that this person has on loan before the walk."""
    called: tuple[str, ...]
    """The names of this person, which the screen must not show after the person has left."""
    pin: str = "4711"
    card: str = ""
    """The number of the card that this person types for digital loans, or an empty text if there is no such card."""
    card_pin: str = ""


@dataclass(frozen=True, slots=True)
class Habits:
    """The values that differ from walk to walk: the knobs of the library, and some settings of the kiosk."""

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


Heard = Callable[[ReceivedCall, str | None], None]
"""A function that gets a request and its sort. The sort is None if the request has no row in the journal."""


def _nothing(*_what: object) -> None:
    """Do nothing. A walk replaces this function with one that writes into the trace of the walk."""


class World(ABC):
    """A running library. `elsewhere` has the members and items of acts on other devices or at the desk.

    The kiosk cannot know of these acts, so the laws leave them out.
    """

    visitors: ClassVar[tuple[Visitor, ...]]
    likely: ClassVar[tuple[str, ...]]
    """The keys of the members who come most often. All other members come sometimes."""
    free: ClassVar[tuple[str, ...]]
    titles: ClassVar[tuple[str, ...]] = ()
    """The labels of titles that a member can borrow at a digital system."""
    strange: ClassVar[tuple[str, ...]]
    tools: ClassVar[frozenset[str]]
    """The codes that certainly belong to tools and not to fobs."""
    cart_items: frozenset[str] = frozenset()  # items whose acts wait in a cart, so `lent` does not count them
    writes: ClassVar[Mapping[str, str]]
    """The calls that write something and have a row in the journal, each with the sort of its row."""
    sorts: ClassVar[Mapping[str, str]]
    """The sort of each kind of row in the journal. A sort is a group of writes that a walk counts together."""
    url: str

    def __init__(self, state: ServedState) -> None:
        self.state = state
        self.note: Callable[..., None] = _nothing
        self.elsewhere: set[Taken] = set()
        self.seconds: Callable[[], float] = lambda: 0.0
        """A function that returns the time of the kiosk's loop, in seconds. A walk sets this function."""

    @property
    def systems(self) -> "tuple[World, ...]":
        """Return the world of each system. If there is only one system, return only this world."""
        return (self,)

    where: ClassVar[Mapping[str, float]] = {}
    """The operations that can fail, each with a weight. A greater weight makes a fault there more likely."""

    @abstractmethod
    def plan(self, operation: str, fault: Mapping[str, object]) -> None:
        """Plan a fault of the server. `fault` has the kind and the other fields of the fault."""

    @abstractmethod
    def clear_faults(self, operation: str) -> None:
        """Remove the planned faults of this operation."""

    def listen(self, heard: Heard) -> None:
        """Call `heard` with each request and its sort, from now on. The thread of the server makes these calls."""
        self.state.listen(lambda call: heard(call, self.writes.get(call.name)))

    @property
    def under_way(self) -> int:
        """Return the number of requests that have arrived and that have no answer yet."""
        return self.state.under_way

    def wrongs(self) -> Iterator[str]:
        """Yield a line each time that the kiosk has broken a rule of this system, such as its limit for requests."""
        yield from ()

    def time_is_skipped(self) -> None:  # noqa: B027 - most systems have no limit for requests
        """Forget at what times requests have come. A walk calls this after it has skipped time or started a kiosk."""

    def allow_other_clock(self) -> None:  # noqa: B027 - most systems do not look at the kiosk's clock
        """Let the server accept a kiosk whose clock is ahead, because a kiosk in a process of its own skips time."""

    def opened_title(self, call: ReceivedCall) -> str:  # noqa: ARG002 - only digital systems open titles
        """If this request asks for the links of a title, return the code of the title, else an empty text."""
        return ""

    def one_that_fails(self, dice: Dice) -> "World":  # noqa: ARG002 - most libraries have one system
        """Return the world of a system that is allowed to fail now. If there is only one system, return this world."""
        return self

    @property
    def is_hurt(self) -> bool:
        """Return True if the main system may have had a fault in this walk, or may have been away."""
        return True

    @abstractmethod
    def settings(self, folder: Path) -> Settings:
        """Write a settings file into this folder, and return its settings. The kiosk keeps its files in this folder."""

    @property
    def has_drop_box(self) -> bool:
        """Return True if people can bring things back without an account at any time."""
        return False

    @abstractmethod
    def go_away(self, for_s: float | None) -> None:
        """Refuse all connections for `for_s` seconds, or until `calm` is called if `for_s` is None."""

    @abstractmethod
    def loans(self, key: str) -> frozenset[str]:
        """Return the codes of all items that this member has on loan now."""

    def in_carts(self, key: str) -> frozenset[str]:  # noqa: ARG002 - only some systems have carts
        """Return the codes in this member's open carts."""
        return frozenset()

    def lent(self) -> Counter[Taken]:
        """Count the acts of the kiosk that have changed something, by kind and code. With a cart, return no counts."""
        return Counter()

    def came(self) -> Counter[Taken]:
        """Count the requests for acts that the server has got and has perhaps done, by kind and code.

        Count only the kinds of acts that the kiosk must never send twice.
        """
        return Counter()

    def all_loans(self) -> set[Taken]:
        """Return a pair for each loan on the server: the key of the member and the code of the item."""
        return {(each.key, code) for each in self.visitors for code in self.loans(each.key)}

    def key_of(self, reference: str) -> str:
        """Return the key of the member whom the kiosk knows by this reference, or an empty text if there is none."""
        return reference

    def label_of(self, loan: str) -> str:  # noqa: ARG002 - only some systems have loans without a label
        """Return the code of the item of this loan. If the world does not know the loan, return an empty text."""
        return ""

    @property
    @abstractmethod
    def is_mixed(self) -> bool:
        """Return True if the kiosk has only one reader, for fobs and items."""

    @property
    def hides_ends(self) -> bool:
        """Return True if staff are asked about some acts, because the server does not say that a loan has ended."""
        return False

    @property
    @abstractmethod
    def has_rules(self) -> bool:
        """Return True if rules in the settings file say which codes are fobs and which are tools."""

    @property
    def secrets(self) -> tuple[str, ...]:
        """Return the secrets that no log may contain. Leave out short secrets, which a log may contain by chance."""
        secrets = (one for each in self.visitors for one in (each.secret, each.fob, each.card, each.card_pin))
        return tuple(secret for secret in secrets if len(secret) > 5)

    @property
    def linked(self) -> tuple[Visitor, ...]:
        """Return the people who have a linked fob. They come more often."""
        return ()

    @property
    def links_fobs(self) -> bool:
        """Return True if the fobs of the people in `linked` were linked on an earlier day."""
        return False

    @abstractmethod
    def calm(self) -> None:
        """Remove all planned faults, and let the server answer again."""

    @abstractmethod
    def keep_time(self, seconds: float) -> None:
        """Put the clock of the server forward by this number of seconds."""

    @abstractmethod
    def other_device(self, dice: Dice, key: str) -> None:
        """Let this member do something random on another device, or let staff do something for this member."""

    @abstractmethod
    def fault(self, dice: Dice) -> None:
        """Plan a fault of the server, or let the server be away for a moment."""

    @abstractmethod
    def token_dies(self, dice: Dice, key: str) -> None:
        """Make the token invalid by which the server knows this member or this kiosk."""

    @property
    def most_likely(self) -> tuple[str, ...]:
        """Return the keys of the people who come most often."""
        return (*self.likely, *(each.key for each in self.linked))

    def people(self, dice: Dice) -> Iterator[Visitor]:
        """Yield the people who come, one after the other. There is no last person."""
        return people(dice, self.visitors, self.most_likely)


def people(dice: Dice, visitors: Sequence[Visitor], likely: Sequence[str]) -> Iterator[Visitor]:
    """Yield the people who come, one after the other. There is no last person."""
    named = {each.key: each for each in visitors}
    while True:
        one = dice.one_of(likely)
        yield named[one] if dice.chance(0.9) else dice.one_of(visitors)


class MyTurnWorld(World):
    """A library with myTurn. Lines wait in a cart until the member presses Finish."""

    visitors = tuple(
        Visitor(
            each.username,
            each.username,
            each.password,
            each.fob,
            frozenset(loan.code for loan in each.loans),
            (each.first, each.last),
        )
        for each in MEMBERS
    )
    likely, free, strange, writes, sorts = LIKELY, FREE, STRANGE, WRITES, _SORTS
    tools = cart_items = frozenset(tool.code for tool in read_catalogue().tools.values())

    def __init__(self, library: LibraryServer, habits: Habits) -> None:
        super().__init__(library.library_state)
        self._library, self.habits, self.url = library, habits, library.url

    def __str__(self) -> str:
        return str(self.habits)

    @classmethod
    @contextmanager
    def opened(cls, dice: Dice, host: Host = in_a_thread) -> Iterator["MyTurnWorld"]:
        """Open a library with random habits from these dice."""
        with cls.with_habits(Habits.drawn(dice), host) as world:
            yield world

    @classmethod
    @contextmanager
    def with_habits(cls, habits: Habits, host: Host = in_a_thread) -> Iterator["MyTurnWorld"]:
        """Open a library with these habits."""
        with host(partial(LibraryServer, knobs=knobs_changed(Knobs(), habits.knobs))) as library:
            yield cls(library, habits)

    @classmethod
    def usual(cls) -> AbstractContextManager["MyTurnWorld"]:
        """Open a library with the usual answers and settings."""
        confirms = {"skipKioskCheckinConfirmation": True, "skipKioskCheckoutConfirmation": True}
        habits = Habits(
            knobs={"organization": confirms}, fob="linked", walk_away="finish", one_reader=False, rules=False,
            logout_call=False, two_phase=False, minutes=True, linked=(), remember_password=False, pin="never",
        )  # fmt: skip
        return cls.with_habits(habits)

    def plan(self, operation: str, fault: Mapping[str, object]) -> None:
        self._library.control.fault(operation, **fault)  # type: ignore[arg-type]  # the lever checks this

    def clear_faults(self, operation: str) -> None:
        self._library.control.clear_faults(operation)

    def settings(self, folder: Path) -> Settings:
        return settings_of(self.habits, folder, self.url)

    def loans(self, key: str) -> frozenset[str]:
        return frozenset(loan.code for loan in self._library.library_state.loans_of(key))

    def in_carts(self, key: str) -> frozenset[str]:
        return frozenset(code for cart in self._carts(key) for code in (*cart.borrows, *cart.returns))

    def _carts(self, key: str) -> tuple[CartFact, ...]:
        return self._library.library_state.open_carts_of(key)

    @property
    def is_mixed(self) -> bool:
        return self.habits.one_reader

    @property
    def has_rules(self) -> bool:
        return self.habits.rules

    @property
    def linked(self) -> tuple[Visitor, ...]:
        """Return the people with a linked fob. They come more often than other people."""
        named = {each.key: each for each in self.visitors}
        return tuple(named[key] for key in self.habits.linked)

    @property
    def links_fobs(self) -> bool:
        """Return True if the fobs of the people in `linked` were linked on an earlier day."""
        return self.habits.fob == "linked"

    def go_away(self, for_s: float | None) -> None:
        """Refuse all connections for `for_s` seconds, or until `calm` is called if `for_s` is None."""
        self._library.control.go_away(for_s)

    def calm(self) -> None:
        self._library.control.clear_faults()
        self._library.control.come_back()

    def keep_time(self, seconds: float) -> None:
        self._library.control.put_forward(seconds)

    def token_dies(self, dice: Dice, key: str) -> None:
        """Make this member's token invalid, and sometimes also the refresh token that would renew it."""
        self._library.control.expire_tokens(key)
        if dice.chance(0.3):
            self._library.control.revoke_refresh_tokens(key)

    def other_device(self, dice: Dice, key: str) -> None:
        """Let this member do something random on another device."""
        act = dice.weighted(_ACTS)
        code = dice.one_of([*FREE, *sorted(self.loans(key))])
        touched = {code} | self.in_carts(key) if act in ("convert", "delete") else {code}
        try:
            self._library.control.other_device(key, act, code)
        except (ServerRefusalError, KeyError, ValueError) as why:
            self.note("other device", act, code, "failed:", type(why).__name__)
            return
        self.note("other device", act, code, sorted(touched))
        self.elsewhere |= {(key, one) for one in touched}

    def fault(self, dice: Dice) -> None:
        self.note("FAULT", *drawn_fault(self._library.control, _WHERE, dice))


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
