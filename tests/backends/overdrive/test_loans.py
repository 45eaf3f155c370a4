"""Tests of a member's loans and holds (reservations): titles, media, covers, and the acts that each loan allows."""

import logging
from datetime import date
from typing import Any

import pytest

from kiosk.backends.errors import ServerAwayError
from kiosk.backends.overdrive.reading import same_loan
from kiosk.domain.digital import ItemFacts
from kiosk.domain.model import Item, ItemCode, LoanAct, LoanId, Medium
from kiosk.domain.reservations import Queue, Released
from kiosk.domain.terms import ReservationId
from kiosk.structs import replace
from tests.backends.overdrive.desk import (
    HOLDS,
    LABELS,
    LOANS,
    NEW,
    ONE,
    QUICK,
    TITLES,
    TWO,
    Kiosk,
    loan,
    loans,
    no,
    title,
    titles,
    told,
)
from tests.backends.overdrive.published import CHECKOUTS
from tests.backends.sierra.desk import Answer

BOTH = frozenset({LoanAct.RETURN, LoanAct.OPEN})
KINDLE = {"formats": [{"formatType": "ebook-kindle"}], "isFormatLockedIn": True, "actions": None}

COVER = {"cover300Wide": {"href": "https://img1.od-cdn.com/ImageType-400/{3896665D-2E}Img400.jpg"}}
SHOWN = "https://img1.od-cdn.com/ImageType-400/%7B3896665D-2E%7DImg400.jpg"


def test_the_published_loans_are_read_whole_with_their_titles_by_one_call() -> None:
    async def story(here: Kiosk) -> None:
        account = await here.enter()
        first, second = account.opening.loans
        assert (first.item.ident, first.item.code, first.item.name) == (ONE.lower(), ONE.lower(), "Emma")
        assert first.ident == f"{ONE.lower()}@2021-08-13T14:41:20+00:00"
        assert (first.due, first.can, first.medium) == (date(2021, 8, 27), BOTH, Medium.EBOOK)
        assert first.cover == SHOWN
        assert (second.item.name, second.due, second.medium) == ("Dune", date(2021, 8, 24), Medium.AUDIOBOOK)
        assert account.own_loan(ItemCode("230")) == account.own_loan(ItemCode(TWO)) == second
        (asked,) = here.desk.of(TITLES)
        assert asked.query == {"reserveIds": f"{ONE},{TWO}".lower()}
        assert here.backend.left_out() == ()
        assert (account.member.reference, account.member.first_name, account.member.max_loans) == ("112233", "", 5)
        assert account.opening.limits.max_loans == 5

    named = titles(title(ONE, "Emma", images=COVER), title(TWO, "Dune", mediaType="Audiobook"))
    told(story, {LOANS: [(200, CHECKOUTS)], TITLES: [named]})


@pytest.mark.parametrize(("more", "can", "medium"), [
    ({}, BOTH, Medium.OTHER),
    ({"actions": {}}, frozenset({LoanAct.OPEN}), Medium.OTHER),
    ({"actions": {"EarlyReturn": {"href": "", "method": "DELETE"}}}, BOTH, Medium.OTHER),
    ({"links": {"downloadredirect": {"href": "https://x/"}}}, BOTH, Medium.OTHER),
    ({"links": {"bundledChildren": [{"href": "https://x/1"}, {}]}}, BOTH, Medium.OTHER),
    ({"links": None, "checkoutDate": None, "crossRefId": None}, BOTH, Medium.OTHER),
    (KINDLE, frozenset(), Medium.KINDLE),
    (KINDLE | {"isFormatLockedIn": False}, frozenset({LoanAct.OPEN}), Medium.OTHER),
])  # fmt: skip
def test_a_loan_says_what_can_be_done_with_it(more: dict[str, Any], can: frozenset[LoanAct], medium: Medium) -> None:
    async def story(here: Kiosk) -> None:
        (only,) = (await here.enter()).opening.loans
        assert (only.can, only.medium) == (can, medium)

    told(story, {LOANS: [loans(loan(**more))]})


@pytest.mark.parametrize("answer", [(500, None), no("BadRequest"), (200, {"metadata": "none"}), (404, None)])
def test_without_titles_the_loans_are_shown_all_the_same(answer: Answer) -> None:
    async def story(here: Kiosk) -> None:
        account = await here.enter()
        (only,) = account.opening.loans
        assert only.item.name == ""
        assert await account.titles([only.item]) == ()
        here.desk.says[TITLES] = [titles(title(ONE, "Emma", images=COVER))]
        (named,) = await account.titles([only.item])
        assert named == ItemFacts(replace(only.item, name="Emma"), Medium.EBOOK, SHOWN)
        assert here.memory.memos[only.item.code].name == "Emma"

    told(story, {LOANS: [loans(loan())], TITLES: [answer]})


def test_thirty_loans_need_two_reads_of_titles_and_a_title_is_read_once() -> None:
    many = [loan(f"{number:08X}-9C0A-4FFF-BAAB-60B3B1019E6A", number) for number in range(30)]

    async def story(here: Kiosk) -> None:
        assert len((await here.enter()).opening.loans) == 30
        assert [len(each.query["reserveIds"].split(",")) for each in here.desk.of(TITLES)] == [25, 5]
        await here.enter()
        assert len(here.desk.of(TITLES)) == 2

    known = [title(str(each["reserveId"]), "Some title") for each in many]
    told(story, {LOANS: [loans(*many)], TITLES: [titles(*known[:25]), titles(*known[25:])]})


def test_a_count_that_is_not_the_number_of_loans_is_logged_without_ids(caplog: pytest.LogCaptureFixture) -> None:
    async def story(here: Kiosk) -> None:
        with caplog.at_level(logging.INFO):
            assert len((await here.enter()).opening.loans) == 1
        assert "1 were read, but {'totalItems': 2, 'totalCheckouts': 1}" in caplog.text
        assert ONE.lower() not in caplog.text.lower()

    told(story, {LOANS: [loans(loan(), totalItems=2)]})


def test_a_label_has_a_form_and_only_the_id_of_a_title_needs_none() -> None:
    async def story(here: Kiosk) -> None:
        account = await here.enter()
        own = account.opening.loans[0]
        for label in (f"OD-{ONE}", f"OD-{ONE.lower()}", "OD-19532", ONE, f" {ONE.lower()} "):
            assert account.own_loan(ItemCode(label)) == own
        for label in ("19532", "OD-", "od-19532", "30800000001010", ""):
            assert account.own_loan(ItemCode(label)) is None

    told(story, {LOANS: [loans(loan())]}, items=LABELS)


# --- holds ---


def hold(ident: str, place: int, **more: Any) -> dict[str, Any]:
    """Return a hold in the form in which OverDrive sends it."""
    return {"reserveId": ident, "holdListPosition": place, "numberOfHolds": 9, "actions": {}} | more


READY = {"actions": {"checkout": {"href": "", "method": "post"}}}


def test_holds_are_shown_with_their_place_or_their_last_day() -> None:
    async def story(here: Kiosk) -> None:
        waits, ready, old = [*await (await here.enter()).reserving.reservations(), None]
        assert (waits.ident, waits.title, waits.queue) == (ONE.lower(), "Emma", Queue(3, 9))
        assert waits.items == (Item(ItemCode(ONE.lower()), "Emma", ONE.lower()),)
        assert (ready.queue, ready.ends, ready.can_cancel) == (None, date(2026, 11, 21), True)
        assert (waits.medium, ready.medium) == (Medium.OTHER, Medium.OTHER)
        assert old is None

    held = [
        hold(ONE, 3),
        hold(TWO, 1, holdExpires="2026-11-22T03:00:00Z", **READY),
        hold(NEW, 1, holdExpires="2026-11-01T00:00:00Z"),
    ]
    told(story, {HOLDS: [(200, {"holds": held})], TITLES: [titles(title(ONE, "Emma"))]})


@pytest.mark.parametrize(("by", "more", "ready"), [
    ({"action", "date"}, {"holdExpires": "2026-11-22T03:00:00Z"}, True),
    ({"action"}, {"holdExpires": "2026-11-22T03:00:00Z"}, False),
    ({"action"}, READY, True),
    ({"date"}, READY, False),
    ({"date"}, {"holdExpires": "2026-11-22T03:00:00Z"}, True),
])  # fmt: skip
def test_which_fact_makes_a_hold_ready_is_one_value(by: set[str], more: dict[str, Any], *, ready: bool) -> None:
    async def story(here: Kiosk) -> None:
        (only,) = await (await here.enter()).reserving.reservations()
        assert (only.queue is None) is ready

    told(
        story,
        {HOLDS: [(200, {"holds": [hold(ONE, 1, **more)]})]},
        guesses=replace(QUICK, hold_is_ready_by=frozenset(by)),
    )


CANCEL = f"DELETE /v1/patrons/me/holds/{ONE.lower()}"


@pytest.mark.parametrize(("answers", "log"), [
    ([(204, None)], ["reservation done"]),
    ([no("PatronDoesntHaveTitleOnHold")], ["reservation done"]),
    ([(401, None), (204, None)], ["reservation not_sent", "reservation done"]),
    ([None], ["reservation done"]),
])  # fmt: skip
def test_a_hold_is_cancelled(answers: list[Answer], log: list[str]) -> None:
    async def story(here: Kiosk) -> None:
        reserving = (await here.enter()).reserving
        assert await reserving.release(ReservationId(ONE.lower()), None) == Released(None)
        assert here.log.story == log

    told(story, {CANCEL: answers})


def test_a_hold_that_is_still_there_is_cancelled_again_and_a_refusal_is_said() -> None:
    async def story(here: Kiosk) -> None:
        reserving = (await here.enter()).reserving
        assert await reserving.release(ReservationId(ONE.lower()), None) == Released(None)
        assert here.log.story == ["reservation unknown", "reservation done"]
        refused = await reserving.release(ReservationId(ONE.lower()), None)
        assert "Not today." in str(refused)

    told(story, {CANCEL: [None, (204, None), no("BadRequest")], HOLDS: [(200, {"holds": [hold(ONE, 1)]})]})


def test_no_list_of_holds_is_an_absent_server() -> None:
    async def story(here: Kiosk) -> None:
        with pytest.raises(ServerAwayError):
            await (await here.enter()).reserving.reservations()

    told(story, {HOLDS: [(500, None)]})


def test_ids_of_loans_are_compared_by_title_and_beginning() -> None:
    assert same_loan("a@1", "a@1")
    assert same_loan(LoanId("a"), "a@1")
    assert not same_loan("a@1", "a@2")
    assert not same_loan("a@1", "b@1")
