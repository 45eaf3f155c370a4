"""The operations for loans. They list loans, make a loan (check-out), end a loan (check-in) and renew a loan."""

from kiosk.simulator.shapes import Json
from kiosk.simulator.sierra import rules, shapes
from kiosk.simulator.sierra.catalogue import ItemRecord
from kiosk.simulator.sierra.errors import UnknownEndpointError, no_record, wrong_card, wrong_parameter
from kiosk.simulator.sierra.patron_calls import body_of, patron_in_path
from kiosk.simulator.sierra.records import CheckoutRecord
from kiosk.simulator.sierra.shapes import Asked
from kiosk.simulator.wire import Reply


def of_patron(asked: Asked) -> Reply:
    """Return one page of the patron's loans."""
    owner = patron_in_path(asked)
    return shapes.listed(asked, asked.state.checkouts_of(owner.key), lambda one: _listed(asked, one))


def of_item(asked: Asked) -> Reply:
    """Return a list with the loan of an item. The list is empty if the item is not on loan."""
    _needs_circulation(asked)
    loan = asked.state.checkout_of(item_in_path(asked))
    return shapes.listed(asked, [loan] if loan else [], lambda one: _listed(asked, one))


def _listed(asked: Asked, loan: CheckoutRecord) -> dict[str, Json]:
    return shapes.checkout(asked, loan, as_object=asked.expands_items)


def one(asked: Asked) -> Reply:
    """Return the loan whose number is in the path. Raises SierraAnswerError if there is no such loan."""
    return Reply(shapes.checkout(asked, _in_path(asked), as_object=asked.state.knobs.item_as == "object"))


def check_out(asked: Asked) -> Reply:
    """Lend an item to a patron, and return the loan.

    The knob checkout_answer decides if the answer has the whole loan, only its link, or only its id.
    """
    _needs_circulation(asked)
    body = body_of(asked)
    for name in ("patronBarcode", "itemBarcode"):
        if not isinstance(body.get(name), str):
            raise wrong_parameter(f"{name} is required")
    if "statgroup" in body and not isinstance(body["statgroup"], int):
        raise wrong_parameter("statgroup is not a number")
    patron = rules.patron_of_card(asked.state, str(body["patronBarcode"]))
    if "patronPin" in body and not rules.pins_agree(patron, str(body["patronPin"])):
        raise wrong_card()
    item = asked.state.catalogue.labelled(str(body["itemBarcode"]))
    if item is None or item.is_partners:
        raise no_record()
    loan = rules.check_out(asked.state, patron, item)
    address = f"{asked.base}/patrons/checkouts/{loan.id}"
    match asked.state.knobs.checkout_answer:
        case "link":
            return Reply({"link": address})
        case "id":
            return Reply({"id": address})
        case _:
            return Reply(shapes.checkout(asked, loan, as_object=asked.state.knobs.item_as == "object"))


def renew(asked: Asked) -> Reply:
    """Renew a loan, and return the loan with all its fields."""
    loan = _in_path(asked)
    rules.renew(asked.state, loan)
    return Reply(shapes.checkout(asked, loan, whole=True, as_object=asked.state.knobs.item_as == "object"))


def check_in(asked: Asked) -> Reply:
    """Take the item with this barcode back, and return a reply with the status 204.

    If the barcode has a slash, the client must encode the slash in the path.
    """
    _needs_circulation(asked)
    if "/" in asked.wire.raw_path.rpartition("/items/checkouts/")[2]:
        raise UnknownEndpointError
    item = asked.state.catalogue.labelled(asked.wire.words["barcode"])
    if item is None:
        raise no_record()
    rules.check_in(asked.state, item)
    return Reply(status=204)


def item_in_path(asked: Asked) -> ItemRecord:
    """Return the item whose id is in the path. Raises SierraAnswerError if this library has no such item."""
    found = asked.state.catalogue.items.get(asked.wire.words["id"])
    if found is None or found.is_partners:
        raise no_record()
    return found


def _in_path(asked: Asked) -> CheckoutRecord:
    found = asked.state.checkouts.get(asked.wire.ids["id"])
    if found is None:
        raise no_record()
    return found


def _needs_circulation(asked: Asked) -> None:
    if asked.state.knobs.sierra == "5.1":
        raise UnknownEndpointError
