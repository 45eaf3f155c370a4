"""The organisation and its kiosk settings (after local overrides), and the rules from this kiosk's settings file."""

from dataclasses import field
from datetime import datetime, time
from enum import StrEnum, auto

from kiosk.domain.frozen import dataclass
from kiosk.domain.terms import Offers


@dataclass(frozen=True, slots=True)
class OpeningHours:
    """One weekday. `opens` and `closes` are local times, None when closed."""

    opens: time | None = None
    closes: time | None = None

    @property
    def closed(self) -> bool:
        """Nobody is let in that day."""
        return self.opens is None or self.closes is None


@dataclass(frozen=True, slots=True)
class Language:
    """A language the member can choose: `code` as in 'fr', `native` as its speakers call it."""

    code: str
    native: str
    is_default: bool = False


@dataclass(frozen=True, slots=True)
class Contact:
    """How to reach the library. All plain text."""

    phone: str = ""
    email: str = ""
    street: str = ""
    city: str = ""


@dataclass(frozen=True, slots=True)
class KioskTexts:
    """The library's own texts, already sanitised to a small HTML allow-list; empty where there is none."""

    welcome: str = ""
    home: str = ""
    check_in: str = ""
    check_out: str = ""
    post_check_in: str = ""
    post_check_out: str = ""
    scan_login_error: str = ""
    form_login_error: str = ""


class Searchers(StrEnum):
    """Who can look for a tool with this lending system."""

    NOBODY = auto()
    MEMBERS = auto()
    """Those who have logged in."""
    ANYONE = auto()


@dataclass(frozen=True, slots=True)
class Library:
    """The organisation as the kiosk uses it: myTurn's kiosk settings with local overrides applied."""

    name: str = ""
    kiosk_enabled: bool = True
    self_service: bool = True
    scan_login: bool = True
    form_login: bool = True
    logout_timeout: float = 5.0
    """In the unit that the settings file names."""
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
    """Seven days from Monday, or empty where the server's list cannot be read so."""
    languages: tuple[Language, ...] = ()
    texts: KioskTexts = field(default_factory=KioskTexts)
    offers: Offers = field(default_factory=Offers)
    """What every member may choose from, where the server tells without a log-in."""
    asks_condition: bool = False
    """Members are asked how a tool comes back."""
    searchers: Searchers = Searchers.NOBODY
    due_moments: tuple[datetime, ...] = ()
    """At which moments loans were due lately, where the server says the minute: they tell the library's time zone."""


class FobLogin(StrEnum):
    """What a fob does at log-in ([login] fob)."""

    LINKED = "linked"
    ASK_PASSWORD = "ask-password"  # noqa: S105 - a mode's name, not a secret
    ENDPOINT = "endpoint"
    OFF = "off"


class WalkAway(StrEnum):
    """What happens to a filled basket that nobody finishes ([visit] walk_away)."""

    FINISH = "finish"
    RETURNS_ONLY = "returns-only"
    ABANDON = "abandon"


class ClosedReason(StrEnum):
    """Why the kiosk serves nobody."""

    KIOSK_MODE_OFF = auto()
    SELF_SERVICE_OFF = auto()
    NO_LOGIN = auto()
    BY_STAFF = auto()


@dataclass(frozen=True, slots=True)
class CodeRule:
    """[codes]: regular expressions over the whole code; empty means no rule."""

    fob: str = ""
    item: str = ""


@dataclass(frozen=True, slots=True)
class House:
    """What the settings file says about behaviour; fixed while the kiosk runs."""

    station: str = "kiosk"
    language: str = "en"
    languages: tuple[str, ...] = ("en", "fr")
    """Codes of the languages that the kiosk itself speaks."""
    fob_login: FobLogin = FobLogin.LINKED
    can_link: bool = True
    """Linking is on and the lending system gives a token that can be remembered."""
    link_days: int = 365
    link_pin: bool = False
    """A link gets a PIN when it is made."""
    minute_s: float = 60.0
    """Seconds in the unit of logout_timeout: 60 for minutes, 1 for seconds."""
    warn_s: float = 20.0
    walk_away: WalkAway = WalkAway.FINISH
    shelf: str = ""
    codes: CodeRule = field(default_factory=CodeRule)
    commands: bool = True
    resets_password: bool = False
    """The library's server can be asked for a mail with which a member chooses a new password."""
    allow_owing: bool = False
    """What costs something may be borrowed, and is paid later."""
    prints: bool = False
    """A printer for slips is configured."""
    has_fob_reader: bool = True
    """A reader that can read fobs is configured."""
    has_item_reader: bool = True
