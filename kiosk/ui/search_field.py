"""The field of a search: a glass, the words, and a cross that empties it."""

from PySide6.QtCore import QEvent, QMargins, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QSizePolicy, QWidget

from kiosk.ui.boxes import column, row
from kiosk.ui.button import Cut, OwnButton, PressButton
from kiosk.ui.field import EntryBox, sheet_of
from kiosk.ui.pieces import Picture
from kiosk.ui.theme import BODY, Style

_MOST_SIGNS = 80


class SearchField(QWidget):
    """The search field: `changed` gives the words after each sign, `used` means a wish to type, `left` the Down key."""

    changed = Signal(str)
    used = Signal()
    left = Signal()

    def __init__(self, style: Style) -> None:
        super().__init__()
        s = style.sizes
        self.edit = QLineEdit()
        self.edit.setStyleSheet(sheet_of(style))
        self.edit.setFont(style.font(BODY, round(s.body * 1.1)))
        self.edit.setFrame(False)
        self.edit.setMaxLength(_MOST_SIGNS)
        self.edit.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        self.edit.setDragEnabled(False)
        self.edit.setInputMethodHints(Qt.InputMethodHint.ImhNoPredictiveText | Qt.InputMethodHint.ImhNoAutoUppercase)
        self.edit.textChanged.connect(self._changed)
        self.edit.installEventFilter(self)
        self._clear = PressButton(style, Cut.ROUND)
        self._clear.sent.connect(self._empty)
        self._box = EntryBox(style, self.edit)
        inner = row(Picture(style, "search", ink="ink-2"), self.edit, self._clear, gap=round(s.pad * 0.5))
        inner.setContentsMargins(QMargins(round(s.pad * 0.75), 0, 6, 0))
        self._box.setLayout(inner)
        self.setLayout(column(self._box))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._name_of_clear = ""

    def say(self, name: str, placeholder: str, clear: str) -> None:
        """Name the field and its cross, and set the placeholder, in the language of the view."""
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
        """Send all typing to this field from now on."""
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
