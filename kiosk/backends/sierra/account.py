"""One member's account at Sierra. An act counts as soon as Sierra has answered."""

import logging
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import NamedTuple

import msgspec

from kiosk.backends.answer import HttpAnswer
from kiosk.backends.errors import LendingError, MisconfiguredError
from kiosk.backends.http import JSON, HttpCall
from kiosk.backends.ports import ActEnd, ActId, ItemMemo, ItemMemory, PlannedWrite, SecretKeeper, WriteLog
from kiosk.backends.protocol import Vouched
from kiosk.backends.sierra import reading
from kiosk.backends.sierra.fines import Fines
from kiosk.backends.sierra.holds import Holds
from kiosk.backends.sierra.judging import answered, can_be_second, end_of, is_again, judged, made
from kiosk.backends.sierra.loans import Loans
from kiosk.backends.sierra.parts import Parts
from kiosk.backends.sierra.paths import CIRC_LOGIN, STATGROUP
from kiosk.backends.sierra.proving import Unproven, needs_item, result_of
from kiosk.backends.sierra.service import Service
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


class Tools(NamedTuple):
    """The objects that every account uses, for example to send calls and to log writes."""

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

    def __init__(
        self, tools: Tools, visit: VisitId, member: Member, opening: Opening, card: MemberCard, parts: Parts
    ) -> None:
        self._parts = parts
        self._service, self._loans, self._write_log, self._memory, self._now = tools
        self.member, self.opening, self._visit, self._card = member, opening, visit, card
        self.vouched = Vouched(member.reference)
        """The facts from the patron's record that show the digital systems beside Sierra who the member is."""
        self._language = ""
        self._known = opening.loans
        self._acts: dict[LineId, PlannedWrite] = {}
        """The last act that was sent for each line.

        If a borrow line is for an item that the member already has, the act is a return.
        """

    @property
    def renewable(self) -> None:
        """Return None, because Sierra gives no token to a member."""

    @property
    def staging(self) -> None:
        """Return None, because Sierra has no cart."""

    @property
    def billing(self) -> None:
        """Return None, because a loan at Sierra has no price."""

    @property
    def offering(self) -> None:
        """Return None, because Sierra knows no projects and no conditions."""

    @property
    def reserving(self) -> Holds | None:
        """Return the holds, or None if the kiosk's Sierra key may not read holds."""
        return self._parts.allowed_holds

    @property
    def owing(self) -> Fines | None:
        """Return the fines, or None if neither the patron's record nor the list of fines says what the patron owes."""
        return self._parts.known_fines

    @property
    def digital(self) -> None:
        """Return None, because Sierra lends only things."""

    @property
    def joining(self) -> None:
        """Return None, because Sierra knows no digital systems beside itself."""

    @property
    def searching(self) -> None:
        """Return None, because the published API has no search that members may use."""

    def keep_with(self, keeper: SecretKeeper) -> None:
        """Do nothing, because Sierra gives no token that could be stored."""

    def speak(self, language: str) -> None:
        """Ask Sierra from now on to write its own words, such as the reason for a refusal, in this language."""
        self._language = language
        self._parts.speak(language)

    def own_loan(self, code: ItemCode) -> Loan | None:
        """Return the member's loan of the item with this label, or None if no known loan has this label."""
        return reading.by_label(self._known, code)

    async def act(self, line: Line) -> LineOutcome:
        """Borrow, return or renew the item of this line, and give back the outcome.

        If the line is a borrow, but the item is already on loan to the member, the kiosk sends a return.
        """
        match line.direction:
            case Direction.BORROW:
                own = self.own_loan(line.code) or await self._unlabelled(line.code)
                return await self._give_back(line, own) if own is not None else await self._borrow(line)
            case Direction.RETURN:
                own = next((each for each in self._known if each.ident == line.loan), None) or self.own_loan(line.code)
                # At a check-in, Sierra looks only at the label, and does not ask whose loan it is. Without this test,
                # the kiosk could end the loan of another patron.
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
        """Return the member's loan of the item with this label, or None. Look only at loans that came without a label.

        Ask Sierra for the id of the item with this label, and find the loan by this id. If Sierra does not tell the id,
        return None.
        """
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
        match sent:
            case HttpAnswer():
                return await self._lent(line, sent)
            case Proof(loan=ident):
                loan = next(each for each in self._known if each.ident == ident)
                return Recorded(_labelled(loan.item, line.code), loan.due, Direction.BORROW, ident)
            case Refused():
                return await self._with_title(line, sent)
            case _:
                return sent

    async def _with_title(self, line: Line, no: Refused) -> Refused:
        """Return this refusal with the title and the shelf of the item, if they can be read now.

        A refusal from Sierra contains a reason, but not the title of the item.
        """
        if no.refusal.item is not None or no.refusal.kind is RefusalKind.ITEM_UNKNOWN:
            return no
        try:
            ident = await self._loans.item_with(line.code)
            found = await self._loans.item(ident) if ident else None
        except LendingError as why:
            _log.info("what a refused item is could not be read: %s", why)
            return no
        if found is None:
            return no
        item = await self._loans.described(found, line.code)
        if item.name:
            self._memory.remember(line.code, ItemMemo(item.name))
        return Refused(msgspec.structs.replace(no.refusal, item=item))

    async def _lent(self, line: Line, answer: HttpAnswer) -> Recorded:
        """Return the new loan. If the answer contains only the address of the loan, read the loan once."""
        lent = made(answer)
        if lent.due_date is None:
            lent = await self._loans.one(reading.last_part(lent.id)) or lent
        loan = self._loans.without_title(lent)
        memo = self._memory.recall(line.code)
        name = loan.item.name or (memo.name if memo is not None else "")
        item = msgspec.structs.replace(loan.item, code=loan.item.code or line.code, name=name)
        loan = msgspec.structs.replace(loan, item=item)
        self._known = (*(each for each in self._known if each.ident != loan.ident), loan)
        return Recorded(loan.item, loan.due, Direction.BORROW, loan.ident)

    async def titles(self, items: Sequence[Item]) -> tuple[ItemFacts, ...]:
        """Read the titles of these items. Return the items with their titles, and remember the titles.

        Leave out items whose titles cannot be read now. Sierra needs one call for the items, and then one call for the
        titles.
        """
        found = await self._loans.items_with({item.ident for item in items if item.ident})
        names = {ident: item.name for ident, item in found.items() if item.name}
        named = tuple(msgspec.structs.replace(each, name=names[each.ident]) for each in items if each.ident in names)
        for each in named:
            if each.code:
                self._memory.remember(each.code, ItemMemo(each.name))
        return tuple(ItemFacts(each) for each in named)

    # --- give back ---

    async def _give_back(self, line: Line, own: Loan) -> LineOutcome:
        site = self._service.site
        query = {CIRC_LOGIN: site.username} if site.username else {}
        query |= {STATGROUP: str(site.statgroup)} if site.statgroup else {}
        code = own.item.code or line.code
        line = msgspec.structs.replace(line, direction=Direction.RETURN, item=own.item, loan=own.ident)
        target = self._service.paths.target("check_in", code, query)
        sent = await self._sent(line, HttpCall("check_in", target.verb, target.url))
        if not isinstance(sent, HttpAnswer | Proof):
            return sent
        self._known = tuple(each for each in self._known if each.ident != own.ident)
        return Recorded(own.item, None, Direction.RETURN, own.ident, await self._put(own.item))

    async def _put(self, item: Item) -> Put | None:
        """Return the place where a returned item belongs, or None if Sierra does not say the place.

        Read the item again after the return, because its new status shows the place. For example, another patron
        perhaps waits for the item. It then belongs on the hold shelf.
        """
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
        if isinstance(sent, Proof):
            return Recorded(line.item, sent.due, Direction.RENEW, line.loan)
        if not isinstance(sent, HttpAnswer):
            return sent
        loan = self._loans.without_title(made(sent))
        loan = msgspec.structs.replace(loan, item=line.item or loan.item)
        if line.due_before is not None and loan.due is not None and loan.due <= line.due_before:
            return Refused(Refusal(RefusalKind.NO_RENEWAL, item=line.item))
        self._known = tuple(loan if each.ident == loan.ident else each for each in self._known)
        return Recorded(loan.item, loan.due, Direction.RENEW, line.loan)

    # --- one write ---

    async def _sent(self, line: Line, call: HttpCall) -> HttpAnswer | Proof | Refused | NotSent | InDoubt:
        """Send a write once. If Sierra refuses the token, get a new token and send the write a second time.

        Return Sierra's answer if it says that the act was done. Return a proof if Sierra refuses the act, but the loans
        show that it was done. In all other cases, return the outcome: refused, not sent, or in doubt.
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
            judgement = outcome(judged(received, call))
            if can_be_second(received, call):
                said = InDoubt() if is_again(received) else answered(judgement, received, line.item, call)
                return await self._looked_up(act, row, said)
            status = f"HTTP {received.status}" if isinstance(received, HttpAnswer) else ""
            await self._write_log.end(row, end_of(judgement), status)
            if judgement is Outcome.RENEW and not last:
                await self._service.renew()
                continue
            return answered(judgement, received, line.item, call)
        raise AssertionError("the second try returns")

    async def _looked_up(
        self, act: PlannedWrite, row: ActId, said: HttpAnswer | Refused | NotSent | InDoubt
    ) -> HttpAnswer | Proof | Refused | NotSent | InDoubt:
        """Read the loans to find out if an act was done, although Sierra's answer is a refusal.

        The network can deliver a request twice. If only the second answer arrives, it can be a refusal, although the
        first delivery did the act. Return a proof if the loans show that the act was done. If they do not show it,
        return `said` if it is a refusal. If `said` is not a refusal, or if the loans cannot be read, the act stays in
        doubt.
        """
        try:
            truth = await self.reconcile(act.lines, finished=act.finished or self._now())
        except LendingError as why:
            await self._write_log.end(row, ActEnd.UNKNOWN, str(why))
            return InDoubt()
        if truth.proven:
            await self._write_log.end(row, ActEnd.DONE, "refused, but the loans show that it was done")
            return truth.proven[0]
        is_certain = bool(truth.absent or truth.hopeless) and isinstance(said, Refused)
        await self._write_log.end(row, ActEnd.REFUSED if is_certain else ActEnd.UNKNOWN)
        return said if is_certain else InDoubt()

    # --- the loans ---

    async def reconcile(
        self, lines: Sequence[Line], *, finished: datetime, before: frozenset[LoanId] | None = None
    ) -> Truth:
        """Read the member's loans, and find out for each of these lines if its act was done.

        If this object has sent the act of a line, it remembers the time of the act and the loans before the act. For
        any other line, use `finished` as the time of the act, and `before` as the ids of the loans before the act.
        """
        loans = await self._loans.all(self.member.reference)
        self._known = loans
        proven: list[Proof] = []
        absent, hopeless = set(), set()
        for line in lines:
            act = self._acts.get(line.ident)
            known = act.before if act is not None else before
            sent = await self._with_item(act.lines[0] if act is not None else line, loans, known)
            match result_of(sent, loans, (act and act.finished) or finished, known) if sent is not None else None:
                case Proof() as proof:
                    proven.append(proof)
                case Unproven.ABSENT:
                    absent.add(line.ident)
                case Unproven.HOPELESS:
                    hopeless.add(line.ident)
                case None:
                    pass
        return Truth(tuple(proven), frozenset(absent), loans, hopeless=frozenset(hopeless))

    async def _with_item(self, line: Line, loans: Sequence[Loan], before: frozenset[LoanId] | None) -> Line | None:
        """Return the line. If a new loan has no label, add the item's id to the line, so that the ids can be compared.

        Return None if the id cannot be read now. In this case, the loans cannot show if the act was done.
        """
        if not needs_item(line, loans, before):
            return line
        try:
            ident = await self._loans.item_with(line.code)
        except LendingError as why:
            _log.info("which item has the label is not known: %s", why)
            return None
        return msgspec.structs.replace(line, item=Item(line.code, "", ident)) if ident else line


def _labelled(item: Item, code: ItemCode) -> Item:
    """Return the item. If Sierra has sent the item without its label, add the label `code`."""
    return item if item.code else msgspec.structs.replace(item, code=code)
