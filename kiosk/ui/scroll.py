"""A scroll area for the wall. If the content is higher than the area, a finger or buttons can move the content."""

from collections.abc import Callable, Sequence
from functools import cache

from PySide6.QtCore import QEvent, QObject, QPoint, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QScroller, QScrollerProperties, QWidget

from kiosk.ui.boxes import row
from kiosk.ui.button import OwnButton, PressButton, Shape
from kiosk.ui.theme import Style

_LEAST_STEP = 40
"""A press of a button moves the content by at least this many pixels.

After a press of "up", this many pixels of the earlier content can still be seen at the lower edge.
"""


class _Below(QWidget):
    """The strip at the lower edge, with a button. A press shows the content that is hidden below."""

    def __init__(self, style: Style, parent: QWidget) -> None:
        super().__init__(parent)
        self._style = style
        self.button = PressButton(style, Shape.BLOCK)
        self.button.setMinimumWidth(style.sizes.pick(500, 420, 280))
        gap = style.sizes.pick(16, 12, 6)
        layout = row(0, self.button, 0)
        layout.setContentsMargins(0, gap, 0, 0)
        self.setLayout(layout)
        self.setFixedHeight(style.sizes.tap + gap)
        self.hide()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, c = QPainter(self), self._style.colour
        painter.fillRect(self.rect(), c("wall"))
        painter.fillRect(0, 0, self.width(), self._style.sizes.border, c("edge"))


class _Beside(QWidget):
    """The buttons "up" and "down" at the right side, or only "down" if there is no room for both."""

    def __init__(self, style: Style, parent: QWidget) -> None:
        super().__init__(parent)
        self._px, self._gap = style.sizes.tap, style.sizes.gap
        self.up, self.down = PressButton(style, Shape.SQUARE), PressButton(style, Shape.SQUARE)
        for button in (self.up, self.down):
            button.setParent(self)
        self.setFixedWidth(self._px + self._gap)
        self.hide()

    def bind(self, words: str, back: str, *, up: bool, down: bool) -> None:
        """Show a button for each direction in which there is more to see.

        The name of the button "down" is `words`, and the name of the button "up" is `back`.
        """
        both = self.height() >= 2 * self._px + self._gap
        self.up.bind(OwnButton("", icon="up", name=back or "↑") if up and (both or not down) else None)
        self.down.bind(OwnButton("", icon="down", name=words or "↓") if down else None)
        self.up.setGeometry(self._gap, 0, self._px, self._px)
        self.down.setGeometry(self._gap, max(0, self.height() - self._px), self._px, self._px)


@cache
def _scroll_gesture() -> tuple[Qt.GestureType, QObject]:
    """Return the gesture with which a finger moves the content, and the object that owns the gesture.

    All scroll areas use this one gesture. QScroller.grabGesture() makes a new gesture at each call, and PySide6 never
    deletes the class of a gesture. If each area had its own gesture, the kiosk would need more memory after every
    visit. The owner has no parent, because the application still uses the gesture when all widgets are gone.
    """
    grabbed_by = QObject()
    return QScroller.grabGesture(grabbed_by, QScroller.ScrollerGestureType.TouchGesture), grabbed_by


class Scroll(QScrollArea):
    """A scroll area without scroll bars.

    The signal `moved` says that the content or the area has moved or changed, so that other rows can now be in view.
    """

    moved = Signal()
    _measured = Signal()
    """This signal starts `_show_beside` after the layout of the content is finished.

    The buttons at the side change a margin. If a margin changed during the layout, the content would keep its old size.
    """
    _settled = Signal()
    """This signal starts `_show_used` after the layout of the content is finished.

    During the layout, the widget that must be in view does not have its final place yet.
    """

    def __init__(self, style: Style, content: QWidget, *, beside: bool = False, snug: bool = False) -> None:
        """Show `content`. The buttons are at the right side if `beside` is True, and else in a strip at the bottom.

        If `snug` is True, the scroll area asks for the height of its content, so that another widget can follow
        directly below the content.
        """
        super().__init__()
        self._content, self._snug = content, snug
        self._beside = _Beside(style, self) if beside else None
        # Qt makes its own viewport if this class sets none. That would cost 8 ms, because PySide6 would then search the
        # classes of all widgets for the class of Qt's viewport.
        self._port = QWidget()
        self.setViewport(self._port)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setWidget(content)
        content.setAutoFillBackground(False)  # setWidget() has just set this value to True.
        self._below = _Below(style, self)
        self._words = self._back = ""
        self._label: Callable[[int], str] = lambda _count: ""
        self._rows: Callable[[], Sequence[QWidget]] = tuple
        self._gap = 0
        self._below.button.sent.connect(self._page_down)
        if self._beside is not None:
            self._beside.up.sent.connect(self._page_up)
            self._beside.down.sent.connect(self._page_down)
        self._in_use: QWidget | None = None
        self._grab()
        content.installEventFilter(self)
        self.verticalScrollBar().valueChanged.connect(self.refresh)
        self.verticalScrollBar().rangeChanged.connect(self.refresh)
        self._measured.connect(self._show_beside, Qt.ConnectionType.QueuedConnection)
        self._settled.connect(self._show_used, Qt.ConnectionType.QueuedConnection)

    def count_rows(self, label: Callable[[int], str], rows: Callable[[], Sequence[QWidget]], gap: int) -> None:
        """Count the hidden rows from now on. `rows` returns all rows of the content.

        If n of them are hidden below, the button gets the name `label(n)`. A press of the button moves the first hidden
        row to the top of the area. `gap` is the distance between two rows in pixels. No other part of the content may
        be above the rows.
        """
        self._label, self._rows, self._gap = label, rows, gap
        self.refresh()

    def say(self, below: str, above: str) -> None:
        """Set the names that the buttons have if the hidden rows are not counted."""
        if (below, above) != (self._words, self._back):
            self._words, self._back = below, above
            self.refresh()

    def keep_in_view(self, widget: QWidget | None) -> None:
        """Move this widget into view now, and again each time this scroll area or its content gets another size.

        If `widget` is None, no widget must stay in view any more.
        """
        self._in_use = widget
        self._settled.emit()

    def _show_used(self) -> None:
        # Qt's own ensureWidgetVisible does not know our strip. If the strip covers the widget, Qt's function does
        # nothing.
        content, used = self.widget(), self._in_use
        if used is None or content is None or not content.isAncestorOf(used):
            return
        bar, shown = self.verticalScrollBar(), self._port.height() - self.covered()
        top = used.mapTo(content, QPoint(0, 0)).y()
        bottom = top + used.height()
        if bottom > bar.value() + shown:
            bar.setValue(min(top, bottom - shown))
        elif top < bar.value():
            bar.setValue(top)

    def covered(self) -> int:
        """Return how many pixels at the lower edge are covered by the strip with the button."""
        return self._below.height() if not self._below.isHidden() else 0

    def to_top(self) -> None:
        """Show the upper end of the content. In the basket, the newest line is there."""
        self.verticalScrollBar().setValue(0)

    def refresh(self) -> None:
        """Count the hidden rows again, and show or hide the buttons."""
        bar = self.verticalScrollBar()
        more = bar.maximum() > 0 and bar.value() < bar.maximum()
        if self._beside is not None:
            self._measured.emit()
            self.moved.emit()
            return
        if more:
            words = self._label(len(self._hidden())) or self._words
            self._below.button.bind(OwnButton(words, icon="down", name=words or "↓"))
        self._below.setVisible(more)
        self.moved.emit()

    def _show_beside(self) -> None:
        """Show the buttons at the right side, and make room for them, if the content is higher than this area."""
        beside, bar = self._beside, self.verticalScrollBar()
        if beside is None:
            return
        needed = bar.maximum() > 0 and not self._fits_whole()
        self.setViewportMargins(0, 0, beside.width() if needed else 0, 0)
        beside.setGeometry(self.width() - beside.width(), 0, beside.width(), self.height())
        beside.setVisible(needed)
        beside.bind(self._words, self._back, up=needed and bar.value() > 0, down=needed and bar.value() < bar.maximum())

    def _fits_whole(self) -> bool:
        """Return True if the whole content fits into this area when the area has no buttons at the side."""
        return self._content_height(self.width()) <= self.height()

    def _content_height(self, width: int) -> int:
        layout = self._content.layout()
        if layout is None:
            return self._content.height()
        if not layout.hasHeightForWidth():
            return layout.totalSizeHint().height()
        return max(layout.totalHeightForWidth(width), layout.totalMinimumSize().height())

    def shows_more(self) -> bool:
        """Return True if a button is shown that moves hidden content into view."""
        return not self._below.isHidden() or (self._beside is not None and not self._beside.isHidden())

    def sizeHint(self) -> QSize:
        """Return the size that this area asks for.

        If `snug` is True, this is the height of the content. If not, it is a small height, because the layout gives
        the area all the height that the other parts do not need.
        """
        if not self._snug:
            return QSize(300, 64)
        return QSize(300, self._content_height(max(300, self.width())))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._snug and event.size().width() != event.oldSize().width():
            self.updateGeometry()
        height = self._below.height()
        self._below.setGeometry(0, self.height() - height, self.width(), height)
        self._settled.emit()
        self.refresh()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.LayoutRequest, QEvent.Type.Resize):
            self.refresh()
            self._settled.emit()
            if self._snug and event.type() is QEvent.Type.LayoutRequest:
                self.updateGeometry()
        return super().eventFilter(watched, event)

    def _edge(self) -> int:
        """Return the position in the content, in pixels, at the upper edge of the strip.

        The content below this position counts as not in view. The strip counts even while it is hidden.
        """
        return self.verticalScrollBar().value() + self._port.height() - self._below.height()

    def _hidden(self) -> list[QWidget]:
        """Return the rows that end below the visible part of the content."""
        edge = self._edge() + 2
        return [row for row in self._rows() if row.geometry().bottom() > edge]

    def _page_down(self) -> None:
        bar, hidden = self.verticalScrollBar(), self._hidden()
        bar.setValue(max((hidden[0].y() if hidden else self._edge()) - self._gap, bar.value() + _LEAST_STEP))

    def _page_up(self) -> None:
        bar = self.verticalScrollBar()
        bar.setValue(bar.value() - max(_LEAST_STEP, self._port.height() - _LEAST_STEP))

    def _grab(self) -> None:
        scroller = QScroller.scroller(self._port)
        properties = scroller.scrollerProperties()
        never = QScrollerProperties.OvershootPolicy.OvershootAlwaysOff
        properties.setScrollMetric(QScrollerProperties.ScrollMetric.VerticalOvershootPolicy, never)
        properties.setScrollMetric(QScrollerProperties.ScrollMetric.HorizontalOvershootPolicy, never)
        scroller.setScrollerProperties(properties)
        self._port.setAttribute(Qt.WidgetAttribute.WA_AcceptTouchEvents)
        gesture, _ = _scroll_gesture()
        self._port.grabGesture(gesture)
