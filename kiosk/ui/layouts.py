"""What stands on the keys, by language."""

from dataclasses import dataclass

DIGITS = "1234567890"
_BESIDE_THE_THIRD = 3
"""Keys for which Shift and Delete take the room."""
PIN_ROWS = ("123", "456", "789")
_ENGLISH = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
_LETTERS = {
    "en": _ENGLISH,
    "nl": _ENGLISH,
    "fr": ("azertyuiop", "qsdfghjklm", "wxcvbn'"),
    "de": ("qwertzuiopü", "asdfghjklöä", "yxcvbnmß"),
    "es": ("qwertyuiop", "asdfghjklñ", "zxcvbnm"),
}
_ACCENTS = {
    "en": "éèêçñáöüß&",
    "nl": "éëïöüèêçáó",
    "fr": "éèêëàâçùûî",
    "de": "äöüßéèàçñ€",
    "es": "áéíóúüñ¿¡ç",
}


@dataclass(frozen=True, slots=True)
class Words:
    """The keys that are words."""

    space: str
    shift: str
    delete: str
    signs: str
    letters: str


_WORDS = {
    "en": Words("space", "Capitals", "Delete", "Signs", "Letters"),
    "nl": Words("spatie", "Hoofdletters", "Wissen", "Tekens", "Letters"),
    "fr": Words("espace", "Majuscules", "Effacer", "Signes", "Lettres"),
    "de": Words("Leertaste", "Großbuchstaben", "Löschen", "Zeichen", "Buchstaben"),
    "es": Words("espacio", "Mayúsculas", "Borrar", "Signos", "Letras"),
}


def words(language: str) -> Words:
    """In this language, else in English."""
    return _WORDS.get(language[:2], _WORDS["en"])


def letters(language: str, *, widest: int) -> tuple[str, ...]:
    """Three rows of small letters, none with more than `widest` keys; what does not fit is among the accents."""
    first, second, third = _LETTERS.get(language[:2], _ENGLISH)
    return first[:widest], second[:widest], third[: widest - _BESIDE_THE_THIRD]


def signs(language: str, *, with_digits: bool) -> tuple[tuple[str, ...], ...]:
    """Two pages of three rows. With @ and the dot, which always stand in the last row, they hold all of ASCII."""
    accents = _ACCENTS.get(language[:2], _ACCENTS["en"])
    if with_digits:
        return (DIGITS, "!?&+-_=/#%", "\"'():;*"), (",<>[]{}|$€", accents, "\\^~`£§°")
    return ("!?&+-_=/#%", "\"'():;,*$", "<>[]{}|"), (accents, "\\^~`€£§°", "«»„“")
