"""The content of the settings file as frozen structs, with the names and the defaults of the file."""

from collections.abc import Mapping
from enum import StrEnum
from pathlib import Path
from typing import Annotated, TypeVar

from msgspec import Meta, Struct, field

from hardware.spec import ScannerSpec
from kiosk.domain.library import FobLogin, LentThings, WalkAway
from kiosk.settings.overrides import Overrides
from kiosk.settings.text_values import (
    ABSOLUTE_PATH,
    DISPLAY,
    HOST,
    HOURS,
    LANGUAGE,
    LIBRARY_NAME,
    NAME,
    PATTERN,
    PROXY,
    QUEUE,
    TIME_ZONE,
    URL,
    Display,
)

Seconds = float
Days = Annotated[int, Meta(ge=1, le=3650)]


class Backend(StrEnum):
    """The lending systems that this version knows."""

    MYTURN = "myturn"
    SIERRA = "sierra"
    OVERDRIVE = "overdrive"
    EHUB = "ehub"


class FobRule(StrEnum):
    """The effect of a fob at log-in. With CARD, the code of the fob is the member's card number."""

    LINKED = "linked"
    ASK_PASSWORD = "ask-password"  # noqa: S105 - a rule's name, not a secret
    ENDPOINT = "endpoint"
    CARD = "card"
    OFF = "off"


class CardPin(StrEnum):
    """Says if the members' cards have a PIN in the lending system. If so, a member must type this PIN to log in."""

    REQUIRED = "required"
    NONE = "none"


class ThemeName(StrEnum):
    """A set of colours for the screens."""

    LIGHT = "light"
    DARK = "dark"
    HIGH_CONTRAST = "high-contrast"


class Digital(StrEnum):
    """A digital system that can stand beside the main system."""

    OVERDRIVE = "overdrive"
    EHUB = "ehub"


class Remember(StrEnum):
    """The kind of secret that the kiosk stores in encrypted form for a linked fob."""

    REFRESH_TOKEN = "refresh-token"  # noqa: S105 - the kind's name, not a secret
    PASSWORD = "password"  # noqa: S105 - this is also the kind's name


class PinRule(StrEnum):
    """The visits for which a member with a linked fob must also type the PIN."""

    NEVER = "never"
    FIRST_VISIT_OF_DAY = "first-visit-of-day"
    ALWAYS = "always"


class Environment(StrEnum):
    """The environment of OverDrive. In the integration environment, nothing is really lent."""

    PRODUCTION = "production"
    INTEGRATION = "integration"


class CardMemory(StrEnum):
    """The time for which the kiosk may keep a member's card and PIN for OverDrive.

    With SESSION, the kiosk forgets both at the end of the visit. With PASSWORD, the kiosk can also store both,
    encrypted, in the link of a fob.
    """

    SESSION = "session"
    PASSWORD = "password"  # noqa: S105 - this is a kind's name


class MemberClaim(StrEnum):
    """A fact by which a content provider of eHUB can know a member."""

    PATRON_ID = "patronId"
    LIBRARY_CARD = "libraryCard"
    EMAIL = "email"
    BIRTH_DATE = "birthDate"


class LoanContent(StrEnum):
    """The content of one loan at a content provider of eHUB: all formats of a title, or one format."""

    PRODUCT = "product"
    FORMAT = "format"


class LoginMethod(StrEnum):
    """The HTTP method of the vendor's log-in call."""

    GET = "GET"
    POST = "POST"
    PUT = "PUT"


class TimeoutUnit(StrEnum):
    """The unit of time of `logoutTimeout`, a setting that the myTurn server sends."""

    MINUTES = "minutes"
    SECONDS = "seconds"


class Player(StrEnum):
    """The program that plays sounds."""

    APLAY = "aplay"
    PW_PLAY = "pw-play"
    OFF = "off"


class KioskSettings(Struct, frozen=True, kw_only=True):
    """The table [kiosk]: the settings of this machine."""

    station: Annotated[str, NAME] = "kiosk"
    backend: Backend = Backend.MYTURN
    digital: tuple[Digital, ...] = ()
    """The digital systems beside the main system `backend`. Each of them needs its own table."""
    language: Annotated[str, LANGUAGE] = "en"
    theme: ThemeName = ThemeName.LIGHT
    display: Annotated[Display, DISPLAY] = field(default_factory=Display)
    state_dir: Annotated[Path, ABSOLUTE_PATH] = Path("/var/lib/lending-kiosk")
    time_zone: Annotated[str, TIME_ZONE] | None = None
    """The time zone of the library, or None for the time zone of the machine."""


class MyTurnSettings(Struct, frozen=True, kw_only=True):
    """The table [myturn]: the address of a myTurn site, and how the kiosk sends requests to this site."""

    url: Annotated[str, URL]
    allow_http: bool = False
    request_timeout_s: Annotated[Seconds, Meta(ge=1, le=60)] = 10.0
    paths: Mapping[str, str] = field(default_factory=dict)
    """The table [myturn.paths]: the path of each operation that does not have its usual path on this site."""


class SierraSettings(Struct, frozen=True, kw_only=True):
    """The table [sierra]: the address of a Sierra, the kiosk's key, and facts about the library's cards."""

    url: Annotated[str, URL]
    token_url: Annotated[str, URL] | None = None
    """The address from which the kiosk gets its token. None means `url` followed by /token."""
    key_file: Annotated[Path, ABSOLUTE_PATH] | None = None
    """The file with the kiosk's key, or None if systemd gives the key as the credential sierra-key."""
    card_pin: CardPin = CardPin.REQUIRED
    username: str = ""
    statgroup: Annotated[int, Meta(ge=0, le=99999)] = 0
    barcode_tag: Annotated[str, Meta(pattern="^[a-z]$")] = "b"
    drop_box: bool = False
    """True if people can bring things back without an account at any time."""
    allow_http: bool = False
    request_timeout_s: Annotated[Seconds, Meta(ge=1, le=60)] = 10.0


_OVERDRIVE_HOSTS: Mapping[str, str] = {
    "oauth": "https://oauth.overdrive.com",
    "oauth_patron": "https://oauth-patron.overdrive.com",
    "api": "https://api.overdrive.com",
    "patron": "https://patron.api.overdrive.com",
}
_INTEGRATION_HOSTS: Mapping[str, str] = {
    "api": "https://integration.api.overdrive.com",
    "patron": "https://integration-patron.api.overdrive.com",
}
"""The hosts of the integration environment. All other hosts are those of the production environment."""


class OverDriveHosts(Struct, frozen=True, kw_only=True):
    """The table [overdrive.hosts]: addresses of a test server. None means the usual host of the chosen environment."""

    oauth: Annotated[str, URL] | None = None
    oauth_patron: Annotated[str, URL] | None = None
    api: Annotated[str, URL] | None = None
    patron: Annotated[str, URL] | None = None


class OverDriveSettings(Struct, frozen=True, kw_only=True):
    """The table [overdrive]: the library at OverDrive, the key of the kiosk's application, and the form of labels."""

    environment: Environment = Environment.PRODUCTION
    library_id: Annotated[int, Meta(ge=1, le=10**9)]
    website_id: Annotated[int, Meta(ge=1, le=10**9)]
    authorization_name: Annotated[str, NAME]
    client_file: Annotated[Path, ABSOLUTE_PATH] | None = None
    """The file with the key of the application, or None if systemd gives it as the credential overdrive-client."""
    card_pin: CardPin = CardPin.REQUIRED
    remember: CardMemory = CardMemory.SESSION
    items: Annotated[str, PATTERN] = ""
    """A regular expression that a whole label must match. Its first group, or else the whole label, names the title."""
    covers: tuple[Annotated[str, HOST], ...] = ("*.od-cdn.com", "images.contentreserve.com")
    """The hosts from which the kiosk may read pictures of titles. *.example.org means every host below example.org."""
    hosts: OverDriveHosts = field(default_factory=OverDriveHosts)
    request_timeout_s: Annotated[Seconds, Meta(ge=1, le=60)] = 10.0

    @property
    def addresses(self) -> Mapping[str, str]:
        """Return the address of each host, by the name of the host in [overdrive.hosts]."""
        usual = dict(_OVERDRIVE_HOSTS)
        if self.environment is Environment.INTEGRATION:
            usual |= _INTEGRATION_HOSTS
        return {name: getattr(self.hosts, name) or url for name, url in usual.items()}

    @property
    def url(self) -> str:
        """Return the address of the members' loans. Linked fobs belong to this address."""
        return self.addresses["patron"]


class EHubSettings(Struct, frozen=True, kw_only=True):
    """The table [ehub]: a content provider of eHUB, the kiosk's key, and the cards and labels of the library."""

    url: Annotated[str, URL]
    """The address of the provider, without the version of the API."""
    api_version: Annotated[str, Meta(pattern=r"^v[0-9]{1,3}(\.[0-9]{1,3})?$")] = "v1"
    site_id: Annotated[str, NAME]
    consumer_id: Annotated[int, Meta(ge=0, le=2**53)]
    key_file: Annotated[Path, ABSOLUTE_PATH] | None = None
    """The file with the kiosk's secret key, or None if systemd gives the key as the credential ehub-key."""
    token_expires_s: Annotated[int, Meta(ge=0, le=86400)] = 0
    """The number of seconds for which a signed token is valid, or 0 for a token that does not say when it ends."""
    claims: tuple[MemberClaim, ...] = (MemberClaim.PATRON_ID, MemberClaim.LIBRARY_CARD)
    """The facts about a member in a signed token. If the provider is the only system, the kiosk knows only the card."""
    loans: LoanContent = LoanContent.PRODUCT
    allow_delete: bool = False
    """True if members can give a loan back before it ends by itself."""
    catalogue: Annotated[Path, ABSOLUTE_PATH] | None = None
    """The file with the titles, their labels and their covers, or None if there is no such file."""
    items: Annotated[str, PATTERN] = "EH-(.+)"
    """A regular expression that a whole label must match. Its first group is the record, its second group the format.

    A label that the file `catalogue` contains is accepted even if it does not match.
    """
    label: Annotated[str, Meta(max_length=60)] = ""
    """The name of the provider on the screen. The settings need it if the kiosk also has OverDrive."""
    remember_loans: bool = False
    """True if the kiosk remembers the loans that members make here, because the provider does not list them."""
    trusted_cards: Annotated[str, PATTERN] = ""
    """A regular expression that a whole card number must match, so that the card alone opens an account.

    If the expression is empty, no card alone opens an account.
    """
    allow_http: bool = False
    request_timeout_s: Annotated[Seconds, Meta(ge=1, le=60)] = 10.0


class LibrarySettings(Struct, frozen=True, kw_only=True):
    """The table [library]: the name, hours and texts of the library, if the lending system does not send them."""

    name: Annotated[str, LIBRARY_NAME]
    lends: LentThings = LentThings.ITEMS
    """The word on the screen for the things that the library lends."""
    phone: str = ""
    email: str = ""
    street: str = ""
    city: str = ""
    web_url: Annotated[str, URL] | None = None
    currency: Annotated[str, Meta(pattern="^[A-Z]{3}$")] = "USD"
    logout_timeout_s: Annotated[Seconds, Meta(ge=30, le=3600)] = 120.0
    hide_money: bool = False
    """True if no amount of money is shown, spoken or printed."""
    max_items: Annotated[int, Meta(ge=0, le=1000)] = 0
    """The largest number of things that a member may have on loan, or 0 if only the lending system sets a limit."""
    welcome_text: str = ""
    home_text: str = ""
    closing_text: str = ""
    """The text at the end of a visit, on the receipt."""
    hours: Mapping[str, Annotated[str, HOURS]] = field(default_factory=dict)
    """The table [library.hours]. The keys are mon, tue and so on. Each value is the hours of this day, or closed."""


class LoginSettings(Struct, frozen=True, kw_only=True):
    """The table [login]: how members log in, by fob or by form."""

    fob: FobRule = FobRule.LINKED
    remember: Remember = Remember.REFRESH_TOKEN
    link_expires_days: Days = 365
    pin: PinRule = PinRule.NEVER
    logout_call: bool = False
    reset_field: Annotated[str, NAME] = "email"
    """The name of a form field. In a request for a new password, this field has the text that the member typed."""
    endpoint_url: Annotated[str, URL] | None = None
    endpoint_verb: LoginMethod = LoginMethod.POST
    endpoint_body: str = ""
    """The body of the vendor's log-in call, in which {code} is replaced by the fob's code."""


class VisitSettings(Struct, frozen=True, kw_only=True):
    """The table [visit]: the time limits, and what happens if a member leaves without finishing the visit."""

    logout_timeout_unit: TimeoutUnit = TimeoutUnit.MINUTES
    warn_s: Annotated[Seconds, Meta(ge=5, le=300)] = 20.0
    walk_away: WalkAway = WalkAway.FINISH


class LoanSettings(Struct, frozen=True, kw_only=True):
    """The table [loans]: the length of loans."""

    default_days: Annotated[int, Meta(ge=1, le=365)] = 7


class ReturnSettings(Struct, frozen=True, kw_only=True):
    """The table [returns]: how tools are returned."""

    condition_statuses: tuple[Annotated[str, NAME], ...] = ()
    shelf: str = "the returns shelf"
    in_transit: str = "the box for other branches"
    hold_shelf: str = "the hold shelf"


class OfflineSettings(Struct, frozen=True, kw_only=True):
    """The table [offline]: the things that people can do while the lending system does not answer."""

    returns: bool = True
    """True if people can bring things back without an account while the lending system does not answer."""
    shelf: str = ""
    """The place for things that people bring back while the lending system does not answer.

    If the text is empty, these things belong on the shelf for returns.
    """


class FeeSettings(Struct, frozen=True, kw_only=True):
    """The table [fees]: the payment of fees."""

    allow_owing: bool = False
    """True if a member is allowed to finish a visit and to pay the fees later."""


class SoundSettings(Struct, frozen=True, kw_only=True):
    """The table [sound]: the sounds of the kiosk."""

    player: Player = Player.APLAY


class PrinterSettings(Struct, frozen=True, kw_only=True):
    """The table [printer]: the printer for paper slips."""

    queue: Annotated[str, QUEUE] | None = None
    """The name of the printer's queue in CUPS, or None if there is no printer and the receipt offers no slip."""


class StaffSettings(Struct, frozen=True, kw_only=True):
    """The table [staff]: the staff's PIN."""

    pin_file: Annotated[Path, ABSOLUTE_PATH] = Path("/etc/lending-kiosk/staff-pin")


class CodeSettings(Struct, frozen=True, kw_only=True):
    """The table [codes]: regular expressions that the whole code of a fob or item must match.

    An empty expression means that there is no rule.
    """

    fob: Annotated[str, PATTERN] = ""
    item: Annotated[str, PATTERN] = ""


class CommandSettings(Struct, frozen=True, kw_only=True):
    """The table [commands]: codes on printed cards that work like buttons."""

    enabled: bool = True


class JournalSettings(Struct, frozen=True, kw_only=True):
    """The table [journal]: when records go to the staff's inbox, and how long the kiosk keeps records."""

    inbox_after_h: Annotated[int, Meta(ge=1, le=720)] = 24
    keep_days: Days = 30


class NetworkSettings(Struct, frozen=True, kw_only=True):
    """The table [network]: the proxy and the certificates with which the kiosk reaches the internet.

    The kiosk ignores the environment variables that name a proxy, such as HTTPS_PROXY.
    """

    proxy: Annotated[str, PROXY] | None = None
    proxy_login_file: Annotated[Path, ABSOLUTE_PATH] | None = None
    """The path of a file with one line, `name:password`, for the log-in at the proxy."""
    no_proxy: tuple[Annotated[str, HOST], ...] = ()
    ca_file: Annotated[Path, ABSOLUTE_PATH] | None = None
    """The path of a PEM file with certificates that are trusted in addition to the system's certificates."""


Table = TypeVar("Table", bound=Struct)


def there(table: Table | None) -> Table:
    """Return this table of the settings file. Raises LookupError if the table is None.

    `load` refuses a file without a table that the lending system needs. So this error never happens with loaded
    settings.
    """
    if table is None:
        raise LookupError("a table that the lending system needs is not in the settings")
    return table


class Settings(Struct, frozen=True, kw_only=True):
    """The whole settings file."""

    kiosk: KioskSettings = field(default_factory=KioskSettings)
    myturn: MyTurnSettings | None = None
    sierra: SierraSettings | None = None
    overdrive: OverDriveSettings | None = None
    ehub: EHubSettings | None = None
    library: LibrarySettings | None = None
    login: LoginSettings = field(default_factory=LoginSettings)
    visit: VisitSettings = field(default_factory=VisitSettings)
    loans: LoanSettings = field(default_factory=LoanSettings)
    returns: ReturnSettings = field(default_factory=ReturnSettings)
    fees: FeeSettings = field(default_factory=FeeSettings)
    offline: OfflineSettings = field(default_factory=OfflineSettings)
    sound: SoundSettings = field(default_factory=SoundSettings)
    printer: PrinterSettings = field(default_factory=PrinterSettings)
    staff: StaffSettings = field(default_factory=StaffSettings)
    codes: CodeSettings = field(default_factory=CodeSettings)
    commands: CommandSettings = field(default_factory=CommandSettings)
    journal: JournalSettings = field(default_factory=JournalSettings)
    network: NetworkSettings = field(default_factory=NetworkSettings)
    overrides: Overrides = field(default_factory=Overrides)
    scanners: tuple[ScannerSpec, ...] = field(default=(), name="scanner")

    @property
    def system(self) -> MyTurnSettings | SierraSettings | OverDriveSettings | EHubSettings:
        """Return the table of the lending system that `backend` in [kiosk] names. `load` refuses a file without it."""
        match self.kiosk.backend:
            case Backend.MYTURN:
                return there(self.myturn)
            case Backend.SIERRA:
                return there(self.sierra)
            case Backend.OVERDRIVE:
                return there(self.overdrive)
            case Backend.EHUB:
                return there(self.ehub)

    @property
    def remembers_loans(self) -> bool:
        """Return True if this kiosk uses a content provider of eHUB, and remembers the loans that are made here."""
        is_used = self.kiosk.backend is Backend.EHUB or Digital.EHUB in self.kiosk.digital
        return is_used and self.ehub is not None and self.ehub.remember_loans

    @property
    def vouched_claims(self) -> tuple[MemberClaim, ...]:
        """Return the facts about a member that the main system must send, because eHUB beside it needs them."""
        return self.ehub.claims if self.ehub is not None and Digital.EHUB in self.kiosk.digital else ()

    @property
    def card_pin(self) -> CardPin | None:
        """Say if the members' cards have a PIN. Return None if members do not log in with a card in this system."""
        if self.kiosk.backend is Backend.EHUB:  # a content provider verifies no PIN
            return CardPin.NONE
        cards = {Backend.SIERRA: self.sierra, Backend.OVERDRIVE: self.overdrive}
        table = cards.get(self.kiosk.backend)
        return table.card_pin if table is not None else None

    @property
    def fob_login(self) -> FobLogin:
        """Return the effect of a fob at log-in.

        If the fob is a card without a PIN, the card alone logs the member in. If the card has a PIN, the kiosk asks for
        the PIN.
        """
        if self.login.fob is not FobRule.CARD:
            return FobLogin(self.login.fob.value)
        return FobLogin.ASK_PASSWORD if self.card_pin is CardPin.REQUIRED else FobLogin.ENDPOINT
