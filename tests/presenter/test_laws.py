"""Laws of the presenter: rules that are true for the view of every kiosk."""

from typing import cast

import pytest
from hypothesis import given

from kiosk.domain.messages.intents import FormSent
from kiosk.domain.model import LineState
from kiosk.domain.visit.lasting import Lasting
from kiosk.domain.visit.questions import ThenQuietly, ThenReceipt
from kiosk.domain.visit.states import Committing, Kiosk, Receipt, Serving, Settling, Verdict
from kiosk.presenter import present
from kiosk.structs import replace
from kiosk.texts import Texts
from kiosk.views.basket import BasketPage, LineView
from kiosk.views.finish import ReceiptPage
from kiosk.views.pieces import Banner, Button, Countdown, PlateView, Tone
from kiosk.views.view import MessagePage, View
from tests.presenter import strategies as some
from tests.presenter.kiosks import FORMATS, every, nothing, shown, words

BIDI = [chr(code) for code in (0x061C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A))]


def look(kiosk: Kiosk, language: str = "en") -> View:
    return present(kiosk, Texts.for_language(language), FORMATS[language], nothing)


@pytest.mark.parametrize("language", ["en", "fr"])
@some.few
@given(kiosk=some.kiosks)
def test_every_kiosk_has_a_view_in_which_no_text_is_secret_or_turns_the_text_around_it(
    kiosk: Kiosk, language: str
) -> None:
    view = look(kiosk, language)
    assert some.SECRET not in words(view)
    assert [sign for sign in BIDI if sign in "".join(shown(view))] == []
    assert view.announce.strip()


@some.few
@given(kiosk=some.kiosks)
def test_no_title_label_or_name_is_empty(kiosk: Kiosk) -> None:
    view = look(kiosk)
    for button in cast(list[Button], list(every(view, Button))):
        assert button.label.strip()
        assert button.name.strip()
        assert button.enabled or button.hint, "a button that is off says why"
    for line in cast(list[LineView], list(every(view, LineView))):
        assert line.title
        assert line.word
        assert line.title in line.name
    for banner in cast(list[Banner], list(every(view, Banner))):
        assert banner.title
        assert banner.text
    assert all(plate.text and plate.name for plate in cast(list[PlateView], list(every(view, PlateView))))
    for ring in cast(list[Countdown], list(every(view, Countdown))):
        assert 0 <= ring.left_s <= ring.total_s


@some.few
@given(kiosk=some.empty_kiosks)
def test_without_a_visit_nothing_of_the_library_s_members_is_known(kiosk: Kiosk) -> None:
    assert some.PERSONAL not in words(look(kiosk))


@some.few
@given(kiosk=some.kiosks)
def test_what_is_announced_to_the_room_names_nobody(kiosk: Kiosk) -> None:
    assert some.PERSONAL not in look(kiosk).announce


@some.few
@given(committing=some.committings, lasting=some.arounds)
def test_the_end_of_a_visit_that_nobody_attends_shows_nothing_of_it(committing: Committing, lasting: Lasting) -> None:
    quiet = replace(committing, then=ThenQuietly())
    view = look(Kiosk(quiet, lasting))
    assert isinstance(view.page, MessagePage)
    assert some.PERSONAL not in words(view)
    blank = replace(quiet, serving=replace(quiet.serving, lines=(), loans=()), lines=())
    assert view.page == look(Kiosk(blank, lasting)).page


@some.few
@given(receipt=some.receipts, lasting=some.arounds)
def test_the_band_is_green_only_if_every_line_is_done(receipt: Receipt, lasting: Lasting) -> None:
    page = look(Kiosk(receipt, lasting)).page
    assert isinstance(page, ReceiptPage)
    all_lines = (*receipt.lines, *receipt.others)
    proven = bool(receipt.lines) and all(line.state is LineState.DONE for line in all_lines)
    assert (page.band.tone is Tone.OK) == (proven and receipt.verdict is Verdict.ALL)
    assert all(line.tone is not Tone.OK for line in page.lines)


@some.few
@given(serving=some.servings, lasting=some.arounds)
def test_a_line_is_green_only_if_it_is_done(serving: Serving, lasting: Lasting) -> None:
    bare = replace(lasting, sheet=None)
    page = look(Kiosk(replace(serving, question=None, warned=False, side_page=None), bare)).page
    assert isinstance(page, BasketPage)
    done = {line.ident for line in serving.lines if line.state is LineState.DONE and not line.unwanted}
    assert {line.key for line in page.lines if line.tone is Tone.OK} == done
    assert [line.key for line in page.lines] == [line.ident for line in serving.lines]


@some.few
@given(settling=some.servings.map(lambda one: Settling(one, ThenReceipt(), 1.0)), lasting=some.arounds)
def test_while_lines_are_awaited_finish_is_off_and_lines_stay(settling: Settling, lasting: Lasting) -> None:
    page = look(Kiosk(settling, lasting)).page
    assert isinstance(page, BasketPage)
    assert page.finish is None or not page.finish.enabled
    assert all(line.remove is None and line.retry is None for line in page.lines)


@some.few
@given(kiosk=some.kiosks)
def test_a_view_carries_no_typed_secret(kiosk: Kiosk) -> None:
    for sent in cast(list[FormSent], list(every(look(kiosk), FormSent))):
        assert not sent.secret
        assert not sent.pin
