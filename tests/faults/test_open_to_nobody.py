"""Tests that other accounts and other machines get nothing from the running kiosk: no port, no secret, no file."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk.simulator import SimulatorThread
from tests.app.standing import MARTA
from tests.faults.process import KioskProcess

pytestmark = pytest.mark.slow
_LISTENS = "0A"


@pytest.fixture(scope="module")
def kiosk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[KioskProcess]:
    """Return a running kiosk that was started with the usual umask, under which new files can be read by everybody."""
    before = os.umask(0o022)
    with SimulatorThread() as library, KioskProcess(tmp_path_factory.mktemp("kiosk"), library) as kiosk:
        kiosk.fobs.scan(MARTA.fob)
        kiosk.says("NotLinked -> AskingSecret")
        yield kiosk
    os.umask(before)


def process_folder(kiosk: KioskProcess) -> Path:
    assert kiosk.process is not None
    return Path("/proc", str(kiosk.process.pid))


def test_it_listens_on_no_port(kiosk: KioskProcess) -> None:
    folder = process_folder(kiosk)
    own = {str(each.readlink()) for each in (folder / "fd").iterdir()}
    listening = set()
    for name in ("tcp", "tcp6", "udp", "udp6"):
        for line in (folder / "net" / name).read_text(encoding="ascii").splitlines()[1:]:
            _, _, _, state, *more = line.split()
            if state == _LISTENS or name.startswith("udp"):
                listening.add(f"socket:[{more[5]}]")
    assert any(each.startswith("socket:") for each in own)
    assert own & listening == set()


def test_its_command_line_and_its_environment_hold_no_secret(kiosk: KioskProcess) -> None:
    folder = process_folder(kiosk)
    told = (folder / "cmdline").read_bytes() + (folder / "environ").read_bytes()
    key = (kiosk.folder / "state" / "kiosk-key").read_bytes()
    for secret in (MARTA.fob.encode(), MARTA.password.encode(), key, key.hex().encode()):
        assert secret not in told


def test_what_it_writes_can_be_read_by_its_own_account_only(kiosk: KioskProcess) -> None:
    state = kiosk.folder / "state"
    modes = {each.name: each.stat().st_mode & 0o777 for each in (state, *state.iterdir())}
    assert {"kiosk-key", "journal.db", "vault.db", "cache.db"} <= set(modes)
    assert {name: oct(mode) for name, mode in modes.items() if mode & 0o077} == {}
