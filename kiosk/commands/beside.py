"""Parts that staff's commands share: the stores beside a running kiosk, its key, local times, harmless text."""

import os
import sys
from argparse import SUPPRESS, ArgumentParser
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, tzinfo
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from kiosk.exit_codes import ExitCode

if TYPE_CHECKING:
    from kiosk.settings.model import Settings
    from kiosk.store.kiosk_key import KioskKey
    from kiosk.store.sqlite_file import StoreError
    from kiosk.store.store import Store
import logging
import subprocess
from typing import assert_never

from kiosk.commands.checks.unit import Sealing, Unit
from kiosk.store.kiosk_key import NAME, KeyProblemError, KioskKey, NoKeyError, credential_key, load_key


@dataclass(frozen=True, slots=True)
class Beside:
    """The stores of one settings file. Without a `key`, sealed values stay sealed; `why_no_key` says the reason."""

    settings: "Settings"
    store: "Store"
    key: "KioskKey | None"
    why_no_key: str

    def shown(self, moment: datetime | None) -> str:
        """Return the local date and time, or a dash if there is no moment."""
        return moment.astimezone(self._zone()).strftime("%Y-%m-%d %H:%M") if moment else "-"

    def _zone(self) -> tzinfo | None:
        name = self.settings.kiosk.time_zone
        return ZoneInfo(name) if name else None


def add_config(parser: ArgumentParser, *, inner: bool = False) -> None:
    """Add `--config FILE`, which every command has."""
    # The option may stand before or after the sub-command; a sub-command without it must not clear a value given
    # before.
    default = SUPPRESS if inner else None
    parser.add_argument("--config", type=Path, metavar="FILE", default=default, help="the settings file")


def add_json(parser: ArgumentParser) -> None:
    """Add `--json`, before or after the sub-command."""
    parser.add_argument("--json", action="store_true", default=SUPPRESS, help="as JSON, for programs")


def load_settings(config: Path | None) -> "Settings":
    """Load the settings. Raises SettingsError, which the command line shows."""
    from kiosk.settings.load import find_config, load

    return load(find_config(config, os.environ))


@contextmanager
def stores_beside(config: Path | None) -> Iterator[Beside]:
    """Open the stores without creating or moving files: only the kiosk does that. Raises SettingsError."""
    from kiosk.commands.checks.unit import read_unit
    from kiosk.store.kiosk_key import KeyProblemError
    from kiosk.store.store import Store

    keep_the_log_out()
    settings = load_settings(config)
    key, why_no_key = None, ""
    try:
        key = key_beside(settings.kiosk.state_dir, read_unit())
    except KeyProblemError as problem:
        why_no_key = str(problem)
    store = Store.beside(settings.kiosk.state_dir)
    try:
        yield Beside(settings, store, key, why_no_key)
    finally:
        store.close()


def say_store(failed: "StoreError", state_dir: Path) -> int:
    """Say that the stores cannot be used and, if they belong to another account, who may read them."""
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
    """Return the text for a terminal, with a dot for each character that cannot be printed."""
    return "".join(sign if sign.isprintable() else "·" for sign in text)


# --- silence for the log ---
# Silence for the log in commands that report problems themselves: the log would repeat them between the lines.


def keep_the_log_out() -> None:
    """Add a handler that writes nothing: without any handler, Python prints warnings to standard error."""
    root = logging.getLogger()
    if not root.handlers:
        root.addHandler(logging.NullHandler())


# --- the kiosk key ---
# The kiosk key for staff's commands; if systemd gives the key to the service, it is read from the same file.

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
