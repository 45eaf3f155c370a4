"""Tests that a member can choose each of the library's languages, at any moment of a visit."""

import pytest

from kiosk.domain.library import Language
from kiosk.domain.messages.intents import ChooseLanguage, Help, ShowLanguages
from kiosk.domain.visit import step
from kiosk.domain.visit.lasting import Sheet
from kiosk.domain.visit.states import Kiosk, Purpose, Serving, State
from kiosk.presenter import present
from kiosk.structs import replace
from kiosk.texts import NATIVE_NAMES, Texts
from kiosk.views.basket import BasketPage
from kiosk.views.forms import FormPage
from kiosk.views.pieces import Button
from kiosk.views.view import HelpView, StillPage, View
from tests.presenter.kiosks import AROUND, DRILL, FORMATS, LIBRARY, NOW, every, nothing, serving
from tests.presenter.rows_before_finish import ROWS as BEFORE
from tests.presenter.rows_before_finish import asking

FIVE = replace(
    AROUND,
    house=replace(AROUND.house, languages=tuple(NATIVE_NAMES)),
    library=replace(LIBRARY, languages=tuple(Language(code, name) for code, name in NATIVE_NAMES.items())),
)


def look(kiosk: Kiosk) -> View:
    spoken = kiosk.lasting.language
    return present(kiosk, Texts.for_language(spoken), FORMATS[spoken], nothing)


def press(kiosk: Kiosk, label: str) -> Kiosk:
    """Press the button with this label."""
    found = [it for it in every(look(kiosk), Button) if isinstance(it, Button) and it.label == label]
    assert found, label
    return step(kiosk, found[0].intent).kiosk


def sheet(kiosk: Kiosk) -> HelpView:
    found = look(kiosk).help
    assert found is not None
    return found


def tools(kiosk: Kiosk) -> list[tuple[str, object]]:
    page = look(kiosk).page
    assert isinstance(page, BasketPage)
    return [(it.label, it.intent) for it in page.rail.tools]


def test_with_two_languages_the_rail_leads_to_the_other_one() -> None:
    assert tools(Kiosk(serving(DRILL), AROUND)) == [("Help", Help()), ("Français", ChooseLanguage("fr"))]


def test_with_more_the_rail_names_the_one_that_is_spoken_and_leads_to_the_choice() -> None:
    assert tools(Kiosk(serving(DRILL), FIVE)) == [("Help", Help()), ("English", ShowLanguages())]
    german = Kiosk(serving(DRILL), replace(FIVE, language="de"))
    assert tools(german) == [("Hilfe", Help()), ("Deutsch", ShowLanguages())]


def test_without_a_choice_the_rail_has_help_alone() -> None:
    one = replace(FIVE, library=replace(LIBRARY, languages=(Language("en", "English"),)))
    assert tools(Kiosk(serving(DRILL), one)) == [("Help", Help())]


@pytest.mark.parametrize("start", NATIVE_NAMES)
def test_from_every_language_to_every_other_in_two_presses(start: str) -> None:
    asked = press(Kiosk(serving(DRILL), replace(FIVE, language=start)), NATIVE_NAMES[start])
    assert [it.label for it in sheet(asked).languages] == list(NATIVE_NAMES.values())
    for wanted, button in zip(NATIVE_NAMES, sheet(asked).languages, strict=True):
        kiosk = step(asked, button.intent).kiosk
        assert (look(kiosk).language, look(kiosk).help) == (wanted, None)
        assert isinstance(kiosk.state, Serving)
        assert kiosk.state.lines == (DRILL,)


@pytest.mark.parametrize("row", [row for row in BEFORE if row[2] is FormPage], ids=lambda row: row[0])
def test_a_form_leads_there_through_its_help(row: tuple[str, State]) -> None:
    kiosk = press(Kiosk(row[1], FIVE), "Help")
    assert [it.label for it in sheet(kiosk).others] == ["English"]
    kiosk = press(press(kiosk, "English"), "Nederlands")
    assert (look(kiosk).language, look(kiosk).help) == ("nl", None)


def test_help_over_a_page_with_a_rail_does_not_say_it_twice() -> None:
    assert sheet(Kiosk(serving(DRILL), replace(FIVE, sheet=Sheet.HELP))).others == ()


def test_nothing_lies_over_still_here() -> None:
    asked = Kiosk(replace(serving(DRILL), warned=True, deadline=NOW + 20), replace(FIVE, sheet=Sheet.LANGUAGES))
    view = look(asked)
    assert isinstance(view.page, StillPage)
    assert view.help is None


def test_back_closes_the_choice_and_changes_nothing() -> None:
    form = Kiosk(asking(Purpose.PASSWORD), replace(FIVE, sheet=Sheet.LANGUAGES))
    closed = sheet(form).close
    assert closed is not None
    after = step(form, closed.intent).kiosk
    assert (after.lasting.sheet, after.lasting.language) == (None, "en")


def test_a_screen_reader_hears_what_lies_over_the_page() -> None:
    told = [look(Kiosk(serving(DRILL), replace(FIVE, sheet=it))).announce for it in (None, Sheet.HELP, Sheet.LANGUAGES)]
    assert told[1:] == ["How it works", "Choose your language"]
    assert told[0] not in told[1:]
