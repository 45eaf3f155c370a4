"""The kinds of text in the settings file that must have a special form, such as addresses, time zones and paths.

Each kind has a description of the allowed texts, and a parser. The parser raises ValueError if a text is not allowed.
The message of this error can give the reason.
"""

import re
from collections.abc import Callable
from datetime import time
from pathlib import Path
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

from msgspec import Struct

from kiosk.settings.values import Parsed

LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})
SMALLEST_WINDOW, LARGEST_WINDOW = 320, 16384


class Display(Struct, frozen=True):
    """The size of the kiosk's window: `window` is its width and height in pixels, or None for the whole screen."""

    window: tuple[int, int] | None = None


def _display(text: str) -> Display:
    if text == "fullscreen":
        return Display()
    if not (size := re.fullmatch(r"(\d{3,5})x(\d{3,5})", text)):
        raise ValueError
    width, height = int(size[1]), int(size[2])
    if not all(SMALLEST_WINDOW <= side <= LARGEST_WINDOW for side in (width, height)):
        raise ValueError(f"each side from {SMALLEST_WINDOW} to {LARGEST_WINDOW}")
    return Display((width, height))


def _url(text: str) -> str:
    if re.search(r"[\s\x00-\x1f\x7f]", text):
        raise ValueError("no spaces in it")
    parts = urlsplit(text)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise ValueError
    if parts.username is not None or parts.password is not None:
        raise ValueError("without a user name or password: this file holds no secrets")
    if parts.port == 0:  # for a port that is not a number, `parts.port` itself raises ValueError
        raise ValueError("not port 0")
    return text


def _proxy(text: str) -> str:
    try:
        _url(text)
    except ValueError as why:
        if "secrets" in str(why):
            raise ValueError("without a name or password: those stand in proxy_login_file") from None
        raise
    parts = urlsplit(text)
    if parts.path not in {"", "/"} or parts.query or parts.fragment:
        raise ValueError("nothing behind the port")
    return text


def is_safe(url: str) -> bool:
    """Return True if the address begins with https, or if its server runs on this machine."""
    parts = urlsplit(url)
    return parts.scheme == "https" or parts.hostname in LOOPBACK


def _hours(text: str) -> str:
    if text.strip().lower() != "closed":
        opens, dash, closes = text.partition("-")
        if not dash or _time(opens) >= _time(closes):
            raise ValueError
    return text.strip().lower()


def _time(text: str) -> time:
    try:
        return time.fromisoformat(text.strip())
    except ValueError:
        raise ValueError from None  # staff must not see Python's own message


def _time_zone(text: str) -> str:
    try:
        ZoneInfo(text)
    except (ZoneInfoNotFoundError, ValueError, OSError):  # OSError: the text is the name of a folder, such as "America"
        raise ValueError from None
    return text


def _pattern(text: str) -> str:
    try:
        re.compile(text)
    except (re.error, OverflowError, RecursionError) as why:
        raise ValueError(str(why)) from None
    return text


def _absolute(text: str) -> Path:
    if not text.startswith("/") or "\0" in text:
        raise ValueError
    return Path(text)


def _name(text: str) -> str:
    if not text.strip() or len(text) > 60 or not text.isprintable():
        raise ValueError
    return text


def _shaped(shape: str) -> Callable[[str], str]:
    """Return a parser that accepts the texts that match the regular expression `shape`, and returns them unchanged."""

    def parse(text: str) -> str:
        if not re.fullmatch(shape, text, re.ASCII):
            raise ValueError
        return text

    return parse


NAME = Parsed(_name, "a name of 1 to 60 characters")
LIBRARY_NAME = Parsed(_name, "the name of the library, 1 to 60 characters: the lending system does not say it")
LANGUAGE = Parsed(_shaped("[a-z]{2,3}"), 'a language code such as "en" or "fr"')
LOCALE = Parsed(_shaped("[a-z]{2,3}([-_][A-Z][A-Za-z]{1,3})?"), 'a language or locale such as "fr" or "fr-CA"')
CURRENCY = Parsed(_shaped("[A-Z]{3}"), 'three capital letters such as "USD"')
CLOCK_TIME = Parsed(_shaped(r"([01]\d|2[0-3]):[0-5]\d(:[0-5]\d(\.\d{1,3})?)?"), 'a time such as "09:00:00.000"')
QUEUE = Parsed(_shaped(r"[A-Za-z0-9_.][!-~]{0,126}"), 'a queue of CUPS such as "slips" (lpstat -e lists them)')
HOST = Parsed(
    _shaped(r"\*|(\*?\.)?[\w-]+(\.[\w-]+)*(/\d{1,2})?|[0-9A-Fa-f:]+(/\d{1,3})?"),
    'a name such as "library.example.org", an address, a range such as "10.0.0.0/8", or "*"',
)
DISPLAY = Parsed(_display, '"fullscreen", or the size of a window such as "1280x800"', lambda: ("fullscreen",))
URL = Parsed(_url, "a web address that starts with https://")
PROXY = Parsed(_proxy, 'the address of an HTTP proxy such as "http://proxy.example.org:3128"')
HOURS = Parsed(_hours, 'hours such as "10:00-18:00", or "closed"')
TIME_ZONE = Parsed(_time_zone, 'a time zone such as "America/New_York"', available_timezones)
PATTERN = Parsed(_pattern, "a regular expression")
ABSOLUTE_PATH = Parsed(_absolute, 'a path that starts with "/"')
