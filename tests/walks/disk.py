"""What lies on the kiosk's disk, read beside it: the rows of the journal, and what waits for staff."""

import json
import sqlite3
from collections import Counter
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

STAGING = {"add_checkout": "stage", "change_checkout": "stage", "add_checkin": "stage", "remove_checkout": "stage"}
WRITES = STAGING | {
    "remove_checkin": "stage",
    "commit_checkout": "line_commit",
    "commit_checkin": "line_commit",
    "convert": "commit",
    "remove_reserved_item": "reservation",
}
"""Which calls of the server are writes with a row, and which rows are theirs."""
_ROWS = {
    **dict.fromkeys(("borrow", "give_back", "renew", "change", "take_out"), "stage"),
    **{kind: kind for kind in ("line_commit", "commit", "reservation")},
}


@dataclass(frozen=True, slots=True)
class CommitRow:
    """One sending of a commit."""

    commit: int
    answer: str | None
    settlement: str | None
    codes: tuple[str, ...]


class Disk:
    """Reads only; a kiosk may be running."""

    def __init__(self, state_dir: Path) -> None:
        self._path = state_dir / "journal.db"

    def rows_by_sort(self) -> Counter[str]:
        """Return how many writes of each sort have a row."""
        with self._open() as journal:
            found = journal.execute("SELECT kind, count(*) FROM acts GROUP BY kind").fetchall()
        counted: Counter[str] = Counter()
        for kind, count in found:
            counted[_ROWS[kind]] += count
        return counted

    def commits(self) -> tuple[CommitRow, ...]:
        """Return every sending of a commit, the oldest first."""
        asked = "SELECT commit_id, answer, settlement, lines FROM acts WHERE kind = 'commit' ORDER BY id"
        with self._open() as journal:
            found = journal.execute(asked).fetchall()
        return tuple(
            CommitRow(number, answer, settled, tuple(_codes(lines))) for number, answer, settled, lines in found
        )

    def tokens(self) -> int:
        """Return how many sealed tokens are kept."""
        with self._open() as journal:
            return int(journal.execute("SELECT count(*) FROM sealed").fetchone()[0])

    def handed_over(self) -> set[str]:
        """Return the codes of tools that a line's own commit has made real, or may have."""
        asked = "SELECT code FROM acts WHERE kind = 'line_commit' AND (answer IS NULL OR answer IN ('done', 'unknown'))"
        with self._open() as journal:
            return {code for (code,) in journal.execute(asked).fetchall()}

    def taken_out(self) -> set[str]:
        """Return the codes that were taken out of a cart, or were to be."""
        with self._open() as journal:
            return {code for (code,) in journal.execute("SELECT code FROM acts WHERE kind = 'take_out'")}

    def inbox(self) -> list[tuple[str, tuple[str, ...]]]:
        """Return what waits for staff, or did: kinds and codes."""
        with self._open() as journal:
            return [
                (kind, tuple(json.loads(codes))) for kind, codes in journal.execute("SELECT kind, codes FROM inbox")
            ]

    def notes(self) -> set[str]:
        """Return the codes of which a note was made."""
        with self._open() as journal:
            return {code for (codes,) in journal.execute("SELECT codes FROM notes") for code in json.loads(codes)}

    def sealed_tokens(self) -> set[int]:
        """Return the commits whose token is still kept."""
        with self._open() as journal:
            return {commit for (commit,) in journal.execute("SELECT commit_id FROM sealed")}

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        with closing(sqlite3.connect(f"file:{self._path}?mode=ro", uri=True, timeout=10.0)) as journal:
            yield journal


def _codes(lines: str | None) -> Iterator[str]:
    """Yield what was scanned, and what the item's own label says where that differs."""
    for line in json.loads(lines) if lines else ():
        yield from {line["code"], line.get("item_code") or line["code"]}
