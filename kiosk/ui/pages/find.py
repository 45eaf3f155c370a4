"""The page to find a tool, with a field, filters and results. If somebody scrolls, the keyboard is hidden."""

from PySide6.QtGui import QImage
from PySide6.QtWidgets import QWidget

from kiosk.ui.badges import Picture
from kiosk.ui.blocks import BannerCard, ButtonRow, Head
from kiosk.ui.boxes import column, row, show_if
from kiosk.ui.button import PressButton, Shape
from kiosk.ui.chip_row import ChipRow
from kiosk.ui.field import SearchField
from kiosk.ui.found_list import FoundList
from kiosk.ui.found_tool import FoundCardView, PictureShelf
from kiosk.ui.frame import PageFrame, expect
from kiosk.ui.keyboard import Keyboard
from kiosk.ui.scroll import Scroll
from kiosk.ui.text import NameText, Text
from kiosk.ui.theme import BODY, H1, H3, SMALL, ScreenForm, Style
from kiosk.views.find import FindPage, PictureAsk, TypedWords
from kiosk.views.forms import FieldKind


class FindPageFrame(PageFrame):
    """The widget that draws a `FindPage`."""

    def __init__(self, style: Style) -> None:
        self._small = style.sizes.form is ScreenForm.SMALL
        super().__init__(style, wide=True, top=not self._small)
        s = style.sizes
        self._page: FindPage | None = None
        self._folded, self._told_status = self._small, ""
        self._shelf = PictureShelf()
        self._shelf.wanted.connect(self.picture_wanted)
        self._head, self._field, self._chips = Head(style, H1), SearchField(style), ChipRow(style)
        self._list = FoundList(style, self._shelf, columns=(1, 2, 1)[s.by_form])
        self._card = FoundCardView(style, self._shelf)
        self._message = BannerCard(style, flat=not s.portrait)
        self._lead, self._hint = (Text(style, BODY if s.portrait else SMALL, max_lines=4) for _ in range(2))
        self._tiles = ButtonRow(style, Shape.RAIL, columns=(2, 4, 2)[s.by_form])
        self._more = self.press()
        self._keyboard = Keyboard(style, low=not s.portrait)
        bare = s.narrow and not s.portrait
        self._back, self._log_out = self._foot_button(), self._foot_button(Shape.SQUARE if bare else Shape.RAIL)
        self._help = self._foot_button(Shape.RAIL if s.portrait else Shape.SQUARE)
        self._person, self._who = Picture(style, "user"), NameText(style, H3, px=s.pick(34, 23, 22), max_lines=1)
        self._connect()
        self._lay()

    def _foot_button(self, cut: Shape = Shape.RAIL) -> PressButton:
        made = PressButton(self.style_, cut)
        made.sent.connect(self.sent)
        return made

    def _connect(self) -> None:
        for part in (self._chips, self._list, self._message, self._tiles):
            part.sent.connect(self.sent)
        self._field.changed.connect(self._typed)
        self._field.used.connect(self._unfold)
        self._field.left.connect(self._list.enter)
        self._field.edit.returnPressed.connect(self._enter)
        self._list.stepped_out.connect(self._field.start)
        self._keyboard.typed.connect(self._field.edit.insert)
        self._keyboard.deleted.connect(self._field.edit.backspace)
        self._keyboard.entered.connect(self._enter)

    def _lay(self) -> None:
        s = self.style_.sizes
        content = QWidget()
        parts = (self._message, self._card, self._lead, self._tiles, self._list, self._more, self._hint)
        stack = column(*parts, gap=s.gap)
        stack.addStretch(1)
        content.setLayout(stack)
        self._scroll = Scroll(self.style_, content, beside=s.low or not s.portrait)
        self._scroll.count_rows(lambda _count: "", self._list.lines, self._list.gap)
        self._scroll.verticalScrollBar().valueChanged.connect(self._scrolled)
        self._list.focused.connect(lambda line: self._scroll.ensureWidgetVisible(line, 0, s.gap))
        person = row(self._person, self._who, gap=round(s.gap * 0.6))
        if s.portrait:
            self.walls.addWidget(self._head)
            self.walls.addWidget(self._field)
            foot = row(self._back, person, self._log_out, self._help, 0, gap=s.gap)
            self.bench.foot.addWidget(self._keyboard)
            self.bench.foot.addLayout(foot)
        else:
            self.walls.setSpacing(12)
            self.walls.setContentsMargins(s.margin, s.pick(0, 14, 6), s.margin, s.pick(0, 8, 4))
            line = row(self._field, self._back, person, self._log_out, self._help, gap=s.gap)
            line.setStretch(0, 1)
            self.walls.addLayout(line)
            self.bench.foot.addWidget(self._keyboard)
        self.walls.addWidget(self._chips)
        self.walls.addWidget(self._scroll, 1)

    def bind(self, page: object) -> None:
        """Show this page. If `page.form` is the same as before, the typed words stay in the field."""
        page = expect(page, FindPage)
        before, self._page = self._page, page
        self._head.bind(page.headline)
        self._field.say(page.field_name, page.placeholder, page.clear)
        if before is None or before.form != page.form:
            self._field.put(page.value)
            self._keyboard.start_over()
            self._field.start()
            self._fold(folded=self._small)
        elif page.value != before.value and page.value != self._field.edit.text() and not self._field.edit.hasFocus():
            self._field.put(page.value)
        self._bind_rest(page)
        was_open = before is not None and before.opened is not None
        is_open = page.opened is not None
        if before is None or was_open is not is_open or self._is_other_list(before, page):
            self._to_top()
        if is_open and not was_open:
            self._fold(folded=True)
        self._tell_status(page)
        self._scroll.refresh()

    def _bind_rest(self, page: FindPage) -> None:
        s, alone = self.style_.sizes, page.opened is not None
        self._keyboard.bind(page.keyboard, page.enter, kind=FieldKind.TEXT, busy=page.searching)
        crowded = alone or (self._small and not self._folded)
        self._chips.bind(() if crowded else page.chips, page.more_chips, None if crowded else page.where)
        self._message.bind(None if alone else page.message)
        self._card.bind(page.opened)
        self._lead.say("" if alone else page.lead)
        self._hint.say("" if alone else page.hint)
        self._tiles.bind(() if alone else page.tiles)
        self._list.bind(() if alone else page.rows)
        self._more.bind(None if alone else page.more)
        self._back.bind(page.back)
        self._who.say(page.rail.who)
        for part in (self._person, self._who):
            show_if(part, bool(page.rail.who) and not self._small and not s.narrow)
        self._log_out.bind(page.rail.log_out)
        self._help.bind(next(iter(page.rail.tools), None))
        show_if(self._head, s.portrait and not alone)
        show_if(self._field, not (alone and s.portrait))

    @staticmethod
    def _is_other_list(before: FindPage, page: FindPage) -> bool:
        """Return True if the list has other results. Return False if `page` only adds results at its end."""
        return before.tiles != page.tiles or [each.key for each in before.rows] != [
            each.key for each in page.rows[: len(before.rows)]
        ]

    def _tell_status(self, page: FindPage) -> None:
        if page.status != self._told_status:
            self._told_status = page.status
            self.told.emit(page.status, False)

    # --- hide and show the keyboard ---

    def _fold(self, *, folded: bool) -> None:
        if folded is self._folded and self._keyboard.isHidden() is folded:
            return
        self._folded = folded
        show_if(self._keyboard, not folded)
        show_if(self.bench, not folded or self.style_.sizes.portrait)
        if self._page is not None:
            self._bind_rest(self._page)

    def _unfold(self) -> None:
        self._fold(folded=False)

    def _to_top(self) -> None:
        bar = self._scroll.verticalScrollBar()
        bar.blockSignals(True)
        bar.setValue(0)
        bar.blockSignals(False)

    def _scrolled(self, value: int) -> None:
        if value > 0:
            self._fold(folded=True)

    # --- what people do ---

    def _typed(self, words: str) -> None:
        if self._page is not None:
            self.typed.emit(TypedWords(self._page.form, words))

    def _enter(self) -> None:
        """Hide the keyboard, so that the results have room, and send the intent of the key Enter."""
        self._fold(folded=True)
        if self._page is not None:
            self.sent.emit(self._page.enter.intent)

    def give_picture(self, ask: PictureAsk, image: QImage) -> None:
        """Put a picture into the `PictureShelf`. The rows take their pictures from this shelf."""
        self._shelf.put(ask, image)

    def wipe(self) -> None:
        """Remove everything that was typed and found, because somebody leaves the page."""
        self._page, self._told_status = None, ""
        self._field.put("")
        self._list.bind(())
        self._shelf.clear()

    def list(self) -> FoundList:
        """Return the list of results, for tests and measurements."""
        return self._list
