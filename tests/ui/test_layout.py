"""Every page in every form: nothing too small, too close, cut off or without a name."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations

import pytest
from PySide6.QtCore import QEvent, QPoint, QRect
from PySide6.QtWidgets import QAbstractButton, QAbstractScrollArea, QApplication, QLineEdit, QWidget

from kiosk.ui.button import PressButton
from kiosk.ui.keyboard import Key
from kiosk.ui.line import LineRow
from kiosk.ui.scroll import Scroll
from kiosk.ui.text import Text
from kiosk.ui.window import KioskWindow
from kiosk.views import ReceiptPage
from tests.ui.conftest import SIZES, Show, opened
from tests.ui.samples import VIEWS

FORMS = tuple(SIZES)
NAMES = tuple(VIEWS)
MAY_ELIDE = ("basket-hard", "basket-fr")
LEAST, APART = 64, 12

each_page = pytest.mark.parametrize("name", NAMES)


@dataclass(frozen=True, slots=True)
class Still:
    """A page in one form, at which several tests only look."""

    name: str
    window: KioskWindow


@pytest.fixture(scope="module", params=[f"{name}-{form}" for name in NAMES for form in FORMS])
def still(request: pytest.FixtureRequest, qapp: QApplication) -> Iterator[Still]:
    """Each page in each form; a window is made once for all who look at it, and closed before the next is made."""
    name, _, form = str(request.param).rpartition("-")
    window = opened(VIEWS[name], form)
    yield Still(name, window)
    window.close()
    window.deleteLater()
    QApplication.sendPostedEvents(window, QEvent.Type.DeferredDelete.value)  # no loop runs that would do it


def place(widget: QWidget) -> QRect:
    return QRect(widget.mapTo(widget.window(), QPoint(0, 0)), widget.size())


def scroll_of(widget: QWidget) -> QWidget | None:
    above = widget.parentWidget()
    while above is not None:
        if isinstance(above, QAbstractScrollArea) and widget is not above.findChild(QWidget, "below"):
            return above.viewport() if above.viewport().isAncestorOf(widget) else None
        above = above.parentWidget()
    return None


def seen_whole(widget: QWidget) -> bool:
    viewport = scroll_of(widget)
    if viewport is None:
        return True
    area = viewport.parentWidget()
    under_the_button = area.covered() if isinstance(area, Scroll) and area.isAncestorOf(widget) else 0
    return place(viewport).adjusted(0, 0, 0, -under_the_button).contains(place(widget))


def buttons(window: KioskWindow) -> list[QAbstractButton]:
    return [b for b in window.findChildren(QAbstractButton) if b.isVisible() and not covered(window, b)]


def covered(window: KioskWindow, widget: QWidget) -> bool:
    """Something else would be pressed at its middle."""
    found = window.childAt(place(widget).center())
    return found is not None and found is not widget and not widget.isAncestorOf(found)


def test_targets_are_large_enough(still: Still) -> None:
    window = still.window
    sizes = {b.accessibleName(): (b.width(), b.height()) for b in buttons(window)}
    assert {name: size for name, size in sizes.items() if min(size) < LEAST} == {}


def test_targets_do_not_crowd_each_other(still: Still) -> None:
    window = still.window
    places = [(b.accessibleName(), place(b)) for b in buttons(window) if seen_whole(b)]
    close = []
    for (one, a), (other, b) in combinations(places, 2):
        across = max(a.left(), b.left()) - min(a.right(), b.right()) - 1
        down = max(a.top(), b.top()) - min(a.bottom(), b.bottom()) - 1
        if max(across, down) < APART:
            close.append((one, other, across, down))
    assert close == []


def test_nothing_is_cut_off(still: Still) -> None:
    window = still.window
    screen = window.rect()
    out = [
        (type(w).__name__, w.accessibleName() or getattr(w, "text", str)(), place(w).getRect())
        for w in window.page().findChildren(QWidget)
        if w.isVisible() and scroll_of(w) is None and not screen.contains(place(w))
    ]
    assert out == []
    cut = [
        (w.text(), w.size().toTuple(), w.heightForWidth(w.width()))
        for w in window.findChildren(Text)
        if w.isVisible() and w.height() < w.heightForWidth(w.width())
    ]
    assert cut == []


def test_words_can_be_read_whole(still: Still) -> None:
    window, may_be_cut = still.window, still.name in MAY_ELIDE
    for widget in window.findChildren(Text):
        if widget.isVisible() and not window.page().top.isAncestorOf(widget):
            widget.heightForWidth(widget.width())
            assert may_be_cut or not widget.elided(), widget.text()
    for row in window.findChildren(LineRow):
        assert may_be_cut or not row.elided(), row.line.title


def test_every_control_has_a_name(still: Still) -> None:
    window = still.window
    for control in [*window.findChildren(QAbstractButton), *window.findChildren(QLineEdit)]:
        if control.isVisible():
            assert control.accessibleName(), control
    for row in window.findChildren(LineRow):
        assert row.accessibleName()


def test_every_control_is_reached_by_the_keyboard(still: Still) -> None:
    window = still.window
    pressed = [b for b in window.findChildren(PressButton) if b.isVisible() and b.isEnabled()]
    assert all(b.focusPolicy().value & 1 for b in pressed)
    assert all(not key.focusPolicy().value for key in window.findChildren(Key))


@pytest.mark.parametrize("theme", ["dark", "contrast"])
@each_page
def test_every_theme_draws_every_page(show: Show, name: str, theme: str) -> None:
    window = show(VIEWS[name], "landscape", theme)
    wall = window.look.colour("wall")
    below_any_band = 790 if isinstance(VIEWS[name].page, ReceiptPage) else 90
    assert window.grab().toImage().pixelColor(2, below_any_band) == wall


@pytest.mark.parametrize("size", [(1920, 1080), (1024, 600), (768, 1366), (2160, 3840)])
def test_other_screens_are_laid_out_again(show: Show, size: tuple[int, int]) -> None:
    window = show(VIEWS["basket"])
    window.resize(*size)
    assert window.page().size().toTuple() == size
    assert window.look.sizes.portrait is (size[1] > size[0])
    assert min(min(b.width(), b.height()) for b in buttons(window)) >= LEAST


@each_page
def test_a_low_panel_cuts_nothing_off(show: Show, name: str) -> None:
    still = Still(name, show(VIEWS[name], "panel"))
    test_nothing_is_cut_off(still)
    test_words_can_be_read_whole(still)
    test_targets_are_large_enough(still)
