"""myTurn as a lending system."""

import logging
from collections.abc import Callable, Sequence
from datetime import date, datetime

from kiosk.backends import (
    Capabilities,
    Credential,
    ItemMemory,
    LendingError,
    Misconfigured,
    SealedToken,
    ServerAway,
    WriteLog,
    WrongAnswer,
)
from kiosk.backends.http import Answer, Call, Wire, is_local, tls_context
from kiosk.backends.myturn import due, organization
from kiosk.backends.myturn.account import MyTurnAccount
from kiosk.backends.myturn.carts import Carts
from kiosk.backends.myturn.lines import Learned, Terms
from kiosk.backends.myturn.login import Entrance, WayIn
from kiosk.backends.myturn.paths import Paths
from kiosk.backends.myturn.reading import Calendar, Cart
from kiosk.backends.myturn.schema import LanguageAnswer, OrganizationAnswer, decode
from kiosk.backends.myturn.session import Session, named
from kiosk.backends.myturn.site import MyTurnSite
from kiosk.domain.library import Library
from kiosk.domain.model import Direction, FoundLine, Limits, Member, Opening, VisitId

_log = logging.getLogger("kiosk.myturn")


class MyTurnBackend:
    """See kiosk.backends.LendingBackend. `clock`: now, aware. Raises Misconfigured for a site that cannot be."""

    def __init__(
        self,
        site: MyTurnSite,
        write_log: WriteLog,
        item_memory: ItemMemory,
        clock: Callable[[], datetime],
        *,
        wire: Wire | None = None,
    ) -> None:
        self._site, self._write_log, self._memory, self._clock = site, write_log, item_memory, clock
        self._paths = Paths(site.url, site.paths, allow_http=site.allow_http)
        _check_endpoint(site)
        urls = [site.url, site.scan_endpoint.url if site.scan_endpoint else ""]
        tls = tls_context() if any(url.startswith("https:") for url in urls) else None
        self._wire = wire or Wire(timeout_s=site.timeout_s, tls=tls)
        self._learned = Learned()
        self._organization: OrganizationAnswer | None = None
        self._languages: Sequence[LanguageAnswer] = ()
        self._links: bool | None = None

    async def probe(self) -> Capabilities:
        """Ask for the organisation, which needs no log-in."""
        found = await self._read_organization("")
        elsewhere = bool(found.api_url) and not self._paths.is_ours(found.api_url or "")
        detail = f"myTurn: {organization.library(found, ()).name or 'no name'}"
        if elsewhere:
            detail += ", which says that its own address is another one (apiUrl)"
        return Capabilities(stages=True, links=self._links, detail=detail)

    async def library(self, language: str) -> Library:
        """The organisation, its languages, [overrides] over both."""
        self._organization = found = await self._read_organization(language)
        if found.languages is None:
            self._languages = await self._read_languages(language)
        return organization.library(found, self._languages)

    async def sign_in(self, credential: Credential, visit: VisitId, language: str) -> MyTurnAccount:
        """Log in, then adopt the open cart or create one: its loans and lines are the opening."""
        if isinstance(credential, SealedToken):
            return self._sealed(credential, visit, language)
        session, member = await self._enter(credential, language)
        carts = Carts(session, self._calendar)
        cart = await carts.open()
        opening = _opening(cart, member)
        for loan in opening.loans:
            due.remember(loan.item, loan.item.code, self._memory)
        return MyTurnAccount(session, carts, self._terms(), visit=visit, member=member, opening=opening)

    async def aclose(self) -> None:
        """Let go of all connections."""
        await self._wire.aclose()

    async def _enter(self, way: WayIn, language: str) -> tuple[Session, Member]:
        if self._organization is None:
            # Whether lines are committed one by one stands only there; the kiosk has usually read it long ago.
            self._organization = await self._read_organization(language)
        entrance = Entrance(
            self._wire,
            self._paths,
            self._site.scan_endpoint,
            organization=str(self._organization.id or ""),
            self_service_overridden=bool(self._site.overrides.get("selfServeEnabled")),
        )
        session, member = await entrance.enter(way, language)
        self._links = session.refresh is not None
        return session, member

    def _sealed(self, credential: SealedToken, visit: VisitId, language: str) -> MyTurnAccount:
        session = Session(self._wire, self._paths, token=credential.token, language=language)
        member = Member(reference=credential.account)
        carts = Carts(session, self._calendar)
        return MyTurnAccount(session, carts, self._terms(), visit=visit, member=member, opening=Opening())

    def _terms(self) -> Terms:
        two_phase = bool(self._organization and self._organization.use_two_phase_commit_on_kiosk)
        return Terms(
            write_log=self._write_log,
            memory=self._memory,
            now=self._clock,
            today=self._today,
            learned=self._learned,
            default_days=self._site.default_days,
            two_phase=two_phase,
            logout_call=self._site.logout_call,
        )

    def _today(self) -> date:
        return self._clock().astimezone(self._site.time_zone).date()

    def _calendar(self) -> Calendar:
        return Calendar(self._site.time_zone, self._today())

    async def _read_organization(self, language: str) -> OrganizationAnswer:
        answer = await self._public("organization", language)
        try:
            return decode(answer, OrganizationAnswer, over=self._site.overrides)
        except WrongAnswer as wrong:
            raise named(wrong, "organization") from None

    async def _read_languages(self, language: str) -> Sequence[LanguageAnswer]:
        """Not every server tells without a log-in; the kiosk works without."""
        try:
            return decode(await self._public("languages", language), list[LanguageAnswer])
        except LendingError as why:
            _log.debug("languages: %s", why)
            return self._languages

    async def _public(self, operation: str, language: str) -> Answer:
        target = self._paths.target(operation)
        answer = await self._wire.read(Call(operation, target.verb, target.url, language=language))
        if answer.status in {404, 405}:
            raise Misconfigured(f"{operation}: HTTP {answer.status}; are [myturn] url and [myturn.paths] right?")
        if not 200 <= answer.status < 300:
            raise ServerAway(f"{operation}: HTTP {answer.status}", answer.retry_after_s)
        return answer


def _check_endpoint(site: MyTurnSite) -> None:
    endpoint = site.scan_endpoint
    if endpoint is None:
        return
    safe = endpoint.url.startswith("https://") or is_local(endpoint.url) or site.allow_http
    if not safe:
        raise Misconfigured("[login] endpoint_url: fob codes go only to https://, or set allow_http")
    if "{code}" not in endpoint.url + endpoint.body:
        raise Misconfigured("[login] endpoint_url or endpoint_body must hold {code}, where the fob's code goes")


def _opening(cart: Cart, member: Member) -> Opening:
    borrows = (
        FoundLine(Direction.BORROW, each.item, each.ref, each.due, committed=each.committed) for each in cart.lines
    )
    returns = (
        FoundLine(
            Direction.RETURN,
            each.loan.item,
            each.loan.ident,
            each.loan.due,
            each.loan.ident,
            committed=each.committed,
            days_late=each.loan.days_late,
        )
        for each in cart.loans
        if each.returning
    )
    return Opening(
        loans=tuple(each.loan for each in cart.loans),
        found=(*returns, *borrows),
        limits=Limits(can_borrow=cart.can_borrow, max_loans=member.max_loans),
    )
