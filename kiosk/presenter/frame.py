"""The parts that every page shares: top bar, Help, languages, banners, notices and sheets."""

from typing import assert_never

from kiosk.domain.library import Searchers
from kiosk.domain.messages.events import AwayReason, ReaderKind
from kiosk.domain.messages.intents import AskAgain, BringBack, ChooseLanguage, Help, ShowLanguages, TypeCode
from kiosk.domain.visit.in_bringing_back import can_bring_back
from kiosk.domain.visit.lasting import Notice, NoticeKey, NoticeTone, Sheet
from kiosk.domain.visit.states import AskingSecret, FormError, Idle, Receipt, Serving, State, TurnedAway
from kiosk.presenter.hours import top_hours
from kiosk.presenter.page_facts import PageFacts
from kiosk.presenter.server_words import clean
from kiosk.structs import replace
from kiosk.texts import NATIVE_NAMES, languages
from kiosk.texts.translation import base
from kiosk.views.forms import FormPage
from kiosk.views.pieces import Banner, Button, Emphasis, Note, Pill, Tone, TopBar
from kiosk.views.view import HelpView, MessageCard, MessagePage, NoticeView, Page, StillPage
from kiosk.views.welcome import ContactView

_TONES = {NoticeTone.PLAIN: Tone.PLAIN, NoticeTone.ATTENTION: Tone.WARN, NoticeTone.BAD: Tone.BAD}
_ICONS = {NoticeTone.PLAIN: "", NoticeTone.ATTENTION: "alert", NoticeTone.BAD: "stop"}


def top_bar(facts: PageFacts, *, greet: bool = False) -> TopBar:
    """Return the top bar: the library's name, a pill with the worst trouble, the hours and the time.

    If `greet` is True and there is no trouble, the pill says that the fob reader is ready.
    """
    wall = facts.lasting.moment.wall.time()
    pill = _trouble_pill(facts) or (_reader_ready(facts) if greet else None)
    return TopBar(clean(facts.library.name), pill, top_hours(facts), facts.formats.time(wall))


def _trouble_pill(facts: PageFacts) -> Pill | None:
    texts = facts.texts.frame
    if not facts.lasting.store_ok:
        return Pill(texts.cannot_record, "alert", Tone.WARN)
    if facts.is_away:
        return Pill(texts.library_away, "cloudoff", Tone.WARN)
    if facts.fobs_wanted and facts.reader_missing(ReaderKind.FOBS):
        return Pill(texts.reader_missing, "unplug", Tone.WARN)
    if facts.reader_missing(ReaderKind.ITEMS):
        return Pill(texts.scanner_missing, "unplug", Tone.WARN)
    return None


def _reader_ready(facts: PageFacts) -> Pill | None:
    """Return a pill that says that the fob reader is ready, or None if no fob reader is known or fobs do not work."""
    known = any(reader.kind is not ReaderKind.ITEMS for reader in facts.lasting.readers)
    return Pill(facts.texts.frame.reader_ready, facts.fob_icon, Tone.WAIT) if known and facts.fobs_work else None


def language_buttons(facts: PageFacts) -> tuple[Button, ...]:
    """Return a button for each of the library's languages that the kiosk speaks, or none if there are fewer than two.

    If the kiosk speaks none of the library's languages, the buttons are for the languages in the kiosk's settings.
    """
    ours = [code for code in facts.lasting.house.languages if code in languages()]
    chosen = [(it.code, clean(it.native)) for it in facts.library.languages if base(it.code) in ours]
    offered = chosen or [(code, NATIVE_NAMES[code]) for code in ours]
    if len(offered) < 2:
        return ()
    exact = any(code == facts.lasting.language for code, _ in offered)
    return tuple(
        Button(
            native or NATIVE_NAMES[base(code)],
            ChooseLanguage(code),
            look=Emphasis.CHOSEN if _is_spoken_now(code, facts.lasting.language, exact=exact) else Emphasis.PLAIN,
            name=facts.texts.frame.speak(native or NATIVE_NAMES[base(code)]),
        )
        for code, native in offered
    )


def _is_spoken_now(code: str, now: str, *, exact: bool) -> bool:
    return code == now if exact else base(code) == base(now)


def help_button(facts: PageFacts) -> Button:
    """Return the Help button, which is on every page."""
    return Button(facts.texts.frame.help, Help(), "help", look=Emphasis.QUIET, name=facts.texts.frame.help)


def rail_tools(facts: PageFacts) -> tuple[Button, ...]:
    """Return the Help button and, if there is another language, the button that changes the language."""
    return (help_button(facts), *_other_languages(facts))


def _other_languages(facts: PageFacts) -> tuple[Button, ...]:
    """Return the button that changes the language, or nothing if there is no other language.

    If there is one other language, the button changes to it at once. If there are several, the button shows the present
    language and opens the sheet with the list of languages.
    """
    others = [it for it in language_buttons(facts) if it.look is not Emphasis.CHOSEN]
    if len(others) <= 1:
        return tuple(replace(it, icon="globe", look=Emphasis.QUIET) for it in others)
    label, texts = NATIVE_NAMES[facts.texts.language], facts.texts.frame
    return (Button(label, ShowLanguages(), "globe", texts.choose_language, Emphasis.QUIET, texts.speak(label)),)


def contact(facts: PageFacts) -> ContactView:
    """Return the library's telephone number and mail address."""
    those = facts.library.contact
    return ContactView(clean(those.phone), clean(those.email))


def _whole_contact(facts: PageFacts) -> ContactView:
    """Return the telephone number, mail address and street address of the library.

    Only the help has room for all three.
    """
    those = facts.library.contact
    return replace(contact(facts), address=", ".join(filter(None, (clean(those.street), clean(those.city)))))


def note(facts: PageFacts, html: str) -> tuple[Note, ...]:
    """Return a note with this text of the library, or nothing if the text is empty."""
    return (Note(html, facts.texts.frame.from_library),) if html.strip() else ()


def ask_again_button(facts: PageFacts) -> Button:
    """Return the button that asks the library's server again. Pages show the button while the server is away."""
    return Button(facts.texts.frame.ask_again, AskAgain(), "renew", name=facts.texts.frame.ask_again)


def bring_back_buttons(facts: PageFacts) -> tuple[Button, ...]:
    """Return the button for returns without an account, or nothing if such returns are not possible now."""
    if not can_bring_back(facts.lasting):
        return ()
    texts = facts.texts.returns
    label = texts.only_bringing_back if facts.lasting.house.drop_box else texts.bring_back
    return (Button(label, BringBack(), "giveback", name=label),)


def asking_in(facts: PageFacts) -> str:
    """Say in how many seconds the server is asked again, or say nothing if this time is unknown or already over."""
    retry_at = facts.lasting.retry_at
    if retry_at is None or (seconds := facts.left_s(retry_at)) == 0:
        return ""
    return facts.texts.messages.asking_in(seconds)


def away_because(facts: PageFacts) -> str:
    """Say why the library cannot be reached, but only if somebody here can do something about the reason."""
    texts = facts.texts.away
    match facts.lasting.away_reason:
        case AwayReason.NO_ANSWER:
            return ""
        case AwayReason.NETWORK:
            return texts.network
        case AwayReason.MOVED:
            return texts.moved
        case AwayReason.CLOCK:
            return texts.clock(facts.formats.full_date(facts.lasting.moment.today))
        case AwayReason.EXPIRED:
            return texts.expired(facts.formats.full_date(facts.lasting.moment.today))
        case AwayReason.UNTRUSTED:
            return texts.untrusted
    assert_never(facts.lasting.away_reason)


def away_banner(facts: PageFacts, text: str) -> Banner | None:
    """Return a banner if the library does not answer, else None. `text` says what this means for the person."""
    if not facts.is_away:
        return None
    words = " ".join(filter(None, (away_because(facts), text, asking_in(facts))))
    return Banner(facts.texts.messages.away, words, "cloudoff", Tone.WARN, (ask_again_button(facts),))


def scanner_banner(facts: PageFacts) -> Banner | None:
    """Return a banner that says how to type a code, or None if a reader for labels works."""
    if not facts.lasting.types_codes:
        return None
    texts, ways = facts.texts.readers, (type_button(facts),)
    if not facts.lasting.house.has_item_reader:
        return Banner(texts.no_scanner, texts.no_scanner_text, "scan", Tone.PLAIN, ways)
    return Banner(texts.item_title, texts.item_text, "unplug", Tone.WARN, ways)


def type_button(facts: PageFacts) -> Button:
    """Return the button that opens the page for typing a code."""
    return Button(facts.texts.readers.type_code, TypeCode(), "scan", name=facts.texts.readers.type_code)


def with_typing(facts: PageFacts, banner: Banner) -> Banner:
    """Return this banner. If no reader for labels works, add the button for typing a code to the banner.

    `scanner_banner` returns a banner that already has the button. Every other banner, which is shown instead of that
    banner, gets the button here.
    """
    return replace(banner, buttons=(*banner.buttons, type_button(facts))) if facts.lasting.types_codes else banner


def notice_view(facts: PageFacts, notice: Notice | None, about: str, state: State) -> NoticeView | None:
    """Return the notice, or None if there is no notice or its time on the screen is over.

    If the page of this state already says the same as the notice, only screen readers say the notice.
    """
    if notice is None or notice.until <= facts.lasting.moment.at:
        return None
    text = facts.texts.notices.of(notice.key, clean(about))
    return NoticeView(text, _TONES[notice.tone], _ICONS[notice.tone], _is_said_by_page(state, notice.key))


def sheet_view(facts: PageFacts, page: Page, state: State) -> HelpView | None:
    """Return the sheet (the help or the choice of languages) that covers this page.

    Return None if no such sheet is open, or if the page asks "Still here?", because no sheet may cover this question.
    """
    match facts.lasting.sheet:
        case _ if isinstance(page, StillPage):
            return None  # no sheet may cover the question of this page
        case Sheet.HELP:
            return _help_sheet(facts, page, state)
        case Sheet.LANGUAGES:
            return _language_sheet(facts)
        case Sheet.TYPING | None:
            return None  # typing has its own page instead of a sheet
    assert_never(facts.lasting.sheet)


def _language_sheet(facts: PageFacts) -> HelpView:
    texts = facts.texts.frame
    close = Button(texts.back, ShowLanguages(), "cross", name=texts.back)
    return HelpView(texts.choose_language, (), close=close, languages=language_buttons(facts))


def _offers_find(facts: PageFacts, state: State) -> bool:
    """Return True if Find a tool can be pressed in this state."""
    match facts.library.searchers:
        case Searchers.NOBODY:
            return False
        case Searchers.MEMBERS:
            return isinstance(state, Serving)
        case Searchers.ANYONE:
            return True


def _help_sheet(facts: PageFacts, page: Page, state: State) -> HelpView:
    """Return the help. If the page below has no button for another language, the help has this button."""
    bare = isinstance(page, FormPage) or (isinstance(page, MessagePage) and not page.languages)
    texts = facts.texts.help
    start = (texts.start_with_fob, texts.tool_first) if facts.fobs_work else (texts.start_with_form,)
    borrow = f"{texts.borrow_how} {texts.find_how}" if _offers_find(facts, state) else texts.borrow_how
    cards = (
        MessageCard(texts.start, start, facts.fob_icon if facts.fobs_work else "user"),
        MessageCard(texts.borrow, (borrow,), "borrow"),
        MessageCard(texts.give_back, (texts.give_back_how,), "giveback"),
        MessageCard(texts.finish, (texts.finish_how, texts.finish_proof), "check"),
        MessageCard(texts.person, (texts.person_how,), "hand"),
    )
    close = Button(texts.close, Help(), "cross", look=Emphasis.PRIMARY, name=texts.close)
    return HelpView(texts.headline, cards, _whole_contact(facts), close, others=_other_languages(facts) if bare else ())


def _is_said_by_page(state: State, key: NoticeKey) -> bool:
    """Return True if the page of this state says the same as this notice, in larger letters."""
    match key, state:
        case NoticeKey.NOW_SHOW_FOB, Idle(tray=tray):
            return bool(tray)
        case NoticeKey.FILL_IN_FIELDS, AskingSecret(error=error):
            return error in {FormError.INCOMPLETE, FormError.PIN_SHORT}
        case NoticeKey.SHOW_FOB_TO_GO_ON, Receipt(tray=tray) | TurnedAway(tray=tray):
            return bool(tray)
        case _:
            return False
