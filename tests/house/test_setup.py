"""Tests of the messages of `make demo` and `make test` on a machine that does not have all programs and fonts."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

MACHINE = Path(__file__).parents[2] / ".make" / "machine"
PLAIN_TOOLS = ("sh", "awk", "find", "grep", "head", "id", "sort", "tail", "tr", "ldconfig")


@pytest.fixture
def other_system(tmp_path: Path) -> Path:
    """Return a folder to use as PATH, as on a system without apt.

    It has Python and simple tools, but none of the programs that the tests start.
    """
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


@pytest.fixture
def without_fonts(other_system: Path) -> Path:
    """Return the folder of `other_system` with another `find`. It finds no font, but it finds the lists of apt."""
    (other_system / "find").unlink()
    find = other_system / "find"
    find.write_text('#!/bin/sh\ncase "$*" in *apt/lists*) echo a_Packages ;; esac\n')
    find.chmod(0o755)
    return other_system


def _with_apt(path: Path, *, has_fonts: bool) -> Path:
    """Put a made-up apt-get into this folder. It writes its arguments into a file. Return the path of this file."""
    asked = path / "asked"
    asked.touch()
    apt = path / "apt-get"
    apt.write_text(
        f'#!/bin/sh\necho "$*" >>"{asked}"\ncase "$*" in *--simulate*) exit {0 if has_fonts else 100} ;; esac\n'
    )
    apt.chmod(0o755)
    return asked


def test_a_release_without_our_fonts_is_not_asked_for_them_each_time(without_fonts: Path) -> None:
    asked = _with_apt(without_fonts, has_fonts=False)
    done = _ask(without_fonts, "demo")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert "update" not in asked.read_text()


@pytest.mark.skipif(os.geteuid() != 0, reason="only root calls apt without sudo")
def test_fonts_that_the_release_has_are_installed(without_fonts: Path) -> None:
    (without_fonts / "env").symlink_to("/usr/bin/env")
    asked = _with_apt(without_fonts, has_fonts=True)
    assert _ask(without_fonts, "demo").returncode == 0
    assert "--no-install-recommends fonts-inter fonts-national-park" in asked.read_text()


def test_nothing_fails_for_want_of_a_font_on_a_system_without_apt(without_fonts: Path) -> None:
    done = _ask(without_fonts, "demo")
    assert done.returncode == 0
    assert "  Inter-Regular.*  (fonts-inter)" in done.stderr.splitlines()


@pytest.mark.parametrize("name", ["PYTHONHOME", "PYTHONPATH", "PYTHONSAFEPATH", "PYTHONWARNINGS", "VIRTUAL_ENV"])
def test_what_speaks_to_another_python_does_not_reach_what_make_runs(name: str) -> None:
    seen = subprocess.run(
        ["make", "--no-print-directory", "--eval", "seen: ; @env", "seen"],
        cwd=MACHINE.parents[1],
        env={"PATH": os.environ["PATH"], name: "/nowhere", "PYTHON": "/usr/bin/python3"},
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    ).stdout.splitlines()
    assert f"{name}=/nowhere" not in seen
    assert "PYTHON=/usr/bin/python3" in seen


@pytest.mark.parametrize("name", ["PYTHONHOME", "PYTHONPATH"])
def test_a_python_is_found_whatever_the_caller_tells_it(tmp_path: Path, name: str) -> None:
    (tmp_path / "ensurepip.py").write_text("raise SystemExit(1)")
    found = subprocess.run(
        [MACHINE, "python"],
        env={"PATH": os.environ["PATH"], "PYTHON": sys.executable, name: str(tmp_path)},
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    assert found.stdout.strip() == sys.executable
