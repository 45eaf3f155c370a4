"""The staff PIN. It is stored as a slow hash, in a file that only the kiosk is allowed to read."""

import hashlib
import hmac
import os
import re
import secrets
from base64 import b64decode, b64encode
from binascii import Error as NotBase64
from pathlib import Path

from kiosk.domain.model import Secret
from kiosk.store.sqlite_file import sync_directory, write_new

COST = 2**15
_BLOCK, _LANES = 8, 1
_MEMORY_LIMIT = 64 * 1024 * 1024
_MARK = "scrypt"


class BadPinError(ValueError):
    """The PIN cannot be typed on the number keys of the staff screen, or is too easy to guess."""


def write_pin(path: Path, pin: Secret, owner: tuple[int, int] | None = None) -> None:
    """Write the hash of the PIN to the file. An old file is replaced in one step, so the file is never half written.

    `owner` has the numbers of the user and the group to which the file will belong. If `owner` is None, the file
    belongs to the Linux user of this program. Raises BadPinError if the PIN has the wrong form, and OSError if the file
    cannot be written.
    """
    text = pin.reveal()
    if not re.fullmatch(r"[0-9]{4,12}", text, re.ASCII):
        raise BadPinError("a PIN has 4 to 12 digits")
    if len(set(text)) == 1:
        raise BadPinError("a PIN needs at least two different digits")
    salt = secrets.token_bytes(16)
    line = f"{_MARK} {COST} {_BLOCK} {_LANES} {_shown(salt)} {_shown(_hash(text, salt, COST, _BLOCK, _LANES))}\n"
    _replace(path, line.encode(), owner)


def fits_pin(path: Path, pin: Secret) -> bool:
    """Return True if this is the staff PIN. Return False if it is another PIN, or if there is no valid file.

    The calculation is slow, so call this function in the slow thread.
    """
    try:
        mark, cost, block, lanes, salt, expected = path.read_text(encoding="ascii").split()
        if mark != _MARK:
            return False
        given = _hash(pin.reveal(), b64decode(salt, validate=True), int(cost), int(block), int(lanes))
        return hmac.compare_digest(given, b64decode(expected, validate=True))
    except (OSError, ValueError, NotBase64):
        return False


def _replace(path: Path, content: bytes, owner: tuple[int, int] | None) -> None:
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    draft.unlink(missing_ok=True)
    try:
        write_new(draft, content, owner)
        draft.replace(path)
    except OSError:
        draft.unlink(missing_ok=True)
        raise
    sync_directory(path.parent)


def _hash(pin: str, salt: bytes, cost: int, block: int, lanes: int) -> bytes:
    return hashlib.scrypt(pin.encode(), salt=salt, n=cost, r=block, p=lanes, maxmem=_MEMORY_LIMIT, dklen=32)


def _shown(raw: bytes) -> str:
    return b64encode(raw).decode()
