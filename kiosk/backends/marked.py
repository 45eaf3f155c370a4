"""Functions and classes that put the key of a digital system before the ids of this system.

The key is the short name of the system in the settings, such as `overdrive`, and it is not secret. With the key, ids of
two systems are never equal. The ids of the main system have no key.
"""

import logging
from collections.abc import Mapping, Sequence
from datetime import datetime

from kiosk.backends.errors import LendingError, SignInLostError
from kiosk.backends.ports import ActEnd, ActId, PlannedWrite, WriteLog
from kiosk.backends.protocol import Account, ReservingPart
from kiosk.domain.digital import ItemFacts, OpeningRefused, TitleLink
from kiosk.domain.model import (
    Item,
    ItemCode,
    Line,
    LineOutcome,
    Loan,
    LoanId,
    Medium,
    NotSent,
    Recorded,
    Refusal,
    RefusalKind,
    Truth,
)
from kiosk.domain.reservations import Released, ReleaseOutcome, Reservation
from kiosk.domain.terms import ReservationId
from kiosk.structs import replace

_log = logging.getLogger("kiosk.several")
_MARK = "|"
"""The character between the key of a digital system and the id or address inside this system."""


def marked(key: str, ident: str) -> str:
    """Return this id or address with the key of its digital system."""
    return f"{key}{_MARK}{ident}"


def unmarked(text: str, keys: Mapping[str, object]) -> tuple[str, str]:
    """Return the key of the digital system in this id or address, and the rest. For the main system, the key is ""."""
    key, mark, rest = text.partition(_MARK)
    return (key, rest) if mark and key in keys else ("", text)


class MarkedLog(WriteLog):
    """The write log of a digital system. Each row names the account together with the key of the system."""

    def __init__(self, key: str, log: WriteLog) -> None:
        self._key, self._log = key, log

    async def begin(self, act: PlannedWrite) -> ActId:
        """Store the write. Raises LogBrokenError."""
        return await self._log.begin(replace(act, account=marked(self._key, act.account)))

    async def end(self, act: ActId, end: ActEnd, note: str = "") -> None:
        """Store the result of the write."""
        await self._log.end(act, end, note)


# --- loans and reservations with the key of their system ---


def marked_loan(key: str, loan: Loan) -> Loan:
    """Return the loan with the key of its digital system in its id and in the address of its cover."""
    cover = _marked_cover(key, loan.cover)
    return replace(loan, ident=LoanId(marked(key, loan.ident)), cover=cover, system=key)


def _marked_cover(key: str, cover: str) -> str:
    return marked(key, cover) if cover else ""


def _bare(line: Line, ident: str | None) -> Line:
    """Return the line without the key of its digital system. `ident` is the id of the loan inside this system."""
    return replace(line, system="", loan=LoanId(ident) if ident is not None else None, instead_of=None)


def _outcome(key: str, outcome: LineOutcome) -> LineOutcome:
    if not isinstance(outcome, Recorded):
        return outcome
    loan = LoanId(marked(key, outcome.loan)) if outcome.loan is not None else None
    return replace(outcome, loan=loan, lent=marked_loan(key, outcome.lent) if outcome.lent is not None else None)


def _truth(key: str, truth: Truth) -> Truth:
    proven = tuple(
        replace(proof, loan=LoanId(marked(key, proof.loan))) if proof.loan is not None else proof
        for proof in truth.proven
    )
    loans, others = (tuple(marked_loan(key, loan) for loan in some) for some in (truth.loans, truth.others))
    return replace(truth, proven=proven, loans=loans, others=others)


def marked_reservation(key: str, reservation: Reservation) -> Reservation:
    """Return the reservation with the key of its digital system in its id.

    A digital system lends only digital titles. So if the medium of the title is not known, set it to Medium.OTHER.
    """
    ident = ReservationId(marked(key, reservation.ident))
    return replace(reservation, ident=ident, medium=reservation.medium or Medium.OTHER)


def together(truths: Sequence[Truth]) -> Truth:
    """Return the facts of all these read-backs as one Truth."""
    return Truth(
        tuple(proof for truth in truths for proof in truth.proven),
        frozenset[object]().union(*(truth.absent for truth in truths)),  # type: ignore[arg-type]
        tuple(loan for truth in truths for loan in truth.loans),
        frozenset[object]().union(*(truth.handed for truth in truths)),  # type: ignore[arg-type]
        tuple(loan for truth in truths for loan in truth.others),
        frozenset[object]().union(*(truth.hopeless for truth in truths)),  # type: ignore[arg-type]
    )


class DigitalAlone(Account):
    """The account of a member at one digital system. All ids begin with the key of the system.

    During a visit, SeveralAccount uses this account together with the main system's account. After a restart, the kiosk
    uses only this account, to find out the results of earlier acts.
    """

    def __init__(self, key: str, account: Account) -> None:
        self._key, self._account = key, account
        self.member = replace(account.member, reference=marked(key, account.member.reference))
        opening = account.opening
        self.opening = replace(opening, loans=tuple(marked_loan(key, loan) for loan in opening.loans))

    async def act(self, line: Line) -> LineOutcome:
        """Send this act to the digital system. Raises SignInLostError, LogBrokenError."""
        ident = unmarked(line.loan, {self._key: None})[1] if line.loan is not None else None
        return _outcome(self._key, await self._account.act(_bare(line, ident)))

    async def reconcile(
        self, lines: Sequence[Line], *, finished: datetime, before: frozenset[LoanId] | None = None
    ) -> Truth:
        """Read the loans at the digital system. Raises ServerAwayError, SignInLostError."""
        keys = {self._key: None}
        bare = [_bare(line, unmarked(line.loan, keys)[1] if line.loan is not None else None) for line in lines]
        known = None if before is None else frozenset(LoanId(unmarked(ident, keys)[1]) for ident in before)
        truth = await self._account.reconcile(bare, finished=finished, before=known)
        return _truth(self._key, truth)

    async def title_links(self, loan: LoanId) -> tuple[TitleLink, ...] | OpeningRefused:
        """Return the addresses that open this loan now. Raises ServerAwayError, SignInLostError, MisconfiguredError."""
        digital = self._account.digital
        if digital is None:
            return OpeningRefused(Refusal(RefusalKind.OTHER))
        return await digital.title_links(LoanId(unmarked(loan, {self._key: None})[1]))

    def own_loan(self, code: ItemCode) -> Loan | None:
        """Return the member's loan of the title with this label, or None if the digital system knows no such loan."""
        loan = self._account.own_loan(code)
        return marked_loan(self._key, loan) if loan is not None else None

    @property
    def inside(self) -> Account:
        """Return the account as the digital system gives it. The ids in that account have no key."""
        return self._account

    async def titles(self, items: Sequence[Item]) -> tuple[ItemFacts, ...]:
        """Read facts about these titles. The addresses of their covers begin with the key of the digital system.

        Raises ServerAwayError, SignInLostError, MisconfiguredError.
        """
        found = await self._account.titles(items)
        return tuple(replace(each, cover=_marked_cover(self._key, each.cover)) for each in found)

    def speak(self, language: str) -> None:
        """Ask for answers in this language."""
        self._account.speak(language)

    async def sign_out(self) -> None:
        """Sign the member out at the digital system."""
        await self._account.sign_out()


class AllReservations(ReservingPart):
    """The member's reservations at all systems. `parts` maps the key of each system to its ReservingPart."""

    def __init__(self, parts: Mapping[str, ReservingPart]) -> None:
        self._parts = parts

    async def reservations(self) -> tuple[Reservation, ...]:
        """Return the reservations of all systems. Leave out a digital system that does not answer.

        Raises ServerAwayError and SignInLostError, but only for the main system.
        """
        found = list(await self._parts[""].reservations()) if "" in self._parts else []
        for key, part in self._parts.items():
            if not key:
                continue
            try:
                found += [marked_reservation(key, each) for each in await part.reservations()]
            except LendingError as why:
                _log.info("the reservations at the digital system %s could not be read: %s", key, why)
        return tuple(found)

    async def release(self, reservation: ReservationId, item: Item | None) -> ReleaseOutcome:
        """Take this item out of its reservation, or cancel the whole reservation.

        If a digital system has ended the log-in, return NotSent. Raises LogBrokenError and MisconfiguredError. Raises
        SignInLostError only for the main system.
        """
        key, ident = unmarked(reservation, self._parts)
        part = self._parts.get(key)
        if part is None:
            return NotSent()
        if not key:
            return await part.release(ReservationId(ident), item)
        try:
            outcome = await part.release(ReservationId(ident), item)
        except SignInLostError:
            return NotSent()
        if isinstance(outcome, Released) and outcome.reservation is not None:
            return Released(marked_reservation(key, outcome.reservation))
        return outcome
