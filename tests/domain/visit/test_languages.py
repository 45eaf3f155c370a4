"""Tests of a chosen language.

The kiosk asks the server for answers and texts in this language. After the visit, the kiosk uses the language of its
settings again.
"""

import pytest

from kiosk.domain.library import KioskTexts
from kiosk.domain.messages.effects import ReadLibrary
from kiosk.domain.messages.events import TextsRead
from kiosk.domain.messages.intents import ChooseLanguage
from kiosk.domain.visit.states import Idle
from tests.domain.kiosks import idle, serving

FRENCH, AGAIN, SPANISH = KioskTexts(home="Bonjour"), KioskTexts(home="Salut"), KioskTexts(home="Hola")


def test_a_chosen_language_is_asked_for_of_the_library_s_own_texts_too() -> None:
    assert idle().tell(ChooseLanguage("fr")).the(ReadLibrary) == ReadLibrary("fr")
    assert serving().tell(ChooseLanguage("fr")).work == ["SpeakLanguage", "ReadLibrary"]


def test_back_to_the_house_s_language_nothing_has_to_be_read() -> None:
    bench = idle().tell(ChooseLanguage("fr")).tell(ChooseLanguage("en"))
    assert bench.work == []


def test_texts_are_kept_by_language_the_newest_of_each() -> None:
    bench = idle().tell(TextsRead("fr", FRENCH)).tell(TextsRead("es", SPANISH)).tell(TextsRead("fr", AGAIN))
    assert dict(bench.kiosk.lasting.translated) == {"fr": AGAIN, "es": SPANISH}


@pytest.mark.parametrize("make", [idle, serving])
def test_texts_that_arrive_disturb_nobody(make: object) -> None:
    assert callable(make)
    bench = make()
    state = bench.state
    assert bench.tell(TextsRead("fr", FRENCH)).state == state


def test_welcome_after_a_visit_speaks_the_house_s_language_again() -> None:
    bench = idle().tell(ChooseLanguage("fr")).fob().sign_in().tell(TextsRead("fr", FRENCH)).fob()
    assert bench.state == Idle()
    assert bench.kiosk.lasting.language == "en"
