"""What can go wrong with a lending system, as far as a person can act on it.

LendingError                what a person can act on
├── ServerAway              it cannot be reached, or does not answer as such a server does
│   └── WrongAnswer         it answered, but not in the contract's shape (names the JSON path)
├── WrongLogin              name and password (or a scanned fob) do not fit
├── RenewalRefused          the remembered token is dead (400, 401, 403)
├── NotServed               signed in, but may not use this kiosk
├── SignInLost              the token died in mid-visit and could not be renewed
└── Misconfigured           the settings do not fit this server (a path, a verb, a site)
"""

from kiosk.domain.messages import AwayReason, TurnAwayReason


class LendingError(Exception):
    """The lending system could not do what was asked."""


class ServerAway(LendingError):
    """The server cannot be reached, or what answers is not such a server. `retry_after_s` as it asked."""

    def __init__(self, why: str, retry_after_s: float | None = None, reason: AwayReason = AwayReason.NO_ANSWER) -> None:
        super().__init__(why)
        self.retry_after_s, self.reason = retry_after_s, reason


class WrongAnswer(ServerAway):
    """An answer outside the contract; `path` is where in the JSON, e.g. `$.outstandingLoans[0].id`."""

    def __init__(self, why: str, path: str = "$", reason: AwayReason = AwayReason.NO_ANSWER) -> None:
        super().__init__(f"{why} (at {path})", None, reason)
        self.path = path


class WrongLogin(LendingError):
    """Name and password do not fit; `words` are the server's own, if it sent any."""

    def __init__(self, words: str = "") -> None:
        super().__init__("wrong log-in")
        self.words = words


class RenewalRefused(LendingError):
    """The remembered token is not taken any more."""


class NotServed(LendingError):
    """The member is known but not to be served here."""

    def __init__(self, reason: TurnAwayReason, words: str = "", url: str = "") -> None:
        super().__init__(reason.value)
        self.reason, self.words, self.url = reason, words, url


class SignInLost(LendingError):
    """The access token is dead and there was no way to renew it."""


class Misconfigured(LendingError):
    """Staff must change the settings; the text says what."""


class LogBroken(Exception):
    """The write log cannot write; nothing may be sent."""
