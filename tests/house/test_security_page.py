"""Tests of SECURITY.md. Each row about something that holds must name a file and a test, and both must exist."""

import ast
import re
from typing import NamedTuple

import pytest

from tests.house.trees import ROOT, tree

PAGE = (ROOT / "SECURITY.md").read_text(encoding="utf-8")
HEAD = "| what holds, and why | where | test |"
PEOPLE = (
    "before the screen",
    "who steals the disk",
    "who owns the network",
    "who owns the server",
    "who prints labels",
    "with a shell",
    "who reads the logs",
)
"""The persons of whom the page must speak, each in a section of its own."""


class Claim(NamedTuple):
    """A row of the page: what holds, the file that does it, and the test that proves it."""

    what: str
    where: str
    test: str


def claims(page: str) -> list[Claim]:
    """Return the rows of all tables of this page. Each row must have three cells, with names in the last two."""
    found = []
    for table in page.split(HEAD)[1:]:
        for line in table.split("\n\n")[0].splitlines()[2:]:
            row = re.fullmatch(r"\| (.+) \| `([^`|]+)` \| `([^`|]+)` \|", line)
            assert row is not None, f"not a row of three cells: {line}"
            found.append(Claim(*row.groups()))
    return found


def wrong_with(claim: Claim) -> str:
    """Return words that say what is wrong with the names in this row, or "" if they are right."""
    if not (ROOT / claim.where).is_file():
        return f"there is no file {claim.where}"
    module, _, name = claim.test.rpartition(".")
    path = ROOT / f"{module.replace('.', '/')}.py"
    if not module.startswith("tests.") or not path.is_file():
        return f"there is no file with {claim.test}"
    kinds = ast.FunctionDef | ast.AsyncFunctionDef
    test = next((each for each in tree(path).body if isinstance(each, kinds) and each.name == name), None)
    if test is None or not name.startswith("test_"):
        return f"there is no test {claim.test}"
    marks = " ".join(map(ast.unparse, test.decorator_list))
    return f"{claim.test} does not always run" if "xfail" in marks or "mark.skip(" in marks else ""


@pytest.mark.parametrize("claim", claims(PAGE), ids=lambda claim: str(claim.test))
def test_each_claim_names_a_file_and_a_test_that_exist(claim: Claim) -> None:
    assert wrong_with(claim) == ""


def test_each_person_has_a_table_and_a_list_of_what_does_not_hold() -> None:
    sections = PAGE.split("\n## ")[1:]
    for person in PEOPLE:
        (section,) = (each for each in sections if person in each.splitlines()[0])
        assert len(claims(section)) > 5, person
        _, _, not_held = section.partition("\nWhat does not hold:\n")
        assert "\n* " in not_held, person


@pytest.mark.parametrize("name", ["README.md", "CONTRIBUTING.md"])
def test_the_page_is_found_from_the_other_pages(name: str) -> None:
    assert "](SECURITY.md)" in (ROOT / name).read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("where", "test"),
    [
        ("kiosk/no_such_file.py", "tests.house.test_security_page.test_the_page_is_found_from_the_other_pages"),
        ("kiosk/structs.py", "tests.house.test_security_page.test_that_nobody_has_written"),
        ("kiosk/structs.py", "tests.house.no_such_module.test_x"),
        ("kiosk/structs.py", "kiosk.structs.hiding"),
        ("kiosk/structs.py", "tests.house.test_security_page.claims"),
    ],
)
def test_a_wrong_name_is_found(where: str, test: str) -> None:
    assert wrong_with(Claim("", where, test))
