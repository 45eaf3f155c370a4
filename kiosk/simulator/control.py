"""The levers of the simulator. A lever is a function with which a test or the demo changes the library.

The levers work while the server runs.
"""

from dataclasses import replace
from typing import Literal, get_args

from kiosk.simulator import cart_rules
from kiosk.simulator.levers import CommonLevers
from kiosk.simulator.people import Person
from kiosk.simulator.routes import OPERATION_NAMES
from kiosk.simulator.server_port import ServerPort
from kiosk.simulator.state import LibraryState

DeviceAct = Literal["open", "borrow", "return", "remove", "commit", "convert", "delete"]


class Control(CommonLevers[LibraryState]):
    """The levers of the simulator. They set knobs, plan faults, move the clock, and act as staff.

    They also act as a member on another device. Any thread can use the levers. If the arguments are wrong, a lever
    raises WrongKnobError, WrongFaultError, ServerRefusalError, KeyError or ValueError.
    """

    def __init__(self, state: LibraryState, port: ServerPort) -> None:
        super().__init__(state, port, OPERATION_NAMES)

    def expire_tokens(self, username: str | None = None) -> None:
        """End all access tokens of a member, or of all members if `username` is None. Refresh tokens stay valid."""
        with self._state.lock:
            self._state.tokens.expire_access_tokens(username)

    def revoke_refresh_tokens(self, username: str | None = None) -> None:
        """Revoke all refresh tokens of a member, or of all members if `username` is None."""
        with self._state.lock:
            self._state.tokens.revoke_refresh_tokens(username)

    def change_password(self, username: str, password: str) -> None:
        """Set a new password for a member. This also ends all tokens of the member."""
        with self._state.lock:
            self._state.passwords[self._person(username).username] = password
        self.expire_tokens(username)
        self.revoke_refresh_tokens(username)

    def change_member(self, username: str, **fields: object) -> None:
        """Set fields of a member (see Person) to new values.

        For example, after `change_member("marta", expires_in=-1)` the membership of this member has ended.
        """
        with self._state.lock:
            self._state.people[username] = replace(self._person(username), **fields)  # type: ignore[arg-type]

    def set_status(self, code: str, status: str | None) -> None:
        """Give the tool with this label the status with this English name, or no status if `status` is None."""
        with self._state.lock:
            ids = {each.name: each.id for each in self._state.catalogue.statuses.values()}
            number = None if status is None else ids[status]
            self._state.status_of[self._state.catalogue.by_code[code].id] = number

    def lend_alike(self, username: str, label: str, count: int, *, one_item: bool = False) -> None:
        """Lend a member `count` more tools, which all have the same label.

        If `one_item` is True, all these tools also have the same id. If not, each tool has its own id.
        """
        with self._state.lock:
            self._person(username)
            like = next(iter(self._state.catalogue.tools.values()))
            ident = self._state.next_number()
            for _ in range(count):
                ident = ident if one_item else self._state.next_number()
                self._state.lend_now(username, replace(like, id=ident, code=label, name="Folding chair", status=None))

    def other_device(self, username: str, act: DeviceAct, code: str = "", cart_id: int | None = None) -> int:
        """Change a cart as if the member used another device at the same time, and return the id of the cart.

        The act "open" always makes a new cart. Every other act uses the cart with the id `cart_id`. If `cart_id` is
        None, the act uses the member's oldest open cart, or a new cart if the member has none. `code` is the tool's
        label.
        """
        if act not in get_args(DeviceAct):
            raise ValueError(f"no act is called {act!r}; there are {', '.join(get_args(DeviceAct))}")
        with self._state.lock:
            person = self._person(username)
            if act == "open":
                return cart_rules.one_more_cart(self._state, person).id
            if cart_id is None:
                cart = cart_rules.open_cart(self._state, person)
            else:
                cart = cart_rules.cart_of(self._state, person, cart_id)
            match act:
                case "borrow":
                    tool = self._state.catalogue.by_code[code]
                    due = cart_rules.usual_due(self._state, person, tool)
                    cart_rules.add_line(self._state, person, cart, {"item-id": code, "due-date": due.isoformat()})
                case "return":
                    cart_rules.mark_return(self._state, cart, self._loan_id(username, code), None)
                case "remove":
                    cart.lines = {number: line for number, line in cart.lines.items() if line.tool.code != code}
                    cart.returns = {
                        number: mark for number, mark in cart.returns.items() if mark.loan.tool.code != code
                    }
                case "commit":
                    for each in cart.everything:
                        each.committed = each.committed or each.code == code
                case "convert":
                    cart_rules.convert(self._state, person, cart, "en")
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
