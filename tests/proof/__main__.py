"""`python -m tests.proof PART`: prove that nothing is lost and nothing is done twice.

The part `fob` uses myTurn. All other parts usually use Sierra. With --system, the parts `transitions`, `moments` and
`answers` use a library with digital loans instead. PART is one of these six words:
transitions: kill the kiosk with -9 at every change of the journal, in each scene (see kills.py), and during a restart.
moments: kill the kiosk with -9 at random moments of visits.
box: kill the kiosk with -9 at random moments of returns without an account. The server often stops and works again.
fob: kill the kiosk with -9 at every change of the journal while it books returns on the account of a fob.
answers: play visits with lost, delayed and doubled answers.
returns: play returns without an account. The network often fails and works again.

Each mistake of the kiosk is printed with the number of its seed or place. --seed N plays this seed of `moments`, `box`,
`answers` or `returns` again. --scene NAME --place N plays this place of `transitions` or `fob` again. In `transitions`,
--then M also kills the restarted kiosk, at its place M.
"""

import multiprocessing
import sys
from argparse import ArgumentParser
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from multiprocessing.pool import Pool
from pathlib import Path
from time import monotonic

from tests.proof.answers import odd_answers
from tests.proof.by_fob import FAULTS, killed_by_fob, places_by_fob
from tests.proof.kills import (
    NOT_REACHED,
    SCENES,
    killed_at,
    killed_at_a_moment,
    killed_at_the_box,
    killed_while_settling,
    killed_with_titles,
    places,
    places_of_settling,
    with_number,
)
from tests.proof.people import VISITS
from tests.proof.returns import returned
from tests.walks.systems import SIERRA

_SENT = "is on disk, nothing was sent"
_CAME = "has come, and is not on disk"
_AT_ONCE = 20
_PARTS: dict[str, Callable[[int], list[str]]] = {
    "moments": killed_at_a_moment,
    "box": killed_at_the_box,
    "returns": returned,
}
"""The parts that try one seed after the other. Each function gets a seed, and returns the mistakes of the kiosk."""


def main() -> int:
    """Run one part of the proof. Return 0, or 1 if something is wrong."""
    parser = ArgumentParser(prog="python -m tests.proof", description=__doc__)
    parser.add_argument("part", choices=[*_PARTS, "answers", "fob", "transitions"])
    parser.add_argument("--count", type=int, default=200, help="how many moments, or how many odd answers at least")
    parser.add_argument("--first", type=int, default=1, help="the first seed or place")
    parser.add_argument("--seed", type=int, help="only this one, with its trace")
    parser.add_argument("--jobs", type=int, default=2, help="how many at the same time")
    scenes = dict.fromkeys((*SCENES, *FAULTS))
    parser.add_argument("--scene", choices=[*scenes], action="append", help="only this scene of transitions or fob")
    parser.add_argument("--place", type=int, help="kill the kiosk only at the place with this number, in one scene")
    parser.add_argument("--then", type=int, help="kill the restarted kiosk, too, at the place with this number")
    parser.add_argument("--system", choices=[*VISITS], default=SIERRA, help="the lending system (sierra)")
    parser.add_argument("--traces", type=Path, default=Path("build/proof"), help="a folder for the traces")
    args = parser.parse_args()
    if args.seed is not None:
        return _one(args.part, args.seed, args.system)
    if args.place is not None:
        return _at_place(args.part, args.scene[0], args.place, args.then)
    began = monotonic()
    with multiprocessing.get_context("spawn").Pool(args.jobs) as pool:
        match args.part:
            case "transitions":
                usual = [name for name, scene in SCENES.items() if scene.system == args.system]
                count, bad = _transitions(pool, args.scene or usual, args.first)
            case "fob":
                count, bad = _by_fob(pool, args.scene or [*FAULTS], args.first)
            case "answers":
                count, bad = _answers(pool, args.first, args.count, args.traces, args.system)
            case _:
                work = _work(args.part, args.system)
                count, bad = _told(pool, work, range(args.first, args.first + args.count))
    print(f"{args.system}, {args.part}: {count}, of which {bad} were wrong; {monotonic() - began:.0f} s")
    return 1 if bad else 0


def _work(part: str, system: str) -> Callable[[int], list[str]]:
    return partial(killed_with_titles, system) if part == "moments" and system != SIERRA else _PARTS[part]


def _one(part: str, seed: int, system: str) -> int:
    if part == "answers":
        heard = odd_answers(seed, system)
        print(*heard.trace, "", *heard.wrongs, sep="\n")
        return 1 if heard.wrongs else 0
    wrongs = _work(part, system)(seed)
    print(*wrongs, sep="\n")
    return 1 if wrongs else 0


def _at_place(part: str, scene: str, place: int, then: int | None) -> int:
    """Kill the kiosk at this place. If `then` is given, kill the restarted kiosk, too. Return the exit code."""
    if part == "fob":
        wrongs = killed_by_fob(scene, place)
    else:
        wrongs = killed_at(scene, place) if then is None else killed_while_settling(scene, place, then)
    print(*wrongs, sep="\n")
    return 1 if wrongs and wrongs != [NOT_REACHED] else 0


def _told(pool: Pool, work: Callable[[int], list[str]], things: Iterable[int], where: str = "") -> tuple[int, int]:
    """Let the pool do `work` for each number in `things`, and print each mistake that `work` finds at once.

    A line begins with `where` and the number. Return how many numbers were tried, and how many of them had a mistake.
    Do not count a place that no kiosk has reached.
    """
    count = bad = 0
    for which, wrongs in pool.imap_unordered(partial(with_number, work), things):
        if wrongs == [NOT_REACHED]:
            continue
        count += 1
        bad += bool(wrongs)
        for wrong in wrongs:
            print(f"{where}{which}: {wrong}", flush=True)
    return count, bad


def _transitions(pool: Pool, scenes: Iterable[str], first: int) -> tuple[int, int]:
    count = bad = 0
    for scene in scenes:
        names = places(scene)
        more, worse = _round(pool, f"{scene}, place", partial(killed_at, scene), names, first)
        count, bad = count + more, bad + worse
        for words in (_SENT, _CAME):
            place = next((number for number, name in enumerate(names, 1) if words in name), None)
            if place is None:
                print(f"{scene}: no place is called {words!r}")
                bad += 1
                continue
            then = partial(killed_while_settling, scene, place)
            what = f"{scene}, place {place}, then"
            more, worse = _round(pool, what, then, places_of_settling(scene, place))
            count, bad = count + more, bad + worse
    return count, bad


def _round(
    pool: Pool, what: str, work: Callable[[int], list[str]], where: Sequence[str], first: int = 1
) -> tuple[int, int]:
    count, bad = _told(pool, work, range(first, len(where) + 1), f"{what} ")
    print(f"{what}: {count} places, {bad} wrong", flush=True)
    return count, bad


def _by_fob(pool: Pool, scenes: Iterable[str], first: int) -> tuple[int, int]:
    count = bad = 0
    for scene in scenes:
        more, worse = _round(pool, f"{scene}, place", partial(killed_by_fob, scene), places_by_fob(scene), first)
        count, bad = count + more, bad + worse
    return count, bad


def _answers(pool: Pool, first: int, count: int, traces: Path, system: str) -> tuple[int, int]:
    odd = bad = runs = 0
    while odd < count:
        for heard in pool.imap_unordered(
            partial(odd_answers, system=system), range(first + runs, first + runs + _AT_ONCE)
        ):
            odd, bad = odd + heard.odd, bad + bool(heard.wrongs)
            for wrong in heard.wrongs:
                print(f"seed {heard.seed}: {wrong}", flush=True)
            if heard.wrongs:
                traces.mkdir(parents=True, exist_ok=True)
                (traces / f"{heard.seed}.txt").write_text("\n".join(heard.trace), encoding="utf-8")
        runs += _AT_ONCE
        print(f"{odd} odd answers in {runs} visits, {bad} visits were wrong", flush=True)
    return odd, bad


if __name__ == "__main__":
    sys.exit(main())
