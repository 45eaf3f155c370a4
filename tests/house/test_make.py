"""Tests that the commands of `.ci/run` together leave out no test. Each command alone runs only some of the tests."""

import re
import subprocess
from pathlib import Path

ROOT = Path(__file__).parents[2]


def _runs_of(*targets: str) -> list[str]:
    """Return the arguments of each run of pytest that make would start for these targets.

    Leave out a run that only compiles the tests.
    """
    said = subprocess.run(
        ["make", "--dry-run", *targets], cwd=ROOT, capture_output=True, text=True, check=True, timeout=60
    ).stdout
    runs = re.findall(r"-m pytest (.*)", said.replace("\\\n", " "))
    return [run for run in runs if "--collect-only" not in run]


def test_what_one_run_leaves_out_another_run_of_the_ci_takes() -> None:
    called = re.findall(r"^ *(?:exec )?make ([\w-]+)", (ROOT / ".ci/run").read_text(encoding="utf-8"), re.MULTILINE)
    assert list(dict.fromkeys(called)) == ["test", "test-install", "test-devices"]
    runs = _runs_of(*dict.fromkeys(called))
    assert len(runs) == 4
    assert not [run for run in runs if re.search(r"(^| )-(m|k) ", run)]
    left_out = {folder for run in runs for folder in re.findall(r"--ignore=(\S+)", run)}
    taken = {folder for run in runs for folder in re.findall(r"(?<= )tests/[\w/]+(?= |$)", run)}
    assert left_out == taken == {"tests/domain", "tests/scenarios", "tests/install", "tests/vm"}


def test_the_newest_packages_are_tried_with_every_test_that_needs_no_devices() -> None:
    steps = re.search(r"^STEPS := (.*)$", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)
    assert steps is not None
    assert {"quick", "slow", "test-install"} <= set(steps.group(1).split())
