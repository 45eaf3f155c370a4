"""The knobs of the simulated Sierra.

Each knob is for one question about Sierra. Either Sierra's documents do not give a clear answer to the question, or
libraries can choose the answer themselves. The values of a knob are the possible answers. A test sets a knob to another
value to see if the kiosk also works with a server that answers in this other way.
"""

from dataclasses import dataclass
from typing import Literal

Version = Literal["6.0", "5.2", "5.1"]


@dataclass(frozen=True, slots=True, kw_only=True)
class SierraKnobs:
    """The values of all knobs for one server.

    If we have an answer of a real Sierra, the default of the knob is the value in this answer.
    """

    sierra: Version = "6.0"
    """The version of Sierra.

    A version before 5.2 has no check-out and no check-in. The server then answers that it does not know the addresses
    of these two calls.
    """
    v6: bool = True
    """If False, the server has only version 5 of the API.

    The server then does not know any address with /v6/ and does not know the call patrons/auth.
    """
    auth: bool = True
    """If False, the server does not know the call patrons/auth, although the server has version 6 of the API."""
    token_at: Literal["both", "versioned", "unversioned"] = "both"  # noqa: S105 - no secret
    """The addresses at which the server gives tokens. A versioned address has v5 or v6 in its path, as in v6/token."""
    token_lifetime_s: int = 3600
    dead_token_code: Literal[123, 113, 120, 127] = 123
    """The error code in the answer if a request has a token that has ended. The status of this answer is 401."""
    roles_missing: str = ""
    """The roles that the key does not have, separated by commas, for example "Patrons Validate,Items Write"."""
    roles_as: Literal["objects", "texts"] = "objects"
    """The form of the roles in the answer to info/token.

    Each role is an object with a name, or a text with the name.
    """
    checkin_role: Literal["Items Write", "Patrons Write"] = "Items Write"
    """The role that a check-in needs."""
    find: Literal["answers", "refuses"] = "answers"
    """With "refuses", the call patrons/find gets the status 403 and the code 116, even if the key has all roles."""
    deleted_found: bool = True
    """If True, the server still finds deleted patrons by their barcodes, and still accepts their cards and PINs."""
    refused_fields: str = ""
    """The names of fields that a request is not allowed to ask for, separated by commas.

    An example is "autoBlockInfo,message".
    """
    checkout_answer: Literal["checkout", "link", "id"] = "checkout"
    """The answer to a check-out. It is the whole loan (Checkout), or an object that has only the loan's link or id."""
    repeated: Literal["929", "refused", "same"] = "929"
    """The answer if a patron checks out an item that this patron already has on loan.

    With "929", the answer is a refusal with the special code 929. With "refused", it is a usual refusal. With "same",
    it is the loan that exists.
    """
    priority_from: Literal["1", "0"] = "1"
    """The number in the field `priority` of the first hold in a queue."""
    pickup_by: Literal["date", "moment"] = "date"
    """The form of pickupByDate, which is the last day on which the patron can fetch the item."""
    fines: Literal["answers", "refuses"] = "answers"
    """With "refuses", the list of fines gets the status 403 and the code 116, even if the key has all roles."""
    due_dates: Literal["moment", "date"] = "moment"
    """The form of dueDate.

    With "date", the answer has only the day, even if a loan by the hour is due at a certain time.
    """
    item_as: Literal["expanded", "object", "text"] = "expanded"
    """The form of the field `item` of a loan (Checkout).

    With "object", the item is always an object. With "text", it is always a text with the item's address. With
    "expanded", it is an object only in a list of loans, and only if the request uses v6 and has expand=item.
    """
    barcodes: Literal["all", "some", "none"] = "all"
    """This knob says which loans have a barcode in their JSON, if the request asks for it.

    With "all", each loan has its barcode, and with "none", no loan has one. With "some", every second loan has no
    barcode.
    """
    call_numbers: Literal["mixed", "marked", "plain"] = "mixed"
    """This knob says which call numbers have marks for subfields, such as |a.

    With "mixed", some call numbers have marks. With "marked", all have marks, and with "plain", none has marks.
    """
    recall_blank: bool = False
    """If True, the recallDate of a loan that was not recalled is an empty text.

    If False, such a loan has no recallDate.
    """
    total: Literal["page", "whole"] = "page"
    """The meaning of the field `total` in one page of a list.

    With "page", `total` is the number of entries on this page. With "whole", it is the number in the whole list.
    """
    page_cap: int = 2000
    """The largest number of entries that one page of a list has, even if the request's `limit` is larger."""
    empty_as: Literal["list", "404"] = "list"
    """The answer if a page of a list has no entry. "list" is an empty list, "404" the status 404 with the code 107."""
    refusal_text: Literal["text", "bare", "escaped"] = "text"
    """The form of the description of a refusal. With "bare", the description does not say why the server refuses.

    With "escaped", a letter such as ä is written as {u00E4}.
    """
    renewal_refused_as: Literal["134", "132"] = "134"
    """The error code if a renewal is refused.

    The code 134 comes with the status 403, and the code 132 with the status 500.
    """
    renewal_due: Literal["later", "unchanged"] = "later"
    """With "unchanged", a renewal succeeds but does not change the date on which the loan is due."""
    returns_go: Literal["by item", "shelf", "transit", "hold shelf"] = "by item"
    """The place to which a returned item goes. Each value except "by item" names one place for all items.

    With "by item", a reserved item goes to the hold shelf. An item of another branch goes into transit, and all other
    items go to the shelf.
    """
    return_stays: bool = False
    """If True, a check-in is answered with the status 204 (success), but the patron still has the loan."""
    checkin_of_free: Literal["404", "204"] = "404"
    """The status of the answer to a check-in of an item that is not on loan."""
    status_duedate: bool = True
    """If False, the status of an item on loan has no duedate. So the status does not show that the item is on loan."""
    keep_alive: Literal["kept", "closed", "cut"] = "kept"
    """The state of the connection after an answer.

    With "kept", the connection stays open. With "closed", the answer says that the server closes the connection. With
    "cut", the server closes the connection, but the answer does not say so.
    """
