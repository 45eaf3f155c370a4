"""What a step of a `transform` is: a pure function of text, made from arguments, that may refuse a read."""

from collections.abc import Callable
from enum import StrEnum

from msgspec import Struct

from hardware.scan import MisreadReason

Step = Callable[[str], str]


class Refused(Exception):
    """This read cannot become a code."""

    def __init__(self, reason: MisreadReason) -> None:
        super().__init__(reason.value)
        self.reason = reason


class BadArgument(Exception):
    """The step was written wrongly; the message says what is wrong with the argument."""


class Kind(StrEnum):
    NUMBER = "number"
    TEXT = "text"
    PATTERN = "pattern"  # takes the whole rest, commas and all


class Param(Struct, frozen=True):
    name: str
    kind: Kind = Kind.NUMBER
    default: str | None = None  # None: must be given


class StepKind(Struct, frozen=True):
    """One step by name: what it takes, how it is made, and whether different reads can become one code."""

    name: str
    make: Callable[..., Step]
    params: tuple[Param, ...] = ()
    lossy: bool = False

    @property
    def usage(self) -> str:
        shown = ", ".join(p.name if p.default is None else f"[{p.name}]" for p in self.params)
        return f"{self.name}({shown})" if self.params else self.name


def require(ok: object, reason: MisreadReason) -> None:
    if not ok:
        raise Refused(reason)


def plain(step: Step) -> Callable[[], Step]:
    """A step without arguments."""
    return lambda: step
