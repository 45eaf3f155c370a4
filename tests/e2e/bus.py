"""A small client of D-Bus that asks many questions at the same time.

A screen reader asks some hundred questions to read a window. The usual libraries wait for each answer before the next
question, or they need several times the time of the processor. See
https://dbus.freedesktop.org/doc/dbus-specification.html for the form of the messages.
"""

import os
import socket
import struct
from collections.abc import Sequence
from contextlib import suppress
from typing import Any, NamedTuple

_CALL, _RETURN, _ERROR = 1, 2, 3
_ANSWER_TO, _SIGNATURE = 5, 8
_PATIENCE_S = 5.0
_NUMBERS = {"y": "B", "n": "h", "q": "H", "i": "i", "u": "I", "b": "I", "x": "q", "t": "Q", "d": "d"}
_ALIGNED_TO = {"y": 1, "g": 1, "v": 1, "n": 2, "q": 2, "x": 8, "t": 8, "d": 8, "(": 8, "{": 8}


class BusError(Exception):
    """The bus or the other program gave no answer, or the answer is an error."""


class Place(NamedTuple):
    """An object on the bus: the name of its program, and its path in this program."""

    program: str
    path: str


class Question(NamedTuple):
    """A call of a method. Only texts and whole numbers can be its arguments."""

    place: Place
    interface: str
    method: str
    arguments: tuple[str | int, ...] = ()


class Bus:
    """A connection to the bus that listens at this address."""

    def __init__(self, address: str) -> None:
        facts = dict(each.split("=", 1) for each in address.split(";", maxsplit=1)[0].removeprefix("unix:").split(","))
        name = "\0" + facts["abstract"] if "abstract" in facts else facts["path"]
        self._socket = socket.socket(socket.AF_UNIX)
        self._socket.settimeout(_PATIENCE_S)
        self._rest, self._serial = b"", 0
        try:
            self._socket.connect(name)
            self._socket.sendall(b"\0AUTH EXTERNAL " + str(os.getuid()).encode().hex().encode() + b"\r\n")
            if not self._socket.recv(4096).startswith(b"OK"):
                raise BusError("the bus does not let us in")
            self._socket.sendall(b"BEGIN\r\n")
            self.ask(
                [Question(Place("org.freedesktop.DBus", "/org/freedesktop/DBus"), "org.freedesktop.DBus", "Hello")]
            )
        except OSError as error:
            self.close()
            raise BusError(str(error)) from error

    def close(self) -> None:
        """End the connection."""
        with suppress(OSError):
            self._socket.close()

    def ask(self, questions: Sequence[Question]) -> list[object]:
        """Ask all these questions at the same time, and return the answers in the same order.

        If one of the answers is an error, raise BusError.
        """
        first = self._serial + 1
        self._serial += len(questions)
        missing = {first + number: number for number in range(len(questions))}
        answers: list[object] = [None] * len(questions)
        failed = ""
        try:
            # The bus waits while nobody reads its answers, so do not write all questions before the first reading.
            for start in range(0, len(questions), 100):
                part = questions[start : start + 100]
                self._socket.sendall(b"".join(_message(first + start + n, each) for n, each in enumerate(part)))
                while any(first + start + n in missing for n in range(len(part))):
                    kind, to, answer = self._next()
                    if to not in missing:
                        continue
                    answers[missing.pop(to)] = answer
                    failed = failed or (str(answer) if kind == _ERROR else "")
        except OSError as error:
            raise BusError(str(error)) from error
        if failed:
            raise BusError(failed)
        return answers

    def _next(self) -> tuple[int, int, object]:
        """Return the kind of the next message, the number of the question that it answers, and its first value."""
        kind, body, fields = struct.unpack_from("<xBxxI4xI", head := self._read(16))
        head += self._read((fields + 7 & ~7) + body)
        given = dict(_Reader(head, 12).value("a(yv)"))
        signature = str(given.get(_SIGNATURE, ""))
        answer = _Reader(head[len(head) - body :], 0).value(_first(signature)) if signature else None
        return kind, int(given.get(_ANSWER_TO, 0)), answer

    def _read(self, count: int) -> bytes:
        while len(self._rest) < count:
            if not (more := self._socket.recv(1 << 16)):
                raise BusError("the bus has closed the connection")
            self._rest += more
        found, self._rest = self._rest[:count], self._rest[count:]
        return found


def _message(serial: int, question: Question) -> bytes:
    (program, path), interface, method, arguments = question
    body, signature = b"", ""
    for each in arguments:
        body += b"\0" * (-len(body) % 4)
        body += struct.pack("<i", each) if isinstance(each, int) else _text(each)
        signature += "i" if isinstance(each, int) else "s"
    fields = b""
    for code, kind, value in ((1, b"o", path), (2, b"s", interface), (3, b"s", method), (6, b"s", program)):
        fields += b"\0" * (-len(fields) % 8) + bytes((code, 1)) + kind + b"\0" + _text(value)
    if signature:
        fields += b"\0" * (-len(fields) % 8) + b"\x08\x01g\0" + bytes((len(signature),)) + signature.encode() + b"\0"
    head = struct.pack("<cBBBIII", b"l", _CALL, 0, 1, len(body), serial, len(fields)) + fields
    return head + b"\0" * (-len(head) % 8) + body


def _text(text: str) -> bytes:
    encoded = text.encode()
    return struct.pack("<I", len(encoded)) + encoded + b"\0"


def _first(signature: str) -> str:
    """Return the first whole type of this signature."""
    if signature[0] == "a":
        return "a" + _first(signature[1:])
    if signature[0] not in "({":
        return signature[0]
    depth = 0
    for index, sign in enumerate(signature):
        depth += (sign in "({") - (sign in ")}")
        if not depth:
            return signature[: index + 1]
    raise BusError(f"a broken signature: {signature}")


class _Reader:
    """The values in these bytes, one after the other."""

    def __init__(self, data: bytes, start: int) -> None:
        self._data, self._at = data, start

    def value(self, kind: str) -> Any:
        """Return the next value, which is of this type."""
        step = _ALIGNED_TO.get(kind[0], 4)
        self._at += -self._at % step
        match kind[0]:
            case "s" | "o":
                return self._text(self._number("I"))
            case "g":
                return self._text(self._number("B"))
            case "v":
                return self.value(self._text(self._number("B")))
            case "a":
                return self._array(kind[1:])
            case "(" | "{":
                return self._struct(kind[1:-1])
            case _:
                return self._number(_NUMBERS[kind[0]])

    def _number(self, form: str) -> int:
        (found,) = struct.unpack_from("<" + form, self._data, self._at)
        self._at += struct.calcsize("<" + form)
        return int(found)

    def _text(self, length: int) -> str:
        found = self._data[self._at : self._at + length].decode()
        self._at += length + 1
        return found

    def _array(self, kind: str) -> list[object]:
        end = self._number("I")
        self._at += -self._at % _ALIGNED_TO.get(kind[0], 4)
        end, found = self._at + end, []
        while self._at < end:
            found.append(self.value(kind))
        return found

    def _struct(self, kinds: str) -> tuple[object, ...]:
        found = []
        while kinds:
            kind = _first(kinds)
            found.append(self.value(kind))
            kinds = kinds[len(kind) :]
        return tuple(found)
