"""The encryption of texts with AES-256-GCM. Each text gets a new nonce.

Each text is bound to the row or the visit to which it belongs. If somebody copies the encrypted text into another row,
it cannot be decrypted there.

The cipher is imported inside the functions that use it, because Welcome does not need it.
"""

import secrets

from kiosk.domain.model import VisitId
from kiosk.store.kiosk_key import KioskKey

_NONCE_LENGTH = 12


class WrongSealError(Exception):
    """The text cannot be decrypted, because the key or `bound` is wrong, or somebody has changed the bytes."""


class Seal:
    """An object that encrypts and decrypts small texts with one key. The key was derived from the kiosk key."""

    __slots__ = ("_key",)

    def __init__(self, key: bytes) -> None:
        self._key = key

    def close(self, text: str, bound: str) -> bytes:
        """Return the encrypted text. To decrypt the text, the same key and the same `bound` are needed.

        `bound` names the row or the visit to which the text belongs. It is not secret.
        """
        from kiosk.store.aes_gcm import encrypt

        nonce = secrets.token_bytes(_NONCE_LENGTH)
        return nonce + encrypt(self._key, nonce, text.encode(), bound.encode())

    def open(self, sealed: bytes, bound: str) -> str:
        """Return the decrypted text. Raises WrongSealError if the key, `bound` or the encrypted bytes are wrong."""
        from kiosk.store.aes_gcm import WrongTagError, decrypt

        nonce, rest = sealed[:_NONCE_LENGTH], sealed[_NONCE_LENGTH:]
        try:
            return decrypt(self._key, nonce, rest, bound.encode()).decode()
        except (WrongTagError, UnicodeDecodeError) as why:
            raise WrongSealError from why


class AccountSeal:
    """An object that encrypts and decrypts the references of members in the rows of the journal.

    A reference is the lending system's name for a member. It can be decrypted only with the kiosk key.
    """

    def __init__(self, key: KioskKey) -> None:
        self._seal = Seal(key.derive("journal:account"))
        self._key = key

    def close(self, account: str, visit: VisitId | None) -> bytes:
        """Return the encrypted reference `account`. To decrypt the reference, the same `visit` must be given."""
        return self._seal.close(account, f"account of visit {visit}")

    def open(self, sealed: bytes, visit: VisitId | None) -> str | None:
        """Return the decrypted reference. Return None if the key, the visit or the encrypted bytes are wrong."""
        try:
            return self._seal.open(sealed, f"account of visit {visit}")
        except WrongSealError:
            return None

    def find_by(self, account: str) -> bytes:
        """Return a keyed hash of the reference. Each row stores this hash. With it, the kiosk finds a member's rows.

        Without the kiosk key, nobody can see from the hash who the member is.
        """
        return self._key.derive("journal:member", account.encode())
