"""Tests of the words about a basket with tools and digital titles.

The tools are lent only after Finish. The titles are already lent when their lines are green.
"""

import pytest

from kiosk.domain.library import WalkAway
from kiosk.domain.model import Direction, Line, LineId, LineState, VisitId
from kiosk.domain.visit.questions import AskCancel, AskFinishWithout, AskSwitch
from kiosk.domain.visit.states import ReadingBack, Receipt, Verdict
from kiosk.structs import replace
from kiosk.views.basket import BasketPage
from kiosk.views.finish import CommittingPage, ConfirmPage, ReceiptPage
from kiosk.views.pieces import Tone
from kiosk.views.view import StillPage
from tests.presenter.kiosks import DRILL, MARTA, NOW, OTHER_FOB, SANDER, committing, house, seen, serving, words
from tests.presenter.rows_digital import GIVEN_BACK, LENT, UNDONE

STAYS = "1 digital title stays borrowed."


def hint(*lines: Line) -> str:
    page = seen(serving(*lines)).page
    assert isinstance(page, BasketPage)
    assert page.finish is not None
    return page.finish.hint


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        ((DRILL, LENT), "1 tool is ready, 1 title is confirmed"),
        ((DRILL, LENT, GIVEN_BACK, UNDONE), "1 tool is ready, 2 titles are confirmed"),
        ((LENT,), "1 title is confirmed"),
        ((replace(DRILL, state=LineState.DONE), LENT), "2 confirmed"),
        ((DRILL,), "1 tool is ready"),
    ],
)
def test_the_button_counts_tools_and_titles(lines: tuple[Line, ...], said: str) -> None:
    assert hint(*lines) == said


def test_the_read_back_has_all_lines_and_the_title_is_confirmed_already() -> None:
    of = replace(committing(DRILL), serving=serving(DRILL, LENT, UNDONE))
    for state in (of, ReadingBack(of)):
        page = seen(state).page
        assert isinstance(page, CommittingPage)
        assert [row.name for row in page.rows] == [
            "Cordless drill 18 V, not confirmed yet",
            "The Workshop Handbook, confirmed",
        ]


@pytest.mark.parametrize(
    ("verdict", "state", "band", "tone"),
    [
        (Verdict.ALL, LineState.DONE, "Confirmed 3 of 3", Tone.OK),
        (Verdict.SOME, LineState.REFUSED, "Confirmed 2 of 3", Tone.WARN),
        (Verdict.ACCEPTED, LineState.STAGED, "Accepted, not yet compared", Tone.WARN),
    ],
)
def test_the_receipt_counts_tools_and_titles(verdict: Verdict, state: LineState, band: str, tone: Tone) -> None:
    lines, others = (replace(DRILL, state=state),), (LENT, GIVEN_BACK, UNDONE)
    page = seen(Receipt(VisitId(1), MARTA, verdict, lines, NOW + 30, NOW + 120, others)).page
    assert isinstance(page, ReceiptPage)
    assert (page.band.text, page.band.tone) == (band, tone)
    assert LENT.item is not None
    assert any(LENT.item.name in words(group) for group in page.dues)


def test_the_question_before_the_log_out_says_that_titles_stay_borrowed() -> None:
    page = seen(replace(serving(DRILL, LENT, GIVEN_BACK), question=AskCancel())).page
    assert isinstance(page, ConfirmPage)
    assert page.lead == (
        f"Nothing else in your basket will be lent or returned. {STAYS} What is confirmed already stays as it is."
    )
    page = seen(replace(serving(DRILL, LENT), question=AskCancel())).page
    assert isinstance(page, ConfirmPage)
    assert page.lead == f"Nothing else in your basket will be lent or returned. {STAYS}"


@pytest.mark.parametrize(
    ("walk_away", "said"),
    [
        (WalkAway.FINISH, "If nobody answers, we finish for you: 1 to borrow."),
        (WalkAway.ABANDON, "If nobody answers, we clear the basket. Nothing else is lent or returned."),
    ],
)
def test_the_question_still_here_says_that_titles_stay_borrowed(walk_away: WalkAway, said: str) -> None:
    away = house(walk_away=walk_away)
    page = seen(replace(serving(DRILL, LENT), warned=True), away).page
    assert isinstance(page, StillPage)
    assert page.text == f"{said} {STAYS}"
    page = seen(replace(serving(LENT), warned=True), away).page
    assert isinstance(page, StillPage)
    assert page.text == f"If nobody answers, we log you out. {STAYS}"


def test_the_question_of_the_next_member_does_not_say_that_nothing_is_recorded() -> None:
    page = seen(replace(serving(LENT), question=AskSwitch(OTHER_FOB))).page
    assert isinstance(page, BasketPage)
    assert page.banner is not None
    assert page.banner.text.startswith("What was scanned is recorded already.")


def test_without_the_last_tool_a_receipt_of_the_titles_follows() -> None:
    waits = replace(SANDER, ident=LineId(30), direction=Direction.BORROW)
    page = seen(replace(serving(waits, LENT), question=AskFinishWithout((waits.ident,)))).page
    assert isinstance(page, ConfirmPage)
    assert page.yes is not None
    assert page.yes.label == "Yes, go on"
