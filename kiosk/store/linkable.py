"""The check that a code may be linked to an account, and the reasons why it may not."""

import re
from collections.abc import Callable
from enum import StrEnum

from kiosk.domain.library import CodeRule
from kiosk.domain.meaning import WhyNotLinked, why_not_linked
from kiosk.domain.model import ItemCode, Secret


class LinkProblem(StrEnum):
    """The reasons why a fob cannot be linked, as text keys; most of them come from the domain."""

    COMMAND = WhyNotLinked.COMMAND.value
    SHOP_CODE = WhyNotLinked.SHOP_CODE.value
    ITEM_CODE = WhyNotLinked.ITEM_CODE.value
    TOO_SHORT = WhyNotLinked.TOO_SHORT.value
    NO_NUMBER = WhyNotLinked.NO_NUMBER.value
    RANDOM_UID = "random-uid"


def link_problem(
    fob: Secret, *, rules: CodeRule | None, knows_item: Callable[[ItemCode], bool] = lambda _: False
) -> LinkProblem | None:
    """Return why this fob cannot be linked, or None if it can.

    `rules` is [codes] if a reader reads anything, or None if fob readers read only fobs. A code that is certainly a
    fob's (a fob rule matches, or its reader reads only fobs) may look like an item's code. It may also look like an
    EAN-8, as a tenth of all 8-digit fob numbers do, but not like a longer shop code.
    """
    code = fob.reveal()
    certain = rules is None or _fits(rules.fob, code)
    why = why_not_linked(fob, CodeRule() if certain or rules is None else rules)
    if why is not None and not (certain and why is WhyNotLinked.SHOP_CODE and len(code) == 8):
        return LinkProblem(why.value)
    if knows_item(ItemCode(code)):
        return LinkProblem.ITEM_CODE
    return LinkProblem.RANDOM_UID if _is_random_uid(code) else None


def _is_random_uid(code: str) -> bool:
    """Return True for a random UID: phones and passports invent a new 4-byte UID each time, which begins with 08.

    A code of digits only is accepted, because the fixed printed numbers of many 125 kHz fobs (08075634) also begin
    with 08.
    """
    plain = re.sub(r"[ :-]", "", code).upper()
    return re.fullmatch(r"08[0-9A-F]{6}", plain) is not None and not plain.isdigit()


def _fits(rule: str, code: str) -> bool:
    return bool(rule) and re.fullmatch(rule, code) is not None
