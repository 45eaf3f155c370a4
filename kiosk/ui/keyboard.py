"""The kiosk's own keyboard: how its keys are laid out and how large they are; at the end the signs of each language.

Its keys never take the focus from the field that they type into.
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
"""On screens lower than this, in pixels, the keys stand closer together, so that they can be high."""
_WANTED_KEY, _LEAST_HEIGHT = 64, 52
_MOST_OF_SCREEN = 0.5
_ENTER, _EDGE = 2.6, 1.62
"""The widths of the key that sends and of the keys at the edge, as multiples of a letter's key."""


class Keyboard(Turning):
    """Rows of keys, which tell by signals what they do. A small keyboard has all keys, too, but smaller ones."""

    typed = Signal(str)
    deleted = Signal()
    entered = Signal()

    def __init__(self, style: Style, *, low: bool = False) -> None:
        """Make a keyboard; a `low` one has its digits among the signs."""
        super().__init__()
        s = style.sizes
        self._style = style
        self._low = low or s.low
        self._language, self._enter, self._kind = "en", "", FieldKind.TEXT
        self._chosen = ""
        """The language whose keys somebody asked for, while the page shows another one; else empty."""
        self._page, self._shift, self._locked, self._offering = 0, False, False, False
        self._keys: list[KeyButton] = []
        self._rows: list[list[Cap]] = []
        self._enabled, self._busy = True, False
        self._strip: Strip | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def bind(self, language: str, enter: Button, *, kind: FieldKind, busy: bool) -> None:
        """Take the layout of this language; `enter` is the button that sends, `kind` the kind of the field in use."""
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
        """Show digits for a PIN, capitals for a label's code, and all keys for any other field."""
        if kind is not self._kind:
            self._kind = kind
            self.start_over()

    def start_over(self) -> None:
        """Show small letters again, or capitals for a label's code, because most codes have capitals."""
        capitals = self._kind is FieldKind.CODE
        self._page, self._shift, self._locked, self._offering = 0, capitals, capitals, False
        self._lay_out_keys()

    def shown(self) -> list[KeyButton]:
        """Return all keys that can be pressed now, without the keys of the strip."""
        return [key for key in self._keys if not key.isHidden()]

    def strip(self) -> Strip | None:
        """Return the strip above a key, or None if no strip was needed so far."""
        return self._strip

    def turns(self) -> bool:
        """Return True if the key that sends shows a turning ring."""
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
        """Return the last rows; the key that sends gets its own row if its words do not fit beside the other keys."""
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
        """Write one capital, at a second press only capitals, at a third none; among the signs, show the other page."""
        if self._page:
            self._page = 3 - self._page
        else:
            self._shift, self._locked = (True, self._shift) if not self._locked else (False, False)
        self._lay_out_keys()

    # --- what a key offers ---

    def _language_cap(self, code: str) -> Cap:
        return Cap(words_of(code).name, KeyKind.LANGUAGE, types=code, lit=code == self._layout[:2])

    def _offer(self, key: KeyButton) -> None:
        """Open the strip for this key; the key's own sign comes first, because a key may be held by mistake."""
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
        """Return the keyboard's width in pixels, or the width that it will get when the page is laid out."""
        s = self._style.sizes
        return self.width() if self.testAttribute(Qt.WidgetAttribute.WA_Resized) else s.width - 2 * s.margin

    @property
    def _gap(self) -> int:
        """Return the gap between keys, in pixels: the longest row decides, so that its keys are wide enough."""
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
            self._lay_out_keys()  # the key that sends may need a row of its own now
        else:
            self._place()

    def _place(self) -> None:
        """Give each key its place: the caps of a row share the width by weight, after the gaps are taken off."""
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


# --- signs and words on the keys, by language ---

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
    ("$€£§°\\^~`¿", "«»„“”‚‘’¡·", "–—…ªº²³"),  # noqa: RUF001 - these typographic signs can be typed
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
"""The signs that a key offers when it is held. All letters of the kiosk's and the neighbouring languages are here."""
_CAPITALS = {"ı": "I", "ß": "ẞ"}  # noqa: RUF001
_DOTTED = "İ"
"""The Turkish capital of i. Python's `upper` never gives this capital, because `upper` knows no language."""


@dataclass(frozen=True, slots=True)
class KeyWords:
    """The words for the keys that are named, and the language's own name."""

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
"""The languages that have a keyboard."""


def words_of(language: str) -> KeyWords:
    """Return the words in this language, or in English if the language has no keyboard."""
    return _WORDS.get(language[:2], _WORDS["en"])


def letters(language: str) -> tuple[str, ...]:
    """Return the three rows of small letters for this language."""
    return _LETTERS.get(language[:2], _ENGLISH)


def signs(*, with_digits: bool) -> tuple[tuple[str, ...], ...]:
    """Return two pages of three rows; they hold all signs of ASCII, and the euro, the pound and the section sign."""
    return _SIGNS_WITH_DIGITS if with_digits else _SIGNS


def capital(sign: str) -> str:
    """Return the capital of this sign, or the sign itself if it has no capital of one letter."""
    upper = _CAPITALS.get(sign, sign.upper())
    return upper if len(upper) == 1 else sign


def accents(sign: str) -> str:
    """Return the signs that the key of this sign offers when the key is held; the key of a capital offers capitals."""
    small = sign.lower()
    if sign == small:
        return _ACCENTS.get(sign, "")
    found = "".join(capital(each) for each in _ACCENTS.get(small, ""))
    return _DOTTED + found.replace("I", "") if sign == "I" else found
