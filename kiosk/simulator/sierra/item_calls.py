"""The operations that read items, bibs and volumes.

They read records by their ids, or they search for the item that has a certain barcode.
"""

from collections.abc import Callable, Mapping
from typing import TypeVar

from kiosk.simulator.shapes import Json
from kiosk.simulator.sierra import shapes
from kiosk.simulator.sierra.errors import no_record, wrong_parameter
from kiosk.simulator.sierra.loan_calls import item_in_path
from kiosk.simulator.sierra.patron_calls import body_of
from kiosk.simulator.sierra.shapes import Asked
from kiosk.simulator.wire import Reply

AnyRecord = TypeVar("AnyRecord")


def one_item(asked: Asked) -> Reply:
    """Return the item whose id is in the path."""
    return Reply(shapes.item(asked, item_in_path(asked)))


def items(asked: Asked) -> Reply:
    """Return the items whose ids are in the query, sorted by id.

    An id that does not exist is ignored. Raises SierraAnswerError if none of the ids exists.
    """
    return _batch(asked, asked.state.catalogue.items, lambda one: shapes.item(asked, one))


def one_bib(asked: Asked) -> Reply:
    """Return the bibliographic record whose id is in the path. Raises SierraAnswerError if there is no such record."""
    found = asked.state.catalogue.bibs.get(asked.wire.words["id"])
    if found is None:
        raise no_record()
    return Reply(shapes.bib(asked, found))


def bibs(asked: Asked) -> Reply:
    """Return the bibliographic records whose ids are in the query, sorted by id.

    An id that does not exist is ignored. Raises SierraAnswerError if none of the ids exists.
    """
    return _batch(asked, asked.state.catalogue.bibs, lambda one: shapes.bib(asked, one))


def volumes(asked: Asked) -> Reply:
    """Return the volumes whose ids are in the query, sorted by id.

    An id that does not exist is ignored. Raises SierraAnswerError if none of the ids exists.
    """
    return _batch(asked, asked.state.catalogue.volumes, lambda one: shapes.volume(asked, one))


def query(asked: Asked) -> Reply:
    """Return a link to each item with the barcode in the request's body.

    The address of the request must have the parameters `offset` and `limit`. Raises SierraAnswerError if one of the two
    is missing.
    """
    if not {"offset", "limit"} <= set(asked.wire.query):
        raise wrong_parameter("offset and limit are required")
    found = asked.state.catalogue.labelled(_barcode_asked(body_of(asked)))
    links: list[Json] = []
    if found is not None and not found.is_partners:
        links.append({"link": f"{asked.base}/items/{found.id}"})
    return Reply({"total": len(links), "start": shapes.number_in(asked, "offset", 0), "entries": links})


def _batch(asked: Asked, known: Mapping[str, AnyRecord], shape: Callable[[AnyRecord], dict[str, Json]]) -> Reply:
    ids = [each.strip() for each in asked.wire.query.get("id", "").split(",") if each.strip()]
    if not ids:
        raise wrong_parameter("id is required")
    if wrong := [each for each in ids if not each.isdecimal()]:
        raise wrong_parameter(f"{wrong[0]} is not a valid id")
    found = [known[each] for each in sorted(set(ids)) if each in known]
    if not found:
        raise no_record()
    return shapes.listed(asked, found, shape)


def _barcode_asked(body: dict[str, Json]) -> str:
    """Return the barcode for which a query searches.

    The body can have the barcode in a list named `operands`, or as a text named `operand`.
    """
    target, how = body.get("target"), body.get("expr")
    expected = {"record": {"type": "item"}, "field": {"tag": "b"}}
    if target != expected or not isinstance(how, dict) or how.get("op") != "equals":
        raise wrong_parameter("query")
    match how:
        case {"operands": [str(barcode), *_]} | {"operand": str(barcode)}:
            return barcode
        case _:
            raise wrong_parameter("operands")
