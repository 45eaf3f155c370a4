"""What the sources keep to, and no tool of ours checks otherwise."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
MOST_LINES = 300
MOST_LINES_OF_A_FUNCTION = 40
SOURCES = sorted(path for folder in ("kiosk", "hardware", "tests") for path in (ROOT / folder).rglob("*.py"))


def _named(path: Path) -> str:
    return str(path.relative_to(ROOT))


@pytest.mark.parametrize("path", SOURCES, ids=_named)
def test_a_file_can_be_read_in_one_go(path: Path) -> None:
    length = len(path.read_text(encoding="utf-8").splitlines())
    assert length <= MOST_LINES, f"{_named(path)} has {length} lines"


@pytest.mark.parametrize("path", [path for path in SOURCES if "tests" not in path.parts], ids=_named)
def test_a_function_can_be_read_in_one_look(path: Path) -> None:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            length = (node.end_lineno or node.lineno) - node.lineno + 1
            assert length <= MOST_LINES_OF_A_FUNCTION, f"{node.name} has {length} lines"
