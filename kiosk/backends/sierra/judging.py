"""Functions that find out from the answer to a write if the write was done, and read the loan in the answer."""

from kiosk.backends.answer import HttpAnswer, Received
from kiosk.backends.errors import LendingError, MisconfiguredError
from kiosk.backends.http import HttpCall
from kiosk.backends.json_answer import json_of, shaped
from kiosk.backends.ports import ActEnd
from kiosk.backends.sierra.paths import AGAIN, BARE
from kiosk.backends.sierra.reading import SierraNo, no_of, no_received, refusal_of
from kiosk.backends.sierra.schema import CheckoutAnswer, LinkAnswer
from kiosk.domain.model import InDoubt, Item, NotSent, Refused
from kiosk.domain.outcome import Answered, BodyKind, Exchange, NeverLeft, NoAnswer, Outcome

_RECORD = 107
_CIRCULATION = frozenset({132, 134})
_DECLARED = frozenset({_RECORD, 108, *_CIRCULATION})
"""The error codes that always mean that Sierra refused the write. The HTTP status of the answer does not matter."""

_ENDS = {
    Outcome.DONE: ActEnd.DONE,
    Outcome.REFUSED: ActEnd.REFUSED,
    Outcome.NOT_SENT: ActEnd.NOT_SENT,
    Outcome.CONFIGURATION: ActEnd.NOT_SENT,
    Outcome.RENEW: ActEnd.NOT_SENT,
}


def end_of(judgement: Outcome) -> ActEnd:
    """Return the result of a write for the journal. `judgement` comes from the table in kiosk.domain.outcome."""
    return _ENDS.get(judgement, ActEnd.UNKNOWN)


def is_again(received: Received) -> bool:
    """Return True if Sierra says that it already got the same request.

    Only the loans show whether the earlier request did the act.
    """
    no = no_received(received)
    return no is not None and no.specific == AGAIN


def can_be_second(received: Received, call: HttpCall) -> bool:
    """Return True if this refusal can be the answer to a second delivery of the same request.

    The network can deliver a request twice. Perhaps the first delivery did the act, but its answer was lost. There is
    one exception: return False if a check-out is refused because the label is unknown or the card is wrong. Sierra has
    then refused the first delivery for the same reason.
    """
    if is_again(received):
        return True
    no = no_of(received) if isinstance(received, HttpAnswer) and received.status >= 400 else None
    return no is not None and no.code in ({_RECORD, *_CIRCULATION} if call.name != "check_out" else _CIRCULATION)


def judged(received: Received, call: HttpCall) -> Exchange:
    """Return the answer in the form that the table in kiosk.domain.outcome needs."""
    match received:
        case NeverLeft() | NoAnswer():
            return received
        case HttpAnswer(status=status) if 200 <= status < 300:
            return Answered(status, BodyKind.RIGHT if _is_right(received, call) else BodyKind.ODD)
        case HttpAnswer(status=status):
            no = no_of(received)
            return Answered(status, BodyKind.DECLARED if no is not None and no.code in _DECLARED else BodyKind.ODD)


def _is_right(answer: HttpAnswer, call: HttpCall) -> bool:
    """Return True if an answer with a status of success also has the content that the write must get.

    Some writes must get the status 204 without content. All others must get the id or the address of a loan.
    """
    if call.name in BARE:
        return answer.status == 204
    try:
        value = json_of(answer)
        return isinstance(value, dict) and "code" not in value and bool(made(answer).id)
    except LendingError:
        return False


def made(answer: HttpAnswer) -> CheckoutAnswer:
    """Return the loan in the answer to a check-out or a renewal. Raises WrongAnswerError."""
    value = json_of(answer)
    if isinstance(value, dict) and "id" not in value and "link" in value:
        return CheckoutAnswer(id=shaped(answer, value, LinkAnswer).link)
    return shaped(answer, value, CheckoutAnswer)


def answered(
    judgement: Outcome, received: Received, item: Item | None, call: HttpCall
) -> HttpAnswer | Refused | NotSent | InDoubt:
    """Return the answer itself if the write was done. If not, return the outcome of the write.

    `judgement` comes from the table in kiosk.domain.outcome. `item` is the item of the write, if the item is known.
    Raises MisconfiguredError if the server does not know this HTTP verb at this address.
    """
    match judgement:
        case Outcome.DONE if isinstance(received, HttpAnswer):
            return received
        case Outcome.REFUSED if isinstance(received, HttpAnswer):
            no = no_of(received) or SierraNo(0, 0, "")
            return Refused(refusal_of(no, item, renewal=call.name == "renew"))
        case Outcome.NOT_SENT | Outcome.RENEW:
            return NotSent(received.retry_after_s if isinstance(received, HttpAnswer) else None)
        case Outcome.CONFIGURATION:
            raise MisconfiguredError(f"{call.name}: the server does not take this verb here")
        case _:
            return InDoubt()
