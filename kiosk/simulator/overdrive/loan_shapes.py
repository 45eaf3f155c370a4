"""The JSON that the simulated OverDrive sends about patrons, loans and holds."""

from collections.abc import Iterable
from datetime import datetime

from kiosk.simulator.overdrive.asked import CIRCULATION_TYPE, DISCOVERY_TYPE, PATRON_COLLECTION, OverdriveCall
from kiosk.simulator.overdrive.catalogue import FORMATS, OverdriveTitle
from kiosk.simulator.overdrive.records import DigitalHold, DigitalLoan
from kiosk.simulator.overdrive.rules import PERIODS, days_of, is_returnable
from kiosk.simulator.overdrive.tokens import WEBSITE_ID
from kiosk.simulator.shapes import Json, Object

_KINDLE = "ebook-kindle"


def link(href: str, kind: str = CIRCULATION_TYPE) -> Object:
    """Return a link as JSON. `kind` is the media type of the answer at this address."""
    return {"href": href, "type": kind}


def moment(instant: datetime) -> str:
    """Return an instant in OverDrive's form, which is UTC without parts of a second."""
    return f"{instant:%Y-%m-%dT%H:%M:%SZ}"


def method(asked: OverdriveCall, name: str) -> str:
    """Return the name of an HTTP method in upper or lower case. The knob `records` decides which."""
    return name.upper() if asked.knobs.records == "2025" else name.lower()


def id_of(asked: OverdriveCall, title: OverdriveTitle) -> str:
    """Return the reserveId of a title, for an answer about loans or holds.

    The knob `ids` decides if its letters are in upper or lower case.
    """
    match asked.knobs.ids:
        case "upper":
            is_upper = True
        case "lower":
            is_upper = False
        case "mixed":
            is_upper = title.number % 2 == 0
        case _:
            is_upper = asked.knobs.records == "2021"
    return title.id.upper() if is_upper else title.id


# --- loans ----------------------------------------------------------------------------------------


def checkouts(asked: OverdriveCall) -> Object:
    """Return the list of the patron's loans."""
    loans = asked.state.loans_with(asked.owner)
    entries: list[Json] = [checkout(asked, each) for each in loans]
    if asked.knobs.bundled == "listed":
        entries += [checkout(asked, each, part=part) for each in loans for part in parts_of(asked, each)]
    counts: Object = {"totalItems": len(entries), "totalCheckouts": len(loans)}
    return counts | _listed(asked, "checkouts", entries)


def parts_of(asked: OverdriveCall, loan: DigitalLoan) -> Iterable[OverdriveTitle]:
    """Return the titles that belong to the bundle of this loan."""
    return [asked.state.title_named(str(each)) for each in loan.title.parts]


def checkout(asked: OverdriveCall, loan: DigitalLoan, *, part: OverdriveTitle | None = None) -> Object:
    """Return a loan as JSON. If `part` is given, return the loan of this part of a bundle."""
    title, knobs = part or loan.title, asked.knobs
    shown = id_of(asked, title)
    here = f"{asked.circulation}/patrons/me/checkouts/{shown}"
    found: Object = {"reserveId": shown}
    if not knobs.bare_records:
        found["crossRefId"] = title.number
    found |= {"expires": moment(loan.ends), "isFormatLockedIn": loan.on_kindle}
    if not knobs.bare_records and (knobs.records == "2025" or loan.on_kindle):
        found["formats"] = _formats(here, shown, title, locked=loan.on_kindle)
    found["links"] = _loan_links(asked, loan, title, here)
    if not knobs.bare_records and not loan.on_kindle:
        found["actions"] = _loan_actions(asked, title, here, shown, returnable=part is None and is_returnable(loan))
    if not knobs.bare_records:
        found["checkoutDate"] = moment(loan.out)
    return found


def _loan_links(asked: OverdriveCall, loan: DigitalLoan, title: OverdriveTitle, here: str) -> Object:
    found: Object = {"self": link(here), "metadata": _metadata_link(asked, title)}
    if title.parts:
        places = [f"{asked.circulation}/patrons/me/checkouts/{id_of(asked, each)}" for each in parts_of(asked, loan)]
        found["bundledChildren"] = [link(each) for each in places]
    has_redirect = not asked.knobs.bare_records and (asked.knobs.kindle_redirect or not loan.on_kindle)
    if has_redirect:
        word = "downloadredirect" if asked.knobs.records == "2025" else "downloadRedirect"
        found["downloadRedirect"] = link(f"{here}/formats/{word}")
    return found


def _metadata_link(asked: OverdriveCall, title: OverdriveTitle) -> Object:
    address = f"{asked.discovery}/collections/{PATRON_COLLECTION}/products/{id_of(asked, title)}/metadata"
    return link(address, DISCOVERY_TYPE)


def _formats(here: str, shown: str, title: OverdriveTitle, *, locked: bool) -> list[Json]:
    """Return a list with the one format in which the patron can open the loan. `locked` is True for a Kindle loan."""
    name = _KINDLE if locked else next(each for each, _name in FORMATS[title.media] if "overdrive" in each)
    place = f"{here}/formats/{name}"
    found: Object = {
        "reserveId": shown,
        "crossRefId": title.number,
        "formatType": name,
        "links": {"self": link(place)},
        "linkTemplates": {"downloadLink": link(f"{place}/downloadlink?errorpageurl={{errorpageurl}}")},
    }
    return [found]


def _loan_actions(asked: OverdriveCall, title: OverdriveTitle, here: str, shown: str, *, returnable: bool) -> Object:
    found: Object = {}
    choices = [each for each, _name in FORMATS[title.media] if "overdrive" not in each]
    if asked.knobs.records == "2025" and choices:
        found["format"] = {
            "href": f"{here}/formats",
            "type": "application/json",
            "method": method(asked, "post"),
            "fields": [
                {"name": "reserveId", "type": "text", "value": shown},
                {"name": "formatType", "type": "text", "options": choices},
            ],
        }
    if returnable:
        found["earlyReturn"] = {"href": here, "method": method(asked, "delete")}
    return found


# --- holds ----------------------------------------------------------------------------------------


def holds(asked: OverdriveCall) -> Object:
    """Return the list of the patron's holds."""
    entries: list[Json] = [hold(asked, each) for each in asked.state.holds.values() if each.key == asked.owner]
    return {"totalItems": len(entries), **_listed(asked, "holds", entries)}


def hold(asked: OverdriveCall, one: DigitalHold) -> Object:
    """Return a hold as JSON. Only a ready hold has the field holdExpires and the action checkout."""
    shown, queue = id_of(asked, one.title), asked.state.queue_of(one.title)
    here = f"{asked.circulation}/patrons/me/holds/{shown}"
    found: Object = {"reserveId": shown, "crossRefId": one.title.number}
    if asked.patron.email:
        found["emailAddress"] = asked.patron.email
    found |= {
        "holdListPosition": queue.index(one) + 1,
        "numberOfHolds": len(queue),
        "holdPlacedDate": moment(one.placed),
        "links": {"self": link(here), "metadata": _metadata_link(asked, one.title)},
    }
    actions: Object = {}
    if asked.knobs.cancel_hold_action != "none":
        actions[asked.knobs.cancel_hold_action] = {"href": here, "method": method(asked, "delete")}
    if one.until is not None:
        found["holdExpires"] = moment(one.until)
        actions["checkout"] = {
            "href": f"{asked.circulation}/patrons/me/checkouts",
            "type": "application/json",
            "method": method(asked, "post"),
            "fields": [{"name": "reserveId", "type": "text", "value": shown}],
        }
    found["actions"] = actions
    return found


def _listed(asked: OverdriveCall, name: str, entries: list[Json]) -> Object:
    here = f"{asked.circulation}/patrons/me/{name}{'/' if asked.knobs.list_slash else ''}"
    links: Object = {"links": {"self": link(here)}}
    if not entries and asked.knobs.empty_list == "missing":
        return links
    return {name: entries, **links}


# --- the patron -----------------------------------------------------------------------------------


def patron(asked: OverdriveCall) -> Object:
    """Return the patron as JSON: limits, lending periods, the collection token and links, but no name."""
    one, here, titles = asked.patron, f"{asked.circulation}/patrons/me", f"{asked.discovery}/collections"
    found: Object = {
        "patronId": one.id,
        "websiteId": int(WEBSITE_ID),
        "existingPatron": True,
        "collectionToken": PATRON_COLLECTION,
        "holdLimit": one.hold_limit,
        "checkoutLimit": one.limit,
    }
    if one.email:
        found["lastHoldEmail"] = one.email
    return found | {
        "lendingPeriods": [
            {"formatType": each, "lendingPeriod": _days(asked, each), "units": "Days"}
            for each in ("eBook", "Audiobook")
        ],
        "links": {
            "self": link(here),
            "checkouts": link(f"{here}/checkouts"),
            "holds": link(f"{here}/holds"),
        },
        "linkTemplates": {
            "search": link(
                f"{titles}/{PATRON_COLLECTION}/products?q={{searchTerm}}&limit={{limit}}&offset={{offset}}&sort={{sort}}",
                DISCOVERY_TYPE,
            ),
            "availability": link(
                f"{titles}/{PATRON_COLLECTION}/products/{{crId}}/availability".replace("/v1/", "/v2/"), DISCOVERY_TYPE
            ),
        },
        "actions": [{"editLendingPeriod": _edit(asked, here, each)} for each in ("eBook", "Audiobook")],
    }


def _days(asked: OverdriveCall, media: str) -> int:
    title = next(each for each in asked.state.catalogue.titles if each.media == media)
    return days_of(asked.state, asked.patron, title)


def _edit(asked: OverdriveCall, here: str, media: str) -> Object:
    return {
        "href": here,
        "type": "application/json",
        "method": method(asked, "put"),
        "fields": [
            {"name": "formatClass", "type": "text", "value": media},
            {"name": "lendingPeriodDays", "type": "text", "options": [str(each) for each in PERIODS]},
        ],
    }
