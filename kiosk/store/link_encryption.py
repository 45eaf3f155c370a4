"""The encryption of linked fobs. A slow hash of the fob's code gives the place of the row and the key of its secret.

Few fob codes and PINs are possible, and a thief of the disk could try them all. For this reason each try must cost much
time and memory: 85 to 150 ms and 32 MB.
"""

import hashlib
import json
from typing import assert_never

from msgspec import Struct

from kiosk.domain.model import Secret
from kiosk.store.kiosk_key import KioskKey
from kiosk.store.link_rows import LinkRow
from kiosk.structs import hiding

COST = 2**15
BLOCK = 8
LANES = 1
_MEMORY_LIMIT = 64 * 1024 * 1024  # OpenSSL's own limit of 32 MB is slightly too small for this cost


def slow_hash(text: str, salt: bytes) -> bytes:
    """Return the slow hash of a text as 32 bytes. Other threads can run during the calculation."""
    return hashlib.scrypt(text.encode(), salt=salt, n=COST, r=BLOCK, p=LANES, maxmem=_MEMORY_LIMIT, dklen=32)


class RememberedToken(Struct, frozen=True):
    """A refresh token. Each time when the token is used, the server can replace it with a new token."""

    token: Secret


class RememberedPassword(Struct, frozen=True):
    """A user name and a password. They are stored only if the settings allow it."""

    name: str
    secret: Secret

    __repr__ = hiding("name")


Remembered = RememberedToken | RememberedPassword


def fob_hash(key: KioskKey, fob: Secret) -> bytes:
    """Return the slow hash of a fob's code, made with this kiosk's key."""
    return slow_hash(fob.reveal(), key.derive("fob"))


def place_of(key: KioskKey, slow: bytes) -> bytes:
    """Return the value that the column `place` has in the row of the fob with this slow hash."""
    return key.derive("index", slow)


def key_of(material: bytes, salt: bytes) -> bytes:
    """Return the key that encrypts the secret of a link. `material` holds the slow hashes of the code and the PIN."""
    from cryptography.hazmat.primitives.hashes import SHA256
    from cryptography.hazmat.primitives.kdf.hkdf import HKDF

    return HKDF(SHA256(), 32, salt, b"lending-kiosk link").derive(material)


def encrypted(key: bytes, nonce: bytes, text: str, bound: bytes) -> bytes:
    """Return the encrypted text. The key and the same bytes `bound` are needed to decrypt it."""
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    return AESGCM(key).encrypt(nonce, text.encode(), bound)


def decrypted(key: bytes, row: LinkRow) -> str | None:
    """Return the decrypted secret of a row, or None if the key is wrong or somebody has changed the row."""
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    try:
        return AESGCM(key).decrypt(row.nonce, row.secret, row.bound).decode()
    except InvalidTag:
        return None


def text_of(remembered: Remembered) -> str:
    """Return the token, or the name and password, as JSON text."""
    match remembered:
        case RememberedToken(token):
            return json.dumps([token.reveal()])
        case RememberedPassword(name, secret):
            return json.dumps([name, secret.reveal()])
        case _:
            assert_never(remembered)


def remembered_in(text: str) -> Remembered:
    """Return the token, or the name and password, that `text_of` wrote. Raises ValueError for any other text."""
    match json.loads(text):
        case [str(token)]:
            return RememberedToken(Secret(token))
        case [str(name), str(secret)]:
            return RememberedPassword(name, Secret(secret))
        case other:
            raise ValueError(f"a link holds {len(other)} texts")
