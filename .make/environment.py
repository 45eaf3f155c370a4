"""A script that makes a Python environment, and installs the kiosk and the packages that it needs into the environment.

There are three sets of packages. Each set has a lock file with the versions and hashes of its packages. The script
checks the hashes.

    python3 .make/environment.py kiosk /opt/lending-kiosk       only the kiosk, for a machine on a wall
    python3 .make/environment.py simulator /opt/lending-kiosk   with `lending-kiosk simulate` and `demo`
    python3 .make/environment.py --editable test .venv          the call in the Makefile

A second call is quick, because packages that already have the right version are kept. If the environment is incomplete,
was moved, or belongs to another Python, the script makes it again. The machine's own Python runs this script before any
package is installed. For this reason the script imports only the standard library.
"""

import argparse
import ast
import fcntl
import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
SETS = {
    "kiosk": "the kiosk",
    "simulator": "the kiosk and its simulator",
    "test": "the kiosk, its simulator and what the tests need",
}
"""The sets of packages and their descriptions. Each set contains all sets above it in this table."""
RECORD, HALF_MADE = ".lending-kiosk.json", ".half-made"
BROUGHT_BY_PYTHON = {"pip", "setuptools", "wheel"}
HOW_TO_REACH_THE_INDEX = {
    "cache-dir", "cert", "client-cert", "default-timeout", "extra-index-url", "find-links", "index-url",
    "keyring-provider", "no-cache-dir", "no-index", "proxy", "retries", "timeout", "trusted-host", "use-feature",
}  # fmt: skip
"""The only settings of pip that this script takes from the machine. All other settings are ignored.

Other settings could change which packages are installed, or the folder of the installation (user, target ...).
"""
NOISE = re.compile(
    r"WARNING: (Location .* is ignored|Running pip as|You are using pip|The scripts? .* (is|are) installed in|"
    r"The directory .* or its parent directory|There was an error checking the latest version)|"
    r"\[notice\]|DEPRECATION: |  (Consider adding this directory to PATH|NOTE: The current PATH)"
)


class CannotInstallError(Exception):
    """An error that ends the installation. Its text tells the user of this script the reason."""


def main(arguments: list[str]) -> int:
    """Install the set that is given on the command line. Return the exit code, which is 1 if the installation fails."""
    parser = argparse.ArgumentParser(prog="environment.py", description="Install a locked set into an environment.")
    parser.add_argument("set", choices=SETS)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--locks", type=Path, default=ROOT / ".make", help="the folder of the lock files")
    parser.add_argument("--editable", action="store_true", help="run the code of this folder; keep a larger set")
    asked = parser.parse_args(arguments)
    try:
        _refuse_sudo(asked.folder)
        _wait_for_others()
        install(asked.set, asked.folder, asked.locks, editable=asked.editable)
    except CannotInstallError as problem:
        print(problem, file=sys.stderr)
        return 1
    except OSError as problem:
        print(f"{problem.strerror}: {problem.filename or asked.folder}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\nInterrupted. The next call starts anew.", file=sys.stderr)
        return 130
    return 0


def _wait_for_others() -> None:
    """Lock this folder until this script ends.

    If another process runs the script now, first wait until that process ends. If two such processes installed at the
    same time, their packages would be mixed.
    """
    turn = os.open(ROOT / ".make", os.O_RDONLY)
    try:
        fcntl.flock(turn, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        print("Waiting for another call that installs", flush=True)
        fcntl.flock(turn, fcntl.LOCK_EX)


def _refuse_sudo(folder: Path) -> None:
    """Raise CannotInstallError if a user has started this script with sudo for an environment in their own folder.

    The new files would belong to root, and the user could not change or remove them.
    """
    caller = int(os.environ.get("SUDO_UID", "0"))
    inside = ROOT in folder.absolute().parents
    if os.geteuid() == 0 and caller and inside and ROOT.stat().st_uid == caller:
        raise CannotInstallError(
            "Please call this again without sudo: what is made in this folder would belong to root.\n"
            "You are asked for your password when the machine itself needs something."
        )


def install(name: str, folder: Path, locks: Path, *, editable: bool) -> None:
    """Install the set `name` into the environment in `folder`. If there is no usable environment, make a new one.

    If `editable` is True and a larger set is already installed, install the larger set instead of `name`. If `editable`
    is True and nothing has changed since the last installation, do nothing. Raises CannotInstallError if the
    installation fails.
    """
    shown, folder = folder, folder.absolute()
    held = _record(folder)
    if editable and held.get("set") in SETS:
        name = max(name, str(held["set"]), key=list(SETS).index)
    _check_that_it_is_an_environment(folder)
    lock = locks / f"{name}.lock"
    wanted = {"set": name, "fingerprint": _fingerprint(lock, folder, editable=editable)}
    usable = not (folder / HALF_MADE).exists() and works(folder, held)
    if usable and editable and {key: held.get(key) for key in wanted} == wanted:
        return
    if not editable:
        os.umask(0o022)  # The kiosk runs as another user, who must be able to read the files.
    if not usable:
        _make(folder, shown)
    print(f"Installing {SETS[name]} into {shown}: this takes a minute or two the first time", flush=True)
    (folder / RECORD).unlink(missing_ok=True)
    (folder / HALF_MADE).touch()
    try:
        fill(folder, lock, ["--editable", str(ROOT)] if editable else ["--force-reinstall", str(ROOT)])
    except CannotInstallError:
        # pip reported an error and was not interrupted. So no package is half installed, and the file HALF_MADE,
        # which marks an incomplete environment, can be removed.
        (folder / HALF_MADE).unlink()
        raise
    if not editable:
        os.sync()  # Without this call, files could be empty after a power cut.
    (folder / RECORD).write_text(json.dumps({**wanted, "python": python_of(folder)}))
    (folder / HALF_MADE).unlink()


# --- the environment -----------------------------------------------------------------------------


def _record(folder: Path) -> dict[str, object]:
    try:
        record = json.loads((folder / RECORD).read_text())
    except (OSError, ValueError):
        return {}
    return record if isinstance(record, dict) else {}


def _check_that_it_is_an_environment(folder: Path) -> None:
    if (
        folder.is_dir()
        and any(folder.iterdir())
        and not any((folder / one).exists() for one in ("pyvenv.cfg", HALF_MADE))
    ):
        raise CannotInstallError(f"{folder} holds something else than a Python environment; nothing was changed there.")


def _fingerprint(lock: Path, folder: Path, *, editable: bool) -> str:
    """Return a hash of the files and paths that decide what an environment contains.

    If the hash is different from the hash of the last installation, the packages must be installed again. Raises
    CannotInstallError if there is no lock file.
    """
    if not lock.exists():
        raise CannotInstallError(f"There is no lock file {lock}.")
    parts = [str(folder), str(ROOT), str(editable)]
    contents = [path.read_bytes() for path in (lock, ROOT / "pyproject.toml", Path(__file__))]
    return hashlib.sha256(b"\0".join([*map(os.fsencode, parts), *contents])).hexdigest()


def python_of(folder: Path) -> str | None:
    """Return the version of the Python in this environment, or None if this Python does not run or has no pip."""
    ask = 'import importlib.util as u, sys; print(sys.prefix if u.find_spec("pip") else "", sys.version, sep="\\n")'
    try:
        told = subprocess.run([folder / "bin/python", "-I", "-c", ask], capture_output=True, text=True, check=True)
    except (OSError, subprocess.CalledProcessError):
        return None
    prefix, _, version = told.stdout.partition("\n")
    return version.strip() if prefix and Path(prefix).resolve() == folder.resolve() else None


def works(folder: Path, held: Mapping[str, object]) -> bool:
    """Return True if the environment can be used.

    `held` has the facts that the last installation has stored about the environment. The environment must still have
    the same Python as at its installation. If the environment variable PYTHON is set, the Python of the environment
    must also have the same version as the Python that runs this script.
    """
    python = python_of(folder)
    if python is None or held.get("python", python) != python or not _scripts_run(folder):
        return False
    return "PYTHON" not in os.environ or python.split()[0] == sys.version.split()[0]


def _scripts_run(folder: Path) -> bool:
    """Return True if the scripts of the environment can run. Only one script is checked, bin/pip.

    A script contains the path of its environment. If somebody has moved the environment, the script still contains the
    old path, and cannot run.
    """
    script = folder / "bin/pip"
    return not script.exists() or os.fsencode(folder / "bin") in script.read_bytes()


def _make(folder: Path, shown: Path) -> None:
    print(f"Making {shown} with Python {sys.version.split()[0]} ({sys.executable})", flush=True)
    if folder.exists():
        for old in folder.iterdir():
            shutil.rmtree(old) if old.is_dir() and not old.is_symlink() else old.unlink()
    folder.mkdir(parents=True, exist_ok=True)
    (folder / HALF_MADE).touch()
    made = _run([sys.executable, "-I", "-m", "venv", folder], _without_ours(os.environ))
    if made.returncode:
        raise CannotInstallError(f"Python could not make an environment in {shown}:\n{made.stdout.strip()}")


# --- the packages in the environment -------------------------------------------------------------


def fill(folder: Path, lock: Path, itself: list[str]) -> None:
    """Install the packages in the lock file `lock`, and then the kiosk. Remove all packages that are not in this file.

    `itself` has the arguments with which pip installs the kiosk.
    """
    environ = pip_environ(folder)
    hashed = ("install", "--require-hashes", "--no-build-isolation")
    with tempfile.NamedTemporaryFile("w", suffix=".txt") as builders:
        builders.writelines(_entries(lock, _build_tools()))
        builders.flush()
        # Install the build tools first, because pip uses the installed build tools for the other packages (no build
        # isolation). The lock file has the versions of the build tools, too.
        pip(folder, environ, *hashed, "--no-deps", "--requirement", builders.name)
    pip(folder, environ, *hashed, "--requirement", str(lock))
    pip(folder, environ, "install", "--no-deps", "--no-build-isolation", *itself)
    if gone := sorted(_installed(folder) - _names(lock) - BROUGHT_BY_PYTHON - {"lending-kiosk"}):
        print(f"Removing what is not in the lock: {' '.join(gone)}", flush=True)
        pip(folder, environ, "uninstall", "--yes", *gone)


def _build_tools() -> set[str]:
    with (ROOT / "pyproject.toml").open("rb") as file:
        requires = tomllib.load(file)["build-system"]["requires"]
    return {_plain(re.split(r"[^\w.-]", each, maxsplit=1)[0]) for each in requires}


def _entries(lock: Path, names: set[str]) -> Iterator[str]:
    """Yield the lines of the lock file that belong to the packages with these names. These lines include the hashes."""
    inside = False
    for line in lock.read_text().splitlines(keepends=True):
        if not line[0].isspace() and not line.startswith("#"):
            inside = _plain(line.partition("==")[0]) in names
        if inside and not line.lstrip().startswith("#"):
            yield line


def _names(lock: Path) -> set[str]:
    return {_plain(line.partition("==")[0]) for line in lock.read_text().splitlines() if re.match(r"[\w.-]+==", line)}


def _plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name.strip()).lower()


def _installed(folder: Path) -> set[str]:
    ask = "import importlib.metadata as m; print(*(d.metadata['Name'] for d in m.distributions()), sep='\\n')"
    told = subprocess.run([folder / "bin/python", "-I", "-c", ask], capture_output=True, text=True, check=True)
    return set(map(_plain, told.stdout.split()))


# --- pip -----------------------------------------------------------------------------------------


def pip(folder: Path, environ: Mapping[str, str], *words: str) -> None:
    """Run pip, and print nothing. If pip fails, raise CannotInstallError with the error text of pip."""
    quietly = ("--quiet", "--disable-pip-version-check", "--no-input")
    done = _run([folder / "bin/python", "-I", "-m", "pip", *quietly, *words], environ)
    if done.returncode < 0:
        raise KeyboardInterrupt
    if done.returncode:
        lines = done.stdout.splitlines()
        told = [line for line in lines if not NOISE.match(line)] or lines
        raise CannotInstallError("\n".join(["This could not be installed. pip says:", *(f"  {line}" for line in told)]))


def _run(command: list[str | Path], environ: Mapping[str, str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command, env=environ, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False, errors="replace"
    )


def pip_environ(folder: Path) -> dict[str, str]:
    """Return the environment variables for pip.

    These are the variables of this process, without all variables for Python and pip. To these variables, add the
    machine's settings of pip that say how to reach the package index (HOW_TO_REACH_THE_INDEX). Raises
    CannotInstallError if pip cannot read its settings.
    """
    environ = _without_ours(os.environ)
    ask: list[str | Path] = [folder / "bin/python", "-I", "-m", "pip", "config", "list"]
    files = {name: value for name, value in os.environ.items() if name == "PIP_CONFIG_FILE"}
    told = _run(ask, {**environ, **files, "PIP_QUIET": "0", "PIP_VERBOSE": "0"})
    if told.returncode:
        raise CannotInstallError(f"pip cannot read its settings on this machine:\n{told.stdout.strip()}")
    settings: dict[str, str] = {}
    for section in ("global", "install"):
        for line in told.stdout.splitlines():
            name, _, value = line.partition("=")
            if name.startswith(f"{section}.") and value[:1] in {"'", '"'}:
                settings[name.removeprefix(f"{section}.")] = str(ast.literal_eval(value))
    for name, value in os.environ.items():
        if name.startswith("PIP_") and value:  # pip ignores a variable that is empty.
            settings[name.removeprefix("PIP_").lower().replace("_", "-")] = value
    kept = {name: value for name, value in settings.items() if name in HOW_TO_REACH_THE_INDEX}
    return (
        environ
        | {f"PIP_{name.upper().replace('-', '_')}": value for name, value in kept.items()}
        | {"PIP_CONFIG_FILE": os.devnull}
    )


def _without_ours(environ: Mapping[str, str]) -> dict[str, str]:
    """Return the environment variables without PIP_*, PYTHON* and VIRTUAL_ENV.

    These variables belong to the environment of the caller, and would change this installation.
    """
    return {
        name: value
        for name, value in environ.items()
        if not name.startswith(("PIP_", "PYTHON")) and name != "VIRTUAL_ENV"
    }


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
