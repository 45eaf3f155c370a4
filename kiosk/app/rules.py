"""The settings, in the form that the visit's behaviour needs."""

from hardware.spec import Reads
from kiosk.domain.library import CodeRule, FobLogin, House
from kiosk.settings.model import PinRule, Settings, TimeoutUnit
from kiosk.texts import languages


def house_of(settings: Settings) -> House:
    """Return the rules of this kiosk."""
    reads = {scanner.reads for scanner in settings.scanners}
    return House(
        station=settings.kiosk.station,
        language=settings.kiosk.language,
        fob_login=settings.login.fob,
        can_link=settings.login.fob is FobLogin.LINKED,
        link_days=settings.login.link_expires_days,
        link_pin=settings.login.pin is not PinRule.NEVER,
        minute_s=60.0 if settings.visit.logout_timeout_unit is TimeoutUnit.MINUTES else 1.0,
        warn_s=settings.visit.warn_s,
        walk_away=settings.visit.walk_away,
        shelf=settings.returns.shelf,
        codes=CodeRule(settings.codes.fob, settings.codes.item),
        commands=settings.commands.enabled,
        resets_password="reset_password" in settings.myturn.paths,
        allow_owing=settings.fees.allow_owing,
        prints=settings.printer.queue is not None,
        languages=languages(),
        has_fob_reader=bool(reads & {Reads.FOBS, Reads.ANYTHING}),
        has_item_reader=bool(reads & {Reads.ITEMS, Reads.ANYTHING}),
    )
