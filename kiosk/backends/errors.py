"""The errors of a lending system. For each class of error, the member or staff must do something different.

LendingError                the lending system could not do what the kiosk asked
├── ServerAwayError         the server cannot be reached, or does not answer like a lending system
│   └── WrongAnswerError    the answer does not have the expected form (the error names the JSON path)
├── WrongLoginError         the name and the password do not match, or the server does not know the scanned fob
├── RenewalRefusedError     the remembered token is not valid any more (HTTP status 400, 401 or 403)
├── NotServedError          the member is signed in, but may not use this kiosk
├── NotVouchedError         the digital system needs a fact about the member that the main system does not give
├── SignInLostError         the token ended during the visit and could not be renewed
└── MisconfiguredError      the settings do not match this server (a path, a verb, a site)
"""

from kiosk.domain.digital import MemberFact
from kiosk.domain.messages.answers import TurnAwayReason
from kiosk.domain.messages.events import AwayReason


class LendingError(Exception):
    """The lending system could not do what the kiosk asked."""


class ServerAwayError(LendingError):
    """The server cannot be reached, or another machine answers.

    If the server asked the kiosk to wait, `retry_after_s` is the number of seconds to wait, else None.
    """

    def __init__(self, why: str, retry_after_s: float | None = None, reason: AwayReason = AwayReason.NO_ANSWER) -> None:
        super().__init__(why)
        self.retry_after_s, self.reason = retry_after_s, reason


class WrongAnswerError(ServerAwayError):
    """The JSON of an answer does not have the expected form.

    `path` is the place of the wrong value in the JSON, for example `$.outstandingLoans[0].id`.
    """

    def __init__(self, why: str, path: str = "$", reason: AwayReason = AwayReason.NO_ANSWER) -> None:
        super().__init__(f"{why} (at {path})", None, reason)
        self.path = path


class WrongLoginError(LendingError):
    """The name and the password do not match, or the scanned fob or the card is not accepted.

    `words` is the server's own message, if the server sent one.
    """

    def __init__(self, words: str = "") -> None:
        super().__init__("wrong log-in")
        self.words = words


class RenewalRefusedError(LendingError):
    """The server does not accept the remembered token any more."""


class NotServedError(LendingError):
    """The server accepts the member's log-in, but does not let the member use this kiosk."""

    def __init__(self, reason: TurnAwayReason, words: str = "", url: str = "") -> None:
        super().__init__(reason.value)
        self.reason, self.words, self.url = reason, words, url


class NotVouchedError(LendingError):
    """The digital system needs certain facts about a member. For this member, the fact `lacks` is not known."""

    def __init__(self, lacks: MemberFact) -> None:
        super().__init__(f"a fact about the member is not known: {lacks.value}")
        self.lacks = lacks


class SignInLostError(LendingError):
    """The access token is not valid any more and could not be renewed."""


class MisconfiguredError(LendingError):
    """Staff must change the settings or the rights of the kiosk's key. The error's text says what is wrong.

    `remedy` says what staff can do. If the error's text already says what to do, `remedy` is empty.
    """

    def __init__(self, why: str, remedy: str = "") -> None:
        super().__init__(why)
        self.remedy = remedy


class LogBrokenError(Exception):
    """The write log cannot store a write, so the write must not be sent."""
