"""Sample views of a made-up library: one for each picture of the design, and views that are more difficult to draw."""

# ruff: noqa: RUF001 - typographic signs are what the screen shows
from kiosk.domain.messages.intents import AskAgain, LogInWithoutFob
from kiosk.structs import replace
from kiosk.views.pieces import Button, Emphasis, Pill, Tone
from kiosk.views.view import NoticeView, View
from tests.ui.samples_after import (
    CLOSED,
    COMMITTING,
    CONFIRM,
    HELP_SHEET,
    PARTIAL,
    RECEIPT,
    STARTING,
    STILL,
    TROUBLE,
    TWO_DAYS,
)
from tests.ui.samples_at_once import AT_ONCE, AT_ONCE_ASKED, CARD_AND_PIN, HOME_AT_ONCE, WELCOME_BY_CARD
from tests.ui.samples_basket import BASKET, DUE, EMPTY, FRENCH, HARD
from tests.ui.samples_before import (
    AGAIN,
    ASKED,
    BAR,
    CROWDED,
    FORGOT,
    LINK,
    LOG_IN,
    NO_SCANNER,
    PIN,
    QUESTION,
    READY,
    TRAY,
    TYPED,
    UNPLUGGED,
    WELCOME,
)
from tests.ui.samples_digital import DIGITAL
from tests.ui.samples_elsewhere import ALONG, ASIDE, CHANGED
from tests.ui.samples_find import AWAY, FIND, MANY, NONE, OPENED, PLACES, TILES
from tests.ui.samples_membership import EXPIRED, STANDING, UNSIGNED
from tests.ui.samples_money import BASKET_MONEY, CANNOT, CONFIRM_MONEY, OWING, OWING_MORE, RECEIPT_MONEY
from tests.ui.samples_reserving import (
    FAILED,
    GERMAN,
    KEPT,
    KEPT_ASKED,
    KEPT_QUEUE,
    OFFERED,
    OFFERED_MANY,
    TICKED,
    WAITING,
    WAITING_LONG,
)
from tests.ui.samples_returns import RETURNS

VIEWS: dict[str, View] = {
    "welcome": View(WELCOME, READY),
    "tray": View(
        replace(
            WELCOME,
            headline="Got it. Now your key fob, please",
            lead="The tool goes straight into your basket.",
            tray=TRAY,
        ),
        READY,
    ),
    "reader": View(
        replace(
            WELCOME,
            headline="Log in here to start",
            lead="User name and password. Then scan as always.",
            banner=UNPLUGGED,
            log_in=Button("Log in", LogInWithoutFob(), icon="user", look=Emphasis.PRIMARY),
        ),
        replace(BAR, pill=Pill("Reader missing", "unplug", Tone.WARN)),
    ),
    "tray-away": View(
        replace(
            WELCOME,
            headline="Got it. Now your key fob, please",
            lead="The tools go straight into your basket.",
            tray=TRAY * 3,
            tray_more=("and 5 more tools", "and 4 more tools", "and 3 more tools"),
            banner=replace(UNPLUGGED, buttons=(Button("Ask again now", AskAgain(), icon="renew"),)),
        ),
        READY,
    ),
    "login": View(LOG_IN, BAR),
    "again": View(AGAIN, BAR),
    "forgot": View(FORGOT, BAR),
    "forgot-asked": View(ASKED, BAR),
    "link": View(LINK, BAR),
    "link-crowded": View(CROWDED, BAR, below="More below"),
    "link-question": View(QUESTION, BAR, below="More below"),
    "pin": View(PIN, BAR),
    "typed": View(TYPED, BAR),
    "no-scanner": View(replace(BASKET, lines=BASKET.lines[:2], count="2", banner=NO_SCANNER), BAR),
    "no-scanner-welcome": View(replace(WELCOME, banner=NO_SCANNER, steps=(), tray=TRAY), READY),
    "empty": View(EMPTY, BAR),
    "basket": View(BASKET, BAR),
    "due": View(DUE, BAR),
    "basket-fr": View(FRENCH, replace(BAR, hours="Ouvert jusqu’à 17 h"), language="fr"),
    "basket-hard": View(HARD, replace(BAR, library="The Very Long Name Of A Tool Library Association " * 3)),
    "changed": View(CHANGED, BAR),
    "aside": View(ASIDE, BAR),
    "along": View(ALONG, BAR),
    "notice": View(BASKET, BAR, notice=NoticeView("That is the shop’s code. Look for our label.", Tone.WARN, "alert")),
    "help": View(BASKET, BAR, help=HELP_SHEET, below="More below"),
    "find": View(FIND, BAR, below="More below"),
    "find-tiles": View(TILES, BAR, below="More below"),
    "find-places": View(PLACES, BAR, below="More below"),
    "find-many": View(MANY, BAR, below="More below"),
    "find-none": View(NONE, BAR, below="More below"),
    "find-away": View(AWAY, BAR, below="More below"),
    "find-opened": View(OPENED, BAR, below="More below"),
    "offered": View(OFFERED, BAR, below="More below"),
    "offered-many": View(OFFERED_MANY, BAR, below="More below"),
    "waiting": View(WAITING, BAR, below="More below"),
    "owing": View(OWING, BAR, below="More below"),
    "owing-more": View(OWING_MORE, BAR, below="More below"),
    "waiting-long": View(WAITING_LONG, BAR, below="More below"),
    "ticked": View(TICKED, BAR),
    "reservations": View(KEPT, BAR, below="More below"),
    "reservations-asked": View(KEPT_ASKED, BAR, below="More below"),
    "reservations-queue": View(KEPT_QUEUE, BAR, below="More below"),
    "reservations-de": View(GERMAN, BAR, below="More below"),
    "reservations-failed": View(FAILED, BAR),
    "at-once": View(AT_ONCE, BAR),
    "at-once-asked": View(AT_ONCE_ASKED, BAR),
    "at-once-home": View(HOME_AT_ONCE, BAR, below="More below"),
    "welcome-by-card": View(WELCOME_BY_CARD, READY),
    "card-and-pin": View(CARD_AND_PIN, BAR),
    "confirm": View(CONFIRM, BAR),
    "committing": View(COMMITTING, BAR),
    "standing": View(STANDING, BAR, below="More below"),
    "expired": View(EXPIRED, BAR, below="More below"),
    "unsigned": View(UNSIGNED, BAR),
    "basket-money": View(BASKET_MONEY, BAR),
    "confirm-money": View(CONFIRM_MONEY, BAR, below="More below"),
    "cannot-pay": View(CANNOT, BAR, below="More below"),
    "receipt-money": View(RECEIPT_MONEY, BAR, below="More below"),
    "receipt": View(RECEIPT, BAR, below="More below"),
    "two-days": View(TWO_DAYS, BAR, below="More below"),
    "partial": View(PARTIAL, BAR, below="More below"),
    "still": View(STILL, BAR),
    "trouble": View(TROUBLE, replace(BAR, pill=Pill("Library away", "cloudoff", Tone.WARN)), below="More below"),
    "closed": View(CLOSED, replace(BAR, hours=""), below="More below"),
    "starting": View(STARTING, BAR),
    **RETURNS,
    **DIGITAL,
}
