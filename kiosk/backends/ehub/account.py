"""One member's account at a content provider of eHUB. An act is real as soon as the provider has answered.

The provider cannot list the loans of a member. It can only send one loan, if the kiosk knows the id of this loan. So
the account knows only the loans of this visit, and the earlier loans that the kiosk remembers. If no answer to a borrow
comes, the kiosk does not know the id of the loan. Then the kiosk can never find out if the borrow was done.
"""

import asyncio
import logging
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import NamedTuple

import msgspec

from kiosk.backends.answer import HttpAnswer
from kiosk.backends.ehub.catalogue import AskedTitle
from kiosk.backends.ehub.judging import ENDS, checkout_in, judged
from kiosk.backends.ehub.opening import CheckoutOpening, checkout_of
from kiosk.backends.ehub.paths import GONE, LoansPer
from kiosk.backends.ehub.reading import EHubNo, LoanFacts, OwnCheckout, asked_for, item_of, own_checkout
from kiosk.backends.ehub.schema import CheckoutAnswered, RecordAnswered
from kiosk.backends.ehub.service import EHubPerson, EHubService
from kiosk.backends.errors import LendingError, MisconfiguredError, ServerAwayError, WrongAnswerError
from kiosk.backends.json_answer import json_of, shaped
from kiosk.backends.moments import instant
from kiosk.backends.ports import ActEnd, KeptLoan, LoanRegister, PlannedWrite, WriteLog
from kiosk.backends.protocol import Account
from kiosk.domain.model import (
    Direction,
    InDoubt,
    ItemCode,
    Line,
    LineId,
    LineOutcome,
    Loan,
    LoanAct,
    LoanId,
    Member,
    NotSent,
    Opening,
    Proof,
    Recorded,
    Refusal,
    RefusalKind,
    Refused,
    Truth,
    VisitId,
)
from kiosk.domain.outcome import Outcome

_log = logging.getLogger("kiosk.ehub")


class EHubTools(NamedTuple):
    """The objects that every account uses, for example to send calls and to log writes."""

    service: EHubService
    log: WriteLog
    now: Callable[[], datetime]
    register: LoanRegister | None = None
    """The store for the loans that were made at this kiosk, or None if the kiosk does not remember these loans."""


class EHubAccount(Account):
    """The account of one member. kiosk.backends.protocol.Account explains its methods."""

    def __init__(self, tools: EHubTools, visit: VisitId, person: EHubPerson) -> None:
        self._tools, self._visit, self._person = tools, visit, person
        self._service, site = tools.service, tools.service.site
        self.member = Member(person.reference, max_loans=site.most_loans)
        opening = Opening(lists_all=False)  # eHUB cannot list the loans of a member
        limits = msgspec.structs.replace(opening.limits, max_loans=site.most_loans, can_return=True)
        self.opening = msgspec.structs.replace(opening, limits=limits)
        self._own: dict[LoanId, OwnCheckout] = {}
        """The loans of this visit, and the earlier loans that the kiosk remembers, each by its id."""
        self._opening = CheckoutOpening(tools.service, person, self._own.get, self._ended)

    async def open(self) -> None:
        """Read each remembered loan of the member at the provider, and forget each loan that has ended.

        If the kiosk cannot understand the answer about a loan, leave out this loan. Raises ServerAwayError,
        MisconfiguredError.
        """
        register = self._tools.register
        kept = await register.loans_of(self._person.register_name) if register is not None else ()
        await asyncio.gather(*(self._read_kept(each) for each in kept))
        loans = tuple(own.loan for own in self._own.values())
        self.opening = msgspec.structs.replace(self.opening, loans=loans)

    async def _read_kept(self, kept: KeptLoan) -> None:
        ident = LoanId(kept.ident)
        try:
            answer = await self._service.read("loan", self._person, ident)
            if not isinstance(answer, EHubNo):
                made = msgspec.structs.replace(checkout_of(answer), id=ident)
                self._known(made, AskedTitle(kept.record, kept.format), ItemCode(kept.code))
            elif answer.code in GONE:
                await self._ended(ident)
        except WrongAnswerError as why:
            _log.warning("a loan that was made here cannot be read: %s", why)

    @property
    def digital(self) -> CheckoutOpening:
        """Return the part of the account that asks for the addresses with which a loan can be opened."""
        return self._opening

    def own_loan(self, code: ItemCode) -> Loan | None:
        """Return the known loan of the title with this label, or None if the kiosk knows no such loan."""
        asked = self._asked(code)
        own = self._own_of(asked) if asked is not None else None
        return own.loan if own is not None else None

    def _asked(self, code: str) -> AskedTitle | None:
        return asked_for(code, self._service.book, self._service.site.items)

    def _own_of(self, asked: AskedTitle) -> OwnCheckout | None:
        per = self._service.site.loans
        return next((own for own in self._own.values() if own.is_of(asked, per)), None)

    async def _ended(self, ident: LoanId) -> None:
        self._own.pop(ident, None)
        if self._tools.register is not None:
            await self._tools.register.forget(self._person.register_name, ident)

    # --- the acts ---

    async def act(self, line: Line) -> LineOutcome:
        """Borrow or return the title of this line. Refuse a renewal, because a provider has no renewals.

        If the line is a borrow, but the account already has a known loan of the title, refuse the line.
        """
        asked = self._asked(line.code)
        match line.direction:
            case Direction.BORROW:
                own = self._own_of(asked) if asked is not None else None
                if own is not None:  # a second scan of a label opens the loan, and must never return the title
                    return Refused(Refusal(RefusalKind.ON_LOAN, item=own.loan.item))
                return await self._borrow(line, asked) if asked else Refused(Refusal(RefusalKind.ITEM_UNKNOWN))
            case Direction.RETURN:
                own = self._own.get(line.loan) if line.loan is not None else None
                own = own or (self._own_of(asked) if asked is not None else None)
                if own is None:
                    return Refused(Refusal(RefusalKind.NOT_ON_ACCOUNT))
                return await self._give_back(line, own.loan)
            case Direction.RENEW:
                return Refused(Refusal(RefusalKind.NO_RENEWAL, item=line.item))

    async def _borrow(self, line: Line, asked: AskedTitle) -> LineOutcome:
        if self._service.site.loans is LoansPer.FORMAT and not asked.format:
            found = await self._only_format(asked, line.code)
            if not isinstance(found, AskedTitle):
                return found
            asked = found
        body = {"recordId": asked.record}
        if self._service.site.loans is LoansPer.FORMAT:
            body["formatId"] = asked.format
        item = item_of(asked, line.code, self._service.book.facts(asked))
        answer = await self._sent(msgspec.structs.replace(line, item=item), "borrow", body=body)
        if not isinstance(answer, HttpAnswer):
            return answer
        made = checkout_in(answer)
        if made is None:
            return InDoubt(item)
        loan = self._known(made, asked, line.code).loan
        if self._tools.register is not None:
            kept = KeptLoan(made.id, line.code, asked.record, asked.format, instant(made.expiration_date))
            await self._tools.register.keep(self._person.register_name, kept)
        return Recorded(loan.item, loan.due, Direction.BORROW, loan.ident, lent=loan)

    async def _only_format(self, asked: AskedTitle, code: ItemCode) -> AskedTitle | Refused | NotSent:
        """Ask the provider for the formats of a title whose label names no format, and return the only format.

        If the title has no format or several formats, refuse the borrow. Raises MisconfiguredError.
        """
        item = item_of(asked, code, self._service.book.facts(asked))
        try:
            answer = await self._service.read("record", self._person, asked.record)
            if isinstance(answer, EHubNo):
                return Refused(answer.refusal(item))
            formats = shaped(answer, json_of(answer), RecordAnswered).formats or ()
        except ServerAwayError as why:
            _log.info("the formats of a title could not be read: %s", why)
            return NotSent(why.retry_after_s)
        if not formats:
            return Refused(Refusal(RefusalKind.NOT_AVAILABLE, item=item))
        if len(formats) > 1:
            return Refused(Refusal(RefusalKind.FORMAT_NEEDED, item=item))
        return AskedTitle(asked.record, formats[0].id)

    async def _give_back(self, line: Line, loan: Loan) -> LineOutcome:
        if LoanAct.RETURN not in loan.can:
            return Refused(Refusal(RefusalKind.OTHER, item=loan.item))
        line = msgspec.structs.replace(line, direction=Direction.RETURN, item=loan.item, loan=loan.ident)
        answer = await self._sent(line, "give_back", loan.ident)
        if not isinstance(answer, HttpAnswer):
            return answer
        await self._ended(loan.ident)
        return Recorded(loan.item, None, Direction.RETURN, loan.ident)

    async def _sent(
        self, line: Line, operation: str, ident: str = "", body: object = None
    ) -> HttpAnswer | Refused | NotSent | InDoubt:
        """Send a write once. If the write was done, return the answer. If not, return the result of the line.

        The result of the line is one of three: the write was refused, it was not sent, or nobody knows if it was done.

        Raises LogBrokenError, MisconfiguredError.
        """
        service, guesses = self._service, self._service.site.guesses
        loans = [own.loan for own in self._own.values()]
        act = PlannedWrite.at_once(line, self._visit, self.member.reference, self._tools.now(), loans)
        row = await self._tools.log.begin(act)
        received = await service.send(operation, self._person, ident, body)
        fate, no = judged(received, guesses, lends=operation == "borrow"), service.no_of(received)
        if no is not None:
            _log.info("%s: refused: %s", operation, no.said)
            if operation == "give_back" and no.code in GONE:
                fate, no = await self._looked(ident), None
        status = f"HTTP {received.status}" if isinstance(received, HttpAnswer) else ""
        await self._tools.log.end(row, ENDS.get(fate, ActEnd.UNKNOWN), status)
        match received:
            case HttpAnswer() if fate is Outcome.DONE:
                return received
            case HttpAnswer() if fate is Outcome.REFUSED:
                return Refused(no.refusal(line.item) if no else Refusal(RefusalKind.OTHER, item=line.item))
            case HttpAnswer() if fate is Outcome.RENEW:
                raise service.token_refused(received)
            case _ if fate is Outcome.NOT_SENT:
                return NotSent(received.retry_after_s if isinstance(received, HttpAnswer) else None)
            case _ if fate is Outcome.CONFIGURATION:
                what = "; write allow_delete = false in [ehub]" if operation == "give_back" else ""
                raise MisconfiguredError(f"{operation}: the provider does not take this call{what}")
            case _:
                return InDoubt(line.item)

    async def _looked(self, ident: str) -> Outcome:
        """Find out the outcome of a return that the provider has refused because the provider knows no such loan.

        The network can deliver a request twice. Then the first delivery ends the loan, and the provider refuses the
        second delivery. So read the loan again. If the loan has ended, the return was done.
        """
        try:
            answer = await self._service.read("loan", self._person, ident)
        except LendingError as why:
            _log.info("a loan could not be read after its return was refused: %s", why)
            return Outcome.UNKNOWN
        if isinstance(answer, EHubNo):
            return Outcome.DONE if answer.code in GONE else Outcome.UNKNOWN
        return Outcome.REFUSED

    def _known(self, made: CheckoutAnswered, asked: AskedTitle, code: ItemCode) -> OwnCheckout:
        """Remember this loan for the rest of the visit, and return it."""
        site, book = self._service.site, self._service.book
        facts = LoanFacts(asked, code, book, site.zone, site.guesses.media, site.allow_delete)
        own = self._own[LoanId(made.id)] = own_checkout(made, facts)
        return own

    # --- the loans ---

    async def reconcile(
        self,
        lines: Sequence[Line],
        *,
        finished: datetime,  # noqa: ARG002 - only the id of a loan proves an act
        before: frozenset[LoanId] | None = None,  # noqa: ARG002 - only the id of a loan proves an act
    ) -> Truth:
        """Read the loan of each line again, and return which lines are proven.

        If the loan id of a line is not known, or if the line is a renewal, the line can never be proven.
        """
        proven: list[Proof] = []
        absent, hopeless = set[LineId](), set[LineId]()
        for line in lines:
            if line.loan is None or line.direction is Direction.RENEW:
                hopeless.add(line.ident)
                continue
            own = await self._read_again(line, line.loan)
            if (own is None) is (line.direction is Direction.RETURN):
                due = own.loan.due if own is not None else None
                proven.append(Proof(line.ident, due, line.direction, line.loan))
            else:
                absent.add(line.ident)
        loans = tuple(own.loan for own in self._own.values())
        return Truth(tuple(proven), frozenset(absent), loans, hopeless=frozenset(hopeless))

    async def _read_again(self, line: Line, ident: LoanId) -> OwnCheckout | None:
        """Return the loan with this id as it is now, or None if it has ended.

        Raises ServerAwayError, MisconfiguredError.
        """
        answer = await self._service.read("loan", self._person, ident)
        if isinstance(answer, EHubNo):
            if answer.code not in GONE:
                raise ServerAwayError(f"loan: error {answer.said}")
            await self._ended(ident)
            return None
        known = self._own.get(ident)
        asked = known.asked if known is not None else self._asked(line.code)
        checkout = msgspec.structs.replace(checkout_of(answer), id=ident)
        return self._known(checkout, asked or AskedTitle(line.item.ident if line.item else ""), line.code)
