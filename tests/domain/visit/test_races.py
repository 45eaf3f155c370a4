"""Two things at once: one test for each row of the table of races."""

from datetime import timedelta

from kiosk.domain.library import House, WalkAway
from kiosk.domain.messages.answers import LineAnswered, LineGone, SignedIn
from kiosk.domain.messages.effects import AddLine, Commit, Farewell, TakeOut
from kiosk.domain.messages.events import LibraryRead, ReaderChanged, ReaderKind, ScanFailed, Stopping, Tick
from kiosk.domain.messages.intents import Cancel, Finish, Yes
from kiosk.domain.model import (
    Direction,
    EarlierLine,
    InDoubt,
    LineState,
    Moment,
    NotSent,
    Opening,
    Recorded,
    RefusalKind,
    Secret,
)
from kiosk.domain.visit import step
from kiosk.domain.visit.lasting import NoticeKey
from kiosk.domain.visit.states import (
    AskFinishWithout,
    AskSwitch,
    Committing,
    Identifying,
    Idle,
    Resolving,
    Serving,
    Settling,
)
from kiosk.structs import replace
from tests.domain.cast import FOB, LIBRARY, MARTA, NOON, OTHER_FOB, item, refused, staged
from tests.domain.kiosks import committing, identifying, idle, remove, serving


def test_a_late_answer_of_an_ended_visit_changes_nothing() -> None:
    bench = serving().scan("DR-1")
    visit, line = bench.visit, bench.line("DR-1").ident
    bench.tell(Cancel()).tell(Yes())
    before = bench.kiosk
    bench.tell(LineAnswered(visit, line, staged("DR-1")))
    assert (bench.kiosk, bench.work) == (before, [])


def test_a_late_sign_in_is_said_farewell_to() -> None:
    bench = identifying()
    visit = bench.visit
    bench.tell(Cancel()).tell(SignedIn(visit, MARTA, Opening()))
    assert (bench.state, bench.work) == (Idle(), ["Farewell"])


def test_an_item_scanned_twice_before_the_first_answer_is_one_line() -> None:
    bench = serving().scan("DR-1", "DR-1").answer("DR-1")
    assert bench.basket == {"DR-1": LineState.STAGED}
    assert len(bench.wants(AddLine)) == 1


def test_two_spellings_of_one_item_merge_by_the_server_s_number() -> None:
    bench = serving().scan("DR-1", "dr1").answer("DR-1").answer("dr1", staged("DR-1"))
    assert bench.basket == {"DR-1": LineState.STAGED}


def test_removed_while_checking_and_dropped_unsent() -> None:
    bench = remove(serving().scan("DR-1"), "DR-1")
    assert bench.work == ["TakeOut DR-1"]
    assert bench.gone("DR-1").basket == {}


def test_removed_while_checking_and_taken_out_when_the_answer_comes() -> None:
    bench = remove(serving().scan("DR-1"), "DR-1").answer("DR-1")
    assert bench.the(TakeOut).line.ref == "ref-DR-1"
    assert bench.basket == {"DR-1": LineState.REMOVING}
    assert bench.gone("DR-1").basket == {}


def test_removed_while_checking_and_refused_is_gone() -> None:
    assert remove(serving().scan("DR-1"), "DR-1").answer("DR-1", refused(RefusalKind.OTHER)).basket == {}


def test_removed_while_checking_and_never_sent_is_gone() -> None:
    assert remove(serving().scan("DR-1"), "DR-1").answer("DR-1", NotSent()).basket == {}


def test_removed_while_checking_and_in_doubt_is_said() -> None:
    bench = remove(serving().scan("DR-1"), "DR-1").answer("DR-1", InDoubt())
    assert bench.basket == {"DR-1": LineState.UNKNOWN}
    assert bench.inbox == ["DR-1"]


def test_removed_twice_while_checking_is_removed_once() -> None:
    bench = remove(remove(serving().scan("DR-1"), "DR-1"), "DR-1")
    assert len(bench.wants(TakeOut)) == 1


def test_a_removal_that_found_nothing_to_remove_leaves_the_line_checking() -> None:
    bench = remove(serving().scan("DR-1"), "DR-1").stays("DR-1")
    assert bench.basket == {"DR-1": LineState.CHECKING}
    assert bench.answer("DR-1").basket == {"DR-1": LineState.STAGED}


def test_scanned_again_while_being_removed_is_added_after_the_removal() -> None:
    bench = remove(serving("DR-1"), "DR-1").scan("DR-1")
    assert bench.work == []
    assert bench.gone("DR-1").work == ["AddLine DR-1"]
    assert bench.basket == {"DR-1": LineState.CHECKING}


def test_scanned_again_while_being_dropped_is_added_after_the_drop() -> None:
    bench = remove(serving().scan("DR-1"), "DR-1").scan("DR-1")
    assert bench.gone("DR-1").work == ["AddLine DR-1"]


def test_scanned_again_while_being_dropped_and_never_sent_is_added() -> None:
    bench = remove(serving().scan("DR-1"), "DR-1").scan("DR-1").answer("DR-1", NotSent())
    assert bench.work == ["AddLine DR-1"]


def test_scanned_again_and_refused_says_why() -> None:
    bench = remove(serving().scan("DR-1"), "DR-1").scan("DR-1").answer("DR-1", refused(RefusalKind.RESERVED))
    assert bench.basket == {"DR-1": LineState.REFUSED}


def test_scanned_again_while_being_removed_and_removed_again_is_gone() -> None:
    bench = remove(remove(serving("DR-1"), "DR-1").scan("DR-1"), "DR-1")
    assert bench.gone("DR-1").work == []
    assert bench.basket == {}


def test_scanned_again_and_not_taken_out_is_just_on_the_list() -> None:
    bench = remove(serving("DR-1"), "DR-1").scan("DR-1").stays("DR-1")
    assert bench.basket == {"DR-1": LineState.STAGED}
    assert bench.notice() is None


def test_finish_while_checking_settles_first_and_a_new_scan_takes_it_back() -> None:
    bench = serving().scan("DR-1").fob()
    bench.is_in(Settling)
    bench.scan("SA-2").answer("DR-1").answer("SA-2").is_in(Serving)
    assert bench.wants(Commit) == []


def test_finish_while_checking_asks_after_fifteen_seconds() -> None:
    bench = serving("DR-1").scan("SA-2").fob().wait(15)
    assert isinstance(bench.is_in(Serving).question, AskFinishWithout)


def test_finish_while_a_line_is_being_removed_waits_for_the_removal() -> None:
    bench = remove(serving("DR-1", "SA-2"), "SA-2").fob()
    bench.is_in(Settling)
    assert bench.gone("SA-2").work == ["Commit DR-1"]


def test_a_scan_during_the_commit_belongs_to_no_account_until_a_fob_is_shown() -> None:
    bench = committing().scan("SA-2").answer_commit().read(proven=("DR-1",)).fob(OTHER_FOB)
    assert bench.is_in(Identifying).tray == ("SA-2",)


def test_there_is_no_time_out_during_a_commit() -> None:
    committing().wait(1000).is_in(Committing)


def test_the_idle_deadline_waits_for_a_line_and_then_tells_staff_of_it() -> None:
    bench = serving(house=House(walk_away=WalkAway.ABANDON)).scan("DR-1").wait(149)
    bench.is_in(Serving)
    bench.wait(1)
    assert bench.state == Idle()
    assert bench.inbox == ["DR-1"]
    assert [line.code for line in bench.wants(Farewell)[-1].take_out] == ["DR-1"]


def test_cancel_during_checking_frees_the_screen_and_the_farewell_takes_out() -> None:
    bench = serving().scan("DR-1").tell(Cancel()).tell(Yes())
    assert bench.state == Idle()
    assert [line.code for line in bench.the(Farewell).take_out] == ["DR-1"]


def test_another_fob_during_checking_waits_for_the_answer_and_mixes_nothing() -> None:
    bench = serving().scan("DR-1").fob(OTHER_FOB).tell(Yes())
    bench.is_in(Settling)
    assert bench.answer("DR-1").work == ["Commit DR-1"]


def test_a_lost_answer_is_not_called_not_done_before_two_looks_fifteen_seconds_apart() -> None:
    bench = committing().answer_commit(InDoubt()).later(1).read(in_cart=("DR-1",)).later(14).read(in_cart=("DR-1",))
    bench.is_in(Resolving)
    bench.later(1).read(in_cart=("DR-1",))
    assert bench.basket == {"DR-1": LineState.STAGED}


def test_a_lost_answer_of_a_server_that_was_still_at_work_ends_well() -> None:
    bench = committing().answer_commit(InDoubt()).later(1).read(in_cart=("DR-1",)).later(7).read(proven=("DR-1",))
    assert bench.work == ["Record commit_settled DR-1"]


def test_finish_pressed_twice_commits_once() -> None:
    bench = serving("DR-1").tell(Finish()).tell(Finish()).fob()
    assert len(bench.wants(Commit)) == 1


def test_a_fob_held_on_the_reader_commits_once() -> None:
    bench = serving("DR-1").fob().fob().fob()
    assert len(bench.wants(Commit)) == 1


def test_a_second_member_while_identifying_is_asked_about_afterwards() -> None:
    bench = identifying().fob(OTHER_FOB).sign_in()
    assert bench.is_in(Serving).question == AskSwitch(Secret(OTHER_FOB))


def test_a_second_member_while_committing_begins_afterwards() -> None:
    bench = committing().fob(OTHER_FOB).answer_commit().read(proven=("DR-1",)).wait(10)
    assert bench.is_in(Identifying).fob == Secret(OTHER_FOB)


def test_settings_that_change_in_mid_visit_count_from_welcome_on() -> None:
    off = replace(LIBRARY, kiosk_enabled=False)
    bench = serving("DR-1").tell(LibraryRead(off))
    bench.is_in(Serving)
    assert bench.kiosk.lasting.library == LIBRARY


def test_a_reader_unplugged_in_mid_scan_leaves_the_visit_alone() -> None:
    bench = serving("DR-1")
    basket = bench.basket
    bench.tell(ScanFailed("items", "unplugged")).tell(ReaderChanged("items", ReaderKind.ITEMS, ready=False))
    assert (bench.basket, bench.notice()) == (basket, NoticeKey.MISREAD)


def test_a_clock_set_back_ends_nothing_early_or_late() -> None:
    bench = serving("DR-1")
    yesterday = Moment(bench.at + 50, NOON - timedelta(days=1))
    assert step(bench.kiosk.at(yesterday), Tick()).kiosk.state == bench.state
    assert yesterday.today == NOON.date() - timedelta(days=1)


def test_a_kill_at_any_point_leaves_the_lines_in_the_cart_to_be_adopted() -> None:
    bench = serving("DR-1").tell(Stopping())
    assert bench.wants(Farewell) == []
    found = EarlierLine(Direction.BORROW, item("DR-1"), "ref-DR-1")
    again = idle().fob(FOB).sign_in(opening=Opening(earlier=(found,)))
    assert again.basket == {"DR-1": LineState.STAGED}
    assert again.is_in(Serving).lines[0].from_before


def test_an_immediate_system_that_answers_after_removal_was_pressed_has_done_it() -> None:
    bench = remove(serving().scan("DR-1"), "DR-1").answer("DR-1", Recorded())
    assert (bench.basket, bench.notice()) == ({"DR-1": LineState.DONE}, NoticeKey.ALREADY_RECORDED)


def test_a_removal_that_is_answered_twice_is_one_removal() -> None:
    bench = remove(serving("DR-1"), "DR-1")
    line = bench.line("DR-1").ident
    bench.gone("DR-1").tell(LineGone(bench.visit, line))
    assert bench.basket == {}
