"""Tests of every fault over real HTTP: the answer that the client gets, and whether the server acted."""

import socket
from collections.abc import Callable
from threading import Event
from typing import Any
from urllib.parse import urlsplit

import httpx
import pytest

from kiosk.simulator import SimulatorThread
from kiosk.simulator.faults import WrongFaultError, fault_from_words
from kiosk.simulator.routes import OPERATION_NAMES

As = Callable[[str], Any]


@pytest.fixture
def marta(library: SimulatorThread, member: As) -> Any:
    """Return Marta's client. Her cart has one return, and is ready to convert."""
    someone = member("marta")
    someone.open_cart()
    someone.give_back("NAIL-0004")
    return someone


def converted(library: SimulatorThread) -> bool:
    return len(library.library_state.loans_of("marta")) == 2


def until_taken(library: SimulatorThread) -> None:
    """Wait until each planned fault was used for a request."""
    while library.library_state.faults.waiting():
        Event().wait(0.002)


CUTS = [
    ("refuse", None, httpx.ReadError, False),
    ("drop", None, httpx.RemoteProtocolError, False),
    ("drop", False, httpx.RemoteProtocolError, False),
    ("drop", True, httpx.RemoteProtocolError, True),
    ("cut", None, httpx.RemoteProtocolError, True),
    ("cut", False, httpx.RemoteProtocolError, False),
]


@pytest.mark.parametrize(("kind", "acts", "error", "acted"), CUTS)
def test_the_connection_ends_without_a_whole_answer(
    library: SimulatorThread, marta: Any, kind: str, *, acts: bool | None, error: type[Exception], acted: bool
) -> None:
    library.control.fault("convert", kind, acts=acts)
    with pytest.raises(error):
        marta.convert()
    assert converted(library) is acted
    assert library.library_state.calls()[-1].fault == kind
    assert library.library_state.calls()[-1].acted is acted


def raw_request(library: SimulatorThread, operation: str, verb: str) -> socket.socket:
    address = urlsplit(library.url)
    line = socket.create_connection((address.hostname, address.port), timeout=5)
    line.sendall(f"{verb} /library/api/v1.1/{operation} HTTP/1.1\r\nHost: x\r\n\r\n".encode())
    return line


def test_refusing_is_a_reset_and_dropping_is_an_end(library: SimulatorThread) -> None:
    library.control.fault("organization", "refuse")
    library.control.fault("organization", "drop")
    with raw_request(library, "organization", "GET") as line, pytest.raises(ConnectionResetError):
        line.recv(1)
    with raw_request(library, "organization", "GET") as line:
        assert line.recv(1) == b""
    with raw_request(library, "organization", "GET") as line:
        assert line.recv(12) == b"HTTP/1.1 200"


def test_a_cut_answer_has_its_head_and_half_its_body(library: SimulatorThread) -> None:
    library.control.fault("organization", "cut")
    with raw_request(library, "organization", "GET") as line:
        text = b"".join(iter(lambda: line.recv(65536), b""))
    head, _, body = text.partition(b"\r\n\r\n")
    length = next(int(each.split(b":")[1]) for each in head.splitlines() if each.lower().startswith(b"content-length"))
    assert len(body) == length // 2


def is_json(answer: httpx.Response) -> bool:
    try:
        answer.json()
    except ValueError:
        return False
    return True


SPOILT = [
    ("html", False, lambda answer: answer.headers["content-type"] == "text/html" and b"<html>" in answer.content),
    ("garbage", True, lambda answer: not is_json(answer) and b"\xff" in answer.content),
    ("empty", True, lambda answer: answer.content == b""),
    ("truncated", True, lambda answer: answer.content == b'"O'),
    ("wrong-type", True, lambda answer: answer.json() == [2]),
    ("nested", True, lambda answer: answer.content == b"[" * 100_000),
    ("huge", True, lambda answer: len(answer.content) > 10_000_000 and is_json(answer)),
]


@pytest.mark.parametrize(("kind", "acted", "is_so"), SPOILT)
def test_a_200_that_is_no_answer(
    library: SimulatorThread, marta: Any, kind: str, *, acted: bool, is_so: Callable[[httpx.Response], bool]
) -> None:
    library.control.fault("convert", kind)
    answer = marta.convert()
    assert answer.status_code == 200
    assert is_so(answer)
    assert converted(library) is acted


@pytest.mark.parametrize(("kind", "acts"), [("html", True), ("garbage", False), ("huge", False), ("empty", False)])
def test_acting_can_be_chosen_for_each(library: SimulatorThread, marta: Any, kind: str, *, acts: bool) -> None:
    library.control.fault("convert", kind, acts=acts)
    marta.convert()
    assert converted(library) is acts


def test_wrong_types_are_wrong_all_the_way_down(library: SimulatorThread, marta: Any) -> None:
    library.control.fault("cart", "wrong-type")
    cart = marta.cart()
    assert (cart["id"], cart["canCheckoutItems"]) == (f"about {marta.cart_id}", "maybe")
    assert isinstance(cart["outstandingLoans"], dict)
    assert cart["displayAmountPayable"] == [5]


@pytest.mark.parametrize("status", [401, 405, 408, 429, 500, 502, 503])
@pytest.mark.parametrize("acts", [False, True])
def test_a_status_with_or_without_the_act(library: SimulatorThread, marta: Any, status: int, *, acts: bool) -> None:
    library.control.fault("convert", "status", status=status, acts=acts)
    assert marta.convert().status_code == status
    assert converted(library) is acts


def test_a_status_acts_only_when_told_to(library: SimulatorThread, marta: Any) -> None:
    library.control.fault("convert", "status", status=502)
    marta.convert()
    assert not converted(library)


def test_too_many_requests_says_when_to_come_again(library: SimulatorThread, marta: Any) -> None:
    library.control.fault("convert", "status", status=429, retry_after_s=7)
    assert marta.convert().headers["retry-after"] == "7"


def test_a_401_has_its_challenge(library: SimulatorThread, marta: Any) -> None:
    library.control.fault("convert", "status", status=401)
    assert marta.convert().headers["www-authenticate"] == 'Bearer error="invalid_token"'


def test_a_redirect_leads_elsewhere(library: SimulatorThread, marta: Any) -> None:
    library.control.fault("convert", "redirect")
    answer = marta.convert()
    assert (answer.status_code, urlsplit(answer.headers["location"]).path) == (302, "/library/elsewhere")
    assert not converted(library)


def test_acting_only_after_the_client_has_given_up(library: SimulatorThread, marta: Any) -> None:
    library.control.fault("convert", "delay", delay_s=0.2)
    marta.http.timeout = 0.05
    with pytest.raises(httpx.ReadTimeout):
        marta.convert()
    assert not converted(library)
    assert library.library_state.wait_for_calls("convert")
    assert converted(library)


def test_acting_at_once_and_answering_late(library: SimulatorThread, marta: Any) -> None:
    library.control.fault("convert", "delay", answer_delay_s=0.5)
    marta.http.timeout = 0.1
    with pytest.raises(httpx.ReadTimeout):
        marta.convert()
    assert converted(library)


def test_a_delay_alone_answers_rightly(library: SimulatorThread, marta: Any) -> None:
    library.control.fault("convert", "delay", delay_s=0.05)
    assert marta.convert().json() == "OK"


def test_what_was_asked_before_a_reset_does_not_act_after_it(library: SimulatorThread, marta: Any) -> None:
    library.control.fault("log_in", "delay", delay_s=0.1)
    marta.http.timeout = 0.05
    with pytest.raises(httpx.ReadTimeout):
        marta.log_in("marta", "sawdust-and-tea")
    library.control.reset()
    assert not library.library_state.wait_for_calls("log_in", timeout_s=0.2)


def test_a_fault_counts_down_skips_and_ends(library: SimulatorThread, visitor: Callable[[], Any]) -> None:
    guest = visitor()
    library.control.fault("organization", "status", status=503, count=2, skip=1)
    assert [guest.get("organization").status_code for _ in range(5)] == [200, 503, 503, 200, 200]
    library.control.fault("*", "status", status=500, count=None)
    assert [guest.get(each).status_code for each in ("organization", "languages", "statuses")] == [500, 500, 500]
    assert library.library_state.faults.waiting()[-1]["left"] is None
    library.control.clear_faults()
    assert guest.get("organization").status_code == 200


def test_faults_of_one_operation_can_be_cleared_alone(library: SimulatorThread, visitor: Callable[[], Any]) -> None:
    library.control.fault("organization", "empty")
    library.control.fault("languages", "empty")
    library.control.clear_faults("organization")
    assert visitor().get("organization").content != b""
    assert visitor().get("languages").content == b""


def test_a_simulator_can_start_with_faults() -> None:
    first = fault_from_words("organization:status,status=502,count=1", OPERATION_NAMES)
    with SimulatorThread(faults=[first]) as library, httpx.Client(verify=False) as http:
        address = f"{library.url}/api/v1.1/organization"
        assert [http.get(address).status_code for _ in range(2)] == [502, 200]


@pytest.mark.parametrize(
    ("words", "complaint"),
    [
        ("explode:drop", "no operation is called 'explode'"),
        ("convert:explode", "no fault is called 'explode'"),
        ("convert", "no fault is called ''"),
        ("convert:drop,acts=perhaps", "acts of a fault cannot be 'perhaps'"),
        ("convert:drop,colour=red", "a fault has no 'colour'"),
        ("convert:drop,count", "'count' is not name=value"),
    ],
)
def test_a_fault_that_does_not_exist_is_explained(words: str, complaint: str) -> None:
    with pytest.raises(WrongFaultError, match=complaint):
        fault_from_words(words, OPERATION_NAMES)


def test_going_away_really_refuses_connections_and_coming_back_is_the_same_port(
    library: SimulatorThread, marta: Any
) -> None:
    before = library.url
    library.control.go_away()
    with pytest.raises(httpx.ConnectError):
        marta.cart()
    library.control.come_back()
    assert library.url == before
    assert marta.cart()["id"] == marta.cart_id


def test_nobody_else_gets_the_port_while_the_library_is_away(library: SimulatorThread) -> None:
    port = httpx.URL(library.url).port
    library.control.go_away()
    with socket.socket() as other, pytest.raises(OSError, match="in use"):
        other.bind(("127.0.0.1", port))


def test_going_away_for_a_while_ends_by_itself(library: SimulatorThread, visitor: Callable[[], Any]) -> None:
    library.control.go_away(for_s=0.1)
    with pytest.raises(httpx.ConnectError):
        visitor().get("organization")
    with httpx.Client(transport=httpx.HTTPTransport(retries=5, verify=False)) as patient:
        assert patient.get(f"{library.url}/api/v1.1/organization").status_code == 200


def test_coming_back_early_is_possible(library: SimulatorThread, visitor: Callable[[], Any]) -> None:
    library.control.go_away(for_s=60)
    library.control.come_back()
    assert visitor().get("organization").status_code == 200


def test_going_away_cuts_what_is_being_answered(library: SimulatorThread) -> None:
    library.control.fault("organization", "delay", delay_s=30)
    with raw_request(library, "organization", "GET") as line:
        until_taken(library)
        library.control.go_away()
        assert line.recv(1) == b""


def test_stopping_does_not_wait_for_a_delay_and_nothing_acts_any_more() -> None:
    with SimulatorThread() as library:
        library.control.fault("organization", "delay", delay_s=30)
        line = raw_request(library, "organization", "GET")
        until_taken(library)
    with line:
        assert line.recv(1) == b""
    assert library.library_state.calls() == ()
    with pytest.raises(RuntimeError, match="not running"):
        library.control.come_back()
