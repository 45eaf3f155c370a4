"""Tests of the renewal of all loans with one button, and of a loan that the lending system refuses to renew."""

from kiosk.domain.messages.effects import AddLine
from kiosk.domain.messages.intents import RenewAll
from kiosk.domain.model import LoanAct, RefusalKind
from kiosk.domain.visit.at_once import renewable
from kiosk.structs import replace
from tests.domain.bench import Bench
from tests.domain.cast import refused
from tests.domain.visit.test_at_once import bench


def renewable_loans(*codes: str) -> Bench:
    """Return a kiosk at which Marta is signed in. She has these loans, and the server allows every act on them."""
    kiosk = bench(*codes)
    can = frozenset({LoanAct.RETURN, LoanAct.RENEW})
    loans = tuple(replace(each, can=can) for each in kiosk.serving.loans)
    kiosk.kiosk = replace(kiosk.kiosk, state=replace(kiosk.serving, loans=loans))
    return kiosk


def test_a_loan_that_cannot_be_renewed_is_not_asked_for_again() -> None:
    kiosk = renewable_loans("DR-1", "SA-2").tell(RenewAll())
    assert [each.line.code for each in kiosk.wants(AddLine)] == ["DR-1", "SA-2"]
    no = refused(RefusalKind.NO_RENEWAL)
    kiosk.answer("DR-1", replace(no, refusal=replace(no.refusal, words="TOO MANY RENEWALS")))
    loan_now = next(each for each in kiosk.serving.loans if each.item.code == "DR-1")
    assert (loan_now.can, loan_now.why_not) == (frozenset({LoanAct.RETURN}), "TOO MANY RENEWALS")
    kiosk.answer("SA-2", refused(RefusalKind.OTHER))
    assert [each.item.code for each in renewable(kiosk.serving)] == ["SA-2"]
    assert kiosk.tell(RenewAll()).the(AddLine).line.code == "SA-2"
