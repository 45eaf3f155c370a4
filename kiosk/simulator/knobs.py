"""The knobs of the simulator. A knob is a setting for one question that myTurn's published API does not answer.

The values of a knob are the possible answers to the question. With other values, tests can try the kiosk with servers
that answer in other ways.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import TYPE_CHECKING, Literal, TypeVar, get_args, get_origin, get_type_hints

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

AnyKnobs = TypeVar("AnyKnobs", bound="DataclassInstance")
"""The knobs of any simulated system: a frozen dataclass with one field for each knob."""

Spelling = Literal["camelCase", "snake_case"]
JsonBody = Literal["empty", "json"]
Empty = Literal["list", "404"]
MarkMethod = Literal["PUT", "PATCH", "POST"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Knobs:
    """The values of all knobs for one server. Each default is the answer that myTurn's published samples suggest."""

    login_spelling: Spelling = "camelCase"
    login_failure_body: JsonBody = "empty"
    refresh_token: bool = True
    """If True, the answer to a log-in contains a refresh token. A client can get new tokens with a refresh token."""
    refresh_rotates: bool = False
    """If True, a refresh token works only once. The answer to its use then contains a new refresh token."""
    logout_status: Literal[200, 404] = 200
    logout_revokes: bool = False
    """If True, a log-out also revokes the member's refresh tokens."""
    token_lifetime_s: int = 3600
    empty_as: Empty = "list"
    """The answer if a list of carts, items or reservations is empty: an empty list, or the status 404."""
    carts_listed: Literal["whole", "ids"] = "whole"
    """The content of the list of carts. The list has whole carts, or only the ids of the carts."""
    categories_listed: Literal["whole", "ids"] = "whole"
    """The content of the list of categories. The list has whole categories, or only the ids of the categories."""
    due_date_required: bool = True
    due_date_beyond: Literal["refuse", "clamp"] = "refuse"
    """The answer if a due date in a request is too late.

    With "refuse", the server refuses the request. With "clamp", the server uses the latest possible date instead, and
    the answer does not say so.
    """
    reservation_due: Literal["end", "asked"] = "end"
    """The due day of a loan of a reserved tool: the last day of the reservation, or the day in the request."""
    reservation_gone: Literal["ignored", "refused"] = "ignored"
    """The answer if the reservation in a request does not contain the tool.

    The server ignores the reservation, or it refuses the request.
    """
    picks_up: Literal["any", "by-id"] = "any"
    """With "any", a loan of a reserved tool always fulfils the member's reservation of this tool.

    With "by-id", a loan fulfils the reservation only if the request has the id of the reservation.
    """
    release_item: bool = True
    """If False, the request to remove a tool from a reservation gets the status 405."""
    update_verb: MarkMethod = "PUT"
    cart_delete: bool = True
    """If False, the request to delete a cart gets the status 405."""
    agreement_status: Literal[403, 409, 422] = 403
    refusal_status: Literal[400, 403, 409, 422] = 409
    """The HTTP status of every refusal that has no fixed status.

    For example, a refusal because of an unknown label has a fixed status, which is 404.
    """
    duplicate_add: Literal["same-line", "refuse"] = "same-line"
    in_other_cart: Literal["allow", "refuse"] = "allow"
    """The reaction if a member adds a tool that is in another cart of this member: to allow or to refuse this."""
    own_loan_add: Literal["refuse", "renew"] = "refuse"
    """The reaction if a member adds a tool that this member already has: to refuse this, or to renew the loan."""
    mark_again: Literal["changes", "refuse", "keeps"] = "changes"
    """The reaction of the server if a loan that is already marked for return is marked a second time.

    With "changes", the server replaces the status in the mark. With "refuse", it refuses the request. With "keeps", it
    keeps the old status, and the answer does not say so.
    """
    project_required: bool = False
    projects_told: bool = True
    """If True, each line in an answer has its project. The published sample has no field for the project."""
    fees: Literal["accrue", "refuse"] = "accrue"
    """The reaction of the server if a cart that has fees is converted.

    The server adds the fees to the amount that the member owes, or it refuses the request.
    """
    amounts: Literal["number", "text", "odd"] = "number"
    """The form of the amounts in a cart. They are numbers, or texts, or values that are not amounts at all."""
    committed_lines: Literal["recorded", "dropped"] = "recorded"
    """The reaction of the server if a cart is closed without a convert.

    With "recorded", the committed lines become loans, and the committed returns end their loans. With "dropped",
    nothing is lent or returned.
    """
    sweep_after_s: float = 900.0
    """The number of seconds after which the server closes an unused cart. If the number is 0, no cart is closed.

    The server closes only a cart that has committed lines or committed returns.
    """
    api_url: Literal["versioned", "site"] = "versioned"
    """The form of the field apiUrl. It is an address that ends with /api/v1.1, or only the address of the site."""
    scan_endpoint: bool = False
    """If True, the server has a log-in call that needs only a fob code. The published API does not contain this call.

    The call is POST /library/api/kiosk/scan {"code": ...}.
    """
    reset_field: str = "email"
    """The name of a form field in the request for a new password. The field identifies the member."""
    public_lists: bool = True
    """If True, the calls for languages, statuses and locations need no token."""
    public_items: bool = False
    """If True, the calls for items and categories need no token."""
    more_items: int = 0
    """The number of extra tools in the catalogue. Tests of the kiosk's speed need many tools."""
    line_dates: Literal["date", "midnight"] = "date"
    """The form of the dates in maxReturnDate, availableDueDates and the dueDate of a line.

    With "date", a date has the form YYYY-MM-DD. With "midnight", the text T00:00:00.000Z is added to this form.
    """
    hours_start: Literal["monday", "sunday"] = "monday"
    thumbnails: bool = False
    organization: Mapping[str, object] = field(default_factory=dict)
    """Values that replace fields in the JSON of the library. The keys are myTurn's names, as in {"hideMoney": True}."""


class WrongKnobError(ValueError):
    """An error for a knob or a value that does not exist. In most cases the text lists the allowed names or values."""


def knobs_changed(knobs: AnyKnobs, changes: Mapping[str, object]) -> AnyKnobs:
    """Return a copy of the knobs with these changes. Raises WrongKnobError if a name or a value is wrong."""
    known = get_type_hints(type(knobs))
    values: dict[str, object] = {each.name: getattr(knobs, each.name) for each in fields(knobs)}
    for name, value in changes.items():
        if name not in known:
            raise WrongKnobError(f"no knob is called {name!r}; there are {', '.join(known)}")
        values[name] = _checked(name, value, known[name])
    return type(knobs)(**values)  # each value was just checked against its field's annotation


def knob_from_words(words: str) -> tuple[str, object]:
    """Return the name and the value of a knob from the text `name=value`. Raises WrongKnobError if "=" is missing."""
    name, equals, text = words.partition("=")
    if not equals:
        raise WrongKnobError(f"{words!r} is not name=value")
    return name, _spoken(text)


def knobs_as_fields(knobs: AnyKnobs) -> dict[str, object]:
    """Return the name and the value of each knob, in a form that can be written as JSON."""
    return {each.name: getattr(knobs, each.name) for each in fields(knobs)}


def _checked(name: str, value: object, kind: object) -> object:
    if get_origin(kind) is Literal:
        return _one_of(name, value, get_args(kind))
    if kind is bool and isinstance(value, bool):
        return value
    if kind in (int, float) and isinstance(value, int | float) and not isinstance(value, bool):
        return float(value) if kind is float else int(value)
    if get_origin(kind) is Mapping and isinstance(value, Mapping):
        return dict(value)
    if kind is str and isinstance(value, str):
        return value
    raise WrongKnobError(f"{name} cannot be {value!r}")


def _one_of(name: str, value: object, allowed: tuple[object, ...]) -> object:
    for each in allowed:
        if str(each) == str(value):
            return each
    raise WrongKnobError(f"{name} cannot be {value!r}; it is one of {', '.join(map(str, allowed))}")


def _spoken(text: str) -> object:
    if text.lower() in ("true", "yes", "on", "false", "no", "off"):
        return text.lower() in ("true", "yes", "on")
    for kind in (int, float):
        try:
            return kind(text)
        except ValueError:
            continue
    return text


def choices(knobs: "DataclassInstance | None" = None) -> dict[str, str]:
    """Return the possible values of each knob, in words. The value in `knobs` comes first.

    If `knobs` is None, return the possible values of myTurn's knobs, with the default value first.
    """
    defaults = knobs or Knobs()
    hints = get_type_hints(type(defaults))
    return {
        each.name: " | ".join(_default_first(getattr(defaults, each.name), hints[each.name]))
        for each in fields(defaults)
    }


def _default_first(default: object, kind: object) -> list[str]:
    words = [str(each) for each in get_args(kind)] if get_origin(kind) is Literal else []
    if kind is bool:
        words = ["True", "False"]
    return sorted(words, key=lambda word: word != str(default)) or [str(default)]
