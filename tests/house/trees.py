"""Functions that read the sources as syntax trees. Each file is read once, because many tests look at all files."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]


def sources(*folders: str) -> list[Path]:
    """Return the path of each Python file in these folders."""
    return sorted(path for folder in folders for path in (ROOT / folder).rglob("*.py"))


@cache
def tree(path: Path) -> ast.Module:
    """Return the syntax tree of this file."""
    return ast.parse(path.read_text(encoding="utf-8"))


def statements(module: ast.Module) -> Iterator[ast.AST]:
    """Yield the module and each statement in it, also each statement inside another statement.

    Do not look inside expressions. They are the largest part of a tree, and contain no class, docstring or `def`.
    """
    waiting: list[ast.AST] = [module]
    while waiting:
        node = waiting.pop()
        yield node
        for part in ("body", "handlers", "orelse", "finalbody", "cases"):
            waiting += getattr(node, part, ())
