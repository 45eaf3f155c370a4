"""The command line that runs walks (random visits) with many seeds, or one walk with a printed trace."""

import multiprocessing
from argparse import ArgumentParser
from collections import Counter
from functools import partial
from pathlib import Path
from time import monotonic
from typing import Protocol

from tests.walks.systems import MYTURN, SYSTEMS
from tests.walks.walk import Walked


class SeededWalk(Protocol):
    """A function that does the walk of one seed at a library with this lending system."""

    def __call__(self, seed: int, /, system: str) -> Walked: ...


def run_walks(module: str, description: str | None, walk: SeededWalk, *, jobs: int, chunk: int = 1) -> int:
    """Run the walks that the command line names. Return the exit code, which is 1 if a law was broken.

    `module` is the name after `python -m`. `jobs` is the usual number of processes, and each process gets `chunk` seeds
    at a time. A process ends after 50 chunks, so that the memory of earlier walks cannot change later walks.
    """
    parser = ArgumentParser(prog=f"python -m {module}", description=description)
    parser.add_argument("count", nargs="?", type=int, default=100, help="how many walks")
    parser.add_argument("--first", type=int, default=1, help="the first seed")
    parser.add_argument("--seed", type=int, help="only this one, with its trace")
    parser.add_argument("--traces", type=Path, help="a folder for the traces of walks that broke a law")
    parser.add_argument("--system", choices=[*SYSTEMS], default=MYTURN, help="the lending system (myturn)")
    parser.add_argument("--jobs", type=int, default=jobs, help="how many at the same time")
    args = parser.parse_args()
    if args.seed is not None:
        one = walk(args.seed, system=args.system)
        print(*one.trace, "", *one.broken, sep="\n")
        return 1 if one.broken else 0
    began, bad, laws = monotonic(), 0, Counter[str]()
    seeds = range(args.first, args.first + args.count)
    with multiprocessing.get_context("spawn").Pool(args.jobs, maxtasksperchild=50) as pool:
        for done, one in enumerate(pool.imap_unordered(partial(walk, system=args.system), seeds, chunksize=chunk), 1):
            if one.broken:
                bad += 1
                laws.update(law[:60] for law in one.broken)
                print(f"SEED={one.seed} ({one.took_s:.1f} s): {one.broken[0][:300]}", flush=True)
                _keep(one, args.traces)
            if done % (50 * chunk) == 0:
                print(f"{done} walks, {bad} broke a law, {monotonic() - began:.0f} s", flush=True)
    took_s = monotonic() - began
    print(
        f"{args.system}, seeds {seeds[0]} to {seeds[-1]}: {bad} of {len(seeds)} broke a law, {took_s:.0f} s, "
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
