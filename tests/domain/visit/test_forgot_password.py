"""Tests of a forgotten password.

The kiosk asks for a mail if the library can send one. If not, the kiosk says who can help. The member can always go on
with the log-in.
"""

import pytest

from kiosk.domain.library import FobLogin, House
from kiosk.domain.messages.answers import PinNeeded, ResetAnswered, ResetOutcome, SignInLost, WrongSecret
from kiosk.domain.messages.effects import ResetPassword, SignIn
from kiosk.domain.messages.events import ScanFailed
from kiosk.domain.messages.intents import Cancel, ForgotPassword, FormSent, LogInWithoutFob
from kiosk.domain.model import Secret, VisitId
from kiosk.domain.visit.lasting import NoticeKey
from kiosk.domain.visit.states import AskingSecret, FormError, Idle, Purpose, Serving, SigningIn
from kiosk.structs import replace
from tests.domain.bench import Bench
from tests.domain.cast import OTHER_FOB
from tests.domain.kiosks import asking, identifying, idle, serving

SENDS = House(resets_password=True)


def on_a_form(house: House = SENDS) -> Bench:
    return idle(house=house).tell(LogInWithoutFob())


def at(bench: Bench) -> AskingSecret:
    return bench.is_in(AskingSecret)


def asked_for(name: str, bench: Bench) -> Bench:
    bench.tell(ForgotPassword())
    return bench.tell(FormSent(at(bench).form, name))


def test_where_no_mail_can_be_asked_for_the_form_says_who_helps() -> None:
    bench = on_a_form(House())
    form = at(bench).form
    bench.tell(ForgotPassword())
    assert (at(bench).error, at(bench).resetting, at(bench).form) == (FormError.FORGOT_ASK_LIBRARY, False, form)
    assert bench.work == []


@pytest.mark.parametrize(
    ("bench", "purpose"),
    [
        (on_a_form(), Purpose.FORM),
        (asking(house=SENDS), Purpose.LINK),
        (asking(house=replace(SENDS, fob_login=FobLogin.ASK_PASSWORD)), Purpose.PASSWORD),
        (serving("DR-1", house=SENDS).tell(SignInLost(VisitId(1))), Purpose.AGAIN),
    ],
)
def test_the_mail_is_asked_for_and_the_form_is_back_at_once(bench: Bench, purpose: Purpose) -> None:
    kept, tray = at(bench).kept, at(bench).tray
    bench.tell(ForgotPassword())
    first = at(bench).form
    assert (at(bench).resetting, at(bench).purpose) == (True, purpose)

    bench.tell(FormSent(first, " marta@example.org "))

    assert bench.the(ResetPassword) == ResetPassword(at(bench).visit, "marta@example.org")
    assert (at(bench).resetting, at(bench).purpose, at(bench).error) == (False, purpose, None)
    assert (at(bench).kept, at(bench).tray) == (kept, tray)
    assert at(bench).form != first
    assert bench.notice() is NoticeKey.ONE_MOMENT


@pytest.mark.parametrize(
    ("outcome", "error"),
    [
        (ResetOutcome.ASKED, FormError.RESET_ASKED),
        (ResetOutcome.TOO_OFTEN, FormError.RESET_TOO_OFTEN),
        (ResetOutcome.AWAY, FormError.RESET_AWAY),
    ],
)
def test_the_answer_stands_on_the_form_and_what_was_typed_meanwhile_stays(
    outcome: ResetOutcome, error: FormError
) -> None:
    bench = asked_for("marta", on_a_form())
    form = at(bench).form
    bench.tell(ResetAnswered(at(bench).visit, outcome))
    assert (at(bench).error, at(bench).form, at(bench).words) == (error, form, "")
    assert bench.notice() is None


def test_the_answer_leaves_another_notice_alone() -> None:
    bench = asked_for("marta", on_a_form()).tell(ScanFailed("items", "noise"))
    bench.tell(ResetAnswered(at(bench).visit, ResetOutcome.ASKED))
    assert bench.notice() is NoticeKey.MISREAD


def test_nobody_asks_for_a_mail_for_nobody() -> None:
    bench = asked_for("  ", on_a_form())
    assert (at(bench).resetting, at(bench).error, bench.work) == (True, FormError.INCOMPLETE, [])
    assert bench.notice() is NoticeKey.FILL_IN_FIELDS


def test_back_leads_to_the_form_and_back_again_to_welcome() -> None:
    bench = on_a_form().tell(ForgotPassword()).tell(Cancel())
    assert not at(bench).resetting
    bench.tell(Cancel()).is_in(Idle)


def test_a_log_in_does_not_wait_for_the_mail() -> None:
    bench = asked_for("marta", on_a_form())
    bench.tell(FormSent(at(bench).form, "marta", Secret("remembered after all")))
    assert bench.the(SignIn).name == "marta"
    bench.tell(ResetAnswered(bench.is_in(SigningIn).asking.visit, ResetOutcome.ASKED)).is_in(SigningIn)
    bench.sign_in().is_in(Serving)


def test_an_answer_that_comes_when_the_form_is_gone_changes_nothing() -> None:
    bench = asked_for("marta", on_a_form())
    visit = at(bench).visit
    bench.tell(Cancel()).tell(ResetAnswered(visit, ResetOutcome.ASKED))
    assert bench.state == Idle()


def test_a_wrong_password_takes_the_place_of_what_was_said_of_the_mail() -> None:
    bench = asked_for("marta", on_a_form())
    bench.tell(ResetAnswered(at(bench).visit, ResetOutcome.ASKED))
    bench.tell(FormSent(at(bench).form, "marta", Secret("wrong"))).tell(WrongSecret(bench.visit))
    assert at(bench).error is FormError.WRONG


def test_a_pin_is_no_password_of_the_library_s() -> None:
    bench = identifying(house=SENDS).tell(PinNeeded(VisitId(1)))
    before = at(bench)
    assert bench.tell(ForgotPassword()).state == before


def test_pressed_twice_it_is_one_form() -> None:
    bench = on_a_form().tell(ForgotPassword())
    form = at(bench).form
    assert at(bench.tell(ForgotPassword())).form == form


def test_another_fob_on_the_way_takes_over_as_on_any_form() -> None:
    bench = on_a_form().tell(ForgotPassword()).fob(OTHER_FOB)
    assert bench.work == ["Identify"]


def test_a_form_that_nobody_fills_in_ends_as_any_other() -> None:
    bench = on_a_form().tell(ForgotPassword()).wait(60)
    assert bench.state == Idle()
