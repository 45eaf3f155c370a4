"""The part of the runner that books returns later on the account of a linked fob.

Some lending systems take an item back only from the member who has it on loan. While such a system does not answer, a
member can scan a linked fob together with the items. The kiosk keeps a pass for the link of this fob. As soon as the
system answers again, the kiosk opens the account with the pass, stages the returns in the cart, and sends one commit.
Then the kiosk reads the loans to find out the result, as it does after the commit of a visit.

The kiosk commits only its own returns. If the member's cart contains another line, staff are asked instead. Staff are
also asked if the link does not open the account any more, or if the member does not have the item on loan. A commit is
never sent twice: after a crash, the journal shows if the commit was sent.
"""

import logging
from collections.abc import Awaitable, Callable, Sequence
from typing import assert_never

from msgspec import Struct

from kiosk.backends.errors import LendingError, LogBrokenError, MisconfiguredError, ServerAwayError, SignInLostError
from kiosk.backends.protocol import Account, LendingBackend, Staging
from kiosk.domain.carts import CartDiffers
from kiosk.domain.messages.answers import Answer, FobTaken, SignInAway
from kiosk.domain.messages.effects import RecordKind, TakeFob
from kiosk.domain.model import (
    CommitDone,
    CommitId,
    CommitRefused,
    Direction,
    InDoubt,
    ItemCode,
    Line,
    LinesRefused,
    LineState,
    Loan,
    Moment,
    NotSent,
    Recorded,
    Refusal,
    RefusalKind,
    Refused,
    Staged,
    VisitId,
)
from kiosk.domain.returns import LeftToStaff, ReturnOutcome, TakenIn
from kiosk.runner.runner import Runner
from kiosk.runner.server_watch import ServerWatch
from kiosk.runner.settling import CommitSettler, Looks, Pending
from kiosk.runner.sign_in import SignInService
from kiosk.runner.visit_writes import as_staged
from kiosk.store.link_passes import LinkPass
from kiosk.store.open_commits import Settlement
from kiosk.store.saved_returns import SavedReturn, SavedReturns
from kiosk.store.sqlite_file import StoreError
from kiosk.structs import hiding

_log = logging.getLogger("kiosk.runner")

_NEXT_LOOK_S = 60.0
"""If a sign-in could not settle the returns, the kiosk waits this many seconds before the next sign-in."""
_NO_PASS = "the kiosk may open the account for 24 hours only"  # noqa: S105 - a sentence for staff, not a secret
_NOT_OPENED = "the fob does not open the account any more"
_NO_CART = "the system takes no returns on this account now"
_OTHER_LINES = "the member's cart holds something else"
_NOT_THEIRS = "it is not on loan to this member"


class Settled(Struct, frozen=True):
    """The result of one return. `kind` is the question to staff about this return, or None if staff need not be asked.

    `words` are the reason, and `member` is the reference of the member, if the member is known.
    """

    one: SavedReturn
    outcome: ReturnOutcome
    kind: RecordKind | None = None
    words: str = ""
    member: str = ""

    __repr__ = hiding("member")


Settle = Callable[[Settled], Awaitable[None]]
"""A function that writes the result of a return (and the question to staff, if any) to disk, and tells the visit."""


class AccountReturns:
    """Takes fobs that members scan with returns, and later books these returns on the accounts of the fobs."""

    def __init__(
        self,
        backend: LendingBackend,
        saved: SavedReturns,
        *,
        signing: SignInService,
        settling: CommitSettler,
        runner: Runner,
        server: ServerWatch,
        clock: Callable[[], Moment],
        language: str,
    ) -> None:
        self._backend, self._saved, self._server = backend, saved, server
        self._signing, self._settling, self._runner = signing, settling, runner
        self._clock, self._language = clock, language
        self._page: VisitId | None = None
        self._shown: LinkPass | None = None
        """The pass for the fob that was shown on the open page `_page`. Each later return of the page gets the pass."""
        self._not_before: dict[VisitId, float] = {}
        """For each visit with unsettled returns, the earliest time of the next sign-in to the member's account."""

    # --- the page is open ------------------------------------------------------------------------

    async def take(self, effect: TakeFob) -> FobTaken | Answer:
        """Look up the link of this fob, and keep a pass for the link with the returns of this visit. Return the answer.

        If there is no such link, or if the pass cannot be written to disk, keep no pass, and say so in the answer.
        """
        self._page, self._shown = effect.visit, None
        found = await self._signing.pass_of(effect)
        if not isinstance(found, LinkPass):
            return found
        if self._page == effect.visit:
            self._shown = found
        try:
            return FobTaken(effect.visit, await self._saved.send_after_all(effect.visit, found))
        except StoreError:
            self.drop(effect.visit)
            return SignInAway(effect.visit)

    def drop(self, visit: VisitId) -> None:
        """Forget the fob of this page, because the page is closed."""
        if self._page == visit:
            self._page, self._shown = None, None

    def shown_for(self, visit: VisitId) -> LinkPass | None:
        """Return the pass for the fob that was shown on the page of this visit, or None if no fob was taken."""
        return self._shown if self._page == visit else None

    # --- later -----------------------------------------------------------------------------------

    async def book(self, group: Sequence[SavedReturn], settle: Settle) -> bool:
        """Book the returns of one visit, and call `settle` for each result. Return True if all returns are settled.

        If the result is False, call this method again later.

        Raises ServerAwayError, MisconfiguredError, LogBrokenError.
        """
        for one in group:
            if _is_closed(one):
                await settle(_of_closed(one))
        left = [one for one in group if not _is_closed(one)]
        if not left:
            return True
        visit = left[0].visit
        given = await self._saved.pass_of(visit)
        if given is None:
            for one in left:
                await settle(_left(one, _NO_PASS))
            return True
        if self._clock().at < self._not_before.get(visit, 0.0):
            return False
        if not self._runner.can_book(given.member):
            return False
        # `probe` raises an error if the system is away. The kiosk then does not sign in, because the system could
        # replace the token, and the answer with the new token could be lost.
        await self._backend.probe()
        # The page is perhaps still open, so more returns of this visit can be on disk now. One commit sends them all.
        left = [one for one in await self._saved.open_ones() if one.visit == visit and not _is_closed(one)]
        if not left or not self._runner.can_book(given.member):
            return False
        self._runner.begin_booking()
        try:
            done = await self._with_pass(left, given, settle)
        finally:
            self._runner.end_booking()
        self._server.answered()
        self._not_before.pop(visit, None)
        if not done:
            self._not_before[visit] = self._clock().at + _NEXT_LOOK_S
        return done

    async def _with_pass(self, left: Sequence[SavedReturn], given: LinkPass, settle: Settle) -> bool:
        account = await self._signing.by_pass(left[0].visit, given, self._language)
        if isinstance(account, SignInAway):
            raise ServerAwayError("the account of a fob could not be opened now")
        if isinstance(account, Answer):
            for one in left:
                await settle(_left(one, _NOT_OPENED, given.member))
            return True
        try:
            done = await self._booked(account, left, settle)
        except SignInLostError as why:
            _log.info("saved returns wait for another sign-in: %s", why)
            done = False
        except (LendingError, LogBrokenError):
            await self._runner.sign_out(account)
            raise
        await self._runner.sign_out(account)
        return done

    async def _booked(self, account: Account, left: Sequence[SavedReturn], settle: Settle) -> bool:
        if any(_is_open(one) for one in left):
            self._runner.end_booking()  # the kiosk only reads the loans, so members can log in
            await self._settling.settle_without_member(account)
            return False
        await self._settling.settle_commits_of(account)
        booking = _Booking(account, left, settle, saved=self._saved, settling=self._settling, clock=self._clock)
        return await booking.run(self._runner)


class _Booking:
    """The returns of one visit, while the account of their member is open."""

    def __init__(
        self,
        account: Account,
        returns: Sequence[SavedReturn],
        settle: Settle,
        *,
        saved: SavedReturns,
        settling: CommitSettler,
        clock: Callable[[], Moment],
    ) -> None:
        self._account, self._settle, self._saved = account, settle, saved
        self._settling, self._clock = settling, clock
        self._open = {one.line: one for one in returns}
        """The returns that are not settled yet, in the order of the scans."""

    async def run(self, runner: Runner) -> bool:
        """Stage and commit the returns, and settle them. Return True if all returns are settled.

        After the commit, the kiosk reads the loans for a minute or more. During this time, members can log in.
        Raises ServerAwayError, SignInLostError, LogBrokenError.
        """
        staging = self._account.staging
        if staging is None or not self._account.opening.limits.can_return:
            await self._leave_all(_NO_CART)
            return True
        if not self._has_only_ours():
            await self._leave_all(_OTHER_LINES)
            return True
        try:
            lines = await self._staged()
            return not lines or await self._committed(staging, lines, runner)
        except MisconfiguredError as why:
            _log.error("saved returns are left to staff: %s", why)
            await self._leave_all("the system does not take it")
            return True

    def _has_only_ours(self) -> bool:
        """Return True if the commit of the cart would book these returns and nothing else.

        After a crash, the cart can contain a return that this kiosk has staged. In the journal, `was_sent` of such a
        return is True.
        """
        opening = self._account.opening
        ours = {one.code.casefold() for one in self._open.values() if one.was_sent}
        return not opening.other_carts and all(
            each.direction is Direction.RETURN and each.item.code.casefold() in ours for each in opening.earlier
        )

    async def _staged(self) -> tuple[Line, ...]:
        """Stage each return in the cart, in the order of the scans. Return the staged lines."""
        lines = []
        for one in tuple(self._open.values()):
            loan = self._loan_of(one.code)
            if loan is None:
                await self._leave(one, _NOT_THEIRS)
                continue
            await self._saved.sending(one.ident, was_out=True)
            line = Line(one.line, one.code, Direction.RETURN, LineState.STAGED, loan.item, loan=loan.ident)
            match await self._account.act(line):
                case Staged() as staged:
                    lines.append(as_staged(line, staged))
                case Recorded(item=item, put=put):
                    await self._end(one, TakenIn(item, put))
                case Refused() as refused:
                    await self._refuse(one, refused.refusal)
                case NotSent() | InDoubt():
                    raise ServerAwayError("a return could not be staged")
        return tuple(lines)

    def _loan_of(self, code: ItemCode) -> Loan | None:
        if not code:
            return None
        loans = self._account.opening.loans
        return next((each for each in loans if each.item.code.casefold() == code.casefold()), None)

    async def _committed(self, staging: Staging, lines: tuple[Line, ...], runner: Runner) -> bool:
        # The numbers of lines and of commits come from one counter, so no other commit has the number of the first
        # line. This commit gets this number.
        commit, visit = CommitId(lines[0].ident), self._open[lines[0].ident].visit
        await self._saved.committing([self._open[line.ident].ident for line in lines], commit)
        self._settling.begins(commit)
        finished = self._clock().wall
        answer = await staging.commit(commit, lines, finished=finished)
        match answer:
            case NotSent():
                raise ServerAwayError("the returns of a fob could not be sent")
            case CartDiffers():
                await self._take_out(staging, lines)
                await self._leave_all(_OTHER_LINES)
                return True
            case InDoubt() | CommitDone() | LinesRefused() | CommitRefused():
                runner.end_booking()
            case _:
                assert_never(answer)
        said_no = answer if isinstance(answer, LinesRefused | CommitRefused) else None
        looks = await self._settling.read_until_settled(
            self._account, Pending(visit, commit, lines, finished), Looks(refused=said_no), unseen=frozenset()
        )
        # Take the lines that were not recorded out of the cart. But if the member has logged in meanwhile, leave these
        # lines in the cart, because the member's visit shows them and the member decides about them.
        if said_no is not None and looks.settled is not None and runner.can_book(self._account.member.reference):
            runner.begin_booking()
            await self._take_out(staging, [line for line in lines if line.ident not in looks.proven])
        return await self._settled_by(looks, said_no)

    async def _settled_by(self, looks: Looks, said_no: LinesRefused | CommitRefused | None) -> bool:
        for one in tuple(self._open.values()):
            if one.line in looks.proven:
                await self._end(one, TakenIn())
        if looks.settled is None:
            return not self._open
        named = dict(said_no.lines) if said_no is not None else {}
        for one in tuple(self._open.values()):
            refusal = named.get(one.line)
            if refusal is None and isinstance(said_no, CommitRefused):
                refusal = Refusal(RefusalKind.OTHER, said_no.words)
            if refusal is not None:
                await self._refuse(one, refusal)
            else:
                await self._end(one, LeftToStaff(), RecordKind.RETURN_UNCLEAR)
        return True

    async def _take_out(self, staging: Staging, lines: Sequence[Line]) -> None:
        """Take these lines of the kiosk out of the cart, because the member's next commit must not contain them."""
        for line in lines:
            await staging.take_out(line)

    async def _leave_all(self, why: str) -> None:
        for one in tuple(self._open.values()):
            await self._leave(one, why)

    async def _leave(self, one: SavedReturn, why: str) -> None:
        await self._end(one, LeftToStaff(), RecordKind.RETURN_NOT_BOOKED, why)

    async def _refuse(self, one: SavedReturn, refusal: Refusal) -> None:
        await self._end(one, Refused(refusal), RecordKind.RETURN_REFUSED, refusal.words)

    async def _end(
        self, one: SavedReturn, outcome: ReturnOutcome, kind: RecordKind | None = None, words: str = ""
    ) -> None:
        del self._open[one.line]
        await self._settle(Settled(one, outcome, kind, words, self._account.member.reference))


def _is_closed(one: SavedReturn) -> bool:
    """Return True if a commit with this return was sent, and the journal has the result of this commit."""
    return one.commit is not None and one.settlement not in {None, Settlement.NOT_SENT}


def _is_open(one: SavedReturn) -> bool:
    """Return True if a commit with this return was perhaps sent, and its result is not known yet."""
    return one.commit is not None and one.settlement is None


def _left(one: SavedReturn, why: str, member: str = "") -> Settled:
    """Return the result that leaves this return to staff. `why` is the reason.

    If the commit was perhaps sent, the question to staff says that the result is unclear.
    """
    kind = RecordKind.RETURN_UNCLEAR if _is_open(one) else RecordKind.RETURN_NOT_BOOKED
    return Settled(one, LeftToStaff(), kind, why, member)


def _of_closed(one: SavedReturn) -> Settled:
    """Return the result of a return whose commit was settled by another part of the kiosk, for example after a crash.

    If the commit was done only partly, the journal does not say which lines were done, so staff are asked.
    """
    match one.settlement:
        case Settlement.DONE:
            return Settled(one, TakenIn())
        case Settlement.BY_STAFF:
            return Settled(one, LeftToStaff())
        case _:
            return Settled(one, LeftToStaff(), RecordKind.RETURN_UNCLEAR)
