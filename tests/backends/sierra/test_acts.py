"""Tests of borrowing, giving back and keeping longer.

Each act counts at once, and is in the write log before it is sent. After a lost answer, the act is not sent again.
"""

from datetime import date, timedelta
from typing import Any

import pytest

from kiosk.backends.errors import LogBrokenError, MisconfiguredError
from kiosk.domain.model import (
    Direction,
    InDoubt,
    LineId,
    LoanId,
    NotSent,
    Put,
    Recorded,
    RefusalKind,
    Refused,
)
from tests.backends.sierra.desk import NOON, Answer, Counter, checkout, error, line, told, whole

LOANS = "GET /patrons/1042514/checkouts"
OUT = "POST /patrons/checkout"
MINE: dict[str, list[Answer]] = {
    LOANS: [(200, {"entries": [checkout(77, "1000012", barcode="30800022790361", numberOfRenewals=1)]})]
}
HTML = b"HTTP/1.1 200 X\r\ncontent-type: text/html\r\ncontent-length: 6\r\nconnection: close\r\n\r\n<html>"
LENT = checkout(4519240, "1000020", barcode="31882 00417")


def test_a_borrow_is_lent_at_once_with_its_day_and_title() -> None:
    async def story(here: Counter) -> None:
        account = await here.enter()
        said = await account.act(line("31882 00417"))
        assert isinstance(said, Recorded)
        assert (said.loan, said.due, said.direction) == ("4519240", date(2026, 12, 4), Direction.BORROW)
        assert said.item is not None
        assert (said.item.name, said.item.code) == ("", "31882 00417")
        assert here.desk.of("GET /items") == here.desk.of("GET /bibs") == []
        (facts,) = await account.titles((said.item,))
        named = facts.item
        assert (named.name, named.code, named.ident) == ("Extension ladder 4 m", "31882 00417", "1000020")
        (asked,) = here.desk.of(OUT)
        assert asked.json == {
            "patronBarcode": "21234000123456",
            "itemBarcode": "31882 00417",
            "patronPin": "4711",
            "username": "kiosk",
            "statgroup": 30,
        }
        (act,) = here.log.acts
        assert (here.log.story, act.commit, act.lines[0].code) == (["borrow done"], 1, "31882 00417")
        assert account.own_loan(said.item.code) is not None

    told(
        story,
        {
            OUT: [(200, LENT)],
            "GET /items": [(200, {"entries": [{"id": "1000020", "bibIds": ["2000020"]}]})],
            "GET /bibs": [(200, {"entries": [{"id": "2000020", "title": "Extension ladder 4 m /"}]})],
        },
        username="kiosk",
        statgroup=30,
    )


@pytest.mark.parametrize("answer", [
    {"link": "https://x/v6/patrons/checkouts/4519240"}, {"id": "https://x/v6/patrons/checkouts/4519240"},
])  # fmt: skip
def test_an_answer_without_a_day_is_completed_by_one_read(answer: dict[str, Any]) -> None:
    async def story(here: Counter) -> None:
        said = await (await here.enter()).act(line("31882 00417"))
        assert isinstance(said, Recorded)
        assert (said.loan, said.due) == ("4519240", date(2026, 12, 4))

    told(story, {OUT: [(200, answer)], "GET /patrons/checkouts/4519240": [(200, LENT)]})

    async def unread(here: Counter) -> None:
        said = await (await here.enter()).act(line("31882 00417"))
        assert isinstance(said, Recorded)
        assert (said.loan, said.due) == ("4519240", None)

    told(unread, {OUT: [(200, answer)], "GET /patrons/checkouts/4519240": [(500, None)]})


@pytest.mark.parametrize(("answer", "kind", "words"), [
    (error(132, 500, "XCirc error : This record is not available", specific=2), RefusalKind.NOT_AVAILABLE,
     "This record is not available"),
    (error(132, 500, "XCirc error : Item is checked out to another patron"), RefusalKind.ON_LOAN,
     "Item is checked out to another patron"),
    (error(132, 500, "XCirc error : You have too many items checked out"), RefusalKind.LIMIT_REACHED,
     "You have too many items checked out"),
    (error(132, 500, "XCirc error : Too many items"), RefusalKind.LIMIT_REACHED, "Too many items"),
    (error(132, 500, "XCirc error"), RefusalKind.OTHER, ""),
    (error(132, 500, ""), RefusalKind.OTHER, ""),
    (error(132, 500, "XCirc error : F{u00FC}r Sie gesperrt"), RefusalKind.OTHER, "Für Sie gesperrt"),
    (error(107, 404, "Record not found", name="Record not found"), RefusalKind.ITEM_UNKNOWN, ""),
])  # fmt: skip
def test_a_refusal_comes_as_an_error_of_the_server_and_is_shown_in_its_words(
    answer: Answer, kind: RefusalKind, words: str
) -> None:
    async def story(here: Counter) -> None:
        said = await (await here.enter()).act(line("31882 00417"))
        assert isinstance(said, Refused)
        assert (said.refusal.kind, said.refusal.words) == (kind, words)
        assert here.log.story == ["borrow refused"]

    told(story, {OUT: [answer]})


@pytest.mark.parametrize("answer", [
    HTML, None, (200, None), (200, {"total": 1}), (200, {"id": "1", "code": 132}), (500, None), (502, {"x": 1}),
    b"HTTP/1.1 200 X\r\ncontent-length: 50\r\n\r\n{", whole(302, None), error(109, 500, "Internal"),
])  # fmt: skip
def test_what_is_no_answer_leaves_the_fate_open_and_nothing_is_sent_again(answer: Answer) -> None:
    async def story(here: Counter) -> None:
        assert await (await here.enter()).act(line("31882 00417")) == InDoubt()
        assert len(here.desk.of(OUT)) == 1
        assert here.log.story == ["borrow unknown"]

    told(story, {OUT: [answer]})


def test_a_dead_token_lets_the_same_act_be_sent_once_more() -> None:
    async def story(here: Counter) -> None:
        account = await here.enter()
        assert isinstance(await account.act(line("31882 00417")), Recorded)
        assert len(here.desk.of("POST /token")) == 2
        assert here.log.story == ["borrow not_sent", "borrow done"]
        assert await account.act(line("31882 00418", number=2)) == NotSent()

    dead = error(123, 401, "invalid_grant", name="Unauthorized")
    told(story, {OUT: [dead, (200, LENT), dead]})


def test_no_token_and_no_connection_mean_that_nothing_was_sent() -> None:
    async def story(here: Counter) -> None:
        account = await here.enter()
        here.clock[0] += 3600
        here.desk.says["POST /token"] = [(503, None)]
        assert await account.act(line("31882 00417")) == NotSent()
        here.desk.says["POST /token"] = [(401, None)]
        with pytest.raises(MisconfiguredError):
            await account.act(line("31882 00417", number=2))
        assert here.desk.of(OUT) == []
        assert here.log.story == ["borrow not_sent", "borrow not_sent"]

    told(story)


def test_a_write_that_cannot_be_written_down_is_not_sent() -> None:
    async def story(here: Counter) -> None:
        account = await here.enter()
        here.log.broken = True
        with pytest.raises(LogBrokenError):
            await account.act(line("31882 00417"))
        assert here.desk.of(OUT) == []

    told(story)


def test_a_request_that_came_before_is_looked_up_in_the_loans() -> None:
    again = error(132, 500, "XCirc error : Your request has already been sent.", specific=929)

    async def lent(here: Counter) -> None:
        account = await here.enter()
        here.desk.says[LOANS] = [(200, {"entries": [LENT]})]
        said = await account.act(line("31882 00417"))
        assert isinstance(said, Recorded)
        assert said.loan == "4519240"
        assert here.log.story == ["borrow done"]

    told(lent, {OUT: [again]})

    async def not_seen(here: Counter) -> None:
        assert await (await here.enter()).act(line("31882 00417")) == InDoubt()

    told(not_seen, {OUT: [again]})


# --- giving back ---


@pytest.mark.parametrize(("status", "put"), [
    ("-", Put.SHELF), ("t", Put.IN_TRANSIT), ("!", Put.HOLD_SHELF), ("m", None),
])  # fmt: skip
def test_an_own_loan_is_taken_back_and_says_where_it_belongs(status: str, put: Put | None) -> None:
    async def story(here: Counter) -> None:
        account = await here.enter()
        said = await account.act(line("30800022790361"))
        assert isinstance(said, Recorded)
        assert (said.direction, said.loan, said.put) == (Direction.RETURN, "77", put)
        assert account.own_loan(line("30800022790361").code) is None
        assert here.log.story == ["give_back done"]  # the member has this item on loan, so it is given back

    back: dict[str, list[Answer]] = {
        "DELETE /items/checkouts/30800022790361": [(204, None)],
        "GET /items/1000012": [(200, {"id": "1000012", "status": {"code": status}})],
    }
    told(story, MINE | back)


def test_a_label_with_blanks_slashes_and_percent_signs_is_encoded_whole() -> None:
    async def story(here: Counter) -> None:
        account = await here.enter()
        assert isinstance(await account.act(line("31882/00 50%", Direction.RETURN)), Recorded)

    loans: dict[str, list[Answer]] = {LOANS: [(200, {"entries": [checkout(7, "9", barcode="31882/00 50%")]})]}
    told(story, loans | {"DELETE /items/checkouts/31882/00 50%": [(204, None)]})


def test_what_somebody_else_has_is_never_taken_back_from_here() -> None:
    async def story(here: Counter) -> None:
        said = await (await here.enter()).act(line("31882 00417", Direction.RETURN))
        assert isinstance(said, Refused)
        assert said.refusal.kind is RefusalKind.NOT_ON_ACCOUNT
        assert [each.verb for each in here.desk.asked if each.verb == "DELETE"] == []

    told(story, {"DELETE /items/checkouts/31882 00417": [(204, None)]})


@pytest.mark.parametrize("answer", [(200, {"id": 1}), (200, None), HTML, None, (500, None)])
def test_only_204_is_a_return(answer: Answer) -> None:
    async def story(here: Counter) -> None:
        assert await (await here.enter()).act(line("30800022790361")) == InDoubt()

    told(story, MINE | {"DELETE /items/checkouts/30800022790361": [answer]})


def test_where_it_belongs_is_left_open_if_the_item_cannot_be_read() -> None:
    async def story(here: Counter) -> None:
        said = await (await here.enter()).act(line("30800022790361"))
        assert isinstance(said, Recorded)
        assert said.put is None

    told(story, MINE | {"DELETE /items/checkouts/30800022790361": [(204, None)], "GET /items/1000012": [(500, None)]})


def test_an_own_loan_without_a_label_is_found_by_its_item_before_anything_is_borrowed() -> None:
    nameless: dict[str, list[Answer]] = {LOANS: [(200, {"entries": [checkout(77, "1000012")]})]}

    async def own(here: Counter) -> None:
        said = await (await here.enter()).act(line("30800022790361"))
        assert isinstance(said, Recorded)
        assert (said.direction, said.loan) == (Direction.RETURN, "77")
        (asked,) = here.desk.of("POST /items/query")
        assert asked.json["expr"]["operands"] == ["30800022790361"]
        assert here.desk.of(OUT) == []

    found: dict[str, list[Answer]] = {
        "POST /items/query": [(200, {"total": 1, "entries": [{"link": "https://x/v6/items/1000012"}]})],
        "DELETE /items/checkouts/30800022790361": [(204, None)],
    }
    told(own, nameless | found)

    async def other(here: Counter) -> None:
        assert isinstance(await (await here.enter()).act(line("31882 00417")), Recorded)
        assert len(here.desk.of(OUT)) == 1

    for answer in ((200, {"total": 0}), (500, None), (400, None)):
        told(other, nameless | {"POST /items/query": [answer], OUT: [(200, LENT)]})


# --- renewals ---

RENEW = "POST /patrons/checkouts/77/renewal"


def renewal(**more: Any) -> Any:
    return line("30800022790361", Direction.RENEW, loan=LoanId("77"), due_before=date(2026, 12, 4), **more)


def test_a_renewal_moves_the_day() -> None:
    async def story(here: Counter) -> None:
        said = await (await here.enter()).act(renewal())
        assert isinstance(said, Recorded)
        assert (said.due, said.direction) == (date(2026, 12, 18), Direction.RENEW)
        assert here.log.story == ["renew done"]

    told(story, MINE | {RENEW: [(200, checkout(77, "1000012", dueDate="2026-12-18T09:00:00Z"))]})


@pytest.mark.parametrize(("answer", "words"), [
    (error(134, 403, "WebPAC Error : TOO MANY RENEWALS", name="WebPAC Error"), "TOO MANY RENEWALS"),
    (error(132, 500, "XCirc error : Item has been recalled"), "Item has been recalled"),
    ((200, checkout(77, "1000012")), ""),
])  # fmt: skip
def test_a_renewal_that_is_refused_or_moves_nothing_says_so(answer: Answer, words: str) -> None:
    async def story(here: Counter) -> None:
        said = await (await here.enter()).act(renewal())
        assert isinstance(said, Refused)
        assert (said.refusal.kind, said.refusal.words) == (RefusalKind.NO_RENEWAL, words)

    told(story, MINE | {RENEW: [answer]})


# --- what an act did, if its answer was lost ---


@pytest.mark.parametrize(("loans", "result"), [
    ([LENT], "proven"), ([], "absent"),
    # The list before the act did not have this loan, so the loan is new. A wrong clock gave the loan a time before the
    # act.
    ([checkout(4519240, "1000020", barcode="31882 00417", outDate="2026-11-20T16:50:00Z")], "proven"),
])  # fmt: skip
def test_a_lost_borrow_is_settled_by_a_loan_that_is_new(loans: list[Any], result: str) -> None:
    async def story(here: Counter) -> None:
        account = await here.enter()
        asked = line("31882 00417")
        assert await account.act(asked) == InDoubt()
        here.desk.says[LOANS] = [(200, {"entries": loans})]
        truth = await account.reconcile([asked], finished=NOON + timedelta(minutes=9))
        assert ([each.line for each in truth.proven], set(truth.absent)) == (
            ([LineId(1)], set()) if result == "proven" else ([], {LineId(1)})
        )

    told(story, {OUT: [None]})


def test_a_lost_return_is_settled_by_the_loan_that_is_gone() -> None:
    async def story(here: Counter) -> None:
        account = await here.enter()
        asked = line("30800022790361", Direction.RETURN, loan=LoanId("77"))
        assert await account.act(asked) == InDoubt()
        assert (await account.reconcile([asked], finished=NOON)).absent == {1}
        here.desk.says[LOANS] = [(200, {"entries": []})]
        assert [each.line for each in (await account.reconcile([asked], finished=NOON)).proven] == [1]

    told(story, MINE | {"DELETE /items/checkouts/30800022790361": [None]})


def test_a_lost_return_that_was_scanned_as_a_borrow_is_settled_as_a_return() -> None:
    async def story(here: Counter) -> None:
        account = await here.enter()
        asked = line("30800022790361")
        assert await account.act(asked) == InDoubt()
        here.desk.says[LOANS] = [(200, {"entries": []})]
        assert [each.line for each in (await account.reconcile([asked], finished=NOON)).proven] == [1]

    told(story, MINE | {"DELETE /items/checkouts/30800022790361": [None]})


def test_a_lost_renewal_is_settled_by_its_day_or_its_count_and_is_hopeless_without_both() -> None:
    async def story(here: Counter) -> None:
        account = await here.enter()
        asked = renewal(renewals_before=1)
        assert (await account.reconcile([asked], finished=NOON)).absent == {1}
        for more in ({"dueDate": "2026-12-18T09:00:00Z"}, {"numberOfRenewals": 2}):
            here.desk.says[LOANS] = [(200, {"entries": [checkout(77, "1000012", **more)]})]
            assert [each.line for each in (await account.reconcile([asked], finished=NOON)).proven] == [1]
        here.desk.says[LOANS] = [(200, {"entries": []})]
        assert (await account.reconcile([asked], finished=NOON)).hopeless == {1}

    told(story, MINE)


def test_after_a_restart_the_key_alone_settles_what_was_open() -> None:
    async def story(here: Counter) -> None:
        await (await here.enter()).act(line("31882 00417"))
        (act,) = here.log.acts
        here.desk.says[LOANS] = [(200, {"entries": [LENT]})]
        account = here.backend.account_for(act.account, act.visit, None)
        assert act.finished is not None
        truth = await account.reconcile(act.lines, finished=act.finished, before=act.before)
        assert [each.line for each in truth.proven] == [1]

    told(story, {OUT: [None]})
