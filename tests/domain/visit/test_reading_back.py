"""Tests of the read-back: after a commit, the kiosk reads the loans until they prove the result of the commit."""

from collections.abc import Callable
from datetime import date

import pytest

from kiosk.domain.messages.answers import LoansRead
from kiosk.domain.messages.effects import Farewell, HandOver, ReadLoans, Record, RecordKind, Sound
from kiosk.domain.messages.intents import CloseReceipt
from kiosk.domain.model import (
    CommitId,
    CommitRefused,
    InDoubt,
    LinesRefused,
    LineState,
    Proof,
    Refusal,
    RefusalKind,
    Secret,
    Truth,
)
from kiosk.domain.visit.lasting import NoticeKey
from kiosk.domain.visit.states import Identifying, Idle, ReadingBack, Receipt, Resolving, Serving, Verdict
from tests.domain.bench import Bench
from tests.domain.cast import OTHER_FOB, item, loan, refused, staged
from tests.domain.kiosks import committing, reading_back, serving

DONE, REFUSED, UNKNOWN, STAGED = LineState.DONE, LineState.REFUSED, LineState.UNKNOWN, LineState.STAGED
SOONEST_S = 1.0


def resolving(*codes: str) -> Bench:
    return committing(*codes).later(1).answer_commit(InDoubt())


def states(bench: Bench) -> dict[str, LineState]:
    return {line.code: line.state for line in bench.is_in(Receipt).lines}


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
    bench.read(in_cart=both).later(14).read(in_cart=both)
    assert not isinstance(bench.state, Serving)
    bench.later(1).read(in_cart=both)
    assert bench.basket == {"SA-2": STAGED, "DR-1": STAGED}
    bench.is_in(Serving)
    assert bench.notice() is NoticeKey.NOTHING_RECORDED


def test_a_picture_that_changes_starts_anew() -> None:
    bench = resolving("DR-1", "SA-2").read(in_cart=("DR-1", "SA-2")).later(20).read(in_cart=("DR-1",))
    bench.is_in(Resolving)
    bench.later(15).read(in_cart=("DR-1",))
    assert states(bench) == {"DR-1": REFUSED, "SA-2": UNKNOWN}
    assert bench.is_in(Receipt).verdict is Verdict.UNKNOWN
    assert bench.inbox == ["DR-1", "SA-2"]


def test_a_line_that_stayed_behind_in_the_cart_is_taken_out() -> None:
    bench = resolving("DR-1", "SA-2")
    bench.read(proven=("DR-1",), in_cart=("SA-2",)).later(15).read(proven=("DR-1",), in_cart=("SA-2",))
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
    bench = resolving("DR-1").later(80).read(in_cart=("DR-1",)).wait(10)
    assert bench.is_in(Receipt).verdict is Verdict.UNKNOWN
    assert states(bench) == {"DR-1": UNKNOWN}
    # the kiosk takes nothing out of the cart, because the tool may be recorded
    assert bench.tell(CloseReceipt()).work == ["Farewell"]


def test_refused_lines_say_why() -> None:
    bench = committing("DR-1", "SA-2").scan("OTHER").later(1)
    why = Refusal(RefusalKind.LIMIT_REACHED, "Ten at most")
    bench.answer_commit(LinesRefused(((bench.line("SA-2").ident, why),)))
    bench.read(proven=("DR-1",), in_cart=("SA-2",))
    assert states(bench) == {"DR-1": DONE, "SA-2": REFUSED}
    assert bench.is_in(Receipt).verdict is Verdict.SOME
    assert next(line.refusal for line in bench.is_in(Receipt).lines if line.code == "SA-2") == why
    assert bench.work == ["Record commit_settled DR-1", "Record commit_refused! SA-2"]


def test_a_line_that_was_refused_by_its_name_has_left_the_cart_and_needs_no_second_look() -> None:
    bench = committing("DR-1", "SA-2").later(1)
    bench.answer_commit(LinesRefused(((bench.line("DR-1").ident, Refusal(RefusalKind.OTHER)),)))
    assert bench.read(proven=("SA-2",)).is_in(Receipt).verdict is Verdict.SOME


def test_a_line_that_was_refused_with_the_whole_and_is_nowhere_is_looked_for_once_more() -> None:
    bench = committing("DR-1").later(1).answer_commit(CommitRefused("No"))
    bench.read().is_in(ReadingBack)
    assert bench.later(15).read().is_in(Receipt).verdict is Verdict.NONE


def test_a_refusal_of_the_whole_is_one_of_every_line_and_the_truth_decides() -> None:
    bench = committing("DR-1", "SA-2").later(1).answer_commit(CommitRefused("Agreement missing"))
    bench.read(in_cart=("DR-1", "SA-2"))
    assert bench.is_in(Receipt).verdict is Verdict.NONE
    assert {line.refusal for line in bench.is_in(Receipt).lines} == {Refusal(RefusalKind.OTHER, "Agreement missing")}
    assert bench.tell(CloseReceipt()).work == ["Farewell SA-2 DR-1"]


@pytest.mark.parametrize("named", [("SA-2",), ("DR-1", "SA-2"), ("DR-1", "SA-2", "HA-3")])
def test_who_was_refused_with_the_whole_hears_its_words_at_once_beside_those_refused_by_name(
    named: tuple[str, ...],
) -> None:
    bench = committing("DR-1", "SA-2", "HA-3").later(1)
    reasons = tuple((bench.line(code).ident, Refusal(RefusalKind.LIMIT_REACHED, code)) for code in named)
    rest = tuple(code for code in ("DR-1", "SA-2", "HA-3") if code not in named)

    bench.answer_commit(CommitRefused("Account locked", reasons)).read(in_cart=rest)

    words = {line.code: line.refusal.words for line in bench.is_in(Receipt).lines if line.refusal}
    assert words == {**{code: code for code in named}, **dict.fromkeys(rest, "Account locked")}


def test_a_refusal_that_the_loans_contradict_is_none() -> None:
    bench = committing("DR-1").answer_commit(CommitRefused("No")).read(proven=("DR-1",))
    assert bench.is_in(Receipt).verdict is Verdict.ALL


def test_an_unreadable_refusal_keeps_its_reason_and_is_not_called_accepted() -> None:
    bench = committing("DR-1").answer_commit(CommitRefused("No")).read_nothing().read_nothing().read_nothing()
    assert states(bench) == {"DR-1": REFUSED}
    assert bench.is_in(Receipt).verdict is Verdict.NONE
    assert bench.tell(CloseReceipt()).the(Farewell).hand_over is not None


def test_of_an_unreadable_commit_that_was_refused_in_part_the_rest_was_accepted() -> None:
    bench = committing("DR-1", "SA-2").later(1)
    bench.answer_commit(LinesRefused(((bench.line("SA-2").ident, Refusal(RefusalKind.OTHER)),)))
    bench.read_nothing().read_nothing().read_nothing()
    assert states(bench) == {"DR-1": STAGED, "SA-2": REFUSED}
    assert bench.is_in(Receipt).verdict is Verdict.ACCEPTED


def test_a_line_that_staging_left_in_doubt_is_settled_by_the_loans() -> None:
    bench = serving("DR-1").scan("SA-2").answer("SA-2", InDoubt()).fob().answer_commit()
    assert bench.work == ["ReadLoans DR-1 SA-2?"]
    bench.read(proven=("DR-1", "SA-2"))
    assert bench.is_in(Receipt).verdict is Verdict.ALL
    assert [(line.code, line.state) for line in bench.is_in(Receipt).others] == [("SA-2", DONE)]


def test_the_date_that_was_sent_is_shown_and_a_different_one_reported() -> None:
    bench = reading_back("DR-1")
    other = Proof(bench.line("DR-1").ident, date(2026, 12, 2))
    bench.tell(LoansRead(bench.visit, bench.commit.commit, Truth((other,))))
    assert bench.is_in(Receipt).lines[0].due == date(2026, 11, 27)
    assert "Record date_differs! DR-1" in bench.work


@pytest.mark.parametrize(("day", "word"), [(28, "later"), (26, "earlier")])
def test_a_constant_day_off_is_one_question_for_all_loans(day: int, word: str) -> None:
    bench = reading_back("DR-1", "SA-2")
    proofs = tuple(Proof(bench.line(code).ident, date(2026, 11, day)) for code in ("DR-1", "SA-2"))
    bench.tell(LoansRead(bench.visit, bench.commit.commit, Truth(proofs)))
    (asked,) = (record for record in bench.wants(Record) if record.inbox)
    assert (asked.kind, asked.codes, asked.visit) == (RecordKind.ZONE_WRONG, (), None)
    assert asked.note == f"due days are read back one day {word} than they are shown"
    assert bench.is_in(Receipt).lines[0].due == date(2026, 11, 27)


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


# --- other new loans on the account -----------------------------------------------------------------------


def seen_with(bench: Bench, *others: str, proven: tuple[str, ...] = (), in_cart: tuple[str, ...] = ()) -> Bench:
    proofs = tuple(Proof(bench.line(code).ident) for code in proven)
    here = frozenset(bench.line(code).ident for code in in_cart)
    truth = Truth(proofs, here, others=tuple(loan(code) for code in others))
    return bench.tell(LoansRead(bench.visit, bench.commit.commit, truth))


@pytest.mark.parametrize("make", [reading_back, resolving])
@pytest.mark.parametrize("others", [("SAW-9",), ("SAW-9", "HA-3")])
def test_what_fits_no_line_is_on_the_receipt_and_put_to_staff(
    make: Callable[..., Bench], others: tuple[str, ...]
) -> None:
    bench = seen_with(make("DR-1"), *others, proven=("DR-1",))
    assert [each.item.code for each in bench.is_in(Receipt).also] == list(others)
    assert bench.is_in(Receipt).verdict is Verdict.ALL
    assert bench.inbox == list(others)
    assert bench.work == ["Record commit_settled DR-1", f"Record also_lent! {' '.join(others)}"]


def test_only_the_last_look_tells_what_fits_no_line() -> None:
    bench = seen_with(reading_back("DR-1", "SA-2"), "SA-2", proven=("DR-1",))
    assert bench.inbox == []
    seen_with(bench, proven=("SA-2",))
    assert (bench.is_in(Receipt).also, bench.inbox) == ((), [])


def test_with_nobody_there_only_staff_hear_of_what_fits_no_line() -> None:
    bench = seen_with(serving("DR-1").wait(120).answer_commit(), "SAW-9", proven=("DR-1",))
    bench.is_in(Idle)
    assert bench.inbox == ["SAW-9"]


def test_a_commit_that_did_nothing_has_brought_nothing_else() -> None:
    bench = resolving("DR-1")
    for _ in range(2):
        seen_with(bench.later(15), "SAW-9", in_cart=("DR-1",))
    bench.is_in(Serving)
    assert bench.inbox == []
    bench = committing("DR-1").answer_commit(CommitRefused("No"))
    seen_with(bench, "SAW-9", in_cart=("DR-1",))
    assert (bench.is_in(Receipt).also, bench.inbox) == ((), [])


def test_what_fits_no_line_is_kept_when_the_late_answer_comes() -> None:
    bench = seen_with(resolving("DR-1", "SA-2"), "SAW-9", proven=("DR-1",)).answer_commit()
    assert [each.item.code for each in bench.is_in(ReadingBack).also] == ["SAW-9"]
