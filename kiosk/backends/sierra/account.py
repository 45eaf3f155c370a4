"""One member's account at Sierra. Each act counts as soon as Sierra has answered it."""

import logging
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from enum import Enum, auto
from typing import NamedTuple

import msgspec

from kiosk.backends.answer import HttpAnswer
from kiosk.backends.errors import LendingError, MisconfiguredError
from kiosk.backends.http import JSON, HttpCall
from kiosk.backends.ports import ActEnd, ItemMemo, ItemMemory, PlannedWrite, SecretKeeper, WriteLog
from kiosk.backends.sierra import reading
from kiosk.backends.sierra.judging import answered, is_again, judged, made
from kiosk.backends.sierra.loans import Loans
from kiosk.backends.sierra.paths import CIRC_LOGIN, STATGROUP
from kiosk.backends.sierra.reading import same_label
from kiosk.backends.sierra.service import Service
from kiosk.domain.model import (
    Direction,
    InDoubt,
    Item,
    ItemCode,
    Line,
    LineId,
    LineOutcome,
    Loan,
    LoanId,
    Member,
    NotSent,
    Opening,
    Proof,
    Put,
    Recorded,
    Refusal,
    RefusalKind,
    Refused,
    Secret,
    Truth,
    VisitId,
)
from kiosk.domain.outcome import Outcome, outcome

_log = logging.getLogger("kiosk.sierra")
_SLACK = timedelta(minutes=5)
_ENDS = {
    Outcome.DONE: ActEnd.DONE,
    Outcome.REFUSED: ActEnd.REFUSED,
    Outcome.NOT_SENT: ActEnd.NOT_SENT,
    Outcome.CONFIGURATION: ActEnd.NOT_SENT,
    Outcome.RENEW: ActEnd.NOT_SENT,
}


class Tools(NamedTuple):
    """The parts with which every account works."""

    service: Service
    loans: Loans
    log: WriteLog
    memory: ItemMemory
    now: Callable[[], datetime]


class MemberCard(msgspec.Struct, frozen=True):
    """A member's card. A check-out needs `number`. If the kiosk only reads the account, `number` is empty."""

    number: Secret = Secret("")
    pin: Secret | None = None


class SierraAccount:
    """The account of one member. kiosk.backends.protocol.Account explains its methods."""

    def __init__(self, tools: Tools, visit: VisitId, member: Member, opening: Opening, card: MemberCard) -> None:
        self._service, self._loans, self._write_log, self._memory, self._now = tools
        self.member, self.opening, self._visit, self._card = member, opening, visit, card
        self._language = ""
        self._known = opening.loans
        self._acts: dict[LineId, PlannedWrite] = {}
        """The acts of this visit as they were sent. A scan of an own loan was sent as a return, not as a borrow."""

    @property
    def renewable(self) -> None:
        """Return None, because Sierra gives no token to a member."""

    @property
    def staging(self) -> None:
        """Return None, because every act counts at once."""

    @property
    def billing(self) -> None:
        """Return None, because a loan costs nothing at once."""

    @property
    def offering(self) -> None:
        """Return None, because there is nothing to choose."""

    @property
    def reserving(self) -> None:
        """Return None, because the kiosk does not read holds yet."""

    @property
    def searching(self) -> None:
        """Return None, because the published API has no search for members."""

    def keep_with(self, keeper: SecretKeeper) -> None:
        """Do nothing, because there is no token to keep."""

    def speak(self, language: str) -> None:
        """Send this language with each later act, so that Sierra's own words come in this language."""
        self._language = language

    def own_loan(self, code: ItemCode) -> Loan | None:
        """Return the member's loan of the item with this label, or None if no known loan has this label."""
        return reading.by_label(self._known, code)

    async def act(self, line: Line) -> LineOutcome:
        """Borrow, return or renew at once."""
        match line.direction:
            case Direction.BORROW:
                own = self.own_loan(line.code) or await self._unlabelled(line.code)
                return await self._give_back(line, own) if own is not None else await self._borrow(line)
            case Direction.RETURN:
                own = next((each for each in self._known if each.ident == line.loan), None) or self.own_loan(line.code)
                # Sierra checks only the label at a check-in. Without this test, the kiosk could end another patron's
                # loan.
                if own is None:
                    return Refused(Refusal(RefusalKind.NOT_ON_ACCOUNT))
                return await self._give_back(line, own)
            case Direction.RENEW:
                return await self._renew(line)

    async def sign_out(self) -> None:
        """Forget the card and its PIN."""
        self._card = MemberCard()

    # --- borrow ---

    async def _unlabelled(self, code: ItemCode) -> Loan | None:
        """Return the member's loan of the item with this label, if the loan itself has no label. Compare item ids."""
        nameless = [each for each in self._known if not each.item.code and each.item.ident]
        if not nameless:
            return None
        try:
            ident = await self._loans.item_with(code)
        except LendingError as why:
            _log.info("which item has the label is not known: %s", why)
            return None
        return next((each for each in nameless if each.item.ident == ident), None)

    async def _borrow(self, line: Line) -> LineOutcome:
        site = self._service.site
        body: dict[str, object] = {"patronBarcode": self._card.number.reveal(), "itemBarcode": line.code}
        if self._card.pin is not None:
            body["patronPin"] = self._card.pin.reveal()
        if site.username:
            body[CIRC_LOGIN] = site.username
        if site.statgroup:
            body[STATGROUP] = site.statgroup
        target = self._service.paths.target("check_out")
        sent = await self._sent(line, HttpCall("check_out", target.verb, target.url, msgspec.json.encode(body), JSON))
        if sent is None:
            return await self._came_before(line)
        return await self._lent(line, sent) if isinstance(sent, HttpAnswer) else sent

    async def _lent(self, line: Line, answer: HttpAnswer) -> Recorded:
        """Return the new loan. If the answer contains only the address of the loan, read the loan once."""
        lent = made(answer)
        if lent.due_date is None:
            lent = await self._loans.one(reading.last_part(lent.id)) or lent
        loan = await self._loans.with_title(lent)
        if not loan.item.code:
            loan = msgspec.structs.replace(loan, item=msgspec.structs.replace(loan.item, code=line.code))
        if loan.item.name:
            self._memory.remember(line.code, ItemMemo(loan.item.name))
        self._known = (*(each for each in self._known if each.ident != loan.ident), loan)
        return Recorded(loan.item, loan.due, Direction.BORROW, loan.ident)

    async def _came_before(self, line: Line) -> LineOutcome:
        """Read the loans, because Sierra says that the same request came before. Perhaps it has lent the item."""
        try:
            self._known = await self._loans.all(self.member.reference)
        except LendingError:
            return InDoubt()
        own = self.own_loan(line.code)
        return Recorded(own.item, own.due, Direction.BORROW, own.ident) if own is not None else InDoubt()

    # --- give back ---

    async def _give_back(self, line: Line, own: Loan) -> LineOutcome:
        site = self._service.site
        query = {CIRC_LOGIN: site.username} if site.username else {}
        query |= {STATGROUP: str(site.statgroup)} if site.statgroup else {}
        code = own.item.code or line.code
        line = msgspec.structs.replace(line, direction=Direction.RETURN, item=own.item, loan=own.ident)
        target = self._service.paths.target("check_in", code, query)
        sent = await self._sent(line, HttpCall("check_in", target.verb, target.url))
        if not isinstance(sent, HttpAnswer):
            return sent or InDoubt()
        self._known = tuple(each for each in self._known if each.ident != own.ident)
        return Recorded(own.item, None, Direction.RETURN, own.ident, await self._put(own.item))

    async def _put(self, item: Item) -> Put | None:
        """Return the place where the item belongs now. Read the item again, because a patron may wait for the item."""
        try:
            found = await self._loans.item(item.ident) if item.ident else None
        except LendingError as why:
            _log.info("where a returned item belongs is not known: %s", why)
            return None
        return reading.put_of(found) if found is not None else None

    # --- renew ---

    async def _renew(self, line: Line) -> LineOutcome:
        site = self._service.site
        query = {STATGROUP: str(site.statgroup)} if site.statgroup else {}
        target = self._service.paths.target("renew", line.loan or "", query)
        sent = await self._sent(line, HttpCall("renew", target.verb, target.url))
        if not isinstance(sent, HttpAnswer):
            return sent or InDoubt()
        loan = await self._loans.with_title(made(sent))
        if line.due_before is not None and loan.due is not None and loan.due <= line.due_before:
            return Refused(Refusal(RefusalKind.NO_RENEWAL, item=line.item))
        self._known = tuple(loan if each.ident == loan.ident else each for each in self._known)
        return Recorded(line.item or loan.item, loan.due, Direction.RENEW, line.loan)

    # --- one write ---

    async def _sent(self, line: Line, call: HttpCall) -> HttpAnswer | Refused | NotSent | InDoubt | None:
        """Send a write once, and once more only if a new token is needed. Return the answer if the act was done.

        Return None if Sierra says that the same request came before, so that only the loans show what it did.
        """
        call = msgspec.structs.replace(call, language=self._language, fresh=True)
        for last in (False, True):
            act = self._acts[line.ident] = PlannedWrite.at_once(
                line, self._visit, self.member.reference, self._now(), self._known
            )
            row = await self._write_log.begin(act)
            try:
                received = await self._service.send(call)
            except LendingError as why:  # the server gave no token, so the act was not sent
                await self._write_log.end(row, ActEnd.NOT_SENT, str(why))
                if isinstance(why, MisconfiguredError):
                    raise
                return NotSent()
            fate = outcome(judged(received, call))
            status = f"HTTP {received.status}" if isinstance(received, HttpAnswer) else ""
            came_before = is_again(received)
            await self._write_log.end(row, ActEnd.UNKNOWN if came_before else _ENDS.get(fate, ActEnd.UNKNOWN), status)
            if fate is Outcome.RENEW and not last:
                await self._service.renew()
                continue
            return None if came_before else answered(fate, received, line.item, call)
        raise AssertionError("the second try returns")

    async def reconcile(
        self, lines: Sequence[Line], *, finished: datetime, before: frozenset[LoanId] | None = None
    ) -> Truth:
        """Read the member's loans, and find out which of these lines are now real."""
        loans = await self._loans.all(self.member.reference)
        self._known = loans
        proven: list[Proof] = []
        absent, hopeless = set(), set()
        for line in lines:
            act = self._acts.get(line.ident)
            sent = act.lines[0] if act is not None else line
            known = act.before if act is not None else before
            match _fate(sent, loans, (act and act.finished) or finished, known):
                case Proof() as proof:
                    proven.append(proof)
                case _Unproven.ABSENT:
                    absent.add(line.ident)
                case _Unproven.HOPELESS:
                    hopeless.add(line.ident)
        return Truth(tuple(proven), frozenset(absent), loans, hopeless=frozenset(hopeless))


class _Unproven(Enum):
    """An act that one reading of the loans does not prove."""

    ABSENT = auto()
    HOPELESS = auto()
    """No reading can ever tell."""


def _fate(line: Line, loans: Sequence[Loan], began: datetime, before: frozenset[LoanId] | None) -> Proof | _Unproven:
    """Return a proof that the act of this line was done, or what the loans say instead."""
    match line.direction:
        case Direction.BORROW:
            for each in (loan for loan in loans if _is_its_item(line, loan)):
                new = each.ident not in before if before is not None else True
                if each.ident == line.loan or (new and (each.since is None or each.since >= began - _SLACK)):
                    return Proof(line.ident, each.due)
            return _Unproven.ABSENT
        case Direction.RETURN:
            there = any(each.ident == line.loan if line.loan else _is_its_item(line, each) for each in loans)
            return _Unproven.ABSENT if there else Proof(line.ident)
        case Direction.RENEW:
            loan = next((each for each in loans if each.ident == line.loan), None)
            if loan is None or (line.due_before is None and line.renewals_before is None):
                return _Unproven.HOPELESS
            later = line.due_before is not None and loan.due is not None and loan.due > line.due_before
            more = line.renewals_before is not None and (loan.renewals or 0) > line.renewals_before
            return Proof(line.ident, loan.due) if later or more else _Unproven.ABSENT


def _is_its_item(line: Line, loan: Loan) -> bool:
    if line.item is not None and line.item.ident and loan.item.ident:
        return line.item.ident == loan.item.ident
    codes = (line.code, line.item.code) if line.item is not None else (line.code,)
    return any(same_label(loan.item.code, code) for code in codes)
