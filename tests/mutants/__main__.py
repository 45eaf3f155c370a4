"""`python -m tests.mutants [NAME...]`: remove one safeguard after the other, and see that an experiment notices.

A mutant is a change that removes one safeguard from the source. The table (table.py) has a row for each mutant. Make
each mutant in a copy of the tree. Then run its experiment there, for example a walk or a part of the proof, until a law
is broken or the time is over. Print a row for each mutant: the safeguard, the file, the change, the command that shows
the broken law a second time, and the time. The exit code is 0 if each mutant was noticed. It is 1 if a mutant was not
noticed or could not be made, or if its law is also broken without the mutant.
"""

import shlex
import sys
from argparse import ArgumentParser
from time import monotonic

from tests.mutants.runner import MutantError, Noticed, copied_tree, tried
from tests.mutants.table import MUTANTS, Mutant


def main() -> int:
    """Try the mutants with the given names, or all. Return the exit code."""
    parser = ArgumentParser(prog="python -m tests.mutants", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help="only these mutants")
    parser.add_argument("--number", help="play only this seed or place, of one mutant, with its trace")
    parser.add_argument("--list", action="store_true", help="only list the names")
    args = parser.parse_args()
    known = {each.name: each for each in MUTANTS}
    if unknown := [name for name in args.names if name not in known]:
        parser.error(f"no mutant is called {', '.join(unknown)}; --list lists the names")
    if args.list:
        print(*(f"{each.name}: {each.safeguard}" for each in MUTANTS), sep="\n")
        return 0
    began, bad = monotonic(), list[str]()
    print("| safeguard | file | what removes it | noticed by | time |", "|---|---|---|---|---|", sep="\n")
    with copied_tree() as copy:
        for mutant in [known[name] for name in args.names] or MUTANTS:
            try:
                noticed = tried(copy, mutant, args.number)
            except MutantError as why:
                print(f"{why}", flush=True)
                bad.append(mutant.name)
                continue
            print(_row(mutant, noticed), flush=True)
            if noticed.number is None or noticed.false_alarm:
                bad.append(mutant.name)
    count = len(args.names) or len(MUTANTS)
    print(f"{count} mutants, {monotonic() - began:.0f} s. Not noticed: {', '.join(bad) or 'none'}")
    return 1 if bad else 0


def _row(mutant: Mutant, noticed: Noticed) -> str:
    if noticed.number is None:
        by = f"NOT NOTICED; other laws: {'; '.join(noticed.others[:3]) or 'none'}"
    else:
        alarm = "FALSE ALARM, because it is also so without the mutant: " if noticed.false_alarm else ""
        again = f"python -m tests.mutants {mutant.name} --number {shlex.quote(noticed.number)}"
        by = f"{alarm}`{again}` ({shlex.join(mutant.by.again(noticed.number)[1:])}): {noticed.law}"[:400]
    return f"| {mutant.safeguard} | {mutant.file} | {mutant.removed} | {by} | {noticed.took_s:.0f} s |"


if __name__ == "__main__":
    sys.exit(main())
