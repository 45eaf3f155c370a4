"""Proportional memory: what the kernel says of one process, or of a family of them."""

from dataclasses import dataclass
from pathlib import Path

import psutil


@dataclass(frozen=True, slots=True)
class Memory:
    """MiB. `pss` shares out what several processes map; `rss` counts it as if it were this one's alone; `own` is what
    the process has written itself: it does not change when other programs that use the same libraries come and go."""

    pss: float
    own: float
    rss: float

    def __add__(self, other: "Memory") -> "Memory":
        return Memory(self.pss + other.pss, self.own + other.own, self.rss + other.rss)


def memory_of(pid: int) -> Memory:
    """From /proc/PID/smaps_rollup."""
    rows = {}
    for line in Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii").splitlines()[1:]:
        name, _, rest = line.partition(":")
        rows[name] = int(rest.split()[0]) / 1024
    return Memory(rows["Pss"], rows["Anonymous"], rows["Rss"])


def memory_of_family(parent: psutil.Process) -> Memory:
    """A process and all that it has started."""
    total = Memory(0, 0, 0)
    for process in (parent, *parent.children(recursive=True)):
        total += memory_of(process.pid)
    return total


def also_using(library: str, besides: set[int]) -> int:
    """How many other processes have this library open just now: they make a proportional figure smaller."""
    count = 0
    for process in psutil.process_iter():
        try:
            if process.pid not in besides and library in Path(f"/proc/{process.pid}/maps").read_text(errors="replace"):
                count += 1
        except OSError:
            continue
    return count
