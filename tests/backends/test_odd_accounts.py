"""Tests of loans, lines and names with missing or wrong fields, over a real connection.

The member can still log in and bring back other tools. The kiosk shows every field that it can read. If a list of loans
has a new loan without a readable id, the list proves no return.
"""

from typing import Any

import pytest

from kiosk.backends.clean import plain
from kiosk.backends.errors import WrongAnswerError
from kiosk.backends.myturn import reading
from kiosk.backends.myturn.account import MyTurnAccount
from kiosk.backends.myturn.readback import Before, truth
from kiosk.backends.myturn.refusals import read_no
from kiosk.backends.myturn.schema import CartAnswer, decode
from kiosk.domain.model import (
    CommitDone,
    CommitId,
    Direction,
    ItemCode,
    LoanId,
    NotSent,
    RefusalKind,
    Refused,
    Staged,
)
from tests.backends.answers import NEW_YORK, answer, read_cart
from tests.backends.test_odd_servers import NOON, asked, cart, line_of, meet, nothing, says, scanned
from tests.backends.tiny import Tiny

DRILL = {"id": 1, "item": {"id": 11, "itemId": "DR-1", "name": "Drill"}, "dueDate": "2026-03-18"}
SAW: dict[str, Any] = {"id": 2, "item": {"id": 12, "itemId": "SAW-1", "name": "Saw"}, "dueDate": "2026-03-18"}


def with_item(**fields: object) -> dict[str, Any]:
    return SAW | {"item": SAW["item"] | fields}


ODD_LOANS = {
    "no label": with_item(itemId=None),
    "an empty label": with_item(itemId=""),
    "a label as object": with_item(itemId={"code": "SAW-1"}),
    "a name as number": with_item(name=7),
    "a name as list": with_item(name=["Saw"]),
    "a shelf as object": with_item(locationCode={"row": 4}, homeLocation={"path": [None]}),
    "categories of null": with_item(categories=[None]),
    "no item": SAW | {"item": None},
    "an item that is a text": SAW | {"item": "Saw"},
    "a date as object": SAW | {"dueDate": {"day": 18}},
    "a date as epoch ms": SAW | {"dueDate": 1773892740000, "checkoutDate": 1773288000000},
    "an odd flag": SAW | {"returning": "perhaps", "committed": [], "lateFees": {"much": True}, "newStatus": 5},
    "a dot in the id": SAW | {"id": "2.5-a"},
    "a slash in the id": SAW | {"id": "2/5"},
    "no id": SAW | {"id": None},
    "an empty id": SAW | {"id": ""},
    "an id as object": SAW | {"id": {"value": 2}},
    "null": None,
    "a text": "Saw",
}


@pytest.mark.parametrize("odd", ODD_LOANS.values(), ids=ODD_LOANS.keys())
@pytest.mark.parametrize("first", [True, False])
def test_an_odd_loan_keeps_nobody_out_and_the_others_come_back(odd: object, *, first: bool) -> None:
    loans = [odd, DRILL] if first else [DRILL, odd]
    marked = [each | {"returning": True} if each is DRILL else each for each in loans]

    async def then(account: MyTurnAccount, server: Tiny) -> None:
        shown = [loan.item.name for loan in account.opening.loans]
        assert "Drill" in shown
        back = await account.act(scanned("DR-1", Direction.RETURN))
        assert isinstance(back, Staged)
        assert (back.ref, back.item.code if back.item else "") == ("1", "DR-1")
        assert asked(server)[-1] == "POST /carts/1/checkins/1"

    meet(says([cart(loans=loans)]), says(cart(loans=marked)), then=then)


@pytest.mark.parametrize(
    ("kind", "name", "due"),
    [
        ("no label", "Saw", "2026-03-18"), ("an empty label", "Saw", "2026-03-18"),
        ("a label as object", "Saw", "2026-03-18"),
        ("a name as number", "7", "2026-03-18"), ("a name as list", "SAW-1", "2026-03-18"),
        ("a date as object", "Saw", "None"), ("a date as epoch ms", "Saw", "2026-03-18"),
        ("no id", "Saw", "2026-03-18"), ("no item", "", "2026-03-18"),
        ("an odd flag", "Saw", "2026-03-18"), ("a slash in the id", "Saw", "2026-03-18"),
    ],
)  # fmt: skip
def test_an_odd_loan_is_shown_as_far_as_it_can_be(kind: str, name: str, due: str) -> None:
    async def then(account: MyTurnAccount, _server: Tiny) -> None:
        (loan,) = account.opening.loans
        assert (loan.item.name, str(loan.due)) == (name, due)

    meet(says([cart(loans=[ODD_LOANS[kind]])]), then=then)


@pytest.mark.parametrize(
    ("ident", "path"), [("2.5-a", "2.5-a"), ("2/5", "2%2F5"), ("a?b#c", "a%3Fb%23c"), ("ä", "%C3%A4"), ("%2e", "%252e")]
)
def test_an_id_of_any_form_stands_in_the_path_as_one_step(ident: str, path: str) -> None:
    odd = SAW | {"id": ident}

    async def then(account: MyTurnAccount, server: Tiny) -> None:
        assert isinstance(await account.act(scanned("SAW-1", Direction.RETURN)), Staged)
        assert asked(server)[-1] == f"POST /carts/1/checkins/{path}"

    meet(says([cart(loans=[odd])]), says(cart(loans=[odd | {"returning": True}])), then=then)


@pytest.mark.parametrize("direction", [Direction.BORROW, Direction.RETURN])
def test_a_loan_without_an_id_is_refused_and_neither_lent_again_nor_called_back(direction: Direction) -> None:
    async def then(account: MyTurnAccount, server: Tiny) -> None:
        line = scanned("SAW-1", direction)
        said = await account.act(line)
        assert isinstance(said, Refused)
        assert (said.refusal.kind, said.refusal.item and said.refusal.item.name) == (RefusalKind.OTHER, "Saw")
        assert asked(server) == ["GET /carts"]

    meet(says([cart(loans=[SAW | {"id": None}])]), then=then)


def test_tools_without_labels_are_never_taken_for_one_another() -> None:
    bare = [{"id": number, "item": {"id": 10 + number, "itemId": None, "name": f"Tool {number}"}} for number in (1, 2)]
    found = read_cart({"id": 1, "outstandingLoans": bare, "checkouts": []})
    assert [each.loan.item.name for each in found.loans] == ["Tool 1", "Tool 2"]
    assert found.loan_of(ItemCode("")) is None
    assert found.line_of(ItemCode("")) is None


def test_a_line_without_an_id_is_shown_and_stays_where_it_is() -> None:
    odd = line_of() | {"id": None}

    async def then(account: MyTurnAccount, server: Tiny) -> None:
        (line,) = account.opening.earlier
        assert line.item.name == "Saw"
        taken = await account.staging.take_out(scanned("SAW-1", ref=line.ref))
        assert isinstance(taken, Refused)
        assert asked(server) == ["GET /carts"]

    meet(says([cart(lines=[odd])]), then=then)


def test_a_cart_without_an_id_is_left_out_and_one_that_is_alone_is_no_answer() -> None:
    async def then(_account: MyTurnAccount, server: Tiny) -> None:
        assert asked(server) == ["GET /carts"]

    meet(says([cart() | {"id": None}, cart(2)]), then=then)
    with pytest.raises(WrongAnswerError) as wrong:
        meet(says([cart() | {"id": None}]), then=nothing)
    assert wrong.value.path == "$[0].id"


# --- what a list of loans proves ------------------------------------------------------------------

RETURN = scanned("DR-1", Direction.RETURN, "1")


def carts(*loans: object) -> list[reading.Cart]:
    found = decode(answer({"id": 1, "outstandingLoans": list(loans), "checkouts": []}), CartAnswer)
    return [reading.cart(found, NEW_YORK)]


@pytest.mark.parametrize("odd", [None, "x", DRILL | {"id": None}, DRILL | {"id": ["1"]}, {"id": {}, "item": None}])
def test_a_loan_that_cannot_be_told_apart_proves_no_return(odd: object) -> None:
    before = Before(NOON, frozenset({LoanId("1")}))
    assert truth([RETURN], carts(odd, SAW), before).proven == ()
    assert [proof.line for proof in truth([RETURN], carts(SAW), before).proven] == [RETURN.ident]


def test_one_that_was_there_before_is_none_of_ours() -> None:
    before = Before(NOON, frozenset({LoanId("1")}), unread=1)
    assert [proof.line for proof in truth([RETURN], carts(None, SAW), before).proven] == [RETURN.ident]
    assert truth([RETURN], carts(None, None, SAW), before).proven == ()


def test_a_whole_finish_beside_an_odd_loan() -> None:
    async def then(account: MyTurnAccount, _server: Tiny) -> None:
        back = await account.act(scanned("DR-1", Direction.RETURN))
        assert isinstance(back, Staged)
        line = scanned("DR-1", Direction.RETURN, back.ref)
        assert await account.staging.commit(CommitId(1), [line], finished=NOON) == CommitDone()
        seen = await account.reconcile([line], finished=NOON)
        assert [proof.line for proof in seen.proven] == [line.ident]

    marked = cart(loans=[DRILL | {"returning": True}, None])
    meet(
        says([cart(loans=[DRILL, None])]), says(marked), says([marked]), says("OK"), says([]),
        says(cart(2, loans=[None])), then=then,
    )  # fmt: skip


def test_an_answer_whose_lists_are_odd_is_no_cart() -> None:
    async def then(account: MyTurnAccount, _server: Tiny) -> None:
        assert isinstance(await account.act(scanned("DR-1", Direction.RETURN)), NotSent)

    meet(says([cart()]), says([cart() | {"outstandingLoans": {"id": 1}}]), then=then)


# --- names ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("sent", "shown"),
    [
        ("O&#39;Brien&quot;s 6&quot; vise &amp; clamp", 'O\'Brien"s 6" vise & clamp'),
        ("&amp;amp;", "&amp;"),
        ("&amp;lt;b&amp;gt;", "&lt;b&gt;"),
        ("&lt;b&gt;Saw&lt;/b&gt;", "<b>Saw</b>"),
        ("&#x27;tis &#x2019;", "'tis \u2019"),
        ("caf&eacute;&nbsp;table", "café table"),
        ("&euro;5", "\u20ac5"),
        ("Black & Decker", "Black & Decker"),
        ("AT&T; R&D", "AT&T; R&D"),
        ("Cut&copy set", "Cut&copy set"),
        ("&notanentity;", "&notanentity;"),
        ("a&#8238;b&#0;c&#xD800;", "a b\ufffdc\ufffd"),
        ("6&#10;lines", "6 lines"),
        ("&", "&"),
        ("&;", "&;"),
        ("&#;", "&#;"),
        ("&#99999999999;", "&#99999999999;"),
    ],
)
def test_a_name_written_for_a_web_page_is_read_once(sent: str, shown: str) -> None:
    assert plain(sent) == shown


def test_words_that_may_be_html_are_read_by_whoever_shows_them() -> None:
    no = read_no(answer({"code": "Fee", "message": "Pay &amp;lt;5&amp;gt;\x07 &lt;b&gt;now&lt;/b&gt;"}, 409))
    assert no is not None
    assert no.words == "Pay &amp;lt;5&amp;gt; &lt;b&gt;now&lt;/b&gt;"


def test_codes_and_ids_are_what_they_are() -> None:
    odd = {"id": "&amp;1", "item": {"itemId": "A&amp;B", "name": "A &amp; B"}}
    (loan,) = read_cart({"id": 1, "outstandingLoans": [odd], "checkouts": []}).loans
    assert (loan.loan.ident, loan.loan.item.code, loan.loan.item.name) == ("&amp;1", "A&amp;B", "A & B")
