"""myTurn's refusals. Known words in the field `code` decide the kind of a refusal.

If the field has no known words, the kind is OTHER. This module does not decide if a write was refused. The rules in
kiosk.domain.outcome decide this from the HTTP status and the kind of body.
"""

import re

from msgspec import Struct

from kiosk.backends.answer import HttpAnswer
from kiosk.backends.clean import one_line, plain
from kiosk.backends.errors import NotServedError, WrongAnswerError
from kiosk.backends.myturn.schema import ErrorAnswer, decode
from kiosk.domain.messages.answers import TurnAwayReason
from kiosk.domain.model import RefusalKind
from kiosk.domain.outcome import BodyKind

NEEDS_LOG_IN = frozenset({401, 403})
"""The HTTP status codes with which a server refuses to send a list without a log-in."""
# Each pattern belongs to one kind of refusal. The first pattern that matches decides, so the exact patterns come first.
# myTurn's documents contain only one phrase, "Agreement Signature Required". All other patterns are guesses.
_PHRASES: tuple[tuple[str, RefusalKind], ...] = (
    (r"agreement|waiver|signature", RefusalKind.AGREEMENT_MISSING),
    (r"payment method", RefusalKind.PAYMENT_MISSING),
    (r"user field|profile|missing (field|detail|information)", RefusalKind.DETAILS_MISSING),
    (r"project", RefusalKind.PROJECT_NEEDED),
    (r"due.?date|return date|too (late|long)", RefusalKind.DUE_DATE),
    (r"limit|maximum|too many", RefusalKind.LIMIT_REACHED),
    (r"expired|membership (has )?(ended|lapsed)", RefusalKind.MEMBERSHIP_EXPIRED),
    (r"staff", RefusalKind.STAFF_ONLY),
    (r"reserv", RefusalKind.RESERVED),
    (r"(item|tool|label|barcode).*(not found|unknown|not known|does not exist|invalid)", RefusalKind.ITEM_UNKNOWN),
    (r"(unknown|no such|invalid) (item|tool|label|barcode)", RefusalKind.ITEM_UNKNOWN),
    (r"already (checked out|on loan|borrowed)|(item|tool) (checked out|on loan|borrowed)", RefusalKind.ON_LOAN),
    (r"loan not found|not on your account", RefusalKind.NOT_ON_ACCOUNT),
    (r"(borrow|check.?out)\w* not (allowed|permitted)|(may|can) ?not (borrow|check)", RefusalKind.MAY_NOT_BORROW),
    (r"not available|unavailable|disabled|maintenance|not lendable", RefusalKind.NOT_AVAILABLE),
)


class RefusalBody(Struct, frozen=True):
    """The body of a refusal: its kind, the server's phrase for this kind, and the server's words for the member."""

    kind: RefusalKind
    code: str = ""
    words: str = ""


def read_no(answer: HttpAnswer) -> RefusalBody | None:
    """Return the refusal in an answer's body, or None if the body is something else."""
    try:
        said = decode(answer, ErrorAnswer)
    except WrongAnswerError:
        return None
    code, words = plain(said.code), one_line(said.message) or one_line(said.error_description)
    if not (code or words or said.error):
        return None
    return RefusalBody(_kind(code), code, words)


def body_of(answer: HttpAnswer) -> BodyKind:
    """Return the kind of body of an answer that is not a success.

    If a call with a cart in its path gets a 404 or 410, there are two possible reasons: the label or the loan is
    unknown, or the cart is gone. Only the words in the body show the reason. If they say that the label or the loan is
    unknown, return DECLARED, which means that the answer is certainly a refusal.
    """
    if not answer.body and answer.whole:
        return BodyKind.EMPTY
    said = read_no(answer)
    if said is None:
        return BodyKind.ODD
    label_unknown = answer.status in {404, 410} and said.kind in {RefusalKind.ITEM_UNKNOWN, RefusalKind.NOT_ON_ACCOUNT}
    return BodyKind.DECLARED if label_unknown else BodyKind.REFUSAL


def turned_away(answer: HttpAnswer, url: str) -> NotServedError:
    """Return the error that says why the server opened no cart.

    `url` is the web page where the member can solve the problem, for example sign an agreement.
    """
    said = read_no(answer) or RefusalBody(RefusalKind.OTHER)
    phrase = said.code.casefold()
    if "kiosk" in phrase:
        return NotServedError(TurnAwayReason.NOT_FOR_KIOSK, said.words)
    if "payment" in phrase:
        return NotServedError(TurnAwayReason.PAYMENT_METHOD, said.words, url)
    reasons = {
        RefusalKind.AGREEMENT_MISSING: TurnAwayReason.AGREEMENT,
        RefusalKind.DETAILS_MISSING: TurnAwayReason.DETAILS,
    }
    return NotServedError(reasons.get(said.kind, TurnAwayReason.OTHER), said.words, url)


def _kind(code: str) -> RefusalKind:
    phrase = code.casefold()
    return next((kind for words, kind in _PHRASES if re.search(words, phrase)), RefusalKind.OTHER)
