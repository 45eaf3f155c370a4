"""Functions that turn Sierra's answers into the kiosk's own values. They send no requests."""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta, tzinfo
from typing import Any

import msgspec
from msgspec import Struct

from kiosk.backends.answer import HttpAnswer, Received
from kiosk.backends.clean import label, plain
from kiosk.backends.errors import WrongAnswerError
from kiosk.backends.json_answer import json_of, shaped
from kiosk.backends.moments import instant, plain_day
from kiosk.backends.protocol import Vouched
from kiosk.backends.sierra.paths import DAY_HOUR, HOLD_SHELF, IN_TRANSIT, SHELF
from kiosk.backends.sierra.schema import CheckoutAnswer, ItemAnswer, PatronAnswer, SierraErrorAnswer
from kiosk.domain.digital import MemberFact
from kiosk.domain.model import Item, ItemCode, Loan, LoanAct, LoanId, Put, Refusal, RefusalKind, Secret

_PREFIX = re.compile(r"^\s*[\w ]*\berror\s*:?\s*", re.IGNORECASE)
_ESCAPE = re.compile(r"\{u([0-9A-Fa-f]{4})\}")
_MARC = re.compile(r"\|[a-z]")
_PUT = {SHELF: Put.SHELF, IN_TRANSIT: Put.IN_TRANSIT, HOLD_SHELF: Put.HOLD_SHELF}
_NO_MORE = re.compile(r"renewal", re.IGNORECASE)
_ON_LOAN = re.compile(r"checked out|on loan|already on hold", re.IGNORECASE)
_NOT_AVAILABLE = re.compile(r"not available", re.IGNORECASE)
_LIMIT = re.compile(r"too many|limit|maximum", re.IGNORECASE)


def last_part(name: object) -> str:
    """Return only the id. Sierra writes an id as a number, as a text, or as an address that ends with the id."""
    return str(name).strip().rstrip("/").rpartition("/")[2].strip()


def day(text: str | None, zone: tzinfo) -> date | None:
    """Return the day of a date or of a moment in the library's time zone, or None if the text is neither of them."""
    if (known := plain_day(text)) is not None:
        return known
    at = instant(text)
    return at.astimezone(zone).date() if at is not None else None


def is_hourly(text: str | None, zone: tzinfo) -> bool:
    """Return True if the loan with this due date is for some hours, and not for whole days.

    Loans for whole days are due at 4:00 in the library's time zone.
    """
    at = instant(text) if plain_day(text) is None else None
    return at is not None and (at.astimezone(zone).hour, at.minute) != (DAY_HOUR, 0)


def day_moments(answers: Iterable[CheckoutAnswer]) -> Iterator[datetime]:
    """Yield the due moments of the loans for whole days. These moments show in which time zone the library is."""
    for each in answers:
        due = instant(each.due_date) if plain_day(each.due_date) is None else None
        out = instant(each.out_date)
        if due is not None and out is not None and due - out > timedelta(days=1):
            yield due


def title(text: str | None) -> str:
    """Return a title without the marks that the catalogue puts at its end, such as " /"."""
    return plain(text).rstrip(" /:;,").removesuffix(".").rstrip()


def call_number(text: str | None) -> str:
    """Return a call number without the marks before its parts, such as `|a`."""
    return " ".join(_MARC.sub(" ", plain(text)).split())


def first_name(patron: PatronAnswer) -> str:
    """Return the first name. Sierra writes "LAST, FIRST MIDDLE", often in capitals."""
    whole = plain(next(iter(patron.names or ()), ""))
    last, comma, rest = whole.partition(",")
    name = (rest if comma else last).split()
    first = name[0] if name else ""
    return "-".join(map(str.capitalize, first.split("-"))) if first.isupper() and len(first) > 1 else first


def is_blocked(patron: PatronAnswer) -> bool:
    """Return True if the library has blocked this patron. Every code except "-" and an empty text means a block."""
    blocks = (patron.block_info, patron.auto_block_info)
    return any(block is not None and block.code.strip() not in {"", "-"} for block in blocks)


class Shelved(Struct, frozen=True):
    """The title of an item, and the place of the item in the library."""

    name: str = ""
    shelf: str = ""
    place: str = ""


def item_of(answer: CheckoutAnswer) -> ItemAnswer | None:
    """Return the item that a loan contains, or None if the loan has only the item's id or address."""
    if not isinstance(answer.item, dict):
        return None
    try:
        return msgspec.convert(_texts(answer.item), ItemAnswer, strict=False)
    except msgspec.ValidationError:
        return None


def _texts(value: Mapping[str, Any]) -> dict[str, Any]:
    return {name: each for name, each in value.items() if each is not None}


def item_id(answer: CheckoutAnswer) -> str:
    """Return the id of the loan's item, or "" if the loan does not have this id."""
    if isinstance(answer.item, dict):
        return last_part(answer.item.get("id", ""))
    return last_part(answer.item) if answer.item is not None else ""


def is_partners(ident: str) -> bool:
    """Return True if the item belongs to another library. Its id has the form 1000777@code."""
    return "@" in ident


def loan(answer: CheckoutAnswer, known: Mapping[str, Shelved], zone: tzinfo, *, can: frozenset[LoanAct]) -> Loan:
    """Return the loan. `known` has the titles and the places of items. Its keys are the items' ids.

    `can` contains the acts that the kiosk's key allows.
    """
    ident, inside = item_id(answer), item_of(answer)
    shelved = known.get(ident, Shelved())
    code = answer.barcode or (inside.barcode if inside is not None else "") or ""
    recalled = day(answer.recall_date, zone) if answer.recall_date else None
    more = can - {LoanAct.RENEW} if recalled is not None or is_partners(ident) else can
    return Loan(
        ident=LoanId(last_part(answer.id)),
        item=Item(
            code=ItemCode(label(code).strip()),
            name=shelved.name,
            ident=ident,
            shelf=call_number(answer.call_number) or shelved.shelf,
            place=shelved.place,
        ),
        since=instant(answer.out_date),
        due=day(answer.due_date, zone),
        can=more,
        renewals=answer.number_of_renewals,
        recalled=recalled,
    )


def item(answer: ItemAnswer, name: str) -> Item:
    """Return the item. `name` is its title."""
    return Item(
        code=ItemCode(label(answer.barcode or "").strip()),
        name=name,
        ident=last_part(answer.id),
        shelf=call_number(answer.call_number),
        place=answer.location.name.strip() if answer.location is not None else "",
    )


def put_of(item: ItemAnswer) -> Put | None:
    """Return the place where a returned item belongs, or None if the item's status does not say the place."""
    return _PUT.get(item.status.code.strip()) if item.status is not None else None


# --- refusals ---


class SierraNo(Struct, frozen=True):
    """The error that Sierra wrote into an answer. `specific` is the field specificCode."""

    code: int
    specific: int
    words: str


def no_of(answer: HttpAnswer) -> SierraNo | None:
    """Return the error that the answer contains, or None if the answer is not an error of Sierra."""
    try:
        value = json_of(answer)
        if not isinstance(value, dict) or "code" not in value or "httpStatus" not in value:
            return None
        error = shaped(answer, value, SierraErrorAnswer)
    except WrongAnswerError:
        return None
    return SierraNo(error.code, error.specific_code, words_of(error))


def no_received(received: Received) -> SierraNo | None:
    """Return Sierra's error in an answer. Return None if no answer came, or if the answer contains no error."""
    return no_of(received) if isinstance(received, HttpAnswer) and received.status >= 400 else None


def words_of(error: SierraErrorAnswer) -> str:
    """Return the words of an error without the technical words at its beginning, or "" if there are no other words."""
    said = _ESCAPE.sub(lambda found: chr(int(found[1], 16)), plain(error.description))
    bare = _PREFIX.sub("", said, count=1) if _PREFIX.match(said) else said
    return "" if bare.strip().casefold() in {"", error.name.strip().casefold()} else bare.strip()


def refusal_of(no: SierraNo, item: Item | None, *, renewal: bool) -> Refusal:
    """Return the refusal that the member sees. The screen shows Sierra's own words next to the kiosk's words."""
    if renewal or (no.words and _NO_MORE.search(no.words)):
        return Refusal(RefusalKind.NO_RENEWAL, no.words, item)
    if no.code == 107:
        return Refusal(RefusalKind.ITEM_UNKNOWN, "", item)
    if _LIMIT.search(no.words):  # this test comes before _ON_LOAN, because these words can also contain "checked out"
        return Refusal(RefusalKind.LIMIT_REACHED, no.words, item)
    if _ON_LOAN.search(no.words):
        return Refusal(RefusalKind.ON_LOAN, no.words, item)
    if _NOT_AVAILABLE.search(no.words):
        return Refusal(RefusalKind.NOT_AVAILABLE, no.words, item)
    return Refusal(RefusalKind.OTHER, no.words, item)


def vouched(patron: PatronAnswer, facts: Collection[MemberFact]) -> Vouched:
    """Return the record number of the patron, and each fact in `facts` that Sierra has sent in a usable form."""
    emails = (each.strip() for each in patron.emails or ())
    email = next((each for each in emails if "@" in each), "") if MemberFact.EMAIL in facts else ""
    born = plain_day(patron.birth_date or "") if MemberFact.BIRTH_DATE in facts else None
    return Vouched(
        last_part(patron.id),
        email=Secret(email) if email else None,
        birth_date=Secret(born.isoformat()) if born is not None else None,
    )


def same_label(one: str, other: str) -> bool:
    """Return True if both texts are the same label. Like Sierra, ignore the case of letters and spaces at both ends."""
    return bool(one.strip()) and one.strip().casefold() == other.strip().casefold()


def by_label(loans: Sequence[Loan], code: str) -> Loan | None:
    """Return the loan of the item with this label, or None if there is no such loan."""
    return next((each for each in loans if same_label(each.item.code, code)), None)
