"""Opening a form: with a new id, so that whatever was typed before is gone."""

from dataclasses import replace

from kiosk.domain.library import FobLogin, House
from kiosk.domain.model import Secret, VisitId
from kiosk.domain.visit.state import AskingSecret, AskSwitch, Purpose, Serving, Tray
from kiosk.domain.visit.times import FORM_S
from kiosk.domain.visit.turn import Turn


def first_form(
    turn: Turn,
    visit: VisitId,
    purpose: Purpose,
    *,
    fob: Secret | None = None,
    tray: Tray = (),
    unclassified: bool = False,
) -> AskingSecret:
    """A form for this purpose. Where the fob only saves typing, its code is the name."""
    name = fob.reveal() if fob is not None and purpose is Purpose.PASSWORD else ""
    asking = AskingSecret(visit, purpose, 0, 0.0, fob=fob, tray=tray, unclassified=unclassified, name=name)
    return fresh(turn, asking)


def fresh(turn: Turn, asking: AskingSecret) -> AskingSecret:
    """The form under a new id: its secret fields are wiped."""
    return replace(asking, form=turn.number(), deadline=turn.now + form_s(turn, asking))


def form_s(turn: Turn, asking: AskingSecret) -> float:
    """How long this form waits without a touch; one with a basket behind it as long as the basket would."""
    return turn.idle_s if asking.purpose is Purpose.AGAIN else FORM_S


def ask_again(turn: Turn, kept: Serving, tray: Tray = (), next_fob: Secret | None = None) -> AskingSecret:
    """The sign-in was lost: the same member is asked once more, the basket waits."""
    question = AskSwitch(next_fob) if next_fob is not None else None
    kept = replace(kept, question=question, question_until=None, warned=False, overdue_since=None)
    form = first_form(turn, kept.visit, Purpose.AGAIN, fob=kept.fob, tray=tray)
    return replace(form, kept=kept)


def link_or_password(house: House) -> Purpose:
    """What to ask of the holder of an unknown fob."""
    linking = house.fob_login is FobLogin.LINKED and house.can_link
    return Purpose.LINK if linking else Purpose.PASSWORD
