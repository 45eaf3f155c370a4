"""The addresses that open a loan on a phone."""

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING

from kiosk.backends.ehub.paths import GONE
from kiosk.backends.ehub.reading import EHubNo, OwnCheckout, links_of
from kiosk.backends.ehub.schema import CheckoutAnswered
from kiosk.backends.ehub.service import EHubPerson, EHubService
from kiosk.backends.json_answer import json_of, shaped
from kiosk.domain.digital import OpeningRefused, TitleLink
from kiosk.domain.model import LoanId, Refusal, RefusalKind

if TYPE_CHECKING:
    from kiosk.backends.answer import HttpAnswer


class CheckoutOpening:
    """Asks for the addresses of a loan. kiosk.backends.protocol.DigitalPart explains the method.

    `known` is a function that returns the loan with this id, or None if the account knows no such loan. If the provider
    does not know a loan any more, this class calls the function `ended` with the id of the loan.
    """

    def __init__(
        self,
        service: EHubService,
        person: EHubPerson,
        known: Callable[[LoanId], OwnCheckout | None],
        ended: Callable[[LoanId], Awaitable[None]],
    ) -> None:
        self._service, self._person, self._known, self._ended = service, person, known, ended

    async def title_links(self, loan: LoanId) -> tuple[TitleLink, ...] | OpeningRefused:
        """Return all addresses of the loan: first the addresses of the content, then those of the supplements.

        The first address of the content can be a page with the provider's agreement, which the member must accept. The
        kiosk neither opens nor logs an address. If there is no address of the content, the title cannot be opened.
        """
        own = self._known(loan)
        if own is None:
            return OpeningRefused(Refusal(RefusalKind.NOT_ON_ACCOUNT))
        answer = await self._service.read("loan", self._person, loan)
        if isinstance(answer, EHubNo):
            if answer.code in GONE:
                await self._ended(loan)
            return OpeningRefused(answer.refusal(own.loan.item))
        return links_of(checkout_of(answer), own.asked, self._service.site.guesses.media)


def checkout_of(answer: "HttpAnswer") -> CheckoutAnswered:
    """Return the loan in the answer to a read. Raises WrongAnswerError."""
    return shaped(answer, json_of(answer), CheckoutAnswered)
