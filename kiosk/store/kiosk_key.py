"""The kiosk key: 32 bytes, from a systemd credential if there is one, or else from a file that is created once."""

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
"""The value that the unit gives (SetCredential=) if there is no key, so that the kiosk can start and say so."""


class KeyStorage(StrEnum):
    """The source of the key: a credential from systemd (encrypted by a TPM, for example), or a file in the folder."""

    CREDENTIAL = "credential"
    FILE = "file"


class KeyProblemError(Exception):
    """There is no usable key; the text says why, for staff."""


class NoKeyError(KeyProblemError):
    """No key was ever created here, or this process does not get it."""


class KioskKey(Struct, frozen=True):
    """The kiosk key. The key itself never leaves this object; other code uses only keys that are derived from it."""

    storage: KeyStorage
    is_new: bool
    _key: bytes

    __repr__ = hiding("_key")

    def derive(self, purpose: str, what: bytes = b"") -> bytes:
        """Return 32 bytes that only this key gives for this purpose and for `what`."""
        import hmac  # late: it loads the digests, and nothing is encrypted before the first frame

        return hmac.digest(self._key, purpose.encode() + what, "sha256")


def load_key(state_dir: Path, environ: Mapping[str, str] = os.environ, *, create: bool = True) -> KioskKey:
    """Return the key of this kiosk. Raises KeyProblemError.

    If there is neither credential nor file, and `create` is True, create the file.
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
    """Return the key that systemd gives to the service, read from its source file. Raises KeyProblemError."""
    return KioskKey(KeyStorage.CREDENTIAL, False, _checked(content, source))


def _is_there(path: Path) -> bool:
    try:
        return path.exists()
    except OSError as why:  # a folder that only another account may read
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
    """Write the key to a draft, then give it its final name, so that no half key is left and no key is replaced."""
    import secrets  # late: needed only once in the life of a kiosk

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
            # Also after a full disk: a caller that tries again every few seconds must not leave a file each time.
            draft.unlink(missing_ok=True)
        sync_directory(path.parent)
    except OSError as why:
        raise KeyProblemError(f"the kiosk key {path} cannot be made: {why.strerror}") from why
    return KioskKey(KeyStorage.FILE, True, key)
