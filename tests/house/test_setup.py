"""What `make demo` and `make test` say of a machine that lacks something."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

MACHINE = Path(__file__).parents[2] / ".make" / "machine"
PLAIN_TOOLS = ("sh", "awk", "find", "grep", "head", "id", "sort", "tail", "tr", "ldconfig")


@pytest.fixture
def other_system(tmp_path: Path) -> Path:
    """A PATH as on a system without apt: the plain tools and Python, none of the programs that the tests start."""
    for tool in PLAIN_TOOLS:
        found = shutil.which(tool, path="/usr/bin:/bin:/usr/sbin:/sbin")
        assert found, tool
        (tmp_path / tool).symlink_to(found)
    python = tmp_path / "python3"
    python.write_text(f'#!/bin/sh\nexec {sys.executable} "$@"\n')
    python.chmod(0o755)
    return tmp_path


def _ask(path: Path, *words: str, **environ: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [MACHINE, *words],
        env={"PATH": str(path), "HOME": str(path), **environ},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


def test_another_system_is_told_what_is_missing_and_what_debian_calls_it(other_system: Path) -> None:
    asked = _ask(other_system, "test")
    assert asked.returncode == 1
    assert "  umockdev-run  (umockdev)" in asked.stderr.splitlines()
    assert "  Xvfb  (xvfb)" in asked.stderr.splitlines()
    assert "your system's own tools" in asked.stderr


def test_a_python_that_is_too_old_is_named(other_system: Path) -> None:
    old = other_system / "python3"
    old.write_text('#!/bin/sh\n[ "$1" = --version ] || exit 1\necho Python 3.9.2\n')
    asked = _ask(other_system, "demo", PYTHON=str(old))
    assert asked.returncode == 1
    assert "Python 3.11 or newer is needed; this machine has Python 3.9.2." in asked.stderr


def test_the_python_that_is_asked_for_is_taken(other_system: Path) -> None:
    assert _ask(other_system, "python", PYTHON=str(other_system / "python3")).stdout.strip() == str(
        other_system / "python3"
    )
