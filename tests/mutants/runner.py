"""Copy the tree, remove one safeguard in the copy (this is the mutant), and run the experiment until it notices.

An experiment that also breaks its law without the mutant proves nothing. So put the safeguard back, and play the number
at which the law was broken a second time.
"""

import os
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Timer
from time import monotonic

from tests.mutants.experiments import Command
from tests.mutants.table import Mutant

ROOT = Path(__file__).parents[2]
LONGEST_S = 240.0
"""The longest time, in seconds, that an experiment may take to notice a mutant."""
_LEFT_OUT = shutil.ignore_patterns(".git", ".venv", "build", "dist", ".*_cache", ".hypothesis", "*.egg-info")
_TMP = "/dev/shm" if Path("/dev/shm").is_dir() else None


class MutantError(Exception):
    """The table does not fit the sources any more, so a mutant cannot be made."""


@dataclass(frozen=True, slots=True)
class Noticed:
    """The result for one mutant. `number` and `law` are None if the experiment has not noticed the mutant.

    `false_alarm` is True if the experiment breaks a law without the mutant, too.
    """

    number: str | None
    law: str | None
    took_s: float
    false_alarm: bool = False
    others: tuple[str, ...] = ()
    """The printed lines about other broken laws. The safeguard of this mutant does not protect these laws."""


def mutated(mutant: Mutant, source: str) -> str:
    """Return the source without the safeguard. Raises MutantError if the text is not there exactly once."""
    count = source.count(mutant.text)
    if count == 0:
        raise MutantError(f"the text of mutant {mutant.name} is not in {mutant.file} any more")
    if count > 1:
        raise MutantError(f"the text of mutant {mutant.name} is in {mutant.file} {count} times: make it longer")
    changed = source.replace(mutant.text, mutant.instead)
    try:
        compile(changed, mutant.file, "exec")
    except SyntaxError as why:
        raise MutantError(f"mutant {mutant.name} makes no valid source of {mutant.file}: {why}") from why
    return changed


@contextmanager
def copied_tree() -> Iterator[Path]:
    """Copy the tree, also with changes that are not committed, and yield the folder of the copy."""
    with TemporaryDirectory(prefix="mutants-", dir=_TMP) as name:
        copy = Path(name) / "tree"
        shutil.copytree(ROOT, copy, ignore=_LEFT_OUT, symlinks=True)
        yield copy


def tried(copy: Path, mutant: Mutant, number: str | None = None) -> Noticed:
    """Make this mutant in the copy, run its experiment there, and return the result. At the end, undo the mutant.

    If `number` is given, play only this number. Raises MutantError if the mutant cannot be made.
    """
    file, began = copy / mutant.file, monotonic()
    changed = mutated(mutant, file.read_text(encoding="utf-8"))
    file.write_text(changed, encoding="utf-8")
    try:
        if number is not None:
            law = _law_in_replay(copy, mutant, number)
            return Noticed(number if law else None, law, monotonic() - began)
        found, law, others = _first_notice(copy, mutant)
    finally:
        shutil.copy2(ROOT / mutant.file, file)
    took_s = monotonic() - began
    false_alarm = found is not None and _run(copy, mutant.by.again(found)).returncode != 0
    return Noticed(found, law, took_s, false_alarm, others)


def _first_notice(copy: Path, mutant: Mutant) -> tuple[str | None, str | None, tuple[str, ...]]:
    """Run the experiment until it prints a line about the mutant's law, and end it then.

    Return the number, the law, and the lines about other laws. If no such line comes, number and law are None.
    """
    others: list[str] = []
    process = subprocess.Popen(
        [sys.executable, *mutant.by.many], cwd=copy, env=_environment(copy), text=True, start_new_session=True,
        stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    timer = Timer(LONGEST_S, _end, [process])
    timer.start()
    try:
        assert process.stdout is not None
        for line in process.stdout:
            found = mutant.by.line.match(line)
            if found is None:
                continue
            if re.search(mutant.law, found["law"]):
                return found["number"], found["law"].strip(), tuple(others)
            others.append(line.strip())
    finally:
        timer.cancel()
        _end(process)
    return None, None, tuple(others)


def _law_in_replay(copy: Path, mutant: Mutant, number: str) -> str | None:
    said = _run(copy, mutant.by.again(number))
    print(said.stdout, said.stderr, sep="\n")
    return next((line for line in said.stdout.splitlines() if re.search(mutant.law, line)), None)


def _run(copy: Path, command: Command) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, *command], cwd=copy, env=_environment(copy), text=True, capture_output=True, check=False,
        timeout=LONGEST_S,
    )  # fmt: skip


def _environment(copy: Path) -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(copy), "PYTHONUNBUFFERED": "1"}


def _end(process: "subprocess.Popen[str]") -> None:
    """Kill the experiment with its own processes, which are in one group."""
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
