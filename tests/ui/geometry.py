"""Functions that measure the widgets in a window. They find widgets that a person cannot read, reach or press."""

from collections.abc import Iterator

from PySide6.QtCore import QPoint, QRect, QSize
from PySide6.QtWidgets import QAbstractButton, QAbstractScrollArea, QLineEdit, QWidget

from kiosk.ui.badges import PillLabel
from kiosk.ui.button import PressButton
from kiosk.ui.key import KeyButton
from kiosk.ui.line import LineRow
from kiosk.ui.overlay import FocusFrame
from kiosk.ui.plates import Count
from kiosk.ui.scroll import Scroll
from kiosk.ui.text import NameText, RichText, Text
from kiosk.ui.window import KioskWindow

LEAST_TARGET, LEAST_APART, LEAST_FIELD = 64, 12, 120
LEAST_KEY, KEYS_APART = QSize(38, 52), 4
LEAST_TEXT = 20
LONG_WORD = 20
"""Only a word with this number of letters or more may be broken at the end of a line."""
Fault = tuple[str, str]


def place(widget: QWidget) -> QRect:
    """Return the place of the widget in its window."""
    return QRect(widget.mapTo(widget.window(), QPoint(0, 0)), widget.size())


def scroll_of(widget: QWidget) -> Scroll | None:
    """Return the scroll area that has this widget in its content, or None."""
    above = widget.parentWidget()
    while above is not None:
        if isinstance(above, Scroll) and above.viewport().isAncestorOf(widget):
            return above
        above = above.parentWidget()
    return None


def seen(widget: QWidget) -> QRect:
    """Return the part of the widget that can be seen.

    A parent may cut off the rest, or the button at the foot of a scroll area may cover it.
    """
    found = place(widget)
    above = widget.parentWidget()
    while above is not None:
        found &= place(above)
        if isinstance(above, Scroll) and above.viewport().isAncestorOf(widget):
            found &= place(above).adjusted(0, 0, 0, -above.covered())
        above = above.parentWidget()
    return found


def seen_whole(widget: QWidget) -> bool:
    """Return True if nothing of the widget is cut off or covered."""
    return seen(widget) == place(widget)


def named(widget: QWidget) -> str:
    """Return the words by which a report names this widget: its class and its text."""
    text = getattr(widget, "text", None)
    words = widget.accessibleName() or (text() if callable(text) else "")
    return f"{type(widget).__name__} {str(words)[:40]!r}"


def leaves(shown: list[QWidget]) -> list[QWidget]:
    """Return the widgets of `shown` that have no other widgets inside. Leave out the frame of the focus.

    A button or a field counts as one widget, also if it has widgets inside.
    """
    shown = [one for one in shown if not isinstance(one, FocusFrame)]
    controls = {one for one in shown if isinstance(one, QAbstractButton | QLineEdit)}
    holders = {one.parentWidget() for one in shown}
    return [
        one
        for one in shown
        if one in controls or (one not in holders and not any(control.isAncestorOf(one) for control in controls))
    ]


def faults(window: KioskWindow, part: QWidget | None = None, *, may_elide: bool = False) -> list[Fault]:
    """Return all faults of this part of the window. If `part` is None, check the page."""
    looked_at = part or window.page()
    # All checks share one list of widgets, because it takes longer to find the widgets than to check them.
    shown = [one for one in looked_at.findChildren(QWidget) if one.isVisible()]
    found = leaves(shown)
    return [
        *_outside(window, shown),
        *_unreachable(shown, found),
        *_unreadable(window, shown, may_elide=may_elide),
        *_squeezed(shown),
        *_small(found),
        *_crowded(found),
    ]


def _outside(window: KioskWindow, shown: list[QWidget]) -> Iterator[Fault]:
    places = {one: place(one) for one in shown}
    for one, its in places.items():
        above = one.parentWidget()
        if above is None or isinstance(one, FocusFrame):
            continue
        inside = places[above] if above in places else place(above)
        # the content of a scroll area may be higher than its viewport
        if isinstance(above.parentWidget(), QAbstractScrollArea):
            if its.width() > inside.width():
                yield named(one), f"is wider than its scroll area: {one.width()} of {inside.width()}"
            continue
        if inside.contains(its) and window.rect().contains(its):
            continue
        if scroll_of(one) is None:
            inside = inside & window.rect()
        if not inside.contains(its):
            yield named(one), f"is cut off: {its.getRect()} in {inside.getRect()} of {type(above).__name__}"


def _unreachable(shown: list[QWidget], found: list[QWidget]) -> Iterator[Fault]:
    for area in shown:
        if not isinstance(area, Scroll):
            continue
        bar, room = area.verticalScrollBar(), area.viewport().height()
        if bar.maximum() > 0 and bar.value() < bar.maximum() and not area.shows_more():
            yield named(area), f"holds {bar.maximum()} px more, and nothing says so"
        free = room - (area.covered() if bar.maximum() else 0)
        if free < LEAST_TARGET and bar.maximum():
            yield named(area), f"shows {free} px of its content"
        for one in found:
            if isinstance(one, QAbstractButton | QLineEdit) and scroll_of(one) is area and one.height() > free:
                yield named(one), f"is {one.height()} px high and can be seen {free} px high"


def _unreadable(window: KioskWindow, shown: list[QWidget], *, may_elide: bool) -> Iterator[Fault]:
    top = window.page().top
    for words in shown:
        if isinstance(words, LineRow) and words.elided() and not may_elide:
            yield named(words), "is shortened"
        if not isinstance(words, Text) or top.isAncestorOf(words):
            continue
        if words.height() < (needed := words.heightForWidth(words.width())):
            yield named(words), f"is {words.height()} of {needed} px high"
        if words.font_px() < LEAST_TEXT:
            yield named(words), f"is set in {words.font_px()} px"
        if words.elided() and not may_elide:
            yield named(words), "is shortened"
        longest = max(map(len, words.text().split()))
        if words.broken() and (longest < LONG_WORD or isinstance(words, NameText)) and not may_elide:
            yield named(words), f"breaks a word at {words.width()} px"


def _squeezed(shown: list[QWidget]) -> Iterator[Fault]:
    for one in shown:
        if isinstance(one, RichText) and one.height() < one.heightForWidth(one.width()):
            yield named(one), "is cut off"
        if isinstance(one, PressButton | KeyButton | Count) and not one.fits():
            yield named(one), f"does not fit its words: {one.width()}x{one.height()}"
        if isinstance(one, PillLabel) and one.width() < one.sizeHint().width():
            yield named(one), "is cut off"


def _small(found: list[QWidget]) -> Iterator[Fault]:
    for one in found:
        if isinstance(one, KeyButton):
            if one.width() < LEAST_KEY.width() or one.height() < LEAST_KEY.height():
                yield named(one), f"is a small key: {one.width()}x{one.height()}"
        elif isinstance(one, QAbstractButton) and min(one.width(), one.height()) < LEAST_TARGET:
            yield named(one), f"is small: {one.width()}x{one.height()}"
        elif isinstance(one, QLineEdit) and one.width() < LEAST_FIELD:
            yield named(one), f"is a narrow field: {one.width()}"


def _crowded(found: list[QWidget]) -> Iterator[Fault]:
    """Yield a fault for each two widgets that overlap, and for each two buttons that are too close to each other."""
    shown = [(one, *_edges(at), at) for one in found if not (at := seen(one)).isEmpty()]
    for index, (one, left, top, right, bottom, a) in enumerate(shown):
        for other, left_2, top_2, right_2, bottom_2, b in shown[index + 1 :]:
            # These comparisons come first, because they are quick, and almost all pairs lie far from each other.
            if (
                left_2 - right >= LEAST_APART
                or left - right_2 >= LEAST_APART
                or top_2 - bottom >= LEAST_APART
                or top - bottom_2 >= LEAST_APART
            ):
                continue
            if one.isAncestorOf(other) or other.isAncestorOf(one):
                continue
            apart = max(left_2 - right, left - right_2, top_2 - bottom, top - bottom_2)
            if apart < 0:
                yield f"{named(one)} and {named(other)}", f"overlap: {a.getRect()} {b.getRect()}"
            elif isinstance(one, QAbstractButton) and isinstance(other, QAbstractButton):
                if a != place(one) or b != place(other) or _is_its_foot(one, other) or _is_its_foot(other, one):
                    continue  # a scroll area hides a part of one button, and people scroll before they press it
                keys = isinstance(one, KeyButton) and isinstance(other, KeyButton)
                if apart < (KEYS_APART if keys else LEAST_APART):
                    yield f"{named(one)} and {named(other)}", f"are {apart} px apart"


def _edges(at: QRect) -> tuple[int, int, int, int]:
    """Return the left, top, right and bottom edge. Right and bottom are the first pixels outside the rectangle."""
    return at.left(), at.top(), at.right() + 1, at.bottom() + 1


def _is_its_foot(one: QWidget, other: QWidget) -> bool:
    """Return True if `one` is the button at the foot of the scroll area that contains `other`."""
    area = scroll_of(other)
    return area is not None and area.isAncestorOf(one) and not area.viewport().isAncestorOf(one)
