"""The lending systems that this kiosk can use. No other module of the app names a lending system."""

import logging
from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple, Protocol

from kiosk.settings.model import Backend, CardMemory, CardPin, Digital, FobRule, Settings, there

if TYPE_CHECKING:
    from kiosk.backends.ports import ClockWatch, ItemMemory, LoanRegister, WriteLog
    from kiosk.backends.protocol import LendingBackend
    from kiosk.domain.digital import DigitalSystem

_log = logging.getLogger("kiosk.systems")


class Connect(Protocol):
    """A function that makes the back end of one lending system."""

    def __call__(
        self,
        settings: Settings,
        log: "WriteLog",
        items: "ItemMemory",
        now: Callable[[], datetime],
        watch: "ClockWatch | None" = None,
        loans: "LoanRegister | None" = None,
    ) -> "LendingBackend":
        """Return the back end. Sends no request. Raises MisconfiguredError if the settings cannot be used.

        `loans` is the store for the digital loans that are made at this kiosk. Only a system that cannot list the loans
        of a member needs this store.
        """
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
    """Return the lending system that is chosen in the settings, with its digital systems if there are any."""
    main = _main_system(settings)
    return main._replace(connect=_with_digital(main.connect)) if settings.kiosk.digital else main


def lends_things(settings: Settings) -> bool:
    """Return True if the main system lends things, which members bring back. Return False if it lends only titles."""
    match settings.kiosk.backend:
        case Backend.MYTURN | Backend.SIERRA:
            return True
        case Backend.OVERDRIVE | Backend.EHUB:
            return False


def _main_system(settings: Settings) -> LendingSystem:
    url = settings.system.url
    match settings.kiosk.backend:
        case Backend.MYTURN:
            return LendingSystem(url, "kiosk.backends.myturn.backend", _myturn)
        case Backend.SIERRA:
            return LendingSystem(url, "kiosk.backends.sierra.backend", _sierra)
        case Backend.OVERDRIVE:
            return LendingSystem(url, "kiosk.backends.overdrive.backend", _overdrive)
        case Backend.EHUB:
            return LendingSystem(url, "kiosk.backends.ehub.backend", _ehub)


def _myturn(
    settings: Settings,
    log: "WriteLog",
    items: "ItemMemory",
    now: Callable[[], datetime],
    watch: "ClockWatch | None" = None,
    loans: "LoanRegister | None" = None,  # noqa: ARG001 - this system lists the loans itself
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
    loans: "LoanRegister | None" = None,  # noqa: ARG001 - this system lists the loans itself
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
    loans: "LoanRegister | None" = None,  # noqa: ARG001 - this system lists the loans itself
) -> "LendingBackend":
    from kiosk.app.overdrive_site import overdrive_site
    from kiosk.app.sites import network_of
    from kiosk.backends.overdrive.backend import OverDriveBackend

    return OverDriveBackend(overdrive_site(settings, network_of(settings)), log, items, now, watch=watch)


def _with_digital(connect_main: Connect) -> Connect:
    """Return a function that makes the back end of the main system together with its digital systems.

    If the settings of a digital system cannot be used, the kiosk works without this system, and staff are told.
    """

    def connect(
        settings: Settings,
        log: "WriteLog",
        items: "ItemMemory",
        now: Callable[[], datetime],
        watch: "ClockWatch | None" = None,
        loans: "LoanRegister | None" = None,
    ) -> "LendingBackend":
        from kiosk.backends.errors import MisconfiguredError
        from kiosk.backends.marked import MarkedLog
        from kiosk.backends.protocol import Lack
        from kiosk.backends.several import Beside, SeveralBackend

        main = connect_main(settings, log, items, now, watch, loans)
        systems, lacks = [], []
        for digital in settings.kiosk.digital:
            make, system = _digital_system(settings, digital)
            name = system.label or digital.value
            try:
                backend = make(settings, MarkedLog(digital.value, log), items, now, None, loans)
            except MisconfiguredError as why:
                _log.error("the digital system %s is left out: %s", digital.value, why)
                remedy = why.remedy or "put it right, then start the kiosk again"
                lacks.append(Lack(f"{name} is left out: {why}", remedy))
            else:
                trusts = digital is Digital.EHUB
                systems.append(Beside(system, backend, same_cards=settings.card_pin is not None, vouched=trusts))
        return SeveralBackend(main, systems, lacks)

    return connect


def _digital_system(settings: Settings, digital: Digital) -> "tuple[Connect, DigitalSystem]":
    """Return the function that makes the back end of this digital system, and the facts that a visit needs about it."""
    from kiosk.domain.digital import CardRemembering, DigitalSystem

    can_remember = digital.value in systems_with_remembered_cards(settings)
    remembering = CardRemembering.WITH_LINK if can_remember else CardRemembering.NEVER
    match digital:
        case Digital.OVERDRIVE:
            overdrive = there(settings.overdrive)
            has_pin = overdrive.card_pin is CardPin.REQUIRED
            system = DigitalSystem(digital.value, "Libby", overdrive.items, has_pin, remembering=remembering)
            return _overdrive, system
        case Digital.EHUB:
            ehub = there(settings.ehub)
            return _ehub, DigitalSystem(digital.value, ehub.label, ehub.items, has_pin=False)


def systems_with_remembered_cards(settings: Settings) -> frozenset[str]:
    """Return the names of the digital systems whose cards the kiosk may remember, for example "overdrive".

    If the member wants that, the kiosk remembers the member's card for such a system, together with a linked fob.
    """
    if settings.login.fob is not FobRule.LINKED:
        return frozenset()
    remembers = {
        Digital.OVERDRIVE: settings.overdrive is not None and settings.overdrive.remember is CardMemory.PASSWORD,
    }
    return frozenset(digital.value for digital in settings.kiosk.digital if remembers.get(digital, False))


def _ehub(
    settings: Settings,
    log: "WriteLog",
    items: "ItemMemory",
    now: Callable[[], datetime],
    watch: "ClockWatch | None" = None,
    loans: "LoanRegister | None" = None,
) -> "LendingBackend":
    from kiosk.app.ehub_site import ehub_site
    from kiosk.app.sites import network_of
    from kiosk.backends.ehub.backend import EHubBackend

    return EHubBackend(ehub_site(settings, network_of(settings)), log, items, now, watch=watch, register=loans)
