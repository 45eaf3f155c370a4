"""The table of the simulated eHUB provider's operations, and the function that carries out an operation."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from kiosk.simulator.ehub import calls
from kiosk.simulator.ehub.asked import EhubCall
from kiosk.simulator.ehub.errors import NoAddressError, ProviderAnswerError, denied
from kiosk.simulator.ehub.signed_tokens import CallerClaims, TokenDeniedError, checked_claims, key_of, read_token
from kiosk.simulator.ehub.state import EhubState
from kiosk.simulator.wire import Reply, ServedPath, WireRequest

SITE = "/ep/api"
_VERSIONED = f"{SITE}/{{version}}"
_LOAN = f"{_VERSIONED}/checkouts/{{id:path}}"


@dataclass(frozen=True, slots=True)
class EhubOperation:
    """One line of the table of operations. If `signed` is True, a request needs a signed token."""

    name: str
    verbs: tuple[str, ...]
    path: str
    signed: bool
    answer: Callable[[EhubCall], Reply]


def _no_address(_asked: EhubCall) -> Reply:
    raise NoAddressError


EHUB_OPERATIONS: tuple[EhubOperation, ...] = (
    EhubOperation("record", ("GET",), f"{_VERSIONED}/records/{{id:path}}", True, calls.record),
    EhubOperation("checkout", ("POST",), f"{_VERSIONED}/checkouts", True, calls.check_out),
    EhubOperation("loan", ("GET",), _LOAN, True, calls.loan),
    EhubOperation("return", ("DELETE",), _LOAN, True, calls.give_back),
    EhubOperation("content", ("GET",), "/content/{code}/{part:path}", False, calls.content),
    EhubOperation("agreement", ("GET", "POST"), "/agreement/{code}", False, calls.agreement),
    EhubOperation("cover", ("GET",), "/covers/{name}", False, calls.cover),
)
_UNKNOWN = EhubOperation("unknown", ("GET", "POST", "PUT", "DELETE"), "/{rest:path}", False, _no_address)
EHUB_OPERATION_NAMES = tuple(each.name for each in (*EHUB_OPERATIONS, _UNKNOWN))


def served(state: EhubState) -> list[ServedPath]:
    """Return the operations of the table, which use this state to answer requests.

    The last operation in the list answers requests for all other addresses with an error.
    """
    return [
        ServedPath(each.name, each.verbs, (each.path,), partial(answer, state, each), partial(_told, state, each))
        for each in (*EHUB_OPERATIONS, _UNKNOWN)
    ]


def answer(state: EhubState, operation: EhubOperation, wire: WireRequest) -> Reply:
    """Carry out the request, and return the reply. If the request fails, the reply has an error."""
    with state.lock:
        knobs = state.knobs
        try:
            if not operation.signed:
                return operation.answer(EhubCall(state, wire))
            if wire.words["version"] not in (("v1", "v5.0") if knobs.versions == "both" else (knobs.versions,)):
                raise NoAddressError
            claims = _claims(state, wire)
            state.note_token(claims)
            return operation.answer(EhubCall(state, wire, claims, state.key_of_caller(claims)))
        except TokenDeniedError as wrong:
            return denied(wrong.what, knobs)
        except ProviderAnswerError as refused:
            return refused.reply(knobs)
        except NoAddressError as nothing:
            return nothing.reply()


def _claims(state: EhubState, wire: WireRequest) -> CallerClaims:
    claims = read_token(wire.token, key_of(state.secret_key, state.knobs.key_read))
    return checked_claims(claims, state.epoch_s(), state.knobs)


def _told(state: EhubState, operation: EhubOperation, wire: WireRequest) -> tuple[str | None, str]:
    """Return the key of the person for whom the caller asks, and the id of the record or check-out in the request.

    The key is None if the token is not valid or the provider refuses the person.
    """
    if not operation.signed:
        return None, ""
    named = wire.json.get("recordId") if isinstance(wire.json, dict) else None
    about = wire.words.get("id") or (named if isinstance(named, str) else "")
    with state.lock:
        try:
            return state.key_of_caller(_claims(state, wire)), about
        except (TokenDeniedError, ProviderAnswerError):
            return None, about
