"""The rules that decide if a write had an effect. Each rule looks at the HTTP request and its answer.

The tests contain the same rules as a table.
"""

from collections.abc import Mapping
from enum import Enum, auto
from typing import assert_never

from msgspec import Struct


class Outcome(Enum):
    """The kiosk's knowledge about the effect of a write."""

    DONE = auto()
    REFUSED = auto()
    NOT_SENT = auto()
    """The write certainly had no effect, and the kiosk may send it again."""
    UNKNOWN = auto()
    """Perhaps the write had an effect. The kiosk can find out only by reading from the server."""
    GONE = auto()
    """The cart of the write no longer exists, so the kiosk must read the carts again."""
    CONFIGURATION = auto()
    """The server does not accept this HTTP method for this URL, so staff must change the settings."""
    RENEW = auto()
    """The token no longer works, so nothing was done. The kiosk must renew the token and send the write once more."""


class BodyKind(Enum):
    """The kind of body that an answer has."""

    RIGHT = auto()
    """The body has the form that the server's API describes for a success."""
    REFUSAL = auto()
    """The body contains words of a refusal. It counts as a refusal only if the HTTP status is also from 400 to 499."""
    DECLARED = auto()
    """The body is certainly a refusal, whatever the HTTP status is. Some systems send refusals with the status 500."""
    EMPTY = auto()
    ODD = auto()
    """The body is HTML, has another unexpected form, cannot be read, or is too big."""


class NeverLeft(Struct, frozen=True):
    """No byte of the write was sent, because DNS, TLS or the connection failed or took too long."""


class NoAnswer(Struct, frozen=True):
    """At least a part of the write was sent, but no complete answer came.

    Perhaps the answer took too long, the connection broke, or the answer was not valid HTTP.
    """


class Answered(Struct, frozen=True):
    """A complete answer came. `in_cart` is True if the URL of the request contains the id of a cart.

    If `in_cart` is True, the HTTP status 404 or 410 means that the cart no longer exists.
    """

    status: int
    body: BodyKind
    in_cart: bool = False


Exchange = NeverLeft | NoAnswer | Answered

_WHATEVER_THE_BODY: Mapping[int, Outcome] = {
    401: Outcome.RENEW,
    405: Outcome.CONFIGURATION,
    # With the status 407 or 511, a proxy or the network asks for a log-in. The write was not forwarded to the server.
    407: Outcome.NOT_SENT,
    511: Outcome.NOT_SENT,
    408: Outcome.NOT_SENT,
    425: Outcome.NOT_SENT,
    429: Outcome.NOT_SENT,
}


def outcome(exchange: Exchange) -> Outcome:
    """Return the outcome of the write that had this HTTP exchange. All lending systems use the same rules."""
    match exchange:
        case NeverLeft():
            return Outcome.NOT_SENT
        case NoAnswer():
            return Outcome.UNKNOWN
        case Answered(status=status) if status in _WHATEVER_THE_BODY:
            return _WHATEVER_THE_BODY[status]
        case Answered(body=BodyKind.DECLARED):
            return Outcome.REFUSED
        case Answered():
            return _by_status(exchange)
        case _:
            assert_never(exchange)


def _by_status(answered: Answered) -> Outcome:
    status, body = answered.status, answered.body
    if 200 <= status < 300:
        return Outcome.DONE if body is BodyKind.RIGHT else Outcome.UNKNOWN
    if status in {404, 410} and answered.in_cart:
        return Outcome.GONE
    # A status 4xx proves a refusal only if the body is empty or has words of a refusal. Any other body is perhaps the
    # log-in page of a proxy or of the network, and not an answer of the server.
    if 400 <= status < 500 and body in {BodyKind.REFUSAL, BodyKind.EMPTY}:
        return Outcome.REFUSED
    return Outcome.UNKNOWN
