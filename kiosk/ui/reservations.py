"""Reserved tools that are ready: a card at Home, and a list that is ticked off while the member scans."""

from PySide6.QtWidgets import QGridLayout, QSizePolicy, QWidget

from kiosk.ui.blocks import Rule
from kiosk.ui.boxes import Card, WrapBox, clear, column, row, show_if
from kiosk.ui.pieces import Badge, Picture
from kiosk.ui.plates import Plate
from kiosk.ui.text import Text
from kiosk.ui.theme import H3, SMALL, SMALL_STRONG, Style
from kiosk.views.basket import OfferRow, OfferView
from kiosk.views.pieces import PlateView, Tone


class OfferCard(Card):
    """The card that says how many tools are ready, until when, and on which shelves."""

    def __init__(self, style: Style) -> None:
        super().__init__(style, pad=0.8)
        s = style.sizes
        self._style = style
        self._shown: tuple[PlateView, ...] = ()
        self._title = Text(style, H3, max_lines=3)
        self._text = Text(style, SMALL, max_lines=4)
        self._beside, self._below = row(gap=s.gap), row(gap=s.gap)
        badge = Badge(style, round(s.badge * 0.8), Tone.ACCENT, "bookmark")
        line = row(badge, column(self._title, self._text, gap=2), self._beside, gap=round(s.pad * 0.8))
        line.setStretch(1, 1)
        self.body.addLayout(line)
        self.body.addLayout(self._below)
        self.hide()

    def bind(self, offer: OfferView | None) -> None:
        """Show this offer, or hide the card if `offer` is None."""
        if offer is not None:
            self._title.say(offer.title)
            self._text.say(offer.text)
            self.setAccessibleName(". ".join((offer.title, offer.text, *(each.name for each in offer.plates))))
            self._bind_plates(offer.plates)
        show_if(self, offer is not None)

    def _bind_plates(self, plates: tuple[PlateView, ...]) -> None:
        if plates != self._shown:
            self._shown = plates
            for line in (self._beside, self._below):
                clear(line)
            line = self._beside if len(plates) == 1 else self._below
            for each in plates:
                line.addWidget(Plate(self._style, each))
            line.addStretch(0 if len(plates) == 1 else 1)


class OfferList(QWidget):
    """The list of ready tools with ticks for those in the basket; if room is short, the unticked ones come first."""

    def __init__(self, style: Style) -> None:
        super().__init__()
        self._style = style
        s = style.sizes
        self._shown: tuple[OfferRow, ...] = ()
        self._most = s.pick(4, 3)
        self._title = Text(style, SMALL_STRONG, max_lines=2)
        head = row(Picture(style, "bookmark"), self._title, gap=round(s.body * 0.6))
        head.setStretch(1, 1)
        self._grid = QGridLayout()
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(s.gap)
        self._grid.setVerticalSpacing(round(s.gap * 0.4))
        parts = column(Rule(style), head, self._grid, gap=round(s.gap * 0.5))
        self.setLayout(parts)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        self.hide()

    def bind(self, offer: OfferView | None) -> None:
        """Show the rows of this offer, or hide the list if there are no rows."""
        rows = offer.rows if offer is not None else ()
        self._title.say(offer.title if offer is not None else "")
        if rows != self._shown:
            self._shown = rows
            clear(self._grid)
            self.setAccessibleName(". ".join((offer.title, *(each.name for each in rows)))) if offer else None
            columns = 2 if self._style.sizes.portrait and not self._style.sizes.narrow else 1
            for index in range(columns):
                self._grid.setColumnStretch(index, 1)
            shown = sorted(rows, key=lambda one: one.done) if len(rows) > self._most else rows
            for index, each in enumerate(shown[: self._most]):
                self._grid.addWidget(self._row(each), index // columns, index % columns)
        show_if(self, bool(rows))

    def _row(self, offered: OfferRow) -> QWidget:
        s = self._style
        px = round(s.sizes.small * 1.25)
        sign = Badge(s, px, Tone.ACCENT, "check") if offered.done else Picture(s, "scan", px, "ink-2")
        words = Text(s, SMALL, offered.title, max_lines=3 if s.sizes.narrow else 2)
        line = row(sign, words, gap=round(px * 0.4))
        line.setStretch(1, 1)
        made = WrapBox(line)
        made.setAccessibleName(offered.name)
        return made
