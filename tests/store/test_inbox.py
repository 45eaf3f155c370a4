"""Tests of the inbox: questions to staff, because the kiosk cannot find the answer.

Staff are asked once about the same fact, and their answer settles the question.
"""

import pytest

from kiosk.backends.ports import ActEnd
from kiosk.domain.messages.effects import Record, RecordKind
from kiosk.domain.model import CommitId, ItemCode, VisitId
from kiosk.store.inbox import StaffInbox
from kiosk.store.journal import Journal
from kiosk.store.kiosk_key import KioskKey
from kiosk.store.open_commits import Settlement
from kiosk.store.store import Store
from kiosk.structs import replace
from tests.store.conftest import Clock, rows
from tests.store.samples import UNSETTLED, borrow, commit


async def test_an_old_open_commit_goes_to_staff_once(
    journal: Journal, store: Store, key: KioskKey, clock: Clock
) -> None:
    await journal.begin(commit(5))
    clock.forward(hours=23)
    assert await journal.to_inbox_after(24) == 0
    clock.forward(hours=2)
    assert await journal.to_inbox_after(24) == 1
    assert await journal.to_inbox_after(24) == 0
    assert await journal.open_commits() == ()
    [entry] = StaffInbox(store.journal, key, clock).entries()
    assert (entry.kind, entry.commit, entry.member) == ("commit_unsettled", 5, "member-4711")
    assert entry.codes == ("DR-0142", "LAD-0009")
    assert entry.question == "inbox.commit_unsettled"


async def test_an_open_commit_of_a_clock_that_was_ahead_goes_to_staff_when_it_is_right_again(
    journal: Journal, clock: Clock
) -> None:
    await journal.begin(commit(5))
    clock.forward(hours=-2)
    assert await journal.to_inbox_after(24) == 0
    clock.forward(days=-400)
    assert await journal.to_inbox_after(24) == 1


async def test_staff_is_not_asked_twice_about_one_commit(
    journal: Journal, store: Store, key: KioskKey, clock: Clock
) -> None:
    await journal.begin(commit(5))
    assert await journal.record(UNSETTLED, "member-4711")
    clock.forward(hours=25)
    assert await journal.to_inbox_after(24) == 1
    assert len(StaffInbox(store.journal, key, clock).entries()) == 1


@pytest.mark.parametrize(
    ("settlement", "waiting"), [(Settlement.DONE, 0), (Settlement.NOT_DONE, 0), (Settlement.PARTLY, 1)]
)
async def test_what_the_machine_finds_out_later_answers_staffs_question(
    journal: Journal, store: Store, key: KioskKey, clock: Clock, settlement: Settlement, waiting: int
) -> None:
    await journal.begin(commit(5))
    await journal.record(UNSETTLED, "member-4711")
    await journal.settle(CommitId(5), settlement)
    assert len(StaffInbox(store.journal, key, clock).entries()) == waiting


async def test_staffs_answer_closes_the_commit(journal: Journal, store: Store, key: KioskKey, clock: Clock) -> None:
    await journal.begin(commit(5))
    await journal.record(UNSETTLED, "member-4711")
    inbox = StaffInbox(store.journal, key, clock)
    [entry] = inbox.entries()
    assert inbox.resolve(entry.ident, "both were lent", "Ines")
    assert not inbox.resolve(entry.ident, "again", "Ines")
    assert await journal.open_commits() == ()
    assert inbox.entries() == ()
    [resolved] = inbox.entries(with_resolved=True)
    assert (resolved.answer, resolved.resolved_by, resolved.resolved) == ("both were lent", "Ines", clock.now)


async def test_another_question_about_a_commit_neither_hides_nor_closes_it(
    journal: Journal, store: Store, key: KioskKey, clock: Clock
) -> None:
    await journal.begin(commit(5))
    differs = replace(UNSETTLED, kind=RecordKind.DATE_DIFFERS)
    for _ in range(2):
        await journal.record(differs)
    inbox = StaffInbox(store.journal, key, clock)
    [entry] = inbox.entries()
    clock.forward(hours=25)
    assert await journal.to_inbox_after(26) == 0
    assert inbox.resolve(entry.ident, "zone mended", "Ines")
    assert len(await journal.open_commits()) == 1
    await journal.record(differs)
    assert await journal.to_inbox_after(24) == 1
    assert [entry.kind for entry in inbox.entries()] == ["date_differs", "commit_unsettled"]


async def test_a_note_is_no_question(journal: Journal, store: Store, key: KioskKey, clock: Clock) -> None:
    await journal.record(Record(RecordKind.CANCELLED, VisitId(3), (ItemCode("A"),)))
    assert StaffInbox(store.journal, key, clock).entries() == ()
    assert rows(store, "SELECT kind, visit, codes FROM notes") == [("cancelled", 3, '["A"]')]


async def test_a_tray_without_a_fob_has_no_member(journal: Journal, store: Store, key: KioskKey, clock: Clock) -> None:
    await journal.record(Record(RecordKind.TRAY_WITHOUT_FOB, codes=(ItemCode("A"), ItemCode("B")), inbox=True))
    [entry] = StaffInbox(store.journal, key, clock).entries()
    assert (entry.visit, entry.has_member, entry.codes) == (None, False, ("A", "B"))


async def test_without_the_key_staff_sees_that_a_member_is_sealed(journal: Journal, store: Store, clock: Clock) -> None:
    await journal.record(UNSETTLED, "member-4711")
    [entry] = StaffInbox(store.journal, None, clock).entries()
    assert (entry.has_member, entry.member) == (True, None)


@pytest.mark.parametrize(("staged", "questions"), [(True, 0), (False, 2)])
async def test_writes_cut_off_by_a_crash_are_asked_about_only_where_no_cart_tells(
    journal: Journal, store: Store, key: KioskKey, clock: Clock, *, staged: bool, questions: int
) -> None:
    await journal.begin(borrow(7))
    await journal.begin(borrow(8, code="SAW-1"))
    await journal.end(await journal.begin(borrow(9)), ActEnd.DONE)
    await journal.begin(commit(5))
    assert await journal.close_unanswered(staged=staged) == 2
    entries = StaffInbox(store.journal, key, clock).entries()
    assert [entry.kind for entry in entries] == ["line_unknown"] * questions
    assert all(entry.member == "member-4711" for entry in entries)
    assert len(await journal.open_commits()) == 1
    assert await journal.close_unanswered(staged=staged) == 0


# --- one tool, one question -----------------------------------------------------------------------------

DRILL, SAW = ItemCode("DR-0142"), ItemCode("SAW-0087")
UNKNOWN = Record(RecordKind.LINE_UNKNOWN, VisitId(3), (DRILL,), inbox=True)
UNCHECKED = Record(RecordKind.LEFT_UNCHECKED, VisitId(3), (DRILL, SAW), inbox=True)


BY_COMMIT = replace(UNSETTLED, visit=VisitId(3))
OTHER_DATE = replace(BY_COMMIT, kind=RecordKind.DATE_DIFFERS)


@pytest.mark.parametrize(
    ("first", "then", "waiting"),
    [
        (UNKNOWN, UNCHECKED, [UNKNOWN, replace(UNCHECKED, codes=(SAW,))]),
        (UNCHECKED, UNCHECKED, [UNCHECKED]),
        (UNCHECKED, replace(UNCHECKED, kind=RecordKind.WALKED_AWAY), [UNCHECKED]),
        (UNKNOWN, replace(UNKNOWN, kind=RecordKind.NOT_FINISHED), [UNKNOWN]),
        (UNKNOWN, UNKNOWN, [UNKNOWN, UNKNOWN]),  # two lines with the same label, so two questions
        (UNKNOWN, replace(UNKNOWN, visit=VisitId(4)), [UNKNOWN, replace(UNKNOWN, visit=VisitId(4))]),
        (UNCHECKED, replace(UNCHECKED, visit=None), [UNCHECKED, replace(UNCHECKED, visit=None)]),
        (BY_COMMIT, UNCHECKED, [BY_COMMIT, replace(UNCHECKED, codes=(SAW,))]),
        (UNKNOWN, BY_COMMIT, [BY_COMMIT]),
        (UNCHECKED, BY_COMMIT, [UNCHECKED, BY_COMMIT]),
        (OTHER_DATE, UNKNOWN, [OTHER_DATE, UNKNOWN]),
        (UNKNOWN, OTHER_DATE, [UNKNOWN, OTHER_DATE]),
    ],
)
async def test_one_tool_of_a_visit_is_one_question(
    journal: Journal,
    store: Store,
    key: KioskKey,
    clock: Clock,
    first: Record,
    then: Record,
    waiting: list[Record],
) -> None:
    await journal.record(first)
    await journal.record(then)
    asked = [(entry.kind, entry.visit, entry.codes) for entry in StaffInbox(store.journal, key, clock).entries()]
    assert asked == [(each.kind, each.visit, each.codes) for each in waiting]


async def test_what_staff_have_answered_can_be_asked_again(
    journal: Journal, store: Store, key: KioskKey, clock: Clock
) -> None:
    inbox = StaffInbox(store.journal, key, clock)
    await journal.record(UNCHECKED)
    [entry] = inbox.entries()
    assert inbox.resolve(entry.ident, "it is here", "Ines")
    await journal.record(UNKNOWN)
    assert [entry.kind for entry in inbox.entries()] == ["line_unknown"]


async def test_a_line_in_doubt_that_reading_has_found_is_no_question_any_more(
    journal: Journal, store: Store, key: KioskKey, clock: Clock
) -> None:
    for each in (UNKNOWN, replace(UNKNOWN, codes=(SAW,)), replace(UNKNOWN, visit=VisitId(4))):
        await journal.record(each)
    await journal.found_out(VisitId(3), (DRILL,))
    inbox = StaffInbox(store.journal, key, clock)
    assert [(entry.visit, entry.codes) for entry in inbox.entries()] == [(3, (SAW,)), (4, (DRILL,))]
    assert next(entry.answer for entry in inbox.entries(with_resolved=True)) == "read back: done"


async def test_a_question_about_no_tool_is_asked_once_until_it_is_answered(
    journal: Journal, store: Store, key: KioskKey, clock: Clock
) -> None:
    guessed = Record(RecordKind.FOBS_GUESSED, inbox=True)
    inbox = StaffInbox(store.journal, key, clock)
    for _ in range(3):
        assert await journal.record(guessed)
    assert await journal.record(Record(RecordKind.MEMBER_CHANGED, VisitId(4), inbox=True))
    first, other = inbox.entries()
    assert (first.kind, first.codes, first.member, other.kind) == ("fobs_guessed", (), None, "member_changed")

    assert inbox.resolve(first.ident, "new fobs", "Ines")
    assert await journal.record(guessed)
    assert [entry.kind for entry in inbox.entries()] == ["member_changed", "fobs_guessed"]


@pytest.mark.parametrize("kind", [RecordKind.CLOCK_WRONG, RecordKind.ZONE_WRONG])
async def test_a_question_about_the_kiosk_itself_waits_once(
    journal: Journal, store: Store, key: KioskKey, clock: Clock, kind: RecordKind
) -> None:
    inbox = StaffInbox(store.journal, key, clock)
    for note in ("400 days behind", "3 days behind"):
        await journal.record(Record(kind, inbox=True, note=note))
    [entry] = inbox.entries()
    assert (entry.kind, entry.note, entry.codes, entry.visit) == (kind.value, "400 days behind", (), None)
    inbox.resolve(entry.ident, "set", "Ana")
    await journal.record(Record(kind, inbox=True, note="3 days behind"))
    assert [entry.note for entry in inbox.entries()] == ["3 days behind"]
