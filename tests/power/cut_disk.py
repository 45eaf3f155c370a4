"""The files that are left on a disk after a power cut.

Only data that was synced is certain to be on the disk. The system can lose any write after the sync, and keep a write
although an earlier write is lost. It can also write only some sectors of a write. The journal of the file system keeps
the changes of names in their order, so only the newest changes of names can be lost.
"""

import random
import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path

from msgspec import Struct, field

from tests.power.disk_events import (
    IN_MEMORY,
    MARKS,
    DiskEvent,
    Made,
    Marked,
    NotUnderstoodError,
    Removed,
    Renamed,
    Resized,
    Synced,
    Written,
    recorded,
)

SECTOR = 512
Files = dict[str, bytes]
"""The content of each file, by the name of the file."""


class _File(Struct):
    """A file. `synced` is its content at the last sync, and `waiting` has the changes after the last sync."""

    synced: bytes = b""
    waiting: list[Written | Resized] = field(default_factory=list)


class CutDisk:
    """A disk on which these events have happened. `left` returns its files after a power cut."""

    def __init__(self, events: Iterable[DiskEvent]) -> None:
        self._names: dict[str, _File] = {}
        """The files that programs see now, by their names."""
        self._certain: dict[str, _File] = {}
        """The files by the names that they had at the last sync of the folder."""
        self._waiting: list[Made | Renamed | Removed] = []
        """The changes of names after the last sync of the folder."""
        self._made: dict[int, _File] = {}
        """For each event Made in `_waiting`, the file that it made. The key is the index of the event in `_waiting`."""
        for event in events:
            self.see(event)

    def see(self, event: DiskEvent) -> None:
        """Do one more event on the disk."""
        match event:
            case Written() | Resized():
                self._names[event.name].waiting.append(event)
            case Synced(name=""):
                self._certain, self._waiting, self._made = dict(self._names), [], {}
            case Synced(name):
                file = self._names[name]
                file.synced, file.waiting = _changed(file.synced, file.waiting), []
            case Made(name):
                self._names[name] = self._made[len(self._waiting)] = _File()
                self._waiting.append(event)
            case Renamed() | Removed():
                _rename(self._names, event)
                self._waiting.append(event)
            case Marked():
                pass

    def whole(self) -> Files:
        """Return the files as programs see them now, with all changes, also those that were not synced."""
        return {name: _changed(file.synced, file.waiting) for name, file in self._names.items()}

    def left(self, dice: random.Random) -> Files:
        """Return the files that are left if the power fails now. `dice` decides which changes are lost."""
        names = dict(self._certain)
        for place, change in enumerate(self._waiting[: dice.randint(0, len(self._waiting))]):
            if isinstance(change, Made):
                names[change.name] = self._made[place]
            else:
                _rename(names, change)
        return {name: _left_of(file, dice) for name, file in names.items()}


def _rename(names: dict[str, _File], change: Renamed | Removed) -> None:
    match change:
        case Removed(name):
            names.pop(name, None)
        case Renamed(name, to, stays):
            if name in names:
                names[to] = names[name] if stays else names.pop(name)


def _left_of(file: _File, dice: random.Random) -> bytes:
    """Return the content of a file after a power cut. `dice` decides which of its waiting changes stay.

    None, all, the first ones or random ones stay. Sometimes only a part of one of these changes stays.
    """
    waiting = file.waiting
    match dice.randrange(4):
        case 0:
            stay: list[Written | Resized] = []
        case 1:
            stay = list(waiting)
        case 2:
            stay = waiting[: dice.randint(0, len(waiting))]
        case _:
            stay = [each for each in waiting if dice.random() < 0.5]
    if stay and dice.random() < 0.5:
        place = dice.randrange(len(stay))
        stay[place : place + 1] = _torn(stay[place], dice)
    return _changed(file.synced, stay)


def _torn(change: Written | Resized, dice: random.Random) -> list[Written | Resized]:
    """Return the parts of this change that reach the disk. A sector, or a new size, is written whole or not at all."""
    if isinstance(change, Resized):
        return [change] if dice.random() < 0.5 else []
    sectors: list[Written | Resized] = []
    at = change.offset
    end = change.offset + len(change.content)
    while at < end:
        until = min(end, (at // SECTOR + 1) * SECTOR)
        if dice.random() < 0.5:
            sectors.append(Written(change.name, at, change.content[at - change.offset : until - change.offset]))
        at = until
    return sectors


def _changed(content: bytes, changes: Sequence[Written | Resized]) -> bytes:
    found = bytearray(content)
    for each in changes:
        match each:
            case Resized(_, size):
                del found[size:]
                found.extend(bytes(size - len(found)))
            case Written(_, offset, written):
                found.extend(bytes(max(0, offset - len(found))))
                found[offset : offset + len(written)] = written
    return bytes(found)


def events_of(seed: int, steps: int) -> tuple[DiskEvent, ...]:
    """Use the stores in a new folder for this number of steps, and return the events of their files.

    Raises NotUnderstoodError if the recorded events do not result in the files that are really in the folder.
    """
    with tempfile.TemporaryDirectory(prefix="power-", dir=IN_MEMORY) as name:
        state = Path(name) / "state"
        state.mkdir(mode=0o700)
        command = ["-m", "tests.power.workload", str(state), str(seed), str(steps)]
        events = recorded(state, command, Path(name) / "trace")
        real = {each.name: each.read_bytes() for each in state.iterdir() if each.name != MARKS}
    if CutDisk(events).whole() != real:
        raise NotUnderstoodError("the events do not lead to the real files")
    return events
