"""The rule that settles a commit by reading the loans, and the code that settles commits of visits that have ended.

The class `Looks` is the rule. `VisitReads` uses the rule for the visit on the screen. `CommitSettler` uses the rule for
commits of visits that have ended. A look is one reading of the loans and the cart for a commit. A look compares only
the lines of this commit. Other lines of the basket do not matter.

A commit is done if one look proves every line. Any other result needs two looks, because a commit without an answer can
still be running at the server. The two looks must be at least 15 s apart by the clock that never jumps. Both looks must
find the same lines proven and the same lines in the cart. If every line is still in the cart, the commit is not done.
If some lines are proven, the commit is partly done. If the answer to the commit refused certain lines, one look settles
these lines. If the answer refused the whole commit, one look settles each line that is still in the cart.

A line is proven by its effect. A borrow is proven by a new loan. The time of this loan, and the loans that were known
before the commit, show that nobody else made the loan. A return is proven if its loan is gone, but nothing shows who
took the tool back. If another line of the same commit is still in the cart, the server has certainly not committed the
cart. In this case, the commit does not count as done.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime

from msgspec import Struct

from kiosk.backends.errors import LendingError, LogBrokenError
from kiosk.backends.protocol import Account, LendingBackend
from kiosk.domain.messages.effects import Record, RecordKind
from kiosk.domain.model import (
    CommitId,
    CommitRefused,
    ItemCode,
    Line,
    LineId,
    LinesRefused,
    LoanId,
    Moment,
    Truth,
    VisitId,
)
from kiosk.runner.tasks import until
from kiosk.store.journal import Journal
from kiosk.store.open_commits import OpenCommit, Settlement
from kiosk.store.sqlite_file import StoreError
from kiosk.structs import replace

_log = logging.getLogger("kiosk.reading")

READ_AFTER_S = (1.0, 3.0, 8.0, 20.0, 40.0, 80.0)
APART_S = 15.0
_QUIET_EVERY_S = 600.0
_UNSEEN = frozenset({Settlement.NOT_DONE, Settlement.PARTLY, Settlement.TO_STAFF})
"""The settlements that need a question to staff, because the member has left and has not seen this result."""


class Looks(Struct, frozen=True):
    """The result of all looks at one commit until now: the proven lines, the lines in the cart, and the settlement.

    `since` is the time of the first look that found the same lines as the last look.
    """

    since: float | None = None
    proven: frozenset[LineId] = frozenset()
    absent: frozenset[LineId] = frozenset()
    hopeless: frozenset[LineId] = frozenset()
    """The lines for which no reading of the loans can ever show if they are done."""
    settled: Settlement | None = None
    refused: LinesRefused | CommitRefused | None = None
    """The answer to the commit if it refused some lines or the whole commit. None if it refused nothing."""

    def after(self, lines: Sequence[Line], truth: Truth, at: float, *, is_old: bool = False) -> "Looks":
        """Return the result after one more look, which has read `truth` at the time `at`.

        If `is_old` is True, the commit has certainly ended at the server, so one look is enough.
        """
        ours = frozenset(line.ident for line in lines)
        proven = self.proven | ({proof.line for proof in truth.proven} & ours)
        absent = truth.absent & ours
        same = (proven, absent) == (self.proven, self.absent)
        since = self.since if self.since is not None and same else at
        looks = replace(self, since=since, proven=proven, absent=absent, hopeless=truth.hopeless & ours)
        return replace(looks, settled=looks.verdict(ours, stood=is_old or at - since >= APART_S))

    def verdict(self, ours: frozenset[LineId], *, stood: bool) -> Settlement | None:
        """Return the settlement of a commit that has the lines `ours`, or None if the looks do not settle the commit.

        `stood` is True if two looks had the same result, or if one look is enough. If `ours` is empty, because the
        lines could not be read from the journal, return None.
        """
        if not ours:
            return None
        if self.proven == ours:
            return Settlement.DONE
        if ours <= self.proven | self._said_no() or (stood and self.proven):
            return Settlement.PARTLY if self.proven else Settlement.NOT_DONE
        if ours <= self.hopeless:
            return Settlement.TO_STAFF
        return Settlement.NOT_DONE if stood and ours <= self.absent else None

    def _said_no(self) -> frozenset[LineId]:
        if self.refused is None:
            return frozenset()
        named = frozenset(line for line, _ in self.refused.lines)
        return named | self.absent if isinstance(self.refused, CommitRefused) else named


class Pending(Struct, frozen=True):
    """A commit that must be settled, and the visit that it belongs to."""

    visit: VisitId
    commit: CommitId
    lines: tuple[Line, ...]
    finished: datetime
    before: frozenset[LoanId] | None = None


class CommitSettler:
    """Settles the open commits of visits that have ended, by reading the loans of their members.

    There are three kinds of such commits: a commit that a visit handed over when it ended, a commit that a crash left
    open, and a commit that is still open when its member logs in again.
    """

    def __init__(self, backend: LendingBackend, journal: Journal, *, clock: Callable[[], Moment]) -> None:
        self._backend = backend
        self._journal = journal
        self._clock = clock
        self._open_since: dict[CommitId, float] = {}
        """For each commit, the time from which it is perhaps open, in seconds on the clock that never jumps."""
        self._said: set[CommitId] = set()
        """The open commits that have a line in the log.

        Each open commit gets only one line. More lines would fill the log during a long outage.
        """

    async def read_until_settled(
        self, account: Account, pending: Pending, looks: Looks | None = None, *, unseen: frozenset[Settlement] = _UNSEEN
    ) -> Looks:
        """Read the loans at the times in READ_AFTER_S until the commit is settled. Return the result of all looks.

        If the last reading does not settle the commit, the commit stays open in the journal. `looks` holds the answer
        to the commit if it was a refusal. `unseen` holds the settlements that make a question to staff.
        """
        looks, began = looks or Looks(), self._clock().at
        for after_s in READ_AFTER_S:
            await until(began + after_s, self._clock)
            looks = await self._look(account, pending, looks, unseen=unseen)
            if looks.settled is not None:
                break
        return looks

    async def settle_commits_of(self, account: Account) -> None:
        """Settle the open commits from earlier visits of this member. This must happen before the new visit begins."""
        try:
            commits = await self._journal.commits_of(account.member.reference)
        except StoreError:
            return
        for commit in commits:
            # Staff are not asked about NOT_DONE, because the member now sees the lines, which are still in the cart.
            await self._first_look(account, commit, unseen=_UNSEEN - {Settlement.NOT_DONE})

    async def settle_without_member(self, account: Account) -> None:
        """Settle the open commits of this account, which nobody uses at the kiosk. Raises StoreError."""
        for commit in await self._journal.commits_of(account.member.reference):
            await self._with_account(commit, account)

    async def settle_open_commits(self) -> None:
        """Settle every open commit whose account can be read now. For some accounts, the stored token is needed."""
        try:
            commits = await self._journal.open_commits()
        except StoreError:
            return
        self._open_since = {commit.commit: self._since(commit.commit) for commit in commits}
        for commit in commits:
            account = self._backend.account_for(commit.account, commit.visit, commit.token) if commit.account else None
            if account is not None:
                await self._with_account(commit, account)

    async def settle_when_quiet(
        self, *, quiet: Callable[[], bool], inbox_after_h: float, purge: Callable[[], Awaitable[None]]
    ) -> None:
        """Settle open commits now, and then every ten minutes if `quiet` says that nobody uses the kiosk.

        Every ten minutes, also ask staff about commits that have been open for `inbox_after_h` hours, and call `purge`
        to delete old data. This never ends.
        """
        await self.settle_open_commits()
        while True:
            await asyncio.sleep(_QUIET_EVERY_S)
            if quiet():
                await self.settle_open_commits()
            try:
                await self._journal.to_inbox_after(inbox_after_h)
                await purge()
            except StoreError:
                continue

    async def _with_account(self, commit: OpenCommit, account: Account) -> None:
        if not await self._first_look(account, commit, unseen=_UNSEEN):
            await self.read_until_settled(account, _pending(commit))

    def _stays_open(self, commit: CommitId, why: Exception) -> None:
        level = logging.DEBUG if commit in self._said else logging.INFO
        self._said.add(commit)
        _log.log(level, "commit %s stays open, and is read back later: %s", commit, why)

    async def _first_look(self, account: Account, commit: OpenCommit, *, unseen: frozenset[Settlement]) -> bool:
        # A commit that began more than READ_AFTER_S[-1] seconds ago has certainly ended at the server.
        is_old = self._clock().at - self._since(commit.commit) > READ_AFTER_S[-1]
        looks = await self._look(account, _pending(commit), Looks(), unseen=unseen, is_old=is_old)
        return is_old or looks.settled is not None

    def begins(self, commit: CommitId) -> None:
        """Remember that this commit is perhaps open from now on, because it will be sent."""
        self._open_since[commit] = self._clock().at

    def _since(self, commit: CommitId) -> float:
        return self._open_since.setdefault(commit, self._clock().at)

    async def _look(
        self,
        account: Account,
        pending: Pending,
        looks: Looks,
        *,
        unseen: frozenset[Settlement],
        is_old: bool = False,
    ) -> Looks:
        """Read the loans once for a commit, and close the commit if this look settles it. Return the new result.

        If the settlement is in `unseen`, ask staff about it, because no member will see the result.
        """
        try:
            truth = await account.reconcile(pending.lines, finished=pending.finished, before=pending.before)
        except (LendingError, LogBrokenError) as why:
            self._stays_open(pending.commit, why)
            return looks
        looks = looks.after(pending.lines, truth, self._clock().at, is_old=is_old)
        if looks.settled is not None:
            await self._tell_of_others(pending, looks.settled, truth, account.member.reference)
            question = _question(pending, looks.settled) if looks.settled in unseen else None
            await self.settled(pending.commit, looks.settled, question, account.member.reference)
        return looks

    async def _tell_of_others(self, pending: Pending, settlement: Settlement, truth: Truth, member: str) -> None:
        """Tell staff which new loans belong to no line of this commit. No screen has shown the member these loans."""
        if truth.others and settlement is not Settlement.NOT_DONE:
            codes = tuple(loan.item.code for loan in truth.others)
            record = Record(RecordKind.ALSO_LENT, pending.visit, codes, pending.commit, inbox=True)
            await self._journal.record(record, member)

    async def settled(
        self, commit: CommitId, settlement: Settlement, question: Record | None = None, member: str = ""
    ) -> None:
        """Close a commit in the journal. If `question` is given, ask staff this question about the member."""
        _log.info("commit %s: %s", commit, settlement)
        self._open_since.pop(commit, None)
        self._said.discard(commit)
        await self._journal.settle(commit, settlement, question, member)

    async def found_out(self, visit: VisitId, codes: tuple[ItemCode, ...]) -> None:
        """Close the open questions to staff about the lines with these codes, because the lines were done."""
        await self._journal.found_out(visit, codes)


def _pending(commit: OpenCommit) -> Pending:
    return Pending(commit.visit, commit.commit, commit.lines, commit.finished, commit.before)


def _question(pending: Pending, settlement: Settlement) -> Record:
    kind = RecordKind.COMMIT_NOT_SENT if settlement is Settlement.NOT_DONE else RecordKind.COMMIT_UNSETTLED
    codes = tuple(line.code for line in pending.lines)
    return Record(kind, pending.visit, codes, pending.commit, inbox=True)
