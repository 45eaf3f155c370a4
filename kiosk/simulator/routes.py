"""The table of the server's operations, and the function that carries out an operation.

Each line of the table describes one operation: its name, its HTTP verbs, its paths, its function, and if it needs a
token. The kiosk has the same names for the operations.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import assert_never

from kiosk.simulator import cart_calls
from kiosk.simulator import other_calls as calls
from kiosk.simulator.organization import SITE, VERSIONED
from kiosk.simulator.people import PASSER_BY
from kiosk.simulator.refusals import Code, ServerRefusalError
from kiosk.simulator.shapes import Viewer
from kiosk.simulator.state import LibraryState
from kiosk.simulator.wire import Reply, ServedPath, WireRequest


@dataclass(frozen=True, slots=True)
class Public:
    """An operation that needs no token.

    But if `unless_private` is True and the knob public_lists is off, the operation needs a member's token.
    """

    answer: Callable[[LibraryState, WireRequest], Reply]
    unless_private: bool = False


@dataclass(frozen=True, slots=True)
class Private:
    """An operation that needs a member's token.

    But if `unless_public` is True and the knob public_items is on, the operation needs no token.
    """

    answer: Callable[[Viewer, WireRequest], Reply]
    unless_public: bool = False


@dataclass(frozen=True, slots=True)
class ServedOperation:
    """One line of the table. The first path is the usual path. Requests to the other paths get the same answer."""

    name: str
    verbs: tuple[str, ...]
    paths: tuple[str, ...]
    access: Public | Private


_CARTS = f"{VERSIONED}/self-checkout/carts"
_CART = f"{_CARTS}/{{cart:int}}"
_RETURN = f"{_CART}/checkins/{{loan:int}}"
_LINE = f"{_CART}/checkouts/{{line:int}}"


def _op(name: str, verbs: str, path: str, access: Public | Private, *aliases: str) -> ServedOperation:
    return ServedOperation(name, tuple(verbs.split()), (path, *aliases), access)


OPERATIONS: tuple[ServedOperation, ...] = (
    _op("log_in", "POST", f"{SITE}/api/login", Public(calls.log_in)),
    _op("renew_token", "POST", f"{SITE}/oauth/access_token", Public(calls.refresh)),
    _op("log_out", "POST", f"{SITE}/api/logout", Public(calls.log_out)),
    _op("scan_log_in", "POST", f"{SITE}/api/kiosk/scan", Public(calls.scan_log_in)),
    _op("reset_password", "POST", f"{VERSIONED}/reset-password", Public(calls.reset_password)),
    _op("organization", "GET", f"{VERSIONED}/organization", Public(calls.read_organization)),
    _op("languages", "GET", f"{VERSIONED}/languages", Public(calls.languages, unless_private=True)),
    _op("statuses", "GET", f"{VERSIONED}/statuses", Public(calls.statuses, unless_private=True)),
    _op("locations", "GET", f"{VERSIONED}/locations", Public(calls.locations, unless_private=True)),
    _op("items", "GET", f"{VERSIONED}/items", Private(calls.items, unless_public=True)),
    _op("item", "GET", f"{VERSIONED}/items/{{id:int}}", Private(calls.one_item, unless_public=True)),
    _op("categories", "GET", f"{VERSIONED}/categories", Private(calls.categories, unless_public=True)),
    _op("category", "GET", f"{VERSIONED}/categories/{{id:int}}", Private(calls.category, unless_public=True)),
    _op(
        "category_items",
        "GET",
        f"{VERSIONED}/categories/{{id:int}}/items",
        Private(calls.category_items, unless_public=True),
    ),
    _op("reservations", "GET", f"{VERSIONED}/reservations", Private(calls.reservations)),
    _op("reservation", "GET", f"{VERSIONED}/reservations/{{id:int}}", Private(calls.one_reservation)),
    _op(
        "remove_reserved_item",
        "DELETE",
        f"{VERSIONED}/reservations/{{id:int}}/items/{{item:int}}",
        Private(calls.drop_reservation_item),
    ),
    _op("projects", "GET", f"{VERSIONED}/projects", Private(calls.projects)),
    _op("carts", "GET", _CARTS, Private(cart_calls.list_carts)),
    _op("create_cart", "POST", _CARTS, Private(cart_calls.create_cart)),
    _op("cart", "GET", _CART, Private(cart_calls.one_cart)),
    _op("delete_cart", "DELETE", _CART, Private(cart_calls.delete_cart)),
    _op("add_checkin", "POST", _RETURN, Private(cart_calls.mark_return)),
    _op("remove_checkin", "DELETE", _RETURN, Private(cart_calls.unmark_return)),
    _op("commit_checkin", "POST", f"{_RETURN}/commit", Private(cart_calls.commit_return)),
    _op("add_checkout", "POST", f"{_CART}/checkouts", Private(cart_calls.add_line)),
    _op("change_checkout", "PUT PATCH POST", _LINE, Private(cart_calls.change_line)),
    _op("remove_checkout", "DELETE", _LINE, Private(cart_calls.remove_line)),
    _op("commit_checkout", "POST", f"{_LINE}/commit", Private(cart_calls.commit_line)),
    # In myTurn's documentation, this call has the path /commit. But on a real server, only the path /convert works.
    _op("convert", "POST", f"{_CART}/convert", Private(cart_calls.convert), f"{_CART}/commit"),
)
OPERATION_NAMES = tuple(each.name for each in OPERATIONS)


def served(state: LibraryState) -> list[ServedPath]:
    """Return the operations of the table, which use this state to answer requests."""
    return [
        ServedPath(each.name, each.verbs, each.paths, partial(answer, state, each), partial(_told, state))
        for each in OPERATIONS
    ]


def _told(state: LibraryState, asked: WireRequest) -> tuple[str | None, str]:
    return state.tokens.owner(asked.token), ""


def answer(state: LibraryState, operation: ServedOperation, asked: WireRequest) -> Reply:
    """Carry out the request in the library, and return the reply. The reply can also be a refusal."""
    with state.lock:
        state.sweep()
        person = state.people.get(state.tokens.owner(asked.token) or "")
        try:
            match operation.access:
                case Public(act, unless_private):
                    if unless_private and not state.knobs.public_lists and person is None:
                        return _invalid_token()
                    return act(state, asked)
                case Private(act_for, unless_public):
                    if person is None and unless_public and state.knobs.public_items:
                        person = PASSER_BY
                    if person is None:
                        return _invalid_token()
                    return act_for(Viewer(state, person, asked.language, asked.origin), asked)
                case _:
                    assert_never(operation.access)
        except ServerRefusalError as refusal:
            return _refused(state, refusal, asked.language)


def _refused(state: LibraryState, refusal: ServerRefusalError, language: str) -> Reply:
    status = refusal.status or state.knobs.refusal_status
    body = {"code": refusal.code.value, "message": refusal.message(language)}
    headers: dict[str, str] = {"allow": state.knobs.update_verb} if refusal.code is Code.METHOD else {}
    return Reply(body, status, headers)


def _invalid_token() -> Reply:
    return Reply(status=401, headers={"www-authenticate": 'Bearer error="invalid_token"'})
