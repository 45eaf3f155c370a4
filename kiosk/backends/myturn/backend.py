"""The lending system myTurn. This module reads the library's settings, signs members in and searches for tools."""

import asyncio
import logging
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from urllib.parse import urlsplit

from kiosk.backends.answer import HttpAnswer, away
from kiosk.backends.errors import (
    LendingError,
    MisconfiguredError,
    NotServedError,
    ServerAwayError,
    WrongAnswerError,
    WrongLoginError,
)
from kiosk.backends.http import FORM, HttpCall, Wire, form_body
from kiosk.backends.myturn import organization
from kiosk.backends.myturn.account import MyTurnAccount
from kiosk.backends.myturn.carts import Carts
from kiosk.backends.myturn.due_date import remember
from kiosk.backends.myturn.login import Entrance, Identification
from kiosk.backends.myturn.opening import MENDED_BY_MEMBER, opening_of, without_cart
from kiosk.backends.myturn.paths import Paths
from kiosk.backends.myturn.pictures import PictureHosts, picture
from kiosk.backends.myturn.reading import Calendar, conditions_of, projects_of
from kiosk.backends.myturn.refusals import NEEDS_LOG_IN
from kiosk.backends.myturn.schema import LanguageAnswer, OrganizationAnswer, decode
from kiosk.backends.myturn.search import ForbiddenToAnyoneError, MyTurnFinder
from kiosk.backends.myturn.session import Session, named, with_query
from kiosk.backends.myturn.site import Learned, MyTurnSite, SiteFacts
from kiosk.backends.network import is_local
from kiosk.backends.ports import ClockWatch, ItemMemory, WriteLog
from kiosk.backends.protocol import Credential, ServerIdentity, Vouched
from kiosk.domain.digital import MemberFact
from kiosk.domain.library import KioskTexts, Library, Searchers
from kiosk.domain.model import Member, Opening, Secret, VisitId
from kiosk.domain.search import Query
from kiosk.domain.terms import Offers
from kiosk.structs import replace

_NO_SUCH_CALL = frozenset({301, 302, 303, 307, 308, 401, 403, 404, 405})
_TRY_LATER = frozenset({408, 425, 429})
_MOST_LOOKS = 2
_A_LITTLE_S = 0.05
_log = logging.getLogger("kiosk.myturn")


class MyTurnBackend:
    """The lending system myTurn. kiosk.backends.protocol.LendingBackend explains the methods.

    `clock` returns the time now, with its time zone. Raises MisconfiguredError if a setting is wrong.
    """

    def __init__(
        self,
        site: MyTurnSite,
        write_log: WriteLog,
        item_memory: ItemMemory,
        clock: Callable[[], datetime],
        *,
        wire: Wire | None = None,
        watch: ClockWatch | None = None,
    ) -> None:
        self._site, self._write_log, self._memory, self._clock = site, write_log, item_memory, clock
        self._paths = Paths(site.url, site.paths, allow_http=site.allow_http)
        _check_endpoint(site)
        urls = [site.url, site.scan_endpoint.url if site.scan_endpoint else ""]
        tls = site.network.tls() if any(url.startswith("https:") for url in urls) else None
        self._wire = wire or Wire(timeout_s=site.timeout_s, tls=tls, network=site.network)
        # Lists and pictures have their own connections, so that a member's write never waits for a list or a picture.
        self._lists, self._pictures = self._wire.beside(), self._wire.beside()
        self._watch = watch
        self._learned = Learned()
        self._organization: OrganizationAnswer | None = None
        self._languages: Sequence[LanguageAnswer] = ()
        self._searchers = Searchers.MEMBERS
        self._secret: set[str] = set()
        """The operations whose lists this server sends only to members who are logged in."""

    @property
    def returning(self) -> None:
        """Return None, because myTurn takes an item back only for the member who has it."""

    async def probe(self) -> ServerIdentity:
        """Read the settings of the library, and return its name. This needs no log-in."""
        answer = await self._read_organization("")
        elsewhere = bool(answer.api_url) and not self._paths.is_ours(answer.api_url or "")
        detail = f"myTurn: {organization.library(answer, ()).name or 'no name'}"
        if elsewhere:
            detail += ", which says that its own address is another one (apiUrl)"
        return ServerIdentity(detail)

    async def library(self, language: str) -> Library:
        """Return the library's settings and its languages. Values in [overrides] replace the server's values."""
        self._organization = answer = await self._read_organization(language)
        if answer.languages is None:
            self._languages = await self._read_languages(language)
        known = organization.library(answer, self._languages)
        try:
            self._learned.offers = await self._offers(known)
        except LendingError as why:
            _log.info("what members may choose from could not be read: %s", why)
        self._searchers = await self._who_searches(language)
        return replace(
            known,
            web_url=self._paths.site,
            offers=self._learned.offers,
            asks_condition=bool(self._site.conditions),
            searchers=self._searchers,
            due_moments=self._learned.due_moments,
        )

    async def texts(self, language: str) -> KioskTexts:
        """Return the library's texts in this language. Values in [overrides] replace the server's values."""
        return organization.library(await self._read_organization(language), ()).texts

    async def sign_in(self, credential: Credential, visit: VisitId, language: str) -> MyTurnAccount:
        """Log in, read the loans and lines from the open cart, and return the account.

        If no cart is open, create a cart. If the server opens no cart for a reason that the member can solve, return
        the account without loans and lines.
        """
        if isinstance(credential, Vouched):
            raise WrongLoginError
        await self._clock_decided(language)
        session, member, said = await self._enter(credential, language)
        carts = Carts(session, self._calendar, self._compare_clock)
        try:
            cart = await carts.open()
        except NotServedError as no:
            if (missing := MENDED_BY_MEMBER.get(no.reason)) is None:
                raise
            member = replace(member, missing=member.missing | {missing})
            opening = without_cart(member)
        else:
            opening = opening_of(cart, carts.others, member)
            self._learned.learn_moments(cart.due_moments)
        for loan in opening.loans:
            remember(loan.item, loan.item.code, self._memory)
        vouched = said if MemberFact.EMAIL in self._site.vouches else replace(said, email=None)
        return self._account(session, carts, visit, member, opening, vouched)

    def account_for(self, reference: str, visit: VisitId, token: Secret | None) -> MyTurnAccount | None:
        """Return the account that this access token opens, or None if there is no token."""
        if token is None:
            return None
        session = Session(self._wire, self._paths, token=token, language="")
        carts = Carts(session, self._calendar, self._compare_clock)
        return self._account(session, carts, visit, Member(reference=reference), Opening(), Vouched(reference))

    def left_out(self) -> tuple[str, ...]:
        """Return one line of text for each odd value that was left out of an answer, with its JSON path."""
        return self._wire.oddities.all()

    def searching(self, language: str) -> MyTurnFinder:
        """Return a search for tools that sends no member's token."""

        async def ask(operation: str, ids: Mapping[str, str], query: Mapping[str, str]) -> HttpAnswer:
            target = self._paths.target(operation, **ids)
            return await self._lists.read(
                with_query(HttpCall(operation, target.verb, target.url, language=language), query)
            )

        return MyTurnFinder(ask, self._calendar, self._picture_hosts)

    async def picture(self, address: str) -> bytes:
        """Return the bytes of a tool's picture. The request contains no token."""
        return await picture(self._pictures, self._picture_hosts(), address)

    async def reset_password(self, name: str, language: str) -> None:
        """Ask the server to mail a link for a new password. The request is sent only once.

        A refusal counts as a success, so that nobody learns if the member exists.
        """
        target = self._paths.target("reset_password")
        body = form_body({self._site.reset_field: name})
        call = HttpCall("reset_password", target.verb, target.url, body, FORM, language=language)
        received = await self._wire.exchange(call)
        if not isinstance(received, HttpAnswer):
            raise ServerAwayError("reset_password: no answer")
        if received.status in _NO_SUCH_CALL:
            raise MisconfiguredError(f"reset_password: HTTP {received.status}; is [myturn.paths] reset_password right?")
        if received.status >= 500 or received.status in _TRY_LATER or not received.can_be_json:
            raise away("reset_password", received)

    async def aclose(self) -> None:
        """Close all connections."""
        for wire in (self._wire, self._lists, self._pictures):
            await wire.aclose()

    def _account(
        self, session: Session, carts: Carts, visit: VisitId, member: Member, opening: Opening, vouched: Vouched
    ) -> MyTurnAccount:
        async def ask(operation: str, ids: Mapping[str, str], query: Mapping[str, str]) -> HttpAnswer:
            return await session.look_up(self._lists, operation, ids, query)

        finder = MyTurnFinder(ask, self._calendar, self._picture_hosts)
        facts = self._facts()
        return MyTurnAccount(
            session, carts, facts, visit=visit, member=member, opening=opening, vouched=vouched, finder=finder
        )

    def _picture_hosts(self) -> PictureHosts:
        named = urlsplit(self._organization.api_url or "").hostname if self._organization else None
        return PictureHosts(self._paths.site, frozenset({named} if named else ()))

    async def _who_searches(self, language: str) -> Searchers:
        """Search once without a token to find out who may search, because no field of myTurn's answers says this."""
        try:
            results = await self.searching(language).search(Query(limit=1))
        except ForbiddenToAnyoneError:
            return Searchers.MEMBERS
        except LendingError as why:
            _log.info("whether anyone may search could not be read: %s", why)
            return self._searchers
        return Searchers.ANYONE if results.found else Searchers.MEMBERS

    async def _enter(self, way: Identification, language: str) -> tuple[Session, Member, Vouched]:
        entrance = Entrance(
            self._wire,
            self._paths,
            self._site.scan_endpoint,
            organization=str(self._organization.id or "") if self._organization else "",
            self_service_overridden=bool(self._site.overrides.get("selfServeEnabled")),
        )
        return await entrance.enter(way, language)

    def _facts(self) -> SiteFacts:
        library = organization.library(self._organization, ()) if self._organization else None
        return SiteFacts(
            write_log=self._write_log,
            memory=self._memory,
            now=self._clock,
            today=self._today,
            learned=self._learned,
            default_days=self._site.default_days,
            two_phase=bool(library and library.two_phase),
            logout_call=self._site.logout_call,
            hours=library.hours if library else (),
            conditions=self._site.conditions,
            projects=bool(library and library.projects),
            language=self._site.language,
        )

    def _today(self) -> date:
        return self._clock().astimezone(self._site.time_zone).date()

    def _calendar(self) -> Calendar:
        return Calendar(self._site.time_zone, self._today())

    async def _read_organization(self, language: str) -> OrganizationAnswer:
        answer = await self._public("organization", language)
        try:
            decoded = decode(answer, OrganizationAnswer, over=self._site.overrides)
        except WrongAnswerError as wrong:
            raise named(wrong, "organization") from None
        self._compare_clock(answer)
        return decoded

    def _compare_clock(self, answer: HttpAnswer) -> None:
        """Compare this machine's clock with the server's time in the answer.

        Ignore a time that cannot be trusted. The caller must first check that the content of the answer is right.
        """
        told = answer.told_at
        if self._watch is not None and told is not None:
            self._watch.heard(told)

    async def _clock_decided(self, language: str) -> None:
        """Wait until the kiosk knows if this machine's clock is right. A member can sign in only after that.

        If one answer shows that the clock is wrong, the kiosk asks the server again. Only a second answer with the same
        result proves that the clock is wrong.
        """
        if self._organization is None:
            self._organization = await self._read_organization(language)
        for _ in range(_MOST_LOOKS):
            wait_s = self._watch.unsure_s() if self._watch is not None else None
            if wait_s is None:
                return
            await asyncio.sleep(wait_s + _A_LITTLE_S)
            await self._read_organization(language)

    async def _read_languages(self, language: str) -> Sequence[LanguageAnswer]:
        """Return the library's languages.

        If the server does not send its languages now, return the languages that it sent before.
        """
        try:
            return decode(await self._public("languages", language), list[LanguageAnswer])
        except LendingError as why:
            _log.debug("languages: %s", why)
            return self._languages

    async def _offers(self, library: Library) -> Offers:
        """Return the projects and conditions that the server lists without a log-in.

        If the server wants a log-in for one of the two lists, the kiosk reads this list during a visit, with the
        member's token.
        """
        statuses = await self._listed("statuses") if self._site.conditions else None
        projects = await self._listed("projects") if library.projects else None
        known = self._learned.offers.conditions
        conditions = conditions_of(statuses, self._site.conditions) if statuses else known
        return Offers(projects_of(projects) if projects else (), conditions)

    async def _listed(self, operation: str) -> HttpAnswer | None:
        """Return the answer of `operation`, which reads a list, or None if the server wants a log-in for this list."""
        if operation in self._secret:
            return None
        target = self._paths.target(operation)
        answer = await self._wire.read(HttpCall(operation, target.verb, target.url, language=self._site.language))
        if answer.status in NEEDS_LOG_IN:
            self._secret.add(operation)
            return None
        return answer

    async def _public(self, operation: str, language: str) -> HttpAnswer:
        target = self._paths.target(operation)
        answer = await self._wire.read(HttpCall(operation, target.verb, target.url, language=language))
        if answer.status in {404, 405}:
            raise MisconfiguredError(f"{operation}: HTTP {answer.status}; are [myturn] url and [myturn.paths] right?")
        if not 200 <= answer.status < 300:
            raise away(operation, answer)
        return answer


def _check_endpoint(site: MyTurnSite) -> None:
    endpoint = site.scan_endpoint
    if endpoint is None:
        return
    safe = endpoint.url.startswith("https://") or is_local(endpoint.url) or site.allow_http
    if not safe:
        raise MisconfiguredError("[login] endpoint_url: fob codes go only to https://, or set allow_http")
    if "{code}" not in endpoint.url + endpoint.body:
        raise MisconfiguredError("[login] endpoint_url or endpoint_body must hold {code}, where the fob's code goes")
