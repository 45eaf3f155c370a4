"""The questions that the published API leaves open: each knob is one question, its values are the possible answers."""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import Literal, get_args, get_origin, get_type_hints

Spelling = Literal["camelCase", "snake_case"]
JsonBody = Literal["empty", "json"]
Empty = Literal["list", "404"]
MarkMethod = Literal["PUT", "PATCH", "POST"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Knobs:
    """One server's answers to the open questions. Each default is the answer that the samples suggest."""

    login_spelling: Spelling = "camelCase"
    login_failure_body: JsonBody = "empty"
    refresh_token: bool = True
    """True: a log-in answers with a refresh token, and the refresh call works."""
    refresh_rotates: bool = False
    """True: a refresh token works once, and the answer contains the next one."""
    logout_status: Literal[200, 404] = 200
    logout_revokes: bool = False
    """True: logging out also revokes the member's refresh tokens."""
    token_lifetime_s: int = 3600
    empty_as: Empty = "list"
    """The answer if there are no carts or no items: an empty list, or 404."""
    carts_listed: Literal["whole", "ids"] = "whole"
    """The list of carts contains whole carts, or only their ids."""
    categories_listed: Literal["whole", "ids"] = "whole"
    """The list of categories contains whole categories, or only their ids."""
    due_date_required: bool = True
    due_date_beyond: Literal["refuse", "clamp"] = "refuse"
    """A due date after the latest possible one is refused, or silently made earlier."""
    reservation_due: Literal["end", "asked"] = "end"
    """A reserved tool is due on the last day of the reservation, or on the day that the request names."""
    reservation_gone: Literal["ignored", "refused"] = "ignored"
    """If a request names a reservation that does not keep the tool, the reservation is ignored, or the tool refused."""
    picks_up: Literal["any", "by-id"] = "any"
    """A reservation is fulfilled by borrowing its tool, or only if the request also names the reservation."""
    release_item: bool = True
    """False: removing a tool from a reservation answers 405."""
    update_verb: MarkMethod = "PUT"
    cart_delete: bool = True
    """False: deleting a cart answers 405."""
    agreement_status: Literal[403, 409, 422] = 403
    refusal_status: Literal[400, 403, 409, 422] = 409
    """The HTTP status of other refusals of a cart operation; an unknown label is always 404."""
    duplicate_add: Literal["same-line", "refuse"] = "same-line"
    in_other_cart: Literal["allow", "refuse"] = "allow"
    """Borrowing a tool that is in another cart of the same member is allowed or refused."""
    own_loan_add: Literal["refuse", "renew"] = "refuse"
    """Borrowing a tool that the member already has on loan is refused, or renews the loan."""
    mark_again: Literal["changes", "refuse", "keeps"] = "changes"
    """A second mark on the same return sets the new status, is refused, or silently keeps the first status."""
    project_required: bool = False
    projects_told: bool = True
    """True: a line says which project it is for, although the published sample has no such field."""
    fees: Literal["accrue", "refuse"] = "accrue"
    """If there is something to pay, convert adds it to the member's balance, or refuses."""
    amounts: Literal["number", "text", "odd"] = "number"
    """The amounts of a cart are sent as numbers, as text, or as values that are no amounts."""
    committed_lines: Literal["recorded", "dropped"] = "recorded"
    """When a cart is interrupted, its committed lines are recorded or dropped."""
    sweep_after_s: float = 900.0
    """After so many seconds without use, a cart with committed lines is interrupted; 0 means never."""
    api_url: Literal["versioned", "site"] = "versioned"
    """The field apiUrl ends with /api/v1.1, or has only the site's address."""
    scan_endpoint: bool = False
    """True: the vendor's call that needs only a fob code exists: POST /library/api/kiosk/scan {"code": ...}."""
    reset_field: str = "email"
    """The name of the field with the member in the call for a new password."""
    public_lists: bool = True
    """True: languages, statuses and locations need no token."""
    public_items: bool = False
    """True: items and categories need no token."""
    more_items: int = 0
    """The number of tools that are added to the catalogue, for measurements."""
    line_dates: Literal["date", "midnight"] = "date"
    """The form of maxReturnDate, availableDueDates and a line's dueDate: YYYY-MM-DD, or with T00:00:00.000Z."""
    hours_start: Literal["monday", "sunday"] = "monday"
    thumbnails: bool = False
    organization: Mapping[str, object] = field(default_factory=dict)
    """The fields of the organisation that differ, by myTurn's own names: {"hideMoney": True}."""


class WrongKnobError(ValueError):
    """An error for a knob or a value that does not exist; the text says which there are."""


def knobs_changed(knobs: Knobs, changes: Mapping[str, object]) -> Knobs:
    """Return the knobs with these changes, after checking each value. Raises WrongKnobError."""
    known = get_type_hints(Knobs)
    values: dict[str, object] = {each.name: getattr(knobs, each.name) for each in fields(knobs)}
    for name, value in changes.items():
        if name not in known:
            raise WrongKnobError(f"no knob is called {name!r}; there are {', '.join(known)}")
        values[name] = _checked(name, value, known[name])
    return Knobs(**values)  # type: ignore[arg-type]  # each value has just been checked against its own annotation


def knob_from_words(words: str) -> tuple[str, object]:
    """Return name and value of one knob from `name=value`, as on a command line. Raises WrongKnobError."""
    name, equals, text = words.partition("=")
    if not equals:
        raise WrongKnobError(f"{words!r} is not name=value")
    return name, _spoken(text)


def knobs_as_fields(knobs: Knobs) -> dict[str, object]:
    """Return all knobs in a form for JSON."""
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


def choices() -> dict[str, str]:
    """Return the possible values of each knob in words, with the default first."""
    hints, defaults = get_type_hints(Knobs), Knobs()
    return {
        each.name: " | ".join(_default_first(getattr(defaults, each.name), hints[each.name])) for each in fields(Knobs)
    }


def _default_first(default: object, kind: object) -> list[str]:
    words = [str(each) for each in get_args(kind)] if get_origin(kind) is Literal else []
    if kind is bool:
        words = ["True", "False"]
    return sorted(words, key=lambda word: word != str(default)) or [str(default)]
