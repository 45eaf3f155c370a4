"""Tests of the signed token of each request: its signature, its claims, its times, and the person whom it names."""

import base64
import time
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest

from kiosk.simulator.ehub import CONSUMER_ID, SECRET_KEY, EhubThread
from kiosk.simulator.ehub.signed_tokens import TokenDeniedError, key_of, read_token
from kiosk.simulator.knobs import WrongKnobError
from tests.simulator.ehub.conftest import MakesClients
from tests.simulator.ehub.signing import ProviderClient, bare, claims_of, part, person, signed

PUBLISHED_KEY = "c2VjcmV0S2V5"
PUBLISHED = (
    "eyJhbGciOiJIUzI1NiJ9.eyJlaHViQ29uc3VtZXJJZCI6MywicGF0cm9uSWQiOiJwYXRyb25JZCIsImlzcyI6InNpdGVJZCIsImxpYnJhcnlDYXJkI"
    "joibGlicmFyeUNhcmQiLCJpYXQiOjE0OTQ0OTk1MjQsImVtYWlsIjoid29zQGF4aWVsbC5jb20ifQ."
    "i2HZMtE-UWo19gSCC3r2Tu3FeHfJUZ2kXW1K-J8vPLA"
)
"""The sample token in eHUB's published description. It is signed with PUBLISHED_KEY, the sample key there."""
WORDS = {"iss": "siteId", "patronId": "patronId", "libraryCard": "libraryCard"}


def denied(answer: httpx.Response) -> str:
    """Check that the answer has the status 401, and return its message."""
    assert answer.status_code == 401
    assert answer.headers["www-authenticate"] == "Bearer"
    assert answer.json()["code"] == "UNAUTHORIZED"
    message = answer.json()["message"]
    assert isinstance(message, str)
    return message


def ask(client: ProviderClient, token: str) -> httpx.Response:
    """Read a record with this token."""
    return client.send("GET", "/records/mb-1001", token)


def test_the_published_token_is_read_with_the_published_key() -> None:
    claims = read_token(PUBLISHED, key_of(PUBLISHED_KEY, "bytes"))
    assert {name: claims[name] for name in WORDS} == WORDS
    assert (claims["ehubConsumerId"], claims["iat"]) == (3, 1494499524)
    assert set(claims) == {*WORDS, "ehubConsumerId", "iat", "email"}


def test_the_key_is_not_the_base64_text() -> None:
    with pytest.raises(TokenDeniedError, match="signature"):
        read_token(PUBLISHED, PUBLISHED_KEY.encode())


def test_the_signer_of_these_tests_writes_the_published_token_again() -> None:
    claims = read_token(PUBLISHED, key_of(PUBLISHED_KEY, "bytes"))
    assert signed(claims, PUBLISHED_KEY) == PUBLISHED


WRONG_TOKENS = {
    "empty": ("", "no signed token"),
    "two parts": ("a.b", "no signed token"),
    "four parts": ("a.b.c.d", "no signed token"),
    "no base64": ("\u20ac.{}.x", "no signed token"),
    "no JSON": (f"{bare(b'x')}.{bare(b'{}')}.x", "no signed token"),
    "much nested": (f"{bare(b'[' * 20_000)}.{bare(b'{}')}.x", "no signed token"),
    "a list": (f"{bare(b'[]')}.{bare(b'{}')}.x", "no signed token"),
    "another site's": (PUBLISHED, "signature of the token is wrong"),
    "another key": (signed(claims_of("ines"), "b3RoZXI="), "signature of the token is wrong"),
    "half a signature": (signed(claims_of("ines"))[:-4], "signature of the token is wrong"),
    "equals sign": (signed(claims_of("ines")) + "=", "no signed token"),
    "no algorithm": (f"{part({'alg': 'none'})}.{part(claims_of('ines'))}.", "algorithm HS256"),
    "long algorithm": (signed(claims_of("ines"), head={"alg": "HS512"}), "algorithm HS256"),
    "another type": (signed(claims_of("ines"), head={"alg": "HS256", "typ": "at+jwt"}), "algorithm HS256"),
    "critical": (signed(claims_of("ines"), head={"alg": "HS256", "crit": ["b64"]}), "algorithm HS256"),
}


@pytest.mark.parametrize("name", WRONG_TOKENS)
def test_a_wrong_token_is_denied(ines: ProviderClient, name: str) -> None:
    token, said = WRONG_TOKENS[name]
    # httpx sends a text only if it is ASCII, so the header is given as bytes
    headers = {b"Authorization": f"Bearer {token}".strip().encode()}
    assert said in denied(ines.http.get("/records/mb-1001", headers=headers))


def test_changed_claims_do_not_fit_the_signature(ines: ProviderClient) -> None:
    head, _claims, signature = signed(claims_of("ines")).split(".")
    assert "signature" in denied(ask(ines, f"{head}.{part(claims_of('marta'))}.{signature}"))


@pytest.mark.parametrize("header", ["", "Basic eDp5", 'realm="provider", ehub_signature="x"'])
def test_other_headers_are_denied(ines: ProviderClient, header: str) -> None:
    answer = ines.http.get("/records/mb-1001", headers={"Authorization": header} if header else {})
    assert "no signed token" in denied(answer)


def test_the_type_of_a_token_may_be_named(ines: ProviderClient) -> None:
    assert ask(ines, signed(claims_of("ines"), head={"typ": "JWT", "alg": "HS256"})).status_code == 200


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"iss": None}, "iss is not a known site"),
        ({"iss": "other-site"}, "iss is not a known site"),
        ({"iat": None}, "iat is not a whole number"),
        ({"iat": "1494499524"}, "iat is not a whole number"),
        ({"iat": True}, "iat is not a whole number"),
        ({"iat": 1494499524.5}, "iat is not a whole number"),
        ({"exp": "soon"}, "exp is not a whole number"),
        ({"ehubConsumerId": None}, "ehubConsumerId is not a whole number"),
        ({"ehubConsumerId": "52"}, "ehubConsumerId is not a whole number"),
        ({"patronId": 1042532}, "patronId is not a text"),
        ({"libraryCard": ""}, "libraryCard is not a text"),
    ],
)
def test_a_wrong_claim_is_denied(caller: MakesClients, changes: dict[str, Any], said: str) -> None:
    assert said in denied(caller("ines", **changes).record("mb-1001"))


@pytest.mark.parametrize(
    ("minutes", "said"),
    [(-10, "issued in the future"), (10, "has expired"), (0.5, None), (-0.5, None)],
)
def test_a_wrong_clock_is_denied(library: EhubThread, ines: ProviderClient, minutes: float, said: str | None) -> None:
    now = datetime.now(UTC) + timedelta(minutes=minutes)
    library.control.set_clock(now)
    answer = ines.record("mb-1001")
    assert (denied(answer) if answer.status_code != 200 else "").endswith(f"{said}." if said else "")
    told = datetime.strptime(answer.headers["date"], "%a, %d %b %Y %H:%M:%S GMT").replace(tzinfo=UTC)
    assert abs(told - now) < timedelta(seconds=30)


def test_an_end_is_not_needed(library: EhubThread, caller: MakesClients) -> None:
    client = caller("ines", exp=None, iat=int(time.time()) - 86_400)
    assert client.record("mb-1001").status_code == 200
    library.control.turn(oldest_token_s=3600)
    assert "too old" in denied(client.record("mb-1001"))
    library.control.turn(leeway_s=86_400)
    assert client.record("mb-1001").status_code == 200


def test_milliseconds_are_in_the_future(caller: MakesClients) -> None:
    assert "in the future" in denied(caller("ines", iat=int(time.time() * 1000)).record("mb-1001"))


@pytest.mark.parametrize(
    ("knobs", "status", "body"),
    [
        ({"denied": 403}, 403, None),
        ({"denied_body": "text"}, 401, b"The claim iss is not a known site."),
        ({"denied_body": "empty"}, 401, b""),
    ],
)
def test_the_answer_to_a_wrong_token_is_a_guess(
    library: EhubThread, caller: MakesClients, knobs: dict[str, Any], status: int, body: bytes | None
) -> None:
    library.control.turn(**knobs)
    answer = caller("ines", iss="x").record("mb-1001")
    assert answer.status_code == status
    assert body in (None, answer.content)


def test_the_key_can_change(library: EhubThread, ines: ProviderClient) -> None:
    library.control.change_key("b3RoZXI=")
    assert "signature" in denied(ines.record("mb-1001"))
    assert ask(ines, signed(claims_of("ines"), "b3RoZXI=")).status_code == 200
    with pytest.raises(ValueError, match="base64"):
        library.control.change_key("no base64!")


def test_a_key_that_is_no_text_can_be_read_in_two_ways(library: EhubThread, ines: ProviderClient) -> None:
    raw = b"\xff\xfekey"
    library.control.change_key(base64.b64encode(raw).decode())
    tokens = {
        name: signed(claims_of("ines"), base64.b64encode(key).decode())
        for name, key in (("bytes", raw), ("text", raw.decode("utf-8", "replace").encode()))
    }
    for knob in ("bytes", "text"):
        library.control.turn(key_read=knob)
        assert {name: ask(ines, token).status_code == 200 for name, token in tokens.items()} == {
            name: name == knob for name in tokens
        }
    assert key_of(SECRET_KEY, "bytes") == key_of(SECRET_KEY, "text")


# --- the person whom a token means ----------------------------------------------------------------


@pytest.mark.parametrize("claim", ["patronId", "libraryCard"])
def test_the_provider_chooses_the_claim_that_identifies_a_person(
    library: EhubThread, caller: MakesClients, claim: str
) -> None:
    library.control.turn(identified_by=claim)
    changes: dict[str, Any] = {"patronId": "x", "libraryCard": "x", "email": "x@y.example"}
    changes[claim] = person("marta").identity(claim)
    assert caller("marta", **changes).borrow("mb-1012").status_code == 200
    assert len(library.library_state.loans_of("marta")) == 4


def test_an_email_can_identify_a_person(library: EhubThread, caller: MakesClients) -> None:
    library.control.turn(identified_by="email")
    assert caller("marta", patronId=None, libraryCard=None).borrow("mb-1012").status_code == 200
    assert len(library.library_state.loans_of("marta")) == 4
    assert caller("ines").borrow("mb-1012").json()["code"] == "INVALID_PATRON"


def test_a_new_card_is_a_new_person(library: EhubThread, caller: MakesClients) -> None:
    library.control.turn(identified_by="libraryCard")
    assert caller("marta", libraryCard="NEW CARD").borrow("mb-1002").status_code == 200
    assert len(library.library_state.loans_of("marta")) == 3
    assert len(library.library_state.loans_of("stranger-1")) == 1
    assert [each.member for each in library.library_state.calls()] == ["stranger-1"]


def test_a_missing_claim_is_a_guess(library: EhubThread, caller: MakesClients) -> None:
    client = caller("marta", patronId=None)
    assert client.record("mb-1001").json()["code"] == "INVALID_PATRON"
    library.control.turn(no_identity="next claim")
    assert client.borrow("mb-1012").status_code == 200
    assert len(library.library_state.loans_of("marta")) == 4


def test_another_consumer_has_another_shelf(library: EhubThread, caller: MakesClients) -> None:
    client = caller("marta", ehubConsumerId=CONSUMER_ID + 1)
    assert client.borrow("mb-1002").status_code == 200
    assert len(library.library_state.loans_of("stranger-1")) == 1
    library.control.turn(other_consumer="denied")
    assert "ehubConsumerId" in denied(client.record("mb-1001"))


def test_strangers_can_be_refused(library: EhubThread, caller: MakesClients) -> None:
    client = caller("ines", patronId="new-77")
    assert client.record("mb-1001").status_code == 200
    library.control.turn(strangers="refused")
    assert client.record("mb-1001").json()["code"] == "INVALID_PATRON"


def test_a_person_can_be_refused(caller: MakesClients, library: EhubThread) -> None:
    assert caller("bao").record("mb-1001").json()["code"] == "INVALID_PATRON"
    library.control.change_person("ines", refused=True)
    assert caller("ines").borrow("mb-1001").json()["code"] == "INVALID_PATRON"
    assert library.library_state.acts() == ()


def test_each_accepted_token_is_written_down_without_its_values(library: EhubThread, caller: MakesClients) -> None:
    caller("ines", email=None, exp=None).record("mb-1001")
    caller("ines", iss="x").record("mb-1001")
    caller("marta", birthDate="1990-02-28", name="M").record("mb-1001")
    first, second = library.library_state.tokens()
    assert first.claims == {"iss", "iat", "ehubConsumerId", "patronId", "libraryCard"}
    assert first.ends is None
    assert {"birthDate", "name", "email", "exp"} < second.claims
    assert second.ends == second.issued + 300


def test_a_wrong_knob_is_refused(library: EhubThread) -> None:
    with pytest.raises(WrongKnobError, match="patronId"):
        library.control.turn(identified_by="pin")
