"""The server's rules of lending: if a tool may go to a member, until when, for how much. The kiosk only shows them."""

from datetime import date, timedelta

from kiosk.simulator.catalogue import Tool
from kiosk.simulator.people import Person
from kiosk.simulator.records import CartRecord, LoanRecord
from kiosk.simulator.state import LibraryState
from kiosk.simulator.words import Code, ServerRefusalError

LATE_FEE = 100
"""The late fee in cents per day."""
_OPEN_WEEKDAYS = (1, 2, 3, 4, 5)  # Tuesday to Saturday, as in the opening hours


def refusal_for_person(person: Person) -> ServerRefusalError | None:
    """Return why this member may not borrow at all, or None if the member may."""
    if person.expires_in < 0:
        return ServerRefusalError(Code.EXPIRED)
    if not person.may_borrow:
        return ServerRefusalError(Code.MAY_NOT_BORROW)
    return None


def refusal_for_limit(state: LibraryState, person: Person, cart: CartRecord) -> ServerRefusalError | None:
    """Return the refusal if the member has reached the limit of tools, or None.

    Returns in the same cart do not count, and a limit of 0 means no limit.
    """
    out = sum(1 for each in state.loan_records(person.username) if each.id not in cart.returns)
    if person.limit and out + len(cart.lines) >= person.limit:
        return ServerRefusalError(Code.LIMIT, value=str(person.limit))
    return None


def refusal_for_tool(state: LibraryState, tool: Tool, person: Person) -> ServerRefusalError | None:
    """Return why this tool cannot go to this member today, or None if the tool can."""
    loan = state.loan_of_tool(tool)
    if loan is not None:
        yours = loan.username == person.username
        return ServerRefusalError(Code.ALREADY_YOURS if yours else Code.ITEM_ON_LOAN, item=tool.name)
    if _held_by_another(state, tool, person):
        return ServerRefusalError(Code.ITEM_ON_LOAN, item=tool.name)
    status = state.catalogue.statuses.get(state.status_of[tool.id] or 0)
    if status is not None and not status.lends:
        return ServerRefusalError(Code.ITEM_DISABLED, item=tool.name, value=status.name)
    if status is not None and status.lends == "staff" and not person.admin:
        return ServerRefusalError(Code.STAFF_ONLY, item=tool.name)
    latest = latest_return(state, tool, person)
    if latest is not None and latest <= state.clock.today():
        return ServerRefusalError(Code.ITEM_RESERVED, item=tool.name)
    return None


def latest_return(state: LibraryState, tool: Tool, person: Person) -> date | None:
    """Return the day before another member's next reservation of this tool, or None if there is none."""
    today = state.clock.today()
    starts = [
        each.start
        for each in state.reservations.values()
        if each.username != person.username and tool.id in each.open and each.end >= today
    ]
    return min(starts) - timedelta(days=1) if starts else None


def due_dates(state: LibraryState, tool: Tool, person: Person) -> list[date]:
    """Return the open days when the tool may be due: up to twice its usual loan, before others' reservations."""
    today = state.clock.today()
    latest = latest_return(state, tool, person)
    days = (today + timedelta(days=ahead) for ahead in range(1, 2 * tool.days + 1))
    return [day for day in days if day.weekday() in _OPEN_WEEKDAYS and (latest is None or day <= latest)]


def fee(tool: Tool, days: int) -> int:
    """Return the fee for so many days, in cents."""
    return tool.fee * max(1, days) if tool.per == "day" else tool.fee


def discounted(cents: int, person: Person) -> int:
    """Return the cents after the member's discount."""
    return cents * (100 - person.discount) // 100


def days_late(state: LibraryState, loan: LoanRecord) -> int:
    """Return the number of whole days since the due day, or 0."""
    return max(0, (state.clock.today() - loan.due).days)


def late_fees(state: LibraryState, loan: LoanRecord) -> int:
    """Return the late fees for a return today, in cents."""
    return days_late(state, loan) * LATE_FEE


def payable(state: LibraryState, person: Person, cart: CartRecord) -> int:
    """Return the cents that converting would cost."""
    today = state.clock.today()
    lines = sum(fee(each.tool, (each.due - today).days) for each in cart.lines.values())
    late = sum(late_fees(state, each.loan) for each in cart.returns.values())
    return discounted(lines + late, person)


def _held_by_another(state: LibraryState, tool: Tool, person: Person) -> bool:
    # The tool of a committed line has left the building, even if its cart is never converted.
    return any(
        line.committed and line.tool.id == tool.id
        for cart in state.carts.values()
        if cart.username != person.username
        for line in cart.lines.values()
    )
