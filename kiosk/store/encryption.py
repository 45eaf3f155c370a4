"""The encryption of texts with AES-256-GCM. Each text gets a new nonce, and can be decrypted only for its own row.

The package `cryptography` is imported only when it is first used, because the import takes 44 ms and 8 MB.
"""

import secrets

from kiosk.domain.model import VisitId
from kiosk.store.kiosk_key import KioskKey

_NONCE_LENGTH = 12


class WrongSealError(Exception):
    """The text was encrypted with another key or for another row, or somebody has changed it."""


class Seal:
    """The encryption of small texts with one derived key."""

    __slots__ = ("_key",)

    def __init__(self, key: bytes) -> None:
        self._key = key

    def close(self, text: str, bound: str) -> bytes:
        """Return the encrypted text. Only the same key and the same `bound` can decrypt it."""
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM

        nonce = secrets.token_bytes(_NONCE_LENGTH)
        return nonce + AESGCM(self._key).encrypt(nonce, text.encode(), bound.encode())

    def open(self, sealed: bytes, bound: str) -> str:
        """Return the decrypted text. Raises WrongSealError if the key, `bound` or the encrypted bytes are wrong."""
        from cryptography.exceptions import InvalidTag
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM

        try:
            return AESGCM(self._key).decrypt(sealed[:_NONCE_LENGTH], sealed[_NONCE_LENGTH:], bound.encode()).decode()
        except (InvalidTag, ValueError) as why:
            raise WrongSealError from why


class AccountSeal:
    """The encryption of a member's reference for the rows of a visit. It can be decrypted only with the kiosk key."""

    def __init__(self, key: KioskKey) -> None:
        self._seal = Seal(key.derive("journal:account"))
        self._key = key

    def close(self, account: str, visit: VisitId | None) -> bytes:
        """Return the encrypted reference `account`. It can be decrypted only for a row of the same visit."""
        return self._seal.close(account, f"account of visit {visit}")

    def open(self, sealed: bytes, visit: VisitId | None) -> str | None:
        """Return the decrypted reference, or None if another key or visit was used or somebody changed the bytes."""
        try:
            return self._seal.open(sealed, f"account of visit {visit}")
        except WrongSealError:
            return None

    def find_by(self, account: str) -> bytes:
        """Return a keyed hash of the reference. It finds the member's rows, but does not show who the member is."""
        return self._key.derive("journal:member", account.encode())
