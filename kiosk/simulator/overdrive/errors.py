"""The errors with which the simulated OverDrive answers.

If the server refuses to give a token, the answer has the form of OAuth. The answer of OverdriveAnswerError has an error
code, a message and a random text for OverDrive's support. The other errors have no code.
"""

from uuid import uuid4

from kiosk.simulator.overdrive.knobs import OverdriveKnobs
from kiosk.simulator.shapes import Json
from kiosk.simulator.wire import Reply

_UNEXPECTED = "An unexpected error has occurred."
_MESSAGES = {
    "BadRequest": "The request is not valid.",
    "CannotEarlyReturnWhenFulfilledOnKindle": "This loan was sent to Kindle so it must be returned via Amazon.",
    "InvalidGuid": "The id of the title is not valid.",
    "NoCopiesAvailable": "No copies of this title are available.",
    "NotFound": "The requested resource was not found.",
    "PatronDoesntHaveTitleCheckedOut": "This patron does not have the title checked out.",
    "PatronDoesntHaveTitleOnHold": "This patron does not have the title on hold.",
    "PatronHasExceededCheckoutLimit": "This patron has reached the checkout limit.",
    "PatronHasExceededChurningLimit": "This patron has borrowed and returned too many titles in a short time.",
    "PatronTitleProcessingFailed": "The title could not be processed for this patron.",
    "TitleAlreadyCheckedOut": "This patron already has the title checked out.",
    "TitleNotCheckedOut": "The title is not checked out to this patron.",
}


class OverdriveAnswerError(Exception):
    """An error that makes the server answer with an error code of OverDrive. The status is 400 in most cases."""

    def __init__(self, code: str, status: int = 400) -> None:
        super().__init__(code)
        self.code, self.status = code, status

    def reply(self, knobs: OverdriveKnobs) -> Reply:
        """Return the answer of the server. The knob `refusals` decides its form."""
        message = _MESSAGES.get(self.code.partition("_")[0], _UNEXPECTED)
        match knobs.refusals:
            case "message":
                return Reply({"message": _UNEXPECTED}, self.status)
            case "BadRequest":
                code = "BadRequest"
            case _:
                code = self.code
        return Reply({"errorCode": code, "message": message, "token": str(uuid4())}, self.status)


class TokenRefusedError(Exception):
    """An error that makes the server give no token. `error` and `text` become the two fields of the answer (OAuth)."""

    def __init__(self, error: str, text: str, status: int) -> None:
        super().__init__(error)
        self.error, self.text, self.status = error, text, status

    def reply(self) -> Reply:
        """Return the answer of the server."""
        return Reply({"error": self.error, "error_description": self.text}, self.status)


class AccessDeniedError(Exception):
    """An error for a request without a valid token. The status of the answer is usually 401.

    If the request has the kiosk's own token but needs a patron's token, the knob other_token gives the status.
    """

    def __init__(self, status: int = 401) -> None:
        super().__init__(status)
        self.status = status

    def reply(self, knobs: OverdriveKnobs) -> Reply:
        """Return the answer of the server. The knob `denied_body` decides the form of its body."""
        told = plain_reply(knobs.denied_body, "Access Denied", self.status)
        return Reply(told.body, told.status, told.headers | {"www-authenticate": "Bearer"})


class TooManyRequestsError(Exception):
    """An error for a request that exceeds the number of requests in one second that the knob most_per_second allows."""

    def reply(self, knobs: OverdriveKnobs) -> Reply:
        """Return the answer of the server. The knobs `too_many_body` and `retry_after_s` decide its form."""
        told = plain_reply(knobs.too_many_body, "Too Many Requests", 429)
        later = {"retry-after": str(knobs.retry_after_s)} if knobs.retry_after_s else {}
        return Reply(told.body, told.status, told.headers | later)


def not_found() -> OverdriveAnswerError:
    """Return the error for a title, a collection or an address that does not exist."""
    return OverdriveAnswerError("NotFound", 404)


def bad_request() -> OverdriveAnswerError:
    """Return the error for a request with a wrong body or without a needed part."""
    return OverdriveAnswerError("BadRequest")


def plain_reply(form: str, text: str, status: int) -> Reply:
    """Return an answer with this text. `form` says if the body is a JSON object, the text itself, or empty."""
    match form:
        case "message":
            body: dict[str, Json] = {"message": text}
            return Reply(body, status)
        case "text":
            return Reply(text.encode(), status, {"content-type": "text/plain; charset=utf-8"})
        case _:
            return Reply(status=status)
