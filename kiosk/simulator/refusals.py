"""The server's refusals. A refusal has a code, which is always English, and a message in the language of the member.

This module also has the list of the library's languages, and a function that writes an amount of money in the form that
is usual in a language.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Code(StrEnum):
    """The value of the field `code` in a refusal: an English phrase for people, as in myTurn's published samples."""

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
    RESERVATION_NOT_FOUND = "Reservation Not Found"
    STAFF_ONLY = "Staff Checkout Required"
    STATUS_INVALID = "Status Invalid"


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
PERIODS = {
    "day": {"en": "per day", "fr": "par jour", "es": "por día", "de": "pro Tag", "nl": "per dag"},
    "loan": {"en": "per loan", "fr": "par emprunt", "es": "por préstamo", "de": "pro Ausleihe", "nl": "per keer"},
}
"""The words that say if a fee is for each day or for the whole loan, in each language."""


class ServerRefusalError(Exception):
    """An error that makes the server refuse a request.

    If `status` is None, the knob refusal_status gives the HTTP status. The message of the refusal can contain `item`,
    which is the name of a tool, and `value`, for example a date or an amount.
    """

    def __init__(self, code: Code, *, status: int | None = None, item: str = "", value: str = "") -> None:
        super().__init__(code.value)
        self.code, self.status, self._item, self._value = code, status, item, value

    def message(self, language: str) -> str:
        """Return the message for the member in this language, or in English if the language is not known."""
        return SAYINGS.get(language, SAYINGS[DEFAULT_LANGUAGE])[self.code].format(item=self._item, value=self._value)


def language_of(accept_language: str) -> str:
    """Return the first language in an Accept-Language header, without its country.

    Return the default language if the library does not have this language.
    """
    asked = accept_language.strip()[:2].lower()
    return asked if any(asked == each.code for each in LANGUAGES) else DEFAULT_LANGUAGE


def money(cents: int, language: str) -> str:
    """Return an amount of money in dollars, in the form that is usual in this language."""
    text = f"{cents / 100:,.2f}"
    match language:
        case "fr":
            return f"{text.translate(str.maketrans('.,', ', '))} $"
        case "es" | "de":
            return f"{text.translate(str.maketrans('.,', ',.'))} $"
        case "nl":
            return f"$ {text.translate(str.maketrans('.,', ',.'))}"
        case _:
            return f"${text}"


# --- the message of each refusal, in the languages of the library ---------------------------------

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
    Code.RESERVATION_NOT_FOUND: "{item} is not in that reservation.",
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
    Code.RESERVATION_NOT_FOUND: "{item} ne fait pas partie de cette réservation.",
    Code.STAFF_ONLY: "{item} est remis par l'équipe.",
    Code.STATUS_INVALID: "Cet état n'existe pas.",
}
_ES = {
    Code.AGREEMENT: "Tienes que firmar uno o más acuerdos antes de continuar.",
    Code.ALREADY_IN_CART: "{item} ya está en tu cesta.",
    Code.ALREADY_YOURS: "Ya tienes {item} en préstamo.",
    Code.BAD_LOGIN: "Ese usuario y esa contraseña no coinciden.",
    Code.CART_NOT_FOUND: "Esta cesta ya no está abierta.",
    Code.DUE_DATE_INVALID: "{value} no es una fecha posible de devolución.",
    Code.DUE_DATE_MISSING: "Hace falta una fecha de devolución o una reserva.",
    Code.DUE_DATE_TOO_LATE: "{item} tiene que volver el {value} como muy tarde.",
    Code.EXPIRED: "Tu inscripción ha caducado. Renuévala para llevarte herramientas.",
    Code.ITEM_DISABLED: "{item} no se puede prestar: {value}.",
    Code.ITEM_NOT_FOUND: "No hay ningún artículo con el número {value}.",
    Code.ITEM_ON_LOAN: "{item} lo tiene prestado otra persona.",
    Code.ITEM_RESERVED: "{item} está reservado para otra persona.",
    Code.KIOSK_NOT_ALLOWED: "Tu inscripción no incluye el quiosco.",
    Code.LAST_ITEM: "El último artículo de una reserva no se puede quitar.",
    Code.LIMIT: "Has llegado al límite de {value} artículos.",
    Code.LINE_NOT_FOUND: "Este artículo no está en la cesta.",
    Code.LOAN_NOT_FOUND: "Este préstamo no está en tu cuenta.",
    Code.MAY_NOT_BORROW: "Tu inscripción no permite préstamos.",
    Code.METHOD: "Este método no se admite aquí.",
    Code.NOT_FOUND: "Aquí no hay nada.",
    Code.PAYMENT: "Antes de terminar hay que pagar {value}.",
    Code.PROJECT_INVALID: "Ese proyecto no existe.",
    Code.PROJECT_REQUIRED: "Elige un proyecto para {item}.",
    Code.RESERVATION_NOT_FOUND: "{item} no está en esa reserva.",
    Code.STAFF_ONLY: "{item} lo entrega el personal.",
    Code.STATUS_INVALID: "Ese estado no existe.",
}
_DE = {
    Code.AGREEMENT: "Sie müssen noch mindestens eine Vereinbarung unterschreiben, bevor es weitergeht.",
    Code.ALREADY_IN_CART: "{item} ist schon in Ihrem Korb.",
    Code.ALREADY_YOURS: "{item} haben Sie schon ausgeliehen.",
    Code.BAD_LOGIN: "Benutzername und Passwort passen nicht zusammen.",
    Code.CART_NOT_FOUND: "Dieser Korb ist nicht mehr offen.",
    Code.DUE_DATE_INVALID: "{value} ist kein möglicher Tag für die Rückgabe.",
    Code.DUE_DATE_MISSING: "Es fehlt ein Tag für die Rückgabe oder eine Reservierung.",
    Code.DUE_DATE_TOO_LATE: "{item} muss bis {value} zurück sein.",
    Code.EXPIRED: "Ihre Mitgliedschaft ist abgelaufen. Verlängern Sie sie, um auszuleihen.",
    Code.ITEM_DISABLED: "{item} kann nicht ausgeliehen werden: {value}.",
    Code.ITEM_NOT_FOUND: "Es gibt keinen Gegenstand mit der Nummer {value}.",
    Code.ITEM_ON_LOAN: "{item} ist an ein anderes Mitglied ausgeliehen.",
    Code.ITEM_RESERVED: "{item} ist für ein anderes Mitglied reserviert.",
    Code.KIOSK_NOT_ALLOWED: "Ihre Mitgliedschaft umfasst das Terminal nicht.",
    Code.LAST_ITEM: "Der letzte Gegenstand einer Reservierung kann nicht entfernt werden.",
    Code.LIMIT: "Sie haben die Grenze von {value} Gegenständen erreicht.",
    Code.LINE_NOT_FOUND: "Dieser Gegenstand ist nicht im Korb.",
    Code.LOAN_NOT_FOUND: "Diese Ausleihe ist nicht auf Ihrem Konto.",
    Code.MAY_NOT_BORROW: "Ihre Mitgliedschaft erlaubt kein Ausleihen.",
    Code.METHOD: "Diese Methode wird hier nicht unterstützt.",
    Code.NOT_FOUND: "Hier ist nichts.",
    Code.PAYMENT: "Vorher sind {value} zu bezahlen.",
    Code.PROJECT_INVALID: "Dieses Projekt gibt es nicht.",
    Code.PROJECT_REQUIRED: "Wählen Sie ein Projekt für {item}.",
    Code.RESERVATION_NOT_FOUND: "{item} gehört nicht zu dieser Reservierung.",
    Code.STAFF_ONLY: "{item} wird vom Team ausgegeben.",
    Code.STATUS_INVALID: "Diesen Zustand gibt es nicht.",
}
_NL = {
    Code.AGREEMENT: "Je moet nog een of meer overeenkomsten ondertekenen voor je verder kunt.",
    Code.ALREADY_IN_CART: "{item} zit al in je mandje.",
    Code.ALREADY_YOURS: "Je hebt {item} al geleend.",
    Code.BAD_LOGIN: "Gebruikersnaam en wachtwoord horen niet bij elkaar.",
    Code.CART_NOT_FOUND: "Dit mandje is niet meer open.",
    Code.DUE_DATE_INVALID: "{value} is geen mogelijke dag om terug te brengen.",
    Code.DUE_DATE_MISSING: "Er ontbreekt een dag om terug te brengen of een reservering.",
    Code.DUE_DATE_TOO_LATE: "{item} moet uiterlijk op {value} terug zijn.",
    Code.EXPIRED: "Je lidmaatschap is verlopen. Verleng het om te lenen.",
    Code.ITEM_DISABLED: "{item} kan niet worden uitgeleend: {value}.",
    Code.ITEM_NOT_FOUND: "Er is geen voorwerp met nummer {value}.",
    Code.ITEM_ON_LOAN: "{item} is uitgeleend aan een ander lid.",
    Code.ITEM_RESERVED: "{item} is gereserveerd voor een ander lid.",
    Code.KIOSK_NOT_ALLOWED: "De kiosk hoort niet bij je lidmaatschap.",
    Code.LAST_ITEM: "Het laatste voorwerp van een reservering kan niet worden weggehaald.",
    Code.LIMIT: "Je hebt de grens van {value} voorwerpen bereikt.",
    Code.LINE_NOT_FOUND: "Dit voorwerp zit niet in het mandje.",
    Code.LOAN_NOT_FOUND: "Deze lening staat niet op je account.",
    Code.MAY_NOT_BORROW: "Met je lidmaatschap kun je niet lenen.",
    Code.METHOD: "Deze methode kan hier niet.",
    Code.NOT_FOUND: "Hier is niets.",
    Code.PAYMENT: "Eerst moet {value} worden betaald.",
    Code.PROJECT_INVALID: "Dat project bestaat niet.",
    Code.PROJECT_REQUIRED: "Kies een project voor {item}.",
    Code.RESERVATION_NOT_FOUND: "{item} hoort niet bij die reservering.",
    Code.STAFF_ONLY: "{item} wordt door een medewerker meegegeven.",
    Code.STATUS_INVALID: "Die staat bestaat niet.",
}
SAYINGS: Mapping[str, Mapping[Code, str]] = {"en": _EN, "fr": _FR, "es": _ES, "de": _DE, "nl": _NL}
