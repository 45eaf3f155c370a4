"""The JSON text in which a row of the journal stores the lines of a basket.

The text has only the values that are needed later, when the kiosk or staff find out if the lines were done.
"""

from collections.abc import Iterator
from datetime import date

import msgspec

from kiosk.domain.model import Direction, Item, ItemCode, Line, LineId, LineState, LoanId


class UnreadableLinesError(Exception):
    """The JSON text cannot be read, because no version of this module wrote such a text."""


class _Stored(msgspec.Struct, frozen=True, omit_defaults=True):
    """The form in which the JSON text stores a line of the basket.

    Give each new field a default, and never rename a field. Without this rule, the kiosk could not read the JSON text
    of an earlier version.
    """

    id: int
    code: str
    direction: str
    name: str = ""
    item_id: str = ""
    item_code: str = ""
    loan_days: int | None = None
    due: date | None = None
    ref: str = ""
    loan: str | None = None
    from_before: bool = False
    due_before: date | None = None
    renewals_before: int | None = None


def stored(lines: tuple[Line, ...]) -> str:
    """Return the lines as JSON text for a row of the journal."""
    return msgspec.json.encode([_stored(line) for line in lines]).decode()


def restored(text: str) -> tuple[Line, ...]:
    """Return the lines in this JSON text. Each line gets the state STAGED.

    Raises UnreadableLinesError if the text cannot be read.
    """
    try:
        return tuple(_line(each) for each in msgspec.json.decode(text, type=list[_Stored]))
    except (msgspec.MsgspecError, ValueError) as why:
        raise UnreadableLinesError from why


def codes_in(text: str | None) -> Iterator[str]:
    """Yield the scanned code of each line, and the code of its item. Yield no codes if the text cannot be read."""
    try:
        lines = restored(text) if text else ()
    except UnreadableLinesError:
        return
    for line in lines:
        yield line.code
        if line.item is not None:
            yield line.item.code


def _stored(line: Line) -> _Stored:
    item = line.item
    return _Stored(
        id=line.ident,
        code=line.code,
        direction=line.direction.value,
        name=item.name if item else "",
        item_id=item.ident if item else "",
        item_code=item.code if item else "",
        loan_days=item.loan_days if item else None,
        due=line.due,
        ref=line.ref,
        loan=line.loan,
        from_before=line.from_before,
        due_before=line.due_before,
        renewals_before=line.renewals_before,
    )


def _line(each: _Stored) -> Line:
    code = ItemCode(each.code)
    return Line(
        ident=LineId(each.id),
        code=code,
        direction=Direction(each.direction),
        state=LineState.STAGED,
        item=_item(each),
        due=each.due,
        ref=each.ref,
        loan=LoanId(each.loan) if each.loan is not None else None,
        from_before=each.from_before,
        due_before=each.due_before,
        renewals_before=each.renewals_before,
    )


def _item(each: _Stored) -> Item | None:
    if not each.item_code:
        return None
    return Item(ItemCode(each.item_code), each.name, each.item_id, loan_days=each.loan_days)
