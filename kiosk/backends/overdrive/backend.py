"""The digital lending system OverDrive. It signs members in, and reads the account that the library has at OverDrive.

The library's name, hours and texts come from the settings of the kiosk, and not from OverDrive.
"""

import logging
from collections.abc import Callable
from datetime import datetime
from time import monotonic as machine_s

from kiosk.backends.clean import plain
from kiosk.backends.errors import MisconfiguredError, SignInLostError, WrongLoginError
from kiosk.backends.http import READ_PAUSES_S, Wire
from kiosk.backends.json_answer import json_of, shaped
from kiosk.backends.overdrive.account import DigitalTools, OverDriveAccount, OverDrivePatron
from kiosk.backends.overdrive.covers import cover
from kiosk.backends.overdrive.finding import OverDriveFinder
from kiosk.backends.overdrive.pace import Pace
from kiosk.backends.overdrive.schema import LibraryAccount, PatronAccount
from kiosk.backends.overdrive.service import APPROVAL, OverDriveService, OverDriveSite
from kiosk.backends.overdrive.titles import Titles
from kiosk.backends.overdrive.tokens import StoredToken
from kiosk.backends.ports import ClockWatch, ItemMemo, ItemMemory, WriteLog
from kiosk.backends.protocol import Credential, Lack, LendingBackend, Password, ScannedFob, ServerIdentity
from kiosk.domain.library import FoundThings, KioskTexts, Library, LoginKind, Searchers
from kiosk.domain.model import Secret, VisitId
from kiosk.structs import replace

_log = logging.getLogger("kiosk.overdrive")


class OverDriveBackend(LendingBackend):
    """The lending system OverDrive. kiosk.backends.protocol.LendingBackend explains the methods."""

    def __init__(
        self,
        site: OverDriveSite,
        log: WriteLog,
        memory: ItemMemory,
        now: Callable[[], datetime],
        *,
        pauses_s: tuple[float, ...] = READ_PAUSES_S,
        watch: ClockWatch | None = None,
        monotonic: Callable[[], float] = machine_s,
    ) -> None:
        is_safe = any(url.startswith("https:") for url in site.hosts.values())
        tls = site.network.tls() if is_safe or site.covers else None
        self._site, self._watch = site, watch

        def wire() -> Wire:
            pace = Pace(site.guesses.most_per_s)
            return Wire(timeout_s=site.timeout_s, tls=tls, network=site.network, pauses_s=pauses_s, pace=pace.turn)

        # The pictures have their own connections and their own limit of requests in one second. So an act never waits
        # for a picture.
        self._wire, self._covers = wire(), wire()
        self._service = OverDriveService(site, self._wire, monotonic)
        self._titles = Titles(self._service)
        self._tools = DigitalTools(self._service, self._titles, log, memory, now)
        self._collection = ""

    async def probe(self) -> ServerIdentity:
        """Read the library's account, to find out if OverDrive knows this application and this library."""
        account = await self._account()
        where = "OverDrive's integration environment" if self._site.is_integration else "OverDrive"
        lacks = [Lack("website_id and authorization_name are first tried when a member logs in")]
        if self._site.is_integration:
            advice = 'for members, write [overdrive] environment = "production"'
            lacks.append(Lack("this is the integration environment, where nothing is really lent", advice))
        if not account.collection_token:
            lacks.append(Lack("OverDrive names no collection of this library: nothing can be found", APPROVAL))
        return ServerIdentity(f"{where}: {plain(account.name) or 'no name'}", tuple(lacks))

    async def _account(self) -> LibraryAccount:
        """Return the library's account. Raises ServerAwayError, MisconfiguredError."""
        number = str(self._site.library_id)
        answer = await self._service.read("library", self._service.client, ident=number)
        if answer is None:
            raise MisconfiguredError(
                f"OverDrive knows no library with the number {number} ([overdrive] library_id)",
                "the number of the library stands in OverDrive's letter about the application",
            )
        if self._watch is not None and (told := answer.told_at) is not None:
            self._watch.heard(told)
        account = shaped(answer, json_of(answer), LibraryAccount)
        self._collection = account.collection_token or ""
        return account

    async def library(self, language: str) -> Library:  # noqa: ARG002 - the settings have one language
        """Return the library as the settings describe it.

        First read the library's account at OverDrive. If the account names a collection, anyone can search. If not,
        nobody can.
        """
        account = await self._account()
        return replace(
            self._site.library,
            login=LoginKind.CARD_AND_PIN if self._site.card_pin else LoginKind.CARD,
            at_once=True,
            searchers=Searchers.ANYONE if account.collection_token else Searchers.NOBODY,
            finds=FoundThings.TITLES,
        )

    async def texts(self, language: str) -> KioskTexts:  # noqa: ARG002 - the settings have one language
        """Return the texts from the settings, which are the same in every language."""
        return self._site.library.texts

    async def sign_in(self, credential: Credential, visit: VisitId, language: str) -> OverDriveAccount:
        """Sign a member in with the card's number, and with its PIN if the settings say so. Read the loans."""
        card, pin = _card_of(credential)
        if not card or (self._site.card_pin and not pin):
            raise WrongLoginError
        tokens = self._service.patron_tokens(card, pin if self._site.card_pin else None)
        await tokens.valid()
        try:
            answer = await self._service.read("patron", tokens, language=language)
            if answer is None:
                raise WrongLoginError
            patron = shaped(answer, json_of(answer), PatronAccount)
            reference, collection = str(patron.patron_id), patron.collection_token or self._collection
            most = patron.checkout_limit if (patron.checkout_limit or 0) > 0 else self._site.most_loans
            account = OverDriveAccount(self._tools, visit, OverDrivePatron(tokens, reference, collection, most))
            account.speak(language)
            await account.open()
        except SignInLostError as why:
            if isinstance(why.__cause__, WrongLoginError):
                raise WrongLoginError from why
            raise MisconfiguredError(str(why), APPROVAL) from None
        for each in account.opening.loans:
            if each.item.name:
                self._tools.memory.remember(each.item.code, ItemMemo(each.item.name))
        return account

    def account_for(self, reference: str, visit: VisitId, token: Secret | None) -> OverDriveAccount | None:
        """Return the account of an earlier visit. The kiosk can read it only with the token of that visit.

        If no token is stored, return None.
        """
        if token is None:
            return None
        return OverDriveAccount(self._tools, visit, OverDrivePatron(StoredToken(token), reference))

    def left_out(self) -> tuple[str, ...]:
        """Return one line of text for each odd value that was left out of an answer."""
        return self._wire.oddities.all()

    def searching(self, language: str) -> OverDriveFinder:  # noqa: ARG002 - the titles have one language
        """Return the search that needs no member. It uses the token of the kiosk's application."""
        return OverDriveFinder(self._service, self._titles, self._service.client, self._known_collection)

    async def _known_collection(self) -> str:
        if not self._collection:
            await self._account()
        return self._collection

    async def picture(self, address: str) -> bytes:
        """Return the bytes of a title's cover. The request contains no token."""
        return await cover(self._covers, address, self._site.covers)

    async def aclose(self) -> None:
        """Close all connections."""
        for wire in (self._wire, self._covers):
            await wire.aclose()


def _card_of(credential: Credential) -> tuple[Secret, Secret | None]:
    match credential:
        case Password(name, secret):
            return Secret(name.strip()), secret or None
        case ScannedFob(code):
            return code, None
        case _:
            raise WrongLoginError
