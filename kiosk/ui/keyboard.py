"""The kiosk's own keyboard on the screen.

The end of the module lists the letters, special characters and words on the keys for each language. A key never gets
the keyboard focus, because the focus must stay in the field into which somebody types.
"""

from dataclasses import dataclass

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QHideEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy

from kiosk.ui.badges import Turning, motion_allowed
from kiosk.ui.key import Cap, KeyButton, KeyKind, Strip, width_for
from kiosk.ui.theme import ScreenForm, Style
from kiosk.views.forms import FieldKind
from kiosk.views.pieces import Button

_WIDEST_GAP, _NARROWEST_GAP, _GAP_OF_LOW = 12, 4, 6
_LOW_SCREEN = 560
"""If the screen is lower than this many pixels, the keys are closer together, so that each key can be higher."""
_WANTED_KEY, _LEAST_HEIGHT = 64, 52
_MOST_OF_SCREEN = 0.5
_ENTER, _EDGE = 2.6, 1.62
"""The width of the key that sends the form, and the width of the keys Shift and Delete at the ends of their row.

A letter's key has the width 1.
"""


class Keyboard(Turning):
    """The rows of keys.

    The signal `typed` gives the text of a key. The signal `deleted` says that the key Delete was pressed, and the
    signal `entered` says that the key that sends the form was pressed.
    """

    typed = Signal(str)
    deleted = Signal()
    entered = Signal()

    def __init__(self, style: Style, *, low: bool = False) -> None:
        """Make a keyboard. If `low` is True, there is no row of digits. The digits are among the special characters."""
        super().__init__()
        s = style.sizes
        self._style = style
        self._low = low or s.low
        self._language, self._enter, self._kind = "en", "", FieldKind.TEXT
        self._chosen = ""
        """The language that somebody chose for the keys, or "" if the keys have the language of the page."""
        self._page, self._shift, self._locked, self._offering = 0, False, False, False
        self._keys: list[KeyButton] = []
        self._rows: list[list[Cap]] = []
        self._enabled, self._busy = True, False
        self._strip: Strip | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def bind(self, language: str, enter: Button, *, kind: FieldKind, busy: bool) -> None:
        """Show the keys of this language for a field of this kind. The key with the words of `enter` sends the form.

        If `busy` is True, this key shows a turning ring and cannot be pressed.
        """
        if language != self._language:
            self._chosen = ""
        if (language, enter.label, kind) != (self._language, self._enter, self._kind):
            again = (language, kind) != (self._language, self._kind)
            self._language, self._enter, self._kind = language, enter.label, kind
            self.start_over() if again else self._lay_out_keys()
        self._busy = busy
        for key in self._keys:
            if key.cap.kind is KeyKind.ENTER:
                key.busy = busy
                key.setEnabled(enter.enabled and not busy)
                key.setAccessibleDescription(enter.hint)
                key.update()

    def for_field(self, kind: FieldKind) -> None:
        """Show only digits for a PIN, capitals for the code of a label, and small letters for any other field."""
        if kind is not self._kind:
            self._kind = kind
            self.start_over()

    def start_over(self) -> None:
        """Show small letters again, or capitals for the code of a label, because most codes have capitals."""
        capitals = self._kind is FieldKind.CODE
        self._page, self._shift, self._locked, self._offering = 0, capitals, capitals, False
        self._lay_out_keys()

    def shown(self) -> list[KeyButton]:
        """Return all keys that are shown now, but not the keys of the strip with more characters."""
        return [key for key in self._keys if not key.isHidden()]

    def strip(self) -> Strip | None:
        """Return the strip that opens above a key, or None if no strip was needed so far."""
        return self._strip

    def turns(self) -> bool:
        """Return True if the key that sends the form shows a turning ring."""
        return self._busy and motion_allowed(self._style)

    # --- caps ---

    @property
    def _layout(self) -> str:
        return self._chosen or self._language

    def _lay_out_keys(self) -> None:
        self._close_strip()
        self._rows = self._pin_rows() if self._kind is FieldKind.PIN else self._letter_rows()
        count = sum(len(line) for line in self._rows)
        while len(self._keys) < count:
            self._keys.append(self._made())
        caps = [cap for line in self._rows for cap in line]
        for index, key in enumerate(self._keys):
            if index < count:
                key.set_cap(caps[index])
            key.setVisible(index < count and caps[index].kind is not KeyKind.GAP)
        self.updateGeometry()
        self._place()

    def _pin_rows(self) -> list[list[Cap]]:
        words = words_of(self._language)
        rows = [[Cap(sign, types=sign) for sign in line] for line in PIN_ROWS]
        delete = Cap("", KeyKind.DELETE, icon="bksp", name=words.delete)
        return [*rows, [delete, Cap("0", types="0"), Cap(self._enter, KeyKind.ENTER)]]

    def _letter_rows(self) -> list[list[Cap]]:
        words = words_of(self._language)
        digits = self._low
        pages = (letters(self._layout), *signs(with_digits=digits))
        first, second, third = (self._signs(line) for line in pages[self._page])
        missing = max(0, len(first) - len(second)) / 2
        indent = [Cap("", KeyKind.GAP, weight=missing)] if missing else []
        rows = [] if digits else [self._signs(DIGITS)]
        delete = Cap("", KeyKind.DELETE, _EDGE, icon="bksp", name=words.delete)
        return [
            *rows,
            first,
            [*indent, *second, *indent],
            [self._shift_cap(words), *third, delete],
            *self._last_rows(words),
        ]

    def _signs(self, line: str) -> list[Cap]:
        up = self._shift and self._page == 0
        shown = [capital(sign) if up else sign for sign in line]
        return [Cap(sign, types=sign, more=accents(sign)) for sign in shown]

    def _shift_cap(self, words: "KeyWords") -> Cap:
        if self._page:
            return Cap("2/2" if self._page == 1 else "1/2", KeyKind.SHIFT, _EDGE, name=words.signs)
        return Cap("", KeyKind.SHIFT, _EDGE, icon="shift", name=words.shift, lit=self._shift)

    def _last_rows(self, words: "KeyWords") -> list[list[Cap]]:
        """Return the last row of keys. If the key that sends the form has no room in this row, return two rows."""
        page = Cap("123" if self._low else "!?&", KeyKind.PAGE, 1.3, name=words.signs)
        if self._page:
            page = Cap("abc", KeyKind.PAGE, 1.3, name=words.letters)
        code = (self._layout[:2] if self._layout[:2] in LANGUAGES else "en").upper()
        name = f"{words.keyboard}: {words_of(code.lower()).name}"
        language = Cap(code, KeyKind.LANGUAGE, 1.1, name=name)
        accents = Cap("äé", KeyKind.ACCENTS, 1.1, name=words.accents, lit=self._offering)
        space = Cap(words.space, types=" ", weight=2.6)
        left, right = "-/" if self._kind is FieldKind.CODE else "@."
        beside = [page, language, accents, Cap(left, types=left), space, Cap(right, types=right)]
        enter = Cap(self._enter, KeyKind.ENTER, _ENTER)
        wide = self._width / (sum(cap.weight for cap in beside) + _ENTER) * _ENTER - _WIDEST_GAP
        return [[*beside, enter]] if width_for(enter, self._style) <= wide else [beside, [enter]]

    # --- what happens ---

    def _made(self) -> KeyButton:
        key = KeyButton(self._style)
        key.setParent(self)
        key.clicked.connect(lambda: self._press(key))
        key.held.connect(lambda: self._offer(key))
        key.dragged.connect(lambda place: self._strip.point_at(place) if self._strip is not None else None)
        key.dropped.connect(lambda place: self._strip.release_at(place) if self._strip is not None else None)
        return key

    def _press(self, key: KeyButton) -> None:
        cap = key.cap
        self._close_strip()
        match cap.kind:
            case KeyKind.SIGN if self._offering and cap.more:
                self._offer(key)
            case KeyKind.SIGN:
                self._type(cap)
            case KeyKind.SHIFT:
                self._press_shift()
            case KeyKind.DELETE:
                self.deleted.emit()
            case KeyKind.PAGE:
                self._page = 0 if self._page else 1
                self._lay_out_keys()
            case KeyKind.ACCENTS:
                self._offering = not self._offering
                self._lay_out_keys()
            case KeyKind.LANGUAGE:
                self._open([self._language_cap(code) for code in LANGUAGES], key)
            case KeyKind.ENTER:
                self.entered.emit()
            case KeyKind.GAP:
                pass

    def _type(self, cap: Cap) -> None:
        self.typed.emit(cap.types)
        spent = self._shift and not self._locked and cap.types != " "
        if spent or self._offering:
            self._shift, self._offering = self._shift and not spent, False
            self._lay_out_keys()

    def _press_shift(self) -> None:
        """Change between small letters and capitals. If special characters are shown, change to their other page.

        After the first press the next letter is a capital. After the second press all letters are capitals. After the
        third press all letters are small again.
        """
        if self._page:
            self._page = 3 - self._page
        else:
            self._shift, self._locked = (True, self._shift) if not self._locked else (False, False)
        self._lay_out_keys()

    # --- what a key offers ---

    def _language_cap(self, code: str) -> Cap:
        return Cap(words_of(code).name, KeyKind.LANGUAGE, types=code, lit=code == self._layout[:2])

    def _offer(self, key: KeyButton) -> None:
        """Open the strip for this key.

        The first character is the key's own character, for people who held the key by mistake.
        """
        self._open([Cap(sign, types=sign) for sign in (key.cap.types, *key.cap.more)], key)

    def _open(self, caps: list[Cap], key: KeyButton) -> None:
        if self._strip is None:
            self._strip = Strip(self._style)
            self._strip.chosen.connect(self._chose)
        window = self.window()
        left = self.mapTo(window, self.rect().topLeft()).x()
        within = QRect(left, _NARROWEST_GAP, self.width(), window.height())
        self._strip.open(caps, key, gap=max(_NARROWEST_GAP, self._gap), within=within)

    def _chose(self, cap: Cap) -> None:
        if cap.kind is KeyKind.LANGUAGE:
            self._chosen = cap.types
            self.start_over()
        else:
            self._type(cap)

    def _close_strip(self) -> None:
        if self._strip is not None:
            self._strip.close_up()

    def hideEvent(self, event: QHideEvent) -> None:
        self._close_strip()

    # --- places ---

    @property
    def _width(self) -> int:
        """Return the width of the keyboard in pixels. Before the page is laid out, return the expected width."""
        s = self._style.sizes
        return self.width() if self.testAttribute(Qt.WidgetAttribute.WA_Resized) else s.width - 2 * s.margin

    @property
    def _gap(self) -> int:
        """Return the gap between the keys in pixels. If the longest row has little room, the gap is small."""
        longest = max((len(line) for line in self._rows), default=10)
        most = _GAP_OF_LOW if self._style.sizes.height < _LOW_SCREEN else _WIDEST_GAP
        return min(most, max(_NARROWEST_GAP, (self._width - longest * _WANTED_KEY) // max(1, longest - 1)))

    def _key_height(self) -> int:
        s, count = self._style.sizes, len(self._rows) or 5
        wanted = _WANTED_KEY if s.form is ScreenForm.SMALL else max(_WANTED_KEY, round(s.tap * 1.04))
        most = (s.height * _MOST_OF_SCREEN - (count - 1) * self._gap) / count
        return min(wanted, max(_LEAST_HEIGHT, int(most)))

    def sizeHint(self) -> QSize:
        rows = len(self._rows) or 5
        return QSize(self._style.sizes.width, rows * self._key_height() + (rows - 1) * self._gap)

    def minimumSizeHint(self) -> QSize:
        return QSize(200, self.sizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        if event.size().width() != event.oldSize().width():
            self._lay_out_keys()  # The key that sends the form perhaps needs its own row now.
        else:
            self._place()

    def _place(self) -> None:
        """Put each key in its place. In a row, a key with twice the `weight` is twice as wide."""
        height, gap, index = self._key_height(), self._gap, 0
        most = self._style.sizes.pick(640, 620, 520) if self._kind is FieldKind.PIN else self.width()
        width = min(self.width(), max(most, 3 * 180) if self._kind is FieldKind.PIN else most)
        left = (self.width() - width) / 2
        for number, line in enumerate(self._rows):
            weight = sum(cap.weight for cap in line)
            unit = (width - gap * (len(line) - 1)) / weight
            x = left
            for cap in line:
                right = x + unit * cap.weight
                self._keys[index].setGeometry(round(x), number * (height + gap), round(right) - round(x), height)
                x, index = right + gap, index + 1


# --- characters and words on the keys, by language ---

DIGITS = "1234567890"
PIN_ROWS = ("123", "456", "789")
_ENGLISH = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
_LETTERS = {
    "en": _ENGLISH,
    "fr": ("azertyuiop", "qsdfghjklm", "wxcvbn'"),
    "es": ("qwertyuiop", "asdfghjklñ", "zxcvbnm"),
    "de": ("qwertzuiopü", "asdfghjklöä", "yxcvbnmß"),
    "nl": _ENGLISH,
}
_SIGNS = (
    ("!?&+-_=/#%", "@.,:;\"'()*", "<>[]{}|"),
    ("$€£§°\\^~`¿", "«»„“”‚‘’¡·", "–—…ªº²³"),  # noqa: RUF001 - people can type these typographic signs
)
_SIGNS_WITH_DIGITS = (
    (DIGITS, "@.!?&+-_=/", "\"'():;*"),
    ("#%,<>[]{}|", "$€£§°\\^~`¿", "«»„“’¡–"),  # noqa: RUF001
)
_ACCENTS = {
    "a": "àáâãäåæāăą",
    "c": "çćčċĉ",
    "d": "ďđð",
    "e": "éèêëēėęěĕ",
    "g": "ğģġĝ",
    "h": "ħĥ",
    "i": "ìíîïīįıĩĭ",
    "j": "ĵ",
    "k": "ķ",
    "l": "łľĺļŀ",
    "n": "ñńňņŋ",
    "o": "òóôõöøœőōŏ",
    "r": "řŕŗ",
    "s": "ßśšşșŝ",
    "t": "þťțţŧ",
    "u": "ùúûüūůűųŭũ",
    "w": "ŵẁẃẅ",
    "y": "ýÿŷ",
    "z": "źžż",
    "!": "¡",
    "?": "¿",
    "$": "€£¥¢",
    "'": "’‘‚`´",  # noqa: RUF001
    '"': "“”„«»",
    "-": "–—·",  # noqa: RUF001
    ".": "…·",
    "0": "°",
}
"""The characters that a key offers when somebody holds the key.

They include all letters of the kiosk's languages and of many other languages of Europe.
"""
_CAPITALS = {"ı": "I", "ß": "ẞ"}  # noqa: RUF001
_DOTTED = "İ"
"""The Turkish capital of i. Python's `upper` never returns this letter, because `upper` does not know the language."""


@dataclass(frozen=True, slots=True)
class KeyWords:
    """The words on the keys in one language. `name` is the language's own name, such as "Deutsch"."""

    name: str
    space: str
    shift: str
    delete: str
    signs: str
    letters: str
    accents: str
    keyboard: str


_WORDS = {
    "en": KeyWords("English", "space", "Capitals", "Delete", "Signs", "Letters", "Letters with accents", "Keyboard"),
    "fr": KeyWords("Français", "espace", "Majuscules", "Effacer", "Signes", "Lettres", "Lettres accentuées", "Clavier"),
    "es": KeyWords("Español", "espacio", "Mayúsculas", "Borrar", "Signos", "Letras", "Letras con acentos", "Teclado"),
    "de": KeyWords(
        "Deutsch", "Leertaste", "Großbuchstaben", "Löschen", "Zeichen", "Buchstaben", "Akzentbuchstaben", "Tastatur"
    ),
    "nl": KeyWords(
        "Nederlands", "spatie", "Hoofdletters", "Wissen", "Tekens", "Letters", "Letters met accenten", "Toetsenbord"
    ),
}
LANGUAGES = tuple(_WORDS)
"""The codes of the languages that have their own keyboard."""


def words_of(language: str) -> KeyWords:
    """Return the words in this language, or in English if the language has no keyboard."""
    return _WORDS.get(language[:2], _WORDS["en"])


def letters(language: str) -> tuple[str, ...]:
    """Return the three rows of small letters for this language."""
    return _LETTERS.get(language[:2], _ENGLISH)


def signs(*, with_digits: bool) -> tuple[tuple[str, ...], ...]:
    """Return two pages of special characters with three rows each.

    The pages hold all special characters of ASCII and a few others, such as the euro sign. If `with_digits` is True,
    the pages hold the digits, too.
    """
    return _SIGNS_WITH_DIGITS if with_digits else _SIGNS


def capital(sign: str) -> str:
    """Return the capital of this character. Return the character itself if its capital is not a single letter."""
    upper = _CAPITALS.get(sign, sign.upper())
    return upper if len(upper) == 1 else sign


def accents(sign: str) -> str:
    """Return the characters that the key of `sign` offers when somebody holds the key. A capital offers capitals."""
    small = sign.lower()
    if sign == small:
        return _ACCENTS.get(sign, "")
    found = "".join(capital(each) for each in _ACCENTS.get(small, ""))
    return _DOTTED + found.replace("I", "") if sign == "I" else found
