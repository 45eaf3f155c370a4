"""Functions that read the JSON of an answer and turn its values into structs, for all lending systems."""

import json
import re
from decimal import Decimal
from typing import Never, TypeVar

import msgspec

from kiosk.backends.answer import HttpAnswer
from kiosk.backends.content import UnreadableContentError, text_of
from kiosk.backends.errors import WrongAnswerError
from kiosk.backends.lenient import OddValueError, read_as

T = TypeVar("T")
_JSON = msgspec.json.Decoder(float_hook=Decimal)
"""The JSON decoder. It reads numbers as Decimal, so that amounts of money are exact and huge numbers are no error."""


def json_of(answer: HttpAnswer) -> object:
    """Return the JSON of the answer as dicts, lists, texts and numbers.

    Raises WrongAnswerError if the body of the answer is not JSON.
    """
    if not answer.can_be_json:
        raise WrongAnswerError(answer.unread or answer.said, reason=answer.meaning.reason)
    try:
        text = text_of(answer.body, answer.content_type)
        if not text.strip():
            raise WrongAnswerError("an empty answer")
        return _parsed(text)
    except UnreadableContentError as wrong:
        raise WrongAnswerError(str(wrong)) from None
    # Broken JSON, cut-off JSON, huge numbers and 100,000 brackets raise different errors, so all of them are caught.
    except (msgspec.MsgspecError, ValueError, OverflowError, RecursionError) as wrong:
        raise WrongAnswerError(f"not JSON: {type(wrong).__name__}") from None


def shaped(answer: HttpAnswer, value: object, shape: type[T]) -> T:
    """Return a value of the answer as an object of the type `shape`.

    If an unimportant field has a wrong form, the object is made without the field, and `answer.note` lists the field as
    ignored. If an important field has a wrong form, raise WrongAnswerError.
    """
    try:
        return read_as(value, shape, answer.note)
    except OddValueError as odd:
        raise WrongAnswerError(odd.why, odd.path) from None
    except RecursionError:
        raise WrongAnswerError("not usable: nested too deeply") from None


def _parsed(text: str) -> object:
    """Return the parsed JSON, even if a text in the JSON contains half of a character, for example a cut emoji."""
    try:
        return _JSON.decode(text)
    except msgspec.DecodeError:
        if not re.search(r"\\u[dD][89a-fA-F]", text):
            raise
        return json.loads(text, parse_float=Decimal, parse_constant=_no_number)


def _no_number(word: str) -> Never:
    raise ValueError(word)
