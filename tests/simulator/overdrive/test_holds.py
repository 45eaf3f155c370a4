"""Tests of holds: the list, a ready hold, and a hold that is cancelled or not used in time."""

from collections.abc import Callable

import pytest

from kiosk.simulator.overdrive import OverdriveThread
from tests.simulator.overdrive.asking import FREE, refusal_of, title
from tests.simulator.overdrive.conftest import ME, Caller

MEMBER = Callable[[str], Caller]
FOG, ORCHARD, LAMP = title("Forty Acres of Fog"), title("The Orchard Accounts"), title("The Lamp on Harrow Lane")
DAY_S = 86_400


def test_the_list_of_holds(library: OverdriveThread, member: MEMBER) -> None:
    told = member("marta").get(f"{ME}/holds").json()
    ready, waits = told["holds"]
    assert told["totalItems"] == 2
    assert (ready["reserveId"], ready["holdListPosition"], ready["numberOfHolds"]) == (FOG.id, 1, 1)
    until = library.library_state.holds_of("marta")[0].until
    assert (ready["holdExpires"], set(ready["actions"])) == (f"{until:%Y-%m-%dT%H:%M:%SZ}", {"removeHold", "checkout"})
    assert (waits["crossRefId"], waits["holdListPosition"], waits["numberOfHolds"]) == (ORCHARD.number, 2, 2)
    assert set(waits["actions"]) == {"removeHold"}
    assert "holdExpires" not in waits
    assert ready["emailAddress"] == "marta@members.example"


def test_no_hold_at_all(library: OverdriveThread, member: MEMBER) -> None:
    ines = member("ines")
    assert ines.get(f"{ME}/holds").json()["holds"] == []
    library.control.turn(empty_list="missing")
    assert "holds" not in ines.get(f"{ME}/holds").json()


@pytest.mark.parametrize("name", ["removeHold", "releaseHold", "none"])
def test_the_name_of_the_action_is_a_guess(library: OverdriveThread, member: MEMBER, name: str) -> None:
    library.control.turn(cancel_hold_action=name)
    (hold,) = member("theo").get(f"{ME}/holds").json()["holds"]
    assert list(hold["actions"]) == ([] if name == "none" else [name])


@pytest.mark.parametrize("said", [FOG.id.upper(), str(FOG.number)])
def test_a_hold_is_cancelled(library: OverdriveThread, member: MEMBER, said: str) -> None:
    marta = member("marta")
    assert marta.get(f"{ME}/holds/{said}").json()["crossRefId"] == FOG.number
    answer = marta.http.delete(f"{ME}/holds/{said}")
    assert (answer.status_code, answer.content) == (204, b"")
    assert [(each.act, each.title) for each in library.library_state.acts()] == [("cancel hold", FOG.title)]
    assert refusal_of(marta.http.delete(f"{ME}/holds/{said}")) == (400, "PatronDoesntHaveTitleOnHold")
    assert refusal_of(marta.get(f"{ME}/holds/{said}")) == (400, "PatronDoesntHaveTitleOnHold")
    assert refusal_of(marta.http.delete(f"{ME}/holds/7")) == (404, "NotFound")


def test_a_ready_hold_is_borrowed(library: OverdriveThread, member: MEMBER) -> None:
    assert refusal_of(member("ines").borrow(FOG.id)) == (400, "NoCopiesAvailable")
    assert member("marta").borrow(FOG.id).status_code == 201
    assert [each.id for each in library.library_state.holds_of("marta")] == [ORCHARD.id]


def test_a_returned_title_goes_to_the_first_in_the_queue(library: OverdriveThread, member: MEMBER) -> None:
    member("busy").give_back(ORCHARD.id)
    assert [each.ready for each in library.library_state.holds_of("jamal")] == [True]
    assert refusal_of(member("marta").borrow(ORCHARD.id)) == (400, "NoCopiesAvailable")
    library.control.drop_hold("jamal", ORCHARD.id)
    assert member("marta").borrow(ORCHARD.id).status_code == 201


def test_a_ready_hold_ends(library: OverdriveThread, member: MEMBER) -> None:
    library.control.set_clock(library.library_state.clock.now())
    library.control.put_forward(3 * DAY_S + 1)
    assert [each.id for each in library.library_state.holds_of("marta")] == [ORCHARD.id]
    assert member("ines").borrow(FOG.id).status_code == 201


def test_tests_can_place_holds(library: OverdriveThread, member: MEMBER) -> None:
    library.control.place_hold("ines", LAMP.title)
    library.control.place_hold("ines", FREE.title, ready=True)
    assert [(each.title, each.place, each.ready) for each in library.library_state.holds_of("ines")] == [
        (LAMP.title, 2, False),
        (FREE.title, 1, True),
    ]
    assert len(member("ines").get(f"{ME}/holds").json()["holds"]) == 2
