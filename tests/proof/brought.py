"""The laws for things that came back without an account. Check them after a new kiosk has settled all returns."""

from collections.abc import Iterator
from typing import Any

from tests.proof.after import Room
from tests.proof.told import Brought, brought
from tests.walks.acts import came_twice, spelt
from tests.walks.disk import ReturnRow

_SAVED = ("SAVED", "FOR_STAFF", "DONE", "REFUSED")
"""The page shows these states of a thing only after the return of the thing is on disk."""


def wrong_returns(room: Room[Any]) -> Iterator[str]:
    """Yield a text for each return that is lost, was sent twice, or has another result than the page has shown."""
    disk, rows = room.disk, {row.line: row for row in room.disk.returns()}
    yield from came_twice(disk, room.world)
    for row in rows.values():
        yield from _wrong_row(room, row)
    for run in brought(room.told):
        for one in run:
            yield from _wrong_page(one, rows.get(one.line))
        yield from _vanished(room, run, rows)


def _wrong_row(room: Room[Any], row: ReturnRow) -> Iterator[str]:
    asked = {code for _, codes in room.disk.inbox() for code in codes}
    out = [code for _, code in room.world.all_loans() - room.world.elsewhere if row.is_about(code)]
    if row.stage == "to_staff" and row.code not in asked:
        yield f"the return of {row.code} has no result, and staff are not asked"
    if row.stage == "done" and out and not row.code.startswith("…"):
        yield f"the return of {row.code} is done in the journal, and the server still lends the item"


def _wrong_page(one: Brought, row: ReturnRow | None) -> Iterator[str]:
    if one.state in _SAVED and row is None:
        yield f"the page has called {one.code} saved, and its return is not on disk"
    if row is not None and one.slip and row.slip != one.slip:
        yield f"the page has shown slip {one.slip} for {one.code}, and slip {row.slip} is on disk"
    if one.state == "DONE" and row is not None and row.stage != "done":
        yield f"the page has called the return of {one.code} done, and the journal says {row.stage}"


def _vanished(room: Room[Any], run: list[Brought], rows: dict[int, ReturnRow]) -> Iterator[str]:
    """Yield a text for each scanned thing that is neither in the journal nor in the inbox.

    Leave out the things that the page has called "not saved". Also leave out the last thing of the run, because the
    kiosk was perhaps killed before it had saved this thing.
    """
    asked = {spelt(code) for _, codes in room.disk.inbox() for code in codes}
    last = max((one.line for one in run), default=0)
    refused = {one.line for one in run if one.state == "NOT_SAVED"}
    for line, code in {(one.line, one.code) for one in run}:
        known = {spelt(code), f"…{spelt(code)[-2:]}"} & asked
        if line not in rows and line not in refused and not known and line != last:
            yield f"{code} was scanned, and nobody knows of it"
