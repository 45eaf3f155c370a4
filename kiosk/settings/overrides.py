"""The table [overrides]: myTurn's own kiosk settings, with the names and types of myTurn's API."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Annotated

from msgspec import Meta

from kiosk.domain.frozen import dataclass
from kiosk.settings.texts import CLOCK_TIME, CURRENCY, LOCALE, NAME


@dataclass(frozen=True, slots=True, kw_only=True)
class OverriddenDay:
    """One weekday of `hours`, which starts with Monday."""

    closed: bool = False
    openTime: Annotated[str, CLOCK_TIME] | None = None
    closeTime: Annotated[str, CLOCK_TIME] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class OverriddenAddress:
    """The `address` of the library."""

    street1: str | None = None
    street2: str | None = None
    city: str | None = None
    principalSubdivision: str | None = None
    country: str | None = None
    phone: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class OverriddenLanguage:
    """One language of `languages`."""

    code: Annotated[str, LOCALE]
    name: Annotated[str, NAME] | None = None
    native: Annotated[str, NAME] | None = None
    isDefault: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Overrides:
    """The overridden settings; None means that the value of the server is used."""

    enableKioskMode: bool | None = None
    selfServeEnabled: bool | None = None
    allowKioskScanLogin: bool | None = None
    allowKioskFormLogin: bool | None = None
    kioskWelcomeText: str | None = None
    kioskHomeText: str | None = None
    kioskCheckInText: str | None = None
    kioskCheckOutText: str | None = None
    kioskPostCheckInText: str | None = None
    kioskPostCheckOutText: str | None = None
    kioskScanLoginErrorText: str | None = None
    kioskFormLoginErrorText: str | None = None
    logoutTimeout: Annotated[float, Meta(ge=0.5, le=3600)] | None = None
    skipKioskCheckinConfirmation: bool | None = None
    skipKioskCheckoutConfirmation: bool | None = None
    skipKioskLogoutConfirmation: bool | None = None
    playSounds: bool | None = None
    hideMoney: bool | None = None
    projectsSupported: bool | None = None
    useTwoPhaseCommitOnKiosk: bool | None = None
    hours: tuple[OverriddenDay, ...] | None = None
    address: OverriddenAddress | None = None
    email: str | None = None
    renewMembershipUrl: str | None = None
    locale: Annotated[str, LOCALE] | None = None
    currencyCode: Annotated[str, CURRENCY] | None = None
    languages: tuple[OverriddenLanguage, ...] | None = None

    def as_answered(self) -> Mapping[str, object]:
        """Return only the overridden settings, in the form of the server's answer."""
        return {name: _without_none(value) for name, value in asdict(self).items() if value is not None}


def _without_none(value: object) -> object:
    match value:
        case dict():
            return {name: one for name, one in value.items() if one is not None}
        case tuple():
            return [_without_none(one) for one in value]
        case _:
            return value
