"""The signed tokens (JSON Web Tokens, RFC 7519) with which the kiosk proves to the provider who it is.

A token is signed with HS256. The kiosk signs a new token for each request, and stores none.
"""

import binascii
import hashlib
import hmac
from base64 import b64decode, urlsafe_b64encode
from collections.abc import Mapping

import msgspec

from kiosk.domain.model import Secret

_HEADER = b'{"alg":"HS256"}'


def signed(claims: Mapping[str, str | int], key: bytes) -> Secret:
    """Return the token with these claims. The token contains the claims in the order of the mapping."""
    text = b".".join((_encoded(_HEADER), _encoded(msgspec.json.encode(claims))))
    signature = hmac.new(key, text, hashlib.sha256).digest()
    return Secret(b".".join((text, _encoded(signature))).decode("ascii"))


def _encoded(text: bytes) -> bytes:
    return urlsafe_b64encode(text).rstrip(b"=")


def key_bytes(key: Secret, *, as_text: bool = False) -> bytes:
    """Return the bytes of a key that is written in base64. Raises ValueError if the text is no base64, or is empty.

    If `as_text` is True, read the bytes as a UTF-8 text, and replace each wrong byte with the sign U+FFFD.
    """
    try:
        found = b64decode(key.reveal().strip(), validate=True)
    except (binascii.Error, ValueError):
        raise ValueError("the key is not written in base64") from None
    if not found:
        raise ValueError("the key is empty")
    return found.decode("utf-8", "replace").encode() if as_text else found


def is_text(key: bytes) -> bool:
    """Return True if the bytes of the key are a UTF-8 text.

    If they are not, a provider that reads the key as a text perhaps uses a different key than the kiosk.
    """
    try:
        key.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True
