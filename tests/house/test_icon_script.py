"""Tests that the script for the icons keeps the meaning of each SVG command when it rewrites the paths."""

import runpy
from pathlib import Path

import pytest

SCRIPT = runpy.run_path(str(Path(__file__).parents[2] / ".make" / "icons.py"))
normal = SCRIPT["normal"]


@pytest.mark.parametrize(
    ("d", "expected"),
    [
        ("M4 6h16v14H4z", "M4 6L20 6L20 20L4 20Z"),
        ("m4 6 16 0", "M4 6L20 6"),
        ("M4 6 20 6m0 2 1 1", "M4 6L20 6M20 8L21 9"),
        ("M1 1h2v2zl4 0", "M1 1L3 1L3 3ZL5 1"),
        ("M0 0C0 5 5 5 5 0S10-5 10 0", "M0 0C0 5 5 5 5 0C5 -5 10 -5 10 0"),
        ("M0 0Q3 6 6 0", "M0 0C2 4 4 4 6 0"),
        ("M3 12a9 9 0 0 1 18 0", "M3 12C3 7.029 7.029 3 12 3C16.971 3 21 7.029 21 12"),
        ("M3 12a9 9 0 0 0 18 0", "M3 12C3 16.971 7.029 21 12 21C16.971 21 21 16.971 21 12"),
        ("M3 12a9 9 0 1118 0", "M3 12C3 7.029 7.029 3 12 3C16.971 3 21 7.029 21 12"),
        ("M0 0a1 1 0 0 1 10 0", "M0 0C0 -2.761 2.239 -5 5 -5C7.761 -5 10 -2.761 10 0"),
    ],
)
def test_a_path_is_written_in_four_commands(d: str, expected: str) -> None:
    assert normal(d) == expected
    assert normal(expected) == expected


@pytest.mark.parametrize("d", ["M1 1T2 2", "M1 1zz 4", "M1", "M1 1 2e3 4", "M0 0a2 1 30 0 1 4 0"])
def test_what_the_script_does_not_know_is_refused(d: str) -> None:
    with pytest.raises(ValueError, match=r"no known command|no number|a turned ellipse"):
        normal(d)
