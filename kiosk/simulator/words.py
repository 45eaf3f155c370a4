"""What the server says when it refuses: a code that stays English, a message in the member's language."""

from dataclasses import dataclass
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


_EN = {
    Code.AGREEMENT: "There are one or more agreements you must sign before you can continue.",
    Code.ALREADY_IN_CART: "{item} is already in your cart.",
    Code.ALREADY_YOURS: "You already have {item} checked out.",
    Code.BAD_LOGIN: "That user name and password do not match.",
    Code.CART_NOT_FOUND: "This cart is no longer open.",
    Code.DUE_DATE_INVALID: "{value} is not a date on which a loan can be due.",
    Code.DUE_DATE_MISSING: "Either a due date or a reservation must be given.",
    Code.DUE_DATE_TOO_LATE: "{item} must be back by {value}.",
    Code.EXPIRED: "Your membership has expired. Please renew it to borrow.",
    Code.ITEM_DISABLED: "{item} cannot be checked out: {value}.",
    Code.ITEM_NOT_FOUND: "There is no item with the ID {value}.",
    Code.ITEM_ON_LOAN: "{item} is checked out to another member.",
    Code.ITEM_RESERVED: "{item} is reserved for another member.",
    Code.KIOSK_NOT_ALLOWED: "Your membership does not include the kiosk.",
    Code.LAST_ITEM: "The last item of a reservation cannot be removed.",
    Code.LIMIT: "You have reached the limit of {value} items.",
    Code.LINE_NOT_FOUND: "This item is not in the cart.",
    Code.LOAN_NOT_FOUND: "This loan is not on your account.",
    Code.MAY_NOT_BORROW: "Your membership does not allow borrowing.",
    Code.METHOD: "This method is not supported here.",
    Code.NOT_FOUND: "There is nothing here.",
    Code.PAYMENT: "{value} must be paid before this can be completed.",
    Code.PROJECT_INVALID: "There is no such project.",
    Code.PROJECT_REQUIRED: "Please choose a project for {item}.",
    Code.STAFF_ONLY: "{item} must be handed out by staff.",
    Code.STATUS_INVALID: "There is no such status.",
}
_FR = {
    Code.AGREEMENT: "Il vous reste une ou plusieurs conventions à signer avant de continuer.",
    Code.ALREADY_IN_CART: "{item} est déjà dans votre panier.",
    Code.ALREADY_YOURS: "Vous avez déjà emprunté {item}.",
    Code.BAD_LOGIN: "Ce nom d'utilisateur et ce mot de passe ne correspondent pas.",
    Code.CART_NOT_FOUND: "Ce panier n'est plus ouvert.",
    Code.DUE_DATE_INVALID: "{value} n'est pas une date de retour possible.",
    Code.DUE_DATE_MISSING: "Il faut une date de retour ou une réservation.",
    Code.DUE_DATE_TOO_LATE: "{item} doit revenir le {value} au plus tard.",
    Code.EXPIRED: "Votre adhésion a pris fin. Renouvelez-la pour emprunter.",
    Code.ITEM_DISABLED: "{item} ne peut pas être emprunté : {value}.",
    Code.ITEM_NOT_FOUND: "Aucun objet ne porte le numéro {value}.",
    Code.ITEM_ON_LOAN: "{item} est emprunté par un autre membre.",
    Code.ITEM_RESERVED: "{item} est réservé pour un autre membre.",
    Code.KIOSK_NOT_ALLOWED: "Votre adhésion ne comprend pas la borne.",
    Code.LAST_ITEM: "Le dernier objet d'une réservation ne peut pas être retiré.",
    Code.LIMIT: "Vous avez atteint la limite de {value} objets.",
    Code.LINE_NOT_FOUND: "Cet objet n'est pas dans le panier.",
    Code.LOAN_NOT_FOUND: "Cet emprunt n'est pas sur votre compte.",
    Code.MAY_NOT_BORROW: "Votre adhésion ne permet pas d'emprunter.",
    Code.METHOD: "Cette méthode n'est pas prise en charge ici.",
    Code.NOT_FOUND: "Il n'y a rien ici.",
    Code.PAYMENT: "{value} sont à payer avant de terminer.",
    Code.PROJECT_INVALID: "Ce projet n'existe pas.",
    Code.PROJECT_REQUIRED: "Choisissez un projet pour {item}.",
    Code.STAFF_ONLY: "{item} est remis par l'équipe.",
    Code.STATUS_INVALID: "Cet état n'existe pas.",
}


@dataclass(frozen=True, slots=True)
class _Language:
    code: str
    name: str
    native: str


LANGUAGES = (
    _Language("en", "English", "English"),
    _Language("fr", "French", "Français"),
    _Language("es", "Spanish", "Español"),
    _Language("de", "German", "Deutsch"),
    _Language("nl", "Dutch", "Nederlands"),
)
DEFAULT_LANGUAGE = "en"


class Refusal(Exception):
    """The server says no. `status` None: the one that the knob for refusals names."""

    def __init__(self, code: Code, *, status: int | None = None, item: str = "", value: str = "") -> None:
        super().__init__(code.value)
        self.code, self.status, self._item, self._value = code, status, item, value

    def message(self, language: str) -> str:
        """The sentence for the member; English where we have no other."""
        return (_FR if language == "fr" else _EN)[self.code].format(item=self._item, value=self._value)


def language_of(accept_language: str) -> str:
    """The first language asked for (the country does not count), if the library speaks it; else its default."""
    asked = accept_language.strip()[:2].lower()
    return asked if any(asked == each.code for each in LANGUAGES) else DEFAULT_LANGUAGE


def money(cents: int, language: str) -> str:
    """An amount as the library writes it."""
    text = f"{cents / 100:,.2f}"
    return f"{text.translate(str.maketrans('.,', ', '))} $" if language == "fr" else f"${text}"
