"""The states ReadingBack and Resolving, after the commit.

In these states, the kiosk reads the loans until the loans prove what the commit did.
"""

from kiosk.domain.basket import codes_of
from kiosk.domain.carts import CartDiffers
from kiosk.domain.messages.answers import (
    CartSeen,
    CommitAnswered,
    LineAnswered,
    LineGone,
    LineStays,
    LoansRead,
    SignInLost,
)
from kiosk.domain.messages.effects import HandOver, Record, RecordKind
from kiosk.domain.messages.events import Tick
from kiosk.domain.messages.intents import CloseReceipt
from kiosk.domain.model import Direction, InDoubt, Line, LineId, LineState, NotSent, Proof, Refusal, RefusalKind, Truth
from kiosk.domain.visit.account_end import farewell
from kiosk.domain.visit.code_to_act import Act
from kiosk.domain.visit.finishing import next_member, read_next
from kiosk.domain.visit.in_commit import answered, busy, handed_over, line_news, marked, not_recorded
from kiosk.domain.visit.in_receipt import show_receipt
from kiosk.domain.visit.lasting import NoticeKey
from kiosk.domain.visit.states import Committing, ReadingBack, Resolving, State, Verdict
from kiosk.domain.visit.times import AWAY_TRIES, LEAVE_AFTER_S, READS_END_S, SAME_PICTURE_S
from kiosk.domain.visit.to_welcome import onward
from kiosk.domain.visit.turn import Turn
from kiosk.structs import replace

Reading = ReadingBack | Resolving


def in_read_back(state: Reading, act: Act, turn: Turn) -> State:
    """Return the state after this act.

    Usually, the loans from the server decide the outcome of the commit. An answer to the commit that comes late can
    also decide it, if the loans have not yet proved the opposite.
    """
    match act:
        case LoansRead(commit=commit, truth=truth) if commit == state.of.commit:
            state = replace(state, tries=state.tries + 1)
            return _away(state, turn) if truth is None else _seen(state, truth, turn)
        case CommitAnswered(commit=commit) if commit == state.of.commit and isinstance(state, Resolving):
            return _answered_late(state, act, turn)
        case CartSeen(now=now):
            return replace(state, of=handed_over(state.of, now))
        case SignInLost():  # perhaps only another request was refused, so the commit can succeed
            return replace(state, of=replace(state.of, signed_out=True))
        case CloseReceipt() if turn.now >= state.of.began + LEAVE_AFTER_S:
            return _leave(state, turn)
        case Tick() if turn.now >= state.of.began + READS_END_S:
            return _conclude(state, turn, stood=False)
        case LineAnswered() | LineGone() | LineStays():
            return replace(state, of=line_news(state.of, act, turn))
        case _:
            return replace(state, of=busy(state.of, act, turn))


def _answered_late(state: Resolving, act: CommitAnswered, turn: Turn) -> State:
    """Use the answer to the commit, although it came after the kiosk had given up waiting for it.

    Ignore the answer if it contradicts a proof from the loans.
    """
    if isinstance(act.outcome, InDoubt) or (state.proven and isinstance(act.outcome, NotSent | CartDiffers)):
        return state
    after = answered(state.of, act, turn)
    return replace(after, proven=state.proven, also=state.also) if isinstance(after, ReadingBack) else after


def _away(state: Reading, turn: Turn) -> State:
    if isinstance(state, ReadingBack) and state.tries >= AWAY_TRIES:
        return _accepted(state, turn)
    read_next(state.of, turn)
    return state


def _seen(state: Reading, truth: Truth, turn: Turn) -> State:
    """End the read-back if the outcome of every line is known. If not, usually ask for the next read.

    There are two exceptions. The read-back also ends if the reads have shown no change for SAME_PICTURE_S seconds. It
    also ends after one read if the system acts at once, or if all lines without an outcome are of digital systems.
    """
    proven = state.proven | {proof.line for proof in truth.proven}
    proven |= {line.ident for line in state.of.lines if _is_answered_title(line) and line.ident not in truth.absent}
    same = state.absent_since is not None and (proven, truth.absent) == (state.proven, state.absent)
    since = turn.now if state.absent_since is None or not same else state.absent_since
    of = marked(_with_proofs(_without_hope(state.of, truth), truth.proven, turn), truth.handed)
    state = replace(state, of=of, proven=proven, absent=truth.absent, absent_since=since, also=truth.others)
    answered_lines = proven | {line.ident for line in of.lines if line.hopeless or _is_not_recorded(state, line)}
    open_lines = [line for line in of.lines if line.ident not in answered_lines]
    stood = turn.now - since >= SAME_PICTURE_S
    # If the system acts at once, its answers have already proved the lines, so one read is enough.
    if stood or not open_lines or of.serving.at_once or all(line.system for line in open_lines):
        return _conclude(state, turn, stood=stood)
    read_next(of, turn)
    return state


def _is_answered_title(line: Line) -> bool:
    """Return True if a digital system beside the main system has answered that the act of this line is done."""
    return bool(line.system) and line.state is LineState.DONE


def _is_not_recorded(state: Reading, line: Line) -> bool:
    """Return True if the server certainly did not record this line.

    There are two cases. Either the server refused this single line. Or the server refused the line together with the
    whole commit, and the line is still in the cart.
    """
    named = state.named if isinstance(state, ReadingBack) else frozenset()
    return line.ident in named or (line.ident in _refusals(state) and line.ident in state.absent)


def _refusals(state: Reading) -> dict[LineId, Line]:
    refused = state.refused if isinstance(state, ReadingBack) else ()
    return {line.ident: line for line in refused}


def _without_hope(of: Committing, truth: Truth) -> Committing:
    """Mark each line in doubt as hopeless if no reading of the loans can show its result."""

    def seen(line: Line) -> Line:
        lost = line.state is LineState.UNKNOWN and line.ident in truth.hopeless
        return replace(line, hopeless=True) if lost else line

    serving = replace(of.serving, lines=tuple(map(seen, of.serving.lines)))
    return replace(of, lines=tuple(map(seen, of.lines)), serving=serving)


def _with_proofs(of: Committing, proofs: tuple[Proof, ...], turn: Turn) -> Committing:
    """Mark the proven lines as done. Tell staff if a due day in the loans differs from the due day that was sent."""
    found = {proof.line: proof for proof in proofs}
    for line in of.lines:
        proof = found.get(line.ident)
        if proof is not None and line.state is not LineState.DONE:
            _compare_days(of, line, proof, turn)
    rest = tuple(_proved(line, found.get(line.ident)) for line in of.serving.lines)
    lines = tuple(_proved(line, found.get(line.ident)) for line in of.lines)
    return replace(of, lines=lines, serving=replace(of.serving, lines=rest))


def _compare_days(of: Committing, line: Line, proof: Proof, turn: Turn) -> None:
    """Tell staff if the due day that was read back differs from the day that was sent.

    If the difference is more than one day, staff must look at this tool. If it is one day, the time zone is wrong, and
    staff are told only once.
    """
    days = (proof.due - line.due).days if line.due is not None and proof.due is not None else 0
    if abs(days) > 1:
        turn.ask(Record(RecordKind.DATE_DIFFERS, of.serving.visit, (line.code,), of.commit, inbox=True))
    elif days and not turn.lasting.zone_told:
        turn.lasting = replace(turn.lasting, zone_told=True)
        note = f"due days are read back one day {'later' if days > 0 else 'earlier'} than they are shown"
        turn.ask(Record(RecordKind.ZONE_WRONG, inbox=True, note=note))


def _proved(line: Line, proof: Proof | None) -> Line:
    if proof is None:
        return line
    return replace(
        line,
        state=LineState.DONE,
        direction=proof.direction or line.direction,
        due=line.due or proof.due,
        unwanted=False,
        again=False,
        hopeless=False,
    )


def _conclude(state: Reading, turn: Turn, *, stood: bool) -> State:
    """Show the member the outcome as far as it is known now. Tell staff about the lines whose outcome is not known.

    `stood` is True if the reads have shown no change for SAME_PICTURE_S seconds. If `stood` is False, the server could
    still record a line that is in the cart.
    """
    if state.absent_since is None and isinstance(state, ReadingBack):
        return _accepted(state, turn)
    if stood and _nothing_happened(state):
        turn.ask(_record(state, RecordKind.COMMIT_SETTLED, state.of.lines, inbox=False))
        return not_recorded(state.of, turn, NoticeKey.NOTHING_RECORDED)
    lines = tuple(_with_outcome(state, line, stood=stood) for line in state.of.lines)
    _note(state, lines, turn)
    verdict = _verdict(lines)
    also = state.also if verdict is not Verdict.NONE else ()
    if also:
        codes = tuple(loan.item.code for loan in also)
        turn.ask(Record(RecordKind.ALSO_LENT, state.of.serving.visit, codes, state.of.commit, inbox=True))
    return show_receipt(state.of, lines, verdict, turn, take_out=_left_in_cart(state, lines), also=also)


def _note(state: Reading, lines: tuple[Line, ...], turn: Turn) -> None:
    """Write the proven lines and the other lines into the journal.

    Tell staff about the other lines in three cases: the result of a line is unknown, or some lines are proven, or
    nobody is at the kiosk.
    """
    done = tuple(line for line in lines if line.state is LineState.DONE)
    others = tuple(line for line in lines if line.state is not LineState.DONE)
    doubtful = any(line.state is LineState.UNKNOWN for line in others)
    if done:
        turn.ask(_record(state, RecordKind.COMMIT_SETTLED, done, inbox=False))
    if others:
        kind = RecordKind.COMMIT_UNSETTLED if doubtful else RecordKind.COMMIT_REFUSED
        turn.ask(_record(state, kind, others, inbox=doubtful or bool(done) or not state.of.attended))


def _nothing_happened(state: Reading) -> bool:
    whole = frozenset(line.ident for line in state.of.lines)
    return not state.proven and not _refusals(state) and whole <= state.absent


def _with_outcome(state: Reading, line: Line, *, stood: bool) -> Line:
    if line.ident in state.proven:
        return line
    refused = _refusals(state).get(line.ident)
    if refused is not None:
        return refused
    if line.state is LineState.DONE:  # the server said that the act was done, but the loans do not show the act
        kind = RefusalKind.STILL_LISTED if line.direction is Direction.RETURN else RefusalKind.NOT_LISTED
        return replace(line, state=LineState.UNKNOWN, refusal=Refusal(kind, item=line.item))
    if stood and line.ident in state.absent and not line.committed:
        # The server recorded the other lines, but this line is still in the cart.
        return replace(line, state=LineState.REFUSED, refusal=Refusal(RefusalKind.OTHER))
    return replace(line, state=LineState.UNKNOWN)


def _verdict(lines: tuple[Line, ...]) -> Verdict:
    states = {line.state for line in lines}
    if states == {LineState.DONE}:
        return Verdict.ALL
    if LineState.DONE in states:
        return Verdict.SOME
    return Verdict.UNKNOWN if LineState.UNKNOWN in states else Verdict.NONE


def _left_in_cart(state: Reading, lines: tuple[Line, ...]) -> tuple[Line, ...]:
    """Return the refused lines that must be taken out of the cart, so that they are not in the member's next cart."""
    return tuple(
        line
        for line in lines
        if line.state is LineState.REFUSED and line.ident in state.absent and not line.from_before
    )


def _accepted(state: ReadingBack, turn: Turn) -> State:
    """Show a receipt without a proof, because the loans could not be read. Continue to read them after the visit.

    Usually, the receipt says that the server has accepted the commit (ACCEPTED). There are three exceptions. If the
    server refused every line, the verdict is NONE. If the result of every line is unknown, the verdict is UNKNOWN. If
    digital systems have answered that every act is done, the verdict is ALL.
    """
    refused = _refusals(state)
    lines = tuple(refused.get(line.ident, line) for line in state.of.lines)
    verdict = Verdict.NONE if len(refused) == len(lines) else Verdict.ACCEPTED
    if all(line.state is LineState.UNKNOWN for line in lines):  # the server has accepted none of these lines
        verdict = Verdict.UNKNOWN
    if all(_is_answered_title(line) for line in lines):  # the digital systems have answered that these acts are done
        verdict = Verdict.ALL
    return show_receipt(state.of, lines, verdict, turn, hand_over=_hand_over(state.of))


def _leave(state: Reading, turn: Turn) -> State:
    farewell(turn, state.of.serving, hand_over=_hand_over(state.of))
    return onward(turn, state.of.tray, next_member(state.of.then, state.of.next_fob))


def _hand_over(of: Committing) -> HandOver:
    return HandOver(of.commit, of.lines, of.finished)


def _record(state: Reading, kind: RecordKind, lines: tuple[Line, ...], *, inbox: bool) -> Record:
    return Record(kind, state.of.serving.visit, codes_of(lines), state.of.commit, inbox=inbox)
