"""The table of the simulated Sierra's operations, and the function that carries out an operation."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from kiosk.simulator.shapes import Json
from kiosk.simulator.sierra import item_calls, loan_calls, patron_calls
from kiosk.simulator.sierra.errors import (
    SierraAnswerError,
    UnknownEndpointError,
    role_missing,
    unauthorized,
)
from kiosk.simulator.sierra.shapes import Asked
from kiosk.simulator.sierra.state import SierraState
from kiosk.simulator.wire import Reply, ServedPath, WireRequest

SITE = "/iii/sierra-api"
_VERSIONED = f"{SITE}/{{version}}"
_VERSIONS = ("v5", "v6")
_CHECKIN = "checkin"


@dataclass(frozen=True, slots=True)
class SierraOperation:
    """One line of the table of operations. `role` is the role that the key needs for this operation.

    If `role` is an empty text, a valid token is enough. If `role` is None, the request needs no token.
    """

    name: str
    verb: str
    path: str
    role: str | None
    answer: Callable[[Asked], Reply]


def _no_endpoint(_asked: Asked) -> Reply:
    raise UnknownEndpointError


SIERRA_OPERATIONS: tuple[SierraOperation, ...] = (
    SierraOperation("token", "POST", f"{SITE}/token", None, patron_calls.token),
    SierraOperation("token", "POST", f"{_VERSIONED}/token", None, patron_calls.token),
    SierraOperation("token_info", "GET", f"{_VERSIONED}/info/token", "", patron_calls.info),
    SierraOperation("validate", "POST", f"{_VERSIONED}/patrons/validate", "Patrons Validate", patron_calls.validate),
    SierraOperation("auth", "POST", f"{_VERSIONED}/patrons/auth", "Patrons Validate", patron_calls.authenticate),
    SierraOperation("find_patron", "GET", f"{_VERSIONED}/patrons/find", "Patrons Read", patron_calls.find),
    SierraOperation("patron", "GET", f"{_VERSIONED}/patrons/{{id:int}}", "Patrons Read", patron_calls.read),
    SierraOperation(
        "checkouts", "GET", f"{_VERSIONED}/patrons/{{id:int}}/checkouts", "Patrons Read", loan_calls.of_patron
    ),
    SierraOperation("loan", "GET", f"{_VERSIONED}/patrons/checkouts/{{id:int}}", "Patrons Read", loan_calls.one),
    SierraOperation("checkout", "POST", f"{_VERSIONED}/patrons/checkout", "Patrons Write", loan_calls.check_out),
    SierraOperation(
        "renewal", "POST", f"{_VERSIONED}/patrons/checkouts/{{id:int}}/renewal", "Patrons Write", loan_calls.renew
    ),
    SierraOperation(
        _CHECKIN, "DELETE", f"{_VERSIONED}/items/checkouts/{{barcode:path}}", "Items Write", loan_calls.check_in
    ),
    SierraOperation("item_checkouts", "GET", f"{_VERSIONED}/items/{{id}}/checkouts", "Items Read", loan_calls.of_item),
    SierraOperation("items_query", "POST", f"{_VERSIONED}/items/query", "Items Read", item_calls.query),
    SierraOperation("items", "GET", f"{_VERSIONED}/items", "Items Read", item_calls.items),
    SierraOperation("item", "GET", f"{_VERSIONED}/items/{{id}}", "Items Read", item_calls.one_item),
    SierraOperation("bibs", "GET", f"{_VERSIONED}/bibs", "Bibs Read", item_calls.bibs),
    SierraOperation("bib", "GET", f"{_VERSIONED}/bibs/{{id}}", "Bibs Read", item_calls.one_bib),
    SierraOperation("volumes", "GET", f"{_VERSIONED}/volumes", "Bibs Read", item_calls.volumes),
    SierraOperation("holds", "GET", f"{_VERSIONED}/patrons/{{id:int}}/holds", "Patrons Hold CRUD", patron_calls.holds),
    SierraOperation(
        "cancel_hold",
        "DELETE",
        f"{_VERSIONED}/patrons/holds/{{id:int}}",
        "Patrons Hold CRUD",
        patron_calls.cancel_hold,
    ),
    SierraOperation("fines", "GET", f"{_VERSIONED}/patrons/{{id:int}}/fines", "Patrons Read", patron_calls.fines),
)
_UNKNOWN = SierraOperation("unknown", "", "/{rest:path}", None, _no_endpoint)
SIERRA_OPERATION_NAMES = tuple(dict.fromkeys(each.name for each in (*SIERRA_OPERATIONS, _UNKNOWN)))


def served(state: SierraState) -> list[ServedPath]:
    """Return the operations of the table. Each operation answers requests from the data in `state`.

    The last operation in the list answers with an error if the address of a request fits no other operation.
    """
    verbs = {_UNKNOWN.name: ("GET", "POST", "PUT", "DELETE")}
    return [
        ServedPath(
            each.name,
            verbs.get(each.name, (each.verb,)),
            (each.path,),
            partial(answer, state, each),
            partial(_told, state, each),
        )
        for each in (*SIERRA_OPERATIONS, _UNKNOWN)
    ]


def answer(state: SierraState, operation: SierraOperation, wire: WireRequest) -> Reply:
    """Carry out the request in the library, and return the reply. If the request fails, the reply has an error."""
    with state.lock:
        version = wire.words.get("version", "v6")
        asked = Asked(state, wire, f"{wire.origin}{SITE}/{version}")
        try:
            if version not in _VERSIONS or (version == "v6" and "version" in wire.words and not state.knobs.v6):
                raise UnknownEndpointError
            _check_key(asked, operation)
            reply = operation.answer(asked)
        except SierraAnswerError as error:
            reply = error.reply(state.knobs.refusal_text)
        except UnknownEndpointError:
            page = b"<html><head><title>404</title></head><body>The requested resource is not available.</body></html>"
            reply = Reply(page, 404, {"content-type": "text/html"})
        return _ended(state, reply)


def _check_key(asked: Asked, operation: SierraOperation) -> None:
    if operation.role is None:
        return
    if not asked.wire.token:
        raise unauthorized(113)
    if asked.state.token_left_s(asked.wire.token) is None:
        raise unauthorized(asked.state.knobs.dead_token_code)
    role = asked.state.knobs.checkin_role if operation.name == _CHECKIN else operation.role
    if role and role not in patron_calls.roles(asked):
        raise role_missing()


def _ended(state: SierraState, reply: Reply) -> Reply:
    match state.knobs.keep_alive:
        case "closed":
            return Reply(reply.body, reply.status, reply.headers | {"connection": "close"})
        case "cut":
            return Reply(reply.body, reply.status, reply.headers, cut_after=True)
        case _:
            return reply


def _told(state: SierraState, operation: SierraOperation, wire: WireRequest) -> tuple[str | None, str]:
    """Return two values for the list of calls: the key of the patron, and the barcode or id of the record.

    Both are found in the request. The key is None if the request names no patron. The second value is an empty text if
    the request names no record.
    """
    body: Json = wire.json
    said = {name: str(value) for name, value in body.items()} if isinstance(body, dict) else {}
    card = said.get("patronBarcode") or said.get("barcode") or said.get("patronId") or wire.query.get("varFieldContent")
    number = wire.ids.get("id", 0)
    about = said.get("itemBarcode") or wire.words.get("barcode") or wire.words.get("id") or (str(number or ""))
    with state.lock:
        patrons = state.patrons_with(card) if card else []
        if operation.path.endswith(("/patrons/{id:int}", "/checkouts", "/holds", "/fines")) and number:
            patrons = [each for each in (state.patron_numbered(number),) if each]
        elif number in state.checkouts and operation.name in ("loan", "renewal"):
            loan = state.checkouts[number]
            return loan.key, loan.item.barcode
    return (patrons[0].key if len(patrons) == 1 else None), about
