"""Tests of the digital loans that the kiosk remembers for each member until the loans end.

Somebody who steals the file can read neither the loans nor the members.
"""

import sqlite3
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from kiosk.backends.ports import KeptLoan
from kiosk.store.kept_loans import ENDLESS_DAYS, KeptLoans
from kiosk.store.kiosk_key import KeyStorage, KioskKey
from kiosk.store.store import Store
from tests.store.conftest import Clock, rows

MARTA, JAMAL = "patron 1042514", "patron 1042521"


@pytest.fixture
def loans(store: Store, key: KioskKey, clock: Clock) -> KeptLoans:
    return KeptLoans(store.journal, key, clock)


def book(clock: Clock, ident: str = "c-1", **left: float) -> KeptLoan:
    return KeptLoan(ident, "EH-rec/4711", "rec/4711", "ebook", clock() + timedelta(**left) if left else None)


def whole(state_dir: Path) -> bytes:
    """Return the bytes of the journal's file and of the files that SQLite keeps beside this file."""
    return b"".join(path.read_bytes() for path in state_dir.glob("journal.db*"))


async def test_each_member_has_their_own_loans_and_the_next_to_end_comes_first(loans: KeptLoans, clock: Clock) -> None:
    late, early = book(clock, "c-1", days=9), book(clock, "c-2", days=2)
    await loans.keep(MARTA, late)
    await loans.keep(MARTA, early)
    await loans.keep(JAMAL, book(clock, "c-3", days=1))
    await loans.keep(MARTA, late)
    assert await loans.loans_of(MARTA) == (early, late)
    assert [each.ident for each in await loans.loans_of(JAMAL)] == ["c-3"]
    assert await loans.loans_of("patron 1") == ()


async def test_a_loan_is_gone_when_it_has_ended_or_its_end_is_past(
    loans: KeptLoans, store: Store, clock: Clock
) -> None:
    await loans.keep(MARTA, book(clock, "c-1", hours=5))
    await loans.keep(MARTA, book(clock, "c-2", days=2))
    await loans.forget(JAMAL, "c-2")
    await loans.forget(MARTA, "c-2")
    assert [each.ident for each in await loans.loans_of(MARTA)] == ["c-1"]
    clock.forward(hours=5)
    assert await loans.loans_of(MARTA) == ()
    assert len(rows(store, "SELECT * FROM kept_loans")) == 1
    await loans.purge(all_of_them=False)
    assert rows(store, "SELECT * FROM kept_loans") == []


async def test_a_loan_without_an_end_stays_for_two_months(loans: KeptLoans, clock: Clock) -> None:
    await loans.keep(MARTA, book(clock))
    clock.forward(days=ENDLESS_DAYS - 1)
    await loans.purge(all_of_them=False)
    assert len(await loans.loans_of(MARTA)) == 1
    clock.forward(days=1)
    assert await loans.loans_of(MARTA) == ()


async def test_all_loans_go_when_the_setting_is_off(loans: KeptLoans, store: Store, clock: Clock) -> None:
    await loans.keep(MARTA, book(clock, days=9))
    await loans.purge(all_of_them=True)
    assert rows(store, "SELECT * FROM kept_loans") == []


async def test_the_loans_survive_a_restart(loans: KeptLoans, store: Store, key: KioskKey, clock: Clock) -> None:
    await loans.keep(MARTA, book(clock, days=9))
    store.close()
    again = Store.open(store.state_dir)
    assert await KeptLoans(again.journal, key, clock).loans_of(MARTA) == (book(clock, days=9),)
    again.close()


async def test_a_thief_of_the_file_reads_neither_the_member_nor_the_loan(
    loans: KeptLoans, store: Store, state_dir: Path, clock: Clock
) -> None:
    await loans.keep(MARTA, book(clock, "checkout-0815", days=9))
    assert "checkout-0815" not in repr(book(clock, "checkout-0815", days=9))
    other_key = KioskKey(KeyStorage.FILE, False, b"k" * 32)
    assert await KeptLoans(store.journal, other_key, clock).loans_of(MARTA) == ()
    store.close()
    content = whole(state_dir)
    assert b"kept_loans" in content
    for word in (b"1042514", b"checkout-0815", b"4711", b"ebook"):
        assert word not in content


async def test_a_row_that_somebody_has_moved_or_changed_is_not_shown(
    loans: KeptLoans, state_dir: Path, clock: Clock, caplog: pytest.LogCaptureFixture
) -> None:
    await loans.keep(MARTA, book(clock, "c-1", days=9))
    await loans.keep(JAMAL, book(clock, "c-2", days=9))
    with closing(sqlite3.connect(state_dir / "journal.db")) as other, other:
        (whose,) = other.execute("SELECT member FROM kept_loans LIMIT 1").fetchone()
        other.execute("UPDATE kept_loans SET member = ?", (whose,))
    assert len(await loans.loans_of(MARTA)) + len(await loans.loans_of(JAMAL)) == 1
    assert "cannot be decrypted" in caplog.text
    assert "c-1" not in caplog.text


async def test_a_disk_that_fails_costs_only_the_memory(
    loans: KeptLoans, store: Store, clock: Clock, caplog: pytest.LogCaptureFixture
) -> None:
    store.close()
    await loans.keep(MARTA, book(clock, days=9))
    await loans.forget(MARTA, "c-1")
    await loans.purge(all_of_them=False)
    assert await loans.loans_of(MARTA) == ()
    assert "cannot be read" in caplog.text
