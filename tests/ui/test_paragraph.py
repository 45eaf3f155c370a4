"""Tests of plain text that is broken into lines."""

from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtGui import QFont
from pytestqt.qtbot import QtBot

from kiosk.ui.paragraph import Paragraph


def font() -> QFont:
    made = QFont("Inter")
    made.setPixelSize(20)
    return made


def test_a_long_text_takes_more_lines_when_it_is_narrow(qtbot: QtBot) -> None:
    text = Paragraph("one two three four five six", font(), 1.2)
    assert text.lines(1000) == 1
    assert text.lines(100) > 2
    assert text.height(1000) == text.line_height == 24


def test_a_word_that_is_too_long_breaks_anywhere(qtbot: QtBot) -> None:
    text = Paragraph("x" * 300, font(), 1.2)
    assert text.lines(200) > 5


def test_what_does_not_fit_is_elided_and_said_to_be(qtbot: QtBot) -> None:
    text = Paragraph("word " * 60, font(), 1.2, max_lines=2)
    assert text.lines(300) == 2
    assert text.elided
    assert text.lines(100_000) == 1
    assert not text.elided


def test_a_balanced_headline_never_breaks_a_word(qtbot: QtBot) -> None:
    text = Paragraph("Confirmed 6 of 6", font(), 1.06, balanced=True)
    width = text.natural_width - 20
    assert text.lines(width) == 2
    assert text.least_width() <= width


def test_a_line_break_is_kept(qtbot: QtBot) -> None:
    assert Paragraph("one\ntwo", font(), 1.2).lines(1000) == 2


@given(text=st.text(max_size=80), width=st.integers(1, 600), lines=st.integers(1, 4), balanced=st.booleans())
def test_no_text_takes_more_lines_than_it_may(
    qapp: object, *, text: str, width: int, lines: int, balanced: bool
) -> None:
    assert Paragraph(text, font(), 1.2, max_lines=lines, balanced=balanced).lines(width) <= lines


def test_a_balanced_headline_keeps_what_a_hard_space_holds_together(qtbot: QtBot) -> None:
    """In French, there is a hard space (U+00A0) before a colon, so that no line begins with the colon."""
    text = Paragraph("Confirmé\u00a0: 4 sur 4", font(), 1.06, balanced=True)
    held = Paragraph("Confirmé\u00a0:", font(), 1.06)
    assert text.least_width() == held.natural_width
    assert Paragraph("a\u202fb c", font(), 1.06).least_width() == Paragraph("a\u202fb", font(), 1.06).natural_width
