"""Tests of the library's key: its token, its roles, and the addresses of each version of Sierra."""

from collections.abc import Callable
from typing import Any

import pytest

from kiosk.simulator.sierra import SierraKnobs, SierraThread
from tests.simulator.sierra.asking import code_of, error_of

ROLES = [
    "Patrons Read",
    "Patrons Write",
    "Patrons Validate",
    "Patrons Hold CRUD",
    "Items Read",
    "Items Write",
    "Bibs Read",
]
MARTA = "/patrons/1042514"


def test_a_token_is_fetched_at_both_addresses(library: SierraThread, stranger: Callable[[], Any]) -> None:
    for address in ("/token", library.token_url):
        answer = stranger().fetch_token(address)
        assert {name: type(value) for name, value in answer.json().items()} == {
            "access_token": str,
            "token_type": str,
            "expires_in": int,
        }
        assert (answer.json()["token_type"], answer.json()["expires_in"]) == ("bearer", 3600)


@pytest.mark.parametrize(("knob", "versioned", "above"), [("versioned", 200, 404), ("unversioned", 404, 200)])
def test_some_sites_have_only_one_of_them(
    library: SierraThread, stranger: Callable[[], Any], knob: str, versioned: int, above: int
) -> None:
    library.control.turn(token_at=knob)
    client = stranger()
    assert client.fetch_token("/token").status_code == versioned
    assert client.fetch_token(library.token_url).status_code == above


def test_a_wrong_secret_gets_no_token(stranger: Callable[[], Any]) -> None:
    client = stranger()
    assert client.fetch_token(secret="wrong").status_code == 401
    assert client.http.post("/token", data={"grant_type": "client_credentials"}).status_code == 401
    assert client.http.post("/token", auth=("kiosk-key", "millbrook-secret")).status_code == 400


def test_without_a_token_113_and_with_a_dead_one_123(
    library: SierraThread, kiosk: Any, stranger: Callable[[], Any]
) -> None:
    assert error_of(stranger().get(MARTA)) == (401, 113, "Invalid or missing authorization header")
    library.control.expire_tokens()
    assert kiosk.get(MARTA).json() == {
        "code": 123,
        "specificCode": 0,
        "httpStatus": 401,
        "name": "Unauthorized",
        "description": "invalid_grant",
    }
    library.control.turn(dead_token_code=127)
    assert error_of(kiosk.get(MARTA))[:2] == (401, 127)
    kiosk.fetch_token()
    assert kiosk.get(MARTA).status_code == 200


def test_a_token_ends_when_it_said_that_it_would(library: SierraThread, stranger: Callable[[], Any]) -> None:
    library.control.turn(token_lifetime_s=300)
    client = stranger()
    assert client.fetch_token().json()["expires_in"] == 300
    library.control.put_forward(290)
    assert 8 <= client.get("/info/token").json()["expiresIn"] <= 10
    library.control.put_forward(11)
    assert client.get("/info/token").status_code == 401


def test_the_roles_are_told(library: SierraThread, kiosk: Any) -> None:
    told = kiosk.get("/info/token").json()
    assert (told["keyId"], [each["name"] for each in told["roles"]]) == ("kiosk-key", ROLES)
    library.control.turn(roles_as="texts", roles_missing="Items Write, Bibs Read")
    assert kiosk.get("/info/token").json()["roles"] == ROLES[:-2]


NEEDS = [
    ("Patrons Read", "GET", MARTA),
    ("Patrons Read", "GET", f"{MARTA}/checkouts"),
    ("Patrons Read", "GET", "/patrons/find?varFieldTag=b&varFieldContent=23080000001001"),
    ("Patrons Validate", "POST", "/patrons/validate"),
    ("Patrons Validate", "POST", "/patrons/auth"),
    ("Patrons Write", "POST", "/patrons/checkout"),
    ("Patrons Write", "POST", "/patrons/checkouts/1/renewal"),
    ("Patrons Hold CRUD", "GET", f"{MARTA}/holds"),
    ("Patrons Hold CRUD", "DELETE", "/patrons/holds/1"),
    ("Items Write", "DELETE", "/items/checkouts/30800000001010"),
    ("Items Read", "GET", "/items/1002001"),
    ("Items Read", "POST", "/items/query"),
    ("Bibs Read", "GET", "/bibs/2002001"),
]


@pytest.mark.parametrize(("role", "verb", "path"), NEEDS)
def test_a_missing_role_is_403_and_116(library: SierraThread, kiosk: Any, role: str, verb: str, path: str) -> None:
    assert kiosk.http.request(verb, path).status_code != 403
    library.control.reset()
    kiosk.fetch_token()
    library.control.turn(roles_missing=role)
    assert error_of(kiosk.http.request(verb, path))[:2] == (403, 116)
    assert library.library_state.acts() == ()


def test_a_check_in_may_need_another_role(library: SierraThread, kiosk: Any) -> None:
    library.control.turn(checkin_role="Patrons Write", roles_missing="Items Write")
    assert kiosk.check_in("30800000001010").status_code == 204
    library.control.turn(checkin_role="Items Write")
    assert code_of(kiosk.check_in("PLMB%2012")) == 116


UNKNOWN = ["/nothing", "/patrons", "/patrons/abc", "/items/1002001/loans", "/../v4/patrons/1042514"]


@pytest.mark.parametrize("path", UNKNOWN)
def test_an_unknown_endpoint_is_404_without_a_body_of_sierra(library: SierraThread, kiosk: Any, path: str) -> None:
    answer = kiosk.get(path)
    assert (answer.status_code, answer.headers["content-type"]) == (404, "text/html")
    assert b"107" not in answer.content
    assert library.library_state.calls()[-1].status == 404


def test_before_5_2_nothing_can_be_lent_or_brought_back(library: SierraThread, kiosk: Any) -> None:
    library.control.turn(sierra="5.1")
    for answer in (
        kiosk.check_out("ines", "30800000001001"),
        kiosk.check_in("30800000001010"),
        kiosk.get("/items/1002001/checkouts"),
    ):
        assert (answer.status_code, answer.headers["content-type"]) == (404, "text/html")
    assert kiosk.loans("marta").json()["total"] == 4
    assert library.library_state.acts() == ()
    library.control.turn(sierra="5.2")
    assert kiosk.check_out("ines", "30800000001001").status_code == 200


def test_a_server_with_v5_only() -> None:
    from tests.simulator.sierra.conftest import Kiosk, patron

    with SierraThread(knobs=SierraKnobs(v6=False)) as old:
        assert old.url.endswith("/iii/sierra-api/v5")
        client = Kiosk(old.url)
        client.fetch_token()
        body = {"authMethod": "native", "patronId": patron("marta").barcode, "patronSecret": "4711"}
        assert client.post("/patrons/auth", body).headers["content-type"] == "text/html"
        assert client.post("/patrons/validate", {"barcode": patron("marta").barcode, "pin": "4711"}).status_code == 204
        assert isinstance(client.loans("marta", expand="item").json()["entries"][0]["item"], str)
        assert client.get(f"{old.url.removesuffix('v5')}v6/patrons/1042514").status_code == 404
        client.http.close()
