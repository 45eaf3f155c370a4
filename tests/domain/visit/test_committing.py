"""Tests of a commit that was sent and has no answer yet."""

from collections.abc import Callable

import pytest

from kiosk.domain.carts import CartDiffers, CartNow, CommitCame
from kiosk.domain.library import House, WalkAway
from kiosk.domain.messages.answers import CartSeen, CommitAnswered, LoansRead, SignedIn, SignInLost
from kiosk.domain.messages.effects import Commit, ReadLoans
from kiosk.domain.messages.events import StoreBroken, Touched
from kiosk.domain.messages.intents import Cancel, CloseReceipt, Finish, LogInWithoutFob, RemoveFromTray, Yes
from kiosk.domain.model import (
    CommitDone,
    CommitId,
    CommitRefused,
    Direction,
    EarlierLine,
    InDoubt,
    ItemCode,
    LineState,
    NotSent,
    Opening,
    Proof,
    Secret,
    Truth,
)
from kiosk.domain.visit.lasting import NoticeKey
from kiosk.domain.visit.questions import AskSwitch
from kiosk.domain.visit.states import (
    AskingSecret,
    Committing,
    Idle,
    Purpose,
    ReadingBack,
    Receipt,
    Resolving,
    Serving,
    Verdict,
)
from tests.domain.bench import Bench
from tests.domain.cast import FOB, MARTA, NEXT_WEEK, OTHER_FOB, item
from tests.domain.kiosks import committing, idle, reading_back, serving

DONE, REFUSED, UNKNOWN, STAGED = LineState.DONE, LineState.REFUSED, LineState.UNKNOWN, LineState.STAGED
SOONEST_S = 1.0


def resolving(*codes: str) -> Bench:
    return committing(*codes).later(1).answer_commit(InDoubt())


def states(bench: Bench) -> dict[str, LineState]:
    return {line.code: line.state for line in bench.is_in(Receipt).lines}


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
    assert bench.is_in(Resolving).tries == 0
    assert bench.work == ["ReadLoans DR-1"]


def test_a_commit_that_was_not_sent_may_be_sent_again() -> None:
    bench = committing("DR-1").wait(20).answer_commit(NotSent())
    assert bench.basket == {"DR-1": STAGED}
    assert bench.is_in(Serving).deadline == bench.at + 120
    assert bench.notice() is NoticeKey.NOTHING_SENT
    first = bench.kiosk.lasting.next_id
    assert bench.fob().is_in(Committing).commit >= first


def test_what_was_scanned_meanwhile_joins_the_list_when_it_goes_on() -> None:
    bench = committing("DR-1").scan("SA-2", "HA-3", "DR-1").answer_commit(NotSent())
    assert bench.work == ["AddLine SA-2", "AddLine HA-3"]
    assert bench.notice() is NoticeKey.NOTHING_SENT
    assert bench.basket == {"DR-1": STAGED, "HA-3": LineState.CHECKING, "SA-2": LineState.CHECKING}


def test_what_was_scanned_while_somebody_waits_may_be_theirs() -> None:
    bench = committing("DR-1").scan("SA-2").fob(OTHER_FOB).answer_commit(NotSent())
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
    """Return a kiosk at which SA-2 has no answer in time, and Marta has agreed to finish without it."""
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
    assert bench.basket == {"SA-2": LineState.NOT_CHECKED, "DR-1": STAGED}


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


# --- one tool, one question to staff --------------------------------------------------------------------


@pytest.mark.parametrize(
    "leave",
    [
        lambda bench: bench.tell(Finish()),
        lambda bench: bench.wait(180),
        lambda bench: bench.tell(Finish()).answer_commit(NotSent()).tell(Finish()),
        lambda bench: bench.tell(Finish()).answer_commit(NotSent()).wait(180),
        lambda bench: bench.tell(Cancel()).tell(Yes()),
    ],
)
def test_staff_are_asked_once_about_a_line_in_doubt_however_the_visit_ends(leave: Callable[[Bench], Bench]) -> None:
    bench = leave(serving("DR-1").scan("SA-2").answer("SA-2", InDoubt()))
    assert bench.inbox.count("SA-2") == 1


# --- late answers ---------------------------------------------------------------------------------------


def test_a_late_answer_that_nothing_was_sent_lets_the_member_press_finish_again() -> None:
    bench = resolving("DR-1").wait(5).answer_commit(NotSent())
    assert bench.basket == {"DR-1": STAGED}
    assert bench.notice() is NoticeKey.NOTHING_SENT


@pytest.mark.parametrize("lost_first", [True, False])
def test_a_sign_in_lost_before_the_commit_left_asks_for_it_again_in_either_order(lost_first: bool) -> None:  # noqa: FBT001
    bench = resolving("DR-1").scan("SA-2")
    if lost_first:
        bench.tell(SignInLost(bench.visit)).is_in(Resolving)
    bench.answer_commit(NotSent())
    if not lost_first:
        bench.tell(SignInLost(bench.visit))
    kept = bench.is_in(AskingSecret).kept
    assert kept is not None
    assert kept.lines[-1].state is STAGED
    assert bench.inbox == []


def test_a_sign_in_lost_while_resolving_proves_nothing_by_itself() -> None:
    bench = resolving("DR-1")
    bench.tell(SignInLost(bench.visit)).read(proven=("DR-1",))
    assert bench.is_in(Receipt).verdict is Verdict.ALL


def test_a_sign_in_lost_with_nobody_there_goes_to_staff() -> None:
    bench = serving("DR-1").wait(120).answer_commit(InDoubt())
    bench.tell(SignInLost(bench.visit)).answer_commit(NotSent())
    assert (bench.is_in(Idle).tray, bench.inbox) == ((), ["DR-1"])


def test_late_words_of_a_refusal_are_shown() -> None:
    bench = resolving("DR-1", "SA-2").answer_commit(CommitRefused("Account locked")).read(in_cart=("DR-1", "SA-2"))
    assert {line.refusal.words for line in bench.is_in(Receipt).lines if line.refusal} == {"Account locked"}


def test_what_was_proven_before_a_late_answer_stays_proven() -> None:
    bench = resolving("DR-1", "SA-2").read(proven=("DR-1",)).answer_commit()
    assert bench.is_in(ReadingBack).proven == {bench.line("DR-1").ident}
    assert bench.read(proven=("SA-2",)).is_in(Receipt).verdict is Verdict.ALL


@pytest.mark.parametrize("late", [NotSent(), CartDiffers(CartNow()), InDoubt()])
def test_a_late_answer_does_not_take_back_what_the_loans_have_proven(late: CommitCame) -> None:
    bench = resolving("DR-1", "SA-2").read(proven=("DR-1",)).answer_commit(late)
    assert bench.is_in(Resolving).proven == {bench.line("DR-1").ident}


def test_a_second_answer_to_a_commit_that_is_read_back_changes_nothing() -> None:
    reading_back("DR-1").answer_commit(NotSent()).is_in(ReadingBack)


# --- tools that were handed over one by one -------------------------------------------------------------


def cart_with(bench: Bench, *handed: str, added: str = "") -> CartNow:
    """Return the cart with the lines of the commit.

    The server has already committed the lines of the codes `handed`, one by one. Another device has added a line with
    the code `added`.
    """
    lines = [
        EarlierLine(line.direction, item(line.code), line.ref, NEXT_WEEK, committed=line.code in handed)
        for line in bench.commit.lines
    ]
    more = [EarlierLine(Direction.BORROW, item(added), f"ref-{added}", NEXT_WEEK)] if added else []
    return CartNow((*lines, *more))


def handed(bench: Bench) -> dict[str, bool]:
    return {line.code: line.committed for line in bench.serving.lines}


NOT_FINISHED = NoticeKey.NOT_FINISHED


def test_what_was_handed_over_before_the_rest_could_not_be_sent_is_known_and_nothing_else_is_said() -> None:
    bench = committing("DR-1", "SA-2")
    bench.answer_commit(CartDiffers(cart_with(bench, "DR-1", added="NEW-9")))
    assert handed(bench) == {"DR-1": True, "SA-2": False, "NEW-9": False}
    assert bench.notice() is NOT_FINISHED


@pytest.mark.parametrize("walk_away", list(WalkAway))
def test_what_was_handed_over_is_lent_at_walk_away_whatever_the_library_chose(walk_away: WalkAway) -> None:
    bench = serving("DR-1", "SA-2", house=House(walk_away=walk_away)).fob()
    bench.answer_commit(CartDiffers(cart_with(bench, "DR-1"))).wait(120)
    if walk_away is not WalkAway.FINISH:
        bench.gone("SA-2")
    lent = [line.code for line in bench.wants(Commit)[-1].lines]
    assert lent == (["SA-2", "DR-1"] if walk_away is WalkAway.FINISH else ["DR-1"])


@pytest.mark.parametrize("walk_away", list(WalkAway))
def test_what_was_handed_over_is_put_to_staff_when_nothing_can_be_recorded_at_walk_away(walk_away: WalkAway) -> None:
    bench = serving("DR-1", "SA-2", house=House(walk_away=walk_away)).fob()
    bench.answer_commit(CartDiffers(cart_with(bench, "DR-1"))).tell(StoreBroken()).wait(180)
    assert bench.inbox.count("DR-1") == 1


def test_what_was_handed_over_before_the_sign_in_was_lost_is_known_and_put_to_staff_when_the_member_goes() -> None:
    bench = committing("DR-1", "SA-2")
    bench.tell(CartSeen(bench.visit, cart_with(bench, "DR-1"))).tell(SignInLost(bench.visit))
    kept = bench.is_in(AskingSecret).kept
    assert kept is not None
    assert [(line.code, line.committed) for line in kept.lines] == [("SA-2", False), ("DR-1", True)]
    assert "DR-1" in bench.wait(180).inbox


def test_what_was_handed_over_is_known_when_a_late_answer_says_that_the_rest_was_not_sent() -> None:
    bench = resolving("DR-1", "SA-2")
    bench.tell(CartSeen(bench.visit, cart_with(bench, "DR-1"))).answer_commit(NotSent())
    assert handed(bench) == {"DR-1": True, "SA-2": False}
    assert bench.notice() is NOT_FINISHED


@pytest.mark.parametrize("make", [committing, resolving])
def test_the_cart_shows_what_was_handed_over_while_the_server_decides(make: Callable[..., Bench]) -> None:
    bench = make("DR-1", "SA-2")
    bench.tell(CartSeen(bench.visit, cart_with(bench, "SA-2")))
    assert handed(bench) == {"DR-1": False, "SA-2": True}


def looked_twice(bench: Bench, truth: Truth) -> Bench:
    for after_s in (1, 15):
        bench.later(after_s).tell(LoansRead(bench.visit, bench.commit.commit, truth))
    return bench


@pytest.mark.parametrize("make", [reading_back, resolving])
@pytest.mark.parametrize("handed_over", [("DR-1",), ("SA-2",), ("DR-1", "SA-2"), ()])
def test_nothing_was_recorded_is_never_said_when_a_tool_was_handed_over(
    make: Callable[..., Bench], handed_over: tuple[str, ...]
) -> None:
    bench = make("DR-1", "SA-2")
    done = frozenset(bench.line(code).ident for code in handed_over)
    looked_twice(bench, Truth(absent=frozenset(line.ident for line in bench.commit.lines), handed=done))
    assert bench.basket == {"SA-2": STAGED, "DR-1": STAGED}
    assert handed(bench) == {code: code in handed_over for code in ("DR-1", "SA-2")}
    assert bench.notice() is (NOT_FINISHED if handed_over else NoticeKey.NOTHING_RECORDED)


def test_of_a_tool_that_was_handed_over_and_stays_in_the_cart_beside_a_proven_one_staff_are_told() -> None:
    bench = resolving("DR-1", "SA-2")
    drill, saw = bench.line("DR-1").ident, bench.line("SA-2").ident
    looked_twice(bench, Truth((Proof(drill),), frozenset({saw}), handed=frozenset({saw})))
    assert states(bench) == {"DR-1": DONE, "SA-2": UNKNOWN}
    assert bench.inbox == ["SA-2"]
    assert bench.is_in(Receipt).take_out == ()
