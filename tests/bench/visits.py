"""Measures the memory after a thousand visits, and the growth of the memory with the number of scans."""

import statistics
import threading
import time
from collections.abc import Iterator
from itertools import combinations
from itertools import count as count_up

import psutil

from tests.bench import chromium
from tests.bench.display import Display, wait_until
from tests.bench.figures import Figure, Verdict
from tests.bench.memory import Memory, also_using, memory_of, memory_of_family
from tests.bench.station import BenchSystem, Station
from tests.bench.talking import Inside, inside

SHARE_OF_CHROMIUM = 0.28
GROWTH_MB = 2.0
VISITS = 1000
_SETTLE_S = 3.0
_SCANS_EACH = 25
_ROUNDS = 12


class Log:
    """Reads the debug log of a kiosk from front to back."""

    def __init__(self, kiosk: Inside) -> None:
        self._path = kiosk.log.path
        self._at = self._path.stat().st_size

    def wait_for(self, words: str) -> None:
        """Wait until the log has these words. Ignore the part of the log that earlier calls have read."""

        def there() -> bool:
            with self._path.open("rb") as file:
                file.seek(self._at)
                new = file.read()
            found = new.find(words.encode())
            if found >= 0:
                self._at += found + len(words)
            return found >= 0

        wait_until(there, f"{words!r} in the log", 20)


def measure(
    display: Display, *, real_s: float, scans: int, system: BenchSystem = BenchSystem.MYTURN
) -> Iterator[Figure]:
    """Play real visits for `real_s` seconds, and then visits without a server, a thousand visits in all.

    Measure the memory before and after these visits, and then the growth by further scans.
    """
    with Station(display, system=system) as station:
        station.link_fobs()
        with inside(station) as kiosk:
            fresh = _at_rest(kiosk)
            real = _real_visits(station, kiosk, real_s)
            kiosk.visits(count=max(0, VISITS - real), scans=1)
            after = _at_rest(kiosk)
            others = also_using("libQt6Core", {kiosk.process.pid})
            remark = f"{real} real visits (fob, tool, Finish over ptys and HTTP), the others answered in the process"
            yield _row("memory: kiosk, ready, no visit yet", fresh)
            yield _row(f"memory: kiosk, idle after {VISITS} visits", after, remark)
            yield from _growth(kiosk, scans)
    yield from _against_chromium(display, after, others)


def _against_chromium(display: Display, kiosk: Memory, others: int) -> Iterator[Figure]:
    name = "memory: kiosk / Chromium"
    if chromium.PROGRAM is None:
        yield Figure(name, verdict=Verdict.NOT_HERE, remark="no chromium on this machine")
        return
    with chromium.empty_window(display) as (browser, _):
        threading.Event().wait(_SETTLE_S)
        whole = memory_of_family(browser)
    yield _row("memory: empty Chromium kiosk window", whole)
    remark = f"{others} other programs share Qt just now and make ours look smaller" if others else ""
    yield Figure.against(name, kiosk.pss / whole.pss, "x", SHARE_OF_CHROMIUM, remark)


def _real_visits(station: Station, kiosk: Inside, seconds: float) -> int:
    """Let the members visit the kiosk in turn. Each borrows a tool, and brings the tool back at their next visit.

    Return the number of visits.
    """
    log, end, count = Log(kiosk), time.monotonic() + seconds, 0
    for count in count_up():
        if time.monotonic() > end or count >= VISITS:
            break
        which = count % len(station.fobs)
        station.first.scan(station.fobs[which])
        log.wait_for("SignedIn -> Serving")
        station.second.scan(station.tools[which])
        log.wait_for("LineAnswered -> Serving")
        station.second.scan("CMD:FINISH")
        log.wait_for(" -> Receipt")
    station.second.scan("CMD:CANCEL")
    log.wait_for(" -> Idle")
    return count


def _growth(kiosk: Inside, scans: int) -> Iterator[Figure]:
    """Measure by how much the memory grows per 10,000 scans.

    The memory is read several times, each time when the kiosk does nothing. The first 1,500 scans or so do not count,
    because they fill pools, caches and gaps of the allocator. Between two readings, the memory of the allocator can
    change by at most 1.5 MB. Therefore the result is the median of the slopes between any two readings (Theil and Sen).
    """
    each = max(1, scans // _SCANS_EACH // _ROUNDS)
    kiosk.visits(count=each * _ROUNDS // 2, scans=_SCANS_EACH)
    rests = []
    for _ in range(_ROUNDS):
        kiosk.visits(count=each, scans=_SCANS_EACH)
        rests.append(_at_rest(kiosk).own)
    slopes = ((rests[late] - rests[soon]) / (late - soon) for soon, late in combinations(range(_ROUNDS), 2))
    grown = statistics.median(slopes) * 10_000 / (each * _SCANS_EACH)
    seen = f"{min(rests):.1f} to {max(rests):.1f} MB anonymous at {_ROUNDS} rests"
    remark = f"{each * _ROUNDS * _SCANS_EACH} scans after half as many to warm up; {seen}"
    yield Figure.against("memory: growth per 10,000 scans", grown, "MB", GROWTH_MB, remark)


def _at_rest(kiosk: Inside) -> Memory:
    """Wait until the kiosk does nothing any more, and return its memory."""
    process = psutil.Process(kiosk.process.pid)
    wait_until(lambda: process.cpu_percent(interval=0.5) < 5.0, "a kiosk at rest", 30)
    return memory_of(kiosk.process.pid)


def _row(name: str, memory: Memory, remark: str = "") -> Figure:
    parts = f"{memory.own:.0f} anonymous, {memory.rss:.0f} resident"
    return Figure(name, memory.pss, "MB", remark="; ".join(filter(None, (parts, remark))))
