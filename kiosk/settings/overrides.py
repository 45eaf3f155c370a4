"""The table [overrides] of the settings file. Its values replace settings for kiosks that the myTurn server sends.

The names and types of the values are those of myTurn's API.
"""

from collections.abc import Mapping
from typing import Annotated

from msgspec import Meta, Struct
from msgspec.structs import asdict

from kiosk.settings.text_values import CLOCK_TIME, CURRENCY, LOCALE, NAME


class OverriddenDay(Struct, frozen=True, kw_only=True):
    """The opening hours of one weekday. The list `hours` has one element for each weekday, Monday first."""

    closed: bool = False
    openTime: Annotated[str, CLOCK_TIME] | None = None
    closeTime: Annotated[str, CLOCK_TIME] | None = None


class OverriddenAddress(Struct, frozen=True, kw_only=True):
    """The address of the library, in the key `address`."""

    street1: str | None = None
    street2: str | None = None
    city: str | None = None
    principalSubdivision: str | None = None
    country: str | None = None
    phone: str | None = None


class OverriddenLanguage(Struct, frozen=True, kw_only=True):
    """One language, an element of the list `languages`."""

    code: Annotated[str, LOCALE]
    name: Annotated[str, NAME] | None = None
    native: Annotated[str, NAME] | None = None
    isDefault: bool = False


class Overrides(Struct, frozen=True, kw_only=True):
    """Values that replace settings of the server. None means that the kiosk uses the value that the server sends."""

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
        """Return only the settings that the file replaces, in the form in which the server sends its settings."""
        return _without_none(self)


def _without_none(table: Struct) -> dict[str, object]:
    return {name: _answered(value) for name, value in asdict(table).items() if value is not None}


def _answered(value: object) -> object:
    match value:
        case Struct():
            return _without_none(value)
        case tuple():
            return [_answered(one) for one in value]
        case _:
            return value
