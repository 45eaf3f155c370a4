"""A part of the wall that can hold more than it shows: moved by the finger, or by a button at its foot."""

from collections.abc import Callable
from functools import cache

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QScroller, QScrollerProperties, QWidget

from kiosk.ui.boxes import row
from kiosk.ui.button import OwnButton, PressButton
from kiosk.ui.cut import Cut
from kiosk.ui.theme import Style

_LEAST_STEP = 40
"""A press always moves the content by so much, and by a page leaves so much of the last one to be seen."""


class _Below(QWidget):
    """The strip at the foot with its button."""

    def __init__(self, style: Style, parent: QWidget) -> None:
        super().__init__(parent)
        self._style = style
        self.button = PressButton(style, Cut.BLOCK)
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
    """The buttons at the right side: up and down, or, where there is room for one, the one that leads on."""

    def __init__(self, style: Style, parent: QWidget) -> None:
        super().__init__(parent)
        self._px, self._gap = style.sizes.tap, style.sizes.gap
        self.up, self.down = PressButton(style, Cut.SQUARE), PressButton(style, Cut.SQUARE)
        for button in (self.up, self.down):
            button.setParent(self)
        self.setFixedWidth(self._px + self._gap)
        self.hide()

    def bind(self, words: str, back: str, *, up: bool, down: bool) -> None:
        """Show the ways that are open."""
        both = self.height() >= 2 * self._px + self._gap
        self.up.bind(OwnButton("", icon="up", name=back or "↑") if up and (both or not down) else None)
        self.down.bind(OwnButton("", icon="down", name=words or "↓") if down else None)
        self.up.setGeometry(self._gap, 0, self._px, self._px)
        self.down.setGeometry(self._gap, max(0, self.height() - self._px), self._px, self._px)


@cache
def _flick() -> tuple[Qt.GestureType, QObject]:
    """Return the one gesture by which all of them are flicked, and the object that it lives with.

    QScroller.grabGesture() would register another gesture for each, and PySide6 keeps a class for each of these: visit
    after visit the kiosk would grow. The object is nobody's child: it must outlive the application, which would let
    go of the gesture too late.
    """
    lasting = QObject()
    return QScroller.grabGesture(lasting, QScroller.ScrollerGestureType.TouchGesture), lasting


class Scroll(QScrollArea):
    """Vertical only, bars hidden, kinetic. `moved` tells that something else came into view."""

    moved = Signal()
    _measured = Signal()
    """Queued: a margin that changed while the content is being laid out would reach it with the size from before."""
    _settled = Signal()
    """Queued: what must be seen has its place only after the layout has been carried out."""

    def __init__(self, style: Style, content: QWidget, *, beside: bool = False, snug: bool = False) -> None:
        """Where height is short, the buttons stand `beside` the content and not in a strip at its foot.

        A `snug` one wants to be as high as its content, so that something can follow right below it.
        """
        super().__init__()
        self._content, self._snug = content, snug
        self._beside = _Beside(style, self) if beside else None
        # One of ours: to find out what Qt's own is, PySide6 would make the classes of all widgets there are (8 ms).
        self._port = QWidget()
        self.setViewport(self._port)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setWidget(content)
        content.setAutoFillBackground(False)  # which setWidget has switched on
        self._below = _Below(style, self)
        self._words = self._back = ""
        self._label: Callable[[int], str] = lambda _count: ""
        self._hidden: Callable[[int], int] = lambda _edge: 1
        self._next: Callable[[int], int] = lambda edge: edge
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

    def describe(
        self, label: Callable[[int], str], hidden: Callable[[int], int], next_top: Callable[[int], int]
    ) -> None:
        """How the button counts: `hidden(edge)` lines do not end above `edge`; a press brings `next_top(edge)` up."""
        self._label, self._hidden, self._next = label, hidden, next_top
        self.refresh()

    def say(self, below: str, above: str) -> None:
        """Name the buttons, where nothing is counted."""
        if (below, above) != (self._words, self._back):
            self._words, self._back = below, above
            self.refresh()

    def keep_in_view(self, widget: QWidget | None) -> None:
        """The part that must be seen, now and when the room changes."""
        self._in_use = widget
        self._settled.emit()

    def _show_used(self) -> None:
        if self._in_use is not None:
            self.ensureWidgetVisible(self._in_use, 0, self.covered())

    def covered(self) -> int:
        """How many pixels at the foot lie under the button."""
        return self._below.height() if not self._below.isHidden() else 0

    def to_top(self) -> None:
        """Show the newest."""
        self.verticalScrollBar().setValue(0)

    def refresh(self) -> None:
        """Count again what is below."""
        bar = self.verticalScrollBar()
        more = bar.maximum() > 0 and bar.value() < bar.maximum()
        if self._beside is not None:
            self._measured.emit()
            self.moved.emit()
            return
        if more:
            count = self._hidden(self._edge())
            words = self._label(count) or self._words
            self._below.button.bind(OwnButton(words, icon="down", name=words or "↓"))
        self._below.setVisible(more)
        self.moved.emit()

    def _show_beside(self) -> None:
        """Take room for the buttons when the content is longer than what is seen of it."""
        beside, bar = self._beside, self.verticalScrollBar()
        if beside is None:
            return
        needed = bar.maximum() > 0 and not self._fits_whole()
        self.setViewportMargins(0, 0, beside.width() if needed else 0, 0)
        beside.setGeometry(self.width() - beside.width(), 0, beside.width(), self.height())
        beside.setVisible(needed)
        beside.bind(self._words, self._back, up=needed and bar.value() > 0, down=needed and bar.value() < bar.maximum())

    def _fits_whole(self) -> bool:
        """Say that the content would fit if the buttons were not there."""
        return self._content_height(self.width()) <= self.height()

    def _content_height(self, width: int) -> int:
        layout = self._content.layout()
        if layout is None:
            return self._content.height()
        if not layout.hasHeightForWidth():
            return layout.totalSizeHint().height()
        return max(layout.totalHeightForWidth(width), layout.totalMinimumSize().height())

    def shows_more(self) -> bool:
        """Say that a button leads to what is not seen."""
        return not self._below.isHidden() or (self._beside is not None and not self._beside.isHidden())

    def sizeHint(self) -> QSize:
        """Ask for little: it takes what is left, and must not push the bench off the screen."""
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
        """The lowest pixel of the content that is not covered."""
        return self.verticalScrollBar().value() + self._port.height() - self._below.height()

    def _page_down(self) -> None:
        bar = self.verticalScrollBar()
        bar.setValue(max(self._next(self._edge()), bar.value() + _LEAST_STEP))

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
        gesture, _ = _flick()
        self._port.grabGesture(gesture)
