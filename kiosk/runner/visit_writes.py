"""The writes of one open visit: one after the other, in scan order, and nothing beside a commit that still runs."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Coroutine
from typing import TypeVar

from kiosk.backends.errors import LendingError, LogBrokenError, SignInLostError
from kiosk.backends.protocol import Account
from kiosk.domain.carts import CartDiffers, CommitCame
from kiosk.domain.messages.answers import (
    BillSeen,
    CartSeen,
    CommitAnswered,
    LineAnswered,
    LineChanged,
    LineGone,
    LineStays,
    OffersRead,
    ReleaseAnswered,
    SignInLost,
)
from kiosk.domain.messages.effects import AddLine, ChangeLine, Commit, Farewell, ReadOffers, Release, TakeOut
from kiosk.domain.messages.events import StoreBroken
from kiosk.domain.model import (
    ChangeOutcome,
    CommitId,
    CommitRefused,
    Direction,
    Gone,
    InDoubt,
    Line,
    LineId,
    LineOutcome,
    NotSent,
    Recorded,
    Refusal,
    RefusalKind,
    Refused,
    Staged,
    TakeOutOutcome,
    VisitId,
)
from kiosk.domain.reservations import ReleaseOutcome
from kiosk.domain.terms import Changed
from kiosk.runner.cart_watch import CartWatch
from kiosk.runner.server_watch import ServerWatch
from kiosk.runner.tasks import Spawn, Wiring, happens
from kiosk.runner.write_queue import LineEffect, Retries, WriteQueue, not_done
from kiosk.structs import replace

_log = logging.getLogger("kiosk.runner")

T = TypeVar("T")


class OpenVisit:
    """A visit whose writes wait in one queue; `run` carries them out one at a time until `leave` ends it."""

    def __init__(self, visit: VisitId, account: Account, *, wiring: Wiring, server: ServerWatch) -> None:
        self.visit = visit
        self.account: Account | None = account
        self._tell = wiring.tell
        self._last_bill = account.opening.bill
        self._server = server
        self._clock = wiring.clock
        self.writing: asyncio.Task[None] | None = None
        """The task that carries out this visit's writes, from sign-in to farewell."""
        self.commit_under_way = CommitUnderWay(wiring.spawn, answer_s=wiring.patience.commit_answer_s)
        self._jobs = WriteQueue()
        self._retries = Retries()
        self._staged: dict[LineId, Line] = {}
        self._watch = CartWatch(account)
        self._being_sent: LineId | None = None
        self._wake = asyncio.Event()
        self._farewell: Farewell | None = None
        self._never_left: CommitId | None = None

    # --- asked for by the visit ------------------------------------------------------------------

    def want(self, job: LineEffect) -> None:
        """Do this job when its turn comes."""
        match job:
            case AddLine():
                self._retries.give_way(job.line.code)
                self._push(job)
            case TakeOut():
                self._take_away(job)
            case ChangeLine():
                self._jobs.drop(ChangeLine, job.line.ident)  # an earlier wish that was not sent
                self._push(job)
            case ReadOffers() | Release() | Commit():
                self._push(job)

    def _take_away(self, effect: TakeOut) -> None:
        """Drop a line that was not sent yet, let a line just being sent get its answer, else queue its removal once."""
        ident = effect.line.ident
        if ident == self._being_sent:
            return
        self._jobs.drop(ChangeLine, ident)
        if self._jobs.drop(AddLine, ident) | self._retries.drop(ident):
            self._tell(LineGone(self.visit, ident))
            if self._retries.wait_s(self._clock().at) is None:
                self._server.unwatched()
        elif not self._jobs.takes_out(ident):
            self._push(effect)

    def leave(self, farewell: Farewell) -> None:
        """Finish the job that is being done, take out unwanted lines, and end."""
        self._farewell = farewell
        self._jobs.keep_to_leave()
        self._retries.clear()
        self._wake.set()

    def back_in(self, account: Account) -> None:
        """Go on at once with this account, because the same member has signed in again."""
        self.account = account
        self._watch.seen(account)
        self.try_now()

    def try_now(self) -> None:
        """Send all waiting lines at once, without waiting for their time."""
        self._retries.all_now(self._clock().at)
        self._wake.set()

    def speak(self, language: str) -> None:
        """Let the server answer in this language."""
        if self.account is not None:
            self.account.speak(language)

    def _push(self, job: LineEffect) -> None:
        self._jobs.put(job)
        self._wake.set()

    def never_left(self, commit: CommitId) -> bool:
        """Return True if it is certain that nothing of this commit was recorded."""
        return self._never_left == commit

    # --- one job after the other ------------------------------------------------------------------

    async def run(self) -> Farewell:
        """Carry out writes until the farewell, and return it when its lines have been taken out."""
        while True:
            job = await self._next()
            await self.commit_under_way.ended()
            match job:
                case AddLine():
                    await self._add(job.line)
                case TakeOut():
                    await self._take_out(job.line)
                case ChangeLine():
                    await self._change(job.line)
                case ReadOffers():
                    offers = await self._tried(self.account.offers()) if self.account is not None else None
                    self._tell(OffersRead(self.visit, offers))
                case Release():
                    await self._release(job)
                case Commit():
                    await self._commit(job)
                case Farewell():
                    for line in job.take_out:
                        await self._drop(line)
                    return job
            if not self._jobs and self._farewell is None:
                self._tell_cart()

    async def _next(self) -> LineEffect | Farewell:
        while True:
            if self._jobs and self.account is not None:
                return self._jobs.next()
            if self._farewell is not None:
                return self._farewell
            now = self._clock().at
            due = self._retries.due(now) if self.account is not None else None
            if due is not None:
                return AddLine(self.visit, due)
            self._wake.clear()
            wait_s = self._retries.wait_s(now) if self.account is not None else None
            await happens(self._wake, wait_s)

    # --- lines -----------------------------------------------------------------------------------

    async def _add(self, line: Line) -> None:
        self._being_sent = line.ident
        no: LineOutcome = Refused(Refusal(RefusalKind.OTHER))
        answer = await self._tried(_sent(self.account, line), no) if self.account else None
        outcome = answer or NotSent()
        self._being_sent = None
        self._note(line, outcome)
        self._tell(LineAnswered(self.visit, line.ident, outcome))
        self._heard(answer)

    def _note(self, line: Line, outcome: LineOutcome) -> None:
        match outcome:
            case NotSent(retry_after_s) if self._farewell is None:
                self._retries.put(line, self._clock().at, asked_s=retry_after_s or 0.0)
                return
            case Staged() as staged:
                self._watch.staged(line, staged)
                self._staged[line.ident] = _as_staged(line, staged)
            case Refused() | Recorded() | InDoubt() | NotSent():
                pass
        self._retries.drop(line.ident)

    async def _take_out(self, line: Line) -> None:
        staged = self._staged.get(line.ident, line)
        answer = await self._removal(staged)
        self._watch.taken_out(staged)
        self._heard(answer)
        match answer:
            case Gone():
                self._staged.pop(line.ident, None)
                self._tell(LineGone(self.visit, line.ident))
            case Refused(refusal):
                self._tell(LineStays(self.visit, line.ident, refusal.words))
            case NotSent() | InDoubt() | None:
                self._tell(LineStays(self.visit, line.ident))

    async def _removal(self, line: Line) -> TakeOutOutcome | None:
        if not line.ref:
            return Gone()
        return await self._tried(self.account.take_out(line)) if self.account is not None else None

    async def _drop(self, line: Line) -> None:
        """Take a line out at the farewell. Nobody is told: the next sign-in finds a line that is left."""
        staged = self._staged.get(line.ident, line)
        if staged.ref and not isinstance(await self._removal(staged), Gone):
            _log.warning("visit %s: a line stays in the cart; the next sign-in will find it", self.visit)

    async def _change(self, line: Line) -> None:
        staged = self._staged.get(line.ident)
        line = replace(line, ref=staged.ref) if staged is not None else line
        no: ChangeOutcome = Refused(Refusal(RefusalKind.OTHER))
        answer = await self._tried(self.account.change(line), no) if self.account is not None else None
        self._tell(LineChanged(self.visit, line.ident, line.wish.number if line.wish else 0, answer or NotSent()))
        if not isinstance(answer, Changed):
            self._watch.seen(self.account)  # half a change can leave the line out: Finish puts it back
        self._heard(answer)

    async def _release(self, job: Release) -> None:
        no: ReleaseOutcome = Refused(Refusal(RefusalKind.OTHER))
        answer = await self._tried(self.account.release(job.reservation, job.item), no) if self.account else None
        self._tell(ReleaseAnswered(self.visit, job.reservation, job.item.ident, answer or NotSent()))
        self._heard(answer)

    # --- the commit ------------------------------------------------------------------------------

    async def _commit(self, job: Commit) -> None:
        """Commit once. After no answer the visit reads the loans (`ReadLoans`), and never sends the commit again."""

        def told(answer: CommitCame | None) -> None:
            outcome = answer or NotSent()
            if answer is None and (now := self._watch.changed(self.account)) is not None:
                outcome = CartDiffers(now)  # tools were handed over before the store broke
            self._never_left = job.commit if isinstance(outcome, NotSent | CartDiffers) else None
            self._tell(CommitAnswered(self.visit, job.commit, outcome))
            self._heard(answer)

        told(await self.commit_under_way.answered(self._committed(job), late=told))

    async def _committed(self, job: Commit) -> CommitCame | None:
        if self.account is None:
            return None
        commit = self.account.commit(job.commit, job.lines, finished=self._clock().wall)
        refused: CommitCame = CommitRefused()
        return await self._tried(commit, refused)

    # --- what every answer says ------------------------------------------------------------------

    async def _tried(self, work: Awaitable[T], otherwise: T | None = None) -> T | None:
        """Return the work's result, `otherwise` if the system refuses it, or None if the log-in or the store failed."""
        try:
            done = await work
            self._tell_bill()
            return done
        except SignInLostError:
            # Only a 401 raises this error, and a 401 proves that nothing was done.
            self._give_up_account()
        except LogBrokenError:
            self._tell(StoreBroken())
        except LendingError as why:
            _log.error("not possible: %s", why)
            return otherwise
        return None

    def _heard(self, answer: LineOutcome | CommitCame | ChangeOutcome | ReleaseOutcome | Gone | None) -> None:
        """Note what an answer says about the server; None is trouble of our own and says nothing about it."""
        if isinstance(answer, CartDiffers):
            self._watch.seen(self.account)  # the visit hears of it by this answer
        if answer is not None:
            self._server.heard(self._retries.wait_s(self._clock().at), lost=isinstance(answer, NotSent | InDoubt))

    def _tell_bill(self) -> None:
        """Tell the bill if it has changed, before the answer, so that the visit knows the costs first.

        After a commit there is no cart, and the last bill stays as it was.
        """
        bill = self.account.bill if self.account is not None else None
        if bill is not None and bill != self._last_bill:
            self._last_bill = bill
            self._tell(BillSeen(self.visit, bill))

    def _tell_cart(self) -> None:
        """Tell the cart's lines if somebody else has changed them."""
        if (now := self._watch.changed(self.account)) is not None:
            self._tell(CartSeen(self.visit, now))

    def lost_while_reading(self, account: Account) -> None:
        """Note that a reading found the sign-in lost; while a commit still runs, only the commit's answer counts."""
        if account is self.account and not self.commit_under_way.is_running:
            self._give_up_account()

    def _give_up_account(self) -> None:
        """Go on without an account. Waiting lines count as not sent, and are sent when the member has signed in again.

        A waiting commit or removal is answered now, so that nothing happens later, behind another screen.
        """
        self._tell_cart()
        self.account = None
        for job in self._jobs.take_all():
            if isinstance(job, AddLine):
                self._retries.put(job.line, self._clock().at)
            self._tell(not_done(job))
        self._tell(SignInLost(self.visit))


class CommitUnderWay:
    """The commit that runs. Nothing is sent beside it: a second commit could do what the first is still about to do."""

    def __init__(self, spawn: Spawn, *, answer_s: float) -> None:
        self._spawn, self._answer_s = spawn, answer_s
        self._ended = asyncio.Event()
        self._ended.set()

    @property
    def is_running(self) -> bool:
        """Return True if the server may still carry out a part of the commit."""
        return not self._ended.is_set()

    async def ended(self) -> None:
        """Return when no commit runs any more."""
        await self._ended.wait()

    async def answered(self, commit: Coroutine[object, object, T], late: Callable[[T], None]) -> T | InDoubt:
        """Return the commit's result, or InDoubt after `answer_s` seconds; the result is then told to `late`."""
        self._ended.clear()
        task = self._spawn(commit)
        task.add_done_callback(lambda _: self._ended.set())
        done, _ = await asyncio.wait({task}, timeout=self._answer_s)
        if done:
            return task.result()
        task.add_done_callback(lambda ended: _tell_late(ended, late))
        return InDoubt()


def _tell_late(ended: asyncio.Task[T], late: Callable[[T], None]) -> None:
    """Tell the result of a late commit, unless it was cancelled or has failed: then nobody knows a result."""
    if not ended.cancelled() and ended.exception() is None:
        late(ended.result())


def _sent(account: Account, line: Line) -> Coroutine[object, object, LineOutcome]:
    """Return the call to the account that this line asks for."""
    match line.direction:
        case Direction.BORROW:
            return account.borrow(line)
        case Direction.RETURN:
            return account.give_back(line)
        case Direction.RENEW:
            return account.renew(line)


def _as_staged(line: Line, staged: Staged) -> Line:
    """Return the line as the cart has it."""
    return replace(
        line,
        ref=staged.ref,
        direction=staged.direction or line.direction,
        loan=staged.loan or line.loan,
        item=staged.item or line.item,
    )
