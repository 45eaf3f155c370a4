"""Tests of a table in CONTRIBUTING.md. The table names a test for everything that a member can do in each system."""

import ast
import re
from pathlib import Path

import pytest

from kiosk.settings.model import Backend

ROOT = Path(__file__).parents[2]
HEADING = "## What a member can do, and what proves it"
SYSTEMS = {"myturn": "myTurn", "sierra": "Sierra", "overdrive": "OverDrive", "ehub": "eHUB"}
"""The lending systems that the settings can name, with their names in the table."""
FEWEST_WORDS = 4
"""The smallest number of words that a reason may have. A shorter reason explains nothing."""


def table() -> tuple[list[str], list[list[str]]]:
    """Return the cells of the first row, and the cells of each other row."""
    page = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8").split(HEADING)[1].split("\n## ")[0]
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in page.splitlines() if line.startswith("|")]
    return rows[0], rows[2:]


def proofs_in(module: Path) -> dict[str, ast.FunctionDef]:
    """Return the tests of this module, with their names as keys."""
    body = ast.parse(module.read_text(encoding="utf-8")).body
    return {each.name: each for each in body if isinstance(each, ast.FunctionDef) and each.name.startswith("test_")}


def test_each_system_of_the_settings_has_a_column() -> None:
    assert {each.value for each in Backend} == set(SYSTEMS)
    head, rows = table()
    assert head[1:] == list(SYSTEMS.values())
    assert len(rows) > 20
    assert all(len(row) == len(head) for row in rows)


@pytest.mark.parametrize("row", table()[1], ids=lambda row: str(row[0]))
def test_each_cell_names_a_test_on_the_installed_command_or_a_reason(row: list[str]) -> None:
    named = 0
    for cell in row[1:]:
        found = re.fullmatch(r"`tests\.e2e\.(test_\w+)\.(test_\w+)`", cell)
        if found is None:
            assert "`" not in cell, f"{cell} is no test of tests/e2e"
            assert len(cell.split()) >= FEWEST_WORDS, f"{row[0]}: say why, or name a test"
            continue
        named += 1
        test = proofs_in(ROOT / "tests" / "e2e" / f"{found[1]}.py").get(found[2])
        assert test is not None, f"{cell} does not exist"
        marks = " ".join(map(ast.unparse, test.decorator_list))
        assert "xfail" not in marks
        assert "mark.skip(" not in marks
    assert named, f"no system can do this: {row[0]}"
