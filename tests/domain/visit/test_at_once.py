"""Tests with a lending system that acts at once.

As soon as the server accepts a scan, the loan or the return is real, so there is no Finish. If an answer is lost, the
kiosk reads the loans.
"""

from datetime import date
from typing import Any

import pytest

from kiosk.domain.messages.answers import LineAnswered, LoansRead
from kiosk.domain.messages.effects import AddLine, Commit, Farewell, ReadLoans, Record, RecordKind
from kiosk.domain.messages.events import StoreBroken
from kiosk.domain.messages.intents import Cancel, Finish, GiveBack, No, RemoveLine, RenewAll, RenewLoan, RetryLine, Yes
from kiosk.domain.model import (
    CommitId,
    Direction,
    InDoubt,
    Item,
    ItemCode,
    Limits,
    Line,
    LineId,
    LineState,
    Loan,
    LoanAct,
    LoanId,
    NotSent,
    Opening,
    Proof,
    Put,
    Recorded,
    RefusalKind,
    Truth,
)
from kiosk.domain.visit.lasting import NoticeKey
from kiosk.domain.visit.questions import AskBorrowAgain, AskGiveBack
from kiosk.domain.visit.states import Idle, ReadingBack, Receipt, Serving, Settling, Verdict
from kiosk.structs import replace
from tests.domain.bench import Bench
from tests.domain.cast import NEXT_WEEK, item, loan, refused

LATER = date(2026, 12, 11)


def bench(*loans: str, **more: Any) -> Bench:
    """Return a kiosk at which Marta is signed in, at a system that acts at once. She has these loans."""
    return Bench().fob().sign_in(loans=loans, at_once=True, **more)


def lent(code: str) -> Recorded:
    return Recorded(item(code), NEXT_WEEK, Direction.BORROW, LoanId(f"loan-{code}"))


def taken_back(code: str, put: Put | None = None) -> Recorded:
    return Recorded(item(code), None, Direction.RETURN, LoanId(f"loan-{code}"), put)


def borrowed(code: str = "DR-1") -> Bench:
    return bench().scan(code).answer(code, lent(code))


def read(kiosk: Bench, code: str, truth: Truth | None) -> Bench:
    """Tell the kiosk the result of reading the loans. The kiosk reads them to learn if the act of this code is done."""
    return kiosk.tell(LoansRead(kiosk.visit, CommitId(kiosk.line(code).ident), truth))


def proves(line: Line, *loans: Loan) -> Truth:
    return Truth((Proof(line.ident, NEXT_WEEK),), loans=loans)


def absent(line: Line) -> Truth:
    return Truth(absent=frozenset({line.ident}))


def reads(kiosk: Bench) -> list[ReadLoans]:
    return [effect for effect in kiosk.asked if isinstance(effect, ReadLoans)]


# --- borrow and give back ---


def test_a_scan_lends_and_its_answer_is_real() -> None:
    kiosk = borrowed()
    line = kiosk.line("DR-1")
    assert (line.state, line.due, line.loan) == (LineState.DONE, NEXT_WEEK, "loan-DR-1")
    assert [each.ident for each in kiosk.serving.loans] == ["loan-DR-1"]
    assert not any(isinstance(effect, Commit) for effect in kiosk.asked)


def test_a_scan_of_an_own_loan_takes_it_back_and_says_where_it_belongs() -> None:
    kiosk = bench("SA-2").scan("SA-2").answer("SA-2", taken_back("SA-2", Put.IN_TRANSIT))
    line = kiosk.line("SA-2")
    assert (line.direction, line.state, line.put) == (Direction.RETURN, LineState.DONE, Put.IN_TRANSIT)
    assert kiosk.serving.loans == ()


def test_a_loan_is_not_counted_twice_and_a_loan_without_a_number_is_not_made_up() -> None:
    kiosk = bench().scan("DR-1").answer("DR-1", Recorded(item("DR-1"), NEXT_WEEK))
    assert kiosk.serving.loans == ()
    kiosk = bench("DR-1").scan("XX-1").answer("XX-1", lent("DR-1"))
    assert len(kiosk.serving.loans) == 1


def test_a_borrowed_tool_is_given_back_after_a_question_and_counts_as_nothing() -> None:
    kiosk = borrowed()
    kiosk.tell(GiveBack(kiosk.line("DR-1").ident))
    assert kiosk.serving.question == AskGiveBack(kiosk.line("DR-1").ident)
    assert kiosk.serving.fresh == kiosk.line("DR-1").ident  # the list moves the line with the question into view
    kiosk.tell(Yes())
    line = kiosk.line("DR-1")
    assert kiosk.last == (AddLine(kiosk.visit, line),)
    assert (line.direction, line.loan) == (Direction.RETURN, "loan-DR-1")
    kiosk.answer("DR-1", taken_back("DR-1"))
    assert kiosk.line("DR-1").is_undone
    assert isinstance(kiosk.tell(Finish()).kiosk.state, Idle)


def test_no_keeps_it_and_so_does_a_scan_of_something_else() -> None:
    for scans in (True, False):
        kiosk = borrowed()
        kiosk.tell(GiveBack(kiosk.line("DR-1").ident))
        kiosk.scan("SA-2") if scans else kiosk.tell(No())
        assert kiosk.serving.question is None
        assert kiosk.line("DR-1").direction is Direction.BORROW


def test_what_is_not_lent_here_is_not_given_back_by_its_button() -> None:
    kiosk = bench("SA-2").scan("SA-2").answer("SA-2", taken_back("SA-2"))
    assert kiosk.tell(GiveBack(kiosk.line("SA-2").ident)).serving.question is None
    assert kiosk.tell(GiveBack(LineId(999))).serving.question is None


def test_a_refused_undo_brings_the_done_line_back_and_says_so() -> None:
    kiosk = borrowed()
    kiosk.tell(GiveBack(kiosk.line("DR-1").ident)).tell(Yes())
    kiosk.answer("DR-1", refused(RefusalKind.OTHER, "Item is damaged"))
    line = kiosk.line("DR-1")
    assert (line.direction, line.state) == (Direction.BORROW, LineState.DONE)
    assert kiosk.notice() is NoticeKey.NOT_UNDONE


def test_a_returned_tool_is_borrowed_again_only_after_a_question() -> None:
    kiosk = bench("SA-2").scan("SA-2").answer("SA-2", taken_back("SA-2"))
    asked = len(kiosk.asked)
    kiosk.scan("SA-2")
    assert kiosk.serving.question == AskBorrowAgain(kiosk.line("SA-2").ident)
    assert not any(isinstance(effect, AddLine) for effect in kiosk.asked[asked:])
    kiosk.tell(Yes()).answer("SA-2", lent("SA-2"))
    line = kiosk.line("SA-2")
    assert (line.direction, line.state, line.is_undone) == (Direction.BORROW, LineState.DONE, False)
    assert [each.ident for each in kiosk.serving.loans] == ["loan-SA-2"]


def test_a_scan_of_a_borrowed_tool_does_nothing_but_say_so() -> None:
    kiosk = borrowed()
    asked = len(kiosk.asked)
    kiosk.scan("DR-1")
    assert kiosk.notice() is NoticeKey.ALREADY_RECORDED
    assert not any(isinstance(effect, AddLine) for effect in kiosk.asked[asked:])


def test_an_undo_is_not_asked_of_the_server_while_the_disk_fails_or_after_the_line_is_gone() -> None:
    kiosk = borrowed()
    kiosk.tell(GiveBack(kiosk.line("DR-1").ident)).tell(StoreBroken()).tell(Yes())
    assert kiosk.line("DR-1").state is LineState.DONE
    assert kiosk.notice() is NoticeKey.CANNOT_RECORD
    kiosk = borrowed()
    gone = replace(kiosk.serving, question=AskGiveBack(LineId(999)))
    kiosk.kiosk = replace(kiosk.kiosk, state=gone)
    assert kiosk.tell(Yes()).serving.question is None


def test_an_undo_that_never_left_keeps_what_it_undoes_when_it_is_asked_again() -> None:
    kiosk = borrowed()
    kiosk.tell(GiveBack(kiosk.line("DR-1").ident)).tell(Yes()).answer("DR-1", NotSent())
    assert kiosk.line("DR-1").state is LineState.NOT_CHECKED
    kiosk.tell(RetryLine(kiosk.line("DR-1").ident))
    line = kiosk.line("DR-1")
    assert (line.direction, line.state) == (Direction.RETURN, LineState.CHECKING)
    assert line.instead_of is not None
    assert line.instead_of.direction is Direction.BORROW


# --- an answer that is lost ---


def test_a_lost_answer_is_read_and_never_sent_again() -> None:
    kiosk = bench().scan("DR-1").answer("DR-1", InDoubt())
    line = kiosk.line("DR-1")
    assert line.state is LineState.UNKNOWN
    (first,) = reads(kiosk)
    assert (first.commit, first.lines, first.not_before) == (CommitId(line.ident), (line,), kiosk.at + 1.0)
    kiosk.later(1.5)
    read(kiosk, "DR-1", proves(line, replace(loan("DR-1"), due=NEXT_WEEK)))
    done = kiosk.line("DR-1")
    assert (done.state, done.due, done.loan) == (LineState.DONE, NEXT_WEEK, "loan-DR-1")
    assert kiosk.serving.unsettled == ()
    assert sum(isinstance(effect, AddLine) for effect in kiosk.asked) == 1


def test_a_lost_answer_to_a_scan_is_a_return_if_the_loans_say_so() -> None:
    kiosk = bench().scan("DR-1").answer("DR-1", InDoubt())
    proof = Proof(kiosk.line("DR-1").ident, direction=Direction.RETURN, loan=LoanId("loan-DR-1"))
    read(kiosk, "DR-1", Truth((proof,)))
    done = kiosk.line("DR-1")
    assert (done.state, done.direction, done.loan) == (LineState.DONE, Direction.RETURN, "loan-DR-1")


def test_an_act_that_two_looks_do_not_see_was_not_done() -> None:
    kiosk = bench().scan("DR-1").answer("DR-1", InDoubt())
    line = kiosk.line("DR-1")
    for after_s in (1.5, 2.0, 5.0):
        kiosk.later(after_s)
        read(kiosk, "DR-1", absent(line))
        assert kiosk.line("DR-1").state is LineState.UNKNOWN
    kiosk.later(12.0)
    read(kiosk, "DR-1", absent(line))
    assert kiosk.line("DR-1").state is LineState.REFUSED
    assert kiosk.line("DR-1").refusal is not None
    assert kiosk.line("DR-1").refusal.kind is RefusalKind.NOT_RECORDED  # type: ignore[union-attr]
    assert [each.not_before - reads(kiosk)[0].not_before for each in reads(kiosk)] == [0.0, 2.0, 7.0, 19.0]


@pytest.mark.parametrize(("between", "state"), [(Truth(), LineState.UNKNOWN), (None, LineState.REFUSED)])
def test_a_look_that_sees_nothing_certain_begins_the_two_looks_again_and_one_that_fails_does_not(
    between: Truth | None, state: LineState
) -> None:
    kiosk = bench().scan("DR-1").answer("DR-1", InDoubt())
    line = kiosk.line("DR-1")
    kiosk.later(1.5)
    read(kiosk, "DR-1", absent(line))
    kiosk.later(2.0)
    read(kiosk, "DR-1", between)
    kiosk.later(16.0)
    read(kiosk, "DR-1", absent(line))  # now the journal also counts the act as not done
    assert kiosk.line("DR-1").state is state


def test_what_no_read_can_settle_goes_to_staff_at_once_and_what_is_never_seen_after_the_last_read() -> None:
    kiosk = bench().scan("DR-1").answer("DR-1", InDoubt())
    line = kiosk.line("DR-1")
    question = Record(RecordKind.LINE_UNKNOWN, kiosk.visit, (line.code,), inbox=True)
    read(kiosk, "DR-1", Truth(hopeless=frozenset({line.ident})))
    assert kiosk.last[0] == question
    assert kiosk.serving.unsettled == ()
    assert kiosk.line("DR-1").hopeless
    assert kiosk.scan("DR-1").notice() is NoticeKey.CANNOT_FIND_OUT
    assert kiosk.tell(RemoveLine(line.ident)).notice() is NoticeKey.CANNOT_FIND_OUT
    kiosk = bench().scan("DR-1").answer("DR-1", InDoubt()).later(41.0)
    read(kiosk, "DR-1", None)
    assert question in kiosk.last
    assert (kiosk.line("DR-1").state, kiosk.line("DR-1").hopeless) == (LineState.UNKNOWN, True)


def test_done_does_not_wait_for_what_nothing_can_settle() -> None:
    kiosk = bench().scan("DR-1").answer("DR-1", InDoubt())
    line = kiosk.line("DR-1")
    read(kiosk, "DR-1", Truth(hopeless=frozenset({line.ident})))
    kiosk.tell(Finish()).is_in(ReadingBack)
    kiosk.later(1.0).read()
    receipt = kiosk.is_in(Receipt)
    assert (receipt.verdict, [each.hopeless for each in receipt.lines]) == (Verdict.UNKNOWN, [True])


def test_the_last_look_can_still_prove_what_no_look_before_has_seen() -> None:
    kiosk = bench().scan("DR-1").answer("DR-1", InDoubt()).later(41.0)
    read(kiosk, "DR-1", None)
    kiosk.tell(Finish()).later(1.0).read(proven=("DR-1",))
    assert [(each.state, each.hopeless) for each in kiosk.is_in(Receipt).lines] == [(LineState.DONE, False)]


def test_a_lost_answer_was_accepted_by_nobody_even_if_the_loans_cannot_be_read() -> None:
    kiosk = bench().scan("DR-1").answer("DR-1", InDoubt()).tell(Finish()).wait(16)
    for _ in range(3):
        kiosk.later(2.0).read_nothing()
    assert kiosk.is_in(Receipt).verdict is Verdict.UNKNOWN


def test_a_reading_of_something_else_changes_nothing() -> None:
    kiosk = bench().scan("DR-1").answer("DR-1", InDoubt())
    before = kiosk.serving
    assert kiosk.tell(LoansRead(kiosk.visit, CommitId(999), Truth())).serving == before


def test_a_lost_undo_that_was_not_done_brings_the_done_line_back() -> None:
    kiosk = borrowed()
    kiosk.tell(GiveBack(kiosk.line("DR-1").ident)).tell(Yes()).answer("DR-1", InDoubt())
    line = kiosk.line("DR-1")
    for after_s in (1.5, 17.0):
        kiosk.later(after_s)
        read(kiosk, "DR-1", absent(line))
    assert (kiosk.line("DR-1").direction, kiosk.line("DR-1").state) == (Direction.BORROW, LineState.DONE)


def test_two_lost_answers_are_read_side_by_side() -> None:
    kiosk = bench().scan("DR-1").answer("DR-1", InDoubt()).scan("SA-2").answer("SA-2", InDoubt())
    one, other = kiosk.line("DR-1"), kiosk.line("SA-2")
    kiosk.later(1.5)
    read(kiosk, "DR-1", absent(one))
    read(kiosk, "SA-2", proves(other))
    assert kiosk.line("SA-2").state is LineState.DONE
    assert [each.line for each in kiosk.serving.unsettled] == [one.ident]


# --- the end ---


def test_done_reads_the_loans_once_and_shows_the_receipt() -> None:
    kiosk = bench("SA-2").scan("DR-1").answer("DR-1", lent("DR-1")).scan("SA-2").answer("SA-2", taken_back("SA-2"))
    kiosk.tell(Finish())
    assert isinstance(kiosk.kiosk.state, ReadingBack)
    kiosk.later(1.0).read(proven=("DR-1", "SA-2"))
    receipt = kiosk.kiosk.state
    assert isinstance(receipt, Receipt)
    assert (receipt.verdict, len(receipt.lines)) == (Verdict.ALL, 2)


@pytest.mark.parametrize(
    ("code", "kind"), [("SA-2", RefusalKind.STILL_LISTED), ("DR-1", RefusalKind.NOT_LISTED)], ids=["return", "borrow"]
)
def test_a_receipt_that_the_loans_contradict_is_amber_and_staff_are_told(code: str, kind: RefusalKind) -> None:
    kiosk = bench("SA-2").scan("DR-1").answer("DR-1", lent("DR-1")).scan("SA-2").answer("SA-2", taken_back("SA-2"))
    other = next(each for each in ("DR-1", "SA-2") if each != code)
    kiosk.tell(Finish()).later(1.0).read(proven=(other,))
    receipt = kiosk.kiosk.state
    assert isinstance(receipt, Receipt)
    line = next(each for each in receipt.lines if each.code == code)
    assert (receipt.verdict, line.state) == (Verdict.SOME, LineState.UNKNOWN)
    assert line.refusal is not None
    assert line.refusal.kind is kind
    assert any(isinstance(each, Record) and each.inbox and code in each.codes for each in kiosk.asked)


def test_loans_that_cannot_be_read_make_a_receipt_that_says_accepted() -> None:
    kiosk = borrowed().tell(Finish())
    for _ in range(3):
        kiosk.later(2.0).read_nothing()
    assert isinstance(kiosk.kiosk.state, Receipt)
    assert kiosk.kiosk.state.verdict is Verdict.ACCEPTED


def test_done_waits_for_a_lost_answer_and_then_names_it_grey() -> None:
    kiosk = borrowed().scan("SA-2").answer("SA-2", InDoubt()).tell(Finish())
    assert isinstance(kiosk.kiosk.state, Settling)
    line = kiosk.line("SA-2")
    kiosk.wait(16)
    assert isinstance(kiosk.kiosk.state, ReadingBack)
    kiosk.read(proven=("DR-1",))
    receipt = kiosk.kiosk.state
    assert isinstance(receipt, Receipt)
    assert receipt.verdict is Verdict.SOME
    assert next(each for each in receipt.lines if each.ident == line.ident).state is LineState.UNKNOWN
    assert any(isinstance(each, Record) and each.inbox and "SA-2" in each.codes for each in kiosk.asked)


def test_done_goes_on_as_soon_as_the_lost_answer_is_read() -> None:
    kiosk = borrowed().scan("SA-2").answer("SA-2", InDoubt()).tell(Finish()).later(1.0)
    line = kiosk.line("SA-2")
    kiosk.tell(LoansRead(kiosk.visit, CommitId(line.ident), proves(line)))
    assert isinstance(kiosk.kiosk.state, ReadingBack)
    assert len(kiosk.kiosk.state.of.lines) == 2


def test_done_stops_at_a_lost_act_that_was_not_done() -> None:
    kiosk = bench().scan("DR-1").answer("DR-1", InDoubt()).later(2.0)
    line = kiosk.line("DR-1")
    read(kiosk, "DR-1", absent(line)).later(5.0).tell(Finish()).later(12.0)
    read(kiosk, "DR-1", absent(line))
    assert isinstance(kiosk.kiosk.state, Serving)
    assert kiosk.line("DR-1").state is LineState.REFUSED
    assert kiosk.kiosk.lasting.notice is not None
    assert kiosk.kiosk.lasting.notice.key is NoticeKey.REFUSED_FINISH_AGAIN
    assert not isinstance(kiosk.tell(Finish()).kiosk.state, Serving)


def test_the_fob_at_a_question_about_a_line_means_done() -> None:
    kiosk = borrowed()
    kiosk.tell(GiveBack(kiosk.line("DR-1").ident)).fob()
    assert isinstance(kiosk.kiosk.state, ReadingBack)


def test_log_out_with_everything_done_is_done_and_asks_nothing() -> None:
    assert isinstance(borrowed().tell(Cancel()).kiosk.state, ReadingBack)
    assert isinstance(bench().tell(Cancel()).kiosk.state, Idle)
    asking = borrowed().scan("SA-2").tell(Cancel())
    assert asking.serving.question is not None


def test_who_walks_away_has_what_was_done_and_nothing_is_sent() -> None:
    kiosk = borrowed().wait(130)
    assert isinstance(kiosk.kiosk.state, Idle)
    farewell = next(each for each in kiosk.asked if isinstance(each, Farewell))
    assert farewell.take_out == ()
    assert not any(isinstance(each, Commit) for each in kiosk.asked)


def test_a_lost_answer_holds_the_idle_visit_for_half_a_minute_at_most() -> None:
    kiosk = bench().scan("DR-1").answer("DR-1", InDoubt()).wait(121)
    assert kiosk.serving.overdue_since is not None
    assert isinstance(kiosk.wait(31).kiosk.state, Idle)


# --- renewals ---


def renewing(**more: Any) -> Bench:
    can = frozenset({LoanAct.RETURN, LoanAct.RENEW})
    loans = tuple(replace(loan(code), can=can, renewals=1, **more) for code in ("SA-2", "DR-1"))
    return bench(opening=Opening(loans, limits=Limits()))


def longer(code: str) -> Recorded:
    return Recorded(item(code), LATER, Direction.RENEW, LoanId(f"loan-{code}"))


def test_one_loan_is_lengthened_and_the_loan_says_so() -> None:
    kiosk = renewing().tell(RenewLoan(LoanId("loan-SA-2")))
    line = kiosk.line("SA-2")
    assert kiosk.last == (AddLine(kiosk.visit, line),)
    assert (line.direction, line.due_before, line.renewals_before) == (Direction.RENEW, date(2026, 11, 18), 1)
    kiosk.answer("SA-2", longer("SA-2"))
    known = next(each for each in kiosk.serving.loans if each.ident == "loan-SA-2")
    assert (known.due, known.renewals, known.days_late) == (LATER, 2, 0)


def test_all_that_can_be_lengthened_is_and_nothing_twice() -> None:
    kiosk = renewing().tell(RenewAll())
    assert {line.code for line in kiosk.serving.lines} == {"SA-2", "DR-1"}
    asked = len(kiosk.asked)
    kiosk.tell(RenewAll()).tell(RenewLoan(LoanId("loan-SA-2"))).tell(RenewLoan(LoanId("none")))
    assert not any(isinstance(each, AddLine) for each in kiosk.asked[asked:])


def test_a_recalled_loan_is_not_lengthened() -> None:
    kiosk = renewing(recalled=date(2026, 11, 1)).tell(RenewAll())
    assert kiosk.serving.lines == ()


def test_a_loan_whose_count_of_renewals_nobody_says_is_lengthened_too() -> None:
    can = frozenset({LoanAct.RENEW})
    kiosk = bench(opening=Opening((replace(loan("SA-2"), can=can),))).tell(RenewAll())
    kiosk.answer("SA-2", Recorded(None, None, Direction.RENEW))
    assert kiosk.serving.loans[0].renewals is None
    assert kiosk.serving.loans[0].due == date(2026, 11, 18)


def test_nothing_is_lengthened_while_the_disk_fails() -> None:
    kiosk = renewing().tell(StoreBroken()).tell(RenewLoan(LoanId("loan-SA-2")))
    assert kiosk.serving.lines == ()


def test_a_refused_renewal_can_be_tried_again_and_an_unsent_one_is_not_made_a_return() -> None:
    kiosk = renewing().tell(RenewLoan(LoanId("loan-SA-2"))).answer("SA-2", NotSent())
    kiosk.tell(RetryLine(kiosk.line("SA-2").ident))
    assert (kiosk.line("SA-2").direction, kiosk.line("SA-2").state) == (Direction.RENEW, LineState.CHECKING)
    kiosk.answer("SA-2", refused(RefusalKind.NO_RENEWAL, "TOO MANY RENEWALS"))
    kiosk.tell(RenewLoan(LoanId("loan-SA-2")))
    assert [line.direction for line in kiosk.serving.lines] == [Direction.RENEW]


def test_a_tool_that_was_kept_longer_can_still_be_brought_back() -> None:
    kiosk = renewing().tell(RenewLoan(LoanId("loan-SA-2"))).answer("SA-2", longer("SA-2")).scan("SA-2")
    newest = kiosk.serving.lines[0]
    assert (newest.direction, newest.loan) == (Direction.RETURN, "loan-SA-2")
    kiosk.tell(RenewAll())
    assert sum(line.direction is Direction.RENEW for line in kiosk.serving.lines) == 2


def test_a_borrow_that_a_reading_proves_has_the_name_of_its_loan() -> None:
    kiosk = bench().scan("DR-1").answer("DR-1", InDoubt())
    unlabelled = replace(loan("DR-1"), item=Item(ItemCode(""), "Drill"))
    truth = Truth(
        (Proof(kiosk.line("DR-1").ident, NEXT_WEEK, loan=unlabelled.ident),), loans=(loan("SA-2"), unlabelled)
    )
    read(kiosk, "DR-1", truth)
    line = kiosk.line("DR-1")
    assert (line.state, line.item, line.loan) == (LineState.DONE, unlabelled.item, unlabelled.ident)
    assert unlabelled.ident in [each.ident for each in kiosk.serving.loans]


def test_a_loan_that_was_kept_longer_and_then_brought_back_is_one_return() -> None:
    kiosk = renewing().tell(RenewLoan(LoanId("loan-SA-2")))
    kiosk.answer("SA-2", Recorded(item("SA-2"), LATER, Direction.RENEW, LoanId("loan-SA-2")))
    kiosk.scan("SA-2")
    kiosk.tell(LineAnswered(kiosk.visit, kiosk.serving.lines[0].ident, taken_back("SA-2")))
    assert [(line.direction, line.state) for line in kiosk.serving.lines] == [(Direction.RETURN, LineState.DONE)]


def test_a_borrow_that_was_given_back_is_on_the_receipt_because_its_tool_needs_its_shelf() -> None:
    kiosk = borrowed().tell(GiveBack(borrowed().line("DR-1").ident)).tell(Yes()).answer("DR-1", taken_back("DR-1"))
    kiosk.scan("SA-2").answer("SA-2", lent("SA-2"))
    kiosk.tell(Finish())
    asked = kiosk.the(ReadLoans)
    (line,) = asked.lines
    kiosk.tell(LoansRead(kiosk.visit, asked.commit, proves(line)))
    receipt = kiosk.is_in(Receipt)
    assert (receipt.verdict, [each.code for each in receipt.lines]) == (Verdict.ALL, ["SA-2"])
    assert [(each.code, each.is_undone) for each in receipt.others] == [("DR-1", True)]
