"""A script that writes new lock files. It chooses the newest versions that the ranges in pyproject.toml allow.

    .venv/bin/python .make/locks.py upgrade          writes the lock files that everybody uses, beside this file
    .venv/bin/python .make/locks.py relock           the same, but keeps each version that pyproject.toml still allows
    .venv/bin/python .make/locks.py newest FOLDER    writes lock files to another folder, for a test

After a change of pyproject.toml, `relock` adds and removes only what this change needs.
At the end, the script prints which versions have changed. A lock file gives one version for each package, with
all hashes of this version. The same lock file is for every version of Python and every machine on which the kiosk runs.
A lock file contains no address of a package index, so it works with every index.
"""

import os
import re
import shutil
import subprocess
import sys
import tempfile
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
HERE = ROOT / ".make"
EXTRAS: dict[str, tuple[str, ...]] = {"test": ("simulator", "test"), "simulator": ("simulator",), "kiosk": ()}
"""For each set of packages, the extras of pyproject.toml that the set includes.

The largest set is the first one, because its lock file is written first. The other sets then get the same versions.
"""
ENTRY = re.compile(r"^([\w.-]+)==(\S+)", re.MULTILINE)


def main(arguments: list[str]) -> int:
    """Write the lock files to the folder that is given on the command line, and return the exit code.

    The exit code is not 0 if no versions fit the ranges, or if the command line is wrong.
    """
    match arguments:
        case ["upgrade" | "relock"]:
            folder = HERE
        case ["newest", name]:
            folder = Path(name)
        case _:
            print("usage: locks.py upgrade | relock | newest FOLDER", file=sys.stderr)
            return 64
    with tempfile.TemporaryDirectory() as fresh:
        if arguments == ["relock"]:
            # uv keeps the versions in an existing lock file, as far as they fit.
            shutil.copyfile(HERE / "test.lock", Path(fresh) / "test.lock")
        failed = write(Path(fresh))
        if failed:
            return failed
        told = list(moved(versions(HERE / "test.lock"), versions(Path(fresh) / "test.lock")))
        folder.mkdir(parents=True, exist_ok=True)
        for name in EXTRAS:
            shutil.copyfile(Path(fresh) / f"{name}.lock", folder / f"{name}.lock")
    print("\n".join(told) if told else "No version has changed.")
    return 0


def write(folder: Path) -> int:
    """Write the lock file of each set to this folder. Return 0, or the exit code of uv if uv fails."""
    with (ROOT / "pyproject.toml").open("rb") as file:
        build_tools = "\n".join(tomllib.load(file)["build-system"]["requires"])
    environ = {name: value for name, value in os.environ.items() if name != "VIRTUAL_ENV"}
    for name, extras in EXTRAS.items():
        lock = folder / f"{name}.lock"
        if name != "test":
            # uv keeps the versions in an existing lock file. So copy the lock file of the largest set first, and this
            # set gets the same versions.
            shutil.copyfile(folder / "test.lock", lock)
        words = [word for extra in extras for word in ("--extra", extra)]
        done = subprocess.run(
            [Path(sys.executable).parent / "uv", "--no-config", "--quiet", "pip", "compile", "--universal",
             "--python-version", "3.11", "--generate-hashes", "--no-emit-index-url",
             "--custom-compile-command", "make upgrade", *words, "--output-file", lock, "pyproject.toml", "-"],
            cwd=ROOT, env=environ, input=build_tools, text=True, check=False, stdout=subprocess.DEVNULL,
        )  # fmt: skip
        if done.returncode:
            return done.returncode
    return 0


def versions(lock: Path) -> dict[str, str]:
    """Return the version of each package in a lock file. If the file does not exist yet, return an empty table."""
    return dict(ENTRY.findall(lock.read_text())) if lock.exists() else {}


def moved(old: dict[str, str], new: dict[str, str]) -> list[str]:
    """Compare two tables of versions. Return one line for each package that was added, was removed or has changed."""
    names = sorted(old.keys() | new.keys())
    return [
        f"{name} {old.get(name, '(not there)')} -> {new.get(name, '(gone)')}"
        for name in names
        if old.get(name) != new.get(name)
    ]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
