"""Measures the time from the last byte of a code to the dispatch of its scan.

Two readers type at the same time, and each types one key in each millisecond.
"""

import threading
import time
from collections.abc import Iterator, Mapping
from pathlib import Path

from hardware.line_gap import LINE_GAP_S
from kiosk.demo.pretend_readers import PretendReader
from tests.bench.display import Display, wait_until
from tests.bench.figures import Figure, Verdict, percentile
from tests.bench.station import Station
from tests.bench.talking import Inside, inside

P99_MS = 10.0 + 1000 * LINE_GAP_S
_KEY_S = 0.001
_BETWEEN_S = 0.25
"""The seconds between two codes of one reader. A person with a tool in each hand needs this time."""


class Typist(threading.Thread):
    """A device that types codes, and remembers the moment of the last key of each code."""

    def __init__(self, device: PretendReader, codes: list[str], between_s: float) -> None:
        super().__init__()
        self._device, self._codes, self._between_s = device, codes, between_s
        self._pause = threading.Event()
        self.written: dict[str, float] = {}

    def run(self) -> None:
        """Type all codes."""
        for code in self._codes:
            due = time.monotonic()
            for sign in f"{code}\r":
                self._device.write(sign.encode())
                self.written[code] = time.monotonic()
                due += _KEY_S
                self._pause.wait(max(0.0, due - time.monotonic()))
            self._pause.wait(self._between_s)


def measure(display: Display, scans: int) -> Iterator[Figure]:
    """Type the codes as fast as people scan.

    Measure the time from the last key of a code to the dispatch of its scan, and count the lost codes. The time
    includes the line gap, in which the reader waits for more keys.
    """
    with Station(display, reads=("items", "items")) as station, inside(station) as kiosk:
        late = _typed(station, kiosk, "P", scans, _BETWEEN_S)
        yield Figure.against("reader: last byte to dispatch, p99", percentile(late, 0.99), "ms", P99_MS, _many(late))
        lost = 2 * scans - len(late)
        remark = f"{2 * scans} codes of 10 keys, {1000 * _BETWEEN_S:.0f} ms between two, two readers at once"
        yield Figure.against("reader: codes lost or wrong at 1 ms per key", lost, "codes", 0, remark)
    devices = list(Path("/dev/input").glob("event*"))
    remark = "no input devices; tests/vm has them" if not devices else "tests/vm types on real keyboards"
    yield Figure("reader: the same on input devices (evdev)", verdict=Verdict.NOT_HERE, remark=remark)


def _typed(station: Station, kiosk: Inside, mark: str, scans: int, between_s: float) -> list[float]:
    """Let both readers type codes. Return the delay in milliseconds of each code that arrived without a fault."""
    kiosk.heard()
    typists = []
    for number, device in enumerate((station.first, station.second)):
        codes = [f"{mark}{number}-{index:06d}" for index in range(scans)]
        typists.append(Typist(device, codes, between_s))
    for typist in typists:
        typist.start()
    for typist in typists:
        typist.join()
    heard: dict[str, float] = {}
    wanted: Mapping[str, float] = typists[0].written | typists[1].written

    def all_there() -> bool:
        heard.update(kiosk.heard())
        return len(heard) >= len(wanted)

    wait_until(all_there, f"{len(wanted)} scans", 10)
    return [(heard[code] - written) * 1000 for code, written in wanted.items() if code in heard]


def _many(late: list[float]) -> str:
    return f"{len(late)} codes, two readers at once; median {percentile(late, 0.5):.2f}, longest {max(late):.1f} ms"
