"""The code that writes days, times, lists and amounts of money for one language and country. The rules come from Qt."""

import re
from collections.abc import Sequence
from datetime import date, time

from PySide6.QtCore import QDate, QLocale, QTime

_YEAR = re.compile(r",?\s*('[^']*'\s*)?y+")
_WEEKDAY = re.compile(r"dddd,?\s*")
_OF = re.compile(r"\s*'de'\s*")
"""Matches the word "de" in a Spanish or Portuguese date. The word is removed to make the date short."""
_DAY_OF_MONTH = re.compile(r"(?<!d)d(?!d)")


class QtFormats:
    """The object that writes dates, times, lists and amounts of money for a locale such as "fr" or "en-GB"."""

    def __init__(self, locale_name: str) -> None:
        self._locale = QLocale(locale_name.replace("-", "_"))
        whole = self._locale.dateFormat(QLocale.FormatType.LongFormat)
        self._long = _YEAR.sub("", whole).strip(" ,.")
        self._short = _OF.sub(" ", self._long.replace("dddd", "ddd").replace("MMMM", "MMM"))
        self._full = _OF.sub(" ", _WEEKDAY.sub("", whole).replace("MMMM", "MMM"))

    def day(self, day: date) -> str:
        """Return a day in short form without the year, such as "Sat, Dec 5" or "sam. 5 déc."."""
        return self._written(day, self._short)

    def day_parts(self, day: date) -> tuple[str, str, str]:
        """Return the weekday, the day of the month and the month in short form, such as "Sat", "5" and "Dec"."""
        short = QLocale.FormatType.ShortFormat
        weekday, month = self._locale.standaloneDayName, self._locale.standaloneMonthName
        return weekday(day.isoweekday(), short), str(day.day), month(day.month, short)

    def long_day(self, day: date) -> str:
        """Return a day in long form without the year, such as "Saturday, December 5" or "samedi 5 décembre"."""
        return self._written(day, self._long)

    def full_date(self, day: date) -> str:
        """Return a day with its year, such as "Nov 21, 2027" or "21 nov. 2027"."""
        return self._written(day, self._full)

    def time(self, time: time) -> str:
        """Return the hours and minutes, such as "5:00 PM" or "17:00"."""
        return self._locale.toString(QTime(time.hour, time.minute), QLocale.FormatType.ShortFormat)

    def weekday(self, weekday: int) -> str:
        """Return the name of a weekday, such as "Tuesday" or "mardi" for 1. The number of Monday is 0."""
        return self._locale.standaloneDayName(weekday + 1)

    def join(self, items: Sequence[str]) -> str:
        """Return the words as a list in a sentence, such as "Sunday and Monday" or "dimanche et lundi"."""
        return self._locale.createSeparatedList(list(items))

    def money(self, whole: int, fraction: str, sign: str) -> str:
        """Return a positive amount of money, such as "$3.00" or "3,00 $".

        The amount is exact, because its fraction is a text of digits and not a floating-point number.
        """
        digits = self._locale.toString(whole) + (self._locale.decimalPoint() + fraction if fraction else "")
        text = self._locale.toCurrencyString(1, sign).replace("1", digits)
        if sign[-1:].isalpha():  # We add a space, because "CHF10" is hard to read.
            text = text.replace(sign + digits, f"{sign}\N{NO-BREAK SPACE}{digits}")
        return text

    def _written(self, day: date, pattern: str) -> str:
        if day.day == 1 and self._locale.language() is QLocale.Language.French:  # French writes "1er" on day 1 only.
            pattern = _DAY_OF_MONTH.sub("d'er'", pattern)
        return self._locale.toString(QDate(day.year, day.month, day.day), pattern)
