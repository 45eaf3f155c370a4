"""Tests that `lending-kiosk check` finds each console of the machine to which a reader could type its codes."""

from pathlib import Path

import pytest

from kiosk.commands.checks.result import Mark
from kiosk.commands.checks.unit import check_consoles

SHIPPED = Path(__file__).parents[2] / "systemd"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Make the files of a machine that is set up as the README says, and return their folder."""
    for name, place in (("logind.conf", "logind.conf.d"), ("system.conf", "system.conf.d")):
        folder = tmp_path / "etc/systemd" / place
        folder.mkdir(parents=True)
        (folder / "lending-kiosk.conf").write_text((SHIPPED / name).read_text())
    (tmp_path / "etc/systemd/system").mkdir()
    (tmp_path / "etc/systemd/system/ctrl-alt-del.target").symlink_to("/dev/null")
    (tmp_path / "usr/lib/systemd/system").mkdir(parents=True)
    (tmp_path / "usr/lib/systemd/system/ctrl-alt-del.target").write_text("[Unit]\n")
    (tmp_path / "proc/sys/kernel").mkdir(parents=True)
    (tmp_path / "proc/sys/kernel/sysrq").write_text("0\n")
    process(tmp_path, 1, "systemd", 0)
    process(tmp_path, 200, "cage", 0)
    process(tmp_path, 300, "agetty", 4 << 8 | 64)  # a log-in prompt on a serial line, to which no reader can type
    process(tmp_path, 301, "bash", 136 << 8 | 1)  # a shell over the network, to which no reader can type
    return tmp_path


def process(root: Path, number: int, name: str, tty: int) -> None:
    folder = root / "proc" / str(number)
    folder.mkdir()
    (folder / "stat").write_text(f"{number} ({name}) S 1 {number} {number} {tty} -1 4194560 0 0\n")


def warnings(root: Path) -> list[str]:
    return [found.text for found in check_consoles(root) if found.mark is Mark.WARNING]


def test_nothing_listens(root: Path) -> None:
    assert [found.mark for found in check_consoles(root)] == [Mark.OK]


@pytest.mark.parametrize(("name", "tty"), [("agetty", 1), ("agetty", 2), ("login", 6), ("(sd-pam) x", 3), ("bash", 63)])
def test_a_program_that_reads_a_console_is_named(root: Path, name: str, tty: int) -> None:
    process(root, 400, name, 4 << 8 | tty)
    assert warnings(root) == [f"{name} (process 400) reads the console tty{tty}: a reader could type there"]


@pytest.mark.parametrize("lines", ["", "[Login]\n", "[Login]\nNAutoVTs=0\n", "[Login]\nNAutoVTs=0\nReserveVT=1\n"])
def test_a_log_in_prompt_that_would_come(root: Path, lines: str) -> None:
    (root / "etc/systemd/logind.conf.d/lending-kiosk.conf").write_text(lines)
    [text] = warnings(root)
    assert text.startswith("Ctrl+Alt+F2, printed on a code, would open a log-in prompt (")


def test_a_later_drop_in_wins(root: Path) -> None:
    (root / "etc/systemd/logind.conf.d/zz.conf").write_text("[Login]\nNAutoVTs=6\n")
    assert len(warnings(root)) == 1


def test_ctrl_alt_del_once_and_seven_times(root: Path) -> None:
    (root / "etc/systemd/system/ctrl-alt-del.target").unlink()
    (root / "etc/systemd/system.conf.d/lending-kiosk.conf").unlink()
    assert [text.split(",")[0].split(" would")[0] for text in warnings(root)] == [
        "Ctrl+Alt+Del",
        "Ctrl+Alt+Del seven times in two seconds",
    ]


@pytest.mark.parametrize("allowed", ["1", "16", "438"])
def test_sysrq(root: Path, allowed: str) -> None:
    (root / "proc/sys/kernel/sysrq").write_text(f"{allowed}\n")
    [text] = warnings(root)
    assert f"kernel.sysrq = {allowed}" in text
