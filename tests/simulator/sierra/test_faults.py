"""Tests of faults over real HTTP: the error that the client gets, and whether the library acted."""

import socket
from typing import Any

import httpx
import pytest

from kiosk.simulator.faults import WrongFaultError
from kiosk.simulator.knobs import WrongKnobError
from kiosk.simulator.sierra import SierraThread
from tests.simulator.sierra.asking import code_of
from tests.simulator.sierra.conftest import Kiosk

DRILL = "30800000001001"


def lent(library: SierraThread) -> bool:
    return library.library_state.holder_of(DRILL) == "ines"


@pytest.mark.parametrize(
    ("kind", "acts", "error", "acted"),
    [
        # two errors are possible, because the client can be writing or reading: TransportError is their base class
        ("refuse", None, httpx.TransportError, False),
        ("drop", None, httpx.RemoteProtocolError, False),
        ("drop", True, httpx.RemoteProtocolError, True),
        ("cut", None, httpx.RemoteProtocolError, True),
    ],
)
def test_the_connection_ends_without_a_whole_answer(
    library: SierraThread, kiosk: Any, kind: str, *, acts: bool | None, error: type[Exception], acted: bool
) -> None:
    library.control.fault("checkout", kind, acts=acts)
    with pytest.raises(error):
        kiosk.check_out("ines", DRILL)
    assert lent(library) is acted
    call = library.library_state.calls()[-1]
    assert (call.name, call.fault, call.acted) == ("checkout", kind, acted)


@pytest.mark.parametrize(
    ("kind", "start", "acted"),
    [("html", b"<!DOCTYPE", False), ("empty", b"", True), ("truncated", b'{"id"', True), ("garbage", b"\x00", True)],
)
def test_an_answer_that_is_200_and_not_the_answer(
    library: SierraThread, kiosk: Any, kind: str, start: bytes, *, acted: bool
) -> None:
    library.control.fault("checkout", kind)
    answer = kiosk.check_out("ines", DRILL)
    assert (answer.status_code, answer.content[: len(start)]) == (200, start)
    assert lent(library) is acted


@pytest.mark.parametrize("acts", [False, True])
@pytest.mark.parametrize("status", [500, 502, 503])
def test_a_5xx_without_a_body_of_sierra(library: SierraThread, kiosk: Any, status: int, *, acts: bool) -> None:
    library.control.fault("checkout", "status", status=status, acts=acts)
    answer = kiosk.check_out("ines", DRILL)
    assert (answer.status_code, "code" in answer.json()) == (status, False)
    assert lent(library) is acts


def test_a_delay_before_or_after_the_act(library: SierraThread, kiosk: Any) -> None:
    library.control.fault("checkout", "delay", answer_delay_s=1.0)
    with pytest.raises(httpx.ReadTimeout):
        kiosk.http.post(
            "/patrons/checkout", json={"patronBarcode": "23080000001003", "itemBarcode": DRILL}, timeout=0.2
        )
    assert lent(library)


def test_a_request_that_is_delivered_twice(library: SierraThread, kiosk: Any) -> None:
    """The client gets only the second answer. It is a refusal, because the first request has lent the item."""
    library.control.fault("checkout", "delay", deliveries=2)
    answer = kiosk.check_out("ines", DRILL)
    assert (answer.status_code, answer.json()["specificCode"]) == (500, 929)
    assert lent(library)
    calls = [each for each in library.library_state.calls() if each.name == "checkout"]
    assert [each.status for each in calls] == [0, 500]
    assert len(library.library_state.acts("checkout")) == 1


def test_away_and_back_at_the_same_address(library: SierraThread, kiosk: Any) -> None:
    library.control.go_away()
    with pytest.raises(httpx.HTTPError):
        kiosk.loans("marta")
    library.control.come_back()
    assert kiosk.loans("marta").status_code == 200


def test_faults_are_counted_and_cleared(library: SierraThread, kiosk: Any) -> None:
    library.control.fault("checkouts", "status", skip=1, count=None)
    assert [kiosk.loans("marta").status_code for _ in range(3)] == [200, 503, 503]
    library.control.clear_faults("checkouts")
    assert kiosk.loans("marta").status_code == 200


def test_each_call_is_written_down(library: SierraThread, kiosk: Any) -> None:
    kiosk.check_out("ines", DRILL)
    kiosk.check_in(DRILL)
    kiosk.loans("ines")
    told = [(each.name, each.member, each.status, each.about) for each in library.library_state.calls()]
    assert told == [
        ("token", None, 200, ""),
        ("checkout", "ines", 200, DRILL),
        ("checkin", None, 204, DRILL),
        ("checkouts", "ines", 200, "1042532"),
    ]
    assert library.library_state.call_counts()["checkout"] == 1


@pytest.mark.parametrize("knob", ["kept", "closed", "cut"])
def test_a_connection_is_kept_or_closed(library: SierraThread, kiosk: Any, knob: str) -> None:
    library.control.turn(keep_alive=knob)
    answer = kiosk.loans("marta")
    assert answer.headers.get("connection") == ("close" if knob == "closed" else None)
    if knob == "closed":
        assert kiosk.loans("marta").status_code == 200


def test_a_connection_that_was_cut_is_gone(library: SierraThread, kiosk: Any) -> None:
    library.control.turn(keep_alive="cut")
    address, asked = httpx.URL(library.url), kiosk.http.headers["Authorization"]
    with socket.create_connection((address.host, address.port), timeout=5) as line:
        head = f"GET {address.path}/patrons/1042514 HTTP/1.1\r\nHost: x\r\nAuthorization: {asked}\r\n\r\n"
        line.sendall(head.encode())
        with line.makefile("rb") as answer:
            told = answer.read()  # read until the server closes the connection; no header has announced the close
    assert told.startswith(b"HTTP/1.1 200")
    assert b"connection: close" not in told
    assert told.endswith(b"}")


def test_wrong_words_are_refused(library: SierraThread) -> None:
    with pytest.raises(WrongKnobError, match="refuse"):
        library.control.turn(find="maybe")
    with pytest.raises(WrongKnobError, match="no knob"):
        library.control.turn(agreement_status=403)
    with pytest.raises(WrongFaultError, match="no operation"):
        library.control.fault("convert", "drop")


def test_the_levers_work_over_http(library: SierraThread, kiosk: Any) -> None:
    root = httpx.URL(library.url).copy_with(path="/_simulator")
    with httpx.Client(base_url=root, verify=False) as levers:

        def pull(name: str, **fields: object) -> int:
            return levers.post(f"/{name}", json=fields).status_code

        assert pull("knobs", checkout_answer="link") == 200
        assert pull("knobs", checkout_answer="card") == 400
        assert pull("faults", operation="renewal", kind="drop") == 200
        assert pull("status", barcode=DRILL, code="m") == 200
        assert pull("status", barcode="nothing", code="m") == 400
        assert pull("desk/lends", key="ines", barcode="30800000001002") == 200
        assert pull("recall", barcode="30800000001002") == 200
        assert pull("desk/takes-back", barcode="30800000001010") == 200
        assert pull("hold", key="theo", barcode=DRILL) == 200
        assert pull("patron", key="theo", block="b") == 200
        told = levers.get("/state").json()["patrons"]
        assert [each["barcode"] for each in told["ines"]["loans"]] == ["30800000001002"]
        assert told["ines"]["loans"][0]["recalled"] is not None
        assert (len(told["marta"]["loans"]), len(told["theo"]["holds"]), told["owes"]["owes"]) == (3, 1, 18.75)
        assert levers.get("/knobs").json()["checkout_answer"] == "link"
        assert [each["operation"] for each in levers.get("/faults").json()] == ["renewal"]
        assert levers.get("/acts").json() == []
        assert levers.get("/calls").json()["counts"] == {"token": 1}
        assert pull("tokens/expire") == 200
        assert code_of(kiosk.loans("marta")) == 123
        assert pull("reset") == 200
        assert levers.get("/knobs").json()["checkout_answer"] == "checkout"
        assert pull("away", for_s=0.01) == 200


def test_a_new_morning_forgets_everything(library: SierraThread, kiosk: Any) -> None:
    kiosk.check_out("ines", DRILL)
    kiosk.check_in("30800000001010")
    library.control.reset()
    assert library.library_state.acts() == ()
    assert library.library_state.calls() == ()
    assert (len(library.library_state.loans_of("marta")), library.library_state.loans_of("ines")) == (4, ())
    assert code_of(kiosk.loans("marta")) == 123


def test_two_kiosks_have_tokens_of_their_own(library: SierraThread, kiosk: Any) -> None:
    other = Kiosk(library.url)
    other.fetch_token()
    assert other.check_out("ines", DRILL).status_code == 200
    assert kiosk.check_out("theo", DRILL).json()["specificCode"] == 2
    other.http.close()
