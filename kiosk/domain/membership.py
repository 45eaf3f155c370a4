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
    problem, because the lending system's API has no call for that. The API gives only the web address where a member
    can renew the membership. A member can add missing data in the account on the library's web site.
    """
    if kind in _BY_RENEWING:
        return library.renew_url or library.web_url
    return (library.web_url or library.renew_url) if kind in _IN_THE_ACCOUNT else ""


def opened_after_all(member: Member, limits: Limits) -> tuple[Member, Limits]:
    """Return the member with an empty `missing`, and the limits with `can_return` set to True.

    The caller has seen that the server put a line into the cart. This proves that the member's problems are solved.
    """
    return replace(member, missing=frozenset()), replace(limits, can_return=True)
