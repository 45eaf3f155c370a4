"""Tests of faults over real HTTP, of the list of received calls, of the knobs for guesses, and of the levers."""

from datetime import UTC, datetime, timedelta

import httpx
import pytest

from kiosk.simulator.ehub import EhubKnobs, EhubThread
from kiosk.simulator.ehub.guesses import EhubGuesses
from kiosk.simulator.ehub.people import EHUB_PEOPLE
from kiosk.simulator.faults import Fault, WrongFaultError
from kiosk.simulator.knobs import WrongKnobError, choices
from tests.simulator.ehub.conftest import MakesClients
from tests.simulator.ehub.signing import ProviderClient, refusal_of

FREE = "mb-1012"


def lent(library: EhubThread) -> bool:
    """Return True if ines has exactly one loan, of the title FREE."""
    return [each.record_id for each in library.library_state.loans_of("ines")] == [FREE]


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
    library: EhubThread, ines: ProviderClient, kind: str, *, acts: bool | None, error: type[Exception], acted: bool
) -> None:
    library.control.fault("checkout", kind, acts=acts)
    with pytest.raises(error):
        ines.borrow(FREE)
    assert lent(library) is acted
    call = library.library_state.calls()[-1]
    assert (call.name, call.fault, call.acted) == ("checkout", kind, acted)
    again = ines.borrow(FREE)
    assert (refusal_of(again) == (500, "ALREADY_ON_LOAN")) if acted else (again.status_code == 200)
    assert len(library.library_state.acts("checkout")) == 1


@pytest.mark.parametrize("acts", [False, True])
def test_a_lost_return(library: EhubThread, caller: MakesClients, *, acts: bool) -> None:
    marta, loan = caller("marta"), library.library_state.loans_of("marta")[0]
    library.control.fault("return", "drop", acts=acts)
    with pytest.raises(httpx.RemoteProtocolError):
        marta.give_back(loan.id)
    assert marta.give_back(loan.id).status_code == (500 if acts else 204)
    assert len(library.library_state.acts("return")) == 1


@pytest.mark.parametrize(
    ("kind", "start", "acted"),
    [("html", b"<!DOCTYPE", False), ("empty", b"", True), ("truncated", b'{"id', True), ("garbage", b"\x00", True)],
)
def test_an_answer_that_is_200_and_not_the_answer(
    library: EhubThread, ines: ProviderClient, kind: str, start: bytes, *, acted: bool
) -> None:
    library.control.fault("checkout", kind)
    answer = ines.borrow(FREE)
    assert (answer.status_code, answer.content[: len(start)]) == (200, start)
    assert lent(library) is acted


@pytest.mark.parametrize("operation", ["record", "loan", "return"])
def test_a_web_page_instead_of_any_answer(library: EhubThread, caller: MakesClients, operation: str) -> None:
    marta, id_ = caller("marta"), library.library_state.loans_of("marta")[0].id
    library.control.fault(operation, "html")
    asked = {
        "record": lambda: marta.record(FREE),
        "loan": lambda: marta.loan(id_),
        "return": lambda: marta.give_back(id_),
    }
    answer = asked[operation]()
    assert (answer.status_code, answer.headers["content-type"]) == (200, "text/html")


@pytest.mark.parametrize("acts", [False, True])
@pytest.mark.parametrize("status", [429, 500, 502, 503])
def test_a_status_without_a_code(library: EhubThread, ines: ProviderClient, status: int, *, acts: bool) -> None:
    library.control.fault("checkout", "status", status=status, acts=acts)
    answer = ines.borrow(FREE)
    assert (answer.status_code, "code" in answer.json()) == (status, False)
    assert lent(library) is acts


def test_a_delay_after_the_act(library: EhubThread, ines: ProviderClient) -> None:
    library.control.fault("checkout", "delay", answer_delay_s=1.0)
    with pytest.raises(httpx.ReadTimeout):
        ines.http.post("/checkouts", headers=ines.headers(), json={"recordId": FREE}, timeout=0.2)
    assert lent(library)


def test_a_request_that_is_delivered_twice(library: EhubThread, ines: ProviderClient) -> None:
    library.control.fault("checkout", "delay", deliveries=2)
    assert refusal_of(ines.borrow(FREE)) == (500, "ALREADY_ON_LOAN")
    assert len(library.library_state.acts("checkout")) == 1


def test_away_and_back_at_the_same_address(library: EhubThread, ines: ProviderClient) -> None:
    library.control.go_away()
    with pytest.raises(httpx.HTTPError):
        ines.record(FREE)
    library.control.come_back()
    assert ines.record(FREE).status_code == 200


def test_it_starts_with_faults_and_knobs() -> None:
    with EhubThread(knobs=EhubKnobs(loan_mode="LPF"), faults=[Fault("record", "status", status=502)]) as library:
        client = ProviderClient(library.url, "ines")
        assert [client.record(FREE).status_code for _ in range(2)] == [502, 200]
        assert library.library_state.loans_of("marta")[1].format_id == "audio-stream"
        client.http.close()


def test_each_call_is_written_down(library: EhubThread, caller: MakesClients) -> None:
    ines = caller("ines")
    ines.record("isbn/978-0-00-000010-4")
    id_ = ines.borrow(FREE).json()["id"]
    ines.loan(id_)
    ines.give_back(id_)
    caller("ines", iss="x").record(FREE)
    caller("bao").borrow(FREE)
    ines.send("GET", "/patrons")
    told = [(each.name, each.member, each.status, each.about) for each in library.library_state.calls()]
    assert told == [
        ("record", "ines", 200, "isbn/978-0-00-000010-4"),
        ("checkout", "ines", 200, FREE),
        ("loan", "ines", 200, id_),
        ("return", "ines", 204, id_),
        ("record", None, 401, FREE),
        ("checkout", None, 500, FREE),
        ("unknown", None, 404, ""),
    ]
    assert library.library_state.call_counts()["record"] == 2


def test_loans_at_the_start(library: EhubThread, caller: MakesClients) -> None:
    state = library.library_state
    assert {each.key: len(state.loans_of(each.key)) for each in EHUB_PEOPLE if each.loans} == {
        "marta": 3,
        "jamal": 2,
        "greta": 2,
        "owes": 1,
        "mononym": 1,
        "busy": 12,
    }
    over = next(each for each in state.loans.values() if each.key == "owes" and each.title.id == "mb-1003")
    assert refusal_of(caller("owes").loan(over.id)) == (500, "INACTIVE_LOAN")
    busy = caller("busy")
    assert [busy.loan(each.id).status_code for each in state.loans_of("busy")] == [200] * 12


def test_the_clock_ends_loans(library: EhubThread) -> None:
    library.control.put_forward(3 * 3600)
    assert len(library.library_state.loans_of("marta")) == 2
    library.control.set_clock(datetime.now(UTC) + timedelta(days=40))
    assert library.library_state.loans_of("marta") == ()


def test_every_guess_is_a_knob_with_another_answer() -> None:
    knobs, guesses = choices(EhubKnobs()), choices(EhubGuesses())
    assert set(guesses) < set(knobs)
    numbers = {"leeway_s", "oldest_token_s", "link_lifetime_s"}
    assert {name for name in guesses if "|" not in guesses[name]} == numbers


def test_wrong_words_are_refused(library: EhubThread) -> None:
    with pytest.raises(WrongKnobError, match="LPF"):
        library.control.turn(loan_mode="LPX")
    with pytest.raises(WrongKnobError, match="no knob"):
        library.control.turn(pins=True)
    with pytest.raises(WrongFaultError, match="no operation"):
        library.control.fault("renewal", "drop")
    with pytest.raises(KeyError):
        library.control.change_person("nobody", limit=1)


def test_the_levers_work_over_http(library: EhubThread, ines: ProviderClient) -> None:
    with httpx.Client(base_url=f"{library.origin}/_simulator", verify=False) as levers:

        def pull(name: str, **fields: object) -> int:
            return levers.post(f"/{name}", json=fields).status_code

        assert pull("knobs", loan_mode="LPF") == 200
        assert pull("knobs", loan_mode="both") == 400
        assert pull("faults", operation="return", kind="drop") == 200
        assert pull("loan", key="ines", record_id="mix-3001", format_id="audio-stream") == 200
        assert pull("loan", key="ines", record_id="nothing") == 400
        (loan,) = levers.get("/state").json()["loans"]["ines"]
        assert (loan["record_id"], loan["format_id"]) == ("mix-3001", "audio-stream")
        assert pull("loan/ends", checkout_id=loan["id"], in_s=90) == 200
        assert pull("loan/ends", checkout_id="co-1") == 400
        assert pull("person", key="theo", limit=1) == 200
        assert pull("title/refuse", record_id=FREE, code="PRODUCT_INACTIVE") == 200
        assert pull("title/refuse", record_id=FREE, code="TOO_HEAVY") == 400
        assert pull("agree", key="theo") == 200
        assert levers.get("/state").json()["agreed"] == ["theo"]
        assert levers.get("/knobs").json()["loan_mode"] == "LPF"
        assert [each["operation"] for each in levers.get("/faults").json()] == ["return"]
        assert pull("faults/clear") == 200
        assert pull("clock", forward_s=120) == 200
        assert levers.get("/state").json()["loans"]["ines"] == []
        assert pull("clock/set", to="2026-12-24T18:00:00Z") == 200
        assert levers.get("/state").json()["now"].startswith("2026-12-24 18:00")
        assert ines.record(FREE).status_code == 401
        assert levers.get("/calls").json()["counts"] == {"record": 1}
        assert pull("key", secret="b3RoZXI=") == 200
        assert pull("key", secret="?") == 400
        assert pull("reset") == 200
        assert levers.get("/knobs").json()["loan_mode"] == "LPP"
        assert ines.record(FREE).status_code == 200
        assert pull("away", for_s=0.01) == 200


def test_a_reset_forgets_everything(library: EhubThread, caller: MakesClients) -> None:
    marta, id_ = caller("marta"), library.library_state.loans_of("marta")[0].id
    href = marta.loan(id_).json()["formatMetadata"]["ebook"]["contentLinks"][0]["href"]
    library.control.refuse_title(FREE, "PRODUCT_INACTIVE")
    library.control.change_person("ines", refused=True)
    marta.give_back(id_)
    library.control.reset()
    state = library.library_state
    assert (state.acts(), state.calls(), state.tokens()) == ((), (), ())
    assert len(state.loans_of("marta")) == 3
    assert refusal_of(marta.loan(id_)) == (404, "CHECKOUT_NOT_FOUND")
    assert httpx.get(href, verify=False).status_code == 410
    assert caller("ines").borrow(FREE).status_code == 200
