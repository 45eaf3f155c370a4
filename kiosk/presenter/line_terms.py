"""The choices on a line (its due day, project or condition) as chips, and the panel that a chip opens."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import TypeVar, assert_never

from msgspec import Struct

from kiosk.domain.basket import find
from kiosk.domain.days import days_for, hours_known, is_open, next_open, usual_day
from kiosk.domain.messages.intents import (
    ChooseCondition,
    ChooseDue,
    ChooseProject,
    ClosePanel,
    OpenPanel,
    SameDueForAll,
)
from kiosk.domain.model import Line
from kiosk.domain.terms import Condition, Offers, Project, TermKind
from kiosk.domain.visit.line_terms import has_terms
from kiosk.domain.visit.states import Panel, Serving
from kiosk.presenter.page_facts import PageFacts
from kiosk.presenter.server_words import clean
from kiosk.structs import replace
from kiosk.views.basket import ChoiceView, LineView, PanelView
from kiosk.views.pieces import Button, Emphasis

ON_A_PAGE = 8
T = TypeVar("T")


class OpenTerm(Struct, frozen=True):
    """The words of the page while a panel is open: the headline, and the big button that closes the panel."""

    headline: str
    keep: Button


def offers_of(facts: PageFacts, serving: Serving) -> Offers:
    """Return the choices that were read for this member.

    If no choices were read for this member, return the choices that the library gives to all members.
    """
    return serving.offers or facts.library.offers


def open_term(facts: PageFacts, serving: Serving) -> OpenTerm | None:
    """Return the headline and the big button while a panel is open, or None if no panel is open."""
    panel, texts = serving.panel, facts.texts.terms
    line = find(serving.lines, panel.line) if panel else None
    if panel is None or line is None:
        return None
    headline = {TermKind.DUE: texts.when, TermKind.PROJECT: texts.what_for, TermKind.CONDITION: texts.how}[panel.kind]
    chosen = _chosen(facts, line, panel.kind)
    label = texts.keep(chosen) if chosen else texts.done
    return OpenTerm(headline, Button(label, ClosePanel(), "check", look=Emphasis.PRIMARY, name=label))


def with_terms(facts: PageFacts, serving: Serving, line: Line, view: LineView) -> LineView:
    """Return the line with its chips, and with its panel if the panel is open."""
    panel = serving.panel if serving.panel and serving.panel.line == line.ident else None
    view = replace(view, code=facts.texts.lines.asking) if line.wish else view
    if has_terms(line, TermKind.CONDITION):
        view = _with_condition(facts, serving, line, view)
    elif has_terms(line, TermKind.DUE):
        chip = _due_chip(facts, serving, line, view.title)
        view = replace(view, chip=chip, project=_project_chip(facts, serving, line, view.title))
    if panel is None:
        return view
    return replace(view, panel=_panel(facts, serving, line, panel), remove=None)


# --- chips ---


def _chosen(facts: PageFacts, line: Line, kind: TermKind) -> str:
    wanted = line.wanted
    match kind:
        case TermKind.DUE:
            return facts.formats.day(wanted.due) if wanted.due else ""
        case TermKind.PROJECT:
            return clean(wanted.project.name) if wanted.project else ""
        case TermKind.CONDITION:
            return clean(wanted.condition.name) if wanted.condition else facts.texts.terms.all_good
    assert_never(kind)


def _due_chip(facts: PageFacts, serving: Serving, line: Line, title: str) -> Button | None:
    """Return the chip of the due day, or None if there is no day to choose."""
    due, texts = line.wanted.due, facts.texts.terms
    if not days_for(line, facts.library.hours, facts.lasting.moment.today):
        return None
    label = facts.formats.day(due) if due else texts.choose_day
    name = texts.due_name(title, facts.formats.long_day(due)) if due else texts.due_name_none(title)
    return _chip(serving, Panel(line.ident, TermKind.DUE), label, "calendar", name)


def _chip(serving: Serving, panel: Panel, label: str, icon: str, name: str) -> Button:
    """Return the chip that opens this panel, or closes the panel if it is open."""
    is_open = serving.panel is not None and replace(serving.panel, page=None) == panel
    intent = ClosePanel() if is_open else OpenPanel(panel.line, panel.kind)
    return Button(label, intent, icon, look=Emphasis.CHOSEN if is_open else Emphasis.PLAIN, name=name)


def _project_chip(facts: PageFacts, serving: Serving, line: Line, title: str) -> Button | None:
    texts, project = facts.texts.terms, line.wanted.project
    if not (facts.library.projects or serving.project_required or project):
        return None
    label = clean(project.name) if project else ""
    name = texts.project_name(title, label) if label else texts.project_name_none(title)
    return _chip(serving, Panel(line.ident, TermKind.PROJECT), label or texts.project, "flag", name)


def _with_condition(facts: PageFacts, serving: Serving, line: Line, view: LineView) -> LineView:
    """Add one chip for each condition to the view of the line.

    Also add one chip that opens a panel with all conditions. Small screens show only this chip.
    """
    known = offers_of(facts, serving).conditions
    if not known:
        return view
    label = _chosen(facts, line, TermKind.CONDITION)
    name = facts.texts.terms.condition_change(view.title, label)
    chips = tuple(choice.button for choice in _conditions(facts, line, known))
    one_chip = _chip(serving, Panel(line.ident, TermKind.CONDITION), label, "", name)
    return replace(view, conditions=chips, condition=one_chip)


# --- the panel ---


def _panel(facts: PageFacts, serving: Serving, line: Line, panel: Panel) -> PanelView:
    match panel.kind:
        case TermKind.DUE:
            return _due_panel(facts, serving, line, panel)
        case TermKind.PROJECT:
            return _project_panel(facts, serving, line, panel)
        case TermKind.CONDITION:
            return PanelView(_conditions(facts, line, offers_of(facts, serving).conditions), columns=2)
    assert_never(panel.kind)


def _due_panel(facts: PageFacts, serving: Serving, line: Line, panel: Panel) -> PanelView:
    days, due = days_for(line, facts.library.hours, facts.lasting.moment.today), line.wanted.due
    texts = facts.texts.terms
    pages = _pages(days)
    number = _page_number(pages, days.index(due) if due in days else 0, panel.page)
    shown = tuple(_day(facts, line, day) for day in pages[number])
    strong, reason = _latest_day(facts, line, days) if number == len(pages) - 1 else ("", "")
    label = texts.same_day(_number_borrowed(serving))
    differs = any(has_terms(each, TermKind.DUE) and each.wanted.due != due for each in serving.lines)
    return PanelView(
        choices=_with_page_buttons(shown, panel, number, len(pages), (texts.earlier, texts.later)),
        columns=4,
        note=" ".join(filter(None, (_closed_that_day(facts, line), _open_only(facts, days)))),
        strong=strong,
        reason=reason,
        all=Button(label, SameDueForAll(due), "renew", name=label) if due and differs else None,
    )


def _day(facts: PageFacts, line: Line, day: date) -> ChoiceView:
    chosen = day == line.wanted.due
    weekday, number, month = facts.formats.day_parts(day)
    name = facts.formats.long_day(day)
    look = Emphasis.CHOSEN if chosen else Emphasis.PLAIN
    return ChoiceView(
        Button(facts.formats.day(day), ChooseDue(line.ident, day), look=look, name=name), weekday, number, month
    )


def _open_only(facts: PageFacts, days: Sequence[date]) -> str:
    known = hours_known(facts.library.hours) and all(is_open(facts.library.hours, day) for day in days)
    return facts.texts.terms.only_open if known else ""


def _closed_that_day(facts: PageFacts, line: Line) -> str:
    """Say that the next open day is used, because the library is closed on the usual due day.

    Return an empty text if the library is open on the usual due day, or if another day was chosen.
    """
    usual, due, hours = usual_day(line, facts.lasting.moment.today), line.wanted.due, facts.library.hours
    if usual is None or due is None or is_open(hours, usual) or next_open(hours, usual) != due:
        return ""
    weekday = facts.formats.weekday
    return facts.texts.terms.closed_so(weekday(usual.weekday()), weekday(due.weekday()))


def _latest_day(facts: PageFacts, line: Line, days: Sequence[date]) -> tuple[str, str]:
    """Return the words for the last day on which the tool can be brought back, and the words for the reason.

    Return two empty texts if the server does not say until when the tool is free.
    """
    latest = line.item.max_due if line.item else None
    if latest is None or not days:
        return "", ""
    texts, formats = facts.texts.terms, facts.formats
    return texts.latest(formats.day(days[-1])), texts.reserved(formats.day(latest + timedelta(days=1)))


def _project_panel(facts: PageFacts, serving: Serving, line: Line, panel: Panel) -> PanelView:
    texts, known, chosen = facts.texts.terms, offers_of(facts, serving).projects, line.wanted.project
    if not known:
        return PanelView(note=texts.reading)
    options: tuple[Project | None, ...] = known if serving.project_required else (None, *known)
    # The first project that is chosen is for all lines of the visit. A later choice changes the project of one line.
    whole = serving.project is None and all(each.wanted.project is None for each in serving.lines)
    target = None if whole else line.ident
    at = next((n for n, each in enumerate(options) if _ident(each) == _ident(chosen)), 0)
    pages = _pages(options)
    number = _page_number(pages, at, panel.page)
    shown = tuple(_project(facts, each, chosen, ChooseProject(target, each)) for each in pages[number])
    label = texts.same_project(_number_borrowed(serving))
    differs = any(
        _ident(each.wanted.project) != _ident(chosen) for each in serving.lines if has_terms(each, panel.kind)
    )
    return PanelView(
        choices=_with_page_buttons(shown, panel, number, len(pages), (texts.before, texts.more)),
        columns=2,
        all=Button(label, ChooseProject(None, chosen), "renew", name=label) if differs else None,
    )


def _project(facts: PageFacts, project: Project | None, chosen: Project | None, intent: ChooseProject) -> ChoiceView:
    label = (clean(project.name) if project else "") or facts.texts.terms.no_project
    look = Emphasis.CHOSEN if _ident(project) == _ident(chosen) else Emphasis.PLAIN
    return ChoiceView(Button(label, intent, "check" if look is Emphasis.CHOSEN else "", look=look, name=label))


def _conditions(facts: PageFacts, line: Line, known: Sequence[Condition]) -> tuple[ChoiceView, ...]:
    options: tuple[Condition | None, ...] = (None, *known)
    return tuple(_condition(facts, line, each) for each in options)


def _condition(facts: PageFacts, line: Line, condition: Condition | None) -> ChoiceView:
    texts, chosen = facts.texts.terms, _ident(condition) == _ident(line.wanted.condition)
    label = (clean(condition.name) if condition else "") or texts.all_good
    name = texts.condition_name(facts.line_title(line), label)
    icon, look = ("check", Emphasis.CHOSEN) if chosen else ("", Emphasis.PLAIN)
    return ChoiceView(Button(label, ChooseCondition(line.ident, condition), icon, look=look, name=name))


def _ident(thing: Project | Condition | None) -> str:
    return thing.ident if thing else ""


def _number_borrowed(serving: Serving) -> int:
    return sum(has_terms(line, TermKind.DUE) for line in serving.lines)


# --- pages of a panel ---


def _pages(items: Sequence[T]) -> list[Sequence[T]]:
    """Split the items into pages. Each page has room for the buttons that lead to the previous and next page."""
    if len(items) <= ON_A_PAGE:
        return [items]
    pages, rest = [items[: ON_A_PAGE - 1]], items[ON_A_PAGE - 1 :]
    while len(rest) > ON_A_PAGE - 1:
        pages.append(rest[: ON_A_PAGE - 2])
        rest = rest[ON_A_PAGE - 2 :]
    return [*pages, rest]


def _page_number(pages: Sequence[Sequence[T]], chosen: int, wanted: int | None) -> int:
    """Return the number of the wanted page, or of the page with the chosen item if `wanted` is None."""
    if wanted is not None:
        return max(0, min(wanted, len(pages) - 1))
    ends = [sum(len(page) for page in pages[: n + 1]) for n in range(len(pages))]
    return next((n for n, end in enumerate(ends) if chosen < end), 0)


def _with_page_buttons(
    shown: Sequence[ChoiceView], panel: Panel, number: int, count: int, words: tuple[str, str]
) -> tuple[ChoiceView, ...]:
    """Add the buttons that lead to the previous page and to the next page, if there are such pages."""
    before = (_page_button(panel, number - 1, words[0]),) if number > 0 else ()
    after = (_page_button(panel, number + 1, words[1]),) if number < count - 1 else ()
    return (*before, *shown, *after)


def _page_button(panel: Panel, number: int, label: str) -> ChoiceView:
    return ChoiceView(Button(label, OpenPanel(panel.line, panel.kind, number), name=label))
