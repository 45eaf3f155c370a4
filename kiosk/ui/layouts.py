"""The signs and words on the keys of the keyboard, by language."""

from dataclasses import dataclass

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


def words(language: str) -> KeyWords:
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
