"""Tests that the page of every state of the visit fits every screen, with the real sentences of every language."""

from functools import cache

import pytest
from PySide6.QtWidgets import QApplication

from kiosk.texts import NATIVE_NAMES
from kiosk.views.view import View
from tests.presenter.kiosks import seen
from tests.presenter.rows_after_finish import ROWS as AFTER
from tests.presenter.rows_before_finish import ROWS as BEFORE
from tests.presenter.rows_digital import ROWS as DIGITAL
from tests.ui.layouts import LARGE, LEAST, ODD, OTHERS, PANELS, some_sizes, wrong_on


@cache
def every_state(languages: tuple[str, ...] = tuple(NATIVE_NAMES)) -> dict[str, View]:
    """Return the view of every state in each of these languages. A key is the language and the name of the state."""
    rows = [(language, row) for language in languages for row in BEFORE + DIGITAL + AFTER]
    return {f"{language}: {row[0]}": seen(row[1], language=language) for language, row in rows}


def one_language(number: int) -> tuple[str, ...]:
    """Return one language, as a tuple. The numbers 0, 1, 2 and so on give one language after the other.

    So each screen is tried in only one language, and each language on some of the screens.
    """
    names = tuple(NATIVE_NAMES)
    return (names[number % len(names)],)


@pytest.mark.slow
@pytest.mark.parametrize("size", LEAST)
def test_every_state_fits_the_smallest_screens_in_its_real_words(qapp: QApplication, size: str) -> None:
    assert wrong_on(every_state(), size) == {}


@pytest.mark.slow
@pytest.mark.parametrize("size", PANELS)
def test_every_state_fits_every_panel_in_its_real_words(qapp: QApplication, size: str) -> None:
    assert wrong_on(every_state(), size) == {}


@pytest.mark.slow
@pytest.mark.parametrize(("number", "size"), [*enumerate([*OTHERS, *ODD, *LARGE, *some_sizes(9, 6)])])
def test_every_state_fits_other_screens_in_its_real_words(qapp: QApplication, number: int, size: str) -> None:
    assert wrong_on(every_state(one_language(number)), size) == {}


def test_every_view_says_what_a_screen_that_is_too_small_shows() -> None:
    assert all("640" in view.too_small for view in every_state().values())
