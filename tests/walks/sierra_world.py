"""A library with Sierra for a walk: each act counts at once, the card is the fob, and there is no cart."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from zoneinfo import ZoneInfo

from kiosk.settings.load import load
from kiosk.settings.model import Settings
from kiosk.simulator.knobs import knobs_changed
from kiosk.simulator.sierra import KEY, KEY_SECRET, PATRONS, Patron, SierraKnobs, SierraServer
from kiosk.simulator.sierra.catalogue import sierra_catalogue
from tests.walks.dice import Dice
from tests.walks.drawn_faults import drawn_fault
from tests.walks.hosts import Host, in_a_thread
from tests.walks.world import REFUSED_UNREAD, Taken, Visitor, World

ZONE = ZoneInfo("America/New_York")
_SEEDED = {each.barcode for patron in PATRONS for each in patron.loans} | {
    each.barcode for patron in PATRONS for each in patron.holds
}
_ITEMS = tuple(sierra_catalogue().items.values())
_HERE = tuple(
    each.barcode for each in _ITEMS if each.status == "-" and each.barcode not in _SEEDED and not each.is_partners
)
FREE = (*_HERE[:60:8], "GLUE 50%", "30800000002001"[:-1] + "2")
WRITES = {"checkout": "borrow", "checkin": "give_back", "renewal": "renew", "cancel_hold": "reservation"}
"""The calls that write something, each with the kind of its row in the journal."""


def _visitor(patron: Patron) -> Visitor:
    names = tuple(name for word in re.split(r"[^\w]+", patron.name) for name in sorted({word, word.title()}) if word)
    home = frozenset(each.barcode for each in patron.loans)
    return Visitor(patron.key, patron.barcode, patron.pin, patron.barcode, home, names, patron.pin)


@dataclass(frozen=True, slots=True)
class SierraHabits:
    """The values that differ from walk to walk: the knobs of the library, and some settings of the kiosk."""

    knobs: dict[str, object]
    card_pin: bool
    one_reader: bool
    rules: bool
    walk_away: str
    drop_box: bool = False

    @classmethod
    def drawn(cls, dice: Dice) -> "SierraHabits":
        """Return random habits."""
        knobs: dict[str, object] = {
            "sierra": dice.one_of(["6.0", "6.0", "5.2"]),
            "v6": dice.chance(0.8),
            "auth": dice.chance(0.8),
            "dead_token_code": dice.one_of([123, 113, 120, 127]),
            "checkout_answer": dice.one_of(["checkout", "checkout", "link", "id"]),
            "repeated": dice.one_of(["929", "929", "refused", "same"]),
            "due_dates": dice.one_of(["moment", "date"]),
            "item_as": dice.one_of(["expanded", "expanded", "object", "text"]),
            "barcodes": dice.one_of(["all", "all", "some", "none"]),
            "page_cap": dice.one_of([2000, 50]),
            "empty_as": dice.one_of(["list", "404"]),
            "refusal_text": dice.one_of(["text", "bare", "escaped"]),
            "renewal_refused_as": dice.one_of(["134", "132"]),
            "renewal_due": dice.one_of(["later", "later", "later", "unchanged"]),
            "returns_go": dice.one_of(["by item", "by item", "shelf", "transit", "hold shelf"]),
            "checkin_of_free": dice.one_of(["404", "204"]),
            "keep_alive": dice.one_of(["kept", "closed", "cut"]),
        }
        return cls(
            knobs=knobs,
            card_pin=dice.chance(0.6),
            one_reader=dice.chance(0.4),
            rules=dice.chance(0.6),
            walk_away=dice.one_of(["finish", "returns-only", "abandon"]),
            drop_box=dice.chance(0.5),
        )


def sierra_settings(habits: SierraHabits, folder: Path, url: str, token_url: str) -> Settings:
    """Write a settings file for these habits, and return its settings."""
    key = folder / "sierra-key"
    key.write_text(f"{KEY}:{KEY_SECRET}\n", encoding="utf-8")
    key.chmod(0o600)
    names = ("anything",) if habits.one_reader else ("fobs", "items")
    rules = "[codes]\nfob = '^2308[0-9]{10}$'\nitem = '^(3080|[A-Z]).*'\n" if habits.rules and habits.one_reader else ""
    text = (
        f'[kiosk]\nbackend = "sierra"\nstate_dir = "{folder / "state"}"\ntime_zone = "{ZONE.key}"\n'
        f'[sierra]\nurl = "{url}"\ntoken_url = "{token_url}"\nkey_file = "{key}"\nrequest_timeout_s = 10.0\n'
        f'card_pin = "{"required" if habits.card_pin else "none"}"\ndrop_box = {str(habits.drop_box).lower()}\n'
        '[library]\nname = "Millbrook"\nlogout_timeout_s = 120\n'
        f'[login]\nfob = "card"\n[visit]\nwalk_away = "{habits.walk_away}"\n{rules}'
        + "".join(
            f'\n[[scanner]]\nname = "{name}"\nreads = "{name}"\ndriver = "serial"\nport = "/dev/{name}"\n'
            for name in names
        )
    )
    path = folder / "kiosk.toml"
    path.write_text(text, encoding="utf-8")
    return load(path)


_WHERE = {
    "checkout": 5.0,
    "checkin": 4.0,
    "renewal": 2.0,
    "checkouts": 3.0,
    "patron": 1.0,
    "auth": 1.0,
    "validate": 0.5,
    "loan": 1.0,
    "item": 1.0,
    "items": 0.5,
    "bibs": 0.5,
    "items_query": 0.5,
    "token": 1.0,
    "token_info": 0.5,
}


class SierraWorld(World):
    """A library with Sierra: every act counts at once."""

    visitors = tuple(map(_visitor, PATRONS))
    likely = ("marta", "jamal", "ines", "theo", "mononym", "greta", "owes", "busy")
    free = FREE
    strange = (
        *("4006381333931", "99999999999999", FREE[0].lower(), f" {FREE[1]} ", f"{FREE[2]}\x07", "X" * 65, "CMD:HELP"),
        *("CMD:FINISH", "CMD:CANCEL", "CMD:LANGUAGE:fr", "CMD:NOTHING", "G/02", "plmb 12", "PARTNER 7", "鋸", "%s{x}"),
        *("30800000001044", "30800000001019", "0"),
    )
    tools = frozenset(each.barcode for each in _ITEMS)
    writes = WRITES
    where = {**dict.fromkeys(WRITES, 1.0), **_WHERE}  # noqa: RUF012 - a ClassVar in the base class
    sorts = {kind: kind for kind in WRITES.values()}  # noqa: RUF012 - a ClassVar in the base class

    def __init__(self, library: SierraServer, habits: SierraHabits) -> None:
        super().__init__(library.library_state)
        self.library, self.habits, self.url = library, habits, library.url
        self._labels: dict[str, str] = {}
        self._learn_labels()
        library.library_state.listen(lambda _: self._learn_labels())

    def _learn_labels(self) -> None:
        """Remember the label of each loan, because some libraries leave the labels out of their answers."""
        for each in PATRONS:
            self._labels |= {str(loan.id): loan.barcode for loan in self.library.library_state.loans_of(each.key)}

    def __str__(self) -> str:
        return str(self.habits)

    @classmethod
    @contextmanager
    def opened(cls, dice: Dice, host: Host = in_a_thread) -> Iterator["SierraWorld"]:
        """Open a library with random habits from these dice."""
        with cls.with_habits(SierraHabits.drawn(dice), host) as world:
            yield world

    @classmethod
    def usual(cls) -> AbstractContextManager["SierraWorld"]:
        """Open a library with the usual answers and settings."""
        usual: dict[str, object] = {}
        return cls.with_habits(SierraHabits(usual, card_pin=True, one_reader=False, rules=False, walk_away="finish"))

    @classmethod
    @contextmanager
    def with_habits(cls, habits: SierraHabits, host: Host = in_a_thread) -> Iterator["SierraWorld"]:
        """Open a library with these habits."""
        with host(partial(SierraServer, knobs=knobs_changed(SierraKnobs(), habits.knobs), time_zone=ZONE)) as library:
            yield cls(library, habits)

    def settings(self, folder: Path) -> Settings:
        return sierra_settings(self.habits, folder, self.url, self.library.token_url)

    def loans(self, key: str) -> frozenset[str]:
        return frozenset(loan.barcode for loan in self.library.library_state.loans_of(key))

    def label_of(self, loan: str) -> str:
        """Return the label of the item of this loan. If there was no such loan, return an empty text."""
        return self._labels.get(loan, "")

    def lent(self) -> Counter[Taken]:
        """Count the acts of the kiosk that have changed something, by kind and code. Leave out the acts of staff."""
        return Counter(
            (WRITES[each.act], each.barcode) for each in self.library.library_state.acts() if each.act in WRITES
        )

    def came(self) -> Counter[Taken]:
        """Count the check-ins that Sierra has got and has perhaps done, by kind and code.

        Sierra does not say if the thing was on loan, so the kiosk must not send a check-in a second time.
        """
        return Counter(
            ("give_back", call.about)
            for call in self.state.calls()
            if call.name == "checkin" and call.about and call.status not in REFUSED_UNREAD
        )

    def key_of(self, reference: str) -> str:
        """Return the key of the patron with this record number, or an empty text if there is no such patron."""
        return next((each.key for each in PATRONS if str(each.id) == reference), "")

    @property
    def is_mixed(self) -> bool:
        return self.habits.one_reader

    @property
    def has_rules(self) -> bool:
        return self.habits.rules

    @property
    def has_drop_box(self) -> bool:
        """Return True if people can bring things back without an account at any time."""
        return self.habits.drop_box

    def go_away(self, for_s: float | None) -> None:
        """Refuse all connections for `for_s` seconds, or until `calm` is called if `for_s` is None."""
        self.library.control.go_away(for_s)

    def calm(self) -> None:
        self.library.control.clear_faults()
        self.library.control.come_back()

    def keep_time(self, seconds: float) -> None:
        self.library.control.put_forward(seconds)

    def token_dies(self, dice: Dice, key: str) -> None:  # noqa: ARG002 - there is one token for everybody
        """Let the kiosk's own token end."""
        self.library.control.expire_tokens()

    def other_device(self, dice: Dice, key: str) -> None:
        """Let staff lend something to this member, take something back, or recall it."""
        act = dice.weighted({"lend": 3, "take back": 3, "recall": 1})
        own = sorted(self.loans(key))
        code = dice.one_of([*self.free, *own]) if act == "lend" else dice.one_of(own or self.free)
        holder = self.library.library_state.holder_of(code)
        match act:
            case "lend":
                self.library.control.desk_lends(key, code)
            case "take back":
                self.library.control.desk_takes_back(code)
            case _:
                if holder is not None:
                    self.library.control.recall(code)
        self.note("the desk:", act, code)
        self.elsewhere |= {(who, code) for who in (key, holder) if who is not None}

    def plan(self, operation: str, fault: Mapping[str, object]) -> None:
        """Plan a fault of the server. `fault` has the kind and the other fields of the fault."""
        self.library.control.fault(operation, **fault)  # type: ignore[arg-type]  # the lever checks this

    def clear_faults(self, operation: str) -> None:
        self.library.control.clear_faults(operation)

    def fault(self, dice: Dice) -> None:
        self.note("FAULT", *drawn_fault(self.library.control, _WHERE, dice))
