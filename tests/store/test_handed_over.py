"""Tests of a tool whose line was committed by its own request, before the commit of the whole cart.

If the kiosk stops before the commit of the whole cart, staff are asked about the tool after a day. They are not asked
if the line was taken out of the cart, or if the commit of the whole cart was done later.
"""

import pytest

from kiosk.backends.ports import ActEnd, ActKind, PlannedWrite
from kiosk.domain.messages.effects import Record, RecordKind
from kiosk.domain.model import CommitId, ItemCode, VisitId
from kiosk.store.inbox import InboxEntry, StaffInbox
from kiosk.store.journal import Journal
from kiosk.store.kiosk_key import KioskKey
from kiosk.store.open_commits import Settlement
from kiosk.store.store import Store
from kiosk.structs import replace
from tests.store.conftest import Clock
from tests.store.samples import borrow, commit

HANDED = replace(borrow(), kind=ActKind.LINE_COMMIT)
OUT = replace(borrow(), kind=ActKind.TAKE_OUT)


@pytest.fixture
def inbox(store: Store, key: KioskKey, clock: Clock) -> StaffInbox:
    return StaffInbox(store.journal, key, clock)


async def done(journal: Journal, act: PlannedWrite, end: ActEnd = ActEnd.DONE) -> None:
    await journal.end(await journal.begin(act), end)


async def asked(journal: Journal, inbox: StaffInbox, clock: Clock) -> tuple[InboxEntry, ...]:
    """Return the questions to staff after one day. Check that there are no new questions after a second day."""
    clock.forward(hours=25)
    await journal.to_inbox_after(24)
    entries = inbox.entries()
    clock.forward(hours=25)
    await journal.to_inbox_after(24)
    assert inbox.entries() == entries
    return entries


async def test_what_a_clock_that_was_years_ahead_has_left_is_asked_about_when_it_is_right_again(
    journal: Journal, inbox: StaffInbox, clock: Clock
) -> None:
    await done(journal, HANDED)
    clock.forward(hours=-23)
    assert await journal.to_inbox_after(24) == 0
    clock.forward(days=-9999)
    assert await journal.to_inbox_after(24) == 1
    assert [entry.codes for entry in inbox.entries()] == [("DR-0142",)]


@pytest.mark.parametrize("end", [ActEnd.DONE, ActEnd.UNKNOWN, None], ids=["done", "no answer", "killed meanwhile"])
async def test_what_was_handed_over_and_never_finished_is_asked_of_staff_once(
    journal: Journal, inbox: StaffInbox, clock: Clock, end: ActEnd | None
) -> None:
    row = await journal.begin(HANDED)
    if end is not None:
        await journal.end(row, end)
    await done(journal, replace(HANDED, code=ItemCode("SAND-0019")))
    clock.forward(hours=23)
    assert await journal.to_inbox_after(24) == 0

    [entry] = await asked(journal, inbox, clock)

    assert (entry.kind, entry.member, entry.visit) == ("not_finished", "member-4711", 3)
    assert entry.codes == ("DR-0142", "SAND-0019")


@pytest.mark.parametrize("end", [ActEnd.REFUSED, ActEnd.NOT_SENT])
async def test_what_was_not_handed_over_is_no_question(
    journal: Journal, inbox: StaffInbox, clock: Clock, end: ActEnd
) -> None:
    await done(journal, HANDED, end)
    assert await asked(journal, inbox, clock) == ()


@pytest.mark.parametrize("code", ["DR-0142", "dr-0142"])
async def test_nor_is_what_was_taken_out_again(journal: Journal, inbox: StaffInbox, clock: Clock, code: str) -> None:
    await done(journal, HANDED)
    await done(journal, replace(OUT, code=ItemCode(code)))
    assert await asked(journal, inbox, clock) == ()


@pytest.mark.parametrize(
    ("later", "end"),
    [
        (OUT, ActEnd.UNKNOWN),
        (replace(OUT, code=ItemCode("SAND-0019")), ActEnd.DONE),
        (replace(OUT, account="somebody else"), ActEnd.DONE),
    ],
    ids=["not known to be out", "another tool", "another member"],
)
async def test_a_removal_of_something_else_does_not_count(
    journal: Journal, inbox: StaffInbox, clock: Clock, later: PlannedWrite, end: ActEnd
) -> None:
    await done(journal, HANDED)
    await done(journal, later, end)
    assert len(await asked(journal, inbox, clock)) == 1


@pytest.mark.parametrize(
    ("settlement", "questions"),
    [(Settlement.DONE, 0), (Settlement.BY_STAFF, 0), (Settlement.NOT_DONE, 1), (Settlement.NOT_SENT, 1)],
)
async def test_its_commit_settles_it_where_that_was_done(
    journal: Journal, inbox: StaffInbox, clock: Clock, settlement: Settlement, questions: int
) -> None:
    await done(journal, HANDED)
    await journal.begin(commit(5, visit=4))
    await journal.settle(CommitId(5), settlement)
    assert len(await asked(journal, inbox, clock)) == questions


async def test_an_open_commit_is_asked_about_as_itself(journal: Journal, inbox: StaffInbox, clock: Clock) -> None:
    await done(journal, HANDED)
    await journal.begin(commit(5))
    assert [entry.kind for entry in await asked(journal, inbox, clock)] == ["commit_unsettled"]


@pytest.mark.parametrize("code", ["DR-0142", "dr-0142"])
async def test_what_the_visit_itself_has_asked_is_not_asked_again(
    journal: Journal, inbox: StaffInbox, clock: Clock, code: str
) -> None:
    await done(journal, HANDED)
    await journal.record(Record(RecordKind.NOT_FINISHED, VisitId(3), (ItemCode(code),), inbox=True))
    assert len(await asked(journal, inbox, clock)) == 1
