"""Tests of returns at a content provider. The settings must allow returns, and the kiosk must know the loan's id."""

from typing import Any

import pytest

from kiosk.backends.errors import MisconfiguredError
from kiosk.domain.model import Direction, InDoubt, ItemCode, LoanAct, LoanId, Recorded, RefusalKind, Refused
from tests.backends.ehub.desk import BORROW, NOON, Provider, lent, loan_of, no, told
from tests.backends.sierra.desk import Answer, line

BACK = loan_of("c-1", "DELETE")


def test_nothing_is_given_back_unless_the_settings_allow_it() -> None:
    async def story(here: Provider) -> None:
        account = await here.enter()
        await account.act(line("EH-r-77"))
        for direction, kind in (
            (Direction.RETURN, RefusalKind.OTHER),
            (Direction.BORROW, RefusalKind.ON_LOAN),
            (Direction.RENEW, RefusalKind.NO_RENEWAL),
        ):
            said = await account.act(line("EH-r-77", direction, 2))
            assert isinstance(said, Refused)
            assert said.refusal.kind is kind
        assert len(here.desk.asked) == 1

    told(story, {BORROW: [(201, lent())]})


@pytest.mark.parametrize("answer", [(204, None), (200, {}), no("CHECKOUT_NOT_FOUND", 404), no("INACTIVE_LOAN")])
def test_a_loan_of_this_visit_is_given_back(answer: Answer) -> None:
    async def story(here: Provider) -> None:
        account = await here.enter()
        first = await account.act(line("EH-r-77"))
        assert isinstance(first, Recorded)
        assert first.lent is not None
        assert first.lent.can == {LoanAct.OPEN, LoanAct.RETURN}
        said = await account.act(line("EH-r-77", Direction.RETURN, 2))
        assert isinstance(said, Recorded)
        assert (said.direction, said.loan) == (Direction.RETURN, "c-1")
        assert here.log.story == ["borrow done", "give_back done"]
        assert account.own_loan(ItemCode("EH-r-77")) is None

    says: dict[str, Any] = {BORROW: [(201, lent())], BACK: [answer], loan_of("c-1"): [no("INACTIVE_LOAN")]}
    told(story, says, allow_delete=True)


@pytest.mark.parametrize(("now", "result"), [
    (no("CHECKOUT_NOT_FOUND", 404), "done"), (no("INACTIVE_LOAN"), "done"), ((200, lent()), "refused"),
    (no("INVALID_PATRON"), "unknown"), (None, "unknown"), ((401, None), "unknown"),
])  # fmt: skip
def test_a_refused_return_of_a_loan_that_is_not_there_is_looked_up(now: Answer, result: str) -> None:
    async def story(here: Provider) -> None:
        account = await here.enter()
        await account.act(line("EH-r-77"))
        said = await account.act(line("EH-r-77", Direction.RETURN, 2))
        assert here.log.story[1] == f"give_back {result}"
        kinds = {"done": None, "refused": RefusalKind.OTHER, "unknown": None}
        assert (said.refusal.kind if isinstance(said, Refused) else None) is kinds[result]
        assert isinstance(said, Recorded) is (result == "done")
        assert (account.own_loan(ItemCode("EH-r-77")) is None) is (result == "done")

    says: dict[str, Any] = {BORROW: [(201, lent())], BACK: [no("INVALID_LOAN_ID")], loan_of("c-1"): [now]}
    told(story, says, allow_delete=True)


@pytest.mark.parametrize(("now", "is_back"), [(no("CHECKOUT_NOT_FOUND", 404), True), ((200, lent()), False)])
def test_a_return_without_an_answer_is_settled_by_reading_its_loan(now: Answer, is_back: bool) -> None:  # noqa: FBT001
    async def story(here: Provider) -> None:
        account = await here.enter()
        await account.act(line("EH-r-77"))
        back = line("EH-r-77", Direction.RETURN, 2, loan=LoanId("c-1"))
        assert isinstance(await account.act(back), InDoubt)
        truth = await account.reconcile([back], finished=NOON)
        assert [each.direction for each in truth.proven] == ([Direction.RETURN] if is_back else [])
        assert truth.absent == (frozenset() if is_back else {2})
        assert len(here.desk.of(BACK)) == 1

    told(story, {BORROW: [(201, lent())], BACK: [None], loan_of("c-1"): [now]}, allow_delete=True)


def test_a_provider_that_takes_nothing_back_is_a_matter_for_staff() -> None:
    async def story(here: Provider) -> None:
        account = await here.enter()
        await account.act(line("EH-r-77"))
        with pytest.raises(MisconfiguredError, match="allow_delete = false"):
            await account.act(line("EH-r-77", Direction.RETURN, 2))

    told(story, {BORROW: [(201, lent())], BACK: [(405, None)]}, allow_delete=True)


def test_a_title_that_was_not_lent_here_is_not_given_back() -> None:
    async def story(here: Provider) -> None:
        said = await (await here.enter()).act(line("EH-r-77", Direction.RETURN))
        assert isinstance(said, Refused)
        assert said.refusal.kind is RefusalKind.NOT_ON_ACCOUNT
        assert here.desk.asked == []

    told(story, allow_delete=True)
