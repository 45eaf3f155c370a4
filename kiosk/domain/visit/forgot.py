"""A forgotten password: a mail is asked for where the library can send one. Never in the way of logging in."""

from dataclasses import replace
from typing import assert_never

from kiosk.domain.messages import Cancel, ForgotPassword, FormSent, ResetAnswered, ResetOutcome, ResetPassword
from kiosk.domain.visit.acts import Act
from kiosk.domain.visit.forms import fresh, lacking
from kiosk.domain.visit.state import AskingSecret, FormError, NoticeKey, Purpose
from kiosk.domain.visit.turn import Turn


def in_forgot(state: AskingSecret, act: Act, turn: Turn) -> AskingSecret | None:
    """What becomes of the form; None for an act that has nothing to do with this."""
    match act:
        case ForgotPassword():
            return _forgot(state, turn)
        case ResetAnswered():
            return _answered(state, act, turn)
        case FormSent(form=form) if state.resetting and form == state.form:
            return _sent(state, act, turn)
        case Cancel() if state.resetting:
            return _back(state, turn)
        case _:
            return None


def _forgot(state: AskingSecret, turn: Turn) -> AskingSecret:
    """Ask whom the mail is for; where no mail can be asked for, say who helps."""
    if state.purpose is Purpose.PIN or state.resetting:
        return state
    if not turn.house.resets_password:
        return replace(state, error=FormError.FORGOT_ASK_LIBRARY, words="")
    return fresh(turn, replace(state, resetting=True, error=None, words="", question=None))


def _back(state: AskingSecret, turn: Turn) -> AskingSecret:
    """To the form that was there before, with nothing typed but the name."""
    return fresh(turn, replace(state, resetting=False, error=None, words="", question=None))


def _sent(state: AskingSecret, sent: FormSent, turn: Turn) -> AskingSecret:
    """Ask the library, and go back at once: whoever remembers the password after all can log in meanwhile."""
    if (error := lacking(state, sent, turn.house)) is not None:
        turn.say(NoticeKey.FILL_IN_FIELDS)
        return replace(state, error=error, words="", question=None)
    turn.ask(ResetPassword(state.visit, sent.name.strip()))
    turn.say(NoticeKey.ONE_MOMENT)
    return _back(state, turn)


def _answered(state: AskingSecret, answer: ResetAnswered, turn: Turn) -> AskingSecret:
    """The same words whether or not there is such a member; what was typed meanwhile stays."""
    notice = turn.around.notice
    if notice is not None and notice.key is NoticeKey.ONE_MOMENT:
        turn.around = replace(turn.around, notice=None)
    match answer.outcome:
        case ResetOutcome.ASKED:
            error = FormError.RESET_ASKED
        case ResetOutcome.TOO_OFTEN:
            error = FormError.RESET_TOO_OFTEN
        case ResetOutcome.AWAY:
            error = FormError.RESET_AWAY
        case _:
            assert_never(answer.outcome)
    return replace(state, error=error, words="")
