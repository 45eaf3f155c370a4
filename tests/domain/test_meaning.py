"""Tests of the meaning of a scanned code.

The code is a fob, an item or a command, or may be a fob or an item, or cannot be used.
"""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.domain.library import CodeRule
from kiosk.domain.meaning import WhyNotLinked, is_shop_code, meaning_of, why_not_linked
from kiosk.domain.messages.events import (
    CommandName,
    CommandRead,
    EitherRead,
    FobRead,
    ItemRead,
    Meaning,
    OddRead,
    OddReason,
    ReaderKind,
)
from kiosk.domain.model import ItemCode, Secret

NO_RULES = CodeRule()
RULES = CodeRule(fob="FOB-.*", item="[A-Z0-9/ -]+")
FOBS, ITEMS, ANYTHING = ReaderKind.FOBS, ReaderKind.ITEMS, ReaderKind.ANYTHING


def fob(code: str) -> FobRead:
    return FobRead(Secret(code))


def item(code: str) -> ItemRead:
    return ItemRead(ItemCode(code))


@pytest.mark.parametrize(
    ("code", "kind", "rules", "meaning"),
    [
        ("0008075634", FOBS, NO_RULES, fob("0008075634")),
        ("DR-0142", ITEMS, NO_RULES, item("DR-0142")),
        ("  DR-0142 ", ITEMS, NO_RULES, item("DR-0142")),
        ("DR 0142/2", ITEMS, NO_RULES, item("DR 0142/2")),
        ("FOB-118", ITEMS, RULES, item("FOB-118")),  # an item reader reads only items
        ("DR-0142", FOBS, RULES, fob("DR-0142")),  # a fob reader reads only fobs
        ("FOB-118", ANYTHING, RULES, fob("FOB-118")),  # both rules fit, and the kiosk tries the fob rule first
        ("DR-0142", ANYTHING, RULES, item("DR-0142")),
        ("dr-0142", ANYTHING, RULES, EitherRead(Secret("dr-0142"))),
        ("118", ANYTHING, NO_RULES, EitherRead(Secret("118"))),
        # the rule must fit the whole code, not only a part
        ("XFOB-118", ANYTHING, CodeRule(fob="FOB-.*"), EitherRead(Secret("XFOB-118"))),
        ("CMD:FINISH", ITEMS, NO_RULES, CommandRead(CommandName.FINISH)),
        ("CMD:CANCEL", FOBS, NO_RULES, CommandRead(CommandName.CANCEL)),
        ("cmd:help", ANYTHING, NO_RULES, CommandRead(CommandName.HELP)),  # Caps Lock was on
        ("CMD:LANGUAGE:FR", ITEMS, NO_RULES, CommandRead(CommandName.LANGUAGE, "fr")),
        ("CMD:LANGUAGE:fr-CA", ITEMS, NO_RULES, CommandRead(CommandName.LANGUAGE, "fr-ca")),
        ("CMD:DANCE", ITEMS, NO_RULES, OddRead(OddReason.UNKNOWN_COMMAND, "CMD:DANCE")),
        ("CMD:", ITEMS, NO_RULES, OddRead(OddReason.UNKNOWN_COMMAND, "CMD:")),
        ("CMD:LANGUAGE", ITEMS, NO_RULES, OddRead(OddReason.UNKNOWN_COMMAND, "CMD:LANGUAGE")),
        ("CMD:FINISH:now", FOBS, NO_RULES, OddRead(OddReason.UNKNOWN_COMMAND, "CMD:FINISH:now")),
        ("", ITEMS, NO_RULES, OddRead(OddReason.EMPTY)),
        ("   ", FOBS, NO_RULES, OddRead(OddReason.EMPTY)),
        ("A" * 65, ITEMS, NO_RULES, OddRead(OddReason.TOO_LONG, "A" * 24 + "…")),
        ("A" * 64, ITEMS, NO_RULES, item("A" * 64)),
        ("A\x1dB", ITEMS, NO_RULES, OddRead(OddReason.CONTROL_CHARACTERS, "A·B")),
        # this character would reverse the direction of the text on the screen
        ("A\u202eB", ITEMS, NO_RULES, OddRead(OddReason.CONTROL_CHARACTERS, "A·B")),
        # the code may be a fob's, so the kiosk does not show it
        ("4711\x00", FOBS, NO_RULES, OddRead(OddReason.CONTROL_CHARACTERS)),
        ("4711\x00", ANYTHING, NO_RULES, OddRead(OddReason.CONTROL_CHARACTERS)),
        ("Säge-7", ITEMS, NO_RULES, item("Säge-7")),
    ],
)
def test_a_code_means_one_thing(code: str, kind: ReaderKind, rules: CodeRule, meaning: Meaning) -> None:
    assert meaning_of(code, kind, rules, commands=True) == meaning


def test_without_command_cards_a_command_code_is_a_code_like_any_other() -> None:
    assert meaning_of("CMD:FINISH", ITEMS, NO_RULES, commands=False) == item("CMD:FINISH")


@given(code=st.text(), kind=st.sampled_from(ReaderKind), commands=st.booleans())
def test_whatever_is_scanned_means_something(code: str, kind: ReaderKind, commands: bool) -> None:  # noqa: FBT001
    meaning = meaning_of(code, kind, RULES, commands=commands)
    if kind is ITEMS:
        assert not isinstance(meaning, FobRead | EitherRead)
    if kind is FOBS:
        assert not isinstance(meaning, ItemRead | EitherRead)


@pytest.mark.parametrize(
    ("code", "is_shop"),
    [
        ("4006381333931", True),  # EAN-13
        ("4006381333932", False),  # the check digit of this EAN-13 is wrong
        ("96385074", True),  # EAN-8
        ("036000291452", True),  # UPC-A
        ("10012345678902", True),  # GTIN-14
        ("0008075634", False),  # ten digits: the number of a fob
        ("DR-01420", False),
        ("٤٠٠٦٣٨١٣٣٣٩٣١", False),  # Arabic digits, which a bar code cannot have
        ("", False),
    ],
)
def test_a_shop_code_has_the_right_length_and_check_digit(code: str, is_shop: bool) -> None:  # noqa: FBT001
    assert is_shop_code(code) is is_shop


@given(st.text(alphabet="0123456789", min_size=12, max_size=12))
def test_any_twelve_digits_become_a_shop_code_by_exactly_one_check_digit(digits: str) -> None:
    assert sum(is_shop_code(digits + check) for check in "0123456789") == 1


BELONGS_TO_NOBODY = (
    *("0000000000", "FFFFFFFFFF", "ffffffff", "00:00:00:00:00:00:00", "0000000001", "0101010101", "AAAAAA", "------7"),
    *(
        "NOREAD",
        "no read",
        "TIMEOUT",
        "Failure",
        "0123456789",
        "1234567890",
        "123456",
        "9876543210",
        "89ABCDEF",
        "ABCDEF",
        "Low battery!",
        "https://tools.example/42",
        "HTTP://TOOLS.EXAMPLE/WELCOME-7",
        "shc:/5676290952432060346",
    ),
)


@pytest.mark.parametrize(
    ("code", "why"),
    [
        ("CMD:FINISH", WhyNotLinked.COMMAND),
        ("cmd:finish", WhyNotLinked.COMMAND),
        ("4711", WhyNotLinked.TOO_SHORT),
        ("4006381333931", WhyNotLinked.SHOP_CODE),
        ("DR-0142", WhyNotLinked.ITEM_CODE),
        *((code, WhyNotLinked.NO_NUMBER) for code in BELONGS_TO_NOBODY),
        ("fob-0008075634", None),
    ],
)
def test_some_codes_must_not_open_an_account_alone(code: str, why: WhyNotLinked | None) -> None:
    assert why_not_linked(Secret(code), RULES) is why


@pytest.mark.parametrize(
    "code", ["FOB-MARTA", "DEADBEEF", "0000000120", "0008075634", "04A3C6CAE26180", "SÄGE-7", "123,14706"]
)
def test_other_codes_may(code: str) -> None:
    assert why_not_linked(Secret(code), NO_RULES) is None
