"""The transform of a reader, which is a list of steps in the settings, such as `["strip", "dec_to_hex(8)"]`.

This module makes one function from this list. The function makes a code from each text that the reader sends.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from itertools import zip_longest
from typing import assert_never

from msgspec import Struct

from hardware.scan import MisreadReason, ReadRefusal
from hardware.steps import (
    AIM_PREFIX,
    STEPS,
    STRIP_AIM,
    ArgumentKind,
    BadArgumentError,
    Param,
    StepKind,
    StepRefusalError,
    TextStep,
)

KINDS: Mapping[str, StepKind] = {kind.name: kind for kind in STEPS}
_STEP = re.compile(r"\s*(\w+)\s*(?:\((.*)\))?\s*", re.DOTALL)
_SHORTEST_GUESSED = 2


class TransformError(Exception):
    """The error for a step that cannot be used. The message tells staff which step is wrong, and why.

    If the name of the step is not known, the message also has a similar name. If no name is similar, it has all names.
    """

    def __init__(self, position: int, message: str) -> None:
        super().__init__(message)
        self.position = position


class Transformed(Struct, frozen=True):
    """The code of a read.

    `symbology` is the kind of barcode. It is None if the reader did not send the kind, or if the steps do not contain
    `strip_aim`.
    """

    code: str
    symbology: str | None = None

    def __repr__(self) -> str:
        return f"Transformed(<{len(self.code)} characters>, symbology={self.symbology!r})"


class Transform(Struct, frozen=True):
    """The steps of a transform, in order. `lossy` has the names of steps that can give two fobs the same code."""

    steps: tuple[tuple[str, TextStep], ...] = ()
    lossy: tuple[str, ...] = ()

    def apply(
        self, raw: str, look: Callable[[str], MisreadReason | None] = lambda _: None
    ) -> Transformed | ReadRefusal:
        """Return the code of a raw read, or a refusal if a step or `look` refuses the text.

        `look` is a function that checks a text. It is called before the first step and after each step. It returns a
        reason to refuse the text, or None if the text is good.
        """
        text, symbology = raw, None
        try:
            _look(text, look)
            for name, step in self.steps:
                if name == STRIP_AIM and (found := AIM_PREFIX.match(text)):
                    symbology = found[1]
                text = step(text)
                _look(text, look)
        except StepRefusalError as refused:
            return ReadRefusal(refused.reason)
        return Transformed(text, symbology)


def _look(text: str, look: Callable[[str], MisreadReason | None]) -> None:
    if (why := look(text)) is not None:
        raise StepRefusalError(why)


def parse_steps(texts: Iterable[str]) -> Transform:
    """Return the transform with these steps. Raises TransformError at the first step that cannot be used."""
    steps: list[tuple[str, TextStep]] = []
    lossy: list[str] = []
    for position, text in enumerate(texts):
        found = _STEP.fullmatch(text)
        if found is None:
            raise TransformError(position, f"{text!r} is not a step: write a name, or a name(argument, argument)")
        name, body = found[1], found[2]
        steps.append((name, _make(position, text, name, body)))
        if KINDS[name].lossy:
            lossy.append(name)
    return Transform(tuple(steps), tuple(lossy))


def drops_of(steps: Iterable[str]) -> Callable[[str], bool]:
    """Return a function that gets a text and returns True if these steps drop the text.

    A decoder calls this function for each line, because a line that is dropped does not count as a line.
    """
    transform = parse_steps(steps)
    if not any(name == "drop" for name, _ in transform.steps):
        return lambda _: False
    return lambda text: transform.apply(text) == ReadRefusal(MisreadReason.IGNORED)


def nearest(name: str, known: Iterable[str]) -> str:
    """Return a text that helps a person who has written a wrong name.

    If a known name is similar, the text is `did you mean x?`. If not, it is the list of known names.
    """
    from difflib import get_close_matches

    names = sorted(known)
    if len(name) <= _SHORTEST_GUESSED:  # a very short name, such as de, is similar to too many names
        return f"known are: {', '.join(names)}"
    same_case = {known_name.casefold(): known_name for known_name in names}
    close = get_close_matches(name.casefold(), same_case, n=1, cutoff=0.5)
    return f"did you mean {same_case[close[0]]}?" if close else f"known are: {', '.join(names)}"


def _make(position: int, text: str, name: str, body: str | None) -> TextStep:
    kind = KINDS.get(name)
    if kind is None:
        raise TransformError(position, f"there is no step {name!r}: {nearest(name, KINDS)}")
    try:
        return kind.make(*_arguments(kind, body))
    except BadArgumentError as wrong:
        raise TransformError(position, f"{text!r}: {wrong}; it is written {kind.usage}") from None


def _arguments(kind: StepKind, body: str | None) -> list[str | int]:
    takes_rest = [param.kind for param in kind.params] == [ArgumentKind.PATTERN]
    given = [body] if takes_rest and body else _split_arguments(body)
    if len(given) > len(kind.params):
        raise BadArgumentError(f"it takes {len(kind.params)} arguments, not {len(given)}")
    return [_argument(param, text) for param, text in zip_longest(kind.params, given)]


def _split_arguments(body: str | None) -> list[str]:
    """Return the arguments between the commas. A comma inside quotes does not separate two arguments."""
    import csv

    if not body or not body.strip():
        return []
    quotes = [sign for sign in "'\"" if body.count(sign) > 1]
    quote = min(quotes, key=body.index, default='"')
    try:
        return next(csv.reader([body], quotechar=quote, skipinitialspace=True, strict=True))
    except csv.Error as wrong:
        raise BadArgumentError(f"the arguments cannot be read ({wrong})") from None


def _argument(param: Param, text: str | None) -> str | int:
    given = param.default if text is None else text
    if given is None:
        raise BadArgumentError(f"{param.name} is missing")
    match param.kind:
        case ArgumentKind.TEXT | ArgumentKind.PATTERN:
            return given
        case ArgumentKind.NUMBER:
            return _number(param, given)
        case _ as unreachable:
            assert_never(unreachable)


def _number(param: Param, given: str) -> int:
    if not re.fullmatch(r"[0-9]{1,3}", given) or (int(given) > 256):
        raise BadArgumentError(f"{param.name} must be a whole number up to 256, not {given!r}")
    if int(given) == 0 and param.default is None:
        raise BadArgumentError(f"{param.name} must be at least 1")
    return int(given)
