"""Tests of a visit with tools and digital titles. The tools are lent at Finish, but each title is lent at once."""

import pytest

from kiosk.domain.messages.answers import LoansRead, ReservationsRead
from kiosk.domain.messages.effects import Commit
from kiosk.domain.messages.intents import Cancel, Finish, GiveBack, GiveBackTitle, OpenDigital, Yes
from kiosk.domain.model import CommitRefused, Direction, LineState, Recorded, Truth
from kiosk.domain.reservations import Reservation
from kiosk.domain.terms import ReservationId
from kiosk.domain.visit.lasting import NoticeKey
from kiosk.domain.visit.questions import AskCancel
from kiosk.domain.visit.states import Committing, Idle, ReadingBack, Receipt, Serving, Verdict
from tests.domain.bench import Bench
from tests.domain.cast import staged
from tests.domain.visit.test_digital_systems import BOOK, joined, lent


def both() -> Bench:
    """Return a kiosk whose basket has a staged drill and a title that the digital system has already lent."""
    return joined().scan("EB-1").answer("EB-1", lent()).scan("DR-1").answer("DR-1", staged("DR-1"))


def title_only() -> Bench:
    return joined().scan("EB-1").answer("EB-1", lent())


def given_back(kiosk: Bench) -> Bench:
    kiosk.tell(GiveBack(kiosk.line("EB-1").ident)).tell(Yes())
    return kiosk.answer("EB-1", Recorded(BOOK.item, None, Direction.RETURN, kiosk.line("EB-1").loan))


def test_the_receipt_is_green_for_the_tool_and_the_title() -> None:
    receipt = both().tell(Finish()).answer_commit().later(1).read(proven=("DR-1",)).is_in(Receipt)
    assert receipt.verdict is Verdict.ALL
    assert [line.code for line in (*receipt.lines, *receipt.others)] == ["DR-1", "EB-1"]


def test_a_refused_commit_leaves_the_title_confirmed() -> None:
    no = CommitRefused("no")
    kiosk = both().tell(Finish()).answer_commit(no).later(1).read(in_cart=("DR-1",))
    receipt = kiosk.is_in(Receipt)
    assert (receipt.verdict, [line.state for line in receipt.others]) == (Verdict.SOME, [LineState.DONE])


def test_a_title_that_was_given_back_does_not_save_a_refused_commit() -> None:
    no = CommitRefused("no")
    kiosk = given_back(both()).tell(Finish()).answer_commit(no).later(1).read(in_cart=("DR-1",))
    assert kiosk.is_in(Receipt).verdict is Verdict.NONE


def test_a_commit_that_did_nothing_does_not_say_that_nothing_is_recorded() -> None:
    kiosk = both().tell(Finish()).answer_commit().later(1).read(in_cart=("DR-1",)).later(16).read(in_cart=("DR-1",))
    kiosk.is_in(Serving)
    assert kiosk.notice() is NoticeKey.REST_NOT_RECORDED


@pytest.mark.parametrize("truth", [Truth(), None])
def test_titles_alone_are_confirmed_by_the_answer_of_their_own_system(truth: Truth | None) -> None:
    kiosk = title_only().tell(Finish())
    kiosk.is_in(ReadingBack)
    for _ in range(1 if truth else 3):
        kiosk.later(2).tell(LoansRead(kiosk.visit, kiosk.commit.commit, truth))
    receipt = kiosk.is_in(Receipt)
    assert (receipt.verdict, [line.state for line in receipt.lines]) == (Verdict.ALL, [LineState.DONE])


def test_a_title_that_its_system_does_not_list_is_not_green() -> None:
    kiosk = title_only().tell(Finish()).later(1).read(in_cart=("EB-1",))
    receipt = kiosk.is_in(Receipt)
    assert (receipt.verdict, [line.state for line in receipt.lines]) == (Verdict.UNKNOWN, [LineState.UNKNOWN])


def test_log_out_with_titles_only_shows_their_receipt() -> None:
    title_only().tell(Cancel()).is_in(ReadingBack)
    back = joined(BOOK).tell(OpenDigital()).tell(GiveBackTitle(BOOK.ident)).tell(Yes())
    back.answer("EB-1", Recorded(BOOK.item, None, Direction.RETURN, BOOK.ident)).tell(Cancel()).is_in(ReadingBack)


def test_log_out_without_finish_keeps_the_titles_and_says_so() -> None:
    kiosk = both().tell(Cancel())
    assert isinstance(kiosk.serving.question, AskCancel)
    kiosk.tell(Yes()).is_in(Idle)
    assert "Farewell DR-1" in kiosk.work
    assert kiosk.notice() is NoticeKey.TITLES_STAY


def test_log_out_says_nothing_of_titles_that_are_back() -> None:
    kiosk = given_back(both()).tell(Cancel()).tell(Yes())
    kiosk.is_in(Idle)
    assert kiosk.notice() is None


def test_who_walks_away_keeps_the_titles_and_the_commit_holds_the_tools_only() -> None:
    kiosk = both()
    kiosk.wait(kiosk.serving.deadline - kiosk.at + 1)
    assert not kiosk.is_in(Committing).attended
    assert [line.code for line in kiosk.wants(Commit)[-1].lines] == ["DR-1"]


def test_a_title_that_is_being_lent_is_not_sent_again_for_its_reservation() -> None:
    kiosk = joined().scan("EB-1")
    kept = Reservation(ReservationId("od|r1"), None, None, (BOOK.item,), medium=BOOK.medium)
    kiosk.tell(ReservationsRead(kiosk.visit, (kept,)))
    assert kiosk.work == []
    assert kiosk.basket == {"EB-1": LineState.CHECKING}
    assert kiosk.line("EB-1").pickup is not None
