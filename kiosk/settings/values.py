"""The functions that convert one value of the settings file with msgspec, and say which values are allowed."""

import re
from collections.abc import Callable, Iterable, Mapping
from enum import Enum
from types import NoneType, UnionType
from typing import Annotated, Any, TypeGuard, Union, get_args, get_origin

import msgspec
from msgspec import Struct

from kiosk.settings.problems import SettingsProblem, nearest

_ITS_NAME = "..."  # in a description, this mark stands for the name of the key
SHOWN_CHARACTERS = 60  # a longer text, such as pasted HTML, would hide the sentence around it

_LOG_IN = re.compile(r"//[^/\s]*@")


class Parsed(Struct, frozen=True):
    """A kind of text that must have a special form.

    `parse` gets a text from the file and returns the value that the text stands for, such as a path. It raises
    ValueError if the text is not allowed. `allowed` describes the allowed texts.
    """

    parse: Callable[[str], object]
    allowed: str
    known: Callable[[], Iterable[str]] = tuple
    """A function that returns the allowed texts if they can be listed, such as the names of all time zones.

    If staff write a wrong text, the hint shows the most similar text of this list.
    """


class WrongValueError(Exception):
    """An error for a value that its key does not allow."""

    def __init__(self, problem: SettingsProblem) -> None:
        super().__init__(problem)
        self.problem = problem


def convert(value: object, hint: Any, key: str) -> Any:
    """Return the value, converted to the type `hint`. Raises WrongValueError if the type does not allow the value."""
    parsed = _parsed(hint)
    try:
        plain = msgspec.convert(value, str if parsed else hint)
        return parsed.parse(plain) if parsed else plain
    except msgspec.ValidationError:
        why = ""
    except ValueError as wrong:
        why = f" ({wrong})" if str(wrong) else ""
    allowed = describe(hint).replace(_ITS_NAME, key) + why
    raise WrongValueError(SettingsProblem(key, shown(value), allowed, _nearest_value(value, hint)))


def shown(value: object) -> str:
    """Return a value as it is written in the file, shortened to SHOWN_CHARACTERS."""
    match value:
        case bool():
            return "true" if value else "false"
        case str():
            # Everybody can read the list of mistakes on the screen, so the list must not show a password from an
            # address.
            return f'"{_cut(_LOG_IN.sub("//***@", value))}"'
        case Mapping():
            return "a table"
        case list():
            return "a list"
        case _:
            return _cut(str(value))


def describe(hint: Any) -> str:
    """Return a description of the values that a type allows, in the words of the settings file."""
    parsed, bounds = _parsed(hint), _bounds(hint)
    plain = plain_type(hint)
    if parsed:
        return parsed.allowed
    if isinstance(plain, type) and issubclass(plain, Enum):
        return one_of(str(member.value) for member in plain)
    if get_origin(plain) is tuple:
        return _describe_list(get_args(plain)[0])
    words = {bool: "true or false", int: "a whole number", float: "a number", str: "a text in quotes"}
    return words.get(plain, "a table") + (f" from {bounds.ge} to {bounds.le}" if bounds else "")


def _describe_list(element: Any) -> str:
    return (
        f"a list of tables ([[{_ITS_NAME}]])"
        if is_struct(element)
        else f"a list in [ ], each of it {describe(element)}"
    )


def one_of(names: Iterable[str]) -> str:
    """Return the names as `"a", "b" or "c"`."""
    *others, last = [f'"{name}"' for name in names]
    return f"{', '.join(others)} or {last}" if others else last


def is_struct(plain: Any) -> TypeGuard[type[msgspec.Struct]]:
    """Return True if this type is a struct, which is written as a table in the file."""
    return isinstance(plain, type) and issubclass(plain, msgspec.Struct)


def plain_type(hint: Any) -> Any:
    """Return the type without its annotations. For `X | None`, return X, because a TOML file cannot contain None."""
    if get_origin(hint) is Annotated:
        return plain_type(get_args(hint)[0])
    if get_origin(hint) in (Union, UnionType):
        return plain_type(next(one for one in get_args(hint) if one is not NoneType))
    return hint


def _remarks(hint: Any) -> tuple[object, ...]:
    if get_origin(hint) in (Union, UnionType):
        return tuple(remark for one in get_args(hint) for remark in _remarks(one))
    return get_args(hint)[1:] if get_origin(hint) is Annotated else ()


def _parsed(hint: Any) -> Parsed | None:
    return next((remark for remark in _remarks(hint) if isinstance(remark, Parsed)), None)


def _bounds(hint: Any) -> msgspec.Meta | None:
    return next((remark for remark in _remarks(hint) if isinstance(remark, msgspec.Meta)), None)


def _nearest_value(value: object, hint: Any) -> str | None:
    parsed, plain = _parsed(hint), plain_type(hint)
    if not isinstance(value, str):
        return None
    if parsed:
        return nearest(value, parsed.known())
    if isinstance(plain, type) and issubclass(plain, Enum):
        return nearest(value, [member.value for member in plain])
    return None


def _cut(text: str) -> str:
    line = "".join(one if one.isprintable() else "\N{REPLACEMENT CHARACTER}" for one in " ".join(text.split()))
    return line if len(line) <= SHOWN_CHARACTERS else line[: SHOWN_CHARACTERS - 1] + "…"
