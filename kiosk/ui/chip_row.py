"""A row of chips (small round buttons). If not all chips fit, the last chip opens the list of all chips."""

from PySide6.QtCore import QRect, QSize, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from kiosk.ui.boxes import show_if
from kiosk.ui.button import PressButton, Shape, measure
from kiosk.ui.theme import Style
from kiosk.views.pieces import Button, Emphasis

_GAP = 12


class ChipRow(QWidget):
    """One row of chips. The chip `where` is always at the right end. It names the place that is searched."""

    sent = Signal(object)

    def __init__(self, style: Style) -> None:
        super().__init__()
        self._style = style
        self._chips: list[PressButton] = []
        self._count = 0
        self._more, self._where = self._made(), self._made()
        self.setFixedHeight(measure(Shape.CHIP, style.sizes).height)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def bind(self, chips: tuple[Button, ...], more: Button | None, where: Button | None) -> None:
        """Show these chips, or hide the row if there are no chips and no `where`.

        The chip `more` is shown only if not all chips fit.
        """
        while len(self._chips) < len(chips):
            self._chips.append(self._made())
        self._count = len(chips)
        for index, chip in enumerate(self._chips):
            chip.bind(chips[index] if index < len(chips) else None)
        self._more.bind(more)
        self._where.bind(where)
        show_if(self, bool(chips or where))
        self._place()

    def _made(self) -> PressButton:
        chip = PressButton(self._style, Shape.CHIP)
        chip.setParent(self)
        chip.sent.connect(self.sent)
        return chip

    def _place(self) -> None:
        right = self.width()
        if self._where.button is not None:
            wide = min(self._where.sizeHint().width(), self.width() // 2)
            right -= wide
            self._where.setGeometry(QRect(right, 0, wide, self.height()))
            right -= _GAP
        shown = self._fitting(right)
        all_of_them = len(shown) == self._count
        if not all_of_them:
            shown = self._fitting(right - self._more.sizeHint().width() - _GAP)
        x = 0
        for index, chip in enumerate(self._chips[: self._count]):
            chip.setVisible(index in shown)
            if index in shown:
                chip.setGeometry(QRect(x, 0, chip.sizeHint().width(), self.height()))
                x += chip.width() + _GAP
        wide = min(self._more.sizeHint().width(), max(64, right - x))
        self._more.setGeometry(QRect(x, 0, wide, self.height()))
        self._more.setVisible(not all_of_them and self._more.button is not None)

    def _fitting(self, room: int) -> set[int]:
        """Return the indexes of the chips that fit. First the chosen chip gets room, then the chips from the left."""
        widths = [chip.sizeHint().width() + _GAP for chip in self._chips[: self._count]]
        chosen = [index for index in range(self._count) if self._is_chosen(self._chips[index])]
        shown: set[int] = set()
        for index in (*chosen, *range(self._count)):
            if index in shown:
                continue
            if sum(widths[each] for each in (*shown, index)) - _GAP > room:
                break
            shown.add(index)
        return shown

    @staticmethod
    def _is_chosen(chip: PressButton) -> bool:
        return chip.button is not None and chip.button.look is Emphasis.CHOSEN

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._place()

    def sizeHint(self) -> QSize:
        return QSize(300, self.height())
