"""The knobs of the simulated Sierra. Each knob is a question to which the papers or the sites have several answers.

The values of a knob are the possible answers, so tests can try the kiosk with servers that answer differently.
"""

from dataclasses import dataclass
from typing import Literal

Version = Literal["6.0", "5.2", "5.1"]


@dataclass(frozen=True, slots=True, kw_only=True)
class SierraKnobs:
    """The values of all knobs for one server. Each default is what recorded answers show, if there are any."""

    sierra: Version = "6.0"
    """The version of Sierra. Before 5.2 there is no check-out and no check-in: both are unknown endpoints."""
    v6: bool = True
    """If False, the server has v5 only: each address with /v6/ is an unknown endpoint, and so is patrons/auth."""
    auth: bool = True
    """If False, patrons/auth is an unknown endpoint, although the server has v6."""
    token_at: Literal["both", "versioned", "unversioned"] = "both"  # noqa: S105 - no secret
    """The address of the token: below the version, above it, or both."""
    token_lifetime_s: int = 3600
    dead_token_code: Literal[123, 113, 120, 127] = 123
    """The code of the answer 401 to a token that has ended."""
    roles_missing: str = ""
    """The roles that the key lacks, separated by commas, for example "Patrons Validate,Items Write"."""
    roles_as: Literal["objects", "texts"] = "objects"
    """The form of the roles in info/token: objects with a name, or the names alone."""
    checkin_role: Literal["Items Write", "Patrons Write"] = "Items Write"
    """The role that a check-in needs."""
    find: Literal["answers", "refuses"] = "answers"
    """With "refuses", patrons/find gets the status 403 and the code 116, although the key may read patrons."""
    deleted_found: bool = True
    """If True, a deleted patron is still found by its barcode, and the card and its PIN are still accepted."""
    refused_fields: str = ""
    """The names that the site does not know in `fields`, separated by commas, for example "autoBlockInfo,message"."""
    checkout_answer: Literal["checkout", "link", "id"] = "checkout"
    """The answer to a check-out: the Checkout object, an object with only its link, or an object with only its id."""
    repeated: Literal["929", "refused", "same"] = "929"
    """The answer to a check-out of an item that the patron already has: 929, a refusal, or the same Checkout again."""
    due_dates: Literal["moment", "date"] = "moment"
    """The form of dueDate. With "date" the time of a loan by the hour is lost, too."""
    item_as: Literal["expanded", "object", "text"] = "expanded"
    """The item of a Checkout: an object where v6 is asked for expand=item, always an object, or always a text."""
    barcodes: Literal["all", "some", "none"] = "all"
    """The Checkouts that have a barcode, although it was asked for. With "some" each second item has none."""
    call_numbers: Literal["mixed", "marked", "plain"] = "mixed"
    """The call numbers with subfield marks such as |a: some of them, all, or none."""
    recall_blank: bool = False
    """If True, recallDate is an empty text where nothing was recalled; if False it is left out."""
    total: Literal["page", "whole"] = "page"
    """The number in `total` of a list: the entries of this answer, or of the whole list."""
    page_cap: int = 2000
    """The largest page that the server sends, whatever `limit` says."""
    empty_as: Literal["list", "404"] = "list"
    """The answer if a list has no entry: a list without entries, or the status 404 with the code 107."""
    refusal_text: Literal["text", "bare", "escaped"] = "text"
    """The description of a refusal: with a text, without one, or with letters that are escaped, as in {u00E4}."""
    renewal_refused_as: Literal["134", "132"] = "134"
    """The code of a refused renewal: 134 with the status 403, or 132 with the status 500."""
    renewal_due: Literal["later", "unchanged"] = "later"
    """With "unchanged", a renewal succeeds, but the loan is due when it was due before."""
    returns_go: Literal["by item", "shelf", "transit", "hold shelf"] = "by item"
    """The place to which every returned item goes. With "by item" holds and the item's own branch decide."""
    return_stays: bool = False
    """If True, a check-in answers 204, but the loan stays on the patron's list."""
    checkin_of_free: Literal["404", "204"] = "404"
    """The answer to the check-in of an item that is not on loan."""
    status_duedate: bool = True
    """If False, the status of an item on loan has no duedate, so that nothing there tells of the loan."""
    keep_alive: Literal["kept", "closed", "cut"] = "kept"
    """A connection after an answer: it is kept, closed with a word in the answer, or closed without a word."""
