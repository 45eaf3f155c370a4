"""Tests that `make` installs exactly the packages of the lock file.

The environment may have other packages before, and the caller may have any settings for pip. The tests install a small
project instead of the kiosk. Its packages are in a folder, so nothing is downloaded.
"""

import hashlib
import json
import os
import shutil
import signal
import subprocess
import sys
import venv
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

import environment

ROOT = Path(__file__).parents[2]

pytestmark = pytest.mark.slow

PYPROJECT = """
[build-system]
requires = ["tool>=1"]
build-backend = "backend"
backend-path = ["."]

[project]
name = "lending-kiosk"
version = "0.1.0"
"""
BACKEND = """
import os, pathlib, signal, zipfile

def build_wheel(wheel_directory, config_settings=None, metadata_directory=None):
    import tool                        # what builds is there before the kiosk is built
    if started := os.environ.get("STOP_WHILE_BUILDING"):
        pathlib.Path(started).touch()
        signal.pause()
    name = "lending_kiosk-0.1.0"
    with zipfile.ZipFile(pathlib.Path(wheel_directory) / f"{name}-py3-none-any.whl", "w") as wheel:
        wheel.writestr("kiosk.py", "")
        wheel.writestr(f"{name}.dist-info/METADATA", "Metadata-Version: 2.1\\nName: lending-kiosk\\nVersion: 0.1.0\\n")
        wheel.writestr(f"{name}.dist-info/WHEEL", "Wheel-Version: 1.0\\nRoot-Is-Purelib: true\\nTag: py3-none-any\\n")
        wheel.writestr(f"{name}.dist-info/RECORD", "")
    return f"{name}-py3-none-any.whl"

build_editable = build_wheel
"""


@dataclass(frozen=True, slots=True)
class House:
    """A small project that is installed in place of the kiosk, and the folder of the packages that it needs."""

    root: Path
    packages: Path

    @property
    def venv(self) -> Path:
        return self.root / ".venv"

    def lock(self, name: str, **versions: str) -> None:
        """Write a lock file of these packages, and make the packages."""
        lines = [f"{one}=={version} --hash=sha256:{self._package(one, version)}" for one, version in versions.items()]
        (self.root / ".make" / f"{name}.lock").write_text("\n".join([*lines, ""]))

    def _package(self, name: str, version: str) -> str:
        path = self.packages / f"{name}-{version}-py3-none-any.whl"
        if not path.exists():
            with zipfile.ZipFile(path, "w") as wheel:
                info = f"{name}-{version}.dist-info"
                wheel.writestr(f"{name}.py", f"VERSION = {version!r}\n")
                wheel.writestr(f"{info}/METADATA", f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n")
                wheel.writestr(f"{info}/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n")
                wheel.writestr(f"{info}/RECORD", "")
        return hashlib.sha256(path.read_bytes()).hexdigest()

    def command(self, *words: str) -> list[str]:
        return [sys.executable, "-I", str(self.root / ".make/environment.py"), *words]

    def environ(self, **more: str) -> dict[str, str]:
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("PIP_", "PYTHON", "SUDO_"))}
        return {**kept, "PIP_NO_INDEX": "1", "PIP_FIND_LINKS": str(self.packages), **more}

    def call(self, *words: str, **environ: str) -> subprocess.CompletedProcess[str]:
        """Run the installation with these arguments. Without arguments, run the installation as `make` does."""
        return subprocess.run(
            self.command(*(words or ("--editable", "simulator", ".venv"))),
            cwd=self.root,
            env=self.environ(**environ),
            capture_output=True,
            text=True,
            check=False,
            timeout=300,
        )

    def holds(self, folder: Path | None = None) -> dict[str, str]:
        """Return the version of each package in the environment. Leave out the packages that Python itself brings."""
        ask = "import importlib.metadata as m, json; print(json.dumps({d.name: d.version for d in m.distributions()}))"
        python = (folder or self.venv) / "bin/python"
        told = subprocess.run([python, "-I", "-c", ask], capture_output=True, text=True, check=True).stdout
        return {name: each for name, each in json.loads(told).items() if name not in ("pip", "setuptools", "wheel")}


KIOSK = {"lending-kiosk": "0.1.0"}


@dataclass(frozen=True, slots=True)
class Built:
    """A project whose environment has the packages of the lock "simulator", and a copy of this environment."""

    house: House
    copy: Path

    def restored(self) -> House:
        """Return the project after its environment and its locks are restored.

        The environment is restored from the copy, because an installation by pip would take ten times as long.
        """
        subprocess.run(["rm", "-rf", self.house.venv], check=True)
        subprocess.run(["cp", "-a", self.copy, self.house.venv], check=True)
        self.house.lock("kiosk", tool="1.0", alpha="1.0")
        self.house.lock("simulator", tool="1.0", alpha="1.0", beta="1.0")
        self.house.lock("test", tool="1.0", alpha="1.0", beta="1.0", gamma="1.0")
        return self.house


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    house = House(tmp_path_factory.mktemp("a house with spaces") / "lending kiosk", tmp_path_factory.mktemp("packages"))
    (house.root / ".make").mkdir(parents=True)
    shutil.copy(ROOT / ".make/environment.py", house.root / ".make")
    (house.root / "pyproject.toml").write_text(PYPROJECT)
    (house.root / "backend.py").write_text(BACKEND)
    house.lock("simulator", tool="1.0", alpha="1.0", beta="1.0")
    done = house.call()
    assert done.returncode == 0, done.stdout + done.stderr
    assert house.holds() == {"tool": "1.0", "alpha": "1.0", "beta": "1.0", **KIOSK}
    copy = tmp_path_factory.mktemp("copy") / "environment"
    subprocess.run(["cp", "-a", house.venv, copy], check=True)
    return Built(house, copy)


@pytest.fixture
def house(built: Built) -> House:
    """Return a project whose environment has exactly the packages of the lock "simulator"."""
    return built.restored()


# --- calls that have something to install --------------------------------------------------------


def test_a_second_call_has_nothing_to_do_and_says_nothing(house: House) -> None:
    done = house.call()
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_another_lock_is_installed_and_what_it_no_longer_names_goes(house: House) -> None:
    house.lock("simulator", tool="1.0", alpha="1.1")
    done = house.call()
    assert (done.returncode, done.stderr) == (0, "")
    assert "Removing what is not in the lock: beta" in done.stdout
    assert house.holds() == {"tool": "1.0", "alpha": "1.1", **KIOSK}


def test_a_larger_set_stays_when_a_smaller_one_is_asked_for(house: House) -> None:
    assert house.call("--editable", "test", ".venv").returncode == 0
    house.lock("test", tool="1.0", alpha="1.1", beta="1.0", gamma="1.2")
    assert house.call("--editable", "simulator", ".venv").returncode == 0
    assert house.holds() == {"tool": "1.0", "alpha": "1.1", "beta": "1.0", "gamma": "1.2", **KIOSK}


def test_the_kiosk_on_the_wall_gets_exactly_what_is_asked_for_and_its_own_user_can_read_it(
    house: House, tmp_path: Path
) -> None:
    wall = tmp_path / "opt"
    before = os.umask(0o077)
    try:
        assert house.call("simulator", str(wall)).returncode == 0
        assert house.call("kiosk", str(wall)).returncode == 0
    finally:
        os.umask(before)
    assert house.holds(wall) == {"tool": "1.0", "alpha": "1.0", **KIOSK}
    closed = [path for path in wall.rglob("*") if not path.is_symlink() and not path.stat().st_mode & 0o004]
    assert closed == []


def test_two_calls_at_once_take_turns(house: House) -> None:
    house.lock("simulator", tool="1.0", alpha="1.1", beta="1.1")
    both = [
        subprocess.Popen(
            house.command("--editable", "simulator", ".venv"),
            cwd=house.root,
            env=house.environ(),
            stdout=subprocess.PIPE,
            text=True,
        )
        for _ in range(2)
    ]
    said = [one.communicate(timeout=300)[0] for one in both]
    assert [one.returncode for one in both] == [0, 0]
    assert sum("Installing" in one for one in said) == 1
    assert house.holds() == {"tool": "1.0", "alpha": "1.1", "beta": "1.1", **KIOSK}


# --- the caller's settings -----------------------------------------------------------------------

FOREIGN = {
    "user": "1",
    "target": "/nowhere/target",
    "prefix": "/nowhere/prefix",
    "root": "/nowhere/root",
    "require-virtualenv": "1",
    "constraint": "/nowhere/constraints.txt",
    "no-binary": ":all:",
    "dry-run": "1",
    "pre": "1",
    "no-deps": "1",
    "ignore-installed": "1",
    "quiet": "3",
    "progress-bar": "on",
}


def _settings(section: str) -> str:
    return "\n".join([f"[{section}]", *(f"{name} = {value}" for name, value in FOREIGN.items())])


VARIABLES = {f"PIP_{name.upper().replace('-', '_')}": value for name, value in FOREIGN.items()} | {
    "PYTHONHOME": "/nowhere",
    "PYTHONWARNINGS": "error",
    "PYTHONSAFEPATH": "1",
    "PYTHONOPTIMIZE": "2",
    "VIRTUAL_ENV": "/nowhere",
    "HOME": "/proc/nobody",
    "XDG_CACHE_HOME": "/proc/nobody/cache",
}


@pytest.mark.parametrize("way", ["variables", "file"])
def test_settings_that_were_meant_for_something_else_change_nothing(house: House, tmp_path: Path, way: str) -> None:
    (tmp_path / "alpha.py").write_text("raise SystemExit('not this one')")
    (tmp_path / "pip.py").write_text("raise SystemExit('not this one')")
    (tmp_path / "pip.conf").write_text("\n".join(map(_settings, ("global", "install"))))
    file = {"PIP_CONFIG_FILE": str(tmp_path / "pip.conf")}
    house.lock("simulator", tool="1.0", alpha="1.1", beta="1.0")
    done = house.call(**(file if way == "file" else {**VARIABLES, "PYTHONPATH": str(tmp_path)}))
    assert (done.returncode, done.stderr) == (0, "")
    assert house.holds() == {"tool": "1.0", "alpha": "1.1", "beta": "1.0", **KIOSK}


def test_how_the_machine_reaches_an_index_is_kept_from_a_settings_file(house: House, tmp_path: Path) -> None:
    (tmp_path / "pip.conf").write_text(
        f"[global]\nno-index = true\nfind-links =\n    /nowhere/wheels\n    {house.packages}\n"
    )
    house.lock("simulator", tool="1.0", alpha="1.2", beta="1.0")
    done = house.call(PIP_CONFIG_FILE=str(tmp_path / "pip.conf"), PIP_FIND_LINKS="", PIP_NO_INDEX="")
    assert (done.returncode, done.stderr) == (0, "")
    assert house.holds()["alpha"] == "1.2"


# --- messages ------------------------------------------------------------------------------------


CANNOT = [
    (f"alpha==1.0 --hash=sha256:{'0' * 64}", "Expected sha256 " + "0" * 64),
    ("alpha==1.0", "Hashes are required"),
    (f"unheard-of==1 --hash=sha256:{'0' * 64}", "unheard-of==1"),
]


def test_pip_speaks_only_when_something_fails_and_then_of_nothing_else(house: House) -> None:
    # /nowhere does not exist, so pip warns: "Location ... is ignored: it is neither a file nor a directory"
    noisy = f"/nowhere/wheels {house.packages}"
    house.lock("simulator", tool="1.0", alpha="1.1", beta="1.0")
    done = house.call(PIP_FIND_LINKS=noisy)
    assert (done.returncode, done.stderr) == (0, "")
    assert len(done.stdout.splitlines()) == 1
    for entry, said in CANNOT:
        lock = house.root / ".make/simulator.lock"
        lock.write_text(f"{entry}\n")
        failed = house.call(PIP_FIND_LINKS=noisy)
        assert failed.returncode == 1
        assert said in failed.stderr
        assert "is ignored" not in failed.stderr
        assert "Traceback" not in failed.stderr
    assert house.holds()["alpha"] == "1.1"


def test_a_settings_file_that_pip_cannot_read_is_named(house: House, tmp_path: Path) -> None:
    (tmp_path / "pip.conf").write_text("no section = 1\n")
    house.lock("simulator", tool="1.0", alpha="1.1", beta="1.0")
    done = house.call(PIP_CONFIG_FILE=str(tmp_path / "pip.conf"))
    assert done.returncode == 1
    assert str(tmp_path / "pip.conf") in done.stderr


# --- environments that cannot be used ------------------------------------------------------------


def test_an_install_that_was_killed_starts_anew(house: House, tmp_path: Path) -> None:
    house.lock("simulator", tool="1.0", alpha="1.1", beta="1.0")
    started = tmp_path / "started"
    with subprocess.Popen(
        house.command("--editable", "simulator", ".venv"),
        cwd=house.root,
        env=house.environ(STOP_WHILE_BUILDING=str(started)),
        start_new_session=True,
    ) as process:
        try:
            while not started.exists():
                assert process.poll() is None
        finally:
            os.killpg(process.pid, signal.SIGKILL)
    (house.venv / "lib/half").touch()
    done = house.call()
    assert (done.returncode, done.stderr) == (0, "")
    assert "Making .venv" in done.stdout
    assert not (house.venv / "lib/half").exists()
    assert house.holds() == {"tool": "1.0", "alpha": "1.1", "beta": "1.0", **KIOSK}


def _no_python(venv: Path) -> None:
    for name in ("python", "python3"):
        (venv / "bin" / name).unlink()
        (venv / "bin" / name).symlink_to("/nowhere/python3.10")


def _no_pip(venv: Path) -> None:
    (pip,) = venv.glob("lib/python3*/site-packages/pip")
    shutil.rmtree(pip)


def _no_packages(venv: Path) -> None:
    """Rename the folder of the packages, as if Debian itself had been upgraded.

    After an upgrade, the new Python looks for the packages in another folder.
    """
    (packages,) = venv.glob("lib/python3*")
    packages.rename(venv / "lib/python3.1")


def _moved(venv: Path) -> None:
    script = venv / "bin/pip"
    script.write_text(script.read_text().replace(str(venv), "/somewhere/else/.venv"))


def _only_begun(venv: Path) -> None:
    for path in venv.iterdir():
        shutil.rmtree(path) if path.is_dir() and not path.is_symlink() else path.unlink()


@pytest.fixture
def bare(tmp_path: Path) -> Path:
    """Return an environment that has Python and an empty package pip, and nothing else."""
    folder = tmp_path / "an environment"
    venv.create(folder, symlinks=True)
    (packages,) = folder.glob("lib/python3*/site-packages")
    (packages / "pip").mkdir()
    (packages / "pip/__init__.py").touch()
    (folder / "bin/pip").write_text(f"#!{folder}/bin/python\n")
    return folder


@pytest.mark.parametrize("harm", [_no_python, _no_pip, _no_packages, _moved, _only_begun])
def test_an_environment_that_cannot_run_here_is_known(bare: Path, harm: Callable[[Path], None]) -> None:
    held = {"python": environment.python_of(bare)}
    assert environment.works(bare, held)
    harm(bare)
    assert not environment.works(bare, held)


def test_an_environment_that_was_filled_for_another_python_is_known(bare: Path) -> None:
    assert environment.works(bare, {})
    assert not environment.works(bare, {"python": "3.10.1 (main)"})


@pytest.mark.parametrize("what", ["thesis.odt", "bin"])
def test_a_folder_that_is_no_environment_is_left_alone(house: House, tmp_path: Path, what: str) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / what).mkdir()
    done = house.call("kiosk", str(tmp_path / "mine"))
    assert done.returncode == 1
    assert "holds something else than a Python environment" in done.stderr
    assert [path.name for path in (tmp_path / "mine").iterdir()] == [what]


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can be taken for somebody who called sudo")
def test_sudo_in_a_folder_of_ones_own_is_refused_but_not_for_a_wall(house: House, tmp_path: Path) -> None:
    (tmp_path / "thesis.odt").touch()
    os.chown(house.root, 12345, -1)
    try:
        refused = house.call(SUDO_UID="12345")
        wall = house.call("kiosk", str(tmp_path), SUDO_UID="12345")
    finally:
        os.chown(house.root, 0, -1)
    assert "without sudo" in refused.stderr
    assert "holds something else" in wall.stderr
    assert [refused.returncode, wall.returncode] == [1, 1]
