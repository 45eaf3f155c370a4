"""Which codes may open an account alone, and why another may not."""

import re
from collections.abc import Callable
from enum import StrEnum

from kiosk.domain.library import CodeRule
from kiosk.domain.meaning import WhyNotLinked, why_not_linked
from kiosk.domain.model import ItemCode, Secret


class LinkProblem(StrEnum):
    """Why a fob cannot be linked: keys of the texts, those of the domain among them."""

    COMMAND = WhyNotLinked.COMMAND.value
    SHOP_CODE = WhyNotLinked.SHOP_CODE.value
    ITEM_CODE = WhyNotLinked.ITEM_CODE.value
    TOO_SHORT = WhyNotLinked.TOO_SHORT.value
    NO_NUMBER = WhyNotLinked.NO_NUMBER.value
    RANDOM_UID = "random-uid"


def link_problem(
    fob: Secret, *, rules: CodeRule | None, knows_item: Callable[[ItemCode], bool] = lambda _: False
) -> LinkProblem | None:
    """None: it may be linked. `rules`: [codes] where a reader reads anything; None where fob readers read only fobs.

    A code that is certainly a fob's (a fob rule fits it, or its reader reads nothing else) may look like an item's. It
    may also look like an EAN-8, as a tenth of all 8-digit fob numbers do; longer shop codes are refused all the same.
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
    """Phones and passports make up a new 4-byte UID each time; it begins with 08.

    Digits alone are taken: so begin also the printed numbers of many 125 kHz fobs (08075634), and those stay the same.
    """
    plain = re.sub(r"[ :-]", "", code).upper()
    return re.fullmatch(r"08[0-9A-F]{6}", plain) is not None and not plain.isdigit()


def _fits(rule: str, code: str) -> bool:
    return bool(rule) and re.fullmatch(rule, code) is not None
