"""Tests of log-in and log-out at the simulated myTurn, and of tokens, which are renewed or end."""

from collections.abc import Callable
from typing import Any

import httpx
import pytest

from kiosk.simulator import MEMBERS, SimulatorThread

Make = Callable[[], Any]
As = Callable[[str], Any]
MARTA = MEMBERS[0]


def refresh(visitor: Any, token: str) -> httpx.Response:
    fields = {"grant_type": "refresh_token", "refresh_token": token}
    answer: httpx.Response = visitor.http.post("/oauth/access_token", data=fields)
    return answer


@pytest.mark.parametrize("name", [MARTA.username, MARTA.membership_id])
def test_a_member_logs_in_by_user_name_or_membership_id(visitor: Make, name: str) -> None:
    answer = visitor().log_in(name, MARTA.password).json()
    assert answer["displayName"] == "Marta Kowalska"
    assert answer["token_type"] == "Bearer"
    assert answer["expires_in"] == 3600
    assert answer["membership"]["mayUseKiosk"] is True
    assert [each["id"] for each in answer["organizations"]] == ["77", "82"]


@pytest.mark.parametrize("person", MEMBERS, ids=lambda each: each.username)
def test_every_member_can_log_in(visitor: Make, person: Any) -> None:
    answer = visitor().log_in(person.username, person.password).json()
    assert (answer["firstName"], answer["lastName"]) == (person.first, person.last)
    assert answer["isAdmin"] is person.admin
    assert len(person.password) >= 8


@pytest.mark.parametrize("field", ["username", "membership_id", "password", "fob"])
def test_no_two_members_share_what_they_log_in_with(field: str) -> None:
    values = [getattr(each, field) for each in MEMBERS]
    assert len(set(values)) == len(values)


def test_the_login_answer_can_be_spelt_with_underscores(library: SimulatorThread, visitor: Make) -> None:
    library.control.turn(login_spelling="snake_case")
    answer = visitor().log_in("staff", "keys-to-the-shop").json()
    assert answer["is_admin"] is True
    assert answer["membership"]["may_use_kiosk"] is True
    assert answer["organizations"][0]["self_serve_enabled"] is True
    assert "isAdmin" not in answer


def test_a_wrong_password_is_401_with_a_challenge_and_no_body(visitor: Make) -> None:
    answer = visitor().log_in("marta", "not-the-password")
    assert (answer.status_code, answer.content) == (401, b"")
    assert answer.headers["www-authenticate"] == "Bearer"


def test_a_wrong_password_can_be_explained_in_json(library: SimulatorThread, visitor: Make) -> None:
    library.control.turn(login_failure_body="json")
    assert visitor().log_in("nobody", "not-the-password").json()["code"] == "Invalid Credentials"


@pytest.mark.parametrize("body", [{}, {"username": "marta"}, {"username": "marta", "password": ""}, ["marta"]])
def test_a_login_that_lacks_a_part_is_400(visitor: Make, body: Any) -> None:
    assert visitor().http.post("/api/login", json=body).status_code == 400


def test_a_login_that_is_no_json_is_400(visitor: Make) -> None:
    headers = {"content-type": "application/json"}
    assert visitor().http.post("/api/login", content="{", headers=headers).status_code == 400
    assert visitor().http.post("/api/login", data={"username": "marta"}).status_code == 400


def test_a_token_is_needed_and_a_made_up_one_is_not_taken(visitor: Make) -> None:
    guest = visitor()
    assert guest.get("items").status_code == 401
    guest.use_token("made-up")
    answer = guest.get("items")
    assert answer.status_code == 401
    assert answer.headers["www-authenticate"] == 'Bearer error="invalid_token"'


def test_a_token_ends_after_its_lifetime_and_can_be_renewed(library: SimulatorThread, visitor: Make) -> None:
    library.control.turn(token_lifetime_s=120)
    marta = visitor()
    token = marta.log_in("marta", MARTA.password).json()["refresh_token"]
    library.control.put_forward(119)
    assert marta.get("projects").status_code == 200
    library.control.put_forward(2)
    assert marta.get("projects").status_code == 401
    answer = refresh(marta, token).json()
    marta.use_token(answer["access_token"])
    assert answer["username"] == "marta"
    assert answer["expires_in"] == 120
    assert marta.get("projects").status_code == 200


@pytest.mark.parametrize(("rotates", "again"), [(False, 200), (True, 403)])
def test_a_refresh_token_works_again_unless_it_rotates(
    library: SimulatorThread, visitor: Make, *, rotates: bool, again: int
) -> None:
    library.control.turn(refresh_rotates=rotates)
    marta = visitor()
    first = marta.log_in("marta", MARTA.password).json()["refresh_token"]
    second = refresh(marta, first).json()["refresh_token"]
    assert (second != first) is rotates
    assert refresh(marta, first).status_code == again
    assert refresh(marta, second).status_code == 200


def test_a_server_without_refresh_tokens_sends_none_and_takes_none(library: SimulatorThread, visitor: Make) -> None:
    marta = visitor()
    kept = marta.log_in("marta", MARTA.password).json()["refresh_token"]
    library.control.turn(refresh_token=False)
    assert "refresh_token" not in marta.log_in("marta", MARTA.password).json()
    assert refresh(marta, kept).status_code == 403


@pytest.mark.parametrize(
    "fields", [{}, {"grant_type": "password", "refresh_token": "x"}, {"grant_type": "refresh_token"}]
)
def test_a_refresh_without_its_grant_is_400(visitor: Make, fields: dict[str, str]) -> None:
    assert visitor().http.post("/oauth/access_token", data=fields).status_code == 400


@pytest.mark.parametrize("status", [200, 404])
def test_logging_out_ends_the_token_whatever_it_answers(library: SimulatorThread, member: As, status: int) -> None:
    library.control.turn(logout_status=status)
    marta = member("marta")
    assert marta.http.post("/api/logout").status_code == status
    assert marta.get("projects").status_code == 401


@pytest.mark.parametrize(("revokes", "then"), [(False, 200), (True, 403)])
def test_logging_out_may_kill_the_refresh_token(
    library: SimulatorThread, visitor: Make, *, revokes: bool, then: int
) -> None:
    library.control.turn(logout_revokes=revokes)
    marta = visitor()
    token = marta.log_in("marta", MARTA.password).json()["refresh_token"]
    marta.http.post("/api/logout")
    assert refresh(marta, token).status_code == then


def test_a_new_password_ends_everything_the_old_one_opened(library: SimulatorThread, visitor: Make) -> None:
    marta = visitor()
    token = marta.log_in("marta", MARTA.password).json()["refresh_token"]
    library.control.change_password("marta", "a-new-password")
    assert marta.get("projects").status_code == 401
    assert refresh(marta, token).status_code == 403
    assert marta.log_in("marta", MARTA.password).status_code == 401
    assert marta.log_in("marta", "a-new-password").status_code == 200


def test_the_vendor_call_for_fobs_is_there_only_when_turned_on(library: SimulatorThread, visitor: Make) -> None:
    guest = visitor()
    assert guest.http.post("/api/kiosk/scan", json={"code": MARTA.fob}).status_code == 404
    library.control.turn(scan_endpoint=True)
    assert guest.http.post("/api/kiosk/scan", json={"code": MARTA.fob}).json()["username"] == "marta"
    assert guest.http.post("/api/kiosk/scan", data={"code": MARTA.fob}).json()["username"] == "marta"
    assert guest.http.post("/api/kiosk/scan", json={"code": "0000000000"}).status_code == 401


def test_asking_for_a_new_password_says_the_same_to_everybody(visitor: Make) -> None:
    guest = visitor()
    answers = [guest.http.post("/api/v1.1/reset-password", data={"email": each}) for each in ("marta@x", "nobody@x")]
    assert answers[0].content == answers[1].content


@pytest.mark.parametrize(
    ("username", "flag", "value"),
    [
        ("olga.exp", "isExpired", True),
        ("desmond", "mayBorrow", False),
        ("walk-in", "mayUseKiosk", False),
        ("unsigned", "missingAgreements", True),
        ("max.out", "mayBorrowMax", 2),
        ("olga.exp", "expiration", "2026-11-16"),
    ],
)
def test_the_membership_says_what_is_wrong_with_it(visitor: Make, username: str, flag: str, value: object) -> None:
    person = next(each for each in MEMBERS if each.username == username)
    assert visitor().log_in(username, person.password).json()["membership"][flag] == value
