"""Tests of the time after a form was sent: the basket opens, the form comes back, or the member is turned away."""

import pytest

from kiosk.domain.library import FobLogin, House
from kiosk.domain.messages.answers import (
    Answer,
    LinkDead,
    LinkKept,
    NotLinked,
    PinNeeded,
    SignedIn,
    SignInAway,
    Throttled,
    TurnAwayReason,
    TurnedAwayBy,
    WrongSecret,
)
from kiosk.domain.messages.effects import Farewell, KeepLink
from kiosk.domain.messages.events import Touched
from kiosk.domain.messages.intents import Cancel, CloseReceipt, Finish, Link, LogInWithoutFob, Yes
from kiosk.domain.model import Direction, Limits, LineState, Opening, RefusalKind, Secret, VisitId
from kiosk.domain.visit.lasting import NoticeKey
from kiosk.domain.visit.states import (
    AskingSecret,
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
from tests.domain.cast import FOB, JONAS, MARTA, OTHER_FOB
from tests.domain.kiosks import asking, identifying, idle, signing_in, turned_away

ASK_PASSWORD = House(fob_login=FobLogin.ASK_PASSWORD)
FOBS_OFF = House(fob_login=FobLogin.OFF)
CANNOT_LINK = House(can_link=False)


# --- SigningIn ----------------------------------------------------------------------------------


def test_a_right_password_opens_the_basket_with_the_tray() -> None:
    bench = asking().scan("DR-1").send_form().sign_in()
    assert bench.basket == {"DR-1": LineState.CHECKING}
    assert bench.is_in(Serving).fob == Secret(FOB)


def test_the_fob_is_remembered_where_the_member_wants_it() -> None:
    bench = asking().send_form(pin="1234").sign_in(renewable=True)
    assert bench.the(KeepLink) == KeepLink(bench.visit, Secret(FOB), certain=True, pin=Secret("1234"))
    bench.tell(LinkKept(bench.visit, ok=True))
    assert bench.notice() is NoticeKey.LINK_KEPT
    bench.tell(LinkKept(bench.visit, ok=False, why="item-code"))
    assert bench.notice() is NoticeKey.LINK_NOT_KEPT


def test_a_link_that_cannot_be_kept_is_not_asked_for() -> None:
    bench = asking().send_form().sign_in(renewable=False)
    assert bench.wants(KeepLink) == []
    assert bench.notice() is NoticeKey.LINK_NOT_KEPT


@pytest.mark.parametrize(
    "bench",
    [
        pytest.param(asking().tell(Link(yes=False)), id="only this time"),
        pytest.param(asking(house=ASK_PASSWORD), id="never here"),
        pytest.param(idle().tell(LogInWithoutFob()), id="no fob"),
    ],
)
def test_no_link_without_a_wish_and_a_fob(bench: Bench) -> None:
    assert bench.send_form().sign_in(renewable=True).work == []
    assert bench.notice() is None


def test_a_wrong_password_is_asked_again_with_the_library_s_words() -> None:
    bench = asking().scan("DR-1")
    form = bench.is_in(AskingSecret).form
    bench.send_form("marta").tell(WrongSecret(bench.visit, "Call Jane"))
    state = bench.is_in(AskingSecret)
    assert (state.error, state.words, state.name) == (FormError.WRONG, "Call Jane", "marta")
    assert state.form != form
    assert state.tray == ("DR-1",)


@pytest.mark.parametrize(("house", "purpose"), [(House(), Purpose.LINK), (ASK_PASSWORD, Purpose.PASSWORD)])
def test_a_wrong_password_after_a_pin_is_one_of_a_password(house: House, purpose: Purpose) -> None:
    bench = identifying(house=house).tell(PinNeeded(VisitId(1))).send_form(pin="1").tell(WrongSecret(VisitId(1)))
    assert bench.is_in(AskingSecret).purpose is purpose


@pytest.mark.parametrize(
    ("answer", "purpose", "error"),
    [
        (NotLinked(VisitId(1)), Purpose.LINK, None),
        (LinkDead(VisitId(1)), Purpose.LINK, FormError.LINK_DEAD),
        (Throttled(VisitId(1), 30), Purpose.PIN, FormError.THROTTLED),
    ],
)
def test_a_pin_may_be_answered_like_a_fob(answer: Answer, purpose: Purpose, error: FormError | None) -> None:
    state = identifying().tell(PinNeeded(VisitId(1))).send_form(pin="1").tell(answer).is_in(AskingSecret)
    assert (state.purpose, state.error) == (purpose, error)


def test_a_server_that_is_away_keeps_the_form_as_it_is() -> None:
    bench = asking()
    form = bench.is_in(AskingSecret).form
    state = bench.send_form().tell(SignInAway(VisitId(1))).is_in(AskingSecret)
    assert (state.error, state.form, state.name) == (FormError.AWAY, form, "marta")


def test_while_signing_in_everything_is_answered() -> None:
    bench = signing_in().scan("DR-1")
    assert bench.is_in(SigningIn).asking.tray == ("DR-1",)
    for other in (FOB, OTHER_FOB):
        bench.later(10).fob(other)
        assert (bench.notice(), bench.work) == (NoticeKey.ONE_MOMENT, [])
    assert bench.later(10).tell(Finish()).notice() is NoticeKey.ONE_MOMENT


def test_cancel_while_signing_in_leads_to_welcome_and_a_late_account_is_closed() -> None:
    bench = signing_in().scan("DR-1")
    visit = bench.visit
    bench.tell(Cancel())
    assert bench.inbox == ["DR-1"]
    bench.tell(SignedIn(visit, MARTA, Opening()))
    assert bench.state == Idle()
    assert bench.the(Farewell) == Farewell(visit)


def test_a_member_without_rights_is_turned_away() -> None:
    bench = signing_in().scan("DR-1").tell(TurnedAwayBy(VisitId(1), TurnAwayReason.AGREEMENT, "Sign", "https://x"))
    state = bench.is_in(TurnedAway)
    assert (state.reason, state.words, state.url, state.tray) == (
        TurnAwayReason.AGREEMENT,
        "Sign",
        "https://x",
        ("DR-1",),
    )
    assert bench.work == ["Farewell"]


# --- TurnedAway ---------------------------------------------------------------------------------


def test_turned_away_stays_half_a_minute_from_the_last_touch() -> None:
    bench = turned_away().wait(29).tell(Touched()).wait(29)
    bench.is_in(TurnedAway)
    assert bench.wait(1).state == Idle()
    assert bench.inbox == []


@pytest.mark.parametrize("leave", [CloseReceipt(), Cancel()])
def test_turned_away_can_be_left(leave: CloseReceipt | Cancel) -> None:
    bench = turned_away().scan("DR-1").tell(leave)
    assert bench.state == Idle()
    assert bench.inbox == ["DR-1"]


def test_the_own_fob_changes_nothing_when_turned_away() -> None:
    bench = turned_away().later(10).fob()
    assert bench.is_in(TurnedAway).deadline == bench.at + 30
    assert bench.work == []


def test_another_fob_begins_a_visit_with_the_tray() -> None:
    bench = turned_away().scan("DR-1").fob(OTHER_FOB)
    assert bench.is_in(Identifying).tray == ("DR-1",)
    assert bench.is_in(Identifying).fob == Secret(OTHER_FOB)


def test_where_fobs_are_off_another_fob_is_told_so() -> None:
    bench = idle(house=FOBS_OFF).tell(LogInWithoutFob()).send_form()
    bench.tell(TurnedAwayBy(bench.visit, TurnAwayReason.OTHER)).fob()
    bench.is_in(TurnedAway)
    assert bench.notice() is NoticeKey.FOBS_NOT_USED


def test_a_scan_when_turned_away_waits_for_a_fob() -> None:
    bench = turned_away().scan("DR-1")
    assert bench.is_in(TurnedAway).tray == ("DR-1",)
    assert bench.notice() is NoticeKey.SHOW_FOB_TO_GO_ON


def test_foreign_intents_mean_nothing_when_turned_away() -> None:
    turned_away().tell(Yes()).is_in(TurnedAway)


# --- rights and hindrances of the member --------------------------------------------------------


def test_a_member_who_may_not_borrow_can_still_bring_back() -> None:
    member = replace(JONAS, may_borrow=False)
    bench = identifying().sign_in(member, loans=("HA-3",)).scan("DR-1", "HA-3")
    assert bench.line("DR-1").refusal is not None
    assert bench.line("DR-1").state is LineState.REFUSED
    assert bench.line("HA-3").direction is Direction.RETURN


def test_where_nothing_can_be_brought_back_the_line_says_so() -> None:
    bench = identifying().sign_in(loans=("HA-3",), limits=Limits(can_return=False)).scan("HA-3")
    line = bench.line("HA-3")
    assert line.refusal is not None
    assert line.refusal.kind is RefusalKind.OTHER
