"""The choice of a line's terms: the due day, the project, or the condition of a tool that comes back."""

from collections.abc import Callable
from typing import assert_never

from kiosk.domain.basket import find, in_state
from kiosk.domain.days import days_for
from kiosk.domain.messages.answers import LineChanged, OffersRead
from kiosk.domain.messages.effects import ChangeLine, ReadOffers
from kiosk.domain.messages.intents import (
    ChooseCondition,
    ChooseDue,
    ChooseProject,
    ClosePanel,
    OpenPanel,
    SameDueForAll,
)
from kiosk.domain.model import Direction, InDoubt, Line, LineState, NotSent, Refused
from kiosk.domain.terms import Changed, Condition, Offers, TermKind, Terms, Wish
from kiosk.domain.visit.lasting import NoticeKey
from kiosk.domain.visit.state_parts import with_line
from kiosk.domain.visit.states import Panel, Serving
from kiosk.domain.visit.turn import Turn
from kiosk.structs import replace

Choice = OpenPanel | ClosePanel | ChooseDue | SameDueForAll | ChooseProject | ChooseCondition
WantedTerms = Callable[[Line], Terms]


def chosen(serving: Serving, choice: Choice, turn: Turn) -> Serving:
    """Return the basket after a choice. A panel opens or closes, or the server is asked for new terms of a line."""
    match choice:
        case OpenPanel(ident, kind, page):
            return _open(serving, find(serving.lines, ident), Panel(ident, kind, page), turn)
        case ClosePanel():
            return replace(serving, panel=None)
        case ChooseDue(ident, day):
            return _ask(serving, find(serving.lines, ident), lambda line: replace(line.wanted, due=day), turn)
        case SameDueForAll():
            return _same_day(serving, choice, turn)
        case ChooseProject():
            return _project(serving, choice, turn)
        case ChooseCondition(ident, condition):
            return _ask(serving, find(serving.lines, ident), lambda line: _in(line, condition), turn)
        case _:
            assert_never(choice)


def _in(line: Line, condition: Condition | None) -> Terms:
    return replace(line.wanted, condition=condition)


def without_stale_panel(serving: Serving) -> Serving:
    """Close the panel if its line can no longer be changed."""
    panel = serving.panel
    if panel is None:
        return serving
    line = find(serving.lines, panel.line)
    return serving if line is not None and has_terms(line, panel.kind) else replace(serving, panel=None)


def has_terms(line: Line, kind: TermKind) -> bool:
    """Return True if this term can be chosen for the line now."""
    if line.state is not LineState.STAGED or line.unwanted:
        return False
    returns = line.direction is Direction.RETURN
    return returns if kind is TermKind.CONDITION else line.direction is Direction.BORROW


def offers_of(serving: Serving, turn: Turn) -> Offers:
    """Return the choices that were read for this member. If none were read, return the choices for all members."""
    return serving.offers or turn.library.offers


# --- choosing ------------------------------------------------------------------------------------


def _open(serving: Serving, line: Line | None, panel: Panel, turn: Turn) -> Serving:
    if line is None or not has_terms(line, panel.kind):
        return serving
    if panel.kind is TermKind.PROJECT and not offers_of(serving, turn).projects:
        turn.ask(ReadOffers(serving.visit))
    return replace(serving, panel=panel)


def _ask(serving: Serving, line: Line | None, asked: WantedTerms, turn: Turn) -> Serving:
    """Ask the server for new terms of this line, and show the new terms before the server answers.

    The new terms are the wish of the member, and replace an earlier wish. If the new terms are the same as the terms
    that the member sees already, only close the panel.
    """
    if line is None or line.state is not LineState.STAGED or line.unwanted:
        return serving
    terms = asked(line)
    if terms == line.wanted:
        return replace(serving, panel=None)
    if not turn.lasting.store_ok:
        turn.say(NoticeKey.CANNOT_RECORD)
        return serving
    line = replace(line, wish=Wish(turn.number(), terms))
    turn.ask(ChangeLine(serving.visit, line))
    return with_line(serving, line)


def _borrows(serving: Serving) -> tuple[Line, ...]:
    staged = in_state(serving.lines, LineState.STAGED)
    return tuple(line for line in staged if has_terms(line, TermKind.DUE))


def _same_day(serving: Serving, choice: SameDueForAll, turn: Turn) -> Serving:
    """Set the chosen day as the due day of each borrow line for which this day is allowed.

    If the day is not allowed for a line, the line keeps its due day, and a notice says so.
    """
    hours, today = turn.library.hours, turn.lasting.moment.today
    others = [line for line in _borrows(serving) if line.wanted.due != choice.day]
    for line in others:
        if choice.day in days_for(line, hours, today):
            serving = _ask(serving, line, lambda each: replace(each.wanted, due=choice.day), turn)
        else:
            turn.say(NoticeKey.NOT_ALL_THAT_DAY)
    return serving


def _project(serving: Serving, choice: ChooseProject, turn: Turn) -> Serving:
    """Set the project of one line.

    If the choice names no line, set the project of all borrow lines, and of the borrow lines that are added later.
    """
    if choice.line is not None:
        line = find(serving.lines, choice.line)
        return _ask(serving, line, lambda each: replace(each.wanted, project=choice.project), turn)
    others = [line for line in _borrows(serving) if line.wanted.project != choice.project]
    serving = replace(serving, project=choice.project, panel=serving.panel if others else None)
    for line in others:
        serving = _ask(serving, line, lambda each: replace(each.wanted, project=choice.project), turn)
    return serving


# --- what the library wants to know --------------------------------------------------------------


def lacking_project(serving: Serving) -> tuple[Line, ...]:
    """Return the lines that need a project and have none, the newest line first."""
    if not serving.project_required:
        return ()
    return tuple(line for line in _borrows(serving) if line.wanted.project is None)


def without_project(serving: Serving) -> Line | None:
    """Return the oldest line that needs a project and has none, or None if there is no such line."""
    return next(reversed(lacking_project(serving)), None)


def ask_project(serving: Serving, turn: Turn) -> Serving:
    """Ask the member for a project if a line needs a project and has none. Do not ask while a panel is open."""
    line = without_project(serving)
    if line is None or serving.panel is not None:
        return serving
    return _open(serving, line, Panel(line.ident, TermKind.PROJECT), turn)


def ask_condition(serving: Serving, turn: Turn) -> None:
    """Read the library's list of conditions if members are asked for a condition and the list is not known yet."""
    if turn.library.asks_condition and serving.offers is None and not turn.library.offers.conditions:
        turn.ask(ReadOffers(serving.visit))


# --- answers -------------------------------------------------------------------------------------


def offered(serving: Serving, read: OffersRead, turn: Turn) -> Serving:
    """Return the basket with the choices that were read. If there are no projects, close an open panel of projects."""
    serving = replace(serving, offers=read.offers or serving.offers)
    panel = serving.panel
    if panel is None or panel.kind is not TermKind.PROJECT or offers_of(serving, turn).projects:
        return serving
    turn.say(NoticeKey.NO_PROJECTS)
    return replace(serving, panel=None)


def changed(line: Line, answer: LineChanged, turn: Turn) -> Line:
    """Return the line after the server's answer to a wish of the member for new terms.

    If the member has made a later wish for this line, the later wish stays, and no notice is shown.
    """
    last = line.wish is not None and line.wish.number == answer.wish
    settled = replace(line, wish=None) if last else line
    match answer.outcome:
        case Changed(terms):
            return _with(settled, terms)
        case Refused():
            if last:
                turn.say(NoticeKey.CHANGE_REFUSED, line.code)
            return settled
        case NotSent():
            if last:
                turn.say(NoticeKey.NOT_CHANGED, line.code)
            return settled
        case InDoubt():
            return _doubtful(line, settled, turn) if last else settled
        case _:
            assert_never(answer.outcome)


def _with(line: Line, terms: Terms) -> Line:
    return replace(line, due=terms.due, project=terms.project, condition=terms.condition)


def _doubtful(line: Line, settled: Line, turn: Turn) -> Line:
    """Return the line after a change of its terms, if the kiosk does not know whether the change had an effect.

    If the change could have moved the due day, the line shows no due day. The receipt will show the due day from the
    loans.
    """
    turn.say(NoticeKey.CHANGE_IN_DOUBT, line.code)
    return replace(settled, due=None) if line.wanted.due != settled.due else settled
