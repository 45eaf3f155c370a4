"""Tests of events that no member causes, for example a server that is away, and of answers that come too late."""

import pytest

from kiosk.domain.clock import ClockVerdict
from kiosk.domain.messages.answers import LineAnswered, NotLinked, SignedIn, SignInAway, SignInLost
from kiosk.domain.messages.effects import Farewell, Record, RecordKind
from kiosk.domain.messages.events import (
    AwayReason,
    ClockCompared,
    ClosedByStaff,
    LibraryRead,
    OpenedByStaff,
    ReaderChanged,
    ReaderKind,
    ServerAway,
    ServerBack,
    SettingsWrong,
    Stopping,
    StoreBroken,
    StoreMended,
    Tick,
)
from kiosk.domain.messages.intents import AskAgain, FormSent
from kiosk.domain.model import LineId, Opening, Secret, VisitId
from kiosk.domain.visit.lasting import NoticeKey, ReaderHere
from kiosk.domain.visit.states import AskingSecret, Closed, Committing, Idle, Receipt, Serving, SigningIn, Trouble
from kiosk.structs import replace
from tests.domain.cast import LIBRARY, MARTA, OTHER_FOB, staged
from tests.domain.kiosks import (
    committing,
    identifying,
    idle,
    reading_back,
    receipt,
    serving,
)
from tests.domain.visit.every_state import ALL, IN_A_VISIT, Make, closed, resolving, settling

# --- events that no member causes ---------------------------------------------------------------


def test_newer_settings_wait_for_welcome() -> None:
    newer = replace(LIBRARY, name="New name")
    bench = receipt().tell(LibraryRead(newer))
    assert bench.kiosk.lasting.library == LIBRARY
    assert bench.fob().kiosk.lasting.library == newer


def test_staff_wait_until_nobody_is_served() -> None:
    bench = serving("DR-1").tell(ClosedByStaff())
    bench.is_in(Serving)
    bench.fob().answer_commit().read(proven=("DR-1",)).fob(OTHER_FOB).is_in(Closed)
    assert bench.wants(Farewell)
    assert bench.tell(OpenedByStaff()).state == Idle()


def test_a_server_that_is_away_is_known_since_when_and_until_when() -> None:
    bench = idle().tell(ServerAway(4)).later(4).tell(ServerAway(8))
    assert (bench.kiosk.lasting.away_since, bench.kiosk.lasting.retry_at) == (bench.at - 4, bench.at + 8)
    bench.tell(ServerBack())
    assert (bench.kiosk.lasting.away_since, bench.kiosk.lasting.retry_at) == (None, None)
    assert bench.notice() is NoticeKey.SERVER_BACK
    bench.tell(ServerAway(2, AwayReason.MOVED))
    assert bench.kiosk.lasting.away_reason is AwayReason.MOVED
    bench.tell(ServerBack())
    assert bench.wait(3).kiosk.lasting.notice is None


def test_a_server_that_was_never_away_is_not_announced() -> None:
    assert idle().tell(ServerBack()).notice() is None
    assert closed().tell(ServerAway()).tell(ServerBack()).notice() is None


def test_the_server_s_return_does_not_cover_what_is_said() -> None:
    assert idle().tell(ServerAway()).scan("DR-1").tell(ServerBack()).notice() is NoticeKey.NOW_SHOW_FOB


def test_the_server_is_asked_again_when_told_to() -> None:
    assert serving().tell(AskAgain()).work == ["TryServer"]


@pytest.mark.parametrize("make", ALL)
def test_a_reader_that_comes_or_goes_changes_the_banner_only(make: Make) -> None:
    bench = make()
    state = bench.state
    bench.tell(ReaderChanged("items", ReaderKind.ITEMS, ready=False, why="unplugged"))
    bench.tell(ReaderChanged("fob", ReaderKind.FOBS, ready=True))
    bench.tell(ReaderChanged("items", ReaderKind.ITEMS, ready=True))
    assert bench.state == state
    assert bench.kiosk.lasting.readers == (
        ReaderHere("fob", ReaderKind.FOBS, ready=True),
        ReaderHere("items", ReaderKind.ITEMS, ready=True),
    )


@pytest.mark.parametrize("make", IN_A_VISIT)
def test_a_broken_store_or_wrong_settings_throw_nobody_out(make: Make) -> None:
    bench = make()
    kind = type(bench.state)
    bench.tell(StoreBroken()).is_in(kind)
    bench.tell(SettingsWrong(("x",))).is_in(kind)
    bench.tell(StoreMended()).is_in(kind)


def test_a_store_that_breaks_in_a_visit_is_trouble_afterwards() -> None:
    receipt().tell(StoreBroken()).wait(30).is_in(Trouble)
    identifying().tell(StoreBroken()).tell(SignInAway(VisitId(1))).is_in(Trouble)


def test_stopping_notes_the_visit_and_says_no_farewell() -> None:
    bench = serving("DR-1", "SA-2").tell(Stopping())
    assert bench.work == ["Record interrupted DR-1 SA-2"]
    assert idle().tell(Stopping()).work == []
    assert idle().scan("DR-1").tell(Stopping()).work == ["Record tray_without_fob! DR-1"]
    assert identifying().scan("DR-1").tell(Stopping()).work == [
        "Record interrupted",
        "Record tray_without_fob! DR-1",
    ]


def test_stopping_names_every_line_of_the_visit_whatever_lies_over_the_basket() -> None:
    """The kiosk writes a note when it stops. Staff learn about these codes only from this note."""
    lost = serving("DR-1", "SA-2").scan("LAD-3").tell(SignInLost(VisitId(1)))
    again = [
        (lost, "LAD-3 DR-1 SA-2"),
        (serving("DR-1").tell(SignInLost(VisitId(1))).scan("SA-9"), "DR-1"),
        (committing("DR-1", "SA-2"), "DR-1 SA-2"),
        (reading_back("DR-1"), "DR-1"),
    ]
    for bench, codes in again:
        [said, *_] = bench.tell(Stopping()).work
        assert sorted(said.split()[2:]) == sorted(codes.split())
    sent = serving("DR-1", "SA-2").tell(SignInLost(VisitId(1)))
    sent.tell(FormSent(sent.is_in(AskingSecret).form, "marta", Secret("x"))).is_in(SigningIn)
    [said] = sent.tell(Stopping()).work
    assert sorted(said.split()[2:]) == ["DR-1", "SA-2"]


# --- answers that come too late -----------------------------------------------------------------


@pytest.mark.parametrize("make", ALL)
def test_an_answer_of_another_visit_changes_nothing(make: Make) -> None:
    bench = make()
    before = bench.kiosk
    other = VisitId(9999)
    for answer in (NotLinked(other), LineAnswered(other, LineId(1), staged("X"))):
        bench.tell(answer)
        assert (bench.kiosk, bench.work) == (before, [])


@pytest.mark.parametrize("make", ALL)
def test_an_account_that_opened_too_late_is_closed(make: Make) -> None:
    bench = make()
    before = bench.kiosk
    bench.tell(SignedIn(VisitId(9999), MARTA, Opening()))
    assert (bench.kiosk, bench.work) == (before, ["Farewell"])
    assert bench.the(Farewell).visit == VisitId(9999)


def test_an_answer_to_a_state_that_is_over_changes_nothing() -> None:
    bench = serving("DR-1")
    before = bench.kiosk
    for answer in (NotLinked(bench.visit), SignedIn(bench.visit, MARTA, Opening()), SignInAway(bench.visit)):
        bench.tell(answer)
        assert (bench.kiosk, bench.work) == (before, [])


def test_staff_are_told_once_that_the_clock_is_wrong_and_once_that_the_answers_contradict_each_other() -> None:
    bench = idle()
    for verdict in (
        ClockVerdict.SUSPECT,
        ClockVerdict.WRONG,
        ClockVerdict.RIGHT,
        ClockVerdict.WRONG,
        ClockVerdict.DOUBTFUL,
        ClockVerdict.DOUBTFUL,
    ):
        bench.tell(ClockCompared(verdict, -400 * 86_400.0))
    told = bench.wants(Record)
    assert [(each.kind, each.inbox, each.visit) for each in told] == [(RecordKind.CLOCK_WRONG, True, None)] * 2
    assert told[0].note == "this machine's clock is 400 days behind the server's, whose time is taken"
    assert "contradict each other" in told[1].note


@pytest.mark.parametrize("reason", AwayReason)
def test_a_certificate_of_other_days_is_a_question_about_the_clock(reason: AwayReason) -> None:
    bench = idle().tell(ServerAway(4, reason)).tell(ServerAway(8, reason))
    told = [record.note for record in bench.wants(Record) if record.kind is RecordKind.CLOCK_WRONG]
    assert len(told) == (1 if reason in {AwayReason.CLOCK, AwayReason.EXPIRED} else 0)
    assert all("certificate" in note for note in told)


@pytest.mark.parametrize("make", [settling, committing, reading_back, resolving])
def test_the_library_is_never_back_while_a_question_is_open(make: Make) -> None:
    bench = make()
    bench.later(7).tell(ServerAway()).tell(Tick())
    assert bench.later(7).tell(Tick()).tell(ServerBack()).notice() is None
    assert bench.kiosk.lasting.away_since is None


@pytest.mark.parametrize(("outcome", "said"), [((), False), (("DR-1", "SA-2"), True)])
def test_good_news_stand_beside_a_whole_receipt_only(outcome: tuple[str, ...], *, said: bool) -> None:
    bench = reading_back("DR-1", "SA-2").later(1)
    bench = bench.read(proven=outcome) if outcome else bench.wait(90)
    bench.is_in(Receipt)
    bench.later(10).tell(Tick()).tell(ServerAway()).tell(ServerBack())
    assert (bench.notice() is NoticeKey.SERVER_BACK) is said


def test_good_news_go_when_the_basket_is_finished_by_itself() -> None:
    bench = serving("DR-1").wait(119).tell(ServerAway()).tell(ServerBack())
    assert bench.notice() is NoticeKey.SERVER_BACK
    bench.wait(1).is_in(Committing)
    assert bench.notice() is None
