"""The code that reads data for a visit while its writes go on: loans, reservations, the balance, and title links."""

import logging
from collections.abc import Callable
from typing import Protocol

from kiosk.backends.errors import LendingError, LogBrokenError
from kiosk.backends.protocol import Account
from kiosk.domain.messages.answers import (
    BalanceRead,
    CommitAnswered,
    LoansRead,
    ReservationsRead,
    TitleLinksCame,
    TitlesRead,
)
from kiosk.domain.messages.effects import (
    AskLinks,
    DropCard,
    JoinSystem,
    ReadBalance,
    ReadLoans,
    ReadReservations,
    ReadTitles,
    Record,
    RecordKind,
)
from kiosk.domain.messages.events import Event
from kiosk.domain.model import CommitId, CommitRefused, ItemCode, LinesRefused, LineState, Moment, Truth, VisitId
from kiosk.runner.joining import Joining
from kiosk.runner.server_watch import ServerWatch
from kiosk.runner.settling import Looks
from kiosk.runner.tasks import until
from kiosk.runner.visit_writes import OpenVisit
from kiosk.store.open_commits import Settlement

Reading = ReadLoans | ReadReservations | ReadBalance | ReadTitles | AskLinks | JoinSystem | DropCard
_log = logging.getLogger("kiosk.runner")


class Closing(Protocol):
    """Closes commits in the journal."""

    async def settled(
        self, commit: CommitId, settlement: Settlement, question: Record | None = None, member: str = ""
    ) -> None:
        """Close this commit with this settlement. After this, the loans are not read for this commit any more.

        If `question` is given, ask staff this question. The question and the settlement are one write to the disk.
        `member` is the member whom the question is about.
        """
        ...

    async def found_out(self, visit: VisitId, codes: tuple[ItemCode, ...]) -> None:
        """Close the open questions to staff about the lines with these codes, because the lines were done."""
        ...


class VisitReads:
    """Reads data while the writes of a visit go on. No reading waits for a write, and no write waits for a reading."""

    def __init__(
        self, closing: Closing, server: ServerWatch, *, tell: Callable[[Event], None], clock: Callable[[], Moment]
    ) -> None:
        self._closing, self._server, self._tell, self._clock = closing, server, tell, clock
        self._joining = Joining(tell=tell, clock=clock)
        self._looks: dict[CommitId, Looks] = {}
        """The result of the looks at each commit, or at each act of a system that acts at once.

        A result is needed only until its commit or act is settled.
        """

    def note(self, event: Event) -> None:
        """Remember the server's answer if it refused a commit.

        After such an answer, one look at the loans can be enough to settle the commit.
        """
        if isinstance(event, CommitAnswered) and isinstance(event.outcome, LinesRefused | CommitRefused):
            self._looks = {event.commit: Looks(refused=event.outcome)}

    async def read(self, effect: Reading, visit_now: Callable[[], OpenVisit | None]) -> None:
        """Read once the data that `effect` asks for, and tell the visit the result.

        `visit_now` returns the visit, or None if it is not open any more. A reading of loans first waits until
        `effect.not_before`. Then it uses the account that the visit has at that time.
        """
        match effect:
            case ReadLoans():
                await until(effect.not_before, self._clock)
                visit = visit_now()
                truth = await self._truth(effect, visit, visit.account) if visit and visit.account else None
                self._tell(LoansRead(effect.visit, effect.commit, truth))
            case ReadReservations():
                visit = visit_now()
                await self._read_reservations(effect, visit.account if visit else None)
            case ReadTitles():
                visit = visit_now()
                await self._read_titles(effect, visit.account if visit else None)
            case ReadBalance():
                visit = visit_now()
                await self._read_balance(effect, visit.account if visit else None)
            case AskLinks():
                visit = visit_now()
                await self._ask_links(effect, visit.account if visit else None)
            case JoinSystem():
                visit = visit_now()
                await self._joining.join(effect, visit.account if visit else None)
            case DropCard():
                visit = visit_now()
                await self._joining.drop_card(effect, visit.account if visit else None)

    async def _truth(self, effect: ReadLoans, visit: OpenVisit, account: Account) -> Truth | None:
        """Read the loans after a commit, and return the result. Close the commit if the loans settle it.

        Return None in two cases: no answer came, or the commit still runs and the loans do not prove every line yet.
        """
        try:
            truth = await account.reconcile((*effect.lines, *effect.doubtful), finished=effect.finished)
        except (LendingError, LogBrokenError) as why:
            _log.info("commit %s cannot be read back yet: %s", effect.commit, why)
            return None
        self._server.answered()
        looks = self._looks.get(effect.commit, Looks()).after(effect.lines, truth, self._clock().at)
        if visit.commit_under_way.is_running and looks.settled is not Settlement.DONE:
            _log.info("commit %s still runs: what is not there yet can still come", effect.commit)
            return None
        self._looks.pop(effect.commit, None)
        if looks.settled is None:
            self._looks[effect.commit] = looks
        if looks.settled is not None:
            question = _question_to_staff(effect) if looks.settled is Settlement.TO_STAFF else None
            await self._closing.settled(effect.commit, looks.settled, question, account.member.reference)
        proven = {proof.line for proof in truth.proven}
        doubtful = (*effect.doubtful, *(line for line in effect.lines if line.state is LineState.UNKNOWN))
        found = tuple(line.code for line in doubtful if line.ident in proven)
        if found:
            await self._closing.found_out(effect.visit, found)
        return truth

    async def _read_reservations(self, effect: ReadReservations, account: Account | None) -> None:
        """Read the reservations and send them to the visit.

        If this fails, send None, and do not tell the cause, because the next write will show the cause.
        """
        try:
            reserving = account.reserving if account is not None else None
            found = await reserving.reservations() if reserving is not None else None
        except (LendingError, LogBrokenError) as why:
            _log.info("the reservations could not be read: %s", why)
            found = None
        self._tell(ReservationsRead(effect.visit, found))

    async def _read_balance(self, effect: ReadBalance, account: Account | None) -> None:
        """Read what the member owes, and send it to the visit. If this fails, send None, and do not tell the cause."""
        try:
            owing = account.owing if account is not None else None
            found = await owing.balance() if owing is not None else None
        except (LendingError, LogBrokenError) as why:
            _log.info("what the member owes could not be read: %s", why)
            found = None
        self._tell(BalanceRead(effect.visit, found))

    async def _read_titles(self, effect: ReadTitles, account: Account | None) -> None:
        """Read facts about items, and send them to the visit. If this fails, send none, and do not tell the cause."""
        try:
            found = await account.titles(effect.items) if account is not None else ()
        except (LendingError, LogBrokenError) as why:
            _log.info("the names of items could not be read: %s", why)
            found = ()
        self._tell(TitlesRead(effect.visit, found))

    async def _ask_links(self, effect: AskLinks, account: Account | None) -> None:
        """Ask for the addresses that open a digital loan, and send them to the visit. Keep and log no address.

        If this fails, send None.
        """
        try:
            digital = account.digital if account is not None else None
            found = await digital.title_links(effect.loan) if digital is not None else None
        except (LendingError, LogBrokenError) as why:
            _log.info("a digital loan could not be opened: %s", why)
            found = None
        self._tell(TitleLinksCame(effect.visit, effect.number, found))


def _question_to_staff(effect: ReadLoans) -> Record:
    """Return the question to staff about an act whose result no reading of the loans can show.

    The visit asks the same question a moment later. If the kiosk is killed before that moment, the question is already
    on disk.
    """
    return Record(RecordKind.LINE_UNKNOWN, effect.visit, tuple(line.code for line in effect.lines), inbox=True)
