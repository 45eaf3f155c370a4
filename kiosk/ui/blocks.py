"""Blocks that several pages use: headlines, banners, rows of buttons, notes, section titles and cards of text."""

from PySide6.QtCore import QMargins, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QWidget

from kiosk.structs import replace
from kiosk.ui.badges import Badge, Picture, Ring
from kiosk.ui.boxes import Card, WrapBox, clear, column, row, show_if
from kiosk.ui.button import PressButton, Shape
from kiosk.ui.text import RichText, Text
from kiosk.ui.theme import BODY, CARD_TINTS, H1, H3, SMALL, STRONG, ScreenForm, Style, Type
from kiosk.views.pieces import Banner, Button, Countdown, Note
from kiosk.views.view import MessageCard


class Head(QWidget):
    """The headline and the words under the headline."""

    def __init__(self, style: Style, kind: Type = H1, *, centred: bool = False, lead: int = 0) -> None:
        """Make an empty headline.

        `lead` is the size, in pixels, of the words under the headline. If `lead` is 0, these words have the usual size.
        """
        super().__init__()
        s = style.sizes
        self.headline = Text(style, kind, balanced=True, centred=centred, max_lines=3)
        self.headline.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.lead = Text(style, BODY, px=lead or round(s.body * 1.14), max_lines=4, centred=centred)
        self.setLayout(column(self.headline, self.lead, gap=s.pick(14, 7, 4)))
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)

    def bind(self, headline: str, lead: str = "") -> None:
        """Show this headline, and the words `lead` under it."""
        self.headline.say(headline)
        self.lead.say(lead)


class BannerCard(Card):
    """A card that says what happened, why it happened, and what people can do.

    If `flat` is False, the buttons are below the words. If `flat` is True, the buttons are beside the words, so that
    the card is lower.
    """

    sent = Signal(object)

    def __init__(self, style: Style, *, flat: bool = False) -> None:
        super().__init__(style, pad=style.sizes.pick(80, 50, 30) / style.sizes.scale / 100 if flat else 0.8)
        s = style.sizes
        self._banner = Banner("")
        self._merged = flat and s.form is ScreenForm.SMALL
        self._badge = Badge(style, s.badge * 8 // 10)
        self._ring = Ring(style, s.pick(130, 84, 64), "wait")
        self._title = Text(style, H3, max_lines=3)
        self._text = Text(style, SMALL, max_lines=(5, 3, 5)[s.by_form] if flat else 10)
        words = row(self._title, self._text, gap=s.gap) if flat else column(self._title, self._text, gap=2)
        words.setStretch(1, 1 if flat else 0)
        self._buttons = ButtonRow(style, even=not flat)
        self._buttons.sent.connect(self.sent)
        across = row(self._badge, self._ring, words, gap=s.pad)
        across.setStretch(2, 1)
        self.body.addLayout(across)
        (across if flat and not self._merged else self.body).addWidget(self._buttons)
        self._ring.bind(None)
        self.hide()

    def bind(self, banner: Banner | None, countdown: Countdown | None = None) -> None:
        """Show this banner, or hide the card if `banner` is None. If there is a countdown, a ring replaces the icon."""
        show_if(self, banner is not None)
        if banner is None:
            return
        self._ring.bind(countdown)
        if banner == self._banner:
            return
        self._banner = banner
        tint = CARD_TINTS[banner.tone]
        self.tint(tint)
        stop = "" if banner.title.endswith(("?", "!", ".")) else "."
        whole = f"{banner.title}{stop} {banner.text}".strip()
        self.setAccessibleName(whole)
        self._badge.bind(banner.tone, "" if countdown else banner.icon)
        self._title.tint(tint.ink)
        self._text.tint(tint.ink)
        merged = whole if self._merged else ""
        self._title.say("" if merged else banner.title)
        self._text.say(merged or banner.text)
        self._buttons.bind(banner.buttons)


class ButtonRow(QWidget):
    """A row of buttons. For each new view, `bind` shows other buttons in the same widgets."""

    sent = Signal(object)

    def __init__(self, style: Style, cut: Shape = Shape.BLOCK, *, columns: int = 0, even: bool = True) -> None:
        """Make an empty row.

        If `columns` is 0, all buttons stand in one row. If `columns` is not 0, a new row begins after `columns`
        buttons. If `even` is True, all buttons get the same width.
        """
        super().__init__()
        self._style, self._cut, self._columns, self._even = style, cut, columns, even
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(max(12, style.sizes.gap))
        self._buttons: list[PressButton] = []
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.hide()

    def bind(self, buttons: tuple[Button, ...]) -> None:
        """Show these buttons, or hide the row if there are none."""
        while len(self._buttons) < len(buttons):
            self._buttons.append(self._made(len(self._buttons)))
        for index, button in enumerate(self._buttons):
            button.bind(buttons[index] if index < len(buttons) else None)
        show_if(self, bool(buttons))

    def _made(self, index: int) -> PressButton:
        button = PressButton(self._style, self._cut)
        button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        button.sent.connect(self.sent)
        columns = self._columns or 1000
        self._grid.addWidget(button, index // columns, index % columns)
        self._grid.setColumnStretch(index % columns, 1 if self._even else 0)
        return button


class NoteBlock(QWidget):
    """A text that the library wrote itself, with a brass-coloured bar beside the text."""

    def __init__(self, style: Style, note: Note) -> None:
        super().__init__()
        self._style = style
        s = style.sizes
        text = RichText(style, STRONG)
        text.say(note.html)
        self._label = Text(style, SMALL, note.label, ink="ink-2")
        self.setAccessibleName(text.plain())
        self.setLayout(column(text, self._label, gap=2, margins=QMargins(8 + round(s.body * 0.8), 4, 0, 4)))
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)

    def paintEvent(self, event: QPaintEvent) -> None:
        QPainter(self).fillRect(0, 0, 8, self.height(), self._style.colour("brass"))


class Notes(QWidget):
    """All texts that the library wrote itself for one page."""

    def __init__(self, style: Style) -> None:
        super().__init__()
        self._style = style
        self._shown: tuple[Note, ...] = ()
        self._column = column(gap=style.sizes.gap)
        self.setLayout(self._column)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        self.hide()

    def bind(self, notes: tuple[Note, ...]) -> None:
        """Show these texts, or hide the block if there are none."""
        if notes != self._shown:
            self._shown = notes
            clear(self._column)
            for note, following in zip(notes, (*notes[1:], None), strict=False):
                said_below = following is not None and following.label == note.label
                self._column.addWidget(NoteBlock(self._style, replace(note, label="") if said_below else note))
        show_if(self, bool(notes))


class Hint(QWidget):
    """A hint below the rows of a list, with a brass-coloured bar beside the words."""

    def __init__(self, style: Style) -> None:
        super().__init__()
        self._style = style
        s = style.sizes
        self._title = Text(style, STRONG, max_lines=2)
        self._text = Text(style, SMALL, ink="ink-2", max_lines=4)
        self.setLayout(column(self._title, self._text, gap=2, margins=QMargins(8 + round(s.body * 0.8), 4, 0, 4)))
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        self.hide()

    def bind(self, title: str, text: str) -> None:
        """Show this hint, or hide the hint if there are no words."""
        self._title.say(title)
        self._text.say(text)
        show_if(self, bool(title or text))

    def paintEvent(self, event: QPaintEvent) -> None:
        QPainter(self).fillRect(0, 0, 8, self.height(), self._style.colour("brass"))


def section(style: Style, icon: str, title: str) -> QWidget:
    """Return a widget with the title of a card, and with an icon before the title if `icon` is not empty."""
    words = Text(style, H3, title, max_lines=3)
    line = row(gap=round(style.sizes.h3 * 0.5))
    if icon:
        line.addWidget(Picture(style, icon, width=2.2))
    line.addWidget(words, 1)
    return WrapBox(line)


class Rule(QWidget):
    """A thin line between rows."""

    def __init__(self, style: Style) -> None:
        super().__init__()
        self._style = style
        self.setFixedHeight(style.sizes.border)

    def paintEvent(self, event: QPaintEvent) -> None:
        QPainter(self).fillRect(self.rect(), self._style.colour("line"))


class TextCard(Card):
    """A card with a title and lines of text, for a message or for the help.

    If a line contains a tab, the line is a row of a table. The text before the tab is on the left, and the text after
    the tab is on the right.
    """

    def __init__(self, style: Style, card: MessageCard, *, pad: float = 1.0) -> None:
        super().__init__(style, pad=pad, gap=0.75 * pad)
        if card.title:
            self.body.addWidget(section(style, card.icon, card.title))
        for line in card.lines:
            left, _, right = line.partition("\t")
            if right:
                self._add_row(style, left, right)
            else:
                self.body.addWidget(Text(style, BODY, left))
        self.body.addStretch(1)

    def _add_row(self, style: Style, left: str, right: str) -> None:
        gap = style.sizes.pick(16, 12, 6)
        parts = row(Text(style, BODY, left, max_lines=2), Text(style, BODY, right, max_lines=2), gap=gap)
        parts.setStretch(0, 1)
        self.body.addWidget(Rule(style))
        self.body.addWidget(WrapBox(parts))
