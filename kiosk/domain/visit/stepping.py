"""The function `step` handles every event in every state. The function `heard` chooses the sounds of a step."""

from typing import assert_never

from kiosk.domain.basket import find
from kiosk.domain.meaning import meaning_of
from kiosk.domain.messages.answers import Answer, BalanceRead, BillSeen, TitlesRead
from kiosk.domain.messages.effects import Play, Sound
from kiosk.domain.messages.events import (
    CommandRead,
    EitherRead,
    Event,
    FobRead,
    ItemRead,
    OddRead,
    ReaderKind,
    ScanFailed,
    Scanned,
    Tick,
    Touched,
)
from kiosk.domain.messages.intents import CodeTyped, Intent
from kiosk.domain.model import Line, LineState
from kiosk.domain.returns import BroughtState
from kiosk.domain.visit.code_to_act import Act, of_card, scanned
from kiosk.domain.visit.in_basket import in_basket, in_settling
from kiosk.domain.visit.in_bringing_back import in_bringing_back
from kiosk.domain.visit.in_commit import in_commit
from kiosk.domain.visit.in_every_state import (
    by_a_person,
    card_everywhere,
    is_late,
    late,
    restart_countdowns,
    same_everywhere,
    say_odd,
)
from kiosk.domain.visit.in_form import in_form, in_turned_away
from kiosk.domain.visit.in_read_back import in_read_back
from kiosk.domain.visit.in_receipt import in_receipt
from kiosk.domain.visit.in_sign_in import in_identifying, in_sign_in
from kiosk.domain.visit.in_welcome import in_closed, in_starting, in_welcome
from kiosk.domain.visit.lasting import NoticeKey, NoticeTone
from kiosk.domain.visit.outside_events import happened
from kiosk.domain.visit.state_parts import basket_of, tray_of, with_balance, with_bill, with_titles
from kiosk.domain.visit.states import (
    AskingSecret,
    BringingBack,
    Closed,
    Committing,
    Identifying,
    Idle,
    Kiosk,
    ReadingBack,
    Receipt,
    Resolving,
    Serving,
    Settling,
    SigningIn,
    Starting,
    State,
    Step,
    Trouble,
    TurnedAway,
    Verdict,
)
from kiosk.domain.visit.turn import Turn
from kiosk.structs import replace


def step(kiosk: Kiosk, event: Event) -> Step:
    """Return the kiosk as it is after this event, and the effects that the event causes. Never raises.

    `kiosk.lasting.moment` must be the time of the event.
    """
    turn = Turn(kiosk.lasting)
    state = restart_countdowns(kiosk.state, event, turn) if by_a_person(event) else kiosk.state
    after = _forgetful(Kiosk(_after(state, event, turn), turn.lasting))
    return Step(after, (*heard(kiosk, event, after), *turn.effects))


def _forgetful(kiosk: Kiosk) -> Kiosk:
    """Remove each code that has left the tray from `lasting.earlier` and `lasting.maybe_fobs`. Return the kiosk."""
    lasting, tray = kiosk.lasting, frozenset(tray_of(kiosk.state))
    if lasting.earlier <= tray and lasting.maybe_fobs <= tray:
        return kiosk
    return replace(
        kiosk, lasting=replace(lasting, earlier=lasting.earlier & tray, maybe_fobs=lasting.maybe_fobs & tray)
    )


def _after(state: State, event: Event, turn: Turn) -> State:
    match event:
        case Scanned(meaning):
            return _scan(state, meaning, turn)
        case ScanFailed():
            turn.say(NoticeKey.MISREAD)
            return state
        case Tick():
            _forget_notice(turn)
            return _act(state, event, turn)
        case Touched():
            return _act(state, event, turn)
        case _:
            pass
    if isinstance(event, CodeTyped):
        return _scan(state, meaning_of(event.text, ReaderKind.ITEMS, turn.house.codes, commands=False), turn)
    if isinstance(event, Answer):
        return _answer(state, event, turn)
    if isinstance(event, Intent):
        done = same_everywhere(state, event, turn)
        return _uncovered(state, event, turn) if done is None else done
    return happened(state, event, turn)


def _scan(state: State, meaning: FobRead | ItemRead | EitherRead | CommandRead | OddRead, turn: Turn) -> State:
    match meaning:
        case OddRead():
            say_odd(meaning, turn)
            return state
        case CommandRead():
            done = card_everywhere(state, meaning, turn)
            return _uncovered(state, of_card(state, meaning), turn) if done is None else done
        case FobRead() | ItemRead() | EitherRead():
            return _uncovered(state, scanned(state, meaning, turn.lasting), turn)
        case _:
            assert_never(meaning)


def _uncovered(state: State, act: Act, turn: Turn) -> State:
    """Return the state after this scan or intent. First close an open sheet, because it would cover the result."""
    turn.lasting = replace(turn.lasting, sheet=None)
    return _act(state, act, turn)


def _answer(state: State, answer: Answer, turn: Turn) -> State:
    if is_late(state, answer):
        late(answer, turn)
        return state
    match answer:
        case BillSeen(bill=bill):
            return with_bill(state, bill)
        case BalanceRead(balance=balance):
            return with_balance(state, balance)
        case TitlesRead(facts=facts):
            return with_titles(state, facts)
        case _:
            return _act(state, answer, turn)


def _forget_notice(turn: Turn) -> None:
    notice = turn.lasting.notice
    if notice is not None and turn.now >= notice.until:
        turn.lasting = replace(turn.lasting, notice=None)


def _act(state: State, act: Act, turn: Turn) -> State:
    match state:
        case Starting():
            return in_starting(state, act, turn)
        case Closed() | Trouble():
            return in_closed(state, act, turn)
        case Idle():
            return in_welcome(state, act, turn)
        case BringingBack():
            return in_bringing_back(state, act, turn)
        case Identifying():
            return in_identifying(state, act, turn)
        case AskingSecret():
            return in_form(state, act, turn)
        case SigningIn():
            return in_sign_in(state, act, turn)
        case TurnedAway():
            return in_turned_away(state, act, turn)
        case Serving():
            return in_basket(state, act, turn)
        case Settling():
            return in_settling(state, act, turn)
        case Committing():
            return in_commit(state, act, turn)
        case ReadingBack() | Resolving():
            return in_read_back(state, act, turn)
        case Receipt():
            return in_receipt(state, act, turn)
        case _:
            assert_never(state)


# --- sounds ---

_OF_VERDICT = {
    Verdict.ALL: Sound.CONFIRMED,
    Verdict.SOME: Sound.REFUSED,
    Verdict.NONE: Sound.REFUSED,
    Verdict.ACCEPTED: Sound.ATTENTION,
    Verdict.UNKNOWN: Sound.ATTENTION,
}
_ADDED = frozenset({LineState.STAGED, LineState.DONE})


def heard(before: Kiosk, event: Event, after: Kiosk) -> tuple[Play, ...]:
    """Return the sounds of this step, in the order in which they are played.

    First comes the sound of a scan, if the event is a scan or a typed code. Then comes at most one sound for the result
    of the step, for example for a refusal. Return no sounds if the library has switched them off.
    """
    library = after.lasting.library
    if library is not None and not library.sounds:
        return ()
    seen = (Play(Sound.SEEN),) if isinstance(event, Scanned | CodeTyped) else ()
    came = _outcome(before, after)
    return seen if came is None else (*seen, Play(came))


def _outcome(before: Kiosk, after: Kiosk) -> Sound | None:
    if isinstance(after.state, Receipt) and not isinstance(before.state, Receipt):
        return _OF_VERDICT[after.state.verdict]
    notice = after.lasting.notice
    if notice is not None and notice is not before.lasting.notice and notice.tone is not NoticeTone.PLAIN:
        return Sound.REFUSED if notice.tone is NoticeTone.BAD else Sound.ATTENTION
    if isinstance(after.state, Serving) and after.state.warned and not _warned(before.state):
        return Sound.ATTENTION
    if isinstance(after.state, BringingBack):
        return _of_brought(before.state, after)
    return _of_lines(basket_of(before.state), basket_of(after.state))


def _warned(state: State) -> bool:
    return isinstance(state, Serving) and state.warned


def _of_brought(before: State, after: Kiosk) -> Sound | None:
    """Return the sound for returned items whose state has changed, or for a fob that the kiosk has accepted for them.

    Return None in all other cases. As long as the server is not away, an item that is only saved on disk makes no
    sound, because the result of its return will come soon.
    """
    if not (isinstance(before, BringingBack) and isinstance(after.state, BringingBack)):
        return None
    was = {each.ident: each.state for each in before.brought}
    new = {each.state for each in after.state.brought if was.get(each.ident, each.state) is not each.state}
    if new & {BroughtState.REFUSED, BroughtState.NOT_SAVED}:
        return Sound.REFUSED
    kept = {BroughtState.FOR_STAFF, BroughtState.DONE}
    if after.lasting.away_since is not None:
        kept |= {BroughtState.SAVED}
    is_taken = after.state.by_fob and not before.by_fob
    return Sound.ADDED if new & kept or is_taken else None


def _of_lines(before: tuple[Line, ...], after: tuple[Line, ...]) -> Sound | None:
    changed = [line for line in after if (was := find(before, line.ident)) is None or was.state is not line.state]
    if any(line.state is LineState.REFUSED for line in changed):
        return Sound.REFUSED
    known = [line for line in changed if find(before, line.ident) is not None]
    return Sound.ADDED if any(line.state in _ADDED for line in known) else None
