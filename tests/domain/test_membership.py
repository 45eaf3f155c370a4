"""Tests of hindrances, which are the reasons why a member may not borrow.

The tests also check which reason comes first, and on which web page the member can solve the problem.
"""

import pytest

from kiosk.domain.library import Library
from kiosk.domain.membership import hindrances, mended_at, opened_after_all
from kiosk.domain.model import Limits, Member, Missing, RefusalKind, Refused
from kiosk.domain.model import Refusal as No
from kiosk.structs import replace
from tests.domain.bench import Bench
from tests.domain.cast import LIBRARY, MARTA, staged

K = RefusalKind
ALL_MISSING = frozenset(Missing)
TABLE: list[tuple[str, Member, Limits, int, tuple[RefusalKind, ...]]] = [
    ("nothing is said", MARTA, Limits(), 3, ()),
    ("all is well", replace(MARTA, may_borrow=True, is_expired=False, max_loans=3), Limits(can_borrow=True), 2, ()),
    ("expired", replace(MARTA, is_expired=True), Limits(), 0, (K.MEMBERSHIP_EXPIRED,)),
    ("expired, and so barred", replace(MARTA, is_expired=True), Limits(can_borrow=False), 0, (K.MEMBERSHIP_EXPIRED,)),
    ("barred", replace(MARTA, may_borrow=False), Limits(), 0, (K.MAY_NOT_BORROW,)),
    ("barred by the cart", MARTA, Limits(can_borrow=False), 0, (K.MAY_NOT_BORROW,)),
    ("full", replace(MARTA, max_loans=2), Limits(), 2, (K.LIMIT_REACHED,)),
    ("full by the cart's limit", replace(MARTA, max_loans=9), Limits(max_loans=2), 3, (K.LIMIT_REACHED,)),
    ("none at all", MARTA, Limits(max_loans=0), 0, (K.LIMIT_REACHED,)),
    (
        "much is missing",
        replace(MARTA, missing=ALL_MISSING, is_expired=True),
        Limits(),
        0,
        (K.MEMBERSHIP_EXPIRED, K.AGREEMENT_MISSING, K.DETAILS_MISSING, K.PAYMENT_MISSING),
    ),
]


@pytest.mark.parametrize(("member", "limits", "at_home", "kinds"), [pytest.param(*row[1:], id=row[0]) for row in TABLE])
def test_hindrances(member: Member, limits: Limits, at_home: int, kinds: tuple[RefusalKind, ...]) -> None:
    assert hindrances(member, limits, at_home=at_home) == kinds


BOTH = Library(renew_url="https://renew", web_url="https://web")


@pytest.mark.parametrize(
    ("library", "kind", "url"),
    [
        (BOTH, K.MEMBERSHIP_EXPIRED, "https://renew"),
        (replace(BOTH, renew_url=""), K.MEMBERSHIP_EXPIRED, "https://web"),
        (BOTH, K.AGREEMENT_MISSING, "https://web"),
        (BOTH, K.DETAILS_MISSING, "https://web"),
        (replace(BOTH, web_url=""), K.PAYMENT_MISSING, "https://renew"),
        (BOTH, K.LIMIT_REACHED, ""),
        (BOTH, K.MAY_NOT_BORROW, ""),
        (Library(), K.MEMBERSHIP_EXPIRED, ""),
    ],
)
def test_where_it_is_mended(library: Library, kind: RefusalKind, url: str) -> None:
    assert mended_at(library, kind) == url


def test_a_cart_that_opens_after_all_proves_that_it_is_mended() -> None:
    member = replace(MARTA, missing=ALL_MISSING)
    assert opened_after_all(member, Limits(can_return=False, max_loans=3)) == (MARTA, Limits(max_loans=3))


def test_a_visit_without_a_cart_asks_at_each_scan_and_keeps_every_line() -> None:
    unsigned = replace(MARTA, missing=frozenset({Missing.AGREEMENT}))
    bench = Bench(LIBRARY).fob().sign_in(unsigned, limits=Limits(can_return=False))
    no = Refused(No(K.AGREEMENT_MISSING, "Sign first"))
    for code in ("DR-1", "SA-2"):
        assert bench.scan(code).work == [f"AddLine {code}"]
        bench.answer(code, no)
    assert [line.refusal for line in bench.serving.lines] == [no.refusal, no.refusal]
    bench.scan("DR-1").answer("DR-1", staged("DR-1"))
    assert bench.serving.member == MARTA
    assert bench.serving.limits.can_return
