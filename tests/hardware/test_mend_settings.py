"""Tests of the search for better settings of a reader.

The bytes or keys of a device are decoded again with each possible setting, until the result is a code.
"""

import pytest

from hardware.mend_settings import mend
from hardware.recording import Raw, RawBytes, RawKey
from hardware.spec import Driver, Parity, ScannerSpec
from kiosk.structs import replace
from tests.hardware.keystrokes import ENTER, ESC, Script, line, tap, timed, type_text
from tests.hardware.test_odd_readers import DOWN, F5, HOME, in_seven_bits

LINE = ScannerSpec("line", driver=Driver.SERIAL, port="/dev/null")
KEYS = ScannerSpec("keys")
DROP = 'transform = ["drop_control", ...]   # before its other steps'
DROP_FF = 'transform = ["replace(ÿ,)", ...]   # before its other steps'

BYTES: list[tuple[str, bytes, tuple[str, ...], str]] = [
    ("NUL before", b"\0QT-4711\r", (DROP,), "QT-4711"),
    ("NUL before and behind", b"\0\0QT-4711\0\r", (DROP,), "QT-4711"),
    ("FF before", b"\xffQT-4711\r", ('charset = "latin-1"', DROP_FF), "QT-4711"),
    ("FF around", b"\xff\xffQT-4711\xff\r", ('charset = "latin-1"', DROP_FF), "QT-4711"),
    ("STX and EOT", b"\x02QT-4711\x04\r", (DROP,), "QT-4711"),
    ("seven bits, even", in_seven_bits("QT-4711\r", Parity.EVEN), ("bits = 7", 'parity = "even"'), "QT-4711"),
    ("seven bits, odd", in_seven_bits("QT-4711\r", Parity.ODD), ("bits = 7", 'parity = "odd"'), "QT-4711"),
    ("seven bits, mark", in_seven_bits("QT-4711\r", Parity.MARK), ("bits = 7", 'parity = "mark"'), "QT-4711"),
    ("seven bits, even, NUL", in_seven_bits("\0QT-47\r", Parity.EVEN), ("bits = 7", 'parity = "even"', DROP), "QT-47"),
    ("UTF-8", "Säge-7\r".encode(), ('charset = "utf-8"',), "Säge-7"),
    ("Latin-1", "Säge-7\r".encode("latin-1"), ('charset = "latin-1"',), "Säge-7"),
    ("UTF-8 and NUL", "\0Säge-7\r".encode(), ('charset = "utf-8"', DROP), "Säge-7"),
]


@pytest.mark.parametrize(("data", "lines", "code"), [case[1:] for case in BYTES], ids=[case[0] for case in BYTES])
def test_bytes(data: bytes, lines: tuple[str, ...], code: str) -> None:
    found = mend([RawBytes(1.0 + place, data) for place in range(2)], LINE)
    assert found is not None
    assert (found.lines, found.code) == (lines, code)
    assert code not in repr(found)


PRESSED: list[tuple[str, Script, str]] = [
    ("ESC before", tap(ESC) + line("A-1"), 'keys = { ESC = "ignore" }'),
    ("Down ends", tap(ESC) + type_text("A-1") + tap(DOWN), 'keys = { ESC = "ignore", DOWN = "end" }'),
    ("Home and F5 before", tap(HOME) + tap(F5) + line("A-1"), 'keys = { HOME = "ignore", F5 = "ignore" }'),
    ("F5 before Enter", type_text("A-1") + tap(F5) + tap(ENTER), 'keys = { F5 = "ignore" }'),
]


@pytest.mark.parametrize(("script", "said"), [case[1:] for case in PRESSED], ids=[case[0] for case in PRESSED])
def test_keys(script: Script, said: str) -> None:
    found = mend([RawKey(*event) for event in timed(script)], KEYS)
    assert found is not None
    assert (found.lines, found.code) == ((said,), "A-1")


NOTHING: list[list[Raw]] = [[], [RawBytes(1.0, b"A-1\rA-2\r")], [RawBytes(1.0, b"NOREAD\r")], [RawBytes(1.0, b"\x1b")]]


@pytest.mark.parametrize("sent", NOTHING)
def test_what_no_setting_mends_is_left_alone(sent: list[Raw]) -> None:
    assert mend(sent, LINE) is None
    assert mend(sent, replace(LINE, bits=7)) is None
