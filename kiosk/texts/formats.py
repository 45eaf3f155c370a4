"""The ways in which a language writes days, times, lists and amounts.

The screens use the class QtFormats of `kiosk.ui.formats`, which knows many languages from Qt. The class in this module,
`PlainFormats`, writes only English.
"""

from collections.abc import Sequence
from datetime import date, time
from decimal import ROUND_HALF_EVEN, Decimal
from typing import Protocol

from kiosk.texts.translation import base


class Formats(Protocol):
    """The functions that write days, times, lists and amounts in one language. The examples are English."""

    def day(self, day: date) -> str:
        """Return a short day without its year: "Sat 5 Dec"."""

    def day_parts(self, day: date) -> tuple[str, str, str]:
        """Return the short weekday, the day of the month and the short month: "Sat", "5", "Dec"."""

    def long_day(self, day: date) -> str:
        """Return a day in full, without its year: "Saturday 5 December"."""

    def full_date(self, day: date) -> str:
        """Return a day with its year: "21 Nov 2027"."""

    def time(self, time: time) -> str:
        """Return hours and minutes: "17:00"."""

    def weekday(self, weekday: int) -> str:
        """Return the name of a weekday. The number 0 means Monday, so 1 gives "Tuesday"."""

    def join(self, items: Sequence[str]) -> str:
        """Return the items as a list inside a sentence, for example "Sunday and Monday"."""

    def money(self, whole: int, fraction: str, sign: str) -> str:
        """Return a positive amount as text: "$3.00".

        `whole` is the number before the decimal point. `fraction` has the digits after the point, and is empty if the
        currency has no cents. `sign` is the currency's sign.
        """


_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip


class PlainFormats:
    """The English formats, with the 24-hour clock. They are the same on every machine."""

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
    """Return the name of the locale that says how days and amounts are written in this language.

    If the library's locale is a locale of this language, return it: "en-GB" for the language "en". If it is a locale
    of another language, return `language` itself.
    """
    return library_locale if base(library_locale) == language else language


# --- amounts: each amount is rounded only once and then written, and nothing else is calculated here ---

_SIGNS = {
    "USD": "$", "CAD": "$", "AUD": "$", "NZD": "$", "EUR": "€", "GBP": "£", "JPY": "¥", "INR": "₹",
    "SEK": "kr", "NOK": "kr", "DKK": "kr", "ISK": "kr",
}  # fmt: skip
"""The signs of currencies. Some currencies have the same sign, which is clear because a library has one currency."""
_WHOLE = frozenset({"ISK", "JPY", "KRW", "CLP", "PYG", "VND", "XAF", "XOF", "XPF", "UGX", "RWF"})
_THOUSANDTHS = frozenset({"BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"})


def _sign_of(currency: str) -> str:
    """Return the sign of this currency, or its code of three letters if this module has no sign for the currency."""
    return _SIGNS.get(currency, currency)


def _parts_of(amount: Decimal, currency: str) -> tuple[int, str]:
    """Return a positive amount in two parts: the number before the decimal point, and the digits after this point."""
    digits = 0 if currency in _WHOLE else 3 if currency in _THOUSANDTHS else 2
    rounded = amount.quantize(Decimal(1).scaleb(-digits), ROUND_HALF_EVEN)
    whole, _, fraction = f"{rounded:f}".partition(".")
    return int(whole), fraction


def written(formats: Formats, amount: Decimal, currency: str) -> str:
    """Return this amount as text. `currency` is a code of three letters."""
    whole, fraction = _parts_of(amount.copy_abs(), currency)
    text = formats.money(whole, fraction, _sign_of(currency))
    return f"\N{MINUS SIGN}{text}" if amount < 0 else text
