"""Tests of the sign-in of a member with card and PIN, and of the rights of the kiosk's own key."""

import logging
from base64 import b64decode
from typing import Any

import pytest

from kiosk.backends.errors import MisconfiguredError, ServerAwayError, WrongLoginError
from kiosk.backends.protocol import ScannedFob
from kiosk.domain.model import LoanAct, Secret, VisitId
from tests.backends.sierra.desk import PATRON, ROLES, WRONG_CARD, Answer, Counter, error, told, whole

NO_CALL: Answer = whole(404, None)


def test_a_token_is_fetched_with_the_key_and_again_before_it_ends() -> None:
    async def story(here: Counter) -> None:
        await here.backend.probe()
        await here.backend.probe()
        (first,) = here.desk.of("POST /token")
        assert b64decode(first.headers["authorization"].removeprefix("Basic ")) == b"key:s3cret"
        assert first.body == b"grant_type=client_credentials"
        here.clock[0] += 3541
        await here.backend.probe()
        assert len(here.desk.of("POST /token")) == 2

    told(story)


def test_a_dead_token_is_replaced_once_and_a_second_one_is_a_wrong_setting() -> None:
    dead = error(123, 401, name="Unauthorized")

    async def once(here: Counter) -> None:
        await here.backend.probe()
        assert [each.headers["authorization"] for each in here.desk.of("GET /info/token")] == [
            "Bearer t-1",
            "Bearer t-2",
        ]

    tokens: list[Answer] = [(200, {"access_token": f"t-{number}", "expires_in": 3600}) for number in (1, 2)]
    told(once, {"POST /token": tokens, "GET /info/token": [dead, (200, {"roles": ROLES})]})

    async def twice(here: Counter) -> None:
        with pytest.raises(MisconfiguredError):
            await here.backend.probe()

    told(twice, {"GET /info/token": [dead]})


@pytest.mark.parametrize(("answer", "kind"), [
    ((401, {"error": "invalid_client"}), MisconfiguredError), ((400, None), MisconfiguredError),
    (whole(404, None), MisconfiguredError), ((503, None), ServerAwayError),
    (b"HTTP/1.1 200 X\r\ncontent-type: text/html\r\ncontent-length: 6\r\n\r\n<html>", ServerAwayError),
    ((200, {"expires_in": 3600}), ServerAwayError), (None, ServerAwayError),
])  # fmt: skip
def test_what_is_wrong_with_the_token_says_who_must_act(answer: Answer, kind: type[Exception]) -> None:
    async def story(here: Counter) -> None:
        with pytest.raises(kind) as said:
            await here.backend.probe()
        assert "s3cret" not in str(said.value)

    told(story, {"POST /token": [answer]})


def test_missing_roles_are_named_and_take_their_part_away() -> None:
    async def story(here: Counter) -> None:
        found = [each.text for each in (await here.backend.probe()).lacks]
        assert "the kiosk's key lacks the role Items Write: nothing can be brought back" in found
        assert "the kiosk's key lacks the role Patrons Write: nothing can be borrowed or kept longer" in found
        account = await here.enter()
        assert account.member.may_borrow is False
        assert account.opening.loans[0].can == frozenset[LoanAct]()

    loans: dict[str, list[Answer]] = {
        "GET /patrons/1042514/checkouts": [(200, {"entries": [{"id": "9", "item": "1"}]})]
    }
    loans["GET /info/token"] = [(200, {"roles": ["Patrons Read", "Patrons Validate", "Items Read"]})]
    told(story, loans)


def test_a_key_that_may_read_no_patron_is_a_wrong_setting_and_an_old_server_says_no_roles() -> None:
    async def without(here: Counter) -> None:
        with pytest.raises(MisconfiguredError, match="Patrons Read"):
            await here.backend.probe()

    told(without, {"GET /info/token": [(200, {"roles": ["Items Read"]})]})

    async def old(here: Counter) -> None:
        assert (await here.backend.probe()).detail == "Sierra: Bend"

    told(old, {"GET /info/token": [NO_CALL]})


def test_a_card_and_its_pin_open_the_account_with_one_call_and_the_record() -> None:
    async def story(here: Counter) -> None:
        account = await here.enter()
        assert (account.member.reference, account.member.first_name) == ("1042514", "Marta")
        (asked,) = here.desk.of("POST /patrons/auth")
        assert asked.json == {"authMethod": "native", "patronId": "21234000123456", "patronSecret": "4711"}

    told(story)


def test_without_that_call_the_pin_is_validated_whatever_the_case_and_the_card_is_found() -> None:
    async def story(here: Counter) -> None:
        await here.enter()
        await here.enter()
        # At the second log-in, the back end knows that the server does not have this call, and does not try the call.
        assert len(here.desk.of("POST /patrons/auth")) == 1
        assert here.desk.of("POST /patrons/validate")[0].json == {
            "barcode": "21234000123456",
            "pin": "4711",
            "caseSensitivity": False,
        }
        assert here.desk.of("GET /patrons/find")[0].query["varFieldContent"] == "21234000123456"

    told(story, {"POST /patrons/auth": [NO_CALL], "POST /patrons/validate": [(204, None)]})


@pytest.mark.parametrize("old", [False, True])
def test_a_wrong_card_or_pin_is_a_wrong_log_in(*, old: bool) -> None:
    async def story(here: Counter) -> None:
        with pytest.raises(WrongLoginError):
            await here.enter(pin="0000")

    wrong: Answer = (400, WRONG_CARD)
    told(story, {"POST /patrons/auth": [NO_CALL if old else wrong], "POST /patrons/validate": [wrong]})


@pytest.mark.parametrize(
    "says",
    [
        {"GET /patrons/1042514": [(200, PATRON | {"deleted": True})]},
        {"GET /patrons/1042514": [error(107, 404, name="Record not found")]},
        {"GET /patrons/1042514": [error(133, 409, name="Several records")]},
    ],
    ids=["deleted", "no record", "several"],
)
def test_a_record_that_is_nobodys_is_a_wrong_log_in(says: dict[str, list[Answer]]) -> None:
    async def story(here: Counter) -> None:
        with pytest.raises(WrongLoginError):
            await here.enter()

    told(story, says)


def test_no_pin_is_never_sent_where_one_is_needed_and_a_fob_can_be_the_card_where_none_is() -> None:
    async def needed(here: Counter) -> None:
        with pytest.raises(WrongLoginError):
            await here.enter(pin="")
        assert here.desk.of("POST /patrons/auth") == []

    told(needed)

    async def not_needed(here: Counter) -> None:
        account = await here.backend.sign_in(ScannedFob(Secret("21234000123456")), VisitId(7), "en")
        assert account.member.reference == "1042514"
        assert here.desk.of("POST /patrons/auth") == []

    told(not_needed, card_pin=False)


@pytest.mark.parametrize(("more", "may", "expired"), [
    ({"blockInfo": {"code": "c"}}, False, False), ({"autoBlockInfo": {"code": "x"}}, False, False),
    ({"blockInfo": {"code": " - "}}, None, False), ({"blockInfo": {}}, None, False),
    ({"expirationDate": "2026-11-19"}, None, True), ({"expirationDate": "2026-11-20"}, None, False),
])  # fmt: skip
def test_blocks_and_the_last_day_of_a_card(more: dict[str, Any], *, may: bool | None, expired: bool) -> None:
    async def story(here: Counter) -> None:
        member = (await here.enter()).member
        assert (member.may_borrow, member.is_expired) == (may, expired)

    told(story, {"GET /patrons/1042514": [(200, PATRON | more)]})


@pytest.mark.parametrize(("written", "first"), [
    ("OKAFOR, MARTA JANE", "Marta"), ("Lindqvist, Ben", "Ben"), ("IDA", "Ida"), ("de Vries, Jan-Willem", "Jan-Willem"),
    ("O'NEIL, J", "J"), ("", ""), ("BERG, MAXIMILIANE-THEODORA A", "Maximiliane-Theodora"),
])  # fmt: skip
def test_the_first_name(written: str, first: str) -> None:
    async def story(here: Counter) -> None:
        assert (await here.enter()).member.first_name == first

    told(story, {"GET /patrons/1042514": [(200, PATRON | {"names": [written]})]})


def test_fields_that_a_site_does_not_know_are_left_out_for_good() -> None:
    def picky(asked: Any) -> tuple[int, Any]:
        wrong = "autoBlockInfo" in asked.query["fields"]
        return error(108, 400, "Invalid parameter : autoBlockInfo is not a valid field") if wrong else (200, PATRON)

    async def story(here: Counter) -> None:
        await here.enter()
        await here.enter()
        fields = [each.query["fields"] for each in here.desk.of("GET /patrons/1042514")]
        assert ["autoBlockInfo" in each for each in fields] == [True, False, False]

    told(story, {"GET /patrons/1042514": [picky]})


def test_no_secret_and_no_record_number_is_in_a_log_or_a_repr(caplog: pytest.LogCaptureFixture) -> None:
    async def story(here: Counter) -> None:
        with pytest.raises(ServerAwayError) as said:
            await here.enter()
        shown = f"{said.value!r} {here.backend._site!r} {caplog.text}"
        assert not any(secret in shown for secret in ("s3cret", "4711", "21234000123456", "1042514", "t-1"))

    with caplog.at_level(logging.DEBUG):
        told(story, {"GET /patrons/1042514": [(500, None)]})


def test_every_connection_is_closed() -> None:
    async def story(here: Counter) -> None:
        await here.enter()
        assert {each.headers["connection"] for each in here.desk.asked} == {"close"}

    told(story)
