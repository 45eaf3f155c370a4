"""The state of the made-up library, with everything that can change while the simulator runs."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import timedelta
from itertools import count

from kiosk.simulator.catalogue import Catalogue, Tool, with_more
from kiosk.simulator.clock import LibraryClock
from kiosk.simulator.knobs import Knobs, knobs_changed
from kiosk.simulator.people import MEMBERS, LoanSeed, Person, ReservationSeed
from kiosk.simulator.records import (
    CartFact,
    CartRecord,
    ItemFact,
    LineRecord,
    LoanFact,
    LoanRecord,
    ReservationFact,
    ReservationRecord,
    ReturnMark,
)
from kiosk.simulator.served_state import ServedState
from kiosk.simulator.tokens import TokenBook


class LibraryState(ServedState):
    """The members, tools, loans, carts, reservations, tokens, planned faults and calls of the library, with one lock.

    Any thread can call the methods for tests and the demo. A caller of the methods below the comment "records" must
    hold the lock.
    """

    knobs: Knobs

    def __init__(self, knobs: Knobs, clock: LibraryClock) -> None:
        super().__init__(clock)
        self.catalogue: Catalogue = with_more(knobs.more_items)
        self._first_knobs = knobs
        # The numbers for new records. A reset of the library does not start them again at the first number, so a new
        # record never gets the number of an old record.
        self._numbers = count(5001)
        self.reset()

    def reset(self) -> None:
        """Go back to the state at the start. The knobs get their first values.

        Carts, tokens, faults and calls are removed.
        """
        with self.lock:
            self.begin_again()
            self.knobs = self._first_knobs
            self.catalogue = with_more(self.knobs.more_items)
            self.people: dict[str, Person] = {each.username: each for each in MEMBERS}
            self.passwords = {each.username: each.password for each in MEMBERS}
            self.balances = {each.username: each.balance for each in MEMBERS}
            self.status_of: dict[int, int | None] = {each.id: each.status for each in self.catalogue.tools.values()}
            self.mails: list[str] = []
            """The mail addresses to which the server would have sent a link for a new password."""
            self.tokens = TokenBook(self.clock.seconds)
            self.carts: dict[int, CartRecord] = {}
            self.loans: dict[int, LoanRecord] = {}
            self.reservations: dict[int, ReservationRecord] = {}
            self._seed()

    def turn(self, changes: Mapping[str, object]) -> None:
        """Change some knobs while the server runs. Raises WrongKnobError if a name or a value is wrong."""
        with self.lock:
            self.knobs = knobs_changed(self.knobs, changes)
            self.catalogue = with_more(self.knobs.more_items)
            for each in self.catalogue.tools.values():
                self.status_of.setdefault(each.id, each.status)

    def next_number(self) -> int:
        """Return an id that was never used before."""
        return next(self._numbers)

    # --- methods for tests and the demo ------------------------------------------------------------

    def loans_of(self, username: str) -> tuple[LoanFact, ...]:
        """Return frozen copies of the member's loans, the oldest loan first."""
        with self.lock:
            self.sweep()
            return tuple(
                LoanFact(each.id, each.tool.code, each.tool.name, each.out, each.due, each.project)
                for each in self.loan_records(username)
            )

    def open_cart_of(self, username: str) -> CartFact | None:
        """Return a frozen copy of the member's oldest open cart, or None if the member has no open cart."""
        return next(iter(self.open_carts_of(username)), None)

    def open_carts_of(self, username: str) -> tuple[CartFact, ...]:
        """Return frozen copies of all open carts of the member, the oldest cart first."""
        with self.lock:
            return tuple(_cart_fact(each) for each in self.cart_records(username))

    def reservations_of(self, username: str) -> tuple[ReservationFact, ...]:
        """Return frozen copies of all reservations of the member, including fulfilled reservations."""
        with self.lock:
            return tuple(
                ReservationFact(
                    each.id,
                    each.start,
                    each.end,
                    tuple(tool.code for tool in each.tools),
                    tuple(tool.code for tool in each.tools if tool.id in each.open),
                )
                for each in self.reservations.values()
                if each.username == username
            )

    def item(self, code: str) -> ItemFact:
        """Return a frozen copy of the data of the tool with this label. Raises KeyError if there is no such tool."""
        with self.lock:
            self.sweep()
            tool = self.catalogue.by_code[code]
            status = self.status_of[tool.id]
            name = None if status is None else self.catalogue.statuses[status].name
            loan = self.loan_of_tool(tool)
            return ItemFact(tool.id, tool.code, tool.name, tool.shelf, name, loan.username if loan else None)

    def owes(self, username: str) -> int:
        """Return the cents that the member owes."""
        with self.lock:
            return self.balances[username]

    # --- records, for the server's rules (the caller must hold the lock) -------------------------------

    def loan_records(self, username: str) -> Iterator[LoanRecord]:
        """Return the records of the member's loans, the oldest loan first."""
        return (each for each in list(self.loans.values()) if each.username == username)

    def loan_of_tool(self, tool: Tool) -> LoanRecord | None:
        """Return the loan of a tool, or None if the tool is not on loan."""
        return next((each for each in self.loans.values() if each.tool.id == tool.id), None)

    def cart_record(self, username: str) -> CartRecord | None:
        """Return the record of the member's oldest open cart, or None if the member has no open cart."""
        return next(iter(self.cart_records(username)), None)

    def cart_records(self, username: str) -> list[CartRecord]:
        """Return the records of the member's open carts, the oldest cart first.

        First call `sweep`, which closes carts that nobody has used for some time.
        """
        self.sweep()
        return [each for each in self.carts.values() if each.username == username]

    def sweep(self) -> None:
        """Close every cart that has committed lines or returns and that nobody has used for some time.

        The knob sweep_after_s says how long this time is.
        """
        limit = self.knobs.sweep_after_s
        for cart in list(self.carts.values()):
            if limit and cart.has_commits and self.clock.seconds() - cart.touched >= limit:
                self.close_interrupted(cart)

    def close_interrupted(self, cart: CartRecord) -> None:
        """Close a cart that will not be converted. Drop its lines and returns that are not committed.

        The knob committed_lines decides if its committed lines and returns become real, or if they are dropped, too.
        """
        keep = self.knobs.committed_lines == "recorded"
        lines = [each for each in cart.lines.values() if each.committed and keep]
        marks = [each for each in cart.returns.values() if each.committed and keep]
        self.record(cart, lines, marks)

    def record(self, cart: CartRecord, lines: Iterable[LineRecord], marks: Iterable[ReturnMark]) -> None:
        """Make a loan for each of these lines, end the loan that each of these marks names, and remove the cart.

        A mark in a cart says that the member gives back the tool of a loan.
        """
        del self.carts[cart.id]
        for mark in marks:
            # If another device has already ended the loan, there is nothing to do.
            if self.loans.pop(mark.loan.id, None) is not None:
                self.status_of[mark.loan.tool.id] = mark.new_status or self.status_of[mark.loan.tool.id]
        for line in lines:
            number = self.next_number()
            loan = LoanRecord(number, cart.username, line.tool, self.clock.now(), line.due, line.project)
            self.loans[number] = loan
            self._pick_up(cart.username, line)

    def lend_now(self, username: str, tool: Tool) -> None:
        """Make a loan of this tool that began yesterday. The tool can be a tool that is not in the catalogue."""
        self.status_of.setdefault(tool.id, tool.status)
        number, now = self.next_number(), self.clock.now()
        due = self.clock.today() + timedelta(days=6)
        self.loans[number] = LoanRecord(number, username, tool, now - timedelta(days=1), due)

    def _pick_up(self, username: str, line: LineRecord) -> None:
        by_id = self.knobs.picks_up == "by-id"
        for reservation in self.reservations.values():
            if by_id and reservation.id != line.reservation:
                continue
            if reservation.username == username and reservation.end >= self.clock.today():
                reservation.open.discard(line.tool.id)

    def _seed(self) -> None:
        for person in MEMBERS:
            for loan in person.loans:
                self._seed_loan(person, loan)
            for reservation in person.reservations:
                self._seed_reservation(person, reservation)

    def _seed_loan(self, person: Person, seed: LoanSeed) -> None:
        today = self.clock.today()
        number = self.next_number()
        self.loans[number] = LoanRecord(
            id=number,
            username=person.username,
            tool=self.catalogue.by_code[seed.code],
            out=self.clock.end_of(today - timedelta(days=seed.out)) - timedelta(hours=6, minutes=13),
            due=today + timedelta(days=seed.due),
        )

    def _seed_reservation(self, person: Person, seed: ReservationSeed) -> None:
        today = self.clock.today()
        number = self.next_number()
        tools = [self.catalogue.by_code[code] for code in seed.codes]
        self.reservations[number] = ReservationRecord(
            id=number,
            username=person.username,
            start=today + timedelta(days=seed.start),
            end=today + timedelta(days=seed.end),
            tools=tools,
            open=set() if seed.fulfilled else {each.id for each in tools},
        )


def _cart_fact(cart: CartRecord) -> CartFact:
    lines, marks = list(cart.lines.values()), list(cart.returns.values())
    committed = [each.tool.code for each in lines if each.committed]
    committed += [each.loan.tool.code for each in marks if each.committed]
    return CartFact(
        id=cart.id,
        borrows=tuple(each.tool.code for each in lines),
        returns=tuple(each.loan.tool.code for each in marks),
        committed=tuple(committed),
        due={each.tool.code: each.due for each in lines},
        new_status={each.loan.tool.code: each.new_status for each in marks},
    )
