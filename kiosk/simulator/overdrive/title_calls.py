"""The operations about titles. They search for titles, and read metadata, numbers of copies, covers and the library."""

import re

from kiosk.simulator import covers
from kiosk.simulator.overdrive import title_shapes
from kiosk.simulator.overdrive.asked import LIBRARY_COLLECTION, PATRON_COLLECTION, OverdriveCall
from kiosk.simulator.overdrive.catalogue import OverdriveTitle
from kiosk.simulator.overdrive.errors import bad_request, not_found
from kiosk.simulator.overdrive.tokens import LIBRARY_ID
from kiosk.simulator.shapes import Json
from kiosk.simulator.wire import Reply

MOST_IN_BULK = 25
"""The largest number of titles in one request for metadata or for availability."""
MOST_ON_PAGE = 300
_USUAL_ON_PAGE = 25
_PICTURE = re.compile(r"\{([0-9A-Fa-f-]{36})\}Img(\d+)\.(jpg|png)", re.IGNORECASE)


def library(asked: OverdriveCall) -> Reply:
    """Return the data of the library. Raises OverdriveAnswerError if the id in the path is not LIBRARY_ID."""
    if asked.wire.words["id"] != str(LIBRARY_ID):
        raise not_found()
    return Reply(title_shapes.library(asked))


def search(asked: OverdriveCall) -> Reply:
    """Return one page of the titles that have all words of the query.

    If the query has a crossRefId, return only the title with this crossRefId.
    """
    _check_collection(asked)
    query = asked.wire.query
    limit, offset = _number(query.get("limit"), _USUAL_ON_PAGE), _number(query.get("offset"), 0)
    if not 1 <= limit <= MOST_ON_PAGE:
        raise bad_request()
    titles = [each for each in asked.state.catalogue.titles if not each.part_of]
    if "crossRefId" in query:
        titles = [each for each in titles if str(each.number) == query["crossRefId"]]
    words = query.get("q", "").lower().split()
    found = [each for each in titles if all(word in _text(each) for word in words)]
    if query.get("sort", "").lower().startswith("title"):
        found.sort(key=lambda each: each.sort_title.lower(), reverse=query["sort"].lower().endswith("desc"))
    return Reply(title_shapes.page(asked, found, limit, offset))


def _text(title: OverdriveTitle) -> str:
    return " ".join((title.title, title.subtitle, title.series, *(name for _role, name in title.creators))).lower()


def _number(text: str | None, usual: int) -> int:
    if text is None:
        return usual
    if not text.isdecimal():
        raise bad_request()
    return int(text)


def product(asked: OverdriveCall) -> Reply:
    """Return the title in the path, in the form of a result of a search."""
    _check_collection(asked)
    return Reply(title_shapes.product(asked, asked.title_in_path()))


def metadata(asked: OverdriveCall) -> Reply:
    """Return the metadata of the title in the path."""
    _check_collection(asked)
    return Reply(title_shapes.metadata(asked, asked.title_in_path()))


def bulk_metadata(asked: OverdriveCall) -> Reply:
    """Return the metadata of the titles in the query. A query can name 25 titles at most.

    If a title does not exist, the knob `bulk_unknown` decides between an answer without the title and an error.
    """
    titles = _several(asked, "reserveIds")
    return Reply({"metadata": [title_shapes.metadata(asked, each) for each in titles]})


def availability(asked: OverdriveCall) -> Reply:
    """Return the number of copies of the title in the path, and how many copies are not lent."""
    _check_collection(asked)
    version = 2 if asked.wire.raw_path.startswith("/v2/") else 1
    return Reply(title_shapes.availability(asked, asked.title_in_path(), version))


def bulk_availability(asked: OverdriveCall) -> Reply:
    """Return how many copies each title in the query has, and how many copies are not lent.

    A query can name 25 titles at most. If a title does not exist, the knob `bulk_unknown` decides between an answer
    without the title and an error.
    """
    titles = _several(asked, "products")
    told: list[Json] = [title_shapes.availability(asked, each, 2) for each in titles]
    return Reply({"availability": told, "totalItems": len(told)})


def _several(asked: OverdriveCall, name: str) -> list[OverdriveTitle]:
    """Return the titles whose ids are in the field `name` of the query.

    Raises OverdriveAnswerError if the query has no id or more than 25 ids. If a title does not exist, leave it out, or
    raise OverdriveAnswerError if the knob `bulk_unknown` says so.
    """
    _check_collection(asked)
    said = [each for each in asked.wire.query.get(name, "").split(",") if each]
    if not 1 <= len(said) <= MOST_IN_BULK:
        raise bad_request()
    found = [asked.known(each) for each in said]
    if None in found and asked.knobs.bulk_unknown == "NotFound":
        raise not_found()
    return [each for each in found if each is not None]


def cover(asked: OverdriveCall) -> Reply:
    """Return the picture that the path names. The request needs no token."""
    wanted = _PICTURE.fullmatch(asked.wire.words["name"])
    title = asked.state.catalogue.named(wanted[1]) if wanted else None
    if wanted is None or title is None:
        raise not_found()
    drawing = covers.drawn(title.title, int(wanted[2]))
    if wanted[3].lower() == "png":
        return Reply(drawing.png(), headers={"content-type": "image/png"})
    return Reply(drawing.jpeg(), headers={"content-type": "image/jpeg"})


def _check_collection(asked: OverdriveCall) -> None:
    if asked.wire.words["collection"] not in (PATRON_COLLECTION, LIBRARY_COLLECTION):
        raise not_found()
