"""The acts of a visit if the lending system acts at once and has no cart.

The scan of an item asks the system to lend the item or to take the item back. The system does this before it answers,
and the answer makes the line done. If the answer is lost, the kiosk reads the loans to find out what the system did.

A member can undo an act. The kiosk first asks a question. After a yes, a borrowed item is given back, or a returned
item is borrowed again. The new line replaces the done line and remembers the done line in `instead_of`.

At the end of the visit, nothing is committed. The kiosk only reads the loans once more for the receipt.
"""

from typing import assert_never

from kiosk.domain.basket import find, put
from kiosk.domain.messages.answers import LoansRead
from kiosk.domain.messages.effects import AddLine, ReadLoans, ReadReservations, ReadTitles, Record, RecordKind
from kiosk.domain.messages.intents import GiveBack, RenewAll, RenewLoan
from kiosk.domain.model import (
    CommitId,
    Direction,
    Line,
    LineId,
    LineState,
    Loan,
    LoanAct,
    LoanId,
    Medium,
    Proof,
    Refusal,
    RefusalKind,
    Truth,
)
from kiosk.domain.reservations import after_borrow, ready
from kiosk.domain.visit.lasting import NoticeKey
from kiosk.domain.visit.questions import AskBorrowAgain, AskGiveBack
from kiosk.domain.visit.states import Serving, UnsettledAct
from kiosk.domain.visit.times import ACT_READS_AFTER_S, SAME_PICTURE_S
from kiosk.domain.visit.turn import Turn
from kiosk.structs import replace

AboutAct = GiveBack | RenewLoan | RenewAll | LoansRead

_RENEWED = frozenset({LineState.CHECKING, LineState.DONE, LineState.UNKNOWN, LineState.NOT_CHECKED})


def about_act(serving: Serving, act: AboutAct, turn: Turn) -> Serving:
    """Return the basket after the member has asked to give back or renew a tool, or after the loans were read.

    The kiosk reads the loans here only if the answer to an act was lost.
    """
    match act:
        case GiveBack(ident):
            return _ask_give_back(serving, ident)
        case RenewLoan(ident):
            return _renewed(serving, ident, turn)
        case RenewAll():
            for loan in renewable(serving):
                serving = _renewed(serving, loan.ident, turn)
            return serving
        case LoansRead():
            return _read(serving, act, turn)
        case _:
            assert_never(act)


# --- to undo an act ---


def can_give_back(serving: Serving, line: Line) -> bool:
    """Return True if this line has lent its item, and the member can give the item back here."""
    if line.state is not LineState.DONE or line.direction is not Direction.BORROW or line.loan is None:
        return False
    return all(LoanAct.RETURN in loan.can for loan in serving.loans if loan.ident == line.loan)


def _ask_give_back(serving: Serving, ident: LineId) -> Serving:
    line = find(serving.lines, ident)
    if line is None or not can_give_back(serving, line):
        return serving
    return replace(serving, question=AskGiveBack(ident), question_until=None, panel=None, fresh=ident)


def scanned_again(serving: Serving, line: Line) -> Serving | None:
    """Return the basket after a returned item was scanned again, with the question whether to borrow the item again.

    The scan alone does not lend the item, because a reader can read one label twice. Return None if the line is not a
    return that is done, or if the system does not act at once.
    """
    if (
        not (serving.at_once or line.system)
        or line.state is not LineState.DONE
        or line.direction is not Direction.RETURN
    ):
        return None
    return replace(serving, question=AskBorrowAgain(line.ident), question_until=None, panel=None, fresh=line.ident)


def undo(serving: Serving, question: AskGiveBack | AskBorrowAgain, turn: Turn) -> Serving:
    """Send the act that undoes the line of this question, because the member has said yes."""
    serving = replace(serving, question=None, question_until=None)
    line = find(serving.lines, question.line)
    if line is None or line.state is not LineState.DONE:
        return serving
    if not turn.lasting.store_ok:
        turn.say(NoticeKey.CANNOT_RECORD, line.code)
        return serving
    returns = isinstance(question, AskGiveBack)
    new = Line(
        ident=LineId(turn.number()),
        code=line.code,
        direction=Direction.RETURN if returns else Direction.BORROW,
        state=LineState.CHECKING,
        item=line.item,
        loan=line.loan if returns else None,
        instead_of=line,
        system=line.system,
        medium=line.medium,
    )
    turn.ask(AddLine(serving.visit, new))
    lines = tuple(new if each.ident == line.ident else each for each in serving.lines)
    return replace(serving, lines=lines, fresh=new.ident)


def kept_after_all(serving: Serving, line: Line, turn: Turn) -> Serving | None:
    """Put the done line back into the basket, because the server refused the line that should undo the done line.

    Also show a notice that the act was not undone. Return None if the refused line does not undo another line.
    """
    if line.instead_of is None:
        return None
    words = line.refusal.words if line.refusal is not None else ""
    turn.say(NoticeKey.NOT_UNDONE, words)
    lines = tuple(line.instead_of if each.ident == line.ident else each for each in serving.lines)
    return replace(serving, lines=lines)


# --- renewals ---


def renewable(serving: Serving) -> tuple[Loan, ...]:
    """Return the loans of things that the member can renew now.

    Leave out each loan that was already renewed or returned in this visit, even if the server has not answered yet.
    """
    asked = {line.loan for line in serving.lines if line.direction is Direction.RENEW and line.state in _RENEWED}
    gone = {line.loan for line in serving.lines if line.direction is Direction.RETURN and line.state in _RENEWED}
    return tuple(
        loan
        for loan in serving.loans
        if loan.medium is None
        and LoanAct.RENEW in loan.can
        and loan.recalled is None
        and loan.ident not in asked | gone
    )


def _renewed(serving: Serving, ident: LoanId, turn: Turn) -> Serving:
    loan = next((each for each in renewable(serving) if each.ident == ident), None)
    if loan is None:
        return serving
    if not turn.lasting.store_ok:
        turn.say(NoticeKey.CANNOT_RECORD, loan.item.code)
        return serving
    line = Line(
        ident=LineId(turn.number()),
        code=loan.item.code,
        direction=Direction.RENEW,
        state=LineState.CHECKING,
        item=loan.item,
        loan=loan.ident,
        due_before=loan.due,
        renewals_before=loan.renewals,
    )
    turn.ask(AddLine(serving.visit, line))
    earlier = tuple(each for each in serving.lines if not (each.direction is Direction.RENEW and each.loan == ident))
    return replace(serving, lines=(line, *earlier))


def not_renewable(serving: Serving, line: Line) -> Serving:
    """Remember that the lending system has refused to renew this line's loan, so that nobody asks a second time.

    For any other line, return the basket unchanged.
    """
    refusal = line.refusal
    if line.direction is not Direction.RENEW or refusal is None or refusal.kind is not RefusalKind.NO_RENEWAL:
        return serving
    loans = (
        replace(loan, can=loan.can - {LoanAct.RENEW}, why_not=refusal.words) if loan.ident == line.loan else loan
        for loan in serving.loans
    )
    return replace(serving, loans=tuple(loans))


# --- what an act has changed ---


def recorded(serving: Serving, line: Line, turn: Turn, lent: Loan | None = None) -> Serving:
    """Put this done line into the basket, and update the member's loans after the act of the line.

    `lent` is the new loan as the system describes it, or None if the system does not describe it.
    If the line returns an item, also remove the line that renewed the loan earlier, because the loan has ended.
    """
    if lent is not None:
        line = replace(line, medium=lent.medium)
    lines = put(serving.lines, line)
    if line.direction is Direction.RETURN:
        lines = tuple(each for each in lines if not (each.direction is Direction.RENEW and each.loan == line.loan))
    serving = replace(serving, lines=lines, loans=_loans_after(serving.loans, line, turn, lent))
    if line.direction is not Direction.BORROW:
        return serving
    if line.item is not None and (not line.item.name or _lacks_cover(lent)):
        turn.ask(ReadTitles(serving.visit, (line.item,)))
    return _fulfilled(serving, line, turn)


def _lacks_cover(lent: Loan | None) -> bool:
    return lent is not None and lent.medium is not None and not lent.cover


def _fulfilled(serving: Serving, line: Line, turn: Turn) -> Serving:
    """Remove the item of this borrow line from the member's reservations, because the loan fulfils the reservation.

    If another ready reservation names only a title and no items, read the reservations again. Only the lending system
    knows if this loan fulfils such a reservation.
    """
    known = serving.reservations or ()
    left = after_borrow(known, line)
    if any(not each.items for each in ready(left, turn.lasting.moment.today)):
        turn.ask(ReadReservations(serving.visit))
    return serving if left == known else replace(serving, reservations=left)


def _loans_after(loans: tuple[Loan, ...], line: Line, turn: Turn, told: Loan | None) -> tuple[Loan, ...]:
    match line.direction:
        case Direction.BORROW if line.loan is not None and line.item is not None:
            known = any(loan.ident == line.loan for loan in loans)
            lent = told or Loan(line.loan, line.item, turn.lasting.moment.wall, line.due)
            return loans if known else (*loans, lent)
        case Direction.BORROW:
            return loans
        case Direction.RETURN:
            return tuple(loan for loan in loans if loan.ident != line.loan)
        case Direction.RENEW:
            return tuple(_lengthened(loan, line) if loan.ident == line.loan else loan for loan in loans)
        case _:
            assert_never(line.direction)


def _lengthened(loan: Loan, line: Line) -> Loan:
    times = loan.renewals + 1 if loan.renewals is not None else None
    return replace(loan, due=line.due or loan.due, renewals=times, days_late=0)


# --- an act without an answer ---


def unsettle(serving: Serving, line: Line, turn: Turn) -> Serving:
    """Begin to read the loans, because the answer to the act of this line was lost.

    The loans show if the act was done. The kiosk never sends the act a second time.
    """
    act = UnsettledAct(line.ident, turn.now, turn.lasting.moment.wall)
    if line.medium is None and (line.system or (serving.digital and not serving.systems)):
        line = replace(line, medium=Medium.OTHER)  # this line is about a title, but its form is not known yet
    _read_next(serving, line, act, turn)
    return replace(serving, lines=put(serving.lines, line), unsettled=(*serving.unsettled, act))


def _read_next(serving: Serving, line: Line, act: UnsettledAct, turn: Turn) -> bool:
    """Ask for the next reading of the loans, and return True.

    If all times in ACT_READS_AFTER_S have passed, ask for nothing and return False.
    """
    times = (act.began + after_s for after_s in ACT_READS_AFTER_S)
    not_before = next((at for at in times if at > turn.now), None)
    if not_before is None:
        return False
    turn.ask(ReadLoans(serving.visit, CommitId(line.ident), (line,), act.finished, not_before))
    return True


def _read(serving: Serving, answer: LoansRead, turn: Turn) -> Serving:
    act = next((each for each in serving.unsettled if CommitId(each.line) == answer.commit), None)
    line = find(serving.lines, act.line) if act is not None else None
    if act is None or line is None:
        return serving
    truth = answer.truth or Truth()
    proof = next((each for each in truth.proven if each.line == line.ident), None)
    if proof is not None:
        loan = _loan_in(truth, line, proof)
        done = replace(
            line,
            state=LineState.DONE,
            direction=proof.direction or line.direction,
            due=proof.due or line.due,
            item=line.item or (loan.item if loan is not None else None),
            loan=proof.loan or line.loan or (loan.ident if loan is not None else None),
            hopeless=False,
        )
        return recorded(_settled(serving, act), done, turn, loan)
    absent = line.ident in truth.absent
    since = (turn.now if act.absent_since is None else act.absent_since) if absent else None
    if answer.truth is None:  # a reading that fails shows nothing, so it does not undo an earlier look
        since = act.absent_since
    if absent and since is not None and turn.now - since >= SAME_PICTURE_S:
        return _not_done(_settled(serving, act), line, turn)
    seen = replace(act, absent_since=since)
    if line.ident in truth.hopeless or not _read_next(serving, line, seen, turn):
        turn.ask(Record(RecordKind.LINE_UNKNOWN, serving.visit, (line.code,), inbox=True))
        given_up = replace(line, hopeless=True)
        return replace(_settled(serving, act), lines=put(serving.lines, given_up))
    return replace(serving, unsettled=tuple(seen if each.line == act.line else each for each in serving.unsettled))


def _loan_in(truth: Truth, line: Line, proof: Proof) -> Loan | None:
    """Return the loan that proves this line, or None if the loans do not contain such a loan.

    This is the loan that the proof names. If there is no such loan, it is the first loan of an item with the line's
    label.
    """
    codes = (line.code, line.item.code) if line.item else (line.code,)
    named = (loan for loan in truth.loans if proof.loan is not None and loan.ident == proof.loan)
    labelled = (loan for loan in truth.loans if loan.item.code and loan.item.code in codes)
    return next(named, None) or next(labelled, None)


def _not_done(serving: Serving, line: Line, turn: Turn) -> Serving:
    refused = replace(line, state=LineState.REFUSED, refusal=Refusal(RefusalKind.NOT_RECORDED, item=line.item))
    serving = replace(serving, lines=put(serving.lines, refused))
    return kept_after_all(serving, refused, turn) or serving


def _settled(serving: Serving, act: UnsettledAct) -> Serving:
    return replace(serving, unsettled=tuple(each for each in serving.unsettled if each.line != act.line))


def without_renewals(lines: tuple[Line, ...]) -> tuple[Line, ...]:
    """Return the lines without the renewals, because a renewal is shown at its loan and not in the basket."""
    return tuple(line for line in lines if line.direction is not Direction.RENEW)
