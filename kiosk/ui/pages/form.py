"""Get in by typing; or make a fob enough from now on."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from kiosk.ui.blocks import BannerCard, ButtonRow, Head
from kiosk.ui.boxes import TINTS, Card, Tint, clear, column, row, show_if
from kiosk.ui.cut import Cut
from kiosk.ui.field import EntryField
from kiosk.ui.frame import PageFrame, expect
from kiosk.ui.keyboard import Keyboard
from kiosk.ui.pages.welcome import Tray
from kiosk.ui.pieces import Picture
from kiosk.ui.scroll import Scroll
from kiosk.ui.text import Text
from kiosk.ui.theme import H1, STRONG, Form, Style
from kiosk.ui.toggle import ToggleRow
from kiosk.views import FieldKind, FilledForm, FormPage, StepView, Tone
from kiosk.views import Form as FormView

_STEP_ICONS = ("fob", "user", "lock")


class StepCards(QWidget):
    """The steps of a form as three cards: done, now, then."""

    def __init__(self, style: Style) -> None:
        super().__init__()
        self._style = style
        self._shown: tuple[StepView, ...] = ()
        self._row = row(gap=style.sizes.gap)
        self.setLayout(self._row)
        self.hide()

    def bind(self, steps: tuple[StepView, ...]) -> None:
        """Show these; none hides them."""
        if steps != self._shown:
            self._shown = steps
            clear(self._row)
            for number, step in enumerate(steps):
                self._row.addWidget(self._card(number, step), 1)
        show_if(self, bool(steps))

    def _card(self, number: int, step: StepView) -> QWidget:
        plain = TINTS[Tone.PLAIN]
        card = Card(
            self._style, Tint(plain.surface, "accent" if step.now else plain.border, plain.ink), pad=0.6, thick=step.now
        )
        icon = "check" if step.done else _STEP_ICONS[min(number, 2)]
        line = row(Picture(self._style, icon), Text(self._style, STRONG, step.text, max_lines=2), gap=12)
        line.setStretch(1, 1)
        card.body.addLayout(line)
        return card


class FormPageFrame(PageFrame):
    """`FormPage` on the screen: fields on the wall, the keyboard on the bench."""

    def __init__(self, style: Style) -> None:
        small = style.sizes.form is Form.SMALL
        super().__init__(style, wide=True, top=not small)
        s = style.sizes
        self._form: FormView | None = None
        self._fields: list[EntryField] = []
        self._head = Head(style, H1, lead=s.body if s.portrait else s.small)
        self._error, self._question = BannerCard(style, flat=not s.portrait), BannerCard(style, flat=not s.portrait)
        self._tray, self._toggle = Tray(style, shown=1), ToggleRow(style)
        self._steps = StepCards(style)
        self._entries = QWidget()
        self._entry_line = column(gap=s.gap) if s.portrait else row(gap=s.gap)
        self._entries.setLayout(self._entry_line)
        self._back = self.press(Cut.RAIL if s.portrait else Cut.BLOCK)
        self._back.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._others = ButtonRow(style, Cut.RAIL)
        self._keyboard = Keyboard(style)
        for part in (self._question, self._tray, self._toggle, self._others):
            part.sent.connect(self.sent)
        self._keyboard.typed.connect(self._type)
        self._keyboard.deleted.connect(self._delete)
        self._keyboard.entered.connect(self._enter)
        self._lay()

    def _lay(self) -> None:
        s = self.style_.sizes
        content = QWidget()
        line = row()
        stack = QVBoxLayout(content)
        stack.setContentsMargins(0, 0, 0, 0)
        stack.setSpacing(max(12, s.gap))
        if s.portrait:
            stack.addWidget(self._head)
        else:
            line = row(self._head, self._others, self._back, gap=s.gap)
            line.setStretch(0, 1)
            self.walls.addLayout(line)
            self.walls.setSpacing(s.pick(0, 10, 3))
        if s.form is Form.SMALL:
            self.walls.setContentsMargins(s.margin, 3, s.margin, 2)
            line.insertWidget(1, self._error, 1)
        else:
            stack.addWidget(self._error)
        for part in (self._question, self._tray, self._steps, self._entries, self._toggle):
            stack.addWidget(part)
        stack.addStretch(1)
        self._scroll = Scroll(self.style_, content, strip=s.portrait)
        self.walls.addWidget(self._scroll, 1)
        self.bench.foot.addWidget(self._keyboard)
        if s.portrait:
            self.bench.foot.addLayout(row(self._back, 0, self._others, gap=s.gap))

    def bind(self, page: object) -> None:
        """Show this page; what was typed into another form is gone."""
        page = expect(page, FormPage)
        form = self.style_.sizes.form
        asked = page.error is not None and bool(page.error.buttons)
        error = None if asked else page.error
        lead = page.lead if form is Form.PORTRAIT or (form is Form.LANDSCAPE and not page.error) else ""
        self._head.bind(page.headline, lead)
        show_if(self._head, not (form is Form.SMALL and error))
        self._error.bind(error)
        self._question.bind(page.error if asked else None)
        self._tray.bind(page.tray)
        self._steps.bind(page.steps if self.style_.sizes.portrait else ())
        self._toggle.bind(page.toggle)
        self._back.bind(page.back)
        self._others.bind(page.others)
        if self._form is None or self._form.ident != page.form.ident:
            self._make_fields(page.form)
        self._form = page.form
        for field in self._fields:
            field.edit.setReadOnly(page.form.waiting)
        self._scroll.keep_in_view(self._question if asked else self._at())
        self._keyboard.bind(page.keyboard, page.form.submit, pin=self._wants_pin(), busy=page.form.waiting)

    def wipe(self) -> None:
        """Nothing that was typed stays when the page goes."""
        for field in self._fields:
            field.wipe()
        self._form = None

    def _make_fields(self, form: FormView) -> None:
        for old in self._fields:
            old.wipe()
        self._scroll.keep_in_view(None)
        clear(self._entry_line)
        self._fields = [EntryField(self.style_, field, form.show_secret) for field in form.fields]
        for field in self._fields:
            self._entry_line.addWidget(field)
            field.show()
            field.returned.connect(self._enter)
            field.focused.connect(self._focus_moved)
        self._keyboard.start_over()
        empty = [field for field in self._fields if not field.edit.text()]
        for field in empty[:1] or self._fields[:1]:
            field.edit.setFocus(Qt.FocusReason.OtherFocusReason)

    def _at(self) -> EntryField | None:
        """The field in use."""
        used = [field for field in self._fields if field.edit.hasFocus()]
        return next(iter(used or self._fields), None)

    def _wants_pin(self) -> bool:
        field = self._at()
        return field is not None and field.field.kind is FieldKind.PIN

    def _focus_moved(self) -> None:
        self._scroll.keep_in_view(self._at())
        self._keyboard.for_field(pin=self._wants_pin())

    def _type(self, text: str) -> None:
        field = self._at()
        if field is not None and not field.edit.isReadOnly():
            field.type(text)

    def _delete(self) -> None:
        field = self._at()
        if field is not None and not field.edit.isReadOnly():
            field.edit.backspace()

    def _enter(self) -> None:
        """On to the next empty field; when none is left, send."""
        if self._form is None or self._form.waiting or not self._form.submit.enabled:
            return
        empty = [field for field in self._fields if not field.edit.text()]
        at = self._at()
        if empty and at is not None and at not in empty[:1]:
            empty[0].edit.setFocus(Qt.FocusReason.TabFocusReason)
        elif not empty:
            values = tuple((field.field.ident, field.edit.text()) for field in self._fields)
            self.form_sent.emit(FilledForm(self._form.ident, values))
