"""What the settings file says, as frozen structs. The names are those of the file, and so are the defaults."""

from collections.abc import Mapping
from dataclasses import field
from enum import StrEnum
from pathlib import Path
from typing import Annotated

from msgspec import Meta

from hardware.spec import ScannerSpec
from kiosk.domain.frozen import dataclass
from kiosk.domain.library import FobLogin, WalkAway
from kiosk.settings.overrides import Overrides
from kiosk.settings.texts import (
    ABSOLUTE_PATH,
    DISPLAY,
    HOST,
    LANGUAGE,
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


class Theme(StrEnum):
    """The looks of the screens."""

    LIGHT = "light"
    DARK = "dark"
    HIGH_CONTRAST = "high-contrast"


class Remember(StrEnum):
    """What is kept, sealed, for a linked fob."""

    REFRESH_TOKEN = "refresh-token"  # noqa: S105 - the kind's name, not a secret
    PASSWORD = "password"  # noqa: S105 - as above


class PinRule(StrEnum):
    """When a linked fob also needs its PIN."""

    NEVER = "never"
    FIRST_VISIT_OF_DAY = "first-visit-of-day"
    ALWAYS = "always"


class Verb(StrEnum):
    """How the vendor's log-in call is made."""

    GET = "GET"
    POST = "POST"
    PUT = "PUT"


class TimeoutUnit(StrEnum):
    """What myTurn's logoutTimeout counts."""

    MINUTES = "minutes"
    SECONDS = "seconds"


class Player(StrEnum):
    """The program that plays sounds."""

    APLAY = "aplay"
    PW_PLAY = "pw-play"
    OFF = "off"


@dataclass(frozen=True, slots=True, kw_only=True)
class KioskSettings:
    """[kiosk]: this machine."""

    station: Annotated[str, NAME] = "kiosk"
    backend: Backend = Backend.MYTURN
    language: Annotated[str, LANGUAGE] = "en"
    theme: Theme = Theme.LIGHT
    display: Annotated[Display, DISPLAY] = field(default_factory=Display)
    state_dir: Annotated[Path, ABSOLUTE_PATH] = Path("/var/lib/lending-kiosk")
    time_zone: Annotated[str, TIME_ZONE] | None = None
    """None: the machine's."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MyTurnSettings:
    """[myturn]: where the lending system is."""

    url: Annotated[str, URL]
    allow_http: bool = False
    request_timeout_s: Annotated[Seconds, Meta(ge=1, le=60)] = 10.0
    paths: Mapping[str, str] = field(default_factory=dict)
    """[myturn.paths]: operation name -> path, where a site differs."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LoginSettings:
    """[login]: what a fob does."""

    fob: FobLogin = FobLogin.LINKED
    remember: Remember = Remember.REFRESH_TOKEN
    link_expires_days: Days = 365
    pin: PinRule = PinRule.NEVER
    logout_call: bool = False
    reset_field: Annotated[str, NAME] = "email"
    """Under which name the call for a new password takes what was typed."""
    endpoint_url: Annotated[str, URL] | None = None
    endpoint_verb: Verb = Verb.POST
    endpoint_body: str = ""
    """{code} stands for the fob's code."""


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitSettings:
    """[visit]: time, and people who leave."""

    logout_timeout_unit: TimeoutUnit = TimeoutUnit.MINUTES
    warn_s: Annotated[Seconds, Meta(ge=5, le=300)] = 20.0
    walk_away: WalkAway = WalkAway.FINISH


@dataclass(frozen=True, slots=True, kw_only=True)
class LoanSettings:
    """[loans]."""

    default_days: Annotated[int, Meta(ge=1, le=365)] = 7


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnSettings:
    """[returns]."""

    condition_statuses: tuple[Annotated[str, NAME], ...] = ()
    shelf: str = "the returns shelf"


@dataclass(frozen=True, slots=True, kw_only=True)
class FeeSettings:
    """[fees]."""

    allow_owing: bool = False
    """May a member finish with lines that cost something and are paid later?"""


@dataclass(frozen=True, slots=True, kw_only=True)
class SoundSettings:
    """[sound]."""

    player: Player = Player.APLAY


@dataclass(frozen=True, slots=True, kw_only=True)
class PrinterSettings:
    """[printer]: slips of paper."""

    queue: Annotated[str, QUEUE] | None = None
    """CUPS' name of the printer; None: the receipt offers no slip."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StaffSettings:
    """[staff]."""

    pin_file: Annotated[Path, ABSOLUTE_PATH] = Path("/etc/lending-kiosk/staff-pin")


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeSettings:
    """[codes]: regular expressions over the whole code; empty: no rule."""

    fob: Annotated[str, PATTERN] = ""
    item: Annotated[str, PATTERN] = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CommandSettings:
    """[commands]: codes on a printed card that work like buttons."""

    enabled: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class JournalSettings:
    """[journal]: how long what is written down stays."""

    inbox_after_h: Annotated[int, Meta(ge=1, le=720)] = 24
    keep_days: Days = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class NetworkSettings:
    """[network]: the way out, where it is not straight. The environment's own words for it count for nothing."""

    proxy: Annotated[str, PROXY] | None = None
    proxy_login_file: Annotated[Path, ABSOLUTE_PATH] | None = None
    """One line, name:password."""
    no_proxy: tuple[Annotated[str, HOST], ...] = ()
    ca_file: Annotated[Path, ABSOLUTE_PATH] | None = None
    """Certificates (PEM) that are trusted beside the system's own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """The whole file."""

    kiosk: KioskSettings = field(default_factory=KioskSettings)
    myturn: MyTurnSettings
    login: LoginSettings = field(default_factory=LoginSettings)
    visit: VisitSettings = field(default_factory=VisitSettings)
    loans: LoanSettings = field(default_factory=LoanSettings)
    returns: ReturnSettings = field(default_factory=ReturnSettings)
    fees: FeeSettings = field(default_factory=FeeSettings)
    sound: SoundSettings = field(default_factory=SoundSettings)
    printer: PrinterSettings = field(default_factory=PrinterSettings)
    staff: StaffSettings = field(default_factory=StaffSettings)
    codes: CodeSettings = field(default_factory=CodeSettings)
    commands: CommandSettings = field(default_factory=CommandSettings)
    journal: JournalSettings = field(default_factory=JournalSettings)
    network: NetworkSettings = field(default_factory=NetworkSettings)
    overrides: Overrides = field(default_factory=Overrides)
    scanners: tuple[ScannerSpec, ...] = field(default=(), metadata={"key": "scanner"})
