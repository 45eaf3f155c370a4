"""Tests of the page of each state, in English and French."""

import pytest

from kiosk.domain.library import WalkAway
from kiosk.domain.visit.states import State
from kiosk.structs import replace
from kiosk.views.view import Page
from tests.presenter.kiosks import (
    DRILL,
    LADDER,
    house,
    seen,
    serving,
    words,
)
from tests.presenter.rows_after_finish import ROWS as AFTER
from tests.presenter.rows_before_finish import ROWS as BEFORE
from tests.presenter.rows_digital import ROWS as DIGITAL

TABLE = BEFORE + DIGITAL + AFTER


@pytest.mark.parametrize(("state", "page", "english"), [pytest.param(*row[1:4], id=row[0]) for row in TABLE])
def test_state_in_english(state: State, page: type[Page], english: list[str]) -> None:
    view = seen(state)
    assert isinstance(view.page, page)
    assert [sentence for sentence in english if sentence not in words(view)] == []
    assert view.language == "en"


@pytest.mark.parametrize(("state", "french"), [pytest.param(row[1], row[4], id=row[0]) for row in TABLE])
def test_state_in_french(state: State, french: list[str]) -> None:
    view = seen(state, language="fr")
    assert [sentence for sentence in french if sentence not in words(view)] == []
    assert view.language == "fr"


def test_the_house_s_rule_for_a_filled_basket_is_said_before_it_is_applied() -> None:
    still = replace(serving(DRILL, LADDER), warned=True)
    assert "we record only what you bring back: 1 to bring back." in words(
        seen(still, house(walk_away=WalkAway.RETURNS_ONLY))
    )
    assert "we clear the basket" in words(seen(still, house(walk_away=WalkAway.ABANDON)))
    assert "we log you out" in words(seen(replace(serving(), warned=True)))
