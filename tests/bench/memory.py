"""Reads from the kernel how much memory one process uses, or a process and its children."""

from dataclasses import dataclass
from pathlib import Path

import psutil


@dataclass(frozen=True, slots=True)
class Memory:
    """The memory in MiB. `rss` is all memory that the process uses, also memory that it shares with other processes.

    `pss` counts only a share of each shared part: half of it if two processes use it. `own` is the memory that the
    process itself has written. `own` does not change when other programs that use the same libraries start or end.
    """

    pss: float
    own: float
    rss: float

    def __add__(self, other: "Memory") -> "Memory":
        return Memory(self.pss + other.pss, self.own + other.own, self.rss + other.rss)


def memory_of(pid: int) -> Memory:
    """Read the memory of this process from /proc/PID/smaps_rollup."""
    rows = {}
    for line in Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii").splitlines()[1:]:
        name, _, rest = line.partition(":")
        rows[name] = int(rest.split()[0]) / 1024
    return Memory(rows["Pss"], rows["Anonymous"], rows["Rss"])


def memory_of_family(parent: psutil.Process) -> Memory:
    """Return the memory of a process and all processes that it has started."""
    total = Memory(0, 0, 0)
    for process in (parent, *parent.children(recursive=True)):
        total += memory_of(process.pid)
    return total


def also_using(library: str, besides: set[int]) -> int:
    """Return the number of other processes that have this library open. These processes make `pss` smaller."""
    count = 0
    for process in psutil.process_iter():
        try:
            if process.pid not in besides and library in Path(f"/proc/{process.pid}/maps").read_text(errors="replace"):
                count += 1
        except OSError:
            continue
    return count
