"""The code that reads and checks the settings file, and makes the rules for visits from the settings.

The code of the lending system checks the settings about the server.
"""

import os
import re
from collections.abc import Mapping
from pathlib import Path

from hardware.spec import Reads
from kiosk.app.system_key import SYSTEM_KEYS, SystemKey, key_file, keys_of, system_key, with_key_file
from kiosk.app.systems import lends_things
from kiosk.domain.library import CodeRule, FobLogin, House
from kiosk.settings.load import load, read_text
from kiosk.settings.model import Backend, FobRule, MyTurnSettings, NetworkSettings, PinRule, Settings, TimeoutUnit
from kiosk.settings.problems import SettingsError, SettingsProblem, with_lines
from kiosk.texts import languages

_USUAL = re.compile(r"https?://[\w.:-]+/library/?", re.ASCII)


def usable_settings(path: Path, service_keys: Mapping[str, Path] | None = None) -> Settings:
    """Return the settings in this file. Raises SettingsError, which lists every mistake and every unusable value.

    systemd can give the keys of lending systems to the kiosk's service, but not to a command that staff run.
    `service_keys` has the files from which systemd reads these keys, by the names of the credentials. If the settings
    name no file for a key, a command of staff reads the key from the file in `service_keys`.
    """
    settings = load(path)
    for each in keys_of(settings):
        if key_file(settings, each) is None and "CREDENTIALS_DIRECTORY" not in os.environ:
            settings = with_key_file(settings, each, (service_keys or {}).get(each.credential))
    key = SYSTEM_KEYS.get(settings.kiosk.backend)
    wrong = []
    if settings.kiosk.language not in languages():
        known = f"a language that the kiosk speaks: {', '.join(languages())}"
        wrong.append(SettingsProblem("kiosk.language", f'"{settings.kiosk.language}"', known))
    myturn = settings.myturn
    if settings.kiosk.backend is Backend.MYTURN and myturn is not None:
        wrong += _wrong_site(myturn) if myturn.paths or not _USUAL.fullmatch(myturn.url) else ()
    if key is not None:
        wrong += _wrong_key(settings, key)
    if settings.kiosk.backend is Backend.EHUB and settings.ehub is not None and settings.ehub.catalogue is not None:
        wrong += _wrong_catalogue(settings)
    if settings.network != NetworkSettings():
        wrong += _wrong_network(settings)
    if wrong:
        raise SettingsError(path, with_lines(wrong, read_text(path)))
    return settings


def _wrong_network(settings: Settings) -> list[SettingsProblem]:
    from kiosk.app.sites import network_of
    from kiosk.backends.errors import MisconfiguredError

    try:
        network_of(settings)
    except MisconfiguredError as why:
        key, _, said = str(why).removeprefix("[network] ").partition(": ")
        return [SettingsProblem(f"network.{key}", said, "")]
    return []


def _wrong_key(settings: Settings, key: SystemKey) -> list[SettingsProblem]:
    from kiosk.backends.errors import MisconfiguredError

    try:
        system_key(settings, key)
    except MisconfiguredError as why:
        return [SettingsProblem(f"{key.table}.{key.setting}", str(why).removeprefix(f"{key.where}: "), "")]
    return []


def _wrong_catalogue(settings: Settings) -> list[SettingsProblem]:
    from kiosk.app.ehub_site import catalogue_of
    from kiosk.backends.errors import MisconfiguredError

    try:
        catalogue_of(settings)
    except MisconfiguredError as why:
        return [SettingsProblem("ehub.catalogue", str(why).removeprefix("[ehub] catalogue: "), "")]
    return []


def _wrong_site(site: MyTurnSettings) -> list[SettingsProblem]:
    # These modules load the HTTP library, which takes time. They are imported only in this function, because the caller
    # does not call it for an address of the usual form (_USUAL) without paths in the settings.
    from kiosk.backends.errors import MisconfiguredError
    from kiosk.backends.myturn.paths import Paths, wrong_lines

    wrong = [SettingsProblem(f"myturn.paths.{name}", why, "") for name, why in wrong_lines(site.paths).items()]
    try:
        Paths(site.url, allow_http=site.allow_http)
    except MisconfiguredError as why:
        wrong.append(SettingsProblem("myturn.url", str(why).removeprefix("[myturn] url: "), ""))
    return wrong


def _minute_s(settings: Settings) -> float:
    """Return the length of one unit of the log-out time, in seconds: 1 for seconds, and 60 for minutes.

    myTurn sends a number without its unit, so the unit comes from the setting `logout_timeout_unit`. For all other
    lending systems, the number is in seconds.
    """
    is_own = settings.kiosk.backend is not Backend.MYTURN
    return 1.0 if is_own or settings.visit.logout_timeout_unit is TimeoutUnit.SECONDS else 60.0


def fob_returns(settings: Settings) -> bool:
    """Return True if people can show a linked fob when they bring things back while the lending system does not answer.

    When the system answers again, the kiosk sends these returns with the account that is linked to the fob. Only a
    system that takes an item back only from the member who has it on loan needs this.
    """
    needs_member = settings.kiosk.backend is Backend.MYTURN
    return needs_member and settings.offline.returns and settings.fob_login is FobLogin.LINKED


def house_of(settings: Settings) -> House:
    """Return the rules that all visits at this kiosk follow. The rules come from the settings."""
    reads = {scanner.reads for scanner in settings.scanners}
    return House(
        station=settings.kiosk.station,
        language=settings.kiosk.language,
        fob_login=settings.fob_login,
        can_link=settings.fob_login is FobLogin.LINKED,
        fob_is_card=settings.login.fob is FobRule.CARD,
        link_days=settings.login.link_expires_days,
        link_pin=settings.login.pin is not PinRule.NEVER,
        minute_s=_minute_s(settings),
        warn_s=settings.visit.warn_s,
        walk_away=settings.visit.walk_away,
        shelf=settings.returns.shelf,
        in_transit=settings.returns.in_transit,
        hold_shelf=settings.returns.hold_shelf,
        drop_box=settings.sierra is not None and settings.sierra.drop_box,
        offline_returns=settings.offline.returns and lends_things(settings),
        fob_returns=fob_returns(settings),
        offline_shelf=settings.offline.shelf,
        codes=CodeRule(settings.codes.fob, settings.codes.item),
        commands=settings.commands.enabled,
        resets_password=settings.myturn is not None and "reset_password" in settings.myturn.paths,
        allow_owing=settings.fees.allow_owing,
        prints=settings.printer.queue is not None,
        languages=languages(),
        has_fob_reader=bool(reads & {Reads.FOBS, Reads.ANYTHING}),
        has_item_reader=bool(reads & {Reads.ITEMS, Reads.ANYTHING}),
    )
