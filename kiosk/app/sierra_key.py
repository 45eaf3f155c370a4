"""The kiosk's key for a Sierra. The module imports little, because the settings are checked before the first frame."""

import os
import stat
from collections.abc import Mapping
from pathlib import Path

from kiosk.backends.errors import MisconfiguredError
from kiosk.backends.login_file import login_in
from kiosk.domain.model import Secret
from kiosk.settings.model import Settings, there

CREDENTIAL = "sierra-key"
_FORM = "in one line KEY:SECRET"


def sierra_key(settings: Settings, environ: Mapping[str, str] = os.environ) -> Secret:
    """Return the key and the secret for Sierra as one text, KEY:SECRET.

    Raises MisconfiguredError if no file with a key is named, or if the file cannot be used.
    """
    path = _key_path(settings, environ)
    if path is None:
        raise MisconfiguredError(
            f"[sierra] key_file: no file is named, and systemd gives no credential {CREDENTIAL}: "
            f"name the file that holds the key of your Sierra, {_FORM}"
        )
    try:
        mode = path.stat().st_mode
        key = login_in(path)
    except OSError as why:
        raise MisconfiguredError(f"[sierra] key_file: {_unreadable(path, why)}") from None
    except ValueError:
        raise MisconfiguredError(f"[sierra] key_file: {path} should hold the key of your Sierra, {_FORM}") from None
    if there(settings.sierra).key_file is not None and mode & (stat.S_IRWXG | stat.S_IRWXO):
        raise MisconfiguredError(f"[sierra] key_file: {path} can be read by others: chmod 600 {path}")
    return key


def _key_path(settings: Settings, environ: Mapping[str, str]) -> Path | None:
    folder = environ.get("CREDENTIALS_DIRECTORY")
    return there(settings.sierra).key_file or (Path(folder) / CREDENTIAL if folder else None)


def _unreadable(path: Path, why: OSError) -> str:
    match why:
        case FileNotFoundError():
            return f"{path} is not there: write the key of your Sierra into it, {_FORM}, then chmod 600 {path}"
        case PermissionError():
            how = "look at it as root, or let it belong to the account of the kiosk"
            return f"{path} cannot be read by this account: {how}"
        case _:
            return f"{path} cannot be read: {why.strerror}"


def key_place(settings: Settings) -> str:
    """Return words for staff that say from which file the kiosk reads the key."""
    path = there(settings.sierra).key_file
    return f"{path} ([sierra] key_file)" if path is not None else f"systemd's credential {CREDENTIAL}"
