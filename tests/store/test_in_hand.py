"""Tests of tools that people had in hand when the kiosk was killed.

These are the tools of the basket and of the tray. At its next start, the kiosk asks staff about them once.
"""

import sqlite3
from collections.abc import Awaitable, Callable
from datetime import timedelta
from pathlib import Path

import msgspec
import pytest

from kiosk.backends.ports import ActEnd, ActKind, PlannedWrite
from kiosk.domain.messages.effects import Record, RecordKind, SaveReturn
from kiosk.domain.model import CommitId, ItemCode, LineId, VisitId
from kiosk.store.in_hand import Held, InHandLog, ScannedCode
from kiosk.store.inbox import StaffInbox
from kiosk.store.journal import Journal
from kiosk.store.kiosk_key import KioskKey, load_key
from kiosk.store.open_commits import Settlement
from kiosk.store.saved_returns import SavedReturns
from kiosk.store.store import Store
from kiosk.store.times import Old
from kiosk.structs import replace
from tests.store.conftest import Clock
from tests.store.samples import BORROWED, FINISHED, borrow, commit

DRILL, SAW = ScannedCode("DR-0142", True), ScannedCode("SAW-0087", True)
BASKET = Held(4, VisitId(3), (DRILL, SAW), account="member-4711")
TRAY = Held(4, None, (), (DRILL, SAW))

Asked = list[tuple[str, int | None, tuple[str, ...], str | None]]
OF_BASKET: Asked = [("interrupted", 3, ("DR-0142", "SAW-0087"), "member-4711")]
OF_TRAY: Asked = [("tray_without_fob", None, ("DR-0142", "SAW-0087"), None)]


@pytest.fixture
def log(store: Store, key: KioskKey, clock: Clock) -> InHandLog:
    return InHandLog(store.journal, key, clock)


@pytest.fixture
def asked(store: Store, key: KioskKey, clock: Clock) -> Callable[[], Awaitable[Asked]]:
    """Return a function that asks staff about the tools that people had in hand at the end of earlier runs.

    The function returns all questions in the inbox.
    """

    async def ask() -> Asked:
        await InHandLog(store.journal, key, clock).ask_about_former_runs()
        entries = StaffInbox(store.journal, key, clock).entries()
        return [(entry.kind, entry.visit, entry.codes, entry.member) for entry in entries]

    return ask


@pytest.mark.parametrize(("held", "told"), [(BASKET, OF_BASKET), (TRAY, OF_TRAY)])
async def test_what_was_left_is_put_to_staff_once(
    log: InHandLog, asked: Callable[[], Awaitable[Asked]], held: Held, told: Asked
) -> None:
    log.keep(held)
    assert await asked() == told
    assert await asked() == told


async def test_both_at_once_and_from_two_runs(
    log: InHandLog, store: Store, key: KioskKey, clock: Clock, asked: Callable[[], Awaitable[Asked]]
) -> None:
    log.keep(replace(BASKET, tray=(ScannedCode("HA-0031", True),)))
    InHandLog(store.journal, key, clock).keep(replace(TRAY, tray=(ScannedCode("LAD-0009", True),)))
    clock.forward(hours=1)
    assert {codes for _, _, codes, _ in await asked()} == {("DR-0142", "SAW-0087"), ("HA-0031",), ("LAD-0009",)}


async def test_a_run_does_not_ask_about_itself_and_what_is_no_more_in_hand_is_forgotten(
    log: InHandLog, asked: Callable[[], Awaitable[Asked]]
) -> None:
    log.keep(BASKET)
    assert await log.ask_about_former_runs() == 0
    log.keep(Held(5))
    assert await asked() == []


async def test_only_the_last_of_a_run_counts(log: InHandLog, asked: Callable[[], Awaitable[Asked]]) -> None:
    log.keep(TRAY)
    log.keep(BASKET)
    assert await asked() == OF_BASKET


async def test_at_once_only_what_is_old(
    log: InHandLog, store: Store, key: KioskKey, clock: Clock, asked: Callable[[], Awaitable[Asked]]
) -> None:
    log.keep(BASKET)
    clock.forward(hours=2)
    later = InHandLog(store.journal, key, clock)
    assert await later.ask_about_former_runs(Old.by(clock.now, timedelta(hours=3))) == 0
    assert await later.ask_about_former_runs(Old.by(clock.now, timedelta(hours=1))) == 2
    assert await asked() == OF_BASKET


@pytest.mark.parametrize("back_h", [0.01, 1, 24, 24 * 366 * 30])
async def test_a_clock_that_was_ahead_and_is_put_right_hides_nothing(
    log: InHandLog, store: Store, key: KioskKey, clock: Clock, asked: Callable[[], Awaitable[Asked]], back_h: float
) -> None:
    log.keep(BASKET)
    clock.forward(hours=-back_h)
    later = InHandLog(store.journal, key, clock)
    assert await later.ask_about_former_runs(Old.by(clock.now, timedelta(hours=12))) == (2 if back_h > 12 else 0)
    assert await asked() == OF_BASKET


# --- codes that another row of the journal names ---------------------------------------------------------


def at_once(line: int) -> PlannedWrite:
    """Return the borrow of the drill at a system that acts at once. The borrow belongs to the visit of BASKET."""
    sent = replace(BORROWED, ident=LineId(line))
    return PlannedWrite(
        ActKind.BORROW, VisitId(3), "member-4711", sent.ident, sent.code, CommitId(line), (sent,), FINISHED, frozenset()
    )


async def finished_later(journal: Journal) -> None:
    await journal.begin(commit(9, visit=6))


async def scanned_later(journal: Journal) -> None:
    await journal.end(await journal.begin(borrow(visit=6)), ActEnd.DONE)


async def in_an_open_commit(journal: Journal) -> None:
    await journal.begin(commit(9))


async def in_a_commit_that_is_done(journal: Journal) -> None:
    await journal.begin(commit(9))
    await journal.settle(CommitId(9), Settlement.DONE)


async def put_to_staff(journal: Journal) -> None:
    await journal.record(Record(RecordKind.TRAY_WITHOUT_FOB, codes=(ItemCode("dr-0142"),), inbox=True))


async def cancelled(journal: Journal) -> None:
    await journal.record(Record(RecordKind.CANCELLED, VisitId(3), (ItemCode("DR-0142"),)))


async def staged_in_this_visit(journal: Journal) -> None:
    await journal.end(await journal.begin(borrow()), ActEnd.DONE)


async def in_a_commit_that_was_not_sent(journal: Journal) -> None:
    await journal.end(await journal.begin(commit(9)), ActEnd.NOT_SENT)


async def in_a_commit_that_is_not_done(journal: Journal) -> None:
    await journal.begin(commit(9))
    await journal.settle(CommitId(9), Settlement.NOT_DONE)


async def interrupted(journal: Journal) -> None:
    await journal.record(Record(RecordKind.INTERRUPTED, VisitId(3), (ItemCode("DR-0142"),)))


@pytest.mark.parametrize(
    ("happens", "is_spoken_of"),
    [
        (finished_later, True),
        (scanned_later, True),
        (in_an_open_commit, True),
        (in_a_commit_that_is_done, True),
        (put_to_staff, True),
        (cancelled, True),
        (staged_in_this_visit, False),
        (in_a_commit_that_was_not_sent, False),
        (in_a_commit_that_is_not_done, False),
        (interrupted, False),
    ],
)
async def test_a_tool_of_which_another_row_speaks_is_no_question(
    log: InHandLog,
    journal: Journal,
    asked: Callable[[], Awaitable[Asked]],
    happens: Callable[[Journal], Awaitable[None]],
    *,
    is_spoken_of: bool,
) -> None:
    log.keep(BASKET)
    await happens(journal)
    codes = [code for kind, _, codes, _ in await asked() if kind == "interrupted" for code in codes]
    assert codes == (["SAW-0087"] if is_spoken_of else ["DR-0142", "SAW-0087"])


async def test_what_was_spoken_of_before_it_was_scanned_again_is_a_question(
    log: InHandLog, journal: Journal, asked: Callable[[], Awaitable[Asked]]
) -> None:
    await cancelled(journal)
    log.keep(BASKET)
    assert await asked() == OF_BASKET


# --- lines with a result ---------------------------------------------------------------------------------

OF_LINES = replace(BASKET, basket=(ScannedCode("DR-0142", True, 7), ScannedCode("SAW-0087", True, 8)))


async def done_at_once(journal: Journal) -> None:
    await journal.end(await journal.begin(at_once(7)), ActEnd.DONE)


async def done_after_a_reading(journal: Journal) -> None:
    await journal.begin(at_once(7))
    await journal.settle(CommitId(7), Settlement.DONE)


async def sent_again_and_done(journal: Journal) -> None:
    await journal.end(await journal.begin(at_once(7)), ActEnd.NOT_SENT)
    await done_at_once(journal)


async def refused(journal: Journal) -> None:
    await journal.end(await journal.begin(at_once(7)), ActEnd.REFUSED)


async def without_an_answer(journal: Journal) -> None:
    await journal.begin(at_once(7))


async def done_by_an_earlier_line(journal: Journal) -> None:
    await journal.end(await journal.begin(at_once(6)), ActEnd.DONE)


@pytest.mark.parametrize(
    ("happens", "has_result"),
    [
        (done_at_once, True),
        (done_after_a_reading, True),
        (sent_again_and_done, True),
        (refused, False),
        (without_an_answer, False),
        (done_by_an_earlier_line, False),
    ],
)
async def test_a_tool_whose_line_was_done_at_once_is_no_question(
    log: InHandLog,
    journal: Journal,
    asked: Callable[[], Awaitable[Asked]],
    happens: Callable[[Journal], Awaitable[None]],
    *,
    has_result: bool,
) -> None:
    log.keep(OF_LINES)
    await happens(journal)
    codes = [code for _, _, codes, _ in await asked() for code in codes]
    assert codes == (["SAW-0087"] if has_result else ["DR-0142", "SAW-0087"])


async def test_a_tool_whose_return_is_on_disk_is_no_question(
    log: InHandLog, store: Store, key: KioskKey, clock: Clock, asked: Callable[[], Awaitable[Asked]]
) -> None:
    log.keep(replace(TRAY, tray=OF_LINES.basket))
    await SavedReturns(store.journal, key, clock).save(SaveReturn(VisitId(3), LineId(7), ItemCode("DR-0142")))
    assert await asked() == [("tray_without_fob", None, ("SAW-0087",), None)]


async def test_a_row_of_an_earlier_version_has_no_lines(
    log: InHandLog, journal: Journal, asked: Callable[[], Awaitable[Asked]]
) -> None:
    assert msgspec.json.decode(b'["DR-0142", true]', type=ScannedCode) == DRILL
    log.keep(BASKET)
    await journal.end(await journal.begin(at_once(0)), ActEnd.DONE)
    assert await asked() == OF_BASKET


# --- secrets ---------------------------------------------------------------------------------------------


async def test_no_code_is_on_disk_in_plain_text_and_a_possible_fob_s_is_never_shown_whole(
    log: InHandLog, store: Store, tmp_path: Path, asked: Callable[[], Awaitable[Asked]]
) -> None:
    log.keep(replace(TRAY, tray=(ScannedCode("04A3C6CAE26180", False), SAW)))
    await store.check_writable()
    on_disk = b"".join(path.read_bytes() for path in store.state_dir.iterdir() if path.is_file())
    assert b"SAW-0087" not in on_disk
    assert await asked() == [("tray_without_fob", None, ("…80", "SAW-0087"), None)]
    on_disk = b"".join(path.read_bytes() for path in store.state_dir.iterdir() if path.is_file())
    assert b"04A3C6CAE26180" not in on_disk


async def test_what_another_key_has_sealed_is_forgotten_and_said_in_the_log(
    log: InHandLog, store: Store, clock: Clock, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    log.keep(TRAY)
    (tmp_path / "other").mkdir()
    other = InHandLog(store.journal, load_key(tmp_path / "other"), clock)
    assert await other.ask_about_former_runs() == 0
    assert "cannot be named" in caplog.text
    assert await other.ask_about_former_runs() == 0


async def test_lines_that_cannot_be_read_are_no_reason_to_ask_nothing(
    log: InHandLog, journal: Journal, store: Store, asked: Callable[[], Awaitable[Asked]]
) -> None:
    log.keep(BASKET)
    await journal.begin(commit(9))
    await store.journal.write(_spoil)
    assert await asked() == OF_BASKET


def _spoil(connection: sqlite3.Connection) -> None:
    connection.execute("UPDATE acts SET lines = 'torn'")
