"""Tests of rules for the sources that ruff and mypy do not check."""

import ast

from tests.house.trees import ROOT, sources, statements, tree

LONG, TOO_LONG = 500, 800
"""A file with more than LONG lines needs a reason in LONG_FOR_A_REASON. No file may have more than TOO_LONG lines."""
LONG_FOR_A_REASON: dict[str, str] = {}
MOST_LINES_OF_A_FUNCTION = 40


def test_no_file_is_longer_than_a_reader_can_hold() -> None:
    lengths = {
        str(path.relative_to(ROOT)): len(path.read_text(encoding="utf-8").splitlines())
        for path in sources("kiosk", "hardware", ".make", "tests")
    }
    assert len(lengths) > 500
    wrong = [f"{name} has {length} lines: split it" for name, length in lengths.items() if length > TOO_LONG]
    long = {name: length for name, length in lengths.items() if length > LONG}
    wrong += [f"{name} has {long[name]} lines, and no reason" for name in long if not LONG_FOR_A_REASON.get(name)]
    wrong += [f"{name} has a reason, and is not long" for name in LONG_FOR_A_REASON if name not in long]
    assert not wrong, "\n".join(wrong)


def test_a_function_can_be_read_in_one_look() -> None:
    long = []
    for path in sources("kiosk", "hardware", ".make"):
        for node in statements(tree(path)):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                length = (node.end_lineno or node.lineno) - node.lineno + 1
                if length > MOST_LINES_OF_A_FUNCTION:
                    long.append(f"{path.relative_to(ROOT)}:{node.lineno}: {node.name} has {length} lines")
    assert not long, "\n".join(long)
