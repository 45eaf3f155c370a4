"""Tests of tokens for the kiosk and for patrons with and without PINs, and of requests without a valid token."""

from collections.abc import Callable

import pytest

from kiosk.simulator.overdrive import OVERDRIVE_PATRONS, OverdriveThread
from kiosk.simulator.sierra import PATRONS
from tests.simulator.overdrive.asking import FREE, refusal_of
from tests.simulator.overdrive.conftest import COLLECTION, ME, SCOPE, Caller, patron

CALLER = Callable[[], Caller]
MEMBER = Callable[[str], Caller]
CARD = patron("marta").barcodes[0]
REFUSED = {"error": "unauthorized_client", "error_description": f"Invalid Library Card: {CARD}.  Not a valid card."}


def test_the_kiosk_gets_a_token(library: OverdriveThread, caller: CALLER) -> None:
    answer = caller().fetch_token()
    told = answer.json()
    assert (answer.status_code, told["token_type"], told["expires_in"]) == (200, "Bearer", 3600)
    assert set(told) == {"access_token", "token_type", "expires_in", "scope"}
    assert library.url == library.token_url.removesuffix("/token")
    assert library.patron_token_url == f"{library.url}/patrontoken"


def test_a_wrong_secret_is_refused(library: OverdriveThread, caller: CALLER) -> None:
    assert (caller().fetch_token("wrong").status_code, caller().http.post("/patrontoken").status_code) == (401, 401)
    library.control.turn(wrong_key=400)
    assert caller().fetch_token("wrong").json()["error"] == "invalid_client"
    assert caller().fetch_token("wrong").status_code == 400


@pytest.mark.parametrize("address", ["/token", "/patrontoken"])
def test_another_grant_type_is_refused(caller: CALLER, address: str) -> None:
    from kiosk.simulator.overdrive import CLIENT_KEY, CLIENT_SECRET

    answer = caller().http.post(address, data={"grant_type": "magic"}, auth=(CLIENT_KEY, CLIENT_SECRET))
    assert (answer.status_code, answer.json()["error"]) == (400, "unsupported_grant_type")


def test_one_card_opens_sierra_and_overdrive() -> None:
    cards = {each.key: (each.barcodes, each.pin) for each in PATRONS}
    assert {each.key: (each.barcodes, each.pin) for each in OVERDRIVE_PATRONS} == cards


@pytest.mark.parametrize("card", ["23080000001001", "OLD 1001", " old 1001 "])
def test_each_card_of_a_patron_is_accepted(caller: CALLER, card: str) -> None:
    marta = caller()
    answer = marta.log_in("marta", username=card)
    assert answer.status_code == 200
    assert "refresh_token" not in answer.json()
    assert marta.get(ME).json()["patronId"] == patron("marta").id


@pytest.mark.parametrize("change", [{"password": "0000"}, {"username": CARD, "password_required": "false"}])
def test_a_wrong_pin_is_refused_with_400(caller: CALLER, change: dict[str, str]) -> None:
    answer = caller().log_in("marta", **change)
    assert (answer.status_code, answer.json()) == (400, REFUSED)


def test_a_refusal_can_have_the_status_401(library: OverdriveThread, caller: CALLER) -> None:
    library.control.turn(refused_card=401)
    assert caller().log_in("marta", password="0000").status_code == 401


@pytest.mark.parametrize("key", ["olga", "desmond", "bao", "gone"])
def test_who_may_not_borrow_gets_no_token(caller: CALLER, key: str) -> None:
    answer = caller().log_in(key)
    assert (answer.status_code, answer.json()["error"]) == (400, "unauthorized_client")


def test_an_unknown_card_is_refused(caller: CALLER) -> None:
    answer = caller().log_in("marta", username="99999")
    assert answer.json()["error_description"] == "Invalid Library Card: 99999.  Not a valid card."


@pytest.mark.parametrize("field", ["username", "password"])
def test_card_and_password_are_never_empty(library: OverdriveThread, caller: CALLER, field: str) -> None:
    library.control.turn(pins=False)
    answer = caller().log_in("marta", **{field: ""})
    assert (answer.status_code, answer.json()["error"]) == (400, "invalid_request")


def test_a_card_is_enough_at_a_library_without_pins(library: OverdriveThread, caller: CALLER) -> None:
    library.control.turn(pins=False)
    assert caller().log_in("marta", password="[ignore]", password_required="false").status_code == 200
    assert caller().log_in("marta", password="1111", password_required="true").status_code == 200
    assert caller().log_in("olga", password="[ignore]", password_required="false").status_code == 400


def test_a_card_of_two_patrons_needs_the_pin(library: OverdriveThread, caller: CALLER) -> None:
    two = caller()
    two.log_in("twin-2")
    assert two.get(ME).json()["patronId"] == patron("twin-2").id
    library.control.turn(pins=False)
    assert caller().log_in("twin-2").status_code == 400


@pytest.mark.parametrize(
    "scope", [SCOPE, SCOPE.replace("websiteid", "websiteId"), SCOPE.replace("authorization", "ils")]
)
def test_the_spellings_of_the_scope(caller: CALLER, scope: str) -> None:
    assert caller().log_in("marta", scope=scope).status_code == 200


@pytest.mark.parametrize("scope", ["", "websiteid:1 authorizationname:millbrook", SCOPE.split()[0], f"{SCOPE}x"])
def test_a_scope_of_another_library_is_refused(library: OverdriveThread, caller: CALLER, scope: str) -> None:
    answer = caller().log_in("marta", scope=scope)
    assert (answer.status_code, answer.json()["error"]) == (400, "invalid_scope")
    library.control.turn(wrong_scope="unauthorized_client")
    assert caller().log_in("marta", scope=scope).json()["error"] == "unauthorized_client"


def test_a_token_that_has_ended_is_401_and_a_new_one_works(library: OverdriveThread, member: MEMBER) -> None:
    marta = member("marta")
    library.control.put_forward(3599)
    assert marta.get(ME).status_code == 200
    library.control.put_forward(2)
    answer = marta.get(ME)
    assert (answer.status_code, answer.headers["www-authenticate"]) == (401, "Bearer")
    assert marta.log_in("marta").status_code == 200
    assert marta.get(ME).status_code == 200


def test_the_lifetime_of_a_token_is_a_knob(library: OverdriveThread, caller: CALLER) -> None:
    library.control.turn(token_lifetime_s=60)
    marta = caller()
    assert marta.log_in("marta").json()["expires_in"] == 60
    library.control.put_forward(61)
    assert marta.get(ME).status_code == 401


@pytest.mark.parametrize(
    ("knob", "content"), [("message", b'{"message": "Access Denied"}'), ("text", b"Access Denied"), ("empty", b"")]
)
def test_the_body_of_401_is_a_guess(library: OverdriveThread, caller: CALLER, knob: str, content: bytes) -> None:
    library.control.turn(denied_body=knob)
    answer = caller().get(ME)
    assert (answer.status_code, answer.content) == (401, content)


def test_the_kiosk_cannot_open_loans(library: OverdriveThread, kiosk: Caller) -> None:
    assert kiosk.get(f"{ME}/checkouts").status_code == 401
    library.control.turn(other_token=403)
    assert kiosk.get(f"{ME}/checkouts").status_code == 403
    assert kiosk.borrow(FREE.id).status_code == 403
    assert library.library_state.acts() == ()


def test_both_tokens_open_titles(kiosk: Caller, member: MEMBER) -> None:
    for each in (kiosk, member("marta")):
        assert each.get(f"{COLLECTION}/products/{FREE.id}/metadata").json()["title"] == FREE.title


def test_tokens_of_one_patron_can_be_ended(library: OverdriveThread, kiosk: Caller, member: MEMBER) -> None:
    marta, jamal = member("marta"), member("jamal")
    library.control.expire_tokens("marta")
    assert [each.get(ME).status_code for each in (marta, jamal)] == [401, 200]
    library.control.expire_tokens()
    assert jamal.get(ME).status_code == 401
    assert kiosk.get("/v1/libraries/4942").status_code == 401


def test_the_headers_can_be_needed(library: OverdriveThread, member: MEMBER) -> None:
    library.control.turn(needs_headers=True)
    marta = member("marta")
    assert refusal_of(marta.get(ME)) == (400, "BadRequest")
    marta.http.headers["X-Forwarded-For"] = "192.0.2.7"
    assert marta.get(ME).status_code == 200
