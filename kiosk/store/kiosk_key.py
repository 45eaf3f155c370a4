"""The kiosk key of 32 bytes. It is in a systemd credential, or in a file if there is no credential."""

import os
from collections.abc import Mapping
from enum import StrEnum
from pathlib import Path

from msgspec import Struct

from kiosk.store.sqlite_file import sync_directory, write_new
from kiosk.structs import hiding

KEY_LENGTH = 32
NAME = "kiosk-key"
MISSING = b"missing"
"""If there is no key, systemd gives this value to the kiosk instead of a key (SetCredential= in the unit).

Because of this value, the kiosk can start and show that the key is missing.
"""


class KeyStorage(StrEnum):
    """The place from which the kiosk read its key. It is a credential of systemd, or a file in the state folder."""

    CREDENTIAL = "credential"
    FILE = "file"


class KeyProblemError(Exception):
    """There is no usable key. The text of the error tells staff the reason."""


class NoKeyError(KeyProblemError):
    """No key was ever created here, or this process is not allowed to see the key."""


class KioskKey(Struct, frozen=True):
    """The kiosk key. No other code gets the key itself. Other code gets only keys that `derive` makes from it."""

    storage: KeyStorage
    is_new: bool
    _key: bytes

    __repr__ = hiding("_key")

    def derive(self, purpose: str, what: bytes = b"") -> bytes:
        """Return a key of 32 bytes that is made from the kiosk key, `purpose` and `what`.

        The same three values always give the same bytes.
        """
        import hmac  # This import is not at the top, so that the kiosk can draw its first page sooner.

        return hmac.digest(self._key, purpose.encode() + what, "sha256")


def load_key(state_dir: Path, environ: Mapping[str, str] = os.environ, *, create: bool = True) -> KioskKey:
    """Return the key of this kiosk. Raises KeyProblemError if there is no usable key.

    If there is no credential and no key file, the result depends on `create`. If `create` is True, make a new key file.
    If `create` is False, raise NoKeyError.
    """
    folder = environ.get("CREDENTIALS_DIRECTORY")
    credential = Path(folder) / NAME if folder else None
    if credential is not None and _is_there(credential):
        return KioskKey(KeyStorage.CREDENTIAL, False, _read(credential))
    path = state_dir / NAME
    if _is_there(path):
        return KioskKey(KeyStorage.FILE, False, _read(path))
    if not create:
        raise NoKeyError(f"no kiosk key: neither a systemd credential named {NAME} nor {path}")
    return _make(path)


def credential_key(content: bytes, source: Path) -> KioskKey:
    """Return the key that systemd gives to the service. `content` was read from the file `source`.

    Raises KeyProblemError if the content is not a usable key.
    """
    return KioskKey(KeyStorage.CREDENTIAL, False, _checked(content, source))


def _is_there(path: Path) -> bool:
    try:
        return path.exists()
    except OSError as why:  # For example, this program is not allowed to read the folder.
        raise KeyProblemError(f"the kiosk key {path} cannot be looked for: {why.strerror}") from why


def _read(path: Path) -> bytes:
    try:
        key = path.read_bytes()
    except OSError as why:
        raise KeyProblemError(f"the kiosk key {path} cannot be read: {why.strerror}") from why
    return _checked(key, path)


def _checked(key: bytes, path: Path) -> bytes:
    if key == MISSING:
        raise KeyProblemError(
            "the kiosk key is missing: systemd found no file where the unit's LoadCredential= names one "
            f"(/etc/lending-kiosk/{NAME}). Put it back, or make a new one as README says, then: "
            "systemctl restart lending-kiosk"
        )
    if len(key) != KEY_LENGTH:
        raise KeyProblemError(f"the kiosk key {path} has {len(key)} bytes; it must have {KEY_LENGTH}")
    return key


def _make(path: Path) -> KioskKey:
    """Make a new key, store it in the file `path`, and return it. Raises KeyProblemError if this fails.

    The key is first written to a file with a temporary name. Then the file gets the name `path`. For this reason the
    file `path` is never half written. If another process has just made a key, return that key.
    """
    import secrets  # This import is here because it is needed only once: when a kiosk makes its key.

    key = secrets.token_bytes(KEY_LENGTH)
    draft = path.with_name(f"{NAME}.{secrets.token_hex(4)}")
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        try:
            write_new(draft, key)
            os.link(draft, path)
        except FileExistsError:
            return KioskKey(KeyStorage.FILE, False, _read(path))
        finally:
            # Delete the temporary file even if the disk is full. If each failed try left such a file, many tries would
            # leave many files.
            draft.unlink(missing_ok=True)
        sync_directory(path.parent)
    except OSError as why:
        raise KeyProblemError(f"the kiosk key {path} cannot be made: {why.strerror}") from why
    return KioskKey(KeyStorage.FILE, True, key)
