"""The page Welcome, where a visit starts by scanning a fob or a tool. The page never shows anything personal."""

from kiosk.domain.library import Searchers
from kiosk.domain.messages.events import ReaderKind
from kiosk.domain.messages.intents import FindTool, LogInWithoutFob, RemoveFromTray
from kiosk.domain.model import ItemCode
from kiosk.domain.visit.states import Idle, Tray
from kiosk.presenter.frame import (
    away_banner,
    bring_back_buttons,
    contact,
    help_button,
    language_buttons,
    note,
    scanner_banner,
    with_typing,
)
from kiosk.presenter.hours import next_opening, today_line
from kiosk.presenter.page_facts import PageFacts
from kiosk.presenter.server_words import clean
from kiosk.structs import replace
from kiosk.views.pieces import Banner, Button, Emphasis, Tone
from kiosk.views.welcome import StepView, TrayCard, WelcomePage

_CARDS = 3
"""The largest number of tray cards that fit above the picture."""


def welcome_page(facts: PageFacts, idle: Idle) -> WelcomePage:
    """Return the page that waits for the next person."""
    headline, lead = _headline(facts, len(idle.tray))
    texts = facts.texts.welcome
    first = texts.step_fob if facts.fobs_work else texts.step_log_in
    steps = (StepView(first, now=True), StepView(texts.step_scan), StepView(texts.step_finish))
    return WelcomePage(
        headline=headline,
        lead=lead,
        steps=() if facts.lasting.types_codes else steps,
        by_card=facts.lasting.house.fob_is_card,
        picture_name=texts.picture_fob if facts.fobs_work else texts.picture_form,
        hours_title=today_line(facts),
        hours_text=next_opening(facts),
        notes=note(facts, facts.own.welcome),
        contact=contact(facts),
        tray=tray_cards(facts, idle.tray, idle.tray_until),
        tray_more=_others(facts, len(idle.tray)),
        banner=_banner(facts),
        log_in=_log_in(facts),
        find=_find(facts),
        bring_back=_bring_back(facts),
        languages=language_buttons(facts),
        help=help_button(facts),
    )


def _headline(facts: PageFacts, waiting: int) -> tuple[str, str]:
    texts = facts.texts.welcome
    if not facts.fobs_work and not facts.library.form_login:
        return texts.no_way_headline, texts.no_way_lead
    if waiting:
        return texts.tray_headline if facts.fobs_work else texts.tray_headline_form, texts.tray_lead(waiting)
    if facts.fobs_work:
        return texts.headline, "" if facts.lasting.types_codes else texts.lead
    return texts.form_headline, texts.form_lead


def _log_in(facts: PageFacts) -> Button | None:
    if not facts.library.form_login:
        return None
    texts = facts.texts.welcome
    if facts.fobs_work:
        return Button(texts.log_in_without_fob, LogInWithoutFob(), "user", name=texts.log_in_without_fob)
    return Button(texts.log_in, LogInWithoutFob(), "user", look=Emphasis.PRIMARY, name=texts.log_in)


def _find(facts: PageFacts) -> Button | None:
    """Return the button Find a tool, if the lending system lets anyone search."""
    if facts.library.searchers is not Searchers.ANYONE:
        return None
    return Button(facts.texts.find.find, FindTool(), "search", name=facts.texts.find.find)


def _bring_back(facts: PageFacts) -> Button | None:
    """Return the button for returns without an account, or None if such returns are not possible now.

    Also return None if the library does not answer, because the banner then has the button.
    """
    return next(iter(bring_back_buttons(facts)), None) if not facts.is_away else None


def _banner(facts: PageFacts) -> Banner | None:
    if away := away_banner(facts, facts.texts.messages.idle_away):
        return with_typing(facts, replace(away, buttons=(*bring_back_buttons(facts), *away.buttons)))
    if facts.fobs_wanted and (paused := _pause(facts)):
        return with_typing(facts, paused)
    texts = facts.texts.readers
    if facts.fobs_wanted and facts.reader_missing(ReaderKind.FOBS):
        both = facts.lasting.types_codes and facts.lasting.house.has_item_reader
        title, text = (texts.both_title, texts.both_text) if both else (texts.fob_title, texts.fob_text)
        return with_typing(facts, Banner(title, text, "unplug", Tone.WARN))
    return scanner_banner(facts)


def _pause(facts: PageFacts) -> Banner | None:
    """Return a banner if fobs are not read for a while, because too many unknown fobs were shown. Else return None.

    The banner says when fobs are read again and what works until then.
    """
    until = facts.lasting.fobs_paused_until
    if until is None or not facts.lasting.fobs_paused:
        return None
    texts, seconds = facts.texts.readers, facts.left_s(until)
    text = texts.paused_log_in(seconds) if facts.library.form_login else texts.paused(seconds)
    return Banner(texts.paused_title, text, "clock", Tone.WARN)


def tray_cards(facts: PageFacts, tray: Tray, until: float | None = None) -> tuple[TrayCard, ...]:
    """Return a card for each of the newest items in the tray, as many as fit.

    `until` is the time when the tray is emptied.
    """
    texts = facts.texts.welcome
    cards = []
    for place, code in enumerate(tray[:_CARDS]):
        text, title = _waiting(facts, code), facts.code_title(code)
        if place == 0 and until is not None:
            text = f"{text}\n{texts.kept(facts.left_s(until))}"
        remove = Button(texts.not_mine, RemoveFromTray(code), "cross", name=texts.not_mine_name(title))
        cards.append(TrayCard(title, text, remove))
    return tuple(cards)


def _others(facts: PageFacts, waiting: int) -> tuple[str, ...]:
    """Return a text for each number of cards that can be shown (one, two, ...).

    The text counts the items that are hidden if this number of cards is shown.
    """
    hidden = (waiting - shown for shown in range(1, _CARDS + 1))
    return tuple(facts.texts.welcome.tray_more(count) if count > 0 else "" for count in hidden)


def _waiting(facts: PageFacts, code: ItemCode) -> str:
    """Return the text below the title of a waiting item. The text contains the code if the title is not the code."""
    texts = facts.texts.welcome
    shown = clean(code)
    return texts.waiting(shown) if shown and shown != facts.code_title(code) else texts.waiting_unnamed
