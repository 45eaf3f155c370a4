"""The levers of the simulated OverDrive, with which tests and the demo control the library while the server runs."""

from collections.abc import Callable
from dataclasses import asdict, replace
from datetime import timedelta
from typing import TYPE_CHECKING

from kiosk.simulator.levers import CommonLevers
from kiosk.simulator.overdrive import rules
from kiosk.simulator.overdrive.records import DigitalHold
from kiosk.simulator.overdrive.routes import OVERDRIVE_OPERATION_NAMES
from kiosk.simulator.overdrive.state import HOLD_DAYS, OverdriveState
from kiosk.simulator.server_port import ServerPort

if TYPE_CHECKING:
    from starlette.routing import Route


class OverdriveControl(CommonLevers[OverdriveState]):
    """The levers of the simulated OverDrive: they set knobs, plan faults, and act as patrons on other devices.

    Any thread can use the levers. A lever raises WrongKnobError, WrongFaultError or KeyError if its arguments are
    wrong. `key` is always the key of a patron, as in people.py. `title` is the reserveId, the crossRefId or the name of
    a title.
    """

    def __init__(self, state: OverdriveState, port: ServerPort) -> None:
        super().__init__(state, port, OVERDRIVE_OPERATION_NAMES)

    def expire_tokens(self, key: str | None = None) -> None:
        """End all tokens of a patron now, or all tokens if `key` is None. The key of the kiosk's own tokens is ""."""
        self._state.expire_tokens(key)

    def change_patron(self, key: str, **fields: object) -> None:
        """Set fields of a patron (see OverdrivePatron) to new values, as in `change_patron("marta", limit=3)`."""
        with self._state.lock:
            changed = replace(self._state.patrons[key], **fields)  # type: ignore[arg-type]
            self._state.patrons[key] = changed

    def set_copies(self, title: str, copies: int) -> None:
        """Set the number of copies of a title that the library owns."""
        with self._state.lock:
            found = self._state.title_named(title)
            self._state.copies[found.number] = copies
            self._state.offer(found)

    def app_lends(self, key: str, title: str, days: int = 14) -> None:
        """Lend a title to a patron, as OverDrive's own app does. The rules for loans are not checked."""
        with self._state.lock:
            self._state.lend(self._state.patrons[key].key, self._state.title_named(title), days)

    def app_takes_back(self, key: str, title: str) -> None:
        """End a patron's loan, as OverDrive's own app does. Raises KeyError if there is no such loan."""
        with self._state.lock:
            found = self._state.title_named(title)
            del self._state.loans[key, found.number]
            self._state.offer(found)

    def send_to_kindle(self, key: str, title: str) -> None:
        """Send a loan to a Kindle. After this, only Amazon can end it early. Raises KeyError if there is no loan."""
        with self._state.lock:
            self._state.loans[key, self._state.title_named(title).number].on_kindle = True

    def end_loan_in(self, key: str, title: str, seconds: float) -> None:
        """Let a loan end this number of seconds from now. Raises KeyError if there is no such loan."""
        with self._state.lock:
            loan = self._state.loans[key, self._state.title_named(title).number]
            loan.ends = self._state.moment() + timedelta(seconds=seconds)

    def place_hold(self, key: str, title: str, *, ready: bool = False) -> None:
        """Place a patron's hold on a title, at the end of the queue. If `ready` is True, the hold is ready now."""
        with self._state.lock:
            found, now = self._state.title_named(title), self._state.moment()
            until = now + timedelta(days=HOLD_DAYS) if ready else None
            owner = self._state.patrons[key].key
            self._state.holds[owner, found.number] = DigitalHold(owner, found, now, until)

    def drop_hold(self, key: str, title: str) -> None:
        """Cancel a patron's hold on a title. Raises KeyError if there is no such hold."""
        with self._state.lock:
            rules.cancel_hold(self._state, self._state.holds[key, self._state.title_named(title).number])


def overdrive_control_routes(control: OverdriveControl, state: OverdriveState, port: ServerPort) -> "list[Route]":
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
        "tokens/expire": lambda fields: control.expire_tokens(**fields),  # type: ignore[arg-type]
        "patron": lambda fields: control.change_patron(**fields),  # type: ignore[arg-type]
        "copies": lambda fields: control.set_copies(**fields),  # type: ignore[arg-type]
        "app/lends": lambda fields: control.app_lends(**fields),  # type: ignore[arg-type]
        "app/takes-back": lambda fields: control.app_takes_back(**fields),  # type: ignore[arg-type]
        "kindle": lambda fields: control.send_to_kindle(**fields),  # type: ignore[arg-type]
        "loan/ends": lambda fields: control.end_loan_in(**fields),  # type: ignore[arg-type]
        "hold": lambda fields: control.place_hold(**fields),  # type: ignore[arg-type]
        "hold/drop": lambda fields: control.drop_hold(**fields),  # type: ignore[arg-type]
    }
    return lever_routes(reads, levers, port)


def _told_state(state: OverdriveState) -> dict[str, object]:
    with state.lock:
        return {
            "now": state.clock.now(),
            "patrons": {
                key: {
                    "loans": [asdict(each) for each in state.loans_of(key)],
                    "holds": [asdict(each) for each in state.holds_of(key)],
                }
                for key in state.patrons
            },
        }
