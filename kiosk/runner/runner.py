"""The runner, which starts every effect that the visit asks for. If an effect fails, the visit gets an answer too."""

import asyncio
import contextlib
import logging
from collections.abc import Callable, Coroutine
from typing import TypeVar, assert_never

from kiosk.backends.errors import LogBrokenError
from kiosk.backends.protocol import Account
from kiosk.domain.basket import codes_of
from kiosk.domain.messages.answers import Answer, LinkKept, SignedIn, SignInAway, SlipAnswered
from kiosk.domain.messages.effects import (
    AddLine,
    AskLinks,
    ChangeLine,
    Commit,
    Deed,
    DropCard,
    Farewell,
    Identify,
    JoinSystem,
    KeepLink,
    Play,
    PutOnPaper,
    ReadBalance,
    ReadLibrary,
    ReadLoans,
    ReadOffers,
    ReadReservations,
    ReadTitles,
    Record,
    RecordKind,
    Release,
    ResetPassword,
    SignIn,
    SpeakLanguage,
    TakeOut,
    TryServer,
)
from kiosk.domain.messages.events import Event
from kiosk.domain.model import VisitId
from kiosk.runner.library_reads import LibraryReading
from kiosk.runner.server_watch import ServerWatch
from kiosk.runner.settling import CommitSettler, Pending
from kiosk.runner.sign_in import SignInService
from kiosk.runner.tasks import Outlets, Wiring
from kiosk.runner.visit_reads import VisitReads
from kiosk.runner.visit_writes import OpenVisit
from kiosk.runner.write_queue import LineEffect, not_done
from kiosk.store.journal import Journal
from kiosk.structs import replace

_log = logging.getLogger("kiosk.runner")

OpenAccount = Callable[[], Coroutine[object, object, Account | Answer]]
_REMEMBERED = 8
"""The number of newest visits whose members and languages are remembered.

The member is still needed after the farewell, because a note or a question about the visit can come later.
"""

T = TypeVar("T")


class Runner:
    """Carries out effects with one account at a time.

    A new sign-in first waits until the farewell of the previous visit has ended. If the farewell takes longer than some
    seconds, the sign-in begins without waiting any longer.
    """

    def __init__(
        self,
        *,
        signing: SignInService,
        journal: Journal,
        settling: CommitSettler,
        library: LibraryReading,
        server: ServerWatch,
        wiring: Wiring,
        outlets: Outlets,
        language: str,
    ) -> None:
        self._signing = signing
        self._journal = journal
        self._settling = settling
        self._library = library
        self._server = server
        self._outlets = outlets
        self._wiring = wiring
        self._patience = wiring.patience
        self._tell = wiring.tell
        self._spawn = wiring.spawn
        self._default_language = language
        self._languages: dict[VisitId, str] = {}
        self.visits: dict[VisitId, OpenVisit] = {}
        self._openings: dict[VisitId, asyncio.Task[None]] = {}
        self._farewells: set[asyncio.Task[None]] = set()
        self._visit_reads = VisitReads(settling, server, tell=wiring.tell, clock=wiring.clock)
        self._references: dict[VisitId, str] = {}
        self._no_booking = asyncio.Event()
        """This event is set while the kiosk books no returns on the account of a fob. Sign-ins wait for this event."""
        self._no_booking.set()

    def start(self, effect: Deed) -> None:
        """Begin to carry out this effect, and do not wait for its end."""
        match effect:
            case Identify():
                language = self._language(effect.visit)
                self._start_sign_in(effect.visit, lambda: self._signing.by_fob(effect, language))
            case SignIn():
                language = self._language(effect.visit)
                self._start_sign_in(effect.visit, lambda: self._signing.by_password(effect, language))
            case ResetPassword():
                self._spawn(self._signing.reset(effect, self._language(effect.visit), self._tell))
            case KeepLink():
                self._spawn(self._keep_link(effect))
            case AddLine() | TakeOut() | ChangeLine() | ReadOffers() | Release() | Commit():
                self._give_to_visit(effect)
            case (
                ReadLoans() | ReadReservations() | ReadBalance() | ReadTitles() | AskLinks() | JoinSystem() | DropCard()
            ):
                visit = effect.visit
                self._spawn(self._visit_reads.read(effect, lambda: self.visits.get(visit)))
            case Farewell():
                self._say_farewell(effect)
            case Record():
                self._spawn(self._record(effect))
            case SpeakLanguage(visit, code):
                self._speak(visit, code)
            case ReadLibrary(language):
                self._spawn(self._library.read(language))
            case TryServer():
                self.try_now()
            case PutOnPaper():
                self._spawn(self._print(effect))
            case Play(sound):
                self._outlets.play(sound)
            case _:
                assert_never(effect)

    def try_now(self) -> None:
        """Read the library's settings now. Also send at once each line that waits for its next try."""
        self._library.now()
        for visit in self.visits.values():
            visit.try_now()

    def member_of(self, visit: VisitId) -> str | None:
        """Return the server's reference for the member who opened this visit.

        Return None if nobody has signed in to the visit, or if the visit is too old to be remembered.
        """
        return self._references.get(visit)

    @property
    def quiet(self) -> bool:
        """Return True if no visit is open, no sign-in runs and no farewell runs."""
        return not (self.visits or self._openings or self._farewells)

    def can_book(self, member: str) -> bool:
        """Return True if returns can be booked on the account of this member now, without the member.

        Return False if a visit of this member is open, or if a sign-in or a farewell runs. Two parts of the kiosk would
        then write to one account at the same time.
        """
        here = {self._references.get(visit) for visit in self.visits}
        return not self._openings and not self._farewells and member not in here

    def begin_booking(self) -> None:
        """Let new sign-ins wait, because returns are booked on an account from now on."""
        self._no_booking.clear()

    def end_booking(self) -> None:
        """Let the waiting sign-ins go on, because the booking has ended."""
        self._no_booking.set()

    def _speak(self, visit: VisitId, language: str) -> None:
        """Set the language in which the server answers this visit, now or after its sign-in.

        The language of a visit is removed at its farewell. Some visits get no farewell, so only the languages of the
        newest visits are remembered.
        """
        self._languages = {**_newest(self._languages), visit: language}
        if visit in self.visits:
            self.visits[visit].speak(language)

    def _language(self, visit: VisitId) -> str:
        return self._languages.get(visit, self._default_language)

    def _give_to_visit(self, job: LineEffect) -> None:
        """Give a job to its visit. If the visit has no account here, answer at once that nothing was sent.

        The visit always needs an answer, because a member waits for it.
        """
        visit = self.visits.get(job.visit)
        if visit is None:
            _log.error("visit %s has no account for what it asks", job.visit)
            self._tell(not_done(job))
        else:
            if isinstance(job, Commit):
                self._settling.begins(job.commit)
            visit.want(job)

    # --- signing in ------------------------------------------------------------------------------

    def _start_sign_in(self, visit: VisitId, sign_in: OpenAccount) -> None:
        task = self._spawn(self._sign_in(visit, sign_in))
        self._openings[visit] = task
        task.add_done_callback(lambda _: self._openings.pop(visit, None))

    async def _sign_in(self, visit: VisitId, sign_in: OpenAccount) -> None:
        ends = asyncio.get_running_loop().time() + self._patience.sign_in_s
        answer: Account | Answer
        try:
            async with asyncio.timeout_at(ends):
                if self._farewells:
                    await asyncio.wait(set(self._farewells), timeout=self._patience.farewell_s)
                await self._no_booking.wait()
                answer = await self._run_to_its_end(visit, sign_in())
        except TimeoutError:
            answer = SignInAway(visit)
        if isinstance(answer, SignInAway):
            self._server.heard(None, lost=True)
        else:
            self._server.answered()
        if isinstance(answer, Answer):
            self._tell(answer)
        else:
            await self._begin_or_resume(visit, answer, ends)

    async def _run_to_its_end(
        self, visit: VisitId, signing: Coroutine[object, object, Account | Answer]
    ) -> Account | Answer:
        """Return the result of a sign-in. If the caller is cancelled, the sign-in still runs to its end.

        After a cancelled call, the account is signed out at the end of the sign-in. The sign-in must not be
        interrupted, because the server is perhaps replacing a remembered token at that moment. Without the server's
        answer, the kiosk would know only the old token, and the link of the fob would perhaps open no account any more.
        """
        task = self._spawn(signing)
        try:
            return await asyncio.shield(task)
        except asyncio.CancelledError:
            self._before_next_sign_in(self._leave_late(visit, task))
            raise

    async def _leave_late(self, visit: VisitId, signing: asyncio.Task[Account | Answer]) -> None:
        answer = await signing
        # The sign-in can end after the farewell of its visit. In this case, the farewell was too early to forget the
        # password, so forget it here.
        self._signing.forget(visit)
        if not isinstance(answer, Answer):
            await self.sign_out(answer)

    def _before_next_sign_in(self, farewell: Coroutine[object, object, None]) -> None:
        """Start a farewell. The next sign-in waits until this farewell ends, but not longer than some seconds."""
        try:
            task = self._spawn(farewell)
        except RuntimeError:  # the app is ending; a new error could hide the error that has ended the app
            farewell.close()
            return
        self._farewells.add(task)
        task.add_done_callback(self._farewells.discard)

    async def _begin_or_resume(self, visit: VisitId, account: Account, ends: float) -> None:
        soon = asyncio.get_running_loop().time() + self._patience.sign_in_s / 2
        try:
            async with asyncio.timeout_at(min(ends, soon)):
                await self._settling.settle_commits_of(account)
        except TimeoutError:
            _log.info("an earlier commit of this member stays open for now")
        except asyncio.CancelledError:
            self._before_next_sign_in(self.sign_out(account))
            raise
        # A visit belongs to the member who opened it. If the visit needs a new log-in and another person signs in, the
        # visit still belongs to the first member.
        known = _newest(self._references)
        self._references = {**known, visit: known.get(visit, account.member.reference)}
        before = self.visits.get(visit)
        if before is not None:
            before.back_in(account)
        else:
            self._begin(visit, account)
        renewable = account.renewable is not None
        reserves = account.reserving is not None
        at_once, owing, digital = account.staging is None, account.owing is not None, account.digital is not None
        systems = account.joining.systems if account.joining is not None else ()
        self._tell(
            SignedIn(visit, account.member, account.opening, renewable, reserves, at_once, owing, digital, systems)
        )

    def _begin(self, ident: VisitId, account: Account) -> None:
        visit = OpenVisit(ident, account, wiring=replace(self._wiring, tell=self._note_and_tell), server=self._server)
        self.visits[ident] = visit
        task = self._spawn(self._run_visit(visit))
        visit.writing = task

    async def _keep_link(self, effect: KeepLink) -> None:
        visit = self.visits.get(effect.visit)
        if visit is not None and visit.account is not None:
            self._tell(await self._signing.keep(effect, visit.account))
        else:
            self._tell(LinkKept(effect.visit, ok=False, why="not_written"))

    # --- farewell --------------------------------------------------------------------------------

    def _say_farewell(self, farewell: Farewell) -> None:
        self._signing.forget(farewell.visit)
        self._languages.pop(farewell.visit, None)
        opening = self._openings.get(farewell.visit)
        if opening is not None:
            opening.cancel()
        visit = self.visits.pop(farewell.visit, None)
        if visit is None:
            return
        self._server.unwatched()
        visit.leave(farewell)
        if visit.writing is not None:
            self._farewells.add(visit.writing)
            visit.writing.add_done_callback(self._farewells.discard)

    async def _run_visit(self, visit: OpenVisit) -> None:
        farewell = await visit.run()
        account = visit.account
        handed = farewell.hand_over
        if handed is not None and visit.never_left(handed.commit):
            # Staff must know this, because the member has left with the tools and the server has recorded no loan.
            codes = codes_of(handed.lines)
            await self._record(Record(RecordKind.COMMIT_NOT_SENT, visit.visit, codes, handed.commit, inbox=True))
            handed = None
        if account is None:
            return
        if handed is None:
            await self.sign_out(account)
        else:
            # Read the loans in a separate task. The next member's sign-in then does not wait for this reading.
            pending = Pending(visit.visit, handed.commit, handed.lines, handed.finished)
            self._spawn(self._watch_then_leave(account, pending))

    async def _watch_then_leave(self, account: Account, pending: Pending) -> None:
        await self._settling.read_until_settled(account, pending)
        await self.sign_out(account)

    async def sign_out(self, account: Account) -> None:
        """Sign this account out. If this takes longer than some seconds, give up. Never raises."""
        # LogBrokenError means that a new token cannot be written. It is ignored here, because the store reports it.
        with contextlib.suppress(TimeoutError, LogBrokenError):
            async with asyncio.timeout(self._patience.sign_out_s):
                await account.sign_out()

    # --- notes ------------------------------------------------------------------------------------

    def _note_and_tell(self, event: Event) -> None:
        """Pass an event on to the app, and to the visit's readings, which must know if a commit was refused."""
        self._visit_reads.note(event)
        self._tell(event)

    async def _print(self, effect: PutOnPaper) -> None:
        printing = self._outlets.printing
        self._tell(SlipAnswered(effect.visit, printing is not None and await printing(effect.lines)))

    async def _record(self, record: Record) -> None:
        reference = self._references.get(record.visit) if record.visit is not None else None
        await self._journal.record(record, reference)


def _newest(known: dict[VisitId, T]) -> dict[VisitId, T]:
    """Return the entries of the _REMEMBERED newest visits."""
    return dict(list(known.items())[-_REMEMBERED:])
