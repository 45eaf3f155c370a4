"""The kiosk's disk, read from outside: the rows of the journal, and the questions to staff."""

import json
import sqlite3
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class CommitRow:
    """A row for one commit that was sent, or for one act that counts at once."""

    kind: str
    commit: int
    answer: str | None
    settlement: str | None
    codes: tuple[str, ...]
    loan: str = ""
    """The id of the loan, if the system acts at once. It is needed because some of these loans have no label."""


@dataclass(frozen=True, slots=True)
class ReturnRow:
    """A row for one return without an account. If the scanned code could be a fob's, `code` has only its end."""

    line: int
    slip: int
    code: str
    stage: str

    @property
    def is_open(self) -> bool:
        """Return True if the result of this return is not known yet."""
        return self.stage in ("waiting", "sent")

    def is_about(self, code: str) -> bool:
        """Return True if this row can be about the item with this code.

        If the row has only the end of a code, compare only the ends.
        """
        mine, other = self.code.strip().casefold(), code.strip().casefold()
        return mine == other or (mine.startswith("…") and other.endswith(mine[1:]))


class Disk:
    """A reader of the disk. It writes nothing, because a kiosk may be running."""

    def __init__(self, state_dir: Path) -> None:
        self._path = state_dir / "journal.db"

    def rows_by_sort(self, sorts: Mapping[str, str]) -> Counter[str]:
        """Return the number of rows for each sort of write. A sort is a group of writes that a walk counts together.

        `sorts` has the sort of each kind of row. For the rows of acts that count at once, `sorts` can have a different
        sort, with a key such as "borrow at once".
        """
        asked = "SELECT kind, lines IS NOT NULL, count(*) FROM acts GROUP BY 1, 2"
        with self._open() as journal:
            found = journal.execute(asked).fetchall()
        counted: Counter[str] = Counter()
        for kind, at_once, count in found:
            usual = sorts[kind]
            counted[sorts.get(f"{kind} at once", usual) if at_once else usual] += count
        counted["give_back"] += len(self.returns())
        return counted

    def returns(self) -> tuple[ReturnRow, ...]:
        """Return the row of each return without an account, the oldest row first. They have a table of their own."""
        with self._open() as journal:
            found = journal.execute("SELECT line, slip, code, stage FROM returns ORDER BY id").fetchall()
        return tuple(ReturnRow(*row) for row in found)

    def commits(self) -> tuple[CommitRow, ...]:
        """Return the row of every sent commit, and of every sent act that counts at once. The oldest row is first."""
        asked = (
            "SELECT kind, commit_id, answer, settlement, lines FROM acts "
            "WHERE kind = 'commit' OR lines IS NOT NULL ORDER BY id"
        )
        with self._open() as journal:
            found = journal.execute(asked).fetchall()
        return tuple(
            CommitRow(kind, number, answer, settled, tuple(_codes(lines)), _loan(lines))
            for kind, number, answer, settled, lines in found
        )

    def two_at_once(self) -> tuple[int, ...]:
        """Return the number of each visit in which two or more writes of the same account have no answer yet."""
        asked = "SELECT visit FROM acts WHERE ended IS NULL GROUP BY visit, account_key HAVING count(*) > 1"
        with self._open() as journal:
            return tuple(visit for (visit,) in journal.execute(asked).fetchall())

    def tokens(self) -> int:
        """Return the number of sealed tokens."""
        with self._open() as journal:
            return int(journal.execute("SELECT count(*) FROM sealed").fetchone()[0])

    def passes(self) -> int:
        """Return the number of passes, which open the account of a fob later."""
        with self._open() as journal:
            return int(journal.execute("SELECT count(*) FROM passes").fetchone()[0])

    def handed_over(self) -> set[str]:
        """Return the codes of tools that were committed by their own request, if this commit is done or may be done."""
        asked = "SELECT code FROM acts WHERE kind = 'line_commit' AND (answer IS NULL OR answer IN ('done', 'unknown'))"
        with self._open() as journal:
            return {code for (code,) in journal.execute(asked).fetchall()}

    def taken_out(self) -> set[str]:
        """Return the codes that the kiosk has taken out of a cart, or has tried to take out."""
        with self._open() as journal:
            return {code for (code,) in journal.execute("SELECT code FROM acts WHERE kind = 'take_out'")}

    def inbox(self) -> list[tuple[str, tuple[str, ...]]]:
        """Return the kind and the codes of every question to staff, also of the answered questions."""
        with self._open() as journal:
            return [
                (kind, tuple(json.loads(codes))) for kind, codes in journal.execute("SELECT kind, codes FROM inbox")
            ]

    def notes(self) -> set[str]:
        """Return the codes in all notes."""
        with self._open() as journal:
            return {code for (codes,) in journal.execute("SELECT codes FROM notes") for code in json.loads(codes)}

    def sealed_tokens(self) -> set[int]:
        """Return the numbers of the commits whose token is still kept."""
        with self._open() as journal:
            return {commit for (commit,) in journal.execute("SELECT commit_id FROM sealed")}

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        with closing(sqlite3.connect(f"file:{self._path}?mode=ro", uri=True, timeout=10.0)) as journal:
            yield journal


def _codes(lines: str | None) -> Iterator[str]:
    """Yield the scanned code of each line, and the code of the line's item if the two codes are different."""
    for line in json.loads(lines) if lines else ():
        yield from {line["code"], line.get("item_code") or line["code"]}


def _loan(lines: str | None) -> str:
    first = next(iter(json.loads(lines) if lines else ()), None)
    return first.get("loan") or "" if first is not None else ""
