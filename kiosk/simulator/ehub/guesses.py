"""The guesses of the simulated eHUB provider. Each guess answers a question that no published text answers.

This class is the only place for guesses. If a real provider shows the right answer, change the default value here.
Every guess is also a knob (see knobs.py), so tests can try the kiosk with other answers.
"""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True, kw_only=True)
class EhubGuesses:
    """The values of all guesses. The default value of each field is our guess."""

    created: Literal[200, 201] = 200
    """The status of the answer to a check-out."""
    deleted: Literal[204, 200] = 204
    """The status of the answer if a caller has ended a loan early. The answer has no body."""
    denied: Literal[401, 403] = 401
    """The status of the answer if the token of a request is missing or not valid."""
    denied_body: Literal["code", "text", "empty"] = "code"
    """The body of the answer if the token is missing or not valid: a JSON object, a plain text, or no body."""
    leeway_s: int = 60
    """The number of seconds by which the clock of the kiosk can be wrong before the provider denies its tokens."""
    oldest_token_s: int = 0
    """The number of seconds after which a token without the claim exp is not valid any more. 0 means no such limit."""
    key_read: Literal["bytes", "text"] = "bytes"
    """The way in which the secret key is read after base64 is decoded.

    With "bytes", the bytes are the key of the signature. With "text", the bytes are first read as UTF-8, and bytes that
    are not UTF-8 are replaced.
    """
    other_consumer: Literal["own shelf", "denied"] = "own shelf"
    """The answer to an unknown ehubConsumerId.

    With "own shelf", a person has a separate list of loans under this id. With "denied", the token is denied.
    """
    no_identity: Literal["INVALID_PATRON", "next claim"] = "INVALID_PATRON"
    """The answer if a token does not have the claim that identifies people at this provider.

    With "next claim", the provider takes the first of patronId, libraryCard and email that the token has.
    """
    no_birth_date: Literal["UNFULFILLED_AGE_LIMIT", "lent"] = "UNFULFILLED_AGE_LIMIT"
    """The answer if a title has an age limit and the token has no birth date."""
    unknown_checkout: Literal["CHECKOUT_NOT_FOUND", "INVALID_LOAN_ID"] = "CHECKOUT_NOT_FOUND"
    """The code if a request names a check-out that does not exist, or that belongs to another person."""
    unknown_checkout_status: Literal[404, 500] = 404
    """The status of the answer if a request names a check-out that does not exist."""
    ended_checkout: Literal["INACTIVE_LOAN", "CHECKOUT_NOT_FOUND"] = "INACTIVE_LOAN"
    """The code if a request names a loan whose time is over, or which was ended early."""
    bad_body: Literal[400, 500] = 400
    """The status of the answer if the body of a check-out does not name a record."""
    no_delete: Literal[405, 404, 501] = 405
    """The status of the answer if a kiosk tries to end a loan early, but the provider has no such call."""
    delete_refused: Literal["DELETE_NOT_ALLOWED", "INVALID_LOAN_ID"] = "DELETE_NOT_ALLOWED"
    """The code if the provider does not allow this kiosk to end loans early. DELETE_NOT_ALLOWED is not documented."""
    inactive_record: Literal["shown", "PRODUCT_INACTIVE"] = "shown"
    """The answer to a request for a record that cannot be borrowed any more.

    With "shown", the answer has the formats. With "PRODUCT_INACTIVE", the answer is a refusal with this code.
    """
    link_lifetime_s: int = 0
    """The number of seconds for which a link opens the content. With 0, the link works until the loan ends."""
    links_each_time: Literal["same", "new"] = "same"
    """With "new", each answer has new links. The older links still open the content."""
