"""The guesses of the simulated OverDrive. Each guess answers a question that no published text of OverDrive answers.

This class is the only place for guesses. If a real OverDrive shows the right answer, change the default value here.
Every guess is also a knob (see knobs.py), so tests can try the kiosk with other answers.
"""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True, kw_only=True)
class OverdriveGuesses:
    """The values of all guesses. The default value of each field is our guess."""

    denied_body: Literal["message", "text", "empty"] = "message"
    """The body of an answer with the status 401 or 403: a JSON object with a message, a plain text, or no body."""
    other_token: Literal[401, 403] = 401
    """The status of the answer if a request for loans or holds has the token of the kiosk instead of a patron's."""
    wrong_key: Literal[401, 400] = 401
    """The status of the answer if the key of the kiosk, or the secret of this key, is wrong."""
    wrong_scope: Literal["invalid_scope", "unauthorized_client"] = "invalid_scope"
    """The error in the answer if a request for a patron's token has a scope that does not name this library."""
    too_many_body: Literal["message", "text", "empty"] = "message"
    """The body of an answer with the status 429: a JSON object with a message, a plain text, or no body."""
    retry_after_s: int = 1
    """The seconds in the header Retry-After of an answer with the status 429. If it is 0, there is no such header."""
    code_lifetime_s: int = 60
    """The number of seconds for which a personal code can open its loan."""
    code_opens: Literal["once", "often"] = "once"
    """With "once", the personal code opens the loan only once."""
    empty_list: Literal["list", "missing"] = "list"
    """With "missing", the answer for a patron without loans or holds has no field for the list."""
    bundled: Literal["linked", "listed"] = "linked"
    """The way in which an answer shows the parts of a bundle. A bundle is a title that consists of other titles.

    With "linked", the parts are only in the links of the bundle. With "listed", the list of loans also has a loan for
    each part. The parts then count in `totalItems`, but not in `totalCheckouts`.
    """
    kindle_redirect: bool = True
    """If False, a loan that was sent to Kindle has no link `downloadRedirect`."""
    not_returnable: Literal["BadRequest", "PatronTitleProcessingFailed"] = "BadRequest"
    """The error code if a kiosk tries to end a loan that cannot end early. For a Kindle loan, the code is fixed."""
    bad_id: Literal["InvalidGuid", "NotFound"] = "InvalidGuid"
    """The error code if a request names a title by a text that is neither a reserveId nor a crossRefId."""
    bulk_unknown: Literal["left out", "NotFound"] = "left out"
    """The answer if a request about several titles names a title that does not exist.

    With "left out", the answer has only the other titles. With "NotFound", the answer is an error.
    """
    lending_period: Literal["taken", "ignored"] = "taken"
    """With "ignored", the field `lendingPeriod` of a check-out does not change the length of the loan."""
    cancel_hold_action: Literal["removeHold", "releaseHold", "none"] = "removeHold"
    """The name of the action with which a client cancels a hold. With "none", a hold has no such action."""
    magazine_type: Literal["Magazine", "Periodicals"] = "Magazine"
    """The value of `mediaType` for a magazine."""
