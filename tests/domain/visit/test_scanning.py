"""Tests of items that a signed-in member scans, and of the server's answers."""

import pytest

from kiosk.domain.messages.answers import LineAnswered
from kiosk.domain.messages.effects import Sound, TakeOut
from kiosk.domain.messages.intents import LogInWithoutFob, RemoveLine, RetryLine
from kiosk.domain.model import (
    Direction,
    InDoubt,
    Limits,
    LineId,
    LineState,
    NotSent,
    Recorded,
    Refusal,
    RefusalKind,
    Refused,
)
from kiosk.domain.visit.lasting import NoticeKey
from kiosk.domain.visit.states import Serving
from kiosk.structs import replace
from tests.domain.bench import Bench
from tests.domain.cast import FOB, LIBRARY, NEXT_WEEK, item, loan, refused, staged
from tests.domain.kiosks import idle, serving

CHECKING, STAGED, REMOVING = LineState.CHECKING, LineState.STAGED, LineState.REMOVING
REFUSED, NOT_CHECKED, UNKNOWN, DONE = LineState.REFUSED, LineState.NOT_CHECKED, LineState.UNKNOWN, LineState.DONE
CONFIRMS = replace(LIBRARY, confirm_borrows=True)


def serving_without_fob() -> Bench:
    """Return a kiosk at which Marta has logged in with the form."""
    return idle().tell(LogInWithoutFob()).send_form().sign_in()


# --- an item is scanned -------------------------------------------------------------------------


def test_a_free_tool_is_borrowed() -> None:
    bench = serving().scan("DR-1")
    assert bench.work == ["AddLine DR-1"]
    assert (bench.line("DR-1").direction, bench.line("DR-1").state) == (Direction.BORROW, CHECKING)
    assert bench.is_in(Serving).fresh == bench.line("DR-1").ident
    assert bench.sounds == [Sound.SEEN]


@pytest.mark.parametrize("scanned", ["HA-3", "ha-3"])
def test_an_own_loan_is_brought_back_also_with_caps_lock(scanned: str) -> None:
    bench = serving(loans=("HA-3",)).scan(scanned)
    line = bench.line("HA-3")
    assert (line.direction, line.loan, line.item, line.days_late) == (
        Direction.RETURN,
        "loan-HA-3",
        loan("HA-3").item,
        2,
    )
    assert bench.work == ["AddLine HA-3"]
    assert bench.later(1).scan(scanned).notice() is NoticeKey.ALREADY_LISTED


def test_newest_lines_are_on_top() -> None:
    assert list(serving().scan("DR-1", "SA-2", "HA-3").basket) == ["HA-3", "SA-2", "DR-1"]


def test_a_limit_is_told_at_once_and_asks_nobody() -> None:
    bench = serving(limits=Limits(max_loans=1), loans=("HA-3",)).scan("DR-1")
    assert bench.work == []
    assert bench.line("DR-1").refusal == Refusal(RefusalKind.LIMIT_REACHED)
    assert bench.sounds == [Sound.SEEN, Sound.REFUSED]
    bench.stage("HA-3").scan("DR-1")
    assert bench.line("DR-1").state is CHECKING  # one tool comes back, so another tool may go out


@pytest.mark.parametrize(
    "bench", [serving().scan("DR-1"), serving("DR-1"), serving().scan("DR-1").answer("DR-1", Recorded())]
)
def test_a_tool_on_the_list_is_not_put_there_twice(bench: Bench) -> None:
    bench.scan("SA-2").later(1).scan("DR-1")
    assert bench.work == []
    assert list(bench.basket) == ["DR-1", "SA-2"]
    assert bench.is_in(Serving).fresh == bench.line("DR-1").ident
    assert bench.notice() is NoticeKey.ALREADY_LISTED


def test_a_line_in_doubt_says_that_we_are_finding_out() -> None:
    bench = serving().scan("DR-1").answer("DR-1", InDoubt()).scan("DR-1")
    assert (bench.work, bench.notice()) == ([], NoticeKey.FINDING_OUT)


@pytest.mark.parametrize("how", ["scan", "button"])
def test_a_refused_line_is_asked_again_under_a_new_id_on_top(how: str) -> None:
    bench = serving().scan("DR-1").answer("DR-1", refused(RefusalKind.NOT_AVAILABLE)).scan("SA-2")
    old = bench.line("DR-1").ident
    bench.scan("DR-1") if how == "scan" else bench.tell(RetryLine(old))
    assert bench.work == ["AddLine DR-1"]
    assert list(bench.basket) == ["DR-1", "SA-2"]
    assert bench.line("DR-1").ident != old


def test_a_line_not_checked_gives_way_to_its_new_try() -> None:
    bench = serving().scan("DR-1").answer("DR-1", NotSent()).scan("DR-1")
    assert bench.work == ["TakeOut DR-1", "AddLine DR-1"]
    assert bench.basket == {"DR-1": CHECKING}


@pytest.mark.parametrize("line", ["DR-1", "no line"])
def test_other_lines_are_not_retried(line: str) -> None:
    bench = serving("DR-1")
    ident = bench.line("DR-1").ident if line == "DR-1" else LineId(9999)
    assert bench.tell(RetryLine(ident)).work == []


def test_a_code_that_could_be_either_is_an_item_unless_it_is_the_own_fob() -> None:
    bench = serving().either("118")
    assert bench.work == ["AddLine 118"]
    bench.answer("118").either(FOB)
    assert bench.work == ["Commit 118"]


def test_a_form_visit_takes_every_code_that_could_be_either_for_an_item() -> None:
    assert serving_without_fob().either("118").work == ["AddLine 118"]


# --- the server answers -------------------------------------------------------------------------


def test_a_line_in_the_cart_is_on_the_list() -> None:
    bench = serving().scan("DR-1").answer("DR-1")
    line = bench.line("DR-1")
    assert (line.state, line.ref, line.item, line.due) == (STAGED, "ref-DR-1", item("DR-1"), NEXT_WEEK)
    assert bench.sounds == [Sound.ADDED]


def test_a_loan_that_only_the_server_knew_becomes_a_return() -> None:
    bench = serving().scan("DR-1").answer("DR-1", staged("DR-1", direction=Direction.RETURN))
    assert bench.line("DR-1").direction is Direction.RETURN


def test_a_system_that_acts_at_once_has_it_done() -> None:
    bench = serving().scan("DR-1").answer("DR-1", Recorded(item("DR-1"), NEXT_WEEK))
    assert (bench.line("DR-1").state, bench.line("DR-1").due) == (DONE, NEXT_WEEK)
    assert bench.sounds == [Sound.ADDED]


def test_what_is_recorded_stays_recorded_even_if_it_was_not_wanted_any_more() -> None:
    bench = serving().scan("DR-1")
    bench.tell(RemoveLine(bench.line("DR-1").ident)).answer("DR-1", Recorded())
    assert bench.basket == {"DR-1": DONE}
    assert bench.notice() is NoticeKey.ALREADY_RECORDED
    bench.later(1).tell(RemoveLine(bench.line("DR-1").ident))
    assert (bench.basket, bench.notice()) == ({"DR-1": DONE}, NoticeKey.ALREADY_RECORDED)


def test_a_refused_line_says_why() -> None:
    bench = serving().scan("DR-1").answer("DR-1", refused(RefusalKind.RESERVED, "From tomorrow"))
    assert bench.line("DR-1").refusal == Refusal(RefusalKind.RESERVED, "From tomorrow")
    assert bench.sounds == [Sound.REFUSED]


@pytest.mark.parametrize(
    ("code", "kind"), [("4006381333931", RefusalKind.SHOP_CODE), ("XX-1", RefusalKind.ITEM_UNKNOWN)]
)
def test_an_unknown_code_that_a_shop_prints_is_named_so(code: str, kind: RefusalKind) -> None:
    bench = serving().scan(code).answer(code, refused(RefusalKind.ITEM_UNKNOWN))
    refusal = bench.line(code).refusal
    assert refusal is not None
    assert refusal.kind is kind


def test_a_tool_that_the_member_has_is_brought_back_instead() -> None:
    bench = serving(loans=("HA-3",)).scan("17")
    not_free = Refused(Refusal(RefusalKind.NOT_AVAILABLE, item=item("HA-3")))
    bench.answer("17", not_free)
    assert bench.work == ["AddLine 17"]
    line = bench.line("17")
    assert (line.direction, line.state, line.loan) == (Direction.RETURN, CHECKING, "loan-HA-3")
    bench.answer("17", not_free)
    assert bench.basket == {"17": REFUSED}  # the server has refused the return, and the kiosk does not try it again


def test_a_tool_that_somebody_else_has_is_refused() -> None:
    bench = serving(loans=("HA-3",)).scan("DR-1").answer("DR-1", refused(RefusalKind.ON_LOAN))
    assert bench.basket == {"DR-1": REFUSED}


def test_a_line_that_never_arrived_is_not_checked_until_a_later_try() -> None:
    bench = serving().scan("DR-1").answer("DR-1", NotSent())
    assert (bench.basket, bench.sounds) == ({"DR-1": NOT_CHECKED}, [])
    assert bench.answer("DR-1", NotSent()).basket == {"DR-1": NOT_CHECKED}
    assert bench.answer("DR-1").basket == {"DR-1": STAGED}


def test_a_line_that_nobody_can_settle_goes_to_staff() -> None:
    bench = serving().scan("DR-1").answer("DR-1", InDoubt())
    assert bench.basket == {"DR-1": UNKNOWN}
    assert bench.work == ["Record line_unknown! DR-1"]
    assert bench.answer("DR-1").basket == {"DR-1": UNKNOWN}


def test_two_spellings_of_one_item_are_merged() -> None:
    bench = serving("DR-1").scan("dr1")
    bench.answer("dr1", replace(staged("DR-1"), ref="ref-other"))
    assert bench.notice() is NoticeKey.SAME_ITEM
    assert bench.work == ["TakeOut dr1"]
    assert bench.gone("dr1").basket == {"DR-1": STAGED}


def test_two_spellings_that_share_a_line_of_the_cart_keep_it() -> None:
    bench = serving("DR-1").scan("dr1").answer("dr1", staged("DR-1"))
    assert (bench.basket, bench.work) == ({"DR-1": STAGED}, [])
    assert bench.notice() is NoticeKey.SAME_ITEM
    assert bench.is_in(Serving).fresh == bench.line("DR-1").ident


def test_a_retry_that_succeeds_after_its_line_was_taken_off_the_list_is_taken_out() -> None:
    bench = serving().scan("DR-1").answer("DR-1", NotSent())
    ident = bench.line("DR-1").ident
    bench.tell(RemoveLine(ident))
    assert (bench.basket, bench.work) == ({}, ["TakeOut DR-1"])
    bench.tell(LineAnswered(bench.visit, ident, staged("DR-1")))
    assert bench.basket == {}
    assert bench.the(TakeOut).line.ref == "ref-DR-1"


def test_a_stray_answer_never_takes_out_a_line_that_is_wanted() -> None:
    bench = serving("DR-1")
    bench.tell(LineAnswered(bench.visit, LineId(9999), staged("DR-1")))
    bench.tell(LineAnswered(bench.visit, LineId(9999), refused(RefusalKind.OTHER)))
    bench.tell(LineAnswered(bench.visit, LineId(9999), replace(staged("X"), item=None)))
    assert bench.basket == {"DR-1": STAGED}


# --- upper and lower case ------------------------------------------------------------------------


@pytest.mark.parametrize("again", ["dr-1a", "Dr-1A", "DR-1a"])
@pytest.mark.parametrize("answered", [True, False])
def test_a_label_in_other_case_is_no_second_tool(again: str, *, answered: bool) -> None:
    bench = serving().scan("DR-1A")
    if answered:
        bench.answer("DR-1A")
    bench.later(1).scan(again)
    assert list(bench.basket) == ["DR-1A"]
    assert bench.notice() is NoticeKey.ALREADY_LISTED


def test_a_tool_in_doubt_is_not_asked_for_again_in_other_case() -> None:
    bench = serving().scan("dr-1a").answer("dr-1a", InDoubt()).later(1).scan("DR-1A")
    assert (bench.basket, bench.notice()) == ({"dr-1a": UNKNOWN}, NoticeKey.FINDING_OUT)


def test_a_refused_label_is_asked_for_in_the_other_case() -> None:
    bench = serving().scan("dr-1a").answer("dr-1a", refused(RefusalKind.ITEM_UNKNOWN)).later(1).scan("DR-1A")
    assert bench.basket == {"DR-1A": CHECKING, "dr-1a": REFUSED}


def test_a_refused_label_goes_when_it_is_scanned_beside_the_right_one() -> None:
    bench = serving().scan("dr-1a").answer("dr-1a", refused(RefusalKind.ITEM_UNKNOWN)).later(1).scan("DR-1A")
    bench.answer("DR-1A").later(1).scan("dr-1a")
    assert (bench.basket, bench.notice()) == ({"DR-1A": STAGED}, NoticeKey.ALREADY_LISTED)
