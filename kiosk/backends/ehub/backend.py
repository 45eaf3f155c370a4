"""A content provider of eHUB. The provider does not check who a member is.

If the provider is the only system of a kiosk, the kiosk trusts each card whose number matches the pattern in the
settings. If the provider stands beside a main system, the main system vouches for the member: it has checked who the
member is. The library's name, hours and texts come from the settings. The names of the titles come from the library's
own catalogue file.
"""

from collections.abc import Callable
from datetime import datetime
from urllib.parse import urlsplit

from kiosk.backends.answer import HttpAnswer
from kiosk.backends.ehub.account import EHubAccount, EHubTools
from kiosk.backends.ehub.paths import PROBED_RECORD, EHubClaim
from kiosk.backends.ehub.reading import EHubNo
from kiosk.backends.ehub.service import NOBODY, EHubPerson, EHubService, EHubSite, person_of
from kiosk.backends.errors import NotVouchedError, ServerAwayError, WrongLoginError
from kiosk.backends.http import READ_PAUSES_S, HttpCall, Wire
from kiosk.backends.network import is_loopback
from kiosk.backends.ports import ClockWatch, ItemMemory, LoanRegister, WriteLog
from kiosk.backends.protocol import Credential, Lack, LendingBackend, Password, ScannedFob, ServerIdentity, Vouched
from kiosk.domain.digital import MemberFact
from kiosk.domain.library import KioskTexts, Library, LoginKind, Searchers
from kiosk.domain.model import RefusalKind, Secret, VisitId
from kiosk.structs import replace

LARGEST_PICTURE = 1024 * 1024
_MEMBERS = Lack("the provider verifies nobody: whoever knows the number of a trusted card can borrow with it")
_BELIEVES = Lack("the provider verifies nobody: it believes the kiosk, which names the members of the main system")
_AGREEMENT = Lack("the first address of a title can be the provider's agreement, which a member accepts on the phone")
_NO_LIST = Lack("the provider lists no loans: the kiosk shows only what a member borrows in the same visit")
_ONLY_HERE = Lack("the provider lists no loans: the kiosk shows only the loans that members make here")
_NO_RETURN = Lack("loans cannot be given back here, and end by themselves ([ehub] allow_delete = false)")
_FACTS = {
    EHubClaim.PATRON_ID: MemberFact.NUMBER,
    EHubClaim.LIBRARY_CARD: MemberFact.CARD,
    EHubClaim.EMAIL: MemberFact.EMAIL,
    EHubClaim.BIRTH_DATE: MemberFact.BIRTH_DATE,
}


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
        register: LoanRegister | None = None,
    ) -> None:
        is_safe = any(each.startswith("https:") for each in (site.url, *(title.cover for title in site.catalogue)))
        tls = site.network.tls() if is_safe else None

        def wire() -> Wire:
            return Wire(timeout_s=site.timeout_s, tls=tls, network=site.network, pauses_s=pauses_s)

        # The pictures come from other hosts, so the kiosk reads them over separate connections.
        self._wire, self._pictures = wire(), wire()
        self._site, self._watch = site, watch
        self._service = EHubService(site, self._wire, now, pauses_s)
        self._tools = EHubTools(self._service, log, now, register if site.remember_loans else None)

    async def probe(self) -> ServerIdentity:
        """Ask for one record, to find out if the provider answers and accepts the kiosk's token."""
        answer = await self._record()
        site = self._site
        members, loans = _BELIEVES if site.vouched else _MEMBERS, _ONLY_HERE if site.remember_loans else _NO_LIST
        lacks = [members, _AGREEMENT, loans]
        if not site.allow_delete:
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
        """Open the account of the member for whom the main system vouches, or whose card number is trusted.

        The provider does not check who a member is. So this method sends requests only to read the remembered loans.
        Raises WrongLoginError if the card is not trusted, NotVouchedError if a fact that each token needs is not known,
        ServerAwayError, MisconfiguredError.
        """
        match credential:
            case Vouched() if self._site.vouched:
                return await self._opened(vouched_person(credential), visit)
            case Password(name, _) if not self._site.vouched:
                card = name.strip()
            case ScannedFob(code) if not self._site.vouched:
                card = code.reveal().strip()
            case _:
                raise WrongLoginError
        trusted = self._site.trusted_cards
        if trusted is None or trusted.fullmatch(card) is None:
            raise WrongLoginError
        return await self._opened(EHubPerson(card), visit)

    async def _opened(self, person: EHubPerson, visit: VisitId) -> EHubAccount:
        account = self.account_of(person, visit)
        await account.open()
        return account

    def account_of(self, person: EHubPerson, visit: VisitId) -> EHubAccount:
        """Return the account of this person, who is already signed in.

        The settings say which facts about the member each token must contain. Raises NotVouchedError if one of these
        facts is not known, because a token without this fact could name another person.
        """
        lacks = next((each for each in self._site.claims if not person.claim(each)), None)
        if lacks is not None:
            raise NotVouchedError(_FACTS[lacks])
        return EHubAccount(self._tools, visit, person)

    def account_for(self, reference: str, visit: VisitId, token: Secret | None) -> EHubAccount | None:  # noqa: ARG002
        """Return the account of the member of an earlier visit. `token` is not used: the kiosk signs its own tokens.

        Return None if the settings say that tokens must contain the e-mail address or the birth date. The kiosk does
        not store these facts after a visit.
        """
        person = person_of(reference)
        try:
            return self.account_of(person, visit) if person is not None else None
        except NotVouchedError:
            return None

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


def vouched_person(word: Vouched) -> EHubPerson:
    """Return the person for whom the main system vouches."""
    card, email, born = (each.reveal() if each is not None else "" for each in (word.card, word.email, word.birth_date))
    return EHubPerson(card, word.reference, email, born)


def _is_safe(address: str) -> bool:
    try:
        parts = urlsplit(address)
        return parts.scheme == "https" or is_loopback(parts.hostname or "")
    except ValueError:
        return False
