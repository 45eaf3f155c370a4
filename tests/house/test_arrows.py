"""Tests of the rules that say which room (a folder of sources) may import which other room.

The sources follow the rules, and the check finds a forbidden import.
"""

import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import grimp
import pytest

ROOT = Path(__file__).parents[2]
LINT_IMPORTS = Path(sys.executable).with_name("lint-imports")


def _lint(folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [LINT_IMPORTS, "--no-cache"], cwd=folder, capture_output=True, text=True, check=False, timeout=120
    )


def test_every_arrow_points_down() -> None:
    linted = _lint(ROOT)
    assert linted.returncode == 0, linted.stdout


def test_no_arrow_is_excused() -> None:
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
    assert not [contract["name"] for contract in contracts if "ignore_imports" in contract]


def test_of_the_readers_the_settings_know_only_what_they_say_of_one() -> None:
    graph = grimp.build_graph("kiosk", "hardware")
    imported = {
        target
        for module in graph.find_matching_modules("kiosk.settings.**")
        for target in graph.find_modules_directly_imported_by(module)
    }
    assert {module for module in imported if module.startswith("hardware")} == {"hardware.spec", "hardware.spec_check"}


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """Return a copy of the sources. A test adds a forbidden import to this copy."""
    for folder in ("kiosk", "hardware"):
        shutil.copytree(ROOT / folder, tmp_path / folder, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


@pytest.mark.slow
@pytest.mark.parametrize(
    ("module", "line", "contract"),
    [
        ("kiosk/domain/planted.py", "import time", "The domain is pure"),
        ("kiosk/domain/planted.py", "import kiosk.views", "imports point down only"),
        ("hardware/planted.py", "import kiosk.exit_codes", "The readers know nothing of the kiosk"),
        ("kiosk/ui/planted.py", "import kiosk.domain.model", "Screens know views and Qt"),
        ("kiosk/backends/planted.py", "import PySide6.QtCore", "Qt lives in ui, app and demo"),
        ("kiosk/store/planted.py", "import httpx", "HTTP lives in the back ends"),
        ("kiosk/store/planted.py", "import hardware.scan", "The readers are known"),
        ("kiosk/store/planted.py", "import kiosk.backends.http", "The stores serve the back ends"),
        ("kiosk/app/planted.py", "import kiosk.simulator", "The simulator and the demo"),
        ("kiosk/planted.py", "", "every module has its place"),
    ],
)
def test_a_planted_import_is_noticed(copy: Path, module: str, line: str, contract: str) -> None:
    (copy / module).write_text(f"{line}\n")
    linted = _lint(copy)
    assert linted.returncode == 1
    assert [said for said in linted.stdout.splitlines() if contract in said and "BROKEN" in said], linted.stdout
