"""Cards that are shown page by page. Each page shows only whole cards, and buttons lead to the other pages."""

from collections.abc import Iterator, Sequence

from msgspec import Struct
from PySide6.QtCore import QEvent, QRect, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from kiosk.ui.boxes import row, show_if
from kiosk.ui.button import OwnButton, PressButton, Shape
from kiosk.ui.scroll import Scroll
from kiosk.ui.text import Text
from kiosk.ui.theme import STRONG, Style


class CardGroup(Struct, frozen=True):
    """Some cards with one heading. If the cards need several pages, the heading stands on each of these pages."""

    cards: Sequence[QWidget]
    heading: QWidget | None = None
    is_extra: bool = False
    """True if the cards of this group are shown only if there is room for them below the other cards."""


class PageWords(Struct, frozen=True):
    """The words in the row of buttons below the cards.

    `more` is on the button to the next page. There, {n} becomes the number of cards on the pages that follow. `former`
    is the name of the button to the previous page. `place` stands between the two buttons. There, {n} becomes the
    number of the page that is shown, and {pages} the number of pages.
    """

    more: str = ""
    former: str = ""
    place: str = ""


class _Sheet(QWidget):
    """The content of the scroll area. `CardPages` puts the cards in their places on this widget."""

    changed = Signal()

    def event(self, event: QEvent) -> bool:
        if event.type() is QEvent.Type.LayoutRequest:
            self.changed.emit()
        return super().event(event)


_Places = dict[QWidget, QRect]


class CardPages(QWidget):
    """A widget that shows cards page by page. If a card is higher than the widget, a finger can scroll the card."""

    turned = Signal(str)
    """Gives words for screen readers when somebody turns to another page, for example "Page 2 of 3"."""

    def __init__(self, style: Style, *, columns: int, most: int) -> None:
        """Make an empty widget. A page has at most `most` cards, which stand in `columns` columns.

        The row of buttons, `pager`, stands below the cards. If the caller puts `pager` into another widget, for example
        into the bench, the cards get the whole height.
        """
        super().__init__()
        s = style.sizes
        self._columns, self._most, self._gap = columns, most, max(12, s.gap)
        self._groups: tuple[CardGroup, ...] = ()
        self._words, self._wanted, self._page = PageWords(), "", 0
        self._followed: QWidget | None = None
        """The card that must be in view, or None. Its page is shown until the member turns to another page."""
        self._pages: list[_Places] = []
        self.sheet = _Sheet()
        self._scroll = Scroll(style, self.sheet)
        self._former, self._more = PressButton(style, Shape.SQUARE), PressButton(style, Shape.RAIL)
        self._place = Text(style, STRONG, max_lines=2)
        line = row(self._former, self._place, self._more, gap=s.gap)
        line.setStretch(1, 1)
        self.pager = QWidget()
        self.pager.setLayout(line)
        for part in (self._scroll, self.pager):
            part.setParent(self)
        self._former.sent.connect(lambda _: self._turn(-1))
        self._more.sent.connect(lambda _: self._turn(1))
        self.sheet.changed.connect(self._lay)

    def bind(self, groups: Sequence[CardGroup], words: PageWords, wanted: tuple[str, QWidget] | None) -> None:
        """Show these cards. `wanted` is the key of a card and the card itself, or None.

        If the key is not the same as in the last call, turn to the page with this card.
        """
        self._groups, self._words = tuple(groups), words
        for widget in self._all():
            _measure_again(widget)
        key = wanted[0] if wanted is not None else ""
        if wanted is None:
            self._followed = None
        elif key != self._wanted or self._followed is not None:
            self._followed = wanted[1]
        self._wanted = key
        self._lay()

    def to_first(self) -> None:
        """Make the first page the current page. It is shown when somebody opens the list of cards the next time."""
        self._page, self._wanted, self._followed = 0, "", None

    def _turn(self, step: int) -> None:
        pressed = self._more if step > 0 else self._former
        had_focus = pressed.hasFocus()
        self._page, self._followed = self._page + step, None
        self._lay()
        self._scroll.to_top()
        if had_focus and pressed.isHidden():
            (self._former if step > 0 else self._more).setFocus()
        self.turned.emit(self._place.text())

    # --- places ---

    def _lay(self) -> None:
        """Divide the cards into pages, and show the cards of the current page."""
        width, height = self.width(), self.height()
        self._pages = list(self._divided(width, height))
        below = 0
        if len(self._pages) > 1 and self._is_inside():
            self._say(self._page)
            below = max(self.pager.sizeHint().height(), self._former.sizeHint().height()) + self._gap
            self._pages = list(self._divided(width, height - below))
        # The size of this widget decides which page has the wanted card, and Qt sets the final size after `bind`. So
        # this code looks for the page each time the cards are placed.
        followed = (place for place, places in enumerate(self._pages) if self._followed in places)
        self._page = max(0, min(next(followed, self._page), len(self._pages) - 1))
        places = self._pages[self._page] if self._pages else {}
        self._scroll.setGeometry(0, 0, width, max(1, height - below))
        self.sheet.setMinimumHeight(max((box.bottom() + 1 for box in places.values()), default=1))
        for widget in self._all():
            if widget in places:
                widget.setGeometry(places[widget])
            widget.setVisible(widget in places)
        if self._is_inside():
            self.pager.setGeometry(0, height - below + self._gap, width, max(1, below - self._gap))
        show_if(self.pager, len(self._pages) > 1)
        self._say(self._page)

    def _is_inside(self) -> bool:
        return self.pager.parentWidget() is self

    def _all(self) -> Iterator[QWidget]:
        for group in self._groups:
            yield from group.cards
            if group.heading is not None:
                yield group.heading

    def _divided(self, width: int, room: int) -> Iterator[_Places]:
        """Yield one page after the other: the widgets of the page with their places.

        `width` and `room` are the width and the height of a page in pixels.
        """
        places, top, count = dict[QWidget, QRect](), 0, 0
        across = (width - self._gap * (self._columns - 1)) // self._columns
        for group in self._groups:
            columns = 1 if group.is_extra else self._columns
            size = width if group.is_extra else across
            for begin in range(0, len(group.cards), columns):
                beside = group.cards[begin : begin + columns]
                high = max(_height(card, size) for card in beside)
                head = _height(group.heading, width) + self._gap if group.heading is not None else 0
                new_head = head if begin == 0 or not places else 0
                is_full = top + new_head + high > room
                if group.is_extra and is_full:
                    continue
                if places and (is_full or (not group.is_extra and count + len(beside) > self._most)):
                    yield places
                    places, top, count, new_head = {}, 0, 0, head
                if group.heading is not None and new_head:
                    places[group.heading] = QRect(0, top, width, new_head - self._gap)
                top += new_head
                for index, card in enumerate(beside):
                    places[card] = QRect(index * (size + self._gap), top, size, high)
                top, count = top + high + self._gap, count + len(beside)
        if places:
            yield places

    def _say(self, page: int) -> None:
        pages, words = len(self._pages), self._words
        counted = {card for group in self._groups if not group.is_extra for card in group.cards}
        rest = sum(card in counted for places in self._pages[page + 1 :] for card in places)
        more = words.more.replace("{n}", str(rest))
        self._place.say(words.place.format(n=page + 1, pages=pages))
        self._more.bind(OwnButton(more, icon="down", name=more) if page + 1 < pages else None)
        self._former.bind(OwnButton("", icon="up", name=words.former) if page > 0 else None)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._lay()


def _measure_again(widget: QWidget) -> None:
    """Make Qt forget the measured heights of this widget.

    Qt does this by itself only for a visible widget. Cards on the pages that are not shown are hidden.
    """
    for part in (*reversed(widget.findChildren(QWidget)), widget):
        if (layout := part.layout()) is not None:
            layout.invalidate()
            part.updateGeometry()


def _height(widget: QWidget, width: int) -> int:
    """Return the height in pixels that the widget needs at this width."""
    layout = widget.layout()
    if layout is None:
        return widget.sizeHint().height()
    least = layout.totalMinimumSize().height()
    return max(
        layout.totalHeightForWidth(width) if layout.hasHeightForWidth() else layout.totalSizeHint().height(), least
    )
