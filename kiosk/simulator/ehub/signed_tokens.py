"""The signed token of each request to the simulated eHUB provider. It is a JSON Web Token with HMAC-SHA256.

The kiosk makes a new token for each request and signs the token with the secret key. So, unlike other systems, the
provider has no call that gives tokens.
"""

import base64
import binascii
import hashlib
import hmac
import json
from collections.abc import Mapping
from dataclasses import dataclass, field

from kiosk.simulator.ehub.knobs import EhubKnobs
from kiosk.simulator.shapes import Json

SITE_ID, CONSUMER_ID, SECRET_KEY = "millbrook-site", 52, "bWlsbGJyb29rLWVodWItc2VjcmV0"
"""The library's values for the claims iss and ehubConsumerId, and the secret key that the kiosk and the provider share.

The key is base64. The two other values are no secrets.
"""
IDENTITY_CLAIMS = ("patronId", "libraryCard", "email")
_WORDS = (*IDENTITY_CLAIMS, "name", "birthDate")


class TokenDeniedError(Exception):
    """An error for a request without a valid token. `what` is a sentence without any secret."""

    def __init__(self, what: str) -> None:
        super().__init__(what)
        self.what = what


@dataclass(frozen=True, slots=True)
class CallerClaims:
    """The checked claims of a token. `people` are the claims that say something about a person.

    `issued` and `ends` are in seconds since the year 1970. If the token has no end, `ends` is None. `names` are the
    names of all claims. The usual repr shows no value of a claim about a person.
    """

    consumer: int
    issued: int
    ends: int | None
    names: frozenset[str]
    people: Mapping[str, str] = field(repr=False)


def key_of(secret: str, key_read: str) -> bytes:
    """Return the bytes of the key that signs tokens. `secret` is base64, and `key_read` is the knob key_read."""
    decoded = base64.b64decode(secret, validate=True)
    return decoded.decode("utf-8", "replace").encode() if key_read == "text" else decoded


def read_token(token: str, key: bytes) -> dict[str, Json]:
    """Return the claims of a token. Raises TokenDeniedError if the form, the algorithm or the signature is wrong."""
    parts = token.split(".")
    if len(parts) != 3:
        raise TokenDeniedError("The request has no signed token.")
    head = _part(parts[0])
    if head.get("alg") != "HS256" or head.get("typ", "JWT") != "JWT" or "crit" in head:
        raise TokenDeniedError("The token does not have the algorithm HS256.")
    wanted = hmac.new(key, f"{parts[0]}.{parts[1]}".encode(), hashlib.sha256).digest()
    if not hmac.compare_digest(wanted, _decoded(parts[2])):
        raise TokenDeniedError("The signature of the token is wrong.")
    return _part(parts[1])


def checked_claims(claims: Mapping[str, Json], now_s: float, knobs: EhubKnobs) -> CallerClaims:
    """Return the claims if the provider accepts them. `now_s` is the time now, in seconds since the year 1970.

    Raises TokenDeniedError if the site is wrong, if a claim is missing or wrong, or if the token is too old or too new.
    """
    if claims.get("iss") != SITE_ID:
        raise TokenDeniedError("The claim iss is not a known site.")
    consumer = _whole(claims, "ehubConsumerId")
    issued, ends = _whole(claims, "iat"), _whole(claims, "exp") if "exp" in claims else None
    if issued > now_s + knobs.leeway_s:
        raise TokenDeniedError("The token was issued in the future.")
    if ends is not None and ends <= now_s - knobs.leeway_s:
        raise TokenDeniedError("The token has expired.")
    if ends is None and knobs.oldest_token_s and issued < now_s - knobs.oldest_token_s - knobs.leeway_s:
        raise TokenDeniedError("The token is too old.")
    if knobs.other_consumer == "denied" and consumer != CONSUMER_ID:
        raise TokenDeniedError("The claim ehubConsumerId is not a known consumer.")
    people = {name: _word(claims, name) for name in _WORDS if name in claims}
    return CallerClaims(consumer, issued, ends, frozenset(claims), people)


def _whole(claims: Mapping[str, object], name: str) -> int:
    found = claims.get(name)
    if not isinstance(found, int) or isinstance(found, bool):
        raise TokenDeniedError(f"The claim {name} is not a whole number.")
    return found


def _word(claims: Mapping[str, Json], name: str) -> str:
    found = claims[name]
    if not isinstance(found, str) or not found:
        raise TokenDeniedError(f"The claim {name} is not a text.")
    return found


def _part(text: str) -> dict[str, Json]:
    try:
        found: Json = json.loads(_decoded(text))
    except (ValueError, RecursionError):
        raise TokenDeniedError("The request has no signed token.") from None
    if not isinstance(found, dict):
        raise TokenDeniedError("The request has no signed token.")
    return found


def _decoded(text: str) -> bytes:
    """Return the bytes of one part of a token. A part is base64 with "-" and "_", and without "=" at the end.

    Raises TokenDeniedError if the part does not have this form.
    """
    if "=" in text:
        raise TokenDeniedError("The request has no signed token.")
    try:
        return base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        raise TokenDeniedError("The request has no signed token.") from None
