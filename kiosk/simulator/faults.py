"""The faults that tests and the demo plan, so that the simulator's answers fail on purpose.

A fault says which operation fails, how often, and in which way. A fault also says if the server
carries out the request before the answer fails.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from threading import Lock
from typing import Literal, get_args, get_type_hints

from kiosk.simulator.knobs import WrongKnobError, knob_from_words

FaultKind = Literal[
    "delay",  # the usual answer, but late
    "refuse",  # the connection is reset before the request's body is read
    "drop",  # the connection is closed without an answer
    "cut",  # the connection is closed after the head and half of the body of the answer
    "status",  # the answer has the status in the fault, and its body has only the name of the error
    "redirect",  # the status 302, which sends the client to another page
    "html",  # the status 200 and a web page, like the log-in page of a public Wi-Fi
    "garbage",  # the status 200 and bytes that are not text
    "empty",  # the status 200 and an empty body
    "truncated",  # the status 200 and only half of the JSON, although the HTTP answer is complete
    "wrong-type",  # JSON in which every value has a wrong type, such as a list instead of a text
    "nested",  # the status 200 and 100,000 opening brackets
    "huge",  # the status 200 and 10 MB of JSON
]
_NEVER_ACTS: tuple[FaultKind, ...] = ("refuse",)
_ACTS_BY_ITSELF: tuple[FaultKind, ...] = (
    "delay",
    "cut",
    "garbage",
    "empty",
    "truncated",
    "wrong-type",
    "nested",
    "huge",
)


class WrongFaultError(ValueError):
    """An error for a fault with a wrong name or value. In most cases the text lists the allowed names."""


@dataclass(frozen=True, slots=True)
class Fault:
    """A planned fault of one operation, or of every operation if `operation` is "*".

    The first `skip` calls succeed, and the next `count` calls fail. If `count` is None, calls fail until the fault is
    cleared.

    `acts` says if the server carries out the request although the answer fails. If `acts` is None, the kind of the
    fault decides: with a delay, a cut or a damaged answer, the server carries out the request. With a drop, a status,
    a redirect or a web page, it does not. With "refuse", it never does, whatever `acts` says.

    The server waits `delay_s` seconds before it carries out the request, and `answer_delay_s` seconds before it sends
    the answer. It carries out the request `deliveries` times, as if a proxy had sent the request several times. The
    client gets only the last answer.
    """

    operation: str
    kind: FaultKind
    count: int | None = 1
    skip: int = 0
    acts: bool | None = None
    delay_s: float = 0.0
    answer_delay_s: float = 0.0
    status: int = 503
    retry_after_s: int | None = None
    deliveries: int = 1

    @property
    def server_acts(self) -> bool:
        """Return True if the server carries out the request, even if the answer then fails. See `acts` above."""
        if self.kind in _NEVER_ACTS:
            return False
        return self.kind in _ACTS_BY_ITSELF if self.acts is None else self.acts


@dataclass(slots=True)
class _Planned:
    fault: Fault
    skip: int
    left: int | None


class FaultPlan:
    """The list of planned faults. If several faults fit a call, the fault that was planned first is used.

    Several threads can use the list.
    """

    def __init__(self) -> None:
        self._lock = Lock()
        self._planned: list[_Planned] = []

    def add(self, fault: Fault) -> None:
        """Add a fault to the plan."""
        with self._lock:
            self._planned.append(_Planned(fault, fault.skip, fault.count))

    def clear(self, operation: str | None = None) -> None:
        """Remove the faults of one operation from the plan, or all faults if `operation` is None."""
        with self._lock:
            self._planned = [each for each in self._planned if operation not in (None, each.fault.operation)]

    def take(self, operation: str) -> Fault | None:
        """Return the fault that this call of an operation must have, or None if the call does not fail.

        This method also counts the call, because the fields `skip` and `count` of a fault are numbers of calls.
        """
        with self._lock:
            for planned in self._planned:
                if planned.fault.operation not in ("*", operation) or planned.left == 0:
                    continue
                if planned.skip:
                    planned.skip -= 1
                    continue
                if planned.left is not None:
                    planned.left -= 1
                return planned.fault
        return None

    def waiting(self) -> list[dict[str, object]]:
        """Return the faults that can still happen, in a form that can be written as JSON.

        `left` is the number of calls that will still fail, or None if there is no limit.
        """
        with self._lock:
            return [asdict(each.fault) | {"left": each.left} for each in self._planned if each.left != 0]


def fault_from_fields(values: Mapping[str, object], operations: tuple[str, ...]) -> Fault:
    """Make a fault from the fields in a JSON object or a command line, and return the fault.

    Raises WrongFaultError if a field, an operation, a kind or a value is wrong.
    """
    hints = get_type_hints(Fault)
    names = [each.name for each in fields(Fault)]
    for name in values:
        if name not in names:
            raise WrongFaultError(f"a fault has no {name!r}; it has {', '.join(names)}")
    operation, kind = values.get("operation"), values.get("kind")
    if operation != "*" and operation not in operations:
        raise WrongFaultError(f"no operation is called {operation!r}; there are *, {', '.join(operations)}")
    if kind not in get_args(FaultKind):
        raise WrongFaultError(f"no fault is called {kind!r}; there are {', '.join(get_args(FaultKind))}")
    for name, value in values.items():
        if name not in ("operation", "kind") and not _fits(value, hints[name]):
            raise WrongFaultError(f"{name} of a fault cannot be {value!r}")
    if not 200 <= int(str(values.get("status", 503))) <= 599:
        raise WrongFaultError(f"status of a fault cannot be {values['status']!r}")
    return Fault(**values)  # type: ignore[arg-type]  # each value was just checked against its field's annotation


def fault_from_words(words: str, operations: tuple[str, ...]) -> Fault:
    """Make a fault from a text such as `convert:drop` or `convert:status,status=502,acts=true`, and return the fault.

    Raises WrongFaultError if a name or a value in the text is wrong.
    """
    first, *more = words.split(",")
    operation, _, kind = first.partition(":")
    try:
        values = dict(knob_from_words(each) for each in more)
    except WrongKnobError as wrong:
        raise WrongFaultError(str(wrong)) from wrong
    return fault_from_fields({"operation": operation, "kind": kind} | values, operations)


def _fits(value: object, kind: object) -> bool:
    allowed = get_args(kind) or (kind,)
    number = isinstance(value, int) and not isinstance(value, bool)
    if float in allowed and (number or isinstance(value, float)):
        return True
    return any(type(value) is each for each in allowed)
