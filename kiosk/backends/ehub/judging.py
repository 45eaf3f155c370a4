"""Functions that find out from the answer to a write if the write was done."""

from kiosk.backends.answer import HttpAnswer, Received
from kiosk.backends.ehub.paths import EHubGuesses
from kiosk.backends.ehub.reading import no_of
from kiosk.backends.ehub.schema import CheckoutAnswered
from kiosk.backends.errors import WrongAnswerError
from kiosk.backends.json_answer import json_of, shaped
from kiosk.backends.ports import ActEnd
from kiosk.domain.outcome import Answered, BodyKind, Exchange, NeverLeft, NoAnswer, Outcome, outcome

ENDS = {
    Outcome.DONE: ActEnd.DONE,
    Outcome.REFUSED: ActEnd.REFUSED,
    Outcome.NOT_SENT: ActEnd.NOT_SENT,
    Outcome.CONFIGURATION: ActEnd.NOT_SENT,
    Outcome.RENEW: ActEnd.NOT_SENT,
    Outcome.UNKNOWN: ActEnd.UNKNOWN,
    Outcome.GONE: ActEnd.UNKNOWN,
}
"""For each outcome of a write (see kiosk.domain.outcome), the result that the journal stores for this write."""


def judged(received: Received, guesses: EHubGuesses, *, lends: bool) -> Outcome:
    """Return the outcome of a write. `lends` is True for a borrow: a borrow is done if the answer contains a loan.

    Outcome.RENEW means that the provider refuses the kiosk's token, so nothing was done.
    """
    no = no_of(received, guesses.in_between)
    if isinstance(received, HttpAnswer) and received.status in guesses.token_refused:
        if no is not None and no.is_published:
            return Outcome.REFUSED
        if not received.is_page:
            return Outcome.RENEW
    is_no = no is not None or (guesses.bare_error_refuses and _is_bare_error(received))
    return outcome(_exchange(received, is_no=is_no, lends=lends))


def _is_bare_error(received: Received) -> bool:
    return isinstance(received, HttpAnswer) and received.status == 500 and received.can_be_json


def _exchange(received: Received, *, is_no: bool, lends: bool) -> Exchange:
    match received:
        case NeverLeft() | NoAnswer():
            return received
        case HttpAnswer(status=status) if 200 <= status < 300:
            right = checkout_in(received) is not None if lends else received.can_be_json
            return Answered(status, BodyKind.RIGHT if right else BodyKind.ODD)
        case HttpAnswer(status=status) if is_no:
            return Answered(status, BodyKind.DECLARED)
        case HttpAnswer(status=status):
            # If the status is from 400 to 499, a text that is no JSON counts as a refusal, too. A web page does not
            # count as a refusal, because it is perhaps not from the provider.
            words = BodyKind.REFUSAL if received.body.strip() else BodyKind.EMPTY
            return Answered(status, words if received.can_be_json else BodyKind.ODD)


def checkout_in(answer: HttpAnswer) -> CheckoutAnswered | None:
    """Return the loan in the answer, or None if the answer contains no loan with an id."""
    try:
        return shaped(answer, json_of(answer), CheckoutAnswered)
    except WrongAnswerError:
        return None
