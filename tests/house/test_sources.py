"""What the sources keep to, and no tool of ours checks otherwise."""

import ast
from pathlib import Path

ROOT = Path(__file__).parents[2]
MOST_LINES = 500  # a longer file stands in LONG_FOR_A_REASON
MOST_LINES_EVER = 800
MOST_LINES_OF_A_FUNCTION = 40
LONG_FOR_A_REASON: dict[str, str] = {}
SOURCES = sorted(path for folder in ("kiosk", "hardware", "tests") for path in (ROOT / folder).rglob("*.py"))


def _named(path: Path) -> str:
    return str(path.relative_to(ROOT))


def test_no_file_is_longer_than_a_reader_can_hold() -> None:
    lengths = {_named(path): len(path.read_text(encoding="utf-8").splitlines()) for path in SOURCES}
    long = {name: length for name, length in lengths.items() if length > MOST_LINES}
    assert not {name: length for name, length in long.items() if length > MOST_LINES_EVER}
    assert set(long) == set(LONG_FOR_A_REASON), f"over {MOST_LINES} lines: {long}"


def test_a_function_can_be_read_in_one_look() -> None:
    long = []
    for path in (path for path in SOURCES if "tests" not in path.parts):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                length = (node.end_lineno or node.lineno) - node.lineno + 1
                if length > MOST_LINES_OF_A_FUNCTION:
                    long.append(f"{_named(path)}: {node.name} has {length} lines")
    assert not long
