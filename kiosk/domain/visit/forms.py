"""Functions that open and check forms.

A form gets a new id when it opens. Because the id is new, the screen shows the fields for secrets empty.
"""

from typing import assert_never

from kiosk.domain.library import FobLogin, House, Library, LoginKind
from kiosk.domain.messages.intents import FormSent
from kiosk.domain.model import Secret, VisitId
from kiosk.domain.visit.questions import AskSwitch
from kiosk.domain.visit.states import AskingSecret, FormError, Purpose, Serving, Tray
from kiosk.domain.visit.times import FORM_S
from kiosk.domain.visit.turn import Turn
from kiosk.structs import replace

_PIN_DIGITS = 4


def first_form(
    turn: Turn,
    visit: VisitId,
    purpose: Purpose,
    *,
    fob: Secret | None = None,
    tray: Tray = (),
    unclassified: bool = False,
) -> AskingSecret:
    """Return a new form for this purpose."""
    # If `unclassified` is True, the code of the fob could also be the label of a tool. The kiosk remembers such a code
    # as a fob only if the member asks for this.
    asking = AskingSecret(visit, purpose, 0, 0.0, fob, tray, remember=not unclassified, unclassified=unclassified)
    return fresh(turn, asking)


def fresh(turn: Turn, asking: AskingSecret) -> AskingSecret:
    """Return the form with a new id. Because the id is new, the screen shows the fields for secrets empty."""
    return replace(asking, form=turn.number(), deadline=turn.now + form_s(turn, asking))


def form_s(turn: Turn, asking: AskingSecret) -> float:
    """Return how many seconds this form stays open if nobody does anything.

    If the form covers a basket, the time is the same as for the basket.
    """
    return FORM_S if asking.kept is None else turn.idle_s


def ask_again(turn: Turn, kept: Serving, tray: Tray = (), next_fob: Secret | None = None) -> AskingSecret:
    """Ask the same member to log in again, because the sign-in was lost. The form covers the basket until then."""
    question = AskSwitch(next_fob) if next_fob is not None else None
    kept = replace(kept, question=question, question_until=None, warned=False, overdue_since=None, side_page=None)
    return fresh(turn, AskingSecret(kept.visit, Purpose.AGAIN, 0, 0.0, fob=kept.fob, tray=tray, kept=kept))


def opens_alone(house: House) -> bool:
    """Return True if the settings allow a fob to open its account without a form."""
    match house.fob_login:
        case FobLogin.LINKED:
            return house.can_link
        case FobLogin.ENDPOINT:
            return True
        case FobLogin.ASK_PASSWORD | FobLogin.OFF:
            return False
    assert_never(house.fob_login)


def form_instead(asking: AskingSecret, house: House) -> Purpose:
    """Return the purpose of the form that is shown after the fob or the PIN did not open the account.

    If the form covers a basket, the form asks the same member to log in again.
    """
    return form_for_fob(house) if asking.kept is None else Purpose.AGAIN


def form_for_fob(house: House) -> Purpose:
    """Return the purpose of the form that is shown after the member's fob did not open the account.

    If the lending system itself looks up the fobs, the kiosk knows no log-in name. So the form also asks for the name.
    """
    match house.fob_login:
        case FobLogin.LINKED if house.can_link:
            return Purpose.LINK
        case FobLogin.ENDPOINT:
            return Purpose.FORM
        case FobLogin.LINKED | FobLogin.ASK_PASSWORD | FobLogin.OFF:
            return Purpose.PASSWORD
    assert_never(house.fob_login)


def wants_secret(asking: AskingSecret, library: Library) -> bool:
    """Return True if this log-in form has a field for the password, or for the PIN of the member's card."""
    return asking.purpose is Purpose.PASSWORD or library.login is not LoginKind.CARD


def lacking(asking: AskingSecret, sent: FormSent, house: House, library: Library) -> FormError | None:
    """Return the reason why this form cannot be sent to the server yet, or None if the form can be sent."""
    if asking.resetting:
        return None if sent.name.strip() else FormError.INCOMPLETE
    if asking.purpose is Purpose.PIN:
        return None if sent.pin else FormError.INCOMPLETE
    is_secret_missing = wants_secret(asking, library) and not sent.secret
    if is_secret_missing or not (asking.purpose is Purpose.PASSWORD or sent.name.strip()):
        return FormError.INCOMPLETE
    if wants_new_pin(asking, house) and not _is_pin(sent.pin):
        return FormError.PIN_SHORT
    return None


def wants_new_pin(asking: AskingSecret, house: House) -> bool:
    """Return True if the member must choose a PIN on this form.

    This is so if the form links the fob to the account, the member wants the link, and the settings demand a PIN.
    """
    return asking.purpose is Purpose.LINK and asking.remember and house.can_link and house.link_pin


def _is_pin(pin: Secret) -> bool:
    digits = pin.reveal()
    return len(digits) == _PIN_DIGITS and digits.isascii() and digits.isdigit()
