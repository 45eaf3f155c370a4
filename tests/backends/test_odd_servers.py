"""Tests of servers that follow the published API, but answer in another way than the simulator.

Some answers have only the id of a cart, some have no body, and some list several carts.
"""

import asyncio
import json
from collections.abc import Awaitable, Callable
from datetime import UTC, date, datetime

import pytest

from kiosk.backends.errors import MisconfiguredError, NotServedError, ServerAwayError
from kiosk.backends.http import Wire
from kiosk.backends.myturn.account import MyTurnAccount
from kiosk.backends.myturn.backend import MyTurnBackend
from kiosk.backends.myturn.site import MyTurnSite
from kiosk.backends.protocol import Password
from kiosk.domain.carts import CommitCame
from kiosk.domain.messages.answers import TurnAwayReason
from kiosk.domain.model import (
    CommitDone,
    CommitId,
    Direction,
    Gone,
    ItemCode,
    Line,
    LineId,
    LineState,
    Missing,
    Refusal,
    RefusalKind,
    Refused,
    Secret,
    Staged,
    VisitId,
)
from tests.backends.ports import MemoryItems, MemoryLog
from tests.backends.tiny import Reaction, Tiny, http, tiny
from tests.backends.visits import WEDNESDAY, ZONE

NOON = datetime(2026, 3, 11, 16, 0, tzinfo=UTC)
LOGIN = {"access_token": "t", "username": "marta", "firstName": "Marta"}
SAW = {"itemId": "SAW-1", "name": "Saw", "loanLength": 7}


def says(value: object, status: int = 200) -> bytes:
    return http(json.dumps(value).encode(), status)


def cart(ident: int = 1, *, lines: list[object] | None = None, loans: list[object] | None = None) -> dict[str, object]:
    return {"id": ident, "checkouts": lines or [], "outstandingLoans": loans or []}


def line_of(ref: int = 5, item: dict[str, object] = SAW, **more: object) -> dict[str, object]:
    return {"id": ref, "item": item, "dueDate": "2026-03-18"} | more


def scanned(code: str = "SAW-1", direction: Direction = Direction.BORROW, ref: str = "") -> Line:
    return Line(LineId(1), ItemCode(code), direction, LineState.STAGED, ref=ref)


Story = Callable[[MyTurnAccount, Tiny], Awaitable[None]]


def meet(*answers: bytes | Reaction, then: Story, organization: dict[str, object] | None = None) -> None:
    """Start a server, sign in, and call `then` with the account and the server.

    The server first answers the calls for the organisation and the log-in. Then the server gives `answers`, in order.
    """

    async def run() -> None:
        async with tiny(says(organization or {}), says(LOGIN), *answers) as server:
            site = MyTurnSite(url=f"{server.url}/library", time_zone=ZONE)
            wire = Wire(timeout_s=5.0, pauses_s=())
            backend = MyTurnBackend(site, MemoryLog(), MemoryItems(), lambda: NOON, wire=wire)
            try:
                account = await backend.sign_in(Password("marta", Secret("x")), VisitId(1), "en")
                await then(account, server)
            finally:
                await backend.aclose()

    asyncio.run(run())


def asked(server: Tiny) -> list[str]:
    """Return the verb and the end of the path of each request after the log-in."""
    words = (each.line.split() for each in server.requests[2:])
    return [f"{verb} {path.rpartition('self-checkout')[2]}" for verb, path, _ in words]


async def nothing(_account: MyTurnAccount, _server: Tiny) -> None:
    """Do nothing, because the test ends with the sign-in."""


# --- carts ----------------------------------------------------------------------------------------


def test_a_list_of_short_carts_is_read_one_by_one() -> None:
    async def then(account: MyTurnAccount, server: Tiny) -> None:
        assert [each.item.code for each in account.opening.earlier] == ["SAW-1"]
        assert asked(server) == ["GET /carts", "GET /carts/1"]

    meet(says([{"id": 1}]), says(cart(1, lines=[line_of()])), then=then)


def test_a_short_cart_that_is_gone_when_it_is_read_is_none() -> None:
    async def then(_account: MyTurnAccount, server: Tiny) -> None:
        assert asked(server) == ["GET /carts", "GET /carts/1", "POST /carts"]

    meet(says([{"id": 1}]), says({}, 404), says(cart(2)), then=then)


def test_a_new_cart_in_short_form_is_read() -> None:
    async def then(_account: MyTurnAccount, server: Tiny) -> None:
        assert asked(server) == ["GET /carts", "POST /carts", "GET /carts/2"]

    meet(says([]), says({"id": 2}, 201), says(cart(2)), then=then)


@pytest.mark.parametrize(
    ("carts", "taken"),
    [
        ([cart(1), cart(3), cart(2)], "3"),
        ([cart(1, lines=[line_of()]), cart(3), cart(2)], "1"),
        ([cart(1, lines=[line_of()]), cart(3, lines=[line_of()])], "3"),
    ],
)
def test_of_several_carts_one_with_lines_is_taken_else_the_newest(carts: list[object], taken: str) -> None:
    async def then(account: MyTurnAccount, server: Tiny) -> None:
        await account.act(scanned("DR-1"))
        assert asked(server)[-1] == f"POST /carts/{taken}/checkouts"

    meet(says(carts), says(cart(int(taken), lines=[line_of(item=SAW | {"itemId": "DR-1"})])), then=then)


@pytest.mark.parametrize(
    ("code", "reason"),
    [
        ("Kiosk Not Allowed", TurnAwayReason.NOT_FOR_KIOSK),
        ("Moon In Wrong Phase", TurnAwayReason.OTHER),
    ],
)
def test_why_no_cart_was_opened(code: str, reason: TurnAwayReason) -> None:
    with pytest.raises(NotServedError, match=reason.value):
        meet(says([]), says({"code": code, "message": "Words."}, 409), then=nothing)


@pytest.mark.parametrize("code", ["Payment Method Required", "Missing User Fields"])
def test_who_can_mend_it_is_let_in_without_a_cart(code: str) -> None:
    async def then(account: MyTurnAccount, _server: Tiny) -> None:
        assert account.member.missing == {Missing.DETAILS if "Fields" in code else Missing.PAYMENT_METHOD}

    meet(says([]), says({"code": code}, 409), then=then)


@pytest.mark.parametrize(
    ("status", "error"), [(405, MisconfiguredError), (429, ServerAwayError), (302, ServerAwayError)]
)
def test_carts_that_cannot_be_listed(status: int, error: type[Exception]) -> None:
    with pytest.raises(error):
        meet(says({}, status), then=nothing)


@pytest.mark.parametrize(
    ("status", "error"), [(404, MisconfiguredError), (405, MisconfiguredError), (429, ServerAwayError)]
)
def test_carts_that_cannot_be_made(status: int, error: type[Exception]) -> None:
    with pytest.raises(error):
        meet(says([]), says({}, status), then=nothing)


def test_a_read_back_that_cannot_open_a_cart_is_away() -> None:
    async def then(account: MyTurnAccount, _server: Tiny) -> None:
        with pytest.raises(ServerAwayError):
            await account.reconcile([scanned()], finished=NOON)

    meet(says([cart()]), says([]), says({"code": "Agreement Signature Required"}, 409), then=then)


# --- lines ----------------------------------------------------------------------------------------


def test_a_line_without_a_due_date_has_the_one_that_was_sent() -> None:
    async def then(account: MyTurnAccount, server: Tiny) -> None:
        outcome = await account.act(scanned())
        assert isinstance(outcome, Staged)
        assert outcome.due == date(2026, 3, 18)
        assert len(asked(server)) == 2

    meet(says([cart()]), says(cart(lines=[line_of(dueDate=None)])), then=then)


def test_an_rfid_tag_may_stand_for_an_item_with_another_label() -> None:
    async def then(account: MyTurnAccount, _server: Tiny) -> None:
        outcome = await account.act(scanned("E28011700000020C"))
        assert isinstance(outcome, Staged)
        assert outcome.item is not None
        assert (outcome.ref, outcome.item.code) == ("5", "SAW-1")

    meet(says([cart()]), says(cart(lines=[line_of()])), then=then)


@pytest.mark.parametrize(
    ("loan_days", "latest", "choices", "due"),
    [
        (7, None, [], "2026-03-18"),
        (3, None, [], "2026-03-14"),
        (None, None, [], "2026-03-18"),
        (0, None, [], "2026-03-18"),
        (7, "2026-03-15", [], "2026-03-15"),
        (7, "2026-03-15", ["2026-03-13", "2026-03-14", "2026-03-20"], "2026-03-14"),
        (3, None, ["2026-03-17", "2026-03-19"], "2026-03-17"),
        (7, "2026-03-01", [], "2026-03-11"),
        (7, "nonsense", ["nonsense"], "2026-03-18"),
    ],
)
def test_the_best_due_date(loan_days: int | None, latest: str | None, choices: list[str], due: str) -> None:
    item = SAW | {"loanLength": loan_days, "maxReturnDate": latest}
    first, second = line_of(item=item, availableDueDates=choices), line_of(item=item, dueDate=due)

    async def then(account: MyTurnAccount, server: Tiny) -> None:
        outcome = await account.act(scanned())
        assert isinstance(outcome, Staged)
        assert str(outcome.due) == due
        sent = [each.body.decode() for each in server.requests[3:]]
        assert sent == ["item-id=SAW-1&due-date=2026-03-18"] + ([] if due == "2026-03-18" else [f"due-date={due}"])

    meet(says([cart()]), says(cart(lines=[first])), says(cart(lines=[second])), then=then)


def test_without_any_verb_for_an_update_the_line_keeps_the_date_it_has() -> None:
    async def then(account: MyTurnAccount, server: Tiny) -> None:
        outcome = await account.act(scanned())
        assert isinstance(outcome, Staged)
        assert outcome.due == date(2026, 3, 18)
        assert [each.split()[0] for each in asked(server)[2:]] == ["PUT", "PATCH", "POST"]

    line = line_of(item=SAW | {"loanLength": 14})
    meet(says([cart()]), says(cart(lines=[line])), says({}, 405), then=then)


@pytest.mark.parametrize(
    ("answer", "kind"),
    [
        (http(b"", 404), RefusalKind.ITEM_UNKNOWN),
        (says({"status": 404, "error": "Not Found"}, 404), RefusalKind.ITEM_UNKNOWN),
        (http(b"<html>", 404, content_type="text/html"), RefusalKind.OTHER),
    ],
    ids=["empty", "no words", "a web page"],
)
def test_404_with_the_cart_still_there_is_about_the_label(answer: bytes, kind: RefusalKind) -> None:
    async def then(account: MyTurnAccount, server: Tiny) -> None:
        assert await account.act(scanned()) == Refused(Refusal(kind))
        assert asked(server) == ["GET /carts", "POST /carts/1/checkouts", "GET /carts"]

    meet(says([cart()]), answer, says([cart()]), then=then)


def test_a_removal_answered_with_nothing_is_looked_at() -> None:
    async def then(account: MyTurnAccount, server: Tiny) -> None:
        assert await account.staging.take_out(scanned(ref="5")) == Gone()
        assert asked(server)[1:] == ["DELETE /carts/1/checkouts/5", "GET /carts"]

    meet(says([cart(lines=[line_of()])]), http(b"", 204), says([cart()]), then=then)


def test_a_removal_that_is_refused_leaves_the_line_with_the_server_s_words() -> None:
    async def then(account: MyTurnAccount, _server: Tiny) -> None:
        outcome = await account.staging.take_out(scanned(ref="5"))
        assert outcome == Refused(Refusal(RefusalKind.OTHER, "It has left the building."))

    full = cart(lines=[line_of()])
    meet(says([full]), says({"code": "No", "message": "It has left the building."}, 409), says([full]), then=then)


# --- commits --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "answer",
    [http(b'"OK"'), http(b'"OK"', content_type="text/plain"), http(b"", 204), says("converted", 201)],
    ids=["OK", "as plain text", "nothing", "another word"],
)
def test_a_convert_that_was_accepted(answer: bytes) -> None:
    seen: list[CommitCame] = []

    async def then(account: MyTurnAccount, _server: Tiny) -> None:
        seen.append(await account.staging.commit(CommitId(1), [scanned(ref="5")], finished=NOON))

    meet(says([cart(lines=[line_of()])]), says([cart(lines=[line_of()])]), answer, then=then)
    assert seen == [CommitDone()]


def test_line_commits_answered_with_nothing_are_taken_and_the_cart_looked_at() -> None:
    async def then(account: MyTurnAccount, server: Tiny) -> None:
        assert await account.staging.commit(CommitId(1), [scanned(ref="5")], finished=NOON) == CommitDone()
        assert asked(server)[1:] == [
            "GET /carts",
            "POST /carts/1/checkouts/5/commit",
            "GET /carts",
            "POST /carts/1/convert",
        ]

    full = cart(lines=[line_of()])
    answers = (says([full]), says([full]), http(b"", 204), says([full]), http(b'"OK"'))
    meet(*answers, then=then, organization={"useTwoPhaseCommitOnKiosk": True})


def test_the_day_is_the_library_s_not_utc_s() -> None:
    assert NOON.astimezone(ZONE).date() == WEDNESDAY
