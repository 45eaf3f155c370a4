"""The files that are left on a disk after a power cut.

Only what was synced is certain. The system is free to lose any later write, to keep it although it has lost an earlier
one, and to write only some of its sectors. The names in a folder are kept in order, as the journal of a file system
keeps them, but the newest changes of names can be lost.
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
"""The content of each file, by its name."""


class _File(Struct):
    """A file. `synced` is its content on disk, and `waiting` are the changes after the last sync."""

    synced: bytes = b""
    waiting: list[Written | Resized] = field(default_factory=list)


class CutDisk:
    """A disk that has seen some events, and then the power fails."""

    def __init__(self, events: Iterable[DiskEvent]) -> None:
        self._names: dict[str, _File] = {}
        """The names and their files as the programs see them now."""
        self._certain: dict[str, _File] = {}
        """The names that were synced."""
        self._waiting: list[Made | Renamed | Removed] = []
        """The changes of names after the last sync of the folder."""
        self._made: dict[int, _File] = {}
        """The file of each event Made in `_waiting`, by its place there."""
        for event in events:
            self.see(event)

    def see(self, event: DiskEvent) -> None:
        """Let the disk see one more event."""
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
        """Return the files as the programs see them, as if nothing were lost."""
        return {name: _changed(file.synced, file.waiting) for name, file in self._names.items()}

    def left(self, dice: random.Random) -> Files:
        """Return the files that are left if the power fails now. `dice` decides what is lost."""
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
    """Return what is left of a file: all its waiting changes, none, the first ones, or any, and one of them torn."""
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
    """Return the sectors of this write that reach the disk. A sector is written whole or not at all."""
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
    """Use the stores in a new folder for this number of steps, and return what happened to their files.

    Raises NotUnderstoodError if the events do not lead to the real files.
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
