"""Laws of a walk: rules that must be true in every walk.

The laws are checked after every event, at each write that reaches the server, and at the end.
"""

import logging
import sqlite3
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from threading import Lock
from time import monotonic

from kiosk.domain.carts import CartDiffers
from kiosk.domain.messages.answers import (
    CartSeen,
    CommitAnswered,
    LineAnswered,
    LoansRead,
    ReturnSaved,
    ReturnSettled,
)
from kiosk.domain.messages.effects import Commit, Effect, Record
from kiosk.domain.messages.events import EitherRead, Event, ScanFailed, Scanned, Stopping
from kiosk.domain.messages.intents import Cancel, CodeTyped, RemoveFromTray, RemoveLine, ThatWasATool, Yes
from kiosk.domain.model import Direction, Line, LineId, LineState, Recorded, Secret, Truth, VisitId
from kiosk.domain.returns import BroughtItem, BroughtState, TakenIn
from kiosk.domain.visit.digital_loans import titles_of
from kiosk.domain.visit.state_parts import basket_of, tray_of
from kiosk.domain.visit.states import (
    AskingSecret,
    BringingBack,
    Closed,
    Committing,
    Idle,
    Kiosk,
    ReadingBack,
    Receipt,
    Resolving,
    Serving,
    SigningIn,
    Starting,
    State,
    Trouble,
)
from kiosk.simulator.records import ReceivedCall
from kiosk.views.view import View
from tests.presenter.kiosks import words
from tests.walks.acts import came_twice, needs_row, never_happened, sent_twice, spelt, unknown_acts
from tests.walks.basket_laws import BasketLaws
from tests.walks.disk import Disk
from tests.walks.title_laws import TitleLaws
from tests.walks.world import Taken, World

SHOWN = 2
"""If a code may be a fob's, a record has only the end of the code. The end has this number of characters."""


@dataclass
class Told:
    """Everything that this walk has told people, or has asked staff, until now."""

    on_receipt: set[str] = field(default_factory=set)
    refused: set[str] = field(default_factory=set)
    removed: set[str] = field(default_factory=set)
    recorded: set[str] = field(default_factory=set)
    proven: set[LineId] = field(default_factory=set)
    commits: Counter[int] = field(default_factory=Counter)
    scanned: set[str] = field(default_factory=set)
    either: set[str] = field(default_factory=set)
    """Scanned codes that may be fobs or tools. If a code proves to be a tool's, the code goes to the tray."""
    in_a_kill: set[str] = field(default_factory=set)
    """The codes of the things that people had in hand when the process was killed.

    After that, the kiosk asks staff only about the codes that are certainly tools, because the others may be fobs.
    """
    not_written: set[str] = field(default_factory=set)
    """The codes of the things that people had in hand when the process was killed while its disk was full."""


class Laws:
    """The laws of one walk. `broken` has a text for each law that was broken. `note` writes into the trace."""

    def __init__(
        self, world: World, disk: Disk, note: Callable[..., None], machine_s: Callable[[], float] = monotonic
    ) -> None:
        self._world, self._disk, self._note = world, disk, note
        self.broken: list[str] = []
        self.told = Told()
        self.who = ""
        """The key of the person who is at the kiosk now."""
        self._whose: dict[VisitId, str] = {}
        """For each visit, the key of the member who has logged in. `who` can already be the next person."""
        self.titles = TitleLaws(world, self.breaks, machine_s)
        self._baskets = BasketLaws(world, self.breaks)
        self._seen: View | None = None
        self._empty: State | None = None
        self._empty_view: View | None = None
        """The state and the view that `_nothing_of_a_member` checked last. It need not check the same ones again."""
        self._lock, self._arrived = Lock(), Counter[str]()
        self._names = tuple({name for person in world.visitors for name in person.called if len(name) > 3})
        world.listen(self._arrives)
        self.at_first = world.all_loans()

    def breaks(self, law: str) -> None:
        """Add this text about a broken law to `broken`, and write it into the trace."""
        with self._lock:
            self.broken.append(law)
        self._note("!!!!", law)

    # --- after every event -----------------------------------------------------------------------

    def happened(self, before: Kiosk, event: Event, after: Kiosk, view: View) -> None:
        """Check the laws after one event. `before` and `after` are the kiosk before and after this event."""
        if isinstance(event, Scanned | ScanFailed):
            self._scan_is_answered(before, event, after, view)
        self._seen = view
        self._learn_what_is_proven(event, after)
        self._take_down(before, event, after)
        if isinstance(after.state, Serving):
            self._whose[after.state.visit] = self._world.key_of(after.state.member.reference)
        self.titles.happened(event, after, view)
        self._baskets.happened(before, event, after)
        self.titles.main_is_well(event, after, _lines_of(after.state))
        if isinstance(after.state, Idle | Closed | Trouble | Starting | BringingBack):
            self._nothing_of_a_member(after, view)
        if isinstance(event, ReturnSaved | ReturnSettled):
            self._return_is_true(event, after.state)
        for line in _lines_of(after.state):
            if line.state is LineState.DONE and line.ident not in self.told.proven:
                self.breaks(f"line of {line.code} is green, and no read has proven it")
        if isinstance(after.state, Receipt) and not isinstance(before.state, Receipt):
            self._receipt_is_true(after.state)

    def killed(self, kiosk: Kiosk) -> None:
        """Remember the codes of the things that people have in hand. Call this just before the process is killed."""
        self.told.in_a_kill |= codes_in(kiosk.state) | _asked_about(kiosk.state)
        self.told.removed |= _form_is_about(kiosk.state)  # nobody can answer the form any more
        # if the disk is broken, the screen says so, and the codes that were scanned since then are not on disk
        if not kiosk.lasting.store_ok:
            self.told.not_written |= codes_in(kiosk.state)

    def asked(self, kiosk: Kiosk, effect: Effect) -> None:
        """Check an effect that the visit has asked for."""
        self.titles.asked(kiosk, effect)
        match effect:
            case Commit(commit=commit, visit=visit):
                self._baskets.asked(effect, self._whose.get(visit, ""))
                self.told.commits[commit] += 1
                if self.told.commits[commit] > 1:
                    self.breaks(f"commit {commit} is asked for twice")
                if not kiosk.lasting.store_ok:
                    self.breaks("a commit is asked for while the store is broken")
            case Record(codes=codes):
                self.told.recorded |= set(codes)
            case _:
                pass

    def _learn_what_is_proven(self, event: Event, after: Kiosk) -> None:
        match event:
            case LoansRead(truth=Truth(proven=proven)):
                self.told.proven |= {proof.line for proof in proven}
            case CartSeen() | CommitAnswered(outcome=CartDiffers()):
                # The kiosk has just read the cart and the loans together. This proves all lines that are now green.
                self.told.proven |= {line.ident for line in _lines_of(after.state)}
            case LineAnswered(visit=visit, line=ident, outcome=Recorded(direction=direction) as recorded):
                self.told.proven.add(ident)
                code = recorded.item.code if recorded.item is not None else ""
                # At a digital system, the member of the typed card gets the loan. People type only their own card, so
                # this is the person at the kiosk.
                line = next((each for each in _lines_of(after.state) if each.ident == ident), None)
                typed = self.who if line is not None and line.system else ""
                self._agrees(code, direction or Direction.BORROW, "the line says", self._whose.get(visit, ""), typed)
            case _:
                pass

    def _scan_is_answered(self, before: Kiosk, event: Event, after: Kiosk, view: View) -> None:
        same = before.state == after.state and before.lasting.notice == after.lasting.notice
        if same and view == self._seen:
            self.breaks(f"{type(event).__name__} in {type(before.state).__name__} is not answered")

    def _take_down(self, before: Kiosk, event: Event, after: Kiosk) -> None:
        told = self.told
        if isinstance(event, Scanned) and isinstance(event.meaning, EitherRead):
            told.either.add(event.meaning.code.reveal())
        if isinstance(event, Scanned | CodeTyped | ThatWasATool):
            told.scanned |= (codes_in(after.state) - codes_in(before.state)) | set(tray_of(after.state))
        told.refused |= {line.code for line in _lines_of(after.state) if line.state is LineState.REFUSED}
        if isinstance(after.state, Serving):  # a scan of a title that is on loan only opens the page of digital loans
            told.removed |= {loan.item.code for loan in titles_of(after.state)}
        told.refused |= {each.code for each in _brought_in(after.state) if each.state is BroughtState.NOT_SAVED}
        if lost := _form_is_about(before.state) - _form_is_about(after.state):
            # The form has asked if this is a tool. A person who logs in with another fob, or leaves, has answered this
            # question.
            told.removed |= lost - set(tray_of(after.state))
        match event:
            case RemoveLine(line=ident):
                told.removed |= {line.code for line in _lines_of(before.state) if line.ident == ident}
            case RemoveFromTray(code=code):
                told.removed.add(code)
            case Stopping():
                told.removed |= _form_is_about(before.state)  # nobody can answer the form any more
            case Yes():
                told.removed |= _asked_about(before.state)  # the person says that the code is a fob
            case Cancel():
                # "Cancel" removes all codes of the basket or the tray, as "Remove" removes one line.
                told.removed |= {*tray_of(before.state)} | _asked_about(before.state)
            case _:
                pass

    def _nothing_of_a_member(self, after: Kiosk, view: View) -> None:
        if after.state is self._empty and view == self._empty_view:
            return
        self._empty, self._empty_view = after.state, view
        held, shown = repr(after.state), words(view)
        for name in self._names:
            if name in held or name in shown:
                self.breaks(f"{name} is in {type(after.state).__name__}")
        if isinstance(after.state, Idle) and (strange := set(after.state.tray) - self.told.scanned - self.told.either):
            self.breaks(f"Welcome shows {strange}, which nobody has scanned")

    def _receipt_is_true(self, receipt: Receipt) -> None:
        lines = (*receipt.lines, *receipt.others)
        self._note("RECEIPT", receipt.verdict, [(line.code, line.direction.value, line.state.name) for line in lines])
        for line in lines:
            code = _code_of(line)
            self.told.on_receipt |= {line.code, code}
            if line.state is LineState.DONE:
                self._agrees(code, line.direction, "the receipt confirms", self._world.key_of(receipt.member.reference))

    def _return_is_true(self, event: ReturnSaved | ReturnSettled, state: State) -> None:
        """Check that a saved return is on disk with its slip, and that a thing that was taken back is not on loan."""
        code = next((each.code for each in _brought_in(state) if each.ident == event.line), None)
        try:
            row = next((each for each in self._disk.returns() if each.line == event.line), None)
        except sqlite3.Error:  # while the disk is full, the journal cannot be read
            return
        if row is None or (isinstance(event, ReturnSaved) and row.slip != event.slip):
            self.breaks(f"the return of {code} is told as saved, and on disk is {row}")
        if code is not None and isinstance(event, ReturnSettled) and isinstance(event.outcome, TakenIn):
            by_others = {spelt(each) for _, each in self._world.elsewhere}
            if spelt(code) in {spelt(each) for _, each in self._world.all_loans()} - by_others:
                self.breaks(f"the page says that {code} was taken back, and the server still lends it")

    def _agrees(self, code: str, direction: Direction, who_says: str, whose: str = "", typed: str = "") -> None:
        """Note a broken law if the server's loans do not show the result of an act on this item.

        After a return, the member must not have the item on loan. After every other act, the member must have it.
        `whose` is the key of the member. If `whose` is empty, use the person at the kiosk. If a card for a digital
        system may have been typed, `typed` is the key of the card's owner, and this person's loans count, too.
        """
        whose = whose or self.who
        by_others = {(who, spelt(each)) for who, each in self._world.elsewhere}
        if not code or (whose, spelt(code)) in by_others:  # some loans have no label
            return
        found = [spelt(code) in {spelt(each) for each in self._world.loans(key)} for key in {whose, typed or whose}]
        if (direction is not Direction.RETURN) not in found:
            self.breaks(f"{who_says}: {direction} of {code}, and the server says otherwise")

    # --- checks in the thread of the server ------------------------------------------------------

    def _arrives(self, call: ReceivedCall, sort: str | None) -> None:
        """Check a request that has arrived. If it is a write, its row must already be on disk."""
        self._baskets.arrives(call)
        if sort is None or not needs_row(call, sort):
            self.titles.arrives(call)
            return
        with self._lock:
            self._arrived[sort] += 1
            arrived = self._arrived[sort]
        try:
            rows, at_once = self._disk.rows_by_sort(self._world.sorts)[sort], self._disk.two_at_once()
        except sqlite3.Error:  # while the disk is full, the journal cannot be read
            return
        if rows < arrived:
            self.breaks(f"{call.name} has arrived: the {arrived}th write of its sort, and {rows} have a row")
        if at_once:
            self.breaks(f"{call.name} has arrived, and visits {at_once} have two writes under way")

    # --- checks while nobody is at the kiosk -----------------------------------------------------

    def at_rest(self, *, still_open: bool = False) -> None:
        """Compare the loans on the server with what people and staff were told. Call this while nobody is served.

        If `still_open` is True, returns without a result are allowed, because they may be settled later.
        """
        asked_of_staff = {code for _, codes in self._disk.inbox() for code in codes}
        commits = self._disk.commits()
        by_journal = {
            code for row in commits if row.settlement is None or row.settlement == "done" for code in row.codes
        }
        # A tool that was committed by its own request counts as explained: staff are asked about it after a day if no
        # visit finishes its cart.
        explained = self.told.on_receipt | asked_of_staff | by_journal | self._disk.handed_over()
        explained = {spelt(code) for code in explained}
        returns = self._disk.returns()
        for who, code in self._changed():
            known = spelt(code) in explained or any(row.is_about(code) for row in returns)
            if (who, code) not in self._world.elsewhere and not known:
                rows = [row for row in commits if spelt(code) in map(spelt, row.codes)]
                self.breaks(f"{who} has {code} or has it no more, and nobody was told; {rows}, {self._disk.notes()}")
        self._no_question_twice()
        laws = (sent_twice, came_twice, unknown_acts, never_happened)
        for broken in (each for law in laws for each in law(self._disk, self._world)):
            self.breaks(broken)
        for broken in self._world.wrongs():
            self.breaks(broken)
        for row in returns:
            if row.stage == "to_staff" and row.code not in asked_of_staff:
                self.breaks(f"the return of {row.code} has no result, and staff are not asked")
            if row.is_open and not still_open:
                self.breaks(f"the return of {row.code} is still {row.stage}")
        if not still_open:
            self._no_code_is_lost(asked_of_staff | by_journal)

    def _certain_tools(self) -> frozenset[str]:
        """Return the codes that a question to staff must show as a whole.

        If one reader reads fobs and items, and there are no rules, any code may be a fob's. Then this set is empty.
        """
        return frozenset() if self._world.is_mixed and not self._world.has_rules else self._world.tools

    def _changed(self) -> set[Taken]:
        return self._world.all_loans() ^ self.at_first

    def _no_question_twice(self) -> None:
        asked = Counter((kind, codes) for kind, codes in self._disk.inbox())
        for question, count in asked.items():
            if count > 1:
                self._note("asked", count, "times:", question)

    def _no_code_is_lost(self, elsewhere: set[str]) -> None:
        told = self.told
        in_carts = {code for person in self._world.visitors for code in self._world.in_carts(person.key)}
        known = told.on_receipt | told.refused | told.removed | told.recorded | told.not_written | elsewhere | in_carts
        known |= (told.in_a_kill - self._certain_tools()) | self._disk.taken_out()
        by_others = {code for _, code in self._world.elsewhere}
        found = {spelt(code) for code in known | by_others}
        returns = self._disk.returns()
        for code in told.scanned:
            if any(row.is_about(code) for row in returns):
                continue
            # the kiosk may forget a code that could be a fob's, and need not record it
            may_be_fob = self._world.is_mixed and code not in self._world.tools
            hidden = code in told.either and f"…{spelt(code)[-SHOWN:]}" in found
            if spelt(code) not in found and not may_be_fob and not hidden:
                self.breaks(f"{code} was scanned, and is nowhere")


class LogBook(logging.Handler):
    """A log handler that stores all lines, and finds the lines with a secret or an internal error."""

    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self.lines: list[str] = []
        self.secrets: tuple[str, ...] = ()
        self.setFormatter(logging.Formatter("%(levelname)s %(name)s %(message)s"))

    def emit(self, record: logging.LogRecord) -> None:
        """Store this record as a line."""
        self.lines.append(self.format(record))

    def complaints(self) -> Iterator[str]:
        """Yield a text for each line that contains a secret or an internal error."""
        for line in self.lines:
            by_the_server = line.startswith("INFO uvicorn")  # the simulated server writes into the same log
            if any(secret in line for secret in self.secrets) and not by_the_server:
                yield f"a secret in the log: {line[:200]}"
            if line.startswith(("ERROR asyncio", "CRITICAL")) or "never awaited" in line or "Traceback" in line:
                yield f"in the log: {line[:200]} ... {line[-1500:]}"


def _lines_of(state: State) -> tuple[Line, ...]:
    match state:
        case Receipt():
            return (*state.lines, *state.others)
        case Committing():
            return (*state.lines, *state.serving.lines)
        case ReadingBack() | Resolving():
            return (*state.of.lines, *state.of.serving.lines)
        case AskingSecret(kept=kept) | SigningIn(asking=AskingSecret(kept=kept)) if kept is not None:
            return kept.lines
        case _:
            return basket_of(state)


def codes_in(state: State) -> set[str]:
    """Return the codes of all things that this state has in its tray, its lines, or its returns."""
    brought = (each.code for each in _brought_in(state))
    return {*tray_of(state), *(line.code for line in _lines_of(state)), *brought}


def _brought_in(state: State) -> tuple[BroughtItem, ...]:
    return state.brought if isinstance(state, BringingBack) else ()


def _form_is_about(state: State) -> set[str]:
    """Return the code that was scanned for the log-in form, if this code may be a tool's. Otherwise return no code."""
    match state:
        case AskingSecret(unclassified=True, fob=Secret() as fob):
            return {fob.reveal()}
        case SigningIn(asking=AskingSecret(unclassified=True, fob=Secret() as fob)):
            return {fob.reveal()}
        case _:
            return set()


def _asked_about(state: State) -> set[str]:
    """Return the code about which the screen asks "Is this another member's fob?". If it asks nothing, return no code.

    If the person answers No, the code is a tool's.
    """
    if isinstance(state, AskingSecret) and state.question is not None and state.question.unclassified:
        return {state.question.fob.reveal()}
    return set()


def _code_of(line: Line) -> str:
    return line.item.code if line.item is not None else line.code
