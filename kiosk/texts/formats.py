"""How a language writes days, times and lists; the screens' implementation asks Qt, this one is plain English."""

from collections.abc import Sequence
from datetime import date, time
from typing import Protocol

from kiosk.texts.voice import base


class Formats(Protocol):
    """What sentences need besides words. `weekday` counts from Monday = 0."""

    def day(self, day: date) -> str:
        """Short, without a year: "Sat 5 Dec"."""

    def day_parts(self, day: date) -> tuple[str, str, str]:
        """Weekday, number and month, short: "Sat", "5", "Dec"."""

    def long_day(self, day: date) -> str:
        """In full, without a year: "Saturday 5 December"."""

    def full_date(self, day: date) -> str:
        """With its year: "21 Nov 2027"."""

    def time(self, time: time) -> str:
        """Hours and minutes: "17:00"."""

    def weekday(self, weekday: int) -> str:
        """The day's name: "Tuesday"."""

    def join(self, items: Sequence[str]) -> str:
        """A list in a sentence: "Sunday and Monday"."""

    def money(self, whole: int, fraction: str, sign: str) -> str:
        """A positive amount: "$3.00". `fraction` are its digits after the point, `sign` is that of its currency."""


_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip


class PlainFormats:
    """English days and the 24-hour clock, the same on every machine."""

    def day(self, day: date) -> str:
        return f"{_WEEKDAYS[day.weekday()][:3]} {day.day} {_MONTHS[day.month - 1][:3]}"

    def day_parts(self, day: date) -> tuple[str, str, str]:
        return _WEEKDAYS[day.weekday()][:3], str(day.day), _MONTHS[day.month - 1][:3]

    def long_day(self, day: date) -> str:
        return f"{_WEEKDAYS[day.weekday()]} {day.day} {_MONTHS[day.month - 1]}"

    def full_date(self, day: date) -> str:
        return f"{day.day} {_MONTHS[day.month - 1][:3]} {day.year}"

    def time(self, time: time) -> str:
        return f"{time.hour:02}:{time.minute:02}"

    def weekday(self, weekday: int) -> str:
        return _WEEKDAYS[weekday]

    def money(self, whole: int, fraction: str, sign: str) -> str:
        gap = "\N{NO-BREAK SPACE}" if sign[-1:].isalpha() else ""
        return f"{sign}{gap}{whole:,}{'.' if fraction else ''}{fraction}"

    def join(self, items: Sequence[str]) -> str:
        return " and ".join((", ".join(items[:-1]), items[-1])) if len(items) > 1 else "".join(items)


def locale_name(language: str, library_locale: str) -> str:
    """The locale of a language without a country: the library's own where it speaks it ("en-GB" for "en")."""
    return library_locale if base(library_locale) == language else language
