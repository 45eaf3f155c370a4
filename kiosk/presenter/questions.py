"""The pages with questions: "Still here?", Confirm, and the questions before a log-out or before lines are left out."""

from typing import assert_never

from kiosk.domain.library import WalkAway
from kiosk.domain.messages.intents import Finish, No, StillHere, Yes
from kiosk.domain.model import ByOthers, Direction, Line, LineId, LineState
from kiosk.domain.visit.other_devices import undecided
from kiosk.domain.visit.questions import AskCancel, AskConfirm, AskFinishWithout, AskUndecided, AskUnpaid
from kiosk.domain.visit.states import Serving
from kiosk.presenter.basket import Counts, counts_of, rail, summary
from kiosk.presenter.lines import DIRECTION_ICONS, belongs_on_shelf, late_text, plate, shelf_of
from kiosk.presenter.money import confirm_costs, held_back, total_near_finish
from kiosk.presenter.page_facts import PageFacts, first_name, staged
from kiosk.presenter.server_words import clean
from kiosk.structs import replace
from kiosk.views.finish import ConfirmGroup, ConfirmPage, GroupRow
from kiosk.views.pieces import Banner, Button, Countdown, Emphasis, Tone
from kiosk.views.view import StillPage


def still_page(facts: PageFacts, serving: Serving) -> StillPage:
    """Return the page "Still here?", which covers every other page and does not show the member's lines."""
    texts, counts = facts.texts.still, counts_of(facts, serving)
    lent = facts.texts.still.titles_stay(counts.titles_lent) if counts.titles_lent else ""
    text = texts.log_out if serving.at_once else _still_text(facts, counts)
    left, whole = facts.left_s(serving.deadline), round(facts.lasting.house.warn_s)
    finish = Button(texts.finish_now, Finish(), "next", name=texts.finish_now)
    return StillPage(
        headline=texts.headline(first_name(serving.member)),
        text=" ".join(filter(None, (text, lent))),
        countdown=Countdown(left, max(left, whole), facts.texts.frame.seconds_left(left)),
        stay=Button(texts.keep_going, StillHere(), "hand", look=Emphasis.PRIMARY, name=texts.keep_going),
        finish=finish if counts.staged and facts.lasting.store_ok else None,
    )


def _still_text(facts: PageFacts, counts: Counts) -> str:
    """Say what happens to the basket if nobody answers. The setting `walk_away` of the house decides what happens."""
    texts = facts.texts.still
    if not counts.all:
        return texts.log_out
    returns = counts.by_direction[Direction.RETURN]
    match facts.lasting.house.walk_away:
        case WalkAway.FINISH if counts.staged and facts.lasting.store_ok:
            staged = [row.text for row in summary(facts, counts) if row.tone is Tone.ACCENT]
            return texts.finish(facts.formats.join(staged))
        case WalkAway.RETURNS_ONLY if returns and facts.lasting.store_ok:
            return texts.returns_only(facts.texts.summary.give_back(returns))
        case WalkAway.FINISH | WalkAway.RETURNS_ONLY | WalkAway.ABANDON:
            clear = texts.clear_rest if counts.done else texts.clear
            return clear if counts.staged or counts.unknown else texts.log_out
    assert_never(facts.lasting.house.walk_away)


OpenQuestion = AskConfirm | AskCancel | AskFinishWithout | AskUndecided | AskUnpaid


def confirm_page(facts: PageFacts, serving: Serving, question: OpenQuestion) -> ConfirmPage:
    """Return the page of this question.

    While the page is shown, the kiosk still handles scans and the server's answers.
    """
    match question:
        case AskConfirm():
            return _confirm_page(facts, serving)
        case AskCancel():
            return _log_out_page(facts, serving)
        case AskFinishWithout(lines):
            return _finish_without_page(facts, serving, lines)
        case AskUndecided():
            return _take_along_page(facts, serving)
        case AskUnpaid():
            return _unpaid_page(facts, serving)
    assert_never(question)


def _confirm_page(facts: PageFacts, serving: Serving) -> ConfirmPage:
    texts, counts = facts.texts.confirm, counts_of(facts, serving)
    return ConfirmPage(
        headline=texts.headline(first_name(serving.member)),
        groups=_groups(facts, serving.lines),
        banners=(*_refused_banner(facts, serving.lines), *_unknown_banner(facts, counts)),
        money=confirm_costs(facts, serving),
        yes=_yes(texts.yes(counts.staged), hint=total_near_finish(facts, serving)),
        no=_no(texts.back_to_scanning),
        rail=rail(facts, serving),
    )


def _log_out_page(facts: PageFacts, serving: Serving) -> ConfirmPage:
    texts, counts = facts.texts.confirm, counts_of(facts, serving)
    waits = counts.staged or counts.unknown
    parts = (
        (texts.leave_lead_rest if counts.done else texts.leave_lead) if waits else "",
        facts.texts.still.titles_stay(counts.titles_lent) if counts.titles_lent else "",
        texts.leave_recorded if counts.done > counts.titles_lent else "",
        texts.leave_returns if counts.by_direction[Direction.RETURN] else "",
    )
    return ConfirmPage(
        texts.leave_headline if serving.lines else texts.log_out_now,
        " ".join(filter(None, parts)),
        yes=_yes(texts.leave_yes, "logout"),
        no=_no(texts.back_to_scanning),
        rail=replace(rail(facts, serving), log_out=None),  # this page already asks if the member wants to log out
    )


def _finish_without_page(facts: PageFacts, serving: Serving, idents: tuple[LineId, ...]) -> ConfirmPage:
    texts, counts = facts.texts.confirm, counts_of(facts, serving)
    left_out = [line for line in serving.lines if line.ident in idents]
    without_all = texts.go_on if counts.done else texts.leave_yes  # if lines are done, a receipt follows, else Welcome
    titles = facts.formats.join([facts.line_title(line) for line in left_out])
    return ConfirmPage(
        headline=texts.without(len(left_out)),
        lead=texts.without_lead(titles, len(left_out)) if titles else "",
        groups=_groups(facts, serving.lines),
        banners=tuple(_refused_banner(facts, serving.lines)),
        yes=_yes(texts.without_yes(counts.staged) if counts.staged else without_all),
        no=_no(texts.keep_waiting),
        rail=rail(facts, serving),
    )


def _take_along_page(facts: PageFacts, serving: Serving) -> ConfirmPage:
    texts, added = facts.texts.elsewhere, undecided(serving.lines)
    earlier = all(line.by_others is ByOthers.EARLIER for line in added)
    return ConfirmPage(
        headline=texts.question(len(added)),
        lead=texts.question_lead_earlier if earlier else texts.question_lead,
        groups=_groups(facts, added),
        yes=_yes(texts.question_yes(len(added))),
        no=_no(texts.question_no),
        rail=rail(facts, serving),
    )


def _unpaid_page(facts: PageFacts, serving: Serving) -> ConfirmPage:
    """Return the page that asks about lines that cost something and cannot be finished here.

    The member can still finish all other lines.
    """
    texts, held, counts = facts.texts, held_back(facts, serving), counts_of(facts, serving)
    titles = facts.formats.join([facts.line_title(line) for line in held])
    hidden = facts.library.hide_money
    lead = texts.money.cannot_lead_hidden(titles, len(held)) if hidden else texts.money.cannot_lead(titles, len(held))
    back = texts.money.returns_go_through if counts.by_direction[Direction.RETURN] else ""
    return ConfirmPage(
        headline=texts.money.cannot(len(held)),
        lead=" ".join(filter(None, (lead, back))),
        groups=_groups(facts, tuple(line for line in serving.lines if line not in held)),
        banners=tuple(_refused_banner(facts, serving.lines)),
        money=confirm_costs(facts, serving),
        yes=_yes(texts.confirm.without_yes(counts.staged) if counts.staged else texts.confirm.leave_yes),
        no=_no(texts.confirm.back_to_scanning),
        rail=rail(facts, serving),
    )


def _yes(label: str, icon: str = "next", hint: str = "") -> Button:
    name = ". ".join(filter(None, (label, hint)))
    return Button(label, Yes(), icon, hint, look=Emphasis.PRIMARY, name=name)


def _no(label: str) -> Button:
    return Button(label, No(), "back", name=label)


def _groups(facts: PageFacts, lines: tuple[Line, ...]) -> tuple[ConfirmGroup, ...]:
    """Return the staged lines in at most three groups: tools to take home, to leave here, and to keep longer."""
    texts = facts.texts.confirm
    titles = {
        Direction.BORROW: texts.go_home,
        Direction.RETURN: texts.stay_here,
        Direction.RENEW: texts.kept_longer,
    }
    groups = []
    for direction, title in titles.items():
        those = [line for line in staged(lines) if line.direction is direction]
        if those:
            rows = tuple(_row(facts, line) for line in those)
            groups.append(ConfirmGroup(title(len(those)), DIRECTION_ICONS[direction], rows))
    return tuple(groups)


def _row(facts: PageFacts, line: Line) -> GroupRow:
    title = facts.line_title(line)
    if line.direction is not Direction.RETURN:
        return GroupRow(title, day=facts.formats.day(line.due) if line.due else "")
    shelf, condition = shelf_of(facts, line), line.wanted.condition
    said = clean(condition.name) if condition is not None else late_text(facts, line)
    return GroupRow(title, said, plate=plate(facts, shelf) if shelf else None)


def _refused_banner(facts: PageFacts, lines: tuple[Line, ...]) -> tuple[Banner, ...]:
    texts = facts.texts.confirm
    refused = [line for line in lines if line.state is LineState.REFUSED]
    if not refused:
        return ()
    if len(refused) > 1:
        titles = facts.formats.join([facts.line_title(line) for line in refused])
        return (
            Banner(texts.not_included_many(len(refused)), f"{titles}. {texts.refused_many_text}", "stop", Tone.BAD),
        )
    line, shelf = refused[0], shelf_of(facts, refused[0])
    put_back = facts.texts.refusals.put_back_on(shelf) if shelf and belongs_on_shelf(line) else ""
    text = " ".join(filter(None, (texts.refused_text, put_back)))
    return (Banner(texts.not_included(facts.line_title(line)), text, "stop", Tone.BAD),)


def _unknown_banner(facts: PageFacts, counts: Counts) -> tuple[Banner, ...]:
    texts = facts.texts.confirm
    if not counts.unknown:
        return ()
    return (Banner(texts.still_checking(counts.unknown), texts.checking_text, "clock", Tone.WARN),)
