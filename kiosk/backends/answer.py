"""What came back of one request, and what that means where it is not the lending system's own answer."""

import re
from collections.abc import Mapping
from dataclasses import field
from datetime import datetime, timedelta
from ipaddress import ip_address
from urllib.parse import urljoin, urlsplit

from kiosk.backends import ServerAway
from kiosk.backends.content import is_page
from kiosk.backends.lenient import Oddities, OddValue
from kiosk.backends.network import is_local
from kiosk.domain.frozen import dataclass
from kiosk.domain.messages import AwayReason
from kiosk.domain.outcome import NeverLeft, NoAnswer

_OLDEST_S = 60.0
_YEARS = range(2025, 2100)
"""A server that says another year has no clock of its own: its word is not taken for the time."""
MOVES = frozenset({301, 302, 303, 307, 308})
_FOR_GOOD = frozenset({301, 308})
_LOG_IN_PAGE = re.compile(
    r"log[-_]?in|sign[-_]?in|portal|captive|hotspot|splash|guest|wifi|wlan|\bsso\b|\bcas\b|oauth|/auth\b|welcome|accept",
    re.IGNORECASE,
)
_STATUS_WORDS: Mapping[int, str] = {
    407: "the proxy wants a log-in ([network] proxy_login_file)",
    421: "this server is not the one for that name",
    451: "a filter in the network forbids this address",
    502: "a server in between got no right answer from the library's",
    **dict.fromkeys((520, 521, 522, 523, 524), "a server in between got no answer from the library's"),
    **dict.fromkeys((525, 526), "a server in between does not trust the certificate of the library's"),
    503: "the server says that it is overloaded or being worked on",
    504: "a server in between got no answer from the library's",
    511: "the network wants a log-in first",
}


@dataclass(frozen=True, slots=True)
class Meaning:
    """Why an exchange brought nothing usable: `words` for the log and `check`, `reason` for what the screen says."""

    words: str
    reason: AwayReason = AwayReason.NO_ANSWER


@dataclass(frozen=True, slots=True)
class Answer:
    """A whole answer, its content unpacked; `body` is empty where `unread` says why it could not be read.

    `date` is the server's clock, where it says; `age_s` how long a cache has held the answer, None for an odd word.
    `asked`: the address, without what stood behind it; `moved_to`: where a redirect points.
    """

    status: int
    body: bytes = field(default=b"", repr=False)
    content_type: str = ""
    unread: str = ""
    retry_after_s: float | None = None
    date: datetime | None = None
    age_s: float | None = 0.0
    asked: str = ""
    moved_to: str = field(default="", repr=False)
    operation: str = ""
    oddities: Oddities = field(default_factory=Oddities, repr=False, compare=False)
    """Where it is noted what of this answer is left out."""

    @property
    def whole(self) -> bool:
        """All of it was read."""
        return not self.unread

    @property
    def is_page(self) -> bool:
        """It is a web page, as a captive portal sends with status 200."""
        return is_page(self.body, self.content_type)

    @property
    def can_be_json(self) -> bool:
        """Neither unreadable nor a web page."""
        return self.whole and not self.is_page

    def note(self, odd: OddValue) -> None:
        """Remember that something of it is left out."""
        self.oddities.note(self.operation, odd)

    @property
    def verified(self) -> bool:
        """It came over a connection whose certificate was checked."""
        return self.asked.startswith("https:")

    @property
    def told_at(self) -> datetime | None:
        """The server's clock when the answer came; None if somebody can have forged it or kept it for long."""
        trusted = (self.verified or is_local(self.asked)) and 200 <= self.status < 300
        if self.date is None or self.age_s is None or self.age_s > _OLDEST_S or not trusted:
            return None
        if self.date.year not in _YEARS:
            return None
        return self.date + timedelta(seconds=self.age_s)

    @property
    def meaning(self) -> Meaning:
        """What it means where it is not what was asked for."""
        if self.status in MOVES:
            return _moved(self)
        if self.status in {407, 511}:
            return Meaning(f"HTTP {self.status}: {_STATUS_WORDS[self.status]}", AwayReason.NETWORK)
        if 200 <= self.status < 300 and self.unread:
            return Meaning(self.unread)
        if 200 <= self.status < 300 and self.is_page:
            return _page(self)
        words = _STATUS_WORDS.get(self.status)
        return Meaning(f"HTTP {self.status}: {words}" if words else f"HTTP {self.status}")

    @property
    def said(self) -> str:
        """What it means, in words for the log and `check`."""
        return self.meaning.words


Received = Answer | NeverLeft | NoAnswer


def away(operation: str, answer: Answer) -> ServerAway:
    """Return the error for an answer that is not what the operation brings."""
    meaning = answer.meaning
    return ServerAway(f"{operation}: {meaning.words}", answer.retry_after_s, meaning.reason)


def bare_address(url: str) -> str:
    """Return scheme, host and path of an address: what stands behind them, or before the host, can be a secret."""
    try:
        parts = urlsplit(url)
        port = f":{parts.port}" if parts.port else ""
        host = parts.hostname or ""
    except ValueError:
        return ""
    named = f"[{host}]" if ":" in host else host
    shown = f"{parts.scheme}://{named}{port}{parts.path}"
    return "".join(one for one in shown if one.isprintable())[:200]


def _page(answer: Answer) -> Meaning:
    if answer.verified:
        return Meaning("a web page in place of data: is the address right, or is the site being worked on?")
    why = "a web page in place of data: the log-in page of the network, perhaps, or the address is not the right one"
    return Meaning(why, AwayReason.NETWORK)


def _moved(answer: Answer) -> Meaning:
    """Say where a redirect leads. Over a verified connection it is the server's own; else the network's, perhaps."""
    head = f"HTTP {answer.status}"
    to = _target(answer)
    if not to:
        return Meaning(f"{head}: a redirect that does not say where to", AwayReason.MOVED)
    there, here = urlsplit(to), urlsplit(answer.asked)
    log_in = bool(_LOG_IN_PAGE.search(f"{there.hostname or ''}{there.path}"))
    same_host = there.hostname == here.hostname
    elsewhere = not same_host and (log_in or _is_private(there.hostname or "") or answer.status not in _FOR_GOOD)
    if not answer.verified and elsewhere:
        return Meaning(f"{head}: sent to {to}: the network wants a log-in first", AwayReason.NETWORK)
    if log_in:
        return Meaning(
            f"{head}: sent to a log-in page, {to}: is the address the right one, and open to a kiosk?", AwayReason.MOVED
        )
    if same_host and there.path.rstrip("/") == here.path.rstrip("/") and there.scheme == "https" != here.scheme:
        return Meaning(f"{head}: the server wants https:// ({to})", AwayReason.MOVED)
    return Meaning(f"{head}: the address has moved to {to}", AwayReason.MOVED)


def _target(answer: Answer) -> str:
    try:
        return bare_address(urljoin(answer.asked, answer.moved_to)) if answer.moved_to else ""
    except ValueError:  # http://[::bad/
        return ""


def _is_private(host: str) -> bool:
    """Return true for an address inside a building: no library's server, but the box that hands out its network."""
    try:
        found = ip_address(host)
    except ValueError:
        return host.endswith((".local", ".lan", ".home", ".internal", ".localdomain"))
    return found.is_private
