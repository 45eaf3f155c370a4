"""The operations of the API that do not use a cart. Each function carries out one request and returns the reply.

The operations log members in and out, and read the library's settings, tools, projects and reservations. One operation
removes a tool from a reservation.
"""

import unicodedata
from functools import lru_cache

from kiosk.simulator import organization, shapes
from kiosk.simulator.catalogue import Category, Tool
from kiosk.simulator.people import Person
from kiosk.simulator.records import ReservationRecord
from kiosk.simulator.refusals import Code, ServerRefusalError
from kiosk.simulator.shapes import Json, Viewer
from kiosk.simulator.state import LibraryState
from kiosk.simulator.wire import Reply, WireRequest

_CHALLENGE = {"www-authenticate": "Bearer"}


def log_in(state: LibraryState, asked: WireRequest) -> Reply:
    """Log in a member with a password. The request has the member's user name or membership ID."""
    given = asked.json if isinstance(asked.json, dict) else {}
    name, password = given.get("username"), given.get("password")
    if not (isinstance(name, str) and isinstance(password, str) and name and password):
        return Reply(status=400)
    for person in state.people.values():
        if name in (person.username, person.membership_id) and state.passwords[person.username] == password:
            return _logged_in(state, asked, person)
    return _login_refused(state, asked)


def scan_log_in(state: LibraryState, asked: WireRequest) -> Reply:
    """Log in the member to whom the fob code belongs. This call is not in myTurn's published API.

    Raises ServerRefusalError if the knob scan_endpoint is off.
    """
    if not state.knobs.scan_endpoint:
        raise ServerRefusalError(Code.NOT_FOUND, status=404)
    code = asked.json.get("code") if isinstance(asked.json, dict) else asked.fields.get("code")
    for person in state.people.values():
        if code == person.fob:
            return _logged_in(state, asked, person)
    return _login_refused(state, asked)


def refresh(state: LibraryState, asked: WireRequest) -> Reply:
    """Return a new access token if the request has a valid refresh token.

    If the field grant_type is wrong or the token is missing, the status is 400. If the token is not valid, the status
    is 403.
    """
    token = asked.fields.get("refresh_token")
    if asked.fields.get("grant_type") != "refresh_token" or not token:
        return Reply(status=400)
    renewed = state.tokens.refresh(token, state.knobs)
    if renewed is None:
        return Reply(status=403)
    username, tokens = renewed
    return Reply(organization.login_object(state, state.people[username], tokens, asked.origin))


def log_out(state: LibraryState, asked: WireRequest) -> Reply:
    """Remove the access token of the request. The knob logout_status gives the status of the answer."""
    state.tokens.log_out(asked.token, revoke_refresh=state.knobs.logout_revokes)
    return Reply(status=state.knobs.logout_status)


def reset_password(state: LibraryState, asked: WireRequest) -> Reply:
    """Store the mail address of the member whom the request names, because a real server would send a mail there.

    If there is no such member, store nothing. The answer is the same in both cases, so that nobody can find out if a
    member with this name exists.
    """
    sought = asked.fields.get(state.knobs.reset_field, "").strip().casefold()
    for person in state.people.values():
        if sought and sought in {each.casefold() for each in (person.email, person.username, person.membership_id)}:
            state.mails.append(person.email)
    return Reply("OK")


def read_organization(state: LibraryState, asked: WireRequest) -> Reply:
    """Return the library's settings. The request needs no token."""
    return Reply(organization.organization(state, asked.language, asked.origin))


def languages(_state: LibraryState, _asked: WireRequest) -> Reply:
    """Return the languages of the library."""
    return Reply(organization.languages())


def statuses(state: LibraryState, asked: WireRequest) -> Reply:
    """Return the statuses that a tool can have."""
    return Reply([shapes.status(each, asked.language) for each in state.catalogue.statuses.values()])


def locations(state: LibraryState, _asked: WireRequest) -> Reply:
    """Return all places where tools can be."""
    return Reply([shapes.location(each) for each in state.catalogue.locations.values()])


def categories(for_: Viewer, _asked: WireRequest) -> Reply:
    """Return all categories of tools."""
    if for_.state.knobs.categories_listed == "ids":
        return Reply([{"id": each.id} for each in for_.state.catalogue.categories.values()])
    return Reply([shapes.category(each, for_.language) for each in for_.state.catalogue.categories.values()])


def category(for_: Viewer, asked: WireRequest) -> Reply:
    """Return the category with the id in the request. Raises ServerRefusalError if there is no such category."""
    found = for_.state.catalogue.categories.get(asked.ids["id"])
    if found is None:
        raise ServerRefusalError(Code.NOT_FOUND, status=404)
    return Reply(shapes.category(found, for_.language))


def items(for_: Viewer, asked: WireRequest) -> Reply:
    """Return one page of the list of tools that have all words of the request and are at the place in the request."""
    return _page(for_, asked, list(for_.state.catalogue.tools.values()))


def category_items(for_: Viewer, asked: WireRequest) -> Reply:
    """Return one page of the list of tools that are in the category with the id in the request."""
    category(for_, asked)
    return _page(
        for_, asked, [each for each in for_.state.catalogue.tools.values() if each.category == asked.ids["id"]]
    )


def one_item(for_: Viewer, asked: WireRequest) -> Reply:
    """Return the tool with the id in the request. It is the only element of a list, as in the published sample."""
    tool = for_.state.catalogue.tools.get(asked.ids["id"])
    if tool is None:
        raise ServerRefusalError(Code.ITEM_NOT_FOUND, status=404, value=str(asked.ids["id"]))
    return Reply([shapes.item_detail(for_, tool)])


def reservations(for_: Viewer, asked: WireRequest) -> Reply:
    """Return the member's reservations. Fulfilled reservations are included only if the request asks for them.

    If there are no reservations, the knob empty_as decides if the answer is an empty list or the status 404.
    """
    mine = (each for each in for_.state.reservations.values() if each.username == for_.person.username)
    all_of_them = asked.query.get("includeFulfilled") == "Y"
    found = [shapes.reservation_summary(each) for each in mine if all_of_them or not each.fulfilled]
    if not found and for_.state.knobs.empty_as == "404":
        raise ServerRefusalError(Code.NOT_FOUND, status=404)
    return Reply(found)


def one_reservation(for_: Viewer, asked: WireRequest) -> Reply:
    """Return one reservation with its tools."""
    return Reply(shapes.reservation(for_, _reservation(for_, asked)))


def drop_reservation_item(for_: Viewer, asked: WireRequest) -> Reply:
    """Remove one tool from a reservation, and return the reservation.

    Raises ServerRefusalError if the tool is the only tool of the reservation, or if the knob release_item is off.
    """
    if not for_.state.knobs.release_item:
        raise ServerRefusalError(Code.METHOD, status=405)
    found = _reservation(for_, asked)
    tool = next((each for each in found.tools if each.id == asked.ids["item"]), None)
    if tool is None:
        raise ServerRefusalError(Code.ITEM_NOT_FOUND, status=404, value=str(asked.ids["item"]))
    if len(found.tools) == 1:
        raise ServerRefusalError(Code.LAST_ITEM)
    found.tools.remove(tool)
    found.open.discard(tool.id)
    return Reply(shapes.reservation(for_, found))


def projects(for_: Viewer, _asked: WireRequest) -> Reply:
    """Return the projects for which members can borrow tools."""
    return Reply([{"id": each.id, "name": each.name} for each in for_.state.catalogue.projects.values()])


def _logged_in(state: LibraryState, asked: WireRequest, person: Person) -> Reply:
    tokens = state.tokens.issue(person.username, state.knobs)
    return Reply(organization.login_object(state, person, tokens, asked.origin))


def _login_refused(state: LibraryState, asked: WireRequest) -> Reply:
    body: Json = None
    if state.knobs.login_failure_body == "json":
        body = {"code": Code.BAD_LOGIN.value, "message": ServerRefusalError(Code.BAD_LOGIN).message(asked.language)}
    return Reply(body, 401, _CHALLENGE)


def _reservation(for_: Viewer, asked: WireRequest) -> ReservationRecord:
    found = for_.state.reservations.get(asked.ids["id"])
    if found is None or found.username != for_.person.username:
        raise ServerRefusalError(Code.NOT_FOUND, status=404)
    return found


def _page(for_: Viewer, asked: WireRequest, tools: list[Tool]) -> Reply:
    offset, limit = _whole(asked, "offset", 0), _whole(asked, "limit", 20)
    if offset is None or limit is None or not 1 <= limit <= 200:
        return Reply(status=400)
    place = for_.state.catalogue.locations.get(_whole(asked, "location", 0) or 0)
    if "location" in asked.query and place is None:
        return Reply(status=400)
    found = [each for each in tools if place is None or place.holds(for_.state.catalogue.locations[each.location])]
    words, kinds = _plain(asked.query.get("q", "")).split(), for_.state.catalogue.categories
    found = [each for each in found if all(word in _searchable(each, kinds[each.category]) for word in words)]
    if not found and for_.state.knobs.empty_as == "404":
        raise ServerRefusalError(Code.NOT_FOUND, status=404)
    return Reply([shapes.item(for_, each) for each in found[offset : offset + limit]])


@lru_cache(maxsize=20_000)
def _searchable(tool: Tool, kind: Category) -> str:
    kinds = f"{kind.name} {kind.fr} {kind.es} {kind.de} {kind.nl}"
    return _plain(f"{tool.code} {tool.name} {tool.brand} {tool.model} {kinds} {tool.text}")


def _plain(text: str) -> str:
    """Return the text in small letters without accents, so that a search for `karcher` finds Kärcher."""
    parts = unicodedata.normalize("NFKD", text)
    return "".join(each for each in parts if not unicodedata.combining(each)).casefold()


def _whole(asked: WireRequest, name: str, default: int) -> int | None:
    text = asked.query.get(name, str(default))
    return int(text) if text.isascii() and text.isdigit() else None
