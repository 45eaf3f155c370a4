# ruff: noqa: RUF001 - sentences have real apostrophes
"""The functions that make the JSON for two answers of the server.

One answer describes the library. The other is the answer to a log-in.
"""

from collections.abc import Mapping

from kiosk.simulator.clock import LibraryClock
from kiosk.simulator.knobs import Knobs
from kiosk.simulator.people import Person
from kiosk.simulator.refusals import DEFAULT_LANGUAGE, LANGUAGES
from kiosk.simulator.shapes import Json, Object, membership
from kiosk.simulator.state import LibraryState
from kiosk.simulator.tokens import Tokens

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
    """Return the JSON that describes the library, with all its settings for kiosks.

    The knob `organization` replaces the values of some fields.
    """
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
    turned: dict[str, Json] = dict(state.knobs.organization)  # type: ignore[arg-type]  # a tester can choose any value
    return fields | dict(TEXTS.get(language, TEXTS[DEFAULT_LANGUAGE])) | turned


def field_names() -> tuple[str, ...]:
    """Return the names of all fields that the knob `organization` can replace."""
    return tuple(organization(LibraryState(Knobs(), LibraryClock()), DEFAULT_LANGUAGE, ""))


def api_url(state: LibraryState, origin: str) -> str:
    """Return the server's own address, as the server writes it into answers. The knob api_url decides its form."""
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
        "organizations": [_own_organization(state, member, origin), _other_organization(member, origin)],
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


def _other_organization(member: Object, origin: str) -> Object:
    rights: Object = {"name": "Friend", "mayBorrow": False, "mayUseKiosk": False, "mayBorrowMax": 0}
    return {
        "id": "82",
        "apiUrl": f"{origin}/other{SITE}",
        "name": "Riverside Repair Café",
        "logo": "",
        "selfServeEnabled": False,
        "membership": member | rights,
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


# --- the library's own texts for its kiosks, in its languages --------------------------------------

TEXTS: Mapping[str, Mapping[str, Json]] = {
    "en": {
        "kioskWelcomeText": "<p><strong>Please bring drills back with both batteries.</strong></p>",
        "kioskHomeText": "<p>Blades and bits are sold at the desk.</p>",
        "kioskCheckInText": "<p>Please wipe it clean before it goes on the shelf.</p>",
        "kioskCheckOutText": "<p>Take <em>safety glasses</em> from the box by the door.</p>",
        "kioskPostCheckInText": "<p>Please be sure to lock up when you leave.</p>",
        "kioskPostCheckOutText": "<p>Have fun, and mind your fingers!</p>",
        "kioskScanLoginErrorText": "We do not know this fob. Please ask at the desk.",
        "kioskFormLoginErrorText": "If you are having trouble logging in, please call Jane at (888) 555-1212",
    },
    "fr": {
        "kioskWelcomeText": "<p><strong>Rapportez les perceuses avec leurs deux batteries, svp.</strong></p>",
        "kioskHomeText": "<p>Lames et mèches sont en vente au comptoir.</p>",
        "kioskCheckInText": "<p>Un coup de chiffon avant de ranger, merci.</p>",
        "kioskCheckOutText": "<p>Prenez des <em>lunettes de protection</em> dans la boîte près de la porte.</p>",
        "kioskPostCheckInText": "<p>N'oubliez pas de fermer à clé en partant.</p>",
        "kioskPostCheckOutText": "<p>Bon bricolage, et attention aux doigts !</p>",
        "kioskScanLoginErrorText": "Nous ne connaissons pas ce badge. Adressez-vous au comptoir.",
        "kioskFormLoginErrorText": "Un souci pour vous connecter ? Appelez Jane au (888) 555-1212",
    },
    "es": {
        "kioskWelcomeText": "<p><strong>Devuelve los taladros con sus dos baterías, por favor.</strong></p>",
        "kioskHomeText": "<p>En el mostrador vendemos hojas y brocas.</p>",
        "kioskCheckInText": "<p>Pásale un paño antes de guardarla, por favor.</p>",
        "kioskCheckOutText": "<p>Coge unas <em>gafas de protección</em> de la caja junto a la puerta.</p>",
        "kioskPostCheckInText": "<p>No olvides cerrar con llave al salir.</p>",
        "kioskPostCheckOutText": "<p>¡Que lo disfrutes, y cuidado con los dedos!</p>",
        "kioskScanLoginErrorText": "No conocemos este llavero. Pregunta en el mostrador, por favor.",
        "kioskFormLoginErrorText": "¿Problemas para entrar? Llama a Jane al (888) 555-1212",
    },
    "de": {
        "kioskWelcomeText": "<p><strong>Bitte bringen Sie Bohrmaschinen mit beiden Akkus zurück.</strong></p>",
        "kioskHomeText": "<p>Sägeblätter und Bohrer gibt es am Tresen zu kaufen.</p>",
        "kioskCheckInText": "<p>Bitte wischen Sie es ab, bevor es ins Regal kommt.</p>",
        "kioskCheckOutText": "<p>Nehmen Sie eine <em>Schutzbrille</em> aus der Kiste an der Tür mit.</p>",
        "kioskPostCheckInText": "<p>Bitte schließen Sie ab, wenn Sie gehen.</p>",
        "kioskPostCheckOutText": "<p>Viel Spaß, und passen Sie auf Ihre Finger auf!</p>",
        "kioskScanLoginErrorText": "Diesen Chip kennen wir nicht. Bitte fragen Sie am Tresen.",
        "kioskFormLoginErrorText": "Klappt das Anmelden nicht? Rufen Sie Jane an: (888) 555-1212",
    },
    "nl": {
        "kioskWelcomeText": "<p><strong>Breng boormachines met beide accu’s terug, alsjeblieft.</strong></p>",
        "kioskHomeText": "<p>Zaagbladen en boortjes koop je aan de balie.</p>",
        "kioskCheckInText": "<p>Veeg het even af voor je het weglegt.</p>",
        "kioskCheckOutText": "<p>Neem een <em>veiligheidsbril</em> uit de bak bij de deur.</p>",
        "kioskPostCheckInText": "<p>Doe de deur op slot als je weggaat.</p>",
        "kioskPostCheckOutText": "<p>Veel plezier, en let op je vingers!</p>",
        "kioskScanLoginErrorText": "Deze badge kennen we niet. Vraag het aan de balie.",
        "kioskFormLoginErrorText": "Lukt inloggen niet? Bel Jane op (888) 555-1212",
    },
}
