"""The steps of a `transform`: each is a pure function of text, made from arguments, and may refuse a read."""

from collections.abc import Callable
from enum import StrEnum

from msgspec import Struct

from hardware.scan import MisreadReason

TextStep = Callable[[str], str]


class StepRefusalError(Exception):
    """A step refuses the read: it cannot become a code."""

    def __init__(self, reason: MisreadReason) -> None:
        super().__init__(reason.value)
        self.reason = reason


class BadArgumentError(Exception):
    """The step is written wrongly; the message says what is wrong with the argument."""


class ArgumentKind(StrEnum):
    """The kind of a step's argument."""

    NUMBER = "number"
    TEXT = "text"
    PATTERN = "pattern"  # the whole text between the brackets, with its commas


class Param(Struct, frozen=True):
    """A parameter of a step."""

    name: str
    kind: ArgumentKind = ArgumentKind.NUMBER
    default: str | None = None  # None if the argument must be given


class StepKind(Struct, frozen=True):
    """A kind of step: its name, its parameters and the function that makes it.

    It is `lossy` if different reads can become the same code.
    """

    name: str
    make: Callable[..., TextStep]
    params: tuple[Param, ...] = ()
    lossy: bool = False

    @property
    def usage(self) -> str:
        shown = ", ".join(p.name if p.default is None else f"[{p.name}]" for p in self.params)
        return f"{self.name}({shown})" if self.params else self.name


def require(ok: object, reason: MisreadReason) -> None:
    """Raise Refused with this reason if `ok` is false."""
    if not ok:
        raise StepRefusalError(reason)


def plain(step: TextStep) -> Callable[[], TextStep]:
    """Return the maker of a step without arguments."""
    return lambda: step
