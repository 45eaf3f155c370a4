"""Home and basket: scans, answers, removals, questions."""

from dataclasses import replace

import pytest

from kiosk.domain.library import FobLogin, House
from kiosk.domain.messages import (
    Cancel,
    CloseReceipt,
    Farewell,
    LineAnswered,
    LogInWithoutFob,
    No,
    RemoveLine,
    RetryLine,
    SignedIn,
    SignInLost,
    Sound,
    StillHere,
    StoreBroken,
    StoreMended,
    TakeOut,
    Tick,
    Touched,
    TurnAwayReason,
    TurnedAwayBy,
    Yes,
)
from kiosk.domain.model import (
    Direction,
    FoundLine,
    InDoubt,
    ItemCode,
    Limits,
    LineId,
    LineState,
    NotSent,
    Opening,
    Recorded,
    Refusal,
    RefusalKind,
    Refused,
    Secret,
    VisitId,
)
from kiosk.domain.visit.state import (
    AskCancel,
    AskConfirm,
    AskFinishWithout,
    AskingSecret,
    AskSwitch,
    Identifying,
    Idle,
    NoticeKey,
    Purpose,
    Serving,
    SigningIn,
    Trouble,
    TurnedAway,
)
from tests.domain.bench import (
    FOB,
    JONAS,
    LIBRARY,
    MARTA,
    NEXT_WEEK,
    OTHER_FOB,
    Bench,
    idle,
    item,
    loan,
    refused,
    serving,
    staged,
)

CHECKING, STAGED, REMOVING = LineState.CHECKING, LineState.STAGED, LineState.REMOVING
REFUSED, NOT_CHECKED, UNKNOWN, DONE = LineState.REFUSED, LineState.NOT_CHECKED, LineState.UNKNOWN, LineState.DONE
CONFIRMS = replace(LIBRARY, confirm_borrows=True)


def serving_without_fob() -> Bench:
    """Marta has logged in by the form."""
    return idle().tell(LogInWithoutFob()).send_form().sign_in()


# --- an item is scanned --------------------------------------------------------------------------


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
    assert bench.line("DR-1").state is CHECKING  # one comes back, so one may go


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


# --- the server answers --------------------------------------------------------------------------


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
    assert bench.basket == {"17": REFUSED}  # once is enough


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


# --- removing ------------------------------------------------------------------------------------


def remove(bench: Bench, code: str) -> Bench:
    return bench.tell(RemoveLine(bench.line(code).ident))


def test_a_staged_line_is_taken_out() -> None:
    bench = remove(serving("DR-1"), "DR-1")
    assert (bench.basket, bench.work) == ({"DR-1": REMOVING}, ["TakeOut DR-1"])
    assert bench.gone("DR-1").basket == {}


def test_a_line_that_could_not_be_taken_out_stays_and_says_so() -> None:
    bench = remove(serving("DR-1"), "DR-1").stays("DR-1")
    assert (bench.basket, bench.notice()) == ({"DR-1": STAGED}, NoticeKey.STILL_IN_CART)


@pytest.mark.parametrize("kind", [RefusalKind.OTHER, RefusalKind.ITEM_UNKNOWN])
def test_a_refused_line_just_goes(kind: RefusalKind) -> None:
    bench = remove(serving().scan("DR-1").answer("DR-1", refused(kind)), "DR-1")
    assert (bench.basket, bench.work) == ({}, [])


def test_a_line_in_doubt_cannot_be_removed() -> None:
    bench = remove(serving().scan("DR-1").answer("DR-1", InDoubt()), "DR-1")
    assert (bench.basket, bench.notice()) == ({"DR-1": UNKNOWN}, NoticeKey.FINDING_OUT)


def test_answers_for_lines_that_are_no_more_change_nothing() -> None:
    bench = serving("DR-1")
    ident = bench.line("DR-1").ident
    bench.gone("DR-1").stays("DR-1")
    assert bench.basket == {"DR-1": STAGED}  # nobody had asked to take it out
    remove(bench, "DR-1").gone("DR-1")
    bench.tell(LineAnswered(bench.visit, ident, staged("DR-1")))
    assert bench.basket == {}
    assert bench.tell(RemoveLine(ident)).work == []


def test_without_a_store_nothing_is_taken_out() -> None:
    bench = remove(serving("DR-1").tell(StoreBroken()), "DR-1")
    assert (bench.basket, bench.work, bench.notice()) == ({"DR-1": STAGED}, [], NoticeKey.CANNOT_RECORD)


# --- store and questions -------------------------------------------------------------------------


def test_without_a_store_scans_are_kept_and_checked_when_it_is_back() -> None:
    bench = serving().tell(StoreBroken())
    assert bench.notice() is NoticeKey.CANNOT_RECORD
    bench.scan("DR-1", "SA-2")
    assert (bench.basket, bench.work) == ({"SA-2": NOT_CHECKED, "DR-1": NOT_CHECKED}, [])
    assert bench.notice() is NoticeKey.CANNOT_RECORD
    bench.scan("DR-1")
    assert bench.basket == {"DR-1": NOT_CHECKED, "SA-2": NOT_CHECKED}
    bench.tell(StoreMended())
    assert bench.basket == {"DR-1": CHECKING, "SA-2": CHECKING}
    assert bench.work == ["TakeOut SA-2", "AddLine SA-2", "TakeOut DR-1", "AddLine DR-1"]


def test_without_a_store_nothing_is_finished() -> None:
    bench = serving("DR-1").tell(StoreBroken()).fob()
    bench.is_in(Serving)
    assert (bench.work, bench.notice()) == ([], NoticeKey.CANNOT_RECORD)


def test_without_a_store_an_empty_visit_can_end() -> None:
    serving().tell(StoreBroken()).fob().is_in(Trouble)


def test_without_a_store_nobody_is_asked_to_take_out_at_the_end() -> None:
    bench = serving("DR-1").tell(StoreBroken()).tell(Cancel()).tell(Yes())
    assert bench.the(Farewell).take_out == ()


def test_cancel_with_lines_asks() -> None:
    bench = serving("DR-1").tell(Cancel())
    assert bench.is_in(Serving).question == AskCancel()
    assert bench.tell(No()).is_in(Serving).question is None
    assert bench.tell(Cancel()).tell(Cancel()).is_in(Serving).question == AskCancel()
    bench.tell(Yes())
    assert bench.state == Idle()
    assert bench.work == ["Record cancelled DR-1", "Farewell DR-1"]


def test_cancel_leaves_lines_from_before_where_they_are() -> None:
    found = (FoundLine(Direction.BORROW, item("DR-1"), "r1"),)
    bench = idle().fob().sign_in(opening=Opening(found=found)).stage("SA-2").scan("HA-3")
    bench.tell(Cancel()).tell(Yes())
    assert [line.code for line in bench.the(Farewell).take_out] == ["HA-3", "SA-2"]


def test_cancel_without_lines_leaves_at_once() -> None:
    bench = serving().tell(Cancel())
    assert bench.state == Idle()
    assert bench.work == ["Farewell"]


def test_yes_and_no_without_a_question_mean_nothing() -> None:
    bench = serving("DR-1")
    state = bench.state
    assert bench.tell(Yes()).tell(No()).tell(CloseReceipt()).state == state


@pytest.mark.parametrize("question", ["cancel", "confirm", "without"])
def test_a_scan_takes_a_question_away_that_would_cover_it(question: str) -> None:
    bench = serving("DR-1", library=CONFIRMS)
    match question:
        case "cancel":
            bench.tell(Cancel())
        case "confirm":
            bench.fob()
        case _:
            bench.scan("X").answer("X", NotSent()).fob()
    assert isinstance(bench.is_in(Serving).question, AskCancel | AskConfirm | AskFinishWithout)
    assert bench.scan("SA-2").is_in(Serving).question is None
    assert bench.basket["SA-2"] is CHECKING


# --- another fob ---------------------------------------------------------------------------------


def test_another_fob_asks_whether_to_switch() -> None:
    bench = serving("DR-1").fob(OTHER_FOB)
    assert bench.is_in(Serving).question == AskSwitch(Secret(OTHER_FOB))
    assert bench.scan("SA-2").is_in(Serving).question == AskSwitch(Secret(OTHER_FOB))


@pytest.mark.parametrize("how", ["no", "own fob", "time"])
def test_the_switch_is_forgotten(how: str) -> None:
    bench = serving("DR-1").fob(OTHER_FOB)
    match how:
        case "no":
            bench.tell(No())
        case "own fob":
            bench.fob()
        case _:
            bench.wait(14)
            assert bench.is_in(Serving).question is not None
            bench.wait(1)
    assert bench.is_in(Serving).question is None


@pytest.mark.parametrize("how", ["yes", "that fob again", "that code again"])
def test_yes_to_the_switch_finishes_and_confirm_counts_as_given(how: str) -> None:
    bench = serving("DR-1", library=CONFIRMS).fob(OTHER_FOB).later(1)
    match how:
        case "yes":
            bench.tell(Yes())
        case "that fob again":
            bench.fob(OTHER_FOB)
        case _:
            bench.either(OTHER_FOB)
    assert bench.work == ["Commit DR-1"]


def test_a_switch_with_nothing_to_finish_begins_at_once() -> None:
    bench = serving().fob(OTHER_FOB).tell(Yes())
    assert bench.is_in(Identifying).fob == Secret(OTHER_FOB)
    assert bench.work == ["Farewell", "Identify"]


def test_in_a_visit_without_a_fob_every_fob_is_another_member_s() -> None:
    assert serving_without_fob().fob().is_in(Serving).question == AskSwitch(Secret(FOB))


def test_where_fobs_are_off_a_fob_is_told_so() -> None:
    bench = idle(house=House(fob_login=FobLogin.OFF)).tell(LogInWithoutFob()).send_form().sign_in().fob()
    assert (bench.is_in(Serving).question, bench.notice()) == (None, NoticeKey.FOBS_NOT_USED)


# --- the sign-in is lost -------------------------------------------------------------------------


def lost(*codes: str, loans: tuple[str, ...] = ()) -> Bench:
    bench = serving(*codes, loans=loans)
    return bench.tell(SignInLost(bench.visit))


def back(bench: Bench, opening: Opening, codes: str = "") -> Bench:
    return bench.send_form().tell(SignedIn(bench.visit, MARTA, opening))


def found(code: str, ref: str = "", direction: Direction = Direction.BORROW) -> FoundLine:
    return FoundLine(direction, item(code), ref or f"ref-{code}", NEXT_WEEK)


def test_a_lost_sign_in_asks_the_same_member_again_and_keeps_the_basket() -> None:
    bench = lost("DR-1")
    state = bench.is_in(AskingSecret)
    assert state.purpose is Purpose.AGAIN
    assert state.kept is not None
    assert [line.code for line in state.kept.lines] == ["DR-1"]


def test_back_again_the_kept_lines_are_compared_with_the_cart() -> None:
    bench = serving("DR-1", "SA-2", loans=("HA-3", "HA-4"))
    bench.scan("NEW").scan("AWAY").answer("AWAY", NotSent()).scan("NO").answer("NO", refused(RefusalKind.OTHER))
    bench.scan("HA-4").scan("OUT").tell(RemoveLine(bench.line("OUT").ident))
    bench.tell(SignInLost(bench.visit)).scan("TRAY")
    opening = Opening((loan("HA-3"), loan("HA-4")), (found("DR-1", "new-ref"), found("OTHER-DEVICE")))
    back(bench, opening)
    assert bench.basket == {
        "TRAY": CHECKING,
        "HA-4": CHECKING,
        "NO": REFUSED,
        "AWAY": CHECKING,
        "NEW": CHECKING,
        "SA-2": CHECKING,  # it is not in the cart any more
        "DR-1": STAGED,
        "OTHER-DEVICE": STAGED,
    }
    assert bench.line("DR-1").ref == "new-ref"
    assert bench.line("HA-4").direction is Direction.RETURN
    assert bench.work == [f"AddLine {code}" for code in ("SA-2", "NEW", "AWAY", "HA-4", "TRAY")]


def test_back_again_what_was_being_removed_goes_on_being_removed() -> None:
    bench = remove(serving("DR-1", "SA-2", "HA-3"), "DR-1")
    remove(bench, "SA-2")
    remove(bench, "HA-3").scan("HA-3")
    back(bench.tell(SignInLost(bench.visit)), Opening((), (found("DR-1"), found("HA-3"))))
    assert bench.basket == {"HA-3": STAGED, "DR-1": REMOVING}
    assert bench.work == ["TakeOut DR-1"]


def test_back_again_what_was_removed_and_scanned_again_is_added() -> None:
    bench = remove(serving("DR-1"), "DR-1").scan("DR-1")
    assert back(bench.tell(SignInLost(bench.visit)), Opening()).work == ["AddLine DR-1"]


def test_back_again_without_a_store_everything_stays() -> None:
    bench = remove(serving("DR-1"), "DR-1").tell(StoreBroken())
    back(bench.tell(SignInLost(bench.visit)), Opening((), (found("DR-1"),)))
    assert (bench.basket, bench.work) == ({"DR-1": STAGED}, [])


@pytest.mark.parametrize(("code", "loans_before", "loans_after"), [("DR-1", (), ("DR-1",)), ("HA-3", ("HA-3",), ())])
def test_back_again_what_happened_behind_our_back_is_never_sent_twice(
    code: str, loans_before: tuple[str, ...], loans_after: tuple[str, ...]
) -> None:
    bench = serving(loans=loans_before).stage(code)
    back(bench.tell(SignInLost(bench.visit)), Opening(tuple(loan(each) for each in loans_after)))
    assert bench.basket == {code: UNKNOWN}
    assert bench.work == [f"Record line_unknown! {code}"]


def test_back_again_a_line_is_known_by_its_reference_too() -> None:
    bench = serving().scan("dr1").answer("dr1", replace(staged("X"), item=None, ref="r7"))
    back(bench.tell(SignInLost(bench.visit)), Opening((), (found("DR-1", "r7"),)))
    assert (bench.basket, bench.work) == ({"dr1": STAGED}, [])


def test_another_member_never_gets_the_first_one_s_basket() -> None:
    bench = lost("DR-1").scan("SA-2").send_form()
    bench.tell(SignedIn(bench.visit, JONAS, Opening()))
    assert bench.state == Idle()
    assert bench.work == ["Record member_changed! DR-1", "Farewell", "Record tray_without_fob! SA-2"]


def test_asked_again_another_fob_is_always_asked_about() -> None:
    bench = lost("DR-1").fob(OTHER_FOB)
    bench.is_in(AskingSecret)
    bench.tell(Yes())
    assert bench.is_in(Identifying).fob == Secret(OTHER_FOB)
    assert bench.work == ["Record cancelled DR-1", "Farewell DR-1", "Identify"]


def test_asked_again_a_code_that_could_be_either_is_an_item() -> None:
    assert lost("DR-1").either("118").is_in(AskingSecret).tray == ("118",)


@pytest.mark.parametrize(
    ("how", "kind"), [("cancel", "cancelled"), ("cancel while signing in", "cancelled"), ("time", "walked_away")]
)
def test_asked_again_the_member_may_leave(how: str, kind: str) -> None:
    bench = lost("DR-1").scan("SA-2")
    match how:
        case "cancel":
            bench.tell(Cancel())
        case "cancel while signing in":
            bench.send_form().tell(Cancel())
        case _:
            bench.wait(119).is_in(AskingSecret)
            bench.wait(1)
    assert bench.state == Idle()
    assert bench.work == ["Record tray_without_fob! SA-2", f"Record {kind} DR-1", "Farewell DR-1"]


def test_asked_again_the_member_may_be_turned_away() -> None:
    bench = lost("DR-1").send_form().tell(TurnedAwayBy(VisitId(1), TurnAwayReason.OTHER))
    bench.is_in(TurnedAway)
    assert "Record cancelled DR-1" in bench.work


def test_a_member_who_waits_is_asked_about_after_a_lost_sign_in_too() -> None:
    bench = serving("DR-1").fob(OTHER_FOB)
    back(bench.tell(SignInLost(bench.visit)), Opening((), (found("DR-1"),)))
    assert bench.is_in(Serving).question == AskSwitch(Secret(OTHER_FOB))
    assert bench.is_in(Serving).question_until == bench.at + 15


def test_a_wrong_password_when_asked_again_keeps_the_basket() -> None:
    bench = lost("DR-1").send_form()
    bench.is_in(SigningIn)
    bench.tell(Touched())
    assert bench.visit == VisitId(1)


# --- presence ------------------------------------------------------------------------------------


@pytest.mark.parametrize("event", [Touched(), StillHere()])
def test_any_sign_of_life_restarts_the_countdown(event: Touched | StillHere) -> None:
    bench = serving("DR-1").wait(100)
    assert bench.is_in(Serving).warned
    assert bench.sounds == [Sound.ATTENTION]
    bench.tell(event)
    assert not bench.is_in(Serving).warned
    assert bench.is_in(Serving).deadline == bench.at + 120


def test_a_tick_alone_changes_nothing_before_its_time() -> None:
    bench = serving("DR-1")
    state = bench.state
    assert bench.later(99).tell(Tick()).state == state


def test_an_item_code_is_what_it_says() -> None:
    assert serving().scan("118").line("118").code == ItemCode("118")
