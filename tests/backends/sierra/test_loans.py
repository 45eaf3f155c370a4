"""Tests of loans: their titles, due days, renewals and recalls."""

from datetime import date
from typing import Any

import pytest

from kiosk.backends.errors import ServerAwayError
from kiosk.domain.model import LoanAct
from tests.backends.sierra.desk import Answer, Asked, Counter, checkout, error, told
from tests.backends.sierra.published import BIBS, CHECKOUTS, ITEMS

LOANS = "GET /patrons/1042514/checkouts"


def test_the_published_example_is_read_whole() -> None:
    async def story(here: Counter) -> None:
        one, other = (await here.enter()).opening.loans
        assert (one.ident, one.item.ident, one.item.code) == ("4519234", "1000012", "30800022790361")
        assert (one.item.name, one.item.shelf) == ("Eugene Onegin", "PG3476.B425 Z513")
        assert (one.due, one.renewals, one.recalled) == (date(2015, 5, 1), 0, date(2015, 4, 28))
        assert one.since is not None
        assert one.since.isoformat() == "2015-04-14T18:12:57+00:00"
        assert (one.can, other.can) == (frozenset({LoanAct.RETURN}), frozenset({LoanAct.RETURN, LoanAct.RENEW}))
        assert (other.item.name, other.recalled) == ("The complete woodworker", None)
        assert here.desk.of("GET /bibs")[0].query["id"] == "2000004,2000012"

    told(story, {LOANS: [(200, CHECKOUTS)], "GET /items": [ITEMS], "GET /bibs": [BIBS]})


def test_without_fields_a_loan_has_no_label_and_is_still_a_loan() -> None:
    async def story(here: Counter) -> None:
        (one,) = (await here.enter()).opening.loans
        assert (one.ident, one.item.code, one.renewals) == ("4519234", "", None)

    bare = {
        name: value for name, value in CHECKOUTS["entries"][0].items() if name in ("id", "patron", "item", "dueDate")
    }
    told(story, {LOANS: [(200, {"total": 1, "entries": [bare]})]})


@pytest.mark.parametrize(("written", "day"), [
    ("2026-12-04", date(2026, 12, 4)), ("2026-12-04T09:00:00Z", date(2026, 12, 4)),
    ("2026-07-04T08:00:00Z", date(2026, 7, 4)), ("2026-12-04T02:00:00Z", date(2026, 12, 3)),
    ("2026-12-04T04:00:00-05:00", date(2026, 12, 4)), (None, None), ("soon", None), (7, None),
])  # fmt: skip
def test_a_due_date_is_a_day_of_the_library(written: Any, day: date | None) -> None:
    async def story(here: Counter) -> None:
        assert (await here.enter()).opening.loans[0].due == day

    told(story, {LOANS: [(200, {"entries": [checkout(1, "9", dueDate=written)]})]})


def test_a_page_that_is_full_is_followed_by_another_whatever_the_total_says() -> None:
    def page(asked: Asked) -> tuple[int, Any]:
        first, limit = int(asked.query["offset"]), int(asked.query["limit"])
        rows = [checkout(number, str(number), barcode=f"B{number}") for number in range(first, min(first + limit, 251))]
        return 200, {"total": len(rows), "entries": rows}

    async def story(here: Counter) -> None:
        loans = (await here.enter()).opening.loans
        assert len({each.ident for each in loans}) == 251
        assert len(here.desk.of(LOANS)) == 3

    told(story, {LOANS: [page]})


def test_no_loan_is_missed_if_another_loan_ends_between_two_pages() -> None:
    there = list(range(121))

    def page(asked: Asked) -> tuple[int, Any]:
        first = int(asked.query["offset"])
        rows = [checkout(number, str(number), barcode=f"B{number}") for number in there[first : first + 100]]
        if 5 in there:
            there.remove(5)
        return 200, {"entries": rows}

    async def story(here: Counter) -> None:
        loans = (await here.enter()).opening.loans
        assert {each.ident for each in loans} == {str(number) for number in range(121) if number != 5}
        assert [each.query["offset"] for each in here.desk.of(LOANS)] == ["0", "99", "0", "99"]

    told(story, {LOANS: [page]})


def test_a_list_that_changes_again_and_again_is_no_list() -> None:
    there = list(range(121))

    def page(asked: Asked) -> tuple[int, Any]:
        first = int(asked.query["offset"])
        rows = [checkout(number, str(number), barcode=f"B{number}") for number in there[first : first + 100]]
        del there[0]
        return 200, {"entries": rows}

    async def story(here: Counter) -> None:
        with pytest.raises(ServerAwayError):
            await here.enter()

    told(story, {LOANS: [page]})


def test_an_item_inside_a_loan_saves_the_batch_and_an_old_version_that_refuses_it_is_asked_without() -> None:
    item = {"id": "1000012", "bibIds": ["2000012"], "barcode": "30800022790361", "location": {"name": "Main   "}}

    async def inside(here: Counter) -> None:
        (one,) = (await here.enter()).opening.loans
        assert (one.item.code, one.item.name, one.item.place) == ("30800022790361", "Eugene Onegin", "Main")
        assert here.desk.of("GET /items") == []

    told(inside, {LOANS: [(200, {"entries": [checkout(1, "x") | {"item": item}]})], "GET /bibs": [BIBS]})

    def old(asked: Asked) -> tuple[int, Any]:
        if "expand" in asked.query or "recallDate" in asked.query["fields"]:
            return error(108, 400, "Invalid parameter : expand is not a valid parameter")
        return 200, {"entries": [checkout(1, "1000012", barcode="B1")]}

    async def without(here: Counter) -> None:
        (one,) = (await here.enter()).opening.loans
        assert one.item.name == "Eugene Onegin"
        await here.enter()
        assert "expand" not in here.desk.of(LOANS)[-1].query

    told(without, {LOANS: [old], "GET /items": [ITEMS], "GET /bibs": [BIBS]})


def test_a_loan_of_another_library_has_no_title_and_spoils_no_batch() -> None:
    async def story(here: Counter) -> None:
        mine, theirs = (await here.enter()).opening.loans
        assert here.desk.of("GET /items")[0].query["id"] == "1000012"
        assert (mine.item.name, theirs.item.name, theirs.item.ident) == ("Eugene Onegin", "", "1000777@abc")
        assert LoanAct.RENEW not in theirs.can
        assert theirs.due == date(2026, 12, 4)

    rows = [checkout(1, "1000012"), checkout(2, "1000777@abc")]
    told(story, {LOANS: [(200, {"entries": rows})], "GET /items": [ITEMS], "GET /bibs": [BIBS]})


@pytest.mark.parametrize("empty", [(200, {"total": 0, "entries": []}), (200, {"total": 0}), error(107, 404)])
def test_no_loans_is_an_empty_list_in_every_form(empty: Answer) -> None:
    async def story(here: Counter) -> None:
        assert (await here.enter()).opening.loans == ()

    told(story, {LOANS: [empty]})


@pytest.mark.parametrize("answer", [(500, None), None, (200, ["odd"]), (200, {"entries": [{"no": "id"}]})])
def test_titles_that_cannot_be_read_leave_the_loans_as_they_are(answer: Answer) -> None:
    async def story(here: Counter) -> None:
        (one,) = (await here.enter()).opening.loans
        assert (one.item.code, one.item.name) == ("B1", "")

    told(story, {LOANS: [(200, {"entries": [checkout(1, "1000012", barcode="B1")]})], "GET /items": [answer]})


@pytest.mark.parametrize(("written", "shown"), [
    ("Eugene Onegin /", "Eugene Onegin"), ("Tools.", "Tools"), ("  Two   words : ", "Two words"), ("", ""), (None, ""),
])  # fmt: skip
def test_a_title_has_no_marks_of_the_catalogue(written: str | None, shown: str) -> None:
    async def story(here: Counter) -> None:
        assert (await here.enter()).opening.loans[0].item.name == shown

    bibs: Answer = (200, {"entries": [{"id": "2000012", "title": written}]})
    told(story, {LOANS: [(200, {"entries": [checkout(1, "1000012")]})], "GET /items": [ITEMS], "GET /bibs": [bibs]})
