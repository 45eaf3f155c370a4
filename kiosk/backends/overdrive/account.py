"""One member's account at OverDrive. Each act (a loan or a return) is real as soon as OverDrive has answered."""

import logging
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import NamedTuple

import msgspec

from kiosk.backends.answer import HttpAnswer
from kiosk.backends.errors import LendingError, MisconfiguredError, SignInLostError
from kiosk.backends.http import JSON, HttpCall
from kiosk.backends.json_answer import json_of, shaped
from kiosk.backends.overdrive.finding import OverDriveFinder
from kiosk.backends.overdrive.holds import TitleHolds
from kiosk.backends.overdrive.judging import answered, can_be_second, end_of, judged, made
from kiosk.backends.overdrive.opening import TitleOpening
from kiosk.backends.overdrive.proving import NoProof, Shelf, fate
from kiosk.backends.overdrive.reading import OwnTitle, asked_for, is_title_id, no_received, own_title, said, title_id
from kiosk.backends.overdrive.schema import TitleOnLoan, TitlesOnLoan
from kiosk.backends.overdrive.service import OverDriveService
from kiosk.backends.overdrive.titles import Titles
from kiosk.backends.overdrive.tokens import AnyTokens
from kiosk.backends.ports import ActEnd, ActId, ItemMemo, ItemMemory, PlannedWrite, WriteLog
from kiosk.backends.protocol import Account
from kiosk.domain.digital import ItemFacts
from kiosk.domain.model import (
    Direction,
    InDoubt,
    Item,
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
    Secret,
    Truth,
    VisitId,
)
from kiosk.domain.outcome import Outcome, outcome

_log = logging.getLogger("kiosk.overdrive")


class DigitalTools(NamedTuple):
    """The objects that every account uses, for example to send calls and to log writes."""

    service: OverDriveService
    titles: Titles
    log: WriteLog
    memory: ItemMemory
    now: Callable[[], datetime]


class OverDrivePatron(NamedTuple):
    """The member at OverDrive. `collection` is the token that names the member's collection of titles."""

    tokens: AnyTokens
    reference: str
    collection: str = ""
    most_loans: int | None = None


class OverDriveAccount(Account):
    """The account of one member. kiosk.backends.protocol.Account explains its methods."""

    def __init__(self, tools: DigitalTools, visit: VisitId, patron: OverDrivePatron) -> None:
        self._tools, self._visit, self._patron = tools, visit, patron
        self._service, self._tokens = tools.service, patron.tokens
        self.member = Member(patron.reference, max_loans=patron.most_loans)
        self.opening = Opening()
        self._shelf = Shelf()
        self._language = ""
        self._labels: dict[str, str] = {}
        """The labels that were scanned in this visit, by the id of the title."""
        self._acts: dict[LineId, PlannedWrite] = {}
        """The last write that was sent for each line, by the id of the line."""
        self._holds = TitleHolds(tools.service, tools.titles, tools.log, tools.now, visit, patron)
        self._opening = TitleOpening(tools.service, tools.titles, patron, self._loan_now)

    @property
    def reserving(self) -> TitleHolds:
        """Return the part that reads and cancels the holds."""
        return self._holds

    @property
    def searching(self) -> OverDriveFinder:
        """Return the search in the collection that this member sees."""

        async def collection() -> str:
            return self._patron.collection

        return OverDriveFinder(self._service, self._tools.titles, self._tokens, collection)

    @property
    def digital(self) -> TitleOpening:
        """Return the part that opens loans."""
        return self._opening

    def speak(self, language: str) -> None:
        """Send this language with each later act, so that OverDrive can write its own words in this language."""
        self._language = self._holds.language = language

    def own_loan(self, code: ItemCode) -> Loan | None:
        """Return the member's loan of the title with this label, or None if no known loan is of this title."""
        own = self._shelf.of_title(self._asked(code))
        return own.loan if own is not None else None

    async def sign_out(self) -> None:
        """Forget the token, the card and its PIN."""
        self._tokens.end()

    async def open(self) -> None:
        """Read the loans with their titles, for the beginning of a visit.

        Raises ServerAwayError, SignInLostError, MisconfiguredError.
        """
        loans = (await self._read()).loans
        limits = msgspec.structs.replace(self.opening.limits, max_loans=self._patron.most_loans)
        self.opening = Opening(loans, limits=limits)

    def _asked(self, code: str) -> str:
        return asked_for(code, self._service.site.items)

    # --- the acts ---

    async def act(self, line: Line) -> LineOutcome:
        """Borrow or return the title of this line. Refuse a renewal, because OverDrive has none.

        Refuse a borrow if the member already has a loan of the title.
        """
        asked = self._asked(line.code)
        match line.direction:
            case Direction.BORROW:
                own = self._shelf.of_title(asked)
                # If the member scans the same title a second time, the kiosk opens the loan. It must never return the
                # loan.
                if own is not None:
                    return Refused(Refusal(RefusalKind.ON_LOAN, item=own.loan.item))
                return await self._borrow(line, asked) if asked else Refused(Refusal(RefusalKind.ITEM_UNKNOWN))
            case Direction.RETURN:
                own = self._shelf.of_loan(line.loan) or self._shelf.of_title(asked)
                if own is None:
                    return Refused(Refusal(RefusalKind.NOT_ON_ACCOUNT))
                return await self._give_back(line, own)
            case Direction.RENEW:
                return Refused(Refusal(RefusalKind.NO_RENEWAL, item=line.item))

    async def _borrow(self, line: Line, asked: str) -> LineOutcome:
        field = {"name": self._service.site.guesses.borrow_field, "value": asked}
        target = self._service.paths.target("borrow")
        body = msgspec.json.encode({"fields": [field]})
        sent = await self._sent(line, HttpCall("borrow", target.verb, target.url, body, JSON), asked)
        match sent:
            case HttpAnswer():
                own = self._own(made(sent), line.code)
                self._shelf = self._shelf.plus(own)
                return self._lent(own.loan)
            case Proof(loan=ident) if (found := self._shelf.of_loan(ident)) is not None:
                self._labels[found.loan.item.ident] = line.code
                item = msgspec.structs.replace(found.loan.item, code=line.code)
                return self._lent(msgspec.structs.replace(found.loan, item=item))
            case Proof():
                return InDoubt()
            case Refused() if (had := self._shelf.of_title(asked)) is not None:
                # The kiosk has read the loans after the refusal. They show that the member already has this title.
                return Refused(Refusal(RefusalKind.ON_LOAN, item=had.loan.item))
            case Refused(refusal) if refusal.item is None and refusal.kind is not RefusalKind.ITEM_UNKNOWN:
                return Refused(msgspec.structs.replace(refusal, item=self._item(line.code, asked)))
            case _:
                return sent

    def _item(self, code: ItemCode, asked: str) -> Item | None:
        """Return the item for the title with this label. The item has the name of the title if the name is known.

        If `asked` is only the short number of the title, return None, because no name can be read with this number.
        """
        if not is_title_id(asked):
            return None
        facts = self._tools.titles.known.get(title_id(asked))
        return self._named(Item(code, facts.name if facts is not None else "", title_id(asked)))

    def _lent(self, loan: Loan) -> Recorded:
        loan = msgspec.structs.replace(loan, item=self._named(loan.item))
        return Recorded(loan.item, loan.due, Direction.BORROW, loan.ident, lent=loan)

    async def _give_back(self, line: Line, own: OwnTitle) -> LineOutcome:
        loan = own.loan
        if LoanAct.RETURN not in loan.can:
            return Refused(Refusal(RefusalKind.OTHER, item=loan.item))
        line = msgspec.structs.replace(line, direction=Direction.RETURN, item=loan.item, loan=loan.ident)
        target = self._service.paths.linked("give_back", own.return_link, loan.item.ident)
        sent = await self._sent(line, HttpCall("give_back", target.verb, target.url))
        if not isinstance(sent, HttpAnswer | Proof):
            return sent
        self._shelf = self._shelf.without(loan.ident)
        return Recorded(loan.item, None, Direction.RETURN, loan.ident)

    def _own(self, answer: TitleOnLoan, label: ItemCode | None = None) -> OwnTitle:
        if label is not None:
            self._labels[title_id(answer.reserve_id)] = label
        return own_title(answer, self._tools.titles.known, self._labels, self._service.site.zone)

    def _named(self, item: Item) -> Item:
        """Return this item. If its name could not be read, return the item with the name that the kiosk remembers."""
        memo = None if item.name else self._tools.memory.recall(item.code)
        return msgspec.structs.replace(item, name=memo.name) if memo is not None else item

    # --- one write ---

    async def _sent(
        self, line: Line, call: HttpCall, asked: str = ""
    ) -> HttpAnswer | Proof | Refused | NotSent | InDoubt:
        """Send a write once, and return the answer, a proof, or another outcome.

        If OverDrive refuses the token, get a new token and send the write a second time. Return the answer if the act
        was done. If the answer is a refusal, but the loans show that the act was done, return a proof. In all other
        cases, return the outcome Refused, NotSent or InDoubt. Raises SignInLostError, LogBrokenError,
        MisconfiguredError.
        """
        call = msgspec.structs.replace(call, language=self._language, fresh=True)
        log = self._tools.log
        for _ in range(2):
            token = await self._token()
            if token is None:
                return NotSent()
            act = PlannedWrite.at_once(line, self._visit, self.member.reference, self._tools.now(), self._shelf.loans)
            act = self._acts[line.ident] = msgspec.structs.replace(act, token=token)
            row = await log.begin(act)
            received = await self._service.send(call, token)
            judgement = outcome(judged(received, asked))
            no = no_received(received)
            if no is not None:
                _log.info("%s: refused: %s", call.name, said(no))
            if judgement is Outcome.REFUSED and can_be_second(received):
                return await self._looked_up(act, row, answered(judgement, received, line.item, call))
            status = f"HTTP {received.status}" if isinstance(received, HttpAnswer) else ""
            await log.end(row, end_of(judgement), status)
            if judgement is not Outcome.RENEW:
                return answered(judgement, received, line.item, call)
            self._tokens.forget(token)
        raise SignInLostError(f"{call.name}: OverDrive refuses the member's token")

    async def _token(self) -> Secret | None:
        """Return the member's token, or None if OverDrive gives no token now.

        Raises SignInLostError, MisconfiguredError.
        """
        try:
            return await self._service.valid(self._tokens)
        except (SignInLostError, MisconfiguredError):
            raise
        except LendingError as why:
            _log.info("no token came, so an act was not sent: %s", why)
            return None

    async def _looked_up(
        self, act: PlannedWrite, row: ActId, no: HttpAnswer | Refused | NotSent | InDoubt
    ) -> HttpAnswer | Proof | Refused | NotSent | InDoubt:
        """Read the loans to find out if an act was done, although OverDrive answered with the refusal `no`.

        This is possible, because the network can deliver a request twice. Perhaps the first delivery did the act, and
        only the answer to the second delivery came. Return a proof if the loans show that the act was done. Return `no`
        if they show that it was not done. In all other cases, return InDoubt.
        """
        log = self._tools.log
        try:
            truth = await self.reconcile(act.lines, finished=act.finished or self._tools.now())
        except LendingError as why:
            await log.end(row, ActEnd.UNKNOWN, str(why))
            return InDoubt()
        if truth.proven:
            await log.end(row, ActEnd.DONE, "refused, but the loans show that it was done")
            return truth.proven[0]
        is_certain = bool(truth.absent) and isinstance(no, Refused)
        await log.end(row, ActEnd.REFUSED if is_certain else ActEnd.UNKNOWN)
        return no if is_certain else InDoubt()

    # --- the loans ---

    async def titles(self, items: Sequence[Item]) -> tuple[ItemFacts, ...]:
        """Read facts about these titles, and remember the names. Return the items about which facts are known.

        One call reads at most 25 titles.
        """
        titles = self._tools.titles
        await titles.read((item.ident for item in items), self._tokens, self._patron.collection)
        found = [(each, titles.known[each.ident]) for each in items if each.ident in titles.known]
        for each, facts in found:
            if each.code and facts.name:
                self._tools.memory.remember(each.code, ItemMemo(facts.name))
        return tuple(
            ItemFacts(msgspec.structs.replace(each, name=facts.name or each.name), facts.medium, facts.cover)
            for each, facts in found
        )

    async def reconcile(
        self, lines: Sequence[Line], *, finished: datetime, before: frozenset[LoanId] | None = None
    ) -> Truth:
        """Read the member's loans, and find out which of these lines are now real."""
        shelf = await self._read()
        proven: list[Proof] = []
        absent, hopeless = set[LineId](), set[LineId]()
        for line in lines:
            act = self._acts.get(line.ident)
            known = act.before if act is not None else before
            sent, began = (act.lines[0], act.finished or finished) if act is not None else (line, finished)
            match fate(sent, shelf, began, known, self._asked):
                case Proof() as proof:
                    proven.append(proof)
                case NoProof.NOT_THERE:
                    absent.add(line.ident)
                case NoProof.NEVER:
                    hopeless.add(line.ident)
                case None:
                    pass
        return Truth(tuple(proven), frozenset(absent), shelf.loans, hopeless=frozenset(hopeless))

    async def _loan_now(self, ident: LoanId) -> OwnTitle | None:
        """Return the loan with this id, or None if there is no such loan.

        First look for the loan among the loans that were read before. If it is not there, read all loans again.
        """
        return self._shelf.of_loan(ident) or (await self._read()).of_loan(ident)

    async def _read(self) -> Shelf:
        """Read the loans and remember them. Also read the facts about titles that are not known yet.

        Raises the errors of `OverDriveService.read`.
        """
        answer = await self._service.read("loans", self._tokens, language=self._language)
        read = shaped(answer, json_of(answer), TitlesOnLoan) if answer is not None else TitlesOnLoan()
        found = [each for each in read.checkouts or () if each is not None]
        counted = {"totalItems": read.total_items, "totalCheckouts": read.total_checkouts}
        if any(count not in {None, len(found)} for count in counted.values()):
            _log.warning("loans: %d were read, but %s", len(found), counted)
        idents = (title_id(each.reserve_id) for each in found)
        await self._tools.titles.read(idents, self._tokens, self._patron.collection)
        whole = None not in (read.checkouts or ()) and len(found) >= (read.total_items or 0)
        self._shelf = Shelf([self._own(each) for each in found], whole=whole)
        return self._shelf
