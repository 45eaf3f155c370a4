"""The translation of sentences. A voice turns an English sentence of the code into the sentence that is shown."""

import gettext
import logging
import struct
from functools import cache
from pathlib import Path

from kiosk.assets import asset
from kiosk.texts.wording import Instead, Wording, replaced

DOMAIN = "lending-kiosk"
SOURCE = "en"
"""The language of the sentences in the code."""

NOTHING: Instead = {}
"""The empty table. A voice with this table replaces no sentence of the code."""

log = logging.getLogger(__name__)


class Voice:
    """A translator into one language, which uses gettext and fills in the parameters of a sentence.

    A sentence stays English if the catalogue has no translation, or if the parameters do not fit into the translation.
    `instead` is a table of kiosk.texts.wording. For some English sentences, it has the sentence that is said instead.
    """

    def __init__(self, language: str, translations: gettext.NullTranslations, instead: Instead = NOTHING) -> None:
        self.language = language
        self._translations, self._instead = translations, instead

    def say(self, msgid: str, **words: str | int) -> str:
        """Return the translation of this sentence, with its parameters filled in."""
        other = self._instead.get(msgid)
        msgid = other if isinstance(other, str) else msgid
        return _filled(self._translations.gettext(msgid), msgid, words)

    def count(self, one: str, many: str, n: int, **words: str | int) -> str:
        """Return the translation of this sentence in the form that fits the number `n`."""
        other = self._instead.get(many)
        one, many = other if isinstance(other, tuple) else (one, many)
        source = one if n == 1 else many
        return _filled(self._translations.ngettext(one, many, n), source, {"n": n, **words})

    def for_library(self, wording: Wording) -> "Voice":
        """Return a voice of the same language that uses the words of this library, for example "card" for "fob"."""
        return Voice(self.language, self._translations, replaced(wording))


def _filled(translated: str, source: str, words: dict[str, str | int]) -> str:
    if not words:
        return translated
    try:
        return _one_stop(translated.format(**words))
    except (KeyError, IndexError, ValueError):  # somebody has written a wrong parameter into the catalogue
        return _one_stop(source.format(**words))


def _one_stop(text: str) -> str:
    """Return the text without a second full stop at its end.

    A sentence gets a second full stop if it ends with a shortened month, such as "sept.".
    """
    return text[:-1] if text.endswith("..") and not text.endswith("...") else text


class TextGroup:
    """A group of sentences that belong together. The subclasses define the sentences."""

    def __init__(self, voice: Voice) -> None:
        self.voice = voice


class Sentence:
    """A sentence without parameters, as an attribute of a group. Code that reads the attribute gets the translation."""

    def __init__(self, msgid: str) -> None:
        self.msgid = msgid

    def __get__(self, group: TextGroup, owner: type[TextGroup]) -> str:
        return group.voice.say(self.msgid)


def base(code: str) -> str:
    """Return the language in the name of a locale, for example "fr" for "fr-CA"."""
    return code.replace("_", "-").split("-")[0].lower()


def spoken_by(catalogue: Path, language: str) -> Voice:
    """Return the voice of this compiled catalogue, or the English voice if the catalogue is missing or broken."""
    try:
        with catalogue.open("rb") as file:
            return Voice(language, gettext.GNUTranslations(file))
    except FileNotFoundError:
        pass
    except (OSError, ValueError, struct.error, LookupError) as why:
        log.warning("catalogue %s cannot be used: %s", catalogue, why)
    return Voice(SOURCE, gettext.NullTranslations())


@cache
def voice_for(language: str) -> Voice:
    """Return the voice of this language, or the English voice if there is no catalogue."""
    return spoken_by(_locale_folder() / language / "LC_MESSAGES" / f"{DOMAIN}.mo", language)


def spoken_languages() -> frozenset[str]:
    """Return English and all languages that have a compiled catalogue."""
    return frozenset(path.parts[-3] for path in _locale_folder().glob(f"*/LC_MESSAGES/{DOMAIN}.mo")) | {SOURCE}


def _locale_folder() -> Path:
    try:
        return asset("locale")
    except FileNotFoundError:  # without its assets, the kiosk still speaks English
        return Path("/nonexistent")
