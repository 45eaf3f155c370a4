"""The writes of one open visit. They run one after the other in scan order, and none runs while a commit runs."""

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
    """An open visit. Its writes wait in one queue; `run` carries out one at a time until `leave` is called."""

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
        """Put this job into the queue, or change the queue if the job makes an earlier job useless."""
        match job:
            case AddLine():
                self._retries.give_way(job.line.code)
                self._push(job)
            case TakeOut():
                self._take_away(job)
            case ChangeLine():
                self._jobs.drop(ChangeLine, job.line.ident)  # the earlier wish was not sent, and is not needed any more
                self._push(job)
            case ReadOffers() | Release() | Commit():
                self._push(job)

    def _take_away(self, effect: TakeOut) -> None:
        """Take a line out, depending on how far the line has come.

        If the line is being sent at this moment, do nothing: its answer must come first. If the line was not sent yet,
        drop it. Otherwise put its removal into the queue, unless the removal is already there.
        """
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
        """Let `run` finish the job that runs now, the waiting commits and the removals, and then end."""
        self._farewell = farewell
        self._jobs.keep_to_leave()
        self._retries.clear()
        self._wake.set()

    def back_in(self, account: Account) -> None:
        """Continue at once with this account, because the same member has signed in again."""
        self.account = account
        self._watch.seen(account)
        self.try_now()

    def try_now(self) -> None:
        """Do not wait any longer: send all lines now that were planned to be sent again later."""
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
        """Return True if it is certain that nothing of this commit was recorded."""
        return self._never_left == commit

    # --- one job after the other ------------------------------------------------------------------

    async def run(self) -> Farewell:
        """Carry out writes until the farewell. Take out the lines that it names, and return the farewell."""
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
        answer = await self._tried(self.account.change(line), no) if self.account is not None else None
        self._tell(LineChanged(self.visit, line.ident, line.wish.number if line.wish else 0, answer or NotSent()))
        if not isinstance(answer, Changed):
            # A change that fails halfway can leave the line out of the cart. "Finish" will put the line back.
            self._watch.seen(self.account)
        self._heard(answer)

    async def _release(self, job: Release) -> None:
        no: ReleaseOutcome = Refused(Refusal(RefusalKind.OTHER))
        answer = await self._tried(self.account.release(job.reservation, job.item), no) if self.account else None
        self._tell(ReleaseAnswered(self.visit, job.reservation, job.item.ident, answer or NotSent()))
        self._heard(answer)

    # --- the commit ------------------------------------------------------------------------------

    async def _commit(self, job: Commit) -> None:
        """Send the commit once, and never again. If no answer comes, the visit reads the loans (`ReadLoans`)."""

        def told(answer: CommitCame | None) -> None:
            outcome = answer or NotSent()
            if answer is None and (now := self._watch.changed(self.account)) is not None:
                # Some lines were committed one by one before the log-in or the store failed.
                outcome = CartDiffers(now)
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
        """Return the result of the work. Return `otherwise` if the lending system refuses the work.

        Return None if the log-in or the store failed.
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
        """Note if the server answered. If `answer` is None, the log-in or the store failed, so note nothing."""
        if isinstance(answer, CartDiffers):
            self._watch.seen(self.account)  # this answer already tells the visit about the changed cart
        if answer is not None:
            self._server.heard(self._retries.wait_s(self._clock().at), lost=isinstance(answer, NotSent | InDoubt))

    def _tell_bill(self) -> None:
        """Tell the visit the bill if it has changed. This comes before the answer, so the visit knows the costs first.

        After a commit there is no cart and no bill, and the last bill stays as it was.
        """
        bill = self.account.bill if self.account is not None else None
        if bill is not None and bill != self._last_bill:
            self._last_bill = bill
            self._tell(BillSeen(self.visit, bill))

    def _tell_cart(self) -> None:
        """Tell the visit which lines the cart holds if somebody else has changed the cart."""
        if (now := self._watch.changed(self.account)) is not None:
            self._tell(CartSeen(self.visit, now))

    def lost_while_reading(self, account: Account) -> None:
        """Give up the account, because a reading found that its sign-in is lost.

        Do nothing while a commit runs, because then the answer to the commit decides.
        """
        if account is self.account and not self.commit_under_way.is_running:
            self._give_up_account()

    def _give_up_account(self) -> None:
        """Continue without an account. Lines that wait count as not sent. They are sent after the next sign-in.

        Answer all waiting jobs now. A commit or a removal is then never sent, so nothing happens later unseen.
        """
        self._tell_cart()
        self.account = None
        for job in self._jobs.take_all():
            if isinstance(job, AddLine):
                self._retries.put(job.line, self._clock().at)
            self._tell(not_done(job))
        self._tell(SignInLost(self.visit))


class CommitUnderWay:
    """The commit that runs, if there is one. No other write is sent while it runs.

    Otherwise a second commit could do the same as the first commit, which is perhaps not done yet.
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
        """Return the result of the commit. If no result comes within `answer_s` seconds, return InDoubt.

        In the second case, `late` is called with the result when it comes.
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
    """Call `late` with the result of the commit. If the commit was cancelled or has failed, there is no result."""
    if not ended.cancelled() and ended.exception() is None:
        late(ended.result())


def _sent(account: Account, line: Line) -> Coroutine[object, object, LineOutcome]:
    """Return the coroutine of the account that borrows, returns or renews this line."""
    match line.direction:
        case Direction.BORROW:
            return account.borrow(line)
        case Direction.RETURN:
            return account.give_back(line)
        case Direction.RENEW:
            return account.renew(line)


def _as_staged(line: Line, staged: Staged) -> Line:
    """Return the line with the values that the cart holds for it."""
    return replace(
        line,
        ref=staged.ref,
        direction=staged.direction or line.direction,
        loan=staged.loan or line.loan,
        item=staged.item or line.item,
    )
