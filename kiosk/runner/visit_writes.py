"""The writes of one open visit.

Writes to the main system run one after the other in scan order, and none of them runs while a commit runs. Lines for a
digital system do not wait for these writes.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Coroutine
from typing import TypeVar

from kiosk.backends.errors import LendingError, LogBrokenError, SignInLostError
from kiosk.backends.protocol import Account, Staging
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
    """An open visit. Its writes wait in one queue. `run` carries them out until the farewell, one at a time."""

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
        self._being_sent: set[LineId] = set()
        self._spawn = wiring.spawn
        self._beside: dict[str, asyncio.Task[None]] = {}
        """The last write to each digital system. Each write waits only for the earlier writes to the same system."""
        self._wake = asyncio.Event()
        self._farewell: Farewell | None = None
        self._never_left: CommitId | None = None

    # --- asked for by the visit ------------------------------------------------------------------

    def want(self, job: LineEffect) -> None:
        """Put this job into the queue, and remove earlier jobs that are useless because of this job."""
        match job:
            case AddLine():
                self._retries.give_way(job.line)
                if job.line.system and self.account is not None:
                    self._add_beside(job.line)  # this line does not wait for the writes to the main system
                else:
                    self._push(job)
            case TakeOut():
                self._take_away(job)
            case ChangeLine():
                self._jobs.drop(ChangeLine, job.line.ident)  # an earlier wish for this line is useless now
                self._push(job)
            case ReadOffers() | Release() | Commit():
                self._push(job)

    def _take_away(self, effect: TakeOut) -> None:
        """Remove a line that the member does not want any more.

        If the line was not sent yet, only drop it from the queue. If the line is being sent at this moment, do nothing,
        because its answer must come first. If the line was sent, put a job that removes it into the queue. Each line
        gets only one such job.
        """
        ident = effect.line.ident
        if ident in self._being_sent:
            return
        self._jobs.drop(ChangeLine, ident)
        if self._jobs.drop(AddLine, ident) | self._retries.drop(ident):
            self._tell(LineGone(self.visit, ident))
            if self._retries.wait_s(self._clock().at) is None:
                self._server.unwatched()
        elif not self._jobs.takes_out(ident):
            self._push(effect)

    def leave(self, farewell: Farewell) -> None:
        """Let `run` finish the present job, the waiting commits and the waiting removals, and then do this farewell."""
        self._farewell = farewell
        self._jobs.keep_to_leave()
        self._retries.clear()
        self._wake.set()

    def back_in(self, account: Account) -> None:
        """Continue at once with this account, because a member has signed in again for this visit."""
        self.account = account
        self._watch.seen(account)
        self.try_now()

    def try_now(self) -> None:
        """Send at once each line that waits for its next try."""
        self._retries.all_now(self._clock().at)
        self._wake.set()

    def speak(self, language: str) -> None:
        """Ask the server to answer in this language from now on."""
        if self.account is not None:
            self.account.speak(language)

    def _push(self, job: LineEffect) -> None:
        self._jobs.put(job)
        self._wake.set()

    def never_left(self, commit: CommitId) -> bool:
        """Return True if the server has certainly recorded no line of this commit."""
        return self._never_left == commit

    # --- one job after the other ------------------------------------------------------------------

    async def run(self) -> Farewell:
        """Carry out writes until the farewell. Then take out the lines that the farewell names.

        Return the farewell.
        """
        while True:
            job = await self._next()
            await self.commit_under_way.ended()
            match job:
                case AddLine() if job.line.system:
                    self._add_beside(job.line)
                case AddLine():
                    await self._add(job.line)
                case TakeOut():
                    await self._take_out(job.line)
                case ChangeLine():
                    await self._change(job.line)
                case ReadOffers():
                    await self._read_offers()
                case Release():
                    await self._release(job)
                case Commit():
                    await self._commit(job)
                case Farewell():
                    for line in job.take_out:
                        await self._drop(line)
                    if self._beside:
                        await asyncio.wait(self._beside.values())
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

    @property
    def _staging(self) -> Staging | None:
        """Return the part of the account that writes to the cart, or None without an account or without a cart."""
        return self.account.staging if self.account is not None else None

    # --- lines -----------------------------------------------------------------------------------

    def _add_beside(self, line: Line) -> None:
        """Send this line to its digital system, after the earlier lines for the same system."""
        before = self._beside.get(line.system)
        self._being_sent.add(line.ident)
        self._retries.drop(line.ident)

        async def added() -> None:
            if before is not None:
                await asyncio.wait({before})
            await self._add(line)

        self._beside[line.system] = self._spawn(added())

    async def _add(self, line: Line) -> None:
        self._being_sent.add(line.ident)
        no: LineOutcome = Refused(Refusal(RefusalKind.OTHER))
        answer = await self._tried(self.account.act(line), no) if self.account else None
        outcome = answer or NotSent()
        self._being_sent.discard(line.ident)
        self._note(line, outcome)
        self._tell(LineAnswered(self.visit, line.ident, outcome))
        if line.system:
            self._wake.set()  # `run` must look if the line has to be sent a second time
        else:
            self._heard(answer)  # only an answer of the main system goes to the server watch

    def _note(self, line: Line, outcome: LineOutcome) -> None:
        match outcome:
            case NotSent(retry_after_s) if self._farewell is None:
                self._retries.put(line, self._clock().at, asked_s=retry_after_s or 0.0)
                return
            case Staged() as staged:
                self._watch.staged(line, staged)
                self._staged[line.ident] = as_staged(line, staged)
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
        staging = self._staging
        return await self._tried(staging.take_out(line)) if staging is not None else None

    async def _drop(self, line: Line) -> None:
        """Take a line out of the cart at the farewell. The visit gets no answer.

        If the line stays in the cart, the member's next sign-in finds it.
        """
        staged = self._staged.get(line.ident, line)
        if staged.ref and not isinstance(await self._removal(staged), Gone):
            _log.warning("visit %s: a line stays in the cart; the next sign-in will find it", self.visit)

    async def _change(self, line: Line) -> None:
        staged = self._staged.get(line.ident)
        line = replace(line, ref=staged.ref) if staged is not None else line
        no: ChangeOutcome = Refused(Refusal(RefusalKind.OTHER))
        staging = self._staging
        answer = await self._tried(staging.change(line), no) if staging is not None else None
        self._tell(LineChanged(self.visit, line.ident, line.wish.number if line.wish else 0, answer or NotSent()))
        if not isinstance(answer, Changed):
            # If a change fails halfway, the line is perhaps missing in the cart. The commit at Finish adds it again.
            self._watch.seen(self.account)
        self._heard(answer)

    async def _read_offers(self) -> None:
        offering = self.account.offering if self.account is not None else None
        offers = await self._tried(offering.offers()) if offering is not None else None
        self._tell(OffersRead(self.visit, offers))

    async def _release(self, job: Release) -> None:
        no: ReleaseOutcome = Refused(Refusal(RefusalKind.OTHER))
        reserving = self.account.reserving if self.account is not None else None
        answer = await self._tried(reserving.release(job.reservation, job.item), no) if reserving is not None else None
        self._tell(ReleaseAnswered(self.visit, job.reservation, job.named_item, answer or NotSent()))
        self._heard(answer)

    # --- the commit ------------------------------------------------------------------------------

    async def _commit(self, job: Commit) -> None:
        """Send the commit once, and never again. If no answer comes, the visit asks for the loans (`ReadLoans`)."""

        def told(answer: CommitCame | None) -> None:
            outcome = answer or NotSent()
            if answer is None and (now := self._watch.changed(self.account)) is not None:
                # Some lines were committed one by one before the log-in was lost or the store failed, so the cart has
                # changed.
                outcome = CartDiffers(now)
            self._never_left = job.commit if isinstance(outcome, NotSent | CartDiffers) else None
            self._tell(CommitAnswered(self.visit, job.commit, outcome))
            self._heard(answer)

        told(await self.commit_under_way.answered(self._committed(job), late=told))

    async def _committed(self, job: Commit) -> CommitCame | None:
        staging = self._staging
        if staging is None:
            return None
        commit = staging.commit(job.commit, job.lines, finished=self._clock().wall)
        refused: CommitCame = CommitRefused()
        return await self._tried(commit, refused)

    # --- what every answer says ------------------------------------------------------------------

    async def _tried(self, work: Awaitable[T], otherwise: T | None = None) -> T | None:
        """Return the result of one request. Return `otherwise` if the lending system cannot carry out the request.

        If the log-in is lost or the store fails, tell the visit and return None.
        """
        try:
            done = await work
            self._tell_bill()
            return done
        except SignInLostError:
            # Only the HTTP status 401 raises this error. A 401 proves that the server did nothing.
            self._give_up_account()
        except LogBrokenError:
            self._tell(StoreBroken())
        except LendingError as why:
            _log.error("not possible: %s", why)
            return otherwise
        return None

    def _heard(self, answer: LineOutcome | CommitCame | ChangeOutcome | ReleaseOutcome | Gone | None) -> None:
        """Tell the server watch that the server has answered, or that it has not answered.

        If `answer` is None, tell the server watch nothing, because the log-in or the store failed.
        """
        if isinstance(answer, CartDiffers):
            self._watch.seen(self.account)  # this answer already tells the visit about the changed cart
        if answer is not None:
            self._server.heard(self._retries.wait_s(self._clock().at), lost=isinstance(answer, NotSent | InDoubt))

    def _tell_bill(self) -> None:
        """Tell the visit the bill if the bill has changed. The visit gets the bill before the answer to the write.

        After a commit there is no cart and no bill. The visit then still shows the last bill.
        """
        billing = self.account.billing if self.account is not None else None
        bill = billing.bill if billing is not None else None
        if bill is not None and bill != self._last_bill:
            self._last_bill = bill
            self._tell(BillSeen(self.visit, bill))

    def _tell_cart(self) -> None:
        """If somebody else has changed the cart, tell the visit which lines the cart contains now."""
        if (now := self._watch.changed(self.account)) is not None:
            self._tell(CartSeen(self.visit, now))

    def lost_while_reading(self, account: Account) -> None:
        """Continue without this account, because a reading found that its sign-in is lost.

        Do nothing while a commit runs, because the answer to the commit will also show if the sign-in is lost.
        """
        if account is self.account and not self.commit_under_way.is_running:
            self._give_up_account()

    def _give_up_account(self) -> None:
        """Continue without an account. Answer all waiting jobs now, and say that they were not sent.

        The kiosk sends the lines after the next sign-in. It never sends the other jobs, because the member would
        perhaps not see their results.
        """
        self._tell_cart()
        self.account = None
        for job in self._jobs.take_all():
            if isinstance(job, AddLine):
                self._retries.put(job.line, self._clock().at)
            self._tell(not_done(job))
        self._tell(SignInLost(self.visit))


class CommitUnderWay:
    """The commit that runs, if there is one. No other write is sent to the main system while this commit runs.

    Without this rule, a second commit could send the lines of the first commit again before the first commit has ended.
    """

    def __init__(self, spawn: Spawn, *, answer_s: float) -> None:
        self._spawn, self._answer_s = spawn, answer_s
        self._ended = asyncio.Event()
        self._ended.set()

    @property
    def is_running(self) -> bool:
        """Return True if the server can still carry out a part of the commit."""
        return not self._ended.is_set()

    async def ended(self) -> None:
        """Wait until no commit runs."""
        await self._ended.wait()

    async def answered(self, commit: Coroutine[object, object, T], late: Callable[[T], None]) -> T | InDoubt:
        """Send the commit and return its result. If no result comes within `answer_s` seconds, return InDoubt.

        If the result comes after this time, call `late` with the result.
        """
        self._ended.clear()
        task = self._spawn(commit)
        task.add_done_callback(lambda _: self._ended.set())
        done, _ = await asyncio.wait({task}, timeout=self._answer_s)
        if done:
            return task.result()
        task.add_done_callback(lambda ended: _tell_late(ended, late))
        return InDoubt()


def _tell_late(ended: asyncio.Task[T], late: Callable[[T], None]) -> None:
    """Call `late` with the result of the commit. Do nothing if the commit was cancelled or raised an error."""
    if not ended.cancelled() and ended.exception() is None:
        late(ended.result())


def as_staged(line: Line, staged: Staged) -> Line:
    """Return the line with the values that the cart has given to the line."""
    return replace(
        line,
        ref=staged.ref,
        direction=staged.direction or line.direction,
        loan=staged.loan or line.loan,
        item=staged.item or line.item,
    )
