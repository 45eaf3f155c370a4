"""Tests that the wheel works outside the checkout, in an environment that has only the packages of the kiosk's lock
file."""

import subprocess
import sys
import venv
import zipfile
from pathlib import Path

import pytest

import environment

ROOT = Path(__file__).parents[2]

pytestmark = pytest.mark.slow


def _run(*command: str | Path, cwd: Path) -> str:
    done = subprocess.run(command, cwd=cwd, capture_output=True, text=True, check=False, timeout=300)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    _run(sys.executable, "-m", "build", "--no-isolation", "--wheel", "--outdir", folder, ROOT, cwd=folder)
    (built,) = folder.glob("lending_kiosk-*.whl")
    return built


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the bin folder of a new environment. It has the wheel and the packages of the kiosk's lock file."""
    folder = tmp_path_factory.mktemp("installed")
    venv.create(folder, with_pip=True)
    environment.fill(folder, ROOT / ".make" / "kiosk.lock", [str(wheel)])
    return folder / "bin"


def test_the_wheel_holds_both_packages_and_the_assets_and_nothing_else(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    assert {name.partition("/")[0] for name in names if ".dist-info/" not in name} == {"kiosk", "hardware"}
    assert "kiosk/_assets/kiosk.example.toml" in names
    assert "kiosk/py.typed" in names
    assets = {path.relative_to(ROOT / "assets") for path in (ROOT / "assets").rglob("*") if path.is_file()}
    assert {f"kiosk/_assets/{path}" for path in assets} <= set(names)


def test_the_installed_command_starts(installed: Path, tmp_path: Path) -> None:
    assert _run(installed / "lending-kiosk", "--version", cwd=tmp_path).startswith("lending-kiosk ")
    help_text = _run(installed / "lending-kiosk", "--help", cwd=tmp_path)
    for name in ("run", "demo", "simulate", "check"):
        assert f"\n    {name} " in help_text
        _run(installed / "lending-kiosk", name, "--help", cwd=tmp_path)


def test_the_installed_kiosk_finds_its_assets_and_reads_its_example(installed: Path, tmp_path: Path) -> None:
    read = """
from kiosk.assets import asset
from kiosk.settings.load import load
load(asset("kiosk.example.toml"))
print(asset("kiosk.example.toml"))
"""
    path = _run(installed / "python", "-I", "-c", read, cwd=tmp_path).strip()
    assert path.endswith("site-packages/kiosk/_assets/kiosk.example.toml")


def test_every_module_can_be_imported_without_the_extras(installed: Path, tmp_path: Path) -> None:
    """Import each module except the simulator, which needs an extra, and the demo, which starts the simulator."""
    read = """
import importlib, os, pkgutil
os.environ["QT_QPA_PLATFORM"] = "offscreen"
import hardware, kiosk
skipped = ("kiosk.simulator", "kiosk.demo", "kiosk.commands.simulate", "kiosk.commands.demo")
skipped += ("kiosk.__main__", "hardware.__main__")
for package in (hardware, kiosk):
    for module in pkgutil.walk_packages(package.__path__, package.__name__ + ".", onerror=lambda name: None):
        if not module.name.startswith(skipped):
            importlib.import_module(module.name)
print("all")
"""
    assert _run(installed / "python", "-I", "-c", read, cwd=tmp_path).strip() == "all"
