"""Tests of the simulator's answers to searches for tools, with a token and without."""

from collections.abc import Callable

import pytest

from kiosk.simulator import SimulatorThread
from tests.simulator.conftest import Visitor

LISTS = ("items", "items/1024", "categories", "categories/1", "categories/1/items")


@pytest.mark.parametrize("path", LISTS)
def test_items_need_a_token_unless_the_knob_says_otherwise(
    library: SimulatorThread, visitor: Callable[[], Visitor], path: str
) -> None:
    assert visitor().get(path).status_code == 401
    library.control.turn(public_items=True)
    assert visitor().get(path).status_code == 200
    assert visitor().get("projects").status_code == 401


def test_somebody_without_a_name_sees_what_is_free(library: SimulatorThread, visitor: Callable[[], Visitor]) -> None:
    library.control.turn(public_items=True)
    (clamp,) = [each for each in visitor().get("items", q="bar clamp").json() if each["itemId"] == "CLMP-0003"]
    assert clamp["availableForCheckout"] is False
    assert clamp["currentLocation"] is None


def test_more_tools_for_those_who_measure(library: SimulatorThread, member: Callable[[str], Visitor]) -> None:
    library.control.turn(more_items=300)
    marta = member("marta")
    whole = [each for offset in (0, 200, 400) for each in marta.get("items", offset=offset, limit=200).json()]
    assert len(whole) == len(library.library_state.catalogue.tools) == 159 + 300
    assert len({each["itemId"] for each in whole}) == len(whole)
    library.control.turn(more_items=0)
    assert len(library.library_state.catalogue.tools) == 159


def test_a_picture_is_counted(library: SimulatorThread, member: Callable[[str], Visitor]) -> None:
    library.control.turn(thumbnails=True)
    marta = member("marta")
    address = marta.get("items/1024").json()[0]["thumbnail"]
    assert marta.http.get(address).headers["content-type"] == "image/png"
    assert library.library_state.wait_for_calls("picture")
