"""Tests of the back end with the simulated Sierra. They try each form of answer and each fault.

No act is done twice.
"""

from collections.abc import Awaitable, Callable
from typing import Any, Literal

import pytest

from kiosk.backends.protocol import Account, Password
from kiosk.domain.model import Direction, InDoubt, LoanAct, NotSent, Put, Recorded, RefusalKind, Refused, Secret
from kiosk.simulator.sierra import SierraThread
from tests.backends.houses import House, play, sierra_house
from tests.backends.sierra.desk import line

ACTS: tuple[Literal["checkout", "checkin"], ...] = ("checkout", "checkin")
LADDER, OWN = "30800000001013", "30800000001010"


def at(library: SierraThread, story: Callable[[House, Account], Awaitable[None]], **knobs: Any) -> None:
    """Run the story with Marta signed in at a server with these knobs."""
    library.control.turn(**knobs)
    house = sierra_house(library)

    async def run() -> None:
        await story(house, await house.enter())

    play(house, run)


@pytest.mark.parametrize("knobs", [
    {}, {"checkout_answer": "link"}, {"due_dates": "date"}, {"item_as": "text"}, {"barcodes": "some"}, {"auth": False},
    {"total": "whole"}, {"empty_as": "404"}, {"refused_fields": "autoBlockInfo,recallDate"},
    {"roles_as": "texts"}, {"keep_alive": "closed"}, {"call_numbers": "plain"},
])  # fmt: skip
def test_a_whole_visit_with_every_form_of_answer(sierra: SierraThread, knobs: dict[str, Any]) -> None:
    async def story(house: House, account: Account) -> None:
        before = house.out()
        lent = await account.act(line(LADDER))
        assert isinstance(lent, Recorded), lent
        assert lent.due is not None
        back = await account.act(line(OWN, number=2))
        assert isinstance(back, Recorded)
        assert (back.direction, back.put) == (Direction.RETURN, Put.SHELF)
        assert house.out() == (before | {LADDER}) - {OWN}
        truth = await account.reconcile(
            [line(LADDER), line(OWN, Direction.RETURN, 2, loan=back.loan)], finished=house.now()
        )
        assert {each.line for each in truth.proven} == {1, 2}

    at(sierra, story, **knobs)


@pytest.mark.parametrize("kind", ["drop", "cut", "html", "empty", "garbage", "truncated", "status"])
@pytest.mark.parametrize("acts", [True, False])
@pytest.mark.parametrize("name", ACTS)
def test_a_lost_answer_is_settled_by_the_loans_and_never_sent_again(
    sierra: SierraThread, kind: str, name: Literal["checkout", "checkin"], *, acts: bool
) -> None:
    if (kind, name) == ("cut", "checkin"):
        pytest.skip("an answer without a body cannot be cut in its body")

    async def story(house: House, account: Account) -> None:
        sierra.control.fault(name, kind, acts=acts)
        asked = line(LADDER if name == "checkout" else OWN)
        assert await account.act(asked) == InDoubt()
        truth = await account.reconcile([asked], finished=house.now())
        assert [each.line for each in truth.proven] == ([1] if acts else [])
        assert set(truth.absent) == (set() if acts else {1})
        assert len(sierra.library_state.acts(name)) == int(acts)

    at(sierra, story)


@pytest.mark.parametrize("knobs", [{"page_cap": 20}, {"page_cap": 50}, {"page_cap": 20, "total": "whole"}, {}])
def test_every_loan_of_somebody_with_many_is_read_whatever_the_page_holds(
    sierra: SierraThread, knobs: dict[str, Any]
) -> None:
    sierra.control.turn(**knobs)
    house = sierra_house(sierra)
    house.who = Password("23080000001014", Secret("1414"))

    async def story() -> None:
        account = await house.enter()
        assert len({each.ident for each in account.opening.loans}) == len(sierra.library_state.loans_of("busy")) == 56

    play(house, story)


def test_a_server_that_refuses_the_connection_was_not_asked(sierra: SierraThread) -> None:
    async def story(house: House, account: Account) -> None:
        house.go_away()
        try:
            assert await account.act(line(LADDER)) == NotSent()
        finally:
            house.come_back()
        assert isinstance(await account.act(line(LADDER)), Recorded)
        assert len(sierra.library_state.acts("checkout")) == 1

    at(sierra, story)


def test_a_loan_is_kept_longer_as_often_as_the_library_allows(sierra: SierraThread) -> None:
    async def story(house: House, account: Account) -> None:
        loan = next(each for each in account.opening.loans if LoanAct.RENEW in each.can)
        outcomes = []
        for number in range(1, 6):
            known = account.own_loan(loan.item.code)
            assert known is not None
            asked = line(
                loan.item.code,
                Direction.RENEW,
                number,
                loan=loan.ident,
                due_before=known.due,
                renewals_before=known.renewals,
            )
            outcomes.append(await account.act(asked))
        refused = [each for each in outcomes if isinstance(each, Refused)]
        assert refused
        assert all(each.refusal.kind is RefusalKind.NO_RENEWAL for each in refused)
        assert any(isinstance(each, Recorded) for each in outcomes)

    at(sierra, story)


def test_a_return_that_stays_listed_is_not_proven(sierra: SierraThread) -> None:
    async def story(house: House, account: Account) -> None:
        back = await account.act(line(OWN))
        assert isinstance(back, Recorded)
        truth = await account.reconcile([line(OWN, Direction.RETURN, loan=back.loan)], finished=house.now())
        assert truth.absent == {1}

    at(sierra, story, return_stays=True)


@pytest.mark.parametrize(
    ("goes", "put"), [("shelf", Put.SHELF), ("transit", Put.IN_TRANSIT), ("hold shelf", Put.HOLD_SHELF)]
)
def test_a_return_says_where_it_goes(sierra: SierraThread, goes: str, put: Put) -> None:
    async def story(house: House, account: Account) -> None:
        back = await account.act(line(OWN))
        assert isinstance(back, Recorded)
        assert back.put is put

    at(sierra, story, returns_go=goes)


def test_a_refused_item_is_named_although_sierra_names_only_its_label(sierra: SierraThread) -> None:
    async def story(_house: House, account: Account) -> None:
        said = await account.act(line("30800000002002"))
        assert isinstance(said, Refused)
        assert said.refusal.item is not None
        assert (said.refusal.item.name, said.refusal.item.shelf) == ("Sharpening by hand", "TT186 .O4")

    at(sierra, story)


def test_a_refusal_stands_also_if_its_item_cannot_be_read(sierra: SierraThread) -> None:
    async def story(_house: House, account: Account) -> None:
        sierra.control.fault("items_query", "status", status=503, count=None)
        said = await account.act(line("30800000002002"))
        assert isinstance(said, Refused)
        assert said.refusal.item is None

    at(sierra, story)
