"""Measures the time from a scan to the paint of its line, in a basket of 50 lines.

This module also measures the time from a fob to the basket, and from Finish to the receipt.
"""

import statistics
import subprocess
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from tests.bench.display import Display, end
from tests.bench.figures import Figure, Verdict, percentile
from tests.bench.station import BenchSystem, Station
from tests.bench.talking import inside
from tests.e2e.desk import BUS_LAUNCHERS, SYSTEM_PYTHON, missing_parts

MEDIAN_MS, P99_MS = 8.0, 16.7
LINES = 50
VISITS = 30


def measure(display: Display, scans: int, system: BenchSystem = BenchSystem.MYTURN) -> Iterator[Figure]:
    """Measure paints without a screen reader, whole visits, and paints with a screen reader."""
    with Station(display, system=system) as station, inside(station) as kiosk:
        yield from _figures("paint", kiosk.paints(lines=LINES, scans=scans))
        empty = kiosk.empty_paints(scans)
        remark = f"p99 {percentile(empty, 0.99):.1f} ms: what Qt and the display take by themselves"
        yield Figure("paint: an empty window of the same size", statistics.median(empty), "ms", remark=remark)
    with Station(display, system=system) as station, inside(station) as kiosk:
        for name, times in kiosk.visits(count=VISITS, scans=3).items():
            remark = f"{VISITS} visits of 3 tools, the longest {max(times):.1f} ms"
            yield Figure(f"paint: the page after {name}", statistics.median(times), "ms", remark=remark)
    if missing := missing_parts():
        yield Figure("paint, screen reader", verdict=Verdict.NOT_HERE, remark=f"this machine lacks {missing}")
        return
    with (
        Station(display, system=system) as station,
        _bus(display),
        inside(station) as kiosk,
        _listener(display, station.folder) as log,
    ):
        times = kiosk.paints(lines=LINES, scans=scans)
        heard = len(log.read_text(errors="replace").splitlines())
        yield from _figures("paint, screen reader", times, f"{heard} events heard")


def _figures(name: str, times: list[float], remark: str = "") -> Iterator[Figure]:
    many = f"{len(times)} scans, {LINES} lines"
    yield Figure.against(f"{name}: median", statistics.median(times), "ms", MEDIAN_MS, remark or many)
    yield Figure.against(f"{name}: p99", percentile(times, 0.99), "ms", P99_MS, f"the longest {max(times):.1f} ms")


@contextmanager
def _bus(display: Display) -> Iterator[None]:
    """Start a session bus with accessibility.

    Programs that are started in this block find the bus in their environment.
    """
    before = dict(display.environ)
    with ExitStack() as stack:
        command = ["dbus-daemon", "--session", "--nofork", "--print-address=1"]
        bus = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        stack.callback(end, bus)
        assert bus.stdout is not None
        display.environ["DBUS_SESSION_BUS_ADDRESS"] = bus.stdout.readline().strip()
        display.environ |= {"QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "1", "NO_AT_BRIDGE": "0"}
        launcher = next(str(path) for path in BUS_LAUNCHERS if path.exists())
        quiet = subprocess.DEVNULL
        stack.callback(
            end, subprocess.Popen([launcher, "--launch-immediately"], env=display.environ, stderr=quiet, stdout=quiet)
        )
        stack.callback(bus.stdout.close)
        try:
            yield
        finally:
            display.environ.clear()
            display.environ.update(before)


@contextmanager
def _listener(display: Display, folder: Path) -> Iterator[Path]:
    """Start a screen reader that listens, and yield the file in which it writes the events."""
    log, script = folder / "heard.log", Path(__file__).with_name("listener.py")
    with log.open("w") as out:
        command = [SYSTEM_PYTHON, str(script)]
        reader = subprocess.Popen(command, env=display.environ, stdout=subprocess.PIPE, stderr=out, text=True)
    try:
        assert reader.stdout is not None
        reader.stdout.readline()
        yield log
    finally:
        end(reader)
        if reader.stdout is not None:
            reader.stdout.close()
