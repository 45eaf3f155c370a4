"""The levers of the simulated Sierra, with which tests and the demo control the library while the server runs."""

from collections.abc import Callable
from dataclasses import asdict, replace
from datetime import timedelta
from typing import TYPE_CHECKING

from kiosk.simulator.levers import CommonLevers
from kiosk.simulator.server_port import ServerPort
from kiosk.simulator.sierra import rules
from kiosk.simulator.sierra.records import HoldRecord
from kiosk.simulator.sierra.routes import SIERRA_OPERATION_NAMES
from kiosk.simulator.sierra.state import SierraState

if TYPE_CHECKING:
    from starlette.routing import Route


class SierraControl(CommonLevers[SierraState]):
    """The levers of the simulated Sierra: they set knobs, plan faults, move the clock, and act as staff.

    Any thread can use the levers. A lever raises WrongKnobError, WrongFaultError or KeyError if its arguments are
    wrong. `key` is always the field `key` of a patron in people.py.
    """

    def __init__(self, state: SierraState, port: ServerPort) -> None:
        super().__init__(state, port, SIERRA_OPERATION_NAMES)

    def expire_tokens(self) -> None:
        """End all tokens now."""
        self._state.expire_tokens()

    def change_patron(self, key: str, **fields: object) -> None:
        """Set fields of a patron (see Patron) to new values, as in `change_patron("marta", block="b")`."""
        with self._state.lock:
            changed = replace(self._state.patrons[key], **fields)  # type: ignore[arg-type]
            self._state.patrons[key] = changed

    def set_status(self, barcode: str, code: str) -> None:
        """Give the item with this barcode another status code, for example "m" for a missing item."""
        with self._state.lock:
            self._state.status_of[self._state.item_labelled(barcode).id] = code

    def desk_lends(self, key: str, barcode: str, days: int | None = None) -> None:
        """Lend an item to a patron, as staff do at the desk. If the item is already on loan, that loan ends.

        `days` is the length of the loan. If `days` is None, the loan has the usual length for this item.
        """
        with self._state.lock:
            item = self._state.item_labelled(barcode)
            earlier = self._state.checkout_of(item)
            if earlier is not None:
                del self._state.checkouts[earlier.id]
            loan = self._state.lend(self._state.patrons[key].key, item)
            loan.due = self._state.due_of(item, days=days)

    def desk_takes_back(self, barcode: str) -> None:
        """Take an item back, as staff do at the desk. If a patron waits for the item, the item goes to the hold shelf.

        Nothing happens if the item is not on loan.
        """
        with self._state.lock:
            item = self._state.item_labelled(barcode)
            loan = self._state.checkout_of(item)
            if loan is not None:
                del self._state.checkouts[loan.id]
                rules.put_away(self._state, item)

    def recall(self, barcode: str, days_ago: int = 0) -> None:
        """Recall the item with this barcode, which means that the library wants it back before the due date.

        The library has recalled the item `days_ago` days ago. Raises KeyError if the item is not on loan.
        """
        with self._state.lock:
            loan = self._state.checkout_of(self._state.item_labelled(barcode))
            if loan is None:
                raise KeyError(barcode)
            loan.recalled = self._state.clock.now().replace(microsecond=0) - timedelta(days=days_ago)

    def place_hold(self, key: str, barcode: str, *, ready: bool = False, of_title: bool = False) -> int:
        """Place a patron's hold on an item, and return the number of the hold.

        Usually the new hold is the last in the queue. If `ready` is True, it is the first, and the item is put on the
        hold shelf for this patron. If `of_title` is True, the hold is for any item with the same title.
        """
        with self._state.lock:
            item, number, today = (
                self._state.item_labelled(barcode),
                self._state.next_number(),
                self._state.clock.today(),
            )
            owner, others = self._state.patrons[key].key, self._state.holds_on(item)
            queue = max((each.queue for each in others), default=0) + 1
            for each in others:
                each.queue, each.place = queue, each.place + ready
            made = HoldRecord(number, owner, item, today, 1 if ready else queue, queue, False, None, of_title)
            self._state.holds[number] = made
            if ready:
                self._state.offer(item)
            return number

    def drop_hold(self, number: int) -> None:
        """Cancel the hold with this number, as staff do at the desk."""
        with self._state.lock:
            rules.cancel_hold(self._state, self._state.holds[number])


def sierra_control_routes(control: SierraControl, state: SierraState, port: ServerPort) -> "list[Route]":
    """Return the routes that read the state (GET), and the routes of the levers (POST with a JSON object)."""
    from kiosk.simulator.http_control import Lever, lever_routes, told_calls

    reads: dict[str, Callable[[], object]] = {
        **control.common_reads(),
        "state": lambda: _told_state(state),
        "calls": lambda: told_calls(state),
        "acts": lambda: [asdict(each) for each in state.acts()],
    }
    levers: dict[str, Lever] = {
        **control.common_levers(),
        "tokens/expire": lambda _fields: control.expire_tokens(),
        "patron": lambda fields: control.change_patron(**fields),  # type: ignore[arg-type]
        "status": lambda fields: control.set_status(**fields),  # type: ignore[arg-type]
        "desk/lends": lambda fields: control.desk_lends(**fields),  # type: ignore[arg-type]
        "desk/takes-back": lambda fields: control.desk_takes_back(**fields),  # type: ignore[arg-type]
        "recall": lambda fields: control.recall(**fields),  # type: ignore[arg-type]
        "hold": lambda fields: control.place_hold(**fields),  # type: ignore[arg-type]
        "hold/drop": lambda fields: control.drop_hold(**fields),  # type: ignore[arg-type]
    }
    return lever_routes(reads, levers, port)


def _told_state(state: SierraState) -> dict[str, object]:
    with state.lock:
        return {
            "today": state.clock.today(),
            "patrons": {
                key: {
                    "loans": [asdict(each) for each in state.loans_of(key)],
                    "holds": [asdict(each) for each in state.holds_of(key)],
                    "owes": patron.owes / 100,
                }
                for key, patron in state.patrons.items()
            },
        }
