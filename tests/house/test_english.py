"""Tests of the English of docstrings: each docstring has whole sentences, and no hard expressions."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.house.trees import ROOT, sources, statements, tree

BANNED = re.compile(
    r"\b(hence|thereof|thereby|whereby|wherein|anew|lest|nought|save for|for none|put to staff|becomes? of|became of"
    r"|come to be|came to be|taken? for|takes for|it is to be|nor is|so long for|which of it)\b",
    re.IGNORECASE,
)
FRAGMENT = re.compile(r"^(What|Whether|Of those|Of the|None where|Nothing where|How many|Which|Where|Whose)\b[^?]*$")
"""Matches a text whose first word shows that it is not a whole sentence, for example "What is sent.".

Questions are allowed.
"""


def docstrings(path: Path) -> Iterator[tuple[int, str]]:
    """Yield each docstring of this file with its line, and also each text below a field or constant."""
    for node in statements(tree(path)):
        for child in getattr(node, "body", ()):
            if isinstance(child, ast.Expr) and isinstance(child.value, ast.Constant):
                text = child.value.value
                if isinstance(text, str):
                    yield child.lineno, text


def product() -> list[Path]:
    return sources("kiosk", "hardware", ".make")


def test_no_docstring_uses_a_turn_that_needs_a_second_reading() -> None:
    found = [
        f"{path.relative_to(ROOT)}:{line}: {match.group()!r}"
        for path in product()
        for line, text in docstrings(path)
        for match in BANNED.finditer(text)
    ]
    assert not found, "\n".join(found)


def test_no_docstring_is_a_noun_clause() -> None:
    found = [
        f"{path.relative_to(ROOT)}:{line}: {sentence[:70]!r}"
        for path in product()
        for line, text in docstrings(path)
        for sentence in re.split(r"(?<=[.;:]) +|\n\n", " ".join(text.split()))[:1]
        if FRAGMENT.match(sentence)
    ]
    assert not found, "\n".join(found)


@pytest.mark.parametrize("text", ["What became of it.", "Whether a fob opens it.", "Of those begun before."])
def test_the_lists_find_what_they_are_for(text: str) -> None:
    assert FRAGMENT.match(text)
    assert BANNED.search("Take a day beyond ten years for none.")
