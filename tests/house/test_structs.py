"""Tests of all structs: no struct can change, no struct shows a secret, and the type checker finds a wrong field."""

import importlib
import pkgutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from types import FunctionType

import msgspec
import pytest

import hardware
import kiosk
from kiosk.structs import hiding, replace

ROOT = Path(__file__).parents[2]
PRIVATE = frozenset(
    ["account", "initials", "keeper", "_key", "member", "password", "pin", "reference", "secret", "tail", "token"]
)
"""Names of fields whose values may not be in a repr.

The type `Secret` masks its value itself. If a field has another type, the repr of its struct must hide the field.
"""
SEEN = frozenset({"str", "str | None"})


PROGRAM = """
from kiosk.domain.model import Item
from kiosk.structs import replace

def change(item: Item) -> None:
    {planted}
"""


class Drawer(msgspec.Struct, frozen=True):
    label: str
    code: str = "1234"

    __repr__ = hiding("code")


def _structs() -> Iterator[type[msgspec.Struct]]:
    for package in (kiosk, hardware):
        for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            if not module.name.endswith("__main__"):
                held = vars(importlib.import_module(module.name)).values()
                yield from (
                    one
                    for one in held
                    if isinstance(one, type) and issubclass(one, msgspec.Struct) and one.__module__ == module.name
                )


STRUCTS = tuple(_structs())


def _hidden(struct: type[msgspec.Struct]) -> tuple[str, ...]:
    shown = struct.__repr__
    cells = shown.__closure__ if isinstance(shown, FunctionType) else None
    return next((each.cell_contents for each in cells or () if isinstance(each.cell_contents, tuple)), ())


def test_a_hidden_field_is_not_shown_and_all_else_is() -> None:
    assert repr(Drawer("nails")) == "Drawer(label='nails')"
    assert repr(replace(Drawer("nails"), label="screws")) == "Drawer(label='screws')"


def test_no_struct_can_change() -> None:
    assert len(STRUCTS) > 400
    assert [one.__qualname__ for one in STRUCTS if not one.__struct_config__.frozen] == []


def test_what_a_struct_hides_is_a_field_of_it() -> None:
    hiding_structs = {one: _hidden(one) for one in STRUCTS if _hidden(one)}
    assert len(hiding_structs) > 8
    assert {
        one.__qualname__: names for one, names in hiding_structs.items() if set(names) - set(one.__struct_fields__)
    } == {}


def test_a_field_with_a_private_name_is_masked_or_hidden() -> None:
    """The repr of a struct must not show a private value, because log lines and tracebacks show this repr."""
    told = [
        f"{one.__module__}.{one.__qualname__}.{name}"
        for one in STRUCTS
        for name in one.__struct_fields__
        if name in PRIVATE and _type_of(one, name) in SEEN and name not in _hidden(one)
        if one.__repr__ is not object.__repr__
    ]
    assert told == []


def _type_of(struct: type[msgspec.Struct], name: str) -> str:
    written = struct.__annotations__.get(name, "")
    return written if isinstance(written, str) else getattr(written, "__name__", str(written))


@pytest.mark.slow
@pytest.mark.parametrize(
    ("planted", "complaint"),
    [
        ("replace(item, name='Saw')", ""),
        ("replace(item, nmae='Saw')", 'Unexpected keyword argument "nmae"'),
        ("replace(item, name=7)", "incompatible type"),
        ("item.name = 'Saw'", "read-only"),
        ("Item()", "Missing positional argument"),
    ],
)
def test_a_wrong_field_is_seen_by_the_type_checker(tmp_path: Path, planted: str, complaint: str) -> None:
    program = PROGRAM.format(planted=planted)
    (tmp_path / "planted.py").write_text(program, encoding="utf-8")
    checked = subprocess.run(
        [
            sys.executable,
            "-m",
            "mypy",
            "--strict",
            "--cache-dir",
            str(ROOT / ".mypy_cache"),
            str(tmp_path / "planted.py"),
        ],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (complaint in checked.stdout) if complaint else checked.returncode == 0, checked.stdout
