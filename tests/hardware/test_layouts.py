"""Tests of the tables of keyboard layouts.

Each table must have the letters of xkeyboard-config. The decoder must understand a reader with any of these layouts.
"""

# ruff: noqa: RUF001 - accents on their own are keys here

import subprocess
import sys

import pytest

from hardware.layout_tables import TABLES, VERSION
from hardware.layouts import LAYOUTS, ROWS
from hardware.spec import DeviceMatch, ScannerSpec, SpecProblem
from hardware.spec_check import problems
from kiosk.structs import replace
from tests.hardware import xkb
from tests.hardware.decode import SPEC, from_keys
from tests.hardware.keystrokes import ENTER, down, pause, tap, up
from tests.hardware.keystrokes import type_text as typed

XKB, HERE = xkb.library(), xkb.version()
SHIFT, ALTGR = 42, 100
HELD = ((), (SHIFT,), (ALTGR,), (SHIFT, ALTGR))


def test_every_table_is_a_layout_and_has_its_source() -> None:
    assert set(TABLES) == set(xkb.SOURCES)
    assert set(LAYOUTS) == {"us", "uk", "de", "fr", "ch", "es", *TABLES}
    assert len(LAYOUTS) == len(list(LAYOUTS))


@pytest.mark.skipif(XKB is None, reason="libxkbcommon and xkb-data are not installed here")
@pytest.mark.parametrize("name", TABLES)
def test_the_tables_are_those_of_their_source(name: str) -> None:
    assert XKB is not None
    there = xkb.rows_of(XKB, *xkb.SOURCES[name])
    if HERE == VERSION:
        assert TABLES[name] == there
    else:  # another version of xkeyboard-config may move rare characters, but letters and digits stay on their keys
        assert [_letters(row) for row in TABLES[name]] == [_letters(row) for row in there]


def _letters(row: tuple[str, ...]) -> list[str]:
    return ["".join(sign if sign.isalnum() else " " for sign in level) for level in row[:2]]


@pytest.mark.skipif(XKB is None, reason="libxkbcommon and xkb-data are not installed here")
@pytest.mark.parametrize("name", TABLES)
def test_each_key_types_what_its_source_says(name: str) -> None:
    assert XKB is not None
    script, codes, before = [], [], typed("A1", name)
    for row, levels in zip(ROWS, xkb.rows_of(XKB, *xkb.SOURCES[name]), strict=True):
        for held, signs in zip(HELD, levels, strict=True):
            for key, sign in zip(row, signs, strict=True):
                if sign == " " or sign in xkb.COMBINING.values() or HERE != VERSION:
                    continue
                codes.append(f"A1{sign}")
                script += [*before, *(step for other in held for step in down(other)), *tap(key)]
                script += [*(step for other in held for step in up(other)), *tap(ENTER), *pause(2)]
    assert from_keys(script, replace(SPEC, layout=name)) == codes


LABELS = [
    ("be", "ITEM-42/a", "ITE:=$@>q"),
    ("it", "ITEM-42/a", "ITEM/42&a"),
    ("pt", "ITEM-42/a", "ITEM/42&a"),
    ("se", "ITEM-42/a", "ITEM/42&a"),
    ("no", "DR_0142", "DR?0142"),
    ("dk", "A+B=C", "A-B)C"),
    ("fi", "1Ä/Ö", '1"&:'),
    ("ca", "é-7", "/-7"),
    ("ca-fr", "É.7", "?.7"),
    ("ca-csa", "ç;7", "];7"),
    ("ch-fr", "é/Z", ";&Y"),
    ("ch-de", "ü/Z", "[&Y"),
    ("br", "a;/b", None),
    ("pl", "a@b#c", "a@b#c"),
    ("cz", "ZY-42", "YZ/$@"),
    ("hu", "ZY-0", "YZ/`"),
    ("tr", "1i.ş", "1'/;"),
]


@pytest.mark.parametrize(("name", "label", "as_us"), LABELS)
def test_a_label_is_read_as_it_is_printed(name: str, label: str, as_us: str | None) -> None:
    script = [*typed(label, name), *tap(ENTER)]
    assert from_keys(script, replace(SPEC, layout=name)) == [label]
    assert as_us is None or from_keys(script) == [as_us]


ACCENTS = [("be", 26, 18, "ê"), ("pt", 27, 30, "á"), ("br", 40, 24, "õ"), ("cz", 13, 30, "á"), ("se", 13, 18, "é")]


@pytest.mark.parametrize(("name", "accent", "letter", "text"), ACCENTS)
def test_a_dead_key_waits_for_its_letter(name: str, accent: int, letter: int, text: str) -> None:
    assert from_keys(tap(accent) + tap(letter) + tap(ENTER), replace(SPEC, layout=name)) == [text]


@pytest.mark.parametrize(
    ("name", "accent", "alone"), [("be", 26, "^"), ("br", 40, "~"), ("cz", 13, "´"), ("no", 27, "¨")]
)
def test_an_accent_stands_alone_before_a_blank(name: str, accent: int, alone: str) -> None:
    assert from_keys(tap(accent) + tap(57) + tap(ENTER), replace(SPEC, layout=name)) == [alone]


@pytest.mark.parametrize("wrong", ["bf", "xx", "en", "b", "ISO"])
def test_a_wrong_name_of_two_letters_is_answered_by_all_names(wrong: str) -> None:
    [problem] = problems(ScannerSpec("x", match=DeviceMatch(vendor=1), layout=wrong))
    assert problem == SpecProblem("layout", f"there is no layout {wrong!r}: known are: {', '.join(sorted(LAYOUTS))}")


def test_only_the_layout_that_a_reader_needs_is_loaded() -> None:
    code = (
        "import sys; from hardware.key_decoder import KeyDecoder; from hardware.spec import ScannerSpec;"
        "KeyDecoder.of(ScannerSpec('x', layout='de')); print('hardware.layout_tables' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "False\n"
