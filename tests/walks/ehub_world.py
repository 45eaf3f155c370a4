"""A content provider of eHUB for a walk. The label of a title is EH- and its record. People's cards are their fobs."""

import json
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from kiosk.simulator.ehub import CONSUMER_ID, EHUB_PEOPLE, SECRET_KEY, SITE_ID, EhubKnobs, EhubServer, ProviderPerson
from kiosk.simulator.ehub.catalogue import ehub_catalogue
from kiosk.simulator.knobs import knobs_changed
from kiosk.simulator.records import ReceivedCall
from tests.walks.dice import Dice
from tests.walks.digital_world import DIGITAL_WRITES, DigitalHabits, DigitalWorld
from tests.walks.hosts import Host, in_a_thread
from tests.walks.sierra_world import ZONE
from tests.walks.world import Taken, Visitor, World

_LONG_S = 30 * 86400.0
_LABEL = "EH-"


def _visitor(one: ProviderPerson) -> Visitor:
    home = frozenset(_LABEL + each.record_id for each in one.loans if each.left_h > 0)
    return Visitor(one.key, one.card, "", one.card, home, (one.patron_id, one.email), "", one.card)


_FREE = (
    *("mb-1001", "mb-1003", "films & books/12", "Ærø/Øst 7", "本-0042", "what?#now", "mb-1012"),
    *("au-2004", "au/2003/vol 1", "mag-harbour-48", "mix-3001"),
)


def _in_the_catalogue(code: str) -> str:
    record = code.removeprefix(_LABEL)
    return f'[[title]]\ncode = "{code}"\nrecord = "{record}"\ntitle = "{ehub_catalogue()[record].title}"\n'


class EHubWorld(DigitalWorld):
    """A content provider of eHUB. It cannot list a member's loans, and it trusts the kiosk's word who the member is."""

    key = "ehub"
    label = "EH-.+"
    visitors = tuple(_visitor(each) for each in EHUB_PEOPLE)
    likely = ("marta", "jamal", "ines", "ines", "mononym", "greta", "owes", "busy")
    free = titles = tuple(_LABEL + each for each in _FREE)
    strange = (
        *("4006381333931", f" {free[1]} ", f"{free[2]}\x07", "X" * 65, "CMD:HELP", "CMD:FINISH", "CMD:CANCEL"),
        *("CMD:LANGUAGE:fr", "CMD:NOTHING", "EH-nothing", "EH-", "鋸", "%s{x}", "0"),
        *("EH-no-9001", "EH-vid-4002", "EH-mb-1020", "EH-mb-1021", "EH-100% wool"),
    )
    tools = frozenset(_LABEL + each for each in ehub_catalogue())
    where = {"checkout": 5.0, "return": 4.0, "loan": 3.0, "record": 1.0}  # noqa: RUF012 - a ClassVar in the base class

    def __init__(self, library: EhubServer, habits: DigitalHabits) -> None:
        super().__init__(library.library_state, library.control, habits)
        self.library, self.url = library, library.url
        library.control.turn(identified_by="libraryCard")
        for each in EHUB_PEOPLE:
            for loan in library.library_state.loans_of(each.key):
                library.control.end_loan(loan.id, _LONG_S)

    @classmethod
    @contextmanager
    def opened(cls, dice: Dice, host: Host = in_a_thread) -> Iterator["EHubWorld"]:
        refusal_status = dice.one_of([500, 400, 403, 409])
        # Do not draw the status 403 together with a code that eHUB has not published: the kiosk would think that its
        # token was refused.
        refusals = dice.one_of(["code", "own code"]) if refusal_status != 403 else "code"
        knobs: dict[str, object] = {
            "dates": dice.one_of(["Z", "milliseconds", "+02:00", "+0200"]),
            "delete": dice.one_of(["allowed", "allowed", "allowed", "refused", "missing"]),
            "checkout_ids": dice.one_of(["plain", "odd"]),
            "refusal_status": refusal_status,
            "refusals": refusals,
            "denied": dice.one_of([401, 403]),
            "denied_body": dice.one_of(["code", "text", "empty"]),
            "ended_checkout": dice.one_of(["INACTIVE_LOAN", "CHECKOUT_NOT_FOUND"]),
            "unknown_checkout_status": dice.one_of([404, 500]),
            "links_each_time": dice.one_of(["same", "new"]),
            "links": dice.one_of(["http", "https", "one slash", "app"]),
            "agreement": dice.chance(0.2),
            "more_members": dice.chance(0.3),
            "empty_links": dice.one_of(["list", "absent"]),
            "created": dice.one_of([200, 201]),
            "deleted": dice.one_of([204, 200]),
        }
        with cls.with_habits(DigitalHabits.with_knobs(dice, knobs, card_pin=False), host) as world:
            yield world

    @classmethod
    @contextmanager
    def with_habits(cls, habits: DigitalHabits, host: Host = in_a_thread) -> Iterator["EHubWorld"]:
        with host(partial(EhubServer, knobs=knobs_changed(EhubKnobs(), habits.knobs), time_zone=ZONE)) as library:
            yield cls(library, habits)

    @property
    def hides_ends(self) -> bool:
        return self.habits.knobs.get("refusals") == "own code"

    def table(self, folder: Path, *, alone: bool) -> str:
        key = folder / "ehub-key"
        key.write_text(f"{SECRET_KEY}\n", encoding="utf-8")
        key.chmod(0o600)
        titles = folder / "titles.toml"
        titles.write_text("".join(map(_in_the_catalogue, self.free)), encoding="utf-8")
        # The provider knows people by one claim. If the kiosk has no other system, this claim is the number of the
        # card. Beside a main system, it is the number that the main system vouches for.
        more = "trusted_cards = '23[0-9]{12}'\n" if alone else 'label = "Riverside"\nclaims = ["patronId"]\n'
        return (
            f'[ehub]\nurl = "{self.url}"\nsite_id = "{SITE_ID}"\nconsumer_id = {CONSUMER_ID}\nkey_file = "{key}"\n'
            f'catalogue = "{titles}"\n'
            f"items = '{_LABEL}(.+)'\nallow_delete = true\nrequest_timeout_s = 10.0\n{more}"
        )

    def allow_other_clock(self) -> None:
        self.library.control.turn(leeway_s=86_400)

    def stand_beside(self, main: World) -> None:
        """Let the provider know people by their numbers at the main system, and refuse everybody else."""
        control = self.library.control
        control.turn(identified_by="patronId", strangers="refused")
        for each in EHUB_PEOPLE:
            if main.key_of(each.patron_id) != each.key:
                control.change_person(each.key, patron_id=each.key)

    @property
    def secrets(self) -> tuple[str, ...]:
        return (*super().secrets, SECRET_KEY, "Bearer ", "eyJ")

    def loans(self, key: str) -> frozenset[str]:
        return frozenset(_LABEL + loan.record_id for loan in self.library.library_state.loans_of(key))

    def lent(self) -> Counter[Taken]:
        """Count the kiosk's acts that have changed something, by kind and code. Leave out acts of other devices."""
        acts = self.library.library_state.acts()
        return Counter(
            (DIGITAL_WRITES[each.act], _LABEL + each.record_id) for each in acts if each.act in DIGITAL_WRITES
        )

    def code_of(self, call: ReceivedCall) -> str:
        if call.name == "checkout" or not call.about:
            return _LABEL + call.about if call.about else ""
        with self.library.library_state.lock:
            loan = self.library.library_state.loans.get(call.about)
        return _LABEL + loan.title.id if loan is not None else ""

    def key_of(self, reference: str) -> str:
        card = json.loads(reference).get("card", "") if reference.startswith("{") else ""
        return next((each.key for each in EHUB_PEOPLE if each.card == card), "")

    def token_dies(self, dice: Dice, key: str) -> None:  # noqa: ARG002 - every request has its own token
        """Refuse some of the next requests with 401, as a provider with a wrong clock does.

        The kiosk signs a new token for each request, so there is no token that could end.
        """
        for operation in dice.some_of(["checkout", "return", "loan"], 2):
            self.control.fault(operation, "status", status=401, count=dice.number(1, 2))

    def other_device(self, dice: Dice, key: str) -> None:
        """Let the member borrow a title on another device, or let a loan of the member end."""
        state, control = self.library.library_state, self.library.control
        own = {_LABEL + loan.record_id: loan.id for loan in state.loans_of(key)}
        code = dice.one_of(sorted(own) or self.free)
        if dice.chance(0.5):
            code = dice.one_of(self.free)
            if code in own:
                return
            control.lend(key, code.removeprefix(_LABEL))
        elif code in own:
            control.end_loan(own[code])
        self.note("another device:", code)
        self.elsewhere.add((key, code))
