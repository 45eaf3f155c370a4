"""Tests of the journal.

Every write is on disk before it is sent. An open commit stays open until its result is known.
"""

import asyncio
import sqlite3
from contextlib import closing
from datetime import timedelta
from itertools import pairwise
from pathlib import Path

import pytest

from kiosk.backends.errors import LogBrokenError
from kiosk.backends.ports import ActEnd, ActKind, WriteLog
from kiosk.domain.messages.effects import Record, RecordKind
from kiosk.domain.model import CommitId, Secret, VisitId
from kiosk.store.inbox import StaffInbox
from kiosk.store.journal import Journal
from kiosk.store.kiosk_key import KeyStorage, KioskKey
from kiosk.store.open_commits import Settlement
from kiosk.store.store import Store
from kiosk.structs import replace
from tests.store.conftest import Clock, rows
from tests.store.samples import BORROWED, FINISHED, RETURNED, UNSETTLED, borrow, commit


def as_write_log(journal: Journal) -> WriteLog:
    return journal


async def test_the_row_is_there_for_every_reader_when_begin_returns(journal: Journal, state_dir: Path) -> None:
    act = await journal.begin(borrow())
    with closing(sqlite3.connect(state_dir / "journal.db")) as other, other:
        found = other.execute("SELECT id, kind, visit, line, code, ended FROM acts").fetchall()
    assert found == [(act, "borrow", 3, 7, "DR-0142", None)]


async def test_an_answer_is_kept_with_its_note_cut_short(journal: Journal, store: Store) -> None:
    act = await journal.begin(borrow())
    await journal.end(act, ActEnd.REFUSED, "HTTP 409 " + "x" * 500)
    [(answer, length)] = rows(store, "SELECT answer, length(note) FROM acts")
    assert (answer, length) == ("refused", 200)


async def test_an_open_commit_comes_back_with_all_that_settles_it(journal: Journal, clock: Clock) -> None:
    await journal.begin(commit(5))
    clock.forward(minutes=3)
    [found] = await journal.open_commits()
    assert (found.commit, found.visit, found.account) == (5, 3, "member-4711")
    assert (found.finished, found.token, found.answer) == (FINISHED, Secret("access-token-abc"), None)
    assert found.sent_at == clock.now - timedelta(minutes=3)
    borrowed, returned = found.lines
    assert borrowed.item is not None
    assert BORROWED.item is not None
    assert borrowed == replace(BORROWED, item=replace(BORROWED.item, shelf=""))
    assert returned == RETURNED


@pytest.mark.parametrize("end", [ActEnd.DONE, ActEnd.REFUSED, ActEnd.UNKNOWN])
async def test_no_answer_closes_a_commit_that_was_sent(journal: Journal, end: ActEnd) -> None:
    await journal.end(await journal.begin(commit(5)), end)
    [found] = await journal.open_commits()
    assert found.answer is end


async def test_a_commit_that_was_not_sent_is_closed_and_its_token_gone(journal: Journal, store: Store) -> None:
    await journal.end(await journal.begin(commit(5)), ActEnd.NOT_SENT)
    assert await journal.open_commits() == ()
    assert rows(store, "SELECT count(*) FROM sealed") == [(0,)]


async def test_a_commit_sent_again_after_a_renewal_is_one_commit_with_the_newer_token(journal: Journal) -> None:
    await journal.end(await journal.begin(commit(5, token="old")), ActEnd.NOT_SENT)
    await journal.begin(commit(5, token="new"))
    [found] = await journal.open_commits()
    assert found.token == Secret("new")
    await journal.settle(CommitId(5), Settlement.DONE)
    assert await journal.open_commits() == ()


async def test_settling_closes_the_commit_and_forgets_its_token(journal: Journal, store: Store) -> None:
    await journal.begin(commit(5))
    await journal.begin(commit(6, token="other"))
    assert await journal.settle(CommitId(5), Settlement.DONE)
    assert [found.commit for found in await journal.open_commits()] == [6]
    assert rows(store, "SELECT commit_id FROM sealed") == [(6,)]


async def test_the_next_log_in_finds_the_members_own_commits_only(journal: Journal) -> None:
    await journal.begin(commit(5, account="anna"))
    await journal.begin(commit(6, account="ben"))
    assert [found.commit for found in await journal.commits_of("ben")] == [6]
    assert await journal.commits_of("carla") == ()


async def test_a_token_is_given_out_for_24_hours_and_then_deleted(journal: Journal, store: Store, clock: Clock) -> None:
    await journal.begin(commit(5))
    clock.forward(hours=23, minutes=59)
    assert (await journal.open_commits())[0].token is not None
    clock.forward(minutes=2)
    assert (await journal.open_commits())[0].token is None
    await journal.purge(30)
    assert rows(store, "SELECT count(*) FROM sealed") == [(0,)]
    assert len(await journal.open_commits()) == 1


async def test_with_another_kiosk_key_a_commit_is_still_known_but_opens_nothing(
    journal: Journal, store: Store, clock: Clock
) -> None:
    await journal.begin(commit(5))
    other = Journal(store.journal, KioskKey(KeyStorage.FILE, is_new=False, _key=bytes(32)), clock)
    [found] = await other.open_commits()
    assert (found.account, found.token, len(found.lines)) == ("", None, 2)


async def test_a_row_whose_lines_cannot_be_read_stays_open_without_them(journal: Journal, state_dir: Path) -> None:
    await journal.begin(commit(5))
    for damaged in ('[{"id": "seven"}]', "[", '[{"id":1,"code":"a","direction":"sideways"}]', "\x00"):
        with closing(sqlite3.connect(state_dir / "journal.db")) as other, other:
            other.execute("UPDATE acts SET lines = ?", (damaged,))
        [found] = await journal.open_commits()
        assert found.lines == ()


async def test_a_commit_needs_its_number(journal: Journal) -> None:
    with pytest.raises(ValueError, match="number"):
        await journal.begin(replace(commit(5), commit=None))


async def test_purge_deletes_what_is_settled_and_old_and_nothing_that_is_open(
    journal: Journal, store: Store, key: KioskKey, clock: Clock
) -> None:
    await journal.begin(commit(5))
    await journal.begin(commit(6))
    await journal.settle(CommitId(6), Settlement.DONE)
    await journal.end(await journal.begin(borrow()), ActEnd.DONE)
    await journal.record(Record(RecordKind.WALKED_AWAY, VisitId(3)))
    await journal.record(UNSETTLED, "member-4711")
    clock.forward(days=29)
    assert await journal.purge(30) == 1  # only the token is deleted, because the rows are less than 30 days old
    clock.forward(days=2)
    assert await journal.purge(30) == 3
    assert [found.commit for found in await journal.open_commits()] == [5]
    assert len(StaffInbox(store.journal, key, clock).entries()) == 1


def test_numbers_never_repeat_over_restarts_even_with_the_clock_set_back(
    state_dir: Path, key: KioskKey, clock: Clock
) -> None:
    seeds = []
    for span in (timedelta(0), timedelta(days=1), timedelta(days=-4000), timedelta(0)):
        clock.now += span
        store = Store.open(state_dir)
        seeds.append(Journal(store.journal, key, clock).next_id_seed())
        store.close()
    assert all(later - earlier >= 1_000_000 for earlier, later in pairwise(seeds))
    assert all(0 < seed < 2**53 for seed in seeds)


def test_numbers_do_not_repeat_when_the_file_is_lost(state_dir: Path, key: KioskKey, clock: Clock) -> None:
    store = Store.open(state_dir)
    first = Journal(store.journal, key, clock).next_id_seed()
    store.close()
    (state_dir / "journal.db").unlink()
    clock.forward(hours=1)
    store = Store.open(state_dir)
    assert Journal(store.journal, key, clock).next_id_seed() > first + 1_000_000
    store.close()


async def test_jobs_run_in_the_order_in_which_they_were_asked_for(journal: Journal, store: Store) -> None:
    await asyncio.gather(*(journal.begin(borrow(line)) for line in range(50)))
    assert rows(store, "SELECT line FROM acts ORDER BY id") == [(line,) for line in range(50)]


async def test_a_cancelled_caller_does_not_take_the_write_back(journal: Journal, store: Store) -> None:
    act = await journal.begin(borrow())
    async with asyncio.TaskGroup() as group:
        ending = group.create_task(journal.end(act, ActEnd.DONE))
        await asyncio.sleep(0)
        ending.cancel()
    assert rows(store, "SELECT answer FROM acts") == [("done",)]


async def test_after_the_end_of_the_store_nothing_can_be_begun(journal: Journal, store: Store) -> None:
    store.close()
    with pytest.raises(LogBrokenError):
        await journal.begin(borrow())
    assert not await journal.record(UNSETTLED)


def test_the_port_is_served(journal: Journal) -> None:
    assert as_write_log(journal) is journal
    assert ActKind.COMMIT.value == "commit"  # an index of the database and some SQL queries contain this word
