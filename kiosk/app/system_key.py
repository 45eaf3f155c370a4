"""The keys of the kiosk for lending systems.

This module imports little, because the program needs it before the window shows its first picture.
"""

import os
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from msgspec import structs

from kiosk.backends.errors import MisconfiguredError
from kiosk.backends.login_file import base64_in, is_open_to_others, login_in
from kiosk.domain.model import Secret
from kiosk.settings.model import Backend, Settings, there

_FORM = "in one line KEY:SECRET"


class SystemKey(NamedTuple):
    """The description of the kiosk's key for one lending system. `owner` says in words whose key it is.

    `setting` is the name of the line in the settings file that names the file with the key. `credential` is the name
    under which systemd can give the key to the service. `form` says how the key is written in its file.
    """

    table: str
    setting: str
    credential: str
    owner: str
    form: str = _FORM
    read: Callable[[Path], Secret] = login_in
    """The function that reads the key from its file. It raises ValueError if the text in the file is wrong."""

    @property
    def where(self) -> str:
        """Return the table and the name of the setting, in the form that staff see, such as `[sierra] key_file`."""
        return f"[{self.table}] {self.setting}"


SIERRA_KEY = SystemKey("sierra", "key_file", "sierra-key", "the key of your Sierra")
OVERDRIVE_CLIENT = SystemKey("overdrive", "client_file", "overdrive-client", "the key of your OverDrive application")
EHUB_KEY = SystemKey(
    "ehub", "key_file", "ehub-key", "the secret key of your content provider", "in one line of base64", base64_in
)
SYSTEM_KEYS: Mapping[Backend, SystemKey] = {
    Backend.SIERRA: SIERRA_KEY,
    Backend.OVERDRIVE: OVERDRIVE_CLIENT,
    Backend.EHUB: EHUB_KEY,
}
"""The descriptions of the keys, for each lending system that needs a key."""


def keys_of(settings: Settings) -> tuple[SystemKey, ...]:
    """Return the description of each key that a lending system in the settings needs. The main system comes first."""
    systems = (settings.kiosk.backend, *(Backend(each.value) for each in settings.kiosk.digital))
    return tuple(SYSTEM_KEYS[each] for each in systems if each in SYSTEM_KEYS)


def key_file(settings: Settings, key: SystemKey) -> Path | None:
    """Return the file that the settings name for this key, or None if the settings name no file."""
    table = getattr(settings, key.table)
    path: Path | None = getattr(table, key.setting) if table is not None else None
    return path


def with_key_file(settings: Settings, key: SystemKey, path: Path | None) -> Settings:
    """Return a copy of the settings that names this file as the file with the key."""
    named: dict[str, Any] = {key.setting: path}
    changed: dict[str, Any] = {key.table: structs.replace(there(getattr(settings, key.table)), **named)}
    return structs.replace(settings, **changed)


def system_key(settings: Settings, key: SystemKey, environ: Mapping[str, str] = os.environ) -> Secret:
    """Return the key as one text. If the key consists of two parts, the text contains both, as KEY:SECRET.

    Raises MisconfiguredError if no file with a key is named, or if the file cannot be used.
    """
    named, folder = key_file(settings, key), environ.get("CREDENTIALS_DIRECTORY")
    path = named or (Path(folder) / key.credential if folder else None)
    if path is None:
        raise MisconfiguredError(
            f"{key.where}: no file is named, and systemd gives no credential {key.credential}: "
            f"name the file that holds {key.owner}, {key.form}"
        )
    try:
        is_open = named is not None and is_open_to_others(path)
        found = key.read(path)
    except OSError as why:
        raise MisconfiguredError(f"{key.where}: {_unreadable(path, why, key)}") from None
    except ValueError:
        raise MisconfiguredError(f"{key.where}: {path} should hold {key.owner}, {key.form}") from None
    if is_open:
        raise MisconfiguredError(f"{key.where}: {path} can be read by others: chmod 600 {path}")
    return found


def _unreadable(path: Path, why: OSError, key: SystemKey) -> str:
    match why:
        case FileNotFoundError():
            return f"{path} is not there: write {key.owner} into it, {key.form}, then chmod 600 {path}"
        case PermissionError():
            how = "look at it as root, or let it belong to the account of the kiosk"
            return f"{path} cannot be read by this account: {how}"
        case _:
            return f"{path} cannot be read: {why.strerror}"


def key_place(settings: Settings, key: SystemKey) -> str:
    """Return words for staff that say from which file the kiosk reads the key."""
    path = key_file(settings, key)
    return f"{path} ({key.where})" if path is not None else f"systemd's credential {key.credential}"
