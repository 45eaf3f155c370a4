"""Tests of the loans that the kiosk remembers, because the provider does not list the loans of a member."""

from datetime import UTC, datetime
from typing import Any

import pytest

from kiosk.backends.ehub.catalogue import LabelledTitle
from kiosk.backends.ehub.paths import EHubClaim
from kiosk.backends.errors import ServerAwayError
from kiosk.backends.ports import KeptLoan
from kiosk.backends.protocol import Vouched
from kiosk.domain.digital import OpeningRefused
from kiosk.domain.model import Direction, ItemCode, LoanId, Recorded, Refusal, RefusalKind, Refused, Secret, VisitId
from tests.backends.ehub.desk import BORROW, CARD, Provider, lent, loan_of, no, told
from tests.backends.sierra.desk import Answer, line

KEPT = KeptLoan("c-1", "EH-r-77", "r-77", "", datetime(2026, 12, 4, 4, 30, tzinfo=UTC))
BOOK = (LabelledTitle("EH-r-77", "r-77", title="The Sea"),)


async def knows(here: Provider, *loans: KeptLoan, member: str = f"card {CARD}") -> None:
    for each in loans:
        await here.register.keep(member, each)


def test_a_loan_is_remembered_and_shown_at_the_next_visit_as_it_is_now() -> None:
    async def story(here: Provider) -> None:
        await (await here.enter()).act(line("EH-r-77"))
        assert here.register.loans == {(f"card {CARD}", "c-1"): KEPT}
        account = await here.enter()
        (loan,) = account.opening.loans
        assert (loan.ident, loan.item.name, str(loan.due)) == ("c-1", "The Sea", "2026-12-04")
        assert not account.opening.lists_all
        assert account.own_loan(ItemCode("EH-r-77")) == loan
        assert not isinstance(await account.digital.title_links(loan.ident), OpeningRefused)
        again = await account.act(line("EH-r-77"))
        assert again == Refused(Refusal(RefusalKind.ON_LOAN, item=loan.item))
        assert len(here.desk.of(BORROW)) == 1

    told(story, {BORROW: [(201, lent())], loan_of("c-1"): [(200, lent())]}, remember_loans=True, catalogue=BOOK)


def test_nothing_is_remembered_without_the_setting() -> None:
    async def story(here: Provider) -> None:
        await knows(here, changed_ident("c-9"))
        account = await here.enter()
        assert account.opening.loans == ()
        assert isinstance(await account.act(line("EH-r-77")), Recorded)
        assert {ident for _, ident in here.register.loans} == {"c-9"}
        said = " ".join(each.text for each in (await here.backend.probe()).lacks)
        assert "borrows in the same visit" in said

    told(story, {BORROW: [(201, lent())]})


def changed_ident(ident: str) -> KeptLoan:
    return KeptLoan(ident, KEPT.code, KEPT.record, KEPT.format, KEPT.ends)


def test_a_remembered_loan_is_given_back_and_forgotten() -> None:
    async def story(here: Provider) -> None:
        await knows(here, KEPT)
        account = await here.enter()
        back = await account.act(line("EH-r-77", Direction.RETURN, loan="c-1"))
        assert isinstance(back, Recorded)
        assert here.register.loans == {}

    says: dict[str, Any] = {loan_of("c-1"): [(200, lent())], loan_of("c-1", "DELETE"): [(204, None)]}
    told(story, says, remember_loans=True, allow_delete=True)


@pytest.mark.parametrize("code", ["CHECKOUT_NOT_FOUND", "INACTIVE_LOAN"])
def test_a_loan_that_has_ended_elsewhere_is_forgotten(code: str) -> None:
    async def story(here: Provider) -> None:
        await knows(here, KEPT, changed_ident("c-2"))
        account = await here.enter()
        assert [each.ident for each in account.opening.loans] == ["c-2"]
        assert {ident for _, ident in here.register.loans} == {"c-2"}
        assert isinstance(await account.digital.title_links(LoanId("c-2")), OpeningRefused)
        assert here.register.loans == {}

    says: dict[str, Any] = {loan_of("c-1"): [no(code)], loan_of("c-2"): [(200, lent("c-2")), no(code)]}
    told(story, says, remember_loans=True)


@pytest.mark.parametrize("answer", [no("INVALID_PATRON"), (200, {"id": ""}), (200, [])])
def test_a_loan_that_cannot_be_read_hides_only_itself_and_stays_remembered(answer: Answer) -> None:
    async def story(here: Provider) -> None:
        await knows(here, KEPT, changed_ident("c-2"))
        account = await here.enter()
        assert [each.ident for each in account.opening.loans] == ["c-2"]
        assert len(here.register.loans) == 2

    says: dict[str, Any] = {loan_of("c-1"): [answer], loan_of("c-2"): [(200, lent("c-2"))]}
    told(story, says, remember_loans=True)


def test_if_the_provider_does_not_answer_the_log_in_waits_for_it() -> None:
    async def story(here: Provider) -> None:
        await knows(here, KEPT)
        with pytest.raises(ServerAwayError):
            await here.enter()
        assert len(here.register.loans) == 1

    told(story, {loan_of("c-1"): [None]}, remember_loans=True)


def test_beside_a_main_system_the_number_finds_the_loans_whatever_card_was_shown() -> None:
    async def story(here: Provider) -> None:
        await knows(here, KEPT, member="patron 1042532")
        for card in (CARD, "99"):
            word = Vouched("1042532", Secret(card))
            account = await here.backend.sign_in(word, VisitId(1), "en")
            assert [each.ident for each in account.opening.loans] == ["c-1"]
        other = await here.backend.sign_in(Vouched("1", Secret(CARD)), VisitId(1), "en")
        assert other.opening.loans == ()
        assert any("make here" in each.text for each in (await here.backend.probe()).lacks)

    claims = (EHubClaim.PATRON_ID,)
    told(story, {loan_of("c-1"): [(200, lent())]}, remember_loans=True, vouched=True, claims=claims)
