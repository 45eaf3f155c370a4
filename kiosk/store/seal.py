"""AES-256-GCM with a fresh nonce in front; what belongs together is bound as associated data.

`cryptography` is imported at the first use, in the thread that uses it: it costs 44 ms and 8 MB.
"""

import secrets

from kiosk.domain.model import VisitId
from kiosk.store.keys import KioskKey

_NONCE_LENGTH = 12


class WrongSeal(Exception):
    """Sealed with another key, for another row, or changed since."""


class Seal:
    """Seals small texts with one derived key."""

    __slots__ = ("_key",)

    def __init__(self, key: bytes) -> None:
        self._key = key

    def close(self, text: str, bound: str) -> bytes:
        """Only the same key and the same `bound` open it again."""
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM

        nonce = secrets.token_bytes(_NONCE_LENGTH)
        return nonce + AESGCM(self._key).encrypt(nonce, text.encode(), bound.encode())

    def open(self, sealed: bytes, bound: str) -> str:
        """The text. Raises WrongSeal."""
        from cryptography.exceptions import InvalidTag
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM

        try:
            return AESGCM(self._key).decrypt(sealed[:_NONCE_LENGTH], sealed[_NONCE_LENGTH:], bound.encode()).decode()
        except (InvalidTag, ValueError) as why:
            raise WrongSeal from why


class AccountSeal:
    """A member's reference, sealed for one visit: staff can open it, a stolen file alone cannot."""

    def __init__(self, key: KioskKey) -> None:
        self._seal = Seal(key.derive("journal:account"))
        self._key = key

    def close(self, account: str, visit: VisitId | None) -> bytes:
        """For a row of this visit."""
        return self._seal.close(account, f"account of visit {visit}")

    def open(self, sealed: bytes, visit: VisitId | None) -> str | None:
        """None where another key sealed it, or somebody changed it."""
        try:
            return self._seal.open(sealed, f"account of visit {visit}")
        except WrongSeal:
            return None

    def find_by(self, account: str) -> bytes:
        """The same for the same member: rows are found by it, and nobody is named."""
        return self._key.derive("journal:member", account.encode())
