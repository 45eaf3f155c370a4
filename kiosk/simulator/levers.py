"""The levers of every simulated system: functions that set knobs, plan faults, move the clock or close the port."""

from collections.abc import Callable
from datetime import datetime
from typing import Generic, TypeVar

from kiosk.simulator.faults import Fault, fault_from_fields
from kiosk.simulator.knobs import knobs_as_fields
from kiosk.simulator.served_state import ServedState
from kiosk.simulator.server_port import ServerPort

AnyState = TypeVar("AnyState", bound=ServedState)
"""The state of any simulated system."""


class CommonLevers(Generic[AnyState]):
    """The levers that are the same for all simulated systems. Any thread can use the levers.

    A lever raises WrongKnobError or WrongFaultError if its arguments are wrong. `operations` are the names of the
    operations that can have a fault.
    """

    def __init__(self, state: AnyState, port: ServerPort, operations: tuple[str, ...]) -> None:
        self._state, self._port, self._operations = state, port, operations

    def reset(self) -> None:
        """Go back to the state at the start, and open the port if it is closed."""
        self._port.open_now()
        self._state.reset()

    def turn(self, **knobs: object) -> None:
        """Set the knobs with these names to these values. Raises WrongKnobError if a name or a value is wrong."""
        self._state.turn(knobs)

    def fault(self, operation: str, kind: str, **more: object) -> Fault:
        """Plan a fault and return it. Raises WrongFaultError if a name or a value is wrong.

        For example, after `fault("checkout", "drop", acts=True)` the server carries out the next call of this
        operation but sends no answer.
        """
        planned = fault_from_fields({"operation": operation, "kind": kind} | more, self._operations)
        self._state.faults.add(planned)
        return planned

    def clear_faults(self, operation: str | None = None) -> None:
        """Remove the planned faults of one operation, or all planned faults if `operation` is None."""
        self._state.faults.clear(operation)

    def go_away(self, for_s: float | None = None) -> None:
        """Close all connections and refuse new connections for `for_s` seconds.

        If `for_s` is None, the server refuses connections until `come_back` is called.
        """
        self._port.shut_now(for_s)

    def come_back(self) -> None:
        """Open the port again, with the same number."""
        self._port.open_now()

    def put_forward(self, seconds: float) -> None:
        """Move the clock forward by this number of seconds, so that tokens and digital loans, for example, end sooner.

        The date also moves forward, unless the simulator has a fixed day.
        """
        self._state.clock.put_forward(seconds)

    def set_clock(self, instant: datetime) -> None:
        """Let the clock show this instant now. The instant must have a time zone.

        If the end of a digital loan is at or before this instant, the loan ends.
        """
        with self._state.lock:
            self._state.clock.set_to(instant)

    def common_reads(self) -> dict[str, Callable[[], object]]:
        """Return the functions that read the knobs and the planned faults. The keys are their names over HTTP."""
        return {"knobs": lambda: knobs_as_fields(self._state.knobs), "faults": self._state.faults.waiting}

    def common_levers(self) -> "dict[str, Callable[[dict[str, object]], object]]":
        """Return the levers of this class that scripts can use over HTTP. The keys are their names over HTTP.

        Over HTTP, a lever runs in the server's own thread. This thread must not wait for the port, so the lever "reset"
        in this table does not open the port.
        """
        return {
            "reset": lambda _fields: self._state.reset(),
            "knobs": lambda fields: self.turn(**fields),
            "faults": lambda fields: self.fault(**fields),  # type: ignore[arg-type]  # the lever checks this
            "faults/clear": lambda fields: self.clear_faults(**fields),  # type: ignore[arg-type]
            "clock": lambda fields: self.put_forward(float(str(fields["forward_s"]))),
            "clock/set": lambda fields: self.set_clock(_instant(str(fields["to"]))),
        }


def _instant(text: str) -> datetime:
    """Return the instant of a text such as 2026-11-28T12:00:00Z. Raises ValueError if the text has no time zone."""
    found = datetime.fromisoformat(text)
    if found.tzinfo is None:
        raise ValueError(f"{text!r} has no time zone, as in 2026-11-28T12:00:00Z")
    return found
