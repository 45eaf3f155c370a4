"""The rules of the simulated eHUB provider. They decide if a person can borrow a title, read a loan or end a loan.

The functions also change the state.
"""

from datetime import date

from kiosk.simulator.ehub.catalogue import ProviderTitle
from kiosk.simulator.ehub.errors import NoAddressError, ProviderAnswerError
from kiosk.simulator.ehub.records import ProviderLoan
from kiosk.simulator.ehub.signed_tokens import CallerClaims
from kiosk.simulator.ehub.state import EhubState

_MISSING = "MISSING_CONTENT_IN_LOAN"


def check_out(
    state: EhubState, key: str, claims: CallerClaims, title: ProviderTitle, format_id: str | None
) -> ProviderLoan:
    """Lend a title to a person, and return the loan. `format_id` is None if a loan has all formats.

    Raises ProviderAnswerError if the rules do not allow this loan.
    """
    if format_id is not None and format_id not in title.formats:
        raise ProviderAnswerError("INVALID_FORMAT_ID")
    own = [each for each in state.loans_with(key) if each.title == title]
    for loan in own:
        if format_id is None or loan.format_id in (None, format_id):
            if state.knobs.again == "same loan":
                return loan
            raise ProviderAnswerError("ALREADY_ON_LOAN")
    if own and state.knobs.format_lock:
        raise ProviderAnswerError("ANOTHER_FORMAT_LOCKED_IN")
    if code := refusal_of(state, title) or _refusal_for_age(state, claims, title):
        raise ProviderAnswerError(code)
    if len(state.loans_with(key)) >= state.person(key).limit:
        raise ProviderAnswerError("BORROWER_LIMIT_REACHED")
    limit = state.knobs.library_limit
    if (limit and state.lent() >= limit) or (title.copies and state.lent(title) >= title.copies):
        raise ProviderAnswerError("LIBRARY_LIMIT_REACHED")
    made = state.lend(key, title, format_id)
    state.note("checkout", key, title)
    return made


def refusal_of(state: EhubState, title: ProviderTitle) -> str:
    """Return the code with which the provider refuses this title to everybody, or "" if it does not refuse it."""
    return state.refused_titles.get(title.id, title.refusal)


def _refusal_for_age(state: EhubState, claims: CallerClaims, title: ProviderTitle) -> str:
    if not title.age:
        return ""
    code, said = "UNFULFILLED_AGE_LIMIT", claims.people.get("birthDate")
    if said is None:
        return "" if state.knobs.no_birth_date == "lent" else code
    try:
        born = date.fromisoformat(said)
    except ValueError:
        return code
    today = state.clock.today()
    years = today.year - born.year - ((today.month, today.day) < (born.month, born.day))
    return code if years < title.age else ""


def own_loan(state: EhubState, key: str, checkout_id: str) -> ProviderLoan:
    """Return the person's loan with this id. Raises ProviderAnswerError if there is no such loan or it has ended."""
    loan, knobs = state.loans.get(checkout_id), state.knobs
    if loan is None or loan.key != key:
        raise ProviderAnswerError(knobs.unknown_checkout, knobs.unknown_checkout_status)
    if not state.is_active(loan):
        gone = knobs.ended_checkout == "CHECKOUT_NOT_FOUND"
        raise ProviderAnswerError(knobs.ended_checkout, knobs.unknown_checkout_status if gone else None)
    return loan


def readable_loan(state: EhubState, key: str, checkout_id: str) -> ProviderLoan:
    """Return the person's loan with this id. Raises the errors of `own_loan`, and also if the loan has no content."""
    loan = own_loan(state, key, checkout_id)
    if refusal_of(state, loan.title) == _MISSING:
        raise ProviderAnswerError(_MISSING)
    return loan


def give_back(state: EhubState, key: str, checkout_id: str) -> None:
    """End a loan early.

    Raises NoAddressError if the provider has no call that ends loans. Raises ProviderAnswerError if the person has no
    such loan, or if the provider does not allow callers to end loans early.
    """
    if state.knobs.delete == "missing":
        raise NoAddressError(state.knobs.no_delete)
    loan = own_loan(state, key, checkout_id)
    if state.knobs.delete == "refused":
        raise ProviderAnswerError(state.knobs.delete_refused)
    if state.knobs.return_stays:
        return
    loan.ended = True
    state.note("return", key, loan.title)


def formats_for(state: EhubState, key: str, claims: CallerClaims, title: ProviderTitle) -> list[str]:
    """Return the formats of a record that this person gets in the answer. The knob record_formats chooses them."""
    knobs = state.knobs
    if knobs.record_formats == "all":
        return list(title.formats)
    own = [each for each in state.loans_with(key) if each.title == title]
    held = {name for each in own for name in (title.formats if each.format_id is None else (each.format_id,))}
    full = len(state.loans_with(key)) >= state.person(key).limit
    barred = full or bool(refusal_of(state, title) or _refusal_for_age(state, claims, title))
    shows_held = knobs.record_formats == "narrowed"
    return [each for each in title.formats if (shows_held if each in held else not barred)]
