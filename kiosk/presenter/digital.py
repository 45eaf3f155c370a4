"""The views of the digital loans: the button on Home, the page, and the code that opens a title on a phone."""

from datetime import date
from typing import assert_never

from kiosk.domain.digital import CardRemembering, DigitalSystem, LinkKind, SystemProgress, one_by_one, ways_to_open
from kiosk.domain.messages.intents import (
    AskTitleLinks,
    CloseSidePage,
    DropTitleLinks,
    EnterCard,
    ForgetCard,
    GiveBackTitle,
    No,
    OpenDigital,
    OpenWith,
    ShowPart,
    Yes,
)
from kiosk.domain.model import Direction, Line, LineState, Loan, LoanAct, Medium
from kiosk.domain.visit.digital_loans import can_give_title_back, has_digital, lines_about, lists_all, titles_of
from kiosk.domain.visit.digital_states import CodeProgress, DigitalLoans, TitleCode
from kiosk.domain.visit.states import Serving
from kiosk.presenter.lines import hopeless_text, quoted_words
from kiosk.presenter.media import MEDIUM_ICONS, medium_word
from kiosk.presenter.page_facts import PageFacts
from kiosk.presenter.server_words import clean
from kiosk.structs import replace
from kiosk.views.digital import CodePage, DigitalPage, HiddenCode, TitleShelf, TitleView
from kiosk.views.pieces import Banner, Button, Countdown, Emphasis, Rail, Tone

_SPOKEN_AT_S = (20, 10)
"""A screen reader says the countdown of a code only twice: when each of these numbers of seconds is left."""


# --- on Home and on a line of the basket ---


def way_to_digital(facts: PageFacts, serving: Serving) -> tuple[Button, ...]:
    """Return the button that opens the page of the digital loans, or nothing if the account cannot have such loans.

    The button shows how many digital loans the member has. While a system has not answered yet, the button shows no
    number. If the kiosk gets no answer from a system, the icon of the button is a cloud.
    """
    if not has_digital(serving):
        return ()
    progress = {system.progress for system in serving.systems}
    is_known = SystemProgress.JOINING not in progress
    n, texts = len(titles_of(serving)) if is_known else 0, facts.texts.digital
    name = texts.button_name(n) if n else texts.button
    icon = "cloudoff" if SystemProgress.AWAY in progress else "tablet"
    return (Button(texts.button, OpenDigital(), icon, name=name, badge=str(n) if n else ""),)


def lends_titles_now(serving: Serving) -> bool:
    """Return True if the log-in at a digital system has worked, so that the scan of a label can lend a title."""
    return any(system.progress is SystemProgress.HERE for system in serving.systems)


def open_button(facts: PageFacts, serving: Serving, line: Line) -> Button | None:
    """Return the button that opens the title of this line, or None if the line has lent no title that can be opened."""
    if line.state is not LineState.DONE or line.direction is not Direction.BORROW:
        return None
    loan = next((each for each in titles_of(serving) if each.ident == line.loan), None)
    return None if loan is None or LoanAct.OPEN not in loan.can else _open(facts, loan)


def _open(facts: PageFacts, loan: Loan) -> Button:
    texts = facts.texts.digital
    name = texts.open_name(facts.item_title(loan.item))
    return Button(texts.open, AskTitleLinks(loan.ident), "tablet", look=Emphasis.PRIMARY, name=name)


# --- the page ---


def digital_page(
    facts: PageFacts, serving: Serving, page: DigitalLoans, *, rail: Rail, count: tuple[str, str]
) -> DigitalPage | CodePage:
    """Return the page of the digital loans, or the page with the code of one of them.

    `count` is the number of lines in the basket, and the words for this number.
    """
    code = page.code
    opened = next((loan for loan in titles_of(serving) if code is not None and loan.ident == code.loan), None)
    if code is not None and opened is not None:
        return _code_page(facts, opened, code, rail=rail, count=count)
    texts = facts.texts.digital
    titles = titles_of(serving)
    shelves = _shelves(facts, serving, page)
    back = facts.texts.reservations.back
    return DigitalPage(
        headline=texts.headline,
        lead=_lead(facts, serving, is_empty=not titles and _is_known(serving)),
        shelves=shelves,
        more=texts.more,
        former=texts.former,
        place=texts.place,
        hint=texts.hint if titles else "",
        hint_text=texts.hint_text if titles else "",
        count=count[0],
        count_text=count[1],
        back=Button(back, CloseSidePage(), "back", name=back),
        rail=rail,
    )


def _lead(facts: PageFacts, serving: Serving, *, is_empty: bool) -> str:
    """Return the words below the headline. If the page has no loans to list, the words say so.

    If the page lists some loans, and perhaps the member has more, the words say where the member can open the others.
    If the page lists some loans, and these are all digital loans of the member, return an empty text.
    """
    texts = facts.texts.digital
    if lists_all(serving):
        return texts.nothing if is_empty else ""
    return texts.nothing_known if is_empty else texts.others_in_app


def _shelves(facts: PageFacts, serving: Serving, page: DigitalLoans) -> tuple[TitleShelf, ...]:
    """Return the titles of each system. If the kiosk cannot show a system's loans, a banner says why."""

    def titles(key: str) -> tuple[TitleView, ...]:
        loans = sorted((loan for loan in titles_of(serving) if loan.system == key), key=_end)
        return tuple(_title(facts, serving, page, loan) for loan in loans)

    own = titles("")
    here = [TitleShelf(facts.texts.digital.made_here if own and not serving.lists_all else "", own)]
    for system in serving.systems:
        shown = titles(system.key)
        heading = _heading(facts, serving, system) if shown else ""
        here.append(TitleShelf(heading, shown, _corner(facts, system)))
    return tuple(shelf for shelf in here if shelf.titles or shelf.banner is not None)


def _is_known(serving: Serving) -> bool:
    """Return True if the kiosk knows the member's loans at every digital system beside the main system."""
    return all(system.progress is SystemProgress.HERE for system in serving.systems)


def _end(loan: Loan) -> tuple[bool, date]:
    return loan.due is None, loan.due or date.max


def _heading(facts: PageFacts, serving: Serving, system: DigitalSystem) -> str:
    """Return the heading of the loans at this system. If there are several systems, the heading names the system.

    If the loans belong to a card, the heading has the last digits of the card. If they belong to no card, and the
    system does not list all loans of the member, the heading says that only the loans made here are shown.
    """
    texts, label = facts.texts.digital, clean(system.label)
    if not system.tail and not system.lists_all:
        return texts.made_here_at(label if len(serving.systems) > 1 else "")
    if not system.tail:
        return label if len(serving.systems) > 1 else ""
    return texts.card_of(label, system.tail) if len(serving.systems) > 1 else texts.card_ending(system.tail)


def _corner(facts: PageFacts, system: DigitalSystem) -> Banner | None:
    """If the loans of this system are not shown, return a banner that says why.

    If the loans are shown, return a banner only if the kiosk remembers the member's card for this system. The banner
    says so, and has a button with which the member makes the kiosk forget the card. In all other cases, return None.
    """
    texts, label = facts.texts.digital, clean(system.label)
    match system.progress:
        case SystemProgress.HERE if system.remembering is CardRemembering.DONE:
            forget = Button(texts.forget_card, ForgetCard(system.key), name=texts.forget_card)
            return Banner(texts.card_remembered, texts.card_remembered_text, "card", Tone.PLAIN, (forget,))
        case SystemProgress.HERE:
            return None
        case SystemProgress.JOINING:
            return Banner(label or texts.headline, texts.joining, "clock", Tone.WAIT)
        case SystemProgress.AWAY:
            return Banner(texts.system_away(label), texts.away_text, "cloudoff")
        case SystemProgress.CARD_WANTED:
            enter = Button(texts.enter_card, EnterCard(system.key), "card", name=texts.enter_card)
            if system.dropped:
                return Banner(texts.card_dropped, texts.card_dropped_text, "card", Tone.WARN, (enter,))
            lead = texts.card_lead(label) if label else texts.card_lead_plain
            return Banner(texts.card_wanted, lead, "card", Tone.PLAIN, (enter,))
        case SystemProgress.CARD_UNSEEN:
            return Banner(texts.card_unseen, texts.card_unseen_text, "card", Tone.PLAIN)
        case SystemProgress.RECORD_LACKS:
            return Banner(texts.record_lacks, texts.record_lacks_text, "help", Tone.PLAIN)
    assert_never(system.progress)


def _title(facts: PageFacts, serving: Serving, page: DigitalLoans, loan: Loan) -> TitleView:
    texts, view = facts.texts.digital, _plain_title(facts, loan)
    if page.asked == loan.ident:
        words = facts.texts.lines
        yes = Button(words.give_back_yes, Yes(), "check", look=Emphasis.PRIMARY, name=words.give_back_yes)
        no = Button(words.give_back_no, No(), name=words.give_back_no)
        return replace(view, question=texts.question, buttons=(yes, no), name=f"{view.name}, {texts.question}")
    line = next((each for each in lines_about(serving, loan) if each.direction is Direction.RETURN), None)
    note, tone, busy = _note(facts, loan, line)
    return replace(
        view,
        note=note,
        tone=tone,
        busy=busy,
        fresh=page.fresh == loan.ident,
        buttons=() if busy else _buttons(facts, serving, loan, view.title),
        name=", ".join(filter(None, (view.name, note.rstrip(".")))),
    )


def _plain_title(facts: PageFacts, loan: Loan) -> TitleView:
    """Return the title with its cover, its kind and the last day of its loan."""
    texts, title, medium = facts.texts.digital, facts.item_title(loan.item), loan.medium or Medium.OTHER
    kind = medium_word(facts, medium)
    until = texts.until(facts.formats.day(loan.due)) if loan.due is not None else ""
    name = ", ".join(filter(None, (title, kind, until)))
    return TitleView(loan.ident, title, kind, MEDIUM_ICONS[medium], until, loan.cover, name=name)


def _note(facts: PageFacts, loan: Loan, line: Line | None) -> tuple[str, Tone, bool]:
    """Return the words below a title with their tone, and True if the kiosk waits for an answer about the title."""
    texts = facts.texts.digital
    if line is not None and line.state in {LineState.CHECKING, LineState.NOT_CHECKED}:
        return texts.going_back, Tone.WAIT, True
    if line is not None and line.hopeless:
        return hopeless_text(facts, line), Tone.WARN, False
    if line is not None and line.state is LineState.UNKNOWN:
        return texts.finding_out, Tone.WARN, True
    if line is not None and line.state is LineState.REFUSED:
        reason = quoted_words(facts, line)
        return " ".join(filter(None, (texts.not_given_back, reason))), Tone.BAD, False
    if loan.medium is Medium.KINDLE:
        return texts.kindle_text, Tone.PLAIN, False
    opens = "" if LoanAct.OPEN in loan.can else texts.not_here
    ends = "" if LoanAct.RETURN in loan.can else _ends(facts, loan)
    return " ".join(filter(None, (opens, ends))), Tone.PLAIN, False


def _ends(facts: PageFacts, loan: Loan) -> str:
    texts = facts.texts.digital
    return texts.ends_alone if loan.due is None else texts.ends(facts.formats.day(loan.due))


def _buttons(facts: PageFacts, serving: Serving, loan: Loan, title: str) -> tuple[Button, ...]:
    texts = facts.texts.lines
    opens = (_open(facts, loan),) if LoanAct.OPEN in loan.can else ()
    back = Button(texts.give_back, GiveBackTitle(loan.ident), "giveback", name=texts.give_back_name(title))
    return (*opens, back) if can_give_title_back(serving, loan) else opens


# --- the code of one title ---


def _code_page(facts: PageFacts, loan: Loan, code: TitleCode, *, rail: Rail, count: tuple[str, str]) -> CodePage:
    texts, title = facts.texts.digital, _plain_title(facts, loan)
    link = code.link
    shown = link is not None and bool(link.address)
    left = facts.left_s(code.until) if shown and code.until is not None else 0
    links = one_by_one(code.links, code.way)
    former, part, following = _parts(facts, code)
    page = CodePage(
        headline=texts.point if shown else texts.open,
        title=title,
        lead=_opens(facts, code) if shown else "",
        message=_message(facts, code),
        busy=code.progress is CodeProgress.ASKED,
        explanation=texts.part_by_part if len(links) > 1 else "",
        ways=_ways(facts, code),
        part=part,
        former=former,
        following=following,
        again=_again(facts, code),
        back=Button(texts.button, DropTitleLinks(), "back", name=texts.to_list),
        count=count[0],
        count_text=count[1],
        rail=rail,
    )
    if link is None or not shown:
        return page
    return replace(
        page,
        code=HiddenCode(link.address, texts.code_name(title.title)),
        countdown=Countdown(left, round(code.shown_s)),
        countdown_text=texts.goes_in(left),
        spoken=texts.goes_in(left) if left in _SPOKEN_AT_S else "",
        note=texts.private,
    )


def _again(facts: PageFacts, code: TitleCode) -> Button:
    """Return the button that asks for a new code. The button cannot be pressed while the kiosk waits for a code."""
    texts, waits = facts.texts.digital, code.progress is CodeProgress.ASKED
    hint = facts.texts.frame.please_wait if waits else ""
    return Button(texts.new_code, AskTitleLinks(code.loan), "renew", hint, name=texts.new_code, enabled=not waits)


def _message(facts: PageFacts, code: TitleCode) -> str:
    """Say why no code is shown, or say nothing if a code is shown."""
    texts = facts.texts.digital
    match code.progress:
        case CodeProgress.ASKED:
            return texts.asking
        case CodeProgress.SHOWN:
            return "" if code.link is not None and code.link.address else texts.no_address
        case CodeProgress.GONE:
            return texts.gone
        case CodeProgress.AWAY:
            return texts.away
        case CodeProgress.REFUSED:
            words = clean(code.refusal.words) if code.refusal is not None else ""
            return " ".join(filter(None, (texts.not_here, words)))
    assert_never(code.progress)


def _opens(facts: PageFacts, code: TitleCode) -> str:
    """Say where the phone opens the title. If the link opens only a part of the title, say nothing."""
    texts, link = facts.texts.digital, code.link
    if link is not None and link.kind is LinkKind.APP:
        return texts.opens_in(clean(link.app)) if clean(link.app) else texts.opens_in_app
    return texts.opens_in_browser if link is not None and link.kind is LinkKind.BROWSER else ""


def _ways(facts: PageFacts, code: TitleCode) -> tuple[Button, ...]:
    """Return a button for each way to open the title, or nothing if there is only one way."""
    ways = ways_to_open(code.links)
    chosen = code.way if code.way in ways else next(iter(ways), None)
    app = next((clean(link.app) for link in code.links if link.kind is LinkKind.APP), "")
    texts = facts.texts.digital
    labels = {
        LinkKind.APP: texts.in_the(app) if app else texts.in_app,
        LinkKind.BROWSER: texts.in_browser,
        LinkKind.CONTENT: texts.in_parts,
    }
    buttons = (
        Button(
            labels[way],
            OpenWith(way),
            "check" if way is chosen else "",
            look=Emphasis.CHOSEN if way is chosen else Emphasis.PLAIN,
            name=labels[way],
        )
        for way in ways
    )
    return tuple(buttons) if len(ways) > 1 else ()


def _parts(facts: PageFacts, code: TitleCode) -> tuple[Button | None, str, Button | None]:
    """Return the buttons for the former and the next part, and the words between them.

    If the title has only one part, return no buttons and no words. If there is no former or no next part, its button
    cannot be pressed.
    """
    links = one_by_one(code.links, code.way)
    if len(links) < 2 or code.place >= len(links):
        return None, "", None
    texts, place = facts.texts.digital, code.place

    def said(at: int) -> str:
        link = links[at]
        number = (texts.extra if link.kind is LinkKind.SUPPLEMENT else texts.part)(link.part, link.parts)
        if link.medium is None:
            return number
        form = medium_word(facts, link.medium)
        return f"{form} · {number}" if link.parts > 1 else form

    def button(at: int, icon: str) -> Button:
        if not 0 <= at < len(links):
            return Button("", ShowPart(place), icon, said(place), name=said(place), enabled=False)
        return Button(str(links[at].part), ShowPart(at), icon, name=said(at))

    return button(place - 1, "back"), said(place), button(place + 1, "next")
