"""The part of the runner that writes returns without an account to disk, sends them in order, and settles them.

A return is sent only once. If the answer was lost, the kiosk asks the lending system if the item is still on loan. If
the item was on loan before and is not on loan now, the return was done. If the item is still on loan, the kiosk asks
again 15 s later. If the item is then still on loan, or if an answer does not show the result, staff are asked. Nothing
is lent here, and no member is known.
"""

import asyncio
import logging
from collections.abc import Callable
from enum import Enum, auto
from itertools import groupby
from typing import assert_never

from kiosk.backends.errors import LendingError, LogBrokenError
from kiosk.backends.protocol import LendingBackend, Returning
from kiosk.domain.messages.answers import ReturnNotSaved, ReturnSaved, ReturnSettled, SignInAway
from kiosk.domain.messages.effects import DropFob, Record, RecordKind, ReturnDeed, SaveReturn, TakeFob
from kiosk.domain.messages.events import Event
from kiosk.domain.model import InDoubt, Moment, NotSent, Recorded, Refused
from kiosk.domain.returns import LeftToStaff, TakenIn
from kiosk.runner.account_returns import AccountReturns, Settled
from kiosk.runner.server_watch import ServerWatch
from kiosk.runner.settling import APART_S
from kiosk.runner.tasks import happens
from kiosk.store.saved_returns import LentSince, SavedReturn, SavedReturns
from kiosk.store.sqlite_file import StoreError

_log = logging.getLogger("kiosk.runner")

_RETRIES_S = (5.0, 10.0, 20.0)
"""The seconds between two tries while the lending system does not answer. The last number is used again and again."""
_LOOK_S = 5.0


class _Round(Enum):
    """The result of one round, in which the sender has tried to send or settle each open return once."""

    DONE = auto()
    LOOK_AGAIN = auto()
    AWAY = auto()
    """The lending system did not answer, so this return and all returns after it wait."""


class _NotSentError(Exception):
    """A return did not leave the kiosk, so it is sent later."""


class ReturnSender:
    """Writes returns to disk, and sends them one after the other, in the order in which people scanned the items."""

    def __init__(
        self,
        backend: LendingBackend,
        saved: SavedReturns,
        *,
        tell: Callable[[Event], None],
        clock: Callable[[], Moment],
        server: ServerWatch,
        accounts: AccountReturns | None = None,
    ) -> None:
        """Keep the arguments. `accounts` is None if no fob can be linked here."""
        self._backend, self._saved, self._accounts = backend, saved, accounts
        self._tell, self._clock, self._server = tell, clock, server
        self._wake = asyncio.Event()
        self._out_since: dict[int, float] = {}
        """For each sent return whose item was still on loan at the first look, the time of this look."""

    async def do(self, deed: ReturnDeed) -> None:
        """Carry out this effect of the page for returns without an account."""
        match deed:
            case SaveReturn():
                await self.save(deed)
            case TakeFob():
                await self._take(deed)
            case DropFob(visit):
                if self._accounts is not None:
                    self._accounts.drop(visit)
            case _:
                assert_never(deed)

    async def _take(self, effect: TakeFob) -> None:
        """Plan to book the returns of this visit on the account of this fob, and tell the visit the answer.

        If the system needs no fob, or no fob can be linked here, the answer is SignInAway.
        """
        needs_fob = self._accounts is not None and self._backend.returning is None
        self._tell(await self._accounts.take(effect) if needs_fob and self._accounts else SignInAway(effect.visit))
        self._wake.set()

    async def save(self, effect: SaveReturn) -> None:
        """Write this return to disk, and tell the visit the number of its slip, or that the disk has failed."""
        given = self._accounts.shown_for(effect.visit) if self._accounts is not None else None
        sends = self._backend.returning is not None or given is not None
        question = None if sends else Record(RecordKind.RETURN_SEEN, effect.visit, (effect.code,), inbox=True)
        try:
            slip = await self._saved.save(effect, question, given)
        except StoreError:
            self._tell(ReturnNotSaved(effect.visit, effect.line))
            return
        self._tell(ReturnSaved(effect.visit, effect.line, slip, sends))
        self._wake.set()

    def now(self) -> None:
        """Send the returns at once, without waiting for the time of the next try."""
        self._wake.set()

    async def run(self) -> None:
        """Send and settle the saved returns again and again. This ends only when the task is cancelled."""
        failures = 0
        while True:
            self._wake.clear()
            after = await self._round()
            failures = failures + 1 if after is _Round.AWAY else 0
            wait_s = None
            if after is _Round.AWAY:
                wait_s = _RETRIES_S[min(failures, len(_RETRIES_S)) - 1]
                self._server.failed(wait_s)
            elif after is _Round.LOOK_AGAIN:
                wait_s = _LOOK_S
            await happens(self._wake, wait_s)

    async def _round(self) -> "_Round":
        """Send each open return, or find out if a sent return was done.

        Take the returns in the order of the scans.
        """
        looks = False
        try:
            waiting = await self._saved.open_ones()
            for group in [tuple(group) for _, group in groupby(waiting, lambda one: one.visit)]:
                returning = self._backend.returning
                settled = await (self._without_account(group, returning) if returning else self._by_fob(group))
                looks = looks or not settled
        except LogBrokenError as why:
            _log.info("saved returns wait, because the disk fails: %s", why)
            return _Round.LOOK_AGAIN
        except (LendingError, _NotSentError) as why:
            _log.info("saved returns wait: %s", why)
            return _Round.AWAY
        return _Round.LOOK_AGAIN if looks else _Round.DONE

    async def _by_fob(self, group: tuple[SavedReturn, ...]) -> bool:
        """Book the returns of one visit on the account of a fob. Return True if they are settled.

        If no fob was shown, or if no fob can be linked here, ask staff. Raises LogBrokenError, LendingError.
        """
        if self._accounts is not None:
            return await self._accounts.book(group, self._settle)
        for one in group:
            await self._settle(Settled(one, LeftToStaff(), RecordKind.RETURN_SEEN))
        return True

    async def _without_account(self, group: tuple[SavedReturn, ...], returning: Returning) -> bool:
        """Send the returns of one visit, or find out if they were done. Return True if they are settled.

        Raises StoreError, LendingError, _NotSentError.
        """
        done = []
        for one in group:
            if not one.code:
                await self._settle(Settled(one, LeftToStaff(), RecordKind.RETURN_SEEN))
                continue
            done.append(await (self._looked_at(one, returning) if one.was_sent else self._sent(one, returning)))
            self._server.answered()
        return all(done)

    async def _sent(self, one: SavedReturn, returning: Returning) -> bool:
        """Send this return. Return True if its result is known, and False if the answer was lost.

        A return that waits does not end the loan of a person who has borrowed the item in the meantime: then staff are
        asked. If this loan is not certain yet, return False, and send nothing. Raises StoreError, LendingError,
        _NotSentError.
        """
        was_out = await returning.is_out(one.code)
        lent = await self._saved.lent_since(one)
        if lent is LentSince.YES:
            await self._settle(Settled(one, LeftToStaff(), RecordKind.RETURN_UNCLEAR, "borrowed again at the kiosk"))
        if lent is not LentSince.NO:
            return lent is LentSince.YES
        await self._saved.sending(one.ident, was_out=was_out is True)
        try:
            outcome = await returning.check_in(one.code)
        except LendingError:
            await self._saved.not_sent(one.ident)
            raise
        match outcome:
            case Recorded(item=item, put=put):
                await self._settle(Settled(one, TakenIn(item, put)))
            case Refused():
                await self._settle(Settled(one, outcome, RecordKind.RETURN_REFUSED, outcome.refusal.words))
            case NotSent():
                await self._saved.not_sent(one.ident)
                raise _NotSentError("the lending system was not reached")
            case InDoubt():
                return False
            case _:
                assert_never(outcome)
        return True

    async def _looked_at(self, one: SavedReturn, returning: Returning) -> bool:
        """Find out if a return with a lost answer was done. Return True if this return is settled now."""
        out, now = await returning.is_out(one.code), self._clock().at
        if out is False and one.was_out:
            await self._settle(Settled(one, TakenIn()))
            return True
        if out and now - self._out_since.setdefault(one.ident, now) < APART_S:
            return False
        await self._settle(Settled(one, LeftToStaff(), RecordKind.RETURN_UNCLEAR))
        return True

    async def _settle(self, settled: Settled) -> None:
        """Write the result, and the question to staff if there is one, to disk. Then tell the visit the result."""
        one, kind = settled.one, settled.kind
        note = ", ".join(filter(None, (f"slip {one.slip}", settled.words)))
        question = Record(kind, one.visit, (one.shown,), inbox=True, note=note) if kind is not None else None
        self._out_since.pop(one.ident, None)
        await self._saved.settle(one.ident, question, settled.member)
        self._tell(ReturnSettled(one.visit, one.line, settled.outcome))
