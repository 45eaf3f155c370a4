"""AES-256-GCM: encryption of bytes that also shows if somebody has changed the encrypted bytes.

The cipher itself is in the package `pycryptodomex`, whose modules are named `Cryptodome`. The import takes 20 to 50 ms.
Therefore the kiosk imports this module after the first frame and before the first visit.
"""

from Cryptodome.Cipher import AES

KEY_LENGTH, NONCE_LENGTH, TAG_LENGTH = 32, 12, 16


class WrongTagError(Exception):
    """The bytes cannot be decrypted. The key, the nonce or `bound` is wrong, or somebody has changed the bytes."""


def encrypt(key: bytes, nonce: bytes, text: bytes, bound: bytes) -> bytes:
    """Return the encrypted text, followed by the tag, which shows later if somebody has changed the bytes.

    Use each nonce only once with the same key. `bound` is not encrypted, but the bytes can be decrypted only with the
    same `bound`.
    """
    _check(key, nonce)
    cipher = AES.new(key, AES.MODE_GCM, nonce=nonce, mac_len=TAG_LENGTH)
    cipher.update(bound)
    changed, tag = cipher.encrypt_and_digest(text)
    return changed + tag


def decrypt(key: bytes, nonce: bytes, sealed: bytes, bound: bytes) -> bytes:
    """Return the decrypted text. Raises WrongTagError if the tag at the end of `sealed` does not fit."""
    if len(nonce) != NONCE_LENGTH or len(sealed) < TAG_LENGTH:
        raise WrongTagError
    _check(key, nonce)
    cipher = AES.new(key, AES.MODE_GCM, nonce=nonce, mac_len=TAG_LENGTH)
    cipher.update(bound)
    try:
        return cipher.decrypt_and_verify(sealed[:-TAG_LENGTH], sealed[-TAG_LENGTH:])
    except ValueError as why:
        raise WrongTagError from why


def _check(key: bytes, nonce: bytes) -> None:
    """Raise ValueError if the key or the nonce has a wrong length. With a shorter key, the cipher would be weaker."""
    if len(key) != KEY_LENGTH or len(nonce) != NONCE_LENGTH:
        raise ValueError("a key of AES-256-GCM has 32 bytes, and a nonce has 12")


# The package loads some of its parts at the first encryption. Encrypt once here, so that no visit waits for this.
encrypt(bytes(KEY_LENGTH), bytes(NONCE_LENGTH), b"", b"")
