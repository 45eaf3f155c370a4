"""The phrases by which the server names its refusals."""

from enum import StrEnum


class Code(StrEnum):
    """The `code` of a refusal: a phrase for people, not an enumeration, as in the published sample."""

    AGREEMENT = "Agreement Signature Required"
    ALREADY_IN_CART = "Item Already In Cart"
    ALREADY_YOURS = "Item Already Checked Out To You"
    BAD_LOGIN = "Invalid Credentials"
    CART_NOT_FOUND = "Cart Not Found"
    DUE_DATE_INVALID = "Due Date Invalid"
    DUE_DATE_MISSING = "Due Date Required"
    DUE_DATE_TOO_LATE = "Due Date Too Late"
    EXPIRED = "Membership Expired"
    ITEM_DISABLED = "Item Not Available"
    ITEM_NOT_FOUND = "Item Not Found"
    ITEM_ON_LOAN = "Item Checked Out"
    ITEM_RESERVED = "Item Reserved"
    KIOSK_NOT_ALLOWED = "Kiosk Not Allowed"
    LAST_ITEM = "Last Reservation Item"
    LIMIT = "Borrowing Limit Reached"
    LINE_NOT_FOUND = "Checkout Not Found"
    LOAN_NOT_FOUND = "Loan Not Found"
    MAY_NOT_BORROW = "Borrowing Not Allowed"
    METHOD = "Method Not Allowed"
    NOT_FOUND = "Not Found"
    PAYMENT = "Payment Required"
    PROJECT_INVALID = "Project Invalid"
    PROJECT_REQUIRED = "Project Required"
    STAFF_ONLY = "Staff Checkout Required"
    STATUS_INVALID = "Status Invalid"
