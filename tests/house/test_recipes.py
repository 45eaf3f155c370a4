"""Tests of steps in CONTRIBUTING's recipes. If a developer forgot one of these steps, no other test would fail."""

import ast
from pathlib import Path
from typing import get_args

from msgspec.structs import fields

from hardware.layouts import LAYOUTS
from kiosk.domain.library import House
from kiosk.views.view import Page

ROOT = Path(__file__).parents[2]


def test_every_rule_of_the_house_comes_from_the_settings() -> None:
    trees = [ast.parse(path.read_text(encoding="utf-8")) for path in (ROOT / "kiosk/app").glob("*.py")]
    functions = [node for tree in trees for node in tree.body if isinstance(node, ast.FunctionDef)]
    (house_of,) = (function for function in functions if function.name == "house_of")
    (call,) = (node for node in ast.walk(house_of) if isinstance(node, ast.Call) and ast.unparse(node.func) == "House")
    assert {word.arg for word in call.keywords} == {field.name for field in fields(House)}


def test_every_page_has_its_frame() -> None:
    makers = (ROOT / "kiosk/ui/pages/__init__.py").read_text(encoding="utf-8")
    assert [kind.__name__ for kind in get_args(Page) if f"    {kind.__name__}: " not in makers] == []


def test_the_readme_names_every_layout() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    (row,) = (line for line in readme.splitlines() if 'layout = "de"' in line and line.startswith("|"))
    named = row.partition("There are ")[2].partition("|")[0].replace(" and ", ", ")
    assert {name.strip() for name in named.split(",")} == set(LAYOUTS)
