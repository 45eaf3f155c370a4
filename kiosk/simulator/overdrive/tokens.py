"""The operations that give tokens: one for the kiosk itself, and one for a patron with a card."""

from secrets import compare_digest

from kiosk.simulator.overdrive.asked import OverdriveCall
from kiosk.simulator.overdrive.errors import TokenRefusedError
from kiosk.simulator.overdrive.people import OverdrivePatron
from kiosk.simulator.wire import Reply, basic_credentials

CLIENT_KEY, CLIENT_SECRET = "MILLBROOK", "ledger-of-lanterns"
WEBSITE_ID, AUTHORIZATION_NAME = "100942", "millbrook"
"""The two names with which a client says to which library a card belongs. They are no secrets."""
LIBRARY_ID = 4942
_WEBSITE_WORDS = ("websiteid",)
_NAME_WORDS = ("authorizationname", "ilsname")


def client_token(asked: OverdriveCall) -> Reply:
    """Return a new token for the kiosk itself. With this token, the kiosk can read titles, but no loans."""
    _check_key(asked)
    if asked.wire.fields.get("grant_type") != "client_credentials":
        raise TokenRefusedError("unsupported_grant_type", "The grant type is not supported.", 400)
    return _given(asked, asked.state.issue_token(), "LIB META SRCH AVAIL")


def patron_token(asked: OverdriveCall) -> Reply:
    """Return a new token for the patron with this card and PIN. Raises TokenRefusedError if one of them is wrong.

    If the knob `pins` is False, the PIN is not compared. But the field `password` must never be empty.
    """
    _check_key(asked)
    fields = asked.wire.fields
    if fields.get("grant_type") != "password":
        raise TokenRefusedError("unsupported_grant_type", "The grant type is not supported.", 400)
    card, pin = fields.get("username", "").strip(), fields.get("password", "")
    if not card or not pin:
        raise TokenRefusedError("invalid_request", "username and password are required.", 400)
    if not _names_this_library(fields.get("scope", "")):
        raise TokenRefusedError(asked.knobs.wrong_scope, "The scope is not valid.", 400)
    has_pin = fields.get("password_required", "true").lower() != "false"
    found = [each for each in asked.state.patrons_with(card) if _is_accepted(asked, each, pin, has_pin=has_pin)]
    if len(found) != 1:
        # OverDrive puts the number of the card into this text, so a client must not write the text into a log.
        text = f"Invalid Library Card: {card}.  Not a valid card."
        raise TokenRefusedError("unauthorized_client", text, asked.knobs.refused_card)
    return _given(asked, asked.state.issue_token(found[0].key), "PATRON LIB META SRCH AVAIL")


def _is_accepted(asked: OverdriveCall, patron: OverdrivePatron, pin: str, *, has_pin: bool) -> bool:
    if patron.refused:
        return False
    if not asked.knobs.pins:
        return True
    return has_pin and compare_digest(patron.pin.encode(), pin.encode())


def _check_key(asked: OverdriveCall) -> None:
    if not compare_digest(basic_credentials(asked.wire.authorization), f"{CLIENT_KEY}:{CLIENT_SECRET}".encode()):
        raise TokenRefusedError("invalid_client", "The client is not known.", asked.knobs.wrong_key)


def _names_this_library(scope: str) -> bool:
    """Return True if the scope names the website and the authorization name of this library.

    The scope has two parts: `websiteid:...` and `authorizationname:...`. In the words before the colons, the case of
    the letters is ignored. The second word can also be `ilsname`.
    """
    parts = {name.lower(): value for name, _colon, value in (each.partition(":") for each in scope.split())}
    website = next((parts[each] for each in _WEBSITE_WORDS if each in parts), None)
    name = next((parts[each] for each in _NAME_WORDS if each in parts), None)
    return website == WEBSITE_ID and name == AUTHORIZATION_NAME


def _given(asked: OverdriveCall, token: str, scope: str) -> Reply:
    lifetime_s = asked.knobs.token_lifetime_s
    return Reply({"access_token": token, "token_type": "Bearer", "expires_in": lifetime_s, "scope": scope})
