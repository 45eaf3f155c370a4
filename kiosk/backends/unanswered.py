"""Functions that say in words for staff why a request got no answer. They never repeat words that a server sent."""

import re
import socket
import ssl
from datetime import datetime

from kiosk.backends.answer import UselessAnswer
from kiosk.backends.httpx_import import httpx
from kiosk.domain.messages.events import AwayReason

_NOT_YET_VALID, _EXPIRED = 9, 10
"""OpenSSL's numbers for a certificate that is not valid yet, and for a certificate that has expired."""


def why_lost(lost: BaseException, *, left: bool, now: datetime) -> UselessAnswer:
    """Return words that say why there was no answer. `left` is True if a part of the request was sent.

    `now` is this machine's time. If a wrong clock can be the reason, the words contain this time.
    """
    for each in _causes(lost):
        match each:
            case ssl.SSLCertVerificationError():
                return not_trusted(each, now)
            case ssl.SSLError():
                return UselessAnswer("no answer that speaks TLS as it should", AwayReason.UNTRUSTED)
            case socket.gaierror():
                return UselessAnswer("the server's name is not known here: is the network up?")
            case ConnectionRefusedError():
                return UselessAnswer("the connection is refused")
            case httpx.ProxyError():
                return _proxy_refused(each)
            case _:
                continue
    if isinstance(lost, TimeoutError | httpx.TimeoutException):
        return UselessAnswer("no answer in time" if left else "no connection in time")
    # Only the name of the error is used, because its text can contain words that the server sent.
    return UselessAnswer(f"{'no answer' if left else 'no connection'} ({type(lost).__name__})")


def not_trusted(why: ssl.SSLCertVerificationError, now: datetime) -> UselessAnswer:
    """Return words that say why a certificate is not trusted.

    If the certificate is not valid yet or has expired, the words also say that this machine's clock can be wrong.
    """
    shows = f"this machine's clock shows {now:%Y-%m-%d}"
    code = getattr(why, "verify_code", 0)
    if code == _NOT_YET_VALID:
        return UselessAnswer(
            f"the server's certificate is not yet valid: {shows}, which must be wrong", AwayReason.CLOCK
        )
    if code == _EXPIRED:
        words = (
            f"the server's certificate has expired: {shows}; if that is wrong, set the clock, else tell the server's"
        )
        return UselessAnswer(f"{words} people", AwayReason.EXPIRED)
    said = re.sub(r"[^\w .,:'()-]", "", str(getattr(why, "verify_message", "")))[:120]
    words = f"the server's certificate is not trusted ({said or 'no reason given'})"
    return UselessAnswer(
        f"{words}: the log-in page of a network, perhaps, or [network] ca_file is missing", AwayReason.UNTRUSTED
    )


def _proxy_refused(refused: httpx.ProxyError) -> UselessAnswer:
    """Return words that say that the proxy refused the request.

    The words contain the status code that the proxy sent, but not the text that the proxy sent.
    """
    status = re.match(r"\d{3}\b", str(refused))
    if status is None:
        return UselessAnswer("the proxy does not let it through", AwayReason.NETWORK)
    if status[0] == "407":
        return UselessAnswer("the proxy wants a log-in (407; [network] proxy_login_file)", AwayReason.NETWORK)
    return UselessAnswer(f"the proxy does not let it through ({status[0]})", AwayReason.NETWORK)


def _causes(lost: BaseException) -> list[BaseException]:
    """Return this error and the errors that caused it. The first cause comes first, and this error comes last."""
    chain: list[BaseException] = []
    each: BaseException | None = lost
    while each is not None and each not in chain:
        chain.append(each)
        each = each.__cause__ or each.__context__
    return chain[::-1]
