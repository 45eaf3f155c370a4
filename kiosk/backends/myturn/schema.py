"""The structs for the JSON of myTurn's answers. They contain only the fields that the kiosk needs.

Not all servers write the fields in the same way. The kiosk accepts two spellings of a name (`isAdmin` and `is_admin`),
null for a missing value, ids as numbers or texts, and missing flags. The kiosk acts on fields that have no default or
that are marked CHECKED. If such a field has a wrong value, the kiosk raises WrongAnswerError with the JSON path of the
field. All other fields are only shown on the screen. kiosk.backends.lenient explains these rules.
"""

import re
from collections.abc import Mapping
from typing import Annotated, TypeVar

import msgspec
from msgspec import Meta

from kiosk.backends.answer import HttpAnswer
from kiosk.backends.errors import WrongAnswerError
from kiosk.backends.json_answer import json_of, shaped
from kiosk.backends.lenient import CHECKED, ClockTime, When

T = TypeVar("T")

_NO_STEPS = r"(?!(.*[/\\])?\.{1,2}([/\\]|$))"
_VISIBLE = r"[^\x00-\x20\x7f-\xa0\ud800-\udfff\ufffe\uffff]"
Ident = Annotated[int, Meta(ge=0, le=2**62)] | Annotated[str, Meta(pattern=f"^{_NO_STEPS}{_VISIBLE}{{1,200}}$")]
"""An id that is safe in a path after percent-encoding. No part of the id between slashes is `.` or `..`."""
LabelText = Annotated[int, Meta(ge=0, le=2**62)] | Annotated[str, Meta(min_length=1, max_length=300)]
Token = Annotated[str, Meta(pattern=r"^[\x21-\x7e]{1,16384}$")]
"""A token that can be sent in a header."""
LongText = Annotated[str, Meta(max_length=200_000)]


class _Camel(msgspec.Struct, rename="camel", frozen=True):
    pass


class MembershipAnswer(_Camel, frozen=True):
    """The rights of a member at one organisation."""

    name: str | None = None
    may_borrow: bool | None = None
    may_use_kiosk: bool | None = None
    may_borrow_max: float | None = None
    expiration: When | None = None
    is_expired: bool | None = None
    missing_agreements: bool | None = None
    missing_user_fields: bool | None = None
    missing_payment_method: bool | None = None


class OwnOrganization(_Camel, frozen=True):
    """One of the organisations that a member belongs to."""

    id: Ident | None = None
    api_url: str | None = None
    self_serve_enabled: bool | None = None
    membership: MembershipAnswer | None = None


class LoginAnswer(_Camel, frozen=True):
    """The answer to a log-in or to a renewal of tokens. `repr` never shows the tokens."""

    access_token: Token
    refresh_token: Token | None = None
    username: str | None = None
    first_name: str | None = None
    display_name: str | None = None
    email_address: str | None = None
    is_admin: bool | None = None
    membership: MembershipAnswer | None = None
    organizations: list[OwnOrganization] | None = None

    def __repr__(self) -> str:
        return "LoginAnswer(***)"


class CategoryAnswer(_Camel, frozen=True):
    """A category of tools."""

    name: str | None = None


class LocationAnswer(_Camel, frozen=True):
    """A place where tools are kept. `path` has the names of the larger places around it, and then its own name."""

    name: str | None = None
    path: list[str] | None = None


class ToolAnswer(_Camel, frozen=True, kw_only=True):
    """A tool in a list or in a cart. `item_id` is the code on the tool's label, or None if the tool has no label."""

    item_id: LabelText | None = None
    id: Ident | None = None
    name: str | None = None
    location: str | None = None
    location_code: str | None = None
    loan_length: float | None = None
    max_return_date: When | None = None
    categories: list[CategoryAnswer] | None = None
    home_location: LocationAnswer | None = None


class NamedAnswer(_Camel, frozen=True):
    """A project, or a status of tools."""

    id: Ident
    name: str | None = None


class LoanAnswer(_Camel, frozen=True):
    """A loan of the member, as a cart shows it. `returning` is True if the cart marks the loan for return.

    If a loan has no id, the kiosk can show the loan but cannot return it.
    """

    id: Ident | None = None
    item: ToolAnswer = ToolAnswer()
    returning: bool | None = None
    checkout_date: When | None = None
    due_date: When | None = None
    committed: bool | None = None
    late_fees: object = None
    discounted_late_fees: object = None
    late_fee_rate: object = None
    late_fee_days: object = None
    new_status: NamedAnswer | None = None


class LineAnswer(_Camel, frozen=True):
    """A borrow in a cart. If the borrow has no id, the kiosk can show the borrow but cannot change it."""

    id: Ident | None = None
    item: ToolAnswer = ToolAnswer()
    available_due_dates: list[When] | None = None
    due_date: When | None = None
    committed: bool | None = None
    amount: object = None
    discounted_amount: object = None
    project: NamedAnswer | None = None
    """The project of the line. It is not in myTurn's published sample, but some servers send it."""


class CartAnswer(_Camel, frozen=True):
    """A cart. A list is None if the server did not send this list, and empty if the server sent an empty list."""

    id: Ident
    outstanding_loans: Annotated[list[LoanAnswer | None] | None, CHECKED] = None
    """The member's loans. None in this list means a loan that cannot be read."""
    checkouts: Annotated[list[LineAnswer] | None, CHECKED] = None
    can_checkout_items: bool | None = None
    project_required: bool | None = None
    amount: object = None
    amount_payable: object = None
    display_amount_payable: object = None
    discounts: object = None


class SummaryAnswer(_Camel, frozen=True):
    """A reservation in a list."""

    id: Ident
    start_date: When | None = None
    end_date: When | None = None
    fulfilled: bool | None = None


class ReservationAnswer(_Camel, frozen=True):
    """A reservation with its items. `items` is None if the server did not send the items."""

    id: Ident
    start_date: When | None = None
    end_date: When | None = None
    items: Annotated[list[ToolAnswer] | None, CHECKED] = None


class DayAnswer(_Camel, frozen=True):
    """The opening hours of one weekday.

    If one field cannot be read, the hours of that day are unknown. This does not mean that the library is closed.
    """

    closed: Annotated[bool | None, CHECKED] = None
    open_time: Annotated[ClockTime | None, CHECKED] = None
    close_time: Annotated[ClockTime | None, CHECKED] = None


class AddressAnswer(_Camel, frozen=True):
    """The address of the library."""

    street1: str | None = None
    street2: str | None = None
    city: str | None = None
    phone: str | None = None


class LanguageAnswer(_Camel, frozen=True):
    """A language of the library."""

    code: str
    name: str | None = None
    native: str | None = None
    is_default: bool | None = None


class OrganizationAnswer(_Camel, frozen=True):
    """The library and its settings for the kiosk. If a field is None, the kiosk uses its own default value."""

    id: Ident | None = None
    api_url: str | None = None
    name: str | None = None
    email: str | None = None
    renew_membership_url: str | None = None
    hours: list[DayAnswer] | None = None
    address: AddressAnswer | None = None
    locale: str | None = None
    currency_code: str | None = None
    languages: list[LanguageAnswer] | None = None
    """The languages of the library. The server never sends this field, but staff can set it in [overrides]."""
    play_sounds: bool | None = None
    hide_money: bool | None = None
    projects_supported: bool | None = None
    enable_kiosk_mode: bool | None = None
    self_serve_enabled: bool | None = None
    allow_kiosk_scan_login: bool | None = None
    allow_kiosk_form_login: bool | None = None
    use_two_phase_commit_on_kiosk: bool | None = None
    logout_timeout: float | None = None
    skip_kiosk_checkin_confirmation: bool | None = None
    skip_kiosk_checkout_confirmation: bool | None = None
    skip_kiosk_logout_confirmation: bool | None = None
    kiosk_welcome_text: LongText | None = None
    kiosk_home_text: LongText | None = None
    kiosk_check_in_text: LongText | None = None
    kiosk_check_out_text: LongText | None = None
    kiosk_post_check_in_text: LongText | None = None
    kiosk_post_check_out_text: LongText | None = None
    kiosk_scan_login_error_text: LongText | None = None
    kiosk_form_login_error_text: LongText | None = None


class ErrorAnswer(_Camel, frozen=True):
    """A refusal. `code` is an English phrase for people, and `message` is in the language of Accept-Language."""

    code: str | None = None
    message: str | None = None
    error: str | None = None
    error_description: str | None = None


def decode(answer: HttpAnswer, shape: type[T], *, over: Mapping[str, object] | None = None) -> T:
    """Return the JSON of the answer as an object of the type `shape`. Raises WrongAnswerError.

    The fields of `over` replace the fields that the server sent.
    """
    value = raw(answer)
    if over and isinstance(value, dict):
        value = _laid_over(value, over)
    return shaped(answer, value, shape)


def raw(answer: HttpAnswer) -> object:
    """Return the answer as plain JSON values, with all names in camelCase. Raises WrongAnswerError."""
    try:
        return _camel(json_of(answer))
    except RecursionError:
        raise WrongAnswerError("not JSON: RecursionError") from None


def _camel(value: object) -> object:
    match value:
        case dict() if any("_" in name for name in value):
            named = {_camel_name(name): _camel(each) for name, each in value.items() if "_" in name}
            return named | {name: _camel(each) for name, each in value.items() if "_" not in name}
        case dict():
            return {name: _camel(each) for name, each in value.items()}
        case list():
            return [_camel(each) for each in value]
        case str() if not value.isascii():
            return value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
        case _:
            return value


def _camel_name(name: str) -> str:
    return re.sub(r"_+([A-Za-z0-9])", lambda letter: letter[1].upper(), name)


def _laid_over(below: Mapping[str, object], over: Mapping[str, object]) -> dict[str, object]:
    laid = dict(below)
    for name, value in over.items():
        under = laid.get(name)
        laid[name] = _laid_over(under, value) if isinstance(under, dict) and isinstance(value, Mapping) else value
    return laid
