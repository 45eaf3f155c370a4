"""The sheets over a page: help, and the choice of languages."""

import pytest

from kiosk.domain.messages.intents import Cancel, ChooseLanguage, Help, ShowLanguages
from kiosk.domain.messages.scans import CommandName, CommandRead, Scanned, Touched
from kiosk.domain.visit.lasting import Sheet
from tests.domain.kiosks import idle, serving
from tests.domain.visit.every_state import ALL, Make


@pytest.mark.parametrize("make", ALL)
def test_the_choice_of_languages_opens_and_closes_everywhere(make: Make) -> None:
    bench = make().tell(ShowLanguages())
    assert bench.kiosk.around.sheet is Sheet.LANGUAGES
    assert bench.tell(ShowLanguages()).kiosk.around.sheet is None


@pytest.mark.parametrize("make", ALL)
def test_a_choice_closes_it(make: Make) -> None:
    around = make().tell(ShowLanguages()).tell(ChooseLanguage("fr")).kiosk.around
    assert (around.sheet, around.language) == (None, "fr")


def test_one_sheet_lies_in_the_place_of_the_other() -> None:
    bench = serving().tell(Help()).tell(ShowLanguages())
    assert bench.kiosk.around.sheet is Sheet.LANGUAGES
    assert bench.tell(Help()).kiosk.around.help_open


def test_a_language_card_leaves_an_open_help_open() -> None:
    card = Scanned(CommandRead(CommandName.LANGUAGE, "fr"))
    around = serving().tell(Help()).tell(card).kiosk.around
    assert (around.help_open, around.language) == (True, "fr")


def test_nothing_that_is_done_is_hidden_by_the_choice() -> None:
    assert serving().tell(ShowLanguages()).scan("DR-1").kiosk.around.sheet is None
    assert serving().tell(ShowLanguages()).tell(Cancel()).kiosk.around.sheet is None
    assert serving().tell(ShowLanguages()).tell(Touched()).kiosk.around.sheet is Sheet.LANGUAGES


def test_an_open_choice_closes_after_a_minute() -> None:
    assert idle().tell(ShowLanguages()).wait(60).kiosk.around.sheet is None
