"""Days, times, lists and amounts as a locale writes them, from Qt's own tables."""

import re
from collections.abc import Sequence
from datetime import date, time

from PySide6.QtCore import QDate, QLocale, QTime

_YEAR = re.compile(r",?\s*('[^']*'\s*)?y+")
_WEEKDAY = re.compile(r"dddd,?\s*")
_OF = re.compile(r"\s*'de'\s*")
"""Matches the "de" that Spanish and Portuguese have in a full date; a short date has no "de"."""
_DAY_OF_MONTH = re.compile(r"(?<!d)d(?!d)")


class QtFormats:
    """The dates, times, lists and amounts of sentences, for a locale such as "fr" or "en-GB"."""

    def __init__(self, locale_name: str) -> None:
        self._locale = QLocale(locale_name.replace("-", "_"))
        whole = self._locale.dateFormat(QLocale.FormatType.LongFormat)
        self._long = _YEAR.sub("", whole).strip(" ,.")
        self._short = _OF.sub(" ", self._long.replace("dddd", "ddd").replace("MMMM", "MMM"))
        self._full = _OF.sub(" ", _WEEKDAY.sub("", whole).replace("MMMM", "MMM"))

    def day(self, day: date) -> str:
        """Write a day in short form, without a year: "Sat, Dec 5", "sam. 5 déc."."""
        return self._written(day, self._short)

    def day_parts(self, day: date) -> tuple[str, str, str]:
        """Return weekday, number and month in short form: "Sat", "5", "Dec"."""
        short = QLocale.FormatType.ShortFormat
        weekday, month = self._locale.standaloneDayName, self._locale.standaloneMonthName
        return weekday(day.isoweekday(), short), str(day.day), month(day.month, short)

    def long_day(self, day: date) -> str:
        """Write a day in full, without a year: "Saturday, December 5", "samedi 5 décembre"."""
        return self._written(day, self._long)

    def full_date(self, day: date) -> str:
        """Write a day with its year: "Nov 21, 2027", "21 nov. 2027"."""
        return self._written(day, self._full)

    def time(self, time: time) -> str:
        """Write hours and minutes: "5:00 PM", "17:00"."""
        return self._locale.toString(QTime(time.hour, time.minute), QLocale.FormatType.ShortFormat)

    def weekday(self, weekday: int) -> str:
        """Return the name of a weekday, with Monday = 0: "Tuesday", "mardi"."""
        return self._locale.standaloneDayName(weekday + 1)

    def join(self, items: Sequence[str]) -> str:
        """Join words to a list in a sentence: "Sunday and Monday", "dimanche et lundi"."""
        return self._locale.createSeparatedList(list(items))

    def money(self, whole: int, fraction: str, sign: str) -> str:
        """Write a positive amount: "$3.00", "3,00 $". The amount is exact, because Qt gets its digits and no number."""
        digits = self._locale.toString(whole) + (self._locale.decimalPoint() + fraction if fraction else "")
        text = self._locale.toCurrencyString(1, sign).replace("1", digits)
        if sign[-1:].isalpha():  # because "CHF10" is hard to read
            text = text.replace(sign + digits, f"{sign}\N{NO-BREAK SPACE}{digits}")
        return text

    def _written(self, day: date, pattern: str) -> str:
        if day.day == 1 and self._locale.language() is QLocale.Language.French:  # "1er", for this day only
            pattern = _DAY_OF_MONTH.sub("d'er'", pattern)
        return self._locale.toString(QDate(day.year, day.month, day.day), pattern)
