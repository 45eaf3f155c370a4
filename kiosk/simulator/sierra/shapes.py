"""The functions that make the JSON of the simulated Sierra, for example of patrons, Checkouts (loans) and holds."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TypeVar

from kiosk.simulator.shapes import Json, Object
from kiosk.simulator.sierra.catalogue import BibRecord, ItemRecord, VolumeRecord
from kiosk.simulator.sierra.errors import no_record, wrong_parameter
from kiosk.simulator.sierra.people import FineSeed, Patron
from kiosk.simulator.sierra.records import CheckoutRecord, HoldRecord
from kiosk.simulator.sierra.state import SierraState
from kiosk.simulator.wire import Reply, WireRequest

Record_ = TypeVar("Record_")
_DEFAULT_LIMIT = 50
_STATUS_WORDS = {
    "-": "AVAILABLE",
    "t": "IN TRANSIT",
    "!": "ON HOLDSHELF",
    "o": "LIB USE ONLY",
    "m": "MISSING",
    "%": "RETURNED",
}


@dataclass(frozen=True, slots=True)
class Asked:
    """A request, and the state of the library that is used for the answer.

    `base` is the address of the API. It ends with the version that the request uses, for example with "/v6".
    """

    state: SierraState
    wire: WireRequest
    base: str

    @property
    def expands_items(self) -> bool:
        """Return True if the item of each loan in a list of loans is an object, and False if the item is an address."""
        knob = self.state.knobs.item_as
        wanted = self.wire.query.get("expand") == "item" and self.base.endswith("/v6")
        return knob == "object" or (knob == "expanded" and wanted)


@dataclass(frozen=True, slots=True)
class FieldSet:
    """The names of the fields that records of one kind can have.

    If the request has no list of fields, the answer has the fields in `default`. A field in `more` is in the answer
    only if the request asks for this field.
    """

    default: tuple[str, ...]
    more: tuple[str, ...] = ()

    def chosen(self, asked: Asked) -> set[str]:
        """Return the names of the fields for the answer.

        Raises SierraAnswerError if the request asks for an unknown field, or for a field in the knob refused_fields.
        """
        wanted = asked.wire.query.get("fields")
        if wanted is None:
            return set(self.default)
        names = [each.strip() for each in wanted.split(",") if each.strip()]
        refused = {each.strip() for each in asked.state.knobs.refused_fields.split(",")}
        chosen = {"id"}
        for name in names:
            if name == "default":
                chosen |= set(self.default)
            elif name in refused or name not in (*self.default, *self.more):
                raise wrong_parameter(f"{name} is not a valid field")
            else:
                chosen.add(name)
        return chosen if names else {*self.default, *self.more}


CHECKOUT = FieldSet(
    ("id", "patron", "item", "dueDate", "outDate", "recallDate"), ("barcode", "callNumber", "numberOfRenewals")
)
PATRON = FieldSet(
    ("id", "updatedDate", "createdDate", "deleted", "suppressed", "names", "barcodes", "expirationDate"),
    (
        "emails",
        "birthDate",
        "patronType",
        "blockInfo",
        "autoBlockInfo",
        "message",
        "moneyOwed",
        "homeLibraryCode",
    ),
)
ITEM = FieldSet(
    ("id", "updatedDate", "createdDate", "deleted", "bibIds", "location", "status", "barcode", "callNumber"),
    ("itemType", "holdCount", "varFields"),
)
BIB = FieldSet(("id", "updatedDate", "createdDate", "deleted", "title", "author"), ("isbn",))
HOLD = FieldSet(
    ("id", "record", "patron", "frozen", "placed", "pickupLocation", "status", "recordType", "priority"),
    ("priorityQueueLength", "pickupByDate", "notNeededAfterDate"),
)
VOLUME = FieldSet(("id", "updatedDate", "createdDate", "deleted", "holds", "volume", "bibs", "items"), ("varFields",))
FINE = FieldSet(
    (
        "id",
        "patron",
        "item",
        "assessedDate",
        "description",
        "chargeType",
        "itemCharge",
        "processingFee",
        "billingFee",
        "paidAmount",
    )
)


def patron(asked: Asked, one: Patron) -> Object:
    """Return a patron as JSON. For a deleted patron, the JSON has only the number and the day of the deletion."""
    chosen, today = PATRON.chosen(asked), asked.state.clock.today()
    if one.deleted:
        return {"id": one.id, "deletedDate": (today - timedelta(days=30)).isoformat(), "deleted": True}
    return _only(
        chosen,
        {
            "id": one.id,
            "updatedDate": _moment(asked.state.clock.now() - timedelta(days=3)),
            "createdDate": "2019-04-02T15:30:11Z",
            "deleted": False,
            "suppressed": False,
            "names": [one.name],
            "barcodes": list(one.barcodes),
            "expirationDate": (today + timedelta(days=one.expires_in)).isoformat(),
            "emails": [one.email] if one.email else [],
            **({"birthDate": one.born} if one.born else {}),
            "patronType": one.patron_type,
            "blockInfo": {"code": one.block},
            "autoBlockInfo": {"code": one.auto_block},
            "message": {"code": one.message},
            "moneyOwed": one.owes / 100,
            "homeLibraryCode": "mill ",
        },
    )


def checkout(asked: Asked, loan: CheckoutRecord, *, whole: bool = False, as_object: bool = False) -> Object:
    """Return a loan as JSON. The JSON has all fields if `whole` is True, or else the fields that the request asks for.

    The field `item` is an object if `as_object` is True, and the address of the item if `as_object` is False.
    """
    knobs, item = asked.state.knobs, loan.item
    chosen = {*CHECKOUT.default, *CHECKOUT.more} if whole else CHECKOUT.chosen(asked)
    found: Object = {
        "id": f"{asked.base}/patrons/checkouts/{loan.id}",
        "patron": f"{asked.base}/patrons/{asked.state.patrons[loan.key].id}",
        "item": _item_of(asked, item, as_object=as_object),
    }
    if knobs.barcodes == "all" or (knobs.barcodes == "some" and loan.id % 2):
        found["barcode"] = item.barcode
    found["dueDate"] = due_date(asked.state, loan.due)
    if item.call_number:
        found["callNumber"] = call_number(asked.state, item)
    found["numberOfRenewals"] = loan.renewals
    found["outDate"] = _moment(loan.out)
    if loan.recalled is not None:
        found["recallDate"] = _moment(loan.recalled)
    elif knobs.recall_blank:
        found["recallDate"] = ""
    return _only(chosen, found)


def _item_of(asked: Asked, item: ItemRecord, *, as_object: bool) -> Json:
    if not as_object:
        return f"{asked.base}/items/{item.id}"
    return {"id": item.id} if item.is_partners else item_members(asked.state, item, set(ITEM.default))


def due_date(state: SierraState, due: datetime) -> str:
    """Return the due date as text. The knob due_dates decides the form of the text."""
    return state.clock.day_of(due).isoformat() if state.knobs.due_dates == "date" else _moment(due)


def call_number(state: SierraState, item: ItemRecord) -> str:
    """Return the call number of an item.

    The knob call_numbers decides if the number has marks for subfields, such as |a.
    """
    knob, text = state.knobs.call_numbers, item.call_number
    marked = text if text.startswith("|a") else f"|a{text}"
    if knob == "marked" or (knob == "mixed" and int(item.id[:7]) % 2):
        return marked
    return " ".join(part[1:] for part in marked.split("|")[1:])


def item(asked: Asked, one: ItemRecord) -> Object:
    """Return an item as JSON, with the fields that the request asks for."""
    return item_members(asked.state, one, ITEM.chosen(asked))


def item_members(state: SierraState, one: ItemRecord, chosen: set[str]) -> Object:
    """Return an item as JSON, with the fields in `chosen`.

    The status code does not show if the item is on loan. Only the field duedate shows this.
    """
    loan, code = state.checkout_of(one), state.status_of[one.id]
    status: Object = {"code": code, "display": _STATUS_WORDS.get(code, "UNKNOWN")}
    if loan is not None and state.knobs.status_duedate:
        status["duedate"] = _moment(loan.due)
    return _only(
        chosen,
        {
            "id": one.id,
            "updatedDate": _moment(state.clock.now() - timedelta(days=1)),
            "createdDate": "2018-09-12T09:14:40Z",
            "deleted": False,
            "bibIds": [one.bib.id],
            "location": {"code": one.location, "name": one.place},
            "status": status,
            "barcode": one.barcode,
            "callNumber": call_number(state, one),
            "itemType": one.kind,
            "holdCount": len(state.holds_on(one)),
            "varFields": [{"fieldTag": "b", "content": one.barcode}],
        },
    )


def bib(asked: Asked, one: BibRecord) -> Object:
    """Return a bibliographic record as JSON.

    Raises SierraAnswerError if the request asks for the field isbn and the simulated version is older than 6.0.
    """
    chosen = BIB.chosen(asked)
    if "isbn" in chosen and asked.state.knobs.sierra != "6.0":
        raise wrong_parameter("isbn is not a valid field")
    found: Object = {
        "id": one.id,
        "updatedDate": "2021-06-01T08:00:00Z",
        "createdDate": "2018-09-12T09:14:40Z",
        "deleted": False,
        "title": one.title,
        "author": one.author,
    }
    return _only(chosen, found | ({"isbn": [one.isbn]} if one.isbn else {}))


def volume(asked: Asked, one: VolumeRecord) -> Object:
    """Return a volume as JSON, with the addresses of its holds, of its title and of its items."""
    holds: list[Json] = [
        f"{asked.base}/patrons/holds/{each.id}" for each in asked.state.holds.values() if each.volume == one
    ]
    found: Object = {
        "id": one.id,
        "updatedDate": "2021-06-01T08:00:00Z",
        "createdDate": "2018-09-12T09:14:40Z",
        "deleted": False,
        "holds": holds,
        "volume": one.name,
        "bibs": [f"{asked.base}/bibs/{one.bib.id}"],
        "items": [f"{asked.base}/items/{each}" for each in sorted(one.items)],
    }
    return _only(VOLUME.chosen(asked), found)


def hold(asked: Asked, one: HoldRecord) -> Object:
    """Return a hold as JSON, with the fields that the request asks for.

    A hold is on a title, on a volume or on an item. The field `record` has the address of this bib, volume or item. The
    status code of a ready hold is "b" for a title, "j" for a volume and "i" for an item.
    """
    kind, name, ident = "i", "item", one.item.id
    if one.volume is not None:
        kind, name, ident = "j", "volume", one.volume.id
    elif one.of_title:
        kind, name, ident = "b", "bib", one.item.bib.id
    record, words = f"{name}s/{ident}", f"{name} hold ready for pickup"
    found: Object = {
        "id": f"{asked.base}/patrons/holds/{one.id}",
        "record": f"{asked.base}/{record}",
        "patron": f"{asked.base}/patrons/{asked.state.patrons[one.key].id}",
        "frozen": False,
        "placed": one.placed.isoformat(),
        "pickupLocation": {"code": "mill ", "name": "Millbrook, main desk   "},
        "status": _hold_status(asked, one, {"code": kind, "name": words}),
        "recordType": kind,
        "priority": one.place - (asked.state.knobs.priority_from == "0"),
        "priorityQueueLength": one.queue,
        "notNeededAfterDate": (one.placed + timedelta(days=365)).isoformat(),
    }
    if one.until is not None:
        is_date = asked.state.knobs.pickup_by == "date"
        found["pickupByDate"] = one.until.isoformat() if is_date else _moment(asked.state.end_of(one.until))
    return _only(HOLD.chosen(asked), found)


def _hold_status(asked: Asked, one: HoldRecord, ready: Object) -> Object:
    """Return the status of a hold. If the hold is ready, this is the argument `ready`.

    Otherwise the status is "in transit" if the item is on its way to the first patron in the queue, or else "on hold".
    """
    if one.ready:
        return ready
    coming = one.place == 1 and asked.state.status_of[one.item.id] == "t"
    return {"code": "t", "name": "in transit to pickup"} if coming else {"code": "0", "name": "on hold"}


def fine(asked: Asked, owner: Patron, one: FineSeed) -> Object:
    """Return a fine as JSON.

    Each amount is in whole units of the library's currency. So 12.5 means 12 dollars and 50 cents.
    """
    number = owner.id * 10 + owner.fines.index(one)
    kind = {"code": "2", "display": "Overdue Renewed"} if one.barcode else {"code": "1", "display": "Manual Charge"}
    found: Object = {
        "id": f"{asked.base}/patrons/fines/{number}",
        "patron": f"{asked.base}/patrons/{owner.id}",
    }
    if one.barcode:
        found["item"] = f"{asked.base}/items/{asked.state.item_labelled(one.barcode).id}"
    assessed = asked.state.clock.now().replace(microsecond=0) - timedelta(days=one.days_ago)
    found |= {
        "assessedDate": _moment(assessed),
        "description": one.description,
        "chargeType": kind,
        "itemCharge": one.charge / 100,
        "processingFee": one.fee / 100,
        "billingFee": 0.0,
        "paidAmount": one.paid / 100,
    }
    return _only(FINE.chosen(asked), found)


def listed(asked: Asked, records: Sequence[Record_], shape: Callable[[Record_], Object]) -> Reply:
    """Return one page of a list.

    The knob `total` decides what the field `total` counts. The knob `page_cap` limits the number of entries. The knob
    `empty_as` decides the answer for an empty list.
    """
    knobs = asked.state.knobs
    limit, offset = number_in(asked, "limit", _DEFAULT_LIMIT), number_in(asked, "offset", 0)
    if limit < 1:
        raise wrong_parameter("limit must be greater than 0")
    page = records[offset : offset + min(limit, knobs.page_cap)]
    if not page and knobs.empty_as == "404":
        raise no_record()
    found: Object = {"total": len(page) if knobs.total == "page" else len(records)}
    if "offset" in asked.wire.query:
        found["start"] = offset
    return Reply(found | {"entries": [shape(each) for each in page]})


def number_in(asked: Asked, name: str, otherwise: int) -> int:
    """Return the number in this parameter of the query, or `otherwise` if the query does not have the parameter.

    Raises SierraAnswerError if the value is no number.
    """
    text = asked.wire.query.get(name, str(otherwise))
    if not text.isdecimal():
        raise wrong_parameter(f"{name} is not a number")
    return int(text)


def _moment(instant: datetime) -> str:
    return instant.strftime("%Y-%m-%dT%H:%M:%SZ")


def _only(chosen: set[str], found: Mapping[str, Json]) -> Object:
    return {name: value for name, value in found.items() if name in chosen}
