"""The kiosk key for staff's commands; if systemd gives the key to the service, it is read from the same file."""

import subprocess
from pathlib import Path
from typing import assert_never

from kiosk.commands.checks.unit import Sealing, Unit
from kiosk.store.keys import NAME, KeyProblemError, KioskKey, NoKeyError, credential_key, load_key

_DECRYPT_S = 30.0
_AS_ROOT = "only root can: ask with sudo"


def key_beside(state_dir: Path, unit: Unit) -> KioskKey:
    """Return the key that the kiosk uses here; never make one. Raises KeyProblem, which says why there is none."""
    try:
        return load_key(state_dir, create=False)
    except NoKeyError:
        if unit.key_file is None:
            raise
        return _of_service(unit.key_file, unit.sealing)


def _of_service(file: Path, sealing: Sealing) -> KioskKey:
    match sealing:
        case Sealing.PLAIN | Sealing.NONE:
            return credential_key(_read(file), file)
        case Sealing.SEALED:
            return credential_key(_decrypted(file), file)
        case _:
            assert_never(sealing)


def _read(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except PermissionError:
        raise KeyProblemError(f"the kiosk key {file} cannot be read: {_AS_ROOT}") from None
    except OSError as why:
        raise KeyProblemError(f"the kiosk key {file} cannot be read: {why.strerror}") from why


def _decrypted(file: Path) -> bytes:
    command = ["systemd-creds", "decrypt", f"--name={NAME}", str(file), "-"]
    try:
        done = subprocess.run(command, capture_output=True, timeout=_DECRYPT_S, check=False)
    except (OSError, subprocess.TimeoutExpired) as why:
        raise KeyProblemError(f"the kiosk key {file} cannot be opened: {type(why).__name__}") from why
    if done.returncode:
        raise KeyProblemError(f"the kiosk key {file} cannot be opened by systemd-creds: {_AS_ROOT}")
    return done.stdout
