"""The library itself, and the member who has logged in, in the server's JSON."""

from kiosk.simulator.auth import Tokens
from kiosk.simulator.clock import LibraryClock
from kiosk.simulator.knobs import Knobs
from kiosk.simulator.own_texts import TEXTS
from kiosk.simulator.people import Person
from kiosk.simulator.shapes import Json, Object, membership
from kiosk.simulator.state import LibraryState
from kiosk.simulator.words import DEFAULT_LANGUAGE, LANGUAGES

SITE = "/library"
VERSIONED = "/library/api/v1.1"
NAME = "Millbrook Tool Library"

_CLOSED = ("", "")
_FROM_MONDAY = (
    _CLOSED,
    ("15:00", "19:00"),
    ("15:00", "19:00"),
    ("15:00", "19:00"),
    ("15:00", "19:00"),
    ("10:00", "17:00"),
    _CLOSED,
)


def organization(state: LibraryState, language: str, origin: str) -> Object:
    """Return the library with every kiosk field; the knob `organization` replaces fields."""
    fields: Object = {
        "id": "77",
        "shortName": "millbrook",
        "apiUrl": api_url(state, origin),
        "name": NAME,
        "logo": f"{origin}{SITE}/images/logo.png",
        "hours": _hours(state),
        "address": {
            "street1": "12 Mill Street",
            "street2": "Rear entrance",
            "city": "Millbrook",
            "principalSubdivision": "VT",
            "country": "USA",
            "phone": "(802) 555-0142",
        },
        "playSounds": True,
        "hideMoney": False,
        "enableKioskMode": True,
        "selfServeEnabled": True,
        "allowKioskScanLogin": True,
        "allowKioskFormLogin": True,
        "logoutTimeout": 5,
        "skipKioskCheckinConfirmation": True,
        "skipKioskCheckoutConfirmation": True,
        "skipKioskLogoutConfirmation": True,
        "locale": "en-US",
        "currencyCode": "USD",
        "useTwoPhaseCommitOnKiosk": False,
        "projectsSupported": state.knobs.project_required,
        "email": "hello@millbrook.example",
        "renewMembershipUrl": f"{origin}{SITE}/membership/renew",
    }
    turned: dict[str, Json] = dict(state.knobs.organization)  # type: ignore[arg-type]  # whatever a tester wants sent
    return fields | dict(TEXTS.get(language, TEXTS[DEFAULT_LANGUAGE])) | turned


def field_names() -> tuple[str, ...]:
    """Return the names of all fields that the knob `organization` can replace."""
    return tuple(organization(LibraryState(Knobs(), LibraryClock()), DEFAULT_LANGUAGE, ""))


def api_url(state: LibraryState, origin: str) -> str:
    """Return the address that the server gives as its own, in one of the two possible forms."""
    return origin + (SITE if state.knobs.api_url == "site" else VERSIONED)


def languages() -> Json:
    """Return the languages of the library."""
    return [
        {"code": each.code, "name": each.name, "native": each.native, "isDefault": each.code == DEFAULT_LANGUAGE}
        for each in LANGUAGES
    ]


def login_object(state: LibraryState, person: Person, tokens: Tokens, origin: str) -> Json:
    """Return the answer to a successful log-in."""
    member = membership(state, person)
    fields: Object = {
        "username": person.username,
        "lastName": person.last,
        "firstName": person.first,
        "displayName": person.display,
        "emailAddress": person.email,
        "expires_in": tokens.lifetime_s,
        "token_type": "Bearer",
        "access_token": tokens.access,
        "roles": ["ROLE_USER", "ROLE_ADMIN"] if person.admin else ["ROLE_USER"],
        "isAdmin": person.admin,
        "membership": member,
        "organizations": [_own_organization(state, member, origin), _other_organization(origin)],
    }
    if tokens.refresh is not None:
        fields["refresh_token"] = tokens.refresh
    return _snake(fields) if state.knobs.login_spelling == "snake_case" else fields


def _own_organization(state: LibraryState, member: Object, origin: str) -> Object:
    return {
        "id": "77",
        "apiUrl": api_url(state, origin),
        "name": NAME,
        "logo": f"{origin}{SITE}/images/logo.png",
        "selfServeEnabled": bool(state.knobs.organization.get("selfServeEnabled", True)),
        "membership": member,
    }


def _other_organization(origin: str) -> Object:
    return {
        "id": "82",
        "apiUrl": f"{origin}/other{SITE}",
        "name": "Riverside Repair Café",
        "logo": "",
        "selfServeEnabled": False,
        "membership": {"name": "Friend", "mayBorrow": False, "mayUseKiosk": False, "mayBorrowMax": 0},
    }


def _hours(state: LibraryState) -> list[Json]:
    days = _FROM_MONDAY if state.knobs.hours_start == "monday" else (_FROM_MONDAY[-1], *_FROM_MONDAY[:-1])
    return [_day(opens, closes) for opens, closes in days]


def _day(opens: str, closes: str) -> Object:
    if not opens:
        return {"closed": True, "openTime": None, "closeTime": None}
    return {"closed": False, "openTime": f"{opens}:00.000", "closeTime": f"{closes}:00.000"}


def _snake(value: Json) -> Json:
    if isinstance(value, dict):
        return {_snake_name(name): _snake(each) for name, each in value.items()}
    return [_snake(each) for each in value] if isinstance(value, list) else value


def _snake_name(name: str) -> str:
    return "".join(f"_{letter.lower()}" if letter.isupper() else letter for letter in name)
