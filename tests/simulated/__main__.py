"""Run simulated walks with many seeds, or one seed with its trace: `python -m tests.simulated`."""

import multiprocessing
import sys
from argparse import ArgumentParser
from collections import Counter
from functools import partial
from pathlib import Path
from time import monotonic

from tests.simulated.walk import quick_walk
from tests.walks.systems import MYTURN, SYSTEMS
from tests.walks.walk import Walked


def main() -> int:
    """Run the walks, and return the exit code, which is 1 if a law was broken."""
    parser = ArgumentParser(prog="python -m tests.simulated", description=__doc__)
    parser.add_argument("count", nargs="?", type=int, default=100, help="how many walks")
    parser.add_argument("--first", type=int, default=1, help="the first seed")
    parser.add_argument("--seed", type=int, help="only this one, with its trace")
    parser.add_argument("--traces", type=Path, help="a folder for the traces of walks that broke a law")
    parser.add_argument("--system", choices=[*SYSTEMS], default=MYTURN, help="the lending system (myturn)")
    parser.add_argument("--jobs", type=int, default=1, help="how many at the same time")
    args = parser.parse_args()
    if args.seed is not None:
        one = quick_walk(args.seed, args.system)
        print(*one.trace, "", *one.broken, sep="\n")
        return 1 if one.broken else 0
    return _many(range(args.first, args.first + args.count), args.traces, args.system, args.jobs)


def _many(seeds: range, traces: Path | None, system: str, jobs: int) -> int:
    began, bad, laws = monotonic(), 0, Counter[str]()
    with multiprocessing.get_context("spawn").Pool(jobs, maxtasksperchild=500) as pool:
        for done, one in enumerate(pool.imap_unordered(partial(quick_walk, system=system), seeds, chunksize=10), 1):
            if one.broken:
                bad += 1
                laws.update(law[:60] for law in one.broken)
                print(f"SEED={one.seed} ({one.took_s:.1f} s): {one.broken[0][:300]}", flush=True)
                _keep(one, traces)
            if done % 500 == 0:
                print(f"{done} walks, {bad} broke a law, {monotonic() - began:.0f} s", flush=True)
    took_s = monotonic() - began
    print(
        f"{system}, seeds {seeds[0]} to {seeds[-1]}: {bad} of {len(seeds)} broke a law, {took_s:.0f} s, "
        f"{len(seeds) / took_s:.1f} seeds a second"
    )
    for law, times in laws.most_common(20):
        print(f"{times:5}  {law}")
    return 1 if bad else 0


def _keep(one: Walked, traces: Path | None) -> None:
    if traces is not None:
        traces.mkdir(parents=True, exist_ok=True)
        text = "\n".join([*one.trace, "", *one.broken, ""])
        (traces / f"{one.seed}.txt").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
