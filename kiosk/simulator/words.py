"""The words of the server's refusals: a code that is always English, and a message in the member's language."""

from dataclasses import dataclass

from kiosk.simulator.codes import Code
from kiosk.simulator.sayings import SAYINGS

__all__ = ["DEFAULT_LANGUAGE", "LANGUAGES", "PERIODS", "Code", "ServerRefusalError", "language_of", "money"]


@dataclass(frozen=True, slots=True)
class _Language:
    code: str
    name: str
    native: str


LANGUAGES = (
    _Language("en", "English", "English"),
    _Language("fr", "French", "Français"),
    _Language("es", "Spanish", "Español"),
    _Language("de", "German", "Deutsch"),
    _Language("nl", "Dutch", "Nederlands"),
)
DEFAULT_LANGUAGE = "en"
PERIODS = {
    "day": {"en": "per day", "fr": "par jour", "es": "por día", "de": "pro Tag", "nl": "per dag"},
    "loan": {"en": "per loan", "fr": "par emprunt", "es": "por préstamo", "de": "pro Ausleihe", "nl": "per keer"},
}
"""The words for the period of a fee, in each language."""


class ServerRefusalError(Exception):
    """A refusal by the server. If `status` is None, the knob for refusals gives the HTTP status."""

    def __init__(self, code: Code, *, status: int | None = None, item: str = "", value: str = "") -> None:
        super().__init__(code.value)
        self.code, self.status, self._item, self._value = code, status, item, value

    def message(self, language: str) -> str:
        """Return the sentence for the member, in English if the language is not known."""
        return SAYINGS.get(language, SAYINGS[DEFAULT_LANGUAGE])[self.code].format(item=self._item, value=self._value)


def language_of(accept_language: str) -> str:
    """Return the first language of the header, without its country, or the default if the library lacks it."""
    asked = accept_language.strip()[:2].lower()
    return asked if any(asked == each.code for each in LANGUAGES) else DEFAULT_LANGUAGE


def money(cents: int, language: str) -> str:
    """Return an amount in the form that the library writes."""
    text = f"{cents / 100:,.2f}"
    match language:
        case "fr":
            return f"{text.translate(str.maketrans('.,', ', '))} $"
        case "es" | "de":
            return f"{text.translate(str.maketrans('.,', ',.'))} $"
        case "nl":
            return f"$ {text.translate(str.maketrans('.,', ',.'))}"
        case _:
            return f"${text}"
