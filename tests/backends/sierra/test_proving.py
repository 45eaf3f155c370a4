"""Tests of acts whose result the kiosk must read from the list of loans.

The network may deliver a request twice. Then the server does the act for the first copy, and the kiosk gets the refusal
of the second copy. In other tests, the loans have no labels.
"""

from typing import Any

import pytest

from kiosk.domain.model import Direction, InDoubt, Line, LoanId, Proof, Recorded, RefusalKind, Refused
from tests.backends.sierra.desk import NOON, Answer, Counter, checkout, error, line, told
from tests.backends.sierra.test_acts import LENT, LOANS, MINE, OUT, RENEW, renewal

BACK = "DELETE /items/checkouts/30800022790361"
FIND = "POST /items/query"
NOT_HERE = error(132, 500, "XCirc error : This record is not available")
NO_RECORD = error(107, 404, name="Record not found")
TOO_SOON = error(134, 403, "WebPAC Error : TOO SOON TO RENEW", name="WebPAC Error")
LATER = checkout(77, "1000012", barcode="30800022790361", dueDate="2026-12-18T09:00:00Z")
GIVEN_BACK = line("30800022790361", Direction.RETURN, loan=LoanId("77"))
NAMELESS = checkout(4519240, "1000020")


# --- the network delivers a request twice, and the kiosk gets only the second answer ---


@pytest.mark.parametrize(("write", "answer", "asked", "after", "journal"), [
    (OUT, NOT_HERE, line("31882 00417"), [LENT], "borrow"),
    (BACK, NO_RECORD, GIVEN_BACK, [], "give_back"),
    (RENEW, TOO_SOON, renewal(), [LATER], "renew"),
])  # fmt: skip
def test_a_refusal_of_what_is_done_already_is_no_refusal(
    write: str, answer: Answer, asked: Line, after: list[Any], journal: str
) -> None:
    async def done(here: Counter) -> None:
        account = await here.enter()
        here.desk.says[LOANS] = [(200, {"entries": after})]
        said = await account.act(asked)
        assert isinstance(said, Recorded)
        assert (said.direction, said.item.code if said.item else asked.code) == (asked.direction, asked.code)
        assert here.log.story == [f"{journal} done"]
        assert len(here.desk.of(write)) == 1

    async def refused(here: Counter) -> None:
        assert isinstance(await (await here.enter()).act(asked), Refused)
        assert here.log.story == [f"{journal} refused"]

    async def unread(here: Counter) -> None:
        account = await here.enter()
        here.desk.says[LOANS] = [None]
        assert await account.act(asked) == InDoubt()
        assert here.log.story == [f"{journal} unknown"]

    for story in (done, refused, unread):
        told(story, MINE | {write: [answer]})


def test_an_unknown_label_is_refused_without_a_look_at_the_loans() -> None:
    async def story(here: Counter) -> None:
        said = await (await here.enter()).act(line("31882 00417"))
        assert isinstance(said, Refused)
        assert said.refusal.kind is RefusalKind.ITEM_UNKNOWN
        assert len(here.desk.of(LOANS)) == 1

    told(story, {OUT: [NO_RECORD]})


# --- loans without a label ---


@pytest.mark.parametrize(("found", "result"), [
    ((200, {"total": 1, "entries": [{"link": "https://x/v6/items/1000020"}]}), "proven"),
    ((200, {"total": 1, "entries": [{"link": "https://x/v6/items/1000099"}]}), "absent"),
    ((200, {"total": 0}), "absent"),
    (None, "not known"),
])  # fmt: skip
def test_a_lost_borrow_is_found_by_its_item_if_the_loan_has_no_label(found: Answer, result: str) -> None:
    async def story(here: Counter) -> None:
        account = await here.enter()
        asked = line("31882 00417")
        assert await account.act(asked) == InDoubt()
        here.desk.says[LOANS] = [(200, {"entries": [NAMELESS]})]
        truth = await account.reconcile([asked], finished=NOON)
        assert [each.loan for each in truth.proven] == (["4519240"] if result == "proven" else [])
        assert truth.absent == ({1} if result == "absent" else frozenset())

    told(story, {OUT: [None], FIND: [found]})


def test_the_proof_of_a_scan_says_that_an_own_loan_was_taken_back() -> None:
    async def story(here: Counter) -> None:
        account = await here.enter()
        scanned = line("30800022790361")
        assert await account.act(scanned) == InDoubt()
        here.desk.says[LOANS] = [(200, {"entries": []})]
        (proof,) = (await account.reconcile([scanned], finished=NOON)).proven
        assert proof == Proof(scanned.ident, direction=Direction.RETURN, loan=LoanId("77"))

    told(story, MINE | {BACK: [None]})
