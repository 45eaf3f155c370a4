"""The states AskingSecret and TurnedAway.

In the state AskingSecret, a form is open. In the state TurnedAway, the screen says why a member cannot be served.

A member who forgot the password can ask for a mail if the library can send one. A log-in never waits for this mail.
"""

from typing import assert_never

from kiosk.domain.messages.answers import ResetAnswered, ResetOutcome, TurnedAwayBy
from kiosk.domain.messages.effects import Farewell, Identify, RecordKind, ResetPassword, SignIn
from kiosk.domain.messages.events import Tick
from kiosk.domain.messages.intents import (
    Cancel,
    CloseReceipt,
    Finish,
    ForgotPassword,
    FormSent,
    Link,
    LogInWithoutFob,
    No,
    ThatWasATool,
    Yes,
)
from kiosk.domain.model import ItemCode, Secret
from kiosk.domain.visit.account_end import abandon, lose
from kiosk.domain.visit.code_to_act import Act, ScannedItem, ShownFob
from kiosk.domain.visit.forms import first_form, fresh, lacking, opens_alone
from kiosk.domain.visit.lasting import NoticeKey
from kiosk.domain.visit.states import AskingSecret, AskOtherFob, FormError, Purpose, SigningIn, State, Tray, TurnedAway
from kiosk.domain.visit.times import TURNED_AWAY_S
from kiosk.domain.visit.to_welcome import fobs_used, next_visit, onward, record_tray, speak, welcome
from kiosk.domain.visit.trays import are_tools, into_tray, may_be_fobs
from kiosk.domain.visit.turn import Turn
from kiosk.structs import replace


def in_form(state: AskingSecret, act: Act, turn: Turn) -> State:
    """Return the state after this act, while a form is open for a name, a password or a PIN."""
    forgot = in_forgot(state, act, turn)
    return _asked(state, act, turn) if forgot is None else forgot


def _asked(state: AskingSecret, act: Act, turn: Turn) -> State:
    match act:
        case FormSent(form=form) if form == state.form:
            return _sent(state, act, turn)
        case ShownFob():
            return _fob(state, act, turn)
        case ScannedItem(code):
            return into_tray(state, code, turn)
        case ThatWasATool() if state.unclassified and state.fob is not None:
            return _tool(state, state.fob, turn)
        case Link(yes):
            return replace(state, remember=yes)
        case Finish():
            turn.say(NoticeKey.FILL_IN_FIELDS)
        case LogInWithoutFob() if state.purpose is Purpose.PASSWORD and turn.library.form_login:
            return first_form(turn, state.visit, Purpose.FORM, tray=state.tray)
        case Cancel():
            return _leave(state, turn, RecordKind.CANCELLED)
        case Tick():
            return _time(state, turn)
        case Yes() if state.question is not None:
            return _other(state, state.question, turn)
        case No():
            return _not_that_one(state, turn)
        case _:
            pass
    return state


def in_turned_away(state: TurnedAway, act: Act, turn: Turn) -> State:
    """Return the state after this act, while the screen says why the member cannot be served. Nobody is signed in."""
    match act:
        case ScannedItem(code):
            return into_tray(state, code, turn, NoticeKey.SHOW_FOB_TO_GO_ON)
        case ShownFob(code) if code != state.fob:
            if fobs_used(turn.lasting):
                return next_visit(turn, code, state.tray, unclassified=act.unclassified)
            turn.say(NoticeKey.FOBS_NOT_USED)
        case Cancel() | CloseReceipt():
            return _after_turned_away(state, turn)
        case Tick() if turn.now >= state.deadline:
            return _after_turned_away(state, turn)
        case _:
            pass
    return state


def turn_away(
    turn: Turn, by: TurnedAwayBy, *, fob: Secret | None, tray: Tray, next_fob: Secret | None = None
) -> TurnedAway:
    """Sign the member out at once, and return the state that says why the member cannot be served here."""
    turn.ask(Farewell(by.visit))
    deadline = turn.now + TURNED_AWAY_S
    return TurnedAway(by.visit, by.reason, deadline, by.words, by.url, fob=fob, tray=tray, next_fob=next_fob)


def _after_turned_away(state: TurnedAway, turn: Turn) -> State:
    if state.next_fob is None:
        record_tray(turn, state.tray, visit=state.visit)
        return welcome(turn)
    return onward(turn, state.tray, state.next_fob)


def _not_that_one(state: AskingSecret, turn: Turn) -> AskingSecret:
    """Close the question whether to log in with another fob.

    If the code of that other fob could also be the label of a tool, put the code into the tray.
    """
    question = state.question
    state = replace(state, question=None)
    if question is None or not question.unclassified:
        return state
    code = ItemCode(question.fob.reveal())
    if code in state.tray:
        return state
    may_be_fobs(turn, code)
    return replace(state, tray=(code, *state.tray))


def _sent(state: AskingSecret, sent: FormSent, turn: Turn) -> State:
    state = _not_that_one(replace(state, name="" if state.purpose is Purpose.PASSWORD else sent.name), turn)
    if state.throttled_until is not None and turn.now < state.throttled_until:
        turn.say(NoticeKey.ONE_MOMENT)
        return state
    if (error := lacking(state, sent, turn.house, turn.library)) is not None:
        turn.say(NoticeKey.FILL_IN_FIELDS)
        return replace(state, error=error, words="")
    speak(turn, state.visit)
    match state:
        case AskingSecret(purpose=Purpose.PIN, fob=Secret() as fob):
            turn.ask(Identify(state.visit, fob, sent.pin))
        case AskingSecret(purpose=Purpose.PASSWORD, fob=Secret() as fob):
            turn.ask(SignIn(state.visit, fob.reveal(), sent.secret))  # the fob's code is the log-in name
        case _:
            turn.ask(SignIn(state.visit, sent.name.strip(), sent.secret))
    return SigningIn(replace(state, error=None, words=""), pin=sent.pin or None)


def _fob(state: AskingSecret, fob: ShownFob, turn: Turn) -> State:
    if fob.code == state.fob and state.purpose is Purpose.AGAIN and opens_alone(turn.house):
        turn.ask(Identify(state.visit, fob.code))
        return SigningIn(replace(_not_that_one(state, turn), error=None, words=""))
    if fob.code == state.fob:
        turn.say(NoticeKey.FILL_IN_FIELDS)
        return _not_that_one(state, turn)
    if not fobs_used(turn.lasting):
        turn.say(NoticeKey.FOBS_NOT_USED)
        return state
    question = AskOtherFob(fob.code, fob.unclassified)
    if state.question is not None and state.question.fob == fob.code:
        return _other(state, question, turn)
    nothing_at_stake = not state.tray or (state.unclassified and fob.unclassified)
    if state.kept is None and not state.touched and nothing_at_stake:
        return _replaced(state, fob, turn)
    return replace(_not_that_one(state, turn), question=question)


def _replaced(state: AskingSecret, fob: ShownFob, turn: Turn) -> State:
    """Look up this fob instead of the fob of the form.

    If the code of the form's fob could also be the label of a tool, put that code into the tray.
    """
    former = (ItemCode(state.fob.reveal()),) if state.unclassified and state.fob is not None else ()
    may_be_fobs(turn, *former)
    return next_visit(turn, fob.code, state.tray, unclassified=fob.unclassified, keep_language=True, former=former)


def _other(state: AskingSecret, question: AskOtherFob, turn: Turn) -> State:
    """End the first member's visit, forget the first member's data, and begin a visit with the other fob."""
    tray = tuple(code for code in state.tray if code != question.fob.reveal())
    _leave(replace(state, touched=True, tray=tray, question=None), turn, RecordKind.CANCELLED)
    return next_visit(turn, question.fob, unclassified=question.unclassified)


def _tool(state: AskingSecret, code: Secret, turn: Turn) -> State:
    item = ItemCode(code.reveal())
    tray = tuple(other for other in state.tray if other != item)
    are_tools(turn, (item,))
    after = welcome(turn, (item, *tray), keep_language=True)
    turn.say(NoticeKey.NOW_SHOW_FOB, item)
    return after


def _leave(state: AskingSecret, turn: Turn, kind: RecordKind) -> State:
    state = _not_that_one(state, turn)
    if state.kept is None and not state.touched:
        return welcome(turn, state.tray)
    record_tray(turn, state.tray, visit=state.visit)
    if state.kept is None:
        return welcome(turn)
    if kind is not RecordKind.WALKED_AWAY:
        return abandon(turn, state.kept, kind)
    lose(turn, state.kept, kind)
    return welcome(turn)


def _time(state: AskingSecret, turn: Turn) -> State:
    if turn.now >= state.deadline:
        return _leave(state, turn, RecordKind.WALKED_AWAY)
    if state.throttled_until is not None and turn.now >= state.throttled_until:
        return replace(state, throttled_until=None, error=None)
    return state


# --- a forgotten password ---


def in_forgot(state: AskingSecret, act: Act, turn: Turn) -> AskingSecret | None:
    """Return the form after this act. Return None if the act is not about a forgotten password."""
    match act:
        case ForgotPassword():
            return _forgot(state, turn)
        case ResetAnswered():
            return _answered(state, act, turn)
        case FormSent(form=form) if state.resetting and form == state.form:
            return _forgot_sent(state, act, turn)
        case Cancel() if state.resetting:
            return _back(state, turn)
        case _:
            return None


def _forgot(state: AskingSecret, turn: Turn) -> AskingSecret:
    """Show the form that asks who should get the mail for a new password.

    If the library sends no mails, say who can help instead.
    """
    if state.purpose is Purpose.PIN or state.resetting:
        return state
    if not turn.house.resets_password:
        return replace(state, error=FormError.FORGOT_ASK_LIBRARY, words="")
    return fresh(turn, replace(state, resetting=True, error=None, words="", question=None))


def _back(state: AskingSecret, turn: Turn) -> AskingSecret:
    """Go back to the earlier form. Its field for the name keeps the typed text, and all other fields are empty."""
    return fresh(turn, replace(state, resetting=False, error=None, words="", question=None))


def _forgot_sent(state: AskingSecret, sent: FormSent, turn: Turn) -> AskingSecret:
    """Ask for the mail, and go back to the log-in form at once.

    A member who remembers the password can log in there without waiting for the mail.
    """
    if (error := lacking(state, sent, turn.house, turn.library)) is not None:
        turn.say(NoticeKey.FILL_IN_FIELDS)
        return replace(state, error=error, words="", question=None)
    turn.ask(ResetPassword(state.visit, sent.name.strip()))
    turn.say(NoticeKey.ONE_MOMENT)
    return _back(state, turn)


def _answered(state: AskingSecret, answer: ResetAnswered, turn: Turn) -> AskingSecret:
    """Show on the form whether the server was asked to send the mail. The typed text stays in the form.

    The form does not show whether a member with this name exists.
    """
    notice = turn.lasting.notice
    if notice is not None and notice.key is NoticeKey.ONE_MOMENT:
        turn.lasting = replace(turn.lasting, notice=None)
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
