"""The reasons why a member cannot borrow, and the web address where the member can solve each problem."""

from kiosk.domain.basket import most_loans
from kiosk.domain.library import Library
from kiosk.domain.model import Limits, Member, Missing, RefusalKind
from kiosk.structs import replace

_MISSING = {
    Missing.AGREEMENT: RefusalKind.AGREEMENT_MISSING,
    Missing.DETAILS: RefusalKind.DETAILS_MISSING,
    Missing.PAYMENT_METHOD: RefusalKind.PAYMENT_MISSING,
}
_BY_RENEWING = frozenset({RefusalKind.MEMBERSHIP_EXPIRED})
_IN_THE_ACCOUNT = frozenset(_MISSING.values())


def hindrances(member: Member, limits: Limits, *, at_home: int) -> tuple[RefusalKind, ...]:
    """Return the reasons why this member cannot borrow now, the most urgent reason first.

    The result is empty if the member can borrow. `at_home` is the number of tools that the member has on loan.
    """
    missing = tuple(kind for what, kind in _MISSING.items() if what in member.missing)
    ended = (RefusalKind.MEMBERSHIP_EXPIRED,) if member.is_expired else ()
    known = (*ended, *missing)
    most = most_loans(member, limits)
    full = (RefusalKind.LIMIT_REACHED,) if most is not None and at_home >= most else ()
    barred = member.may_borrow is False or limits.can_borrow is False
    return (*known, *full) or ((RefusalKind.MAY_NOT_BORROW,) if barred else ())


def mended_at(library: Library, kind: RefusalKind) -> str:
    """Return the web address where a member can solve this problem, or an empty text.

    The text is empty if only staff can solve the problem, or if no address is known. The kiosk itself cannot solve the
    problem, because the lending system's API has no call for this. A member renews an expired membership at the address
    that the API gives for it. A member adds missing data in the account on the library's web site. If one of these two
    addresses is not known, return the other one.
    """
    if kind in _BY_RENEWING:
        return library.renew_url or library.web_url
    return (library.web_url or library.renew_url) if kind in _IN_THE_ACCOUNT else ""


def opened_after_all(member: Member, limits: Limits) -> tuple[Member, Limits]:
    """Return the member and the limits as they are after the member's problems are solved.

    Call this function after the server has put a line into the cart, because this proves that nothing is missing any
    more. In the result, `missing` is empty and `can_return` is True.
    """
    return replace(member, missing=frozenset()), replace(limits, can_return=True)
