"""Tests that the tables "question -> file" in the README files name files and functions that exist."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

ROOT = Path(__file__).parents[2]
READMES = sorted(path for folder in ("kiosk", "hardware") for path in (ROOT / folder).rglob("README.md"))
HEAD = re.compile(r"^\|\s*question\s*\|", re.IGNORECASE)
RULE = re.compile(r"^\|[\s:|-]+\|$")
SIGNPOST = re.compile(r"^\[`(?P<label>[^`]+)`\]\((?P<path>[^)\s]+)\)(?::\s*`(?P<name>[A-Za-z_][\w.]*)`)?$")
"""The form of the last cell in a row: a link to the file, and perhaps a name that the file defines."""


class Row(NamedTuple):
    """A row of a table "question -> file"."""

    line: int
    question: str
    answer: str


def rows(text: str) -> Iterator[Row]:
    """Yield the rows of each table whose first column is called "question"."""
    inside = False
    for number, line in enumerate(text.splitlines(), 1):
        if HEAD.match(line):
            inside = True
        elif not line.startswith("|"):
            inside = False
        elif inside and not RULE.match(line):
            cells = [cell.strip() for cell in line.strip().strip("|").rsplit("|", 1)]
            yield Row(number, cells[0], cells[-1])


def defined(source: str) -> set[str]:
    """Return the names that this source defines: functions, classes, values, and `Class.method`."""
    return _names(ast.parse(source).body)


def _names(statements: list[ast.stmt]) -> set[str]:
    names: set[str] = set()
    for node in statements:
        match node:
            case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name):
                names.add(name)
            case ast.ClassDef(name=name, body=body):
                names |= {name, *(f"{name}.{inner}" for inner in _names(body))}
            case ast.Assign(targets=targets):
                names |= {target.id for target in targets if isinstance(target, ast.Name)}
            case ast.AnnAssign(target=ast.Name(id=name)):
                names.add(name)
            case _:
                pass
    return names


def problem(row: Row, folder: Path) -> str | None:
    """Return the fault of this row, or None. The file must exist in this folder, and must define the name."""
    found = SIGNPOST.match(row.answer)
    if found is None:
        return f"not in the form [`file.py`](file.py): `name`: {row.answer!r}"
    path = (folder / found["path"]).resolve()
    if found["label"] != found["path"]:
        return f"the link says {found['label']!r} and leads to {found['path']!r}"
    if not path.is_file():
        return f"there is no file {found['path']}"
    name = found["name"]
    if name is None:
        return None
    text = path.read_text(encoding="utf-8")
    known = name in defined(text) if path.suffix == ".py" else name in text
    return None if known else f"{found['path']} does not define {name}"


def test_each_question_leads_to_a_file_and_a_name_that_exist() -> None:
    found = [
        f"{path.relative_to(ROOT)}:{row.line}: {fault}"
        for path in READMES
        for row in rows(path.read_text(encoding="utf-8"))
        if (fault := problem(row, path.parent)) is not None
    ]
    assert not found, "\n".join(found)


@pytest.mark.parametrize("answer", [
    "[`test_signposts.py`](test_signposts.py)",
    "[`test_signposts.py`](test_signposts.py): `problem`",
    "[`test_signposts.py`](test_signposts.py): `Row.line`",
    "[`test_signposts.py`](test_signposts.py): `READMES`",
    "[`../../pyproject.toml`](../../pyproject.toml)",
])  # fmt: skip
def test_a_signpost_that_leads_somewhere_is_accepted(answer: str) -> None:
    (row,) = rows(f"| question | file |\n|---|---|\n| Why `a|b`? | {answer} |\n")
    assert problem(row, Path(__file__).parent) is None


@pytest.mark.parametrize("answer", [
    "",
    "test_signposts.py",
    "[`gone.py`](gone.py)",
    "[`here.py`](test_signposts.py)",
    "[`test_signposts.py`](test_signposts.py): `gone`",
    "[`test_signposts.py`](test_signposts.py): `problem`, or somewhere else",
])  # fmt: skip
def test_a_signpost_that_leads_nowhere_is_found(answer: str) -> None:
    (row,) = rows(f"| Question | file |\n|---|---|\n| Where? | {answer} |\n\n| other | table |\n|---|---|\n| a | b |\n")
    assert problem(row, Path(__file__).parent) is not None
