"""The catalogues hold today's sentences, all of them in French, with the same parameters, written as French is."""

import gettext
import io
import re
from pathlib import Path
from string import Formatter

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from kiosk.assets import asset
from kiosk.texts import catalogue
from kiosk.texts.voice import Voice, spoken_by

LOCALE = asset("locale")
THE_SAME_IN_FRENCH = {"{ready}, {unknown}", "{at_home}, {what}"}
NARROW, WIDE = "\u202f", "\u00a0"


def catalogue_of(language: str) -> Catalog:
    return read_po(io.BytesIO(catalogue.po_file(language, LOCALE).read_bytes()), locale=language)


def forms(text: str | list[str] | tuple[str, ...] | None) -> tuple[str, ...]:
    return (text or "",) if isinstance(text, str | None) else tuple(text)


FRENCH = [message for message in catalogue_of("fr") if message.id]


def test_the_catalogues_hold_the_sentences_of_the_code() -> None:
    assert catalogue.stale(LOCALE) == [], "run: python -m kiosk.texts.catalogue"


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


def test_every_sentence_is_there_in_french() -> None:
    assert [message.id for message in FRENCH if not all(forms(message.string))] == []


def test_no_sentence_was_left_in_english() -> None:
    same = {one for message in FRENCH for one in forms(message.string) if one in forms(message.id)}
    assert same == THE_SAME_IN_FRENCH


def parameters(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


@pytest.mark.parametrize("language", ["en", "fr"])
def test_translations_have_the_parameters_of_their_sentence(language: str) -> None:
    wrong = [
        message.id
        for message in catalogue_of(language)
        for one in forms(message.string)
        if message.id and one and parameters(one) != set().union(*map(parameters, forms(message.id)))
    ]
    assert wrong == []


def typography(text: str) -> list[str]:
    """What is not written as French is: a plain space, or none, before a high sign; a typewriter's apostrophe."""
    return [
        *re.findall(rf"[^{NARROW}][;!?]", text),
        *re.findall(rf"[^{WIDE}](?::|»)", text),
        *re.findall(rf"«[^{WIDE}]", text),
        *re.findall(r"['\"“”]", text),
    ]


@pytest.mark.parametrize("message", FRENCH, ids=lambda message: str(message.id)[:40])
def test_french_is_written_as_french(message: Message) -> None:
    assert [fault for one in forms(message.string) for fault in typography(one)] == []


def test_french_counts_zero_and_one_alike() -> None:
    voice = Voice("fr", translations(catalogue_of("fr")))
    said = [voice.count("{n} tool is ready", "{n} tools are ready", n) for n in (0, 1, 2)]
    assert said == ["0 outil prêt", "1 outil prêt", "2 outils prêts"]


def translations(catalog: Catalog) -> gettext.GNUTranslations:
    compiled = io.BytesIO()
    write_mo(compiled, catalog)
    compiled.seek(0)
    return gettext.GNUTranslations(compiled)


@pytest.mark.parametrize("spoiled", [b"", b"not a catalogue at all", b"\xde\x12\x04\x95" + b"\xff" * 24])
def test_a_broken_catalogue_is_replaced_by_english(tmp_path: Path, spoiled: bytes) -> None:
    file = tmp_path / "broken.mo"
    file.write_bytes(spoiled)
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
