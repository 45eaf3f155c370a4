"""Tests of faults over real HTTP, of the knobs that change every answer, and of the levers."""

import socket
from collections.abc import Callable

import httpx
import pytest

from kiosk.simulator.faults import WrongFaultError
from kiosk.simulator.knobs import WrongKnobError, choices
from kiosk.simulator.overdrive import OverdriveKnobs, OverdriveThread
from kiosk.simulator.overdrive.guesses import OverdriveGuesses
from tests.simulator.overdrive.asking import FREE, refusal_of, title
from tests.simulator.overdrive.conftest import COLLECTION, ME, Caller

MEMBER = Callable[[str], Caller]
LAMP = title("The Lamp on Harrow Lane")


def lent(library: OverdriveThread) -> bool:
    return library.library_state.borrowers_of(FREE.id) == ("ines",)


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
    library: OverdriveThread, member: MEMBER, kind: str, *, acts: bool | None, error: type[Exception], acted: bool
) -> None:
    ines = member("ines")
    library.control.fault("checkout", kind, acts=acts)
    with pytest.raises(error):
        ines.borrow(FREE.id)
    assert lent(library) is acted
    call = library.library_state.calls()[-1]
    assert (call.name, call.fault, call.acted) == ("checkout", kind, acted)


@pytest.mark.parametrize("acts", [False, True])
def test_a_lost_return(library: OverdriveThread, member: MEMBER, *, acts: bool) -> None:
    marta = member("marta")
    library.control.fault("return", "drop", acts=acts)
    with pytest.raises(httpx.RemoteProtocolError):
        marta.give_back(LAMP.id)
    second = marta.give_back(LAMP.id)
    assert second.status_code == (400 if acts else 204)
    assert len(library.library_state.acts("return")) == 1


@pytest.mark.parametrize(
    ("kind", "start", "acted"),
    [("html", b"<!DOCTYPE", False), ("empty", b"", True), ("truncated", b'{"res', True), ("garbage", b"\x00", True)],
)
def test_an_answer_that_is_200_and_not_the_answer(
    library: OverdriveThread, member: MEMBER, kind: str, start: bytes, *, acted: bool
) -> None:
    ines = member("ines")
    library.control.fault("checkout", kind)
    answer = ines.borrow(FREE.id)
    assert (answer.status_code, answer.content[: len(start)]) == (200, start)
    assert lent(library) is acted


@pytest.mark.parametrize("acts", [False, True])
@pytest.mark.parametrize("status", [429, 500, 502, 503])
def test_a_status_without_a_body_of_overdrive(
    library: OverdriveThread, member: MEMBER, status: int, *, acts: bool
) -> None:
    ines = member("ines")
    library.control.fault("checkout", "status", status=status, acts=acts)
    answer = ines.borrow(FREE.id)
    assert (answer.status_code, "errorCode" in answer.json()) == (status, False)
    assert lent(library) is acts


def test_a_delay_before_or_after_the_act(library: OverdriveThread, member: MEMBER) -> None:
    ines = member("ines")
    library.control.fault("checkout", "delay", answer_delay_s=1.0)
    with pytest.raises(httpx.ReadTimeout):
        ines.http.post(f"{ME}/checkouts", json={"fields": [{"name": "id", "value": FREE.id}]}, timeout=0.2)
    assert lent(library)


def test_a_request_that_is_delivered_twice(library: OverdriveThread, member: MEMBER) -> None:
    ines = member("ines")
    library.control.fault("checkout", "delay", deliveries=2)
    assert refusal_of(ines.borrow(FREE.id)) == (400, "TitleAlreadyCheckedOut")
    assert len(library.library_state.acts("checkout")) == 1


def test_away_and_back_at_the_same_address(library: OverdriveThread, member: MEMBER) -> None:
    marta = member("marta")
    library.control.go_away()
    with pytest.raises(httpx.HTTPError):
        marta.loans()
    library.control.come_back()
    assert len(marta.loans()["checkouts"]) == 3


def test_faults_are_counted_and_cleared(library: OverdriveThread, member: MEMBER) -> None:
    marta = member("marta")
    library.control.fault("checkouts", "status", skip=1, count=None)
    assert [marta.get(f"{ME}/checkouts").status_code for _ in range(3)] == [200, 503, 503]
    library.control.clear_faults("checkouts")
    assert marta.get(f"{ME}/checkouts").status_code == 200


def test_each_call_is_written_down(library: OverdriveThread, kiosk: Caller, member: MEMBER) -> None:
    ines = member("ines")
    ines.borrow(FREE.number)
    ines.give_back(FREE.id.upper())
    ines.loans()
    kiosk.get(f"{COLLECTION}/products/{FREE.id}/metadata")
    told = [(each.name, each.member, each.status, each.about) for each in library.library_state.calls()]
    assert told == [
        ("token", None, 200, ""),
        ("patron_token", "ines", 200, ""),
        ("checkout", "ines", 201, FREE.title),
        ("return", "ines", 204, FREE.title),
        ("checkouts", "ines", 200, ""),
        ("metadata", None, 200, FREE.title),
    ]
    assert library.library_state.call_counts()["checkout"] == 1


def test_more_than_two_requests_in_a_second_are_429(library: OverdriveThread, member: MEMBER) -> None:
    marta = member("marta")
    library.control.put_forward(1)
    library.control.turn(most_per_second=2)
    answers = [marta.get(ME) for _ in range(12)]
    assert [each.status_code for each in answers[:2]] == [200, 200]
    late = next(each for each in answers if each.status_code == 429)
    assert (late.headers["retry-after"], late.json()) == ("1", {"message": "Too Many Requests"})
    library.control.put_forward(1)
    assert marta.get(ME).status_code == 200


@pytest.mark.parametrize(("knob", "content"), [("text", b"Too Many Requests"), ("empty", b"")])
def test_the_body_of_429_is_a_guess(library: OverdriveThread, member: MEMBER, knob: str, content: bytes) -> None:
    marta = member("marta")
    library.control.turn(most_per_second=1, too_many_body=knob, retry_after_s=0)
    answer = [marta.borrow(FREE.id) for _ in range(2)][1]
    assert (answer.status_code, answer.content, "retry-after" in answer.headers) == (429, content, False)
    assert len(library.library_state.acts("checkout")) <= 1


def test_pictures_and_the_page_that_opens_a_loan_do_not_count(library: OverdriveThread, member: MEMBER) -> None:
    marta = member("marta")
    library.control.put_forward(1)
    library.control.turn(most_per_second=1)
    place = marta.get(f"{ME}/checkouts/{LAMP.id}/formats/downloadredirect").headers["location"]
    assert marta.get(place).status_code == 200
    assert marta.get(ME).status_code == 429


@pytest.mark.parametrize(
    ("knob", "body"),
    [("message", {"message": "An unexpected error has occurred."}), ("BadRequest", {"errorCode": "BadRequest"})],
)
def test_a_refusal_can_say_less(library: OverdriveThread, member: MEMBER, knob: str, body: dict[str, str]) -> None:
    library.control.turn(refusals=knob)
    answer = member("ines").borrow(LAMP.id)
    assert answer.status_code == 400
    told = {name: text for name, text in answer.json().items() if name in body or knob == "message"}
    assert told == body


def test_the_ids_can_have_any_case(library: OverdriveThread, member: MEMBER) -> None:
    busy = member("busy")
    seen = {}
    for knob in ("by year", "upper", "lower", "mixed"):
        library.control.turn(ids=knob)
        ids = [each["reserveId"] for each in busy.loans()["checkouts"]]
        seen[knob] = (any(each == each.upper() for each in ids), any(each == each.lower() for each in ids))
    assert seen == {"by year": (False, True), "upper": (True, False), "lower": (False, True), "mixed": (True, True)}


def test_a_loan_can_have_only_what_every_loan_has(library: OverdriveThread, member: MEMBER) -> None:
    library.control.turn(bare_records=True)
    (first, *_others) = member("marta").loans()["checkouts"]
    assert list(first) == ["reserveId", "expires", "isFormatLockedIn", "links"]
    assert list(first["links"]) == ["self", "metadata"]


def test_links_can_lead_elsewhere(library: OverdriveThread, member: MEMBER) -> None:
    library.control.turn(links_to="elsewhere")
    ines = member("ines")
    made = ines.borrow(FREE.id)
    links = made.json()["links"]
    assert made.headers["location"] == links["self"]["href"]
    assert links["self"]["href"] == f"https://patron.api.overdrive.example/v1/patrons/me/checkouts/{FREE.id}"
    assert links["metadata"]["href"].startswith("https://api.overdrive.example/v1/collections/")
    for each in links.values():
        assert ines.get(httpx.URL(each["href"]).path).status_code in (200, 302)


def test_the_link_of_a_list_can_end_with_a_slash(library: OverdriveThread, member: MEMBER) -> None:
    library.control.turn(list_slash=True)
    marta = member("marta")
    for name in ("checkouts", "holds"):
        told = marta.get(f"{ME}/{name}").json()
        assert told["links"]["self"]["href"].endswith(f"/{name}/")
        assert marta.get(told["links"]["self"]["href"]).json() == told


def test_a_client_may_wait_for_a_yes_before_the_body(library: OverdriveThread, member: MEMBER) -> None:
    ines, body = member("ines"), b'{"fields":[{"name":"id","value":"%s"}]}' % FREE.id.encode()
    address = httpx.URL(library.url)
    head = (
        f"POST {ME}/checkouts HTTP/1.1\r\nHost: x\r\nAuthorization: {ines.http.headers['Authorization']}\r\n"
        f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\nExpect: 100-continue\r\n\r\n"
    )
    with socket.create_connection((address.host, address.port or 80), timeout=5) as line, line.makefile("rb") as told:
        line.sendall(head.encode())
        assert told.readline().startswith(b"HTTP/1.1 100 ")
        assert told.readline() == b"\r\n"
        line.sendall(body)
        assert told.readline().startswith(b"HTTP/1.1 201 ")
    assert lent(library)


@pytest.mark.parametrize("path", ["/nothing", "/v1/patrons", "/v1/patrons/you", f"{ME}/checkouts/7/formats"])
def test_an_unknown_address(kiosk: Caller, path: str) -> None:
    assert refusal_of(kiosk.get(path)) == (404, "NotFound")


def test_every_guess_is_a_knob_with_another_answer() -> None:
    knobs, guesses = choices(OverdriveKnobs()), choices(OverdriveGuesses())
    assert set(guesses) < set(knobs)
    numbers = {"retry_after_s", "code_lifetime_s"}
    assert {name for name in guesses if "|" not in guesses[name]} == numbers


def test_wrong_words_are_refused(library: OverdriveThread) -> None:
    with pytest.raises(WrongKnobError, match="2025"):
        library.control.turn(records="1999")
    with pytest.raises(WrongKnobError, match="no knob"):
        library.control.turn(checkout_answer="link")
    with pytest.raises(WrongFaultError, match="no operation"):
        library.control.fault("convert", "drop")
    with pytest.raises(KeyError):
        library.control.app_lends("ines", "no such title")


def test_the_levers_work_over_http(library: OverdriveThread, member: MEMBER) -> None:
    marta = member("marta")
    with httpx.Client(base_url=f"{library.url}/_simulator", verify=False) as levers:

        def pull(name: str, **fields: object) -> int:
            return levers.post(f"/{name}", json=fields).status_code

        assert pull("knobs", records="2021") == 200
        assert pull("knobs", records="card") == 400
        assert pull("faults", operation="return", kind="drop") == 200
        assert pull("app/lends", key="ines", title=FREE.title, days=2) == 200
        assert pull("app/takes-back", key="marta", title=LAMP.id) == 200
        assert pull("app/takes-back", key="marta", title=LAMP.id) == 400
        assert pull("kindle", key="ines", title=FREE.title) == 200
        assert pull("loan/ends", key="ines", title=FREE.title, seconds=90) == 200
        assert pull("copies", title=FREE.title, copies=3) == 200
        assert pull("hold", key="theo", title=FREE.title) == 200
        assert pull("hold/drop", key="marta", title="Forty Acres of Fog") == 200
        assert pull("patron", key="theo", limit=1) == 200
        told = levers.get("/state").json()["patrons"]
        assert [(each["title"], each["on_kindle"]) for each in told["ines"]["loans"]] == [(FREE.title, True)]
        assert (len(told["marta"]["loans"]), len(told["marta"]["holds"]), len(told["theo"]["holds"])) == (2, 1, 2)
        assert levers.get("/knobs").json()["records"] == "2021"
        assert [each["operation"] for each in levers.get("/faults").json()] == ["return"]
        assert pull("faults/clear") == 200
        assert [each["act"] for each in levers.get("/acts").json()] == ["cancel hold"]
        assert levers.get("/calls").json()["counts"] == {"patron_token": 1}
        assert pull("clock", forward_s=10) == 200
        assert pull("clock/set", to="2026-12-24T18:00:00Z") == 200
        assert pull("clock/set", to="2026-12-24T18:00:00") == 400
        assert levers.get("/state").json()["now"].startswith("2026-12-24 18:00")
        assert pull("tokens/expire", key="marta") == 200
        assert marta.get(ME).status_code == 401
        assert pull("reset") == 200
        assert levers.get("/knobs").json()["records"] == "2025"
        assert pull("away", for_s=0.01) == 200


def test_a_reset_forgets_everything(library: OverdriveThread, member: MEMBER) -> None:
    marta = member("marta")
    marta.give_back(LAMP.id)
    place = marta.get(f"{ME}/checkouts/{title('Winter Wheat').id}/formats/downloadredirect").headers["location"]
    library.control.reset()
    assert (library.library_state.acts(), library.library_state.calls()) == ((), ())
    assert len(library.library_state.loans_of("marta")) == 3
    assert marta.get(ME).status_code == 401
    assert marta.get(place).status_code == 410
