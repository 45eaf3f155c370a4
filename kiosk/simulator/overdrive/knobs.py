"""The knobs of the simulated OverDrive.

Each knob is a question to which different libraries give different answers, or for which the answers of real libraries
have changed over the years. The guesses of guesses.py are knobs, too.
"""

from dataclasses import dataclass
from typing import Literal

from kiosk.simulator.overdrive.guesses import OverdriveGuesses


@dataclass(frozen=True, slots=True, kw_only=True)
class OverdriveKnobs(OverdriveGuesses):
    """The values of all knobs for one server.

    The recorded answers of real libraries differ in some points. The default values are those of the newest answers.
    """

    pins: bool = True
    """If False, the library knows no PINs, and the number of the card is enough for a patron's token."""
    token_lifetime_s: int = 3600
    refused_card: Literal[400, 401] = 400
    """The status of the answer if a card or its PIN is refused."""
    records: Literal["2025", "2021"] = "2025"
    """The year of the recorded answers that the simulator imitates.

    The answers of 2025 have ids in lower case, methods in upper case, and formats. The answers of 2021 have ids in
    upper case, methods in lower case, and no formats.
    """
    ids: Literal["by year", "upper", "lower", "mixed"] = "by year"
    """The case of the letters in the ids of loans and holds. With "mixed", every second id is in upper case."""
    bare_records: bool = False
    """If True, a loan has only the fields that every recorded loan has.

    The fields crossRefId, checkoutDate, formats, actions and the link downloadRedirect are then missing.
    """
    links_to: Literal["here", "elsewhere"] = "here"
    """The host in the links of answers. With "elsewhere", the links lead to hosts that do not exist.

    A real library behind a proxy has such links. A client must then use the path of the link on its own host.
    """
    list_slash: bool = False
    """If True, the link `self` of a list of loans or holds ends with a slash."""
    libby_link: Literal["all", "some", "none"] = "all"
    """The titles whose metadata has the link shareInLibby. With "some", every second title has the link."""
    covers: Literal["jpeg", "png", "none"] = "jpeg"
    """The kind of the pictures of covers. With "none", the metadata names no pictures."""
    no_results: Literal["missing", "list"] = "missing"
    """With "missing", the answer of a search without results has no field `products`."""
    created: Literal[201, 200] = 201
    """The status of the answer to a check-out."""
    own_loan_again: Literal["by queue", "TitleAlreadyCheckedOut", "NoCopiesAvailable"] = "by queue"
    """The error code if a patron borrows a title that this patron has already.

    With "by queue", it is NoCopiesAvailable if other patrons wait for the title, and TitleAlreadyCheckedOut if not.
    """
    no_copies: Literal["NoCopiesAvailable", "NoCopiesAvailable_AvailableInCpcForFastLaneMembersOnly"] = (
        "NoCopiesAvailable"
    )
    """The error code if a title has no free copy."""
    loan_limit: Literal["PatronHasExceededCheckoutLimit", "PatronHasExceededCheckoutLimit_ForCPC"] = (
        "PatronHasExceededCheckoutLimit"
    )
    """The error code if a patron already has as many loans as the library allows."""
    most_returns: int = 0
    """The number of early returns after which a patron cannot borrow any more. If it is 0, there is no such limit."""
    refusals: Literal["code", "BadRequest", "message"] = "code"
    """The form of a refusal. With "BadRequest", every error code is BadRequest. With "message", there is no code."""
    opening: Literal["redirect", "no address", "page"] = "redirect"
    """The answer if a kiosk opens a loan: a redirection, a redirection without an address, or a web page."""
    return_stays: bool = False
    """If True, a return is answered with the status 204 (success), but the patron still has the loan."""
    most_per_second: int = 0
    """The number of requests that the server answers in one second. If it is 0, there is no limit.

    Each request above this number gets the status 429. OverDrive publishes no number. Requests for pictures do not
    count.
    """
    needs_headers: bool = False
    """If True, a request is refused if the header User-Agent or the header X-Forwarded-For is missing."""
