"""The events that have the same effect in every state.

These are touches, unusable codes, the cards LANGUAGE and HELP, some intents, and answers that come after the end of
their visit.
"""

from typing import assert_never

from kiosk.domain.messages.answers import Answer, SignedIn
from kiosk.domain.messages.effects import Farewell, ReadLibrary, SpeakLanguage, TryServer
from kiosk.domain.messages.events import (
    CommandName,
    CommandRead,
    Event,
    OddRead,
    OddReason,
    ScanFailed,
    Scanned,
    Touched,
)
from kiosk.domain.messages.intents import (
    AskAgain,
    ChooseLanguage,
    FormSent,
    Help,
    Intent,
    Link,
    RemoveFromTray,
    ShowLanguages,
    TypeCode,
)
from kiosk.domain.visit.forms import form_s
from kiosk.domain.visit.in_receipt import receipt_s
from kiosk.domain.visit.lasting import NoticeKey, Sheet
from kiosk.domain.visit.side_pages import ask_search_in_new_language
from kiosk.domain.visit.state_parts import visit_of
from kiosk.domain.visit.states import AskingSecret, BringingBack, Idle, Receipt, Serving, Starting, State, TurnedAway
from kiosk.domain.visit.times import FINDING_S, LANGUAGE_S, RECEIPT_S, RETURNS_S, TRAY_S, TURNED_AWAY_S
from kiosk.domain.visit.trays import out_of_tray
from kiosk.domain.visit.turn import Turn
from kiosk.structs import replace

_ODD = {
    OddReason.CONTROL_CHARACTERS: NoticeKey.ODD_CONTROL,
    OddReason.TOO_LONG: NoticeKey.ODD_TOO_LONG,
    OddReason.UNKNOWN_COMMAND: NoticeKey.ODD_COMMAND,
    OddReason.EMPTY: NoticeKey.ODD_EMPTY,
    OddReason.NOT_OURS: NoticeKey.ODD_NOT_OURS,
}


def by_a_person(event: Event) -> bool:
    """Return True if this event can happen only if a person is at the kiosk."""
    return isinstance(event, Scanned | ScanFailed | Touched | Intent)


def restart_countdowns(state: State, event: Event, turn: Turn) -> State:
    """Close the notice and restart the countdowns of the page, because this event shows that a person is there."""
    now = turn.now
    turn.lasting = replace(turn.lasting, notice=None)
    match state:
        case Serving():
            return replace(state, deadline=now + turn.idle_s, warned=False, overdue_since=None)
        case AskingSecret():
            touched = state.touched or isinstance(event, Touched | FormSent | Link)
            return replace(state, deadline=now + form_s(turn, state), touched=touched)
        case TurnedAway():
            return replace(state, deadline=now + TURNED_AWAY_S)
        case BringingBack():
            return replace(state, deadline=now + (RECEIPT_S if state.is_over else RETURNS_S))
        case Receipt():
            return replace(state, deadline=min(now + receipt_s(state.next_fob), state.latest))
        case Idle():
            return _somebody_at_welcome(state, now)
        case _:
            return state


def _somebody_at_welcome(state: Idle, now: float) -> Idle:
    """Restart the countdowns of the page Welcome. The countdown of the language restarts only while a search is open.

    When the countdown of the language ends, the page shows the default language again.
    """
    state = replace(state, tray_until=now + TRAY_S if state.tray else None)
    if state.finding is None:
        return state
    language_until = None if state.language_until is None else now + LANGUAGE_S
    return replace(state, finding_until=now + FINDING_S, language_until=language_until)


def say_odd(read: OddRead, turn: Turn) -> None:
    """Show a notice that says what is wrong with a code that cannot be used."""
    turn.say(_ODD[read.reason], read.shown)


def card_everywhere(state: State, read: CommandRead, turn: Turn) -> State | None:
    """Return the state after a LANGUAGE or HELP card, because these cards have the same effect in every state.

    Return None for any other card.
    """
    match read.name:
        case CommandName.LANGUAGE:
            return choose_language(state, read.argument, turn)
        case CommandName.HELP:
            return toggle(Sheet.HELP, state, turn)
        case CommandName.FINISH | CommandName.CANCEL:
            return None
        case _:
            assert_never(read.name)


def same_everywhere(state: State, intent: Intent, turn: Turn) -> State | None:
    """Return the state after an intent with the same effect in every state. Return None for any other intent."""
    match intent:
        case ChooseLanguage(code):
            return choose_language(state, code, turn)
        case Help():
            return toggle(Sheet.HELP, state, turn)
        case ShowLanguages():
            return toggle(Sheet.LANGUAGES, state, turn)
        case TypeCode():
            return _typing(state, turn)
        case RemoveFromTray(code):
            return _untimed(out_of_tray(state, code))
        case AskAgain():
            turn.ask(ReadLibrary() if isinstance(state, Starting) else TryServer())
            turn.say(NoticeKey.ONE_MOMENT)
            return state
        case _:
            return None


def choose_language(state: State, code: str, turn: Turn) -> State:
    """Use this language from now on. If a visit is open, ask the server to use the language too."""
    known = (*turn.house.languages, turn.house.language, *(one.code for one in turn.library.languages))
    chosen = next((one for one in known if one.casefold() == code.casefold()), None)
    if chosen is None:
        turn.say(NoticeKey.UNKNOWN_LANGUAGE, code)
        return state
    sheet = None if turn.lasting.sheet is Sheet.LANGUAGES else turn.lasting.sheet
    if (chosen, sheet) == (turn.lasting.language, turn.lasting.sheet):
        turn.say(NoticeKey.SAME_LANGUAGE)
        return _back_to_default(state, turn)
    turn.lasting = replace(turn.lasting, language=chosen, sheet=sheet)
    visit = visit_of(state)
    if visit is not None:
        turn.ask(SpeakLanguage(visit, chosen))
    if chosen != turn.house.language:
        turn.ask(ReadLibrary(chosen))
    return _back_to_default(ask_search_in_new_language(state, turn), turn)


def _typing(state: State, turn: Turn) -> State:
    """Show or hide the field for typing a code.

    The field opens only if no reader can read labels. It opens on the page Welcome, in a visit, and on the page for
    returns without an account.

    A person can always close the field. A reader that starts to work again does not close the field, because the typed
    text would be lost.
    """
    opens = turn.lasting.types_codes and isinstance(state, Idle | BringingBack | Serving)
    return toggle(Sheet.TYPING, state, turn) if opens or turn.lasting.sheet is Sheet.TYPING else state


def toggle(sheet: Sheet, state: State, turn: Turn) -> State:
    """Show this sheet instead of any other sheet. If this sheet is shown already, hide it."""
    turn.lasting = replace(turn.lasting, sheet=None if turn.lasting.sheet is sheet else sheet)
    return _back_to_default(state, turn)


def is_late(state: State, answer: Answer) -> bool:
    """Return True if this answer belongs to a visit that is over."""
    return answer.visit != visit_of(state)


def late(answer: Answer, turn: Turn) -> None:
    """Sign out a member whose sign-in came after the end of the visit.

    Any other late answer changes nothing here, because the journal already contains its result.
    """
    if isinstance(answer, SignedIn):
        turn.ask(Farewell(answer.visit))


def _back_to_default(state: State, turn: Turn) -> State:
    return replace(state, language_until=turn.now + LANGUAGE_S) if isinstance(state, Idle) else state


def _untimed(state: State) -> State:
    return replace(state, tray_until=None) if isinstance(state, Idle) and not state.tray else state
