"""The calls on carts: create, mark and unmark returns, add, change and take out lines, commit, convert."""

from kiosk.simulator import carts, shapes
from kiosk.simulator.amounts import as_told
from kiosk.simulator.records import CartRecord
from kiosk.simulator.shapes import Json, Reader
from kiosk.simulator.wire import Asked, Reply
from kiosk.simulator.words import Code, Refusal


def list_carts(for_: Reader, _asked: Asked) -> Reply:
    """The member's carts: one or none, in most cases."""
    found = for_.state.cart_records(for_.person.username)
    if found and for_.state.knobs.carts_listed == "ids":
        return Reply([{"id": each.id} for each in found])
    if found:
        return Reply([_told(for_, each) for each in found])
    if for_.state.knobs.empty_as == "404":
        raise Refusal(Code.CART_NOT_FOUND, status=404)
    return Reply([])


def create_cart(for_: Reader, _asked: Asked) -> Reply:
    """A cart; the one that is open already if there is one."""
    return Reply(_told(for_, carts.open_cart(for_.state, for_.person)))


def one_cart(for_: Reader, asked: Asked) -> Reply:
    """The cart as it is."""
    return Reply(_told(for_, _cart(for_, asked)))


def delete_cart(for_: Reader, asked: Asked) -> Reply:
    """Abandon it, where the server lets one."""
    if not for_.state.knobs.cart_delete:
        raise Refusal(Code.METHOD, status=405)
    for_.state.close_interrupted(_cart(for_, asked))
    return Reply("OK")


def mark_return(for_: Reader, asked: Asked) -> Reply:
    """A loan comes back with this cart."""
    cart = _cart(for_, asked)
    carts.mark_return(for_.state, cart, asked.ids["loan"], asked.fields.get("new-status"))
    return Reply(_told(for_, cart))


def unmark_return(for_: Reader, asked: Asked) -> Reply:
    """It does not come back after all."""
    cart = _cart(for_, asked)
    carts.marked(cart, asked.ids["loan"])
    del cart.returns[asked.ids["loan"]]
    return Reply(_told(for_, cart))


def commit_return(for_: Reader, asked: Asked) -> Reply:
    """It is here, whatever becomes of the cart."""
    cart = _cart(for_, asked)
    carts.marked(cart, asked.ids["loan"]).committed = True
    return Reply(_told(for_, cart))


def add_line(for_: Reader, asked: Asked) -> Reply:
    """A tool to borrow, by its label."""
    cart = _cart(for_, asked)
    carts.add_line(for_.state, for_.person, cart, asked.fields)
    return Reply(_told(for_, cart))


def change_line(for_: Reader, asked: Asked) -> Reply:
    """Another due date or project; only with the verb that the knob names."""
    if asked.verb != for_.state.knobs.update_verb:
        raise Refusal(Code.METHOD, status=405)
    cart = _cart(for_, asked)
    carts.change_line(for_.state, for_.person, carts.line_of(cart, asked.ids["line"]), asked.fields)
    return Reply(_told(for_, cart))


def remove_line(for_: Reader, asked: Asked) -> Reply:
    """The tool stays here."""
    cart = _cart(for_, asked)
    carts.line_of(cart, asked.ids["line"])
    del cart.lines[asked.ids["line"]]
    return Reply(_told(for_, cart))


def commit_line(for_: Reader, asked: Asked) -> Reply:
    """It has left the building, whatever becomes of the cart."""
    cart = _cart(for_, asked)
    carts.line_of(cart, asked.ids["line"]).committed = True
    return Reply(_told(for_, cart))


def convert(for_: Reader, asked: Asked) -> Reply:
    """Everything becomes real; the cart is gone."""
    carts.convert(for_.state, for_.person, _cart(for_, asked), for_.language)
    return Reply("OK")


def _told(for_: Reader, cart: CartRecord) -> Json:
    """The cart, with its amounts as the knob says."""
    return as_told(shapes.cart(for_, cart), for_.state.knobs)


def _cart(for_: Reader, asked: Asked) -> CartRecord:
    return carts.cart_of(for_.state, for_.person, asked.ids["cart"])
