"""Tests of the files in systemd/. If systemd and udev are installed, they must accept the files."""

import re
import shutil
import subprocess
import tomllib
from pathlib import Path

import pytest

from kiosk.store.kiosk_key import KEY_LENGTH, MISSING, NAME

FOLDER = Path(__file__).parents[2] / "systemd"
UNIT = FOLDER / "lending-kiosk.service"
WORST_SCORE = 2.5

needs_systemd = pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="systemd is not installed")


def _run(*command: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)


@pytest.fixture
def unit_that_could_start(tmp_path: Path) -> Path:
    """Return a copy of the unit with /bin/true instead of cage.

    `systemd-analyze verify` looks for the program of ExecStart=, and only a kiosk has cage.
    """
    text, count = re.subn(r"^ExecStart=/usr/bin/cage ", "ExecStart=/bin/true ", UNIT.read_text(), flags=re.MULTILINE)
    assert count == 1
    copy = tmp_path / UNIT.name
    copy.write_text(text)
    return copy


@needs_systemd
def test_the_unit_is_valid(unit_that_could_start: Path) -> None:
    verified = _run("systemd-analyze", "verify", "--man=no", unit_that_could_start)
    assert (verified.returncode, verified.stderr) == (0, "")


@needs_systemd
def test_the_unit_is_hardened(unit_that_could_start: Path) -> None:
    scored = _run("systemd-analyze", "security", "--offline=true", "--no-pager", unit_that_could_start)
    score = re.search(r"Overall exposure level for \S+: (\d+\.\d)", scored.stdout)
    assert score, scored.stderr
    assert float(score[1]) <= WORST_SCORE


def test_the_unit_restarts_for_ever_and_watches_the_event_loop() -> None:
    lines = UNIT.read_text().splitlines()
    for line in (
        "Type=notify",
        "WatchdogSec=20",
        "WatchdogSignal=SIGABRT",
        "Restart=always",
        "StartLimitIntervalSec=0",
        "LimitCORE=0",
    ):
        assert line in lines


def _lines_of(name: str) -> list[str]:
    return [line for line in (FOLDER / name).read_text().splitlines() if line and not line.startswith("#")]


def test_no_console_listens_to_what_a_reader_types() -> None:
    assert {"[Login]", "NAutoVTs=0", "ReserveVT=0"} <= set(_lines_of("logind.conf"))
    assert _lines_of("sysctl.conf") == ["kernel.sysrq = 0"]
    assert _lines_of("system.conf") == ["[Manager]", "CtrlAltDelBurstAction=none"]
    assert "systemctl mask ctrl-alt-del.target" in (FOLDER.parent / "README.md").read_text()


@pytest.mark.parametrize("name", sorted(path.name for path in FOLDER.iterdir()))
def test_the_readme_says_where_each_file_goes(name: str) -> None:
    assert f"       cp {name} /etc/" in (FOLDER.parent / "README.md").read_text()


def test_drivers_are_loaded_before_the_unit_looks_for_their_kinds_of_devices() -> None:
    """When the unit starts, the graphics driver must already be loaded.

    Otherwise systemd does not know the name drm at the start, and DeviceAllow=char-drm allows nothing.
    """
    assert {"drm", "snd", "usbserial", "cdc_acm"} <= set(_lines_of("modules-load.conf"))


def test_the_key_is_neither_in_the_environment_nor_on_the_command_line() -> None:
    lines = UNIT.read_text().splitlines()
    assert [line for line in lines if "kiosk-key" in line and not line.startswith("#")] == [
        "LoadCredential=kiosk-key:/etc/lending-kiosk/kiosk-key",
        f"SetCredential=kiosk-key:{MISSING.decode()}",
    ]


def test_no_key_changes_to_another_console() -> None:
    """With its option -s, cage would obey Ctrl+Alt+F2."""
    (started,) = (line for line in UNIT.read_text().splitlines() if line.startswith("ExecStart="))
    assert started.startswith("ExecStart=/usr/bin/cage -d -- /opt/lending-kiosk/bin/lending-kiosk run ")


def test_no_memory_of_it_is_written_to_disk() -> None:
    lines = UNIT.read_text().splitlines()
    assert {"LimitCORE=0", "MemorySwapMax=0"} <= set(lines)


def test_the_key_is_made_as_the_kiosk_wants_it() -> None:
    assert f"head -c {KEY_LENGTH} /dev/urandom > /etc/lending-kiosk/{NAME}'" in UNIT.read_text()


@pytest.mark.skipif(shutil.which("systemd-sysusers") is None, reason="systemd is not installed")
def test_the_user_is_made(tmp_path: Path) -> None:
    made = _run("systemd-sysusers", "--dry-run", f"--root={tmp_path}", FOLDER / "sysusers.conf")
    assert made.returncode == 0, made.stderr
    assert "lending-kiosk" in made.stdout + made.stderr


_RULE_PART = re.compile(
    r'(ACTION|SUBSYSTEM|KERNEL|GOTO|LABEL|GROUP|MODE|(ATTRS?|ENV|TEST)(\{[\w/]+\})?)(==|=)"[^"]*"|TEST=="[^"]+"'
)


def test_the_rules_for_readers_are_well_formed() -> None:
    rules = [
        line
        for line in (FOLDER / "70-lending-kiosk.rules").read_text().splitlines()
        if line and not line.startswith("#")
    ]
    for rule in rules:
        for part in rule.split(", "):
            assert _RULE_PART.fullmatch(part), f"{part!r} in {rule!r}"
    assert rules[0].endswith(f'GOTO="{_label(rules[-1])}"')
    version = _run("udevadm", "--version").stdout if shutil.which("udevadm") else ""
    if version and int(version) >= 254:  # an older udevadm cannot check a file
        assert _run("udevadm", "verify", FOLDER / "70-lending-kiosk.rules").returncode == 0


def _label(rule: str) -> str:
    return rule.removeprefix('LABEL="').removesuffix('"')


def test_the_unit_the_user_and_the_folders_speak_of_the_same_names() -> None:
    unit, user = UNIT.read_text(), (FOLDER / "sysusers.conf").read_text()
    folders, rules = (FOLDER / "tmpfiles.conf").read_text(), (FOLDER / "70-lending-kiosk.rules").read_text()
    assert "\nUser=lending-kiosk\n" in unit
    assert "\nu lending-kiosk " in user
    assert 'GROUP="lending-kiosk"' in rules
    assert "/etc/lending-kiosk 0750 root lending-kiosk" in folders
    assert "/opt/lending-kiosk/bin/lending-kiosk run --config /etc/lending-kiosk/kiosk.toml" in unit


def test_the_command_of_the_unit_is_the_one_that_is_installed() -> None:
    project = tomllib.loads((FOLDER.parent / "pyproject.toml").read_text())["project"]
    assert list(project["scripts"]) == ["lending-kiosk"]
