"""Tests of reading lists of tools, kinds and places, also from a hostile server."""

import pytest

from kiosk.backends.errors import WrongAnswerError
from kiosk.backends.myturn.pictures import PictureHosts
from kiosk.backends.myturn.schema import decode
from kiosk.backends.myturn.search import FoundAnswer, KindAnswer, PlaceAnswer, details, found_tool, kinds, places
from kiosk.domain.search import Details, FoundTool, Place, Standing, ToolCategory
from tests.backends.answers import NEW_YORK, answer

HOSTS = PictureHosts("https://tools.example/library", frozenset({"pictures.tools.example"}))
RACK = {"id": 12, "name": "Rack B", "path": ["Main room", "Rack B"]}


def read(**fields: object) -> FoundTool:
    """Return the tool that the kiosk reads from a list of one item with these fields."""
    item = {"id": 7, "itemId": "SAND-1", "name": "Sander"} | fields
    (one,) = decode(answer([item]), list[FoundAnswer])
    result = found_tool(one, NEW_YORK, HOSTS)
    assert result is not None
    return result


@pytest.mark.parametrize(
    ("fields", "standing", "status"),
    [
        ({}, Standing.UNSAID, ""),
        ({"availableForCheckout": True}, Standing.FREE, ""),
        ({"available_for_checkout": "true"}, Standing.FREE, ""),
        ({"availableForCheckout": True, "statuses": [{"name": "Overflow"}]}, Standing.FREE, ""),
        ({"availableForCheckout": False}, Standing.NOT_NOW, ""),
        ({"availableForCheckout": False, "homeLocation": RACK}, Standing.OUT, ""),
        ({"availableForCheckout": False, "homeLocation": RACK, "currentLocation": RACK}, Standing.NOT_NOW, ""),
        (
            {"availableForCheckout": False, "statuses": [{"name": "Staff hand it out"}]},
            Standing.STAFF,
            "Staff hand it out",
        ),
        ({"availableForCheckout": False, "statuses": [{"name": "In Maintenance"}]}, Standing.REPAIR, "In Maintenance"),
        ({"availableForCheckout": False, "statuses": [{"name": "Wish List"}]}, Standing.NOT_NOW, "Wish List"),
        ({"availableForCheckout": False, "statuses": [{"id": 3}, {"name": "  "}]}, Standing.NOT_NOW, ""),
    ],
)
def test_whether_a_tool_is_free(fields: dict[str, object], standing: Standing, status: str) -> None:
    result = read(**fields)
    assert (result.standing, result.status) == (standing, status)


@pytest.mark.parametrize(
    ("fields", "price", "usual"),
    [
        ({}, "", ""),
        ({"amount": 0, "amountDisplay": "$0.00"}, "", ""),
        (
            {"amount": 2, "amountDisplay": "$2.00", "amountPeriod": {"code": "DAY", "display": "per day"}},
            "$2.00 per day",
            "",
        ),
        ({"amount": 2, "amountDisplay": "$2.00 per day", "amountPeriod": {"display": "per day"}}, "$2.00 per day", ""),
        (
            {"amount": 2, "amountDisplay": "$2", "discountedAmount": 1, "discountedAmountDisplay": "$1"},
            "$1",
            "$2",
        ),
        ({"amount": 2, "amountDisplay": "$2", "discountedAmount": 0, "discountedAmountDisplay": "$0"}, "", ""),
        ({"amount": 2, "amountDisplay": "$2", "discountedAmount": 2, "discountedAmountDisplay": "$2"}, "$2", ""),
        ({"amount": 2}, "", ""),
    ],
)
def test_what_it_costs(fields: dict[str, object], price: str, usual: str) -> None:
    result = read(**fields)
    assert (result.price, result.usual_price) == (price, usual)


@pytest.mark.parametrize(
    ("said", "address"),
    [
        ("https://tools.example/library/images/1.png", "https://tools.example/library/images/1.png"),
        ("images/1.png", "https://tools.example/library/images/1.png"),
        ("/pictures/1.png", "https://tools.example/pictures/1.png"),
        ("https://pictures.tools.example/1.png", "https://pictures.tools.example/1.png"),
        ("http://tools.example/1.png", ""),
        ("http://pictures.tools.example/1.png", ""),
        ("https://pictures.tools.example:8443/1.png", ""),
        ("https://elsewhere.example/1.png", ""),
        ("https://user@tools.example/1.png", ""),
        ("https://tools.example.evil.example/1.png", ""),
        ("//elsewhere.example/1.png", ""),
        ("file:///etc/passwd", ""),
        ("data:image/png;base64,AAAA", ""),
        ("javascript:alert(1)", ""),
        ("https://tools.example:99999/1.png", ""),
        ("https://[broken/1.png", ""),
        ("https://tools.example/\r\nX: y", ""),
        ("https://tools.example/" + "a" * 2000, ""),
        ("", ""),
    ],
)
def test_pictures_lie_at_the_library_s_own_hosts(said: str, address: str) -> None:
    assert HOSTS.address(said) == address
    assert read(thumbnail=said).picture == address


def test_a_server_without_tls_may_have_pictures_without() -> None:
    plain = PictureHosts("http://127.0.0.1:8080/library")
    assert plain.address("http://127.0.0.1:8080/1.png")
    assert plain.address("http://127.0.0.1:9090/1.png") == ""
    assert plain.address("https://127.0.0.1:8080/1.png")


def test_names_are_made_harmless_and_rows_without_any_are_left_out() -> None:
    assert read(name="Saw\u202e\x00  blade\n").item.name == "Saw blade"
    assert read(itemId=None).item.code == ""
    (bare,) = decode(answer([{"id": 3, "itemId": None, "name": " "}]), list[FoundAnswer])
    assert found_tool(bare, NEW_YORK, HOSTS) is None


@pytest.mark.parametrize(
    "body",
    [
        {"items": []},
        [None],
        [1],
        [{"id": "../x"}],
        [{"statuses": "x"}],
        [{"homeLocation": []}],
        [{"amount": "much"}],
        "x",
    ],
)
def test_a_list_that_is_none_is_a_wrong_answer(body: object) -> None:
    with pytest.raises(WrongAnswerError):
        decode(answer(body), list[FoundAnswer])


def test_a_description_is_cut_where_nobody_reads_on() -> None:
    told = details(FoundAnswer(description="x" * 5000, manufacturer="Bosch\n", model=None))
    assert len(told.description) == 1200
    assert told == Details(told.description, "Bosch", "")


def test_kinds_inside_kinds_stand_after_them() -> None:
    deep: dict[str, object] = {"id": 9, "name": "Deepest"}
    for number in range(200):
        deep = {"id": number, "name": f"Level {number}", "children": [deep]}
    tree = [
        {"id": 2, "name": "saws", "children": [{"id": 3, "name": "Jigsaws"}]},
        {"id": 1, "name": "Drills"},
        {"id": 4},
    ]
    assert kinds(decode(answer(tree), list[KindAnswer])) == (
        ToolCategory("2", "saws"),
        ToolCategory("3", "Jigsaws"),
        ToolCategory("1", "Drills"),
    )
    assert len(kinds(decode(answer([deep]), list[KindAnswer]))) == 5


def test_places_stand_by_their_paths() -> None:
    sent = [
        {"id": 3, "name": "Yard"},
        {"id": 2, "name": "Rack", "path": ["Main room", "Rack"]},
        {"id": 1, "path": ["Main room", ""]},
        {"id": None, "path": ["Nowhere"]},
        {"id": 4},
    ]
    assert places(decode(answer(sent), list[PlaceAnswer])) == (
        Place("1", ("Main room",)),
        Place("2", ("Main room", "Rack")),
        Place("3", ("Yard",)),
    )
