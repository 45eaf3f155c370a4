"""Tests that the commands of staff use the same key as the service, also if systemd gives this key to the service."""

from pathlib import Path

import pytest

from kiosk.commands.checks.unit import Sealing, Unit
from kiosk.commands.shared import kiosk_key
from kiosk.store.kiosk_key import KeyProblemError, KeyStorage, NoKeyError, load_key

SECRET = bytes(range(32))


@pytest.fixture
def source(tmp_path: Path) -> Path:
    path = tmp_path / "etc" / "kiosk-key"
    path.parent.mkdir()
    path.write_bytes(SECRET)
    return path


@pytest.fixture(autouse=True)
def _outside_the_service(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CREDENTIALS_DIRECTORY", raising=False)


def test_a_key_that_systemd_gives_from_a_file_is_read_from_there(tmp_path: Path, source: Path) -> None:
    given = load_key(tmp_path, {"CREDENTIALS_DIRECTORY": str(source.parent)})
    key = kiosk_key(tmp_path / "state", Unit(True, Sealing.PLAIN, source))
    assert key.storage is KeyStorage.CREDENTIAL
    assert key.derive("fob") == given.derive("fob")
    assert not (tmp_path / "state").exists()


def test_a_sealed_key_is_opened_as_systemd_does(tmp_path: Path, source: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program = tmp_path / "bin" / "systemd-creds"
    program.parent.mkdir()
    program.write_text('#!/bin/sh\n[ "$1 $2 $4" = "decrypt --name=kiosk-key -" ] && exec /bin/cat "$3"\nexit 1\n')
    program.chmod(0o755)
    monkeypatch.setenv("PATH", str(program.parent))
    sealed = Unit(True, Sealing.SEALED, source)
    plain = Unit(True, Sealing.PLAIN, source)
    assert kiosk_key(tmp_path, sealed).derive("fob") == kiosk_key(tmp_path, plain).derive("fob")
    program.write_text("#!/bin/sh\nexit 1\n")
    with pytest.raises(KeyProblemError, match="only root can"):
        kiosk_key(tmp_path, sealed)
    program.unlink()
    with pytest.raises(KeyProblemError, match="cannot be opened: FileNotFoundError"):
        kiosk_key(tmp_path, sealed)


def test_a_key_file_of_the_kiosk_itself_comes_first(tmp_path: Path, source: Path) -> None:
    own = load_key(tmp_path, {})
    assert kiosk_key(tmp_path, Unit(True, Sealing.PLAIN, source)).derive("fob") == own.derive("fob")


def test_why_there_is_none_is_said(tmp_path: Path, source: Path) -> None:
    with pytest.raises(NoKeyError):
        kiosk_key(tmp_path, Unit())
    with pytest.raises(KeyProblemError, match="cannot be read: No such file"):
        kiosk_key(tmp_path, Unit(True, Sealing.PLAIN, tmp_path / "none"))
    source.write_bytes(b"short")
    with pytest.raises(KeyProblemError, match="has 5 bytes"):
        kiosk_key(tmp_path, Unit(True, Sealing.PLAIN, source))
