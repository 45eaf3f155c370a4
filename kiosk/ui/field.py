"""The fields into which people type.

An `EntryField` is one field of a form. Its button with an eye shows or hides a password. A `SearchField` takes the
words of a search.
"""

from PySide6.QtCore import QEvent, QMargins, QObject, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QLineEdit, QSizePolicy, QWidget

from kiosk.ui.badges import Picture
from kiosk.ui.boxes import column, paint_box, row
from kiosk.ui.button import OwnButton, PressButton, Shape
from kiosk.ui.text import Text
from kiosk.ui.theme import BODY, SMALL_BOLD, Style
from kiosk.views.forms import Field, FieldKind

_MOST_SIGNS, _PIN_SIGNS, _MOST_SEARCH_SIGNS = 200, 4, 80
_HIDDEN = frozenset({FieldKind.PASSWORD, FieldKind.PIN})
_ICONS = {FieldKind.TEXT: "user", FieldKind.PASSWORD: "lock", FieldKind.PIN: "lock", FieldKind.CODE: "scan"}


class EntryBox(QWidget):
    """The surface around the typed text. If somebody touches the surface, the text gets the keyboard focus."""

    def __init__(self, style: Style, edit: QLineEdit) -> None:
        super().__init__()
        self._style, self._edit = style, edit
        self.setMinimumHeight(style.sizes.tap)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(300, self._style.sizes.tap)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._edit.setFocus(Qt.FocusReason.MouseFocusReason)

    def paintEvent(self, event: QPaintEvent) -> None:
        s, c = self._style.sizes, self._style.colour
        on = self._edit.window().focusWidget() is self._edit  # hasFocus() is always False in an inactive window.
        width = 2 * s.border if on else s.border
        border = c("accent") if on else c("edge")
        paint_box(QPainter(self), QRectF(self.rect()), s.radius_small, c("card"), border, width)


class EntryField(QWidget):
    """One field of a form. Only this widget stores the text that somebody types into the field."""

    focused = Signal()
    returned = Signal()

    def __init__(self, style: Style, field: Field, show_secret: str) -> None:
        super().__init__()
        s = style.sizes
        self.field = field
        self.edit = QLineEdit()
        self._set_up(style)
        self._label = Text(style, SMALL_BOLD, max_lines=2)
        self._box = EntryBox(style, self.edit)
        inner = row(gap=round(s.pad * 0.5))
        if not s.narrow:
            inner.addWidget(Picture(style, _ICONS[field.kind], ink="ink-2"))
        inner.addWidget(self.edit, 1)
        inner.setContentsMargins(QMargins(round(s.pad * 0.75), 0, 6, 0))
        self._eye = PressButton(style, Shape.ROUND)
        self._eye.setCheckable(True)
        self._eye.toggled.connect(self._look)  # a screen reader toggles the button without a click
        inner.addWidget(self._eye)
        self._box.setLayout(inner)
        self.setLayout(column(self._label, self._box, gap=s.pick(10, 6, 2)))
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.edit.setText(field.value)
        self.say(field, show_secret)

    def say(self, field: Field, show_secret: str) -> None:
        """Change the label of the field, for example to another language. The typed text does not change."""
        self.field = field
        self._label.say(field.label)
        self.edit.setAccessibleName(field.label)
        if field.kind is FieldKind.PASSWORD and show_secret:
            self._eye.bind(OwnButton("", icon="eye", name=show_secret))

    def _set_up(self, style: Style) -> None:
        edit, kind = self.edit, self.field.kind
        _set_up(edit, style, _PIN_SIGNS if kind is FieldKind.PIN else _MOST_SIGNS)
        edit.setInputMethodHints(edit.inputMethodHints() | Qt.InputMethodHint.ImhSensitiveData)
        if kind in _HIDDEN:
            edit.setEchoMode(QLineEdit.EchoMode.Password)
        edit.installEventFilter(self)
        edit.returnPressed.connect(self.returned)

    def start(self) -> None:
        """Give this field the keyboard focus, so that people type into this field from now on."""
        self.edit.setFocus(Qt.FocusReason.OtherFocusReason)
        self._box.update()

    def type(self, text: str) -> None:
        """Insert this text from the kiosk's own keyboard. If the field is for a PIN, ignore text that is not digits."""
        if self.field.kind is FieldKind.PIN and not text.isdigit():
            return
        self.edit.insert(text)

    def wipe(self) -> None:
        """Remove the typed text, and hide a password again."""
        self.edit.setText("")  # We do not use clear(), because an undo would bring the text back.
        hidden = self.field.kind in _HIDDEN
        self.edit.setEchoMode(QLineEdit.EchoMode.Password if hidden else self.edit.echoMode())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.FocusIn, QEvent.Type.FocusOut):
            self._box.update()
            if event.type() is QEvent.Type.FocusIn:
                self.focused.emit()
        return super().eventFilter(watched, event)

    def _look(self, shown: bool) -> None:  # noqa: FBT001 - Qt demands this signature
        self.edit.setEchoMode(QLineEdit.EchoMode.Normal if shown else QLineEdit.EchoMode.Password)


class SearchField(QWidget):
    """The field for the words of a search.

    The signal `changed` gives the words each time they change. The signal `used` says that somebody wants to type. The
    signal `left` says that somebody pressed the Down key to leave the field.
    """

    changed = Signal(str)
    used = Signal()
    left = Signal()

    def __init__(self, style: Style) -> None:
        super().__init__()
        s = style.sizes
        self.edit = QLineEdit()
        _set_up(self.edit, style, _MOST_SEARCH_SIGNS)
        self.edit.textChanged.connect(self._changed)
        self.edit.installEventFilter(self)
        self._clear = PressButton(style, Shape.ROUND)
        self._clear.sent.connect(self._empty)
        self._box = EntryBox(style, self.edit)
        inner = row(Picture(style, "search", ink="ink-2"), self.edit, self._clear, gap=round(s.pad * 0.5))
        inner.setContentsMargins(QMargins(round(s.pad * 0.75), 0, 6, 0))
        self._box.setLayout(inner)
        self.setLayout(column(self._box))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._name_of_clear = ""

    def say(self, name: str, placeholder: str, clear: str) -> None:
        """Set the name and the placeholder text of the field, and the name of the button that empties the field."""
        self.edit.setAccessibleName(name)
        self.edit.setPlaceholderText(placeholder)
        self._name_of_clear = clear
        self._show_clear()

    def put(self, words: str) -> None:
        """Put these words into the field without sending `changed`."""
        self.edit.blockSignals(True)
        self.edit.setText(words)
        self.edit.blockSignals(False)
        self._show_clear()

    def start(self) -> None:
        """Give this field the keyboard focus, so that people type into this field from now on."""
        self.edit.setFocus(Qt.FocusReason.OtherFocusReason)
        self._box.update()

    def _changed(self, words: str) -> None:
        self._show_clear()
        self.changed.emit(words)

    def _show_clear(self) -> None:
        wanted = bool(self.edit.text())
        self._clear.bind(OwnButton("", icon="cross", name=self._name_of_clear) if wanted else None)

    def _empty(self) -> None:
        self.edit.setText("")
        self.start()
        self.used.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kind = event.type()
        if kind in (QEvent.Type.FocusIn, QEvent.Type.FocusOut):
            self._box.update()
        if kind is QEvent.Type.MouseButtonPress:
            self.used.emit()
        if kind is QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Down:
            self.left.emit()
            return True
        return super().eventFilter(watched, event)


def _set_up(edit: QLineEdit, style: Style, most_signs: int) -> None:
    """Set the colours and the font of the field, and switch off menus, dragging and suggestions of words.

    People can type at most `most_signs` characters. Only the field itself gets a style sheet, because a style sheet for
    a whole page would make all widgets of the page slower (4 ms for 70 widgets).
    """
    ink, accent, on_accent = (style.colour(token).name() for token in ("ink", "accent", "on-accent"))
    edit.setStyleSheet(
        "border: 0; background: transparent;"
        f" color: {ink}; selection-background-color: {accent}; selection-color: {on_accent}"
    )
    edit.setFont(style.font(BODY, round(style.sizes.body * 1.1)))
    edit.setFrame(False)
    edit.setMaxLength(most_signs)
    edit.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
    edit.setDragEnabled(False)
    edit.setAcceptDrops(False)
    edit.setInputMethodHints(Qt.InputMethodHint.ImhNoPredictiveText | Qt.InputMethodHint.ImhNoAutoUppercase)
