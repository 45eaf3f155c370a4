"""What must hold whatever happens: looked at after every event, at each write that the server gets, and at the end."""

import logging
import sqlite3
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from threading import Lock

from kiosk.domain.carts import CartDiffers
from kiosk.domain.messages.answers import CartSeen, CommitAnswered, LoansRead
from kiosk.domain.messages.effects import Commit, Effect, Record
from kiosk.domain.messages.events import EitherRead, Event, ScanFailed, Scanned, Stopping
from kiosk.domain.messages.intents import Cancel, CodeTyped, RemoveFromTray, RemoveLine, ThatWasATool, Yes
from kiosk.domain.model import Direction, Line, LineId, LineState, Secret, Truth
from kiosk.domain.visit.state_parts import basket_of, tray_of
from kiosk.domain.visit.states import (
    AskingSecret,
    Closed,
    Committing,
    Idle,
    Kiosk,
    ReadingBack,
    Receipt,
    Resolving,
    SigningIn,
    Starting,
    State,
    Trouble,
)
from kiosk.simulator import MEMBERS
from kiosk.simulator.records import ReceivedCall
from kiosk.views.view import View
from tests.presenter.kiosks import words
from tests.walks.disk import WRITES, Disk
from tests.walks.world import Taken, World, tools

NAMES = tuple({name for person in MEMBERS for name in (person.first, person.last) if len(name) > 3})
SECRETS = tuple(secret for person in MEMBERS for secret in (person.password, person.fob) if len(secret) > 5)

SHOWN = 2
"""So many signs of a code that may be a fob's are on record."""

_TOOLS = frozenset(tools())


@dataclass
class Told:
    """What this walk has told people, or asked of staff, until now."""

    on_receipt: set[str] = field(default_factory=set)
    refused: set[str] = field(default_factory=set)
    removed: set[str] = field(default_factory=set)
    recorded: set[str] = field(default_factory=set)
    proven: set[LineId] = field(default_factory=set)
    commits: Counter[int] = field(default_factory=Counter)
    scanned: set[str] = field(default_factory=set)
    either: set[str] = field(default_factory=set)
    """Codes that could be fobs: they lie in the tray when it is known that they are not."""
    in_a_kill: set[str] = field(default_factory=set)
    """What was in people's hands when the process was killed: staff are asked about tools; other codes may be fobs."""
    not_written: set[str] = field(default_factory=set)
    """What was in people's hands when the process was killed while its disk was full."""


class Laws:
    """Collects what breaks one; `note` writes into the walk's trace."""

    def __init__(self, world: World, disk: Disk, note: Callable[..., None]) -> None:
        self._world, self._disk, self._note = world, disk, note
        self.broken: list[str] = []
        self.told = Told()
        self.who = ""
        """Whose visit it is, by user name."""
        self._seen: View | None = None
        self._lock, self._arrived = Lock(), Counter[str]()
        world.library.library_state.listen(self._arrives)
        self.at_first = world.all_loans()

    def breaks(self, law: str) -> None:
        """Somebody saw this law broken."""
        with self._lock:
            self.broken.append(law)
        self._note("!!!!", law)

    # --- after every event -----------------------------------------------------------------------

    def happened(self, before: Kiosk, event: Event, after: Kiosk, view: View) -> None:
        """Look at one step of the visit."""
        if isinstance(event, Scanned | ScanFailed):
            self._scan_is_answered(before, event, after, view)
        self._seen = view
        self._learn_what_is_proven(event, after)
        self._take_down(before, event, after)
        if isinstance(after.state, Idle | Closed | Trouble | Starting):
            self._nothing_of_a_member(after, view)
        for line in _lines_of(after.state):
            if line.state is LineState.DONE and line.ident not in self.told.proven:
                self.breaks(f"line of {line.code} is green, and no read has proven it")
        if isinstance(after.state, Receipt) and not isinstance(before.state, Receipt):
            self._receipt_is_true(after.state)

    def killed(self, kiosk: Kiosk) -> None:
        """The process ends now, without a word."""
        self.told.in_a_kill |= _codes_in(kiosk.state) | _asked_about(kiosk.state)
        self.told.removed |= _form_is_about(kiosk.state)  # nobody can answer the form any more
        if not kiosk.lasting.store_ok:  # the screen says so, and nothing that was scanned since could be written
            self.told.not_written |= _codes_in(kiosk.state)

    def asked(self, kiosk: Kiosk, effect: Effect) -> None:
        """Look at one effect."""
        match effect:
            case Commit(commit=commit):
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
                # The cart and the loans have just been read together; so they are in the line that is green now.
                self.told.proven |= {line.ident for line in _lines_of(after.state)}
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
            told.scanned |= (_codes_in(after.state) - _codes_in(before.state)) | set(tray_of(after.state))
        told.refused |= {line.code for line in _lines_of(after.state) if line.state is LineState.REFUSED}
        if lost := _form_is_about(before.state) - _form_is_about(after.state):
            # The form has asked if this is a tool. Whoever logs in beside it, or leaves, has answered.
            told.removed |= lost - set(tray_of(after.state))
        match event:
            case RemoveLine(line=ident):
                told.removed |= {line.code for line in _lines_of(before.state) if line.ident == ident}
            case RemoveFromTray(code=code):
                told.removed.add(code)
            case Stopping():
                told.removed |= _form_is_about(before.state)  # nobody can answer the form any more
            case Yes():
                told.removed |= _asked_about(before.state)  # it is a fob, they say
            case Cancel():
                # "Cancel" says of the whole basket or tray what "Remove" says of one line.
                told.removed |= {*tray_of(before.state)} | _asked_about(before.state)
            case _:
                pass

    def _nothing_of_a_member(self, after: Kiosk, view: View) -> None:
        held, shown = repr(after.state), words(view)
        for name in NAMES:
            if name in held or name in shown:
                self.breaks(f"{name} is in {type(after.state).__name__}")
        if isinstance(after.state, Idle) and (strange := set(after.state.tray) - self.told.scanned - self.told.either):
            self.breaks(f"Welcome shows {strange}, which nobody has scanned")

    def _receipt_is_true(self, receipt: Receipt) -> None:
        lines = (*receipt.lines, *receipt.others)
        self._note("RECEIPT", receipt.verdict, [(line.code, line.direction.value, line.state.name) for line in lines])
        whose = receipt.member.reference or self.who
        have = self._world.loans(whose)
        for line in lines:
            code = _code_of(line)
            self.told.on_receipt |= {line.code, code}
            if line.state is not LineState.DONE or (whose, code) in self._world.elsewhere:
                continue
            if (code in have) is not (line.direction is not Direction.RETURN):
                self.breaks(f"the receipt confirms {line.direction} of {code}, and the server says otherwise")

    # --- at the server, in its thread ------------------------------------------------------------

    def _arrives(self, call: ReceivedCall) -> None:
        """A write has arrived: its row must be on disk by now."""
        if (sort := WRITES.get(call.name)) is None:
            return
        with self._lock:
            self._arrived[sort] += 1
            arrived = self._arrived[sort]
        try:
            rows = self._disk.rows_by_sort()[sort]
        except sqlite3.Error:  # while the disk is full, nobody can look
            return
        if rows < arrived:
            self.breaks(f"{call.name} has arrived: the {arrived}th write of its sort, and {rows} have a row")

    # --- when nobody is there --------------------------------------------------------------------

    def at_rest(self, *, still_open: bool = False) -> None:
        """Compare what the server has with what people and staff were told. `still_open`: more may be settled later."""
        asked_of_staff = {code for _, codes in self._disk.inbox() for code in codes}
        commits = self._disk.commits()
        by_journal = {
            code for row in commits if row.settlement is None or row.settlement == "done" for code in row.codes
        }
        # What a line's own commit has made real has a row; if no visit finishes it, staff are asked a day later.
        explained = self.told.on_receipt | asked_of_staff | by_journal | self._disk.handed_over()
        for who, code in self._changed():
            if (who, code) not in self._world.elsewhere and code not in explained:
                self.breaks(f"{who} has {code} or has it no more, and nobody was told; notes {self._disk.notes()}")
        self._no_question_twice()
        self._no_commit_twice()
        if not still_open:
            self._no_code_is_lost(asked_of_staff | by_journal)

    def _certain_tools(self) -> frozenset[str]:
        """Where one reader reads anything, and no rule tells, a tool's code may be a fob's: staff are shown none."""
        habits = self._world.habits
        return frozenset() if habits.one_reader and not habits.rules else _TOOLS

    def _changed(self) -> set[Taken]:
        return self._world.all_loans() ^ self.at_first

    def _no_question_twice(self) -> None:
        asked = Counter((kind, codes) for kind, codes in self._disk.inbox())
        for question, count in asked.items():
            if count > 1:
                self._note("asked", count, "times:", question)

    def _no_commit_twice(self) -> None:
        """A commit number is sent once; twice only after an answer that proves that the first was not acted on."""
        sent: Counter[int] = Counter()
        for row in self._disk.commits():
            sent[row.commit] += row.answer != "not_sent"
        for commit, count in sent.items():
            if count > 1:
                self.breaks(f"commit {commit} was sent {count} times")

    def _no_code_is_lost(self, elsewhere: set[str]) -> None:
        told = self.told
        in_carts = {code for person in MEMBERS for code in self._world.in_carts(person.username)}
        known = told.on_receipt | told.refused | told.removed | told.recorded | told.not_written | elsewhere | in_carts
        known |= (told.in_a_kill - self._certain_tools()) | self._disk.taken_out()
        by_others = {code for _, code in self._world.elsewhere}
        found = {_spelt(code) for code in known | by_others}
        for code in told.scanned:
            may_be_fob = self._world.habits.one_reader and code not in _TOOLS  # then it is forgotten, not recorded
            hidden = code in told.either and f"…{_spelt(code)[-SHOWN:]}" in found
            if _spelt(code) not in found and not may_be_fob and not hidden:
                self.breaks(f"{code} was scanned, and is nowhere")
                print(code in told.in_a_kill, told, self._world.habits)


class LogBook(logging.Handler):
    """Keeps what was logged, to see that no secret is in it, and that nothing complains of itself."""

    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self.lines: list[str] = []
        self.setFormatter(logging.Formatter("%(levelname)s %(name)s %(message)s"))

    def emit(self, record: logging.LogRecord) -> None:
        """Keep one."""
        self.lines.append(self.format(record))

    def complaints(self) -> Iterator[str]:
        """Yield what breaks a law."""
        for line in self.lines:
            by_the_server = line.startswith("INFO uvicorn")  # which runs in this process, too
            if any(secret in line for secret in SECRETS) and not by_the_server:
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


def _codes_in(state: State) -> set[str]:
    return {*tray_of(state), *(line.code for line in _lines_of(state))}


def _form_is_about(state: State) -> set[str]:
    """Return the code in whose place the log-in form stands, if it may be a tool's."""
    match state:
        case AskingSecret(unclassified=True, fob=Secret() as fob):
            return {fob.reveal()}
        case SigningIn(asking=AskingSecret(unclassified=True, fob=Secret() as fob)):
            return {fob.reveal()}
        case _:
            return set()


def _asked_about(state: State) -> set[str]:
    """Return the code of which the screen asks whether it is another member's fob: the answer No makes it a tool."""
    if isinstance(state, AskingSecret) and state.question is not None and state.question.unclassified:
        return {state.question.fob.reveal()}
    return set()


def _spelt(code: str) -> str:
    """Return one spelling for all that the server takes for the same."""
    return code.strip().casefold()


def _code_of(line: Line) -> str:
    return line.item.code if line.item is not None else line.code
