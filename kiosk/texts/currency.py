"""Amounts as a language writes them. Only digits are formatted: nothing is calculated, and nothing is rounded twice."""

from decimal import ROUND_HALF_EVEN, Decimal

from kiosk.texts.formats import Formats

_SIGNS = {
    "USD": "$", "CAD": "$", "AUD": "$", "NZD": "$", "EUR": "€", "GBP": "£", "JPY": "¥", "INR": "₹",
    "SEK": "kr", "NOK": "kr", "DKK": "kr", "ISK": "kr",
}  # fmt: skip
"""The short signs of currencies. A library has only one currency, so a short sign is enough for that one."""
_WHOLE = frozenset({"ISK", "JPY", "KRW", "CLP", "PYG", "VND", "XAF", "XOF", "XPF", "UGX", "RWF"})
_THOUSANDTHS = frozenset({"BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"})


def _sign_of(currency: str) -> str:
    """Return the sign beside an amount, or the currency's three letters if it has no sign here."""
    return _SIGNS.get(currency, currency)


def _parts_of(amount: Decimal, currency: str) -> tuple[int, str]:
    """Return the whole number and the digits after the point of a positive amount."""
    digits = 0 if currency in _WHOLE else 3 if currency in _THOUSANDTHS else 2
    rounded = amount.quantize(Decimal(1).scaleb(-digits), ROUND_HALF_EVEN)
    whole, _, fraction = f"{rounded:f}".partition(".")
    return int(whole), fraction


def written(formats: Formats, amount: Decimal, currency: str) -> str:
    """Return the text of an amount of this currency (three letters)."""
    whole, fraction = _parts_of(amount.copy_abs(), currency)
    text = formats.money(whole, fraction, _sign_of(currency))
    return f"\N{MINUS SIGN}{text}" if amount < 0 else text
