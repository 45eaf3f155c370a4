"""The list of the results of a search. It can have 200 rows.

The list fills its rows in small steps. Between two steps, the window can react to touches. For the next search, the
list uses the same row widgets again.
"""

from PySide6.QtCore import QRect, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from kiosk.ui.found_tool import FoundButton, PictureShelf
from kiosk.ui.theme import Style
from kiosk.views.find import FoundRow

_AT_ONCE = 12
"""The number of rows that the list fills in one step. No screen can show more rows at the same time.

It takes 0.2 ms to make a row, and another 0.2 ms to place the row.
"""


class FoundList(QWidget):
    """The list of results, which places its rows itself in one or two columns."""

    sent = Signal(object)
    stepped_out = Signal()
    """Says that somebody pressed Up in the first row, so that the focus must go back to the search field."""
    focused = Signal(QWidget)

    def __init__(self, style: Style, shelf: PictureShelf, *, columns: int) -> None:
        super().__init__()
        self._style, self._shelf, self._columns = style, shelf, columns
        self._rows: tuple[FoundRow, ...] = ()
        self._lines: list[FoundButton] = []
        self._filled = 0
        self.gap = max(12, round(style.sizes.gap * 0.75))
        self._bottom = 0
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(0)
        self._later.timeout.connect(self._fill_some)
        shelf.arrived.connect(self._picture_came)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def bind(self, rows: tuple[FoundRow, ...]) -> None:
        """Show these results. The first _AT_ONCE results are shown at once, and the other results a little later.

        If `rows` only adds results at the end of the old list, all added results are shown a little later, because
        nobody reads the end of the list now.
        """
        if rows == self._rows:
            return
        same = 0
        while same < min(len(rows), len(self._rows), self._filled) and rows[same] == self._rows[same]:
            same += 1
        only_more = 0 < same == len(self._rows)
        self._rows, self._filled = rows, same
        for line in self._lines[len(rows) :]:
            line.hide()
        if only_more:
            self._later.start()
        else:
            self._fill_some()

    def lines(self) -> list[FoundButton]:
        """Return the rows that show a result so far, in the order of the list."""
        return self._lines[: self._filled]

    def enter(self) -> None:
        """Move the focus to the first row, or do nothing if there are no rows."""
        if self.lines():
            self.lines()[0].setFocus()

    def _fill_some(self) -> None:
        begin, end = self._filled, min(len(self._rows), self._filled + _AT_ONCE)
        while len(self._lines) < end:
            self._lines.append(self._made(len(self._lines)))
        for index in range(begin, end):
            self._lines[index].show_row(self._rows[index])
            self._lines[index].show()
        self._filled = end
        start = begin - begin % self._columns
        self._bottom = self._place(self._lines[start:end], self._top_of(start))
        self.setFixedHeight(max(1, self._bottom))
        if end < len(self._rows):
            self._later.start()

    def _made(self, index: int) -> FoundButton:
        line = FoundButton(self._style, self._shelf)
        line.setParent(self)
        line.sent.connect(self.sent)
        line.stepped.connect(lambda step: self._step(index + step))
        return line

    def _step(self, index: int) -> None:
        if index < 0:
            self.stepped_out.emit()
        elif index < self._filled:
            self._lines[index].setFocus()
            self.focused.emit(self._lines[index])

    def _picture_came(self, address: str) -> None:
        for line in self.lines():
            if line.row is not None and line.row.picture == address:
                line.update()

    # --- places ---

    def _top_of(self, index: int) -> int:
        if index == 0:
            return 0
        before = self._lines[index - self._columns : index]
        return max(line.geometry().bottom() for line in before) + 1 + self.gap

    def _place(self, lines: list[FoundButton], top: int) -> int:
        """Place these rows of results in the columns of the list. The first row begins at `top` pixels.

        Results beside each other get the same height. Return the lower end of the last row, in pixels.
        """
        width = (self.width() - self.gap * (self._columns - 1)) // self._columns
        bottom = max(0, top - self.gap)
        for begin in range(0, len(lines), self._columns):
            beside = lines[begin : begin + self._columns]
            height = max(line.height_for(width) for line in beside)
            for place, line in enumerate(beside):
                at = QRect(place * (width + self.gap), top, width, height)
                if line.geometry() != at:
                    line.setGeometry(at)
            bottom, top = top + height, top + height + self.gap
        return bottom

    def resizeEvent(self, event: QResizeEvent) -> None:
        if event.oldSize().width() != self.width():
            self._bottom = self._place(self.lines(), 0)
            self.setFixedHeight(max(1, self._bottom))
