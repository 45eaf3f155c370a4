"""What the published API leaves open: each knob is one such question, its values are the possible answers."""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import Literal, get_args, get_origin, get_type_hints

Spelling = Literal["camelCase", "snake_case"]
Body = Literal["empty", "json"]
Empty = Literal["list", "404"]
Verb = Literal["PUT", "PATCH", "POST"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Knobs:
    """One server's answers to the open questions. Every default is the answer that the samples suggest."""

    login_spelling: Spelling = "camelCase"
    login_failure_body: Body = "empty"
    refresh_token: bool = True
    """A log-in answers with a refresh token, and the refresh call works."""
    refresh_rotates: bool = False
    """A refresh token works once; the answer brings the next one."""
    logout_status: Literal[200, 404] = 200
    logout_revokes: bool = False
    """Logging out kills the member's refresh tokens, too."""
    token_lifetime_s: int = 3600
    empty_as: Empty = "list"
    """No carts, no items: an empty list, or 404."""
    carts_listed: Literal["whole", "ids"] = "whole"
    """The list of carts holds each whole, or its id only."""
    categories_listed: Literal["whole", "ids"] = "whole"
    """The same for the list of categories."""
    due_date_required: bool = True
    due_date_beyond: Literal["refuse", "clamp"] = "refuse"
    """A due date after the latest one: refused, or silently made earlier."""
    reservation_due: Literal["end", "asked"] = "end"
    """When a reserved tool is due: on its reservation's last day, or on the day that was asked for."""
    reservation_gone: Literal["ignored", "refused"] = "ignored"
    """A tool asked for from a reservation that does not keep it (any more)."""
    picks_up: Literal["any", "by-id"] = "any"
    """What fulfils a reservation: borrowing its tool, or only doing so by the reservation's number."""
    release_item: bool = True
    """False: taking a tool out of a reservation answers 405."""
    update_verb: Verb = "PUT"
    cart_delete: bool = True
    """False: 405."""
    agreement_status: Literal[403, 409, 422] = 403
    refusal_status: Literal[400, 403, 409, 422] = 409
    """What other refusals of a cart operation answer; an unknown label is always 404."""
    duplicate_add: Literal["same-line", "refuse"] = "same-line"
    in_other_cart: Literal["allow", "refuse"] = "allow"
    """Borrowing what lies in another cart of the same member."""
    own_loan_add: Literal["refuse", "renew"] = "refuse"
    """Borrowing what the member already has out."""
    mark_again: Literal["changes", "refuse", "keeps"] = "changes"
    """Marking a marked return once more: takes its new status, is refused, or leaves the first one without a word."""
    project_required: bool = False
    projects_told: bool = True
    """A line says which project it is for; the published sample has no such field."""
    fees: Literal["accrue", "refuse"] = "accrue"
    """What convert does when there is something to pay."""
    amounts: Literal["number", "text", "odd"] = "number"
    """How the amounts of a cart are sent: as numbers, as text, or as things that are no amounts at all."""
    committed_lines: Literal["recorded", "dropped"] = "recorded"
    """What becomes of committed lines when the cart is interrupted."""
    sweep_after_s: float = 900.0
    """A cart with committed lines is interrupted when nobody has touched it for so long; 0: never."""
    api_url: Literal["versioned", "site"] = "versioned"
    """apiUrl with or without /api/v1.1."""
    scan_endpoint: bool = False
    """The vendor's call that takes a fob code alone: POST /library/api/kiosk/scan {"code": ...}."""
    reset_field: str = "email"
    """Under which name the call for a new password takes the member."""
    public_lists: bool = True
    """Languages, statuses and locations need no token."""
    public_items: bool = False
    """Items and categories need none, either."""
    more_items: int = 0
    """So many more tools than the catalogue has, for those who measure."""
    line_dates: Literal["date", "midnight"] = "date"
    """maxReturnDate, availableDueDates and a line's dueDate: YYYY-MM-DD, or with T00:00:00.000Z."""
    hours_start: Literal["monday", "sunday"] = "monday"
    thumbnails: bool = False
    organization: Mapping[str, object] = field(default_factory=dict)
    """Fields of the organisation that differ, by myTurn's own names: {"hideMoney": True}."""


class WrongKnob(ValueError):
    """No such knob, or not one of its values; the text says which ones there are."""


def knobs_changed(knobs: Knobs, changes: Mapping[str, object]) -> Knobs:
    """The knobs with some turned, each value checked; raises WrongKnob."""
    known = get_type_hints(Knobs)
    values: dict[str, object] = {each.name: getattr(knobs, each.name) for each in fields(knobs)}
    for name, value in changes.items():
        if name not in known:
            raise WrongKnob(f"no knob is called {name!r}; there are {', '.join(known)}")
        values[name] = _checked(name, value, known[name])
    return Knobs(**values)  # type: ignore[arg-type]  # each value has just been checked against its own annotation


def knob_from_words(words: str) -> tuple[str, object]:
    """One knob as typed on a command line: `name=value`."""
    name, equals, text = words.partition("=")
    if not equals:
        raise WrongKnob(f"{words!r} is not name=value")
    return name, _spoken(text)


def knobs_as_fields(knobs: Knobs) -> dict[str, object]:
    """All knobs as JSON can hold them."""
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
    raise WrongKnob(f"{name} cannot be {value!r}")


def _one_of(name: str, value: object, allowed: tuple[object, ...]) -> object:
    for each in allowed:
        if str(each) == str(value):
            return each
    raise WrongKnob(f"{name} cannot be {value!r}; it is one of {', '.join(map(str, allowed))}")


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
    """What each knob can be, in words; the default first."""
    hints, defaults = get_type_hints(Knobs), Knobs()
    return {
        each.name: " | ".join(_default_first(getattr(defaults, each.name), hints[each.name])) for each in fields(Knobs)
    }


def _default_first(default: object, kind: object) -> list[str]:
    words = [str(each) for each in get_args(kind)] if get_origin(kind) is Literal else []
    if kind is bool:
        words = ["True", "False"]
    return sorted(words, key=lambda word: word != str(default)) or [str(default)]
