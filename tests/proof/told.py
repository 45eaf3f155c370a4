"""A file in which a kiosk writes down the acts that the screen has called done, and the questions to staff.

Each fact is written at once, so that it is not lost if the kiosk is killed.
"""

import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple, TextIO

from kiosk.domain.messages.effects import Effect, Record
from kiosk.domain.messages.events import Event
from kiosk.domain.model import Direction, Line, LineId, LineState, RefusalKind
from kiosk.domain.returns import BroughtState
from kiosk.domain.visit.states import BringingBack, Kiosk, Receipt
from kiosk.views.view import View
from tests.proof.people import lines_of
from tests.walks.acts import sent_acts, spelt
from tests.walks.disk import Disk
from tests.walks.world import World

_KINDS = {Direction.BORROW: "borrow", Direction.RETURN: "give_back", Direction.RENEW: "renew"}


class Telling:
    """A watcher of a kiosk, which writes facts to a file, one line of JSON for each fact.

    The next kiosk on the same disk writes to the same file.
    """

    def __init__(self, file: TextIO) -> None:
        self._file = file
        self._done, self._began, self._not_done = set[LineId](), set[LineId](), set[LineId]()
        self._brought: dict[LineId, BroughtState] = {}

    def happened(self, before: Kiosk, event: Event, after: Kiosk, view: View) -> None:  # noqa: ARG002 - as in Watching
        """Write down each new line, each line that has just become done or not done, and the codes of each new receipt.

        On the page for returns without an account, write down each thing whose state has changed.
        """
        for line in lines_of(after.state):
            if line.ident not in self._began:
                self._began.add(line.ident)
                self._say(began=[str(line.ident), line.code])
            if line.state is LineState.DONE and line.ident not in self._done:
                self._done.add(line.ident)
                self._say(done=_act_of(line))
            if _is_called_not_done(line) and line.ident not in self._not_done:
                self._not_done.add(line.ident)
                self._say(not_done=_act_of(line))
        if isinstance(after.state, BringingBack):
            self._brought_back(after.state)
        if isinstance(after.state, Receipt) and not isinstance(before.state, Receipt):
            self._say(codes=[line.code for line in lines_of(after.state)])

    def asked(self, kiosk: Kiosk, effect: Effect) -> None:  # noqa: ARG002 - as in Watching
        """Write down the codes of the effect, if it is a record for the staff inbox."""
        if isinstance(effect, Record):
            self._say(codes=list(effect.codes))

    def _brought_back(self, state: BringingBack) -> None:
        """Write down each thing on the page whose state has changed: its code, its slip's number and its new state."""
        for each in state.brought:
            if self._brought.get(each.ident) is not each.state:
                self._brought[each.ident] = each.state
                self._say(brought=[str(each.ident), each.code, str(state.slip), each.state.name])

    def _say(self, **what: list[str]) -> None:
        self._file.write(json.dumps(what) + "\n")
        self._file.flush()


def _act_of(line: Line) -> list[str]:
    """Return the kind of the line's act, the code of its item, and its loan."""
    code = line.item.code if line.item is not None and line.item.code else line.code
    return [_KINDS[line.direction], code, line.loan or ""]


def _is_called_not_done(line: Line) -> bool:
    """Return True if the screen says that the act of this line was not done, because the loans do not show it."""
    refusal = line.refusal if line.state is LineState.REFUSED else None
    return refusal is not None and refusal.kind is RefusalKind.NOT_RECORDED


def told(path: Path) -> Iterator[dict[str, list[str]]]:
    """Yield the lines of the file, decoded from JSON. Leave out a line that a kill has cut off."""
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.endswith("}"):
            yield json.loads(line)


def said_too_much(path: Path, world: World) -> Iterator[str]:
    """Yield a text for each act that the screen has called done more often than the server has done it.

    The server does not count the acts of a cart. For a borrow in a cart, a loan of the thing must be there.
    """
    lent = Counter[tuple[str, str]]()
    for (kind, code), count in world.lent().items():
        lent[kind, spelt(code)] += count
    done = (one["done"] for one in told(path) if "done" in one)
    said = Counter((kind, spelt(code or world.label_of(loan))) for kind, code, loan in done)
    on_loan = {spelt(code) for _, code in world.all_loans()}
    in_carts = {spelt(code) for code in world.cart_items}
    for (kind, code), count in said.items():
        if code in in_carts:
            if kind == "borrow" and code not in on_loan:
                yield f"the screen called {kind} of {code} done, and the server shows no loan of it"
        elif count > lent[kind, code]:
            yield f"the screen called {kind} of {code} done {count} times, and the server {lent[kind, code]} times"


def said_too_little(path: Path, disk: Disk, world: World) -> Iterator[str]:
    """Yield a text for each act that the screen has called not done, and that the server has done."""
    sent, lent = sent_acts(disk, world), Counter[tuple[str, str]]()
    for (kind, code), count in world.lent().items():
        lent[kind, spelt(code)] += count
    no = (one["not_done"] for one in told(path) if "not_done" in one)
    said = Counter((kind, spelt(code or world.label_of(loan))) for kind, code, loan in no)
    for act, count in said.items():
        if lent[act] and lent[act] + count > sent[act]:
            kind, code = act
            was = f"the server did it {lent[act]} times"
            yield f"the screen called {kind} of {code} not done {count} times of {sent[act]}, and {was}"


def began(path: Path) -> Iterator[tuple[int, str]]:
    """Yield the number and the code of each line and of each thing on the page for returns that the screen has shown.

    Yield (0, "") for each other fact in the file.
    """
    for one in told(path):
        number, code, *_ = one.get("began") or one.get("brought") or ("0", "")
        yield int(number), spelt(code)


class Brought(NamedTuple):
    """A thing that came back without an account, as the page showed it at one moment."""

    line: int
    code: str
    slip: int
    state: str


def brought(path: Path) -> Iterator[list[Brought]]:
    """Yield one list for each run of the kiosk. It has the things that came back without an account, in order of time.

    A thing is in the list once for each state that the page has shown for this thing.
    """
    run: list[Brought] = []
    for one in told(path):
        if "killed" in one:
            yield run
            run = []
        if "brought" in one:
            line, code, slip, state = one["brought"]
            run.append(Brought(int(line), code, int(slip), state))
    yield run


def write_down_a_kill(path: Path) -> None:
    """Write down that the kiosk was killed.

    Begin a new line first, because the kill has perhaps cut off the last line.
    """
    with path.open("a", encoding="utf-8") as file:
        file.write("\n" + json.dumps({"killed": []}) + "\n")


def said_codes(path: Path) -> set[str]:
    """Return all codes in the file: of receipts, of lines that were done, and of records."""
    return {spelt(code) for one in told(path) for code in (*one.get("codes", ()), *one.get("done", ())[1:2])}
