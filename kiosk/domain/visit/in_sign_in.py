"""The states Identifying and SigningIn, in which the server looks for the member.

The state Identifying begins when a fob is shown. The state SigningIn begins when a form is sent.
"""

from kiosk.domain.messages.answers import (
    Answer,
    FobsPaused,
    LinkDead,
    NotLinked,
    PinNeeded,
    SignedIn,
    SignInAway,
    Throttled,
    TurnAwayReason,
    TurnedAwayBy,
    WrongSecret,
)
from kiosk.domain.messages.effects import Farewell, RecordKind
from kiosk.domain.messages.intents import Cancel, Finish
from kiosk.domain.model import ItemCode, Secret
from kiosk.domain.visit.account_end import abandon, lose
from kiosk.domain.visit.account_start import arrive, keep_link, resume
from kiosk.domain.visit.code_to_act import Act, ScannedItem, ShownFob
from kiosk.domain.visit.forms import first_form, form_for_fob, form_instead, fresh
from kiosk.domain.visit.in_form import turn_away
from kiosk.domain.visit.lasting import NoticeKey
from kiosk.domain.visit.state_parts import looked_up, tray_of
from kiosk.domain.visit.states import AskingSecret, AskOtherFob, FormError, Identifying, Purpose, SigningIn, State
from kiosk.domain.visit.to_welcome import fobs_used, next_visit, pause_fobs, record_tray, welcome
from kiosk.domain.visit.trays import are_tools, into_tray, may_be_fobs
from kiosk.domain.visit.turn import Turn
from kiosk.structs import replace


def in_identifying(state: Identifying, act: Act, turn: Turn) -> State:
    """Return the state after this act while the server looks up a fob."""
    tray = tray_of(state)
    others = tuple(code for code in tray if code not in looked_up(state))
    match act:
        case SignedIn():
            return arrive(turn, act, fob=state.fob, tray=others, next_fob=state.next_fob)
        case NotLinked() | PinNeeded() | LinkDead() | WrongSecret() | Throttled():
            return _ask(state, act, turn)
        case FobsPaused(wait_s=wait_s):
            return pause_fobs(turn, tray, wait_s)
        case TurnedAwayBy():
            return turn_away(turn, act, fob=state.fob, tray=others, next_fob=state.next_fob)
        case SignInAway():
            after = welcome(turn, tray)
            turn.say(NoticeKey.CANNOT_REACH_TRY_AGAIN)
            return after
        case ScannedItem(code, unclassified):
            kept = into_tray(state, code, turn, NoticeKey.ONE_MOMENT)
            if unclassified and state.unclassified and isinstance(kept, Identifying) and kept != state:
                may_be_fobs(turn, code)
                return replace(kept, untried=(*kept.untried, code))
            return kept
        case ShownFob(code) if code != state.fob and fobs_used(turn.lasting):
            turn.say(NoticeKey.ONE_AFTER_THE_OTHER)
            return replace(state, next_fob=code)
        case ShownFob() | Finish():
            turn.say(NoticeKey.ONE_MOMENT)
        case Cancel():
            turn.ask(Farewell(state.visit))
            return welcome(turn, tray)
        case _:
            pass
    return state


def in_sign_in(state: SigningIn, act: Act, turn: Turn) -> State:
    """Return the state after this act while the server checks the log-in from the form."""
    asking = state.asking
    match act:
        case SignedIn() if asking.kept is not None:
            return resume(turn, act, asking, asking.kept)
        case SignedIn():
            serving = arrive(turn, act, fob=asking.fob, tray=asking.tray)
            keep_link(turn, act, state, serving)
            return serving
        case NotLinked() | PinNeeded() | LinkDead() | WrongSecret() | Throttled() | FobsPaused():
            return _corrected(asking, act, turn)
        case SignInAway():
            return replace(asking, error=FormError.AWAY, words="")
        case TurnedAwayBy():
            if asking.kept is not None:
                lose(turn, asking.kept, RecordKind.CANCELLED)
            return turn_away(turn, act, fob=asking.fob, tray=asking.tray)
        case ScannedItem(code, unclassified):
            kept = into_tray(state, code, turn, NoticeKey.ONE_MOMENT)
            takes_fobs = asking.kept is None and (asking.unclassified or asking.fob is None)
            if unclassified and takes_fobs and isinstance(kept, SigningIn) and kept != state:
                may_be_fobs(turn, code)
            return kept
        case ShownFob() | Finish():
            turn.say(NoticeKey.ONE_MOMENT)
        case Cancel():
            record_tray(turn, asking.tray, visit=asking.visit)
            return welcome(turn) if asking.kept is None else abandon(turn, asking.kept, RecordKind.CANCELLED)
        case _:
            pass
    return state


def _ask(state: Identifying, why: Answer, turn: Turn) -> State:
    certain = not state.unclassified
    nobody = isinstance(why, NotLinked) or (isinstance(why, WrongSecret) and why.by_fob)
    if state.unclassified and nobody:
        if (other := _next_code(state)) is not None:
            return _try_other(state, other, turn)
        state = _first_again(state, turn)
    if not nobody:
        are_tools(turn, state.tray)
    state = replace(state, unclassified=state.unclassified and nobody, asked=(), in_tray=False)
    state = replace(state, tray=tray_of(state), former=())
    if isinstance(why, WrongSecret) and why.by_fob and not turn.library.form_login:
        by = TurnedAwayBy(state.visit, TurnAwayReason.FOB_UNKNOWN, why.words)
        return turn_away(turn, by, fob=state.fob, tray=state.tray, next_fob=state.next_fob)
    purpose = Purpose.PIN if isinstance(why, Throttled) else form_for_fob(turn.house)
    form = first_form(turn, state.visit, purpose, fob=state.fob, tray=state.tray, unclassified=state.unclassified)
    form = _corrected(replace(form, certain=certain), why, turn)
    return replace(form, question=AskOtherFob(state.next_fob)) if state.next_fob else form


def _next_code(state: Identifying) -> Secret | None:
    """Return the next code to look up, or None if there is no such code.

    If another fob was shown during the look-up, return this fob. If not, return the oldest code that could be a fob.
    """
    if state.next_fob is not None:
        return state.next_fob
    return next((Secret(code) for code in state.untried if code in state.tray), None)


def _try_other(state: Identifying, other: Secret, turn: Turn) -> State:
    """Look up the code `other`, because the code in `state.fob` opens no account.

    Put the code in `state.fob` into the tray.
    """
    code = ItemCode(state.fob.reveal())
    unclassified = state.next_fob is None
    may_be_fobs(turn, code)
    tray = (code, *state.tray)
    after = next_visit(turn, other, tray, unclassified=unclassified, keep_language=True, former=state.former)
    if not (isinstance(after, Identifying) and unclassified):
        return after
    untried = tuple(each for each in state.untried if each != other.reveal())
    return replace(after, asked=(*state.asked, code), untried=untried)


def _first_again(state: Identifying, turn: Turn) -> Identifying:
    """Return the state with the first scanned code as its fob, because no code that was looked up opens an account.

    The log-in form is then about the first code.
    """
    if not state.asked:
        return state
    first, last = state.asked[0], ItemCode(state.fob.reveal())
    may_be_fobs(turn, last)
    tray = tuple(code for code in (last, *state.tray) if code != first)
    return replace(state, fob=Secret(first), tray=tray, asked=(), in_tray=False)


def _corrected(asking: AskingSecret, why: Answer, turn: Turn) -> AskingSecret:
    """Return the form that is shown after this answer. The form has a new id, and shows an error if there is one."""
    asking = fresh(turn, replace(asking, words="", question=None))
    match why:
        case WrongSecret(words=words, by_fob=True):
            return replace(asking, error=FormError.FOB_UNKNOWN, words=words)
        case WrongSecret(words=words):
            purpose = form_instead(asking, turn.house) if asking.purpose is Purpose.PIN else asking.purpose
            return replace(asking, purpose=purpose, error=FormError.WRONG, words=words)
        case Throttled(wait_s=wait_s) | FobsPaused(wait_s=wait_s):
            return replace(asking, error=FormError.THROTTLED, throttled_until=turn.now + wait_s)
        case PinNeeded(wrong=wrong):
            return replace(asking, purpose=Purpose.PIN, error=FormError.WRONG_PIN if wrong else None)
        case LinkDead(expired=expired):
            error = FormError.LINK_EXPIRED if expired else FormError.LINK_DEAD
            return replace(asking, purpose=form_instead(asking, turn.house), error=error)
        case _:
            return replace(asking, purpose=form_instead(asking, turn.house), error=None)
