"""Faults on demand: which operation, how often, in which way, and whether the server acts in spite of the fault."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from threading import Lock
from typing import Literal, get_args, get_type_hints

from kiosk.simulator.knobs import WrongKnobError, knob_from_words

FaultKind = Literal[
    "delay",  # the right answer, but late
    "refuse",  # the connection is reset before the request's body is read
    "drop",  # the connection is closed without an answer
    "cut",  # the answer's head and half its body come, then the connection is closed
    "status",  # this HTTP status, and a body that only names the error
    "redirect",  # 302 to another page
    "html",  # 200 and a web page, as a captive portal does
    "garbage",  # 200 and bytes that are not text
    "empty",  # 200 and no bytes
    "truncated",  # 200 and half of the JSON, in an answer that ends properly
    "wrong-type",  # 200 and JSON in which texts are numbers and lists are objects
    "nested",  # 200 and 100,000 opening brackets
    "huge",  # 200 and 10 MB of JSON
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
    """An error for a fault that does not exist; the text says which faults there are."""


@dataclass(frozen=True, slots=True)
class Fault:
    """A fault of an operation; "*" is any. `count` None means until cleared; the first `skip` calls go well.

    `acts` None means: as is usual for the kind (after a delay, cut or spoilt answer the server has acted; after a drop,
    status or web page it has not). `delay_s` is the wait before the server acts, `answer_delay_s` the wait between act
    and answer.
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

    @property
    def server_acts(self) -> bool:
        """Return True if the state changes as if there were no fault."""
        if self.kind in _NEVER_ACTS:
            return False
        return self.kind in _ACTS_BY_ITSELF if self.acts is None else self.acts


@dataclass(slots=True)
class _Planned:
    fault: Fault
    skip: int
    left: int | None


class FaultPlan:
    """The faults that are still planned, taken in the order of planning. Several threads may use the plan."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._planned: list[_Planned] = []

    def add(self, fault: Fault) -> None:
        """Plan one more fault."""
        with self._lock:
            self._planned.append(_Planned(fault, fault.skip, fault.count))

    def clear(self, operation: str | None = None) -> None:
        """Forget the faults of one operation, or all faults if the name is None."""
        with self._lock:
            self._planned = [each for each in self._planned if operation not in (None, each.fault.operation)]

    def take(self, operation: str) -> Fault | None:
        """Return the fault for this call of an operation, or None, and count the call."""
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
        """Return the faults that are still planned, in a form for JSON."""
        with self._lock:
            return [asdict(each.fault) | {"left": each.left} for each in self._planned if each.left != 0]


def fault_from_fields(values: Mapping[str, object], operations: tuple[str, ...]) -> Fault:
    """Return a fault from fields that JSON or a command line gave. Raises WrongFaultError."""
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
    return Fault(**values)  # type: ignore[arg-type]  # each value has just been checked against its own annotation


def fault_from_words(words: str, operations: tuple[str, ...]) -> Fault:
    """Return a fault from words: `convert:drop`, `convert:status,status=502,acts=true`. Raises WrongFaultError."""
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
