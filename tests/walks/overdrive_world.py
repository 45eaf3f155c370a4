"""A library with OverDrive for a walk. The label of a title is its id. People use their card as their fob."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from kiosk.simulator.knobs import knobs_changed
from kiosk.simulator.overdrive import (
    AUTHORIZATION_NAME,
    CLIENT_KEY,
    CLIENT_SECRET,
    LIBRARY_ID,
    OVERDRIVE_PATRONS,
    WEBSITE_ID,
    OverdriveKnobs,
    OverdrivePatron,
    OverdriveServer,
)
from kiosk.simulator.overdrive.catalogue import overdrive_catalogue
from kiosk.simulator.records import ReceivedCall
from tests.walks.dice import Dice
from tests.walks.digital_world import DIGITAL_WRITES, DigitalHabits, DigitalWorld, PaceWatch
from tests.walks.hosts import Host, in_a_thread
from tests.walks.sierra_world import ZONE
from tests.walks.world import Heard, Taken, Visitor

MOST_PER_S = 2
_LONG_S = 30 * 86400.0
"""At the start, each loan of a member has this time left, in seconds. So no such loan ends during a walk."""


def title_code(title: str) -> str:
    """Return the code on the label of the title with this name."""
    found = overdrive_catalogue().named(title)
    assert found is not None
    return found.id


def _visitor(one: OverdrivePatron) -> Visitor:
    home = frozenset(title_code(each.title) for each in one.loans)
    card = one.barcodes[0]
    return Visitor(one.key, card, one.pin, card, home, (str(one.id),), one.pin, card, one.pin)


_FREE = (
    "How to Borrow a Boat",
    "The Night Shift at Bellwether",
    "Paper, Scissors, Stonemason",
    "The Glassblower of Vesna",
    "Letters from a Dry Dock",
    "The Slow Train to Umber",
    "The Lighthouse Keeper Resigns",
    "Weekend Wrench, Winter 2026",
    "Forty Acres of Fog",
)


class OverDriveWorld(DigitalWorld):
    """A library with OverDrive."""

    key, has_pins = "overdrive", True
    label = "[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}"
    visitors = tuple(map(_visitor, OVERDRIVE_PATRONS))
    likely = ("marta", "jamal", "ines", "theo", "mononym", "greta", "owes", "busy")
    free = titles = tuple(map(title_code, _FREE))
    strange = (
        *("4006381333931", free[0].upper(), f" {free[1]} ", f"{free[2]}\x07", "X" * 65, "CMD:HELP", "CMD:FINISH"),
        *("CMD:CANCEL", "CMD:LANGUAGE:fr", "CMD:NOTHING", "OD-HAMMER-9999", "鋸", "%s{x}", "0"),
        *("00000000-0000-4000-8000-000000000000", *map(title_code, ("The Orchard Accounts", "Gravel", "Winter Wheat"))),
    )
    tools = frozenset(each.id for each in overdrive_catalogue().titles)
    where = {  # noqa: RUF012 - a ClassVar in the base class
        "checkout": 5.0,
        "return": 4.0,
        "checkouts": 3.0,
        "patron_token": 1.5,
        "token": 1.0,
        "patron": 1.0,
        "bulk_metadata": 1.0,
        "open_loan": 2.0,
        "metadata": 0.5,
        "holds": 0.5,
        "cancel_hold": 0.5,
    }

    def __init__(self, library: OverdriveServer, habits: DigitalHabits) -> None:
        super().__init__(library.library_state, library.control, habits)
        self.library, self.url = library, library.url
        self._pace = PaceWatch(MOST_PER_S)
        for each in OVERDRIVE_PATRONS:
            for loan in library.library_state.loans_of(each.key):
                library.control.end_loan_in(each.key, loan.id, _LONG_S)

    @classmethod
    @contextmanager
    def opened(cls, dice: Dice, host: Host = in_a_thread) -> Iterator["OverDriveWorld"]:
        knobs: dict[str, object] = {
            "pins": dice.chance(0.8),
            "refused_card": dice.one_of([400, 401]),
            "records": dice.one_of(["2025", "2025", "2021"]),
            "ids": dice.one_of(["by year", "upper", "lower", "mixed"]),
            "bare_records": dice.chance(0.15),
            "links_to": dice.one_of(["here", "elsewhere"]),
            "list_slash": dice.chance(0.3),
            "libby_link": dice.one_of(["all", "some", "none"]),
            "created": dice.one_of([201, 200]),
            "own_loan_again": dice.one_of(["by queue", "TitleAlreadyCheckedOut", "NoCopiesAvailable"]),
            "refusals": dice.one_of(["code", "code", "BadRequest", "message"]),
            "opening": dice.one_of(["redirect", "redirect", "no address", "page"]),
            "denied_body": dice.one_of(["message", "text", "empty"]),
            "empty_list": dice.one_of(["list", "missing"]),
            "cancel_hold_action": dice.one_of(["removeHold", "releaseHold"]),
            "not_returnable": dice.one_of(["BadRequest", "PatronTitleProcessingFailed"]),
        }
        habits = DigitalHabits.with_knobs(dice, knobs, card_pin=bool(knobs["pins"]))
        with cls.with_habits(habits, host) as world:
            yield world

    @classmethod
    @contextmanager
    def with_habits(cls, habits: DigitalHabits, host: Host = in_a_thread) -> Iterator["OverDriveWorld"]:
        with host(
            partial(OverdriveServer, knobs=knobs_changed(OverdriveKnobs(), habits.knobs), time_zone=ZONE)
        ) as library:
            yield cls(library, habits)

    def table(self, folder: Path, *, alone: bool) -> str:
        client = folder / "overdrive-client"
        client.write_text(f"{CLIENT_KEY}:{CLIENT_SECRET}\n", encoding="utf-8")
        client.chmod(0o600)
        items = "" if alone else f"items = '{self.label}'\n"
        return (
            f"[overdrive]\nlibrary_id = {LIBRARY_ID}\nwebsite_id = {WEBSITE_ID}\n"
            f'authorization_name = "{AUTHORIZATION_NAME}"\nclient_file = "{client}"\nrequest_timeout_s = 10.0\n'
            f'card_pin = "{"required" if self.habits.card_pin else "none"}"\n{items}[overdrive.hosts]\n'
        ) + "".join(f'{name} = "{self.url}"\n' for name in ("oauth", "oauth_patron", "api", "patron"))

    def listen(self, heard: Heard) -> None:
        super().listen(heard)
        self.state.listen(lambda call: self._pace.came(call, self.seconds()))

    def time_is_skipped(self) -> None:
        self._pace.forget(self.seconds())

    def wrongs(self) -> Iterator[str]:
        yield from self._pace.wrongs()

    @property
    def secrets(self) -> tuple[str, ...]:
        return (*super().secrets, CLIENT_SECRET, "Bearer ")

    def loans(self, key: str) -> frozenset[str]:
        return frozenset(loan.id for loan in self.library.library_state.loans_of(key))

    def lent(self) -> Counter[Taken]:
        """Count the acts of the kiosk that have changed something, by kind and code. Leave out acts in the app."""
        acts = self.library.library_state.acts()
        return Counter(
            (DIGITAL_WRITES[each.act], title_code(each.title)) for each in acts if each.act in DIGITAL_WRITES
        )

    def code_of(self, call: ReceivedCall) -> str:
        return title_code(call.about) if call.about else ""

    def opened_title(self, call: ReceivedCall) -> str:
        return self.code_of(call) if call.name == "open_loan" else ""

    def key_of(self, reference: str) -> str:
        return next((each.key for each in OVERDRIVE_PATRONS if str(each.id) == reference), "")

    def token_dies(self, dice: Dice, key: str) -> None:
        self.library.control.expire_tokens(dice.one_of([key, key, "", None]))

    def other_device(self, dice: Dice, key: str) -> None:
        """Let the member borrow a title in OverDrive's app, give a title back there, or send a title to a Kindle."""
        control, act = self.library.control, dice.weighted({"lend": 3, "take back": 3, "kindle": 1})
        own = sorted(self.loans(key))
        code = dice.one_of(self.free) if act == "lend" or not own else dice.one_of(own)
        match act:
            case "lend" if code not in own:
                control.app_lends(key, code)
            case "take back" if own:
                control.app_takes_back(key, code)
            case "kindle" if own:
                control.send_to_kindle(key, code)
            case _:
                return
        self.note("the app:", act, code)
        self.elsewhere.add((key, code))
