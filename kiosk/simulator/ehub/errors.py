"""The errors with which the simulated eHUB provider answers. A refusal has a code, and a message for the log only."""

from kiosk.simulator.ehub.knobs import EhubKnobs
from kiosk.simulator.wire import Reply

DOCUMENTED = {
    "ALREADY_ON_LOAN": "Record is already on loan for this user",
    "ANOTHER_FORMAT_LOCKED_IN": "Another format of the record is on loan for this user",
    "BORROWER_LIMIT_REACHED": "The user has reached the limit of loans",
    "CHECKOUT_NOT_FOUND": "There is no such checkout for this user",
    "CREATE_LOAN_FAILED": "The loan could not be made",
    "INACTIVE_LOAN": "The loan has ended",
    "INVALID_CONTENT_PROVIDER_RECORD_ID": "There is no such record",
    "INVALID_FORMAT_ID": "The record has no such format",
    "INVALID_LOAN_ID": "The id is not the id of a checkout",
    "INVALID_PATRON": "The user is not known or not allowed",
    "INVALID_REGION_ID": "The record is not available in this region",
    "LIBRARY_LIMIT_REACHED": "The library has reached the limit of loans",
    "MAX_NO_OF_DOWNLOADS_FOR_PRODUCT_REACHED": "The record was downloaded too often",
    "MISSING_CONTENT_IN_LOAN": "The loan has no content",
    "PRODUCT_INACTIVE": "The record is not active",
    "PRODUCT_UNAVAILABLE": "The record is not available now",
    "UNFULFILLED_AGE_LIMIT": "The user is too young for the record",
}
"""The documented codes, each with its message."""
OWN_CODE = "MB_4093"
"""The code of every refusal if the knob `refusals` is "own code". No document names this code."""
_NOT_DOCUMENTED = {"DELETE_NOT_ALLOWED": "Checkouts cannot be deleted", "BAD_REQUEST": "The request is not valid"}


class ProviderAnswerError(Exception):
    """An error that makes the provider answer with a code.

    If `status` is None, the knob refusal_status gives the status of the answer.
    """

    def __init__(self, code: str, status: int | None = None) -> None:
        super().__init__(code)
        self.code, self.status = code, status

    def reply(self, knobs: EhubKnobs) -> Reply:
        """Return the answer of the server. The knob `refusals` decides its form."""
        status = knobs.refusal_status if self.status is None else self.status
        message = DOCUMENTED.get(self.code) or _NOT_DOCUMENTED[self.code]
        match knobs.refusals:
            case "text":
                return Reply(message.encode(), status, {"content-type": "text/plain;charset=UTF-8"})
            case "empty":
                return Reply(b"", status, {"content-type": "text/plain;charset=UTF-8"})
            case form:
                return Reply({"code": OWN_CODE if form == "own code" else self.code, "message": message}, status)


class NoAddressError(Exception):
    """An error for an address or a method that this provider does not have. The answer is a web page, not JSON."""

    def __init__(self, status: int = 404) -> None:
        super().__init__(status)
        self.status = status

    def reply(self) -> Reply:
        """Return the answer of the server."""
        page = f"<!DOCTYPE html><html><head><title>Error {self.status}</title></head><body></body></html>"
        return Reply(page.encode(), self.status, {"content-type": "text/html;charset=UTF-8"})


def unknown_record() -> ProviderAnswerError:
    """Return the error for a record that does not exist."""
    return ProviderAnswerError("INVALID_CONTENT_PROVIDER_RECORD_ID", 404)


def denied(what: str, knobs: EhubKnobs) -> Reply:
    """Return the answer to a request without a valid token. `what` is a sentence that says what is wrong."""
    headers = {"www-authenticate": "Bearer"}
    match knobs.denied_body:
        case "text":
            return Reply(what.encode(), knobs.denied, headers | {"content-type": "text/plain;charset=UTF-8"})
        case "empty":
            return Reply(b"", knobs.denied, headers)
        case _:
            return Reply({"code": "UNAUTHORIZED", "message": what}, knobs.denied, headers)
