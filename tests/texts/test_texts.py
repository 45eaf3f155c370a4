"""Tests that the kiosk can make every sentence in every language, and that the sentence contains all its values."""

import inspect
from collections.abc import Callable, Iterator

import pytest

from kiosk.domain.meaning import WhyNotLinked
from kiosk.domain.model import Direction, RefusalKind
from kiosk.domain.visit.lasting import NoticeKey
from kiosk.store.vault import LinkProblem
from kiosk.texts import NATIVE_NAMES, Texts, languages
from kiosk.texts.formats import locale_name
from kiosk.texts.notices import NOTICES, NoticeTexts
from kiosk.texts.translation import TextGroup, base

SAMPLES: dict[object, list[object]] = {
    str: ["Zoë {0} & %s"],
    int: [0, 1, 2, 21],
    int | None: [None, 1, 10],
    Direction: list(Direction),
    RefusalKind: list(RefusalKind),
    NoticeKey: list(NoticeKey),
}


def groups(texts: Texts) -> Iterator[TextGroup]:
    return (group for group in vars(texts).values() if isinstance(group, TextGroup))


def said(group: TextGroup) -> Iterator[tuple[str, tuple[object, ...], str]]:
    """Yield each sentence of the group, with sample values: its name, the values, and the text that they give."""
    for name in dir(type(group)):
        if name.startswith("_") or name in {"voice", "by_kind", "why_not_kept"}:
            continue
        sentence: str | Callable[..., str] = getattr(group, name)
        if isinstance(sentence, str):
            yield name, (), sentence
            continue
        kinds = [it.annotation for it in inspect.signature(sentence).parameters.values()]
        for n in range(max(len(SAMPLES[kind]) for kind in kinds)):
            given = tuple(SAMPLES[kind][n % len(SAMPLES[kind])] for kind in kinds)
            yield name, given, sentence(*given)


@pytest.mark.parametrize("language", languages())
def test_every_sentence_says_something_with_what_it_was_given(language: str) -> None:
    texts, count = Texts.for_language(language), 0
    assert texts.language == language
    for group in groups(texts):
        for name, given, text in said(group):
            where, count = f"{type(group).__name__}.{name}{given}: {text}", count + 1
            assert text.strip(), where
            if not isinstance(group, NoticeTexts):  # test_every_notice_has_its_sentence checks the texts of notices
                assert all(str(one) in text for one in given if type(one) is str), where
            if name not in {"more", "place"}:  # these two are templates, and the window puts values into their braces
                assert "{" not in text.replace("Zoë {0} & %s", ""), where
    assert count > 200


def test_every_notice_has_its_sentence() -> None:
    assert set(NOTICES) == set(NoticeKey)
    notices = Texts.for_language("fr").notices
    assert all("DR-1" in notices.of(key, "DR-1") for key, said in NOTICES.items() if said.naming)


def test_every_reason_why_a_fob_is_not_remembered_has_its_sentence() -> None:
    reasons = [*WhyNotLinked, *LinkProblem, "no_token", "not_written"]
    assert [why for why in reasons if not Texts.for_language("fr").notices.why_not_kept(why)] == []


def test_an_unknown_reason_is_not_shown_as_a_key() -> None:
    assert Texts.for_language("en").notices.why_not_kept("flux-capacitor") == ""


def test_a_locale_speaks_its_language_and_an_unknown_one_english() -> None:
    assert Texts.for_language("fr-CA") is Texts.for_language("fr")
    assert Texts.for_language("xx").language == "en"
    assert Texts.for_language("en").welcome.headline == "Hold your key fob to the reader"
    assert Texts.for_language("fr").welcome.headline == "Approchez votre badge du lecteur"


def test_every_language_with_a_catalogue_has_a_name_for_its_button() -> None:
    assert languages() == ("en", "fr", "es", "de", "nl")
    assert all(NATIVE_NAMES[code] for code in languages())


@pytest.mark.parametrize(
    ("language", "library", "locale"),
    [
        ("en", "en-GB", "en-GB"),
        ("fr", "en-GB", "fr"),
        ("fr-CA", "fr-FR", "fr-CA"),
        ("fr", "fr-CA", "fr-CA"),
        ("en", "", "en"),
    ],
)
def test_dates_follow_the_library_s_country_where_it_speaks_the_language(
    language: str, library: str, locale: str
) -> None:
    assert locale_name(language, library) == locale


def test_the_language_of_a_locale() -> None:
    assert [base(code) for code in ("fr", "fr-CA", "en_US", "DE")] == ["fr", "fr", "en", "de"]


def test_a_day_that_ends_with_a_stop_gives_a_sentence_one_stop() -> None:
    german = Texts.for_language("de").digital
    assert german.ends("Di., 1. Dez.") == "Endet von selbst am Di., 1. Dez."
    assert german.ends("Di., 1. Mai") == "Endet von selbst am Di., 1. Mai."
    assert german.ends("…") == "Endet von selbst am …."
