"""The addresses that open a loan on a phone. OverDrive gives one address for its app, and one for any browser."""

import logging
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING

from kiosk.backends.answer import HttpAnswer, away
from kiosk.backends.errors import MisconfiguredError, ServerAwayError
from kiosk.backends.http import HttpCall
from kiosk.backends.overdrive.paths import APP, REDIRECT
from kiosk.backends.overdrive.reading import OwnTitle, link_to, no_of, refusal_of, said, shown_address
from kiosk.backends.overdrive.service import OverDriveService
from kiosk.backends.overdrive.titles import Titles
from kiosk.domain.digital import LinkKind, OpeningRefused, TitleLink
from kiosk.domain.model import LoanAct, LoanId, Refusal, RefusalKind, Secret

if TYPE_CHECKING:
    from kiosk.backends.overdrive.account import OverDrivePatron

_log = logging.getLogger("kiosk.overdrive")


class TitleOpening:
    """Asks for the addresses of a loan. kiosk.backends.protocol.DigitalPart explains the method.

    `loan_now` returns the member's loan that has the given id, or None if there is no such loan.
    """

    def __init__(
        self,
        service: OverDriveService,
        titles: Titles,
        patron: "OverDrivePatron",
        loan_now: Callable[[LoanId], Awaitable[OwnTitle | None]],
    ) -> None:
        self._service, self._titles, self._patron, self._loan_now = service, titles, patron, loan_now

    async def title_links(self, loan: LoanId) -> tuple[TitleLink, ...] | OpeningRefused:
        """Return the address for the app, if OverDrive sends one, and the address for any browser.

        The address for the browser contains a code that opens the member's loan. So the kiosk never opens this address
        itself, and never logs it.
        """
        own = await self._loan_now(loan)
        if own is None:
            return OpeningRefused(Refusal(RefusalKind.NOT_ON_ACCOUNT))
        if LoanAct.OPEN not in own.loan.can:
            return OpeningRefused(Refusal(RefusalKind.OTHER, item=own.loan.item))
        in_app = await self._in_app(own)
        if not own.open_link and in_app:
            return in_app
        try:
            in_browser = await self._in_browser(own)
        except ServerAwayError as why:
            if not in_app:
                raise
            _log.info("a title has no address for the browser now: %s", why)
            return in_app
        if isinstance(in_browser, OpeningRefused):
            return in_app or in_browser
        return (*in_app, in_browser)

    async def _in_app(self, own: OwnTitle) -> tuple[TitleLink, ...]:
        """Return the public address that opens the title in the app. Return no address if OverDrive sends none."""
        try:
            facts = await self._titles.one(own.loan.item.ident, self._patron.tokens, self._patron.collection)
        except (ServerAwayError, MisconfiguredError) as why:
            _log.info("the address of a title for the app could not be read: %s", why)
            return ()
        address = shown_address(link_to(facts.links, "shareInLibby") or "") if facts is not None else ""
        return (TitleLink(LinkKind.APP, Secret(address), app=APP),) if address else ()

    async def _in_browser(self, own: OwnTitle) -> TitleLink | OpeningRefused:
        """Return the address that opens the loan in a browser. OverDrive sends this address as a redirect.

        Return OpeningRefused if OverDrive sends no redirect. Raises ServerAwayError, SignInLostError.
        """
        target = self._service.paths.linked("open", own.open_link, own.loan.item.ident)
        call = HttpCall("open", target.verb, target.url, accept="*/*", fresh=True, redirects=True)
        answer = await self._service.ask(call, self._patron.tokens)
        if answer.status == REDIRECT and answer.moved_to:
            seconds = self._service.site.guesses.opens_s
            return TitleLink(LinkKind.BROWSER, Secret(shown_address(answer.moved_to)), valid_s=seconds)
        return self._refused(answer, own)

    def _refused(self, answer: HttpAnswer, own: OwnTitle) -> OpeningRefused:
        no = no_of(answer)
        if no is not None:
            _log.info("open: refused: %s", said(no))
            return OpeningRefused(refusal_of(no, own.loan.item))
        if answer.status < 400:
            # The log must not name the address of a redirect, which can have a code of the member.
            _log.warning("open: HTTP %d without the address of a title", answer.status)
            return OpeningRefused(Refusal(RefusalKind.OTHER, item=own.loan.item))
        raise away("open", answer)
