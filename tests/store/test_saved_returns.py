"""Tests of saved returns on a real file: their numbers, their order, their encryption, and a restart of the program."""

import asyncio
import sqlite3
from collections.abc import Awaitable, Callable
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path
from typing import TypeVar

import pytest

from kiosk.domain.messages.effects import Record, RecordKind, SaveReturn
from kiosk.domain.model import ItemCode, LineId, VisitId
from kiosk.store.inbox import StaffInbox
from kiosk.store.journal import Journal
from kiosk.store.kiosk_key import NAME, load_key
from kiosk.store.saved_returns import SavedReturn, SavedReturns
from kiosk.store.sqlite_file import StoreError
from kiosk.store.store import Store
from tests.store.samples import FINISHED

T = TypeVar("T")
SEEN = Record(RecordKind.RETURN_SEEN, VisitId(3), (ItemCode("DR-1"),), inbox=True)


def one(line: int, code: str, visit: int = 3, *, maybe_fob: bool = False) -> SaveReturn:
    return SaveReturn(VisitId(visit), LineId(line), ItemCode(code), maybe_fob)


def run(folder: Path, story: Callable[[SavedReturns, Store], Awaitable[T]], now: datetime = FINISHED) -> T:
    """Open the files of this folder, as the program does at its start. Run `story`, and return its result."""

    async def whole() -> T:
        store = Store.open(folder)
        try:
            return await story(SavedReturns(store.journal, load_key(folder), lambda: now), store)
        finally:
            store.close()

    return asyncio.run(whole())


def open_ones(folder: Path) -> tuple[SavedReturn, ...]:
    return run(folder, lambda returns, _: returns.open_ones())


def test_the_returns_of_one_visit_have_one_number_and_stay_in_order(tmp_path: Path) -> None:
    async def story(returns: SavedReturns, _: Store) -> list[int]:
        things = (one(1, "DR-1"), one(2, "SA-2"), one(3, "LA-3", visit=4), one(4, "DR-4"))
        return [await returns.save(each) for each in things]

    assert run(tmp_path, story) == [1, 1, 2, 1]
    assert [(each.code, each.line, each.was_sent) for each in open_ones(tmp_path)] == [
        ("DR-1", 1, False),
        ("SA-2", 2, False),
        ("LA-3", 3, False),
        ("DR-4", 4, False),
    ]


def test_a_sent_return_is_known_as_sent_after_a_restart(tmp_path: Path) -> None:
    async def story(returns: SavedReturns, _: Store) -> None:
        for line in (1, 2, 3):
            await returns.save(one(line, f"DR-{line}"))
        first, second, third = await returns.open_ones()
        await returns.sending(first.ident, was_out=True)
        await returns.sending(second.ident, was_out=False)
        await returns.not_sent(second.ident)
        await returns.sending(third.ident, was_out=True)
        await returns.settle(third.ident)

    run(tmp_path, story)
    assert [(each.code, each.was_sent, each.was_out) for each in open_ones(tmp_path)] == [
        ("DR-1", True, True),
        ("DR-2", False, False),
    ]


def test_a_code_that_could_be_a_fob_stands_nowhere_in_plain_text(tmp_path: Path) -> None:
    secret = "0004711-SECRET-99"

    async def story(returns: SavedReturns, _: Store) -> None:
        await returns.save(one(1, secret, maybe_fob=True))
        await returns.save(one(2, secret, visit=9, maybe_fob=True), SEEN)

    run(tmp_path, story)
    assert [(each.code, each.shown) for each in open_ones(tmp_path)] == [(secret, "…99")]
    assert not [path for path in tmp_path.iterdir() if path.is_file() and secret.encode() in path.read_bytes()]


def test_with_another_key_the_code_is_lost_and_staff_are_asked_about_its_end(tmp_path: Path) -> None:
    run(tmp_path, lambda returns, _: returns.save(one(1, "0004711", maybe_fob=True)))
    (tmp_path / NAME).unlink()
    assert [(each.code, each.shown) for each in open_ones(tmp_path)] == [("", "…11")]


@pytest.mark.parametrize("sends", [True, False])
def test_staff_are_asked_about_a_return_that_is_not_sent(tmp_path: Path, *, sends: bool) -> None:
    async def story(returns: SavedReturns, store: Store) -> list[tuple[str, tuple[ItemCode, ...], str]]:
        await returns.save(one(1, "DR-1"), None if sends else SEEN)
        entries = StaffInbox(store.journal, load_key(tmp_path), lambda: FINISHED).entries()
        return [(each.kind, each.codes, each.note) for each in entries]

    assert run(tmp_path, story) == ([] if sends else [("return_seen", ("DR-1",), "slip 1")])
    assert len(open_ones(tmp_path)) == int(sends)


def test_a_settled_return_with_a_question_is_in_the_inbox(tmp_path: Path) -> None:
    async def story(returns: SavedReturns, store: Store) -> list[str]:
        await returns.save(one(1, "DR-1"))
        (found,) = await returns.open_ones()
        await returns.settle(found.ident, Record(RecordKind.RETURN_REFUSED, VisitId(3), (found.shown,), inbox=True))
        return [each.kind for each in StaffInbox(store.journal, load_key(tmp_path), lambda: FINISHED).entries()]

    assert run(tmp_path, story) == ["return_refused"]
    assert open_ones(tmp_path) == ()


def test_a_full_disk_is_told_and_the_return_is_not_there(tmp_path: Path) -> None:
    async def story(returns: SavedReturns, store: Store) -> None:
        await store.journal.write(lambda connection: connection.execute("PRAGMA query_only = 1"))
        with pytest.raises(StoreError):
            await returns.save(one(1, "DR-1"))

    run(tmp_path, story)
    assert open_ones(tmp_path) == ()


def test_settled_returns_are_purged_after_their_days_and_open_ones_stay(tmp_path: Path) -> None:
    async def story(returns: SavedReturns, _: Store) -> None:
        await returns.save(one(1, "DR-1"))
        await returns.save(one(2, "DR-2"))
        await returns.settle((await returns.open_ones())[0].ident)

    run(tmp_path, story)

    async def purge(_: SavedReturns, store: Store) -> int:
        later = FINISHED + timedelta(days=91)
        return await Journal(store.journal, load_key(tmp_path), lambda: later).purge(90)

    assert run(tmp_path, purge) == 1
    assert [each.code for each in open_ones(tmp_path)] == ["DR-2"]


def test_the_numbers_begin_again_after_999(tmp_path: Path) -> None:
    async def story(returns: SavedReturns, store: Store) -> list[int]:
        await store.journal.write(lambda connection: connection.execute("INSERT INTO counters VALUES ('slip', 998)"))
        return [await returns.save(one(visit, "DR-1", visit=visit)) for visit in (1, 2)]

    assert run(tmp_path, story) == [999, 1]


def test_the_file_holds_what_the_page_has_said(tmp_path: Path) -> None:
    """As soon as `save` has returned, another process can read the return in the file."""

    async def story(returns: SavedReturns, _: Store) -> None:
        await returns.save(one(1, "DR-1"))
        with closing(sqlite3.connect(tmp_path / "journal.db")) as other:
            assert other.execute("SELECT code, stage FROM returns").fetchall() == [("DR-1", "waiting")]

    run(tmp_path, story)
