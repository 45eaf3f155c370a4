"""Functions that find out from the answer to a write if the write was done, and read the loan in the answer."""

from kiosk.backends.answer import HttpAnswer, Received
from kiosk.backends.errors import LendingError, MisconfiguredError
from kiosk.backends.http import HttpCall
from kiosk.backends.json_answer import json_of, shaped
from kiosk.backends.overdrive.paths import KINDLE_RETURN, UNKNOWN_TITLE
from kiosk.backends.overdrive.reading import is_title_id, no_of, no_received, refusal_of, title_id
from kiosk.backends.overdrive.schema import TitleOnLoan
from kiosk.backends.ports import ActEnd
from kiosk.domain.model import InDoubt, Item, NotSent, Refused
from kiosk.domain.outcome import Answered, BodyKind, Exchange, NeverLeft, NoAnswer, Outcome

_BARE = 204
"""The status of OverDrive's answer to a return, and to the cancelling of a hold. Such an answer has no body."""
_ENDS = {
    Outcome.DONE: ActEnd.DONE,
    Outcome.REFUSED: ActEnd.REFUSED,
    Outcome.NOT_SENT: ActEnd.NOT_SENT,
    Outcome.CONFIGURATION: ActEnd.NOT_SENT,
    Outcome.RENEW: ActEnd.NOT_SENT,
}


def end_of(fate: Outcome) -> ActEnd:
    """Return the result of a write for the journal. `fate` is the outcome from the table in kiosk.domain.outcome."""
    return _ENDS.get(fate, ActEnd.UNKNOWN)


def can_be_second(received: Received) -> bool:
    """Return True if this refusal can be the answer to a second delivery of the same request.

    The network can deliver a request twice. Perhaps the first delivery did the act, but the answer to it was lost.
    Return False if OverDrive does not know the title, or if the member must return the title at Amazon. In these two
    cases, the first delivery cannot have done the act.
    """
    no = no_received(received)
    return no is not None and no.code not in {*UNKNOWN_TITLE, KINDLE_RETURN}


def judged(received: Received, asked: str = "") -> Exchange:
    """Return the answer in the form that the table in kiosk.domain.outcome needs.

    `asked` is the id of the title that the write asks for, or "" if the write does not make a loan.
    """
    match received:
        case NeverLeft() | NoAnswer():
            return received
        case HttpAnswer(status=status) if 200 <= status < 300:
            right = _is_made(received, asked) if asked else status == _BARE
            return Answered(status, BodyKind.RIGHT if right else BodyKind.ODD)
        case HttpAnswer(status=status):
            return Answered(status, BodyKind.DECLARED if no_of(received) is not None else BodyKind.ODD)


def _is_made(answer: HttpAnswer, asked: str) -> bool:
    """Return True if the answer shows a loan of the title that was asked for, with the moment when the loan ends."""
    try:
        loan = made(answer)
    except LendingError:
        return False
    is_right = title_id(loan.reserve_id) == asked if is_title_id(asked) else loan.cross_ref_id in {None, _number(asked)}
    return loan.expires is not None and is_right


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else None


def made(answer: HttpAnswer) -> TitleOnLoan:
    """Return the loan in the answer to a write. Raises WrongAnswerError."""
    return shaped(answer, json_of(answer), TitleOnLoan)


def answered(
    fate: Outcome, received: Received, item: Item | None, call: HttpCall
) -> HttpAnswer | Refused | NotSent | InDoubt:
    """Return the answer itself if the write was done. If not, return the outcome of the write.

    `fate` is the outcome from the table in kiosk.domain.outcome. `item` is the item of the write, if the item is known.
    Raises MisconfiguredError.
    """
    match fate:
        case Outcome.DONE if isinstance(received, HttpAnswer):
            return received
        case Outcome.REFUSED if isinstance(received, HttpAnswer) and (no := no_of(received)) is not None:
            return Refused(refusal_of(no, item))
        case Outcome.NOT_SENT | Outcome.RENEW:
            return NotSent(received.retry_after_s if isinstance(received, HttpAnswer) else None)
        case Outcome.CONFIGURATION:
            raise MisconfiguredError(f"{call.name}: OverDrive does not take this verb here")
        case _:
            return InDoubt()
