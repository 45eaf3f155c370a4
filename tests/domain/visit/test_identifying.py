"""Tests of the state in which the kiosk finds out whose fob was shown."""

import pytest

from kiosk.domain.library import FobLogin, House
from kiosk.domain.messages.answers import (
    Answer,
    FobsPaused,
    LinkDead,
    NotLinked,
    PinNeeded,
    SignInAway,
    Throttled,
    TurnAwayReason,
    TurnedAwayBy,
    WrongSecret,
)
from kiosk.domain.messages.effects import Record, RecordKind, SpeakLanguage
from kiosk.domain.messages.intents import Cancel, ChooseLanguage, CloseReceipt, Finish, LogInWithoutFob
from kiosk.domain.model import Direction, EarlierLine, LineState, Opening, Secret, VisitId
from kiosk.domain.visit.lasting import NoticeKey
from kiosk.domain.visit.questions import AskSwitch
from kiosk.domain.visit.states import (
    AskingSecret,
    AskOtherFob,
    FormError,
    Identifying,
    Idle,
    Purpose,
    Serving,
    SigningIn,
    TurnedAway,
)
from kiosk.structs import replace
from tests.domain.bench import Bench
from tests.domain.cast import FOB, LIBRARY, MARTA, NEXT_WEEK, OTHER_FOB, item
from tests.domain.kiosks import asking, identifying, idle, signing_in

ENDPOINT = House(fob_login=FobLogin.ENDPOINT)
ASK_PASSWORD = House(fob_login=FobLogin.ASK_PASSWORD)
FOBS_OFF = House(fob_login=FobLogin.OFF)
CANNOT_LINK = House(can_link=False)


def test_a_known_fob_opens_the_basket() -> None:
    bench = identifying().sign_in(loans=("HA-3",))
    serving = bench.is_in(Serving)
    assert (serving.member, serving.fob, serving.lines) == (MARTA, Secret(FOB), ())
    assert serving.deadline == bench.at + 120


def test_the_idle_time_is_never_below_half_a_minute() -> None:
    bench = identifying(library=replace(LIBRARY, logout_timeout=0.1)).sign_in()
    assert bench.is_in(Serving).deadline == bench.at + 30


def test_everything_scanned_before_is_added_in_scan_order() -> None:
    bench = idle().scan("DR-1").fob().scan("SA-2").sign_in()
    assert bench.work == ["AddLine DR-1", "AddLine SA-2"]
    assert bench.basket == {"SA-2": LineState.CHECKING, "DR-1": LineState.CHECKING}


def test_lines_found_in_the_cart_join_as_from_before() -> None:
    found = (
        EarlierLine(Direction.BORROW, item("DR-1"), "r1", NEXT_WEEK),
        EarlierLine(Direction.RETURN, item("SA-2"), "r2", committed=True),
    )
    bench = idle().scan("DR-1").fob().sign_in(opening=Opening(earlier=found))
    assert bench.basket == {"DR-1": LineState.STAGED, "SA-2": LineState.STAGED}
    assert all(line.from_before for line in bench.is_in(Serving).lines)
    assert bench.work == []
    assert bench.notice() is NoticeKey.ALREADY_LISTED


@pytest.mark.parametrize(
    ("house", "purpose"),
    [
        (House(), Purpose.LINK),
        (CANNOT_LINK, Purpose.PASSWORD),
        (ASK_PASSWORD, Purpose.PASSWORD),
        (ENDPOINT, Purpose.FORM),
    ],
)
def test_an_unknown_fob_asks_for_what_the_settings_say(house: House, purpose: Purpose) -> None:
    state = asking(house=house).is_in(AskingSecret)
    assert (state.purpose, state.name, state.error) == (purpose, "", None)


@pytest.mark.parametrize(
    ("answer", "house", "purpose", "error"),
    [
        (PinNeeded(VisitId(1)), House(), Purpose.PIN, None),
        (PinNeeded(VisitId(1), wrong=True), House(), Purpose.PIN, FormError.WRONG_PIN),
        (LinkDead(VisitId(1)), House(), Purpose.LINK, FormError.LINK_DEAD),
        (LinkDead(VisitId(1), expired=True), House(), Purpose.LINK, FormError.LINK_EXPIRED),
        (LinkDead(VisitId(1)), CANNOT_LINK, Purpose.PASSWORD, FormError.LINK_DEAD),
        (Throttled(VisitId(1), 300), House(), Purpose.PIN, FormError.THROTTLED),
        (WrongSecret(VisitId(1), "Unknown", by_fob=True), ENDPOINT, Purpose.FORM, FormError.FOB_UNKNOWN),
    ],
)
def test_a_fob_that_is_not_enough_leads_to_a_form(
    answer: Answer, house: House, purpose: Purpose, error: FormError | None
) -> None:
    bench = identifying(house=house).scan("DR-1").tell(answer)
    state = bench.is_in(AskingSecret)
    assert (state.purpose, state.error, state.tray, state.fob) == (purpose, error, ("DR-1",), Secret(FOB))


def test_a_fob_that_opens_nothing_is_turned_away_where_fobs_are_the_only_way_in() -> None:
    bench = identifying(library=replace(LIBRARY, form_login=False), house=ENDPOINT).fob(OTHER_FOB).scan("DR-1")
    bench.tell(WrongSecret(VisitId(1), "Unknown", by_fob=True))
    away = bench.is_in(TurnedAway)
    assert (away.reason, away.words, away.tray) == (TurnAwayReason.FOB_UNKNOWN, "Unknown", ("DR-1",))
    assert bench.wait(30).is_in(Identifying).fob == Secret(OTHER_FOB)


def test_a_server_that_is_away_leads_back_to_welcome_with_the_tray() -> None:
    bench = identifying().scan("DR-1").tell(SignInAway(VisitId(1)))
    assert bench.is_in(Idle).tray == ("DR-1",)
    assert bench.notice() is NoticeKey.CANNOT_REACH_TRY_AGAIN


def test_a_fob_held_on_the_reader_changes_nothing() -> None:
    bench = identifying().fob()
    assert bench.work == []
    assert bench.is_in(Identifying).next_fob is None
    assert bench.notice() is NoticeKey.ONE_MOMENT


def test_finish_while_identifying_is_the_own_fob_again() -> None:
    assert identifying().tell(Finish()).notice() is NoticeKey.ONE_MOMENT


def test_another_fob_waits_and_is_asked_about_afterwards() -> None:
    bench = identifying().fob(OTHER_FOB)
    assert bench.notice() is NoticeKey.ONE_AFTER_THE_OTHER
    bench.sign_in()
    assert bench.is_in(Serving).question == AskSwitch(Secret(OTHER_FOB))


def test_another_fob_is_asked_about_on_the_form_too() -> None:
    bench = identifying().fob(OTHER_FOB)
    bench.tell(NotLinked(bench.visit))
    assert bench.is_in(AskingSecret).question == AskOtherFob(Secret(OTHER_FOB))


def test_another_fob_has_its_turn_after_a_member_who_is_turned_away() -> None:
    bench = identifying().fob(OTHER_FOB)
    bench.tell(TurnedAwayBy(bench.visit, TurnAwayReason.OTHER)).wait(30)
    assert bench.is_in(Identifying).fob == Secret(OTHER_FOB)


def test_cancel_while_identifying_leads_to_welcome_with_the_tray() -> None:
    bench = identifying().scan("DR-1").tell(Cancel())
    assert bench.is_in(Idle).tray == ("DR-1",)
    assert bench.work == ["Farewell"]


def test_a_language_chosen_on_welcome_is_told_to_the_server_first() -> None:
    bench = idle().tell(ChooseLanguage("fr")).fob()
    assert bench.work == ["SpeakLanguage", "Identify"]
    assert bench.the(SpeakLanguage).code == "fr"


def test_intents_of_other_screens_mean_nothing_while_identifying() -> None:
    identifying().tell(CloseReceipt()).is_in(Identifying)
    signing_in().tell(CloseReceipt()).is_in(SigningIn)


def paused(tray: str = "DR-1") -> Bench:
    """Return a kiosk at which somebody shows a fob after too many unknown fobs. The kiosk does not look up this fob."""
    return identifying().scan(tray).tell(FobsPaused(VisitId(1), 30.0))


def test_a_pause_leads_back_to_welcome_with_the_tray_and_staff_hear_of_it() -> None:
    bench = paused()
    assert bench.is_in(Idle).tray == ("DR-1",)
    assert bench.notice() is NoticeKey.FOBS_PAUSED
    assert bench.wants(Record)[-1] == Record(RecordKind.FOBS_GUESSED, inbox=True)


def test_in_a_pause_each_fob_is_answered_and_none_is_looked_up() -> None:
    bench = paused().later(10)
    for code in (FOB, OTHER_FOB):
        assert bench.fob(code).work == []
        assert bench.is_in(Idle).tray == ("DR-1",)
        assert bench.notice() is NoticeKey.FOBS_PAUSED
    assert bench.scan("SA-2").is_in(Idle).tray == ("SA-2", "DR-1")
    assert bench.later(21).fob().is_in(Identifying).tray == ("SA-2", "DR-1")


def test_a_pause_keeps_nobody_from_the_form() -> None:
    assert paused().tell(LogInWithoutFob()).is_in(AskingSecret).tray == ("DR-1",)


def test_the_next_fob_of_a_visit_that_ends_in_a_pause_is_answered_too() -> None:
    bench = identifying().fob(OTHER_FOB).tell(FobsPaused(VisitId(1), 60.0))
    bench.tell(LogInWithoutFob()).fob(OTHER_FOB)
    assert bench.is_in(Idle).tray == ()
    assert bench.notice() is NoticeKey.FOBS_PAUSED


def test_a_pause_while_the_visit_waits_for_its_fob_is_a_wait_on_the_form() -> None:
    form = signing_in().tell(FobsPaused(VisitId(1), 20)).is_in(AskingSecret)
    assert form.error is FormError.THROTTLED
    assert form.throttled_until is not None
