"""The functions that make the server's JSON from the state, in the form of myTurn's published samples.

The names of the fields are myTurn's names.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Union

from kiosk.simulator import cart_rules
from kiosk.simulator.catalogue import Category, Location, Status, Tool
from kiosk.simulator.people import Person
from kiosk.simulator.records import CartRecord, LineRecord, LoanRecord, ReservationRecord
from kiosk.simulator.refusals import DEFAULT_LANGUAGE, PERIODS, money
from kiosk.simulator.state import LibraryState

Json = Union[bool, float, str, Sequence["Json"], Mapping[str, "Json"], None]  # noqa: UP007 - the type refers to itself
Object = dict[str, Json]


@dataclass(frozen=True, slots=True)
class Viewer:
    """The member who gets an answer, and the language of the answer.

    `origin` is the scheme and host of the address to which the request was sent.
    """

    state: LibraryState
    person: Person
    language: str
    origin: str


def instant(at: datetime) -> str:
    """Return an instant, which is in UTC, in the form `2017-09-16T03:59:00.000Z`."""
    return at.strftime("%Y-%m-%dT%H:%M:%S.") + f"{at.microsecond // 1000:03d}Z"


def midnight(day: date) -> str:
    """Return a date in the form `2018-11-01T00:00:00.000Z`, which reservations use."""
    return f"{day.isoformat()}T00:00:00.000Z"


def line_date(state: LibraryState, day: date | None) -> Json:
    """Return a date of a line or an item as text, or None if `day` is None.

    The knob line_dates decides the form of the text.
    """
    if day is None:
        return None
    return midnight(day) if state.knobs.line_dates == "midnight" else day.isoformat()


def status(each: Status, language: str) -> Object:
    """Return a status as JSON, with its name in this language."""
    return {"id": each.id, "name": each.called(language)}


def category(each: Category, language: str) -> Object:
    """Return a category as JSON, with its name in this language."""
    return {"id": each.id, "name": each.called(language)}


def location(each: Location) -> Object:
    """Return a place as JSON. The name is the last part of the place's path."""
    return {"id": each.id, "name": each.path[-1], "path": list(each.path)}


def item(for_: Viewer, tool: Tool) -> Object:
    """Return an item as JSON, with the fields that lists, loans and lines use."""
    place = for_.state.catalogue.locations[tool.location]
    out = for_.state.loan_of_tool(tool) is not None
    return _item(for_, tool) | {
        "locationCode": tool.shelf or None,
        "grouping": f"{tool.brand} {tool.model}".strip(),
        "homeLocation": location(place),
        "currentLocation": None if out else location(place),
    }


def item_detail(for_: Viewer, tool: Tool) -> Object:
    """Return an item as JSON, with the fields for a request that asks for one item.

    The shelf code, the grouping and the places are missing, because they are not in the published sample.
    """
    return _item(for_, tool) | {"description": tool.text, "manufacturer": tool.brand, "model": tool.model}


def _item(for_: Viewer, tool: Tool) -> Object:
    state, person = for_.state, for_.person
    status_id = state.status_of[tool.id]
    fields: Object = {
        "id": tool.id,
        "itemId": tool.code,
        "name": tool.name,
        "location": state.catalogue.locations[tool.location].path[-1],
        "loanLength": tool.days,
        "availableForCheckout": cart_rules.refusal_for_tool(state, tool, person) is None,
        "maxReturnDate": line_date(state, cart_rules.latest_return(state, tool, person)),
        "categories": [category(state.catalogue.categories[tool.category], for_.language)],
        "statuses": [] if status_id is None else [status(state.catalogue.statuses[status_id], for_.language)],
    }
    if state.knobs.thumbnails:
        fields["thumbnail"] = f"{for_.origin}/library/images/{tool.id}.png"
    return fields | _amounts(for_, tool)


def _amounts(for_: Viewer, tool: Tool) -> Object:
    less = cart_rules.discounted(tool.fee, for_.person)
    period = PERIODS[tool.per].get(for_.language, PERIODS[tool.per][DEFAULT_LANGUAGE])
    return {
        "amount": tool.fee / 100,
        "amountDisplay": f"{money(tool.fee, for_.language)} {period}",
        "discountedAmount": less / 100,
        "discountedAmountDisplay": f"{money(less, for_.language)} {period}",
        "amountPeriod": {"code": tool.per.upper(), "display": period},
    }


def reservation_summary(each: ReservationRecord) -> Object:
    """Return a reservation as JSON, with the fields that a list of reservations uses."""
    return {
        "id": each.id,
        "startDate": midnight(each.start),
        "endDate": midnight(each.end),
        "itemCount": len(each.tools),
        "fulfilled": each.fulfilled,
    }


def reservation(for_: Viewer, each: ReservationRecord) -> Object:
    """Return a reservation as JSON, with its items."""
    return {
        "id": each.id,
        "startDate": midnight(each.start),
        "endDate": midnight(each.end),
        "items": [item(for_, tool) for tool in each.tools],
    }


def cart(for_: Viewer, each: CartRecord) -> Object:
    """Return a cart as JSON.

    The field outstandingLoans contains all loans of the member, not only the loans marked for return.
    """
    state, person = for_.state, for_.person
    lines = [_line(for_, line) for line in each.lines.values()]
    late = sum(cart_rules.late_fees(state, mark.loan) for mark in each.returns.values())
    full = late + sum(_line_fee(state, line) for line in each.lines.values())
    to_pay = cart_rules.payable(state, person, each)
    balance = state.balances[person.username]
    return {
        "id": each.id,
        "amount": full / 100,
        "amountPayable": to_pay / 100,
        "displayAmountPayable": money(to_pay, for_.language),
        "outstandingLoans": [_loan(for_, each, loan) for loan in state.loan_records(person.username)],
        "checkouts": list(lines),
        "membershipChange": {},
        "otherFees": {"balance": balance / 100} if balance else {},
        "payments": [],
        "discounts": _discounts(person, full - to_pay, late=bool(late), checkout=bool(lines)),
        "canCheckoutItems": cart_rules.refusal_for_person(person) is None,
        "projectRequired": state.knobs.project_required,
    }


def _line_fee(state: LibraryState, line: LineRecord) -> int:
    return cart_rules.fee(line.tool, (line.due - state.clock.today()).days)


def _line(for_: Viewer, line: LineRecord) -> Object:
    full = _line_fee(for_.state, line)
    choices = cart_rules.due_dates(for_.state, line.tool, for_.person)
    fields: Object = {
        "id": line.id,
        "item": item(for_, line.tool),
        "availableDueDates": [line_date(for_.state, day) for day in choices],
        "dueDate": line_date(for_.state, line.due),
        "amount": full / 100,
        "discountedAmount": cart_rules.discounted(full, for_.person) / 100,
        "committed": line.committed,
    }
    if line.project is not None and for_.state.knobs.projects_told:
        known = for_.state.catalogue.projects[line.project]
        fields["project"] = {"id": known.id, "name": known.name}
    return fields


def _loan(for_: Viewer, in_cart: CartRecord, loan: LoanRecord) -> Object:
    state, mark = for_.state, in_cart.returns.get(loan.id)
    late = cart_rules.late_fees(state, loan)
    fields: Object = {
        "id": loan.id,
        "returning": mark is not None,
        "checkoutDate": instant(loan.out),
        "dueDate": instant(state.clock.end_of(loan.due)),
        "lateFees": late / 100,
        "discountedLateFees": cart_rules.discounted(late, for_.person) / 100,
        "lateFeeRate": cart_rules.LATE_FEE / 100,
        "lateFeeDays": cart_rules.days_late(state, loan),
        "item": item(for_, loan.tool),
        "committed": mark is not None and mark.committed,
    }
    if mark is not None and mark.new_status is not None:
        fields["newStatus"] = status(state.catalogue.statuses[mark.new_status], for_.language)
    return fields


def _discounts(person: Person, less: int, *, late: bool, checkout: bool) -> list[Object]:
    if not less:
        return []
    return [
        {
            "name": person.plan,
            "amount": less / 100,
            "percentage": person.discount,
            "isLateFee": late,
            "isCheckout": checkout,
        }
    ]


def membership(state: LibraryState, person: Person) -> Object:
    """Return the member's membership as JSON. It says what the member is allowed to do."""
    return {
        "name": person.plan,
        "mayBorrow": person.may_borrow,
        "mayUseKiosk": person.may_use_kiosk,
        "mayBorrowMax": person.limit,
        "expiration": (state.clock.today() + timedelta(days=person.expires_in)).isoformat(),
        "isExpired": person.expires_in < 0,
        "missingAgreements": person.agreements_missing,
        "missingUserFields": False,
        "missingPaymentMethod": False,
    }
