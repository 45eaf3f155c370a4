"""Tests that only one file sets the number of examples for a law. The profile "hunt" tries more examples."""

import ast
import os
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import settings

from tests.examples import USUAL, examples

ROOT = Path(__file__).parents[2]


@pytest.mark.slow
def test_no_law_fixes_how_many_examples_it_is_tried_on() -> None:
    """If a law had its own fixed number of examples, the profile "hunt" could not try more examples of this law."""
    only_here = {"tests/conftest.py", "tests/examples.py", "tests/house/test_laws_of_laws.py"}
    fixed = []
    for path in sorted((ROOT / "tests").rglob("*.py")):
        name = str(path.relative_to(ROOT))
        if name in only_here:
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("hypothesis"):
                fixed += [f"{name}:{node.lineno}" for one in node.names if one.name == "settings"]
            if isinstance(node, ast.keyword) and node.arg == "max_examples":
                fixed.append(f"{name}:{node.lineno}")
            if isinstance(node, ast.Attribute) and ast.unparse(node) == "hypothesis.settings":
                fixed.append(f"{name}:{node.lineno}")
    assert not fixed, f"tests/examples.py says how many: {fixed}"


def test_the_hunt_hunts_longer_than_every_other_run() -> None:
    usual, hunt = settings.get_profile("kiosk"), settings.get_profile("hunt")
    assert usual.max_examples == USUAL
    assert hunt.max_examples >= 10 * USUAL
    assert not hunt.derandomize
    assert hunt.deadline is usual.deadline is None
    assert examples(150).max_examples == 150 * settings().max_examples // USUAL
    assert examples(1).deadline is None


@pytest.mark.parametrize("integration", [{}, {"CI": "true"}, {"GITHUB_ACTIONS": "1", "CI": "1"}, {"TF_BUILD": "True"}])
def test_the_profiles_are_the_same_on_every_machine(integration: dict[str, str]) -> None:
    """By default, Hypothesis draws the same examples each time in CI. Then "hunt" would find nothing new there."""
    ask = (
        "import tests.conftest; from hypothesis import settings;"
        "print([(p.derandomize, p.max_examples) for p in map(settings.get_profile, ('kiosk', 'hunt'))])"
    )
    home = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    said = subprocess.run(
        [sys.executable, "-c", ask], cwd=ROOT, env=home | integration, capture_output=True, text=True, check=True
    ).stdout
    assert said.strip() == f"[(True, {USUAL}), (False, {20 * USUAL})]"
