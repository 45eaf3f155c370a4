"""One entry of a form: label, icon, the text, and the eye that shows a password."""

from PySide6.QtCore import QEvent, QMargins, QObject, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QLineEdit, QSizePolicy, QWidget

from kiosk.ui.boxes import column, paint_box, row
from kiosk.ui.button import Cut, OwnButton, PressButton
from kiosk.ui.pieces import Picture
from kiosk.ui.text import Text
from kiosk.ui.theme import BODY, SMALL_BOLD, Style
from kiosk.views.forms import Field, FieldKind

_MOST_SIGNS = 200
_PIN_SIGNS = 4
_HIDDEN = frozenset({FieldKind.PASSWORD, FieldKind.PIN})
_ICONS = {FieldKind.TEXT: "user", FieldKind.PASSWORD: "lock", FieldKind.PIN: "lock", FieldKind.CODE: "scan"}


class EntryBox(QWidget):
    """The surface on which the text is typed; a touch anywhere on the surface starts typing."""

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
        on = self._edit.window().focusWidget() is self._edit  # also while another window has the keyboard
        width = 2 * s.border if on else s.border
        border = c("accent") if on else c("edge")
        paint_box(QPainter(self), QRectF(self.rect()), s.radius_small, c("card"), border, width)


class EntryField(QWidget):
    """One entry of a form; the typed text is kept here and nowhere else."""

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
        self._eye = PressButton(style, Cut.ROUND)
        self._eye.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._eye.sent.connect(self._look)
        self._eye.setCheckable(True)
        inner.addWidget(self._eye)
        self._box.setLayout(inner)
        self.setLayout(column(self._label, self._box, gap=s.pick(10, 6, 2)))
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.edit.setText(field.value)
        self.say(field, show_secret)

    def say(self, field: Field, show_secret: str) -> None:
        """Show the same entry in other words, for example in another language; the typed text stays."""
        self.field = field
        self._label.say(field.label)
        self.edit.setAccessibleName(field.label)
        if field.kind is FieldKind.PASSWORD and show_secret:
            self._eye.bind(OwnButton("", icon="eye", name=show_secret))

    def _set_up(self, style: Style) -> None:
        edit, field = self.edit, self.field
        edit.setStyleSheet(sheet_of(style))
        edit.setFont(style.font(BODY, round(style.sizes.body * 1.1)))
        edit.setFrame(False)
        edit.setMaxLength(_PIN_SIGNS if field.kind is FieldKind.PIN else _MOST_SIGNS)
        edit.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        edit.setDragEnabled(False)
        hints = Qt.InputMethodHint.ImhNoPredictiveText | Qt.InputMethodHint.ImhSensitiveData
        edit.setInputMethodHints(hints | Qt.InputMethodHint.ImhNoAutoUppercase)
        if field.kind in _HIDDEN:
            edit.setEchoMode(QLineEdit.EchoMode.Password)
        edit.installEventFilter(self)
        edit.returnPressed.connect(self.returned)

    def start(self) -> None:
        """Send all typing to this field from now on."""
        self.edit.setFocus(Qt.FocusReason.OtherFocusReason)
        self._box.update()

    def type(self, text: str) -> None:
        """Insert this text, which the kiosk's own keyboard sends; a PIN takes only digits."""
        if self.field.kind is FieldKind.PIN and not text.isdigit():
            return
        self.edit.insert(text)

    def wipe(self) -> None:
        """Remove the typed text, and hide a password again."""
        self.edit.setText("")  # not clear(), which can be undone
        hidden = self.field.kind in _HIDDEN
        self.edit.setEchoMode(QLineEdit.EchoMode.Password if hidden else self.edit.echoMode())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.FocusIn, QEvent.Type.FocusOut):
            self._box.update()
            if event.type() is QEvent.Type.FocusIn:
                self.focused.emit()
        return super().eventFilter(watched, event)

    def _look(self) -> None:
        hidden = self.edit.echoMode() == QLineEdit.EchoMode.Password
        self.edit.setEchoMode(QLineEdit.EchoMode.Normal if hidden else QLineEdit.EchoMode.Password)
        self._eye.setChecked(hidden)


def sheet_of(style: Style) -> str:
    """Return a style sheet for a text field alone, because all widgets below a style sheet are slower (4 ms for 70)."""
    ink, accent, on_accent = (style.colour(token).name() for token in ("ink", "accent", "on-accent"))
    return (
        "border: 0; background: transparent;"
        f" color: {ink}; selection-background-color: {accent}; selection-color: {on_accent}"
    )
