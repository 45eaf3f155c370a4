"""The encryption of linked fobs. The kiosk makes a slow hash of a fob's code. With this hash, the kiosk finds the row.

The key to the secret in the row is also made from the slow hash. The hash is slow on purpose: there are only few
possible fob codes and PINs, and a thief with the disk could try all of them. Each try takes 85 to 150 ms and 32 MB.
"""

import hashlib
import json
from typing import assert_never, cast

from Cryptodome.Hash import SHA256
from Cryptodome.Protocol.KDF import HKDF
from msgspec import Struct

from kiosk.domain.model import Secret
from kiosk.store.aes_gcm import KEY_LENGTH, WrongTagError, decrypt, encrypt
from kiosk.store.kiosk_key import KioskKey
from kiosk.store.link_rows import LinkRow
from kiosk.structs import hiding

COST = 2**15
BLOCK = 8
LANES = 1
_MEMORY_LIMIT = 64 * 1024 * 1024  # The usual limit of OpenSSL is 32 MB, but the hash needs a little more.


def slow_hash(text: str, salt: bytes) -> bytes:
    """Return the slow hash of a text as 32 bytes. Other threads can run during the calculation."""
    return hashlib.scrypt(text.encode(), salt=salt, n=COST, r=BLOCK, p=LANES, maxmem=_MEMORY_LIMIT, dklen=32)


class RememberedToken(Struct, frozen=True):
    """A refresh token, which is stored for a linked fob. The kiosk signs the member in with this token.

    At each sign-in, the server can replace the token with a new token.
    """

    token: Secret


class RememberedPassword(Struct, frozen=True):
    """A user name and a password, which are stored for a linked fob. The settings must allow this."""

    name: str
    secret: Secret

    __repr__ = hiding("name")


Remembered = RememberedToken | RememberedPassword


def fob_hash(key: KioskKey, fob: Secret) -> bytes:
    """Return the slow hash of a fob's code, made with this kiosk's key."""
    return slow_hash(fob.reveal(), key.derive("fob"))


def place_of(key: KioskKey, slow: bytes) -> bytes:
    """Return the value of the column `place`. With this value, the kiosk finds the row of a fob.

    `slow` is the slow hash of the fob's code.
    """
    return key.derive("index", slow)


def key_of(material: bytes, salt: bytes) -> bytes:
    """Return the key that encrypts the secret of a link.

    `material` is the slow hash of the fob's code. If the link has a PIN, the slow hash of the PIN follows.
    """
    # HKDF returns a tuple if it is asked for several keys. Here it is asked for one key.
    return cast("bytes", HKDF(material, KEY_LENGTH, salt, SHA256, context=b"lending-kiosk link"))


def encrypted(key: bytes, nonce: bytes, text: str, bound: bytes) -> bytes:
    """Return the encrypted text. To decrypt the text, the same `key`, `nonce` and `bound` are needed."""
    return encrypt(key, nonce, text.encode(), bound)


def decrypted(key: bytes, row: LinkRow) -> str | None:
    """Return the decrypted secret of a row, or None if the key is wrong or somebody has changed the row."""
    try:
        return decrypt(key, row.nonce, row.secret, row.bound).decode()
    except WrongTagError:
        return None


def text_of(remembered: Remembered) -> str:
    """Return a JSON text with the token, or with the name and the password."""
    match remembered:
        case RememberedToken(token):
            return json.dumps([token.reveal()])
        case RememberedPassword(name, secret):
            return json.dumps([name, secret.reveal()])
        case _:
            assert_never(remembered)


def remembered_in(text: str) -> Remembered:
    """Read a JSON text that `text_of` made, and return its token, or its name and password.

    Raises ValueError for any other text.
    """
    match json.loads(text):
        case [str(token)]:
            return RememberedToken(Secret(token))
        case [str(name), str(secret)]:
            return RememberedPassword(name, Secret(secret))
        case other:
            raise ValueError(f"a link holds {len(other)} texts")
