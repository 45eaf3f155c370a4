"""The events that come from outside a visit, and the changes that they make.

Most events are about the settings, the server, the clock, the readers or the disk. Other events say that staff have
opened or closed the kiosk, or that the process of the kiosk is about to end.
"""

from typing import assert_never

from kiosk.domain.basket import codes_of, in_state
from kiosk.domain.clock import ClockVerdict, off_in_words
from kiosk.domain.messages.effects import Record, RecordKind
from kiosk.domain.messages.events import (
    AwayReason,
    ClockCompared,
    ClosedByStaff,
    LibraryRead,
    OpenedByStaff,
    ReaderChanged,
    ServerAway,
    ServerBack,
    SettingsWrong,
    Stopping,
    StoreBroken,
    StoreMended,
    TextsRead,
)
from kiosk.domain.model import LineState
from kiosk.domain.visit.item_scan import ask_again_for
from kiosk.domain.visit.lasting import NoticeKey, ReaderHere
from kiosk.domain.visit.side_pages import ask_unanswered_search, still_allowed
from kiosk.domain.visit.state_parts import lines_of, tray_of, visit_of
from kiosk.domain.visit.states import (
    Closed,
    Committing,
    Idle,
    ReadingBack,
    Receipt,
    Resolving,
    Serving,
    Settling,
    Starting,
    State,
    Trouble,
    TroubleReason,
)
from kiosk.domain.visit.times import SERVER_BACK_S
from kiosk.domain.visit.to_welcome import closed_reason, record_tray, welcome
from kiosk.domain.visit.turn import Turn
from kiosk.structs import replace

Happening = (
    ClockCompared | LibraryRead | TextsRead | ServerAway | ServerBack | ReaderChanged | StoreBroken | StoreMended
    | ClosedByStaff | OpenedByStaff | SettingsWrong | Stopping
)  # fmt: skip


_CONTRADICTING = "the server's answers contradict each other in the time; this machine's clock is taken"
_OF_THE_CLOCK = {
    AwayReason.CLOCK: "the server's certificate is not valid yet by this machine's clock, so nothing is lent",
    AwayReason.EXPIRED: "the server's certificate has expired, or this machine's clock is ahead: nothing is lent",
}


def happened(state: State, event: Happening, turn: Turn) -> State:
    """Return the state after this event. Most of these events change only `Lasting`, and not the state."""
    match event:
        case LibraryRead(library):
            turn.lasting = replace(turn.lasting, next_library=library)
            return _applied(state, turn)
        case TextsRead(language, texts):
            kept = tuple(each for each in turn.lasting.translated if each[0] != language)
            turn.lasting = replace(turn.lasting, translated=(*kept, (language, texts)))
        case ServerAway():
            _server_away(event, turn)
        case ClockCompared(verdict, off_s):
            _clock_compared(verdict, off_s, turn)
        case ServerBack():
            _server_back(state, turn)
            return ask_unanswered_search(state, turn)
        case ReaderChanged():
            others = tuple(reader for reader in turn.lasting.readers if reader.reader != event.reader)
            here = ReaderHere(event.reader, event.kind, event.ready, event.why)
            turn.lasting = replace(turn.lasting, readers=tuple(sorted((*others, here), key=lambda one: one.reader)))
        case StoreBroken():
            return _store_broken(state, turn)
        case StoreMended():
            return _store_mended(state, turn)
        case ClosedByStaff():
            turn.lasting = replace(turn.lasting, closed_by_staff=True)
            return _applied(state, turn)
        case OpenedByStaff():
            turn.lasting = replace(turn.lasting, closed_by_staff=False)
            return _applied(state, turn)
        case SettingsWrong(problems):
            return _settings_wrong(state, problems, turn)
        case Stopping():
            _stopping(state, turn)
        case _:
            assert_never(event)
    return state


def _server_away(event: ServerAway, turn: Turn) -> None:
    since = turn.now if turn.lasting.away_since is None else turn.lasting.away_since
    retry_at = turn.now + event.retry_s
    turn.lasting = replace(turn.lasting, away_since=since, away_reason=event.reason, retry_at=retry_at)
    if event.reason in _OF_THE_CLOCK:
        _tell_of_clock(ClockVerdict.WRONG, _OF_THE_CLOCK[event.reason], turn)


def _clock_compared(verdict: ClockVerdict, off_s: float, turn: Turn) -> None:
    """Tell staff once that the machine's clock is wrong, or that the server's answers contradict each other."""
    if verdict is ClockVerdict.WRONG:
        _tell_of_clock(
            verdict, f"this machine's clock is {off_in_words(off_s)} the server's, whose time is taken", turn
        )
    elif verdict is ClockVerdict.DOUBTFUL:
        _tell_of_clock(verdict, _CONTRADICTING, turn)


def _tell_of_clock(verdict: ClockVerdict, note: str, turn: Turn) -> None:
    if verdict not in turn.lasting.clock_told:
        turn.lasting = replace(turn.lasting, clock_told=turn.lasting.clock_told | {verdict})
        turn.ask(Record(RecordKind.CLOCK_WRONG, inbox=True, note=note))


def _nobody_here(state: State) -> bool:
    return isinstance(state, Starting | Closed | Idle) or _store_trouble(state)


def _store_trouble(state: State) -> bool:
    return isinstance(state, Trouble) and state.reason is TroubleReason.STORE_BROKEN


def _applied(state: State, turn: Turn) -> State:
    """If nobody is served, apply newer settings now, and open or close the kiosk as staff have asked.

    If the page Welcome is shown and the kiosk stays open, the page keeps its tray. An open search also stays open if it
    is still allowed. So a person who is using the page is not disturbed.
    """
    if not _nobody_here(state):
        return state
    if isinstance(state, Idle):
        lasting = turn.lasting
        turn.lasting = replace(lasting, library=lasting.next_library or lasting.library, next_library=None)
        if closed_reason(turn.lasting) is None:
            return still_allowed(state, turn)
    return welcome(turn, tray_of(state), keep_language=isinstance(state, Starting))


def _server_back(state: State, turn: Turn) -> None:
    was_away = turn.lasting.away_since is not None
    turn.lasting = replace(turn.lasting, away_since=None, retry_at=None)
    if (
        was_away
        and turn.lasting.notice is None
        and not isinstance(state, Closed | Trouble)
        and not _open_question(state)
    ):
        turn.say(NoticeKey.SERVER_BACK, for_s=SERVER_BACK_S)


def _open_question(state: State) -> bool:
    """Return True if the page says that a result is not known yet.

    Do not show the notice that the server is back on such a page. A person could think that the notice is the result.
    """
    if isinstance(state, Receipt):
        return any(line.state is not LineState.DONE for line in state.lines)
    return isinstance(state, Settling | Committing | ReadingBack | Resolving)


def _store_broken(state: State, turn: Turn) -> State:
    turn.lasting = replace(turn.lasting, store_ok=False)
    if isinstance(state, Starting | Idle):
        return welcome(turn, tray_of(state))
    if isinstance(state, Serving | Settling):
        turn.say(NoticeKey.CANNOT_RECORD)
    return state


def _store_mended(state: State, turn: Turn) -> State:
    turn.lasting = replace(turn.lasting, store_ok=True)
    if _store_trouble(state):
        return welcome(turn)
    if isinstance(state, Serving):
        for line in reversed(in_state(state.lines, LineState.NOT_CHECKED)):
            state = ask_again_for(state, line, turn)
    return state


def _settings_wrong(state: State, problems: tuple[str, ...], turn: Turn) -> State:
    if not isinstance(state, Starting | Closed | Idle | Trouble):
        return state
    record_tray(turn, tray_of(state))
    welcome(turn)
    return Trouble(TroubleReason.SETTINGS_WRONG, problems)


def _stopping(state: State, turn: Turn) -> None:
    """Note the interrupted visit in the journal. Do not sign the member out, and take no line out of the cart."""
    visit = visit_of(state)
    if visit is not None:
        turn.ask(Record(RecordKind.INTERRUPTED, visit, codes_of(lines_of(state))))
    record_tray(turn, tray_of(state), visit=visit)
