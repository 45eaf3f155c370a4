"""The simulator's levers: knobs, faults, the clock, and what staff or another device may do meanwhile."""

from dataclasses import replace
from typing import Literal, get_args

from kiosk.simulator import carts
from kiosk.simulator.doors import Doors
from kiosk.simulator.faults import Fault, fault_from_fields
from kiosk.simulator.people import Person
from kiosk.simulator.routes import OPERATION_NAMES
from kiosk.simulator.state import LibraryState

Act = Literal["open", "borrow", "return", "remove", "commit", "convert", "delete"]


class Control:
    """For tests and the demo, from any thread. WrongKnob, WrongFault, Refusal, KeyError for what is not there."""

    def __init__(self, state: LibraryState, doors: Doors) -> None:
        self._state, self._doors = state, doors

    def reset(self) -> None:
        """A fresh morning, the port open again."""
        self._doors.open_now()
        self._state.reset()

    def turn(self, **knobs: object) -> None:
        """Turn knobs, by name."""
        self._state.turn(knobs)

    def fault(self, operation: str, kind: str, **more: object) -> Fault:
        """Plan a fault: fault("convert", "drop", acts=True)."""
        planned = fault_from_fields({"operation": operation, "kind": kind} | more, OPERATION_NAMES)
        self._state.faults.add(planned)
        return planned

    def clear_faults(self, operation: str | None = None) -> None:
        """Nothing goes wrong any more, with one operation or at all."""
        self._state.faults.clear(operation)

    def go_away(self, for_s: float | None = None) -> None:
        """Close the port and every connection: new ones are really refused, until come_back or for so long."""
        self._doors.shut_now(for_s)

    def come_back(self) -> None:
        """Open the same port again."""
        self._doors.open_now()

    def put_forward(self, seconds: float) -> None:
        """Let time pass for tokens, sweeping and (without an injected today) dates."""
        self._state.clock.put_forward(seconds)

    def expire_tokens(self, username: str | None = None) -> None:
        """End access tokens now; refresh tokens stay."""
        with self._state.lock:
            self._state.tokens.expire_access_tokens(username)

    def revoke_refresh_tokens(self, username: str | None = None) -> None:
        """Kill refresh tokens now."""
        with self._state.lock:
            self._state.tokens.revoke_refresh_tokens(username)

    def change_password(self, username: str, password: str) -> None:
        """A new password; it ends every log-in and refresh token of the member."""
        with self._state.lock:
            self._state.passwords[self._person(username).username] = password
        self.expire_tokens(username)
        self.revoke_refresh_tokens(username)

    def change_member(self, username: str, **fields: object) -> None:
        """Change what a member is, by the fields of Person: change_member("marta", expires_in=-1)."""
        with self._state.lock:
            self._state.people[username] = replace(self._person(username), **fields)  # type: ignore[arg-type]

    def set_status(self, code: str, status: str | None) -> None:
        """Give a tool a status by its English name, or none."""
        with self._state.lock:
            ids = {each.name: each.id for each in self._state.catalogue.statuses.values()}
            number = None if status is None else ids[status]
            self._state.status_of[self._state.catalogue.by_code[code].id] = number

    def lend_alike(self, username: str, label: str, count: int, *, one_item: bool = False) -> None:
        """Let a member have so many things more that have this one label; `one_item`: the server counts them as one."""
        with self._state.lock:
            self._person(username)
            like = next(iter(self._state.catalogue.tools.values()))
            ident = self._state.next_number()
            for _ in range(count):
                ident = ident if one_item else self._state.next_number()
                self._state.lend_now(username, replace(like, id=ident, code=label, name="Folding chair", status=None))

    def other_device(self, username: str, act: Act, code: str = "", cart_id: int | None = None) -> int:
        """The same member, somewhere else: opens one more cart, adds, marks, takes out, commits, converts or deletes.

        In the cart of this id, else in the oldest, which is created if need be. Returns the cart's id.
        """
        if act not in get_args(Act):
            raise ValueError(f"no act is called {act!r}; there are {', '.join(get_args(Act))}")
        with self._state.lock:
            person = self._person(username)
            if act == "open":
                return carts.one_more_cart(self._state, person).id
            if cart_id is None:
                cart = carts.open_cart(self._state, person)
            else:
                cart = carts.cart_of(self._state, person, cart_id)
            match act:
                case "borrow":
                    tool = self._state.catalogue.by_code[code]
                    due = carts.usual_due(self._state, person, tool)
                    carts.add_line(self._state, person, cart, {"item-id": code, "due-date": due.isoformat()})
                case "return":
                    carts.mark_return(self._state, cart, self._loan_id(username, code), None)
                case "remove":
                    cart.lines = {number: line for number, line in cart.lines.items() if line.tool.code != code}
                    cart.returns = {
                        number: mark for number, mark in cart.returns.items() if mark.loan.tool.code != code
                    }
                case "commit":
                    for each in cart.everything:
                        each.committed = each.committed or each.code == code
                case "convert":
                    carts.convert(self._state, person, cart, "en")
                case "delete":
                    self._state.close_interrupted(cart)
            return cart.id

    def _person(self, username: str) -> Person:
        return self._state.people[username]

    def _loan_id(self, username: str, code: str) -> int:
        for loan in self._state.loan_records(username):
            if loan.tool.code == code:
                return loan.id
        raise KeyError(code)
