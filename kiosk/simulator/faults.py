"""What goes wrong on demand: which operation, how often, in which way, and whether the server acts all the same."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from threading import Lock
from typing import Literal, get_args, get_type_hints

from kiosk.simulator.knobs import WrongKnob, knob_from_words

Kind = Literal[
    "delay",  # answers rightly, but late
    "refuse",  # the connection is reset before the request's body is read
    "drop",  # the connection is closed without an answer
    "cut",  # the answer's head and half its body come, then the connection is closed
    "status",  # this HTTP status, without the right body
    "redirect",  # 302 to another page
    "html",  # 200 and a web page, as a captive portal does
    "garbage",  # 200 and bytes that are no text
    "empty",  # 200 and nothing
    "truncated",  # 200 and half the JSON, properly ended
    "wrong-type",  # 200 and JSON in which texts are numbers and lists are objects
    "nested",  # 200 and 100,000 opening brackets
    "huge",  # 200 and 10 MB of JSON
]
_NEVER_ACTS: tuple[Kind, ...] = ("refuse",)
_ACTS_BY_ITSELF: tuple[Kind, ...] = ("delay", "cut", "garbage", "empty", "truncated", "wrong-type", "nested", "huge")


class WrongFault(ValueError):
    """No such fault; the text says what there is."""


@dataclass(frozen=True, slots=True)
class Fault:
    """`operation`: a name of the table, or "*". `count` None: until cleared. `skip`: so many calls go well first.

    `acts` None: as the kind does by itself (a delay, a cut or mangled answer acts; a drop, status, web page does not).
    `delay_s` passes before the server acts, `answer_delay_s` between the act and the answer.
    """

    operation: str
    kind: Kind
    count: int | None = 1
    skip: int = 0
    acts: bool | None = None
    delay_s: float = 0.0
    answer_delay_s: float = 0.0
    status: int = 503
    retry_after_s: int | None = None

    @property
    def server_acts(self) -> bool:
        """Does the state change as if nothing had gone wrong?"""
        if self.kind in _NEVER_ACTS:
            return False
        return self.kind in _ACTS_BY_ITSELF if self.acts is None else self.acts


@dataclass(slots=True)
class _Planned:
    fault: Fault
    skip: int
    left: int | None


class FaultPlan:
    """The faults still to come, first planned first taken. Used from several threads."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._planned: list[_Planned] = []

    def add(self, fault: Fault) -> None:
        """Plan one more."""
        with self._lock:
            self._planned.append(_Planned(fault, fault.skip, fault.count))

    def clear(self, operation: str | None = None) -> None:
        """Forget those of one operation, or all."""
        with self._lock:
            self._planned = [each for each in self._planned if operation not in (None, each.fault.operation)]

    def take(self, operation: str) -> Fault | None:
        """What this call of an operation is to suffer, if anything; counts down."""
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
        """The faults still to come, as JSON can hold them."""
        with self._lock:
            return [asdict(each.fault) | {"left": each.left} for each in self._planned if each.left != 0]


def fault_from_fields(values: Mapping[str, object], operations: tuple[str, ...]) -> Fault:
    """A fault as JSON or a command line gives it; raises WrongFault."""
    hints = get_type_hints(Fault)
    names = [each.name for each in fields(Fault)]
    for name in values:
        if name not in names:
            raise WrongFault(f"a fault has no {name!r}; it has {', '.join(names)}")
    operation, kind = values.get("operation"), values.get("kind")
    if operation != "*" and operation not in operations:
        raise WrongFault(f"no operation is called {operation!r}; there are *, {', '.join(operations)}")
    if kind not in get_args(Kind):
        raise WrongFault(f"no fault is called {kind!r}; there are {', '.join(get_args(Kind))}")
    for name, value in values.items():
        if name not in ("operation", "kind") and not _fits(value, hints[name]):
            raise WrongFault(f"{name} of a fault cannot be {value!r}")
    if not 200 <= int(str(values.get("status", 503))) <= 599:
        raise WrongFault(f"status of a fault cannot be {values['status']!r}")
    return Fault(**values)  # type: ignore[arg-type]  # each value has just been checked against its own annotation


def fault_from_words(words: str, operations: tuple[str, ...]) -> Fault:
    """A fault as typed on a command line: `convert:drop` or `convert:status,status=502,acts=true,count=2`."""
    first, *more = words.split(",")
    operation, _, kind = first.partition(":")
    try:
        values = dict(knob_from_words(each) for each in more)
    except WrongKnob as wrong:
        raise WrongFault(str(wrong)) from wrong
    return fault_from_fields({"operation": operation, "kind": kind} | values, operations)


def _fits(value: object, kind: object) -> bool:
    allowed = get_args(kind) or (kind,)
    number = isinstance(value, int) and not isinstance(value, bool)
    if float in allowed and (number or isinstance(value, float)):
        return True
    return any(type(value) is each for each in allowed)
