"""Tests of the levers, which change the simulator while it runs.

Scripts call the levers over HTTP, and tests call them in Python. Some levers do what another device or staff would do.
"""

from collections.abc import Callable, Iterator
from typing import Any

import httpx
import pytest

from kiosk.simulator import Knobs, SimulatorThread
from kiosk.simulator.knobs import WrongKnobError, choices, knob_from_words, knobs_changed
from kiosk.simulator.refusals import ServerRefusalError

As = Callable[[str], Any]


class Levers:
    """A client that calls the levers of the simulator over HTTP."""

    def __init__(self, url: str) -> None:
        self.http = httpx.Client(base_url=url.removesuffix("/library") + "/_simulator", verify=False)

    def read(self, what: str) -> Any:
        return self.http.get(f"/{what}").json()

    def pull(self, lever: str, **fields: object) -> httpx.Response:
        return self.http.post(f"/{lever}", json=fields)


@pytest.fixture
def levers(library: SimulatorThread) -> Iterator[Levers]:
    made = Levers(library.url)
    yield made
    made.http.close()


def test_the_state_of_every_member_is_read(levers: Levers, member: As) -> None:
    marta = member("marta")
    marta.open_cart()
    marta.borrow("DR-0142")
    state = levers.read("state")
    assert state["today"] == "2026-11-28"
    assert [each["code"] for each in state["members"]["marta"]["loans"]] == ["NAIL-0004", "LVL-0002", "TILE-0003"]
    assert state["members"]["marta"]["cart"]["borrows"] == ["DR-0142"]
    assert state["members"]["owes"]["owes"] == 18.75


def test_knobs_are_read_and_turned(levers: Levers, visitor: Callable[[], Any]) -> None:
    assert levers.read("knobs")["api_url"] == "versioned"
    assert levers.pull("knobs", api_url="site", organization={"playSounds": False}).status_code == 200
    assert visitor().get("organization").json()["apiUrl"].endswith("/library")
    assert visitor().get("organization").json()["playSounds"] is False


def test_faults_are_planned_read_and_cleared(levers: Levers, visitor: Callable[[], Any]) -> None:
    levers.pull("faults", operation="organization", kind="status", status=502, count=2)
    assert visitor().get("organization").status_code == 502
    assert [(each["operation"], each["left"]) for each in levers.read("faults")] == [("organization", 1)]
    levers.pull("faults/clear")
    assert levers.read("faults") == []


def test_calls_are_logged_and_counted(levers: Levers, member: As) -> None:
    marta = member("marta")
    marta.get("projects")
    marta.get("projects")
    log = levers.read("calls")
    assert log["counts"] == {"log_in": 1, "projects": 2}
    assert [(each["name"], each["member"], each["status"]) for each in log["calls"]][1:] == [
        ("projects", "marta", 200),
        ("projects", "marta", 200),
    ]


def test_a_reset_is_a_fresh_morning(levers: Levers, library: SimulatorThread, member: As) -> None:
    marta = member("marta")
    marta.open_cart()
    marta.give_back("LVL-0002")
    marta.convert()
    old_cart = marta.cart_id
    levers.pull("knobs", empty_as="404")
    levers.pull("reset")
    assert len(library.library_state.loans_of("marta")) == 3
    assert library.library_state.knobs == Knobs()
    assert marta.get("projects").status_code == 401
    assert library.library_state.call_counts() == {"projects": 1}
    again = member("marta")
    assert again.open_cart()["id"] > old_cart


def test_tokens_passwords_members_statuses_and_the_clock(levers: Levers, library: SimulatorThread, member: As) -> None:
    marta = member("marta")
    levers.pull("tokens/expire", username="theo")
    assert marta.get("projects").status_code == 200
    levers.pull("clock", forward_s=4000)
    assert marta.get("projects").status_code == 401
    levers.pull("member", username="marta", expires_in=-1)
    again = member("marta")
    assert again.open_cart()["canCheckoutItems"] is False
    levers.pull("status", code="DR-0142", status="Broken")
    assert library.library_state.item("DR-0142").status == "Broken"
    levers.pull("tokens/revoke")
    levers.pull("password", username="marta", password="something-else")
    assert again.log_in("marta", "something-else").status_code == 200


@pytest.mark.parametrize(
    ("lever", "fields"),
    [
        ("knobs", {"no_such": 1}),
        ("knobs", {"empty_as": "maybe"}),
        ("faults", {"operation": "convert", "kind": "explode"}),
        ("faults", {"colour": "red"}),
        ("clock", {}),
        ("password", {"username": "nobody", "password": "x"}),
        ("member", {"username": "marta", "colour": "red"}),
        ("status", {"code": "DR-0142", "status": "On fire"}),
        ("other-device", {"username": "unsigned", "act": "borrow", "code": "DR-0142"}),
        ("other-device", {"username": "marta", "act": "explode", "code": "DR-0142"}),
        ("faults", {"operation": "convert", "kind": "status", "status": 9999}),
        ("away", {}),
    ],
)
def test_a_lever_pulled_wrongly_says_so_and_changes_nothing(levers: Levers, lever: str, fields: dict[str, Any]) -> None:
    answer = levers.pull(lever, **fields)
    assert answer.status_code == 400
    assert answer.json()["error"]


def test_a_lever_needs_an_object(library: SimulatorThread) -> None:
    address = library.url.removesuffix("/library") + "/_simulator/knobs"
    assert httpx.post(address, content="[1]", verify=False).status_code == 400
    assert httpx.post(address, content="{", verify=False).status_code == 400


def test_going_away_over_http_answers_first_and_comes_back(levers: Levers, library: SimulatorThread) -> None:
    assert levers.pull("away", for_s=0.1).status_code == 200
    with httpx.Client(transport=httpx.HTTPTransport(retries=5, verify=False)) as patient:
        assert patient.get(f"{library.url}/api/v1.1/organization").status_code == 200


def test_another_device_adds_marks_and_takes_out(library: SimulatorThread, member: As) -> None:
    theo_elsewhere, state = library.control.other_device, library.library_state
    theo_elsewhere("theo", "borrow", "DR-0142")
    theo_elsewhere("theo", "borrow", "SAW-0087")
    theo_elsewhere("theo", "remove", "DR-0142")
    theo = member("theo")
    (cart,) = theo.http.get("/api/v1.1/self-checkout/carts").json()
    assert [each["item"]["itemId"] for each in cart["checkouts"]] == ["SAW-0087"]
    library.control.other_device("marta", "return", "LVL-0002")
    found = state.open_cart_of("marta")
    assert found is not None
    assert found.returns == ("LVL-0002",)
    library.control.other_device("marta", "remove", "LVL-0002")
    found = state.open_cart_of("marta")
    assert found is not None
    assert found.returns == ()


@pytest.mark.parametrize(("act", "loans"), [("convert", 1), ("delete", 0)])
def test_another_device_ends_the_cart_under_the_member(
    library: SimulatorThread, member: As, act: Any, loans: int
) -> None:
    theo = member("theo")
    theo.open_cart()
    theo.borrow("DR-0142")
    library.control.other_device("theo", act)
    assert theo.borrow("SAW-0087").json()["code"] == "Cart Not Found"
    assert len(library.library_state.loans_of("theo")) == loans


def test_another_device_is_refused_as_the_kiosk_would_be(library: SimulatorThread) -> None:
    with pytest.raises(ServerRefusalError, match="Item Checked Out"):
        library.control.other_device("theo", "borrow", "LAD-0010")
    with pytest.raises(KeyError):
        library.control.other_device("theo", "return", "LAD-0010")


@pytest.mark.parametrize(
    ("words", "value"),
    [
        ("empty_as=404", "404"),
        ("agreement_status=422", 422),
        ("refresh_token=no", False),
        ("token_lifetime_s=60", 60),
        ("sweep_after_s=2", 2.0),
        ("sweep_after_s=2.5", 2.5),
        ("update_verb=PATCH", "PATCH"),
    ],
)
def test_a_knob_is_turned_by_words(words: str, value: object) -> None:
    name, spoken = knob_from_words(words)
    assert getattr(knobs_changed(Knobs(), {name: spoken}), name) == value


@pytest.mark.parametrize(
    "words", ["empty_as", "empty_as=5", "refresh_token=2", "token_lifetime_s=soon", "organization=1"]
)
def test_a_knob_turned_wrongly_is_explained(words: str) -> None:
    with pytest.raises(WrongKnobError):
        knobs_changed(Knobs(), dict([knob_from_words(words)]))


def test_every_knob_says_what_it_can_be_the_default_first() -> None:
    assert choices()["update_verb"] == "PUT | PATCH | POST"
    assert choices()["refresh_rotates"] == "False | True"
    assert choices()["token_lifetime_s"] == "3600"


def test_a_second_simulator_on_the_same_port_says_why_not(library: SimulatorThread) -> None:
    port = int(library.url.split(":")[2].split("/")[0])
    with pytest.raises(OSError, match="in use"):
        SimulatorThread(port=port)
