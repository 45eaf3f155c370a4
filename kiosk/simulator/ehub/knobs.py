"""The knobs of the simulated eHUB provider.

Each knob is a question to which different providers can give different answers. The guesses of guesses.py are knobs,
too.
"""

from dataclasses import dataclass
from typing import Literal

from kiosk.simulator.ehub.guesses import EhubGuesses


@dataclass(frozen=True, slots=True, kw_only=True)
class EhubKnobs(EhubGuesses):
    """The values of all knobs for one provider."""

    loan_mode: Literal["LPP", "LPF"] = "LPP"
    """With "LPP", one loan of a title has all its formats. With "LPF", each format of a title is a loan of its own."""
    versions: Literal["both", "v1", "v5.0"] = "both"
    """The versions of the API that this provider has. The answers of all versions are the same."""
    dates: Literal["Z", "milliseconds", "+02:00", "+0200"] = "Z"
    """The form of expirationDate, as in 2026-12-12T14:00:00Z, or with .000Z, +02:00 or +0200 at the end."""
    delete: Literal["allowed", "refused", "missing"] = "allowed"
    """The reaction if a kiosk tries to end a loan early. With "missing", the provider has no call for this."""
    return_stays: bool = False
    """If True, the answer to an early return says success, but the person still has the loan."""
    identified_by: Literal["patronId", "libraryCard", "email"] = "patronId"
    """The claim that identifies people. Tokens with different values of this claim belong to different people."""
    strangers: Literal["welcome", "refused"] = "welcome"
    """The answer to a person whom the provider does not know. With "refused", it is the code INVALID_PATRON."""
    again: Literal["ALREADY_ON_LOAN", "same loan"] = "ALREADY_ON_LOAN"
    """The answer if a person borrows a title that this person already has. It is a refusal, or the loan itself."""
    format_lock: bool = False
    """If True, a person cannot borrow two formats of the same title. Only the loan mode "LPF" lends single formats."""
    library_limit: int = 0
    """The number of loans that all people together can have. 0 means no limit."""
    record_formats: Literal["all", "narrowed", "narrowed without loans"] = "all"
    """The formats in the answer for a record.

    With "narrowed", the answer has the formats that this person can borrow, and the formats that the person already
    has. With "narrowed without loans", it has only the formats that the person can borrow and does not have yet.
    """
    format_metadata: Literal["all", "without first", "empty"] = "all"
    """The formats in the answer about a loan: all, all except the first, or none. Works only in the mode "LPP"."""
    empty_links: Literal["list", "absent"] = "list"
    """The form of a list of links that has no links. With "absent", the answer leaves the list out."""
    links: Literal["http", "https", "one slash", "app"] = "http"
    """The form of all links.

    With "http", they lead to this server. With "https", they lead to a host that does not exist. With "one slash", the
    address has one slash instead of two after the scheme. With "app", the scheme belongs to an app for reading.
    """
    agreement: bool = False
    """If True, the first link leads to a page with the provider's agreement, until the person has agreed."""
    checkout_ids: Literal["plain", "odd"] = "plain"
    """With "odd", the id of a check-out has a slash, a percent sign, a blank, a question mark and accents."""
    refusal_status: Literal[500, 400, 403, 409] = 500
    """The status of every refusal that has no fixed status."""
    refusals: Literal["code", "own code", "text", "empty"] = "code"
    """The body of a refusal. It has the documented code, a code that is not documented, only a text, or nothing."""
    more_members: bool = False
    """If True, each JSON object in an answer has an additional field. The API says that a kiosk must accept this."""
