"""The server's rules: what may be added to a cart, what converting does, which due dates and which fees there are.

The kiosk knows none of these rules: it only shows what follows from them.
"""

from datetime import date, timedelta

from kiosk.simulator.catalogue import Tool
from kiosk.simulator.people import Person
from kiosk.simulator.records import CartRecord, LineRecord, LoanRecord, ReservationRecord, ReturnMark
from kiosk.simulator.refusals import Code, ServerRefusalError, money
from kiosk.simulator.state import LibraryState


def open_cart(state: LibraryState, person: Person) -> CartRecord:
    """Return the member's cart, or a new one. Raises ServerRefusalError if the member may not use the kiosk."""
    if person.agreements_missing:
        raise ServerRefusalError(Code.AGREEMENT, status=state.knobs.agreement_status)
    if not person.may_use_kiosk:
        raise ServerRefusalError(Code.KIOSK_NOT_ALLOWED, status=403)
    return state.cart_record(person.username) or one_more_cart(state, person)


def one_more_cart(state: LibraryState, person: Person) -> CartRecord:
    """Make an empty cart, also if the member has others (myTurn says: "in most cases only one")."""
    cart = CartRecord(state.next_number(), person.username, state.clock.seconds())
    state.carts[cart.id] = cart
    return cart


def cart_of(state: LibraryState, person: Person, cart_id: int) -> CartRecord:
    """Return this cart and note the use, which delays the sweep. Raises ServerRefusalError if there is none."""
    cart = next((each for each in state.cart_records(person.username) if each.id == cart_id), None)
    if cart is None:
        raise ServerRefusalError(Code.CART_NOT_FOUND, status=404)
    cart.touched = state.clock.seconds()
    return cart


def mark_return(state: LibraryState, cart: CartRecord, loan_id: int, new_status: str | None) -> None:
    """Mark a loan for return. The knob decides if a second mark changes the status, is ignored or refused."""
    loan = state.loans.get(loan_id)
    if loan is None or loan.username != cart.username:
        raise ServerRefusalError(Code.LOAN_NOT_FOUND, status=404)
    if new_status and (not new_status.isascii() or not new_status.isdigit()):
        raise ServerRefusalError(Code.STATUS_INVALID, status=400)
    number = int(new_status) if new_status else None
    if number is not None and number not in state.catalogue.statuses:
        raise ServerRefusalError(Code.STATUS_INVALID, status=400)
    if loan_id in cart.returns and state.knobs.mark_again == "refuse":
        raise ServerRefusalError(Code.ALREADY_IN_CART, item=loan.tool.name)
    if loan_id in cart.returns and state.knobs.mark_again == "keeps":
        return
    mark = cart.returns.setdefault(loan_id, ReturnMark(loan))
    mark.new_status = number


def marked(cart: CartRecord, loan_id: int) -> ReturnMark:
    """Return the mark on a loan. Raises ServerRefusalError if the loan is not marked."""
    if loan_id not in cart.returns:
        raise ServerRefusalError(Code.LOAN_NOT_FOUND, status=404)
    return cart.returns[loan_id]


def line_of(cart: CartRecord, line_id: int) -> LineRecord:
    """Return the line of a tool to borrow. Raises ServerRefusalError if the cart has no such line."""
    if line_id not in cart.lines:
        raise ServerRefusalError(Code.LINE_NOT_FOUND, status=404)
    return cart.lines[line_id]


def add_line(state: LibraryState, person: Person, cart: CartRecord, fields: dict[str, str]) -> None:
    """Put a tool into the cart, by its label. Raises ServerRefusalError."""
    code = fields.get("item-id", "").strip()
    tool = state.catalogue.by_code.get(code)
    if tool is None:
        raise ServerRefusalError(Code.ITEM_NOT_FOUND, status=404, value=code)
    if any(each.tool.id == tool.id for each in cart.lines.values()):
        if state.knobs.duplicate_add == "refuse":
            raise ServerRefusalError(Code.ALREADY_IN_CART, item=tool.name)
        return
    if state.knobs.in_other_cart == "refuse" and _in_other_cart(state, cart, tool):
        raise ServerRefusalError(Code.ALREADY_IN_CART, item=tool.name)
    if (loan := _own_loan(state, person, tool)) and state.knobs.own_loan_add == "renew":
        loan.due = _due(state, person, tool, fields)
        return
    refusal = (
        refusal_for_person(person) or refusal_for_tool(state, tool, person) or refusal_for_limit(state, person, cart)
    )
    if refusal is not None:
        raise refusal
    reservation = _reservation_of(state, person, tool, fields)
    line = LineRecord(state.next_number(), tool, _due(state, person, tool, fields), _project(state, fields, None))
    line.reservation = reservation.id if reservation else None
    cart.lines[line.id] = line


def change_line(state: LibraryState, person: Person, line: LineRecord, fields: dict[str, str]) -> None:
    """Change the due date or the project; a value that is not given stays. Raises ServerRefusalError."""
    if fields.get("due-date"):
        line.due = _checked_due(state, person, line.tool, fields["due-date"])
    line.project = _project(state, fields, line.project)


def convert(state: LibraryState, person: Person, cart: CartRecord, language: str) -> None:
    """Make everything in the cart real. Raises ServerRefusalError, and then changes nothing."""
    for line in cart.lines.values():
        refusal = refusal_for_person(person) or refusal_for_tool(state, line.tool, person)
        if refusal is not None and not line.committed:
            raise refusal
        if state.knobs.project_required and line.project is None:
            raise ServerRefusalError(Code.PROJECT_REQUIRED, item=line.tool.name)
    to_pay = payable(state, person, cart)
    if to_pay and state.knobs.fees == "refuse":
        raise ServerRefusalError(Code.PAYMENT, value=money(to_pay, language))
    state.balances[person.username] += to_pay
    state.record(cart, list(cart.lines.values()), list(cart.returns.values()))


def usual_due(state: LibraryState, person: Person, tool: Tool) -> date:
    """Return the last open day within the tool's usual loan, or else the first possible day, or else today."""
    choices = due_dates(state, tool, person)
    usual = [day for day in choices if (day - state.clock.today()).days <= tool.days]
    return usual[-1] if usual else (choices or [state.clock.today()])[0]


def _in_other_cart(state: LibraryState, cart: CartRecord, tool: Tool) -> bool:
    others = (each for each in state.cart_records(cart.username) if each.id != cart.id)
    return any(line.tool.id == tool.id for other in others for line in other.lines.values())


def _own_loan(state: LibraryState, person: Person, tool: Tool) -> LoanRecord | None:
    loan = state.loan_of_tool(tool)
    return loan if loan and loan.username == person.username else None


def _running_reservation(state: LibraryState, person: Person, fields: dict[str, str]) -> ReservationRecord | None:
    number = fields.get("reservation-id", "")
    found = state.reservations.get(int(number)) if number.isascii() and number.isdigit() else None
    mine = found is not None and found.username == person.username
    # The documentation says: a reservation that has passed is ignored.
    return found if found and mine and found.end >= state.clock.today() else None


def _reservation_of(
    state: LibraryState, person: Person, tool: Tool, fields: dict[str, str]
) -> ReservationRecord | None:
    """Return the reservation that the request names if it keeps the tool, or None. Raises ServerRefusalError."""
    running = _running_reservation(state, person, fields)
    keeps = running is not None and any(each.id == tool.id for each in running.tools)
    if fields.get("reservation-id") and not keeps and state.knobs.reservation_gone == "refused":
        raise ServerRefusalError(Code.RESERVATION_NOT_FOUND, item=tool.name)
    return running if keeps else None


def _due(state: LibraryState, person: Person, tool: Tool, fields: dict[str, str]) -> date:
    reservation = _reservation_of(state, person, tool, fields)
    if reservation is not None and not (fields.get("due-date") and state.knobs.reservation_due == "asked"):
        return reservation.end
    if fields.get("due-date"):
        return _checked_due(state, person, tool, fields["due-date"])
    if state.knobs.due_date_required:
        raise ServerRefusalError(Code.DUE_DATE_MISSING, status=400)
    return usual_due(state, person, tool)


def _checked_due(state: LibraryState, person: Person, tool: Tool, text: str) -> date:
    try:
        due = date.fromisoformat(text)
    except ValueError:
        raise ServerRefusalError(Code.DUE_DATE_INVALID, status=400, value=text) from None
    if due < state.clock.today():
        raise ServerRefusalError(Code.DUE_DATE_INVALID, status=400, value=text)
    latest = latest_return(state, tool, person)
    if latest is None or due <= latest:
        return due
    if state.knobs.due_date_beyond == "clamp":
        return latest
    raise ServerRefusalError(Code.DUE_DATE_TOO_LATE, item=tool.name, value=latest.isoformat())


def _project(state: LibraryState, fields: dict[str, str], kept: int | None) -> int | None:
    text = fields.get("project-id", "")
    if not text:
        return kept
    number = int(text) if text.isascii() and text.isdigit() else -1
    if number == 0:
        return None
    if number not in state.catalogue.projects:
        raise ServerRefusalError(Code.PROJECT_INVALID, status=400)
    return number


# --- lending: which tool may go to which member, until when, for how much -------------------------

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
