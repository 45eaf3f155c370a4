"""The state of the simulated OverDrive, with everything that can change while the simulator runs."""

from collections import deque
from collections.abc import Mapping
from datetime import datetime, timedelta
from secrets import token_hex, token_urlsafe

from kiosk.simulator.clock import LibraryClock
from kiosk.simulator.knobs import knobs_changed
from kiosk.simulator.overdrive.catalogue import OverdriveTitle, overdrive_catalogue
from kiosk.simulator.overdrive.knobs import OverdriveKnobs
from kiosk.simulator.overdrive.people import OVERDRIVE_PATRONS, OverdrivePatron
from kiosk.simulator.overdrive.records import (
    DigitalAct,
    DigitalActFact,
    DigitalHold,
    DigitalHoldFact,
    DigitalLoan,
    DigitalLoanFact,
    FulfilmentCode,
)
from kiosk.simulator.served_state import ServedState

HOLD_DAYS = 3
"""The number of days for which a patron can borrow a title after a hold has become ready."""
KIOSK = ""
"""The owner of a token that belongs to the kiosk itself, and not to a patron."""


class OverdriveState(ServedState):
    """The patrons, titles, loans, holds, tokens, planned faults and calls of the library, with one lock.

    Any thread can call the methods for tests and the demo. A caller of the methods below the comment "records" must
    hold the lock.
    """

    knobs: OverdriveKnobs

    def __init__(self, knobs: OverdriveKnobs, clock: LibraryClock) -> None:
        super().__init__(clock)
        self.catalogue = overdrive_catalogue()
        self._first_knobs = knobs
        self.reset()

    def reset(self) -> None:
        """Go back to the state at the start.

        The knobs get their first values, and all tokens, codes, faults and calls are removed.
        """
        with self.lock:
            self.begin_again()
            self.knobs = self._first_knobs
            self.patrons: dict[str, OverdrivePatron] = {each.key: each for each in OVERDRIVE_PATRONS}
            self.copies: dict[int, int] = {each.number: each.copies for each in self.catalogue.titles}
            self.loans: dict[tuple[str, int], DigitalLoan] = {}
            self.holds: dict[tuple[str, int], DigitalHold] = {}
            self.returns: dict[str, int] = {}
            self.periods: dict[tuple[str, str], int] = {}
            self._tokens: dict[str, tuple[str, float]] = {}
            self._codes: dict[str, FulfilmentCode] = {}
            self._acts: list[DigitalActFact] = []
            self._answered: deque[float] = deque()
            self._seed()

    def turn(self, changes: Mapping[str, object]) -> None:
        """Change some knobs while the server runs. Raises WrongKnobError if a name or a value is wrong."""
        with self.lock:
            self.knobs = knobs_changed(self.knobs, changes)

    # --- methods for tests and the demo ------------------------------------------------------------

    def loans_of(self, key: str) -> tuple[DigitalLoanFact, ...]:
        """Return frozen copies of the loans of the patron with this key, in the order in which they were made."""
        with self.lock:
            self.settle()
            return tuple(
                DigitalLoanFact(key, one.title.id, one.title.number, one.title.title, one.out, one.ends, one.on_kindle)
                for one in self.loans_with(key)
            )

    def holds_of(self, key: str) -> tuple[DigitalHoldFact, ...]:
        """Return frozen copies of the holds of the patron with this key, the oldest hold first."""
        with self.lock:
            self.settle()
            return tuple(self._hold_fact(each) for each in self.holds.values() if each.key == key)

    def borrowers_of(self, name: str) -> tuple[str, ...]:
        """Return the keys of the patrons who have this title. Raises KeyError if there is no such title."""
        with self.lock:
            self.settle()
            number = self.title_named(name).number
            return tuple(each.key for each in self.loans.values() if each.title.number == number)

    def acts(self, act: DigitalAct | None = None) -> tuple[DigitalActFact, ...]:
        """Return all acts that the library has carried out since the last reset.

        If `act` is given, return only acts of this kind.
        """
        with self.lock:
            return tuple(each for each in self._acts if act in (None, each.act))

    # --- records, for the server's rules (the caller holds the lock) -------------------------------

    def title_named(self, name: str) -> OverdriveTitle:
        """Return the title with this reserveId, crossRefId or name. Raises KeyError if there is no such title."""
        found = self.catalogue.named(name)
        if found is None:
            raise KeyError(name)
        return found

    def patrons_with(self, card: str) -> list[OverdrivePatron]:
        """Return the patrons with this card. Blanks at both ends and the case of letters are ignored."""
        wanted = card.strip().upper()
        return [each for each in self.patrons.values() if wanted in (one.upper() for one in each.barcodes)]

    def loans_with(self, key: str) -> list[DigitalLoan]:
        """Return the loans of the patron with this key, in the order in which they were made."""
        return [each for each in self.loans.values() if each.key == key]

    def loan_of(self, key: str, title: OverdriveTitle) -> DigitalLoan | None:
        """Return the patron's loan of a title, or None. For a part of a bundle, return the loan of the bundle."""
        return self.loans.get((key, title.part_of or title.number))

    def lent(self, title: OverdriveTitle) -> int:
        """Return the number of copies of a title that are on loan."""
        return sum(each.title.number == title.number for each in self.loans.values())

    def queue_of(self, title: OverdriveTitle) -> list[DigitalHold]:
        """Return the holds on a title. The hold that was placed first comes first."""
        found = [each for each in self.holds.values() if each.title.number == title.number]
        return sorted(found, key=lambda each: each.placed)

    def free(self, title: OverdriveTitle) -> int:
        """Return the number of copies that any patron can borrow now. Copies for ready holds do not count."""
        ready = sum(each.until is not None for each in self.queue_of(title))
        return self.copies[title.number] - self.lent(title) - ready

    def settle(self) -> None:
        """End each loan whose time is over, and each ready hold that nobody has used in time."""
        now = self.clock.now()
        for loan in [each for each in self.loans.values() if each.ends <= now]:
            del self.loans[loan.key, loan.title.number]
            self.offer(loan.title)
        for hold in [each for each in self.holds.values() if each.until is not None and each.until <= now]:
            del self.holds[hold.key, hold.title.number]
            self.offer(hold.title)

    def offer(self, title: OverdriveTitle) -> None:
        """Make the first waiting holds in the queue of this title ready, one for each free copy."""
        for hold in self.queue_of(title):
            if hold.until is None and self.free(title) > 0:
                hold.until = self.moment() + timedelta(days=HOLD_DAYS)

    def lend(self, key: str, title: OverdriveTitle, days: int) -> DigitalLoan:
        """Lend a title to the patron with this key, and return the loan. The patron's hold on the title ends."""
        self.holds.pop((key, title.number), None)
        now = self.moment()
        made = DigitalLoan(key, title, now, now + timedelta(days=days))
        self.loans[key, title.number] = made
        return made

    def moment(self) -> datetime:
        """Return the time now in UTC, without parts of a second, because OverDrive's times have none."""
        return self.clock.now().replace(microsecond=0)

    def note(self, act: DigitalAct, key: str, title: OverdriveTitle | None = None) -> None:
        """Add an act that the library has carried out to the list that `acts` returns."""
        self._acts.append(DigitalActFact(act, key, title.title if title else "", self.clock.seconds()))

    def is_too_early(self) -> bool:
        """Return True if the knob most_per_second does not allow a request now. Otherwise count the request."""
        most, now = self.knobs.most_per_second, self.clock.seconds()
        while self._answered and self._answered[0] <= now - 1:
            self._answered.popleft()
        if most and len(self._answered) >= most:
            return True
        self._answered.append(now)
        return False

    # --- tokens and codes --------------------------------------------------------------------------

    def issue_token(self, owner: str = KIOSK) -> str:
        """Make a new token for the patron with this key, or for the kiosk itself, and return it."""
        token = token_urlsafe(48)
        self._tokens[token] = (owner, self.clock.seconds() + self.knobs.token_lifetime_s)
        return token

    def owner_of(self, token: str) -> str | None:
        """Return the key of the patron to whom a token belongs, or KIOSK if the token belongs to the kiosk itself.

        Return None if the token is not valid.
        """
        owner, ends = self._tokens.get(token, (KIOSK, 0.0))
        return owner if self.clock.seconds() < ends else None

    def expire_tokens(self, owner: str | None = None) -> None:
        """End all tokens of this owner now, or all tokens if `owner` is None."""
        with self.lock:
            self._tokens = {token: held for token, held in self._tokens.items() if owner not in (None, held[0])}

    def issue_code(self, loan: DigitalLoan) -> str:
        """Make a personal code that opens this loan, and return it."""
        code = token_hex(32)
        ends = self.clock.seconds() + self.knobs.code_lifetime_s
        self._codes[code] = FulfilmentCode(loan.key, loan.title, ends)
        self.note("code", loan.key, loan.title)
        return code

    def open_with(self, code: str) -> DigitalLoan | None:
        """Use a personal code, and return the loan that it opens. Return None if the code opens no loan now."""
        found = self._codes.get(code)
        if found is None or self.clock.seconds() >= found.ends:
            return None
        if found.opened and self.knobs.code_opens == "once":
            return None
        found.opened += 1
        return self.loan_of(found.key, found.title)

    # --- the start ---------------------------------------------------------------------------------

    def _hold_fact(self, hold: DigitalHold) -> DigitalHoldFact:
        queue = self.queue_of(hold.title)
        title = hold.title
        return DigitalHoldFact(
            hold.key,
            title.id,
            title.number,
            title.title,
            queue.index(hold) + 1,
            len(queue),
            hold.until is not None,
            hold.until,
        )

    def _seed(self) -> None:
        now = self.moment()
        for patron in OVERDRIVE_PATRONS:
            for loan in patron.loans:
                title = self.title_named(loan.title)
                out, ends = now - timedelta(hours=loan.out_h), now + timedelta(hours=loan.left_h)
                self.loans[patron.key, title.number] = DigitalLoan(patron.key, title, out, ends, loan.on_kindle)
            for hold in patron.holds:
                title = self.title_named(hold.title)
                placed = now - timedelta(days=hold.placed_d)
                until = now + timedelta(days=HOLD_DAYS) if hold.ready else None
                self.holds[patron.key, title.number] = DigitalHold(patron.key, title, placed, until)
