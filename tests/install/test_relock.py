"""Tests that `make relock` changes only those versions in the lock files that a change of pyproject.toml needs.

The lock files are those of a small project. Its packages are in a folder, so nothing is downloaded.
"""

import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PYPROJECT = """
[build-system]
requires = ["tool>=1"]

[project]
name = "small"
version = "0.1.0"
requires-python = ">=3.11"
dependencies = [{kiosk}]

[project.optional-dependencies]
simulator = []
test = [{test}]
"""

pytestmark = pytest.mark.slow


def _package(folder: Path, name: str, version: str) -> None:
    with zipfile.ZipFile(folder / f"{name}-{version}-py3-none-any.whl", "w") as wheel:
        info = f"{name}-{version}.dist-info"
        wheel.writestr(f"{info}/METADATA", f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n")
        wheel.writestr(f"{info}/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n")
        wheel.writestr(f"{info}/RECORD", "")


class Project:
    """A small project with lock files. Its packages are tool, alpha, beta and gamma."""

    def __init__(self, root: Path) -> None:
        self._root, self._packages = root, root / "packages"
        for folder in (self._packages, root / ".make"):
            folder.mkdir()
        shutil.copy(ROOT / ".make/locks.py", root / ".make")
        self.publish("1.0")

    def publish(self, version: str) -> None:
        """Make this version of each package."""
        for name in ("tool", "alpha", "beta", "gamma"):
            _package(self._packages, name, version)

    def need(self, kiosk: list[str], test: list[str]) -> None:
        """Write pyproject.toml, with these requirements of the kiosk and of the tests."""
        lists = {name: ", ".join(f'"{one}"' for one in each) for name, each in (("kiosk", kiosk), ("test", test))}
        (self._root / "pyproject.toml").write_text(PYPROJECT.format(**lists))

    def write_locks(self, word: str) -> str:
        """Let the script write the lock files, and return what it prints."""
        # uv is beside this Python, and the script looks for it there.
        environ = {name: value for name, value in os.environ.items() if not name.startswith("UV_")}
        environ |= {"UV_NO_INDEX": "1", "UV_FIND_LINKS": str(self._packages)}
        command = [sys.executable, str(self._root / ".make/locks.py"), word]
        done = subprocess.run(command, env=environ, capture_output=True, text=True, check=False, timeout=120)
        assert done.returncode == 0, done.stderr
        return done.stdout

    def lock(self, name: str) -> list[str]:
        """Return the names and versions in a lock file."""
        lines = (self._root / ".make" / f"{name}.lock").read_text().splitlines()
        return [line.split()[0] for line in lines if "==" in line]


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """Return a project with lock files. After they were written, newer versions of all packages have appeared."""
    project = Project(tmp_path)
    project.need(["alpha>=1", "beta>=1"], [])
    project.write_locks("upgrade")
    assert project.lock("kiosk") == project.lock("test") == ["alpha==1.0", "beta==1.0", "tool==1.0"]
    project.publish("1.1")
    return project


def test_only_what_was_added_is_new(project: Project) -> None:
    project.need(["alpha>=1", "gamma>=1"], ["beta>=1"])
    assert project.write_locks("relock") == "gamma (not there) -> 1.1\n"
    assert project.lock("kiosk") == project.lock("simulator") == ["alpha==1.0", "gamma==1.1", "tool==1.0"]
    assert project.lock("test") == ["alpha==1.0", "beta==1.0", "gamma==1.1", "tool==1.0"]


def test_what_is_not_needed_any_more_is_removed(project: Project) -> None:
    project.need(["alpha>=1"], [])
    assert project.write_locks("relock") == "beta 1.0 -> (gone)\n"
    assert project.lock("kiosk") == project.lock("test") == ["alpha==1.0", "tool==1.0"]


def test_a_version_that_is_no_longer_allowed_is_replaced(project: Project) -> None:
    project.need(["alpha>1", "beta>=1"], [])
    assert project.write_locks("relock") == "alpha 1.0 -> 1.1\n"
    assert project.lock("kiosk") == ["alpha==1.1", "beta==1.0", "tool==1.0"]


def test_without_a_change_everything_stays_until_an_upgrade(project: Project) -> None:
    assert project.write_locks("relock") == "No version has changed.\n"
    assert project.lock("kiosk") == ["alpha==1.0", "beta==1.0", "tool==1.0"]
    project.write_locks("upgrade")
    assert project.lock("kiosk") == ["alpha==1.1", "beta==1.1", "tool==1.1"]
