"""Tests of an open form.

The member types a text, shows another fob, or scans a code that may be a fob or an item.
"""

import pytest

from kiosk.domain.library import FobLogin, House, Library, LoginKind
from kiosk.domain.messages.answers import NotLinked, PinNeeded, SignInLost, Throttled, WrongSecret
from kiosk.domain.messages.effects import Identify, SignIn
from kiosk.domain.messages.events import EitherRead, FobRead, Scanned, Touched
from kiosk.domain.messages.intents import (
    Cancel,
    CloseReceipt,
    Finish,
    FormSent,
    Link,
    LogInWithoutFob,
    No,
    RemoveFromTray,
    ThatWasATool,
    Yes,
)
from kiosk.domain.model import ItemCode, Secret, VisitId
from kiosk.domain.visit.lasting import NoticeKey
from kiosk.domain.visit.states import (
    AskingSecret,
    AskOtherFob,
    FormError,
    Identifying,
    Idle,
    Purpose,
    Serving,
    SigningIn,
)
from kiosk.structs import replace
from tests.domain.bench import Bench
from tests.domain.cast import FOB, LIBRARY, OTHER_FOB
from tests.domain.kiosks import asking, identifying, idle, signing_in

ASK_PASSWORD = House(fob_login=FobLogin.ASK_PASSWORD)
FOBS_OFF = House(fob_login=FobLogin.OFF)
CANNOT_LINK = House(can_link=False)
CARDS_WITHOUT_PIN = replace(LIBRARY, login=LoginKind.CARD)
NO_FORMS = replace(LIBRARY, form_login=False)


# --- AskingSecret -------------------------------------------------------------------------------


def test_a_card_without_a_pin_is_sent_alone() -> None:
    bench = idle(CARDS_WITHOUT_PIN).tell(LogInWithoutFob()).send_form(" 2308 ", "")
    bench.is_in(SigningIn)
    assert bench.the(SignIn) == SignIn(bench.visit, "2308", Secret(""))
    assert idle(CARDS_WITHOUT_PIN).tell(LogInWithoutFob()).send_form(" ", "").is_in(AskingSecret).error


def test_a_card_with_a_pin_is_not_sent_without_it() -> None:
    library = replace(LIBRARY, login=LoginKind.CARD_AND_PIN)
    bench = idle(library).tell(LogInWithoutFob()).send_form("2308", "")
    assert bench.is_in(AskingSecret).error is FormError.INCOMPLETE


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


@pytest.mark.parametrize("house", [ASK_PASSWORD, CANNOT_LINK])
def test_a_fob_can_stand_for_the_name_and_is_never_shown(house: House) -> None:
    bench = asking(house=house).send_form("typed by nobody", "secret")
    assert bench.the(SignIn) == SignIn(bench.visit, FOB, Secret("secret"))
    assert FOB not in repr(bench.the(SignIn))
    bench.tell(WrongSecret(bench.visit))
    assert (bench.is_in(AskingSecret).name, bench.is_in(AskingSecret).error) == ("", FormError.WRONG)
    assert bench.send_form("", "").is_in(AskingSecret).error is FormError.INCOMPLETE


def test_who_has_another_name_than_the_fob_logs_in_without_it() -> None:
    bench = asking(house=ASK_PASSWORD).scan("DR-1").tell(LogInWithoutFob())
    state = bench.is_in(AskingSecret)
    assert (state.purpose, state.fob, state.tray) == (Purpose.FORM, None, ("DR-1",))
    assert bench.send_form("marta", "secret").the(SignIn).name == "marta"


@pytest.mark.parametrize(("house", "library"), [(None, LIBRARY), (ASK_PASSWORD, NO_FORMS)])
def test_a_form_that_asks_for_the_name_or_a_library_without_forms_keeps_the_fob(
    house: House | None, library: Library
) -> None:
    before = asking(house=house, library=library)
    state = before.is_in(AskingSecret)
    assert before.tell(LogInWithoutFob()).is_in(AskingSecret).purpose is state.purpose


@pytest.mark.parametrize("pin", ["", "123", "12345", "12a4", "١٢٣٤"])
def test_a_link_with_a_pin_wants_four_digits(pin: str) -> None:
    bench = asking(house=House(link_pin=True)).send_form("marta", "secret", pin=pin)
    assert bench.is_in(AskingSecret).error is FormError.PIN_SHORT
    assert bench.wants(SignIn) == []
    assert bench.send_form("marta", "secret", pin="1234").is_in(SigningIn).pin == Secret("1234")


def test_who_is_not_remembered_needs_no_pin() -> None:
    bench = asking(house=House(link_pin=True)).tell(Link(yes=False)).send_form("marta", "secret")
    bench.is_in(SigningIn)


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


# --- one reader for everything ------------------------------------------------------------------


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


READ_AS = {
    "a fob's own reader": FobRead(Secret(FOB)),
    "a reader for everything": EitherRead(Secret(FOB)),
}


@pytest.mark.parametrize("read", READ_AS.values(), ids=READ_AS)
@pytest.mark.parametrize("codes", [("118", "119"), ("119",), ("DR-1", "0008075641", "DR-1"), ("118",) * 3])
def test_what_is_scanned_while_somebody_is_signed_in_is_in_the_basket(
    read: FobRead | EitherRead, codes: tuple[str, ...]
) -> None:
    """There are three ways to log in: with the fob alone, with the form after the fob, and again after a lost log-in.

    Each time, the codes are scanned while the log-in runs.
    """
    by_fob = idle().tell(Scanned(read))
    for code in codes:
        by_fob.either(code)
    assert _in_basket(by_fob.sign_in()) == set(codes)

    by_form = idle().tell(Scanned(read))
    by_form.tell(NotLinked(by_form.visit)).send_form()
    for code in codes:
        by_form.either(code)
    assert _in_basket(by_form.sign_in()) == set(codes)

    again = idle().tell(Scanned(read)).sign_in()
    again.tell(SignInLost(again.visit)).send_form()
    for code in codes:
        again.either(code)
    assert _in_basket(again.sign_in()) == set(codes)


def test_what_is_scanned_while_a_form_without_a_fob_is_sent_is_in_the_basket() -> None:
    bench = idle().tell(LogInWithoutFob()).send_form().either("118").either("0008075641")
    assert _in_basket(bench.sign_in()) == {"118", "0008075641"}


def _in_basket(bench: Bench) -> set[str]:
    return {line.code for line in bench.is_in(Serving).lines}


def test_beside_a_sure_fob_a_code_that_could_be_either_is_an_item() -> None:
    assert identifying().either("118").is_in(Identifying).tray == ("118",)
    assert asking().either("118").is_in(AskingSecret).tray == ("118",)
    assert signing_in().either("118").is_in(SigningIn).asking.tray == ("118",)


def test_the_own_code_is_the_own_fob() -> None:
    assert identifying().either(FOB).is_in(Identifying).tray == ()
    assert asking().either(FOB).is_in(AskingSecret).tray == ()


def test_where_fobs_are_off_a_code_that_could_be_either_is_an_item() -> None:
    assert idle(house=FOBS_OFF).either("118").is_in(Idle).tray == ("118",)
    assert idle(house=FOBS_OFF).tell(LogInWithoutFob()).either("118").is_in(AskingSecret).tray == ("118",)


def test_on_the_form_without_a_fob_a_code_is_taken_for_one() -> None:
    assert idle().tell(LogInWithoutFob()).either("118").is_in(Identifying).unclassified
