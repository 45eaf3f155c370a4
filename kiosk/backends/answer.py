"""The answer to one HTTP request. If an answer has no usable data, the functions here say in words what is wrong."""

import re
from collections.abc import Mapping
from datetime import datetime, timedelta
from ipaddress import ip_address
from urllib.parse import urljoin, urlsplit

from msgspec import Struct, field

from kiosk.backends.content import is_page
from kiosk.backends.errors import ServerAwayError
from kiosk.backends.lenient import Oddities, OddValueError
from kiosk.backends.network import is_local
from kiosk.domain.messages.events import AwayReason
from kiosk.domain.outcome import NeverLeft, NoAnswer
from kiosk.structs import hiding

_OLDEST_S = 60.0
_YEARS = range(2025, 2100)
"""The possible years of a server's time. A time in any other year is wrong, and the kiosk does not use it."""
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


class UselessAnswer(Struct, frozen=True):
    """The reason why a request got no usable data. The log and `check` show `words`, and the screen shows `reason`."""

    words: str
    reason: AwayReason = AwayReason.NO_ANSWER


class HttpAnswer(Struct, frozen=True):
    """The answer of a server. `body` is the content of the answer, already unpacked.

    If the content cannot be read, `body` is empty and `unread` says why. `date` is the server's time, or None if the
    answer contains no time. `age_s` is the number of seconds for which a cache has stored the answer. It is 0 if there
    is no header Age, and None if the header Age cannot be understood. `asked` is the address of the request without
    its query. `moved_to` is the address to which a redirect points.
    """

    status: int
    body: bytes = b""
    content_type: str = ""
    unread: str = ""
    retry_after_s: float | None = None
    date: datetime | None = None
    age_s: float | None = 0.0
    asked: str = ""
    moved_to: str = ""
    operation: str = ""
    oddities: Oddities = field(default_factory=Oddities)
    """The values that the kiosk has ignored in all answers until now. All answers share this list."""

    __repr__ = hiding("body", "moved_to", "oddities")

    @property
    def whole(self) -> bool:
        """Return True if the content of the answer could be read to its end."""
        return not self.unread

    @property
    def is_page(self) -> bool:
        """Return True if the answer is a web page. For example, the log-in page of a network has status 200."""
        return is_page(self.body, self.content_type)

    @property
    def can_be_json(self) -> bool:
        """Return True if the content of the answer could be read and is not a web page."""
        return self.whole and not self.is_page

    def note(self, odd: OddValueError) -> None:
        """Add the ignored value `odd` of this answer to the list that all answers share."""
        self.oddities.note(self.operation, odd)

    @property
    def verified(self) -> bool:
        """Return True if the answer came over a connection whose certificate was checked."""
        return self.asked.startswith("https:")

    @property
    def told_at(self) -> datetime | None:
        """Return the server's time when the answer came, or None if this time is missing or cannot be trusted.

        The time cannot be trusted if a machine between the kiosk and the server could have changed it. It cannot
        be trusted either if the answer is no success, if the answer is over a minute old, or if the year is impossible.
        """
        trusted = (self.verified or is_local(self.asked)) and 200 <= self.status < 300
        if self.date is None or self.age_s is None or self.age_s > _OLDEST_S or not trusted:
            return None
        if self.date.year not in _YEARS:
            return None
        return self.date + timedelta(seconds=self.age_s)

    @property
    def meaning(self) -> UselessAnswer:
        """Return the reason why the answer is useless. Call this only if the answer lacks the requested data."""
        if self.status in MOVES:
            return _moved(self)
        if self.status in {407, 511}:
            return UselessAnswer(f"HTTP {self.status}: {_STATUS_WORDS[self.status]}", AwayReason.NETWORK)
        if 200 <= self.status < 300 and self.unread:
            return UselessAnswer(self.unread)
        if 200 <= self.status < 300 and self.is_page:
            return _page(self)
        words = _STATUS_WORDS.get(self.status)
        return UselessAnswer(f"HTTP {self.status}: {words}" if words else f"HTTP {self.status}")

    @property
    def said(self) -> str:
        """Return the reason why the answer is useless, in words for the log and for `check`."""
        return self.meaning.words


Received = HttpAnswer | NeverLeft | NoAnswer


def away(operation: str, answer: HttpAnswer) -> ServerAwayError:
    """Return an error which says that this answer does not contain the data that the operation asked for."""
    meaning = answer.meaning
    return ServerAwayError(f"{operation}: {meaning.words}", answer.retry_after_s, meaning.reason)


def bare_address(url: str) -> str:
    """Return an address without its log-in and its query, which can be secret. Return "" for a broken address."""
    try:
        parts = urlsplit(url)
        port = f":{parts.port}" if parts.port else ""
        host = parts.hostname or ""
    except ValueError:
        return ""
    named = f"[{host}]" if ":" in host else host
    shown = f"{parts.scheme}://{named}{port}{parts.path}"
    return "".join(one for one in shown if one.isprintable())[:200]


def _page(answer: HttpAnswer) -> UselessAnswer:
    if answer.verified:
        return UselessAnswer("a web page in place of data: is the address right, or is the site being worked on?")
    why = "a web page in place of data: the log-in page of the network, perhaps, or the address is not the right one"
    return UselessAnswer(why, AwayReason.NETWORK)


def _moved(answer: HttpAnswer) -> UselessAnswer:
    """Return words that say to which address a redirect leads.

    If the local network probably sent the redirect, the words say so. If the certificate was checked, the redirect
    certainly comes from the server itself.
    """
    head = f"HTTP {answer.status}"
    to = _target(answer)
    if not to:
        return UselessAnswer(f"{head}: a redirect that does not say where to", AwayReason.MOVED)
    there, here = urlsplit(to), urlsplit(answer.asked)
    log_in = bool(_LOG_IN_PAGE.search(f"{there.hostname or ''}{there.path}"))
    same_host = there.hostname == here.hostname
    elsewhere = not same_host and (log_in or _is_private(there.hostname or "") or answer.status not in _FOR_GOOD)
    if not answer.verified and elsewhere:
        return UselessAnswer(f"{head}: sent to {to}: the network wants a log-in first", AwayReason.NETWORK)
    if log_in:
        return UselessAnswer(
            f"{head}: sent to a log-in page, {to}: is the address the right one, and open to a kiosk?", AwayReason.MOVED
        )
    if same_host and there.path.rstrip("/") == here.path.rstrip("/") and there.scheme == "https" != here.scheme:
        return UselessAnswer(f"{head}: the server wants https:// ({to})", AwayReason.MOVED)
    return UselessAnswer(f"{head}: the address has moved to {to}", AwayReason.MOVED)


def _target(answer: HttpAnswer) -> str:
    try:
        return bare_address(urljoin(answer.asked, answer.moved_to)) if answer.moved_to else ""
    except ValueError:  # The address is broken, for example http://[::bad/
        return ""


def _is_private(host: str) -> bool:
    """Return True if the host is in the building's own network. Such a host is a router, not a library's server."""
    try:
        found = ip_address(host)
    except ValueError:
        return host.endswith((".local", ".lan", ".home", ".internal", ".localdomain"))
    return found.is_private
