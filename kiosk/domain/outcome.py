"""The outcome of a write, told from its HTTP exchange alone: one table, and the tests are the same table."""

from collections.abc import Mapping
from enum import Enum, auto
from typing import assert_never

from msgspec import Struct


class Outcome(Enum):
    """The kiosk's knowledge about a write."""

    DONE = auto()
    REFUSED = auto()
    NOT_SENT = auto()
    """The write certainly had no effect and may be sent again."""
    UNKNOWN = auto()
    """Only reading can tell whether the write had an effect."""
    GONE = auto()
    """The cart of the write no longer exists: read the carts."""
    CONFIGURATION = auto()
    """The server does not accept this HTTP method here; staff must change the settings."""
    RENEW = auto()
    """The token is dead, so nothing was done: renew the token once, and send the write once more."""


class BodyKind(Enum):
    """The kind of body that an answer has."""

    RIGHT = auto()
    """The body has the form that the contract gives for a success."""
    REFUSAL = auto()
    """The body refuses in words; the refusal counts only with a fitting status."""
    DECLARED = auto()
    """The back end is sure that the body refuses, whatever the status is (Sierra sends 500 with code 132)."""
    EMPTY = auto()
    ODD = auto()
    """The body is HTML, garbage, of another form, or too big."""


class NeverLeft(Struct, frozen=True):
    """No byte of the write was sent: refused connection, DNS, TLS, connect time-out."""


class NoAnswer(Struct, frozen=True):
    """The write was sent, at least in part, and no whole answer came: read time-out, connection cut, broken HTTP."""


class Answered(Struct, frozen=True):
    """A whole answer. `in_cart`: the path lies inside a cart, so 404 can mean that the cart is gone."""

    status: int
    body: BodyKind
    in_cart: bool = False


Exchange = NeverLeft | NoAnswer | Answered

_WHATEVER_THE_BODY: Mapping[int, Outcome] = {
    401: Outcome.RENEW,
    405: Outcome.CONFIGURATION,
    # The proxy, or the network itself, wants a log-in: it forwards nothing to the server.
    407: Outcome.NOT_SENT,
    511: Outcome.NOT_SENT,
    408: Outcome.NOT_SENT,
    425: Outcome.NOT_SENT,
    429: Outcome.NOT_SENT,
}


def outcome(exchange: Exchange) -> Outcome:
    """Return the outcome of this exchange; every write to every lending system is judged here."""
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
    # A web page with a 4xx may come from a captive portal or a proxy, and says nothing about the server behind it.
    if 400 <= status < 500 and body in {BodyKind.REFUSAL, BodyKind.EMPTY}:
        return Outcome.REFUSED
    return Outcome.UNKNOWN
