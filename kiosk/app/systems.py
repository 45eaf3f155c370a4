"""The lending systems that this kiosk can use. No other module of the app names a lending system."""

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple, Protocol

from kiosk.settings.model import Backend, Settings

if TYPE_CHECKING:
    from kiosk.backends.ports import ClockWatch, ItemMemory, WriteLog
    from kiosk.backends.protocol import LendingBackend


class Connect(Protocol):
    """A function that makes the back end of one lending system."""

    def __call__(
        self,
        settings: Settings,
        log: "WriteLog",
        items: "ItemMemory",
        now: Callable[[], datetime],
        watch: "ClockWatch | None" = None,
    ) -> "LendingBackend":
        """Return the back end. Sends no request. Raises MisconfiguredError if the settings cannot be used."""
        ...


class LendingSystem(NamedTuple):
    """The parts of a lending system that the app needs.

    `url` is the address of the site. A linked fob in the vault is valid only for one address. `module` is the name of
    the module with the back end. The kiosk loads this module after the first frame.
    """

    url: str
    module: str
    connect: Connect


def system_of(settings: Settings) -> LendingSystem:
    """Return the lending system that is chosen in the settings."""
    url = settings.system.url
    match settings.kiosk.backend:
        case Backend.MYTURN:
            return LendingSystem(url, "kiosk.backends.myturn.backend", _myturn)
        case Backend.SIERRA:
            return LendingSystem(url, "kiosk.backends.sierra.backend", _sierra)
        case Backend.OVERDRIVE:
            return LendingSystem(url, "kiosk.backends.overdrive.backend", _overdrive)


def _myturn(
    settings: Settings,
    log: "WriteLog",
    items: "ItemMemory",
    now: Callable[[], datetime],
    watch: "ClockWatch | None" = None,
) -> "LendingBackend":
    from kiosk.app.sites import site_of
    from kiosk.backends.myturn.backend import MyTurnBackend

    return MyTurnBackend(site_of(settings), log, items, now, watch=watch)


def _sierra(
    settings: Settings,
    log: "WriteLog",
    items: "ItemMemory",
    now: Callable[[], datetime],
    watch: "ClockWatch | None" = None,
) -> "LendingBackend":
    from kiosk.app.sierra_site import sierra_site
    from kiosk.app.sites import network_of
    from kiosk.backends.sierra.backend import SierraBackend

    return SierraBackend(sierra_site(settings, network_of(settings)), log, items, now, watch=watch)


def _overdrive(
    settings: Settings,
    log: "WriteLog",
    items: "ItemMemory",
    now: Callable[[], datetime],
    watch: "ClockWatch | None" = None,
) -> "LendingBackend":
    from kiosk.app.overdrive_site import overdrive_site
    from kiosk.app.sites import network_of
    from kiosk.backends.overdrive.backend import OverDriveBackend

    return OverDriveBackend(overdrive_site(settings, network_of(settings)), log, items, now, watch=watch)
