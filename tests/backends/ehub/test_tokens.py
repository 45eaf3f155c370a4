"""Tests of the signed token: it equals eHUB's sample, has the right claims in each request, and needs a valid key."""

from datetime import UTC, datetime
from typing import Any

import pytest

from kiosk.backends.ehub.paths import GUESSES, EHubClaim
from kiosk.backends.ehub.service import EHubPerson
from kiosk.backends.ehub.tokens import is_text, key_bytes, signed
from kiosk.backends.errors import MisconfiguredError
from kiosk.domain.model import Secret, VisitId
from kiosk.structs import replace
from tests.backends.ehub.desk import BORROW, CARD, KEY, NOON, Provider, claims_in, lent, loan_of, told
from tests.backends.sierra.desk import line

SAMPLE = (
    "eyJhbGciOiJIUzI1NiJ9.eyJlaHViQ29uc3VtZXJJZCI6MywicGF0cm9uSWQiOiJwYXRyb25JZCIsImlzcyI6InNpdGVJZCIsImxpYnJhcnlDYXJk"
    "IjoibGlicmFyeUNhcmQiLCJpYXQiOjE0OTQ0OTk1MjQsImVtYWlsIjoid29zQGF4aWVsbC5jb20ifQ.i2HZMtE-UWo19gSCC3r2Tu3FeHfJUZ2kXW1"
    "K-J8vPLA"
)
BOTH = (EHubClaim.PATRON_ID, EHubClaim.LIBRARY_CARD)
IAT = int(NOON.timestamp())


def test_the_documented_token_is_made_byte_by_byte() -> None:
    claims: dict[str, str | int] = {
        "ehubConsumerId": 3,
        "patronId": "patronId",
        "iss": "siteId",
        "libraryCard": "libraryCard",
        "iat": int(datetime(2017, 5, 11, 10, 45, 24, tzinfo=UTC).timestamp()),
        "email": "wos@axiell.com",
    }
    assert signed(claims, key_bytes(Secret("c2VjcmV0S2V5"))).reveal() == SAMPLE


@pytest.mark.parametrize(("person", "site", "more"), [
    (EHubPerson(CARD), {}, {"libraryCard": CARD}),
    (EHubPerson(CARD, "p-4"), {}, {"libraryCard": CARD}),
    (EHubPerson(CARD, "p-4", "ada@x.example"), {"claims": BOTH}, {"patronId": "p-4", "libraryCard": CARD}),
    (
        EHubPerson(CARD, "p-4", "ada@x.example", "1990-02-03"),
        {"claims": tuple(EHubClaim)},
        {"patronId": "p-4", "libraryCard": CARD, "email": "ada@x.example", "birthDate": "1990-02-03"},
    ),
    (EHubPerson(CARD, "p-4"), {"claims": (EHubClaim.PATRON_ID,)}, {"patronId": "p-4"}),
    (EHubPerson(CARD, "p-4"), {"claims": (EHubClaim.LIBRARY_CARD,)}, {"libraryCard": CARD}),
    (EHubPerson(CARD), {"token_expires_s": 86400}, {"exp": IAT + 86400, "libraryCard": CARD}),
])  # fmt: skip
def test_a_token_has_the_claims_of_the_settings_and_no_others(
    person: EHubPerson, site: dict[str, Any], more: dict[str, Any]
) -> None:
    async def story(here: Provider) -> None:
        await here.backend.account_of(person, VisitId(1)).act(line("EH-r-77"))
        (asked,) = here.desk.of(BORROW)
        claims = claims_in(asked)
        assert claims == {"iss": "site-9", "iat": IAT, "ehubConsumerId": 3} | more
        assert isinstance(claims["ehubConsumerId"], int)

    told(story, {BORROW: [(201, lent())]}, **site)


def test_each_request_of_the_kiosk_has_a_token_and_the_probe_names_nobody() -> None:
    async def story(here: Provider) -> None:
        await here.backend.probe()
        account = await here.enter()
        await account.act(line("EH-r-77"))
        await account.digital.title_links(next(iter(account._own)))
        assert [set(claims_in(each)) - {"iss", "iat", "ehubConsumerId"} for each in here.desk.asked] == [
            set(), {"libraryCard"}, {"libraryCard"},
        ]  # fmt: skip

    told(story, {BORROW: [(201, lent())], loan_of("c-1"): [(200, lent())]})


@pytest.mark.parametrize("key", ["", "not base64!", "c2VjcmV0S2V"])
def test_a_key_that_is_no_base64_is_said_at_once_and_never_shown(key: str) -> None:
    async def story(_: Provider) -> None:
        raise AssertionError("no back end is made")

    with pytest.raises(MisconfiguredError, match="write the key as the provider gave it") as wrong:
        told(story, key_place="/etc/key ([ehub] key_file)", key=Secret(key))
    assert str(wrong.value).startswith("/etc/key ([ehub] key_file): ")
    assert not key or key not in str(wrong.value)


@pytest.mark.parametrize(("as_text", "right"), [(False, b"\xff\xfekey"), (True, "\ufffd\ufffdkey".encode())])
def test_a_key_that_is_no_text_is_read_in_one_of_two_ways_and_check_warns(*, as_text: bool, right: bytes) -> None:
    async def story(here: Provider) -> None:
        await (await here.enter()).act(line("EH-r-77"))
        claims_in(here.desk.of(BORROW)[0], right)
        lacks = (await here.backend.probe()).lacks
        assert any("no text" in each.text and each.remedy for each in lacks)

    told(
        story,
        {BORROW: [(201, lent())]},
        key=Secret("//5rZXk="),
        guesses=replace(GUESSES, key_as_text=as_text),
    )


def test_a_key_that_is_a_text_is_the_same_in_both_ways() -> None:
    assert key_bytes(Secret(f"{KEY}\n")) == key_bytes(Secret(KEY), as_text=True) == b"secretKey"
    assert is_text(b"secretKey")
    assert not is_text(b"\xff")
