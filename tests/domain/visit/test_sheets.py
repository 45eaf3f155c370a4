"""Tests of the sheets that open over a page: help, and the choice of languages."""

import pytest

from kiosk.domain.messages.events import CommandName, CommandRead, Scanned, Touched
from kiosk.domain.messages.intents import Cancel, ChooseLanguage, Help, ShowLanguages
from kiosk.domain.visit.lasting import Sheet
from tests.domain.kiosks import idle, serving
from tests.domain.visit.every_state import ALL, Make


@pytest.mark.parametrize("make", ALL)
def test_the_choice_of_languages_opens_and_closes_everywhere(make: Make) -> None:
    bench = make().tell(ShowLanguages())
    assert bench.kiosk.lasting.sheet is Sheet.LANGUAGES
    assert bench.tell(ShowLanguages()).kiosk.lasting.sheet is None


@pytest.mark.parametrize("make", ALL)
def test_a_choice_closes_it(make: Make) -> None:
    lasting = make().tell(ShowLanguages()).tell(ChooseLanguage("fr")).kiosk.lasting
    assert (lasting.sheet, lasting.language) == (None, "fr")


def test_one_sheet_lies_in_the_place_of_the_other() -> None:
    bench = serving().tell(Help()).tell(ShowLanguages())
    assert bench.kiosk.lasting.sheet is Sheet.LANGUAGES
    assert bench.tell(Help()).kiosk.lasting.help_open


def test_a_language_card_leaves_an_open_help_open() -> None:
    card = Scanned(CommandRead(CommandName.LANGUAGE, "fr"))
    lasting = serving().tell(Help()).tell(card).kiosk.lasting
    assert (lasting.help_open, lasting.language) == (True, "fr")


def test_nothing_that_is_done_is_hidden_by_the_choice() -> None:
    assert serving().tell(ShowLanguages()).scan("DR-1").kiosk.lasting.sheet is None
    assert serving().tell(ShowLanguages()).tell(Cancel()).kiosk.lasting.sheet is None
    assert serving().tell(ShowLanguages()).tell(Touched()).kiosk.lasting.sheet is Sheet.LANGUAGES


def test_an_open_choice_closes_after_a_minute() -> None:
    assert idle().tell(ShowLanguages()).wait(60).kiosk.lasting.sheet is None
