"""`python -m tests.power`: prove that a power cut at any moment loses nothing that the kiosk relied on.

Record all writes of the real stores with strace. Then make the disks that a power cut can leave behind. Open the stores
on each of these disks, and compare them with the data that the kiosk had already relied on. With `--bites`, check the
laws themselves: leave out the syncs of one file after the other, and see that each time some disk breaks a law.
"""

import random
import sys
from argparse import ArgumentParser
from time import monotonic

from tests.power.after_cut import CutLaws, cuts, first_broken, synced_names, without_syncs
from tests.power.cut_disk import events_of
from tests.power.disk_events import reason_without_strace

STEPS = 400
_EACH = 500
"""The most disks that are made from one recorded run. For more disks, a run with the next seed is recorded."""


def main() -> int:
    """Try as many different disks as the command line asks for. Return 1 if a disk breaks a law, else 0.

    With `--bites`, check the laws instead. Return 1 also if strace cannot run.
    """
    parser = ArgumentParser(prog="python -m tests.power", description=__doc__)
    parser.add_argument("--count", type=int, default=5000, help="how many different disks")
    parser.add_argument("--first", type=int, default=1, help="the first seed")
    parser.add_argument("--bites", action="store_true", help="see that the laws notice each missing sync")
    args = parser.parse_args()
    if reason := reason_without_strace():
        print(f"The writes of the stores cannot be recorded: {reason}", file=sys.stderr)
        return 1
    if args.bites:
        return _bites(args.first)
    began, tried, seed, wrongs = monotonic(), 0, args.first, list[str]()
    while tried < args.count:
        events = events_of(seed, STEPS)
        laws = CutLaws(events)
        for cut in cuts(events, random.Random(seed)):
            for wrong in laws.broken_by(cut):
                wrongs.append(f"seed {seed}, {wrong}")
                print(wrongs[-1])
            if laws.distinct >= min(_EACH, args.count - tried):
                break
        tried, seed = tried + laws.distinct, seed + 1
        print(f"{tried} disks, {len(wrongs)} of them broke a law, {monotonic() - began:.0f} s", flush=True)
    return 1 if wrongs else 0


def _bites(seed: int) -> int:
    """For each file, leave out its syncs, and look for a disk that breaks a law.

    Return 1 if there is no such disk for one of the files, else 0.
    """
    events, missed = events_of(seed, STEPS), 0
    for name in synced_names(events):
        wrongs = first_broken(without_syncs(events, name), random.Random(seed))
        missed += not wrongs
        print(f"without the syncs of {name or 'the folder'}: {wrongs[0] if wrongs else 'NOT NOTICED'}", flush=True)
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
