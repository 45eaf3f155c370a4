"""Tests of a log-in that the server ends during a visit.

The kiosk asks the same member to log in again, and keeps the basket.
"""

import pytest

from kiosk.domain.library import House, WalkAway
from kiosk.domain.messages.answers import SignedIn, SignInLost, TurnAwayReason, TurnedAwayBy
from kiosk.domain.messages.events import StoreBroken, Touched
from kiosk.domain.messages.intents import Cancel, LogInWithoutFob, RemoveLine, Yes
from kiosk.domain.model import (
    Direction,
    EarlierLine,
    LineState,
    NotSent,
    Opening,
    RefusalKind,
    Secret,
    VisitId,
)
from kiosk.domain.visit.questions import AskSwitch
from kiosk.domain.visit.states import AskingSecret, Identifying, Idle, Purpose, Serving, SigningIn, TurnedAway
from kiosk.structs import replace
from tests.domain.bench import Bench
from tests.domain.cast import JONAS, LIBRARY, MARTA, NEXT_WEEK, OTHER_FOB, item, loan, refused, staged
from tests.domain.kiosks import idle, remove, serving

CHECKING, STAGED, REMOVING = LineState.CHECKING, LineState.STAGED, LineState.REMOVING
REFUSED, NOT_CHECKED, UNKNOWN, DONE = LineState.REFUSED, LineState.NOT_CHECKED, LineState.UNKNOWN, LineState.DONE
CONFIRMS = replace(LIBRARY, confirm_borrows=True)


def serving_without_fob() -> Bench:
    """Return a kiosk at which Marta has logged in with the form."""
    return idle().tell(LogInWithoutFob()).send_form().sign_in()


def lost(*codes: str, loans: tuple[str, ...] = ()) -> Bench:
    bench = serving(*codes, loans=loans)
    return bench.tell(SignInLost(bench.visit))


def back(bench: Bench, opening: Opening, codes: str = "") -> Bench:
    return bench.send_form().tell(SignedIn(bench.visit, MARTA, opening))


def found(code: str, ref: str = "", direction: Direction = Direction.BORROW) -> EarlierLine:
    return EarlierLine(direction, item(code), ref or f"ref-{code}", NEXT_WEEK)


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
        "SA-2": CHECKING,  # the cart no longer has SA-2, so the kiosk sends it to the server a second time
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
    # If the member walks away, DR-1 may leave with the member, so a second note goes to staff. If the member cancels,
    # DR-1 stays here, so the kiosk takes its line out of the cart.
    ending = ["Record not_finished! DR-1", "Farewell"] if how == "time" else ["Farewell DR-1"]
    assert bench.work == ["Record tray_without_fob! SA-2", f"Record {kind} DR-1", *ending]


def test_asked_again_the_member_may_be_turned_away() -> None:
    bench = lost("DR-1").send_form().tell(TurnedAwayBy(VisitId(1), TurnAwayReason.OTHER))
    bench.is_in(TurnedAway)
    assert "Record cancelled DR-1" in bench.work
    assert bench.inbox == ["DR-1"]


@pytest.mark.parametrize(
    ("walk_away", "asked"),
    [
        (WalkAway.FINISH, ["HA-3", "DR-1", "SA-2"]),
        (WalkAway.RETURNS_ONLY, ["HA-3", "DR-1", "SA-2"]),
        (WalkAway.ABANDON, ["SA-2"]),
    ],
)
@pytest.mark.parametrize("broken", ["log-in", "store"])
def test_what_nobody_can_record_any_more_is_put_to_staff(walk_away: WalkAway, asked: list[str], broken: str) -> None:
    bench = serving("DR-1", loans=("HA-3",), house=House(walk_away=walk_away)).stage("HA-3").scan("SA-2")
    bench.later(1).tell(SignInLost(bench.visit) if broken == "log-in" else StoreBroken()).wait(200)
    assert sorted(bench.inbox) == sorted(asked)


def test_an_empty_basket_that_nobody_comes_back_to_is_no_question() -> None:
    assert lost().wait(200).inbox == []


@pytest.mark.parametrize("broken", ["log-in", "store"])
def test_what_was_handed_over_is_put_to_staff_whatever_the_library_chose(broken: str) -> None:
    bench = serving("DR-1", house=House(walk_away=WalkAway.ABANDON)).scan("SA-2")
    bench.answer("SA-2", replace(staged("SA-2"), committed=True))
    bench.tell(SignInLost(bench.visit) if broken == "log-in" else StoreBroken()).wait(200)
    assert bench.inbox == ["SA-2"]


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
