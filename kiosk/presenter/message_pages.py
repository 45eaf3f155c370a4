"""Pages that only inform: starting, closed, trouble, looking up a fob, turned away, the quiet end of a visit."""

from typing import assert_never

from kiosk.domain.library import ClosedReason
from kiosk.domain.messages.answers import TurnAwayReason
from kiosk.domain.messages.intents import Cancel, CloseReceipt
from kiosk.domain.visit.states import Closed, Identifying, Starting, Tray, Trouble, TroubleReason, TurnedAway
from kiosk.domain.visit.times import TURNED_AWAY_S
from kiosk.presenter import hours
from kiosk.presenter.frame import ask_again, asking_in, away_because, contact, help_button, language_buttons
from kiosk.presenter.membership import address_code
from kiosk.presenter.money import without_money
from kiosk.presenter.plain import clean, without_tags
from kiosk.presenter.surroundings import Surroundings
from kiosk.views.pieces import Button, Countdown, Emphasis, Tone
from kiosk.views.whole import MessageCard, MessagePage


def starting_page(scene: Surroundings, starting: Starting) -> MessagePage:
    """Return the page while nothing is known of the library yet."""
    texts, cards = scene.texts.messages, _tray_card(scene, starting.tray)
    if scene.is_away:
        return MessagePage(
            headline=texts.away,
            lead=" ".join(filter(None, (away_because(scene), texts.starting_away))),
            icon="cloudoff",
            tone=Tone.WARN,
            cards=cards,
            footer=asking_in(scene),
            buttons=(ask_again(scene),),
        )
    return MessagePage(
        headline=scene.texts.frame.one_moment,
        lead=texts.starting_lead,
        icon="clock",
        tone=Tone.WAIT,
        cards=cards,
        busy=True,
    )


def closed_page(scene: Surroundings, closed: Closed) -> MessagePage:
    """Return the page while nobody is served."""
    headline, lead = _closed(scene, closed.reason)
    return MessagePage(
        headline=headline,
        lead=lead,
        icon="power",
        tone=Tone.PLAIN,
        cards=hours.card(scene),
        contact=contact(scene),
        buttons=(help_button(scene),),
        languages=language_buttons(scene),
    )


def _closed(scene: Surroundings, reason: ClosedReason) -> tuple[str, str]:
    texts = scene.texts.messages
    match reason:
        case ClosedReason.KIOSK_MODE_OFF | ClosedReason.SELF_SERVICE_OFF:
            return texts.off_headline, texts.off_lead
        case ClosedReason.NO_LOGIN:
            return texts.off_headline, texts.no_login_lead
        case ClosedReason.BY_STAFF:
            return texts.by_staff_headline, texts.off_lead
    assert_never(reason)


def trouble_page(scene: Surroundings, trouble: Trouble) -> MessagePage:
    """Return the page about the kiosk's own trouble, with lines for staff."""
    texts = scene.texts.messages
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
        contact=contact(scene),
        footer=texts.staff_word(trouble.reason.name),
        languages=language_buttons(scene),
    )


def identifying_page(scene: Surroundings, identifying: Identifying) -> MessagePage:
    """Return the page after a fob was shown, while its member is not known yet."""
    texts = scene.texts
    back = Button(texts.frame.back, Cancel(), "back", name=texts.frame.back)
    cards = _tray_card(scene, identifying.tray)
    return MessagePage(
        headline=texts.frame.one_moment,
        lead=texts.messages.identifying,
        icon="fob",
        tone=Tone.WAIT,
        cards=cards,
        buttons=(back,),
        busy=True,
    )


def quiet_page(scene: Surroundings) -> MessagePage:
    """Return the page while a visit is finished without its member: it shows nothing of that visit."""
    return MessagePage(
        headline=scene.texts.frame.one_moment, lead=scene.texts.messages.quiet, icon="clock", tone=Tone.WAIT, busy=True
    )


def turned_away_page(scene: Surroundings, away: TurnedAway) -> MessagePage:
    """Return the page for a member who cannot be served here, with a kind reason and the next step."""
    headline, lead, own_words = _turned_away(scene, away.reason)
    own = scene.own.scan_login_error if away.reason is TurnAwayReason.FOB_UNKNOWN else ""
    words = without_money(scene, without_tags(own or away.words)) if own_words else ""
    cards = (MessageCard(scene.texts.frame.from_library, (words,), "mail"),) if words else ()
    tray = tuple(scene.code_title(code) for code in away.tray)
    left = (MessageCard(scene.texts.messages.tray_left, tray, "box"),) if tray else ()
    seconds, done = scene.left_s(away.deadline), scene.texts.frame.done
    return MessagePage(
        headline=headline,
        lead=lead,
        icon="hand",
        tone=Tone.WARN,
        cards=cards + left,
        contact=contact(scene),
        qr=address_code(scene, away.url),
        countdown=Countdown(seconds, max(seconds, round(TURNED_AWAY_S)), scene.texts.frame.seconds_left(seconds)),
        buttons=(Button(done, CloseReceipt(), "check", look=Emphasis.PRIMARY, name=done), help_button(scene)),
    )


def _turned_away(scene: Surroundings, reason: TurnAwayReason) -> tuple[str, str, bool]:
    """Return headline, lead, and True if the library's words may be shown: only staff tell a member about a block."""
    texts = scene.texts.turned_away
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
            return scene.texts.errors.fob_unknown, texts.fob_unknown_lead, True
    assert_never(reason)


def _tray_card(scene: Surroundings, tray: Tray) -> tuple[MessageCard, ...]:
    titles = tuple(scene.code_title(code) for code in tray)
    return (MessageCard(scene.texts.messages.tray, titles, "box"),) if titles else ()
