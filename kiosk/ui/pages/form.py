"""The page on which a member logs in by typing, and can link a fob. A linked fob is enough to log in the next time."""

from collections.abc import Iterable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from kiosk.ui.badges import Picture
from kiosk.ui.blocks import BannerCard, ButtonRow, Head
from kiosk.ui.boxes import Card, clear, column, row, show_if
from kiosk.ui.button import Shape
from kiosk.ui.field import EntryField
from kiosk.ui.frame import PageFrame, expect
from kiosk.ui.keyboard import Keyboard
from kiosk.ui.scroll import Scroll
from kiosk.ui.text import Text
from kiosk.ui.theme import CARD_TINTS, H1, STRONG, ScreenForm, Style, Tint
from kiosk.ui.toggle import ToggleRow
from kiosk.ui.tray import TrayRow
from kiosk.views.forms import Field, FieldKind, FilledForm, Form, FormPage
from kiosk.views.pieces import Banner, Tone
from kiosk.views.welcome import StepView, TrayCard

_FEW_FIELDS = 2
_STEP_ICONS = ("fob", "user", "lock")


class StepCards(QWidget):
    """The three steps of a form as cards, which show whether a step is done, is the present step, or comes later."""

    def __init__(self, style: Style) -> None:
        super().__init__()
        self._style = style
        self._shown: tuple[StepView, ...] = ()
        self._row = row(gap=style.sizes.gap)
        self.setLayout(self._row)
        self.hide()

    def bind(self, steps: tuple[StepView, ...]) -> None:
        """Show these steps, or hide the cards if there are none."""
        if steps != self._shown:
            self._shown = steps
            clear(self._row)
            for number, step in enumerate(steps):
                self._row.addWidget(self._card(number, step), 1)
        show_if(self, bool(steps))

    def _card(self, number: int, step: StepView) -> QWidget:
        plain = CARD_TINTS[Tone.PLAIN]
        card = Card(
            self._style, Tint(plain.surface, "accent" if step.now else plain.border, plain.ink), pad=0.6, thick=step.now
        )
        icon = "check" if step.done else _STEP_ICONS[min(number, 2)]
        line = row(Picture(self._style, icon), Text(self._style, STRONG, step.text, max_lines=2), gap=12)
        line.setStretch(1, 1)
        card.body.addLayout(line)
        return card


class FormPageFrame(PageFrame):
    """The widget that draws a `FormPage`. The fields are on the wall, and the keyboard is on the bench.

    Somebody who sends the form agrees to the text of the switch. So the switch must always be in view, and does not
    scroll. There is one exception: if a lying screen shows an error, the switch is beside the fields and scrolls with
    them.
    """

    def __init__(self, style: Style) -> None:
        super().__init__(style, wide=True, top=not style.sizes.low)
        s = style.sizes
        self._form: Form | None = None
        self._told: Banner | None = None
        """The error that the page shows now. If the next error is equal, the page does not scroll again."""
        self._fields: list[EntryField] = []
        self._head = Head(style, H1, lead=s.body if s.portrait else s.small)
        self._error, self._question = BannerCard(style, flat=not s.portrait), BannerCard(style, flat=not s.portrait)
        self._tray, self._toggle = TrayRow(style), ToggleRow(style, brief=s.low)
        self._brief_toggle = ToggleRow(style, brief=True)
        self._steps = StepCards(style)
        self._entries = QWidget()
        self._entry_line = column(gap=s.gap) if s.portrait else row(gap=s.gap)
        self._align = Qt.AlignmentFlag(0) if s.portrait else Qt.AlignmentFlag.AlignBottom
        """The alignment of the fields. Fields side by side have the same lower edge, even if a label is long."""
        self._entries.setLayout(self._entry_line)
        self._back = self.press(Shape.RAIL if s.portrait else Shape.BLOCK)
        self._back.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._others = ButtonRow(style, Shape.SQUARE if s.narrow else Shape.RAIL, even=False)
        self._keyboard = Keyboard(style)
        for part in (self._question, self._tray, self._toggle, self._brief_toggle, self._others):
            part.sent.connect(self.sent)
        self._keyboard.typed.connect(self._type)
        self._keyboard.deleted.connect(self._delete)
        self._keyboard.entered.connect(self._enter)
        self._lay()

    def _lay(self) -> None:
        s = self.style_.sizes
        content = QWidget()
        stack = QVBoxLayout(content)
        stack.setContentsMargins(0, 0, 0, 0)
        stack.setSpacing(s.pick(20, 12))
        if s.portrait:
            for part in (self._head, self._tray, self._steps):
                stack.addWidget(part)
        else:
            self._lay_head()
        stack.addWidget(self._error)
        stack.addWidget(self._question)
        entries = row(self._entries, self._brief_toggle, gap=s.gap)
        entries.setStretch(0, 1)
        entries.setAlignment(self._brief_toggle, Qt.AlignmentFlag.AlignBottom)
        stack.addLayout(entries)
        small = s.form is ScreenForm.SMALL
        self._scroll = Scroll(self.style_, content, beside=s.low, snug=not small)
        self.walls.addWidget(self._scroll, 1 if small else 0)
        if small:
            stack.addStretch(1)
        else:
            self.walls.addWidget(self._toggle)
            self.walls.addStretch(1)
        self.bench.foot.addWidget(self._keyboard)
        if s.portrait:
            self.bench.foot.addLayout(row(self._back, 0, self._others, gap=s.gap))

    def _lay_head(self) -> None:
        """Put the headline, the tray and some buttons into one row, because the keyboard leaves little height."""
        s = self.style_.sizes
        line = row(self._head, self._tray, self._others, self._back, gap=s.gap)
        line.setStretch(0, 1)
        self.walls.addLayout(line)
        self.walls.setSpacing(s.gap)
        self.walls.setContentsMargins(s.margin, s.pick(0, 10), s.margin, s.pick(0, 8))
        if s.form is ScreenForm.SMALL:
            self.walls.setContentsMargins(s.margin, 3, s.margin, 2)
            line.insertWidget(1, self._toggle, 1)

    def bind(self, page: object) -> None:
        """Show this page, and remove text that was typed into another form."""
        page = expect(page, FormPage)
        asked = page.error is not None and bool(page.error.buttons)
        error = None if asked else page.error
        news = error is not None and error != self._told
        self._told = error
        self._bind_head(page, error)
        self._question.bind(page.error if asked else None)
        self._tray.bind(self._card(page))
        crowded = page.error is not None or bool(page.tray) or len(page.form.fields) > _FEW_FIELDS
        self._steps.bind(() if crowded or not self._roomy else page.steps)
        beside = self.style_.sizes.form is ScreenForm.LANDSCAPE and page.error is not None
        self._toggle.bind(None if beside else page.toggle)
        self._brief_toggle.bind(page.toggle if beside else None)
        self._back.bind(page.back)
        self._others.bind(page.others)
        self._bind_fields(page.form)
        self._scroll.keep_in_view(self._question if asked else self._error if news else self._at())
        self._keyboard.bind(page.keyboard, page.form.submit, kind=self._kind(), busy=page.form.waiting)
        unused = asked and self.style_.sizes.low
        show_if(self._entries, not unused)
        show_if(self._keyboard, not unused)
        show_if(self.bench, not unused or self.style_.sizes.portrait)

    @property
    def _roomy(self) -> bool:
        s = self.style_.sizes
        return s.portrait and not (s.low or s.narrow)

    def _bind_head(self, page: FormPage, error: Banner | None) -> None:
        """Show the headline and the error.

        If there is little room, hide the text under the headline. If there is even less room, make the headline smaller
        or hide the headline.
        """
        s, more = self.style_.sizes, page.toggle is not None
        if s.form is ScreenForm.PORTRAIT:
            crowded = page.error is not None and bool(more or page.tray)
        else:
            crowded = page.error is not None or sum((more, bool(page.tray), bool(page.others[1:]))) > 1
        small = s.form is ScreenForm.LANDSCAPE and (crowded or more)
        self._head.headline.set_px(s.pick(80, 36, 27) if small else s.h1)
        self._head.bind(page.headline, "" if crowded or s.low else page.lead)
        self._error.bind(error)
        crowds_out = more or (error is not None and s.portrait) or self._card(page) is not None
        show_if(self._head, not (s.low and s.form is not ScreenForm.LANDSCAPE and crowds_out))

    def _card(self, page: FormPage) -> TrayCard | None:
        """Return the newest item of the tray, or None if the tray is empty.

        Also return None if the screen is low and another part of the page needs the room.
        """
        card, low = next(iter(page.tray), None), self.style_.sizes.low
        gives_way = page.error is not None or page.toggle is not None or (card is not None and card.remove is None)
        return None if low and gives_way else card

    def wipe(self) -> None:
        """Remove everything that was typed, because somebody leaves the page."""
        for field in self._fields:
            field.wipe()
        self._form = self._told = None

    def _bind_fields(self, form: Form) -> None:
        """Show the fields of the form.

        If the form has the same `ident` as before, the typed text stays, even if the labels or some fields are new.
        """
        anew = self._form is None or self._form.ident != form.ident
        if anew:
            self._drop(self._fields)
            self._fields = []
        self._form = form
        kept = {field.field.ident: field for field in self._fields}
        self._fields = [
            kept.pop(field.ident) if field.ident in kept else self._made(field, form) for field in form.fields
        ]
        self._drop(kept.values())
        for index, (entry, field) in enumerate(zip(self._fields, form.fields, strict=True)):
            if self._entry_line.indexOf(entry) != index:
                self._entry_line.insertWidget(index, entry, 0, self._align)
                entry.show()
            entry.say(field, form.show_secret)
            entry.edit.setReadOnly(form.waiting)
        if anew:
            self._keyboard.start_over()
        if anew or kept:
            self._start_typing()

    def _made(self, field: Field, form: Form) -> EntryField:
        made = EntryField(self.style_, field, form.show_secret)
        made.returned.connect(self._enter)
        made.focused.connect(self._focus_moved)
        return made

    def _drop(self, fields: Iterable[EntryField]) -> None:
        for field in fields:
            self._scroll.keep_in_view(None)
            field.wipe()
            self._entry_line.removeWidget(field)
            field.hide()
            field.deleteLater()

    def _start_typing(self) -> None:
        """Give the first empty field the keyboard focus. If no field is empty, give the focus to the first field."""
        empty = [field for field in self._fields if not field.edit.text()]
        for field in empty[:1] or self._fields[:1]:
            field.start()

    def _at(self) -> EntryField | None:
        """Return the field with the keyboard focus, or the first field if no field has the focus."""
        used = [field for field in self._fields if field.edit is self.focusWidget()]
        return next(iter(used or self._fields), None)

    def _kind(self) -> FieldKind:
        field = self._at()
        return FieldKind.TEXT if field is None else field.field.kind

    def _focus_moved(self) -> None:
        self._scroll.keep_in_view(self._at())
        self._keyboard.for_field(self._kind())

    def _type(self, text: str) -> None:
        field = self._at()
        if field is not None and not field.edit.isReadOnly():
            field.type(text)

    def _delete(self) -> None:
        field = self._at()
        if field is not None and not field.edit.isReadOnly():
            field.edit.backspace()

    def _enter(self) -> None:
        """Move the focus to the first empty field. If no field is empty, send the form.

        If the first empty field already has the focus, send the form, too. The answer then says which text is missing.
        """
        if self._form is None or self._form.waiting or not self._form.submit.enabled:
            return
        empty = [field for field in self._fields if not field.edit.text()]
        at = self._at()
        if empty and at is not None and at not in empty[:1]:
            empty[0].edit.setFocus(Qt.FocusReason.TabFocusReason)
        else:
            values = tuple((field.field.ident, field.edit.text()) for field in self._fields)
            self.form_sent.emit(FilledForm(self._form.ident, values))
