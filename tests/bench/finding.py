"""Measures the search among 5,000 tools: the time to the first results, and how long the event loop is blocked."""

from collections.abc import Iterator
from statistics import median

from kiosk.simulator import Knobs
from tests.bench.display import Display
from tests.bench.figures import Figure
from tests.bench.station import Station
from tests.bench.talking import inside

FIRST_MS, HELD_MS = 150.0, 16.0
ITEMS = 5000
WORDS = ("sander", "drill", "saw", "ladder", "clamp", "router", "jig", "grinder", "nailer", "set")


def measure(display: Display, rounds: int) -> Iterator[Figure]:
    """Measure on Welcome, at a library that lets anyone search."""
    knobs = Knobs(sweep_after_s=0, public_items=True, thumbnails=True, more_items=ITEMS)
    with Station(display, knobs=knobs) as station, inside(station) as kiosk:
        times = kiosk.searches([*WORDS] * rounds)
    longest = f"{len(times['answer'])} searches of {ITEMS} tools, the longest {max(times['answer']):.0f} ms"
    yield Figure.against("search: painted after the answer", median(times["answer"]), "ms", FIRST_MS, longest)
    whole = f"with the server's own time, the longest {max(times['rest']):.0f} ms"
    yield Figure.against("search: painted after the fingers rest", median(times["rest"]), "ms", FIRST_MS, whole)
    remark = f"200 results, {times['pictures'][0] / 1000:.0f} pictures; by the clock {max(times['held']):.0f} ms"
    yield Figure.against("search: the loop at work at once", max(times["worked"]), "ms", HELD_MS, remark)
