"""The state of the simulated Sierra, with everything that can change while the simulator runs."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from datetime import time as wall_time
from itertools import count
from secrets import token_urlsafe

from kiosk.simulator.clock import LibraryClock
from kiosk.simulator.knobs import knobs_changed
from kiosk.simulator.served_state import ServedState
from kiosk.simulator.sierra.catalogue import ItemRecord, plain, sierra_catalogue
from kiosk.simulator.sierra.knobs import SierraKnobs
from kiosk.simulator.sierra.people import PATRONS, CheckoutSeed, HoldSeed, Patron
from kiosk.simulator.sierra.records import (
    CheckoutFact,
    CheckoutRecord,
    CirculationAct,
    CirculationFact,
    HoldFact,
    HoldRecord,
)

HOLD_DAYS = 7
"""The number of days for which an item waits on the hold shelf."""
DAY_ENDS = wall_time(4)
"""The time of the day at which every loan by the day is due, in the time zone of the library.

Sierra writes this time into the due date of every such loan.
"""


class SierraState(ServedState):
    """The patrons, items, loans, holds, tokens, planned faults and calls of the library, with one lock.

    Any thread can call the methods for tests and the demo. A caller of the methods below the comment "records" must
    hold the lock.
    """

    knobs: SierraKnobs

    def __init__(self, knobs: SierraKnobs, clock: LibraryClock) -> None:
        super().__init__(clock)
        self.catalogue = sierra_catalogue()
        self._first_knobs = knobs
        # The numbers for new records. A reset of the library does not start them again at the first number, so a new
        # record never gets the number of an old record.
        self._numbers = count(4519234)
        self.reset()

    def reset(self) -> None:
        """Go back to the state at the start.

        The knobs get their first values, and all tokens, faults and calls are removed.
        """
        with self.lock:
            self.begin_again()
            self.knobs = self._first_knobs
            self.patrons: dict[str, Patron] = {each.key: each for each in PATRONS}
            self.status_of: dict[str, str] = {each.id: each.status for each in self.catalogue.items.values()}
            self.checkouts: dict[int, CheckoutRecord] = {}
            self.holds: dict[int, HoldRecord] = {}
            self._tokens: dict[str, float] = {}
            self._acts: list[CirculationFact] = []
            for patron in PATRONS:
                for loan in patron.loans:
                    self._seed_loan(patron, loan)
                for hold in patron.holds:
                    self._seed_hold(patron, hold)

    def turn(self, changes: Mapping[str, object]) -> None:
        """Change some knobs while the server runs. Raises WrongKnobError if a name or a value is wrong."""
        with self.lock:
            self.knobs = knobs_changed(self.knobs, changes)

    # --- methods for tests and the demo ------------------------------------------------------------

    def loans_of(self, key: str) -> tuple[CheckoutFact, ...]:
        """Return frozen copies of the loans of the patron with this key, the oldest loan first."""
        with self.lock:
            return tuple(self._fact(each) for each in self.checkouts_of(key))

    def holder_of(self, barcode: str) -> str | None:
        """Return the key of the patron who has the item with this barcode, or None if it is not on loan."""
        with self.lock:
            found = self.checkout_of(self.item_labelled(barcode))
            return found.key if found else None

    def holds_of(self, key: str) -> tuple[HoldFact, ...]:
        """Return frozen copies of the holds of the patron with this key, the oldest hold first."""
        with self.lock:
            return tuple(
                HoldFact(each.id, each.key, each.item.barcode, each.place, each.queue, each.ready, each.until)
                for each in self.holds.values()
                if each.key == key
            )

    def status(self, barcode: str) -> str:
        """Return the status code of the item with this barcode.

        An item on loan has the code "-", like an available item.
        """
        with self.lock:
            return self.status_of[self.item_labelled(barcode).id]

    def acts(self, act: CirculationAct | None = None) -> tuple[CirculationFact, ...]:
        """Return all acts that have changed the library since the last reset.

        If `act` is given, return only acts of this kind.
        """
        with self.lock:
            return tuple(each for each in self._acts if act in (None, each.act))

    # --- records, for the server's rules (the caller must hold the lock) -------------------------------

    def next_number(self) -> int:
        """Return an id that was never used before."""
        return next(self._numbers)

    def item_labelled(self, barcode: str) -> ItemRecord:
        """Return the item with this barcode. Raises KeyError if there is no such item."""
        found = self.catalogue.labelled(barcode)
        if found is None:
            raise KeyError(barcode)
        return found

    def patrons_with(self, barcode: str, *, exactly: bool = False) -> list[Patron]:
        """Return the patrons with this barcode. The case of letters is ignored if `exactly` is False."""
        same = str.strip if exactly else plain
        return [each for each in self.patrons.values() if same(barcode) in map(same, each.barcodes)]

    def patron_numbered(self, number: int) -> Patron | None:
        """Return the patron with this record number, or None."""
        return next((each for each in self.patrons.values() if each.id == number), None)

    def checkouts_of(self, key: str) -> list[CheckoutRecord]:
        """Return the loans of the patron with this key, the oldest loan first."""
        return [each for each in self.checkouts.values() if each.key == key]

    def checkout_of(self, item: ItemRecord) -> CheckoutRecord | None:
        """Return the loan of an item, or None if it is not on loan."""
        return next((each for each in self.checkouts.values() if each.item.id == item.id), None)

    def holds_on(self, item: ItemRecord) -> list[HoldRecord]:
        """Return the holds that this item can fulfil, in the order of the queue.

        These are the holds on the item itself, on its volume and on its title.
        """

        def concerns(hold: HoldRecord) -> bool:
            of_volume = hold.volume is not None and item.id in hold.volume.items
            return hold.item.id == item.id or of_volume or (hold.of_title and hold.item.bib.id == item.bib.id)

        return sorted(filter(concerns, self.holds.values()), key=lambda each: each.place)

    def leave_queue(self, hold: HoldRecord) -> None:
        """Remove a hold. The queue gets shorter, and the holds behind the removed hold move forward."""
        del self.holds[hold.id]
        for each in self.holds_on(hold.item):
            each.queue -= 1
            each.place -= each.place > hold.place

    def offer(self, item: ItemRecord) -> bool:
        """Put an item on the hold shelf for the first patron in the queue. Return False if there is no queue."""
        waiting = self.holds_on(item)
        if not waiting:
            return False
        first = waiting[0]
        first.ready, first.until = True, first.until or self.clock.today() + timedelta(days=HOLD_DAYS)
        self.status_of[item.id] = "!"
        return True

    def due_of(self, item: ItemRecord, *, days: int | None = None) -> datetime:
        """Return the instant at which a loan that begins now is due.

        `days` is the length of the loan. If `days` is None, the loan has the usual length for this item.
        """
        if item.hours and days is None:
            due = (self.clock.now() + timedelta(hours=item.hours)).replace(second=0, microsecond=0)
            # If a loan is due at exactly the time DAY_ENDS, clients think that it is by the day. So a loan by the hour
            # is then due one minute later.
            return due + timedelta(minutes=1) if due == self.end_of(self.clock.day_of(due)) else due
        return self.end_of(self.clock.today() + timedelta(days=item.days if days is None else days))

    def end_of(self, day: date) -> datetime:
        """Return the instant that Sierra writes for a loan that is due on this day."""
        return self.clock.instant(day, DAY_ENDS)

    def lend(self, key: str, item: ItemRecord) -> CheckoutRecord:
        """Make a loan of this item to the patron with this key, and return the loan. No rule is checked.

        The item leaves the hold shelf. If the patron has a hold on the item, the hold is removed.
        """
        for hold in self.holds_on(item):
            if hold.key == key:
                self.leave_queue(hold)
        self.status_of[item.id] = "-"
        number = self.next_number()
        made = CheckoutRecord(number, key, item, self.clock.now(), self.due_of(item), is_hourly=item.hours > 0)
        self.checkouts[number] = made
        return made

    def note(self, act: CirculationAct, key: str, barcode: str) -> None:
        """Add this act to the list that `acts` returns, because the act has changed the library."""
        self._acts.append(CirculationFact(act, key, barcode, self.clock.seconds()))

    # --- tokens ------------------------------------------------------------------------------------

    def issue_token(self) -> str:
        """Make a new token for the key, and return it."""
        token = token_urlsafe(32)
        self._tokens[token] = self.clock.seconds() + self.knobs.token_lifetime_s
        return token

    def token_left_s(self, token: str) -> int | None:
        """Return the number of seconds until this token ends. Return None if the token is unknown or has ended."""
        left = self._tokens.get(token, 0.0) - self.clock.seconds()
        return int(left) if left > 0 else None

    def expire_tokens(self) -> None:
        """End all tokens now."""
        with self.lock:
            self._tokens.clear()

    def _fact(self, record: CheckoutRecord) -> CheckoutFact:
        return CheckoutFact(
            id=record.id,
            key=record.key,
            barcode=record.item.barcode,
            item_id=record.item.id,
            out=record.out,
            due=record.due,
            due_day=self.clock.day_of(record.due),
            renewals=record.renewals,
            recalled=record.recalled,
        )

    def _seed_loan(self, patron: Patron, seed: CheckoutSeed) -> None:
        item, number = self.item_labelled(seed.barcode), self.next_number()
        began = self.clock.today() - timedelta(days=seed.out)
        hourly = item.hours > 0
        self.checkouts[number] = CheckoutRecord(
            id=number,
            key=patron.key,
            item=item,
            out=self._earlier(began),
            due=self.due_of(item) if hourly else self.end_of(self.clock.today() + timedelta(days=seed.due)),
            is_hourly=hourly,
            renewals=seed.renewals,
            recalled=None
            if seed.recalled is None
            else self._earlier(self.clock.today() - timedelta(days=seed.recalled)),
        )

    def _earlier(self, day: date) -> datetime:
        """Return the time 14:12:57 on this day. If this time is in the future, return the time now."""
        return min(self.clock.instant(day, wall_time(14, 12, 57)), self.clock.now().replace(microsecond=0))

    def _seed_hold(self, patron: Patron, seed: HoldSeed) -> None:
        item, number, today = self.item_labelled(seed.barcode), self.next_number(), self.clock.today()
        until = None if seed.until is None else today + timedelta(days=seed.until)
        placed = today - timedelta(days=seed.placed)
        volume = self.catalogue.volume_of(item) if seed.of_volume else None
        self.holds[number] = HoldRecord(
            number, patron.key, item, placed, seed.place, seed.queue, seed.ready, until, seed.of_title, volume
        )
        if seed.ready:
            self.status_of[item.id] = "!"
