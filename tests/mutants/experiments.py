"""The experiments that must notice a mutant: walks, parts of the proof, power cuts, and single tests.

An experiment is a command that tries many numbers: seeds of random choices, or places at which a kiosk is killed. It
prints a line for each number at which a law is broken. A second command plays one of these numbers again.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

Command = tuple[str, ...]
"""The arguments for Python, without the name of the interpreter."""


@dataclass(frozen=True, slots=True)
class Experiment:
    """A command that tries many numbers (seeds or places).

    `line` matches each line that the command prints about a broken law. Its group `number` is the number, and its group
    `law` is the text of the law. `again` returns the command that plays this number again.
    """

    many: Command
    line: "re.Pattern[str]"
    again: Callable[[str], Command]


def walks(system: str, first: int, count: int = 60) -> Experiment:
    """Return the experiment with `count` random walks at this system, from the seed `first` on."""
    base = ("-m", "tests.walks", "--system", system)
    return Experiment(
        (*base, str(count), "--first", str(first), "--jobs", "2"),
        re.compile(r"SEED=(?P<number>\d+) \([\d.]+ s\): (?P<law>.*)"),
        lambda seed: (*base, "--seed", seed),
    )


def proof(part: str, system: str = "sierra", *, first: int = 1, count: int = 60) -> Experiment:
    """Return the experiment that runs this part of the proof with `count` seeds, from the seed `first` on."""
    base = ("-m", "tests.proof", part, "--system", system)
    return Experiment(
        (*base, "--count", str(count), "--first", str(first)),
        re.compile(r"(?:seed )?(?P<number>\d+): (?P<law>.*)"),
        lambda seed: (*base, "--seed", seed),
    )


def kills(scene: str, part: str = "transitions", *, first: int = 1) -> Experiment:
    """Return the experiment that kills a kiosk at each place of this scene, from the place `first` on.

    A place is a moment when the journal changes. The part `transitions` also kills the kiosk while it restarts.
    """
    base = ("-m", "tests.proof", part, "--scene", scene)

    def again(number: str) -> Command:
        place, _, then = number.partition(", then ")
        return (*base, "--place", place, *(("--then", then) if then else ()))

    line = re.compile(rf"{re.escape(scene)}, place (?P<number>\d+(?:, then \d+)?): (?P<law>.*)")
    return Experiment((*base, "--first", str(first)), line, again)


def power(first: int = 1, count: int = 500) -> Experiment:
    """Return the experiment that opens the stores on `count` disks after power cuts, from the seed `first` on."""

    def of(seed: str) -> Command:
        return ("-m", "tests.power", "--count", str(count), "--first", seed)

    return Experiment(of(str(first)), re.compile(r"seed (?P<number>\d+), (?P<law>.*)"), of)


def story(*tests: str) -> Experiment:
    """Return the experiment that runs these tests. Its number is the name of the test that has failed."""
    command = ("-m", "pytest", "-q", "-p", "no:cacheprovider")
    return Experiment(
        (*command, *tests), re.compile(r"FAILED (?P<law>(?P<number>\S+).*)"), lambda test: (*command, test)
    )
