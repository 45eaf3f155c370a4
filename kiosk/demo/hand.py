"""The class Hand, which uses the kiosk's window as a person does. It finds widgets on the screen, taps and types."""

import asyncio
from collections.abc import Callable, Iterator
from typing import TypeVar

from PySide6.QtCore import QCoreApplication, QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent, QWindow
from PySide6.QtWidgets import QAbstractButton, QLabel, QLineEdit, QWidget

from kiosk.ui.button import PressButton
from kiosk.ui.field import EntryField
from kiosk.ui.scroll import Scroll

W = TypeVar("W", bound=QWidget)


class Hand:
    """A hand that finds and taps only the visible widgets of this window."""

    def __init__(self, window: QWidget) -> None:
        self._window = window

    def seen(self, kind: type[W]) -> Iterator[W]:
        """Yield the visible widgets of this class."""
        return (each for each in self._window.findChildren(kind) if each.isVisible())

    def words(self) -> str:
        """Return the accessible names and the texts of all visible widgets, one in each line."""
        parts = []
        for widget in self.seen(QWidget):
            text = widget.text() if isinstance(widget, QLabel | QAbstractButton) else ""
            parts += [part for part in (widget.accessibleName(), text) if part]
        return "\n".join(dict.fromkeys(parts))

    def named(self, name: str) -> QAbstractButton | None:
        """Return the button that has this accessible name and can be pressed, or None."""
        found = (one for one in self.seen(QAbstractButton) if one.accessibleName() == name and one.isEnabled())
        return next(found, None)

    def field(self, label: str) -> QLineEdit | None:
        """Return the entry field with this label, or None."""
        return next((each for each in self.seen(QLineEdit) if each.accessibleName() == label), None)

    def carrying(self, wanted: Callable[[object], bool]) -> PressButton | None:
        """Return the first button that can be pressed and whose intent is wanted, or None if there is no such button.

        An intent is wanted if `wanted(intent)` is True.
        """
        for button in self.seen(PressButton):
            carried = button.button
            if carried is not None and button.isEnabled() and wanted(carried.intent):
                return button
        return None

    def entry(self, ident: str) -> EntryField | None:
        """Return the form's entry field that has this id, or None. Examples of ids are `name` and `secret`."""
        return next((each for each in self.seen(EntryField) if each.field.ident == ident), None)

    def tap(self, widget: QWidget) -> None:
        """Tap the middle of this widget. If another widget covers this place, the other widget gets the tap.

        If the widget is in a scroll area but not in view, scroll the area before the tap.
        """
        _into_view(widget)
        handle, left, none = self._handle(), Qt.MouseButton.LeftButton, Qt.MouseButton.NoButton
        place = QPointF(widget.mapTo(self._window, QPoint(widget.width() // 2, widget.height() // 2)))
        anywhere = QPointF(self._window.mapToGlobal(place))
        # Send the events directly. QTest would run Qt's event loop inside the task that runs now.
        for kind, held in ((QEvent.Type.MouseButtonPress, left), (QEvent.Type.MouseButtonRelease, none)):
            event = QMouseEvent(kind, place, anywhere, left, held, Qt.KeyboardModifier.NoModifier)
            QCoreApplication.sendEvent(handle, event)

    def type(self, text: str) -> None:
        """Type this text into the widget that has the keyboard focus. For each line break, press the Enter key."""
        handle = self._handle()
        for sign in text:
            key = Qt.Key.Key_Return if sign == "\n" else Qt.Key.Key_unknown
            for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
                QCoreApplication.sendEvent(handle, QKeyEvent(kind, key, Qt.KeyboardModifier.NoModifier, sign))

    def _handle(self) -> QWindow:
        handle = self._window.windowHandle()
        if handle is None:
            raise RuntimeError("the window is not open")
        return handle

    async def until_seen(self, look: Callable[[], W | None], what: str, within_s: float) -> W:
        """Wait until `look` finds a widget, and return this widget.

        Raises TimeoutError if `look` finds no widget within `within_s` seconds. `what` names the widget in the text of
        the error.
        """
        loop = asyncio.get_running_loop()
        end = loop.time() + within_s
        while (found := look()) is None:
            if loop.time() > end:
                raise TimeoutError(f"{what} did not come within {within_s:.0f} s")
            await asyncio.sleep(0.02)
        return found


def _into_view(widget: QWidget) -> None:
    """If the widget is in a scroll area but not in view, scroll the area so that the widget is at the top."""
    area = widget.parentWidget()
    while area is not None and not isinstance(area, Scroll):
        area = area.parentWidget()
    content = area.widget() if area is not None else None
    if area is None or content is None:
        return
    bar, top = area.verticalScrollBar(), widget.mapTo(content, QPoint(0, 0)).y()
    lowest = bar.value() + area.viewport().height() - area.covered() - widget.height()
    if not bar.value() <= top <= lowest:
        bar.setValue(top)
