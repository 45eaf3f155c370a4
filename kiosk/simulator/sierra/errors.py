"""The errors with which the simulated Sierra answers.

Each answer has an HTTP status and a body with Sierra's error codes.
"""

from kiosk.simulator.shapes import Json
from kiosk.simulator.wire import Reply


class SierraAnswerError(Exception):
    """The error that a function raises if the server must answer a request with an error code of Sierra.

    `code` and `specific` are the numbers that Sierra writes into the fields code and specificCode.
    """

    def __init__(self, status: int, code: int, name: str, text: str = "", *, specific: int = 0) -> None:
        super().__init__(name)
        self.status, self.code, self.name, self.text, self.specific = status, code, name, text, specific

    def reply(self, refusal_text: str) -> Reply:
        """Return the reply that the server sends for this error. `refusal_text` is the value of the knob refusal_text.

        This knob decides the form of the text in the reply if a rule for loans has refused the request. All other
        errors have the same text with every value of the knob.
        """
        body: dict[str, Json] = {
            "code": self.code,
            "specificCode": self.specific,
            "httpStatus": self.status,
            "name": self.name,
        }
        if self.text:
            body["description"] = self._described(refusal_text)
        return Reply(body, self.status)

    def _described(self, refusal_text: str) -> str:
        if self.code not in (132, 134):
            return self.text
        if refusal_text == "bare":
            return self.name
        text = "".join(f"{{u{ord(each):04X}}}" if ord(each) > 126 else each for each in self.text)
        return f"{self.name} : {text if refusal_text == 'escaped' else self.text}"


class UnknownEndpointError(Exception):
    """An error for an address that this version of Sierra does not have. The answer is a web page, not JSON."""


def no_record() -> SierraAnswerError:
    """Return the error for a record that does not exist, or for a list without entries."""
    return SierraAnswerError(404, 107, "Record not found")


def several_records() -> SierraAnswerError:
    """Return the error for a barcode that several patrons have."""
    return SierraAnswerError(409, 133, "Duplicate patrons found", "Several records match")


def wrong_parameter(what: str) -> SierraAnswerError:
    """Return the error for a missing or wrong parameter. `what` says what is wrong."""
    return SierraAnswerError(400, 108, "Invalid parameter", f"Invalid parameter : {what}")


def wrong_card() -> SierraAnswerError:
    """Return the error for a barcode that no patron has, or for a PIN that does not belong to the barcode."""
    return wrong_parameter("Invalid barcode or PIN")


def unauthorized(code: int) -> SierraAnswerError:
    """Return the error for a request without a valid token.

    If the request has no token, `code` is 113. If the token has ended, `code` is usually 123, but the knob
    dead_token_code can name another code.
    """
    text = "Invalid or missing authorization header" if code == 113 else "invalid_grant"
    return SierraAnswerError(401, code, "Unauthorized", text)


def role_missing() -> SierraAnswerError:
    """Return the error for a request that needs a role which the kiosk's key does not have."""
    return SierraAnswerError(403, 116, "Forbidden", "The key has no permission for this call")


def circulation_refused(text: str, *, specific: int = 2) -> SierraAnswerError:
    """Return the error for a check-out or another act that the library's rules do not allow (HTTP status 500)."""
    return SierraAnswerError(500, 132, "XCirc error", text, specific=specific)


def renewal_refused(text: str) -> SierraAnswerError:
    """Return the error for a renewal that the library's rules do not allow (HTTP status 403)."""
    return SierraAnswerError(403, 134, "WebPAC Error", text)
