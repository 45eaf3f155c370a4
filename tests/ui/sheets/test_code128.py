"""Tests of the bar code Code 128.

They compare it with published examples, check the widths of bars and symbols, and read texts back from their bars.
"""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.ui.sheets.code128 import STOP_MODULES, SYMBOL_MODULES, bars, can_hold, modules_across, symbols
from tests.ui.sheets.reading import text_of_bars

PRINTABLE = st.text(st.characters(min_codepoint=0x20, max_codepoint=0x7E), min_size=1, max_size=64)
DIGITS = st.text("0123456789", min_size=1, max_size=24)


@pytest.mark.parametrize(
    ("text", "published"),
    [
        # The example with the check symbol 87 is in the standard, ISO/IEC 15417, annex A.1.
        ("AIM1234", "104 33 41 45 99 12 34 87 106"),
        # The programs zint and BWIPP write these symbols. Each of these texts has only one shortest form.
        ("1", "104 17 18 106"),
        ("12", "105 12 14 106"),
        ("123", "104 17 18 19 8 106"),
        ("1234", "105 12 34 82 106"),
    ],
)
def test_published_examples(text: str, published: str) -> None:
    assert " ".join(map(str, symbols(text))) == published


@pytest.mark.parametrize(
    ("text", "most"),
    [("123456789", 9), ("12345", 7), ("AAAa12345aAA", 15), ("9780201379624", 12)],
)
def test_digits_go_two_in_one_symbol_where_that_is_shorter(text: str, most: int) -> None:
    """Compare the number of symbols with `most`, the number that the programs zint and BWIPP need for this text.

    Only the number is compared, because different symbols can give an equally short code.
    """
    assert len(symbols(text)) <= most


@given(PRINTABLE | DIGITS)
def test_what_is_written_can_be_read(text: str) -> None:
    assert text_of_bars(bars(text)) == text


@given(PRINTABLE | DIGITS)
def test_all_symbols_are_of_one_width_and_their_bars_of_even_width(text: str) -> None:
    widths, count = bars(text), len(symbols(text))
    assert modules_across(text) == (count - 1) * SYMBOL_MODULES + STOP_MODULES
    for at in range(0, (count - 1) * 6, 6):
        symbol = widths[at : at + 6]
        assert (sum(symbol), sum(symbol[::2]) % 2) == (SYMBOL_MODULES, 0)


@given(PRINTABLE)
def test_no_text_needs_more_symbols_than_it_has_signs(text: str) -> None:
    assert len(symbols(text)) <= len(text) + 3


@pytest.mark.parametrize("text", ["", "Ü", "tab\tin it", "\x00", "line\nbreak"])
def test_what_the_code_sets_do_not_have_is_refused(text: str) -> None:
    assert not can_hold(text)
    with pytest.raises(ValueError, match="printable ASCII"):
        symbols(text)
