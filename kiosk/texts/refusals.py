# ruff: noqa: RUF001 - sentences have real apostrophes
"""Sentences about refused lines, in one pattern: what was refused, why, and what to do now."""

from typing import ClassVar, assert_never

from kiosk.domain.model import Direction, RefusalKind
from kiosk.texts.voice import Sentence, TextGroup


class RefusalTexts(TextGroup):
    """One sentence for each kind of refusal; the server's own words are added if they say more."""

    look_for_label = Sentence("Not known here. Look for our label.")
    shop_code = Sentence("That is the shop’s code. Look for our label.")
    not_available = Sentence("It cannot be lent just now.")
    reserved = Sentence("Reserved for another member.")
    membership_expired = Sentence("Your membership has ended. You can still bring tools back.")
    may_not_borrow = Sentence("Your account cannot borrow just now. You can still bring tools back. Please ask staff.")
    not_on_account = Sentence("Not on your account. Please show it to staff.")
    agreement = Sentence("Please sign the agreement first, on the library’s web site.")
    details = Sentence("Some of your details are missing. Please fill them in on the library’s web site.")
    payment = Sentence("A way to pay is missing. Please add one on the library’s web site, or ask staff.")
    unpaid = Sentence("A staff member must hand this out. Please leave it here, or see staff.")
    due_date = Sentence("The library has no date for it. Please ask staff.")
    project = Sentence("The library needs a project for it. Please ask staff.")
    staff_only = Sentence("A staff member must hand this out. Please ask.")
    on_loan = Sentence("On loan to another member. Please show it to staff.")
    other = Sentence("The library said no.")
    other_return = Sentence("The library did not take it back. Please show it to staff.")
    other_renew = Sentence("The library did not give more time. Please bring it back in time.")
    put_back = Sentence("Please put it back on its shelf.")

    def limit(self, n: int | None) -> str:
        """Say that the member has the most tools allowed at a time; `n` is None if the number is not known."""
        if n is None:
            return self.voice.say("You have as many tools as you can have at a time. Bring one back first.")
        return self.voice.count(
            "You have {n} tool, the most at a time. Bring it back first.",
            "You have {n} tools, the most at a time. Bring one back first.",
            n,
        )

    def put_back_on(self, shelf: str) -> str:
        return self.voice.say("Please put it back on shelf {shelf}.", shelf=shelf)

    def quoted(self, words: str) -> str:
        """Return the library's own words in quotation marks."""
        return self.voice.say("“{words}”", words=words)

    by_kind: ClassVar[dict[RefusalKind, Sentence]] = {
        RefusalKind.ITEM_UNKNOWN: look_for_label,
        RefusalKind.SHOP_CODE: shop_code,
        RefusalKind.NOT_AVAILABLE: not_available,
        RefusalKind.RESERVED: reserved,
        RefusalKind.MEMBERSHIP_EXPIRED: membership_expired,
        RefusalKind.MAY_NOT_BORROW: may_not_borrow,
        RefusalKind.NOT_ON_ACCOUNT: not_on_account,
        RefusalKind.AGREEMENT_MISSING: agreement,
        RefusalKind.DETAILS_MISSING: details,
        RefusalKind.PAYMENT_MISSING: payment,
        RefusalKind.UNPAID: unpaid,
        RefusalKind.DUE_DATE: due_date,
        RefusalKind.PROJECT_NEEDED: project,
        RefusalKind.STAFF_ONLY: staff_only,
        RefusalKind.ON_LOAN: on_loan,
    }

    def why(self, kind: RefusalKind, direction: Direction, most: int | None) -> str:
        """Say why a line was refused, in our words; `most` is the number of loans allowed at a time, if known."""
        if kind is RefusalKind.LIMIT_REACHED:
            return self.limit(most)
        if kind is RefusalKind.OTHER:
            return self._other(direction)
        return self.voice.say(self.by_kind[kind].msgid)

    def _other(self, direction: Direction) -> str:
        match direction:
            case Direction.BORROW:
                return self.other
            case Direction.RETURN:
                return self.other_return
            case Direction.RENEW:
                return self.other_renew
        assert_never(direction)
