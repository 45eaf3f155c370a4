"""Tests of the catalogues, which are the files with the translations of all sentences.

Each catalogue has all sentences of the code, with the same parameters. Each translation follows the rules of its
language.
"""

# ruff: noqa: RUF001, RUF002 - the signs of each language are what is tested

import gettext
import io
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from string import Formatter

import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from kiosk.assets import asset
from kiosk.texts import NATIVE_NAMES
from kiosk.texts.translation import SOURCE, Voice, spoken_by
from tests.texts import catalogue

LOCALE = asset("locale")
NARROW, WIDE = "\u202f", "\u00a0"
NO_WORDS = {"{day}, {time}", "{ready}, {unknown}", "{at_home}, {what}", "{title}: {condition}"}
LIKE_ENGLISH = {
    "fr": NO_WORDS - {"{title}: {condition}", "{day}, {time}"} | {"Magazine"},
    "es": NO_WORDS | {"PIN"},
    "de": NO_WORDS | {"PIN", "Video"},
    "nl": NO_WORDS | {"Later", "Project", "Video"},
}
"""For each language, the translations that are correct although they are equal to the English text."""


def catalogue_of(language: str) -> Catalog:
    return read_po(io.BytesIO(catalogue.po_file(language, LOCALE).read_bytes()), locale=language)


def forms(text: str | list[str] | tuple[str, ...] | None) -> tuple[str, ...]:
    return (text or "",) if isinstance(text, str | None) else tuple(text)


TRANSLATED = [
    (code, message) for code in NATIVE_NAMES if code != SOURCE for message in catalogue_of(code) if message.id
]
"""The sentences of all catalogues except the English catalogue, each with the code of its language."""


def test_every_language_has_sentences() -> None:
    """If there were no sentences, the tests below could not find a mistake."""
    assert {code for code, _message in TRANSLATED} == set(NATIVE_NAMES) - {SOURCE}
    assert len(TRANSLATED) > 2000


def test_the_catalogues_hold_the_sentences_of_the_code() -> None:
    assert catalogue.stale(LOCALE) == [], "run: python -m tests.texts.catalogue"


def test_every_language_with_a_button_has_its_catalogue() -> None:
    assert {path.parts[-3] for path in LOCALE.glob("*/LC_MESSAGES/*.po")} == set(NATIVE_NAMES)


def test_a_catalogue_with_a_missing_sentence_is_stale_until_it_is_brought_up_to_date(tmp_path: Path) -> None:
    po = catalogue.po_file("fr", tmp_path)
    po.parent.mkdir(parents=True)
    po.write_text('msgid "Help"\nmsgstr "Aide"\n\nmsgid "Gone"\nmsgstr "Parti"\n')
    assert po in catalogue.stale(tmp_path)
    for path, held in catalogue.files(tmp_path).items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(held)
    assert catalogue.stale(tmp_path) == []
    assert 'msgstr "Aide"' in po.read_text()
    assert "Parti" not in po.read_text()


# --- sentences of each catalogue -----------------------------------------------------------------


def test_every_sentence_is_there() -> None:
    missing = [f"{code}: {message.id}" for code, message in TRANSLATED if not all(forms(message.string))]
    assert not missing, "\n".join(missing)


def test_no_sentence_was_left_in_english() -> None:
    same: dict[str, set[str]] = {code: set() for code in LIKE_ENGLISH}
    for code, message in TRANSLATED:
        same[code] |= set(forms(message.string)) & set(forms(message.id))
    assert same == LIKE_ENGLISH


def parameters(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


def test_translations_have_the_parameters_of_their_sentence() -> None:
    wrong = [
        f"{code}: {one}"
        for code, message in TRANSLATED
        for one in forms(message.string)
        if parameters(one) not in map(parameters, forms(message.id))
    ]
    assert not wrong, "\n".join(wrong)


def test_what_ends_with_a_stop_does_so_in_every_language_and_labels_do_not() -> None:
    ends = re.compile(r"[.:?]$")
    wrong = [
        f"{code}: {one}"
        for code, message in TRANSLATED
        for said, one in zip(forms(message.id), forms(message.string), strict=True)
        if bool(ends.search(said)) is not bool(ends.search(one))
    ]
    assert not wrong, "\n".join(wrong)


# --- spelling and signs of each language ---------------------------------------------------------


def french(text: str) -> Iterator[str]:
    """Yield each mistake in a French text: a wrong space at ; ! ? : « », or a quotation mark of another language."""
    yield from re.findall(rf"[^{NARROW}][;!?]", text)
    yield from re.findall(rf"[^{WIDE}](?::|»)", text)
    yield from re.findall(rf"«[^{WIDE}]", text)
    yield from re.findall(r"[“”„‘]", text)


def spanish(text: str) -> Iterator[str]:
    """Yield each mistake in a Spanish text.

    A mistake is an opening sign without its closing sign, a space inside «», or a quotation mark of another language.
    """
    yield from ("¿?" for _ in range(abs(text.count("¿") - text.count("?"))))
    yield from ("¡!" for _ in range(abs(text.count("¡") - text.count("!"))))
    yield from ("«»" for _ in range(abs(text.count("«") - text.count("»"))))
    yield from re.findall(r"«\s|\s»|[“”„‘’]|\s[;:!?]", text)


def german(text: str) -> Iterator[str]:
    """Yield each mistake in a German text: quotation marks other than „So“, "du" instead of "Sie", "ihr" for "Ihr"."""
    yield from re.findall(r"“[^“]*”|[”«»‘]|\s[;:!?]", text)
    yield from ("„“" for _ in range(abs(text.count("„") - text.count("“"))))
    yield from re.findall(r"\b(?:du|dein\w*|dir|dich|ihr(?:e[mnrs]?)? (?:Chip|Konto|Korb))\b", text)


def dutch(text: str) -> Iterator[str]:
    """Yield each mistake in a Dutch text: quotation marks other than ‘So’, and the word "u" instead of "je"."""
    yield from re.findall(r"[“”„«»]|\s[;:!?]", text)
    yield from ("‘’" for _ in range(max(0, text.count("‘") - text.count("’"))))
    yield from re.findall(r"\b[Uu]w?\b", text)


WRITTEN: dict[str, Callable[[str], Iterator[str]]] = {"fr": french, "es": spanish, "de": german, "nl": dutch}


def spaced(text: str) -> list[str]:
    """Return each mistake for any language: a straight quotation mark, two spaces, a space at an end, three dots."""
    return re.findall(r"['\"]|  |^\s|\s$|\.\.\.", text)


def test_each_language_is_written_as_it_is() -> None:
    wrong = [
        f"{code}: {one}: {fault!r}"
        for code, message in TRANSLATED
        for one in forms(message.string)
        for fault in (*WRITTEN[code](one), *spaced(one))
    ]
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize(
    ("language", "faulty"),
    [
        ("fr", "Toujours là?"),
        ("fr", "« ici »"),
        ("es", "Sigues ahí?"),
        ("es", "Pulsa “Terminar”"),
        ("de", "Auf “Fertig” tippen"),
        ("de", "Halte deinen Chip hin"),
        ("nl", "Houd uw badge"),
        ("nl", "Tik op „Klaar“"),
    ],
)
def test_the_rules_of_writing_find_what_they_are_for(language: str, faulty: str) -> None:
    assert list(WRITTEN[language](faulty)) != []


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("fr", ["0 outil prêt", "1 outil prêt", "2 outils prêts"]),
        ("es", ["0 herramientas listas", "1 herramienta lista", "2 herramientas listas"]),
        ("de", ["0 Werkzeuge sind bereit", "1 Werkzeug ist bereit", "2 Werkzeuge sind bereit"]),
        ("nl", ["0 stuks zijn klaar", "1 stuk is klaar", "2 stuks zijn klaar"]),
    ],
)
def test_each_language_counts_in_its_own_way(language: str, said: list[str]) -> None:
    voice = Voice(language, translations(catalogue_of(language)))
    assert [voice.count("{n} tool is ready", "{n} tools are ready", n) for n in (0, 1, 2)] == said


def translations(catalog: Catalog) -> gettext.GNUTranslations:
    compiled = io.BytesIO()
    write_mo(compiled, catalog)
    compiled.seek(0)
    return gettext.GNUTranslations(compiled)


# --- broken catalogues ---------------------------------------------------------------------------


@pytest.mark.parametrize("content", [b"", b"not a catalogue at all", b"\xde\x12\x04\x95" + b"\xff" * 24])
def test_a_broken_catalogue_is_replaced_by_english(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "broken.mo"
    file.write_bytes(content)
    voice = spoken_by(file, "fr")
    assert (voice.language, voice.say("Help")) == ("en", "Help")


def test_a_missing_catalogue_is_replaced_by_english(tmp_path: Path) -> None:
    assert spoken_by(tmp_path / "nothing.mo", "eo").language == "en"


def test_a_translation_with_a_wrong_parameter_is_said_in_english() -> None:
    catalog = Catalog(locale="fr")
    catalog.add("Remove {title}", "Retirer {titre}")
    catalog.add(("{n} tool", "{n} tools"), ("{n outil", "{} outils"))
    voice = Voice("fr", translations(catalog))
    assert voice.say("Remove {title}", title="Saw") == "Remove Saw"
    assert voice.count("{n} tool", "{n} tools", 1) == "1 tool"
    assert voice.count("{n} tool", "{n} tools", 2) == "2 tools"
