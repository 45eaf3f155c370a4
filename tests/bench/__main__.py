"""Measure time and memory, compare them with the budgets, print a table, and write build/bench.json.

A budget that is exceeded does not change the exit code.
"""

import argparse
import os
import platform
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

from tests.bench import chromium, finding, imports, paints, readers, start, visits
from tests.bench.display import Display, NeverCameError
from tests.bench.figures import Figure, Verdict, as_row, write_json
from tests.bench.station import BenchSystem

OUT = Path("build/bench.json")
"""The file for the figures of a kiosk with myTurn. For another system, the file name also has the system's name."""


def main() -> int:
    """Measure the parts. If a part cannot be measured, the table says why, and the other parts are still measured."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("parts", nargs="*", metavar="PART", help=f"only these: {', '.join(_parts(quick=True))}")
    parser.add_argument(
        "--system",
        choices=list(BenchSystem),
        type=BenchSystem,
        default=BenchSystem.MYTURN,
        help="the lending system (else myturn)",
    )
    parser.add_argument("--quick", action="store_true", help="fewer runs: a first impression")
    args = parser.parse_args()
    parts = _parts(quick=args.quick, system=args.system)
    if unknown := set(args.parts) - set(parts):
        parser.error(f"there is no part {', '.join(sorted(unknown))}")
    if shutil.which("Xvfb") is None:
        print("Xvfb is missing: nothing can be measured", file=sys.stderr)
        return 0
    figures: list[Figure] = []
    for name in args.parts or parts:
        for figure in _measured(name, parts[name]):
            print(as_row(figure), flush=True)
            figures.append(figure)
    out = OUT if args.system is BenchSystem.MYTURN else OUT.with_stem(f"{OUT.stem}-{args.system.value}")
    write_json(figures, _machine() | {"system": args.system.value}, out)
    over = sum(figure.verdict is Verdict.OVER for figure in figures)
    print(f"\n{over or 'No'} budget{'' if over == 1 else 's'} over. Written to {out}.")
    return 0


def _parts(
    *, quick: bool, system: BenchSystem = BenchSystem.MYTURN
) -> dict[str, Callable[[Display], Iterator[Figure]]]:
    """Return the parts that can be measured.

    The last three parts do not depend on the lending system, so they are measured only with myTurn.
    """
    real_s, scans = (8, 1200) if quick else (30, 4800)
    of_the_system = {
        "start": lambda display: start.measure(display, 3 if quick else 15, system),
        "memory": lambda display: visits.measure(display, real_s=real_s, scans=scans, system=system),
        "paint": lambda display: paints.measure(display, 60 if quick else 400, system),
    }
    if system is not BenchSystem.MYTURN:
        return of_the_system
    return of_the_system | {
        "search": lambda display: finding.measure(display, 1 if quick else 3),
        "readers": lambda display: readers.measure(display, 40 if quick else 200),
        "imports": imports.measure,
    }


def _measured(name: str, measure: Callable[[Display], Iterator[Figure]]) -> Iterator[Figure]:
    """Measure one part on a new display, which shows nothing of the parts that were measured earlier."""
    try:
        with Display() as display:
            yield from measure(display)
    except (NeverCameError, OSError, subprocess.SubprocessError) as why:
        yield Figure(name, verdict=Verdict.NOT_HERE, remark=f"not measured: {why}")


def _machine() -> dict[str, object]:
    return {
        "when": datetime.now(UTC).isoformat(timespec="seconds"),
        "python": platform.python_version(),
        "processors": os.cpu_count(),
        "load": os.getloadavg(),
        "chromium": chromium.version(),
    }


if __name__ == "__main__":
    sys.exit(main())
