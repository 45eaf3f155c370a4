"""The functions that several commands need.

They add options, load the settings, open the stores of this kiosk, read its key, and print texts safely.
"""

import logging
import os
import subprocess
import sys
from argparse import SUPPRESS, ArgumentParser
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, tzinfo
from pathlib import Path
from typing import TYPE_CHECKING, assert_never
from zoneinfo import ZoneInfo

from kiosk.commands.checks.unit import Sealing, Unit, read_unit
from kiosk.exit_codes import ExitCode
from kiosk.store.kiosk_key import NAME, KeyProblemError, KioskKey, NoKeyError, credential_key, load_key

if TYPE_CHECKING:
    from kiosk.settings.model import Settings
    from kiosk.store.sqlite_file import StoreError
    from kiosk.store.store import Store

_DECRYPT_S = 30.0
_AS_ROOT = "only root can: ask with sudo"


@dataclass(frozen=True, slots=True)
class StaffAccess:
    """The settings, stores and key of this kiosk, for staff commands that work even while the kiosk runs.

    If `key` is None, encrypted values cannot be read, and `why_no_key` gives the reason.
    """

    settings: "Settings"
    store: "Store"
    key: KioskKey | None
    why_no_key: str

    def shown(self, moment: datetime | None) -> str:
        """Return the moment as a date and time in the library's time zone, or a dash if `moment` is None."""
        return moment.astimezone(self._zone()).strftime("%Y-%m-%d %H:%M") if moment else "-"

    def _zone(self) -> tzinfo | None:
        name = self.settings.kiosk.time_zone
        return ZoneInfo(name) if name else None


def add_config(parser: ArgumentParser, *, inner: bool = False) -> None:
    """Add the option `--config FILE`. If `inner` is True, `parser` belongs to a sub-command."""
    # The user can write the option before or after the sub-command. If the user writes the option before the
    # sub-command, the parser of the sub-command must not replace the value with a default.
    default = SUPPRESS if inner else None
    parser.add_argument("--config", type=Path, metavar="FILE", default=default, help="the settings file")


def add_json(parser: ArgumentParser) -> None:
    """Add the option `--json`, which the user can write before or after the sub-command."""
    parser.add_argument("--json", action="store_true", default=SUPPRESS, help="as JSON, for programs")


def load_settings(config: Path | None) -> "Settings":
    """Load the settings and return them. Raises SettingsError if the file is wrong.

    The caller does not have to catch this error. The main program catches it, and prints the mistakes in the file.
    """
    from kiosk.settings.load import find_config, load

    return load(find_config(config, os.environ))


@contextmanager
def staff_access(config: Path | None) -> Iterator[StaffAccess]:
    """Open the stores of this kiosk, and close them after the `with` block.

    The kiosk can run at the same time, because no file is created or replaced. Raises SettingsError if the settings
    file is wrong.
    """
    from kiosk.store.store import Store

    keep_the_log_out()
    settings = load_settings(config)
    key, why_no_key = None, ""
    try:
        key = kiosk_key(settings.kiosk.state_dir, read_unit())
    except KeyProblemError as problem:
        why_no_key = str(problem)
    store = Store.beside(settings.kiosk.state_dir)
    try:
        yield StaffAccess(settings, store, key, why_no_key)
    finally:
        store.close()


def say_store(failed: "StoreError", state_dir: Path) -> int:
    """Print that a store cannot be used, and return the exit code.

    If this account is neither root nor the owner of the state folder, also advise the user to use sudo.
    """
    me = os.geteuid()
    try:
        ours = me in (0, state_dir.stat().st_uid)
    except OSError:
        ours = me == 0
    advice = "" if ours else "; ask as root: put sudo before the command"
    return say(f"{failed}{advice}", ExitCode.OSERR)


def say(problem: str, code: ExitCode) -> int:
    """Print a problem to standard error and return the exit code."""
    print(f"lending-kiosk: {problem}", file=sys.stderr)
    return code


def harmless(text: str) -> str:
    """Return the text with a dot instead of each character that cannot be printed, such as a control character."""
    return "".join(sign if sign.isprintable() else "·" for sign in text)


def keep_the_log_out() -> None:
    """Hide log messages, because the command prints its problems itself.

    The log gets a handler that does nothing. If the log had no handler, Python would print warnings to standard error.
    """
    root = logging.getLogger()
    if not root.handlers:
        root.addHandler(logging.NullHandler())


# --- the kiosk key ---


def kiosk_key(state_dir: Path, unit: Unit) -> KioskKey:
    """Return the key that the kiosk uses on this machine. This function never makes a new key.

    Raises KeyProblemError if there is no key or if the key cannot be read. The text of the error gives the reason.
    """
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
