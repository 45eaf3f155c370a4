"""The rules of a settings file that the type of one value cannot express, such as a rule about two keys."""

import re
from collections.abc import Iterator, Mapping

from msgspec import Struct

from hardware.spec import Driver, ScannerSpec
from kiosk.settings.model import (
    Backend,
    CardMemory,
    CardPin,
    Digital,
    EHubSettings,
    FobRule,
    KioskSettings,
    LibrarySettings,
    LoginSettings,
    MemberClaim,
    MyTurnSettings,
    OverDriveSettings,
    Remember,
    Settings,
    SierraSettings,
)
from kiosk.settings.problems import SettingsProblem
from kiosk.settings.tables import Walk
from kiosk.settings.text_values import is_safe
from kiosk.settings.values import shown

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_HTTPS = "https:// (http:// only to this machine itself, or with allow_http = true in [myturn])"


def broken_rules(walk: Walk) -> Iterator[SettingsProblem]:
    """Yield a problem for every rule that the settings in `walk` break.

    Leave out a problem whose key already has another problem, because the wrong value perhaps causes both problems.
    """
    yield from (broken for broken in _broken(walk) if not walk.has_problem_at(broken.key))


def missing_tables(settings: Settings) -> Iterator[tuple[str, type[Struct]]]:
    """Yield the name and the type of each table that is missing, although a lending system of this kiosk needs it."""
    match settings.kiosk.backend:
        case Backend.MYTURN if settings.myturn is None:
            yield "myturn", MyTurnSettings
        case Backend.SIERRA:
            if settings.sierra is None:
                yield "sierra", SierraSettings
            if settings.library is None:
                yield "library", LibrarySettings
        case Backend.OVERDRIVE:
            if settings.overdrive is None:
                yield "overdrive", OverDriveSettings
            if settings.library is None:
                yield "library", LibrarySettings
        case Backend.EHUB:
            if settings.ehub is None:
                yield "ehub", EHubSettings
            if settings.library is None:
                yield "library", LibrarySettings
        case _:
            pass
    if Digital.OVERDRIVE in settings.kiosk.digital and settings.overdrive is None:
        yield "overdrive", OverDriveSettings
    if Digital.EHUB in settings.kiosk.digital and settings.ehub is None:
        yield "ehub", EHubSettings


_Table = OverDriveSettings | EHubSettings
_NOT_SAID: Mapping[Backend, Mapping[MemberClaim, str]] = {
    Backend.MYTURN: {
        MemberClaim.LIBRARY_CARD: "a member of myTurn can log in by user name, by membership ID or by fob",
        MemberClaim.BIRTH_DATE: "myTurn does not say it",
    },
    Backend.OVERDRIVE: {
        MemberClaim.EMAIL: "OverDrive does not say it",
        MemberClaim.BIRTH_DATE: "OverDrive does not say it",
    },
    Backend.SIERRA: {},
    Backend.EHUB: dict.fromkeys((MemberClaim.EMAIL, MemberClaim.BIRTH_DATE), "the kiosk knows only the card"),
}
"""For each main system, the claims of an eHUB token whose values the system does not know. Each has its reason."""


def _broken(walk: Walk) -> Iterator[SettingsProblem]:
    structs = [one.struct for one in walk.built]
    allow_http = any(isinstance(one, MyTurnSettings) and one.allow_http for one in structs)
    is_myturn = not any(isinstance(one, KioskSettings) and one.backend is not Backend.MYTURN for one in structs)
    for one in structs:
        if isinstance(one, MyTurnSettings) and not (allow_http or is_safe(one.url)):
            yield SettingsProblem("myturn.url", shown(one.url), _HTTPS)
        if isinstance(one, SierraSettings):
            yield from _sierra_addresses(one)
        if isinstance(one, OverDriveSettings):
            yield from _overdrive_addresses(one)
        if isinstance(one, EHubSettings) and not (one.allow_http or is_safe(one.url)):
            yield SettingsProblem("ehub.url", shown(one.url), _HTTPS.replace("[myturn]", "[ehub]"))
        if isinstance(one, LoginSettings) and one.fob is FobRule.ENDPOINT and is_myturn:
            yield from _endpoint(one, allow_http=allow_http)
        if isinstance(one, LibrarySettings):
            yield from _days(one)
        if isinstance(one, Settings):
            yield from _of_the_system(one)
    scanners = {path: struct for path, struct in walk.built if isinstance(struct, ScannerSpec)}
    yield from _names(scanners)
    yield from _ports(scanners)
    for path, spec in scanners.items():
        if not walk.has_problem_at(f"{path}.driver"):  # the driver decides which settings a reader needs
            yield from _reader(path, spec, has_all_steps=not walk.has_problem_at(f"{path}.transform"))


def _sierra_addresses(sierra: SierraSettings) -> Iterator[SettingsProblem]:
    for key, url in (("url", sierra.url), ("token_url", sierra.token_url)):
        if url is not None and not (sierra.allow_http or is_safe(url)):
            yield SettingsProblem(f"sierra.{key}", shown(url), _HTTPS.replace("[myturn]", "[sierra]"))


def _overdrive_addresses(overdrive: OverDriveSettings) -> Iterator[SettingsProblem]:
    for name, url in overdrive.addresses.items():
        if not is_safe(url):
            yield SettingsProblem(f"overdrive.hosts.{name}", shown(url), "https:// (http:// only to this machine)")


def _days(library: LibrarySettings) -> Iterator[SettingsProblem]:
    for day in library.hours:
        if day not in DAYS:
            yield SettingsProblem(f"library.hours.{day}", "an unknown day", f"one of {', '.join(DAYS)}")


def _of_the_system(settings: Settings) -> Iterator[SettingsProblem]:
    """Yield a problem for each setting that does not fit the lending system."""
    yield from _beside(settings)
    fob, remember = settings.login.fob, settings.login.remember
    if settings.kiosk.backend is Backend.MYTURN:
        if fob is FobRule.CARD:
            allowed = "linked, ask-password, endpoint or off: at myTurn no card number alone logs anybody in"
            yield SettingsProblem("login.fob", shown(fob.value), allowed)
        return
    backend = settings.kiosk.backend
    if backend is Backend.EHUB:
        yield from _trusted(settings)
        return
    if backend is Backend.SIERRA and settings.kiosk.time_zone is None:
        allowed = 'the time zone of the library, such as "America/New_York": Sierra does not say it'
        yield SettingsProblem("kiosk.time_zone", "nothing", allowed)
    if fob is FobRule.ENDPOINT:
        allowed = f'card, linked, ask-password or off, with backend = "{backend.value}"'
        yield SettingsProblem("login.fob", shown(fob.value), allowed)
    if fob is FobRule.ASK_PASSWORD and settings.card_pin is CardPin.NONE:
        yield SettingsProblem(
            "login.fob", shown(fob.value), 'card, linked or off: with card_pin = "none" there is no PIN'
        )
    if fob is FobRule.LINKED and remember is Remember.REFRESH_TOKEN:
        name = "Sierra" if backend is Backend.SIERRA else "OverDrive"
        allowed = f'password, with backend = "{backend.value}" and fob = "linked": {name} gives no token to members'
        yield SettingsProblem("login.remember", shown(remember.value), allowed)
    yield from _card_memory(settings)


def _beside(settings: Settings) -> Iterator[SettingsProblem]:
    """Yield the problems of the settings for the digital systems, such as a system that is named twice."""
    backend, digital = settings.kiosk.backend.value, settings.kiosk.digital
    if backend in {each.value for each in digital}:
        yield SettingsProblem(
            "kiosk.digital", shown(backend), f'other systems than the main one, backend = "{backend}"'
        )
        return
    if len(set(digital)) < len(digital):
        yield SettingsProblem("kiosk.digital", "the same system twice", "each system once")
    tables: dict[Digital, _Table | None] = {Digital.OVERDRIVE: settings.overdrive, Digital.EHUB: settings.ehub}
    beside = {each: table for each, table in tables.items() if each in digital and table is not None}
    for each, table in beside.items():
        if not table.items:
            whose = "OverDrive" if each is Digital.OVERDRIVE else "the content provider"
            allowed = (
                f"the form of the labels of {whose}, as a regular expression: all other labels go to the main system"
            )
            yield SettingsProblem(f"{each.value}.items", "nothing", allowed)
    if len({table.items for table in beside.values()}) < len(beside):
        allowed = "another form than [overdrive] items, so that each label belongs to one system"
        yield SettingsProblem("ehub.items", shown(beside[Digital.EHUB].items), allowed)
    if Digital.EHUB in beside and settings.ehub is not None:
        yield from _unsaid(settings.ehub, settings.kiosk.backend)
        if (len(beside) > 1 or settings.kiosk.backend is Backend.OVERDRIVE) and not settings.ehub.label.strip():
            allowed = "the name of the content provider for members, because they also see loans of OverDrive"
            yield SettingsProblem("ehub.label", "nothing", allowed)


def _unsaid(ehub: EHubSettings, backend: Backend) -> Iterator[SettingsProblem]:
    """Yield a problem for each claim for which the main system does not know the value.

    Also yield a problem if the settings list no claims. If a claim were missing in a token, the provider could take
    the member for somebody else.
    """
    if not ehub.claims:
        yield SettingsProblem("ehub.claims", "nothing", 'a list of claims, such as ["patronId"]')
    said = tuple(each for each in ehub.claims if each not in _NOT_SAID[backend])
    for claim, why in _NOT_SAID[backend].items():
        if claim in ehub.claims:
            others = ", ".join(f'"{each.value}"' for each in said or (MemberClaim.PATRON_ID,))
            yield SettingsProblem("ehub.claims", shown(claim.value), f"[{others}], beside this system: {why}")


def _trusted(settings: Settings) -> Iterator[SettingsProblem]:
    """Yield the problems of a kiosk whose main system is a content provider of eHUB.

    The provider verifies nobody, and the kiosk knows only the number of the card that was scanned. So the settings
    must say which cards the kiosk trusts, and the token must have the number of the card.
    """
    ehub, fob = settings.ehub, settings.login.fob
    if fob not in {FobRule.CARD, FobRule.OFF}:
        allowed = 'card or off, with backend = "ehub": a content provider verifies no password'
        yield SettingsProblem("login.fob", shown(fob.value), allowed)
    if ehub is None:
        return
    if not ehub.trusted_cards:
        allowed = (
            'a regular expression of the cards that may borrow, such as "2[0-9]{13}": the provider verifies nobody'
        )
        yield SettingsProblem("ehub.trusted_cards", "nothing", allowed)
    for claim, why in _NOT_SAID[Backend.EHUB].items():
        if claim in ehub.claims:
            yield SettingsProblem("ehub.claims", shown(claim.value), f'["libraryCard"], with backend = "ehub": {why}')
    if MemberClaim.LIBRARY_CARD not in ehub.claims:
        allowed = 'a list with "libraryCard", with backend = "ehub": the kiosk knows only the card of a member'
        yield SettingsProblem("ehub.claims", "no libraryCard", allowed)


def _card_memory(settings: Settings) -> Iterator[SettingsProblem]:
    """Yield a problem if a linked fob would store a card that the kiosk must forget at the end of the visit."""
    overdrive = settings.overdrive
    if settings.kiosk.backend is not Backend.OVERDRIVE or overdrive is None:
        return
    if settings.login.fob is FobRule.LINKED and overdrive.remember is CardMemory.SESSION:
        allowed = 'password, with [login] fob = "linked": a linked fob keeps card and PIN sealed'
        yield SettingsProblem("overdrive.remember", shown(overdrive.remember.value), allowed)


def _endpoint(login: LoginSettings, *, allow_http: bool) -> Iterator[SettingsProblem]:
    if login.endpoint_url is None:
        yield SettingsProblem(
            "login.endpoint_url", "nothing", 'the address of the vendor\'s log-in call, with fob = "endpoint"'
        )
        return
    if not (allow_http or is_safe(login.endpoint_url)):
        yield SettingsProblem("login.endpoint_url", shown(login.endpoint_url), _HTTPS)
    if "{code}" not in login.endpoint_url + login.endpoint_body:
        allowed = "{code} where the fob's code goes, here or in endpoint_url"
        yield SettingsProblem("login.endpoint_body", shown(login.endpoint_body), allowed)


def _names(scanners: Mapping[str, ScannerSpec]) -> Iterator[SettingsProblem]:
    first: dict[str, str] = {}
    for path, spec in scanners.items():
        if not spec.name.strip():
            yield SettingsProblem(f"{path}.name", shown(spec.name), "a name")
        elif first.setdefault(spec.name, path) != path:
            yield SettingsProblem(
                f"{path}.name", shown(spec.name), f"a name of its own: {first[spec.name]} has this one"
            )


def _ports(scanners: Mapping[str, ScannerSpec]) -> Iterator[SettingsProblem]:
    first: dict[str, str] = {}
    for path, spec in scanners.items():
        if spec.driver is Driver.SERIAL and spec.port and first.setdefault(spec.port, path) != path:
            yield SettingsProblem(
                f"{path}.port", shown(spec.port), f"a port of its own: {first[spec.port]} has this one"
            )


def _reader(path: str, spec: ScannerSpec, *, has_all_steps: bool) -> Iterator[SettingsProblem]:
    from hardware.spec_check import problems  # this import also loads decoders, which not every kiosk needs

    for wrong in problems(spec):
        # A wrong step of `transform` was already reported and left out of `spec`. Perhaps the example fails only
        # because this step is missing, so the failure of the example is not reported.
        if has_all_steps or wrong.key != "example":
            yield SettingsProblem(f"{path}.{_counted_from_one(wrong.key)}", wrong.text, "")


def _counted_from_one(key: str) -> str:
    return re.sub(r"\[(\d+)\]", lambda place: f"[{int(place[1]) + 1}]", key)
