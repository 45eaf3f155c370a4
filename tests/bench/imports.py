"""Measures the time of all imports before the first frame."""

import re
import sys
from collections import Counter
from collections.abc import Iterator

from tests.bench.display import Display
from tests.bench.figures import Figure
from tests.bench.station import COMMAND, Station

_ROW = re.compile(r"import time:\s+(\d+) \|\s+\d+ \|\s+(\S+)")
_SHOWN = 12


def measure(display: Display) -> Iterator[Figure]:
    """Measure each module with `python -X importtime`.

    The time of a module does not include the modules that it imports. But it includes the time in which the module
    makes classes that inherit from classes of Qt.
    """
    command = (sys.executable, "-X", "importtime", *COMMAND)
    with Station(display) as station:
        with station.kiosk(command) as (_, log, _):
            log.wait_for("ready for visits")
        with station.kiosk(command) as (_, log, _):
            log.wait_for("ready for visits")
            rows = _ROW.findall(log.text().partition("first frame")[0])
    own = {module: int(us) / 1000 for us, module in rows}
    ours = {module: ms for module, ms in own.items() if module.split(".")[0] in ("kiosk", "hardware")}
    yield Figure("imports before the first frame", sum(own.values()), "ms", remark=f"{len(own)} modules")
    yield Figure("  of which ours", sum(ours.values()), "ms", remark=f"{len(ours)} modules")
    for room, ms in Counter(_rooms(own)).most_common(_SHOWN):
        yield Figure(f"  {room}", ms, "ms")


def _rooms(own: dict[str, float]) -> dict[str, float]:
    total: dict[str, float] = {}
    for module, ms in own.items():
        parts = module.split(".")
        room = ".".join(parts[:2]) if parts[0] == "kiosk" else parts[0]
        total[room] = total.get(room, 0.0) + ms
    return total
