"""The functions that send requests to the process of tests.bench.inside."""

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from tests.bench.station import Log, Station

COMMAND = (sys.executable, "-m", "tests.bench.inside")


@dataclass(frozen=True, slots=True)
class Inside:
    """The kiosk in the process of tests.bench.inside. Each method sends a request to this process."""

    process: "subprocess.Popen[str]"
    log: Log

    def ask(self, do: str, **more: object) -> object:
        """Send one request, and return its answer."""
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(json.dumps({"do": do, **more}) + "\n")
        self.process.stdin.flush()
        answer = self.process.stdout.readline()
        if not answer:
            raise RuntimeError(f"the kiosk ended:\n{self.log.text()[-2000:]}")
        return json.loads(answer)

    def paints(self, *, lines: int, scans: int) -> list[float]:
        """Return the milliseconds from the dispatch of each scan to the end of the paint that shows its line."""
        answer = self.ask("paints", lines=lines, scans=scans)
        assert isinstance(answer, list)
        return [seconds * 1000 for seconds in answer]

    def empty_paints(self, count: int) -> list[float]:
        """Return the milliseconds of each whole paint of an empty window of the kiosk's size."""
        answer = self.ask("empty", paints=count)
        assert isinstance(answer, list)
        return [seconds * 1000 for seconds in answer]

    def visits(self, *, count: int, scans: int) -> dict[str, list[float]]:
        """Play visits without a server. The kiosk's process itself gives the answers of a server.

        Return the milliseconds from each fob to the basket, and from each Finish to the receipt.
        """
        return _milliseconds(self.ask("visits", count=count, scans=scans))

    def searches(self, words: list[str]) -> dict[str, list[float]]:
        """Return the milliseconds of each search: see tests.bench.searching."""
        return _milliseconds(self.ask("searches", words=words))

    def heard(self) -> dict[str, float]:
        """Return the moment of dispatch of each code that was scanned since the last call."""
        answer = self.ask("heard")
        assert isinstance(answer, list)
        return dict(answer)


def _milliseconds(answer: object) -> dict[str, list[float]]:
    assert isinstance(answer, dict)
    return {name: [seconds * 1000 for seconds in times] for name, times in answer.items()}


@contextmanager
def inside(station: Station) -> Iterator[Inside]:
    """Start the process of tests.bench.inside. Yield its Inside when the kiosk is ready for visits."""
    with station.kiosk(COMMAND, pipes=True) as (process, log, _):
        log.wait_for("LibraryRead -> ", "reader first: ready", "reader second: ready")
        yield Inside(process, log)
