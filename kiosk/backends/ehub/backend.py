"""A content provider of eHUB as the only lending system of a kiosk. The provider does not check who a member is.

The kiosk therefore trusts each card whose number has the form in the settings. The library's name, hours and texts come
from the settings, and the names of the titles from the library's own catalogue file.
"""

from collections.abc import Callable
from datetime import datetime
from urllib.parse import urlsplit

from kiosk.backends.answer import HttpAnswer
from kiosk.backends.ehub.account import EHubAccount, EHubTools
from kiosk.backends.ehub.paths import PROBED_RECORD
from kiosk.backends.ehub.reading import EHubNo
from kiosk.backends.ehub.service import NOBODY, EHubPerson, EHubService, EHubSite, person_of
from kiosk.backends.errors import ServerAwayError, WrongLoginError
from kiosk.backends.http import READ_PAUSES_S, HttpCall, Wire
from kiosk.backends.network import is_loopback
from kiosk.backends.ports import ClockWatch, ItemMemory, WriteLog
from kiosk.backends.protocol import Credential, Lack, LendingBackend, Password, ScannedFob, ServerIdentity
from kiosk.domain.library import KioskTexts, Library, LoginKind, Searchers
from kiosk.domain.model import RefusalKind, Secret, VisitId
from kiosk.structs import replace

LARGEST_PICTURE = 1024 * 1024
_MEMBERS = Lack("the provider verifies nobody: whoever knows the number of a trusted card can borrow with it")
_AGREEMENT = Lack("the first address of a title can be the provider's agreement, which a member accepts on the phone")
_NO_LIST = Lack("the provider lists no loans: the kiosk shows only what a member borrows in the same visit")
_NO_RETURN = Lack("loans cannot be given back here, and end by themselves ([ehub] allow_delete = false)")


class EHubBackend(LendingBackend):
    """A content provider of eHUB. kiosk.backends.protocol.LendingBackend explains the methods.

    Raises MisconfiguredError if the key is not written in base64.
    """

    def __init__(
        self,
        site: EHubSite,
        log: WriteLog,
        items: ItemMemory,  # noqa: ARG002 - the names of titles are in the catalogue, so none is remembered
        now: Callable[[], datetime],
        *,
        pauses_s: tuple[float, ...] = READ_PAUSES_S,
        watch: ClockWatch | None = None,
    ) -> None:
        is_safe = any(each.startswith("https:") for each in (site.url, *(title.cover for title in site.catalogue)))
        tls = site.network.tls() if is_safe else None

        def wire() -> Wire:
            return Wire(timeout_s=site.timeout_s, tls=tls, network=site.network, pauses_s=pauses_s)

        # The pictures come from other hosts, so they have connections of their own.
        self._wire, self._pictures = wire(), wire()
        self._site, self._watch = site, watch
        self._service = EHubService(site, self._wire, now, pauses_s)
        self._tools = EHubTools(self._service, log, now)

    async def probe(self) -> ServerIdentity:
        """Ask for one record, to find out if the provider answers and accepts the kiosk's token."""
        answer = await self._record()
        lacks = [_MEMBERS, _AGREEMENT, _NO_LIST]
        if not self._site.allow_delete:
            lacks.append(_NO_RETURN)
        if not self._service.key_is_text:
            advice = "ask the provider for a key of letters and digits, in base64, if it refuses the kiosk's tokens"
            lacks.append(Lack("the bytes of the key are no text, so the provider may read another key", advice))
        if not self._service.book.first_record:
            lacks.append(
                Lack("titles have no names", "[ehub] catalogue names the file with the titles and their labels")
            )
        elif isinstance(answer, EHubNo) and answer.refusal().kind is RefusalKind.ITEM_UNKNOWN:
            lacks.append(
                Lack("the provider does not know the record of the first title in the catalogue", "is the file right?")
            )
        return ServerIdentity(f"a content provider of eHUB, {self._site.api_version}", tuple(lacks))

    async def _record(self) -> HttpAnswer | EHubNo:
        """Ask for the first record of the catalogue. Any refusal with an error code shows that the provider answers.

        Raises ServerAwayError, MisconfiguredError.
        """
        answer = await self._service.read("record", NOBODY, self._service.book.first_record or PROBED_RECORD)
        if self._watch is not None and isinstance(answer, HttpAnswer) and (told := answer.told_at) is not None:
            self._watch.heard(told)
        return answer

    async def library(self, language: str) -> Library:  # noqa: ARG002 - the settings have one language
        """Return the library from the settings. First ask for one record, to find out if the provider answers."""
        await self._record()
        return replace(self._site.library, login=LoginKind.CARD, at_once=True, searchers=Searchers.NOBODY)

    async def texts(self, language: str) -> KioskTexts:  # noqa: ARG002 - the settings have one language
        """Return the texts from the settings, which are the same in every language."""
        return self._site.library.texts

    async def sign_in(self, credential: Credential, visit: VisitId, language: str) -> EHubAccount:  # noqa: ARG002
        """Accept a card whose number has the trusted form. Send no request, because the provider verifies nobody."""
        match credential:
            case Password(name, _):
                card = name.strip()
            case ScannedFob(code):
                card = code.reveal().strip()
            case _:
                raise WrongLoginError
        trusted = self._site.trusted_cards
        if trusted is None or trusted.fullmatch(card) is None:
            raise WrongLoginError
        return self.account_of(EHubPerson(card), visit)

    def account_of(self, person: EHubPerson, visit: VisitId) -> EHubAccount:
        """Return the account of a person whom another part of the kiosk has verified. Sends no request."""
        return EHubAccount(self._tools, visit, person)

    def account_for(self, reference: str, visit: VisitId, token: Secret | None) -> EHubAccount | None:  # noqa: ARG002
        """Return the account of an earlier visit. It needs no stored token, because the kiosk signs its own tokens."""
        person = person_of(reference)
        return self.account_of(person, visit) if person is not None else None

    def left_out(self) -> tuple[str, ...]:
        """Return one line of text for each odd value that was left out of an answer."""
        return self._wire.oddities.all()

    async def picture(self, address: str) -> bytes:
        """Return the picture at this address, if the catalogue contains the address. The request contains no token."""
        if address not in self._service.book.covers or not _is_safe(address):
            return b""
        call = HttpCall("cover", "GET", address, accept="image/*", most=LARGEST_PICTURE, redirects=True)
        received = await self._pictures.exchange(call)
        if not isinstance(received, HttpAnswer):
            raise ServerAwayError("cover: no answer")
        is_picture = received.content_type.startswith("image/") and received.whole
        return received.body if received.status == 200 and is_picture else b""

    async def aclose(self) -> None:
        """Close all connections."""
        for wire in (self._wire, self._pictures):
            await wire.aclose()


def _is_safe(address: str) -> bool:
    try:
        parts = urlsplit(address)
        return parts.scheme == "https" or is_loopback(parts.hostname or "")
    except ValueError:
        return False
