"""One line of the basket as one widget.

The widget paints all its texts itself. So a screen reader reads them together, as one element.
"""

from dataclasses import dataclass
from operator import attrgetter

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from kiosk.ui.badges import Turning, paint_badge, ring_turns
from kiosk.ui.boxes import paint_box, row
from kiosk.ui.button import PressButton, Shape
from kiosk.ui.line_terms import RowTerms
from kiosk.ui.paragraph import Paragraph
from kiosk.ui.plates import paint_plate, plate_size
from kiosk.ui.qrcode import QrSquare
from kiosk.ui.text import Text
from kiosk.ui.theme import CARD_TINTS, H3, SMALL, SMALL_BOLD, Style
from kiosk.views.basket import LineView
from kiosk.views.pieces import QrCode, Tone

_drawn = attrgetter(*(name for name in LineView.__struct_fields__ if name != "name"))
"""A function that returns all fields of a line except its name. If two lines look the same, the results are equal."""
_LEAST_WORDS_EM = 13
"""The least width of the words beside the buttons after a refusal. The unit is the size of small letters.

If the words would get less width, these buttons are below the words.
"""
_EMPTY = LineView(key=-1, title="", word="", code="", tone=Tone.PLAIN, icon="")


@dataclass(frozen=True, slots=True)
class _Places:
    """The places of the parts of a row, in pixels, computed for one width of the row."""

    height: int
    text_x: int
    text_width: int
    side_x: int
    acts_beside: bool
    """True if the buttons after a refusal are beside the words, and False if they are below the words."""


class LineRow(Turning):
    """The widget that shows one line of the basket. Its signal `sent` gives the intent of a pressed button."""

    sent = Signal(object)

    def __init__(self, style: Style) -> None:
        super().__init__()
        self._style = style
        self.line = _EMPTY
        self.place = ""
        """The number of the line in words, for a screen reader. If the line's name has the number, `place` is empty."""
        self._spoken = ""
        self._compact = False
        self._places: tuple[int, _Places] | None = None
        self._title = self._meta = self._reason = self._due = Paragraph("", style.font(SMALL), 1.2)
        self._plate, self._due_width = QSize(0, 0), 0
        self._remove: PressButton | None = None
        self._acts: list[PressButton] = []
        """The buttons after a refusal: one asks the lending system again, the other searches for a similar item."""
        self._terms: RowTerms | None = None
        self._code: _Code | None = None
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._badge_px = round(style.sizes.badge * 0.8)

    def bind(self, line: LineView, *, compact: bool) -> bool:
        """Show this line, with less empty space if `compact` is True. Return True if the row looks different now."""
        if compact is self._compact and (line is self.line or _drawn(line) == _drawn(self.line)):
            self.line = line  # The name can be new, but only screen readers use the name.
            return False
        self.line, self._compact, self._places = line, compact, None
        self._set(line)
        self.speak()
        self._bind_buttons(line)
        self.arrange()
        self.update()
        return True

    def speak(self) -> None:
        """Tell screen readers the name that the line has now."""
        spoken = self.spoken()
        if spoken != self._spoken:
            self._spoken = spoken
            self.setAccessibleName(spoken)

    def spoken(self) -> str:
        """Return the whole line in words, with its number in the list."""
        name = self.line.name or self.line.title
        return f"{name}, {self.place}" if self.place else name

    def turns(self) -> bool:
        """Return True if the row shows a turning ring, which must be painted again and again."""
        return ring_turns(self._style, self.line.tone, self.line.icon)

    def turn(self) -> None:
        """Paint only the ring again, and no other part of the row."""
        s = self._style.sizes
        self.update(round(s.pad * 0.9), 0, self._badge_px + 4, self._badge_px + 2 * s.pad)

    def controls(self) -> list[QWidget]:
        """Return the row itself and its buttons, in the order in which the Tab key reaches them."""
        terms = self._terms.controls() if self._terms is not None else []
        return [self, *terms, *self._acts, *(one for one in (self._remove,) if one is not None)]

    def height_for(self, width: int) -> int:
        """Return the height of the row in pixels if the row has this width."""
        return self._placed(width).height

    def elided(self) -> bool:
        """Return True if any text of the row is cut off."""
        self._placed(self.width())
        return any(words.elided for words in (self._title, self._meta, self._reason, self._due))

    def _set(self, line: LineView) -> None:
        style, s = self._style, self._style.sizes
        px = s.pick(35, 25, 22) if self._compact else 0
        rows = (s.pick(2, 1, 1) / s.scale if self._compact else (4, 3, 3)[s.by_form]) + (1 if line.fresh else 0)
        rows += 3 if s.narrow else 0
        self._title = Paragraph(line.title, style.font(H3, px), H3.leading, max_lines=round(rows))
        meta = " · ".join(part for part in (line.word, line.code, line.price) if part)
        bold = style.font(SMALL_BOLD)
        self._meta = Paragraph(meta, style.font(SMALL), 1.3, lead=len(line.word), lead_font=bold)
        self._reason = Paragraph(line.reason, style.font(SMALL), 1.3)
        self._due = Paragraph(line.due, bold, 1.2, max_lines=2)
        self._due_width = min(self._due.natural_width, s.pick(240, 190, 120))
        place = line.plate
        longest = s.pick(300, 220, 150)
        self._plate = plate_size(style, place.text, self._plate_px, longest) if place is not None else QSize(0, 0)

    def _bind_buttons(self, line: LineView) -> None:
        if line.remove is not None and self._remove is None:
            self._remove = self._made(Shape.ROUND)
        if self._remove is not None:
            self._remove.bind(line.remove)
        acts = [one for one in (line.retry, line.like) if one is not None]
        while len(self._acts) < len(acts):
            self._acts.append(self._made(Shape.CHIP))
        for index, made in enumerate(self._acts):
            made.bind(acts[index] if index < len(acts) else None)
        if line.qr is not None and self._code is None:
            self._code = _Code(self._style, self)
        if self._code is not None:
            self._code.bind(line.qr)
        if self._terms is None and (line.chip or line.project or line.conditions or line.panel):
            self._terms = RowTerms(self._style, self)
            self._terms.sent.connect(self.sent)
        if self._terms is not None:
            self._terms.bind(line, compact=self._compact)

    def _made(self, cut: Shape) -> PressButton:
        made = PressButton(self._style, cut)
        made.setParent(self)
        made.sent.connect(self.sent)
        return made

    # --- measures ---

    @property
    def _plate_px(self) -> int:
        return round(self._style.sizes.plate * 0.62)

    @property
    def _above(self) -> int:
        s = self._style.sizes
        return round(s.pad * (0.35 if self._compact else 0.62)) + s.border

    @property
    def _button_px(self) -> int:
        return max(64, round(self._style.sizes.tap * 0.82))

    def _side_width(self, *, acts_beside: bool) -> int:
        """Return the width in pixels of the parts beside the words: plate or due date, chips and buttons."""
        s = self._style.sizes
        painted = self.line.due and self.line.chip is None
        due = self._due_width + round(s.small * (1.7 if not self._compact else 0)) if painted else 0
        beside = max(self._plate.width(), due)
        chips = self._terms.side_width() if self._terms is not None else 0
        beside += chips + (s.gap if chips and beside else 0)
        if acts_beside:
            acts = self._acts_width()
            beside += acts + (s.gap if acts and beside else 0)
        remove = self._button_px if self.line.remove is not None else 0
        return beside + remove + (s.gap if beside and remove else 0)

    def _fits_beside(self, width: int) -> bool:
        """Return True if the buttons after a refusal must be beside the words, in a row of this width.

        On a standing screen they are always below the words. On other screens they are beside the words if they are not
        too wide and the words get enough room.
        """
        s = self._style.sizes
        if s.portrait or not 0 < self._acts_width() <= s.pick(0, 520, 200):
            return False
        return self._room_for_words(width, acts_beside=True) >= _LEAST_WORDS_EM * s.small

    def _room_for_words(self, width: int, *, acts_beside: bool) -> int:
        """Return the width in pixels that is left for the words beside the other parts, in a row of this width."""
        s = self._style.sizes
        side = self._side_width(acts_beside=acts_beside)
        return max(80, width - self._text_x - self._right_margin - side - (s.gap if side else 0))

    def _rows_below(self, width: int) -> int:
        """Return how many rows the buttons after a refusal need below the words.

        If all buttons fit into one row, there is one row. If not, each button has its own row.
        """
        fits = self._acts_width() <= width - self._text_x - self._right_margin
        return 1 if fits else len(self._acts_shown())

    @property
    def _text_x(self) -> int:
        pad = self._style.sizes.pad
        return round(pad * 0.9) + self._badge_px + round(pad * 0.8)

    @property
    def _right_margin(self) -> int:
        return round(self._style.sizes.pad * 0.62) + self._style.sizes.border

    def _acts_shown(self) -> list[PressButton]:
        return [one for one in self._acts if one.button is not None]

    def _acts_width(self) -> int:
        shown = self._acts_shown()
        return sum(one.sizeHint().width() for one in shown) + self._style.sizes.gap * max(0, len(shown) - 1)

    def _placed(self, width: int) -> _Places:
        if self._places is not None and self._places[0] == width:
            return self._places[1]
        s = self._style.sizes
        text_x, right = self._text_x, self._right_margin
        acts_beside = self._fits_beside(width)
        room = self._room_for_words(width, acts_beside=acts_beside)
        words = self._title.height(room) + self._meta.height(room) + round(s.small * 0.15)
        words += self._reason.height(room) if self.line.reason else 0
        tall = self.line.remove is not None or self.line.chip is not None or acts_beside
        beside = max(self._button_px if tall else 0, self._plate.height())
        height = 2 * self._above + max(words, self._badge_px, beside)
        if self._terms is not None:
            height += self._terms.below_height(width - text_x - right, self._button_px)
            height += self._terms.panel_height(self._across(width))
        if self._acts_shown() and not acts_beside:
            rows = self._rows_below(width)
            height += rows * self._button_px + (rows - 1) * s.gap + round(s.pad * 0.5)
        height += self._code_room
        places = _Places(height, text_x, room, width - right, acts_beside=acts_beside)
        self._places = (width, places)
        return places

    @property
    def _code_room(self) -> int:
        """Return the height in pixels of the line's QR code and the gap above it, or 0 if the line has no QR code."""
        shown = self._code if self.line.qr is not None else None
        return shown.px + round(self._style.sizes.gap * 0.75) if shown is not None else 0

    def _across(self, width: int) -> int:
        """Return the width in pixels of the panel of choices, which is nearly as wide as the line."""
        return width - 2 * round(self._style.sizes.pad * 0.9)

    def resizeEvent(self, event: object) -> None:
        self.arrange()

    def arrange(self) -> None:
        """Put the buttons in their places for the present width."""
        s, places = self._style.sizes, self._placed(self.width())
        px, right = self._button_px, places.side_x
        if self.line.remove is not None and self._remove is not None:
            self._remove.setGeometry(right - px, self._above, px, px)
            right -= px + s.gap
        if self._terms is not None:
            plate = self._plate.width() + s.gap if self.line.plate is not None else 0
            right = self._arrange_terms(self._terms, places, right - plate)
        if self._code is not None and self._code_room:
            top = places.height - self._above - self._code.px
            self._code.setGeometry(places.text_x, top, places.side_x - places.text_x, self._code.px)
        self._arrange_acts(right, places)

    def _arrange_acts(self, right: int, places: _Places) -> None:
        s, px = self._style.sizes, self._button_px
        rows = self._rows_below(self.width())
        x, y = places.text_x, places.height - self._above - rows * px - (rows - 1) * s.gap - self._code_room
        if places.acts_beside:
            x, y, rows = right - self._acts_width(), self._above, 1
        for one in self._acts_shown():
            width = min(one.sizeHint().width(), self.width() - x - self._right_margin)
            one.setGeometry(x, y, width, px)
            if rows > 1:
                y += px + s.gap
            else:
                x += width + s.gap

    def _arrange_terms(self, terms: RowTerms, places: _Places, right: int) -> int:
        px, pad, width = self._button_px, round(self._style.sizes.pad * 0.9), self.width()
        right = terms.place_beside(right, self._above, px)
        bottom = places.height - self._above
        across = self._across(width)
        panel = terms.panel_height(across)
        wide = width - places.text_x - (width - places.side_x)
        terms.place_below(places.text_x, bottom - panel - terms.below_height(wide, px), wide, px)
        terms.place_panel(pad, bottom, across)
        return right

    # --- paint ---

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, s, places = QPainter(self), self._style.sizes, self._placed(self.width())
        self._paint_surface(painter)
        badge = QRectF(round(s.pad * 0.9), self._above, self._badge_px, self._badge_px)
        paint_badge(painter, self._style, badge, self.line.tone, self.line.icon)
        if event.rect().right() > badge.right() + 8:
            self._paint_words(painter, places)
            self._paint_side(painter, places)

    def _paint_surface(self, painter: QPainter) -> None:
        s, c = self._style.sizes, self._style.colour
        tint = CARD_TINTS[self.line.tone]
        border = tint.border if self.line.tone is not Tone.WAIT else "line"
        paint_box(painter, QRectF(self.rect()), s.radius, c(tint.surface), c(border), s.border)
        if self.line.fresh:
            paint_box(painter, QRectF(self.rect()), s.radius, None, c("accent"), 2 * s.border)

    def _paint_words(self, painter: QPainter, places: _Places) -> None:
        c, tone = self._style.colour, self.line.tone
        quiet = c(CARD_TINTS[tone].ink) if tone in (Tone.BAD, Tone.WARN) else c("ink-2")
        loud = c("ink") if tone is Tone.PLAIN else c(CARD_TINTS[tone].ink)
        x, width, y = places.text_x, places.text_width, float(self._above)
        words = self._title.height(width) + self._meta.height(width)
        if not self.line.reason and words < self._badge_px:
            y += (self._badge_px - words) / 2
        y += self._title.draw(painter, QPointF(x, y), width, c("ink")) + round(self._style.sizes.small * 0.1)
        y += self._meta.draw(painter, QPointF(x, y), width, quiet, loud)
        if self.line.reason:
            self._reason.draw(painter, QPointF(x, y), width, quiet)

    def _paint_side(self, painter: QPainter, places: _Places) -> None:
        s = self._style.sizes
        right = places.side_x - (self._button_px + s.gap if self.line.remove is not None else 0)
        if places.acts_beside:
            right -= self._acts_width() + s.gap
        tall = self._button_px if self.line.remove is not None else self._badge_px
        middle = self._above + max(tall, self._plate.height()) / 2
        if self.line.plate is not None:
            box = QRectF(right - self._plate.width(), middle - self._plate.height() / 2, 0, 0)
            box.setSize(self._plate.toSizeF())
            paint_plate(painter, self._style, box, self.line.plate.text, self._plate_px)
        elif self.line.due and self.line.chip is None:
            self._paint_due(painter, right, middle)

    def _paint_due(self, painter: QPainter, right: float, middle: float) -> None:
        c, small = self._style.colour, self._style.sizes.small
        width = self._due_width
        at = QPointF(right - width, middle - self._due.height(width) / 2)
        self._due.draw(painter, at, width, c("ink"))
        if not self._compact:
            px = round(small * 1.25)
            box = QRectF(round(right - width - small * 0.45 - px), round(middle - px / 2), px, px)
            self._style.icons.paint(painter, "calendar", box, c("ink"), c("ink"))

    def sizeHint(self) -> QSize:
        return QSize(400, self.height_for(max(200, self.width())))


class _Code(QWidget):
    """The QR code of a refused line. The code opens a web page on which the member can solve the problem."""

    def __init__(self, style: Style, parent: QWidget) -> None:
        super().__init__(parent)
        self._square = QrSquare(style, style.sizes.pick(200, 150, 120))
        self._caption = Text(style, SMALL_BOLD, max_lines=4)
        line = row(self._square, self._caption, gap=style.sizes.gap)
        line.setStretch(1, 1)
        self.setLayout(line)

    def bind(self, code: QrCode | None) -> None:
        """Show this code, or hide the widget if `code` is None."""
        self._square.bind(code)
        self._caption.say(code.caption if code is not None else "")
        self.setVisible(code is not None)

    @property
    def px(self) -> int:
        """Return the height of the QR code, in pixels."""
        return self._square.height()
