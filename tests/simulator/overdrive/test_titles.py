"""Tests of titles: search, metadata of one and of several titles, availability, and the pictures of covers."""

from collections.abc import Callable
from typing import Any
from urllib.parse import quote

import pytest
from PySide6.QtGui import QImage

from kiosk.simulator.overdrive import LIBRARY_ID, OverdriveThread
from kiosk.simulator.overdrive.catalogue import overdrive_catalogue
from tests.simulator.overdrive.asking import BUNDLE, FREE, refusal_of, title
from tests.simulator.overdrive.conftest import COLLECTION, Caller

MEMBER = Callable[[str], Caller]
PRODUCTS = f"{COLLECTION}/products"
MAGAZINE = title("Bench & Bevel, Winter 2026")
LONG = next(each for each in overdrive_catalogue().titles if len(each.title) > 90)


def availability(caller: Caller, name: str, version: str = "v2") -> Any:
    """Return the answer about the copies of a title, as JSON."""
    return caller.get(f"{PRODUCTS.replace('v1', version, 1)}/{title(name).id}/availability").json()


def test_the_library_has_sixty_titles_of_three_kinds(kiosk: Caller) -> None:
    titles = overdrive_catalogue().titles
    assert len(titles) == len({each.id for each in titles}) == len({each.number for each in titles}) == 60
    assert {each.media for each in titles} == {"eBook", "Audiobook", "Magazine"}


def test_the_library(kiosk: Caller) -> None:
    told = kiosk.get(f"/v1/libraries/{LIBRARY_ID}").json()
    assert (told["id"], told["name"]) == (LIBRARY_ID, "Millbrook Digital Library")
    assert kiosk.get(told["links"]["products"]["href"]).json()["id"] == told["collectionToken"]
    assert refusal_of(kiosk.get("/v1/libraries/1")) == (404, "NotFound")


def test_metadata(kiosk: Caller) -> None:
    told = kiosk.get(f"{PRODUCTS}/{LONG.id.upper()}/metadata").json()
    assert (told["id"], told["crossRefId"], told["mediaType"]) == (LONG.id, LONG.number, "eBook")
    assert (told["title"], told["subtitle"]) == (LONG.title, LONG.subtitle)
    author = {"role": "Author", "name": "Winifred Abernathy-Jones", "fileAs": "Abernathy-Jones, Winifred"}
    assert told["creators"] == [author]
    assert told["links"]["shareInLibby"]["type"] == "text/HTML"
    assert set(told["images"]) == {"thumbnail", "cover150Wide", "cover", "cover300Wide"}
    assert kiosk.get(f"{PRODUCTS}/{LONG.number}/metadata").json() == told


def test_a_magazine_has_no_creators(library: OverdriveThread, kiosk: Caller) -> None:
    told = kiosk.get(f"{PRODUCTS}/{MAGAZINE.id}/metadata").json()
    assert told["mediaType"] == "Magazine"
    assert not {"creators", "subtitle", "series"} & set(told)
    library.control.turn(magazine_type="Periodicals")
    assert kiosk.get(f"{PRODUCTS}/{MAGAZINE.id}/metadata").json()["mediaType"] == "Periodicals"


@pytest.mark.parametrize(("knob", "count"), [("all", 2), ("some", 1), ("none", 0)])
def test_the_link_to_libby_is_a_knob(library: OverdriveThread, kiosk: Caller, knob: str, count: int) -> None:
    library.control.turn(libby_link=knob)
    ids = f"{FREE.id},{next(each.id for each in overdrive_catalogue().titles if each.number == FREE.number + 13)}"
    found = kiosk.get(f"{COLLECTION}/bulkmetadata", reserveIds=ids).json()["metadata"]
    assert sum("shareInLibby" in each["links"] for each in found) == count


def test_metadata_of_several_titles(library: OverdriveThread, kiosk: Caller) -> None:
    ids = [each.id.upper() for each in overdrive_catalogue().titles[:26]]
    told = kiosk.get(f"{COLLECTION}/bulkmetadata", reserveIds=",".join(ids[:25])).json()["metadata"]
    assert [each["id"].upper() for each in told] == ids[:25]
    assert kiosk.get(f"{PRODUCTS}/{ids[0]}/metadata").json() == told[0]
    assert refusal_of(kiosk.get(f"{COLLECTION}/bulkmetadata", reserveIds=",".join(ids))) == (400, "BadRequest")
    assert refusal_of(kiosk.get(f"{COLLECTION}/bulkmetadata")) == (400, "BadRequest")


def test_metadata_of_several_titles_one_of_them_unknown(library: OverdriveThread, kiosk: Caller) -> None:
    ids = f"{FREE.id},{FREE.id[:-4]}0000,Mono"
    assert len(kiosk.get(f"{COLLECTION}/bulkmetadata", reserveIds=ids).json()["metadata"]) == 1
    library.control.turn(bulk_unknown="NotFound")
    assert refusal_of(kiosk.get(f"{COLLECTION}/bulkmetadata", reserveIds=ids)) == (404, "NotFound")


def test_a_search_finds_words_of_titles_and_authors(kiosk: Caller) -> None:
    told = kiosk.get(PRODUCTS, q="ferrante CARTOGRAPHER'S").json()
    assert (told["totalItems"], told["limit"], told["offset"]) == (3, 25, 0)
    first = told["products"][0]
    assert first["id"] == first["id"].upper()
    assert first["primaryCreator"] == {"role": "Author", "name": "Lucia Ferrante"}
    assert first["series"] == "The Maps of Elsewhere"
    for name in ("metadata", "availability", "availabilityV2"):
        assert kiosk.get(first["links"][name]["href"]).status_code == 200
    assert kiosk.get(first["links"]["self"]["href"]).json() == first


def test_a_search_for_a_cross_reference(kiosk: Caller) -> None:
    (found,) = kiosk.get(PRODUCTS, crossRefId=FREE.number).json()["products"]
    assert found["id"].lower() == FREE.id


def test_a_search_without_results(library: OverdriveThread, kiosk: Caller) -> None:
    told = kiosk.get(PRODUCTS, q="chainsaw").json()
    assert (told["totalItems"], "products" in told) == (0, False)
    library.control.turn(no_results="list")
    assert kiosk.get(PRODUCTS, q="chainsaw").json()["products"] == []


def test_the_pages_of_a_search(kiosk: Caller) -> None:
    place, seen = f"{PRODUCTS}?limit=20&sort=title:desc", []
    told: Any = {}
    while place:
        told = kiosk.get(place).json()
        seen += [each["title"] for each in told["products"]]
        place = told["links"].get("next", {}).get("href", "")
    assert len(seen) == len(set(seen)) == 57  # of 60 titles; the list leaves out the parts of the bundle
    assert seen[:2] == ["Über den Dächern von Altenfurt", "Winter Wheat"]
    assert told["links"]["last"]["href"] == told["links"]["self"]["href"]
    assert "offset=20" in told["links"]["prev"]["href"]
    assert len(kiosk.get(PRODUCTS, limit=300).json()["products"]) == 57


@pytest.mark.parametrize("query", [{"limit": 301}, {"limit": 0}, {"limit": "many"}, {"offset": -1}])
def test_a_wrong_page_is_a_bad_request(kiosk: Caller, query: dict[str, str | int]) -> None:
    assert refusal_of(kiosk.get(PRODUCTS, **query)) == (400, "BadRequest")


@pytest.mark.parametrize("path", ["", "/x", f"/{FREE.id}", f"/{FREE.id}/metadata", f"/{FREE.id}/availability"])
def test_a_collection_of_another_library(kiosk: Caller, path: str) -> None:
    assert refusal_of(kiosk.get(f"/v1/collections/v1XXX/products{path}")) == (404, "NotFound")


def test_availability(library: OverdriveThread, kiosk: Caller, member: MEMBER) -> None:
    free = {"available": True, "copiesOwned": 1, "copiesAvailable": 1, "numberOfHolds": 0, "availabilityType": "Normal"}
    told = availability(kiosk, FREE.title)
    assert {name: told[name] for name in free} == free
    assert (told["reserveId"], told["accounts"][0]["copiesOwned"]) == (FREE.id, 1)
    member("ines").borrow(FREE.id)
    told = availability(kiosk, FREE.title)
    assert (told["available"], told["copiesAvailable"]) == (False, 0)


def test_a_copy_that_waits_for_a_patron_is_not_available(kiosk: Caller) -> None:
    told = availability(kiosk, "Forty Acres of Fog")
    assert (told["available"], told["copiesAvailable"], told["numberOfHolds"]) == (False, 1, 1)


def test_a_magazine_is_always_available(kiosk: Caller) -> None:
    told = availability(kiosk, MAGAZINE.title)
    assert (told["available"], told["availabilityType"]) == (True, "AlwaysAvailable")


def test_the_older_form_of_availability(kiosk: Caller) -> None:
    told = availability(kiosk, FREE.title, "v1")
    assert (told["id"], told["crossRefId"], told["collections"][0]["id"]) == (FREE.id, FREE.number, LIBRARY_ID)


def test_availability_of_several_titles(library: OverdriveThread, kiosk: Caller, member: MEMBER) -> None:
    place = f"{COLLECTION.replace('v1', 'v2', 1)}/availability"
    member("ines").borrow(FREE.id)
    told = kiosk.get(place, products=f"{FREE.id.upper()},{MAGAZINE.id}").json()
    assert told == {
        "availability": [availability(kiosk, FREE.title), availability(kiosk, MAGAZINE.title)],
        "totalItems": 2,
    }
    with_unknown = f"{title('Winter Wheat').id},{FREE.id[:-1]}x"
    assert kiosk.get(place, products=with_unknown).json()["totalItems"] == 1
    library.control.turn(bulk_unknown="NotFound")
    assert refusal_of(kiosk.get(place, products=with_unknown)) == (404, "NotFound")
    assert refusal_of(kiosk.get(place, products="")) == (400, "BadRequest")
    assert refusal_of(kiosk.get(place, products=",".join([FREE.id] * 26))) == (400, "BadRequest")
    assert refusal_of(kiosk.get("/v2/collections/v1XXX/availability", products=FREE.id)) == (404, "NotFound")


def test_an_unknown_title_has_no_availability(kiosk: Caller) -> None:
    assert refusal_of(kiosk.get(f"{PRODUCTS}/7/availability")) == (404, "NotFound")


@pytest.mark.parametrize(("knob", "kind"), [("jpeg", "image/jpeg"), ("png", "image/png")])
def test_covers_are_pictures(library: OverdriveThread, kiosk: Caller, knob: str, kind: str) -> None:
    library.control.turn(covers=knob)
    images = kiosk.get(f"{PRODUCTS}/{FREE.id}/metadata").json()["images"]
    for name, width in (("cover", 100), ("cover150Wide", 150), ("cover300Wide", 400)):
        address = images[name]["href"]
        assert f"/{{{FREE.id.upper()}}}Img" in address  # OverDrive does not encode the braces
        answer = kiosk.http.get(quote(address, safe=":/"), headers={"Authorization": ""})
        assert (answer.status_code, answer.headers["content-type"], images[name]["type"]) == (200, kind, kind)
        picture = QImage.fromData(answer.content)
        assert (picture.width(), picture.height()) == (width, width * 3 // 2)


def test_both_kinds_of_picture_show_the_same_cover() -> None:
    from kiosk.simulator.covers import drawn

    drawing = drawn(FREE.title, 150)
    jpeg, png = QImage.fromData(drawing.jpeg()), QImage.fromData(drawing.png())
    for place in ((4, 4), (76, 60), (76, 200), (148, 222)):
        (one, other) = (each.pixelColor(*place) for each in (jpeg, png))
        assert abs(one.red() - other.red()) + abs(one.green() - other.green()) + abs(one.blue() - other.blue()) < 12
    assert len({png.pixel(x, y) for x in range(0, 150, 8) for y in range(0, 225, 8)}) >= 3


def test_some_titles_have_no_cover(library: OverdriveThread, kiosk: Caller) -> None:
    assert "images" not in kiosk.get(f"{PRODUCTS}/{title('Mono').id}/metadata").json()
    library.control.turn(covers="none")
    assert "images" not in kiosk.get(f"{PRODUCTS}/{BUNDLE.id}/metadata").json()


@pytest.mark.parametrize("name", ["logo.png", f"{{{FREE.id[:-4]}0000}}Img100.jpg"])
def test_a_picture_that_does_not_exist(kiosk: Caller, name: str) -> None:
    assert refusal_of(kiosk.get(f"/ImageType-100/0942-1/{quote(name)}")) == (404, "NotFound")
