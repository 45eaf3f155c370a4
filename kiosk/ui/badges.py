"""Small widgets that paint themselves: badges, icons, pills and rings."""

import math

from PySide6.QtCore import QElapsedTimer, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from kiosk.ui.boxes import paint_box, show_if
from kiosk.ui.paragraph import Paragraph
from kiosk.ui.plates import paint_numeral
from kiosk.ui.theme import BADGE_TOKENS, PILL_TINTS, SMALL_STRONG, Style
from kiosk.views.pieces import Countdown, Pill, Tone

RING_ICON = "ring"
"""If a badge gets this name instead of the name of an icon, the badge shows a ring (see `ring_turns`)."""
_TURN_MS = 1200
_clock = QElapsedTimer()
_clock.start()


def paint_badge(painter: QPainter, style: Style, box: QRectF, tone: Tone, icon: str) -> None:
    """Paint a badge, for example at the left of a line. Its colour, shape and icon show the state of the line."""
    c = style.colour
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    if icon == RING_ICON:
        paint_spinner(painter, style, box, turning=True)
        return
    if tone is Tone.BAD and icon == "stop":
        style.icons.paint(painter, icon, box, c("bad"), c("on-bad"))
        return
    surface, ink = BADGE_TOKENS[tone]
    painter.setPen(QPen(c("wait"), 4) if tone is Tone.WAIT else Qt.PenStyle.NoPen)
    painter.setBrush(c(surface))
    part = 0.66 if tone is Tone.PLAIN else 0.56
    if tone is Tone.PLAIN:
        painter.drawRoundedRect(box, style.sizes.radius_small, style.sizes.radius_small)
    else:
        inset = 2 if tone is Tone.WAIT else 0
        painter.drawEllipse(box.adjusted(inset, inset, -inset, -inset))
    px = round(box.width() * part)
    inner = QRectF(round(box.center().x() - px / 2), round(box.center().y() - px / 2), px, px)
    style.icons.paint(painter, icon, inner, c(ink), c("on-bad"), width=1.8 if tone is Tone.PLAIN else 2.4)


def paint_spinner(painter: QPainter, style: Style, box: QRectF, *, turning: bool, part: float = 0.25) -> None:
    """Paint the ring with three dots. The angle depends only on the time, so that all rings turn together.

    One part of the ring has a stronger colour. `part` is the length of this part (1.0 is the whole ring). If `turning`
    is False, this part begins at the top of the ring and does not move.
    """
    c = style.colour
    width = box.width() * 0.115
    ring = box.adjusted(width / 2 + 1, width / 2 + 1, -width / 2 - 1, -width / 2 - 1)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(c("track"), width))
    painter.drawEllipse(ring)
    painter.setPen(QPen(c("wait"), width, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
    turned = (_clock.elapsed() % _TURN_MS) / _TURN_MS * 360 if turning and motion_allowed(style) else 0
    painter.drawArc(ring, round((90 - turned) * 16), round(-part * 360 * 16))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(c("wait"))
    for step in (-1, 0, 1):
        painter.drawEllipse(
            box.center() + QPointF(step * box.width() * 0.175, 0), box.width() * 0.055, box.width() * 0.055
        )


def motion_allowed(style: Style) -> bool:
    """Return True if rings may turn on this screen.

    They do not turn if the theme has high contrast or if motion is switched off.
    """
    return style.motion and not style.colours.strong


def ring_turns(style: Style, tone: Tone, icon: str) -> bool:
    """Return True if a badge with this tone and icon is a turning ring, which must be painted again and again."""
    return icon == RING_ICON and tone is Tone.WAIT and motion_allowed(style)


class Turning(QWidget):
    """A widget with a ring that can turn. One timer of the window calls `turn` for all rings."""

    def turns(self) -> bool:
        """Return True if the widget must be painted again and again."""
        return False

    def turn(self) -> None:
        """Paint the ring at its present angle."""
        self.update()


class Badge(Turning):
    """A badge beside words. The badge has no name for screen readers, because the words already say the same."""

    def __init__(self, style: Style, px: int, tone: Tone = Tone.PLAIN, icon: str = "") -> None:
        super().__init__()
        self._style, self._tone, self._icon = style, tone, icon
        self.setFixedSize(px, px)
        show_if(self, bool(icon))

    def bind(self, tone: Tone, icon: str) -> None:
        """Show this icon in the colours of this tone, or hide the badge if the icon's name is empty."""
        if (tone, icon) != (self._tone, self._icon):
            self._tone, self._icon = tone, icon
            show_if(self, bool(icon))
            self.update()

    def turns(self) -> bool:
        """Return True if the widget must be painted again and again."""
        return ring_turns(self._style, self._tone, self._icon)

    def paintEvent(self, event: QPaintEvent) -> None:
        paint_badge(QPainter(self), self._style, QRectF(self.rect()), self._tone, self._icon)


class Picture(QWidget):
    """An icon without a coloured surface behind the icon."""

    def __init__(self, style: Style, icon: str, px: int = 0, ink: str = "ink", *, width: float = 2.0) -> None:
        super().__init__()
        self._style, self._icon, self._ink, self._stroke = style, icon, ink, width
        size = px or style.sizes.icon
        self.setFixedSize(size, size)

    def show_icon(self, icon: str) -> None:
        """Show another icon."""
        if icon != self._icon:
            self._icon = icon
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        c = self._style.colour
        box = QRectF(self.rect())
        self._style.icons.paint(QPainter(self), self._icon, box, c(self._ink), c("on-bad"), width=self._stroke)


class PillLabel(QWidget):
    """A small rounded label that shows a state with an icon and words."""

    def __init__(self, style: Style, pill: Pill | None = None) -> None:
        super().__init__()
        self._style = style
        self._pill: Pill | None = None
        self._words = Paragraph("", style.font(SMALL_STRONG), 1.2)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.bind(pill)

    def bind(self, pill: Pill | None) -> None:
        """Show this state, or hide the label if `pill` is None."""
        self._pill = pill
        show_if(self, pill is not None)
        if pill is not None:
            self.setAccessibleName(pill.text)
            self._words = Paragraph(pill.text, self._style.font(SMALL_STRONG), 1.2, max_lines=1)
            self.updateGeometry()
            self.update()

    def sizeHint(self) -> QSize:
        px = self._style.sizes.small
        icon = px * 1.55 if self._pill is not None and self._pill.icon else px * 0.3
        return QSize(math.ceil(self._words.natural_width + icon + px * 1.3), round(px * 2.06))

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._pill is None:
            return
        painter, s, tint = QPainter(self), self._style, PILL_TINTS[self._pill.tone]
        paint_box(
            painter,
            QRectF(self.rect()),
            self.height() / 2,
            s.colour(tint.surface),
            s.colour(tint.border),
            s.sizes.border,
        )
        px = s.sizes.small
        x = px * 0.55
        if self._pill.icon:
            box = QRectF(round(x), round((self.height() - px * 1.15) / 2), px * 1.15, px * 1.15)
            s.icons.paint(painter, self._pill.icon, box, s.colour(tint.ink), s.colour("on-bad"), width=2.4)
            x += px * 1.55
        room = self.width() - x - px * 0.5
        self._words.draw(painter, QPointF(x, (self.height() - self._words.line_height) / 2), room, s.colour(tint.ink))


class Ring(QWidget):
    """A ring that shows how many seconds are left. The view gives this number, because the widget has no clock."""

    def __init__(self, style: Style, px: int, ink: str = "accent") -> None:
        super().__init__()
        self._style, self._ink = style, ink
        self._countdown = Countdown(0, 1)
        self.setFixedSize(px, px)

    def bind(self, countdown: Countdown | None) -> None:
        """Show this countdown, or hide the ring if `countdown` is None."""
        show_if(self, countdown is not None)
        if countdown is not None and countdown != self._countdown:
            self._countdown = countdown
            self.setAccessibleName(countdown.name or str(countdown.left_s))
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, c = QPainter(self), self._style.colour
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        width = self.width() * 0.07
        ring = QRectF(self.rect()).adjusted(width, width, -width, -width)
        painter.setPen(QPen(c("track"), width))
        painter.drawEllipse(ring)
        left = self._countdown.left_s / max(1, self._countdown.total_s)
        painter.setPen(QPen(c(self._ink), width, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
        painter.drawArc(ring, 90 * 16, -round(min(1.0, max(0.0, left)) * 360 * 16))
        text = str(self._countdown.left_s)
        paint_numeral(
            painter, QRectF(self.rect()), text, self._style.plate_font(text, round(self.width() * 0.38)), c("ink")
        )


class Waiting(Turning):
    """The large turning ring. It says that the kiosk waits and does not know the result yet."""

    def __init__(self, style: Style, px: int) -> None:
        super().__init__()
        self._style = style
        self.setFixedSize(px, px)

    def turns(self) -> bool:
        """Return True if the widget must be painted again and again."""
        return motion_allowed(self._style)

    def paintEvent(self, event: QPaintEvent) -> None:
        paint_spinner(QPainter(self), self._style, QRectF(self.rect()), turning=True, part=0.28)
