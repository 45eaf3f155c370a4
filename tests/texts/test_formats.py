"""Tests of days, times and lists in the form of each locale."""

from datetime import date, time
from decimal import Decimal

import pytest

from kiosk.texts.formats import Formats, PlainFormats, written
from kiosk.ui.formats import QtFormats

FIRST, FIFTH = date(2026, 12, 1), date(2026, 12, 5)


LIST = ["a", "b", "c"]
TABLE: list[tuple[str, Formats, str]] = [
    ("plain", PlainFormats(), "Tue 1 Dec|Sat 5 Dec|Saturday 5 December|5 Dec 2026|17:00|Monday|a, b and c"),
    ("en-GB", QtFormats("en-GB"), "Tue, 1 Dec|Sat, 5 Dec|Saturday, 5 December|5 Dec 2026|17:00|Monday|a, b and c"),
    ("en", QtFormats("en"), "Tue, Dec 1|Sat, Dec 5|Saturday, December 5|Dec 5, 2026|5:00 PM|Monday|a, b, and c"),
    ("fr", QtFormats("fr"), "mar. 1er déc.|sam. 5 déc.|samedi 5 décembre|5 déc. 2026|17:00|lundi|a, b et c"),
    ("es", QtFormats("es"), "mar, 1 dic|sáb, 5 dic|sábado, 5 de diciembre|5 dic 2026|17:00|lunes|a, b y c"),
    ("de", QtFormats("de"), "Di., 1. Dez.|Sa., 5. Dez.|Samstag, 5. Dezember|5. Dez. 2026|17:00|Montag|a, b und c"),
    ("nl", QtFormats("nl"), "di 1 dec|za 5 dec|zaterdag 5 december|5 dec 2026|17:00|maandag|a, b en c"),
    ("fr_CA", QtFormats("fr_CA"), "mar. 1er déc.|sam. 5 déc.|samedi 5 décembre|5 déc. 2026|17 h 00|lundi|a, b et c"),
]


@pytest.mark.parametrize(("formats", "said"), [pytest.param(*row[1:], id=row[0]) for row in TABLE])
def test_days_times_and_lists(formats: Formats, said: str) -> None:
    shown = [
        formats.day(FIRST),
        formats.day(FIFTH),
        formats.long_day(FIFTH),
        formats.full_date(FIFTH),
        formats.time(time(17)),
        formats.weekday(0),
        formats.join(LIST),
    ]
    assert [text.replace("\u202f", " ").replace("\xa0", " ") for text in shown] == said.split("|")
    assert [formats.join(["a"]), formats.join([])] == ["a", ""]


@pytest.mark.parametrize("name", ["es-MX", "de-AT", "nl-BE", "ja", "ar", "nonsense"])
def test_any_locale_names_the_day_and_no_year(name: str) -> None:
    formats = QtFormats(name)
    assert formats.day(FIFTH)
    assert "2026" not in formats.long_day(FIFTH)
    assert formats.weekday(6) != formats.weekday(0)


MONEY = [
    ("plain", PlainFormats(), ["$3.00", "$1,234.50", "¥1,235", "KWD 0.125", "-$0.05"]),
    ("en", QtFormats("en"), ["$3.00", "$1,234.50", "¥1,235", "KWD 0.125", "-$0.05"]),
    ("fr-CA", QtFormats("fr-CA"), ["3,00 $", "1 234,50 $", "1 235 ¥", "0,125 KWD", "-0,05 $"]),
    ("de", QtFormats("de"), ["3,00 $", "1.234,50 $", "1.235 ¥", "0,125 KWD", "-0,05 $"]),
    ("nl", QtFormats("nl"), ["$ 3,00", "$ 1.234,50", "¥ 1.235", "KWD 0,125", "-$ 0,05"]),
]
AMOUNTS = [("3", "USD"), ("1234.5", "CAD"), ("1234.6", "JPY"), ("0.125", "KWD"), ("-0.05", "USD")]


@pytest.mark.parametrize(("formats", "said"), [pytest.param(*row[1:], id=row[0]) for row in MONEY])
def test_amounts_in_the_library_s_currency(formats: Formats, said: list[str]) -> None:
    shown = [written(formats, Decimal(amount), currency) for amount, currency in AMOUNTS]
    spaced = [text.replace("\u202f", " ").replace("\xa0", " ") for text in shown]
    assert [text.replace("\N{MINUS SIGN}", "-") for text in spaced] == said


def test_an_amount_beyond_every_float_keeps_its_last_cent() -> None:
    amount = Decimal("90071992547409.93")
    assert written(QtFormats("en"), amount, "USD") == "$90,071,992,547,409.93"
