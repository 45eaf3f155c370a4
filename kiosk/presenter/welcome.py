"""The page Welcome, where a visit starts in one gesture. It never shows anything personal."""

from kiosk.domain.library import Searchers
from kiosk.domain.messages.events import ReaderKind
from kiosk.domain.messages.intents import FindTool, LogInWithoutFob, RemoveFromTray
from kiosk.domain.model import ItemCode
from kiosk.domain.visit.states import Idle, Tray
from kiosk.presenter import hours
from kiosk.presenter.frame import away_banner, contact, help_button, language_buttons, note, scanner_banner, with_typing
from kiosk.presenter.plain import clean
from kiosk.presenter.surroundings import Surroundings
from kiosk.views.pieces import Banner, Button, Emphasis, Tone
from kiosk.views.welcome import StepView, TrayCard, WelcomePage

_CARDS = 3
"""The number of tray cards that fit above the picture."""


def welcome_page(scene: Surroundings, idle: Idle) -> WelcomePage:
    """Return the page that waits for the next person."""
    headline, lead = _headline(scene, len(idle.tray))
    texts = scene.texts.welcome
    first = texts.step_fob if scene.fobs_work else texts.step_log_in
    steps = (StepView(first, now=True), StepView(texts.step_scan), StepView(texts.step_finish))
    return WelcomePage(
        headline=headline,
        lead=lead,
        steps=() if scene.lasting.types_codes else steps,
        picture_name=texts.picture_fob if scene.fobs_work else texts.picture_form,
        hours_title=hours.title(scene),
        hours_text=hours.outlook(scene),
        notes=note(scene, scene.own.welcome),
        contact=contact(scene),
        tray=tray_cards(scene, idle.tray, idle.tray_until),
        tray_more=_others(scene, len(idle.tray)),
        banner=_banner(scene),
        log_in=_log_in(scene),
        find=_find(scene),
        languages=language_buttons(scene),
        help=help_button(scene),
    )


def _headline(scene: Surroundings, waiting: int) -> tuple[str, str]:
    texts = scene.texts.welcome
    if not scene.fobs_work and not scene.library.form_login:
        return texts.no_way_headline, texts.no_way_lead
    if waiting:
        return texts.tray_headline if scene.fobs_work else texts.tray_headline_form, texts.tray_lead(waiting)
    if scene.fobs_work:
        return texts.headline, "" if scene.lasting.types_codes else texts.lead
    return texts.form_headline, texts.form_lead


def _log_in(scene: Surroundings) -> Button | None:
    if not scene.library.form_login:
        return None
    texts = scene.texts.welcome
    if scene.fobs_work:
        return Button(texts.log_in_without_fob, LogInWithoutFob(), "user", name=texts.log_in_without_fob)
    return Button(texts.log_in, LogInWithoutFob(), "user", look=Emphasis.PRIMARY, name=texts.log_in)


def _find(scene: Surroundings) -> Button | None:
    """Return the button Find a tool, if the lending system lets anyone search."""
    if scene.library.searchers is not Searchers.ANYONE:
        return None
    return Button(scene.texts.find.find, FindTool(), "search", name=scene.texts.find.find)


def _banner(scene: Surroundings) -> Banner | None:
    if away := away_banner(scene, scene.texts.messages.idle_away):
        return with_typing(scene, away)
    if scene.fobs_wanted and (paused := _pause(scene)):
        return with_typing(scene, paused)
    texts = scene.texts.readers
    if scene.fobs_wanted and scene.reader_missing(ReaderKind.FOBS):
        both = scene.lasting.types_codes and scene.lasting.house.has_item_reader
        title, text = (texts.both_title, texts.both_text) if both else (texts.fob_title, texts.fob_text)
        return with_typing(scene, Banner(title, text, "unplug", Tone.WARN))
    return scanner_banner(scene)


def _pause(scene: Surroundings) -> Banner | None:
    """Say, if too many unknown fobs were shown, when fobs are read again and what works until then."""
    until = scene.lasting.fobs_paused_until
    if until is None or not scene.lasting.fobs_paused:
        return None
    texts, seconds = scene.texts.readers, scene.left_s(until)
    text = texts.paused_log_in(seconds) if scene.library.form_login else texts.paused(seconds)
    return Banner(texts.paused_title, text, "clock", Tone.WARN)


def tray_cards(scene: Surroundings, tray: Tray, until: float | None = None) -> tuple[TrayCard, ...]:
    """Return cards of the newest items that wait for a fob, as many as fit; `until` is when the tray is emptied."""
    texts = scene.texts.welcome
    cards = []
    for place, code in enumerate(tray[:_CARDS]):
        text, title = _waiting(scene, code), scene.code_title(code)
        if place == 0 and until is not None:
            text = f"{text}\n{texts.kept(scene.left_s(until))}"
        remove = Button(texts.not_mine, RemoveFromTray(code), "cross", name=texts.not_mine_name(title))
        cards.append(TrayCard(title, text, remove))
    return tuple(cards)


def _others(scene: Surroundings, waiting: int) -> tuple[str, ...]:
    """Say how many more items wait, for each number of cards that may be shown."""
    hidden = (waiting - shown for shown in range(1, _CARDS + 1))
    return tuple(scene.texts.welcome.tray_more(count) if count > 0 else "" for count in hidden)


def _waiting(scene: Surroundings, code: ItemCode) -> str:
    """Return the text of a waiting item, with its code only if the title does not hold the code."""
    texts = scene.texts.welcome
    shown = clean(code)
    return texts.waiting(shown) if shown and shown != scene.code_title(code) else texts.waiting_unnamed
