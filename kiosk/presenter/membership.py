"""The card about the membership on Home, and QR codes for the web pages where a member can correct a problem."""

from urllib.parse import urlsplit

from kiosk.domain.basket import most_loans
from kiosk.domain.membership import hindrances, mended_at
from kiosk.domain.model import Line, LineState, RefusalKind
from kiosk.domain.visit.states import Serving
from kiosk.presenter.page_facts import PageFacts
from kiosk.presenter.server_words import clean
from kiosk.structs import replace
from kiosk.views.basket import LineView, MembershipView
from kiosk.views.pieces import QrCode, Tone


def membership_card(facts: PageFacts, serving: Serving) -> MembershipView | None:
    """Return a card with the membership's name, expiry and limit, and the reasons why the member cannot borrow.

    Return None if none of these facts is known.
    """
    member, limits, texts = serving.member, serving.limits, facts.texts.membership
    most = most_loans(member, limits)
    have, kinds = len(serving.loans), hindrances(member, limits, at_home=len(serving.loans))
    more = (
        texts.until(facts.formats.full_date(member.expires)) if member.expires and not member.is_expired else "",
        texts.limit(most, have) if most is not None and RefusalKind.LIMIT_REACHED not in kinds else "",
    )
    lines = (*(_why(facts, serving, kind, most) for kind in kinds), *filter(None, more))
    if kinds:
        lines = (*lines, texts.returns_work if limits.can_return else texts.returns_by_staff)
    name = clean(member.membership)
    if not lines and not name:
        return None
    codes = (mending_code(facts, kind) for kind in kinds)
    return MembershipView(
        title=texts.called(name) if name else texts.title,
        lines=lines,
        tone=Tone.WARN if kinds else Tone.PLAIN,
        icon="alert" if kinds else "user",
        qr=next((code for code in codes if code is not None), None),
    )


def _why(facts: PageFacts, serving: Serving, kind: RefusalKind, most: int | None) -> str:
    texts, refusals = facts.texts.membership, facts.texts.refusals
    match kind:
        case RefusalKind.MEMBERSHIP_EXPIRED:
            ended = serving.member.expires
            return texts.ended(facts.formats.full_date(ended)) if ended else texts.expired
        case RefusalKind.AGREEMENT_MISSING:
            return refusals.agreement
        case RefusalKind.DETAILS_MISSING:
            return refusals.details
        case RefusalKind.PAYMENT_MISSING:
            return refusals.payment
        case RefusalKind.LIMIT_REACHED:
            return texts.full(most) if most else texts.may_not_borrow
        case _:
            return texts.may_not_borrow


def greeting_lead(facts: PageFacts, serving: Serving) -> str:
    """Return the words below the greeting. If the member may not borrow or return, the words say so."""
    kinds = hindrances(serving.member, serving.limits, at_home=len(serving.loans))
    texts = facts.texts
    if not serving.limits.can_return:
        return texts.membership.no_returns_lead
    if not kinds:
        return texts.basket.scan_a_tool_lead
    match kinds[0]:
        case RefusalKind.MEMBERSHIP_EXPIRED:
            return texts.refusals.membership_expired
        case RefusalKind.MAY_NOT_BORROW:
            return texts.basket.only_returns_lead
        case _:
            return texts.membership.returns_work


def with_next_step(facts: PageFacts, serving: Serving, line: Line, view: LineView) -> LineView:
    """Add the next step to the view of a refused line, if the member can correct the reason on a web page.

    The next step is the QR code of this web page. If several lines have such a reason, only the newest line shows its
    QR code. If the member cannot return tools here, each of these lines says so.
    """
    if line.state is not LineState.REFUSED or line.refusal is None or not mended_at(facts.library, line.refusal.kind):
        return view
    said = "" if serving.limits.can_return else facts.texts.membership.returns_by_staff
    code = mending_code(facts, line.refusal.kind) if line == first_mendable(facts, serving.lines) else None
    return replace(
        view,
        reason=" ".join(filter(None, (view.reason, said))),
        qr=code,
        plate=view.plate if code is None else None,
        name=", ".join(filter(None, (view.name, said.rstrip("."), code.caption if code else ""))),
    )


def first_mendable(facts: PageFacts, lines: tuple[Line, ...]) -> Line | None:
    """Return the newest refused line whose reason the member can correct on a web page, or None.

    Only this line shows a QR code. Older lines with such a reason show no QR code.
    """
    refused = (line for line in lines if line.state is LineState.REFUSED and line.refusal is not None)
    return next((line for line in refused if line.refusal and mended_at(facts.library, line.refusal.kind)), None)


def mending_code(facts: PageFacts, kind: RefusalKind) -> QrCode | None:
    """Return the QR code of the web page where the member can correct the reason, or None if there is no such page."""
    return address_code(facts, mended_at(facts.library, kind), renews=kind is RefusalKind.MEMBERSHIP_EXPIRED)


def address_code(facts: PageFacts, url: str, *, renews: bool = False) -> QrCode | None:
    """Return a QR code for an http or https address. Return None for any other text, which no phone should open."""
    try:
        parts = urlsplit(url)
    except ValueError:  # the text is not an address
        return None
    if parts.scheme not in {"http", "https"} or not parts.netloc:
        return None
    texts = facts.texts.membership
    if renews:
        return QrCode(url, texts.renew_name, texts.renew_caption)
    return QrCode(url, facts.texts.turned_away.qr_name, facts.texts.turned_away.qr_caption)
