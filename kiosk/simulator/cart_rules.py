"""The server's rules about carts: the tools that can be added, the due dates, the fees, and the conversion into loans.

The kiosk does not know these rules. It only shows the server's answers.
"""

from datetime import date, timedelta

from kiosk.simulator.catalogue import Tool
from kiosk.simulator.people import Person
from kiosk.simulator.records import CartRecord, LineRecord, LoanRecord, ReservationRecord, ReturnMark
from kiosk.simulator.refusals import Code, ServerRefusalError, money
from kiosk.simulator.state import LibraryState


def open_cart(state: LibraryState, person: Person) -> CartRecord:
    """Return the member's oldest open cart, or a new cart if the member has none.

    Raises ServerRefusalError if the member is not allowed to use the kiosk or has not signed an agreement.
    """
    if person.agreements_missing:
        raise ServerRefusalError(Code.AGREEMENT, status=state.knobs.agreement_status)
    if not person.may_use_kiosk:
        raise ServerRefusalError(Code.KIOSK_NOT_ALLOWED, status=403)
    return state.cart_record(person.username) or one_more_cart(state, person)


def one_more_cart(state: LibraryState, person: Person) -> CartRecord:
    """Make an empty cart and return it, even if the member has other carts.

    A member can have several carts: myTurn's documentation says that a member has only one cart "in most cases".
    """
    cart = CartRecord(state.next_number(), person.username, state.clock.seconds())
    state.carts[cart.id] = cart
    return cart


def cart_of(state: LibraryState, person: Person, cart_id: int) -> CartRecord:
    """Return the member's open cart with this id, and store the present time as the time of its last use.

    The server needs this time, because it closes a cart with committed lines that nobody has used for some time.
    Raises ServerRefusalError if the member has no such cart.
    """
    cart = next((each for each in state.cart_records(person.username) if each.id == cart_id), None)
    if cart is None:
        raise ServerRefusalError(Code.CART_NOT_FOUND, status=404)
    cart.touched = state.clock.seconds()
    return cart


def mark_return(state: LibraryState, cart: CartRecord, loan_id: int, new_status: str | None) -> None:
    """Mark a loan for return. If the loan is marked already, the knob mark_again decides what happens.

    `new_status` is the id of the status that the tool gets after the return. If it is None or empty, the tool keeps its
    status. Raises ServerRefusalError if the loan or the status is not valid, or if the loan is marked already and the
    knob says "refuse".
    """
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
    """Return the mark that says that this cart returns this loan.

    Raises ServerRefusalError if there is no such mark.
    """
    if loan_id not in cart.returns:
        raise ServerRefusalError(Code.LOAN_NOT_FOUND, status=404)
    return cart.returns[loan_id]


def line_of(cart: CartRecord, line_id: int) -> LineRecord:
    """Return the line with this id. The line is for a tool that the member wants to borrow.

    Raises ServerRefusalError if the cart has no such line.
    """
    if line_id not in cart.lines:
        raise ServerRefusalError(Code.LINE_NOT_FOUND, status=404)
    return cart.lines[line_id]


def add_line(state: LibraryState, person: Person, cart: CartRecord, fields: dict[str, str]) -> None:
    """Add a tool to the cart. `fields` are the fields of the request, with the tool's label in the field item-id.

    Raises ServerRefusalError if the tool cannot be borrowed or a field is wrong.
    """
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
    """Change the due date or the project of a line.

    If the request has no new due date or no new project, the old value stays. Raises ServerRefusalError if a new value
    is not allowed.
    """
    if fields.get("due-date"):
        line.due = _checked_due(state, person, line.tool, fields["due-date"])
    line.project = _project(state, fields, line.project)


def convert(state: LibraryState, person: Person, cart: CartRecord, language: str) -> None:
    """Turn the cart's lines into loans, end the loans that are marked for return, and remove the cart.

    Raises ServerRefusalError, and changes nothing, if a project is missing, if fees must be paid, or if a tool cannot
    be lent. If a line is already committed, the server does not check if the tool of this line can be lent.
    """
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
    """Return the due day that the server suggests for a loan of this tool.

    The function `due_dates` gives the allowed due days. Return the last allowed day within the usual length of a loan.
    If all allowed days are later, return the first allowed day. If no day is allowed, return today.
    """
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
    # A reservation that ended before today is ignored, because myTurn's documentation says so.
    return found if found and mine and found.end >= state.clock.today() else None


def _reservation_of(
    state: LibraryState, person: Person, tool: Tool, fields: dict[str, str]
) -> ReservationRecord | None:
    """Return the member's reservation with the id in the request, if the reservation contains the tool and is not over.

    Return None if there is no such reservation. There is one exception: if the request has an id and the knob
    reservation_gone is "refused", raise ServerRefusalError.
    """
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


# --- lending: which member can borrow which tool, until which day, and for which fee --------------

LATE_FEE = 100
"""The late fee for one day, in cents."""
_OPEN_WEEKDAYS = (1, 2, 3, 4, 5)  # Tuesday to Saturday, as in the library's opening hours


def refusal_for_person(person: Person) -> ServerRefusalError | None:
    """Return the refusal if this member is not allowed to borrow any tools, or None if the member can borrow."""
    if person.expires_in < 0:
        return ServerRefusalError(Code.EXPIRED)
    if not person.may_borrow:
        return ServerRefusalError(Code.MAY_NOT_BORROW)
    return None


def refusal_for_limit(state: LibraryState, person: Person, cart: CartRecord) -> ServerRefusalError | None:
    """Return a refusal if the member cannot borrow more tools because of the limit.

    Return None if one more tool is allowed. A loan does not count if this cart returns the loan. A limit of 0 means
    that there is no limit.
    """
    out = sum(1 for each in state.loan_records(person.username) if each.id not in cart.returns)
    if person.limit and out + len(cart.lines) >= person.limit:
        return ServerRefusalError(Code.LIMIT, value=str(person.limit))
    return None


def refusal_for_tool(state: LibraryState, tool: Tool, person: Person) -> ServerRefusalError | None:
    """Return the refusal if this member cannot borrow this tool today.

    Return None if the member can borrow the tool.
    """
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
    """Return the last possible due day for this member, or None if no other member has reserved the tool.

    The tool must be back on the day before the first reservation of another member begins. Reservations that are over
    do not count.
    """
    today = state.clock.today()
    starts = [
        each.start
        for each in state.reservations.values()
        if each.username != person.username and tool.id in each.open and each.end >= today
    ]
    return min(starts) - timedelta(days=1) if starts else None


def due_dates(state: LibraryState, tool: Tool, person: Person) -> list[date]:
    """Return the days on which the tool can be due if the member borrows the tool today.

    The library must be open on the due day. The loan must not be longer than twice its usual length. If another member
    has reserved the tool, the due day must be before the first day of the reservation.
    """
    today = state.clock.today()
    latest = latest_return(state, tool, person)
    days = (today + timedelta(days=ahead) for ahead in range(1, 2 * tool.days + 1))
    return [day for day in days if day.weekday() in _OPEN_WEEKDAYS and (latest is None or day <= latest)]


def fee(tool: Tool, days: int) -> int:
    """Return the fee, in cents, that a loan of the tool costs for this number of days."""
    return tool.fee * max(1, days) if tool.per == "day" else tool.fee


def discounted(cents: int, person: Person) -> int:
    """Return how many cents the member has to pay, after the member's discount, if the full price is `cents`."""
    return cents * (100 - person.discount) // 100


def days_late(state: LibraryState, loan: LoanRecord) -> int:
    """Return the number of days since the due day of the loan, or 0 if the loan is not late."""
    return max(0, (state.clock.today() - loan.due).days)


def late_fees(state: LibraryState, loan: LoanRecord) -> int:
    """Return the late fees of the loan, in cents, for a return today."""
    return days_late(state, loan) * LATE_FEE


def payable(state: LibraryState, person: Person, cart: CartRecord) -> int:
    """Return the cents that the member would pay if the cart were converted now."""
    today = state.clock.today()
    lines = sum(fee(each.tool, (each.due - today).days) for each in cart.lines.values())
    late = sum(late_fees(state, each.loan) for each in cart.returns.values())
    return discounted(lines + late, person)


def _held_by_another(state: LibraryState, tool: Tool, person: Person) -> bool:
    # If a line is committed, a member already has the tool. So other members cannot borrow the tool, even before the
    # cart is converted.
    return any(
        line.committed and line.tool.id == tool.id
        for cart in state.carts.values()
        if cart.username != person.username
        for line in cart.lines.values()
    )
