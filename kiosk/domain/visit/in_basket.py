"""The states Serving and Settling.

In the state Serving, a member is served. In the state Settling, the member has pressed Finish, and the kiosk waits
until the missing answers about lines have come.
"""

from typing import assert_never

from kiosk.domain.basket import drop, find, in_flight, in_state, is_wanted, on_top, put, titles_lent, unwant
from kiosk.domain.messages.answers import (
    CardDropped,
    CartSeen,
    LineAnswered,
    LineChanged,
    LineGone,
    LineStays,
    LinkKept,
    LoansRead,
    OffersRead,
    ReservationsRead,
    SignInLost,
    SystemJoined,
)
from kiosk.domain.messages.effects import RecordKind, TakeOut
from kiosk.domain.messages.events import Tick
from kiosk.domain.messages.intents import (
    Cancel,
    Finish,
    No,
    RemoveLine,
    RetryLine,
    ThatWasATool,
    Yes,
)
from kiosk.domain.model import ItemCode, Line, LineId, LineState, Secret
from kiosk.domain.terms import Changed
from kiosk.domain.visit.account_end import abandon
from kiosk.domain.visit.account_start import ask_switch
from kiosk.domain.visit.at_once import AboutAct, about_act, undo
from kiosk.domain.visit.code_to_act import Act, ScannedItem, ShownFob
from kiosk.domain.visit.digital_loans import AboutDigital, about_digital, code_ends, decide_give_back
from kiosk.domain.visit.digital_states import CardForm, DigitalLoans
from kiosk.domain.visit.digital_systems import (
    AboutSystems,
    about_systems,
    fob_is_linked,
    form_of,
    join_again,
    with_scanned_card,
)
from kiosk.domain.visit.finishing import ask_without, finish, next_member, then_for, without_answered
from kiosk.domain.visit.forms import ask_again
from kiosk.domain.visit.idle_time import time_passes
from kiosk.domain.visit.item_scan import retry, scan
from kiosk.domain.visit.lasting import NoticeKey
from kiosk.domain.visit.line_answers import LineNews, line_event, with_freed_places
from kiosk.domain.visit.line_terms import Choice, chosen, offered, without_stale_panel
from kiosk.domain.visit.other_devices import AboutOtherDevices, about_other_devices, all_taken_along
from kiosk.domain.visit.questions import (
    AskBorrowAgain,
    AskCancel,
    AskConfirm,
    AskFinishWithout,
    AskGiveBack,
    AskSwitch,
    AskUndecided,
    AskUnpaid,
    Question,
    ThenReceipt,
    ThenSwitch,
)
from kiosk.domain.visit.reservations import AboutReservations, about_reservations, decide_release, without_covered_page
from kiosk.domain.visit.side_pages import SidePageAct, on_side_page, without_side_page
from kiosk.domain.visit.states import Serving, Settling, State
from kiosk.domain.visit.times import SWITCH_S
from kiosk.domain.visit.to_welcome import fobs_used
from kiosk.domain.visit.turn import Turn
from kiosk.structs import replace

_WAITING = (LineState.CHECKING, LineState.STAGED, LineState.REMOVING, LineState.NOT_CHECKED)
_RETRIED = frozenset({LineState.NOT_CHECKED, LineState.REFUSED})


def in_basket(state: Serving, act: Act, turn: Turn) -> State:
    """Return the state after this act on the page Home or in the basket."""
    if isinstance(act, AboutReservations):
        return without_stale_panel(about_reservations(state, act, turn))
    if isinstance(act, AboutDigital):
        return without_stale_panel(about_digital(state, act, turn))
    if isinstance(act, AboutSystems):
        return about_systems(state, act, turn)
    if isinstance(act, SidePageAct):
        return on_side_page(state, act, turn)
    form = form_of(state)
    if form is not None and isinstance(act, ShownFob | ThatWasATool):
        return _on_card_form(state, form, act, turn)
    state = without_side_page(state, act)
    if isinstance(act, Choice):
        after: State = chosen(state, act, turn)
    elif isinstance(act, AboutAct):
        after = about_act(state, act, turn)
    elif isinstance(act, AboutOtherDevices):
        after = about_other_devices(state, act, turn)
    else:
        after = _after(state, act, turn)
    if not isinstance(after, Serving):
        return after
    return without_covered_page(without_stale_panel(with_freed_places(state, after, turn)))


def _after(state: Serving, act: Act, turn: Turn) -> State:
    match act:
        case ScannedItem(code):
            return _item(state, code, turn)
        case ShownFob(code):
            return _own_fob(state, turn) if code == state.fob else _other_fob(state, code, turn)
        case Finish():
            return finish(state, turn, then=ThenReceipt())
        case Yes():
            return _yes(state, state.question, turn)
        case No():
            return _on_side_page(_unasked(state), turn, yes=False)
        case Cancel():
            return _cancel(state, turn)
        case RemoveLine(ident):
            return _remove(state, find(state.lines, ident), turn)
        case RetryLine(ident):
            return _retry(state, ident, turn)
        case LineAnswered() | LineGone() | LineStays() | LineChanged():
            return without_answered(line_event(state, act, turn))
        case OffersRead():
            return offered(state, act, turn)
        case SignInLost():
            return ask_again(
                turn, state, next_fob=state.question.fob if isinstance(state.question, AskSwitch) else None
            )
        case LinkKept():
            return _link_kept(state, act, turn)
        case Tick():
            return time_passes(join_again(code_ends(state, turn), turn), turn)
        case _:
            pass
    return state


def in_settling(state: Settling, act: Act, turn: Turn) -> State:
    """Return the state after this act, while the kiosk waits for answers about lines before it sends the commit."""
    match act:
        case LineAnswered() | LineGone() | LineStays() | LineChanged():
            return _line_while_settling(state, act, turn)
        case ScannedItem(code):
            return _item_while_settling(state, code, turn)
        case ShownFob(code) if code != state.serving.fob and fobs_used(turn.lasting):
            turn.say(NoticeKey.ONE_AFTER_THE_OTHER)
            return replace(state, next_fob=code)
        case ShownFob() | Finish():
            turn.say(NoticeKey.ONE_MOMENT)
        case Cancel() | No():
            return _back(state, state.serving, turn)
        case SignInLost():
            return ask_again(turn, state.serving, next_fob=next_member(state.then, state.next_fob))
        case LoansRead():
            return _read_while_settling(state, act, turn)
        case LinkKept():
            return replace(state, serving=_link_kept(state.serving, act, turn))
        case CartSeen():
            return replace(state, serving=about_other_devices(state.serving, act, turn))
        case OffersRead():
            return replace(state, serving=offered(state.serving, act, turn))
        case SystemJoined() | CardDropped():
            return replace(state, serving=about_systems(state.serving, act, turn))
        case ReservationsRead(reservations=known) if known is not None:
            return replace(state, serving=replace(state.serving, reservations=known))
        case Tick() if turn.now >= state.deadline:
            return _waited_enough(state, turn)
        case _:
            pass
    return state


def _item(state: Serving, code: ItemCode, turn: Turn) -> Serving:
    """Show the line of the scanned item, and close an open question, because the question would cover the line.

    If the member presses Finish later, the kiosk asks the question again. The question AskSwitch, a question that the
    scan itself has asked, and a form for a card stay open.
    """
    after = scan(replace(state, panel=None, side_page=form_of(state), not_finished=False), code, turn)
    if (
        form_of(after) is not None
        and after.lines[:1] != state.lines[:1]
        and in_state(after.lines[:1], LineState.CHECKING)
    ):
        turn.say(NoticeKey.JOINS_BASKET, code)  # a notice is needed, because the form covers the new line
    is_asked_now = after.question != state.question
    return after if is_asked_now or isinstance(state.question, AskSwitch) else replace(after, question=None)


def _on_card_form(state: Serving, form: CardForm, act: ShownFob | ThatWasATool, turn: Turn) -> Serving:
    """Return the basket after the scan of a card, or after the member has said that the scanned code was a tool.

    In both cases, the number in the form is replaced. If the old number could also be the label of a tool, put this
    tool into the basket.
    """
    maybe_tool = ItemCode(form.name) if form.maybe_tool else None
    match act:
        case ShownFob(code, unclassified):
            if maybe_tool == code.reveal() or form.is_waiting:
                return state
            state = with_scanned_card(state, form, code, turn, maybe_tool=unclassified and code != state.fob)
        case ThatWasATool():
            if maybe_tool is None or form.is_waiting:
                return state
            state = with_scanned_card(state, form, Secret(""), turn)
        case _:
            assert_never(act)
    return _item(state, maybe_tool, turn) if maybe_tool is not None else state


def _back(state: Settling, serving: Serving, turn: Turn) -> Serving:
    """Return to the basket, because no commit was sent yet. If another member waits, ask whether to switch."""
    return ask_switch(turn, serving, next_member(state.then, state.next_fob))


def _item_while_settling(state: Settling, code: ItemCode, turn: Turn) -> State:
    after = scan(state.serving, code, turn)
    if {line.ident for line in after.lines} == {line.ident for line in state.serving.lines}:
        return replace(state, serving=after)
    refused = _newly_refused(state.serving, after)
    turn.say(NoticeKey.ADDED_PRESS_FINISH if refused is None else NoticeKey.REFUSED_FINISH_AGAIN, code)
    return _back(state, after, turn)


def _line_while_settling(state: Settling, news: LineNews, turn: Turn) -> State:
    before = state.serving
    after = with_freed_places(before, line_event(before, news, turn), turn)
    refused = _newly_refused(before, after)
    if refused is not None:
        turn.say(NoticeKey.REFUSED_FINISH_AGAIN, refused.code)
        return _stopped_by(refused, state, after, turn)
    line = find(before.lines, news.line)
    if line is not None and _in_vain(line, news):
        return _stopped_by(line, state, after, turn)
    return _settled(replace(state, serving=after), turn)


def _read_while_settling(state: Settling, read: LoansRead, turn: Turn) -> State:
    after = about_act(state.serving, read, turn)
    refused = _newly_refused(state.serving, after)
    if refused is not None:  # the act was not done, and the member still has the tool in the hand
        turn.say(NoticeKey.REFUSED_FINISH_AGAIN, refused.code)
        return _stopped_by(refused, state, after, turn)
    return _settled(replace(state, serving=after), turn)


def _in_vain(line: Line, news: LineNews) -> bool:
    """Return True if the last change that the member wanted for this line has failed.

    In this case, the tool could not be taken out of the cart, or the server did not accept the new terms of the line.
    """
    match news:
        case LineStays():
            return not is_wanted(line)
        case LineChanged(wish=wish, outcome=outcome):
            return line.wish is not None and line.wish.number == wish and not isinstance(outcome, Changed)
        case _:
            return False


def _newly_refused(before: Serving, after: Serving) -> Line | None:
    known = {line.ident for line in before.lines if line.state is LineState.REFUSED}
    return next((line for line in in_state(after.lines, LineState.REFUSED) if line.ident not in known), None)


def _stopped_by(line: Line, state: Settling, after: Serving, turn: Turn) -> Serving:
    """Return to the basket with this line on top, because the member must see the server's answer before a commit."""
    now = find(after.lines, line.ident) or line
    return _back(state, replace(after, lines=on_top(after.lines, now), fresh=now.ident), turn)


def _settled(state: Settling, turn: Turn) -> State:
    if in_flight(state.serving.lines) or state.serving.unsettled:
        return state
    return finish(state.serving, turn, then=then_for(state.then, state.next_fob), confirmed=state.confirmed)


def _waited_enough(state: Settling, turn: Turn) -> State:
    """Decide how the visit goes on, because the kiosk has waited long enough for the missing answers.

    There are three cases. If no line waits for an answer, and only the result of an act with a lost answer is unknown,
    finish now.
    If the only missing answers are about changes of terms, go back to the basket, because these lines are in the cart
    already and cannot be left out. In all other cases, ask whether to finish without the lines whose check has no
    answer yet.
    """
    flying = in_flight(state.serving.lines)
    if not flying:
        then = then_for(state.then, state.next_fob)
        return finish(state.serving, turn, then=then, confirmed=state.confirmed, waited=True)
    if all(line.wish is not None for line in flying):
        turn.say(NoticeKey.CHANGE_WAITS)
        return _back(state, state.serving, turn)
    return ask_without(state.serving, confirmed=state.confirmed, then=then_for(state.then, state.next_fob))


def _own_fob(state: Serving, turn: Turn) -> State:
    match state.question:
        case AskConfirm() | AskFinishWithout() | AskUndecided() | AskUnpaid():
            return _yes(state, state.question, turn)
        case AskSwitch():
            return _unasked(state)
        case AskCancel() | AskGiveBack() | AskBorrowAgain() | None:
            return finish(state, turn, then=ThenReceipt())
        case _:
            assert_never(state.question)


def _other_fob(state: Serving, fob: Secret, turn: Turn) -> State:
    if not fobs_used(turn.lasting):
        turn.say(NoticeKey.FOBS_NOT_USED)
        return state
    question = AskSwitch(fob)
    if state.question == question:
        return _yes(state, question, turn)
    return replace(state, question=question, question_until=turn.now + SWITCH_S, panel=None)


def _yes(state: Serving, question: Question | None, turn: Turn) -> State:
    match question:
        case None:
            return _on_side_page(state, turn, yes=True)
        case AskConfirm(without, then):
            return finish(state, turn, then=then, confirmed=True, without=without)
        case AskFinishWithout(lines, confirmed, then):
            return finish(state, turn, then=then, confirmed=confirmed, without=frozenset(lines))
        case AskUndecided(confirmed, then):
            return finish(all_taken_along(state), turn, then=then, confirmed=confirmed)
        case AskUnpaid(lines, without, then):  # the question shows the lines to commit, so a yes also confirms them
            return finish(state, turn, then=then, confirmed=True, without=without | frozenset(lines))
        case AskSwitch(fob):  # the question shows the number of tools, so a yes also confirms the basket
            return finish(state, turn, then=ThenSwitch(fob), confirmed=True)
        case AskCancel():
            return _left(state, turn)
        case AskGiveBack() | AskBorrowAgain():
            return undo(state, question, turn)
        case _:
            assert_never(question)


def _on_side_page(state: Serving, turn: Turn, *, yes: bool) -> Serving:
    """Return the basket after a yes or a no to the question of the page that is shown instead of the basket."""
    match state.side_page:
        case DigitalLoans() as page:
            return decide_give_back(state, page, turn, yes=yes)
        case _:
            return decide_release(state, turn, yes=yes)


def _unasked(state: Serving) -> Serving:
    return replace(state, question=None, question_until=None)


def _cancel(state: Serving, turn: Turn) -> State:
    """Leave the visit, or finish it if its acts are already real.

    Acts are already real if the system acts at once, or if a digital system has done an act. If this is so, and no line
    waits for an answer or for a commit, finish the visit, so that the member gets a receipt. In all other cases, leave
    the visit, but if the basket has lines or the library wants the question, first ask whether to leave.
    """
    titles = [line for line in in_state(state.lines, LineState.DONE) if line.system]
    if (state.at_once or titles) and state.lines and not in_state(state.lines, *_WAITING):
        return finish(state, turn, then=ThenReceipt())
    if state.lines or turn.library.confirm_logout:
        return replace(state, question=AskCancel(), question_until=None, panel=None)
    return abandon(turn, state, RecordKind.CANCELLED)


def _left(state: Serving, turn: Turn) -> State:
    """Leave the visit without Finish. If titles were borrowed in the visit, show a notice that they stay borrowed."""
    after = abandon(turn, state, RecordKind.CANCELLED)
    if titles_lent(state.lines):
        turn.say(NoticeKey.TITLES_STAY)
    return after


def _retry(state: Serving, ident: LineId, turn: Turn) -> Serving:
    line = find(state.lines, ident)
    return retry(state, line, turn) if line is not None and line.state in _RETRIED else state


def _remove(state: Serving, line: Line | None, turn: Turn) -> Serving:
    if line is None:
        return state
    match line.state:
        case LineState.REFUSED:
            return replace(state, lines=drop(state.lines, line.ident))
        case LineState.DONE:
            turn.say(NoticeKey.ALREADY_RECORDED, line.code)
        case LineState.UNKNOWN:
            turn.say(NoticeKey.CANNOT_FIND_OUT if line.hopeless else NoticeKey.FINDING_OUT, line.code)
        case LineState.REMOVING:
            return replace(state, lines=put(state.lines, replace(line, again=False)))
        case LineState.STAGED if line.committed and line.from_before:
            turn.say(NoticeKey.HANDED_OVER, line.code)
        case LineState.STAGED | LineState.CHECKING | LineState.NOT_CHECKED:
            return _take_out(state, line, turn)
        case _:
            assert_never(line.state)
    return state


def _take_out(state: Serving, line: Line, turn: Turn) -> Serving:
    if not turn.lasting.store_ok:
        turn.say(NoticeKey.CANNOT_RECORD)
        return state
    if line.unwanted:
        return replace(state, lines=put(state.lines, replace(line, again=False)))
    turn.ask(TakeOut(state.visit, line))
    if line.state is LineState.NOT_CHECKED:
        return replace(state, lines=drop(state.lines, line.ident))
    leaving = replace(line, state=LineState.REMOVING, wish=None) if line.state is LineState.STAGED else unwant(line)
    return replace(state, lines=put(state.lines, leaving))


def _link_kept(serving: Serving, kept: LinkKept, turn: Turn) -> Serving:
    turn.say(NoticeKey.LINK_KEPT if kept.ok else NoticeKey.LINK_NOT_KEPT, kept.why)
    return fob_is_linked(serving) if kept.ok else serving
