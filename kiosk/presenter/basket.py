"""The pages Home and basket, where a member scans tools, sees the answers, and presses the button Finish."""

from collections import Counter
from datetime import timedelta

from kiosk.domain.basket import most_loans, titles_done, titles_lent
from kiosk.domain.library import Searchers
from kiosk.domain.messages.intents import Cancel, FindTool, Finish, LeaveOtherCarts, No, TakeOver, Yes
from kiosk.domain.model import Direction, Line, LineId, LineState, Loan, RefusalKind
from kiosk.domain.visit.questions import AskSwitch
from kiosk.domain.visit.states import Serving
from kiosk.presenter.at_once import (
    after_done,
    is_asked_about,
    keep_all_longer,
    keep_longer,
    loan_details,
    loan_note,
    with_undo,
)
from kiosk.presenter.digital import lends_titles_now, way_to_digital
from kiosk.presenter.frame import away_banner, note, rail_tools, scanner_banner, with_typing
from kiosk.presenter.line_terms import open_term, with_terms
from kiosk.presenter.lines import UNKNOWN_STATES, line_view
from kiosk.presenter.membership import first_mendable, greeting_lead, membership_card, with_next_step
from kiosk.presenter.money import Costs, held_back, owed, price_text, total_near_finish, with_costs
from kiosk.presenter.page_facts import PageFacts, first_name
from kiosk.presenter.reservations import ready_tools, waits_on_home, way_to_reservations
from kiosk.structs import replace
from kiosk.views.basket import BasketPage, LineView, LoanRow, SummaryRow
from kiosk.views.pieces import Banner, Button, Emphasis, Note, Rail, Tone


class Counts:
    """The number of lines in each state.

    A line that the kiosk is taking out of the cart is not counted. There is one exception: the line is counted if the
    kiosk takes it out only to add it a second time.
    """

    def __init__(self, lines: tuple[Line, ...], held: tuple[Line, ...] = ()) -> None:
        """Count `lines`. `held` are the staged lines that cost something and cannot be finished here."""
        self.held = len(held)
        lines = tuple(line for line in lines if line not in held)
        leaving = {line.ident for line in lines if line.unwanted or line.state is LineState.REMOVING}
        wanted = [line for line in lines if line.again or line.ident not in leaving]
        self.all = len(wanted) + self.held
        ready = [line for line in wanted if line.state is LineState.STAGED and not line.is_undecided]
        self.by_direction = Counter(line.direction for line in ready)
        self.added = sum(line.is_undecided for line in wanted)
        self.staged = self.by_direction.total()
        self.done = sum(line.state is LineState.DONE for line in wanted)
        self.titles = len(titles_done(tuple(wanted)))
        self.titles_lent = len(titles_lent(tuple(wanted)))
        self.refused = sum(line.state is LineState.REFUSED for line in wanted)
        self.unknown = sum(line.state in UNKNOWN_STATES and not line.hopeless for line in wanted)
        self.hopeless = sum(line.hopeless for line in wanted)


def counts_of(facts: PageFacts, serving: Serving) -> Counts:
    """Return the numbers of this visit's lines in each state."""
    return Counts(serving.lines, held_back(facts, serving))


def basket_page(facts: PageFacts, serving: Serving, *, settling: bool = False) -> BasketPage:
    """Return the page of a visit: Home if the basket is empty, else the page with the lines.

    `settling` is True if the member pressed the button Finish while lines were still being checked. The lines have the
    same order as in the basket, newest first (`kiosk/domain/basket.py`).
    """
    counts = counts_of(facts, serving)
    headline, below = (_headline_while_checking(facts, serving), "") if settling else _headline(facts, serving, counts)
    finish = _finish_button(facts, serving, counts, settling=settling)
    at_home, empty, total = _loans_at_home(serving), not serving.lines, len(serving.lines)
    listed = at_home if empty or serving.at_once else []  # if the system acts at once, a scan does not hide the loans
    term = None if settling else open_term(facts, serving)
    if term is not None:
        headline, below, finish = term.headline, "", term.keep
    return BasketPage(
        headline=headline,
        lead=below,
        lines=tuple(_CACHE.views(facts, serving, settling=settling)),
        places=tuple(facts.texts.lines.spoken_place(n, total) for n in range(1, total + 1)),
        more=facts.texts.basket.more,
        more_one=facts.texts.basket.more_one,
        banner=_banner(facts, serving, counts, settling=settling),
        loans_title=_loans_title(facts, listed, empty=empty),
        loans=tuple(_loan_row(facts, serving, loan) for loan in listed),
        keep_all=keep_all_longer(facts, serving, len(listed)) if listed and not settling else None,
        loans_line="" if listed or not at_home else _loans_line(facts, at_home),
        notes=_notes(facts, serving),
        hints=(facts.texts.basket.hint_label, facts.texts.basket.hint_shop) if empty else (),
        count=str(counts.all),
        count_text=facts.texts.basket.in_basket(counts.all),
        summary=summary(facts, counts),
        membership=membership_card(facts, serving) if empty else None,
        total="" if empty or settling or term is not None else total_near_finish(facts, serving),
        finish=finish,
        ways=() if settling or term is not None else _ways(facts, serving),
        offer=None if settling or term is not None else ready_tools(facts, serving),
        owed=owed(facts, serving) if empty and not settling else None,
        waits=waits_on_home(facts, serving) if empty and not settling else None,
        rail=replace(rail(facts, serving), log_out=None) if settling else rail(facts, serving),
    )


# --- the bench: Finish, the numbers, Log out ---


def _finish_button(facts: PageFacts, serving: Serving, counts: Counts, *, settling: bool) -> Button | None:
    """Return the button Finish, or None if the basket is empty.

    The button cannot be pressed in two cases. In the first case, it was pressed already, and lines are still being
    checked. In the second case, the kiosk cannot write to its disk.
    """
    if not serving.lines:
        return None
    texts = facts.texts.basket
    hint, enabled = _finish_hint(facts, counts), True
    if settling:
        hint, enabled = facts.texts.frame.please_wait, False
    elif not facts.lasting.store_ok:
        hint, enabled = texts.finish_off, False
    label = texts.done if serving.at_once else texts.finish
    return Button(label, Finish(), "next", hint, Emphasis.PRIMARY, f"{label}. {hint}", enabled)


def _finish_hint(facts: PageFacts, counts: Counts) -> str:
    """Return the words on the button Finish.

    The words count the lines that are ready and the lines without an answer yet. If lines cannot be finished here
    because they cost something, the words count these lines, too.
    """
    ready = _ready_hint(facts, counts)
    return facts.texts.money.ready_and_not(ready, counts.held) if counts.held else ready


def _ready_hint(facts: PageFacts, counts: Counts) -> str:
    texts = facts.texts.basket
    if counts.staged and counts.unknown:
        return texts.ready_and_unknown(counts.staged, counts.unknown)
    if counts.staged:
        return texts.with_titles(texts.ready(counts.staged), counts.titles)
    if counts.unknown:
        return texts.unknown_only(counts.unknown)
    if counts.added:
        return facts.texts.elsewhere.added_hint(counts.added)
    if counts.done > counts.titles:
        # If tools and digital titles are done, one sentence counts both. It says "confirmed", which is true of both.
        return facts.texts.summary.recorded(counts.done) if counts.titles else texts.recorded(counts.done)
    if counts.done:
        return texts.titles(counts.titles)
    return facts.texts.summary.hopeless(counts.hopeless) if counts.hopeless else texts.nothing_to_record


def summary(facts: PageFacts, counts: Counts) -> tuple[SummaryRow, ...]:
    """Return one row with a number for each kind of line in the basket."""
    texts = facts.texts.summary
    borrow, give_back, renew = (
        counts.by_direction[way] for way in (Direction.BORROW, Direction.RETURN, Direction.RENEW)
    )
    rows = (
        (borrow, texts.borrow, "borrow", Tone.ACCENT),
        (give_back, texts.give_back, "giveback", Tone.ACCENT),
        (renew, texts.renew, "renew", Tone.ACCENT),
        (counts.done, texts.recorded, "check", Tone.OK),
        (counts.unknown, texts.unknown, "clock", Tone.WAIT),
        (counts.hopeless, texts.hopeless, "help", Tone.WARN),
        (counts.refused, texts.refused, "stop", Tone.BAD),
    )
    return tuple(SummaryRow(text(n), icon, tone) for n, text, icon, tone in rows if n)


def rail(facts: PageFacts, serving: Serving) -> Rail:
    """Return the lowest row of the bench: the member's name, Log out, Help and languages."""
    name, texts = first_name(serving.member), facts.texts.frame
    log_out = Button(texts.log_out, Cancel(), "logout", name=texts.log_out_name(name))
    return Rail(name, log_out, rail_tools(facts))


def _ways(facts: PageFacts, serving: Serving) -> tuple[Button, ...]:
    """Return the buttons that open Find a tool, the reservations and the digital loans, as far as the kiosk has them.

    If the basket has lines, return only the button for digital loans, so that a member can open a title at any time.
    """
    if serving.lines:
        return way_to_digital(facts, serving)
    find = Button(facts.texts.find.find, FindTool(), "search", name=facts.texts.find.find)
    finds = facts.library.searchers is not Searchers.NOBODY
    ways = (*way_to_reservations(facts, serving), *way_to_digital(facts, serving))
    return (*((find,) if finds else ()), *ways)


# --- headline and banner ---


def _headline(facts: PageFacts, serving: Serving, counts: Counts) -> tuple[str, str]:
    texts = facts.texts.basket
    if serving.lines:
        waits = counts.staged or counts.unknown or counts.added or counts.held
        if serving.at_once:
            return texts.scan_next_or_done, ""
        return texts.scan_next if waits else texts.scan_another, ""
    return texts.hello(first_name(serving.member)), greeting_lead(facts, serving)


def _headline_while_checking(facts: PageFacts, serving: Serving) -> str:
    """Return a headline that counts the lines that are being checked and the lines that are being taken out."""
    flying = sum(line.state in {LineState.CHECKING, LineState.REMOVING} for line in serving.lines)
    return facts.texts.banners.settling(flying) if flying else facts.texts.frame.one_moment


def _banner(facts: PageFacts, serving: Serving, counts: Counts, *, settling: bool) -> Banner | None:
    """Return the most important banner, or None if there is nothing to say."""
    texts = facts.texts.banners
    if settling:
        back = Button(texts.back_to_scanning, No(), "back", name=texts.back_to_scanning)
        text = texts.settling_rest if _is_partly_recorded(serving.lines) else texts.settling_text
        return Banner(facts.texts.frame.please_wait, text, "clock", Tone.WAIT, (back,))
    if isinstance(serving.question, AskSwitch):
        return _switch_banner(facts, serving, counts)
    if not facts.lasting.store_ok:
        return Banner(texts.store, texts.store_text, "alert", Tone.WARN)
    if serving.not_finished and any(line.state not in _DECIDED for line in serving.lines):
        return _not_finished_banner(facts, serving.lines)
    if away := away_banner(facts, texts.away_text_beside if lends_titles_now(serving) else texts.away_text):
        return with_typing(facts, away)
    return scanner_banner(facts) or _other_carts_banner(facts, serving)


_DECIDED = frozenset({LineState.REFUSED, LineState.DONE})


def _not_finished_banner(facts: PageFacts, lines: tuple[Line, ...]) -> Banner:
    """Return the banner that is shown if the member pressed the button Finish and not all lines were recorded.

    The banner says what is recorded at this moment. The words change if more lines are recorded later.
    """
    texts = facts.texts.banners
    text = texts.not_finished_text
    if any(line.committed for line in lines if line.state not in _DECIDED):
        text = texts.not_finished_handed_over
    elif _is_partly_recorded(lines):
        text = texts.not_finished_rest
    return Banner(texts.not_finished, text, "alert", Tone.WARN)


def _is_partly_recorded(lines: tuple[Line, ...]) -> bool:
    """Return True if at least one line is recorded, or is perhaps recorded, because its result is unknown."""
    return any(line.committed or line.state in {LineState.DONE, LineState.UNKNOWN} for line in lines)


def _switch_banner(facts: PageFacts, serving: Serving, counts: Counts) -> Banner:
    texts = facts.texts.banners
    none = texts.switch_text_done if counts.done else texts.switch_text_none
    text = texts.switch_text(counts.staged) if counts.staged else none
    yes = Button(texts.switch_yes, Yes(), "next", name=texts.switch_yes)
    no = Button(texts.switch_no, No(), name=texts.switch_no)
    return Banner(texts.switch(first_name(serving.member)), text, facts.fob_icon, Tone.WARN, (yes, no))


def _other_carts_banner(facts: PageFacts, serving: Serving) -> Banner | None:
    """Return the banner about the member's other carts, or None if there is no other cart to decide about."""
    if not serving.other_carts:
        return None
    texts = facts.texts.elsewhere
    loose = [found for found in serving.other_carts if not found.committed]
    shown = loose or list(serving.other_carts)
    names = [facts.item_title(found.item) for found in shown]
    text = (texts.other_carts_text if loose else texts.other_carts_handed_over)(facts.formats.join(names), len(shown))
    label = texts.leave if loose else texts.understood
    leave = Button(label, LeaveOtherCarts(), name=label)
    take = Button(texts.take_over, TakeOver(), "next", name=texts.take_over)
    return Banner(texts.other_carts, text, "box", Tone.WARN, (take, leave) if loose else (leave,))


# --- the tools that the member has at home, and the library's own texts ---


def _loans_at_home(serving: Serving) -> list[Loan]:
    """Return the loans of things that no line of the basket lends, renews or brings back, with the most urgent first.

    A loan that the library wants back is more urgent than a late loan. Digital loans have their own page.
    """
    going_on = [line for line in serving.lines if line.state is not LineState.REFUSED or _is_final(line)]
    acted = [line for line in going_on if line.direction is not Direction.BORROW or line.state is LineState.DONE]
    idents = {line.loan for line in acted} - {None}
    # Codes are compared only if a line names no loan, because several equal tools can have the same code.
    unnamed = [line for line in going_on if line.direction is Direction.RETURN and line.loan is None]
    codes = {line.code for line in unnamed} | {line.item.code for line in unnamed if line.item}
    things = [loan for loan in serving.loans if loan.medium is None]
    rest = [loan for loan in things if loan.ident not in idents and loan.item.code not in codes - {""}]
    return sorted(rest, key=lambda loan: (loan.recalled is None, loan.due is None, loan.due))


def _is_final(line: Line) -> bool:
    """Return True if the lending system has refused to renew a loan, and nobody can ask for this renewal again."""
    kind = line.refusal.kind if line.refusal is not None else None
    return line.direction is Direction.RENEW and kind is RefusalKind.NO_RENEWAL


def _days_late(facts: PageFacts, loan: Loan) -> int:
    """Return how many days a loan is late.

    The server sends a number of late days, and the kiosk counts the days since the due day. Return the larger number.
    """
    by_day = (facts.lasting.moment.today - loan.due).days if loan.due else 0
    return max(loan.days_late, by_day, 0)


def _loan_row(facts: PageFacts, serving: Serving, loan: Loan) -> LoanRow:
    return replace(
        _due_row(facts, loan),
        renew=keep_longer(facts, serving, loan),
        details=loan_details(facts, loan) if serving.at_once else "",
        note=loan_note(facts, loan),
    )


def _due_row(facts: PageFacts, loan: Loan) -> LoanRow:
    texts, title, today = facts.texts.loans, facts.item_title(loan.item), facts.lasting.moment.today
    if loan.recalled is not None:
        return LoanRow(title, texts.wanted_back(facts.formats.day(loan.recalled)), Tone.WARN, "alert")
    if late := _days_late(facts, loan):
        return LoanRow(title, texts.late(late), Tone.WARN, "alert")
    if loan.due is None:
        return LoanRow(title, texts.no_date, Tone.PLAIN, "calendar")
    if loan.due == today:
        return LoanRow(title, texts.due_today, Tone.WARN, "clock")
    if loan.due == today + timedelta(days=1):
        return LoanRow(title, texts.due_tomorrow, Tone.PLAIN, "clock")
    return LoanRow(title, texts.due(facts.formats.day(loan.due)), Tone.PLAIN, "calendar")


def _loans_title(facts: PageFacts, loans: list[Loan], *, empty: bool) -> str:
    """Return the title above the loans, or nothing if there are none. `empty` is True if the basket has no line."""
    if not loans:
        return ""
    return facts.texts.loans.title(len(loans)) if empty else _loans_line(facts, loans)


def _loans_line(facts: PageFacts, loans: list[Loan]) -> str:
    """Say in one sentence how many tools the member still has at home.

    The sentence also says how many of these tools are late or, if none is late, how many are due today.
    """
    texts = facts.texts.loans
    at_home = texts.at_home(len(loans))
    if late := sum(_days_late(facts, loan) > 0 for loan in loans):
        return texts.at_home_and(at_home, texts.some_late(late))
    if today := sum(loan.due == facts.lasting.moment.today for loan in loans):
        return texts.at_home_and(at_home, texts.some_today(today))
    return at_home


def _notes(facts: PageFacts, serving: Serving) -> tuple[Note, ...]:
    """Return the library's own texts for the kinds of lines in the basket."""
    own = facts.own
    directions = {line.direction for line in serving.lines if line.state is not LineState.REFUSED}
    out = note(facts, own.check_out) if Direction.BORROW in directions else ()
    back = note(facts, own.check_in) if Direction.RETURN in directions else ()
    return note(facts, own.home) + out + back


# --- the line views that were made last ---


class LineViewCache:
    """The views of the lines from the last call, which can be used again.

    A scan changes only one or two lines of perhaps fifty, and only the views of these lines are made again.
    """

    def __init__(self) -> None:
        self._about: tuple[object, ...] = ()
        self._views: dict[LineId, tuple[tuple[object, ...], LineView]] = {}

    def views(self, facts: PageFacts, serving: Serving, *, settling: bool) -> list[LineView]:
        """Return the views of all lines, newest first. For a line that has not changed, return the old object."""
        before = self._views if self._is_still(facts, serving, settling=settling) else {}
        self._views, views = {}, []
        held = held_back(facts, serving)
        for line in serving.lines:
            fresh = line.ident == serving.fresh
            costs = Costs(price_text(facts, serving.bill, line), line in held)
            asked = is_asked_about(serving, line)
            name = "" if line.item and line.item.name else facts.memory(line.code)
            key = (line, fresh, name, costs, asked, after_done(facts, serving, line))
            opened = serving.panel is not None and serving.panel.line == line.ident and not _undecided(line)
            known, view = before.get(line.ident, ((), None))
            if view is None or opened or known != key:
                view = _line_view(facts, serving, line, costs, fresh=fresh, settling=settling)
            if not opened:
                self._views[line.ident] = (key, view)
            views.append(view)
        return views

    def _is_still(self, facts: PageFacts, serving: Serving, *, settling: bool) -> bool:
        """Return True if the facts that every line view uses are the same as in the last call."""
        about = (
            facts.texts,
            facts.formats,
            facts.lasting.library,
            facts.lasting.store_ok,
            facts.lasting.moment.today,
            serving.visit,
            serving.at_once,
            serving.offers,
            serving.project_required,
            serving.limits.can_return,
            first_mendable(facts, serving.lines),
            most_loans(serving.member, serving.limits),
            settling,
        )
        same, self._about = about == self._about, about
        return same


_CACHE = LineViewCache()
"""The cache of line views. One cache is enough, because there is only one basket at a time."""


def _line_view(
    facts: PageFacts, serving: Serving, line: Line, costs: Costs, *, fresh: bool, settling: bool
) -> LineView:
    view = line_view(facts, line, fresh=fresh, pressable=not settling, most=most_loans(serving.member, serving.limits))
    view = with_costs(facts, serving.bill, line, view, costs)
    view = with_next_step(facts, serving, line, view)
    view = view if settling else with_undo(facts, serving, line, view)
    return view if settling or _undecided(line) else with_terms(facts, serving, line, view)


def _undecided(line: Line) -> bool:
    """Return True if the member must first decide whether to keep this line.

    Before this decision, the line has no chips.
    """
    return line.is_undecided
