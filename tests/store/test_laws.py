"""A law of the journal, for calls, restarts and full disks in any order.

A commit is open if it was begun, was perhaps sent, and is not settled yet.
"""

import asyncio
import tempfile
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from kiosk.backends.errors import LogBrokenError
from kiosk.backends.ports import ActEnd, ActId
from kiosk.domain.messages.effects import Record, RecordKind
from kiosk.domain.model import CommitId, ItemCode, VisitId
from kiosk.store.inbox import StaffInbox
from kiosk.store.journal import Journal
from kiosk.store.kiosk_key import load_key
from kiosk.store.open_commits import Settlement
from kiosk.store.store import Store
from tests.examples import examples
from tests.store.conftest import Clock
from tests.store.samples import borrow, commit
from tests.store.test_disk import full_disk

NUMBERS = st.integers(1, 6)
CALLS = st.one_of(
    st.tuples(st.just("begin"), NUMBERS),
    st.tuples(st.just("answer"), NUMBERS, st.sampled_from([ActEnd.DONE, ActEnd.REFUSED, ActEnd.UNKNOWN])),
    st.tuples(st.just("not sent"), NUMBERS),
    st.tuples(st.just("settle"), NUMBERS, st.sampled_from([Settlement.DONE, Settlement.NOT_DONE, Settlement.PARTLY])),
    st.tuples(st.just("staged write")),
    st.tuples(st.just("ask staff"), NUMBERS),
    st.tuples(st.just("staff answers")),
    st.tuples(st.just("purge")),
    st.tuples(st.just("restart")),
    st.tuples(st.just("disk full")),
    st.tuples(st.just("disk works")),
)


class Model:
    """A journal, and a simple copy in memory of the facts that the journal must have."""

    def __init__(self, state_dir: Path) -> None:
        self.state_dir = state_dir
        self.clock = Clock(datetime(2026, 3, 2, tzinfo=UTC))
        self.acts: dict[int, list[int]] = {}
        self.asked: set[int] = set()
        self.full = False
        self.start()

    def start(self) -> None:
        self.store = Store.open(self.state_dir)
        self.key = load_key(self.state_dir, {})
        self.journal = Journal(self.store.journal, self.key, self.clock)
        self.inbox = StaffInbox(self.store.journal, self.key, self.clock)

    async def do(self, call: tuple[object, ...]) -> None:
        match call:
            case ("disk full",):
                self.full = True
            case ("disk works",):
                self.full = False
            case _ if self.full:
                with full_disk(0):
                    await self.act(call)
            case _:
                await self.act(call)

    async def act(self, call: tuple[object, ...]) -> None:
        match call:
            case ("begin", int(number)):
                with suppress(LogBrokenError):
                    self.acts.setdefault(number, []).append(await self.journal.begin(commit(number)))
            case ("answer", int(number), ActEnd() as end) if self.acts.get(number):
                await self.journal.end(ActId(self.acts[number][-1]), end)
            case ("not sent", int(number)) if self.acts.get(number):
                await self.journal.end(ActId(self.acts[number].pop()), ActEnd.NOT_SENT)
            case ("settle", int(number), Settlement() as settlement):
                await self.journal.settle(CommitId(number), settlement)
                self.acts.pop(number, None)
                if settlement is not Settlement.PARTLY:
                    self.asked.discard(number)
            case ("staged write",):
                with suppress(LogBrokenError):
                    await self.journal.begin(borrow())
            case ("ask staff", int(number)):
                record = Record(RecordKind.COMMIT_UNSETTLED, VisitId(3), (ItemCode("A"),), CommitId(number), inbox=True)
                await self.journal.record(record, "member")
                self.asked.add(number)
            case ("staff answers",) if not self.full:
                self.staff_answers()
            case ("purge",) if not self.full:
                await self.journal.purge(30)
                self.clock.forward(days=40)
            case ("restart",) if not self.full:
                self.store.close()
                self.start()
            case _:
                pass

    def staff_answers(self) -> None:
        for entry in self.inbox.entries():
            self.inbox.resolve(entry.ident, "yes", "Ines")
            self.acts.pop(int(entry.commit or 0), None)
            self.asked.discard(int(entry.commit or 0))

    async def check(self) -> None:
        assert await self.store.check_writable()
        found = await self.journal.open_commits()
        assert {int(each.commit) for each in found} == {number for number, acts in self.acts.items() if acts}
        assert len(found) == len({each.commit for each in found})
        tokens = self.store.journal.read_now(lambda c: c.execute("SELECT commit_id FROM sealed").fetchall())
        assert {number for (number,) in tokens} <= {int(each.commit) for each in found}
        assert {entry.commit for entry in self.inbox.entries()} == self.asked


@examples(30, slow_to_draw=True)
@given(st.lists(CALLS, max_size=25))
def test_open_commits_are_those_begun_minus_those_ended(calls: list[tuple[object, ...]]) -> None:
    async def story(model: Model) -> None:
        for call in calls:
            await model.do(call)
        await model.check()

    with tempfile.TemporaryDirectory() as folder:
        model = Model(Path(folder) / "state")
        try:
            asyncio.run(story(model))
        finally:
            model.store.close()
