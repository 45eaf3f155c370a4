"""Readings without a person: the library's settings every few minutes, and open commits until they are settled."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from datetime import datetime

from msgspec import Struct

from kiosk.backends.errors import LendingError, LogBrokenError, MisconfiguredError, ServerAwayError
from kiosk.backends.protocol import Account, LendingBackend, SealedToken
from kiosk.domain.library import Library
from kiosk.domain.messages.effects import Record, RecordKind
from kiosk.domain.messages.events import AwayReason, Event, LibraryRead, TextsRead
from kiosk.domain.model import CommitId, ItemCode, Line, LoanId, Moment, Truth, VisitId
from kiosk.runner.server_watch import ServerWatch
from kiosk.runner.settling import READ_AFTER_S, Looks
from kiosk.runner.tasks import happens, until
from kiosk.store.journal import Journal
from kiosk.store.open_commits import OpenCommit, Settlement
from kiosk.store.sqlite_file import StoreError

_log = logging.getLogger("kiosk.reading")

REFRESH_S = 300.0
_A_LITTLE_S = 0.1
_RETRIES_S = (2.0, 4.0, 8.0, 15.0, 30.0, 60.0)
_QUIET_EVERY_S = 600.0
_UNSEEN = frozenset({Settlement.NOT_DONE, Settlement.PARTLY})
"""The settlements that staff must be told, because the member has left with a receipt that did not show them."""


class LibraryReading:
    """Reads the library's settings for ever, in intervals; `now` makes it read at once."""

    def __init__(
        self,
        backend: LendingBackend,
        *,
        language: str,
        tell: Callable[[Event], None],
        keep: Callable[[Library], None],
        server: ServerWatch,
        unsure_s: Callable[[], float | None] | None = None,
    ) -> None:
        """Keep `unsure_s`: it returns the seconds until another answer may tell whose clock is right, or None."""
        self._backend = backend
        self._unsure_s = unsure_s
        self._language = language
        self._tell = tell
        self._keep = keep
        self._server = server
        self._wake = asyncio.Event()
        self._failures = 0
        server.asked_by(self.now)

    def now(self) -> None:
        """Read at once, because somebody asks or because nobody else would find out that the server is back."""
        self._wake.set()

    async def read(self, language: str) -> None:
        """Read the settings at once; with a language, read only the library's texts, and do not try again."""
        if not language:
            self.now()
            return
        try:
            texts = await self._backend.texts(language)
        except LendingError as why:
            _log.info("the library's texts in %r cannot be read: %s", language, why)
        else:
            self._tell(TextsRead(language, texts))

    async def run(self) -> None:
        """Read the settings again and again; this never ends by itself."""
        while True:
            self._wake.clear()
            wait_s = await self._once()
            await happens(self._wake, wait_s)

    async def _once(self) -> float:
        try:
            library = await self._backend.library(self._language)
        except (ServerAwayError, MisconfiguredError) as why:
            return self._failed(why)
        self._failures = 0
        self._server.answered()
        self._keep(library)
        self._tell(LibraryRead(library))
        soon_s = self._unsure_s() if self._unsure_s is not None else None
        return REFRESH_S if soon_s is None else max(soon_s + _A_LITTLE_S, _RETRIES_S[0])

    def _failed(self, why: LendingError) -> float:
        level = logging.WARNING if self._failures == 0 else logging.DEBUG
        _log.log(level, "the library's settings cannot be read: %s", why)
        wait_s = _RETRIES_S[min(self._failures, len(_RETRIES_S) - 1)]
        self._failures += 1
        self._server.failed(wait_s, why.reason if isinstance(why, ServerAwayError) else AwayReason.NO_ANSWER)
        return wait_s


class Pending(Struct, frozen=True):
    """A commit that must be settled, and its visit."""

    visit: VisitId
    commit: CommitId
    lines: tuple[Line, ...]
    finished: datetime
    before: frozenset[LoanId] | None = None


class CommitSettler:
    """Settles open commits by reading: commits handed over by a visit, found at a log-in, or left by a crash."""

    def __init__(self, backend: LendingBackend, journal: Journal, *, clock: Callable[[], Moment]) -> None:
        self._backend = backend
        self._journal = journal
        self._clock = clock
        self._open_since: dict[CommitId, float] = {}
        """The time since which each commit is open, by the clock that never jumps; the wall clock proves nothing."""
        self._said: set[CommitId] = set()
        """The commits that the log already calls open; in a long outage the log would say so hundreds of times."""

    async def watch(self, account: Account, pending: Pending) -> None:
        """Read a commit back by the schedule until it is settled. If the schedule ends first, the journal keeps it."""
        looks, began = Looks(), self._clock().at
        for after_s in READ_AFTER_S:
            await until(began + after_s, self._clock)
            looks = await self._look(account, pending, looks, unseen=_UNSEEN)
            if looks.settled is not None:
                return

    async def of_member(self, account: Account) -> None:
        """Settle commits that an earlier visit of this member left open, before the new visit begins."""
        try:
            commits = await self._journal.commits_of(account.member.reference)
        except StoreError:
            return
        for commit in commits:
            # Lines that were not recorded are found in the cart, and the member is there to see them.
            await self._first_look(account, commit, unseen=frozenset({Settlement.PARTLY}))

    async def left_open(self) -> None:
        """Settle every open commit whose token is still kept."""
        try:
            commits = await self._journal.open_commits()
        except StoreError:
            return
        self._open_since = {commit.commit: self._since(commit.commit) for commit in commits}
        for commit in commits:
            if commit.token is not None:
                await self._with_token(commit, SealedToken(commit.token, commit.account))

    async def quietly(
        self, *, quiet: Callable[[], bool], inbox_after_h: float, purge: Callable[[], Awaitable[None]]
    ) -> None:
        """Settle open commits in quiet minutes, hand old ones to staff and `purge` old data, again and again."""
        await self.left_open()
        while True:
            await asyncio.sleep(_QUIET_EVERY_S)
            if quiet():
                await self.left_open()
            try:
                await self._journal.to_inbox_after(inbox_after_h)
                await purge()
            except StoreError:
                continue

    async def _with_token(self, commit: OpenCommit, credential: SealedToken) -> None:
        try:
            account = await self._backend.sign_in(credential, commit.visit, "")
        except LendingError as why:
            self._stays_open(commit.commit, why)
            return
        if not await self._first_look(account, commit, unseen=_UNSEEN):
            await self.watch(account, _pending(commit))

    def _stays_open(self, commit: CommitId, why: Exception) -> None:
        level = logging.DEBUG if commit in self._said else logging.INFO
        self._said.add(commit)
        _log.log(level, "commit %s stays open, and is read back later: %s", commit, why)

    async def _first_look(self, account: Account, commit: OpenCommit, *, unseen: frozenset[Settlement]) -> bool:
        # A commit that has been open in this run for this time does not run at the server any more: one look is enough.
        is_old = self._clock().at - self._since(commit.commit) > READ_AFTER_S[-1]
        looks = await self._look(account, _pending(commit), Looks(), unseen=unseen, is_old=is_old)
        return is_old or looks.settled is not None

    def begins(self, commit: CommitId) -> None:
        """Note that this commit may be open from now on."""
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
        """Read a commit back once. `unseen` are the settlements of which only staff can be told."""
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
        """Tell staff which other loans came with this commit, because no screen has named them to the member."""
        if truth.others and settlement is not Settlement.NOT_DONE:
            codes = tuple(loan.item.code for loan in truth.others)
            record = Record(RecordKind.ALSO_LENT, pending.visit, codes, pending.commit, inbox=True)
            await self._journal.record(record, member)

    async def settled(
        self, commit: CommitId, settlement: Settlement, question: Record | None = None, member: str = ""
    ) -> None:
        """Close a commit in the journal, with a question to staff about this member if there is one."""
        _log.info("commit %s: %s", commit, settlement)
        self._open_since.pop(commit, None)
        self._said.discard(commit)
        await self._journal.settle(commit, settlement, question, member)

    async def found_out(self, visit: VisitId, codes: tuple[ItemCode, ...]) -> None:
        """Note that the result of these lines is known now, so that staff need not look for it."""
        await self._journal.found_out(visit, codes)


def _pending(commit: OpenCommit) -> Pending:
    return Pending(commit.visit, commit.commit, commit.lines, commit.finished, commit.before)


def _question(pending: Pending, settlement: Settlement) -> Record:
    kind = RecordKind.COMMIT_NOT_SENT if settlement is Settlement.NOT_DONE else RecordKind.COMMIT_UNSETTLED
    codes = tuple(line.code for line in pending.lines)
    return Record(kind, pending.visit, codes, pending.commit, inbox=True)
