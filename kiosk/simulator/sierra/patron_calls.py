"""The operations about patrons, and the operations about the token of the kiosk's key.

With these operations, a client checks a card and its PIN, reads the data, the holds and the fines of a
patron, and cancels a hold.
"""

from secrets import compare_digest

from kiosk.simulator.shapes import Json
from kiosk.simulator.sierra import rules, shapes
from kiosk.simulator.sierra.errors import (
    SierraAnswerError,
    UnknownEndpointError,
    no_record,
    role_missing,
    wrong_card,
    wrong_parameter,
)
from kiosk.simulator.sierra.people import FineSeed, Patron
from kiosk.simulator.sierra.shapes import Asked
from kiosk.simulator.wire import Reply, basic_credentials

KEY, KEY_SECRET = "kiosk-key", "millbrook-secret"
ROLES = (
    "Patrons Read",
    "Patrons Write",
    "Patrons Validate",
    "Patrons Hold CRUD",
    "Items Read",
    "Items Write",
    "Bibs Read",
)


def token(asked: Asked) -> Reply:
    """Return a new token if the request has the right key and secret.

    The token belongs to the key of the kiosk. It does not belong to a patron.
    """
    knob, versioned = asked.state.knobs.token_at, "version" in asked.wire.words
    if knob == ("unversioned" if versioned else "versioned"):
        raise UnknownEndpointError
    if not compare_digest(basic_credentials(asked.wire.authorization), f"{KEY}:{KEY_SECRET}".encode()):
        raise SierraAnswerError(401, 123, "Unauthorized", "invalid_client")
    if asked.wire.fields.get("grant_type") != "client_credentials":
        raise wrong_parameter("grant_type")
    made = asked.state.issue_token()
    lifetime_s = asked.state.knobs.token_lifetime_s
    return Reply({"access_token": made, "token_type": "bearer", "expires_in": lifetime_s})


def info(asked: Asked) -> Reply:
    """Return the roles of the key, and the number of seconds until the token ends."""
    names = roles(asked)
    told: list[Json] = list(names)
    if asked.state.knobs.roles_as == "objects":
        told = [{"name": each} for each in names]
    left = asked.state.token_left_s(asked.wire.token)
    return Reply({"keyId": KEY, "grantType": "client_credentials", "roles": told, "expiresIn": left})


def roles(asked: Asked) -> tuple[str, ...]:
    """Return the roles that the key has. The roles in the knob roles_missing are left out."""
    missing = {each.strip() for each in asked.state.knobs.roles_missing.split(",")}
    return tuple(each for each in ROLES if each not in missing)


def validate(asked: Asked) -> Reply:
    """Return a reply with the status 204 if the PIN is right for the barcode. Raises SierraAnswerError for a wrong PIN.

    If caseSensitivity is false in the request, the case of letters in the barcode is ignored.
    """
    body = body_of(asked)
    barcode, pin = _text(body, "barcode"), _text(body, "pin")
    if len(_by_card(asked, barcode, pin, exactly=body.get("caseSensitivity") is not False)) != 1:
        raise wrong_card()
    return Reply(status=204)


def authenticate(asked: Asked) -> Reply:
    """Return the record number of the patron with this barcode and PIN. The body of the reply is only this number.

    Version 5 of the API does not have this call. Raises SierraAnswerError if the barcode or the PIN is wrong.
    """
    if not asked.state.knobs.auth or not asked.base.endswith("/v6"):
        raise UnknownEndpointError
    body = body_of(asked)
    if body.get("authMethod") != "native":
        raise wrong_parameter("authMethod")
    found = _by_card(asked, _text(body, "patronId"), _text(body, "patronSecret"), exactly=False)
    if len(found) != 1:
        raise wrong_card()
    return Reply(found[0].id)


def _by_card(asked: Asked, barcode: str, pin: str, *, exactly: bool) -> list[Patron]:
    found = asked.state.patrons_with(barcode, exactly=exactly)
    return [
        each for each in found if rules.pins_agree(each, pin) and (not each.deleted or asked.state.knobs.deleted_found)
    ]


def find(asked: Asked) -> Reply:
    """Return the patron whose barcode or whose `key` is in the query.

    Raises SierraAnswerError if there is no such patron, or if several patrons have the barcode.
    """
    if asked.state.knobs.find == "refuses":
        raise role_missing()
    query = asked.wire.query
    if query.get("varFieldTag") not in ("b", "u") or "varFieldContent" not in query:
        raise wrong_parameter("varFieldTag and varFieldContent are required")
    content = query["varFieldContent"]
    if query["varFieldTag"] == "u":
        if content not in asked.state.patrons:
            raise no_record()
        return Reply(shapes.patron(asked, asked.state.patrons[content]))
    return Reply(shapes.patron(asked, rules.patron_of_card(asked.state, content)))


def read(asked: Asked) -> Reply:
    """Return the patron with the record number in the path, even if this patron is deleted."""
    return Reply(shapes.patron(asked, patron_in_path(asked)))


def holds(asked: Asked) -> Reply:
    """Return the patron's holds, the oldest first."""
    owner = patron_in_path(asked)
    found = [each for each in asked.state.holds.values() if each.key == owner.key]
    return shapes.listed(asked, found, lambda one: shapes.hold(asked, one))


def cancel_hold(asked: Asked) -> Reply:
    """Cancel the hold whose number is in the path, and return a reply with the status 204."""
    found = asked.state.holds.get(asked.wire.ids["id"])
    if found is None:
        raise no_record()
    rules.cancel_hold(asked.state, found)
    return Reply(status=204)


def fines(asked: Asked) -> Reply:
    """Return the patron's fines. Raises SierraAnswerError if the knob `fines` refuses the call."""
    if asked.state.knobs.fines == "refuses":
        raise role_missing()
    owner = patron_in_path(asked)

    def shape(one: FineSeed) -> dict[str, Json]:
        return shapes.fine(asked, owner, one)

    return shapes.listed(asked, owner.fines, shape)


def patron_in_path(asked: Asked) -> Patron:
    """Return the patron whose number is in the path. Raises SierraAnswerError if there is no such patron."""
    found = asked.state.patron_numbered(asked.wire.ids["id"])
    if found is None:
        raise no_record()
    return found


def body_of(asked: Asked) -> dict[str, Json]:
    """Return the JSON object in the body of the request. Raises SierraAnswerError if the body is no JSON object."""
    body = asked.wire.json
    if not isinstance(body, dict):
        raise wrong_parameter("JSON body")
    return body


def _text(body: dict[str, Json], name: str) -> str:
    found = body.get(name)
    if not isinstance(found, str) or not found:
        raise wrong_card()
    return found
