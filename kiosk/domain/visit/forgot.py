"""A forgotten password: the library sends a mail if it can. This never hinders a log-in."""

from dataclasses import replace
from typing import assert_never

from kiosk.domain.messages import Cancel, ForgotPassword, FormSent, ResetAnswered, ResetOutcome, ResetPassword
from kiosk.domain.visit.acts import Act
from kiosk.domain.visit.forms import fresh, lacking
from kiosk.domain.visit.state import AskingSecret, FormError, NoticeKey, Purpose
from kiosk.domain.visit.turn import Turn


def in_forgot(state: AskingSecret, act: Act, turn: Turn) -> AskingSecret | None:
    """Return the form after this act, or None if the act has nothing to do with a forgotten password."""
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
    """Ask who should get the mail; if no mail can be asked for, say who helps."""
    if state.purpose is Purpose.PIN or state.resetting:
        return state
    if not turn.house.resets_password:
        return replace(state, error=FormError.FORGOT_ASK_LIBRARY, words="")
    return fresh(turn, replace(state, resetting=True, error=None, words="", question=None))


def _back(state: AskingSecret, turn: Turn) -> AskingSecret:
    """Go back to the earlier form; of the typed text, only the name is kept."""
    return fresh(turn, replace(state, resetting=False, error=None, words="", question=None))


def _sent(state: AskingSecret, sent: FormSent, turn: Turn) -> AskingSecret:
    """Ask the library, and go back at once: a member who remembers the password can log in meanwhile."""
    if (error := lacking(state, sent, turn.house)) is not None:
        turn.say(NoticeKey.FILL_IN_FIELDS)
        return replace(state, error=error, words="", question=None)
    turn.ask(ResetPassword(state.visit, sent.name.strip()))
    turn.say(NoticeKey.ONE_MOMENT)
    return _back(state, turn)


def _answered(state: AskingSecret, answer: ResetAnswered, turn: Turn) -> AskingSecret:
    """Show the answer without telling whether there is such a member; text typed meanwhile stays."""
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
