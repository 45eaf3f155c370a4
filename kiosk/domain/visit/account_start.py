"""Functions that fill the basket after a sign-in.

The basket is new, or it is a basket that waited until the member signed in again.
"""

from kiosk.domain.basket import codes_of, found_line, other_loans
from kiosk.domain.carts import recorded
from kiosk.domain.meaning import WhyNotLinked
from kiosk.domain.messages.answers import SignedIn
from kiosk.domain.messages.effects import Farewell, KeepLink, ReadBalance, ReadReservations, Record, RecordKind, TakeOut
from kiosk.domain.model import ByOthers, EarlierLine, Line, LineId, LineState, Secret
from kiosk.domain.visit.at_once import unsettle
from kiosk.domain.visit.digital_systems import begin_joining
from kiosk.domain.visit.item_scan import add
from kiosk.domain.visit.lasting import NoticeKey
from kiosk.domain.visit.line_answers import with_freed_places
from kiosk.domain.visit.questions import AskSwitch
from kiosk.domain.visit.states import AskingSecret, Purpose, Serving, SigningIn, State, Tray
from kiosk.domain.visit.times import SWITCH_S
from kiosk.domain.visit.to_welcome import record_tray, welcome
from kiosk.domain.visit.turn import Turn
from kiosk.structs import replace

_NEW = frozenset({LineState.CHECKING, LineState.NOT_CHECKED})
_DECIDED = frozenset({LineState.DONE, LineState.REFUSED, LineState.UNKNOWN})


def arrive(
    turn: Turn, signed: SignedIn, *, fob: Secret | None, tray: Tray = (), next_fob: Secret | None = None
) -> Serving:
    """Return a new basket with the lines of the member's cart, and with the tools that were scanned before sign-in."""
    turn.lasting = replace(turn.lasting, notice=None)
    found = tuple(found_line(line, LineId(turn.number())) for line in signed.opening.earlier)
    serving = Serving(
        visit=signed.visit,
        member=signed.member,
        deadline=turn.now + turn.idle_s,
        fob=fob,
        lines=tuple(reversed(found)),
        loans=signed.opening.loans,
        limits=signed.opening.limits,
        project_required=signed.opening.project_required,
        other_carts=signed.opening.other_carts,
        bill=signed.opening.bill,
        reserves=signed.reserves,
        at_once=signed.at_once,
        digital=signed.digital,
        lists_all=signed.opening.lists_all,
    )
    serving = begin_joining(serving, signed.systems, turn)
    serving = add_tray(serving, tray, turn)
    if signed.reserves:
        turn.ask(ReadReservations(signed.visit))
    if signed.owing and not turn.library.hide_money:
        turn.ask(ReadBalance(signed.visit))
    return ask_switch(turn, serving, next_fob)


def ask_switch(turn: Turn, serving: Serving, fob: Secret | None) -> Serving:
    """Ask whether to finish this visit and then serve the member who waits with this fob.

    If `fob` is None, nobody waits, so ask nothing.
    """
    if fob is None:
        return serving
    return replace(serving, question=AskSwitch(fob), question_until=turn.now + SWITCH_S)


def keep_link(turn: Turn, signed: SignedIn, state: SigningIn, serving: Serving) -> None:
    """Ask for the effect that remembers the fob, if the member has chosen this on the form.

    If the fob cannot be remembered, show a notice with the reason.
    """
    asking = state.asking
    if asking.purpose is not Purpose.LINK or not asking.remember or asking.fob is None:
        return
    if not (turn.house.can_link and signed.renewable):
        turn.say(NoticeKey.LINK_NOT_KEPT, WhyNotLinked.NOT_RENEWABLE)
    elif asking.fob.reveal().casefold() in _labels(serving):
        turn.say(NoticeKey.LINK_NOT_KEPT, WhyNotLinked.ITEM_CODE)
    else:
        turn.ask(KeepLink(signed.visit, asking.fob, asking.certain, state.pin))


def _labels(serving: Serving) -> frozenset[str]:
    """Return the labels of all tools in the basket, in the member's loans and in the member's other carts.

    The labels are in lower-case letters. Compare a scanned code with them in lower case, too, because Caps Lock can
    invert the case of scanned codes.
    """
    items = [*(loan.item for loan in serving.loans), *(found.item for found in serving.other_carts)]
    items += [line.item for line in serving.lines if line.item is not None]
    return frozenset(code.casefold() for code in (*codes_of(serving.lines), *(item.code for item in items)))


def resume(turn: Turn, signed: SignedIn, asking: AskingSecret, kept: Serving) -> State:
    """Go on with the basket that waited until the member signed in a second time.

    Other devices can have changed the cart since then, so compare each line with the cart. If another member has signed
    in instead, end the visit.
    """
    if signed.member.reference != kept.member.reference:
        return _somebody_else(turn, signed, asking, kept)
    serving = replace(
        kept,
        member=signed.member,
        loans=signed.opening.loans,
        limits=signed.opening.limits,
        project_required=signed.opening.project_required,
        other_carts=signed.opening.other_carts,
        bill=signed.opening.bill,
        digital=signed.digital,
        lists_all=signed.opening.lists_all,
        panel=None,
        side_page=None,
        deadline=turn.now + turn.idle_s,
        lines=(),
        question=None,
    )
    serving = begin_joining(serving, signed.systems, turn)
    missing = list(signed.opening.earlier)
    for line in reversed(kept.lines):
        found = next((one for one in missing if _matches(line, one)), None)
        if found is not None:
            missing.remove(found)
        serving = _compared(serving, line, found, turn)
    before = tuple(found_line(line, LineId(turn.number())) for line in missing)
    serving = replace(serving, lines=(*serving.lines, *reversed(before)))
    next_fob = kept.question.fob if isinstance(kept.question, AskSwitch) else None
    # This member has scanned the codes in the tray, so the kiosk need not ask if the lines of these codes are wanted.
    turn.lasting = replace(turn.lasting, earlier=frozenset())
    serving = with_freed_places(kept, serving, turn)
    return ask_switch(turn, add_tray(serving, asking.tray, turn), next_fob)


def _somebody_else(turn: Turn, signed: SignedIn, asking: AskingSecret, kept: Serving) -> State:
    """End the visit, because another member signed in. The lines stay in the first member's cart."""
    codes = codes_of(kept.lines)
    turn.ask(Record(RecordKind.MEMBER_CHANGED, kept.visit, codes, inbox=True), Farewell(signed.visit))
    record_tray(turn, asking.tray, visit=kept.visit)
    return welcome(turn)


def add_tray(serving: Serving, tray: Tray, turn: Turn) -> Serving:
    """Add the tools that were scanned while no basket was open.

    If another person perhaps scanned a code earlier, the member must say yes to the line of this code.
    """
    for code in reversed(tray):
        serving = add(serving, code, turn)
        if code in turn.lasting.earlier:
            turn.say(NoticeKey.SCANNED_EARLIER, code)
            serving = _earlier(serving)
    return serving


def _earlier(serving: Serving) -> Serving:
    """Mark the newest line, because perhaps another person has scanned it. The member must say yes to this line."""
    return replace(
        serving,
        lines=tuple(
            replace(line, by_others=ByOthers.EARLIER) if line.ident == serving.fresh and line.state in _NEW else line
            for line in serving.lines
        ),
    )


def _matches(line: Line, found: EarlierLine) -> bool:
    if line.state in _DECIDED or other_loans(line.loan, found.loan):
        return False
    same_code = line.direction is found.direction and found.item.code in (line.code, line.item and line.item.code)
    return same_code or (bool(line.ref) and line.ref == found.ref)


def _compared(serving: Serving, line: Line, found: EarlierLine | None, turn: Turn) -> Serving:
    """Compare this line of the basket with the cart, and return the basket with the changed line on top.

    `found` is the same line in the cart, or None if the cart does not have the line now. A line that already has its
    result does not change. A line of a digital system is never in the cart, so the kiosk reads the loans to find out if
    its act was done.

    For any other line, if `found` is given, the line gets the data from the cart. If `found` is None, there are three
    cases. If the loans show the act of the line, the line is marked as unknown, and staff are told. If the member does
    not want the line, or has not said yes to a line that another device added, the line is left out. In all other
    cases, the kiosk sends the line to the server again.
    """
    if line.state in _DECIDED:
        return _with(serving, line)
    if line.system:  # the digital system has perhaps done the act, and only its loans can show this
        return unsettle(_with(serving, line), replace(line, state=LineState.UNKNOWN, unwanted=False), turn)
    if found is not None:
        return _still_there(serving, _as_found(line, found, turn), turn)
    if recorded(line, serving.loans):
        turn.ask(Record(RecordKind.LINE_UNKNOWN, serving.visit, (line.code,), inbox=True))
        return _with(serving, replace(line, state=LineState.UNKNOWN, unwanted=False, again=False))
    if line.by_others is ByOthers.ADDED:  # nobody has said yes to this line, and it is no longer in the cart
        return serving
    leaving = line.unwanted or line.state is LineState.REMOVING
    if leaving and not line.again:
        return serving
    serving = add(serving, line.code, turn)
    return _earlier(serving) if line.by_others is ByOthers.EARLIER else serving


def _as_found(line: Line, found: EarlierLine, turn: Turn) -> Line:
    """Return the line with the data from the cart, and without the member's wish for new terms.

    If the terms in the cart are not the terms of the wish, show the notice that the terms were not changed.
    """
    project, condition = found.project or line.project, found.condition
    line = replace(line, ref=found.ref, item=found.item, due=found.due, days=found.days, project=project)
    undecided = line.by_others if line.is_undecided else None
    line = replace(line, committed=found.committed, by_others=undecided)
    if line.wish is not None and line.wish.terms != replace(line.terms, condition=condition):
        turn.say(NoticeKey.NOT_CHANGED, line.code)
    return replace(line, condition=condition, wish=None)


def _still_there(serving: Serving, line: Line, turn: Turn) -> Serving:
    leaving = (line.unwanted or line.state is LineState.REMOVING) and not line.again
    if not (leaving and turn.lasting.store_ok):
        return _with(serving, replace(line, state=LineState.STAGED, unwanted=False, again=False))
    line = replace(line, state=LineState.REMOVING, unwanted=False)
    turn.ask(TakeOut(serving.visit, line))
    return _with(serving, line)


def _with(serving: Serving, line: Line) -> Serving:
    return replace(serving, lines=(line, *serving.lines))
