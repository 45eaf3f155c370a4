"""The JSON that the simulated OverDrive sends about titles: metadata, availability and results of a search."""

from urllib.parse import quote

from kiosk.simulator.overdrive.asked import DISCOVERY_TYPE, OverdriveCall
from kiosk.simulator.overdrive.catalogue import FORMATS, OverdriveTitle
from kiosk.simulator.overdrive.loan_shapes import link
from kiosk.simulator.overdrive.tokens import LIBRARY_ID
from kiosk.simulator.shapes import Json, Object

LIBRARY_NAME = "Millbrook Digital Library"
PICTURES = (("thumbnail", 200), ("cover150Wide", 150), ("cover", 100), ("cover300Wide", 400))
"""The pictures of a title. For each picture: its name, and the size that stands in its address."""


def metadata(asked: OverdriveCall, title: OverdriveTitle) -> Object:
    """Return the metadata of a title. A magazine has no creators, and some titles have no cover."""
    here = f"{asked.discovery}/collections/{asked.collection}/products/{title.id}/metadata"
    links: Object = {"self": link(here, DISCOVERY_TYPE)}
    wanted = asked.knobs.libby_link
    if wanted == "all" or (wanted == "some" and title.number % 2):
        links["shareInLibby"] = link(f"https://link.overdrive.example/share?q=Mi{title.number:x}AA", "text/HTML")
    found = _common(asked, title, title.id)
    if title.creators:
        found["creators"] = [{"role": role, "name": name, "fileAs": _filed(name)} for role, name in title.creators]
    return found | {
        "publisher": "Millbrook Press",
        "publishDate": "2024-03-05T00:00:00Z",
        "links": links,
        "languages": [{"code": "en", "name": "English"}],
        "isPublicDomain": False,
        "shortDescription": f"<p>A made-up title of <i>{LIBRARY_NAME}</i> &amp; friends.</p>",
        "starRating": 3.5,
        "subjects": [{"value": "Fiction"}],
    }


def product(asked: OverdriveCall, title: OverdriveTitle) -> Object:
    """Return a title in the form of a result of a search. The id is in upper case, except in links."""
    here = f"{asked.discovery}/collections/{asked.collection}/products/{title.id}"
    found = _common(asked, title, title.id.upper())
    if title.creators:
        role, name = title.creators[0]
        found["primaryCreator"] = {"role": role, "name": name}
    newer = f"{here.replace('/v1/', '/v2/', 1)}/availability"
    found["links"] = {
        "self": link(here, DISCOVERY_TYPE),
        "metadata": link(f"{here}/metadata", DISCOVERY_TYPE),
        "availability": link(f"{here}/availability", DISCOVERY_TYPE),
        "availabilityV2": link(newer, DISCOVERY_TYPE),
    }
    return found


def _common(asked: OverdriveCall, title: OverdriveTitle, shown: str) -> Object:
    found: Object = {
        "isOwnedByCollections": not title.part_of,
        "id": shown,
        "crossRefId": title.number,
        "mediaType": asked.knobs.magazine_type if title.media == "Magazine" else title.media,
        "title": title.title,
    }
    if title.subtitle:
        found["subtitle"] = title.subtitle
    found["sortTitle"] = title.sort_title
    if title.series:
        found["series"] = title.series
    if title.has_cover and asked.knobs.covers != "none":
        found["images"] = _images(asked, title)
    formats: list[Json] = [{"id": each, "name": name} for each, name in FORMATS[title.media]]
    return found | {"formats": formats}


def _images(asked: OverdriveCall, title: OverdriveTitle) -> Object:
    """Return the links to the pictures. As at the real OverDrive, braces in the addresses are not encoded."""
    ending, kind = ("jpg", "image/jpeg") if asked.knobs.covers == "jpeg" else ("png", "image/png")
    place = f"{asked.wire.origin}/ImageType"
    return {
        name: link(f"{place}-{size}/0942-1/{{{title.id.upper()}}}Img{size}.{ending}", kind) for name, size in PICTURES
    }


def _filed(name: str) -> str:
    first, _blank, last = name.rpartition(" ")
    return f"{last}, {first}" if first else last


def availability(asked: OverdriveCall, title: OverdriveTitle, version: int) -> Object:
    """Return how many copies of a title there are, and how many are free. `version` is the number in the address.

    A copy that waits for a patron with a ready hold counts in `copiesAvailable`, but it does not make the title
    available.
    """
    state = asked.state
    here = f"{asked.discovery}/collections/{asked.collection}/products/{title.id}/availability"
    owned = state.copies[title.number] if title.copies else 1
    inside = max(owned - state.lent(title), 0) if title.copies else 1
    counts: Object = {"copiesOwned": owned, "copiesAvailable": inside}
    waiting = len(state.queue_of(title))
    found: Object = {
        "available": not title.copies or state.free(title) > 0,
        "availabilityType": "Normal" if title.copies else "AlwaysAvailable",
        **counts,
        "numberOfHolds": waiting,
    }
    if version == 1:
        links: Object = {"self": link(here, DISCOVERY_TYPE)}
        accounts: list[Json] = [{"id": LIBRARY_ID, **counts, "numberOfHolds": waiting}]
        return {"id": title.id, "crossRefId": title.number, "links": links, "collections": accounts, **found}
    links = {"self": link(here.replace("/v1/", "/v2/", 1), DISCOVERY_TYPE)}
    accounts = [{"id": LIBRARY_ID, **counts, "shared": False}]
    return {"reserveId": title.id, "links": links, "isOwnedByCollections": True, "accounts": accounts, **found}


def library(asked: OverdriveCall) -> Object:
    """Return the data of the library as JSON, with the collection token that `asked.collection` gives."""
    return {
        "id": LIBRARY_ID,
        "name": LIBRARY_NAME,
        "type": "Library",
        "collectionToken": asked.collection,
        "links": {
            "self": link(f"{asked.discovery}/libraries/{LIBRARY_ID}", DISCOVERY_TYPE),
            "products": link(f"{asked.discovery}/collections/{asked.collection}/products", DISCOVERY_TYPE),
        },
        "formats": [{"id": each, "name": name} for kind in FORMATS.values() for each, name in kind],
    }


def page(asked: OverdriveCall, found: list[OverdriveTitle], limit: int, offset: int) -> Object:
    """Return one page of the results of a search.

    A page without results has an empty list if the knob no_results is "list". Otherwise it has no list at all.
    """
    told: Object = {"limit": limit, "offset": offset, "totalItems": len(found), "id": asked.collection}
    shown: list[Json] = [product(asked, each) for each in found[offset : offset + limit]]
    if shown or asked.knobs.no_results == "list":
        told["products"] = shown

    def place(start: int) -> Object:
        others = {name: each for name, each in asked.wire.query.items() if name not in ("limit", "offset")}
        words = "&".join(
            f"{name}={quote(each)}" for name, each in {"limit": str(limit), "offset": str(start), **others}.items()
        )
        return link(f"{asked.discovery}/collections/{asked.collection}/products?{words}", DISCOVERY_TYPE)

    links: Object = {"self": place(offset), "first": place(0)}
    if offset:
        links["prev"] = place(max(offset - limit, 0))
    if offset + limit < len(found):
        links["next"] = place(offset + limit)
    links["last"] = place(max(len(found) - 1, 0) // limit * limit)
    return told | {"links": links}
