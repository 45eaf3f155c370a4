"""The meaning of a scanned code: the code is a command, a fob or an item.

If the kiosk cannot know if the code is a fob or an item, the meaning is EitherRead. Some codes cannot be used at all.
"""

import re
from enum import StrEnum
from functools import lru_cache
from itertools import pairwise
from typing import assert_never

from kiosk.domain.library import CodeRule
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

LONGEST_CODE = 64
"""The largest number of characters in a usable code.

If a code is longer, the reader has probably read two labels together, a web address, or wrong bytes.
"""
SHOWN_OF_ODD = 24
COMMAND_PREFIX = "CMD:"
_COUNTED = "0123456789abcdef"
_HEX_LETTERS = re.compile(r"[A-Fa-f]{8,}")
FEWEST_SIGNS_OF_FOB = 3
"""The smallest number of different characters in a fob's code.

A code with fewer is too simple to be the code of one fob. An empty card, for example, can have the code 00000000.
"""
SHORTEST_FOB = 6
"""The smallest number of characters in a code that can open an account. People can type a shorter code by chance."""


class WhyNotLinked(StrEnum):
    """The reason why a fob cannot be remembered. Each value is a key of `NOT_KEPT` in kiosk/texts/notices.py."""

    COMMAND = "command"
    SHOP_CODE = "shop-code"
    ITEM_CODE = "item-code"
    TOO_SHORT = "too-short"
    NO_NUMBER = "no-number"
    NOT_RENEWABLE = "not-renewable"


def meaning_of(code: str, kind: ReaderKind, rules: CodeRule, *, commands: bool) -> Meaning:
    """Return the meaning of a code from a reader of this kind.

    If `commands` is True, a code that begins with `CMD:` is a command. The meaning of any other code depends on the
    kind of the reader. If the reader reads both fobs and items, the rules in the table [codes] of the settings file
    decide. If the code fits none of these rules, it can be a fob or an item, so the meaning is EitherRead.
    """
    code = code.strip(" ")
    odd = _oddity(code)
    if odd is not None:
        return OddRead(odd, _shown(code) if kind is ReaderKind.ITEMS else "")
    if commands and _is_command(code):
        return _command(code)
    match kind:
        case ReaderKind.FOBS:
            return FobRead(Secret(code))
        case ReaderKind.ITEMS:
            return ItemRead(ItemCode(code))
        case ReaderKind.ANYTHING:
            return _by_rules(code, rules)
        case _:
            assert_never(kind)


def is_shop_code(code: str) -> bool:
    """Return True if the code is an EAN-8, UPC-A, EAN-13 or GTIN-14 number with the right check digit."""
    if len(code) not in (8, 12, 13, 14) or not (code.isascii() and code.isdigit()):
        return False
    weighted = sum(int(digit) * (3 if place % 2 else 1) for place, digit in enumerate(reversed(code)))
    return weighted % 10 == 0


def why_not_linked(fob: Secret, rules: CodeRule) -> WhyNotLinked | None:
    """Return the reason why this code must not open an account without a password, or None if the code may do so."""
    code = fob.reveal()
    if _is_command(code):
        return WhyNotLinked.COMMAND
    if len(code) < SHORTEST_FOB:
        return WhyNotLinked.TOO_SHORT
    if says_nothing(code):
        return WhyNotLinked.NO_NUMBER
    if is_shop_code(code):
        return WhyNotLinked.SHOP_CODE
    if _fits(rules.item, code):
        return WhyNotLinked.ITEM_CODE
    return None


def says_nothing(code: str) -> bool:
    """Return True if the code is too simple to belong to one member.

    There are four cases. The code has only words without digits, is a web address, has at most two different
    characters, or counts up or down, as in 12345678.
    """
    if re.fullmatch(r"[^\W\d_]+(?: [^\W\d_]+)*[.!?]*", code) and not _HEX_LETTERS.fullmatch(code):
        return True
    if ":/" in code:  # posters show web addresses, so everybody can scan such a code
        return True
    signs = "".join(sign for sign in code.casefold() if sign.isalnum())
    steps = {_COUNTED.find(second) - _COUNTED.find(first) for first, second in pairwise(signs)}
    return len(set(signs)) < FEWEST_SIGNS_OF_FOB or steps <= {1, -9, -15} or steps <= {-1, 9, 15}


def _oddity(code: str) -> OddReason | None:
    if not code:
        return OddReason.EMPTY
    if len(code) > LONGEST_CODE:
        return OddReason.TOO_LONG
    # This check refuses control characters, marks that change the writing direction, and characters that Unicode does
    # not define. No label contains such characters, and the marks would reverse the text on the screen.
    return None if code.isprintable() else OddReason.CONTROL_CHARACTERS


def _shown(code: str) -> str:
    harmless = "".join(sign if sign.isprintable() else "·" for sign in code[:SHOWN_OF_ODD])
    return harmless + ("…" if len(code) > SHOWN_OF_ODD else "")


def _is_command(code: str) -> bool:
    # A reader can work like a keyboard, and then Caps Lock inverts the case of its codes.
    return code.upper().startswith(COMMAND_PREFIX)


def _command(code: str) -> Meaning:
    name, _, argument = code[len(COMMAND_PREFIX) :].partition(":")
    try:
        command = CommandName(name.lower())
    except ValueError:
        return OddRead(OddReason.UNKNOWN_COMMAND, _shown(code))
    if bool(argument) is not (command is CommandName.LANGUAGE):
        return OddRead(OddReason.UNKNOWN_COMMAND, _shown(code))
    return CommandRead(command, argument.lower())


def _by_rules(code: str, rules: CodeRule) -> Meaning:
    if _fits(rules.fob, code):
        return FobRead(Secret(code))
    if _fits(rules.item, code):
        return ItemRead(ItemCode(code))
    return EitherRead(Secret(code))


def _fits(rule: str, code: str) -> bool:
    return bool(rule) and _compiled(rule).fullmatch(code) is not None


@lru_cache(maxsize=8)
def _compiled(rule: str) -> re.Pattern[str]:
    return re.compile(rule)
