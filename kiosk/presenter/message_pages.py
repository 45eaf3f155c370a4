"""The pages that only inform.

They are shown while the kiosk starts, is closed, has a trouble of its own, or looks up a fob. They are also shown to a
member who cannot be served here, and while the kiosk finishes a visit whose member has left.
"""

from typing import assert_never

from kiosk.domain.library import ClosedReason
from kiosk.domain.messages.answers import TurnAwayReason
from kiosk.domain.messages.intents import Cancel, CloseReceipt
from kiosk.domain.visit.states import Closed, Identifying, Starting, Tray, Trouble, TroubleReason, TurnedAway
from kiosk.domain.visit.times import TURNED_AWAY_S
from kiosk.presenter.frame import (
    ask_again_button,
    asking_in,
    away_because,
    bring_back_buttons,
    contact,
    help_button,
    language_buttons,
)
from kiosk.presenter.hours import week_card
from kiosk.presenter.membership import address_code
from kiosk.presenter.money import without_money
from kiosk.presenter.page_facts import PageFacts
from kiosk.presenter.server_words import clean, without_tags
from kiosk.views.pieces import Button, Countdown, Emphasis, Tone
from kiosk.views.view import MessageCard, MessagePage


def starting_page(facts: PageFacts, starting: Starting) -> MessagePage:
    """Return the page that is shown until the library's settings are known."""
    texts, cards = facts.texts.messages, _tray_card(facts, starting.tray)
    if facts.is_away:
        return MessagePage(
            headline=texts.away,
            lead=" ".join(filter(None, (away_because(facts), texts.starting_away))),
            icon="cloudoff",
            tone=Tone.WARN,
            cards=cards,
            footer=asking_in(facts),
            buttons=(*bring_back_buttons(facts), ask_again_button(facts)),
        )
    return MessagePage(
        headline=facts.texts.frame.one_moment,
        lead=texts.starting_lead,
        icon="clock",
        tone=Tone.WAIT,
        cards=cards,
        busy=True,
    )


def closed_page(facts: PageFacts, closed: Closed) -> MessagePage:
    """Return the page that is shown while the kiosk serves nobody."""
    headline, lead = _closed_words(facts, closed.reason)
    return MessagePage(
        headline=headline,
        lead=lead,
        icon="power",
        tone=Tone.PLAIN,
        cards=week_card(facts),
        contact=contact(facts),
        buttons=(help_button(facts),),
        languages=language_buttons(facts),
    )


def _closed_words(facts: PageFacts, reason: ClosedReason) -> tuple[str, str]:
    texts = facts.texts.messages
    match reason:
        case ClosedReason.KIOSK_MODE_OFF | ClosedReason.SELF_SERVICE_OFF:
            return texts.off_headline, texts.off_lead
        case ClosedReason.NO_LOGIN:
            return texts.off_headline, texts.no_login_lead
        case ClosedReason.BY_STAFF:
            return texts.by_staff_headline, texts.off_lead
    assert_never(reason)


def trouble_page(facts: PageFacts, trouble: Trouble) -> MessagePage:
    """Return the page about a trouble of the kiosk itself, with details for staff."""
    texts = facts.texts.messages
    details = tuple(filter(None, map(clean, trouble.details)))
    match trouble.reason:
        case TroubleReason.STORE_BROKEN:
            headline, lead = texts.store_headline, texts.store_lead
            details = details or (texts.staff_cards_store,)
        case TroubleReason.SETTINGS_WRONG:
            headline, lead = texts.settings_headline, texts.settings_lead
        case TroubleReason.RUNS_ALREADY:
            headline, lead = texts.twice_headline, texts.twice_lead
        case TroubleReason.KEY_UNUSABLE:
            headline, lead = texts.key_headline, texts.store_lead
        case _:
            assert_never(trouble.reason)
    return MessagePage(
        headline=headline,
        lead=lead,
        icon="alert",
        tone=Tone.WARN,
        cards=(MessageCard(texts.for_staff, details, "journal"),) if details else (),
        contact=contact(facts),
        footer=texts.staff_word(trouble.reason.name),
        languages=language_buttons(facts),
    )


def identifying_page(facts: PageFacts, identifying: Identifying) -> MessagePage:
    """Return the page that is shown after a fob was read, until the fob's member is known."""
    texts = facts.texts.frame
    return MessagePage(
        headline=texts.one_moment,
        lead=facts.texts.messages.identifying,
        icon=facts.fob_icon,
        tone=Tone.WAIT,
        cards=_tray_card(facts, identifying.tray),
        buttons=(Button(texts.back, Cancel(), "back", name=texts.back),),
        busy=True,
    )


def quiet_page(facts: PageFacts) -> MessagePage:
    """Return the page for a visit that the kiosk finishes after its member has left.

    The page shows nothing of the visit.
    """
    return MessagePage(
        headline=facts.texts.frame.one_moment, lead=facts.texts.messages.quiet, icon="clock", tone=Tone.WAIT, busy=True
    )


def turned_away_page(facts: PageFacts, away: TurnedAway) -> MessagePage:
    """Return the page for a member who cannot be served here.

    The page says in friendly words why, and what the member can do next.
    """
    headline, lead, own_words = _turned_away_words(facts, away.reason)
    own = facts.own.scan_login_error if away.reason is TurnAwayReason.FOB_UNKNOWN else ""
    words = without_money(facts, without_tags(own or away.words)) if own_words else ""
    cards = (MessageCard(facts.texts.frame.from_library, (words,), "mail"),) if words else ()
    tray = tuple(facts.code_title(code) for code in away.tray)
    left = (MessageCard(facts.texts.messages.tray_left, tray, "box"),) if tray else ()
    seconds, done = facts.left_s(away.deadline), facts.texts.frame.done
    return MessagePage(
        headline=headline,
        lead=lead,
        icon="hand",
        tone=Tone.WARN,
        cards=cards + left,
        contact=contact(facts),
        qr=address_code(facts, away.url),
        countdown=Countdown(seconds, max(seconds, round(TURNED_AWAY_S)), facts.texts.frame.seconds_left(seconds)),
        buttons=(Button(done, CloseReceipt(), "check", look=Emphasis.PRIMARY, name=done), help_button(facts)),
    )


def _turned_away_words(facts: PageFacts, reason: TurnAwayReason) -> tuple[str, str, bool]:
    """Return the headline, the words below it, and True if the page may also show the library's words.

    For some values of `reason`, the page must hide the library's words, because only staff should tell a member that an
    account is blocked.
    """
    texts = facts.texts.turned_away
    match reason:
        case TurnAwayReason.NOT_FOR_KIOSK:
            return texts.ask_staff, texts.not_for_kiosk, False
        case TurnAwayReason.SELF_SERVICE_OFF:
            return texts.ask_staff, texts.self_service_off, False
        case TurnAwayReason.OTHER:
            return texts.ask_staff, texts.other, False
        case TurnAwayReason.AGREEMENT:
            return texts.agreement, texts.agreement_lead, True
        case TurnAwayReason.DETAILS:
            return texts.details, texts.details_lead, True
        case TurnAwayReason.PAYMENT_METHOD:
            return texts.payment, texts.payment_lead, False
        case TurnAwayReason.FOB_UNKNOWN:
            return facts.texts.errors.fob_unknown, texts.fob_unknown_lead, True
    assert_never(reason)


def _tray_card(facts: PageFacts, tray: Tray) -> tuple[MessageCard, ...]:
    titles = tuple(facts.code_title(code) for code in tray)
    return (MessageCard(facts.texts.messages.tray, titles, "box"),) if titles else ()
