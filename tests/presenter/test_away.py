"""Tests of the words about the reason why the library cannot be reached.

Staff can solve some of these problems. Then every page that says that the library is away also says the reason.
"""

import pytest

from kiosk.domain.digital import DigitalSystem, SystemProgress
from kiosk.domain.library import LentThings
from kiosk.domain.messages.events import AwayReason
from kiosk.domain.visit.states import Idle, Starting
from kiosk.structs import replace
from kiosk.texts import languages
from kiosk.views.basket import BasketPage
from kiosk.views.view import MessagePage
from kiosk.views.welcome import WelcomePage
from tests.presenter.kiosks import AROUND, NOW, seen, serving

WORDS = {
    AwayReason.NETWORK: "The network here wants a log-in first.",
    AwayReason.MOVED: "The library has a new address.",
    AwayReason.CLOCK: f"The clock of this kiosk is wrong: it shows {AROUND.moment.today.day} ",
    AwayReason.EXPIRED: "The clock of this kiosk may be wrong: it shows ",
    AwayReason.UNTRUSTED: "What answers is not certain to be the library.",
    AwayReason.NO_ANSWER: "",
}


@pytest.mark.parametrize("reason", AwayReason)
def test_the_reason_is_said_on_every_page_that_says_that_the_library_is_away(reason: AwayReason) -> None:
    away = replace(AROUND, away_since=NOW - 5, away_reason=reason)
    starting = seen(Starting(), replace(away, library=None)).page
    welcome, basket = seen(Idle(), away).page, seen(serving(), away).page
    assert isinstance(starting, MessagePage)
    assert isinstance(welcome, WelcomePage)
    assert isinstance(basket, BasketPage)
    assert welcome.banner is not None
    assert basket.banner is not None
    for text in (starting.lead, welcome.banner.text, basket.banner.text):
        assert text.startswith(WORDS[reason])
        assert ("Please tell staff." in text) is bool(WORDS[reason])


@pytest.mark.parametrize("language", languages())
def test_the_clock_s_day_has_its_year(language: str) -> None:
    away = replace(AROUND, away_since=NOW - 5, away_reason=AwayReason.CLOCK, language=language)
    page = seen(Idle(), away).page
    assert isinstance(page, WelcomePage)
    assert page.banner is not None
    assert str(AROUND.moment.today.year) in page.banner.text


@pytest.mark.parametrize("progress", SystemProgress)
@pytest.mark.parametrize(("lends", "thing"), [(LentThings.TOOLS, "tool"), (LentThings.ITEMS, "item")])
def test_a_digital_system_that_answers_lends_while_the_library_is_away(
    progress: SystemProgress, lends: LentThings, thing: str
) -> None:
    assert AROUND.library is not None
    away = replace(AROUND, away_since=NOW - 5, library=replace(AROUND.library, lends=lends))
    page = seen(replace(serving(), systems=(DigitalSystem("od", "E-books", progress=progress),)), away).page
    assert isinstance(page, BasketPage)
    assert page.banner is not None
    here = progress is SystemProgress.HERE
    assert f"each {thing}" in page.banner.text
    assert ("Digital titles are lent at once." in page.banner.text) is here
    assert ("Nothing is lent" in page.banner.text) is not here
