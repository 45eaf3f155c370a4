"""The table of the simulated OverDrive's operations, and the function that carries out an operation."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Literal

from kiosk.simulator.overdrive import loan_calls, title_calls, tokens
from kiosk.simulator.overdrive.asked import OverdriveCall
from kiosk.simulator.overdrive.errors import (
    AccessDeniedError,
    OverdriveAnswerError,
    TokenRefusedError,
    TooManyRequestsError,
    bad_request,
    not_found,
)
from kiosk.simulator.overdrive.state import KIOSK, OverdriveState
from kiosk.simulator.wire import Reply, ServedPath, WireRequest

Needs = Literal["nothing", "key", "any token", "patron"]
"""The right that a request needs. "key" means the kiosk's key, "any token" a token of the kiosk or of a patron."""
_ME = "/v1/patrons/me"
_LOAN, _HOLD = f"{_ME}/checkouts/{{id}}", f"{_ME}/holds/{{id}}"
_PRODUCTS = "/collections/{collection}/products"
_VERBS = ("GET", "POST", "PUT", "DELETE")


@dataclass(frozen=True, slots=True)
class OverdriveOperation:
    """One line of the table of operations. `needs` is the right that a request needs."""

    name: str
    verb: str
    paths: tuple[str, ...]
    needs: Needs
    answer: Callable[[OverdriveCall], Reply]


def _no_address(_asked: OverdriveCall) -> Reply:
    raise not_found()


def _operation(
    name: str, verb: str, path: str, needs: Needs, answer: Callable[[OverdriveCall], Reply]
) -> OverdriveOperation:
    return OverdriveOperation(name, verb, (path,), needs, answer)


OVERDRIVE_OPERATIONS: tuple[OverdriveOperation, ...] = (
    _operation("token", "POST", "/token", "key", tokens.client_token),
    _operation("patron_token", "POST", "/patrontoken", "key", tokens.patron_token),
    _operation("patron", "GET", _ME, "patron", loan_calls.patron),
    _operation("edit_patron", "PUT", _ME, "patron", loan_calls.edit_patron),
    OverdriveOperation("checkouts", "GET", (f"{_ME}/checkouts", f"{_ME}/checkouts/"), "patron", loan_calls.checkouts),
    _operation("checkout", "POST", f"{_ME}/checkouts", "patron", loan_calls.check_out),
    _operation("loan", "GET", _LOAN, "patron", loan_calls.loan),
    _operation("return", "DELETE", _LOAN, "patron", loan_calls.give_back),
    _operation("open_loan", "GET", f"{_LOAN}/formats/{{action}}", "patron", loan_calls.open_loan),
    OverdriveOperation("holds", "GET", (f"{_ME}/holds", f"{_ME}/holds/"), "patron", loan_calls.holds),
    _operation("hold", "GET", _HOLD, "patron", loan_calls.hold),
    _operation("cancel_hold", "DELETE", _HOLD, "patron", loan_calls.cancel_hold),
    _operation("library", "GET", "/v1/libraries/{id}", "any token", title_calls.library),
    _operation("search", "GET", f"/v1{_PRODUCTS}", "any token", title_calls.search),
    _operation(
        "bulk_metadata", "GET", "/v1/collections/{collection}/bulkmetadata", "any token", title_calls.bulk_metadata
    ),
    _operation(
        "bulk_availability",
        "GET",
        "/v2/collections/{collection}/availability",
        "any token",
        title_calls.bulk_availability,
    ),
    _operation("product", "GET", f"/v1{_PRODUCTS}/{{id}}", "any token", title_calls.product),
    _operation("metadata", "GET", f"/v1{_PRODUCTS}/{{id}}/metadata", "any token", title_calls.metadata),
    OverdriveOperation(
        "availability",
        "GET",
        tuple(f"/{version}{_PRODUCTS}/{{id}}/availability" for version in ("v1", "v2")),
        "any token",
        title_calls.availability,
    ),
    _operation("fulfilment", "GET", "/fulfillment/{id}", "nothing", loan_calls.fulfilment),
    _operation("cover", "GET", "/ImageType-{size}/{place}/{name}", "nothing", title_calls.cover),
)
_UNKNOWN = OverdriveOperation("unknown", "", ("/{rest:path}",), "nothing", _no_address)
OVERDRIVE_OPERATION_NAMES = tuple(each.name for each in (*OVERDRIVE_OPERATIONS, _UNKNOWN))


def served(state: OverdriveState) -> list[ServedPath]:
    """Return the operations of the table, which use this state to answer requests.

    The last operation in the list answers requests for all other addresses with an error.
    """
    return [
        ServedPath(
            each.name,
            (each.verb,) if each.verb else _VERBS,
            each.paths,
            partial(answer, state, each),
            partial(_told, state, each),
        )
        for each in (*OVERDRIVE_OPERATIONS, _UNKNOWN)
    ]


def answer(state: OverdriveState, operation: OverdriveOperation, wire: WireRequest) -> Reply:
    """Carry out the request in the library, and return the reply. If the request fails, the reply has an error."""
    with state.lock:
        knobs = state.knobs
        try:
            return _answered(state, operation, wire)
        except (OverdriveAnswerError, AccessDeniedError, TooManyRequestsError) as error:
            return error.reply(knobs)
        except TokenRefusedError as refused:
            return refused.reply()


def _answered(state: OverdriveState, operation: OverdriveOperation, wire: WireRequest) -> Reply:
    state.settle()
    if operation.needs == "nothing":
        return operation.answer(OverdriveCall(state, wire, KIOSK))
    if state.is_too_early():
        raise TooManyRequestsError
    if operation.needs == "key":
        return operation.answer(OverdriveCall(state, wire, KIOSK))
    owner = state.owner_of(wire.token)
    if owner is None:
        raise AccessDeniedError
    if operation.needs == "patron" and owner == KIOSK:
        raise AccessDeniedError(state.knobs.other_token)
    if state.knobs.needs_headers and not all(wire.headers.get(each) for each in ("user-agent", "x-forwarded-for")):
        raise bad_request()
    return operation.answer(OverdriveCall(state, wire, owner))


def _told(state: OverdriveState, operation: OverdriveOperation, wire: WireRequest) -> tuple[str | None, str]:
    """Return the key of the patron whose token or card a request has, and the name of the title in the request.

    The key is None if the request belongs to no patron. No secret of the request is returned.
    """
    with state.lock:
        if operation.name == "patron_token":
            found = state.patrons_with(wire.fields.get("username", ""))
            return (found[0].key if len(found) == 1 else None), ""
        said = wire.words.get("id", "")
        if operation.name == "checkout":
            try:
                fields = OverdriveCall(state, wire, KIOSK).fields()
            except OverdriveAnswerError:
                fields = {}
            said = fields.get("reserveId") or fields.get("id") or ""
        title = state.catalogue.named(said) if said else None
        return (state.owner_of(wire.token) or None), (title.title if title else "")
