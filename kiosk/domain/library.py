"""The library, with the settings that the lending system sends, and the rules in the settings file of this kiosk."""

from datetime import datetime, time
from enum import StrEnum, auto

from msgspec import Struct, field

from kiosk.domain.terms import Offers


class OpeningHours(Struct, frozen=True):
    """The opening hours of one weekday. `opens` and `closes` are local times, or None if the library is closed."""

    opens: time | None = None
    closes: time | None = None

    @property
    def closed(self) -> bool:
        """Return True if the library is closed on that day."""
        return self.opens is None or self.closes is None


class Language(Struct, frozen=True):
    """A language that the member can choose. `code` is for example 'fr', and `native` is the language's own name."""

    code: str
    native: str
    is_default: bool = False


class Contact(Struct, frozen=True):
    """The library's address, telephone number and e-mail address, all as plain text."""

    phone: str = ""
    email: str = ""
    street: str = ""
    city: str = ""


class KioskTexts(Struct, frozen=True):
    """The texts that the library wrote itself. They contain only a few allowed HTML tags. A missing text is empty."""

    welcome: str = ""
    home: str = ""
    check_in: str = ""
    check_out: str = ""
    post_check_in: str = ""
    post_check_out: str = ""
    scan_login_error: str = ""
    form_login_error: str = ""


class Searchers(StrEnum):
    """The people who can search for a tool with this lending system."""

    NOBODY = auto()
    MEMBERS = auto()
    """Only members who have logged in can search."""
    ANYONE = auto()


class FoundThings(StrEnum):
    """The things that a search can find."""

    THINGS = auto()
    """Only things that people can carry, for example tools."""
    TITLES = auto()
    """Only digital titles, for example e-books."""
    BOTH = auto()


class LoginKind(StrEnum):
    """The things that a member types to log in."""

    PASSWORD = auto()
    """A user name or membership ID, and a password."""
    CARD_AND_PIN = auto()
    """The number of a library card, and the PIN of this card."""
    CARD = auto()
    """The number of a library card alone, because the cards of this library have no PIN."""


class LentThings(StrEnum):
    """The word that the screen uses for the things that the library lends. The setting is `lends` in [library]."""

    TOOLS = "tools"
    ITEMS = "items"
    """Books, films, tools and anything else."""


class Library(Struct, frozen=True):
    """The library, with the kiosk settings that the lending system gives.

    If the settings file of this kiosk replaces one of these settings, the field has the value from the settings file.
    """

    name: str = ""
    kiosk_enabled: bool = True
    self_service: bool = True
    scan_login: bool = True
    form_login: bool = True
    login: LoginKind = LoginKind.PASSWORD
    lends: LentThings = LentThings.TOOLS
    at_once: bool = False
    """True if a scan counts as soon as the lending system has answered. The button Done then replaces Finish."""
    logout_timeout: float = 5.0
    """The idle time after which the kiosk logs a member out. Multiply this time by `House.minute_s` to get seconds."""
    confirm_returns: bool = False
    confirm_borrows: bool = False
    confirm_logout: bool = False
    two_phase: bool = False
    sounds: bool = True
    hide_money: bool = False
    projects: bool = False
    locale: str = "en-US"
    currency: str = "USD"
    renew_url: str = ""
    web_url: str = ""
    """The library's own web site, where members have their accounts."""
    contact: Contact = field(default_factory=Contact)
    hours: tuple[OpeningHours, ...] = ()
    """The opening hours of the seven weekdays, Monday first. Empty if the server's list does not have seven days."""
    languages: tuple[Language, ...] = ()
    texts: KioskTexts = field(default_factory=KioskTexts)
    offers: Offers = field(default_factory=Offers)
    """The projects and conditions from which all members can choose.

    This is empty if the server gives projects and conditions only after a log-in.
    """
    asks_condition: bool = False
    """True if the kiosk asks members for the condition of each tool that they bring back."""
    searchers: Searchers = Searchers.NOBODY
    finds: FoundThings = FoundThings.THINGS
    search_in: tuple[str, ...] = ("",)
    """The systems that a search asks, one after the other.

    An empty text means the main system. Every other text is the key of a digital system beside the main system.
    """
    due_moments: tuple[datetime, ...] = ()
    """The days and times at which recent loans were due. This is empty if the server gives only the days.

    The times show in which time zone the library is.
    """
    due_at: time = time(23, 59)
    """The time of day at which a loan of whole days is due, in the time zone of the library."""


class FobLogin(StrEnum):
    """The way in which a fob logs a member in. The setting is `fob` in [login]."""

    LINKED = "linked"
    ASK_PASSWORD = "ask-password"  # noqa: S105 - a value of a setting, not a secret
    ENDPOINT = "endpoint"
    OFF = "off"


class WalkAway(StrEnum):
    """The way in which the kiosk ends the visit of a member who has left. The setting is `walk_away` in [visit]."""

    FINISH = "finish"
    RETURNS_ONLY = "returns-only"
    ABANDON = "abandon"


class ClosedReason(StrEnum):
    """The reason why the kiosk serves nobody."""

    KIOSK_MODE_OFF = auto()
    SELF_SERVICE_OFF = auto()
    NO_LOGIN = auto()
    BY_STAFF = auto()


class CodeRule(Struct, frozen=True):
    """The rules from [codes] in the settings file. They decide if a code belongs to a fob or to an item.

    Each rule is a regular expression that the whole code must match. An empty text means that there is no rule.
    """

    fob: str = ""
    item: str = ""


class House(Struct, frozen=True):
    """The kiosk's behaviour as the settings file sets it. These values do not change while the kiosk runs."""

    station: str = "kiosk"
    language: str = "en"
    languages: tuple[str, ...] = ("en", "fr")
    """The codes of the languages in which the kiosk has texts of its own."""
    fob_login: FobLogin = FobLogin.LINKED
    can_link: bool = True
    """True if the settings let members link fobs."""
    link_days: int = 365
    link_pin: bool = False
    """True if a member must choose a PIN to link a fob."""
    fob_is_card: bool = False
    """True if members use their library cards as fobs. The texts on the screen then say "card" and not "fob"."""
    minute_s: float = 60.0
    """Multiply `Library.logout_timeout` by this number to get seconds. It is 60 for minutes, and 1 for seconds."""
    warn_s: float = 20.0
    walk_away: WalkAway = WalkAway.FINISH
    shelf: str = ""
    in_transit: str = ""
    """The name of the box for returned items that belong to another branch."""
    hold_shelf: str = ""
    """The name of the place for returned items that somebody has reserved."""
    drop_box: bool = False
    """True if people may bring items back without an account at any time.

    This is possible only if the lending system takes items back by their labels alone.
    """
    offline_returns: bool = True
    """True if people may bring items back without an account while the lending system does not answer."""
    fob_returns: bool = False
    """While the lending system does not answer, a member can show a linked fob with the returned items.

    The kiosk then books the returns on the account of the fob as soon as the system answers again.
    """
    offline_shelf: str = ""
    """The name of the place for items that were brought back while the lending system did not answer."""
    codes: CodeRule = field(default_factory=CodeRule)
    commands: bool = True
    resets_password: bool = False
    """True if the library's server can send a mail with which a member can choose a new password."""
    allow_owing: bool = False
    """True if members may borrow tools that cost something, and pay the library later."""
    prints: bool = False
    """True if the settings name a printer for slips."""
    has_fob_reader: bool = True
    """True if the settings name a reader that can read fobs."""
    has_item_reader: bool = True
