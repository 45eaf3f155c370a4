"""The steps from the button Finish to the commit. First the kiosk asks its questions and waits for missing answers."""

from kiosk.domain.basket import find, in_flight, in_state, is_wanted, put, unpaid, unwant
from kiosk.domain.messages.effects import Commit, ReadLoans, TakeOut
from kiosk.domain.model import ByOthers, CommitId, Direction, Line, LineId, LineState, Refusal, RefusalKind, Secret
from kiosk.domain.visit.account_end import go_empty_handed, record_unchecked
from kiosk.domain.visit.lasting import NoticeKey
from kiosk.domain.visit.line_terms import ask_project, without_project
from kiosk.domain.visit.other_devices import undecided
from kiosk.domain.visit.questions import (
    AskConfirm,
    AskFinishWithout,
    AskUndecided,
    AskUnpaid,
    Then,
    ThenReceipt,
    ThenSwitch,
)
from kiosk.domain.visit.state_parts import with_line
from kiosk.domain.visit.states import Committing, ReadingBack, Serving, Settling, State
from kiosk.domain.visit.times import READS_AFTER_S, SETTLING_S
from kiosk.domain.visit.turn import Turn
from kiosk.structs import replace


def finish(
    serving: Serving,
    turn: Turn,
    *,
    then: Then,
    confirmed: bool = False,
    without: frozenset[LineId] = frozenset(),
    waited: bool = False,
) -> State:
    """Commit the basket, or first ask the questions that are still open.

    `without` are the lines that the member has agreed to leave out. If the answer to an act was lost, the kiosk first
    waits until the effect of the act is known. If `waited` is True, the kiosk does not wait longer.
    """
    serving = replace(_unasked(serving), not_finished=False)
    lines = serving.lines
    unchecked = in_state(lines, LineState.NOT_CHECKED)
    staged = in_state(lines, LineState.STAGED)
    if not turn.lasting.store_ok and (staged or unchecked or in_flight(lines)):
        turn.say(NoticeKey.CANNOT_RECORD)
        return serving
    if any(line.ident not in without for line in in_flight(lines)) or (serving.unsettled and not waited):
        return Settling(serving, then, turn.now + SETTLING_S, confirmed=confirmed)
    if any(line.ident not in without for line in unchecked):
        return ask_without(serving, confirmed=confirmed, then=then)
    if undecided(lines):
        return replace(serving, question=AskUndecided(confirmed, then))
    if without_project(serving) is not None:
        turn.say(NoticeKey.CHOOSE_PROJECT)
        return ask_project(serving, turn)
    costly = unpaid(serving.bill, lines, allow_owing=turn.house.allow_owing)
    if any(line.ident not in without for line in costly):
        idents = tuple(line.ident for line in costly)
        return replace(serving, question=AskUnpaid(idents, without, then))
    staged = tuple(line for line in staged if line not in costly)
    if staged and not confirmed and _confirm_wanted(staged, turn):
        return replace(serving, question=AskConfirm(without, then))
    return commit(serving, staged, turn, then=then) if staged else _prove_or_go(serving, turn, then)


def _prove_or_go(serving: Serving, turn: Turn, then: Then) -> State:
    """Read the loans for the receipt if something was done in this visit. If nothing was done, end the visit."""
    acted = _acted(serving)
    if acted:
        return _prove(serving, acted, turn, then)
    return go_empty_handed(turn, serving, next_member(then, None))


def _acted(serving: Serving) -> tuple[Line, ...]:
    """Return the lines for which the loans must be read before the receipt is shown.

    These are the done lines, except lines that gave back an item that was borrowed in this visit. If the system acts at
    once, return the lines with an unknown result, too. If the system has carts and no line is done, return only the
    lines with an unknown result.
    """
    done = tuple(line for line in in_state(serving.lines, LineState.DONE) if not line.is_undone)
    unknown = in_state(serving.lines, LineState.UNKNOWN)
    return (*done, *unknown) if serving.at_once else done or unknown


def ask_without(serving: Serving, *, confirmed: bool, then: Then) -> Serving:
    """Ask whether to finish without the lines whose check has no answer yet. The question names these lines."""
    return replace(serving, question=AskFinishWithout(_unknown(serving), confirmed, then), question_until=None)


def without_answered(serving: Serving) -> Serving:
    """Remove from the question AskFinishWithout each line whose check has an answer now.

    If no line is left in the question, close the question. Then ask the member to confirm the basket, if any line is
    staged.
    """
    question = serving.question
    if not isinstance(question, AskFinishWithout):
        return serving
    unknown = tuple(ident for ident in question.lines if ident in _unknown(serving))
    if unknown:
        return replace(serving, question=replace(question, lines=unknown))
    staged = in_state(serving.lines, LineState.STAGED)
    return replace(serving, question=AskConfirm(then=question.then) if staged else None)


def commit(serving: Serving, lines: tuple[Line, ...], turn: Turn, *, then: Then, attended: bool = True) -> Committing:
    """Commit these lines under a new commit id.

    A commit records the whole cart, so two kinds of lines must leave the cart first: lines that cost something, if
    members must not pay later, and lines that are still being checked. Tell staff about the lines that are still being
    checked.
    """
    record_unchecked(turn, serving)
    serving = _without_unpaid(leave_out(serving, turn), turn)
    turn.unsay(NoticeKey.SERVER_BACK)
    act = _act(serving, lines, turn, then, attended=attended)
    return replace(act, sent=False) if leaving(act) else send(act, turn)


def leaving(act: Committing) -> frozenset[LineId]:
    """Return the ids of the lines that must leave the cart before the commit is sent."""
    return frozenset(line.ident for line in act.serving.lines if line.unwanted or line.state is LineState.REMOVING)


def send(act: Committing, turn: Turn) -> Committing:
    """Send the commit, because all other lines have left the cart now."""
    turn.ask(Commit(act.serving.visit, act.commit, act.lines))
    return replace(act, sent=True, began=turn.now, finished=turn.lasting.moment.wall)


def leave_out(serving: Serving, turn: Turn) -> Serving:
    """Remove from the cart each line whose check has no answer yet, so that the commit does not record the line."""
    lines = serving.lines
    for line in in_state(lines, LineState.CHECKING, LineState.NOT_CHECKED, LineState.REMOVING):
        if not is_wanted(line):
            continue
        if not line.again:  # if `again` is True, the line is already being taken out of the cart
            turn.ask(TakeOut(serving.visit, line))
        lines = put(lines, replace(unwant(line), left_out=True))
    return replace(_unasked(serving), overdue_since=None, lines=lines)


def _unasked(serving: Serving) -> Serving:
    """Close the open question, the warning, the open panel and the side page of the basket."""
    return replace(serving, question=None, question_until=None, warned=False, panel=None, side_page=None)


def _without_unpaid(serving: Serving, turn: Turn) -> Serving:
    """Remove from the cart each line that costs something, if members must not pay later.

    The lines must leave the cart, because a commit records the whole cart. They stay visible in the basket.
    """
    for line in unpaid(serving.bill, serving.lines, allow_owing=turn.house.allow_owing):
        removing = replace(
            line, state=LineState.REMOVING, wish=None, refusal=Refusal(RefusalKind.UNPAID, item=line.item)
        )
        turn.ask(TakeOut(serving.visit, removing))
        serving = with_line(serving, removing)
    return serving


def read_first(act: Committing, turn: Turn) -> None:
    """Ask for the first read-back, about one second after the commit was sent."""
    read(act, turn, max(act.began + READS_AFTER_S[0], turn.now))


def read_next(act: Committing, turn: Turn) -> None:
    """Ask for the read-back at the next time in READS_AFTER_S. Do nothing if the last of these times has passed."""
    times = (act.began + after_s for after_s in READS_AFTER_S)
    not_before = next((at for at in times if at > turn.now), None)
    if not_before is not None:
        read(act, turn, not_before)


def read(act: Committing, turn: Turn, not_before: float) -> None:
    """Ask to read the loans once, but not before the time `not_before`.

    The answer is about the lines of the commit, and about other lines that perhaps had an effect.
    """
    doubtful = in_state(act.serving.lines, LineState.UNKNOWN, LineState.CHECKING, LineState.REMOVING)
    others = tuple(line for line in doubtful if find(act.lines, line.ident) is None)
    turn.ask(ReadLoans(act.serving.visit, act.commit, act.lines, act.finished, not_before, others))


def next_member(then: Then, next_fob: Secret | None) -> Secret | None:
    """Return the fob of the member who waits, or None if nobody waits."""
    return then.fob if next_fob is None and isinstance(then, ThenSwitch) else next_fob


def then_for(then: Then, next_fob: Secret | None) -> Then:
    """Return the next step after the commit. If another member has shown a fob, that member is served next."""
    fob = next_member(then, next_fob)
    return ThenSwitch(fob) if fob is not None and isinstance(then, ThenReceipt) else then


def _prove(serving: Serving, lines: tuple[Line, ...], turn: Turn, then: Then) -> ReadingBack:
    """Read the loans to prove these lines. No commit is sent, because there is no staged line to commit."""
    record_unchecked(turn, serving)
    act = _act(leave_out(serving, turn), lines, turn, then, attended=True)
    read_first(act, turn)
    # If another device recorded a line, the loans have already proved this line.
    proven = frozenset(line.ident for line in lines if line.by_others is ByOthers.RECORDED)
    return ReadingBack(act, proven=proven)


def _act(serving: Serving, lines: tuple[Line, ...], turn: Turn, then: Then, *, attended: bool) -> Committing:
    moment = turn.lasting.moment
    number = CommitId(turn.number())
    return Committing(serving, number, lines, then, moment.at, moment.wall, attended=attended)


def _confirm_wanted(staged: tuple[Line, ...], turn: Turn) -> bool:
    library = turn.library
    return any(
        library.confirm_returns if line.direction is Direction.RETURN else library.confirm_borrows for line in staged
    )


def _unknown(serving: Serving) -> tuple[LineId, ...]:
    flying = in_flight(serving.lines)
    return tuple(it.ident for it in serving.lines if it in flying or it.state is LineState.NOT_CHECKED)
