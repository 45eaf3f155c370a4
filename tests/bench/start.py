"""Measures the time from the start of the process to a painted Welcome and to the answer to a scan, from outside.

An empty Chromium window is measured for comparison. The result is the kiosk's share of Chromium's time, given twice: as
time by the clock, and as processor time of all processes. A busy machine changes the first share, but hardly the second
share.
"""

import re
import statistics
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from functools import partial

import psutil

from tests.bench import chromium
from tests.bench.display import HEIGHT, WIDTH, Display, NeverCameError, Region, wait_until
from tests.bench.figures import Figure, Verdict
from tests.bench.station import BenchSystem, Log, Station
from tests.bench.touch import finger

SHARE_OF_CHROMIUM = 0.66
MORE_THAN_ANOTHER_MS = 10.0
SHARE_OF_ITS_PROCESSOR_TIME = 0.5
_BUSY = 0.3
"""If the runs differ by more than this share of their median, the host is busy.

Then only the processor time is judged.
"""
_WALL: Region = (0, 76, WIDTH - 420, HEIGHT - 76)
"""The part of Welcome with the texts: below the bar with the clock, and left of the buttons."""
_PAINTED_COLOURS = 50
"""If the display shows at least this number of colours, Welcome is painted.

An empty window has one colour. Words and pictures have many colours, because their edges are smoothed.
"""


_HELP = (WIDTH - 180, HEIGHT - 60)
"""A point on the lowest button of Welcome. This button opens a sheet that covers the part _WALL."""


@dataclass(frozen=True, slots=True)
class Started:
    """The times of one start, in seconds after the start of the process."""

    painted: float
    said: float
    """The time of the first frame, as the kiosk's own log gives it."""
    answered: float
    processor: float
    """The processor time of the process and its children until the answer."""


def processor_s(process: psutil.Process) -> float:
    """Return the processor time of this process and its children in seconds. Children that have ended count, too."""
    total = 0.0
    for one in (process, *process.children(recursive=True)):
        times = one.cpu_times()
        total += times.user + times.system + times.children_user + times.children_system
    return total


def start_once(station: Station, act: Callable[[Log], None]) -> Started:
    """Start the installed kiosk and wait for Welcome. Then call `act`, and wait until the screen shows an answer."""
    display = station.display
    with station.kiosk() as (process, log, began):
        painted = wait_until(lambda: display.colours_in(_WALL) >= _PAINTED_COLOURS, "a painted Welcome")
        before = display.picture(_WALL)
        act(log)
        answered = wait_until(lambda: _differing(before, display.picture(_WALL)) > 0.02, "an answer", 10)
        spent = processor_s(psutil.Process(process.pid))
        log.wait_for("ready for visits")
        return Started(painted - began, _first_frame_s(log), answered - began, spent)


def _scan(station: Station, item: str, log: Log) -> None:
    """Scan an item on Welcome. The tray then shows a card, and half of the part _WALL changes."""
    log.wait_for("reader second: ready")
    station.second.scan(item)


def _differing(one: bytes, other: bytes) -> float:
    """Return the share of sampled pixels that differ."""
    if one == other:
        return 0.0
    places = range(0, len(one), 4 * 61)
    return sum(one[at : at + 3] != other[at : at + 3] for at in places) / len(places)


def _first_frame_s(log: Log) -> float:
    found = re.search(r"first frame (\d+) ms", log.text())
    if found is None:
        raise NeverCameError("no first frame in the log")
    return int(found[1]) / 1000


def measure(display: Display, runs: int, system: BenchSystem = BenchSystem.MYTURN) -> Iterator[Figure]:
    """Start the kiosk and Chromium in turn, so that other work of this machine slows down both in the same way.

    If `system` must be compared with another system (`compared_with`), each turn also starts a kiosk with that system.
    """
    touched: list[Started] = []
    scanned: list[Started] = []
    compared: list[Started] = []
    others: list[tuple[float, float]] = []
    with ExitStack() as stack:
        station = stack.enter_context(Station(display, system=system))
        touch = stack.enter_context(finger(display.environ["DISPLAY"]))
        other = system.compared_with
        less = stack.enter_context(Station(display, system=other)) if other is not None else None
        # These runs fill the caches: .pyc files, fonts, the settings of the library.
        for each in filter(None, (station, less)):
            start_once(each, partial(_scan, each, "WARM-UP"))
        for run in range(runs):
            scanned.append(start_once(station, partial(_scan, station, f"TOOL-{run}")))
            if less is not None:
                compared.append(start_once(less, partial(_scan, less, f"TOOL-{run}")))
            if touch is not None:
                touched.append(start_once(station, lambda _: touch.tap(*_HELP)))
            if chromium.PROGRAM is not None:
                with chromium.empty_window(display) as (browser, seconds):
                    others.append((seconds, processor_s(browser)))
    starts = touched + scanned
    yield Figure.of("start: Welcome painted, on the display", [s.painted * 1000 for s in starts], "ms")
    yield Figure.of("start: first frame, as the log says", [s.said * 1000 for s in starts], "ms")
    if touched:
        yield Figure.of("start: painted, and a touch answered", [s.answered * 1000 for s in touched], "ms")
    yield Figure.of("start: painted, and a scan answered", [s.answered * 1000 for s in scanned], "ms")
    yield Figure.of("start: the same, processor time", [s.processor * 1000 for s in scanned], "ms")
    if other is not None:
        yield from _against(other, scanned, compared)
    yield from _against_chromium(touched or scanned, scanned, others)


def _against(other: BenchSystem, scanned: list[Started], compared: list[Started]) -> Iterator[Figure]:
    """Compare the medians. The processor time decides, because it hardly depends on other work of this machine."""
    walls = [statistics.median(one.answered for one in some) * 1000 for some in (scanned, compared)]
    spent = [statistics.median(one.processor for one in some) * 1000 for some in (scanned, compared)]
    yield Figure(f"start: more than with {other}", walls[0] - walls[1], "ms", MORE_THAN_ANOTHER_MS)
    name = "start: the same, processor time"
    remark = f"{spent[0]:.0f} ms, with {other} {spent[1]:.0f} ms"
    yield Figure.against(name, spent[0] - spent[1], "ms", MORE_THAN_ANOTHER_MS, remark)


def _against_chromium(
    touched: list[Started], scanned: list[Started], others: list[tuple[float, float]]
) -> Iterator[Figure]:
    if not others:
        yield Figure("start: share of Chromium's", verdict=Verdict.NOT_HERE, remark="no chromium on this machine")
        return
    shown, spent = [wall for wall, _ in others], [processor for _, processor in others]
    yield Figure.of("start: empty Chromium kiosk window", [s * 1000 for s in shown], "ms")
    yield Figure.of("start: the same, processor time", [s * 1000 for s in spent], "ms")
    first = min((touched, scanned), key=lambda some: statistics.median(one.answered for one in some))
    walls = [one.answered for one in first]
    share = statistics.median(walls) / statistics.median(shown)
    name, busy = "start: a touch or scan answered / Chromium", max(_spread(walls), _spread(shown))
    if busy > _BUSY:
        remark = f"the runs spread over {busy:.0%} of their median: a busy host, so processor time decides"
        yield Figure(name, share, "x", SHARE_OF_CHROMIUM, remark=remark)
    else:
        yield Figure.against(name, share, "x", SHARE_OF_CHROMIUM)
    processor = statistics.median(one.processor for one in first) / statistics.median(spent)
    yield Figure.against("start: the same, processor time", processor, "x", SHARE_OF_ITS_PROCESSOR_TIME)
    later = statistics.median(one.answered for one in scanned)
    yield Figure("start: a scan answered / Chromium", later / statistics.median(shown), "x")


def _spread(values: list[float]) -> float:
    return (max(values) - min(values)) / statistics.median(values)
