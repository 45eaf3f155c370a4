"""Tests of a Finish that waits for the server's answers.

The kiosk commits only lines that the member has seen. If another member shows a fob during the wait, the kiosk
remembers this fob.
"""

from collections.abc import Callable

import pytest

from kiosk.domain.messages.events import Tick
from kiosk.domain.messages.intents import Cancel, Finish, No, RemoveLine, Yes
from kiosk.domain.model import Direction, Limits, LineState, NotSent, RefusalKind, Secret
from kiosk.domain.visit.lasting import NoticeKey
from kiosk.domain.visit.questions import AskSwitch
from kiosk.domain.visit.state_parts import in_hand
from kiosk.domain.visit.states import Committing, Receipt, Serving, Settling, Verdict
from tests.domain.bench import Bench
from tests.domain.cast import OTHER_FOB, refused, staged
from tests.domain.kiosks import remove, serving

STAGED, NOT_CHECKED = LineState.STAGED, LineState.NOT_CHECKED


def in_cart() -> Bench:
    return serving("DR-1", "SA-2")


def unanswered() -> Bench:
    return serving("DR-1").scan("SA-2")


@pytest.mark.parametrize("begin", [in_cart, unanswered])
@pytest.mark.parametrize("waits", [False, True])
def test_a_tool_that_cannot_be_taken_off_is_not_lent_behind_the_member(
    begin: Callable[[], Bench], *, waits: bool
) -> None:
    bench = remove(begin(), "SA-2").tell(Finish())
    bench.fob(OTHER_FOB) if waits else bench.is_in(Settling)
    bench.stays("SA-2")
    assert bench.is_in(Serving).lines[0].code == "SA-2"
    assert bench.notice() is NoticeKey.STILL_IN_CART
    assert not any(work.startswith("Commit") for work in bench.work)
    assert bench.serving.question == (AskSwitch(Secret(OTHER_FOB)) if waits else None)


def test_a_tool_that_is_scanned_again_is_wanted_and_goes_on() -> None:
    bench = remove(in_cart(), "SA-2").scan("SA-2").tell(Finish()).stays("SA-2")
    assert bench.work == ["Commit SA-2 DR-1"]


@pytest.mark.parametrize("kind", RefusalKind)
def test_a_refusal_of_what_was_taken_off_stops_nothing(kind: RefusalKind) -> None:
    bench = remove(unanswered(), "SA-2").tell(Finish()).answer("SA-2", refused(kind))
    assert (bench.work, bench.basket) == (["Commit DR-1"], {"DR-1": STAGED})


def full(scanned: str) -> Bench:
    """Return a kiosk at which Marta has two loans, which is her limit, and then scans this code."""
    bench = serving(loans=("L-1", "L-2"), limits=Limits(max_loans=2))
    return bench.scan(scanned)


def test_a_place_that_becomes_free_while_finish_waits_is_used() -> None:
    bench = full("NEW").scan("L-1").tell(Finish())
    bench.answer("L-1", staged("L-1", direction=Direction.RETURN)).is_in(Settling)
    assert bench.work == ["AddLine NEW"]
    assert bench.answer("NEW").work == ["Commit L-1 NEW"]


def test_a_tool_that_is_refused_at_once_is_not_said_to_be_added() -> None:
    bench = full("L-1").tell(Finish()).scan("NEW")
    assert bench.is_in(Serving).lines[0].state is LineState.REFUSED
    assert bench.notice() is NoticeKey.REFUSED_FINISH_AGAIN


@pytest.mark.parametrize("back", [Cancel(), No(), "scan", "refusal"])
def test_a_member_who_waits_is_asked_about_on_every_way_back(back: Cancel | No | str) -> None:
    bench = unanswered().tell(Finish()).fob(OTHER_FOB)
    if back == "scan":
        bench.scan("HA-3")
    elif back == "refusal":
        bench.answer("SA-2", refused(RefusalKind.OTHER))
    else:
        assert not isinstance(back, str)
        bench.tell(back)
    assert bench.is_in(Serving).question == AskSwitch(Secret(OTHER_FOB))


# --- tools that Finish leaves out -----------------------------------------------------------------


def left_out() -> Bench:
    bench = unanswered().tell(Finish()).wait(16).tell(Yes())
    assert not bench.is_in(Committing).sent
    return bench


def dropped(bench: Bench) -> Bench:
    return bench.gone("SA-2")


def not_sent(bench: Bench) -> Bench:
    return bench.answer("SA-2", NotSent())


def taken_out_again(bench: Bench) -> Bench:
    return bench.answer("SA-2").gone("SA-2")


@pytest.mark.parametrize("answer", [dropped, not_sent, taken_out_again])
def test_what_was_left_out_stands_on_the_receipt_and_comes_back_after_a_finish_in_vain(
    answer: Callable[[Bench], Bench],
) -> None:
    bench = answer(left_out())
    assert bench.work == ["Commit DR-1"]
    assert bench.basket["SA-2"] is NOT_CHECKED
    bench.answer_commit().read(proven=("DR-1",))
    assert bench.is_in(Receipt).verdict is Verdict.SOME
    assert answer(left_out()).answer_commit(NotSent()).work[-1] == "AddLine SA-2"


@pytest.mark.parametrize("kind", RefusalKind)
def test_what_was_left_out_and_is_refused_keeps_its_reason(kind: RefusalKind) -> None:
    bench = left_out().answer("SA-2", refused(kind))
    assert bench.work == ["Commit DR-1"]
    line = bench.line("SA-2")
    assert (line.state, line.refusal and line.refusal.kind) == (LineState.REFUSED, kind)


@pytest.mark.parametrize("answer", [dropped, not_sent])
def test_what_was_taken_off_is_no_part_of_the_receipt_and_does_not_come_back(answer: Callable[[Bench], Bench]) -> None:
    bench = answer(remove(unanswered(), "SA-2").tell(Finish()).wait(16).tell(Yes()))
    assert (bench.work, bench.basket) == (["Commit DR-1"], {"DR-1": STAGED})


def scanned_again_while_it_goes(begin: Callable[[], Bench]) -> Bench:
    return remove(begin(), "SA-2").scan("SA-2")


@pytest.mark.parametrize("begin", [in_cart, unanswered])
def test_what_is_wanted_again_before_it_is_out_is_in_somebody_s_hand(begin: Callable[[], Bench]) -> None:
    bench = scanned_again_while_it_goes(begin)
    assert {each.code for each in in_hand(bench.state).basket} == {"DR-1", "SA-2"}
    bench.tell(Finish()).wait(16).tell(Yes())
    assert bench.inbox == ["SA-2"]
    assert bench.gone("SA-2").work == ["Commit DR-1"]
    bench.answer_commit().read(proven=("DR-1",))
    assert [line.code for line in bench.is_in(Receipt).others] == ["SA-2"]


def test_what_is_wanted_again_and_nobody_waits_for_is_put_to_staff() -> None:
    bench = serving().scan("SA-2")
    bench.tell(RemoveLine(bench.line("SA-2").ident)).scan("SA-2").wait(160).tell(Tick())
    assert bench.inbox == ["SA-2"]
