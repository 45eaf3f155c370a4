"""Functions and widgets to paint rounded boxes, and to lay widgets out in rows and columns."""

import math
from functools import lru_cache
from typing import TypeVar

from PySide6.QtCore import QMargins, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QLayout, QSizePolicy, QVBoxLayout, QWidget

from kiosk.ui.theme import CARD_TINTS, Style, Tint
from kiosk.views.pieces import Tone

_Box = TypeVar("_Box", bound=QBoxLayout)


def paint_box(
    painter: QPainter,
    box: QRectF,
    radius: float,
    surface: QColor | None,
    border: QColor,
    width: float,
    *,
    dashed: bool = False,
) -> None:
    """Paint a rounded box whose border lies inside `box`.

    A box with a dashed border is painted as one rounded rectangle. Other boxes are painted from stored images of their
    four corners and from some rectangles, because one large rounded rectangle takes five times as long. The time
    matters: after every scan, the rows of the basket are painted again. A small box with round ends is stored as one
    whole image.
    """
    corner = math.ceil(radius)
    whole = box.toRect()
    if dashed or QRectF(whole) != box:
        _paint_round(painter, box, radius, surface, border, width, dashed=dashed)
        return
    ratio = painter.device().devicePixelRatioF()
    colours = surface.rgba() if surface is not None else None, border.rgba()
    if min(whole.width(), whole.height()) < 2 * corner:  # The box is a chip, whose ends are half circles.
        painter.drawImage(whole.topLeft(), _whole((whole.width(), whole.height()), *colours, width, radius, ratio))
        return
    side = 2 * corner
    corners = _whole((side, side), *colours, width, radius, ratio)
    _lay_corners(painter, whole, corners, corner, ratio)
    _fill_between(painter, whole, corner, round(width), surface, border)


def _paint_round(
    painter: QPainter, box: QRectF, radius: float, surface: QColor | None, border: QColor, width: float, *, dashed: bool
) -> None:
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    pen = QPen(border, width, Qt.PenStyle.CustomDashLine if dashed else Qt.PenStyle.SolidLine)
    if dashed:
        pen.setDashPattern([4, 3])
    half = width / 2
    painter.setPen(pen)
    painter.setBrush(surface if surface is not None else Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(box.adjusted(half, half, -half, -half), radius - half, radius - half)


@lru_cache(maxsize=96)
def _whole(
    size: tuple[int, int], surface: int | None, border: int, width: float, radius: float, ratio: float
) -> QImage:
    """Return an image of a whole box of this size in pixels.

    `paint_box` takes the corners of a large box from this image.
    """
    image = QImage(round(size[0] * ratio), round(size[1] * ratio), QImage.Format.Format_ARGB32_Premultiplied)
    image.setDevicePixelRatio(ratio)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    box = QRectF(0, 0, *size)
    filling = QColor.fromRgba(surface) if surface is not None else None
    _paint_round(painter, box, radius, filling, QColor.fromRgba(border), width, dashed=False)
    painter.end()
    return image


def _lay_corners(painter: QPainter, box: QRect, corners: QImage, side: int, ratio: float) -> None:
    for right in (0, 1):
        for below in (0, 1):
            at = QRectF(box.x() + right * (box.width() - side), box.y() + below * (box.height() - side), side, side)
            part = QRectF(right * side * ratio, below * side * ratio, side * ratio, side * ratio)
            painter.drawImage(at, corners, part)


def _fill_between(painter: QPainter, box: QRect, side: int, width: int, surface: QColor | None, border: QColor) -> None:
    x, y, w, h = box.x(), box.y(), box.width(), box.height()
    across, down = w - 2 * side, h - 2 * side
    if surface is not None:
        painter.fillRect(x + side, y + width, across, h - 2 * width, surface)
        painter.fillRect(x + width, y + side, side - width, down, surface)
        painter.fillRect(x + w - side, y + side, side - width, down, surface)
    painter.fillRect(x + side, y, across, width, border)
    painter.fillRect(x + side, y + h - width, across, width, border)
    painter.fillRect(x, y + side, width, down, border)
    painter.fillRect(x + w - width, y + side, width, down, border)


def column(*items: QWidget | QLayout | int, gap: int = 0, margins: QMargins | None = None) -> QVBoxLayout:
    """Return a layout with the items one below the other.

    A number above 0 means a space of that many pixels. The number 0 means a space that takes all free room.
    """
    return _filled(QVBoxLayout(), items, gap, margins)


def row(*items: QWidget | QLayout | int, gap: int = 0, margins: QMargins | None = None) -> QHBoxLayout:
    """Return a layout with the items side by side.

    A number above 0 means a space of that many pixels. The number 0 means a space that takes all free room.
    """
    return _filled(QHBoxLayout(), items, gap, margins)


def _filled(layout: _Box, items: tuple[QWidget | QLayout | int, ...], gap: int, margins: QMargins | None) -> _Box:
    layout.setSpacing(gap)
    layout.setContentsMargins(margins if margins is not None else QMargins(0, 0, 0, 0))
    for item in items:
        if isinstance(item, QWidget):
            layout.addWidget(item)
        elif isinstance(item, QLayout):
            layout.addLayout(item)
        elif item:
            layout.addSpacing(item)
        else:
            layout.addStretch(1)
    return layout


class WrapBox(QWidget):
    """A widget that contains only a layout, so that everything in the layout can be hidden at once."""

    def __init__(self, layout: QLayout) -> None:
        super().__init__()
        self.setLayout(layout)
        policy = self.sizePolicy()
        policy.setHeightForWidth(layout.hasHeightForWidth())
        policy.setVerticalPolicy(QSizePolicy.Policy.Minimum)
        self.setSizePolicy(policy)


class Card(QWidget):
    """A surface with a border. The layout `body` contains the widgets on the card."""

    def __init__(
        self,
        style: Style,
        tint: Tint = CARD_TINTS[Tone.PLAIN],
        *,
        pad: float = 1.0,
        gap: float = 0.6,
        thick: bool = False,
    ) -> None:
        """Make an empty card. If `thick` is True, a thick border shows that the card is important now.

        The space at the edges is `pad` times the usual space. The space between the widgets is `gap` times the usual
        space.
        """
        super().__init__()
        self._style, self._tint = style, tint
        self._border = style.sizes.border * (2 if thick else 1)
        s = style.sizes
        inset = round(s.pad * pad) + s.border
        self.body = column(gap=round(s.gap * gap), margins=QMargins(inset, inset, inset, inset))
        self.setLayout(self.body)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)

    def tint(self, tint: Tint) -> None:
        """Change the colours of the card."""
        if tint != self._tint:
            self._tint = tint
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        s = self._style
        surface, border = s.colour(self._tint.surface), s.colour(self._tint.border)
        paint_box(QPainter(self), QRectF(self.rect()), s.sizes.radius, surface, border, self._border)


def clear(layout: QLayout) -> None:
    """Remove and delete all widgets and inner layouts of this layout."""
    while (item := layout.takeAt(0)) is not None:
        if (widget := item.widget()) is not None:
            widget.hide()
            widget.deleteLater()
        elif (inner := item.layout()) is not None:
            clear(inner)
            inner.deleteLater()


def show_if(widget: QWidget, wanted: bool) -> None:  # noqa: FBT001 - a call reads like a sentence
    """Show the widget if `wanted` is True, and hide the widget if `wanted` is False.

    A widget without a parent would appear as a separate window. Therefore such a widget is shown later, when it gets a
    parent.
    """
    if not wanted or widget.parentWidget() is not None:
        widget.setVisible(wanted)
        return
    widget.setAttribute(Qt.WidgetAttribute.WA_WState_ExplicitShowHide, on=False)
    widget.setAttribute(Qt.WidgetAttribute.WA_WState_Hidden, on=False)
