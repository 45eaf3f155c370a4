"""Tests of the presenter and the visit together, in random walks.

After each step, the presenter makes a view, and this view shows no secret. A press of a button has another result than
a touch of the screen where there is no button.
"""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.domain.messages.events import Touched
from kiosk.domain.messages.intents import MoreTime, StillHere
from kiosk.domain.visit.states import Closed, Idle, Starting, Trouble
from kiosk.views.view import StillPage
from tests.examples import examples
from tests.presenter.kiosks import words
from tests.presenter.walks import Walk, happenings, walks, work

WALKS = examples(30)


def walked(data: st.DataObject, walk: Walk, steps: int) -> None:
    for _ in range(steps):
        event, after_s = data.draw(happenings(walk))
        walk.goes(event, after_s)


@pytest.mark.parametrize("language", ["en", "fr"])
@WALKS
@given(data=st.data(), walk=walks())
def test_wherever_a_walk_leads_there_is_a_view_that_tells_no_secret(
    data: st.DataObject, walk: Walk, language: str
) -> None:
    for _ in range(30):
        walked(data, walk, 1)
        view = walk.view(language)
        assert "secret-" not in words(view)
        assert "Marta" not in view.announce
        if isinstance(walk.kiosk.state, Idle | Closed | Trouble | Starting):
            assert "Marta" not in words(view)
            assert "Nailer" not in words(view)


@WALKS
@given(data=st.data(), walk=walks())
def test_every_button_that_can_be_pressed_does_more_than_a_touch(data: st.DataObject, walk: Walk) -> None:
    for _ in range(20):
        walked(data, walk, 1)
        touched = walk.tried(Touched(), 1.0)
        for button in walk.buttons():
            if isinstance(button.intent, MoreTime | StillHere):
                continue  # a touch anywhere on the screen does the same as these two buttons
            if isinstance(walk.view().page, StillPage):
                continue  # on this page, a touch anywhere can do the same as the button Finish
            pressed = walk.tried(button.intent, 1.0)
            assert (pressed.kiosk, work(pressed)) != (touched.kiosk, work(touched)), button
