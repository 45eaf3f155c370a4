"""Functions that turn the JSON of an answer into structs. A value is odd if it does not have the expected form.

The functions are strict with fields that have no default and with fields that are marked CHECKED, because the kiosk
acts on their values. If such a value is odd, the whole object with this value is odd. All other fields are only shown
on the screen, so an odd value in such a field is left out. If all values of an object were left out, the object is odd.
An odd object in a list is also left out, or becomes None if the list's type allows None. The good objects of the list
stay. The log names the JSON path of each value that was left out.

The functions also accept a flag or a number that was sent as a text, a text that was sent as a number, and a moment
that was sent as a number of seconds or milliseconds since 1970.
"""

import logging
import re
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, time
from decimal import Decimal
from functools import cache, partial
from types import NoneType, UnionType
from typing import Annotated, Any, NamedTuple, TypeVar, Union, cast, get_args, get_origin, get_type_hints

import msgspec

_log = logging.getLogger("kiosk.answers")
T = TypeVar("T")

_MOST_NOTED = 200
_LONGEST_NUMBER = 40
_DEEPEST = 40
_EPOCH_MS = range(100_000_000_000, 10_000_000_000_000)
"""The numbers that mean milliseconds since 1970 (the years 1973 to 2286). A smaller number means seconds since 1970."""
_FLAGS = dict.fromkeys(("true", "yes", "y", "on", "1"), True) | dict.fromkeys(("false", "no", "n", "off", "0"), False)


class Checked:
    """A mark in a field's annotation. The field can be missing. But if its value is odd, the whole object is odd."""


CHECKED = Checked()


class Written(NamedTuple):
    """A mark in the annotation of a text field. It says which texts the field accepts.

    `what` describes these texts in words, for example "a date". `read` raises ValueError for any other text.
    """

    what: str
    read: Callable[[str], object]


def _moment(text: str) -> object:
    """Return the day or the instant of a text in ISO 8601. Raises ValueError for any other text."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return datetime.fromisoformat(text)


When = Annotated[str, Written("a date", _moment)]
ClockTime = Annotated[str, Written("a time of day", time.fromisoformat)]


class OddValueError(Exception):
    """The error for a value that has the wrong form. `path` is the place of the value in the JSON."""

    def __init__(self, why: str, path: str) -> None:
        super().__init__(why)
        self.why, self.path = why, path


class Oddities:
    """The values that were left out of answers until now. The log and the command `check` show them to staff.

    If several answers have an odd value at the same place, only the first of these values is listed.
    """

    def __init__(self) -> None:
        self._noted: dict[str, str] = {}

    def note(self, operation: str, odd: OddValueError) -> None:
        """Remember and log that this value was left out.

        Do this only for the first value of each operation and place in the JSON. Two paths that differ only in list
        positions count as the same place.
        """
        kind = f"{operation} {re.sub(r'[0-9]+', '*', odd.path)}"
        if kind in self._noted or len(self._noted) >= _MOST_NOTED:
            return
        self._noted[kind] = f"{operation}: {odd.path}: {odd.why}"
        _log.warning("%s: left out %s: %s", operation, odd.path, odd.why)

    def all(self) -> tuple[str, ...]:
        """Return one line of text for each value that was left out, in the order in which the values were left out."""
        return tuple(self._noted.values())


def read_as(value: object, shape: type[T], note: Callable[[OddValueError], None]) -> T:
    """Return the value as an object of the type `shape`. Call `note` for each value that was left out.

    Raises OddValueError if the value itself is odd, or if it is a list in which all elements are odd.
    """
    hint: Any = shape
    found = _reader(hint)(value, "$", note)
    if isinstance(value, list) and value and not found:
        _reader(_element(hint))(value[0], "$[0]", _ignore)
    return cast("T", found)


Reader = Callable[[object, str, Callable[[OddValueError], None]], object]
"""A function that reads a value of one type. It takes the value, its JSON path and `note`."""


@cache
def _reader(hint: Any) -> Reader:
    """Return the function that reads values of this type.

    The function is made only once for each type, because making the function takes more time than reading a value.
    """
    if isinstance(hint, type) and issubclass(hint, msgspec.Struct):
        return partial(_struct, hint)
    if get_origin(hint) is list:
        return partial(_list, hint)
    if get_origin(hint) in (Union, UnionType):
        return _one_of(hint)
    if get_origin(hint) is Annotated and not isinstance(get_args(hint)[1], msgspec.Meta):
        return _remarked(hint)
    return _leaf(hint)


def _struct(shape: type[msgspec.Struct], value: object, path: str, note: Callable[[OddValueError], None]) -> object:
    if not isinstance(value, dict):
        raise OddValueError(f"expected an object, got {_kind(value)}", path)
    if path.count(".") > _DEEPEST:
        raise OddValueError("nested too deeply", path)
    said: dict[str, object] = {}
    left_out: list[OddValueError] = []
    for field in _fields(shape):
        if field.sent_as not in value:
            if field.is_required:
                raise OddValueError("missing", f"{path}.{field.sent_as}")
            continue
        try:
            said[field.name] = field.read(value[field.sent_as], f"{path}.{field.sent_as}", note)
        except OddValueError as odd:
            if field.is_required or field.is_checked:
                raise
            left_out.append(odd)
    if left_out and all(each is None for each in said.values()):
        raise left_out[0]
    for each in left_out:
        note(each)
    return shape(**said)


def _list(hint: Any, value: object, path: str, note: Callable[[OddValueError], None]) -> list[object]:
    if not isinstance(value, list):
        raise OddValueError(f"expected a list, got {_kind(value)}", path)
    element, found = _element(hint), list[object]()
    read, keeps_places = _reader(element), NoneType in get_args(element)
    for place, each in enumerate(value):
        try:
            if each is None:
                raise OddValueError("nothing", f"{path}[{place}]")
            found.append(read(each, f"{path}[{place}]", note))
        except OddValueError as odd:
            note(odd)
            if keeps_places:
                found.append(None)
    return found


def _one_of(hint: Any) -> Reader:
    kinds = [kind for kind in get_args(hint) if kind is not NoneType]
    can_be_none = len(kinds) < len(get_args(hint))
    of_others = _reader(kinds[0]) if len(kinds) == 1 else _leaf(Union[tuple(kinds)])  # noqa: UP007 - made at run time

    def read(value: object, path: str, note: Callable[[OddValueError], None]) -> object:
        return None if value is None and can_be_none else of_others(value, path, note)

    return read


def _remarked(hint: Any) -> Reader:
    plain, *remarks = get_args(hint)
    if any(isinstance(remark, Checked) for remark in remarks):
        return _reader(plain)
    return partial(_written, next(remark for remark in remarks if isinstance(remark, Written)))


def _written(written: Written, value: object, path: str, _: Callable[[OddValueError], None]) -> object:
    text = _instant(value) if written.read is _moment else value
    if not isinstance(text, str):
        raise OddValueError(f"expected {written.what}, got {_kind(value)}", path)
    try:
        if text.strip():
            written.read(text.strip())
    except ValueError:
        raise OddValueError(f"a text that is not {written.what}", path) from None
    return text.strip()


def _leaf(hint: Any) -> Reader:
    meant_by = _number_as_text if _is_shown(hint) else _flag if hint is bool else _whole

    def read(value: object, path: str, _: Callable[[OddValueError], None]) -> object:
        try:
            # The conversion is not strict, so it reads "5" as the number 5, and 1 as true.
            return msgspec.convert(meant_by(value), hint, strict=False)
        except msgspec.ValidationError as wrong:
            raise OddValueError(str(wrong).partition(" - at `")[0], path) from None
        except (ValueError, OverflowError) as wrong:
            raise OddValueError(f"not usable: {type(wrong).__name__}", path) from None

    return read


def _flag(value: object) -> object:
    """Return True or False for a word such as "yes" or "Off". Return any other text unchanged.

    If the value is not a text, return the result of `_whole`.
    """
    return _FLAGS.get(value.strip().casefold(), value) if isinstance(value, str) else _whole(value)


def _is_shown(hint: Any) -> bool:
    """Return True if the field accepts any text. Such a field also accepts a number, which is read as a text.

    A field with a pattern, such as a token, accepts no number.
    """
    if get_origin(hint) is not Annotated:
        return hint is str
    plain, meta = get_args(hint)[:2]
    return plain is str and isinstance(meta, msgspec.Meta) and meta.pattern is None


def _whole(value: object) -> object:
    """Return a whole number as an int, so that the id 7.0 becomes 7. Return any other value unchanged."""
    is_whole = isinstance(value, Decimal) and value.is_finite() and value.adjusted() < 19 and value == int(value)
    return int(value) if isinstance(value, Decimal) and is_whole else value


def _number_as_text(value: object) -> object:
    """Return a number as text, because some servers send a shelf, a house number or a name as a number.

    Return a very long number and any other value unchanged.
    """
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        return value
    text = (
        f"{value:f}" if isinstance(value, Decimal) and value.is_finite() and abs(value.adjusted()) < 30 else str(value)
    )
    return text if len(text) <= _LONGEST_NUMBER else value


def _instant(value: object) -> object:
    """Return the ISO 8601 form of a number of seconds or milliseconds since 1970.

    The number can also be sent as a text. Return any other text unchanged. Return None for a number that is too small
    or too large, and for a value that is neither a number nor a text.
    """
    if isinstance(value, str):
        counted = re.fullmatch(r"\s*([0-9]{9,13}(?:\.[0-9]{1,9})?)\s*", value, re.ASCII)
        return (_instant(Decimal(counted[1])) if counted else None) or value
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        return None
    if isinstance(value, Decimal) and not (value.is_finite() and abs(value.adjusted()) < 20):
        return None
    number = int(value)
    ms = number if number in _EPOCH_MS else number * 1000
    return datetime.fromtimestamp(ms / 1000, UTC).isoformat() if ms in _EPOCH_MS else None


class _Field(NamedTuple):
    name: str
    sent_as: str
    read: Reader
    is_required: bool
    is_checked: bool


@cache
def _fields(shape: type[msgspec.Struct]) -> tuple[_Field, ...]:
    hints: Mapping[str, Any] = get_type_hints(shape, include_extras=True)
    return tuple(
        _Field(
            name=field.name,
            sent_as=field.encode_name,
            read=_reader(hints[field.name]),
            is_required=field.required,
            is_checked=any(isinstance(remark, Checked) for remark in get_args(hints[field.name])),
        )
        for field in msgspec.structs.fields(shape)
    )


def _element(hint: Any) -> Any:
    return get_args(hint)[0]


def _kind(value: object) -> str:
    match value:
        case None:
            return "nothing"
        case bool():
            return "true or false"
        case int() | float() | Decimal():
            return "a number"
        case str():
            return "a text"
        case list():
            return "a list"
        case _:
            return "an object"


def _ignore(_odd: OddValueError) -> None:
    """Do nothing. The caller uses this function instead of `note` for an odd value that is already noted."""
