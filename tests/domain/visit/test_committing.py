"""From the commit to the proof: Committing, ReadingBack, Resolving."""

from datetime import date

import pytest

from kiosk.domain.messages import (
    Cancel,
    CloseReceipt,
    Commit,
    CommitAnswered,
    Farewell,
    Finish,
    HandOver,
    LoansRead,
    LogInWithoutFob,
    ReadLoans,
    RemoveFromTray,
    SignedIn,
    SignInLost,
    Sound,
    StoreBroken,
    Touched,
    Yes,
)
from kiosk.domain.model import (
    CommitDone,
    CommitId,
    CommitRefused,
    InDoubt,
    ItemCode,
    LineState,
    NotSent,
    Opening,
    Proof,
    Refusal,
    RefusalKind,
    Secret,
    Truth,
)
from kiosk.domain.visit.state import (
    AskingSecret,
    AskSwitch,
    Committing,
    Identifying,
    Idle,
    NoticeKey,
    Purpose,
    ReadingBack,
    Receipt,
    Resolving,
    Serving,
    Verdict,
)
from tests.domain.bench import (
    FOB,
    MARTA,
    OTHER_FOB,
    Bench,
    committing,
    idle,
    item,
    reading_back,
    refused,
    serving,
    staged,
)

DONE, REFUSED, UNKNOWN, STAGED = LineState.DONE, LineState.REFUSED, LineState.UNKNOWN, LineState.STAGED
SOONEST_S = 1.0


def resolving(*codes: str) -> Bench:
    return committing(*codes).later(1).answer_commit(InDoubt())


def states(bench: Bench) -> dict[str, LineState]:
    return {line.code: line.state for line in bench.is_in(Receipt).lines}


# --- Committing ----------------------------------------------------------------------------------


def test_an_accepted_commit_is_read_back() -> None:
    bench = committing("DR-1").later(0.2).answer_commit()
    bench.is_in(ReadingBack)
    effect = bench.the(ReadLoans)
    assert effect.not_before == bench.commit.began + SOONEST_S
    assert effect.finished == bench.commit.finished


def test_a_late_answer_is_read_back_at_once() -> None:
    bench = committing("DR-1").later(12).answer_commit()
    assert bench.the(ReadLoans).not_before == bench.at


def test_a_lost_answer_is_resolved_by_reading() -> None:
    bench = resolving("DR-1")
    assert bench.is_in(Resolving).since == bench.at
    assert bench.work == ["ReadLoans DR-1"]


def test_a_commit_that_was_not_sent_may_be_sent_again() -> None:
    bench = committing("DR-1").wait(20).answer_commit(NotSent())
    assert bench.basket == {"DR-1": STAGED}
    assert bench.is_in(Serving).deadline == bench.at + 120
    assert bench.notice() is NoticeKey.NOTHING_SENT
    first = bench.kiosk.around.next_id
    assert bench.fob().is_in(Committing).commit >= first  # a new commit, under a new id


def test_what_was_scanned_meanwhile_is_noted_when_it_goes_on() -> None:
    bench = committing("DR-1").scan("SA-2").answer_commit(NotSent())
    assert bench.work == ["Record tray_without_fob SA-2"]


def test_the_member_who_came_meanwhile_is_asked_about_when_it_goes_on() -> None:
    bench = committing("DR-1").fob(OTHER_FOB).answer_commit(NotSent())
    assert bench.is_in(Serving).question == AskSwitch(Secret(OTHER_FOB))


def test_a_switch_is_asked_about_again_when_it_goes_on() -> None:
    bench = serving("DR-1").fob(OTHER_FOB).tell(Yes()).answer_commit(NotSent())
    assert bench.is_in(Serving).question == AskSwitch(Secret(OTHER_FOB))


@pytest.mark.parametrize("make", [committing, reading_back, resolving])
def test_while_the_server_decides_every_scan_is_answered_and_none_is_part_of_it(make: object) -> None:
    assert callable(make)
    bench: Bench = make("DR-1")
    before = bench.commit.lines
    bench.scan("SA-2")
    assert (bench.commit.tray, bench.notice()) == (("SA-2",), NoticeKey.NOT_PART_OF_THIS)
    bench.later(1).scan("SA-2")
    assert (bench.commit.tray, bench.notice()) == (("SA-2",), NoticeKey.ALREADY_IN_TRAY)
    bench.either("118").tell(RemoveFromTray(ItemCode("118")))
    assert bench.commit.tray == ("SA-2",)
    bench.later(1).either(FOB)
    assert bench.notice() is NoticeKey.ONE_MOMENT
    for event in (Finish(), Touched(), CloseReceipt()):
        assert bench.later(1).tell(event).notice() is NoticeKey.ONE_MOMENT
    assert bench.tell(Cancel()).notice() is NoticeKey.CANNOT_STOP
    assert bench.fob(OTHER_FOB).notice() is NoticeKey.ONE_AFTER_THE_OTHER
    assert bench.commit.next_fob == Secret(OTHER_FOB)
    assert bench.commit.lines == before
    assert bench.work == []


def test_a_commit_has_no_time_out() -> None:
    committing("DR-1").wait(600).is_in(Committing)


def test_a_foreign_commit_answer_changes_nothing() -> None:
    bench = committing("DR-1")
    bench.tell(CommitAnswered(bench.visit, CommitId(9999), CommitDone())).is_in(Committing)


def test_a_store_that_breaks_does_not_stop_a_commit_whose_row_is_written() -> None:
    committing("DR-1").tell(StoreBroken()).answer_commit().read(proven=("DR-1",)).is_in(Receipt)


def test_a_sign_in_lost_by_the_commit_asks_again_and_nothing_was_recorded() -> None:
    bench = committing("DR-1").scan("SA-2").fob(OTHER_FOB)
    bench.tell(SignInLost(bench.visit))
    state = bench.is_in(AskingSecret)
    assert (state.purpose, state.tray) == (Purpose.AGAIN, ("SA-2",))
    bench.send_form().tell(SignedIn(bench.visit, MARTA, Opening()))
    assert bench.is_in(Serving).question == AskSwitch(Secret(OTHER_FOB))
    assert bench.work == ["AddLine DR-1", "AddLine SA-2"]


def finished_without() -> Bench:
    """SA-2 did not answer in time, and Marta has agreed to leave it out."""
    return serving("DR-1").scan("SA-2").fob().wait(15).tell(Yes())


@pytest.mark.parametrize("answer", ["never sent", "dropped"])
def test_nothing_is_sent_before_a_line_left_out_is_out_and_it_stays_in_sight(answer: str) -> None:
    bench = finished_without()
    assert (bench.is_in(Committing).sent, bench.wants(Commit)) == (False, [])
    bench.later(1).gone("SA-2") if answer == "dropped" else bench.later(1).answer("SA-2", NotSent())
    assert bench.work == ["Commit DR-1"]
    assert bench.is_in(Committing).began == bench.at
    assert bench.basket["SA-2"] is LineState.NOT_CHECKED
    bench.answer_commit().read(proven=("DR-1",))
    assert [(line.code, line.state) for line in bench.is_in(Receipt).others] == [("SA-2", LineState.NOT_CHECKED)]


def test_a_line_left_out_that_reaches_the_cart_after_all_is_taken_out_before_the_commit() -> None:
    bench = finished_without().answer("SA-2")
    assert bench.work == ["TakeOut SA-2"]
    assert bench.gone("SA-2").work == ["Commit DR-1"]
    assert bench.basket == {"DR-1": STAGED}


def test_a_line_that_cannot_be_taken_out_stops_the_commit_before_it_lends_too_much() -> None:
    bench = finished_without().answer("SA-2").stays("SA-2")
    assert bench.basket == {"SA-2": STAGED, "DR-1": STAGED}
    bench.is_in(Serving)
    assert (bench.wants(Commit), bench.notice()) == ([], NoticeKey.NOTHING_SENT)


def test_a_commit_does_not_wait_for_ever_for_what_it_leaves_out() -> None:
    bench = finished_without().wait(30)
    bench.is_in(Serving)
    assert (bench.wants(Commit), bench.notice()) == ([], NoticeKey.NOTHING_SENT)


def test_a_visit_without_a_fob_takes_every_fob_for_the_next_member_s() -> None:
    bench = idle().tell(LogInWithoutFob()).send_form().sign_in().stage("DR-1").tell(Finish()).fob()
    assert bench.commit.next_fob == Secret(FOB)


# --- reading -------------------------------------------------------------------------------------


@pytest.mark.parametrize("make", [reading_back, resolving])
def test_when_every_line_is_proven_the_receipt_says_all(make: object) -> None:
    assert callable(make)
    bench: Bench = make("DR-1", "SA-2")
    bench.read(proven=("DR-1", "SA-2"))
    assert bench.is_in(Receipt).verdict is Verdict.ALL
    assert states(bench) == {"DR-1": DONE, "SA-2": DONE}
    assert bench.work == ["Record commit_settled DR-1 SA-2"]
    assert bench.sounds == [Sound.CONFIRMED]


def test_lines_are_proven_one_after_the_other() -> None:
    bench = reading_back("DR-1", "SA-2").read(proven=("DR-1",))
    assert bench.is_in(ReadingBack).proven == {bench.line("DR-1").ident}
    assert bench.read(proven=("SA-2",)).is_in(Receipt).verdict is Verdict.ALL


def test_reads_follow_their_schedule() -> None:
    bench = resolving("DR-1")
    began, times = bench.commit.began, [bench.the(ReadLoans).not_before]
    while bench.wants(ReadLoans)[-1].not_before >= bench.at and len(times) < 6:
        bench.at = bench.wants(ReadLoans)[-1].not_before + 0.1
        bench.read_nothing()
        times.append(bench.the(ReadLoans).not_before)
    assert [at - began for at in times] == [1, 3, 8, 20, 40, 80]
    bench.at = began + 80.5
    assert bench.read_nothing().work == []


def test_an_accepted_commit_that_cannot_be_read_is_amber_and_goes_on_without_the_screen() -> None:
    bench = reading_back("DR-1").read_nothing().read_nothing()
    bench.is_in(ReadingBack)
    bench.read_nothing()
    assert bench.is_in(Receipt).verdict is Verdict.ACCEPTED
    assert states(bench) == {"DR-1": STAGED}
    assert bench.sounds == [Sound.ATTENTION]
    bench.tell(CloseReceipt())
    farewell = bench.the(Farewell)
    assert farewell.hand_over is not None
    assert [line.code for line in farewell.hand_over.lines] == ["DR-1"]


def test_an_accepted_commit_that_is_never_read_is_amber_after_the_schedule() -> None:
    bench = reading_back("DR-1").wait(88)
    bench.is_in(ReadingBack)
    assert bench.wait(1).is_in(Receipt).verdict is Verdict.ACCEPTED


def test_a_lost_answer_that_is_never_read_goes_to_staff_after_the_schedule() -> None:
    bench = resolving("DR-1").wait(88)
    bench.is_in(Resolving)
    bench.wait(1)
    assert bench.is_in(Receipt).verdict is Verdict.UNKNOWN
    assert states(bench) == {"DR-1": UNKNOWN}
    assert bench.inbox == ["DR-1"]


@pytest.mark.parametrize("make", [reading_back, resolving])
def test_nothing_happened_needs_two_reads_fifteen_seconds_apart(make: object) -> None:
    assert callable(make)
    bench: Bench = make("DR-1", "SA-2")
    both = ("DR-1", "SA-2")
    bench.read(waiting=both).later(14).read(waiting=both)
    assert not isinstance(bench.state, Serving)
    bench.later(1).read(waiting=both)
    assert bench.basket == {"SA-2": STAGED, "DR-1": STAGED}
    bench.is_in(Serving)
    assert bench.notice() is NoticeKey.NOTHING_RECORDED


def test_a_picture_that_changes_starts_anew() -> None:
    bench = resolving("DR-1", "SA-2").read(waiting=("DR-1", "SA-2")).later(20).read(waiting=("DR-1",))
    bench.is_in(Resolving)
    bench.later(15).read(waiting=("DR-1",))
    assert states(bench) == {"DR-1": REFUSED, "SA-2": UNKNOWN}
    assert bench.is_in(Receipt).verdict is Verdict.UNKNOWN
    assert bench.inbox == ["DR-1", "SA-2"]


def test_a_line_that_stayed_behind_in_the_cart_is_taken_out() -> None:
    bench = resolving("DR-1", "SA-2")
    bench.read(proven=("DR-1",), waiting=("SA-2",)).later(15).read(proven=("DR-1",), waiting=("SA-2",))
    assert states(bench) == {"DR-1": DONE, "SA-2": REFUSED}
    assert bench.is_in(Receipt).verdict is Verdict.SOME
    assert bench.sounds == [Sound.REFUSED]
    assert bench.tell(CloseReceipt()).work == ["Farewell SA-2"]


def test_what_was_accepted_but_is_nowhere_goes_to_staff() -> None:
    bench = reading_back("DR-1", "SA-2").read(proven=("DR-1",)).later(15).read(proven=("DR-1",))
    assert states(bench) == {"DR-1": DONE, "SA-2": UNKNOWN}
    assert bench.inbox == ["SA-2"]


def test_at_the_end_of_the_schedule_the_member_is_told_what_is_known() -> None:
    bench = resolving("DR-1", "SA-2").later(80).read(proven=("DR-1",)).wait(10)
    assert states(bench) == {"DR-1": DONE, "SA-2": UNKNOWN}


def test_one_look_at_the_cart_shortly_before_the_end_is_not_enough_to_say_nothing_happened() -> None:
    bench = resolving("DR-1").later(80).read(waiting=("DR-1",)).wait(10)
    assert bench.is_in(Receipt).verdict is Verdict.UNKNOWN
    assert states(bench) == {"DR-1": UNKNOWN}
    assert bench.tell(CloseReceipt()).work == ["Farewell"]  # what may have been recorded is not touched


def test_refused_lines_say_why() -> None:
    bench = committing("DR-1", "SA-2").scan("OTHER").later(1)
    why = Refusal(RefusalKind.LIMIT_REACHED, "Ten at most")
    bench.answer_commit(CommitRefused(lines=((bench.line("SA-2").ident, why),)))
    bench.read(proven=("DR-1",), waiting=("SA-2",))
    assert states(bench) == {"DR-1": DONE, "SA-2": REFUSED}
    assert bench.is_in(Receipt).verdict is Verdict.SOME
    assert next(line.refusal for line in bench.is_in(Receipt).lines if line.code == "SA-2") == why


def test_a_refused_line_that_is_nowhere_is_looked_for_once_more() -> None:
    bench = committing("DR-1").later(1)
    bench.answer_commit(CommitRefused(lines=((bench.line("DR-1").ident, Refusal(RefusalKind.OTHER)),)))
    bench.read().is_in(ReadingBack)
    assert bench.later(15).read().is_in(Receipt).verdict is Verdict.NONE


def test_a_refusal_of_the_whole_is_one_of_every_line_and_the_truth_decides() -> None:
    bench = committing("DR-1", "SA-2").later(1).answer_commit(CommitRefused("Agreement missing"))
    bench.read(waiting=("DR-1", "SA-2"))
    assert bench.is_in(Receipt).verdict is Verdict.NONE
    assert {line.refusal for line in bench.is_in(Receipt).lines} == {Refusal(RefusalKind.OTHER, "Agreement missing")}
    assert bench.tell(CloseReceipt()).work == ["Farewell SA-2 DR-1"]


def test_a_refusal_that_the_loans_contradict_is_none() -> None:
    bench = committing("DR-1").answer_commit(CommitRefused("No")).read(proven=("DR-1",))
    assert bench.is_in(Receipt).verdict is Verdict.ALL


def test_an_unreadable_refusal_keeps_its_reason() -> None:
    bench = committing("DR-1").answer_commit(CommitRefused("No")).read_nothing().read_nothing().read_nothing()
    assert states(bench) == {"DR-1": REFUSED}


def test_a_line_that_staging_left_in_doubt_is_settled_by_the_loans() -> None:
    bench = serving("DR-1").scan("SA-2").answer("SA-2", InDoubt()).fob().answer_commit()
    assert bench.work == ["ReadLoans DR-1 SA-2"]
    bench.read(proven=("DR-1", "SA-2"))
    assert bench.is_in(Receipt).verdict is Verdict.ALL
    assert [(line.code, line.state) for line in bench.is_in(Receipt).others] == [("SA-2", DONE)]


def test_the_date_that_was_sent_is_shown_and_a_different_one_reported() -> None:
    bench = reading_back("DR-1")
    other = Proof(bench.line("DR-1").ident, date(2026, 11, 28))
    bench.tell(LoansRead(bench.visit, bench.commit.commit, Truth((other,))))
    assert bench.is_in(Receipt).lines[0].due == date(2026, 11, 27)
    assert "Record date_differs! DR-1" in bench.work


def test_a_date_that_nobody_had_sent_is_the_one_read_back() -> None:
    bench = serving().scan("DR-1").answer("DR-1", staged("DR-1").__class__("r1", item("DR-1"))).fob().answer_commit()
    assert bench.read(proven=("DR-1",)).is_in(Receipt).lines[0].due == date(2026, 11, 27)


def test_a_foreign_read_changes_nothing() -> None:
    bench = reading_back("DR-1")
    bench.tell(LoansRead(bench.visit, CommitId(9999), Truth())).is_in(ReadingBack)


def test_after_ten_seconds_the_member_may_go() -> None:
    bench = resolving("DR-1").scan("SA-2").later(8)
    assert bench.tell(CloseReceipt()).notice() is NoticeKey.ONE_MOMENT
    act = bench.commit
    bench.later(1).tell(CloseReceipt())
    assert bench.is_in(Idle).tray == ("SA-2",)
    assert bench.the(Farewell).hand_over == HandOver(act.commit, act.lines, act.finished)


def test_after_ten_seconds_the_next_member_may_come() -> None:
    bench = resolving("DR-1").fob(OTHER_FOB).later(10).tell(CloseReceipt())
    assert bench.is_in(Identifying).fob == Secret(OTHER_FOB)


def test_a_late_answer_about_a_line_does_not_disturb_the_reading() -> None:
    bench = serving("DR-1").scan("SA-2").answer("SA-2", InDoubt()).fob().answer_commit()
    for late in (staged("SA-2"), refused(RefusalKind.OTHER)):
        bench.answer("SA-2", late).answer("DR-1", late).is_in(ReadingBack)
    assert bench.basket == {"SA-2": UNKNOWN, "DR-1": STAGED}
    assert bench.gone("DR-1").basket == {"SA-2": UNKNOWN, "DR-1": STAGED}
