"""The format of a recording of a device. Each line is one JSON object.

A recording contains the codes of fobs, so other people must not get the recording. The lines have three forms:

    {"t": 12.034, "type": 1, "code": 30, "value": 1}      a key event
    {"t": 12.034, "bytes": "0236463030"}                  bytes of a serial line
    {"t": 12.034, "text": "ITEM-00042"}                   a whole read, for recordings written by hand

`t` is a time in seconds. The first line can have any time, because only the differences between the times count.
"""

from collections.abc import Iterable, Iterator
from typing import assert_never

from msgspec import Struct


class BadRecordingError(Exception):
    """The error if a line of a recording cannot be read. The message has the line number, but never the content."""


class RawKey(Struct, frozen=True):
    """A key event of an input device."""

    at: float
    kind: int
    code: int
    value: int


class RawBytes(Struct, frozen=True):
    """Bytes that came over a serial line."""

    at: float
    data: bytes


class RawText(Struct, frozen=True):
    """A whole read, which a person wrote into the recording."""

    at: float
    text: str


Raw = RawKey | RawBytes | RawText


def to_line(raw: Raw) -> str:
    """Return the line of a recording for this event, these bytes or this text."""
    import json  # imported here, because a reader without a recording does not need this module

    match raw:
        case RawKey(at, kind, code, value):
            return json.dumps({"t": round(at, 6), "type": kind, "code": code, "value": value})
        case RawBytes(at, data):
            return json.dumps({"t": round(at, 6), "bytes": data.hex()})
        case RawText(at, text):
            return json.dumps({"t": round(at, 6), "text": text})
        case _ as unreachable:
            assert_never(unreachable)


def from_lines(lines: Iterable[str]) -> Iterator[Raw]:
    """Yield the content of each line of a recording. Raises BadRecordingError at the first line that cannot be read."""
    import json

    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            yield _from_json(json.loads(line))
        except (ValueError, KeyError, TypeError) as wrong:
            raise BadRecordingError(f"line {number} of the recording cannot be read ({type(wrong).__name__})") from None


def _from_json(found: dict[str, object]) -> Raw:
    at = float(str(found["t"]))
    if "bytes" in found:
        return RawBytes(at, bytes.fromhex(str(found["bytes"])))
    if "text" in found:
        return RawText(at, str(found["text"]))
    kind, code, value = (int(str(found[key])) for key in ("type", "code", "value"))
    return RawKey(at, kind, code, value)
