"""The operations of the API that read and change carts. Each function carries out one request and returns the reply.

The knob `amounts` decides the form of the amounts of money in a reply. An amount is a number, a text, or a value that
is no amount at all.
"""

from kiosk.simulator import cart_rules, shapes
from kiosk.simulator.knobs import Knobs
from kiosk.simulator.records import CartRecord
from kiosk.simulator.refusals import Code, ServerRefusalError
from kiosk.simulator.shapes import Json, Viewer
from kiosk.simulator.wire import Reply, WireRequest


def list_carts(for_: Viewer, _asked: WireRequest) -> Reply:
    """Return a list of the member's open carts. The list usually has one cart or is empty."""
    found = for_.state.cart_records(for_.person.username)
    if found and for_.state.knobs.carts_listed == "ids":
        return Reply([{"id": each.id} for each in found])
    if found:
        return Reply([_told(for_, each) for each in found])
    if for_.state.knobs.empty_as == "404":
        raise ServerRefusalError(Code.CART_NOT_FOUND, status=404)
    return Reply([])


def create_cart(for_: Viewer, _asked: WireRequest) -> Reply:
    """Return the member's open cart, or a new cart if the member has no open cart."""
    return Reply(_told(for_, cart_rules.open_cart(for_.state, for_.person)))


def one_cart(for_: Viewer, asked: WireRequest) -> Reply:
    """Return the cart with the id in the request, and do not change the cart."""
    return Reply(_told(for_, _cart(for_, asked)))


def delete_cart(for_: Viewer, asked: WireRequest) -> Reply:
    """Delete the cart with the id in the request. If the knob cart_delete is False, refuse the request."""
    if not for_.state.knobs.cart_delete:
        raise ServerRefusalError(Code.METHOD, status=405)
    for_.state.close_interrupted(_cart(for_, asked))
    return Reply("OK")


def mark_return(for_: Viewer, asked: WireRequest) -> Reply:
    """Mark a loan for return in this cart."""
    cart = _cart(for_, asked)
    cart_rules.mark_return(for_.state, cart, asked.ids["loan"], asked.fields.get("new-status"))
    return Reply(_told(for_, cart))


def unmark_return(for_: Viewer, asked: WireRequest) -> Reply:
    """Remove the mark for return from a loan, so that the loan does not end when the cart is converted."""
    cart = _cart(for_, asked)
    cart_rules.marked(cart, asked.ids["loan"])
    del cart.returns[asked.ids["loan"]]
    return Reply(_told(for_, cart))


def commit_return(for_: Viewer, asked: WireRequest) -> Reply:
    """Commit a return.

    With this call, a client tells the server that the tool is already back, before the cart is converted.
    """
    cart = _cart(for_, asked)
    cart_rules.marked(cart, asked.ids["loan"]).committed = True
    return Reply(_told(for_, cart))


def add_line(for_: Viewer, asked: WireRequest) -> Reply:
    """Add the tool whose label is in the request to the cart."""
    cart = _cart(for_, asked)
    cart_rules.add_line(for_.state, for_.person, cart, asked.fields)
    return Reply(_told(for_, cart))


def change_line(for_: Viewer, asked: WireRequest) -> Reply:
    """Change the due date or the project of a line.

    Raises ServerRefusalError if the HTTP verb of the request is not the verb in the knob update_verb.
    """
    if asked.verb != for_.state.knobs.update_verb:
        raise ServerRefusalError(Code.METHOD, status=405)
    cart = _cart(for_, asked)
    cart_rules.change_line(for_.state, for_.person, cart_rules.line_of(cart, asked.ids["line"]), asked.fields)
    return Reply(_told(for_, cart))


def remove_line(for_: Viewer, asked: WireRequest) -> Reply:
    """Remove a line from the cart, so that its tool is not lent when the cart is converted."""
    cart = _cart(for_, asked)
    cart_rules.line_of(cart, asked.ids["line"])
    del cart.lines[asked.ids["line"]]
    return Reply(_told(for_, cart))


def commit_line(for_: Viewer, asked: WireRequest) -> Reply:
    """Commit a line.

    With this call, a client tells the server that the member already has the tool, before the cart is converted.
    """
    cart = _cart(for_, asked)
    cart_rules.line_of(cart, asked.ids["line"]).committed = True
    return Reply(_told(for_, cart))


def convert(for_: Viewer, asked: WireRequest) -> Reply:
    """Convert the cart. Its lines become loans, the loans marked for return are ended, and the cart is removed."""
    cart_rules.convert(for_.state, for_.person, _cart(for_, asked), for_.language)
    return Reply("OK")


def _told(for_: Viewer, cart: CartRecord) -> Json:
    """Return the cart in JSON. The knob `amounts` decides the form of the amounts of money."""
    return as_told(shapes.cart(for_, cart), for_.state.knobs)


def _cart(for_: Viewer, asked: WireRequest) -> CartRecord:
    return cart_rules.cart_of(for_.state, for_.person, asked.ids["cart"])


# --- amounts of money -----------------------------------------------------------------------------

_AMOUNTS = frozenset(
    {"amount", "amountPayable", "discountedAmount", "lateFees", "discountedLateFees", "lateFeeRate", "percentage"}
)


def as_told(value: Json, knobs: Knobs) -> Json:
    """Return this JSON value with its amounts of money in the form that the knob `amounts` names."""
    return value if knobs.amounts == "number" else _as_amounts(value, odd=knobs.amounts == "odd")


def _as_amounts(value: Json, *, odd: bool) -> Json:
    match value:
        case dict():
            return {name: _one(name, each, odd=odd) for name, each in value.items()}
        case list():
            return [_as_amounts(each, odd=odd) for each in value]
        case _:
            return value


def _one(name: str, value: Json, *, odd: bool) -> Json:
    if name in _AMOUNTS:
        return {"about": value} if odd else f"{value:.2f}" if isinstance(value, int | float) else value
    if odd and name in {"discounts", "displayAmountPayable", "lateFeeDays"}:
        return "NaN" if name != "displayAmountPayable" else [1]
    return _as_amounts(value, odd=odd)
