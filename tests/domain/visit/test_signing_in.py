"""Who is this? Identifying, AskingSecret, SigningIn, TurnedAway."""

from dataclasses import replace

import pytest

from kiosk.domain.library import FobLogin, House
from kiosk.domain.messages import (
    Answer,
    Cancel,
    ChooseLanguage,
    CloseReceipt,
    Farewell,
    Finish,
    FormSent,
    Identify,
    KeepLink,
    Link,
    LinkDead,
    LinkKept,
    LogInWithoutFob,
    No,
    NotLinked,
    PinNeeded,
    RemoveFromTray,
    SignedIn,
    SignIn,
    SignInAway,
    SpeakLanguage,
    ThatWasATool,
    Throttled,
    Touched,
    TurnAwayReason,
    TurnedAwayBy,
    WrongSecret,
    Yes,
)
from kiosk.domain.model import Direction, FoundLine, ItemCode, Limits, LineState, Opening, RefusalKind, Secret, VisitId
from kiosk.domain.visit.state import (
    AskingSecret,
    AskOtherFob,
    AskSwitch,
    FormError,
    Identifying,
    Idle,
    NoticeKey,
    Purpose,
    Serving,
    SigningIn,
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
    asking,
    identifying,
    idle,
    item,
    signing_in,
    turned_away,
)

ASK_PASSWORD = House(fob_login=FobLogin.ASK_PASSWORD)
FOBS_OFF = House(fob_login=FobLogin.OFF)
CANNOT_LINK = House(can_link=False)


# --- Identifying ---------------------------------------------------------------------------------


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
        FoundLine(Direction.BORROW, item("DR-1"), "r1", NEXT_WEEK),
        FoundLine(Direction.RETURN, item("SA-2"), "r2", committed=True),
    )
    bench = idle().scan("DR-1").fob().sign_in(opening=Opening(found=found))
    assert bench.basket == {"DR-1": LineState.STAGED, "SA-2": LineState.STAGED}
    assert all(line.from_before for line in bench.is_in(Serving).lines)
    assert bench.work == []
    assert bench.notice() is NoticeKey.ALREADY_LISTED


@pytest.mark.parametrize(
    ("house", "purpose", "name"),
    [
        (House(), Purpose.LINK, ""),
        (CANNOT_LINK, Purpose.PASSWORD, FOB),
        (ASK_PASSWORD, Purpose.PASSWORD, FOB),
        (House(fob_login=FobLogin.ENDPOINT), Purpose.PASSWORD, FOB),
    ],
)
def test_an_unknown_fob_asks_for_what_the_settings_say(house: House, purpose: Purpose, name: str) -> None:
    state = asking(house=house).is_in(AskingSecret)
    assert (state.purpose, state.name, state.error) == (purpose, name, None)


@pytest.mark.parametrize(
    ("answer", "house", "purpose", "error"),
    [
        (PinNeeded(VisitId(1)), House(), Purpose.PIN, None),
        (PinNeeded(VisitId(1), wrong=True), House(), Purpose.PIN, FormError.WRONG_PIN),
        (LinkDead(VisitId(1)), House(), Purpose.LINK, FormError.LINK_DEAD),
        (LinkDead(VisitId(1), expired=True), House(), Purpose.LINK, FormError.LINK_EXPIRED),
        (LinkDead(VisitId(1)), CANNOT_LINK, Purpose.PASSWORD, FormError.LINK_DEAD),
        (Throttled(VisitId(1), 300), House(), Purpose.PIN, FormError.THROTTLED),
        (WrongSecret(VisitId(1), "Unknown", by_fob=True), ASK_PASSWORD, Purpose.PASSWORD, FormError.WRONG),
    ],
)
def test_a_fob_that_is_not_enough_leads_to_a_form(
    answer: Answer, house: House, purpose: Purpose, error: FormError | None
) -> None:
    bench = identifying(house=house).scan("DR-1").tell(answer)
    state = bench.is_in(AskingSecret)
    assert (state.purpose, state.error, state.tray, state.fob) == (purpose, error, ("DR-1",), Secret(FOB))


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


# --- AskingSecret --------------------------------------------------------------------------------


def test_a_complete_form_is_sent() -> None:
    bench = asking().send_form(" marta ", "secret")
    bench.is_in(SigningIn)
    assert bench.the(SignIn) == SignIn(bench.visit, "marta", Secret("secret"))


@pytest.mark.parametrize(("name", "secret"), [("", ""), ("marta", ""), ("", "secret"), ("  ", "secret")])
def test_an_incomplete_form_is_not_sent(name: str, secret: str) -> None:
    bench = asking()
    form = bench.is_in(AskingSecret).form
    bench.send_form(name, secret)
    state = bench.is_in(AskingSecret)
    assert (state.error, state.form, bench.work) == (FormError.INCOMPLETE, form, [])
    assert bench.notice() is NoticeKey.FILL_IN_FIELDS


def test_a_pin_goes_with_the_fob() -> None:
    bench = identifying().tell(PinNeeded(VisitId(1))).send_form(name="", secret="", pin="1234")
    assert bench.the(Identify) == Identify(VisitId(1), Secret(FOB), Secret("1234"))
    bench.tell(PinNeeded(VisitId(1), wrong=True))
    assert bench.is_in(AskingSecret).error is FormError.WRONG_PIN


def test_an_empty_pin_is_not_sent() -> None:
    bench = identifying().tell(PinNeeded(VisitId(1))).send_form(pin="")
    assert bench.is_in(AskingSecret).error is FormError.INCOMPLETE


def test_a_form_that_is_no_longer_shown_cannot_be_sent() -> None:
    bench = asking()
    old = bench.is_in(AskingSecret).form
    bench.send_form().tell(WrongSecret(bench.visit))
    state = bench.is_in(AskingSecret)
    assert state.form != old
    bench.tell(FormSent(old, "marta", Secret("secret")))
    assert (bench.work, bench.is_in(AskingSecret).error) == ([], FormError.WRONG)


def test_the_same_fob_changes_nothing_on_the_form() -> None:
    bench = asking().fob()
    assert (bench.is_in(AskingSecret).question, bench.notice()) == (None, NoticeKey.FILL_IN_FIELDS)


def test_another_fob_replaces_an_untouched_form() -> None:
    bench = asking().fob(OTHER_FOB)
    assert bench.is_in(Identifying).fob == Secret(OTHER_FOB)
    assert bench.is_in(Identifying).visit != VisitId(1)


@pytest.mark.parametrize("stake", ["touched", "tray"])
def test_another_fob_is_asked_about_when_something_is_at_stake(stake: str) -> None:
    bench = asking()
    bench.tell(Touched()) if stake == "touched" else bench.scan("DR-1")
    bench.fob(OTHER_FOB)
    assert bench.is_in(AskingSecret).question == AskOtherFob(Secret(OTHER_FOB))
    assert bench.tell(No()).is_in(AskingSecret).question is None


@pytest.mark.parametrize("how", ["Yes", "that fob again"])
def test_yes_to_the_other_fob_wipes_everything_of_the_first(how: str) -> None:
    bench = asking().scan("DR-1").fob(OTHER_FOB)
    bench.tell(Yes()) if how == "Yes" else bench.later(1).fob(OTHER_FOB)
    state = bench.is_in(Identifying)
    assert (state.fob, state.tray) == (Secret(OTHER_FOB), ())
    assert bench.inbox == ["DR-1"]


def test_the_own_fob_takes_the_question_back() -> None:
    assert asking().scan("DR-1").fob(OTHER_FOB).fob().is_in(AskingSecret).question is None


def test_on_a_form_without_a_fob_a_fob_replaces_it() -> None:
    bench = idle().tell(LogInWithoutFob()).fob()
    assert bench.is_in(Identifying).fob == Secret(FOB)


def test_where_fobs_are_off_the_form_says_so() -> None:
    bench = idle(house=FOBS_OFF).tell(LogInWithoutFob()).fob()
    bench.is_in(AskingSecret)
    assert bench.notice() is NoticeKey.FOBS_NOT_USED


def test_items_go_into_the_tray_and_out_of_it() -> None:
    bench = asking().scan("DR-1", "SA-2", "DR-1")
    assert bench.is_in(AskingSecret).tray == ("SA-2", "DR-1")
    assert bench.notice() is NoticeKey.ALREADY_IN_TRAY
    assert bench.tell(RemoveFromTray(ItemCode("DR-1"))).is_in(AskingSecret).tray == ("SA-2",)


def test_finish_on_a_form_says_what_is_missing() -> None:
    assert asking().tell(Finish()).notice() is NoticeKey.FILL_IN_FIELDS


def test_yes_without_a_question_and_foreign_intents_mean_nothing() -> None:
    bench = asking()
    state = bench.state
    assert bench.tell(Yes()).tell(CloseReceipt()).tell(ThatWasATool()).state == state


def test_the_choice_to_be_remembered_is_kept() -> None:
    bench = asking()
    assert bench.is_in(AskingSecret).remember
    assert not bench.tell(Link(yes=False)).is_in(AskingSecret).remember


def test_cancel_on_an_untouched_form_keeps_the_tray() -> None:
    assert asking().scan("DR-1").tell(Cancel()).is_in(Idle).tray == ("DR-1",)


def test_cancel_on_a_touched_form_hands_the_tray_to_staff() -> None:
    bench = asking().scan("DR-1").tell(Touched()).tell(Cancel())
    assert bench.state == Idle()
    assert bench.inbox == ["DR-1"]


def test_a_form_waits_a_minute_from_the_last_touch() -> None:
    bench = asking().wait(59).tell(Touched()).wait(59)
    bench.is_in(AskingSecret)
    assert bench.wait(1).state == Idle()


def test_a_throttled_form_waits() -> None:
    bench = signing_in().tell(Throttled(VisitId(1), 20))
    assert bench.is_in(AskingSecret).error is FormError.THROTTLED
    bench.send_form()
    assert (bench.work, bench.notice()) == ([], NoticeKey.ONE_MOMENT)
    bench.wait(20)
    assert bench.is_in(AskingSecret).error is None
    bench.send_form().is_in(SigningIn)


# --- one reader for everything -------------------------------------------------------------------


def unclassified() -> Bench:
    bench = idle().either("118")
    return bench.tell(NotLinked(bench.visit))


def test_a_code_that_could_be_either_is_taken_for_a_fob_on_welcome() -> None:
    assert idle().either("118").is_in(Identifying).unclassified
    assert unclassified().is_in(AskingSecret).unclassified


def test_that_was_a_tool_puts_it_into_the_tray() -> None:
    bench = unclassified().scan("DR-1").tell(ThatWasATool())
    assert bench.is_in(Idle).tray == ("118", "DR-1")
    assert bench.notice() is NoticeKey.NOW_SHOW_FOB


def test_what_was_said_to_be_a_tool_stays_one() -> None:
    bench = unclassified().tell(ThatWasATool()).either("118")
    assert bench.is_in(Idle).tray == ("118",)


def test_on_the_form_a_new_scan_replaces_the_former() -> None:
    bench = unclassified().scan("DR-1").either("4711")
    state = bench.is_in(Identifying)
    assert (state.fob, state.unclassified, state.tray) == (Secret("4711"), True, ("DR-1",))


def test_on_a_touched_form_a_new_scan_asks_first() -> None:
    bench = unclassified().tell(Touched()).either("4711")
    assert bench.is_in(AskingSecret).question == AskOtherFob(Secret("4711"), unclassified=True)
    assert bench.tell(Yes()).is_in(Identifying).unclassified


def test_two_codes_in_a_row_the_second_replaces_an_unknown_first() -> None:
    bench = idle().either("118").either("4711")
    bench.tell(NotLinked(bench.visit))
    state = bench.is_in(Identifying)
    assert (state.fob, state.unclassified) == (Secret("4711"), True)


def test_beside_a_sure_fob_a_code_that_could_be_either_is_an_item() -> None:
    assert identifying().either("118").is_in(Identifying).tray == ("118",)
    assert asking().either("118").is_in(AskingSecret).tray == ("118",)
    assert signing_in().either("118").is_in(SigningIn).asking.tray == ("118",)


def test_the_own_code_is_the_own_fob() -> None:
    assert identifying().either(FOB).is_in(Identifying).tray == ()
    assert asking().either(FOB).is_in(AskingSecret).tray == ()


def test_on_the_form_without_a_fob_a_code_is_taken_for_one() -> None:
    assert idle().tell(LogInWithoutFob()).either("118").is_in(Identifying).unclassified


# --- SigningIn -----------------------------------------------------------------------------------


def test_a_right_password_opens_the_basket_with_the_tray() -> None:
    bench = asking().scan("DR-1").send_form().sign_in()
    assert bench.basket == {"DR-1": LineState.CHECKING}
    assert bench.is_in(Serving).fob == Secret(FOB)


def test_the_fob_is_remembered_where_the_member_wants_it() -> None:
    bench = asking().send_form(pin="1234").sign_in(renewable=True)
    assert bench.the(KeepLink) == KeepLink(bench.visit, Secret(FOB), Secret("1234"))
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


def test_a_wrong_password_after_a_pin_is_one_of_a_password() -> None:
    bench = identifying().tell(PinNeeded(VisitId(1))).send_form(pin="1").tell(WrongSecret(VisitId(1)))
    assert bench.is_in(AskingSecret).purpose is Purpose.PASSWORD


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


# --- TurnedAway ----------------------------------------------------------------------------------


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


# --- what the member may do is known at once -----------------------------------------------------


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
