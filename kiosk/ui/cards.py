"""The cards about a member: reservations that are ready, loans, the membership, and sums of money."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QSizePolicy, QWidget

from kiosk.ui.badges import Badge, Picture, PillLabel
from kiosk.ui.blocks import Rule, section
from kiosk.ui.boxes import Card, WrapBox, clear, column, row, show_if
from kiosk.ui.button import PressButton, Shape
from kiosk.ui.plates import Plate
from kiosk.ui.qrcode import CodeBlock
from kiosk.ui.text import Text
from kiosk.ui.theme import BODY, CARD_TINTS, H3, SMALL, SMALL_STRONG, STRONG, ScreenForm, Style
from kiosk.views.basket import LoanRow, MembershipView, OfferRow, OfferView, WaitRow, WaitView
from kiosk.views.pieces import Button, MoneyRow, MoneyView, Pill, PlateView, Tone

# --- reservations ---


class OfferCard(Card):
    """The card that says how many reserved tools are ready, where they are, and until when they are reserved."""

    def __init__(self, style: Style) -> None:
        super().__init__(style, pad=0.8)
        s = style.sizes
        self._shown: tuple[tuple[PlateView, ...], bool] = ((), False)
        self._title = Text(style, H3, max_lines=3)
        self._text = Text(style, SMALL, max_lines=4)
        self._beside, self._below = row(gap=s.gap), row(gap=s.gap)
        badge = Badge(style, round(s.badge * 0.8), Tone.ACCENT, "bookmark")
        line = row(badge, column(self._title, self._text, gap=2), self._beside, gap=round(s.pad * 0.8))
        line.setStretch(1, 1)
        self.body.addLayout(line)
        self.body.addLayout(self._below)
        self.hide()

    def bind(self, offer: OfferView | None, *, half: bool = False) -> None:
        """Show how many tools are ready, and where. Hide the card if `offer` is None.

        `half` is True if another card stands beside this card.
        """
        if offer is not None:
            self._title.say(offer.title)
            self._text.say(offer.text)
            self.setAccessibleName(". ".join((offer.title, offer.text, *(each.name for each in offer.plates))))
            self._bind_plates(offer.plates, beside=len(offer.plates) == 1 and not half)
        show_if(self, offer is not None)

    def _bind_plates(self, plates: tuple[PlateView, ...], *, beside: bool) -> None:
        if (plates, beside) != self._shown:
            self._shown = (plates, beside)
            for line in (self._beside, self._below):
                clear(line)
            line = self._beside if beside else self._below
            for each in plates:
                line.addWidget(Plate(self._style, each))
            line.addStretch(0 if beside else 1)


class OfferList(QWidget):
    """The list of reserved tools that are ready. A tool that is in the basket has a tick.

    If there is no room for all tools, the tools with a tick move to the end of the list. The last tools of the list are
    then not shown.
    """

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
        """Show a row for each tool that is ready, or hide the list if `offer` has no rows."""
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


class WaitCard(Card):
    """The card of the reservations that are not ready yet. It shows the member's place in each queue."""

    def __init__(self, style: Style) -> None:
        super().__init__(style, pad=0.8)
        self._shown: tuple[WaitView | None, bool] = (None, False)
        self.hide()

    def bind(self, waits: WaitView | None, *, half: bool = False) -> None:
        """Show these reservations, or hide the card if `waits` is None.

        `half` is True if another card stands beside this card.
        """
        if (waits, half) != self._shown:
            self._shown = (waits, half)
            clear(self.body)
            if waits is not None:
                self._lay(waits, half=half)
        show_if(self, waits is not None)

    def _lay(self, waits: WaitView, *, half: bool) -> None:
        style, gap = self._style, round(self._style.sizes.gap * 0.4)
        words = column(Text(style, H3, waits.title, max_lines=2), gap=gap)
        for each in waits.rows:
            words.addWidget(self._row(each, half=half))
        if waits.more:
            words.addWidget(Text(style, SMALL, waits.more, ink="ink-2", max_lines=1))
        badge = Badge(style, round(style.sizes.badge * 0.8), Tone.PLAIN, "clock")
        line = row(badge, words, gap=round(style.sizes.pad * 0.8))
        line.setStretch(1, 1)
        self.body.addLayout(line)
        self.body.addStretch(1)
        said = (waits.title, *(f"{each.title}: {each.text}" for each in waits.rows), waits.more)
        self.setAccessibleName(". ".join(filter(None, said)))

    def _row(self, waits: WaitRow, *, half: bool) -> QWidget:
        """Return a widget with the reserved title and the member's number in the queue.

        The number stands beside the title, or below the title if there is too little room.
        """
        style = self._style
        title = Text(style, STRONG, waits.title, max_lines=3)
        place = Text(style, SMALL, waits.text, ink="ink-2", max_lines=2)
        if half or style.sizes.form is not ScreenForm.LANDSCAPE:
            return WrapBox(column(title, place, gap=2))
        line = row(title, place, gap=style.sizes.gap)
        line.setStretch(0, 3)
        line.setStretch(1, 2)
        return WrapBox(line)


# --- loans ---


class LoansCard(Card):
    """The card of the member's loans, with the due date of each loan, and a button if the loan can be renewed.

    The rows of loans that have not changed are used again, because it takes 0.5 ms to make a row.
    """

    sent = Signal(object)

    def __init__(self, style: Style) -> None:
        super().__init__(style)
        self._shown: tuple[object, ...] = ()
        self._top, self._list = column(), column(gap=self.body.spacing())
        self.body.addLayout(self._top)
        self.body.addLayout(self._list)
        self._rows: list[tuple[LoanRow, QWidget]] = []
        self.hide()

    def bind(self, title: str, loans: tuple[LoanRow, ...], keep_all: Button | None = None) -> None:
        """Show these loans, or hide the card if there are none. `keep_all` is the button that renews all loans."""
        if (title, keep_all) != self._shown:
            self._shown = (title, keep_all)
            clear(self._top)
            self._top.addWidget(self._head(title, keep_all))
        self._bind_rows(loans)
        show_if(self, bool(loans))

    def _bind_rows(self, loans: tuple[LoanRow, ...]) -> None:
        left, rows = list(self._rows), []
        for index, loan in enumerate(loans):
            known = next((one for one in left if one[0] == loan), None)
            if known is not None:
                left.remove(known)
            one = known or (loan, WrapBox(column(Rule(self._style), self._row(loan), gap=self.body.spacing())))
            self._list.insertWidget(index, one[1])
            rows.append(one)
        for _, widget in left:
            self._list.removeWidget(widget)
            widget.hide()
            widget.deleteLater()
        self._rows = rows

    def _head(self, title: str, keep_all: Button | None) -> QWidget:
        head = section(self._style, "box", title)
        if keep_all is None:
            return head
        if self._style.sizes.narrow:
            return WrapBox(column(head, self._chip(keep_all), gap=4))
        line = row(head, self._chip(keep_all), gap=self._style.sizes.gap)
        line.setStretch(0, 1)
        return WrapBox(line)

    def _row(self, loan: LoanRow) -> QWidget:
        # If the loan has a button or a note, the title and the due day fit into one row only on a lying screen.
        crowded = (loan.renew is not None or bool(loan.note)) and self._style.sizes.form is not ScreenForm.LANDSCAPE
        words: QWidget = Text(self._style, STRONG, loan.title, max_lines=5 if crowded else 3)
        due = self._due(loan)
        below: list[QWidget] = [due] if crowded else []
        if loan.details:
            below.append(Text(self._style, SMALL, loan.details, ink="ink-2", max_lines=3))
        if loan.note:
            below.append(Text(self._style, SMALL, loan.note, ink="ink-2", max_lines=6))
        if loan.note and not crowded:  # A long note also needs the room below the due day.
            words, crowded = WrapBox(self._stretched(words, due)), True
        line = self._stretched(WrapBox(column(words, *below, gap=4)) if below else words)
        if not crowded:
            line.addWidget(due)
        if loan.renew is not None:
            line.addWidget(self._chip(loan.renew))
        made = WrapBox(line)
        made.setMinimumHeight(round(self._style.sizes.tap * 0.75))
        return made

    def _stretched(self, first: QWidget, *rest: QWidget) -> QHBoxLayout:
        """Return a row in which the first widget gets all the room that the other widgets do not need."""
        line = row(first, *rest, gap=self._style.sizes.gap)
        line.setStretch(0, 1)
        return line

    def _due(self, loan: LoanRow) -> QWidget:
        if loan.tone is not Tone.PLAIN:
            return PillLabel(self._style, Pill(loan.due, loan.icon, loan.tone))
        icon = Picture(self._style, loan.icon, round(self._style.sizes.small * 1.3))
        return WrapBox(row(icon, Text(self._style, SMALL, loan.due, max_lines=2), gap=8))

    def _chip(self, button: Button) -> PressButton:
        chip = PressButton(self._style, Shape.CHIP, button)
        chip.sent.connect(self.sent)
        return chip


# --- membership ---


class MembershipCard(Card):
    """The card of a member's membership."""

    def __init__(self, style: Style) -> None:
        super().__init__(style)
        self._shown: MembershipView | None = None
        self.hide()

    def bind(self, view: MembershipView | None) -> None:
        """Show this membership, or hide the card if `view` is None."""
        if view != self._shown:
            self._shown = view
            clear(self.body)
            if view is not None:
                self.tint(CARD_TINTS[view.tone])
                self._lay(view)
        show_if(self, view is not None)

    def _lay(self, view: MembershipView) -> None:
        style, ink = self._style, CARD_TINTS[view.tone].ink
        kind = STRONG if view.tone is Tone.WARN else SMALL
        words = column(section(style, view.icon, view.title), gap=round(style.sizes.gap * 0.5))
        for said in view.lines:
            words.addWidget(Text(style, kind, said, ink=ink, max_lines=4))
        words.addStretch(1)
        across = row(words, gap=style.sizes.gap)
        across.setStretch(0, 1)
        if view.qr is not None:
            code = CodeBlock(style, style.sizes.pick(220, 170, 120), width=style.sizes.pick(250, 190, 150))
            code.bind(view.qr)
            across.addWidget(code, alignment=Qt.AlignmentFlag.AlignTop)
        self.body.addLayout(across)


# --- sums ---


class MoneyCard(Card):
    """The card that lists the costs of a visit, or the money that the member owes from before this visit."""

    def __init__(self, style: Style) -> None:
        super().__init__(style)
        self._shown: MoneyView | None = None
        self.hide()

    def bind(self, view: MoneyView | None) -> None:
        """Show these sums, or hide the card if `view` is None."""
        if view != self._shown:
            self._shown = view
            clear(self.body)
            if view is not None:
                self._lay(view)
        show_if(self, view is not None)

    def _lay(self, view: MoneyView) -> None:
        style, grid = self._style, QGridLayout()
        grid.setHorizontalSpacing(style.sizes.gap)
        grid.setVerticalSpacing(round(style.sizes.gap * 0.5))
        grid.setColumnStretch(0, 1)
        for line, one in enumerate(view.rows):
            if one.strong:
                grid.addWidget(Rule(style), 2 * line, 0, 1, 2)
            self._add(grid, 2 * line + 1, one)
        self.body.addWidget(section(style, "", view.title))
        self.body.addLayout(grid)
        if view.note:
            self.body.addWidget(Text(style, SMALL, view.note, ink="ink-2", max_lines=4))

    def _add(self, grid: QGridLayout, line: int, one: MoneyRow) -> None:
        kind = STRONG if one.strong else BODY
        label: QWidget = Text(self._style, kind, one.label, max_lines=3)
        if one.detail:
            below = Text(self._style, SMALL, one.detail, ink="ink-2", max_lines=2)
            holder = QWidget()
            holder.setLayout(column(label, below, gap=0))
            label = holder
        amount = Text(self._style, kind, one.amount, max_lines=2)
        grid.addWidget(label, line, 0)
        grid.addWidget(amount, line, 1, Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignRight)
