"""The state while the kiosk waits for the answer to the commit. The member can change nothing in the basket now."""

from typing import assert_never

from kiosk.domain.basket import codes_of, find, in_state, put
from kiosk.domain.carts import CartDiffers, CartNow, compare
from kiosk.domain.messages.answers import (
    CartSeen,
    CommitAnswered,
    LineAnswered,
    LineChanged,
    LineGone,
    LineStays,
    SignInLost,
)
from kiosk.domain.messages.effects import Record, RecordKind
from kiosk.domain.messages.events import Tick, Touched
from kiosk.domain.messages.intents import Cancel, CloseReceipt, Finish
from kiosk.domain.model import (
    CommitDone,
    CommitRefused,
    InDoubt,
    Line,
    LineId,
    LinesRefused,
    LineState,
    NotSent,
    Refusal,
    RefusalKind,
)
from kiosk.domain.visit.account_end import farewell
from kiosk.domain.visit.account_start import add_tray, ask_switch
from kiosk.domain.visit.code_to_act import Act, ScannedItem, ShownFob
from kiosk.domain.visit.finishing import leaving, next_member, read_first, send
from kiosk.domain.visit.forms import ask_again
from kiosk.domain.visit.item_scan import ask_again_for
from kiosk.domain.visit.lasting import NoticeKey
from kiosk.domain.visit.line_answers import line_event
from kiosk.domain.visit.line_terms import changed
from kiosk.domain.visit.other_devices import cart_seen
from kiosk.domain.visit.states import Committing, ReadingBack, Resolving, Serving, State
from kiosk.domain.visit.times import TAKING_OUT_S
from kiosk.domain.visit.to_welcome import fobs_used, onward, record_tray
from kiosk.domain.visit.trays import into_tray
from kiosk.domain.visit.turn import Turn
from kiosk.structs import replace


def in_commit(state: Committing, act: Act, turn: Turn) -> State:
    """Return the state after this act. The answer to the commit always comes, and decides how the visit goes on."""
    match act:
        case CommitAnswered(commit=commit) if commit == state.commit and state.sent:
            return answered(state, act, turn)
        case LineStays(line=ident) if not state.sent and ident in leaving(state):
            return not_recorded(line_news(state, act, turn), turn, NoticeKey.NOTHING_SENT)
        case LineGone() | LineAnswered() | LineStays():
            state = line_news(state, act, turn)
            return state if state.sent or leaving(state) else send(state, turn)
        case LineChanged():  # the change was sent before the commit, so the commit includes it
            lines = tuple(changed(line, act, turn) if line.ident == act.line else line for line in state.lines)
            return replace(state, lines=lines, serving=line_event(state.serving, act, turn))
        case CartSeen(now=now):
            return handed_over(replace(state, serving=cart_seen(state.serving, now, turn)), now)
        case SignInLost():  # the server did not accept the sign-in any more, so the commit did nothing
            return _sign_in_lost(state, turn)
        case Tick() if not state.sent and turn.now >= state.began + TAKING_OUT_S:
            return not_recorded(state, turn, NoticeKey.NOTHING_SENT)
        case _:
            return busy(state, act, turn)


def busy(state: Committing, act: Act, turn: Turn) -> Committing:
    """Answer scans and touches with notices during the commit. A tool that is scanned now is not in the commit.

    Such a tool goes into the tray.
    """
    match act:
        case ScannedItem(code):
            after = into_tray(state, code, turn, NoticeKey.NOT_PART_OF_THIS)
            turn.lasting = replace(turn.lasting, earlier=turn.lasting.earlier | {code})
            return after if isinstance(after, Committing) else state
        case ShownFob(code) if code != state.serving.fob and fobs_used(turn.lasting):
            turn.say(NoticeKey.ONE_AFTER_THE_OTHER)
            return replace(state, next_fob=code)
        case ShownFob() | Finish() | Touched() | CloseReceipt():
            turn.say(NoticeKey.ONE_MOMENT)
        case Cancel():
            turn.say(NoticeKey.CANNOT_STOP)
        case _:
            pass
    return state


def line_news(state: Committing, act: LineAnswered | LineGone | LineStays, turn: Turn) -> Committing:
    """Return the state after the server's answer about a line that was left out of the commit."""
    priced = find(state.serving.lines, act.line)
    if isinstance(act, LineGone) and priced is not None and _is_unpaid(priced):
        line = replace(priced, state=LineState.REFUSED)
        return replace(state, serving=replace(state.serving, lines=put(state.serving.lines, line)))
    left_out = {line.ident for line in state.serving.lines if line.left_out}
    gone = isinstance(act, LineGone) or (isinstance(act, LineAnswered) and isinstance(act.outcome, NotSent))
    if gone and act.line in left_out:
        lines = tuple(_never_there(line) if line.ident == act.line else line for line in state.serving.lines)
        return replace(state, serving=replace(state.serving, lines=lines))
    return replace(state, serving=line_event(state.serving, act, turn))


def handed_over(state: Committing, now: CartNow) -> Committing:
    """Return the state after this cart was read. Mark each line that the server has committed alone."""
    done = frozenset(line.ident for line, found in compare(state.lines, now).pairs if found.committed)
    return marked(state, done)


def marked(state: Committing, done: frozenset[LineId]) -> Committing:
    """Mark the lines with these ids as handed over, and return the changed state."""

    def mark(lines: tuple[Line, ...]) -> tuple[Line, ...]:
        return tuple(replace(line, committed=line.committed or line.ident in done) for line in lines)

    return replace(state, lines=mark(state.lines), serving=replace(state.serving, lines=mark(state.serving.lines)))


def not_recorded(state: Committing, turn: Turn, key: NoticeKey) -> State:
    """Go on after a commit that certainly did nothing.

    The member may press Finish again. If nobody is at the kiosk, tell staff.
    """
    serving, someone = state.serving, next_member(state.then, state.next_fob)
    if state.attended and state.signed_out:
        return _ask_again(state, turn)
    if state.attended:
        is_handed_over = any(line.committed for line in in_state(serving.lines, LineState.STAGED))
        is_partly_recorded = key is NoticeKey.NOTHING_RECORDED and in_state(serving.lines, LineState.DONE)
        key = NoticeKey.REST_NOT_RECORDED if is_partly_recorded else key
        turn.say(NoticeKey.NOT_FINISHED if is_handed_over else key)
        back = replace(
            _all_wanted_again(serving, turn),
            deadline=turn.now + turn.idle_s,
            warned=False,
            overdue_since=None,
            not_finished=True,
        )
        return ask_switch(turn, _with_scanned(state, back, turn), someone)
    codes = codes_of(state.lines)
    turn.ask(Record(RecordKind.COMMIT_NOT_SENT, serving.visit, codes, state.commit, inbox=True))
    farewell(turn, serving, () if state.sent else _left_in_cart(state))
    return onward(turn, state.tray, someone)


def _with_scanned(state: Committing, back: Serving, turn: Turn) -> Serving:
    """Add the tools that were scanned during the commit.

    If another member waits, perhaps that member has scanned the tools. In this case, the tools are only noted in the
    journal.
    """
    if next_member(state.then, state.next_fob) is not None:
        record_tray(turn, state.tray, visit=back.visit, inbox=False)
        return back
    notice = turn.lasting.notice
    turn.lasting = replace(turn.lasting, earlier=frozenset())
    back = add_tray(back, state.tray, turn)
    turn.lasting = replace(turn.lasting, notice=notice)  # the earlier notice says why the visit is not finished
    return back


def _all_wanted_again(serving: Serving, turn: Turn) -> Serving:
    """Ask the server a second time to check the lines that the commit left out. Their first check did not end."""
    serving = _wanted_after_all(serving)
    if turn.lasting.store_ok:
        for line in reversed(in_state(serving.lines, LineState.NOT_CHECKED)):
            serving = serving if line.unwanted else ask_again_for(serving, line, turn)
    return serving


def _wanted_after_all(serving: Serving) -> Serving:
    """Return the basket after a commit that did nothing.

    If this commit left a line out, the line is marked, so that it goes into the cart again.
    """
    lines = (replace(line, again=True, left_out=False) if line.left_out else line for line in serving.lines)
    return replace(serving, lines=tuple(lines))


def answered(state: Committing, answer: CommitAnswered, turn: Turn) -> State:
    """Return the state after the answer to the commit.

    If the server accepted or refused the commit, or if the answer was lost, begin to read the loans. If the commit
    certainly did nothing (NotSent, CartDiffers), go back to the basket with a notice. If nobody is there, tell staff.
    """
    match answer.outcome:
        case CommitDone():
            read_first(state, turn)
            return ReadingBack(state)
        case LinesRefused(named):
            return _refused(state, dict(named), {}, turn)
        case CommitRefused(words, named):
            whole = Refusal(RefusalKind.OTHER, words)
            return _refused(state, dict(named), {line.ident: whole for line in state.lines}, turn)
        case InDoubt():
            read_first(state, turn)
            return Resolving(state)
        case NotSent():
            return not_recorded(state, turn, NoticeKey.NOTHING_SENT)
        case CartDiffers(now):
            seen = cart_seen(state.serving, now, turn)
            return not_recorded(replace(state, serving=seen), turn, NoticeKey.LIST_CHANGED)
        case _:
            assert_never(answer.outcome)


def _refused(state: Committing, named: dict[LineId, Refusal], whole: dict[LineId, Refusal], turn: Turn) -> ReadingBack:
    """Begin to read the loans after the server refused some lines or the whole commit. Each refused line gets a reason.

    `named` has the reasons of the lines that were refused one by one. If the whole commit was refused, `whole` has this
    reason for each line of the commit.
    """
    read_first(state, turn)
    reasons = {**whole, **named}
    lines = (line for line in state.lines if line.ident in reasons)
    refused = tuple(replace(line, state=LineState.REFUSED, refusal=reasons[line.ident]) for line in lines)
    return ReadingBack(state, refused=refused, named=frozenset(named))


def _sign_in_lost(state: Committing, turn: Turn) -> State:
    if not state.attended:
        return not_recorded(state, turn, NoticeKey.NOTHING_SENT)
    return _ask_again(state, turn)


def _ask_again(state: Committing, turn: Turn) -> State:
    kept = replace(_wanted_after_all(state.serving), not_finished=True)
    return ask_again(turn, kept, state.tray, next_member(state.then, state.next_fob))


def _left_in_cart(state: Committing) -> tuple[Line, ...]:
    """Return the lines that should have left the cart before the commit, but are still in the cart."""
    there = in_state(state.serving.lines, LineState.STAGED, LineState.REMOVING)
    return tuple(line for line in there if line not in state.lines)


def _is_unpaid(line: Line) -> bool:
    return line.refusal is not None and line.refusal.kind is RefusalKind.UNPAID


def _never_there(line: Line) -> Line:
    return replace(line, state=LineState.NOT_CHECKED, unwanted=False, again=False, left_out=False)
