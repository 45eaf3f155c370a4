"""Tests of the lock files.

A lock has each package of pyproject.toml once: in the range that pyproject.toml allows, with hashes, and without a URL.
"""

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from packaging.markers import default_environment
from packaging.requirements import InvalidRequirement, Requirement
from packaging.utils import canonicalize_name

import environment

ROOT = Path(__file__).parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())
EXTRAS = {"kiosk": (), "simulator": ("simulator",), "test": ("simulator", "test")}
HASH = re.compile(r"--hash=sha256:[0-9a-f]{64}")
MACHINES = [
    {"python_version": python, "python_full_version": f"{python}.1", "platform_machine": machine}
    for python in ("3.11", "3.12", "3.13", "3.14")
    for machine in ("x86_64", "aarch64")
]
"""Each Python and each kind of machine that the README promises, as values for the markers of requirements."""


def lock_of(name: str) -> str:
    return (ROOT / ".make" / f"{name}.lock").read_text()


def asked(name: str) -> list[str]:
    """Return the requirements that pyproject.toml has for the lock of this name, and the requirements of the build."""
    project = PROJECT["project"]
    extras = [each for extra in EXTRAS[name] for each in project["optional-dependencies"][extra]]
    return [*PROJECT["build-system"]["requires"], *project["dependencies"], *extras]


def entries(lock: str) -> Iterator[tuple[str, list[str]]]:
    """Yield each requirement of a lock file with the options that follow it."""
    for entry in re.sub(r"\\\n\s*", " ", lock).splitlines():
        words = entry.partition(" #")[0].split(" --")
        if entry.strip() and not entry.lstrip().startswith("#"):
            yield words[0].strip(), [f"--{word.strip()}" for word in words[1:]]


def faults(lock: str, wanted: list[str]) -> Iterator[str]:
    """Yield a text for each fault of this lock file. `wanted` has the requirements that the lock must satisfy."""
    locked: list[Requirement] = []
    for text, words in entries(lock):
        try:
            locked.append(Requirement(text))
        except InvalidRequirement:
            yield f"no requirement: {text}"
            continue
        if locked[-1].url or [one.operator for one in locked[-1].specifier] != ["=="]:
            yield f"not one version: {text}"
        if not words or not all(HASH.fullmatch(word) for word in words):
            yield f"no hash, or something else than one: {text}"
    if found := re.search(r"^[^#\n]*?(\w+://\S*|(?:^| )\.{0,2}/\S*)", lock, re.MULTILINE):
        yield f"an address or a path: {found[1]}"
    for machine in MACHINES:
        yield from faults_on(machine, locked, list(map(Requirement, wanted)))


def faults_on(machine: dict[str, str], locked: list[Requirement], wanted: list[Requirement]) -> Iterator[str]:
    """Yield a text for each requirement that is missing, out of its range, or in the lock twice.

    `machine` has the Python and the kind of machine for which the lock is checked.
    """
    told = {key: str(value) for key, value in default_environment().items()} | machine
    here = [one for one in locked if one.marker is None or one.marker.evaluate(told)]
    names = [canonicalize_name(one.name) for one in here]
    yield from (f"twice: {name}" for name in names if names.count(name) > 1)
    for one in wanted:
        if one.marker is not None and not one.marker.evaluate(told):
            continue
        pins = [pin for name, pin in zip(names, here, strict=True) if name == canonicalize_name(one.name)]
        if not pins:
            yield f"missing: {one}"
        for pin in pins:
            if not all(one.specifier.contains(version.version, prereleases=True) for version in pin.specifier):
                yield f"out of its range: {pin}, asked for was {one}"


@pytest.mark.parametrize("name", environment.SETS)
def test_a_lock_holds_what_is_asked_for(name: str) -> None:
    assert list(dict.fromkeys(faults(lock_of(name), asked(name)))) == [], "run: make relock"


def test_the_smaller_locks_are_parts_of_the_larger() -> None:
    kiosk, simulator, test = (
        {text.partition(" ")[0]: tuple(words) for text, words in entries(lock_of(name))} for name in environment.SETS
    )
    assert kiosk.items() < simulator.items() < test.items()


def test_the_kiosk_on_the_wall_gets_nothing_of_the_simulator_or_the_tests() -> None:
    names = {Requirement(one).name for one, _words in entries(lock_of("kiosk"))}
    assert names.isdisjoint({"starlette", "uvicorn", "pytest", "mypy", "babel", "uv"})


DIGEST = "0123456789abcdef" * 4
GOOD = f"""# by make upgrade
alpha==1.2 \\
    --hash=sha256:{DIGEST} \\
    --hash=sha256:{DIGEST[::-1]}
    # via https://nobody.reads/this
beta-gamma==3.0 ; platform_machine == 'x86_64' \\
    --hash=sha256:{DIGEST}
delta==3.0 ; platform_machine != 'x86_64' \\
    --hash=sha256:{DIGEST}
"""
WANTED = ["alpha>=1", "Beta_Gamma>=2,<4; platform_machine == 'x86_64'", "delta>=2; platform_machine != 'x86_64'"]


def test_a_good_lock_has_no_fault() -> None:
    assert list(faults(GOOD, WANTED)) == []


@pytest.mark.parametrize(
    ("lock", "wanted", "found"),
    [
        (GOOD, [*WANTED, "epsilon"], "missing: epsilon"),
        (GOOD, ["delta>=2"], "missing: delta>=2"),
        (GOOD, ["alpha<1.2"], "out of its range"),
        (GOOD, ["alpha!=1.2"], "out of its range"),
        (GOOD, ["beta.gamma~=2.9; platform_machine == 'x86_64'"], "out of its range"),
        (GOOD + "zeta==1\n", WANTED, "no hash"),
        (GOOD + "zeta==1 --hash=md5:abc\n", WANTED, "no hash"),
        (GOOD + "zeta==1 --hash=sha256:0123\n", WANTED, "no hash"),
        (GOOD + f"zeta>=1 --hash=sha256:{DIGEST}\n", WANTED, "not one version"),
        (GOOD + f"zeta --hash=sha256:{DIGEST}\n", WANTED, "not one version"),
        (GOOD + f"zeta @ https://a.host/zeta.whl --hash=sha256:{DIGEST}\n", WANTED, "an address"),
        (GOOD + f"alpha==1.3 --hash=sha256:{DIGEST}\n", WANTED, "twice: alpha"),
        ("--index-url https://a.host/simple\n" + GOOD, WANTED, "an address"),
        ("--extra-index-url file:///a/folder\n" + GOOD, WANTED, "an address"),
        ("--find-links /a/folder\n" + GOOD, WANTED, "an address or a path"),
        ("--trusted-host a.host\n" + GOOD, WANTED, "no requirement"),
        ("-e .\n" + GOOD, WANTED, "no requirement"),
        ("-r ../other.lock\n" + GOOD, WANTED, "an address or a path"),
        ("git+ssh://a.host/zeta\n" + GOOD, WANTED, "an address"),
    ],
)
def test_a_faulty_lock_is_found(lock: str, wanted: list[str], found: str) -> None:
    assert any(one.startswith(found) for one in faults(lock, wanted)), list(faults(lock, wanted))
