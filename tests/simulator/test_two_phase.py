"""Tests of lines of a cart that are committed one by one, each by its own request, before the convert.

If nobody converts the cart, the server records or drops these lines later.
"""

from collections.abc import Callable
from typing import Any

import pytest

from kiosk.simulator import SimulatorThread

As = Callable[[str], Any]


@pytest.fixture
def interrupted(member: As) -> Any:
    """Return Marta's client. Her cart has two returns and two borrows. One return and one borrow are committed."""
    marta = member("marta")
    marta.open_cart()
    for code in ("DR-0142", "SAW-0087"):
        marta.borrow(code)
    for code in ("NAIL-0004", "LVL-0002"):
        marta.give_back(code)
    back = marta.on_cart("POST", f"/checkins/{marta.loan('NAIL-0004')['id']}/commit").json()
    out = marta.on_cart("POST", f"/checkouts/{marta.line('DR-0142')['id']}/commit").json()
    assert [each["committed"] for each in back["outstandingLoans"]] == [True, False, False]
    assert [each["committed"] for each in out["checkouts"]] == [True, False]
    return marta


def has(library: SimulatorThread) -> set[str]:
    return {each.code for each in library.library_state.loans_of("marta")}


def test_commits_alone_do_not_finish(library: SimulatorThread, interrupted: Any) -> None:
    assert has(library) == {"NAIL-0004", "LVL-0002", "TILE-0003"}
    assert interrupted.convert().json() == "OK"
    assert has(library) == {"TILE-0003", "DR-0142", "SAW-0087"}


def test_an_interrupted_cart_records_what_was_committed_after_a_while(
    library: SimulatorThread, interrupted: Any
) -> None:
    library.control.put_forward(899)
    assert library.library_state.open_cart_of("marta") is not None
    library.control.put_forward(2)
    assert has(library) == {"LVL-0002", "TILE-0003", "DR-0142"}
    assert interrupted.convert().status_code == 404


def test_touching_the_cart_keeps_it_from_being_swept(library: SimulatorThread, interrupted: Any) -> None:
    library.control.put_forward(600)
    interrupted.cart()
    library.control.put_forward(600)
    assert library.library_state.open_cart_of("marta") is not None


def test_or_what_was_committed_is_dropped(library: SimulatorThread, interrupted: Any) -> None:
    library.control.turn(committed_lines="dropped", sweep_after_s=5)
    library.control.put_forward(6)
    assert has(library) == {"NAIL-0004", "LVL-0002", "TILE-0003"}
    assert library.library_state.open_cart_of("marta") is None


def test_or_it_is_never_swept(library: SimulatorThread, interrupted: Any) -> None:
    library.control.turn(sweep_after_s=0)
    library.control.put_forward(3000)
    assert library.library_state.open_cart_of("marta") is not None


def test_a_cart_without_commits_stays_open(library: SimulatorThread, member: As) -> None:
    marta = member("marta")
    marta.open_cart()
    marta.borrow("DR-0142")
    library.control.put_forward(3000)
    assert library.library_state.open_cart_of("marta") is not None


@pytest.mark.parametrize(("knob", "back"), [("recorded", True), ("dropped", False)])
def test_deleting_the_cart_keeps_committed_lines_or_not(
    library: SimulatorThread, interrupted: Any, *, knob: str, back: bool
) -> None:
    library.control.turn(committed_lines=knob)
    interrupted.on_cart("DELETE")
    assert ("NAIL-0004" not in has(library)) is back
    assert ("DR-0142" in has(library)) is back


def test_a_committed_tool_has_left_the_building_for_everybody_else(member: As, interrupted: Any) -> None:
    theo = member("theo")
    theo.open_cart()
    assert theo.borrow("DR-0142").json()["code"] == "Item Checked Out"
    assert theo.borrow("SAW-0087").status_code == 200


def test_committing_what_is_not_in_the_cart_is_404(member: As) -> None:
    marta = member("marta")
    marta.open_cart()
    assert marta.on_cart("POST", f"/checkins/{marta.loan('NAIL-0004')['id']}/commit").status_code == 404
    assert marta.on_cart("POST", "/checkouts/1/commit").status_code == 404
