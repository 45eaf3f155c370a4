"""Tests that all names in CONTRIBUTING.md exist: files, modules, functions, classes, make targets and links."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from importlib.util import find_spec
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "CONTRIBUTING.md"
MADE = ("build", ".venv", "run")
"""Folders that a command makes. They do not exist in a fresh clone."""

PATH = re.compile(r"[\w.*-]+(/[\w.*-]+)+/?|[\w-]+/")
DOTTED = re.compile(r"\.?[A-Za-z]\w*([.]\w+)+")
BARE = re.compile(r"[A-Za-z_]\w+")


def named(text: str) -> Iterator[str]:
    """Yield each name in backticks. Also yield each path or dotted name in a code block without a language."""
    fenced = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
    for language, block in fenced.findall(text):
        if not language:
            yield from (
                word.group() for word in re.finditer(r"(?<![\w./<-])(kiosk|hardware|tests)[./][\w./]*\w", block)
            )
    for span in re.findall(r"`([^`\n]+)`", fenced.sub("", text)):
        yield span.removesuffix("()")


@cache
def defined(module: Path) -> dict[str, set[str]]:
    """Return the names that this module defines or imports. The value of a class is the set of the names inside it."""
    found: dict[str, set[str]] = {}
    for node in ast.parse(module.read_text(encoding="utf-8")).body:
        for name in _names(node):
            inside = node.body if isinstance(node, ast.ClassDef) else []
            found[name] = {name for part in inside for name in _names(part)} | _fields(node)
    return found


def _names(node: ast.stmt) -> list[str]:
    match node:
        case ast.ClassDef() | ast.FunctionDef() | ast.AsyncFunctionDef():
            return [node.name]
        case ast.Assign():
            return [target.id for target in node.targets if isinstance(target, ast.Name)]
        case ast.AnnAssign(target=ast.Name(id=name)):
            return [name]
        case ast.ImportFrom() | ast.Import():
            return [(alias.asname or alias.name).split(".")[0] for alias in node.names]
        case _:
            return []


def _fields(node: ast.AST) -> set[str]:
    """Return the attributes that the methods of a class set on self."""
    return {
        part.attr
        for part in ast.walk(node)
        if isinstance(part, ast.Attribute) and isinstance(part.value, ast.Name) and part.value.id == "self"
    }


def file_exists(name: str) -> bool:
    return name.split("/", maxsplit=1)[0] in MADE or name.startswith("/") or any(ROOT.glob(name.rstrip("/")))


def dotted_exists(name: str) -> bool:
    """Return True if this dotted name is one of our modules, a name in one of our modules, or an installed library."""
    parts = name.split(".")
    if not (ROOT / parts[0]).is_dir():
        return find_spec(parts[0]) is not None
    for count in range(len(parts), 0, -1):
        at = ROOT.joinpath(*parts[:count])
        module = at.with_suffix(".py") if at.with_suffix(".py").exists() else at / "__init__.py"
        if module.exists() or at.is_dir():
            rest = parts[count:]
            names = defined(module) if module.exists() else {}
            return not rest or (rest[0] in names and (len(rest) == 1 or (len(rest) == 2 and rest[1] in names[rest[0]])))
    return False


@cache
def words_of_the_tree() -> frozenset[str]:
    """Return every word in the sources. An old name that no file uses any more is not among them."""
    sources = [
        *(path for room in ("kiosk", "hardware", "tests", ".make") for path in (ROOT / room).rglob("*.py")),
        *(ROOT / name for name in ("pyproject.toml", "Makefile")),
        *(ROOT / "assets").glob("*.toml"),
    ]
    mine = Path(__file__)
    return frozenset(
        word for path in sources if path != mine for word in re.findall(r"\w+", path.read_text(encoding="utf-8"))
    )


def targets() -> set[str]:
    return set(re.findall(r"^([a-z][\w-]*):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))


def wrong(text: str) -> list[str]:
    """Return the names in this text that do not exist, each with the reason."""
    found = []
    for name in dict.fromkeys(named(text)):
        if "NAME" in name or (ROOT / name).is_file():  # NAME stands for a name that the developer chooses
            continue
        if PATH.fullmatch(name):
            if not file_exists(name):
                found.append(f"{name}: no such file or folder")
        elif DOTTED.fullmatch(name):
            if not dotted_exists(name):
                found.append(f"{name}: no such module, function or class; write it in full, from kiosk or hardware")
        elif BARE.fullmatch(name) and name not in words_of_the_tree():
            found.append(f"{name}: no source has this word")
    asked = dict.fromkeys(re.findall(r"(?:^    |`)make ([a-z][\w-]*)", text, re.MULTILINE))
    found += [f"make {target}: no such target" for target in asked if target not in targets()]
    links = re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", text)
    found += [f"({link}): no such file" for link in links if not (ROOT / link).exists()]
    return found


def test_what_the_page_names_exists() -> None:
    found = wrong(PAGE.read_text(encoding="utf-8"))
    assert not found, "CONTRIBUTING.md names what is not there:\n" + "\n".join(found)


@pytest.mark.parametrize(
    "text",
    [
        "see `kiosk/domain/nowhere.py`",
        "`kiosk.domain.nowhere` decides",
        "`kiosk.domain.visit.stepping.stroll()` decides",
        "`kiosk.controller.Controller.stroll` is called",
        "a `Strolling` state",
        "run `make stroll`",
        "    make stroll     go for a walk",
        "[the visit](kiosk/domain/stroll/README.md)",
        "```\nreader   kiosk/domain/nowhere.py\n```",
        "```\nreader   kiosk.domain.visit.stepping.stroll\n```",
    ],
)
def test_each_kind_of_wrong_name_is_found(text: str) -> None:
    assert len(wrong(text)) == 1


@pytest.mark.parametrize(
    "text",
    [
        "`kiosk/domain/outcome.py`, `kiosk/domain/` and `tests/house/*.py`",
        "`kiosk.domain.visit.stepping.step()` and `kiosk.controller.Controller.dispatch`",
        "`asyncio.create_task`, `Secret`, `make quick`, `build/machine`, `pyproject.toml`",
        "```python\nkiosk.any_code.may.stand_here\n```",
    ],
)
def test_right_names_pass(text: str) -> None:
    assert not wrong(text)
